/*
 * Steps into messages: each kind of step as the bytes that the kernel is to get, and
 * from a place in such a message back to the option. Nothing is sent.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdlib.h>

#include "decode.h"
#include "encode.h"
#include "option/value.h"
#include "support/message.h"
#include "support/scene.h"
#include "support/unit.h"

static void put_words(struct optset *o, enum option_level level, const char *line)
{
	struct split w;
	struct value v;

	split(&w, line);
	for (size_t i = 0; i + 1 < w.n; i += 2) {
		const struct option *row = option_find(level, w.words[i]);

		ck_assert_msg(row && value_parse(row, w.words[i + 1], &v, NULL) == 0,
			"%s %s", w.words[i], w.words[i + 1]);
		optset_put(o, row->id, &v);
	}
}

/* -------------------------------------------------------------------- steps of links */

struct row {
	struct step step;
	int ifindex, master;
	const char *options;
	const char *message;
};

/* clang-format off */
static const struct row rows[] = {
	{ { .kind = STEP_CREATE }, 0, 0, "",
		"NEWLINK ack create excl ifname 'bond0' linkinfo { kind 'bond' }" },
	{ { .kind = STEP_CREATE }, 0, 0, "mode active-backup miimon 100",
		"NEWLINK ack create excl ifname 'bond0' linkinfo { kind 'bond' data { 1 "
		"u8 1 3 u32 100 } }" },
	/* with the number that it had, when it is made again */
	{ { .kind = STEP_CREATE, .parts = TARGET_MTU | TARGET_MAC }, 7, 0, "miimon 0",
		"NEWLINK ack create excl ifindex 7 ifname 'bond0' mtu u32 9000 address "
		"020000000001 linkinfo { kind 'bond' data { 3 u32 0 } }" },
	/* options: SETLINK would ignore them */
	{ { .kind = STEP_OPTIONS }, 7, 0, "miimon 100 updelay 200",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 3 u32 100 4 u32 "
		"200 } }" },
	/* every width */
	{ { .kind = STEP_OPTIONS }, 7, 0,
		"lacp_rate fast ad_user_port_key 1023 arp_validate filter_backup "
		"ad_actor_system 02:00:00:ab:cd:ef",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 9 u32 6 21 u8 1 25 "
		"u16 1023 26 020000abcdef } }" },
	{ { .kind = STEP_OPTIONS }, 7, 0, "ad_actor_sys_prio 65535 min_links 2147483647",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 18 u32 2147483647 "
		"24 u16 65535 } }" },
	{ { .kind = STEP_OPTIONS }, 7, 0, "broadcast_neighbor on lacp_strict off",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 33 u8 1 34 u8 0 } "
		"}" },
	{ { .kind = STEP_OPTIONS }, 7, 0, "arp_ip_target 192.0.2.1,192.0.2.2",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 8 { 0 c0000201 1 "
		"c0000202 } } }" },
	{ { .kind = STEP_OPTIONS }, 7, 0, "ns_ip6_target 2001:db8::1",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 31 { 0 "
		"20010db8000000000000000000000001 } } }" },
	/* an empty list clears what is there: it must not get lost */
	{ { .kind = STEP_OPTIONS }, 7, 0, "arp_ip_target none",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 8 { } } }" },
	{ { .kind = STEP_OPTIONS }, 7, 0,
		"arp_ip_target none ns_ip6_target none miimon 0",
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 3 u32 0 8 { } 31 { "
		"} } }" },
	{ { .kind = STEP_SLAVE_OPTIONS }, 2, 0, "queue_id 3 prio -5 actor_port_prio 255",
		"NEWLINK ack ifindex 2 linkinfo { slave_kind 'bond' slave_data { 5 u16 "
		"3 9 u32 4294967291 10 u16 255 } }" },
	{ { .kind = STEP_DELETE }, 7, 0, "", "DELLINK ack ifindex 7" },
	{ { .kind = STEP_DELETE }, 0, 0, "", "DELLINK ack ifname 'bond0'" },
	{ { .kind = STEP_GROUP, .group = 77 }, 7, 0, "", "SETLINK ack ifindex 7 group u32 77" },
	/* no link is named, or the kernel would delete that alone */
	{ { .kind = STEP_DELETE_GROUP, .group = 77 }, 7, 0, "",
		"DELLINK ack group u32 77" },
	/* what has a number is known by it: a name may be another's by now */
	{ { .kind = STEP_UP }, 7, 0, "", "SETLINK ack ifindex 7 flags 1 of 1" },
	{ { .kind = STEP_DOWN }, 7, 0, "", "SETLINK ack ifindex 7 flags 0 of 1" },
	{ { .kind = STEP_ENSLAVE }, 2, 7, "", "SETLINK ack ifindex 2 master u32 7" },
	{ { .kind = STEP_RELEASE }, 2, 7, "", "SETLINK ack ifindex 2 master u32 0" },
	{ { .kind = STEP_LINK, .parts = TARGET_MTU }, 7, 0, "",
		"SETLINK ack ifindex 7 mtu u32 9000" },
	{ { .kind = STEP_LINK, .parts = TARGET_MAC }, 7, 0, "",
		"SETLINK ack ifindex 7 address 020000000001" },
	{ { .kind = STEP_LINK, .parts = TARGET_MTU | TARGET_MAC }, 7, 0, "",
		"SETLINK ack ifindex 7 mtu u32 9000 address 020000000001" },
	{ { .kind = STEP_LINK, .parts = 1 << SCALAR_GROUP }, 7, 0, "",
		"SETLINK ack ifindex 7 group u32 5" },
	/* IFLA_AF_SPEC (26), AF_INET6 (10), IFLA_INET6_ADDR_GEN_MODE (8) */
	{ { .kind = STEP_LINK, .parts = 1 << SCALAR_ADDRGENMODE }, 7, 0, "",
		"SETLINK ack ifindex 7 26 { 10 { 8 01 } }" },
};
/* clang-format on */

static void check_message(const struct request *o, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };
	struct nl_msg *m = encode_request(o);

	ck_assert_ptr_nonnull(m);
	message_print(nlmsg_hdr(m), &t);
	ck_assert_str_eq(text_str(&t), expected);
	nlmsg_free(m);
}

