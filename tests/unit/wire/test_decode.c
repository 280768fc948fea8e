/*
 * Messages of the kernel into links: good ones, those of another kernel, and torn ones,
 * of which no byte beyond the end may be read. What the values mean is nobody's business
 * here; addresses and routes are test_decode_ip's.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <netlink/attr.h>

#include "decode.h"
#include "option/value.h"
#include "support/message.h"
#include "support/unit.h"

#define OPER_UP 6 /* IF_OPER_UP of linux/if.h, which does not go with net/if.h */

/* ------------------------------------------------------------------------- building */

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

static void put_u16(struct nl_msg *m, int type, uint16_t v)
{
	put(m, type, &v, sizeof(v));
}

static void put_u32(struct nl_msg *m, int type, uint32_t v)
{
	put(m, type, &v, sizeof(v));
}

static struct nlattr *nest(struct nl_msg *m, int type)
{
	struct nlattr *a = nla_nest_start(m, type);

	ck_assert_ptr_nonnull(a);
	return a;
}

static struct nl_msg *link_message(int ifindex)
{
	const struct ifinfomsg head = { .ifi_index = ifindex,
		.ifi_type = ARPHRD_ETHER,
		.ifi_flags = IFF_UP | IFF_RUNNING };

	return message(RTM_NEWLINK, &head, sizeof(head));
}

/* As a 6.1 kernel tells of a bond in mode 802.3ad, with what it does not know yet. */
static struct nl_msg *bond_message(void)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 7 },
			     system[6] = { 2, 0, 0, 0, 0, 9 };
	static const uint8_t v4[4] = { 192, 0, 2, 1 }, v6[16] = { 0xfe, 0x80, [15] = 1 };
	struct nl_msg *m = link_message(7);
	struct nlattr *info, *data, *list;

	ck_assert_int_eq(nla_put_string(m, IFLA_IFNAME, "bond0"), 0);
	put_u32(m, IFLA_MTU, 9000);
	put_u32(m, IFLA_GROUP, 3000000000);
	put_u8(m, IFLA_OPERSTATE, OPER_UP);
	put_u8(m, IFLA_CARRIER, 1);
	put(m, IFLA_ADDRESS, mac, sizeof(mac));
	put_u32(m, 1000, 77); /* an attribute of tomorrow */
	info = nest(m, IFLA_LINKINFO);
	ck_assert_int_eq(nla_put_string(m, IFLA_INFO_KIND, "bond"), 0);
	data = nest(m, IFLA_INFO_DATA);
	put_u8(m, IFLA_BOND_MODE, 4);
	put_u32(m, IFLA_BOND_MIIMON, 100);
	put_u32(m, IFLA_BOND_ACTIVE_SLAVE, 3);
	put_u8(m, IFLA_BOND_NUM_PEER_NOTIF, 255);
	put_u16(m, IFLA_BOND_AD_ACTOR_SYS_PRIO, 65535);
	put(m, IFLA_BOND_AD_ACTOR_SYSTEM, system, sizeof(system));
	put_u32(m, IFLA_BOND_MIN_LINKS, 4294967295U);
	put_u8(m, 33, 1);
	put_u8(m, 63, 9);
	put_u32(m, 64, 9);
	put_u32(m, 8000, 9);
	put_u32(m, 0, 9); /* and one of type 0 */
	list = nest(m, IFLA_BOND_ARP_IP_TARGET);
	put(m, 0, v4, sizeof(v4));
	put(m, 5, v4, 3); /* too short to be one */
	put(m, 9, v4, sizeof(v4));
	nla_nest_end(m, list);
	list = nest(m, IFLA_BOND_NS_IP6_TARGET);
	put(m, 0, v6, sizeof(v6));
	nla_nest_end(m, list);
	list = nest(m, IFLA_BOND_AD_INFO);
	put_u16(m, IFLA_BOND_AD_INFO_AGGREGATOR, 2);
	put_u16(m, IFLA_BOND_AD_INFO_NUM_PORTS, 3);
	put(m, IFLA_BOND_AD_INFO_PARTNER_MAC, system, sizeof(system));
	put_u16(m, 77, 3);
	nla_nest_end(m, list);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	return m;
}

