/*
 * The messages in words, for --debug: names where the program knows them, numbers where
 * it does not, and no byte beyond a torn message. The words need not be stable; that
 * each thing is told, and in its place, is what is checked.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "encode.h"
#include "option/value.h"
#include "query_encode.h"
#include "support/message.h"
#include "support/unit.h"
#include "trace.h"

static void keep(void *data, const char *line)
{
	struct text *t = data;

	text_add(t, "%s\n", line);
}

static void check(
	const char *way, const struct nlmsghdr *h, int protocol, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };
	const struct sock s = { .protocol = protocol, .trace = keep, .trace_data = &t };

	trace_message(&s, way, h);
	ck_assert_str_eq(text_str(&t), expected);
}

/* ------------------------------------------------------------------------- requests */

static void put_word(struct optset *o, enum bondnl_option id, const char *word)
{
	struct value v;

	ck_assert_int_eq(value_parse(option_get(id), word, &v, NULL), 0);
	optset_put(o, id, &v);
}

static struct nl_msg *create_message(void)
{
	struct target_link l = { .name = "bond0", .mtu = 9000 };
	struct step step = { .kind = STEP_CREATE, .parts = TARGET_MTU };
	const struct request o = { .step = &step, .link = &l };
	struct nl_msg *m;

	put_word(&l.options, BONDNL_OPT_MODE, "active-backup");
	put_word(&l.options, BONDNL_OPT_MIIMON, "100");
	put_word(&l.options, BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1");
	put_word(&l.options, BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:01");
	step.mask = l.options.present;
	m = encode_request(&o);
	ck_assert_ptr_nonnull(m);
	nlmsg_hdr(m)->nlmsg_flags |= NLM_F_REQUEST;
	nlmsg_hdr(m)->nlmsg_seq = 0x12340005;
	return m;
}

START_TEST(test_create)
{
	struct nl_msg *m = create_message();
	_cleanup_text_ struct text t = { 0 };
	const struct sock s = {
		.protocol = NETLINK_ROUTE, .trace = keep, .trace_data = &t
	};
	static const char *const parts[] = { "send RTM_NEWLINK #5", " ack", " create",
		" excl", "\n  ifname bond0\n", "\n  mtu 9000\n", "\n  linkinfo\n",
		"\n    kind bond\n", "\n    data\n", "\n      mode active-backup\n",
		"\n      miimon 100\n", "\n      ad_actor_system 02:00:00:00:00:01\n",
		"\n      arp_ip_target " };

	trace_message(&s, "send", nlmsg_hdr(m));
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		ck_assert_part(text_str(&t), parts[i]);
	nlmsg_free(m);
}
END_TEST

START_TEST(test_up)
{
	const struct target_link l = { .name = "bond0" };
	const struct step step = { .kind = STEP_UP };
	const struct request o = { .step = &step, .link = &l, .ifindex = 7 };
	struct nl_msg *m = encode_request(&o);

	ck_assert_ptr_nonnull(m);
	nlmsg_hdr(m)->nlmsg_flags |= NLM_F_REQUEST;
	nlmsg_hdr(m)->nlmsg_seq = 6;
	check("send", nlmsg_hdr(m), NETLINK_ROUTE,
		"send RTM_SETLINK #6 ack ifindex 7 up\n");
	nlmsg_free(m);
}
END_TEST

START_TEST(test_question)
{
	const struct query q = { .kind = QUERY_SLAVES, .ifindex = 7 };
	struct nl_msg *m = query_encode(&q);

	ck_assert_ptr_nonnull(m);
	nlmsg_hdr(m)->nlmsg_flags |= NLM_F_REQUEST;
	nlmsg_hdr(m)->nlmsg_seq = 7;
	check("send", nlmsg_hdr(m), NETLINK_ROUTE,
		"send RTM_GETLINK #7 dump\n  ext_mask 8\n  master 7\n");
	nlmsg_free(m);
}
END_TEST

/* -------------------------------------------------------------------------- replies */

static struct nl_msg *reply(int type, int error)
{
	const struct nlmsgerr e = { .error = error };
	struct nl_msg *m = nlmsg_alloc_simple(type, 0);

	ck_assert_ptr_nonnull(m);
	ck_assert_int_eq(nlmsg_append(m, (void *)&e, sizeof(e), NLMSG_ALIGNTO), 0);
	nlmsg_hdr(m)->nlmsg_seq = 8;
	return m;
}

START_TEST(test_answers)
{
	struct nl_msg *m = reply(NLMSG_ERROR, 0);

	check("recv", nlmsg_hdr(m), NETLINK_ROUTE, "recv answer #8\n");
	nlmsg_free(m);

	m = reply(NLMSG_ERROR, -ENOTEMPTY);
	check("recv", nlmsg_hdr(m), NETLINK_ROUTE,
		"recv answer #8\n  Directory not empty\n");
	nlmsg_free(m);

	m = reply(NLMSG_ERROR, -EINVAL);
	nlmsg_hdr(m)->nlmsg_flags = NLM_F_CAPPED | NLM_F_ACK_TLVS;
	ck_assert_int_eq(nla_put_string(m, NLMSGERR_ATTR_MSG, "invalid option value"), 0);
	ck_assert_int_eq(nla_put_u32(m, NLMSGERR_ATTR_OFFS, 60), 0);
	check("recv", nlmsg_hdr(m), NETLINK_ROUTE,
		"recv answer #8\n  Invalid argument: invalid option value "
		"(at byte 60 of the request)\n");
	nlmsg_free(m);

	m = reply(NLMSG_DONE, 0);
	check("recv", nlmsg_hdr(m), NETLINK_ROUTE, "recv end of dump #8\n");
	nlmsg_free(m);
}
END_TEST

/* What is not known has its number; what cannot be printed never reaches a terminal. */
START_TEST(test_unknown)
{
	const struct ifinfomsg head = { .ifi_index = 5 };
	static const uint8_t long_one[40];
	struct nl_msg *m = message_link(RTM_NEWLINK, 0, &head);
	struct nlattr *info, *data;

	ck_assert_ptr_nonnull(m);
	nlmsg_hdr(m)->nlmsg_seq = 9;
	nla_put_string(m, IFLA_IFNAME, "a\033[2Jb");
	nla_put_u16(m, 999, 0x0101);
	nla_put(m, 1000, sizeof(long_one), long_one);
	info = nla_nest_start(m, IFLA_LINKINFO);
	data = nla_nest_start(m, IFLA_INFO_DATA);
	nla_put_u8(m, 99, 3);
	nla_put_u8(m, IFLA_BOND_MODE, 9);
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	check("recv", nlmsg_hdr(m), NETLINK_ROUTE,
		"recv RTM_NEWLINK #9 ifindex 5\n"
		"  ifname a?[2Jb\n"
		"  #999 0x0101\n"
		"  #1000 "
		"0x0000000000000000000000000000000000000000000000000000000000000000... "
		"(40 bytes)\n"
		"  linkinfo\n"
		"    data\n"
		"      #99 0x03\n"
		"      mode 9\n");
	nlmsg_free(m);
}
END_TEST

START_TEST(test_other_types)
{
	struct nl_msg *m = nlmsg_alloc_simple(77, 0);

	ck_assert_ptr_nonnull(m);
	nlmsg_hdr(m)->nlmsg_seq = 10;
	check("recv", nlmsg_hdr(m), NETLINK_ROUTE, "recv message type 77 #10\n");
	/* 16 is RTM_NEWLINK for one protocol, and something else for another */
	nlmsg_hdr(m)->nlmsg_type = RTM_NEWLINK;
	check("recv", nlmsg_hdr(m), NETLINK_GENERIC,
		"recv generic netlink type 16 #10\n");
	nlmsg_free(m);
}
END_TEST

/* ----------------------------------------------------------------------------- torn */

static void trace_it(void *data, const struct nlmsghdr *h)
{
	_cleanup_text_ struct text t = { 0 };
	const struct sock s = {
		.protocol = NETLINK_ROUTE, .trace = keep, .trace_data = &t
	};

	(void)data;
	trace_message(&s, "recv", h);
	ck_assert_part(text_str(&t), "recv ");
}

START_TEST(test_damaged)
{
	struct nl_msg *m = create_message();

	message_damage(nlmsg_hdr(m), trace_it, NULL);
	nlmsg_free(m);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("trace");

	unit_one(s, "create", test_create);
	unit_one(s, "up", test_up);
	unit_one(s, "question", test_question);
	unit_one(s, "answers", test_answers);
	unit_one(s, "unknown", test_unknown);
	unit_one(s, "other types", test_other_types);
	unit_one(s, "damaged", test_damaged);
	return unit_run(s);
}