static void bond_link(struct target_link *l, enum option_level level, const char *options)
{
	*l = (struct target_link){ .name = "bond0",
		.mtu = 9000,
		.group = 5,
		.mac = { 2, 0, 0, 0, 0, 1 },
		.mac_len = 6,
		.addrgenmode = 1,
		.master = -1 };
	put_words(&l->options, level, options);
}

START_TEST(test_link)
{
	const struct row *r = &rows[_i];
	struct step step = r->step;
	struct target_link l;
	const struct request o = {
		.step = &step, .link = &l, .ifindex = r->ifindex, .master = r->master
	};

	bond_link(&l, step.kind == STEP_SLAVE_OPTIONS ? OPTION_SLAVE : OPTION_BOND,
		r->options);
	step.mask = l.options.present;
	check_message(&o, r->message);
}
END_TEST

/* Links are named in words; the kernel is told the number. */
START_TEST(test_slave_by_number)
{
	struct step step = { .kind = STEP_OPTIONS };
	struct target_link l;
	const struct request o = { .step = &step, .link = &l, .ifindex = 7 };

	bond_link(&l, OPTION_BOND, "primary eth0 active_slave eth1");
	l.options.number[BONDNL_OPT_PRIMARY] = 2;
	l.options.number[BONDNL_OPT_ACTIVE_SLAVE] = 3;
	step.mask = l.options.present;
	check_message(&o,
		"NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 2 u32 3 11 u32 2 } "
		"}");

	/* only what the step says */
	step.mask = OPTBIT(BONDNL_OPT_PRIMARY);
	l.options.number[BONDNL_OPT_PRIMARY] = 0;
	check_message(
		&o, "NEWLINK ack ifindex 7 linkinfo { kind 'bond' data { 11 u32 0 } }");
}
END_TEST

