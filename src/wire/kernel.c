/*
 * The backend to the running kernel, see kernel.h: requests sent, and the backend itself.
 * What is asked is query.h's. Keeps no copy of the kernel's state.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/syscall.h>

#include "decode.h"
#include "encode.h"
#include "kernel.h"
#include "notify.h"
#include "objects.h"
#include "probe.h"
#include "query.h"
#include "query_encode.h"
#include "str.h"

/* The same number on all architectures; headers before Linux 5.3 lack it. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

#define NETNS_DIR "/run/netns/" /* where `ip netns` keeps its names */

static struct kernel *kernel_of(struct backend *d)
{
	return (struct kernel *)d; /* the backend is its first member */
}

static int kernel_query(struct backend *d, const struct query *q, size_t n,
	struct snapshot *s, struct bondnl_error *err)
{
	return query_kernel(kernel_of(d), q, n, s, err);
}

/* ------------------------------------------------------------------------ sending */

/*
 * Behind each order that makes a link goes a query: which ifindex it has. The kernel
 * replies in order, so that it costs no round trip.
 */
struct sending {
	struct nl_msg **messages;
	const struct request *requests;
	size_t n; /* of the orders */
	struct reply *replies;
	struct sent {
		size_t request;
		bool asks;
	} * sent; /* what each message is */
};

static void take_made(void *data, size_t i, const struct nlmsghdr *h)
{
	struct sending *s = data;
	const struct request *o = &s->requests[s->sent[i].request];
	struct link l = { 0 };

	if (!s->sent[i].asks)
		return;
	s->replies[s->sent[i].request].ifindex = decode_link_index(h);
	if (!o->ret_made)
		return;
	decode_link(h, &l);
	*o->ret_made = l.options;
}

static void take_reply(void *data, size_t i, int error, const struct nlmsghdr *h)
{
	struct sending *s = data;
	const struct step *step;
	struct reply *a;
	uint32_t offset;

	if (s->sent[i].asks)
		return;
	a = &s->replies[s->sent[i].request];
	step = s->requests[s->sent[i].request].step;
	sock_extack(h, a->text, sizeof(a->text), &offset);
	a->received = true;
	a->error = error;
	if (error && step->kind == STEP_GIVE && object_wire(step->of)->is_there &&
		object_wire(step->of)->is_there(step, error))
		a->error = 0;
	if (error)
		a->option = encode_option_at(nlmsg_hdr(s->messages[i]), offset);
}

/* Writes all messages; returns how many, or -ENOMEM. */
static ssize_t encode_all(struct sending *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct query q = { .kind = QUERY_NAME,
			.name = s->requests[i].link->name };

		s->messages[n] = encode_request(&s->requests[i]);
		if (!s->messages[n])
			return -ENOMEM;
		s->sent[n++] = (struct sent){ .request = i };
		if (s->requests[i].step->kind != STEP_CREATE)
			continue;
		s->messages[n] = query_encode(&q);
		if (!s->messages[n])
			return -ENOMEM;
		s->sent[n++] = (struct sent){ .request = i, .asks = true };
	}
	return (ssize_t)n;
}

static int kernel_send(struct backend *d, const struct request *requests, size_t n,
	struct reply *replies, struct bondnl_error *err)
{
	struct kernel *k = kernel_of(d);
	_cleanup_free_ struct nl_msg **messages = calloc(2 * n, sizeof(struct nl_msg *));
	_cleanup_free_ struct sent *sent = calloc(2 * n, sizeof(*sent));
	struct sending s = { .messages = messages,
		.requests = requests,
		.n = n,
		.replies = replies,
		.sent = sent };
	struct sock_talk talk = { .messages = messages,
		.message = take_made,
		.reply = take_reply,
		.data = &s };
	ssize_t all;
	int rc;

