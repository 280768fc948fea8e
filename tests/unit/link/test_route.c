/*
 * Routes as the kernel sends them: printed, told apart, copied, and not read beyond their
 * end. Decoding and sending them is test_decode_ip's and test_encode's.
 */
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/scene.h"
#include "support/unit.h"

/* clang-format off */
static const struct {
	const char *dst, *via;
	const char *text;
} routes[] = {
	{ "default", "192.0.2.1", "default via 192.0.2.1" },
	{ "default", "fe80::1", "default via fe80::1" },
	{ "10.0.0.0/8", "192.0.2.1", "10.0.0.0/8 via 192.0.2.1" },
	{ "198.51.100.0/24", NULL, "198.51.100.0/24" },
	{ "2001:db8:1::/48", "2001:db8::1", "2001:db8:1::/48 via 2001:db8::1" },
	{ "2001:db8:1234:5678:9abc:def0:1234:5678/128",
		"2001:db8:1234:5678:9abc:def0:1234:1",
		"2001:db8:1234:5678:9abc:def0:1234:5678/128 via "
		"2001:db8:1234:5678:9abc:def0:1234:1" },
};
/* clang-format on */

START_TEST(test_route_print)
{
	char text[ROUTE_TEXT_SIZE];
	struct route r;

	scene_route(&r, routes[_i].dst, routes[_i].via, 5);
	route_print(&r, text);
	ck_assert_str_eq(text, routes[_i].text);
	free(r.payload);
}
END_TEST

/* The sames are exactly those of one row: all of them against all. */
START_TEST(test_route_same)
{
	for (size_t k = 0; k < ARRAY_SIZE(routes); k++) {
		struct route a, b;

		scene_route(&a, routes[_i].dst, routes[_i].via, 5);
		scene_route(&b, routes[k].dst, routes[k].via, 5);
		ck_assert_int_eq(route_same(&a, &b), (size_t)_i == k);
		free(a.payload);
		free(b.payload);
	}
}
END_TEST

static void set_head(struct route *r, size_t offset, uint8_t value)
{
	r->payload[offset] = value;
}

static void add_u32(struct route *r, unsigned type, uint32_t value)
{
	scene_attr(r->payload, &r->len, type, &value, sizeof(value));
}

#define HEAD(field) offsetof(struct rtmsg, field)

/* One thing changed: is it still the same route? */
/* clang-format off */
static const struct {
	const char *what;
	size_t head;   /* a byte of the head ... */
	unsigned attr; /* ... or an attribute */
	bool same;
} changes[] = {
	{ "the length of its network", HEAD(rtm_dst_len), 0, false },
	{ "the length of its source", HEAD(rtm_src_len), 0, false },
	{ "type of service", HEAD(rtm_tos), 0, false },
	{ "table", HEAD(rtm_table), 0, false },
	{ "scope", HEAD(rtm_scope), 0, false },
	{ "type", HEAD(rtm_type), 0, false },
	{ "who made it", HEAD(rtm_protocol), 0, true },
	{ "a state flag", HEAD(rtm_flags), 0, true },
	{ "metric", 0, RTA_PRIORITY, false },
	{ "preferred source", 0, RTA_PREFSRC, false },
	{ "table of more than a byte", 0, RTA_TABLE, false },
	{ "mark", 0, RTA_MARK, false },
	{ "age", 0, RTA_CACHEINFO, true },
	{ "ways, which hold state", 0, RTA_MULTIPATH, true },
	{ "an attribute of tomorrow", 0, 40, true },
};
/* clang-format on */

START_TEST(test_route_changed)
{
	struct route a, b;

	scene_route(&a, "10.0.0.0/8", "192.0.2.1", 5);
	scene_route(&b, "10.0.0.0/8", "192.0.2.1", 5);
	if (changes[_i].attr)
		add_u32(&b, changes[_i].attr, 77);
	else
		set_head(&b, changes[_i].head, 77);
	ck_assert_int_eq(route_same(&a, &b), changes[_i].same);
	ck_assert_int_eq(route_same(&b, &a), changes[_i].same);
	free(a.payload);
	free(b.payload);
}
END_TEST

/* The order of attributes is of no account, their nesting flag neither. */
START_TEST(test_route_order)
{
	struct route a, b;

	scene_route(&a, "10.0.0.0/8", NULL, 5);
	scene_route(&b, "10.0.0.0/8", NULL, 5);
	add_u32(&a, RTA_PRIORITY, 7);
	add_u32(&a, RTA_MARK, 8);
	add_u32(&b, RTA_MARK | NLA_F_NESTED, 8);
	add_u32(&b, RTA_PRIORITY, 7);
	ck_assert(route_same(&a, &b));
	free(a.payload);
	free(b.payload);
}
END_TEST

