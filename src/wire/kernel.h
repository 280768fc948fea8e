/*
 * The backend to the running kernel: rtnetlink behind the interface of model/link/backend.h.
 * Keeps no copy of the kernel's state; each query is sent anew.
 */
#ifndef WIRE_KERNEL_H
#define WIRE_KERNEL_H

#include "link/backend.h"

/* Opens it in the network namespace @netns (a name, an absolute path, or NULL). */
int kernel_open(
	struct backend **ret, const char *netns, struct bondnl_error *err) _must_check_;

#endif
