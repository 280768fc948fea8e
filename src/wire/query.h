/*
 * Questions asked of the kernel, and their replies put into a snapshot: links one by one
 * and together, dumps, all bonds. It changes nothing.
 */
#ifndef WIRE_QUERY_H
#define WIRE_QUERY_H

#include "link/backend.h"
#include "sock.h"

struct kernel {
	struct backend backend;
	struct sock sock;
	int netns_fd;
	bondnl_trace_fn *trace;
	void *trace_data;
};

int query_kernel(struct kernel *k, const struct query *q, size_t n, struct snapshot *s,
	struct bondnl_error *err) _must_check_;

/* A dump that the kernel marks as not of one moment is asked again, so often at most. */
#define QUERY_TRIES 10

/* Tells that the kernel answered a query with @error. Returns it. */
int query_refused(int error, struct bondnl_error *err);
void query_free_messages(struct nl_msg **messages, size_t n);

#endif
