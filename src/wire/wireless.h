/*
 * Which links are wireless, asked of nl80211 over generic netlink. Never loads a
 * module: the families are listed, since asking for one by name would load it.
 */
#ifndef WIRE_WIRELESS_H
#define WIRE_WIRELESS_H

#include "door.h"
#include "error.h"

/* Marks in @s those of the links in @q that are wireless. */
int wireless_ask(int netns_fd, bondnl_trace_fn *trace, void *trace_data,
	const struct question *q, size_t n, struct snapshot *s,
	struct bondnl_error *err) _must_check_;

#endif
