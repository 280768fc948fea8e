/*
 * A netlink socket, see sock.h. It knows messages, not what they mean.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sock.h"
#include "str.h"
#include "trace.h"

/*
 * The kernel fills at most 32 KiB of a dump at once (af_netlink.c, netlink_dump); the
 * message of one link is far below 8 KiB.
 */
#define DUMP_SIZE 32768
#define ROOM	  (SOCK_DATAGRAMS * SOCK_MESSAGE_SIZE)

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* include/uapi/asm-generic/socket.h, since Linux 5.14 */
#endif

/* The replies to so many requests, or to one dump, fit the buffer that libnl asks for. */
#define FEW	   8
#define RCVBUF	   (1 << 20)
#define RCVBUF_MAY 212992 /* what net.core.rmem_max usually lets anyone have */
/*
 * So many dumps fit these: each takes 64 KiB at first. One that has no room is refused
 * with ENOBUFS, and carried out later all the same (af_netlink.c, netlink_dump).
 */
#define DUMPS	  8
#define DUMPS_MAY 4

int sock_errno(int nle)
{
	/* lossy by libnl's design: only for what failed before the kernel was asked */
	switch (nle < 0 ? -nle : nle) {
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_PERM:
	case NLE_NOACCESS:
		return -EPERM;
	case NLE_PROTO_MISMATCH:
	case NLE_AF_NOSUPPORT:
		return -EAFNOSUPPORT;
	case NLE_MSGSIZE:
		return -EMSGSIZE;
	default:
		return -EIO;
	}
}

/* ------------------------------------------------------------------------ opening */

struct entering {
	struct nl_sock *nl;
	int protocol, netns_fd;
	int rc, nle;
};

/*
 * A thread of its own enters the namespace, so that the caller's never leaves its own;
 * a socket stays in the namespace that it was made in.
 */
static void *connect_inside(void *data)
{
	struct entering *e = data;

	if (setns(e->netns_fd, CLONE_NEWNET) < 0)
		e->rc = -errno;
	else
		e->nle = nl_connect(e->nl, e->protocol);
	return NULL;
}

static int connect_in(struct entering *e, struct bondnl_error *err)
{
	pthread_t thread;
	int rc;

	if (e->netns_fd < 0) {
		e->nle = nl_connect(e->nl, e->protocol);
	} else {
		rc = pthread_create(&thread, NULL, connect_inside, e);
		if (rc)
			return error_set(err, -rc, NULL, "cannot start a thread: %s",
				strerror(rc));
		pthread_join(thread, NULL);
	}
	if (e->rc == -EPERM) {
		error_set(err, e->rc, NULL,
			"entering a network namespace needs CAP_SYS_ADMIN");
		error_hint(err, "run it as root, for example with sudo");
		return e->rc;
	}
	if (e->rc)
		return error_set(err, e->rc, NULL,
			"cannot enter the network namespace: %s", strerror(-e->rc));
	if (e->nle < 0)
		return error_set(err, sock_errno(e->nle), NULL,
			"cannot open a netlink socket: %s", nl_geterror(e->nle));
	return 0;
}

int sock_open(struct sock *s, int protocol, int netns_fd, struct bondnl_error *err)
{
	struct entering e = { .protocol = protocol, .netns_fd = netns_fd };
	static const int on = 1;
	int fd, rc;

	memset(s, 0, sizeof(*s));
	s->protocol = protocol;
	s->nl = nl_socket_alloc();
	s->buffers = malloc(ROOM);
	if (!s->nl || !s->buffers) {
		rc = error_nomem(err);
		goto fail;
	}
	nl_socket_disable_auto_ack(s->nl);
	e.nl = s->nl;
	rc = connect_in(&e, err);
	if (rc < 0)
		goto fail;

	/* each of these is a help that an old kernel may lack: done without, then */
	fd = nl_socket_get_fd(s->nl);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	s->strict =
		setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on)) == 0;
	return 0;
fail:
	sock_close(s);
	return rc;
}

int sock_cookie(const struct sock *s, uint64_t *ret)
{
	socklen_t len = sizeof(*ret);

	return getsockopt(nl_socket_get_fd(s->nl), SOL_SOCKET, SO_NETNS_COOKIE, ret,
		       &len) < 0
		? -errno
		: 0;
}

void sock_close(struct sock *s)
{
	if (s->nl)
		nl_socket_free(s->nl);
	free(s->buffers);
	memset(s, 0, sizeof(*s));
}

int sock_again(struct sock *s, int netns_fd, struct bondnl_error *err)
{
	struct sock fresh;
	int rc = sock_open(&fresh, s->protocol, netns_fd, err);

	if (rc < 0)
		return rc;
	fresh.trace = s->trace;
	fresh.trace_data = s->trace_data;
	sock_close(s);
	*s = fresh;
	return 0;
}

