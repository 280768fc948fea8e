/*
 * Speed, duplex, and wireless or not: what rtnetlink does not tell, asked of ethtool and
 * nl80211 over generic netlink. Never loads a module: the families are listed, since
 * asking for one by name would load it.
 */
#ifndef WIRE_GENETLINK_H
#define WIRE_GENETLINK_H

#include "error.h"
#include "link/backend.h"

/* Is it a query of these? */
bool generic_is(enum query_kind kind);

/* Puts the replies into those links of @s that @q is about. */
int genetlink_ask(int netns_fd, bondnl_trace_fn *trace, void *trace_data,
	const struct query *q, size_t n, struct snapshot *s,
	struct bondnl_error *err) _must_check_;

#endif