/* ------------------------------------------------------------- there and back again */

static const char *const samples[] = {
	[OPTION_MAC] = "02:03:04:05:06:07",
	[OPTION_IP4_LIST] = "192.0.2.1,192.0.2.2,192.0.2.3",
	[OPTION_IP6_LIST] = "2001:db8::1,fe80::2",
};

static void put_sample(struct optset *set, const struct option *o, bool highest)
{
	struct value v = { .number = highest ? o->max : o->min };

	if (o->type == OPTION_LINK)
		v.number = 5;
	else if (o->type < ARRAY_SIZE(samples) && samples[o->type])
		ck_assert_int_eq(value_parse(o, samples[o->type], &v, NULL), 0);
	optset_put(set, o->id, &v);
}

/* The bytes of a linkinfo are the same in a request and in a report. */
static void decode_request(struct nl_msg *m, struct link *l)
{
	ck_assert_int_ne(decode_link_index(nlmsg_hdr(m)), 0);
	decode_link(nlmsg_hdr(m), l);
}

START_TEST(test_round_trip)
{
	const struct option *o = option_get((enum bondnl_option)_i);

	if (!option_settable(o))
		return;
	for (int highest = 0; highest <= 1; highest++) {
		struct step step = { .kind = o->level == OPTION_SLAVE ? STEP_SLAVE_OPTIONS
								      : STEP_OPTIONS,
			.mask = OPTBIT(o->id) };
		struct target_link l = { .name = "bond0" };
		const struct request request = {
			.step = &step, .link = &l, .ifindex = 7
		};
		struct link back = { 0 };
		struct nl_msg *m;

		put_sample(&l.options, o, highest);
		m = encode_request(&request);
		ck_assert_ptr_nonnull(m);
		decode_request(m, &back);
		ck_assert(back.options.present == OPTBIT(o->id));
		ck_assert_msg(
			optset_same(&back.options, &l.options, o->id), "%s", o->name);
		nlmsg_free(m);
	}
}
END_TEST

static void put_targets(struct targets *t, size_t len)
{
	t->n = TARGETS_MAX;
	for (size_t i = 0; i < TARGETS_MAX; i++)
		for (size_t k = 0; k < len; k++)
			t->ip[i][k] = (uint8_t)(1 + i + k);
}

/* All options at once, with full lists, have room in one message. */
START_TEST(test_everything)
{
	struct step step = { .kind = STEP_CREATE, .parts = TARGET_MTU | TARGET_MAC };
	struct target_link l;
	const struct request o = { .step = &step, .link = &l, .ifindex = 7 };
	struct link back = { 0 };
	struct nl_msg *m;

	bond_link(&l, OPTION_BOND, "");
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++)
		if (option_get((enum bondnl_option)i)->level == OPTION_BOND)
			put_sample(&l.options, option_get((enum bondnl_option)i), true);
	put_targets(&l.options.targets[0], 4);
	put_targets(&l.options.targets[1], 16);
	step.mask = l.options.present;
	m = encode_request(&o);
	ck_assert_ptr_nonnull(m);
	decode_request(m, &back);
	ck_assert(back.options.present == l.options.present);
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++)
		if (optset_has(&l.options, (enum bondnl_option)i))
			ck_assert_msg(optset_same(&back.options, &l.options,
					      (enum bondnl_option)i),
				"%s", option_get((enum bondnl_option)i)->name);
	ck_assert_uint_eq(back.mtu, 9000);
	ck_assert_str_eq(back.name, "bond0");
	nlmsg_free(m);
}
END_TEST

/* ------------------------------------------------------------------------ addresses */

struct address_row {
	enum step_kind kind;
	const char *word;
	struct address with; /* added to what the word says */
	const char *message;
};

