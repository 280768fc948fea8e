/*
 * Steps into messages, and from a place in such a message back to the option.
 * Decides nothing: what a step says is written.
 */
#ifndef WIRE_ENCODE_H
#define WIRE_ENCODE_H

#include <netlink/msg.h>

#include "link/backend.h"

/* NULL without memory. The caller frees it with nlmsg_free(). */
struct nl_msg *encode_request(const struct request *o);

/* The option whose attribute lies at @offset of a message made by encode_request(). */
enum bondnl_option encode_option_at(const struct nlmsghdr *h, uint32_t offset);

#endif
