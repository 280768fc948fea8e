/*
 * Questions asked of the kernel, and their answers put into a snapshot: links one by one
 * and together, dumps, all bonds. It changes nothing.
 */
#ifndef WIRE_ASK_H
#define WIRE_ASK_H

#include "link/backend.h"
#include "sock.h"

struct kernel {
	struct door door;
	struct sock sock;
	int netns_fd;
	bondnl_trace_fn *trace;
	void *trace_data;
};

int ask_kernel(struct kernel *k, const struct question *q, size_t n, struct snapshot *s,
	struct bondnl_error *err) _must_check_;

/* A dump that the kernel marks as not of one moment is asked again, so often at most. */
#define ASK_TRIES 10

/* Tells that the kernel answered a question with @error. Returns it. */
int ask_refused(int error, struct bondnl_error *err);
void ask_free_messages(struct nl_msg **messages, size_t n);

#endif