static struct nl_msg *slave_message(void)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 2 };
	struct nl_msg *m = link_message(2);
	struct nlattr *info, *data;

	ck_assert_int_eq(nla_put_string(m, IFLA_IFNAME, "fifteen-letters"), 0);
	put_u32(m, IFLA_MASTER, 7);
	info = nest(m, IFLA_LINKINFO);
	ck_assert_int_eq(nla_put_string(m, IFLA_INFO_KIND, "veth"), 0);
	ck_assert_int_eq(nla_put_string(m, IFLA_INFO_SLAVE_KIND, "bond"), 0);
	data = nest(m, IFLA_INFO_SLAVE_DATA);
	put_u8(m, IFLA_BOND_SLAVE_STATE, 1);
	put_u8(m, IFLA_BOND_SLAVE_MII_STATUS, 2);
	put_u32(m, IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, 4000000000U);
	put(m, IFLA_BOND_SLAVE_PERM_HWADDR, mac, sizeof(mac));
	put_u16(m, IFLA_BOND_SLAVE_QUEUE_ID, 3);
	put_u32(m, IFLA_BOND_SLAVE_PRIO, (uint32_t)-5);
	put_u8(m, IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, 0x3d);
	put_u16(m, IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, 0x47);
	put_u8(m, 99, 1);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	return m;
}

/* ---------------------------------------------------------------------------- links */

static void check_options(const struct link *l, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };

	unit_print_options(&l->options, l->options.present, &t);
	ck_assert_str_eq(text_str(&t), expected);
}

START_TEST(test_bond)
{
	struct nl_msg *m = bond_message();
	struct link l = { 0 };

	ck_assert_int_eq(decode_link_index(nlmsg_hdr(m)), 7);
	ck_assert(decode_is_bond_or_slave(nlmsg_hdr(m)));
	decode_link(nlmsg_hdr(m), &l);
	ck_assert_int_eq(l.ifindex, 7);
	ck_assert_str_eq(l.name, "bond0");
	ck_assert_str_eq(l.kind, "bond");
	ck_assert_str_eq(l.slave_kind, "");
	ck_assert_uint_eq(l.flags, IFF_UP | IFF_RUNNING);
	ck_assert_uint_eq(l.type, ARPHRD_ETHER);
	ck_assert_uint_eq(l.mtu, 9000);
	ck_assert_uint_eq(l.group, 3000000000);
	ck_assert_int_eq(l.master, 0);
	ck_assert(l.carrier);
	ck_assert_int_eq(l.mac_len, 6);
	ck_assert_int_eq(l.mac[5], 7);
	check_options(&l,
		"mode 802.3ad active_slave 3 miimon 100 arp_ip_target "
		"192.0.2.1,192.0.2.1 "
		"ns_ip6_target fe80::1 num_peer_notif 255 min_links 4294967295 "
		"ad_actor_sys_prio 65535 ad_actor_system 02:00:00:00:00:09 "
		"broadcast_neighbor on ad_aggregator 2 ad_num_ports 3 "
		"ad_partner_mac 02:00:00:00:00:09");
	nlmsg_free(m);
}
END_TEST

START_TEST(test_slave)
{
	struct nl_msg *m = slave_message();
	struct link l = { 0 };

	ck_assert(decode_is_bond_or_slave(nlmsg_hdr(m)));
	decode_link(nlmsg_hdr(m), &l);
	ck_assert_str_eq(l.name, "fifteen-letters");
	ck_assert_str_eq(l.kind, "veth");
	ck_assert_str_eq(l.slave_kind, "bond");
	ck_assert_int_eq(l.master, 7);
	ck_assert(!l.carrier);
	check_options(&l,
		"queue_id 3 prio -5 state backup mii_status down link_failure_count "
		"4000000000 "
		"perm_hwaddr 02:00:00:00:00:02 "
		"ad_actor_oper_port_state "
		"active,aggregating,in_sync,collecting,distributing "
		"ad_partner_oper_port_state active,short_timeout,aggregating,defaulted");
	nlmsg_free(m);
}
END_TEST

