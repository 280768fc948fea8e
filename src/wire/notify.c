/*
 * What the kernel announces, see watch.h. It compares nothing.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "decode.h"
#include "notify.h"
#include "str.h"
#include "trace.h"

/* So many are read before what they mean is told. */
#define AT_ONCE 200

#define RCVBUF	   (4 << 20)
#define RCVBUF_MAY 212992 /* what net.core.rmem_max usually lets anyone have */

struct watch {
	struct notifier notifier; /* first */
	struct sock sock;
	const struct kernel *kernel;
};

static int watch_fd(const struct notifier *e)
{
	return nl_socket_get_fd(((const struct watch *)e)->sock.nl);
}

static void watch_close(struct notifier *e)
{
	sock_close(&((struct watch *)e)->sock);
	free(e);
}

/* ------------------------------------------------------------------------- receiving */

static void notify_link(const struct subscription *l, const struct nlmsghdr *h)
{
	int ifindex = decode_announced_link(h);
	struct link link = { .ifindex = ifindex };
	struct announced a = { .link = &link, .gone = h->nlmsg_type == RTM_DELLINK };

	if (!ifindex || !(l->cares(l->data, ifindex) || decode_is_bond_or_slave(h)))
		return;
	if (!a.gone)
		decode_link(h, &link);
	l->told(l->data, &a);
}

static void notify_address(const struct subscription *l, const struct nlmsghdr *h)
{
	struct address address;
	struct link link = { .ifindex = decode_announced_address(h, &address) };
	struct announced a = {
		.link = &link, .address = &address, .gone = h->nlmsg_type == RTM_DELADDR
	};

	if (link.ifindex && l->cares(l->data, link.ifindex))
		l->told(l->data, &a);
}

struct receiving {
	const struct watch *watch;
	const struct subscription *subscription;
};

static void notify_message(void *data, const struct nlmsghdr *h)
{
	const struct receiving *to = data;

	if (to->watch->sock.trace)
		trace_message(&to->watch->sock, "recv", h);
	switch (h->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		notify_link(to->subscription, h);
		return;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		notify_address(to->subscription, h);
		return;
	default:
		return;
	}
}

/* What is announced of one link fits by far: lists of VFs are left out. */
static int receive(
	struct watch *w, const struct subscription *l, struct bondnl_error *err)
{
	struct receiving to = { .watch = w, .subscription = l };
	struct iovec iov[SOCK_DATAGRAMS];
	int got;

	for (unsigned i = 0; i < SOCK_DATAGRAMS; i++) {
		iov[i].iov_base = w->sock.buffers + i * SOCK_MESSAGE_SIZE;
		iov[i].iov_len = SOCK_MESSAGE_SIZE;
	}
	got = sock_receive(
		&w->sock, iov, SOCK_DATAGRAMS, MSG_DONTWAIT, notify_message, &to);
	switch (got) {
	case -EAGAIN:
		return 0;
	case -ENOBUFS:
	case -EMSGSIZE: /* a part of a message is as good as none */
		return -ENOBUFS;
	default:
		return got < 0
			? error_set(err, got, NULL, "cannot receive from the kernel: %s",
				  strerror(-got))
			: got;
	}
}

static int notify_receive(
	struct notifier *e, const struct subscription *l, struct bondnl_error *err)
{
	struct watch *w = (struct watch *)e;
	int all = 0, got;

	w->sock.trace = w->kernel->trace;
	w->sock.trace_data = w->kernel->trace_data;
	do {
		got = receive(w, l, err);
		if (got < 0)
			return got;
		all += got;
	} while (got == SOCK_DATAGRAMS && all < AT_ONCE);
	return all;
}

/* ------------------------------------------------------------------------- opening */

static int set_buffer(int fd, unsigned buffer, struct bondnl_error *err)
{
	int size = buffer ? (int)buffer : RCVBUF;

	if (!buffer &&
		setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) == 0)
		return 0;
	if (!buffer)
		size = RCVBUF_MAY;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)) < 0)
		return error_set(err, -errno, NULL,
			"cannot set the size of the receive buffer: %s", strerror(errno));
	return 0;
}

static int join(int fd, struct bondnl_error *err)
{
	static const int groups[] = { RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR,
		RTNLGRP_IPV6_IFADDR };

	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i],
			    sizeof(groups[i])) < 0)
			return error_set(err, -errno, NULL,
				"cannot listen to the kernel: %s", strerror(errno));
	return 0;
}

int watch_open(struct kernel *k, unsigned buffer, struct notifier **ret,
	struct bondnl_error *err)
{
	struct watch *w = calloc(1, sizeof(*w));
	int rc;

	if (!w)
		return error_nomem(err);
	rc = sock_open(&w->sock, NETLINK_ROUTE, k->netns_fd, err);
	if (rc < 0) {
		free(w);
		return rc;
	}
	w->kernel = k;
	w->notifier = (struct notifier){
		.fd = watch_fd, .receive = notify_receive, .close = watch_close
	};
	rc = set_buffer(watch_fd(&w->notifier), buffer, err);
	if (rc == 0)
		rc = join(watch_fd(&w->notifier), err);
	if (rc < 0) {
		watch_close(&w->notifier);
		return rc;
	}
	*ret = &w->notifier;
	return 0;
}
