/*
 * Messages of the kernel into addresses and routes: good ones, those of another kernel,
 * and torn ones. What they mean is nobody's business here.
 */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdlib.h>

#include "decode.h"
#include "support/message.h"
#include "support/unit.h"

static struct nl_msg *message(int type, const void *head, size_t size)
{
	struct nl_msg *m = nlmsg_alloc_simple(type, 0);

	ck_assert_ptr_nonnull(m);
	ck_assert_int_eq(nlmsg_append(m, (void *)head, size, NLMSG_ALIGNTO), 0);
	return m;
}

static void put(struct nl_msg *m, int type, const void *data, int n)
{
	ck_assert_int_eq(nla_put(m, type, n, data), 0);
}

static void put_u8(struct nl_msg *m, int type, uint8_t v)
{
	put(m, type, &v, sizeof(v));
}

static void put_u32(struct nl_msg *m, int type, uint32_t v)
{
	put(m, type, &v, sizeof(v));
}

/* ------------------------------------------------------------------------ addresses */

static struct nl_msg *address_message(uint8_t family, uint8_t prefix)
{
	const struct ifaddrmsg head = { .ifa_family = family,
		.ifa_prefixlen = prefix,
		.ifa_index = 5,
		.ifa_scope = RT_SCOPE_LINK,
		.ifa_flags = IFA_F_PERMANENT };

	return message(RTM_NEWADDR, &head, sizeof(head));
}

static const uint8_t v4_local[4] = { 192, 0, 2, 5 }, v4_peer[4] = { 192, 0, 2, 9 };
static const uint8_t v6_local[16] = { 0xfe, 0x80, [15] = 5 };

static struct nl_msg *v4_message(void)
{
	static const uint8_t broadcast[4] = { 192, 0, 2, 255 };
	const struct ifa_cacheinfo life = { .ifa_valid = 3600, .ifa_prefered = 1800 };
	struct nl_msg *m = address_message(AF_INET, 24);

	put(m, IFA_LOCAL, v4_local, 4);
	put(m, IFA_ADDRESS, v4_peer, 4);
	put(m, IFA_BROADCAST, broadcast, 4);
	nla_put_string(m, IFA_LABEL, "eth0:1");
	put_u32(m, IFA_FLAGS, IFA_F_NOPREFIXROUTE);
	put(m, IFA_CACHEINFO, &life, sizeof(life));
	put_u32(m, 9, 100); /* IFA_RT_PRIORITY */
	put_u8(m, 11, 3);   /* IFA_PROTO */
	put_u32(m, 77, 1);
	return m;
}

START_TEST(test_v4)
{
	struct nl_msg *m = v4_message();
	struct address a;

	ck_assert_int_eq(decode_address(nlmsg_hdr(m), &a), 5);
	ck_assert_int_eq(a.family, AF_INET);
	ck_assert_int_eq(a.prefix, 24);
	ck_assert_int_eq(a.scope, RT_SCOPE_LINK);
	ck_assert_uint_eq(a.flags, IFA_F_NOPREFIXROUTE);
	ck_assert_mem_eq(a.local, v4_local, 4);
	ck_assert_mem_eq(a.peer, v4_peer, 4);
	ck_assert_int_eq(a.broadcast[3], 255);
	ck_assert_str_eq(a.label, "eth0:1");
	ck_assert_uint_eq(a.valid, 3600);
	ck_assert_uint_eq(a.preferred, 1800);
	ck_assert_uint_eq(a.metric, 100);
	ck_assert_int_eq(a.proto, 3);
	nlmsg_free(m);
}
END_TEST

/* v6 has one attribute, unless it is point to point; old kernels say less. */
START_TEST(test_v6)
{
	struct nl_msg *m = address_message(AF_INET6, 64);
	struct address a;

	put(m, IFA_ADDRESS, v6_local, 16);
	ck_assert_int_eq(decode_address(nlmsg_hdr(m), &a), 5);
	ck_assert_mem_eq(a.local, v6_local, 16);
	ck_assert_mem_eq(a.peer, v6_local, 16);
	ck_assert_uint_eq(a.flags, IFA_F_PERMANENT);
	ck_assert_uint_eq(a.valid, UINT32_MAX);
	ck_assert_uint_eq(a.preferred, UINT32_MAX);
	ck_assert_int_eq(a.proto, 0);
	ck_assert_str_eq(a.label, "");
	nlmsg_free(m);
}
END_TEST