/* As rtnl_fill_link_af() nests it; without IPv6 there is none. */
START_TEST(test_addrgenmode)
{
	static const struct {
		int family, attr, len;
		uint8_t mode, is;
	} modes[] = {
		{ AF_INET6, IFLA_INET6_ADDR_GEN_MODE, 1, IN6_ADDR_GEN_MODE_EUI64, 0 },
		{ AF_INET6, IFLA_INET6_ADDR_GEN_MODE, 1, IN6_ADDR_GEN_MODE_RANDOM, 3 },
		{ AF_INET6, IFLA_INET6_ADDR_GEN_MODE, 0, 1, 0 },
		{ AF_INET6, IFLA_INET6_FLAGS, 1, 1, 0xff },
		{ AF_INET, IFLA_INET6_ADDR_GEN_MODE, 1, 1, 0xff },
	};

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		struct nl_msg *m = link_message(5);
		struct nlattr *spec = nest(m, IFLA_AF_SPEC),
			      *family = nest(m, modes[i].family);
		struct link l = { 0 };

		put(m, modes[i].attr, &modes[i].mode, modes[i].len);
		nla_nest_end(m, family);
		nla_nest_end(m, spec);
		decode_link(nlmsg_hdr(m), &l);
		ck_assert_msg(l.addrgenmode == modes[i].is, "%zu: %u", i, l.addrgenmode);
		nlmsg_free(m);
	}
}
END_TEST

