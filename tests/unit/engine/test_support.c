/*
 * Which options a kernel knows, asked of one in memory. How a real one is asked is
 * test_probe's.
 */
#include <errno.h>

#include "support/fake.h"
#include "support/unit.h"

static const char *const empty[] = { "2 eth0 up", NULL };
static const char *const bare[] = { "7 bond0 bond", NULL };
static const char *const whole[] = { "7 bond0 bond up miimon 100", "2 eth0 up master 7",
	NULL };

#define NEW (OPTBIT(BONDNL_OPT_BROADCAST_NEIGHBOR) | OPTBIT(BONDNL_OPT_LACP_STRICT))

struct row {
	const char *const *scene;
	bool no_driver, no_privilege;
	int probe_error;
	optmask lacks;
	/* of options that: every bond reports, few report, are new; then of slaves: that
	 * every one reports, few report */
	enum bondnl_known mode, target, strict, partner, queue, churn;
};

#define YES    BONDNL_KNOWN_YES
#define NO     BONDNL_KNOWN_NO
#define UNTOLD BONDNL_KNOWN_UNTOLD
#define NOBODY BONDNL_KNOWN_NO_PRIVILEGE
#define NONE   BONDNL_KNOWN_NO_SLAVE
#define UNSEEN BONDNL_KNOWN_NOT_SEEN
#define DRIVER BONDNL_KNOWN_NO_DRIVER

/* clang-format off */
static const struct row rows[] = {
	{ empty, false, false, 0, NEW, YES, YES, NO, YES, NONE, NONE },
	{ bare, false, false, 0, NEW, YES, YES, NO, YES, NONE, NONE },
	{ whole, false, false, 0, NEW, YES, YES, NO, YES, YES, UNSEEN },
	{ whole, false, false, 0, 0, YES, YES, YES, YES, YES, UNSEEN },
	{ empty, false, true, 0, NEW, NOBODY, NOBODY, NOBODY, NOBODY, NONE, NONE },
	{ whole, false, true, 0, NEW, YES, NOBODY, NOBODY, NOBODY, YES, UNSEEN },
	{ empty, true, false, 0, NEW, DRIVER, DRIVER, DRIVER, DRIVER, DRIVER, DRIVER },
	{ empty, true, true, 0, NEW, DRIVER, DRIVER, DRIVER, DRIVER, DRIVER, DRIVER },
	/* a kernel that looks at things in another order */
	{ empty, false, false, -EINVAL, NEW, UNTOLD, UNTOLD, UNTOLD, UNTOLD, NONE, NONE },
	{ whole, false, false, -EINVAL, NEW, YES, UNTOLD, UNTOLD, UNTOLD, YES, UNSEEN },
	/* it knows what no driver was ever without: else nothing is believed */
	{ whole, false, false, 0, NEW | OPTBIT(BONDNL_OPT_AD_AGGREGATOR),
		YES, YES, UNTOLD, YES, YES, UNSEEN },
};
/* clang-format on */

START_TEST(test_known)
{
	const struct row *r = &rows[_i];
	enum bondnl_known known[BONDNL_OPT_COUNT_ + 1];
	struct bondnl_error err = { 0 };
	struct fake f;
	struct bondnl_ctx ctx = { .backend = &f.backend };
	_cleanup_text_ struct text before = { 0 }, after = { 0 };

	fake_open(&f, r->scene);
	f.no_driver = r->no_driver;
	f.no_privilege = r->no_privilege;
	f.probe_error = r->probe_error;
	f.lacks = r->lacks;
	fake_print(&f, &before);
	ck_assert_int_eq(
		bondnl_kernel_options(&ctx, BONDNL_OPT_COUNT_ + 1, known, &err), 0);
	ck_assert_int_eq(known[BONDNL_OPT_MODE], r->mode);
	ck_assert_int_eq(known[BONDNL_OPT_ARP_IP_TARGET], r->target);
	ck_assert_int_eq(known[BONDNL_OPT_LACP_STRICT], r->strict);
	ck_assert_int_eq(known[BONDNL_OPT_AD_PARTNER_KEY], r->partner);
	ck_assert_int_eq(known[BONDNL_OPT_SLAVE_QUEUE_ID], r->queue);
	ck_assert_int_eq(known[BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE], r->churn);
	ck_assert_int_eq(known[BONDNL_OPT_COUNT_], BONDNL_KNOWN_UNTOLD);
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++)
		ck_assert_int_eq(bondnl_known_reason(known[i]) == NULL,
			known[i] == YES || known[i] == NO);
	ck_assert_uint_eq(f.requests, 0);
	fake_print(&f, &after);
	ck_assert_str_eq(text_str(&after), text_str(&before));
	fake_close(&f);
}
END_TEST

/* What was seen is not asked for: each asking may leave a line in the kernel's log. */
START_TEST(test_asks_little)
{
	enum bondnl_known known[1] = { BONDNL_KNOWN_UNTOLD };
	struct fake f;
	struct bondnl_ctx ctx = { .backend = &f.backend };

	fake_open(&f, whole);
	ck_assert_int_eq(bondnl_kernel_options(&ctx, 1, known, NULL), 0);
	ck_assert_int_eq(known[0], YES);
	ck_assert_part(text_str(&f.asked), "bonds; probe ad_aggregator perm_hwaddr ");
	ck_assert_part(text_str(&f.asked), " lacp_strict");
	ck_assert_ptr_null(strstr(text_str(&f.asked), "miimon"));
	ck_assert_ptr_null(strstr(text_str(&f.asked), "queue_id"));
	fake_close(&f);
}
END_TEST

START_TEST(test_deaf)
{
	for (size_t k = 1; k <= 2; k++) {
		enum bondnl_known known[1] = { BONDNL_KNOWN_UNTOLD };
		struct bondnl_error err = { 0 };
		struct fake f;
		struct bondnl_ctx ctx = { .backend = &f.backend };

		fake_open(&f, whole);
		f.deaf_at = k;
		ck_assert_int_eq(bondnl_kernel_options(&ctx, 1, known, &err), -ENOBUFS);
		ck_assert_int_eq(err.code, -ENOBUFS);
		ck_assert_int_eq(known[0], BONDNL_KNOWN_UNTOLD);
		fake_close(&f);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("known");

	unit_rows(s, "known", test_known, ARRAY_SIZE(rows));
	unit_one(s, "asks little", test_asks_little);
	unit_one(s, "deaf", test_deaf);
	return unit_run(s);
}
