/*
 * Queries that are gathered first and then sent together, see queries.h.
 */
#include "queries.h"
#include "array.h"

void queries_add(struct queries *q, enum query_kind kind, const char *name, int ifindex)
{
	struct query *item = array_add(q->items, q->n, q->cap);

	if (item)
		*item = (struct query){ .kind = kind, .name = name, .ifindex = ifindex };
	else
		q->failed = true;
}

int queries_run(struct queries *q, struct backend *backend, struct snapshot *s,
	struct bondnl_error *err)
{
	size_t n = q->n;

	q->n = 0;
	if (q->failed)
		return error_nomem(err);
	return n ? backend->query(backend, q->items, n, s, err) : 0;
}

void queries_free(struct queries *q)
{
	free(q->items);
	*q = (struct queries){ 0 };
}