/* clang-format off */
static const struct address_row addresses[] = {
	{ STEP_GIVE, "192.0.2.5/24", { 0 },
		"NEWADDR ack create replace family 2 ifindex 7 /24 scope 0 local "
		"c0000205 "
		"address c0000205 broadcast c00002ff" },
	{ STEP_TAKE, "192.0.2.5/24", { 0 },
		"DELADDR ack family 2 ifindex 7 /24 scope 0 local c0000205 address "
		"c0000205 "
		"broadcast c00002ff" },
	{ STEP_GIVE, "192.0.2.5/32", { 0 },
		"NEWADDR ack create replace family 2 ifindex 7 /32 scope 0 local "
		"c0000205 "
		"address c0000205" },
	{ STEP_GIVE, "2001:db8::5/64", { 0 },
		"NEWADDR ack create replace family 10 ifindex 7 /64 scope 0 "
		"local 20010db8000000000000000000000005 "
		"address 20010db8000000000000000000000005" },
	{ STEP_GIVE, "fe80::5/64", { 0 },
		"NEWADDR ack create replace family 10 ifindex 7 /64 scope 253 "
		"local fe800000000000000000000000000005 "
		"address fe800000000000000000000000000005" },
	/* what is put back keeps its label, metric, maker and life */
	{ STEP_GIVE, "192.0.2.5/24", { .label = "eth0:1", .metric = 7, .proto = 4,
		.flags = IFA_F_NOPREFIXROUTE },
		"NEWADDR ack create replace family 2 ifindex 7 /24 scope 0 local "
		"c0000205 address c0000205 broadcast c00002ff label 'eth0:1' flags u32 "
		"512 rt_priority u32 7 proto u8 4" },
	/* flags that tell a state are not for a request */
	{ STEP_GIVE, "192.0.2.5/32", { .flags = IFA_F_PERMANENT | IFA_F_TENTATIVE },
		"NEWADDR ack create replace family 2 ifindex 7 /32 scope 0 local "
		"c0000205 "
		"address c0000205" },
	{ STEP_GIVE, "192.0.2.5/32", { .flags = IFA_F_NODAD | IFA_F_PERMANENT },
		"NEWADDR ack create replace family 2 ifindex 7 /32 scope 0 local "
		"c0000205 "
		"address c0000205 flags u32 2" },
};
/* clang-format on */

START_TEST(test_address)
{
	const struct address_row *r = &addresses[_i];
	struct address a;
	const struct step step = { .kind = r->kind, .address = &a };
	const struct target_link l = { .name = "bond0" };
	const struct request o = { .step = &step, .link = &l, .ifindex = 7 };

	ck_assert_ptr_null(address_parse(r->word, &a));
	a.flags = r->with.flags;
	a.metric = r->with.metric;
	a.proto = r->with.proto;
	str_copy(a.label, sizeof(a.label), r->with.label);
	check_message(&o, r->message);
}
END_TEST

/* One that is put back is used at once; later the mark of that is taken off. */
START_TEST(test_address_no_dad)
{
	const struct target_link l = { .name = "bond0" };
	struct step step = { .kind = STEP_GIVE, .no_dad = true };
	const struct request o = { .step = &step, .link = &l, .ifindex = 7 };
	struct address a;

	step.address = &a;
	ck_assert_ptr_null(address_parse("192.0.2.5/32", &a));
	a.flags = IFA_F_NOPREFIXROUTE;
	check_message(&o,
		"NEWADDR ack create replace family 2 ifindex 7 /32 scope 0 local "
		"c0000205 "
		"address c0000205 flags u32 514");
	step.no_dad = false;
	check_message(&o,
		"NEWADDR ack create replace family 2 ifindex 7 /32 scope 0 local "
		"c0000205 "
		"address c0000205 flags u32 512");
}
END_TEST

START_TEST(test_address_life)
{
	const struct target_link l = { .name = "bond0" };
	struct address a, back;
	const struct step step = { .kind = STEP_GIVE, .address = &a };
	const struct request o = { .step = &step, .link = &l, .ifindex = 7 };
	struct nl_msg *m;

	ck_assert_ptr_null(address_parse("2001:db8::5/64", &a));
	a.valid = 3600;
	a.preferred = 1800;
	a.peer[15] = 9; /* point to point */
	m = encode_request(&o);
	ck_assert_ptr_nonnull(m);
	ck_assert_int_eq(decode_address(nlmsg_hdr(m), &back), 7);
	ck_assert(address_same(&a, &back));
	ck_assert_uint_eq(back.valid, 3600);
	ck_assert_uint_eq(back.preferred, 1800);
	nlmsg_free(m);
}
END_TEST

