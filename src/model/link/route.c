/*
 * Routes of a link, see route.h. It sends nothing.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "attr.h"
#include "link/objects.h"
#include "str.h"

/*
 * Of no account for whether a route is the same: what changes by itself, and the device,
 * which is that of the link that has it. Ways hold both, and state flags.
 */
static bool route_attr_varies(unsigned type)
{
	return type == RTA_CACHEINFO || type == RTA_OIF || type == RTA_MULTIPATH;
}

static const struct nlattr *route_attr(const struct route *r, unsigned type)
{
	return attr_find(attr_behind(r->payload, r->len, sizeof(struct rtmsg)), type);
}

/* A wanted for a default route is met by any that leads to its gateway. */
static bool wanted_same(const struct route *wanted, const struct route *r)
{
	size_t n = wanted->family == AF_INET ? 4 : 16;
	const struct nlattr *gateway;

	if (!r->payload)
		return !memcmp(wanted->gateway, r->gateway, sizeof(r->gateway));
	gateway = route_attr(r, RTA_GATEWAY);
	return ((const struct rtmsg *)r->payload)->rtm_dst_len == 0 && gateway &&
		attr_len(gateway) >= n && !memcmp(attr_data(gateway), wanted->gateway, n);
}

bool route_same(const struct route *a, const struct route *b)
{
	const struct rtmsg *ra = (const struct rtmsg *)a->payload;
	const struct rtmsg *rb = (const struct rtmsg *)b->payload;

	if (a->family != b->family)
		return false;
	if (!ra || !rb)
		return wanted_same(ra ? b : a, ra ? a : b);
	if (ra->rtm_dst_len != rb->rtm_dst_len || ra->rtm_src_len != rb->rtm_src_len ||
		ra->rtm_tos != rb->rtm_tos || ra->rtm_table != rb->rtm_table ||
		ra->rtm_scope != rb->rtm_scope || ra->rtm_type != rb->rtm_type)
		return false;
	for (unsigned type = 1; type <= 31; type++)
		if (!route_attr_varies(type) &&
			!attr_same(route_attr(a, type), route_attr(b, type)))
			return false;
	return true;
}

/* A number of the route, or what the kernel takes for it where it is not said. */
static uint32_t route_number(const struct route *r, unsigned type, uint32_t unsaid)
{
	const struct nlattr *a = r->payload ? route_attr(r, type) : NULL;
	uint32_t n;

	if (!attr_holds(a, sizeof(n)))
		return unsaid;
	memcpy(&n, attr_data(a), sizeof(n));
	return n;
}

bool route_same_place(const struct route *a, const struct route *b)
{
	static const struct rtmsg wanted = { .rtm_table = RT_TABLE_MAIN };
	const struct rtmsg *ra = a->payload ? (const struct rtmsg *)a->payload : &wanted;
	const struct rtmsg *rb = b->payload ? (const struct rtmsg *)b->payload : &wanted;
	/* IP6_RT_PRIO_USER in include/net/ip6_route.h */
	uint32_t metric = a->family == AF_INET6 ? 1024 : 0;

	if (a->family != b->family || route_same(a, b) ||
		ra->rtm_dst_len != rb->rtm_dst_len || ra->rtm_src_len ||
		rb->rtm_src_len || ra->rtm_tos != rb->rtm_tos ||
		ra->rtm_table != rb->rtm_table)
		return false;
	if (ra->rtm_dst_len && !attr_same(route_attr(a, RTA_DST), route_attr(b, RTA_DST)))
		return false;
	return route_number(a, RTA_TABLE, ra->rtm_table) ==
		route_number(b, RTA_TABLE, rb->rtm_table) &&
		route_number(a, RTA_PRIORITY, metric) ==
		route_number(b, RTA_PRIORITY, metric);
}

int route_copy(struct route *ret, const struct route *from)
{
	*ret = *from;
	if (!from->payload)
		return 0;
	ret->payload = malloc(from->len);
	if (!ret->payload)
		return -ENOMEM;
	memcpy(ret->payload, from->payload, from->len);
	return 0;
}

static size_t route_attr_ip(const struct route *r, unsigned type, uint8_t ret[16])
{
	const struct nlattr *a = route_attr(r, type);
	size_t n = a ? attr_len(a) : 0;

	memset(ret, 0, 16);
	if (n > 16)
		n = 16;
	if (n)
		memcpy(ret, attr_data(a), n);
	return n;
}