/* The data of another kind is not ours, whatever its numbers. */
START_TEST(test_other_kinds)
{
	static const struct {
		const char *kind, *slave_kind;
		bool ours;
		const char *options;
	} kinds[] = {
		{ "bond", NULL, true, "mode active-backup" },
		{ "bond", "bridge", true, "mode active-backup" },
		{ "bond", "bond", true, "mode active-backup state backup" },
		{ NULL, "bond", true, "state backup" },
		{ "bridge", "team", false, "" },
		{ "bondage", NULL, false, "" },
		{ NULL, NULL, false, "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct nl_msg *m = link_message(5);
		struct nlattr *info = nest(m, IFLA_LINKINFO), *data;
		struct link l = { 0 };

		/* the data may come before the kind */
		data = nest(m, IFLA_INFO_DATA);
		put_u8(m, IFLA_BOND_MODE, 1);
		nla_nest_end(m, data);
		data = nest(m, IFLA_INFO_SLAVE_DATA);
		put_u8(m, IFLA_BOND_SLAVE_STATE, 1);
		nla_nest_end(m, data);
		if (kinds[i].kind)
			nla_put_string(m, IFLA_INFO_KIND, kinds[i].kind);
		if (kinds[i].slave_kind)
			nla_put_string(m, IFLA_INFO_SLAVE_KIND, kinds[i].slave_kind);
		nla_nest_end(m, info);
		ck_assert_int_eq(decode_is_bond_or_slave(nlmsg_hdr(m)), kinds[i].ours);
		decode_link(nlmsg_hdr(m), &l);
		check_options(&l, kinds[i].options);
		nlmsg_free(m);
	}
}
END_TEST

/* An attribute that is too short for its row is no value; a longer one is read in part.
 */
START_TEST(test_lengths)
{
	static const uint8_t bytes[8] = { 1, 0, 0, 0, 0, 0, 0, 0 };
	static const struct {
		int attr;
		int least;
	} widths[] = {
		{ IFLA_BOND_MODE, 1 },
		{ IFLA_BOND_MIIMON, 4 },
		{ IFLA_BOND_PRIMARY, 4 },
		{ IFLA_BOND_AD_ACTOR_SYS_PRIO, 2 },
		{ IFLA_BOND_AD_ACTOR_SYSTEM, 6 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		for (int n = 0; n <= (int)sizeof(bytes); n++) {
			struct nl_msg *m = link_message(5);
			struct nlattr *info = nest(m, IFLA_LINKINFO), *data;
			struct link l = { 0 };

			nla_put_string(m, IFLA_INFO_KIND, "bond");
			data = nest(m, IFLA_INFO_DATA);
			put(m, widths[i].attr, bytes, n);
			nla_nest_end(m, data);
			nla_nest_end(m, info);
			decode_link(nlmsg_hdr(m), &l);
			ck_assert_int_eq(l.options.present != 0, n >= widths[i].least);
			nlmsg_free(m);
		}
	}
}
END_TEST

/* What does not fit is cut: a name, a MAC, the seventeenth target. */
START_TEST(test_too_long)
{
	uint8_t mac[40];
	struct nl_msg *m = link_message(5);
	struct nlattr *info, *data, *list;
	struct link l = { 0 };

	memset(mac, 7, sizeof(mac));
	nla_put_string(m, IFLA_IFNAME, "a-name-of-more-than-fifteen-letters");
	put(m, IFLA_ADDRESS, mac, sizeof(mac));
	info = nest(m, IFLA_LINKINFO);
	nla_put_string(m, IFLA_INFO_KIND, "bond");
	data = nest(m, IFLA_INFO_DATA);
	list = nest(m, IFLA_BOND_ARP_IP_TARGET);
	for (int i = 0; i < 20; i++)
		put_u32(m, i, (uint32_t)i + 1);
	nla_nest_end(m, list);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	decode_link(nlmsg_hdr(m), &l);
	ck_assert_str_eq(l.name, "a-name-of-more-");
	ck_assert_int_eq(l.mac_len, HWADDR_MAX);
	ck_assert_int_eq(l.options.targets[0].n, TARGETS_MAX);
	nlmsg_free(m);
}
END_TEST

/* Strings without an end, and the same attribute twice: the last one counts. */
START_TEST(test_strings)
{
	struct nl_msg *m = link_message(5);
	struct link l = { 0 };

	put(m, IFLA_IFNAME, "first", 5);
	put(m, IFLA_IFNAME, "eth0", 4);
	decode_link(nlmsg_hdr(m), &l);
	ck_assert_str_eq(l.name, "eth0");
	nlmsg_free(m);

	m = link_message(5);
	put(m, IFLA_IFNAME, "", 0);
	memset(&l, 0, sizeof(l));
	decode_link(nlmsg_hdr(m), &l);
	ck_assert_str_eq(l.name, "");
	nlmsg_free(m);
}
END_TEST

START_TEST(test_link_index)
{
	const struct ifinfomsg head = { .ifi_index = 5 };
	static const int others[] = { RTM_DELLINK, RTM_GETLINK, RTM_NEWADDR,
		NLMSG_ERROR };
	struct nl_msg *m;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		m = message(others[i], &head, sizeof(head));
		ck_assert_int_eq(decode_link_index(nlmsg_hdr(m)), 0);
		nlmsg_free(m);
	}
	m = message(RTM_NEWLINK, &head, sizeof(head) - 4);
	ck_assert_int_eq(decode_link_index(nlmsg_hdr(m)), 0);
	nlmsg_free(m);
}
END_TEST

/* What is announced of a link, or that it is gone; not what a bridge or a radio says. */
static const struct {
	int type;
	unsigned char family;
	bool mtu, wireless;
	int ifindex;
} announced[] = {
	{ RTM_NEWLINK, AF_UNSPEC, true, false, 5 },
	{ RTM_DELLINK, AF_UNSPEC, true, false, 5 },
	{ RTM_NEWLINK, AF_BRIDGE, true, false, 0 },
	{ RTM_DELLINK, AF_BRIDGE, true, false, 0 },
	{ RTM_NEWLINK, AF_UNSPEC, false, true, 0 },
	{ RTM_NEWLINK, AF_UNSPEC, true, true, 0 },
	{ RTM_NEWLINK, AF_UNSPEC, false, false, 0 },
	{ RTM_GETLINK, AF_UNSPEC, true, false, 0 },
	{ RTM_NEWADDR, AF_UNSPEC, true, false, 0 },
};

static void read_announced(void *data, const struct nlmsghdr *h)
{
	int ifindex = decode_announced_link(h), *ret = data;

	if (ifindex)
		*ret = ifindex;
}

START_TEST(test_announced)
{
	const struct ifinfomsg head = { .ifi_index = 5,
		.ifi_family = announced[_i].family };
	struct nl_msg *m = message(announced[_i].type, &head, sizeof(head));
	const uint32_t mtu = 1500;
	int damaged = 0;

	put(m, IFLA_IFNAME, "eth0", 5);
	if (announced[_i].mtu)
		put(m, IFLA_MTU, &mtu, sizeof(mtu));
	if (announced[_i].wireless)
		put(m, IFLA_WIRELESS, "scan", 4);
	ck_assert_int_eq(decode_announced_link(nlmsg_hdr(m)), announced[_i].ifindex);
	message_damage(nlmsg_hdr(m), read_announced, &damaged);
	nlmsg_free(m);
}
END_TEST

/* "bond 63 1 09", a line each. */
static void check_unknown(const struct link *l, const char *expected)
{
	static const char *const levels[] = {
		[OPTION_BOND] = "bond",
		[OPTION_SLAVE] = "slave",
		[OPTION_AD_INFO] = "ad_info",
	};
	_cleanup_text_ struct text t = { 0 };

	for (size_t i = 0; i < l->n_unknown; i++) {
		const struct unknown *u = &l->unknown[i];

		text_add(&t, "%s%s %u %u ", i ? "; " : "", levels[u->level], u->attr,
			u->len);
		for (size_t k = 0; k < u->len && k < UNKNOWN_BYTES; k++)
			text_add(&t, "%02x", u->bytes[k]);
	}
	ck_assert_str_eq(text_str(&t), expected);
}

static void decode_into(struct link *l, struct nl_msg *m)
{
	memset(l, 0, sizeof(*l));
	decode_link(nlmsg_hdr(m), l);
	nlmsg_free(m);
}

/* What no row knows is kept, at its level; what one knows is not. */
START_TEST(test_unknown)
{
	struct nl_msg *m = link_message(2);
	struct nlattr *info = nest(m, IFLA_LINKINFO), *data;
	static const uint8_t bytes[300] = { 1, 2, 3, [15] = 15, [16] = 16 };
	struct link l;

	nla_put_string(m, IFLA_INFO_KIND, "bond");
	nla_put_string(m, IFLA_INFO_SLAVE_KIND, "bond");
	data = nest(m, IFLA_INFO_DATA);
	put_u8(m, IFLA_BOND_MODE, 1);
	put_u8(m, 35, 1);
	put(m, 36, bytes, 0);
	put(m, 37, bytes, sizeof(bytes));
	put_u8(m, 35, 2); /* again: the last one counts */
	nla_nest_end(m, data);
	data = nest(m, IFLA_INFO_SLAVE_DATA);
	put(m, 35, bytes, 3);
	put(m, 0, bytes, 1);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	decode_into(&l, m);
	check_options(&l, "mode active-backup");
	check_unknown(&l,
		"bond 35 1 02; bond 36 0 ; bond 37 300 0102030000000000000000000000000f; "
		"slave 35 3 010203; slave 0 1 01");
}
END_TEST

START_TEST(test_unknown_of_aggregator)
{
	struct nl_msg *m = link_message(2);
	struct nlattr *info = nest(m, IFLA_LINKINFO), *data, *list;
	struct link l;

	nla_put_string(m, IFLA_INFO_KIND, "bond");
	data = nest(m, IFLA_INFO_DATA);
	list = nest(m, IFLA_BOND_AD_INFO);
	put_u16(m, IFLA_BOND_AD_INFO_AGGREGATOR, 2);
	put_u8(m, 9, 3);
	nla_nest_end(m, list);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	decode_into(&l, m);
	check_options(&l, "ad_aggregator 2");
	check_unknown(&l, "ad_info 9 1 03");
}
END_TEST

/* More than there is room for: the first ones stay, and nothing else is touched. */
START_TEST(test_many_unknown)
{
	struct nl_msg *m = link_message(2);
	struct nlattr *info = nest(m, IFLA_LINKINFO), *data;
	struct link l;

	nla_put_string(m, IFLA_INFO_KIND, "bond");
	data = nest(m, IFLA_INFO_DATA);
	for (int i = 0; i < 200; i++)
		put_u8(m, 40 + i, (uint8_t)i);
	put_u8(m, 40, 77); /* one that has its place */
	put_u8(m, IFLA_BOND_MODE, 1);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	decode_into(&l, m);
	ck_assert_uint_eq(l.n_unknown, UNKNOWNS_MAX);
	for (size_t i = 0; i < UNKNOWNS_MAX; i++) {
		ck_assert_uint_eq(l.unknown[i].attr, 40 + i);
		ck_assert_uint_eq(l.unknown[i].bytes[0], i ? i : 77);
	}
	check_options(&l, "mode active-backup");
	ck_assert_str_eq(l.kind, "bond");
}
END_TEST

/* ------------------------------------------------------------------------- counters */

static struct nl_msg *stats_message(int ifindex)
{
	const struct if_stats_msg head = { .ifindex = (uint32_t)ifindex };
	struct nl_msg *m = message(RTM_NEWSTATS, &head, sizeof(head));

	for (int role = IFLA_STATS_LINK_XSTATS; role <= IFLA_STATS_LINK_XSTATS_SLAVE;
		role++) {
		struct nlattr *xstats = nest(m, role), *bond, *list;

		bond = nest(m, LINK_XSTATS_TYPE_BOND);
		list = nest(m, 1);
		for (int i = 0; i < LACP_COUNTERS; i++) {
			uint64_t n = (uint64_t)(role * 100 + i) << 32;

			put(m, i, &n, sizeof(n));
			put(m, 9, NULL, 0); /* what the kernel pads with */
		}
		nla_nest_end(m, list);
		nla_nest_end(m, bond);
		nla_nest_end(m, xstats);
	}
	return m;
}

START_TEST(test_lacp)
{
	struct nl_msg *m = stats_message(2);
	struct link l = { .ifindex = 3 };

	decode_lacp(nlmsg_hdr(m), &l);
	ck_assert(!l.lacp.known && !l.slave_lacp.known);
	decode_lacp(nlmsg_hdr(m), NULL);
	l.ifindex = 2;
	decode_lacp(nlmsg_hdr(m), &l);
	ck_assert(l.lacp.known && l.slave_lacp.known);
	for (size_t i = 0; i < LACP_COUNTERS; i++) {
		ck_assert_uint_eq(
			l.lacp.n[i], (uint64_t)(IFLA_STATS_LINK_XSTATS * 100 + i) << 32);
		ck_assert_uint_eq(l.slave_lacp.n[i],
			(uint64_t)(IFLA_STATS_LINK_XSTATS_SLAVE * 100 + i) << 32);
	}
	nlmsg_free(m);

	/* in another mode the nest is there, and empty */
	m = message(RTM_NEWSTATS, &(struct if_stats_msg){ .ifindex = 2 },
		sizeof(struct if_stats_msg));
	decode_lacp(nlmsg_hdr(m), &l);
	ck_assert(!l.lacp.known && !l.slave_lacp.known && !l.lacp.n[1]);
	nlmsg_free(m);
}
END_TEST

static void read_lacp(void *data, const struct nlmsghdr *h)
{
	struct link l = { .ifindex = 2 };

	(void)data;
	decode_lacp(h, &l);
}

START_TEST(test_lacp_damaged)
{
	struct nl_msg *m = stats_message(2);

	message_damage(nlmsg_hdr(m), read_lacp, NULL);
	nlmsg_free(m);
}
END_TEST

/* Of an older kernel the counters are fewer; the hardware's MAC may be missing. */
START_TEST(test_traffic)
{
	struct rtnl_link_stats64 s = { .rx_packets = 1,
		.tx_packets = 2,
		.rx_bytes = 3,
		.tx_bytes = 4,
		.rx_errors = 5,
		.tx_errors = 6,
		.rx_dropped = 7,
		.tx_dropped = 8 };
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 7 };
	struct nl_msg *m = link_message(2);
	struct link l;

	put(m, IFLA_STATS64, &s, sizeof(s) - 16);
	put(m, 54, mac, sizeof(mac));
	put_u8(m, IFLA_OPERSTATE, OPER_UP);
	decode_into(&l, m);
	ck_assert_uint_eq(l.traffic.rx_packets, 1);
	ck_assert_uint_eq(l.traffic.tx_bytes, 4);
	ck_assert_uint_eq(l.traffic.tx_dropped, 8);
	ck_assert_uint_eq(l.perm_mac_len, 6);
	ck_assert_mem_eq(l.perm_mac, mac, sizeof(mac));
	ck_assert_uint_eq(l.operstate, OPER_UP);

	m = link_message(2);
	put(m, IFLA_STATS64, &s, 12);
	decode_into(&l, m);
	ck_assert_uint_eq(l.traffic.rx_packets, 1);
	ck_assert_uint_eq(l.traffic.tx_dropped, 0);
	ck_assert_uint_eq(l.perm_mac_len, 0);
}
END_TEST