/* --------------------------------------------------------------------------- routes */

START_TEST(test_route_wanted)
{
	static const struct {
		const char *gateway, *message;
	} specs[] = {
		{ "192.0.2.1",
			"NEWROUTE ack create excl family 2 /0 table 254 protocol 4 scope "
			"0 type 1 "
			"gateway c0000201 oif u32 7" },
		{ "fe80::1",
			"NEWROUTE ack create excl family 10 /0 table 254 protocol 4 "
			"scope 0 "
			"type 1 gateway fe800000000000000000000000000001 oif u32 7" },
	};
	const struct target_link l = { .name = "bond0" };

	for (size_t i = 0; i < ARRAY_SIZE(specs); i++) {
		struct route r = { .by_gateway = true };
		const struct step step = {
			.kind = STEP_GIVE, .of = OBJECT_ROUTE, .route = &r
		};
		const struct request o = { .step = &step, .link = &l, .ifindex = 7 };

		ck_assert(ip_parse(specs[i].gateway, &r.family, r.gateway));
		check_message(&o, specs[i].message);
	}
}
END_TEST

/* One that is put back goes as it came, byte by byte. */
START_TEST(test_route_back)
{
	const struct target_link l = { .name = "eth0" };
	struct route r;
	const struct step step = { .kind = STEP_GIVE, .of = OBJECT_ROUTE, .route = &r };
	const struct request o = { .step = &step, .link = &l, .ifindex = 2 };
	uint32_t metric = 77;
	struct nl_msg *m;

	scene_route(&r, "10.0.0.0/8", "192.0.2.1", 2);
	scene_attr(r.payload, &r.len, RTA_PRIORITY, &metric, sizeof(metric));
	check_message(&o,
		"NEWROUTE ack create family 2 /8 table 254 protocol 4 scope 0 type 1 "
		"dst 0a000000 gateway c0000201 oif u32 2 priority u32 77");
	m = encode_request(&o);
	ck_assert_ptr_nonnull(m);
	ck_assert_uint_eq((size_t)nlmsg_datalen(nlmsg_hdr(m)), r.len);
	ck_assert_mem_eq(nlmsg_data(nlmsg_hdr(m)), r.payload, r.len);
	nlmsg_free(m);
	free(r.payload);
}
END_TEST

/* One of many egresses may be longer than a page. */
START_TEST(test_route_long)
{
	const struct target_link l = { .name = "eth0" };
	static unsigned char payload[20000];
	struct route r = {
		.family = AF_INET, .payload = payload, .len = sizeof(struct rtmsg)
	};
	const struct step step = { .kind = STEP_GIVE, .of = OBJECT_ROUTE, .route = &r };
	const struct request o = { .step = &step, .link = &l, .ifindex = 2 };
	static const char egresses[18000] = { 1 };
	struct nl_msg *m;

	scene_attr(payload, &r.len, RTA_MULTIPATH, egresses, sizeof(egresses));
	m = encode_request(&o);
	ck_assert_ptr_nonnull(m);
	ck_assert_uint_eq((size_t)nlmsg_datalen(nlmsg_hdr(m)), r.len);
	ck_assert_mem_eq(nlmsg_data(nlmsg_hdr(m)), payload, r.len);
	nlmsg_free(m);
}
END_TEST

/* ------------------------------------------------------- back from a place to a row */

static const struct nlattr *find(const struct nlmsghdr *h, int info, int attr)
{
	const struct nlattr *a = nlmsg_find_attr(
		(struct nlmsghdr *)h, sizeof(struct ifinfomsg), IFLA_LINKINFO);

	ck_assert_ptr_nonnull(a);
	a = nla_find(nla_data(a), nla_len(a), info);
	ck_assert_ptr_nonnull(a);
	a = nla_find(nla_data(a), nla_len(a), attr);
	ck_assert_ptr_nonnull(a);
	return a;
}