	memset(replies, 0, n * sizeof(*replies));
	for (size_t i = 0; i < n; i++)
		replies[i].option = BONDNL_OPT_COUNT_;
	if (!messages || !sent)
		return error_nomem(err);
	all = encode_all(&s);
	if (all < 0) {
		rc = error_nomem(err);
	} else {
		talk.n = (size_t)all;
		rc = sock_talk(&k->sock, &talk, err);
	}
	query_free_messages(messages, 2 * n);
	return rc;
}

static int kernel_probe(struct backend *d, const struct probe *probes, size_t n,
	int *replies, struct bondnl_error *err)
{
	return probe_kernel(kernel_of(d), probes, n, replies, err);
}

static int kernel_listen(struct backend *d, unsigned buffer, struct notifier **ret,
	struct bondnl_error *err)
{
	return watch_open(kernel_of(d), buffer, ret, err);
}

static int kernel_cookie(struct backend *d, uint64_t *ret)
{
	return sock_cookie(&kernel_of(d)->sock, ret);
}

/*
 * The cookie alone does not tell: that of the initial namespace was 1 until all
 * namespaces got their ids from one place (kernel/nstree.c), and since then is a number
 * that others have on older kernels. And a container has a process 1 of its own.
 */
static int kernel_is_of_init(struct backend *d, bool *ret)
{
	_cleanup_close_ int init = -1;
	uint64_t ours, its;
	struct sock s;
	int rc;

	rc = kernel_cookie(d, &ours);
	if (rc < 0)
		return rc;
	init = (int)syscall(SYS_pidfd_open, 1, 0);
	if (init < 0)
		return -errno;
	rc = sock_open(&s, NETLINK_ROUTE, init, NULL);
	if (rc < 0)
		return rc;
	rc = sock_cookie(&s, &its);
	sock_close(&s);
	if (rc < 0)
		return rc;

	*ret = its == ours;
	return 0;
}

/* ------------------------------------------------------------------------ opening */

static void kernel_trace(struct backend *d, bondnl_trace_fn *fn, void *data)
{
	struct kernel *k = kernel_of(d);

	k->trace = k->sock.trace = fn;
	k->trace_data = k->sock.trace_data = data;
}

static void kernel_close(struct backend *d)
{
	struct kernel *k = kernel_of(d);

	sock_close(&k->sock);
	closep(&k->netns_fd);
	free(k);
}

static int open_netns(const char *netns, struct bondnl_error *err)
{
	_cleanup_text_ struct text path = { 0 };
	int fd;

	if (!*netns || strchr(netns, '/') ? netns[0] != '/' : netns[0] == '.')
		return error_usage(err, netns, "is no name of a network namespace");
	text_add(&path, "%s%s", netns[0] == '/' ? "" : NETNS_DIR, netns);
	if (path.failed)
		return error_nomem(err);
	fd = open(text_str(&path), O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT) {
		error_set(err, -ENOENT, netns, "no such network namespace");
		error_hint(err, "'ip netns' lists them");
		return -ENOENT;
	}
	if (fd < 0)
		return error_set(err, -errno, netns, "cannot open %s: %s",
			text_str(&path), strerror(errno));
	return fd;
}

int kernel_open(struct backend **ret, const char *netns, struct bondnl_error *err)
{
	struct kernel *k = calloc(1, sizeof(*k));
	int rc;

	if (!k)
		return error_nomem(err);
	k->netns_fd = -1;
	if (netns) {
		rc = open_netns(netns, err);
		if (rc < 0)
			goto fail;
		k->netns_fd = rc;
	}
	rc = sock_open(&k->sock, NETLINK_ROUTE, k->netns_fd, err);
	if (rc < 0)
		goto fail;

	k->backend = (struct backend){ .query = kernel_query,
		.send = kernel_send,
		.probe = kernel_probe,
		.cookie = kernel_cookie,
		.is_of_init = kernel_is_of_init,
		.listen = kernel_listen,
		.trace = kernel_trace,
		.close = kernel_close };
	*ret = &k->backend;
	return 0;
fail:
	closep(&k->netns_fd);
	free(k);
	return rc;
}
