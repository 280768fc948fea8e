/*
 * What the kernel announces of links and addresses, on a socket of its own. It keeps no
 * state and compares nothing: what an announcement means is for who listens.
 */
#ifndef WIRE_NOTIFY_H
#define WIRE_NOTIFY_H

#include "query.h"

/* In the namespace of @k, and with its trace. @buffer: see backend.listen. */
int watch_open(struct kernel *k, unsigned buffer, struct notifier **ret,
	struct bondnl_error *err) _must_check_;

#endif