/* ------------------------------------------------------------------------ talking */

/* Once, before the first large batch: its replies wait in the receive buffer. */
void sock_widen(struct sock *s)
{
	int fd = nl_socket_get_fd(s->nl), size = RCVBUF;

	if (s->dumps)
		return;
	s->dumps = DUMPS;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) == 0)
		return;
	s->dumps = DUMPS_MAY;
	size = RCVBUF_MAY;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

struct window {
	struct sock *s;
	struct sock_talk *t;
	size_t from, n;	    /* which of the messages */
	uint32_t first_seq; /* theirs are this and the following */
	size_t open;	    /* not answered yet */
	size_t dumps;	    /* of these, those that are one */
	bool done[SOCK_WINDOW];
};

/* NLM_F_DUMP shares its bits with NLM_F_REPLACE and NLM_F_EXCL of other requests. */
static bool is_query(const struct nlmsghdr *h)
{
	return !(h->nlmsg_flags & NLM_F_ACK);
}

static bool is_dump(const struct nlmsghdr *h)
{
	return is_query(h) && (h->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
}

static int send_window(struct window *w, struct bondnl_error *err)
{
	struct iovec iov[SOCK_WINDOW];
	int n;

	for (size_t i = 0; i < w->n; i++) {
		struct nl_msg *m = w->t->messages[w->from + i];
		struct nlmsghdr *h = nlmsg_hdr(m);

		w->dumps += is_dump(h);
		h->nlmsg_seq = NL_AUTO_SEQ;
		nl_complete_msg(w->s->nl, m);
		if (i == 0)
			w->first_seq = h->nlmsg_seq;
		iov[i].iov_base = h;
		iov[i].iov_len = NLMSG_ALIGN(h->nlmsg_len);
		if (w->s->trace)
			trace_message(w->s, "send", h);
	}
	n = nl_send_iovec(w->s->nl, w->t->messages[w->from], iov, (unsigned)w->n);
	if (n < 0)
		return error_set(err, sock_errno(n), NULL,
			"cannot send to the kernel: %s", nl_geterror(n));
	return 0;
}

static void finish(struct window *w, size_t i, int error, const struct nlmsghdr *h)
{
	if (w->done[i])
		return;
	w->done[i] = true;
	w->open--;
	w->dumps -= is_dump(nlmsg_hdr(w->t->messages[w->from + i]));
	w->t->reply(w->t->data, w->from + i, error, h);
}

static void take_message(void *data, const struct nlmsghdr *h)
{
	struct window *w = data;
	size_t i = h->nlmsg_seq - w->first_seq;
	const struct nlmsghdr *request;
	const struct nlmsgerr *e;

	if (w->s->trace)
		trace_message(w->s, "recv", h);
	if (i >= w->n)
		return; /* no reply of ours */
	request = nlmsg_hdr(w->t->messages[w->from + i]);
	if (h->nlmsg_flags & NLM_F_DUMP_INTR)
		w->t->interrupted = true;

	switch (h->nlmsg_type) {
	case NLMSG_NOOP:
		return;
	case NLMSG_ERROR:
		e = nlmsg_data(h);
		/* too short to say anything: an end all the same, or we would wait for it
		 */
		if (nlmsg_datalen(h) < (int)sizeof(*e))
			finish(w, i, -EBADMSG, NULL);
		else
			finish(w, i, e->error, h);
		return;
	case NLMSG_DONE:
		finish(w, i,
			nlmsg_datalen(h) >= (int)sizeof(int) ? *(const int *)nlmsg_data(h)
							     : 0,
			h);
		return;
	default:
		if (w->t->message)
			w->t->message(w->t->data, w->from + i, h);
		if (is_query(request) && !(request->nlmsg_flags & NLM_F_DUMP))
			finish(w, i, 0, NULL);
	}
}

/*
 * Where the next datagrams go. Answers come in the order of the requests, and dumps are
 * the last of them: small buffers for what comes before them, large ones for dumps.
 */
static unsigned lay_out(const struct window *w, struct iovec *iov)
{
	size_t small = w->dumps ? w->open - w->dumps : SOCK_DATAGRAMS, used = 0;
	unsigned n = 0;

	if (w->dumps && small * SOCK_MESSAGE_SIZE + DUMP_SIZE > ROOM)
		small = 0;
	for (; n < SOCK_DATAGRAMS; n++) {
		size_t size = n < small ? SOCK_MESSAGE_SIZE : DUMP_SIZE;

		if (used + size > ROOM)
			break;
		iov[n].iov_base = w->s->buffers + used;
		iov[n].iov_len = size;
		used += size;
	}
	return n;
}

int sock_receive(const struct sock *s, struct iovec *iov, unsigned n, int flags,
	sock_take_fn *take, void *data)
{
	struct mmsghdr batch[SOCK_DATAGRAMS] = { 0 };
	struct sockaddr_nl from[SOCK_DATAGRAMS];
	int got;

	for (unsigned i = 0; i < n; i++) {
		batch[i].msg_hdr.msg_iov = &iov[i];
		batch[i].msg_hdr.msg_iovlen = 1;
		batch[i].msg_hdr.msg_name = &from[i];
		batch[i].msg_hdr.msg_namelen = sizeof(from[i]);
	}
	do {
		got = recvmmsg(nl_socket_get_fd(s->nl), batch, n, flags, NULL);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;

	for (int i = 0; i < got; i++) {
		const struct nlmsghdr *h = iov[i].iov_base;
		int left = (int)batch[i].msg_len;

		if (from[i].nl_pid != 0)
			continue; /* another process, not the kernel */
		if (batch[i].msg_hdr.msg_flags & MSG_TRUNC)
			return -EMSGSIZE;
		for (; nlmsg_ok(h, left); h = nlmsg_next((struct nlmsghdr *)h, &left))
			take(data, h);
	}
	return got;
}

static int receive(struct window *w, struct bondnl_error *err)
{
	struct iovec iov[SOCK_DATAGRAMS];
	/* the kernel replies inside send: what is to come is there, so take all of it */
	int rc =
		sock_receive(w->s, iov, lay_out(w, iov), MSG_WAITFORONE, take_message, w);

	if (rc == -EMSGSIZE)
		return error_set(
			err, rc, NULL, "a message of the kernel is larger than expected");
	if (rc < 0)
		return error_set(err, rc, NULL, "cannot receive from the kernel: %s",
			rc == -ENOBUFS ? "it had more to say than the socket holds"
				       : strerror(-rc));
	return 0;
}

int sock_talk(struct sock *s, struct sock_talk *t, struct bondnl_error *err)
{
	int rc;

	t->interrupted = t->enough = false;
	for (size_t from = 0; from < t->n; from += SOCK_WINDOW) {
		struct window w = { .s = s, .t = t, .from = from };

		if (t->n > FEW)
			sock_widen(s);
		w.n = w.open = t->n - from < SOCK_WINDOW ? t->n - from : SOCK_WINDOW;
		rc = send_window(&w, err);
		while (rc == 0 && w.open && !t->enough)
			rc = receive(&w, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The attributes behind an error, or behind the number that ends a dump; NULL: none. */
static const struct nlattr *extack_attributes(const struct nlmsghdr *h, int *ret_left)
{
	const struct nlmsgerr *e;
	size_t skip = sizeof(*e);

	if (!h || !(h->nlmsg_flags & NLM_F_ACK_TLVS))
		return NULL;
	if (h->nlmsg_type == NLMSG_DONE) {
		skip = sizeof(int);
	} else {
		e = nlmsg_data(h);
		if (nlmsg_datalen(h) < (int)sizeof(*e))
			return NULL;
		/* without NETLINK_CAP_ACK the request stands between */
		if (!(h->nlmsg_flags & NLM_F_CAPPED)) {
			if (e->msg.nlmsg_len < sizeof(e->msg) ||
				e->msg.nlmsg_len > (uint32_t)nlmsg_datalen(h))
				return NULL;
			skip += e->msg.nlmsg_len - sizeof(e->msg);
		}
	}
	skip = NLMSG_ALIGN(skip);
	*ret_left = nlmsg_datalen(h) - (int)skip;
	return *ret_left > 0 ? (const struct nlattr *)((const char *)nlmsg_data(h) + skip)
			     : NULL;
}

/* A device's name may be among the words, and they go to a terminal. */
static void copy_words(const struct nlattr *a, char *ret, size_t size)
{
	size_t n = strnlen(nla_data(a), (size_t)nla_len(a));

	if (n >= size)
		n = size - 1;
	memcpy(ret, nla_data(a), n);
	ret[n] = 0;
	for (char *p = ret; *p; p++)
		if (iscntrl((unsigned char)*p))
			*p = '?';
}

void sock_extack(const struct nlmsghdr *h, char *ret, size_t size, uint32_t *ret_offset)
{
	int left = 0;
	const struct nlattr *a = extack_attributes(h, &left);

	ret[0] = 0;
	*ret_offset = 0;
	for (; a && nla_ok(a, left); a = nla_next(a, &left)) {
		if (nla_type(a) == NLMSGERR_ATTR_MSG && nla_len(a) > 0)
			copy_words(a, ret, size);
		else if (nla_type(a) == NLMSGERR_ATTR_OFFS && nla_len(a) >= 4)
			*ret_offset = nla_get_u32((struct nlattr *)a);
	}
}
