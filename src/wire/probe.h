/*
 * Does the driver know an attribute? Found out by requests that cannot succeed, and by
 * where the kernel refuses them. Makes nothing, changes nothing, loads no module.
 */
#ifndef WIRE_PROBE_H
#define WIRE_PROBE_H

#include <netlink/msg.h>

#include "query.h"

/* NULL without memory. The caller frees it with nlmsg_free(). */
struct nl_msg *probe_encode(const struct probe *p);
/* What the refusal of such a message says: PROBE_YES, PROBE_NO or a negative errno. */
int probe_meaning(const struct probe *p, int error);

int probe_kernel(struct kernel *k, const struct probe *probes, size_t n, int *replies,
	struct bondnl_error *err) _must_check_;

#endif
