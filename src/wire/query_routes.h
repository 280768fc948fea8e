/*
 * The routes of many links, by one look at all routes of the namespace: the kernel walks
 * all of them for each link that is asked for by itself.
 */
#ifndef WIRE_QUERY_ROUTES_H
#define WIRE_QUERY_ROUTES_H

#include "query.h"

/* From so many links on it is cheaper. */
#define ROUTES_MANY 8

/*
 * Of those links of @s that the queries about routes among @q name. False in *@ret_all
 * where the kernel does not tell of a route by which devices it goes (the sysctl
 * nexthop_compat_mode), and only its own filter knows: they are to be asked one by one.
 */
int query_routes(struct kernel *k, const struct query *q, size_t n, struct snapshot *s,
	bool *ret_all, struct bondnl_error *err) _must_check_;

#endif
