/*
 * Addresses and routes of a link, as far as they must be given, kept and put back.
 * Parses and prints them; it sends nothing.
 */
#ifndef MODEL_LINK_ADDRESS_H
#define MODEL_LINK_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_TEXT_SIZE 64
#define ROUTE_TEXT_SIZE	  (2 * ADDRESS_TEXT_SIZE + 16)

struct address {
	uint8_t family; /* AF_INET or AF_INET6 */
	uint8_t prefix;
	uint8_t scope;
	uint8_t proto;	   /* IFAPROT_*: who made it, 0 if nobody says */
	uint32_t flags;	   /* IFA_F_* */
	uint8_t local[16]; /* network byte order; v4 in the first four bytes */
	uint8_t peer[16];  /* the same as local unless point to point */
	uint8_t broadcast[4];
	uint32_t metric;	   /* IFA_RT_PRIORITY, 0 for the kernel's */
	uint32_t valid, preferred; /* seconds; UINT32_MAX for ever */
	char label[16];
	bool proven; /* it was in use a moment ago: no other host is to be asked for it */
};

/* "192.168.1.211/24" or "2001:db8::1/64"; NULL, or what is wrong with it. */
const char *address_parse(const char *word, struct address *ret);
/* "192.168.1.211/24" */
void address_print(const struct address *a, char ret[ADDRESS_TEXT_SIZE]);
/* The same address on a link: family, local, peer and prefix. */
bool address_same(const struct address *a, const struct address *b);
/*
 * The one of a list that is the same as @a; NULL if none is. A link has each only once
 * (net/ipv4/devinet.c, __inet_insert_ifa(); net/ipv6/addrconf.c, ipv6_add_addr()).
 */
struct address *address_find(
	const struct address *list, size_t n, const struct address *a);
/* Did somebody give it for good: it is not the kernel's, and has no lifetime? */
bool address_is_given(const struct address *a);
/* Does the kernel make it by itself, so that it comes and goes with the link? */
bool address_is_kernels(const struct address *a);
/* Does IPv6 forget it when its link goes down? */
bool address_is_lost_when_down(const struct address *a);
/* Is the host @ip inside the network of @a? */
bool address_covers(const struct address *a, uint8_t family, const uint8_t ip[16]);

/* An address without a prefix; false if it is none. */
bool ip_parse(const char *word, uint8_t *ret_family, uint8_t ret[16]);
void ip_print(uint8_t family, const uint8_t ip[16], char ret[ADDRESS_TEXT_SIZE]);

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
