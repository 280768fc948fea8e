/*
 * Neighbours of a link that somebody gave for good, and addresses that it answers for on
 * behalf of others (proxies). Both are kept as the kernel sent them, see objects.h.
 */
#include <linux/neighbour.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "link/objects.h"
#include "option/value.h"

static const struct nlattr *get(const struct as_sent *o, unsigned type)
{
	return attr_find(attr_behind(o->payload, o->len, sizeof(struct ndmsg)), type);
}

static uint8_t family_of(const struct as_sent *o)
{
	return ((const struct ndmsg *)o->payload)->ndm_family;
}

static bool same(const void *a, const void *b)
{
	const struct as_sent *x = a, *y = b;

	return x->len == y->len && !memcmp(x->payload, y->payload, x->len);
}

/* One for each address. */
static bool same_place(const void *a, const void *b)
{
	return !same(a, b) && family_of(a) == family_of(b) &&
		attr_same(get(a, NDA_DST), get(b, NDA_DST));
}

static void print(const void *o, char ret[OBJECT_TEXT_SIZE])
{
	const struct nlattr *dst = get(o, NDA_DST), *mac = get(o, NDA_LLADDR);
	char host[ADDRESS_TEXT_SIZE] = "", lladdr[MAC_TEXT_SIZE] = "";
	uint8_t ip[16] = { 0 };

	if (dst)
		memcpy(ip, attr_data(dst), attr_len(dst) < 16 ? attr_len(dst) : 16);
	ip_print(family_of(o), ip, host);
	if (mac)
		mac_print(attr_data(mac), attr_len(mac), lladdr);
	snprintf(ret, OBJECT_TEXT_SIZE, "%s%s%s", host, mac ? " lladdr " : "", lladdr);
}

/* With the last v4 address go those of v4 (net/ipv4/fib_frontend.c, fib_disable_ip). */
static unsigned proxy_lost_by(const void *o)
{
	return LOST_DOWN | (family_of(o) == AF_INET ? LOST_V4 : 0);
}

/* net/core/neighbour.c, neigh_changeaddr() */
static unsigned neighbour_lost_by(const void *o)
{
	return proxy_lost_by(o) | LOST_MAC;
}

extern const struct object_row object_neighbour, object_proxy;
const struct object_row object_neighbour = {
	.word = "neighbour",
	.size = sizeof(struct as_sent),
	.only_up = true,
	.losses = LOST_DOWN | LOST_V4 | LOST_MAC,
	.is_taken = true,
	.by_device = true,
	.same = same,
	.same_place = same_place,
	.print = print,
	.lost_by = neighbour_lost_by,
	.copy = as_sent_copy,
	.clear = as_sent_clear,
};

const struct object_row object_proxy = {
	.word = "proxy neighbour",
	.size = sizeof(struct as_sent),
	.only_up = true,
	.losses = LOST_DOWN | LOST_V4,
	.is_taken = true,
	.by_device = true,
	.same = same,
	.same_place = same_place,
	.print = print,
	.lost_by = proxy_lost_by,
	.copy = as_sent_copy,
	.clear = as_sent_clear,
};
