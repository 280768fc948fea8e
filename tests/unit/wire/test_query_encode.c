/*
 * Questions into messages: what is asked for, and nothing more. Nothing is sent.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "query_encode.h"
#include "support/message.h"
#include "support/unit.h"

static void check(struct nl_msg *m, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };

	ck_assert_ptr_nonnull(m);
	message_print(nlmsg_hdr(m), &t);
	ck_assert_str_eq(text_str(&t), expected);
	/* a query wants an reply, not a receipt */
	ck_assert(!(nlmsg_hdr(m)->nlmsg_flags & NLM_F_ACK));
	nlmsg_free(m);
}

/* clang-format off */
static const struct {
	struct query query;
	const char *message;
} rows[] = {
	{ { .kind = QUERY_NAME, .name = "eth0" }, "GETLINK ext_mask u32 8 ifname 'eth0'" },
	{ { .kind = QUERY_NAME, .name = "fifteen-letters" },
		"GETLINK ext_mask u32 8 ifname 'fifteen-letters'" },
	/* IFLA_IFNAME has no room for more, and finds altnames only up to there */
	{ { .kind = QUERY_NAME, .name = "sixteen-letters-" },
		"GETLINK ext_mask u32 8 alt_ifname 'sixteen-letters-'" },
	{ { .kind = QUERY_LINK, .ifindex = 7 }, "GETLINK ifindex 7 ext_mask u32 8" },
	{ { .kind = QUERY_SLAVES, .ifindex = 7 },
		"GETLINK dump ext_mask u32 8 master u32 7" },
	{ { .kind = QUERY_ADDRESSES, .ifindex = 7 }, "GETADDR dump family 0 ifindex 7" },
	{ { .kind = QUERY_ROUTES, .ifindex = 7 }, "GETROUTE dump family 0 oif u32 7" },
	{ { .kind = QUERY_ROUTES }, "GETROUTE dump family 0" },
	{ { .kind = QUERY_EGRESS, .name = "192.0.2.9", .ifindex = 7 },
		"GETROUTE family 2 dst c0000209" },
};
/* clang-format on */

START_TEST(test_question)
{
	check(query_encode(&rows[_i].query), rows[_i].message);
}
END_TEST

/* What is more than one message, or another family's, has no message here. */
START_TEST(test_no_message)
{
	static const enum query_kind kinds[] = { QUERY_BONDS, QUERY_WIRELESS };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct query q = { .kind = kinds[i], .ifindex = 7 };

		ck_assert_ptr_null(query_encode(&q));
	}
}
END_TEST

START_TEST(test_all)
{
	check(query_encode_bonds(),
		"GETLINK dump ext_mask u32 8 linkinfo { kind 'bond' }");
	check(query_encode_links(), "GETLINK dump ext_mask u32 8");
	check(query_encode_addresses(), "GETADDR dump family 0 ifindex 0");
}
END_TEST

/* Of all links that count: none is named. */
START_TEST(test_lacp_of_all)
{
	struct nl_msg *m = query_encode_lacp();
	const struct if_stats_msg *head;

	ck_assert_ptr_nonnull(m);
	head = nlmsg_data(nlmsg_hdr(m));
	ck_assert_int_eq(nlmsg_hdr(m)->nlmsg_type, RTM_GETSTATS);
	ck_assert_int_eq(nlmsg_hdr(m)->nlmsg_flags & NLM_F_DUMP, NLM_F_DUMP);
	ck_assert_uint_eq(head->ifindex, 0);
	ck_assert_uint_ne(head->filter_mask, 0);
	nlmsg_free(m);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("question");

	unit_rows(s, "question", test_question, ARRAY_SIZE(rows));
	unit_one(s, "no message", test_no_message);
	unit_one(s, "all", test_all);
	unit_one(s, "LACP of all", test_lacp_of_all);
	return unit_run(s);
}
