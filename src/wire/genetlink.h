/*
 * Speed, duplex, and wireless or not: what rtnetlink does not tell, asked of ethtool and
 * nl80211 over generic netlink. Never loads a module: the families are listed, since
 * asking for one by name would load it.
 */
#ifndef WIRE_GENERIC_H
#define WIRE_GENERIC_H

#include "error.h"
#include "link/backend.h"

/* Is it a question of these? */
bool generic_is(enum question_kind kind);

/* Puts the answers into those links of @s that @q is about. */
int generic_ask(int netns_fd, bondnl_trace_fn *trace, void *trace_data,
	const struct question *q, size_t n, struct snapshot *s,
	struct bondnl_error *err) _must_check_;

#endif
