/*
 * What the kernel announces of links and addresses, on a socket of its own. It keeps no
 * state and compares nothing: what an announcement means is for who listens.
 */
#ifndef WIRE_WATCH_H
#define WIRE_WATCH_H

#include "query.h"

/* In the namespace of @k, and with its trace. @buffer: see door.listen. */
int watch_open(struct kernel *k, unsigned buffer, struct ear **ret,
	struct bondnl_error *err) _must_check_;

#endif
