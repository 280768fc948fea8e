/*
 * Sets of option values: unset is not zero, copy is assignment, lists are compared as
 * sets. It judges no value.
 */
#include "option/value.h"
#include "support/unit.h"

static struct value parsed(enum bondnl_option id, const char *word)
{
	struct value v;

	ck_assert_msg(value_parse(option_get(id), word, &v, NULL) == 0, "%s", word);
	return v;
}

static void put(struct optset *s, enum bondnl_option id, const char *word)
{
	struct value v = parsed(id, word);

	optset_put(s, id, &v);
}

static void check_printed(const struct optset *s, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };

	unit_print_options(s, s->present, &t);
	ck_assert_str_eq(text_str(&t), expected);
}

START_TEST(test_unset_is_not_zero)
{
	struct optset s = { 0 };

	ck_assert(!optset_has(&s, BONDNL_OPT_MIIMON));
	ck_assert_int_eq(optset_number(&s, BONDNL_OPT_MIIMON, 77), 77);
	optset_put_number(&s, BONDNL_OPT_MIIMON, 0);
	ck_assert(optset_has(&s, BONDNL_OPT_MIIMON));
	ck_assert_int_eq(optset_number(&s, BONDNL_OPT_MIIMON, 77), 0);
	ck_assert(!optset_has(&s, BONDNL_OPT_UPDELAY));
}
END_TEST

/* Each option has a place of its own: what is put is taken, and nothing else changes. */
START_TEST(test_put_and_take)
{
	static const char *const words[] = { [OPTION_MAC] = "02:00:00:00:00:01",
		[OPTION_LINK] = "eth9",
		[OPTION_IP4_LIST] = "192.0.2.1",
		[OPTION_IP6_LIST] = "fe80::1" };
	const struct option *o = option_get((enum bondnl_option)_i);
	struct value v = { .number = 1 }, back;
	struct optset s = { 0 };

	if (o->type < ARRAY_SIZE(words) && words[o->type])
		v = parsed(o->id, words[o->type]);
	optset_put(&s, o->id, &v);
	ck_assert(s.present == OPTBIT(_i));
	optset_take(&s, o->id, &back);
	ck_assert_int_eq(back.number, v.number);
	ck_assert_str_eq(back.link_name, v.link_name);
	ck_assert_int_eq(back.targets.n, v.targets.n);
	ck_assert_mem_eq(back.targets.ip, v.targets.ip, sizeof(v.targets.ip));
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++) {
		if (i == _i)
			continue;
		optset_take(&s, (enum bondnl_option)i, &back);
		ck_assert_int_eq(back.number, 0);
		ck_assert_str_eq(back.link_name, "");
		ck_assert_int_eq(back.targets.n, 0);
	}
}
END_TEST

/* The compiler cannot count rows of the table, so a third link would write behind its
 * set. */
START_TEST(test_links_have_places)
{
	struct optset s;

	ck_assert_int_eq(
		__builtin_popcountll(optmask_type(OPTION_LINK)), ARRAY_SIZE(s.link_name));
}
END_TEST

/* -------------------------------------------------------------------------- merging */

START_TEST(test_merge)
{
	struct optset from = { 0 }, to = { 0 };

	put(&from, BONDNL_OPT_MODE, "1");
	put(&from, BONDNL_OPT_PRIMARY, "eth0");
	put(&from, BONDNL_OPT_ACTIVE_SLAVE, "eth1");
	put(&from, BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1");
	put(&to, BONDNL_OPT_MODE, "4");
	put(&to, BONDNL_OPT_MIIMON, "100");

	optset_merge(&to, &from, OPTBIT(BONDNL_OPT_PRIMARY) | OPTBIT(BONDNL_OPT_UPDELAY));
	check_printed(&to, "mode 802.3ad miimon 100 primary eth0");
	optset_merge(&to, &from, 0);
	check_printed(&to, "mode 802.3ad miimon 100 primary eth0");
	optset_merge(&to, &from, ~(optmask)0);
	check_printed(&to,
		"mode active-backup active_slave eth1 miimon 100 "
		"arp_ip_target 192.0.2.1 primary eth0");
}
END_TEST

/* ------------------------------------------------------------------------- comparing */

/* clang-format off */
static const struct {
	enum bondnl_option id;
	const char *a, *b;
	bool same;
} pairs[] = {
	{ BONDNL_OPT_MIIMON, "100", "100ms", true },
	{ BONDNL_OPT_MIIMON, "100", "101", false },
	{ BONDNL_OPT_MODE, "active-backup", "1", true },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:01", "02-00-00-00-00-01", true },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:01", "03:00:00:00:00:01", false },
	{ BONDNL_OPT_ARP_IP_TARGET, "none", "none", true },
	{ BONDNL_OPT_ARP_IP_TARGET, "1.1.1.1", "1.1.1.1", true },
	{ BONDNL_OPT_ARP_IP_TARGET, "1.1.1.1,2.2.2.2", "2.2.2.2,1.1.1.1", true },
	{ BONDNL_OPT_ARP_IP_TARGET, "1.1.1.1,2.2.2.2", "1.1.1.1,3.3.3.3", false },
	{ BONDNL_OPT_ARP_IP_TARGET, "1.1.1.1,2.2.2.2", "1.1.1.1", false },
	{ BONDNL_OPT_ARP_IP_TARGET, "none", "1.1.1.1", false },
	{ BONDNL_OPT_NS_IP6_TARGET, "fe80::1,fe80::2", "fe80::2,fe80::1", true },
	{ BONDNL_OPT_NS_IP6_TARGET, "fe80::1", "fe80::2", false },
	{ BONDNL_OPT_NS_IP6_TARGET, "2001:db8::1", "2001:db8::1:0:0:1", false },
};
/* clang-format on */

