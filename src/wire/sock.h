/*
 * A netlink socket: many requests in one send, their replies matched by number.
 * Knows messages, not what they mean; libnl's error numbers end here.
 */
#ifndef WIRE_SOCK_H
#define WIRE_SOCK_H

#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdint.h>
#include <sys/uio.h>

#include "error.h"
#include <bondnl/bondnl.h>

/* As many requests as one send may hold, so that their replies fit the receive buffer. */
#define SOCK_WINDOW 32

/* The buffers of a socket: for so many datagrams of this size. */
#define SOCK_DATAGRAMS	  20
#define SOCK_MESSAGE_SIZE 8192

struct sock {
	struct nl_sock *nl;
	int protocol;
	unsigned dumps; /* so many go in one send; 0: its receive buffer is small */
	bool strict; /* the kernel looks at all of a query, as 4.20 and later */
	unsigned char *buffers; /* of the datagrams of one receive */
	bondnl_trace_fn *trace;
	void *trace_data;
};

/*
 * What came for request @i: a message of the reply, or its end. For the end, @h is
 * the acknowledgement (NLMSG_ERROR, NLMSG_DONE), or NULL where the reply was one
 * message without one.
 */
typedef void sock_reply_fn(void *data, size_t i, int error, const struct nlmsghdr *h);
typedef void sock_message_fn(void *data, size_t i, const struct nlmsghdr *h);

struct sock_talk {
	struct nl_msg **messages;
	size_t n;
	sock_message_fn *message; /* may be NULL */
	sock_reply_fn *reply;	  /* once for each request that was answered */
	void *data;
	bool enough;	  /* set by @message: the rest of a dump is not wanted */
	bool interrupted; /* out: a dump is not of one moment, ask again */
};

/*
 * After enough was said of a dump, its rest is still to come: a new socket is quicker
 * than to read it all.
 */
int sock_again(struct sock *s, int netns_fd, struct bondnl_error *err) _must_check_;

/* Connects in the namespace of @netns_fd, or the caller's own if it is -1. */
int sock_open(struct sock *s, int protocol, int netns_fd,
	struct bondnl_error *err) _must_check_;
void sock_close(struct sock *s);

/* The number of its network namespace; -ENOPROTOOPT from a kernel before 5.14. */
int sock_cookie(const struct sock *s, uint64_t *ret) _must_check_;

/*
 * Sends all messages and reads until each is answered. Fails only if the socket does;
 * a refusal is an reply. Dumps are the last of the messages, and not more
 * than s->dumps; of several, the kernel may refuse some with EBUSY.
 */
int sock_talk(struct sock *s, struct sock_talk *t, struct bondnl_error *err) _must_check_;

/* Makes the receive buffer large, which lets several dumps go in one send: s->dumps. */
void sock_widen(struct sock *s);

typedef void sock_take_fn(void *data, const struct nlmsghdr *h);
/*
 * One receive of up to @n datagrams, SOCK_DATAGRAMS at most, into @iov, with the @flags
 * of recvmmsg(2). Calls @take for each message of the kernel's. How many datagrams there
 * were, or a negative errno: -EMSGSIZE where one did not fit.
 */
int sock_receive(const struct sock *s, struct iovec *iov, unsigned n, int flags,
	sock_take_fn *take, void *data) _must_check_;

/* The kernel's words in an acknowledgement, and where they point; "" and 0 for none. */
void sock_extack(const struct nlmsghdr *h, char *ret, size_t size, uint32_t *ret_offset);

/* The negative errno for one of libnl's error numbers. */
int sock_errno(int nle);

#endif