/* A spec for a gateway has no payload; any default route by it will do. */
/* clang-format off */
static const struct {
	const char *gateway, *dst, *via;
	bool same;
} specs[] = {
	{ "192.0.2.1", "default", "192.0.2.1", true },
	{ "192.0.2.1", "default", "192.0.2.2", false },
	{ "192.0.2.1", "10.0.0.0/8", "192.0.2.1", false },
	{ "192.0.2.1", "192.0.2.0/24", NULL, false },
	{ "fe80::1", "default", "fe80::1", true },
	{ "fe80::1", "default", "fe80::2", false },
	{ "192.0.2.1", "default", "fe80::1", false },
};
/* clang-format on */

static struct route spec(const char *gateway)
{
	struct route r = { .by_gateway = true };

	ck_assert(ip_parse(gateway, &r.family, r.gateway));
	return r;
}

START_TEST(test_route_wanted)
{
	struct route w = spec(specs[_i].gateway), r;
	char text[ROUTE_TEXT_SIZE], expected[ROUTE_TEXT_SIZE];

	scene_route(&r, specs[_i].dst, specs[_i].via, 5);
	add_u32(&r, RTA_PRIORITY, 1024);
	ck_assert_int_eq(route_same(&w, &r), specs[_i].same);
	ck_assert_int_eq(route_same(&r, &w), specs[_i].same);
	free(r.payload);

	r = spec("192.0.2.1");
	ck_assert_int_eq(route_same(&w, &r), str_eq(specs[_i].gateway, "192.0.2.1"));
	snprintf(expected, sizeof(expected), "default via %s", specs[_i].gateway);
	route_print(&w, text);
	ck_assert_str_eq(text, expected);
}
END_TEST

/* A payload that ends anywhere is read to its end, and no further. */
START_TEST(test_route_cut)
{
	struct route whole, other;

	scene_route(&whole, "2001:db8:1::/48", "2001:db8::1", 5);
	scene_route(&other, "2001:db8:1::/48", "2001:db8::1", 5);
	for (size_t len = sizeof(struct rtmsg); len < whole.len; len++) {
		unsigned char *exact = malloc(len); /* so that a byte beyond is told */
		struct route cut = {
			.family = whole.family, .payload = exact, .len = len
		};
		char text[ROUTE_TEXT_SIZE];

		ck_assert_ptr_nonnull(exact);
		memcpy(exact, whole.payload, len);
		/* its device is the last, and of no account */
		ck_assert_int_eq(route_same(&cut, &other),
			len >= whole.len - RTA_SPACE(sizeof(int)));
		route_print(&cut, text);
		route_set_oif(cut.payload, cut.len, 5, 7);
		ck_assert_ptr_null(route_stays(&cut));
		(void)!route_way(&cut, 3);
		free(exact);
	}
	free(whole.payload);
	free(other.payload);
}
END_TEST

/* Attributes that lie about their length. */
START_TEST(test_route_lies)
{
	static const unsigned short lengths[] = { 0, 1, 3, 5, 100, 65535 };

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct route r, other;
		char text[ROUTE_TEXT_SIZE];

		scene_route(&r, "10.0.0.0/8", "192.0.2.1", 5);
		scene_route(&other, "10.0.0.0/8", "192.0.2.1", 5);
		memcpy(r.payload + sizeof(struct rtmsg), &lengths[i], sizeof(lengths[i]));
		ck_assert(!route_same(&r, &other));
		route_print(&r, text);
		route_set_oif(r.payload, r.len, 5, 7);
		route_stays(&r);
		(void)!route_way(&r, 1);
		free(r.payload);
		free(other.payload);
	}
}
END_TEST

START_TEST(test_route_copy)
{
	struct route from, to, w = spec("192.0.2.1");

	scene_route(&from, "10.0.0.0/8", "192.0.2.1", 5);
	ck_assert_int_eq(route_copy(&to, &from), 0);
	ck_assert_ptr_ne(to.payload, from.payload);
	ck_assert(route_same(&from, &to));
	ck_assert(to.by_gateway);
	set_head(&from, HEAD(rtm_table), 77);
	ck_assert(!route_same(&from, &to));
	free(from.payload);
	free(to.payload);

	ck_assert_int_eq(route_copy(&to, &w), 0);
	ck_assert_ptr_null(to.payload);
	ck_assert(route_same(&to, &w));
}
END_TEST

/* ------------------------------------------------------------------ to another device */

/* A route with two egresses; the payload has room. */
static void add_ways(struct route *r, int first, int second)
{
	struct rtnexthop hops[2] = {
		{ .rtnh_len = sizeof(hops[0]), .rtnh_ifindex = first },
		{ .rtnh_len = sizeof(hops[0]), .rtnh_ifindex = second },
	};

	scene_attr(r->payload, &r->len, RTA_MULTIPATH, hops, sizeof(hops));
}