START_TEST(test_same)
{
	struct optset a = { 0 }, b = { 0 };

	put(&a, pairs[_i].id, pairs[_i].a);
	put(&b, pairs[_i].id, pairs[_i].b);
	ck_assert_int_eq(optset_same(&a, &b, pairs[_i].id), pairs[_i].same);
	ck_assert_int_eq(optset_same(&b, &a, pairs[_i].id), pairs[_i].same);
}
END_TEST

/* Links are the same by ifindex: a name may change. */
START_TEST(test_same_link)
{
	struct optset a = { 0 }, b = { 0 };

	put(&a, BONDNL_OPT_PRIMARY, "eth0");
	put(&b, BONDNL_OPT_PRIMARY, "lan0");
	a.number[BONDNL_OPT_PRIMARY] = b.number[BONDNL_OPT_PRIMARY] = 2;
	ck_assert(optset_same(&a, &b, BONDNL_OPT_PRIMARY));
	b.number[BONDNL_OPT_PRIMARY] = 3;
	ck_assert(!optset_same(&a, &b, BONDNL_OPT_PRIMARY));
	ck_assert_str_eq(optset_link(&a, BONDNL_OPT_PRIMARY), "eth0");
	ck_assert_str_eq(optset_link(&a, BONDNL_OPT_ACTIVE_SLAVE), "");
}
END_TEST

/* ---------------------------------------------------------------------------- masks */

START_TEST(test_mask_next)
{
	optmask mask = OPTBIT(0) | OPTBIT(7) | OPTBIT(BONDNL_OPT_COUNT_ - 1);
	enum bondnl_option id;

	ck_assert(optmask_next(&mask, &id));
	ck_assert_int_eq(id, 0);
	ck_assert(optmask_next(&mask, &id));
	ck_assert_int_eq(id, 7);
	ck_assert(optmask_next(&mask, &id));
	ck_assert_int_eq(id, BONDNL_OPT_COUNT_ - 1);
	ck_assert(!optmask_next(&mask, &id));
	ck_assert(mask == 0);
}
END_TEST

START_TEST(test_mask_of_rows)
{
	optmask all = optmask_level(OPTION_BOND) | optmask_level(OPTION_SLAVE) |
		optmask_level(OPTION_AD_INFO);

	ck_assert(all == (OPTBIT(BONDNL_OPT_COUNT_) - 1));
	ck_assert(!(optmask_level(OPTION_BOND) & optmask_level(OPTION_SLAVE)));
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		ck_assert_int_eq(!(optmask_level(o->level) & OPTBIT(i)), 0);
		for (unsigned flag = 1; flag <= OPTION_PRIVILEGED; flag <<= 1)
			ck_assert_int_eq(
				!(optmask_flags(flag) & OPTBIT(i)), !(o->flags & flag));
	}
	ck_assert(optmask_flags(0) == 0);
	ck_assert(optmask_flags(OPTION_NEEDS_DOWN | OPTION_LATE) ==
		(optmask_flags(OPTION_NEEDS_DOWN) | optmask_flags(OPTION_LATE)));
}
END_TEST

/* ----------------------------------------------------------------------- MAC policy */

/* clang-format off */
static const struct {
	int64_t mode, fail_over_mac; /* -1: not present */
	int64_t policy;
} policies[] = {
	{ MODE_ACTIVE_BACKUP, 0, FAIL_OVER_MAC_NONE },
	{ MODE_ACTIVE_BACKUP, 1, FAIL_OVER_MAC_ACTIVE },
	{ MODE_ACTIVE_BACKUP, 2, FAIL_OVER_MAC_FOLLOW },
	{ MODE_ACTIVE_BACKUP, -1, FAIL_OVER_MAC_NONE },
	/* set, and not read */
	{ 0, 1, FAIL_OVER_MAC_NONE },
	{ 2, 2, FAIL_OVER_MAC_NONE },
	{ 3, 1, FAIL_OVER_MAC_NONE },
	{ MODE_8023AD, 1, FAIL_OVER_MAC_NONE },
	{ 5, 1, FAIL_OVER_MAC_NONE },
	{ 6, 2, FAIL_OVER_MAC_NONE },
	{ -1, 1, FAIL_OVER_MAC_NONE },
};
/* clang-format on */

START_TEST(test_mac_policy)
{
	struct optset bond = { 0 };

	if (policies[_i].mode >= 0)
		optset_put_number(&bond, BONDNL_OPT_MODE, policies[_i].mode);
	if (policies[_i].fail_over_mac >= 0)
		optset_put_number(
			&bond, BONDNL_OPT_FAIL_OVER_MAC, policies[_i].fail_over_mac);
	ck_assert_int_eq(optset_mac_policy(&bond), policies[_i].policy);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("optset");

	unit_one(s, "unset is not zero", test_unset_is_not_zero);
	unit_rows(s, "put and take", test_put_and_take, BONDNL_OPT_COUNT_);
	unit_one(s, "links have places", test_links_have_places);
	unit_one(s, "merge", test_merge);
	unit_rows(s, "same", test_same, ARRAY_SIZE(pairs));
	unit_one(s, "same link", test_same_link);
	unit_one(s, "mask next", test_mask_next);
	unit_one(s, "mask of rows", test_mask_of_rows);
	unit_rows(s, "mac policy", test_mac_policy, ARRAY_SIZE(policies));
	return unit_run(s);
}
