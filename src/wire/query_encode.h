/*
 * Questions into messages: the links, addresses and routes that are asked for, and no
 * others. Reads only; what changes something is encode.h's.
 */
#ifndef WIRE_QUERY_ENCODE_H
#define WIRE_QUERY_ENCODE_H

#include <linux/rtnetlink.h>
#include <netlink/msg.h>

#include "link/backend.h"

/* NULL without memory. The caller frees them with nlmsg_free(). */
struct nl_msg *query_encode(const struct query *q);
struct nl_msg *query_encode_bonds(void);     /* all links of kind bond */
struct nl_msg *query_encode_links(void);     /* all links */
struct nl_msg *query_encode_addresses(void); /* of all links */
struct nl_msg *query_encode_lacp(void);	     /* of all links */

/* A message about a link, with @head in it. */
struct nl_msg *message_link(int type, int flags, const struct ifinfomsg *head);

#endif
