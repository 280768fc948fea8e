/*
 * The door to the running kernel: rtnetlink behind the interface of model/door.h.
 * Keeps no picture of the kernel; each question is asked anew.
 */
#ifndef WIRE_KERNEL_H
#define WIRE_KERNEL_H

#include "link/backend.h"

/* Opens it in the network namespace @netns (a name, an absolute path, or NULL). */
int kernel_open(
	struct door **ret, const char *netns, struct bondnl_error *err) _must_check_;

#endif