START_TEST(test_no_address)
{
	struct nl_msg *m = address_message(AF_INET, 24);
	struct address a;

	put(m, IFA_ADDRESS, v4_local, 3); /* too short */
	ck_assert_int_eq(decode_address(nlmsg_hdr(m), &a), 0);
	nlmsg_free(m);

	m = address_message(AF_PACKET, 24);
	put(m, IFA_ADDRESS, v4_local, 4);
	ck_assert_int_eq(decode_address(nlmsg_hdr(m), &a), 0);
	nlmsg_free(m);

	m = v4_message();
	nlmsg_hdr(m)->nlmsg_type = RTM_DELADDR;
	ck_assert_int_eq(decode_address(nlmsg_hdr(m), &a), 0);
	/* of one that is taken it is announced which */
	ck_assert_int_eq(decode_announced_address(nlmsg_hdr(m), &a), 5);
	ck_assert_mem_eq(a.local, v4_local, 4);
	nlmsg_hdr(m)->nlmsg_type = RTM_GETADDR;
	ck_assert_int_eq(decode_announced_address(nlmsg_hdr(m), &a), 0);
	nlmsg_free(m);
}
END_TEST

static void read_address(void *data, const struct nlmsghdr *h)
{
	struct address a;
	char text[ADDRESS_TEXT_SIZE];
	size_t *read = data;

	if (!decode_address(h, &a))
		return;
	address_print(&a, text);
	++*read;
}

START_TEST(test_address_damaged)
{
	struct nl_msg *m = v4_message();
	size_t read = 0;

	message_damage(nlmsg_hdr(m), read_address, &read);
	ck_assert_uint_gt(read, 100);
	nlmsg_free(m);
}
END_TEST

/* --------------------------------------------------------------------------- routes */

static struct nl_msg *route_message(const struct rtmsg *head)
{
	static const uint8_t dst[4] = { 10, 0, 0, 0 }, gateway[4] = { 192, 0, 2, 1 };
	const struct rta_cacheinfo age = { .rta_used = 5 };
	struct nl_msg *m = message(RTM_NEWROUTE, head, sizeof(*head));

	put(m, RTA_DST, dst, 4);
	put(m, RTA_CACHEINFO, &age, sizeof(age));
	put_u32(m, RTA_OIF, 5);
	put_u8(m, 26, 1); /* RTA_PREF: one byte, and a gap after it */
	put(m, RTA_GATEWAY, gateway, 4);
	put_u32(m, 77, 9); /* of tomorrow: kept */
	return m;
}

/* clang-format off */
static const struct rtmsg plain = { .rtm_family = AF_INET, .rtm_dst_len = 8,
	.rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_STATIC,
		.rtm_type = RTN_UNICAST };

START_TEST(test_route)
{
	struct rtmsg head = plain;
	struct route r, again;
	struct nl_msg *m;
	int ifindex = 0;

	head.rtm_flags = RTNH_F_ONLINK | RTNH_F_DEAD | RTNH_F_LINKDOWN;
	m = route_message(&head);
	ck_assert_int_eq(decode_route(nlmsg_hdr(m), &r, &ifindex), 1);
	ck_assert_int_eq(ifindex, 5);
	ck_assert_int_eq(r.family, AF_INET);
	ck_assert(r.by_gateway);
	/* neither its state nor its age: the kernel would not take them back */
	ck_assert_uint_eq(((const struct rtmsg *)r.payload)->rtm_flags, RTNH_F_ONLINK);
	ck_assert_uint_eq(r.len,
		(size_t)nlmsg_datalen(nlmsg_hdr(m)) -
			NLMSG_ALIGN(NLA_HDRLEN + sizeof(struct rta_cacheinfo)));
	nlmsg_free(m);

	m = route_message(&plain);
	ck_assert_int_eq(decode_route(nlmsg_hdr(m), &again, &ifindex), 1);
	ck_assert(route_same(&r, &again));
	free(r.payload);
	free(again.payload);
	nlmsg_free(m);
}
END_TEST