static uint32_t offset_of(const struct nlmsghdr *h, const void *p)
{
	return (uint32_t)((const char *)p - (const char *)h);
}

/* Each option of a message with all of them is found by each of its bytes. */
static void check_option_at(enum step_kind kind, enum option_level level, int info)
{
	struct step step = { .kind = kind };
	struct target_link l;
	const struct request request = { .step = &step, .link = &l, .ifindex = 7 };
	struct nl_msg *m;

	bond_link(&l, level, "");
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (o->level == level && option_settable(o))
			put_sample(&l.options, o, true);
	}
	step.mask = l.options.present;
	m = encode_request(&request);
	ck_assert_ptr_nonnull(m);
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);
		const struct nlattr *a;

		if (!optset_has(&l.options, o->id))
			continue;
		a = find(nlmsg_hdr(m), info, o->attr);
		for (uint32_t k = 0; k < a->nla_len; k++)
			ck_assert_int_eq(encode_option_at(nlmsg_hdr(m),
						 offset_of(nlmsg_hdr(m), a) + k),
				i);
	}
	nlmsg_free(m);
}

START_TEST(test_option_at)
{
	check_option_at(STEP_CREATE, OPTION_BOND, IFLA_INFO_DATA);
	check_option_at(STEP_OPTIONS, OPTION_BOND, IFLA_INFO_DATA);
	check_option_at(STEP_SLAVE_OPTIONS, OPTION_SLAVE, IFLA_INFO_SLAVE_DATA);
}
END_TEST

/* Places that are no option's: none, the name, the nests' own heads, beyond the end. */
START_TEST(test_option_nowhere)
{
	struct step step = { .kind = STEP_CREATE };
	struct target_link l;
	const struct request request = { .step = &step, .link = &l };
	const struct nlattr *miimon;
	uint32_t first, end;
	struct nl_msg *m;

	bond_link(&l, OPTION_BOND, "miimon 100");
	step.mask = l.options.present;
	m = encode_request(&request);
	ck_assert_ptr_nonnull(m);
	miimon = find(nlmsg_hdr(m), IFLA_INFO_DATA, IFLA_BOND_MIIMON);
	first = offset_of(nlmsg_hdr(m), miimon);
	end = first + miimon->nla_len;
	for (uint32_t at = 0; at < nlmsg_hdr(m)->nlmsg_len + 64; at++)
		ck_assert_int_eq(encode_option_at(nlmsg_hdr(m), at),
			at >= first && at < end ? BONDNL_OPT_MIIMON : BONDNL_OPT_COUNT_);
	ck_assert_int_eq(encode_option_at(nlmsg_hdr(m), UINT32_MAX), BONDNL_OPT_COUNT_);
	nlmsg_free(m);

	/* a message without options */
	step.kind = STEP_UP;
	m = encode_request(&request);
	ck_assert_ptr_nonnull(m);
	for (uint32_t at = 0; at < 64; at++)
		ck_assert_int_eq(encode_option_at(nlmsg_hdr(m), at), BONDNL_OPT_COUNT_);
	nlmsg_free(m);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("encode");

	unit_rows(s, "link", test_link, ARRAY_SIZE(rows));
	unit_one(s, "slave by number", test_slave_by_number);
	unit_rows(s, "round trip", test_round_trip, BONDNL_OPT_COUNT_);
	unit_one(s, "everything", test_everything);
	unit_rows(s, "address", test_address, ARRAY_SIZE(addresses));
	unit_one(s, "address no dad", test_address_no_dad);
	unit_one(s, "address life", test_address_life);
	unit_one(s, "route wanted", test_route_wanted);
	unit_one(s, "route back", test_route_back);
	unit_one(s, "route long", test_route_long);
	unit_one(s, "option at", test_option_at);
	unit_one(s, "option nowhere", test_option_nowhere);
	return unit_run(s);
}
