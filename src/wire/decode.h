/*
 * Messages of the kernel into links, addresses and routes. Every length is checked;
 * what is not known is passed over, or of bonding's own data kept as it is, and nothing
 * is judged.
 */
#ifndef WIRE_DECODE_H
#define WIRE_DECODE_H

#include <netlink/msg.h>

#include "link/snapshot.h"

/* The ifindex a message is about; 0 if it is not what its type promises. */
int decode_link_index(const struct nlmsghdr *h);
/*
 * The ifindex of a link that is announced, or that it is gone; 0 for what is no whole
 * link: what a bridge says of its port, or a radio of its scan, comes as a message of the
 * same type.
 */
int decode_announced_link(const struct nlmsghdr *h);
/* Is it a link of kind bond, or a slave of one? Looks no deeper than it must. */
bool decode_is_bond_or_slave(const struct nlmsghdr *h);
/* Calls @fn for each alternative name of a link, until it is false: then that. */
bool decode_altnames(const struct nlmsghdr *h,
	bool (*fn)(void *data, int ifindex, const char *name), void *data);
/* Fills @l, which is zeroed but for its ifindex. */
void decode_link(const struct nlmsghdr *h, struct link *l);

/* The ifindex that such an reply is about; 0 if it is none. */
int decode_lacp_index(const struct nlmsghdr *h);
/* What LACP counts, of an reply about @l; nothing if it is NULL. */
void decode_lacp(const struct nlmsghdr *h, struct link *l);

/* The ifindex of an address or route; 0 for what should not be kept. */
int decode_address(const struct nlmsghdr *h, struct address *ret);
/* The same, also of one that was taken. */
int decode_announced_address(const struct nlmsghdr *h, struct address *ret);
int decode_route(const struct nlmsghdr *h, struct route *ret, int *ret_ifindex);
/* The device of a route, the kernel's own ones, too; of several next hops the first; 0:
 * none.
 */
int decode_egress(const struct nlmsghdr *h);

#endif