/* What the kernel makes by itself is not kept. */
static const struct {
	const char *what;
	struct rtmsg head;
	uint32_t table; /* 0: not said apart */
	int kept;
} whose[] = {
	{ "static", { .rtm_family = AF_INET, .rtm_table = 254, .rtm_protocol = 4 }, 0,
		1 },
	{ "of a daemon", { .rtm_family = AF_INET6, .rtm_table = 254, .rtm_protocol = 12 },
		0, 1 },
	{ "in another table", { .rtm_family = AF_INET, .rtm_table = 252,
		.rtm_protocol = 4 },
		1000, 1 },
	{ "connected", { .rtm_family = AF_INET, .rtm_table = 254, .rtm_protocol = 2 }, 0,
		0 },
	{ "local", { .rtm_family = AF_INET, .rtm_table = 255, .rtm_protocol = 4 }, 0, 0 },
	{ "local, said apart", { .rtm_family = AF_INET, .rtm_table = 0,
		.rtm_protocol = 4 }, 255,
		0 },
	{ "cached", { .rtm_family = AF_INET6, .rtm_table = 254, .rtm_protocol = 4,
			    .rtm_flags = RTM_F_CLONED }, 0, 0 },
	{ "of another family", { .rtm_family = AF_MPLS, .rtm_table = 254,
		.rtm_protocol = 4 }, 0,
		0 },
};
/* clang-format on */

START_TEST(test_route_whose)
{
	struct nl_msg *m = route_message(&whose[_i].head);
	struct route r;
	int ifindex;

	if (whose[_i].table)
		put_u32(m, RTA_TABLE, whose[_i].table);
	ck_assert_msg(decode_route(nlmsg_hdr(m), &r, &ifindex) == whose[_i].kept, "%s",
		whose[_i].what);
	if (whose[_i].kept)
		free(r.payload);
	nlmsg_free(m);
}
END_TEST

START_TEST(test_no_route)
{
	struct nl_msg *m = route_message(&plain);
	struct route r;
	int ifindex;

	nlmsg_hdr(m)->nlmsg_type = RTM_DELROUTE;
	ck_assert_int_eq(decode_route(nlmsg_hdr(m), &r, &ifindex), 0);
	ck_assert_ptr_null(r.payload);
	nlmsg_free(m);
}
END_TEST

/* A route with several egresses: it leads by gateways, and none of its egresses is dead.
 */
static struct nl_msg *multipath_message(void)
{
	struct {
		struct rtnexthop hop;
		struct nlattr a;
		uint8_t gateway[4];
	} egresses[2];
	struct nl_msg *m = message(RTM_NEWROUTE, &plain, sizeof(plain));

	memset(egresses, 0, sizeof(egresses));
	for (size_t i = 0; i < ARRAY_SIZE(egresses); i++) {
		egresses[i].hop = (struct rtnexthop){ .rtnh_len = sizeof(egresses[i]),
			.rtnh_flags = RTNH_F_DEAD | RTNH_F_LINKDOWN | RTNH_F_ONLINK,
			.rtnh_ifindex = 5 };
		egresses[i].a = (struct nlattr){ .nla_type = RTA_GATEWAY, .nla_len = 8 };
	}
	put(m, RTA_MULTIPATH, egresses, sizeof(egresses));
	return m;
}

START_TEST(test_multipath)
{
	struct nl_msg *m = multipath_message();
	const struct rtnexthop *hop;
	struct route r;
	int ifindex = 99;

	ck_assert_int_eq(decode_route(nlmsg_hdr(m), &r, &ifindex), 1);
	ck_assert_int_eq(ifindex, 0);
	ck_assert(r.by_gateway);
	hop = (const struct rtnexthop *)(r.payload + NLMSG_ALIGN(sizeof(plain)) +
		NLA_HDRLEN);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(hop->rtnh_flags, RTNH_F_ONLINK);
		hop = RTNH_NEXT(hop);
	}
	free(r.payload);
	nlmsg_free(m);
}
END_TEST

static void read_route(void *data, const struct nlmsghdr *h)
{
	char text[ROUTE_TEXT_SIZE];
	struct route r;
	size_t *read = data;
	int ifindex;

	if (decode_route(h, &r, &ifindex) <= 0)
		return;
	route_print(&r, text);
	ck_assert(route_same(&r, &r));
	free(r.payload);
	++*read;
}

START_TEST(test_route_damaged)
{
	struct nl_msg *messages[] = { route_message(&plain), multipath_message() };
	size_t read = 0;

	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		message_damage(nlmsg_hdr(messages[i]), read_route, &read);
		nlmsg_free(messages[i]);
	}
	ck_assert_uint_gt(read, 300);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("decode_ip");

	unit_one(s, "v4", test_v4);
	unit_one(s, "v6", test_v6);
	unit_one(s, "no address", test_no_address);
	unit_one(s, "address damaged", test_address_damaged);
	unit_one(s, "route", test_route);
	unit_rows(s, "route whose", test_route_whose, ARRAY_SIZE(whose));
	unit_one(s, "no route", test_no_route);
	unit_one(s, "multipath", test_multipath);
	unit_one(s, "route damaged", test_route_damaged);
	return unit_run(s);
}