bool route_depends_on(const struct route *r, const struct address *a)
{
	uint8_t ip[16];

	if (!r->payload || r->family != a->family)
		return false;
	if (route_attr_ip(r, RTA_PREFSRC, ip))
		return !memcmp(ip, a->local, sizeof(ip));
	return route_attr_ip(r, RTA_GATEWAY, ip) && address_covers(a, r->family, ip);
}

bool route_gateway(const struct route *r, uint8_t ret[16])
{
	const struct rtmsg *m = (const struct rtmsg *)r->payload;

	if (!m || m->rtm_dst_len || m->rtm_src_len || m->rtm_table != RT_TABLE_MAIN ||
		m->rtm_type != RTN_UNICAST || m->rtm_protocol == RTPROT_RA ||
		m->rtm_protocol == RTPROT_DHCP)
		return false;
	return route_attr_ip(r, RTA_GATEWAY, ret) > 0;
}

void route_print(const struct route *r, char ret[ROUTE_TEXT_SIZE])
{
	char dst[ADDRESS_TEXT_SIZE], via[ADDRESS_TEXT_SIZE];
	unsigned prefix = 0;
	uint8_t ip[16];

	via[0] = 0;
	str_copy(dst, sizeof(dst), "default");
	if (!r->payload) {
		ip_print(r->family, r->gateway, via);
	} else {
		prefix = ((const struct rtmsg *)r->payload)->rtm_dst_len;
		if (route_attr_ip(r, RTA_DST, ip))
			ip_print(r->family, ip, dst);
		if (route_attr_ip(r, RTA_GATEWAY, ip))
			ip_print(r->family, ip, via);
	}
	if (str_eq(dst, "default"))
		snprintf(ret, ROUTE_TEXT_SIZE, "default%s%s", via[0] ? " via " : "", via);
	else
		snprintf(ret, ROUTE_TEXT_SIZE, "%s/%u%s%s", dst, prefix,
			via[0] ? " via " : "", via);
}

void route_print_place(const struct route *r, char ret[ROUTE_TEXT_SIZE])
{
	const struct rtmsg *m = (const struct rtmsg *)r->payload;
	char tos[16] = "", table[24] = "", metric[24] = "";
	uint32_t n;

	ret[0] = 0;
	if (!m)
		return;
	if (m->rtm_tos)
		snprintf(tos, sizeof(tos), " tos 0x%02x", m->rtm_tos);
	n = route_number(r, RTA_TABLE, m->rtm_table);
	if (n != RT_TABLE_MAIN && n != RT_TABLE_UNSPEC)
		snprintf(table, sizeof(table), " table %u", n);
	n = route_number(r, RTA_PRIORITY, 0);
	if (n)
		snprintf(metric, sizeof(metric), " metric %u", n);
	snprintf(ret, ROUTE_TEXT_SIZE, "%s%s%s", tos, table, metric);
}

/* ------------------------------------------------------------- as a kind of object */

static bool same(const void *a, const void *b)
{
	return route_same(a, b);
}

static bool same_place(const void *a, const void *b)
{
	return route_same_place(a, b);
}

/* By a gateway, on the route that leads to it. */
static bool leans(const void *o)
{
	return ((const struct route *)o)->by_gateway;
}

static void print(const void *o, char ret[OBJECT_TEXT_SIZE])
{
	route_print(o, ret);
}

/* With the last v4 address go the v4 routes (net/ipv4/fib_frontend.c, fib_disable_ip). */
static unsigned lost_by(const void *o)
{
	return LOST_DOWN | (((const struct route *)o)->family == AF_INET ? LOST_V4 : 0);
}

static int copy(void *ret, const void *from)
{
	return route_copy(ret, from);
}

static void clear(void *o)
{
	free(((struct route *)o)->payload);
}

extern const struct object_row object_route;
const struct object_row object_route = {
	.word = "route",
	.size = sizeof(struct route),
	.only_up = true,
	.losses = LOST_DOWN | LOST_V4,
	.by_device = true,
	.same = same,
	.same_place = same_place,
	.leans = leans,
	.print = print,
	.lost_by = lost_by,
	.copy = copy,
	.clear = clear,
};