/* All of its own egresses are led, and nothing else is changed. */
START_TEST(test_route_lead)
{
	struct route r, other, expected;

	scene_route(&r, "10.0.0.0/8", "192.0.2.1", 5);
	add_u32(&r, RTA_PRIORITY, 5);
	add_ways(&r, 5, 6);
	ck_assert_int_eq(route_copy(&other, &r), 0);
	scene_route(&expected, "10.0.0.0/8", "192.0.2.1", 7);
	add_u32(&expected, RTA_PRIORITY, 5);
	add_ways(&expected, 7, 6);

	route_set_oif(r.payload, r.len, 5, 7);
	ck_assert_uint_eq(r.len, expected.len);
	ck_assert_mem_eq(r.payload, expected.payload, r.len);
	route_set_oif(other.payload, other.len, 4, 7);
	route_set_oif(other.payload, other.len, 5, 5);
	ck_assert_mem_ne(other.payload, expected.payload, r.len);
	/* whose it is does not tell one from another: that is said by where it is kept */
	ck_assert(route_same(&r, &other));
	free(r.payload);
	free(other.payload);
	free(expected.payload);
}
END_TEST

START_TEST(test_route_stays)
{
	struct route r, w = spec("192.0.2.1");

	ck_assert_ptr_null(route_stays(&w));
	scene_route(&r, "10.0.0.0/8", "192.0.2.1", 5);
	add_ways(&r, 5, 5);
	ck_assert_ptr_null(route_stays(&r));
	add_ways(&r, 5, 6);
	ck_assert_str_eq(route_stays(&r), "it goes by other devices, too");
	free(r.payload);

	scene_route(&r, "10.0.0.0/8", "192.0.2.1", 5);
	add_u32(&r, 30, 1); /* RTA_NH_ID */
	ck_assert_str_eq(route_stays(&r), "it goes by a nexthop object");
	free(r.payload);
}
END_TEST

START_TEST(test_route_way)
{
	struct route r, w = spec("192.0.2.1");
	struct rtnexthop hops[2] = { { .rtnh_len = sizeof(hops[0]), .rtnh_ifindex = 5 },
		{ .rtnh_len = 3, .rtnh_ifindex = 6 } };

	ck_assert_int_eq(route_way(&w, 0), 0);
	scene_route(&r, "10.0.0.0/8", "192.0.2.1", 5);
	ck_assert_int_eq(route_way(&r, 0), 5);
	ck_assert_int_eq(route_way(&r, 1), 0);
	add_u32(&r, 30, 1); /* RTA_NH_ID, and its device is told */
	ck_assert(!route_uses_nexthop_id(&r));
	r.len = sizeof(struct rtmsg);
	ck_assert(!route_uses_nexthop_id(&r));
	add_u32(&r, 30, 1);
	ck_assert(route_uses_nexthop_id(&r));
	/* as the kernel tells of one with several egresses: no device but theirs */
	r.len = sizeof(struct rtmsg);
	add_ways(&r, 6, 7);
	ck_assert_int_eq(route_way(&r, 0), 6);
	ck_assert_int_eq(route_way(&r, 1), 7);
	ck_assert_int_eq(route_way(&r, 2), 0);
	/* and with one that lies about its length */
	r.len = sizeof(struct rtmsg);
	scene_attr(r.payload, &r.len, RTA_MULTIPATH, hops, sizeof(hops));
	ck_assert_int_eq(route_way(&r, 0), 5);
	ck_assert_int_eq(route_way(&r, 1), 0);
	free(r.payload);
}
END_TEST

START_TEST(test_route_is_default)
{
	struct route r, w = spec("192.0.2.1");

	ck_assert(route_is_default(&w));
	scene_route(&r, "default", "192.0.2.1", 5);
	ck_assert(route_is_default(&r));
	set_head(&r, HEAD(rtm_table), 77);
	ck_assert(!route_is_default(&r));
	free(r.payload);
	scene_route(&r, "10.0.0.0/8", "192.0.2.1", 5);
	ck_assert(!route_is_default(&r));
	free(r.payload);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("route");

	unit_rows(s, "print", test_route_print, ARRAY_SIZE(routes));
	unit_rows(s, "same", test_route_same, ARRAY_SIZE(routes));
	unit_rows(s, "changed", test_route_changed, ARRAY_SIZE(changes));
	unit_one(s, "order", test_route_order);
	unit_rows(s, "spec", test_route_wanted, ARRAY_SIZE(specs));
	unit_one(s, "cut", test_route_cut);
	unit_one(s, "lies", test_route_lies);
	unit_one(s, "copy", test_route_copy);
	unit_one(s, "lead", test_route_lead);
	unit_one(s, "stays", test_route_stays);
	unit_one(s, "way", test_route_way);
	unit_one(s, "is default", test_route_is_default);
	return unit_run(s);
}
