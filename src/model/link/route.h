/*
 * Routes of a link, kept as the kernel sent them. Tells them apart and prints them; it
 * sends nothing.
 */
#ifndef MODEL_LINK_ROUTE_H
#define MODEL_LINK_ROUTE_H

#include "link/address.h"

#define ROUTE_TEXT_SIZE (2 * ADDRESS_TEXT_SIZE + 16)

/*
 * A route as the kernel sent it: the whole payload of its message, to be given back as
 * it came; what this program does not know of it is kept, too. Or, with no payload, a
 * default route by a gateway.
 */
struct route {
	uint8_t family;
	bool by_gateway; /* routes by a gateway need those that lead to it */
	uint8_t gateway[16];
	unsigned char
		*payload; /* struct rtmsg and its attributes; owned, NULL for a spec */
	size_t len;
	int link; /* ifindex of the device that it was read at: its own in the payload */
};

/* The same route: all that tells one from another, without what ages, and without the
 * device: each has its own routes. */
bool route_same(const struct route *a, const struct route *b);
/* Not the same, but where the kernel would let only one of both be. */
bool route_same_place(const struct route *a, const struct route *b);
/* Does it lean on this address of its link: as the gateway's network, or as the source?
 */
bool route_depends_on(const struct route *r, const struct address *a);
/* Its gateway, if it is what the word gateway asks for: a default route by hand. */
bool route_gateway(const struct route *r, uint8_t ret[16]);
int route_copy(struct route *ret, const struct route *from);
/* route_devices.c: in a payload, what goes out by the one device shall by the other. */
void route_set_oif(unsigned char *payload, size_t len, int from, int to);
/* Why it cannot go by another device, a clause; NULL if it can. */
const char *route_stays(const struct route *r);
/* The device of its way @i, the first one for a route with one way; 0 behind the last. */
int route_way(const struct route *r, size_t i);
/* Does a nexthop object alone know by which devices it goes? */
bool route_uses_nexthop_id(const struct route *r);
/* A default route of the main table. */
bool route_is_default(const struct route *r);
void route_print(const struct route *r, char ret[ROUTE_TEXT_SIZE]);
/* What tells it from others to the same network, as ip has it: " table 77", or "". */
void route_print_place(const struct route *r, char ret[ROUTE_TEXT_SIZE]);

#endif
