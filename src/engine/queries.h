/*
 * Queries that are gathered first and then sent together. What to ask is for its users to
 * know.
 */
#ifndef ENGINE_QUERIES_H
#define ENGINE_QUERIES_H

#include "link/backend.h"

/* Starts as {0}. */
struct queries {
	struct query *items;
	size_t n, cap;
	bool failed; /* memory ran out */
};

/* Either of @name and @ifindex may be NULL or 0; @name is borrowed until they are run. */
void queries_add(struct queries *q, enum query_kind kind, const char *name, int ifindex);
/* Sends what was gathered, if there is any, and empties it for the next round. */
int queries_run(struct queries *q, struct backend *backend, struct snapshot *s,
	struct bondnl_error *err) _must_check_;
void queries_free(struct queries *q);

#define _cleanup_queries_ _cleanup_(queries_free)

#endif
