/*
 * Requests that ask whether the driver knows an attribute: none may be able to succeed,
 * and what their refusals mean. That the driver refuses them so is it_options' to see.
 */
#include <errno.h>
#include <linux/rtnetlink.h>

#include "probe.h"
#include "support/message.h"
#include "support/unit.h"

/* clang-format off */
static const struct {
	struct probe probe;
	const char *message;
} rows[] = {
	{ { BONDNL_OPT_MODE, 0 }, "address 010000000000 linkinfo { kind 'bond' data { 1  } }" },
	{ { BONDNL_OPT_MIIMON, 0 }, "address 010000000000 linkinfo { kind 'bond' data { 3 000000 } }" },
	{ { BONDNL_OPT_PRIMARY, 0 }, "address 010000000000 linkinfo { kind 'bond' data { 11 000000 } }" },
	{ { BONDNL_OPT_AD_USER_PORT_KEY, 0 }, "address 010000000000 linkinfo { kind 'bond' data { 25 u8 0 } }" },
	{ { BONDNL_OPT_ARP_IP_TARGET, 0 }, "address 010000000000 linkinfo { kind 'bond' data { 8 u16 0 } }" },
	{ { BONDNL_OPT_AD_PARTNER_MAC, 0 }, "address 010000000000 linkinfo { kind 'bond' data { 23 u16 0 } }" },
	{ { BONDNL_OPT_SLAVE_PRIO, 5 }, "ifindex 5 linkinfo { slave_kind 'bond' slave_data { 9 000000 } }" },
	{ { BONDNL_OPT_SLAVE_QUEUE_ID, 5 }, "ifindex 5 linkinfo { slave_kind 'bond' slave_data { 5 u8 0 } }" },
};
/* clang-format on */

START_TEST(test_message)
{
	struct nl_msg *m = probe_encode(&rows[_i].probe);
	_cleanup_text_ struct text t = { 0 }, expected = { 0 };

	text_add(&expected, "NEWLINK ack excl %s", rows[_i].message);
	message_print(nlmsg_hdr(m), &t);
	ck_assert_str_eq(text_str(&t), text_str(&expected));
	nlmsg_free(m);
}
END_TEST

/* Nothing to make it with, and an end that is sure: for every option. */
START_TEST(test_harmless)
{
	const struct option *o = option_get((enum bondnl_option)_i);
	const struct probe p = { o->id, o->level == OPTION_SLAVE ? 5 : 0 };
	struct nl_msg *m = probe_encode(&p);
	_cleanup_text_ struct text t = { 0 };

	ck_assert_ptr_nonnull(m);
	ck_assert(!(nlmsg_hdr(m)->nlmsg_flags & NLM_F_CREATE));
	ck_assert(nlmsg_hdr(m)->nlmsg_flags & NLM_F_EXCL);
	message_print(nlmsg_hdr(m), &t);
	if (o->level == OPTION_SLAVE)
		ck_assert_part(text_str(&t), "ifindex 5 ");
	else
		ck_assert_part(text_str(&t), "excl address 010000000000 ");
	nlmsg_free(m);
}
END_TEST

START_TEST(test_meaning)
{
	static const struct {
		int error, bond, slave;
	} meanings[] = {
		{ -ERANGE, PROBE_YES, PROBE_YES },
		{ -EADDRNOTAVAIL, PROBE_NO, -EADDRNOTAVAIL },
		{ -EEXIST, -EEXIST, PROBE_NO },
		{ -EPERM, -EPERM, -EPERM },
		{ -EINVAL, -EINVAL, -EINVAL },
		{ 0, -EBADMSG, -EBADMSG },
	};
	const struct probe bond = { BONDNL_OPT_MODE, 0 },
			   slave = { BONDNL_OPT_SLAVE_PRIO, 5 };

	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++) {
		ck_assert_int_eq(
			probe_meaning(&bond, meanings[i].error), meanings[i].bond);
		ck_assert_int_eq(
			probe_meaning(&slave, meanings[i].error), meanings[i].slave);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("probe");

	unit_rows(s, "message", test_message, ARRAY_SIZE(rows));
	unit_rows(s, "harmless", test_harmless, BONDNL_OPT_COUNT_);
	unit_one(s, "meaning", test_meaning);
	return unit_run(s);
}
