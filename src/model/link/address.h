/*
 * Addresses of a link, as far as they must be given, kept and put back. Parses and prints
 * them; it sends nothing.
 */
#ifndef MODEL_LINK_ADDRESS_H
#define MODEL_LINK_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_TEXT_SIZE 64

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

#endif