static void read_link(void *data, const struct nlmsghdr *h)
{
	struct link l = { 0 };
	size_t *read = data;

	decode_is_bond_or_slave(h);
	if (!decode_link_index(h))
		return;
	decode_link(h, &l);
	ck_assert_uint_lt(strnlen(l.name, sizeof(l.name)), sizeof(l.name));
	ck_assert_uint_lt(strnlen(l.kind, sizeof(l.kind)), sizeof(l.kind));
	ck_assert_uint_le(l.mac_len, HWADDR_MAX);
	ck_assert_uint_le(l.n_unknown, UNKNOWNS_MAX);
	++*read;
}

START_TEST(test_link_damaged)
{
	struct nl_msg *messages[] = { bond_message(), slave_message() };
	size_t read = 0;

	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		message_damage(nlmsg_hdr(messages[i]), read_link, &read);
		nlmsg_free(messages[i]);
	}
	ck_assert_uint_gt(read, 1000);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("decode");

	unit_one(s, "bond", test_bond);
	unit_one(s, "slave", test_slave);
	unit_one(s, "addrgenmode", test_addrgenmode);
	unit_one(s, "other kinds", test_other_kinds);
	unit_one(s, "lengths", test_lengths);
	unit_one(s, "too long", test_too_long);
	unit_one(s, "strings", test_strings);
	unit_one(s, "unknown", test_unknown);
	unit_one(s, "unknown of aggregator", test_unknown_of_aggregator);
	unit_one(s, "many unknown", test_many_unknown);
	unit_one(s, "link index", test_link_index);
	unit_rows(s, "announced", test_announced, ARRAY_SIZE(announced));
	unit_one(s, "link damaged", test_link_damaged);
	unit_one(s, "lacp", test_lacp);
	unit_one(s, "lacp damaged", test_lacp_damaged);
	unit_one(s, "traffic", test_traffic);
	return unit_run(s);
}
