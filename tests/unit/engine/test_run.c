/*
 * The whole path against a kernel in memory: what becomes of a spec when all goes well,
 * when it is refused, and when it takes two tries. What goes wrong on the way is
 * test_undo's; the real kernel's part in it is tests/integration's.
 */
#include <errno.h>

#include "support/recorder.h"
#include "support/scene.h"

#define MAIN_SCENE                                                                       \
	SCENE("2 eth0 up addr 192.0.2.7/24 addr 2001:db8::7/64 "                         \
	      "route default via 192.0.2.1",                                             \
		"4 wlan0 wireless up known")
#define MAIN_WORDS                                                                       \
	"bond0 mode active-backup miimon 100 address 192.168.1.211/24 slave eth0 "       \
	"slave wlan0"

#define MAIN_NOTES                                                                       \
	"warning: eth0 keeps its own address 192.0.2.7/24, and the route to the "        \
	"network: traffic may pass the bond by; to take it off, say flush after the "     \
	"slave, or: ip addr flush dev "                                                  \
	"eth0\n"                                                                         \
	"warning: eth0 loses its own address 2001:db8::7/64 when it is taken down\n"     \
	"warning: 1 route by a gateway over eth0 goes when it is taken down; say "       \
	"gateway IP for a default route by the bond\n"                                   \
	"note: fail_over_mac active, because wlan0 is wireless: the bond has the "       \
	"MAC of the slave that is active\n"

/* --------------------------------------------------------------- when all goes well */

struct done {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	const char *said;
	const char *const *parts; /* of the state afterwards */
};

/* clang-format off */
static const struct done dones[] = {
	{ MAIN_SCENE, BONDNL_CREATE, MAIN_WORDS,
		"step: create bond0: mode active-backup, miimon 100, fail_over_mac "
		"active\n"
		"step: give bond0: address 192.168.1.211/24\n"
		"step: take eth0 down\n"
		"step: take wlan0 down\n"
		"step: enslave eth0 to bond0\n"
		"step: enslave wlan0 to bond0\n"
		"step: bring bond0 up\n" MAIN_NOTES,
		SCENE("eth0 up mtu 1500 mac 02:00:00:00:00:02 master bond0",
		"wlan0 up mtu 1500 mac 02:00:00:00:00:04 master bond0",
		"bond0 up mtu 1500 mac 02:00:00:00:00:02 mode active-backup "
		"active_slave 2 miimon 100 ",
		" 192.168.1.211/24\n") },
	/* slaves that are down need not be taken down */
	{ SCENE("2 eth0 known", "3 eth1 up known"), BONDNL_CREATE,
		"bond0 mode 1 miimon 100 primary eth1 slave eth0 slave eth1 prio 3 down",
		"step: create bond0: mode active-backup, miimon 100, primary eth1\n"
		"step: take eth1 down\n"
		"step: enslave eth0 to bond0\n"
		"step: enslave eth1 to bond0\n"
		"step: set eth1: prio 3\n",
		SCENE("eth0 up mtu 1500 mac 02:00:00:00:00:02 master bond0 queue_id 0 "
		"prio 0",
		"eth1 up mtu 1500 mac 02:00:00:00:00:02 master bond0 queue_id 0 prio 3",
		"bond0 down mtu 1500 mac 02:00:00:00:00:02 mode active-backup "
		"active_slave 3 miimon 100 ", " primary 3 ") },
	{ SCENE("2 eth0 known"), BONDNL_CREATE,
		"bond0 miimon 100 updelay 250 mtu 9000 lladdr 02:aa:00:00:00:01 slave "
		"eth0 address 192.0.2.5/24 gateway 192.0.2.1",
		"step: create bond0: miimon 100, updelay 250, mtu 9000, lladdr "
		"02:aa:00:00:00:01\n"
		"step: give bond0: address 192.0.2.5/24\n"
		"step: enslave eth0 to bond0\n"
		"step: bring bond0 up\n"
		"step: add the route default via 192.0.2.1 dev bond0\n"
		"warning: updelay: requested 250, got 200: the driver keeps it as a "
		"multiple of miimon 100\n"
		"note: mode balance-rr, because no mode was said\n", SCENE("eth0 up mtu 9000 mac 02:aa:00:00:00:01 master bond0",
		"bond0 up mtu 9000 mac 02:aa:00:00:00:01", " updelay 200 ",
		" 192.0.2.5/24 default via 192.0.2.1\n") },
	{ SCENE("7 bond0 bond up mode 1 miimon 100", "2 eth0 up known"), BONDNL_ADD,
		"bond0 eth0 prio 5 queue_id 3",
		"step: take eth0 down\n"
		"step: enslave eth0 to bond0\n"
		"step: set eth0: queue_id 3, prio 5\n",
		SCENE(" master bond0 queue_id 3 prio 5 ") },
	{ SCENE("7 bond0 bond up mode 1 miimon 100", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_REMOVE, "bond0 eth1",
		"step: release eth1 from bond0\n",
		SCENE("eth0 up mtu 1500 mac 02:00:00:00:00:02 master bond0",
		"eth1 down mtu 1500 mac 02:00:00:00:00:03 \n") },
	{ SCENE("7 bond0 bond up mode 1 miimon 100", "2 eth0 up master 7",
		"8 bond1 bond"), BONDNL_DELETE, "bond1 bond0",
		"step: delete bond1\nstep: delete bond0\n",
		SCENE("eth0 down mtu 1500 mac 02:00:00:00:00:02 \n") },
	{ SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"step: set bond0: active_slave eth1\n", SCENE(" active_slave 3 ") },
	/* from another bond, and from a bridge */
	{ SCENE("5 bond1 bond up miimon 100", "2 eth0 up known master 5",
		"6 br0 bridge up", "3 eth1 up known master 6"), BONDNL_CREATE,
		"bond0 miimon 100 slave eth0 move slave eth1 move",
		"step: create bond0: miimon 100\n"
		"step: release eth0 from bond1\n"
		"step: release eth1 from br0\n"
		"step: take eth1 down\n"
		"step: enslave eth0 to bond0\n"
		"step: enslave eth1 to bond0\n"
		"step: bring bond0 up\n"
		"note: eth0 is taken from bond1\n"
		"note: eth1 is taken from br0, and what was set for it as a port of the "
		"bridge is lost\n"
		"note: mode balance-rr, because no mode was said\n",
		SCENE("eth0 up mtu 1500 mac 02:00:00:00:00:02 master bond0",
		"eth1 up mtu 1500 mac 02:00:00:00:00:02 master bond0") },
	/* a bond of the module's own: another is made beside it, and removed */
	{ SCENE("7 bond0 bond known", "2 eth0 up known"), BONDNL_CREATE,
		"bond0 mode 1 miimon 100 slave eth0",
		"step: set bond0: mode active-backup\n"
		"step: set bond0: miimon 100\n"
		"step: take eth0 down\n"
		"step: enslave eth0 to bond0\n"
		"step: bring bond0 up\n"
		"note: bond0 was there as the bonding module makes it while loading: "
		"used\n",
		SCENE("bond0 up mtu 1500 mac 02:00:00:00:00:02 mode active-backup") },
	/* MAC policy: the driver decides by itself for a first slave with a fixed MAC */
	{ SCENE("2 eth0 fixed_mac known"), BONDNL_CREATE,
		"bond0 mode 1 miimon 100 slave eth0",
		"step: create bond0: mode active-backup, miimon 100\n"
		"step: enslave eth0 to bond0\n"
		"step: bring bond0 up\n"
		"note: fail_over_mac active, set by the driver because the first slave "
		"cannot change its MAC\n", SCENE(" fail_over_mac active ") },
};
/* clang-format on */

static void check_said(const struct heard *h, const char *expected)
{
	ck_assert_str_eq(text_str(&h->said), expected);
}

START_TEST(test_done)
{
	const struct done *d = &dones[_i];
	struct heard h = { 0 };

	fake_open(&h.fake, d->scene);
	heard_run(&h, d->intent, d->line, 0);
	heard_outcome(&h, BONDNL_DONE);
	check_said(&h, d->said);
	for (size_t i = 0; d->parts[i]; i++)
		ck_assert_part(text_str(&h.after), d->parts[i]);
	ck_assert(!h.sample_left);
	ck_assert_uint_eq(bondnl_result_differences(h.result), 0);
	heard_free(&h);
}
END_TEST

/* A second run of the same finds nothing to do, or says why not. */
START_TEST(test_result_steps)
{
	struct heard h = { 0 };

	fake_open(&h.fake, MAIN_SCENE);
	heard_run(&h, BONDNL_CREATE, MAIN_WORDS, 0);
	ck_assert_uint_eq(bondnl_result_steps(h.result), 7);
	ck_assert_str_eq(bondnl_result_step(h.result, 2), "take eth0 down");
	ck_assert(bondnl_result_step_interrupts(h.result, 2));
	ck_assert(!bondnl_result_step_interrupts(h.result, 0));
	ck_assert_ptr_null(bondnl_result_step(h.result, 7));
	ck_assert(!bondnl_result_step_interrupts(h.result, 7));
	ck_assert_ptr_null(bondnl_result_difference(h.result, 0));
	heard_free(&h);
}
END_TEST

static void check_step_link(
	const struct heard *h, size_t i, const char *text, const char *name, int ifindex)
{
	int n = -1;

	ck_assert_str_eq(bondnl_result_step(h->result, i), text);
	ck_assert_str_eq(bondnl_result_step_link(h->result, i, &n), name);
	ck_assert_int_eq(n, ifindex);
}

/* As it was before, also of a bond that is there by now, or no more. */
START_TEST(test_step_links)
{
	struct heard h = { 0 };
	int n = -1;

	fake_open(&h.fake, SCENE("2 eth0", "3 eth1", "7 bond0 bond"));
	heard_run(&h, BONDNL_CREATE, "bond1 slave eth1", 0);
	check_step_link(&h, 0, "create bond1: miimon 100", "bond1", 0);
	check_step_link(&h, 1, "enslave eth1 to bond1", "eth1", 3);
	check_step_link(
		&h, bondnl_result_steps(h.result) - 1, "bring bond1 up", "bond1", 0);
	ck_assert_ptr_null(
		bondnl_result_step_link(h.result, bondnl_result_steps(h.result), &n));
	ck_assert_int_eq(n, -1);
	heard_free(&h);

	memset(&h, 0, sizeof(h));
	fake_open(&h.fake, SCENE("7 bond0 bond"));
	heard_run(&h, BONDNL_DELETE, "bond0", 0);
	check_step_link(&h, 0, "delete bond0", "bond0", 7);
	heard_free(&h);
}
END_TEST

/* ---------------------------------------------------------------- what sends nothing */

START_TEST(test_dry_run)
{
	struct heard h = { 0 };

	fake_open(&h.fake, MAIN_SCENE);
	heard_run(&h, BONDNL_CREATE, MAIN_WORDS, BONDNL_DRY_RUN);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_uint_eq(h.fake.requests, 0);
	ck_assert_uint_eq(bondnl_result_steps(h.result), 7);
	heard_same_state(&h);
	check_said(&h, MAIN_NOTES);
	heard_free(&h);
}
END_TEST

/* No sample is made of the driver's bonds either: the likely case is supposed. */
START_TEST(test_dry_run_adopts)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("7 bond0 bond known"));
	heard_run(&h, BONDNL_CREATE, "bond0 miimon 100", BONDNL_DRY_RUN);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_uint_eq(h.fake.requests, 0);
	heard_free(&h);
}
END_TEST

/* clang-format off */
static const struct {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
} nothings[] = {
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_FAILOVER, "bond0 eth0" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 prio 5"), BONDNL_ADD,
		"bond0 eth0 prio 5" },
};
/* clang-format on */

START_TEST(test_nothing_to_do)
{
	struct heard h = { 0 };

	fake_open(&h.fake, nothings[_i].scene);
	heard_run(&h, nothings[_i].intent, nothings[_i].line, 0);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_uint_eq(h.fake.requests, 0);
	ck_assert_uint_eq(bondnl_result_steps(h.result), 0);
	check_said(&h, "");
	heard_free(&h);
}
END_TEST

/* ---------------------------------------------------------------- what is refused */

/* clang-format off */
static const struct {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	int error;
	const char *where, *text;
} refusals[] = {
	{ SCENE("7 bond0 bond up"), BONDNL_CREATE, "bond0", -EEXIST, "create bond0",
		"this bond is there already" },
	{ SCENE("2 eth0"), BONDNL_CREATE, "bond0 slave eth9", -ENODEV, "create bond0",
		"no such device" },
	{ SCENE("2 eth0"), BONDNL_DELETE, "eth0", -EINVAL, "del eth0", "it is no bond" },
	{ SCENE("7 bond0 bond", "2 eth0"), BONDNL_DELETE, "bond0 bond1", -ENODEV,
		"del bond1", "no such bond" },
	{ SCENE("7 bond0 bond mode 4"), BONDNL_FAILOVER, "bond0", -EACCES,
		"failover bond0", "mode 802.3ad has no active slave" },
	{ SCENE("2 eth0"), BONDNL_CREATE, "bond0 mode 1 lacp_rate fast", -EACCES,
		"create bond0", "only in mode 802.3ad" },
	/* a bond that somebody has changed is not the module's */
	{ SCENE("7 bond0 bond known resend_igmp 3"), BONDNL_CREATE, "bond0", -EEXIST,
		"create bond0", "this bond is there already" },
	{ SCENE("7 bond0 bond known", "2 eth0 master 7"), BONDNL_CREATE, "bond0", -EEXIST,
		"create bond0", "this bond is there already" },
	{ SCENE("7 bond0 bond addr 192.0.2.5/24"), BONDNL_CREATE, "bond0", -EEXIST,
		"create bond0", "this bond is there already" },
};
/* clang-format on */

START_TEST(test_refused)
{
	struct heard h = { 0 };

	fake_open(&h.fake, refusals[_i].scene);
	heard_run(&h, refusals[_i].intent, refusals[_i].line, 0);
	heard_outcome(&h, BONDNL_REFUSED);
	ck_assert_int_eq(h.rc, refusals[_i].error);
	ck_assert_str_eq(h.err.where, refusals[_i].where);
	ck_assert_part(h.err.text, refusals[_i].text);
	heard_same_state(&h);
	check_said(&h, "");
	heard_free(&h);
}
END_TEST

/* Words that end too early, as only the library can be given them. */
START_TEST(test_usage)
{
	static const char *const expected[] = { "the name of a slave is missing",
		"the name of a bond is missing" };

	for (int empty = 0; empty <= 1; empty++) {
		struct fake fake;
		struct bondnl_ctx ctx = { .backend = &fake.backend };
		struct bondnl_error err = { 0 };
		struct bondnl_result *result;
		struct bondnl_spec *spec;

		fake_open(&fake, SCENE("7 bond0 bond"));
		ck_assert_int_eq(bondnl_spec_new(&spec, &err), 0);
		if (!empty)
			ck_assert_int_eq(
				bondnl_spec_bond(spec, BONDNL_ADD, "bond0", &err), 0);
		ck_assert_int_eq(bondnl_run(&ctx, spec, 0, &result, &err), -EINVAL);
		ck_assert_int_eq(bondnl_result_outcome(result), BONDNL_USAGE);
		ck_assert(bondnl_error_is_usage(&err));
		ck_assert_str_eq(err.text, expected[empty]);
		ck_assert_str_eq(err.where, empty ? "" : "add bond0");
		ck_assert_uint_eq(fake.looks + fake.requests, 0);
		bondnl_result_free(result);
		bondnl_spec_free(spec);
		fake_close(&fake);
	}
	bondnl_result_free(NULL);
}
END_TEST

/* clang-format off */
static const struct {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
} privileged[] = {
	{ SCENE("2 eth0 known"), BONDNL_CREATE, "bond0 miimon 100 slave eth0" },
	{ SCENE("7 bond0 bond known"), BONDNL_CREATE, "bond0 miimon 100" },
	{ SCENE("7 bond0 bond"), BONDNL_DELETE, "bond0" },
	{ SCENE("7 bond0 bond", "2 eth0 up known"), BONDNL_ADD, "bond0 eth0" },
};
/* clang-format on */

START_TEST(test_no_privilege)
{
	struct heard h = { 0 };

	fake_open(&h.fake, privileged[_i].scene);
	h.fake.no_privilege = true;
	heard_run(&h, privileged[_i].intent, privileged[_i].line, 0);
	heard_outcome(&h, BONDNL_REFUSED);
	ck_assert_int_eq(h.rc, -EPERM);
	ck_assert_str_eq(h.err.text, "needs CAP_NET_ADMIN");
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* The words of the user and of the kernel are together, and where and what. */
START_TEST(test_told_well)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 known"));
	heard_run(&h, BONDNL_CREATE, "bond0 miimon 100 ad_select actor_port_prio", 0);
	heard_outcome(&h, BONDNL_REFUSED);
	ck_assert_int_eq(h.rc, -EINVAL);
	ck_assert_str_eq(h.err.where, "create bond0");
	ck_assert_str_eq(h.err.subject, "ad_select");
	ck_assert_str_eq(h.err.text, "the kernel does not take actor_port_prio");
	ck_assert_str_eq(h.err.kernel, "invalid option value");
	heard_free(&h);
}
END_TEST

/* ------------------------------------------------------------------------- once more */

/* The first bond loads the module, which makes a bond0 of its own: that one is used. */
START_TEST(test_module_loaded)
{
	struct heard h = { 0 };

	fake_open(&h.fake, MAIN_SCENE);
	h.fake.loads_module = true;
	heard_run(&h, BONDNL_CREATE, MAIN_WORDS, 0);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_part(text_str(&h.after),
		"bond0 up mtu 1500 mac 02:00:00:00:00:02 mode active-backup");
	ck_assert_part(text_str(&h.said),
		"note: bond0 was there as the bonding module makes it");
	ck_assert(!h.sample_left);
	heard_free(&h);
}
END_TEST

/* One of another name is not in its way. */
START_TEST(test_module_loaded_beside)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 known"));
	h.fake.loads_module = true;
	heard_run(&h, BONDNL_CREATE, "lan miimon 100 slave eth0", 0);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_part(text_str(&h.after), "lan up ");
	ck_assert_part(text_str(&h.after), "bond0 down ");
	heard_free(&h);
}
END_TEST

/* Somebody else took the name: once it may have been the module, not for ever. */
START_TEST(test_name_taken)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 up known"));
	h.fake.fault = FAKE_REFUSED_ON;
	h.fake.at = 1;
	h.fake.error = -EEXIST;
	heard_run(&h, BONDNL_CREATE, "bond0 miimon 100 slave eth0", 0);
	heard_outcome(&h, BONDNL_REFUSED);
	ck_assert_int_eq(h.rc, -EEXIST);
	ck_assert_uint_eq(h.fake.requests, 2);
	ck_assert_part(h.err.text, "a device called bond0 was made meanwhile");
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* A later slave that cannot change its MAC: found out, and done again with the policy. */
START_TEST(test_mac_policy)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 up known", "3 eth1 fixed_mac up known"));
	heard_run(&h, BONDNL_CREATE, "bond0 mode 1 miimon 100 slave eth0 slave eth1", 0);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_part(text_str(&h.after), " fail_over_mac active ");
	ck_assert_part(text_str(&h.after),
		"eth1 up mtu 1500 mac 02:00:00:00:00:03 master bond0");
	ck_assert_part(text_str(&h.said),
		"note: fail_over_mac active, because eth1 cannot change its MAC: the "
		"bond has "
		"the MAC of the slave that is active\n");
	ck_assert_uint_eq(bondnl_result_steps(h.result), 6);
	heard_free(&h);
}
END_TEST

/* Not where the policy was chosen: that is refused, and undone. */
START_TEST(test_mac_policy_chosen)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 up known", "3 eth1 fixed_mac up known"));
	heard_run(&h, BONDNL_CREATE,
		"bond0 mode 1 miimon 100 fail_over_mac none slave eth0 slave eth1", 0);
	heard_outcome(&h, BONDNL_UNDONE);
	ck_assert_int_eq(h.rc, -EOPNOTSUPP);
	ck_assert_str_eq(h.err.subject, "eth1");
	ck_assert_part(h.err.hint, "say fail_over_mac active");
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* Nor for what is refused with the same number for another reason. */
START_TEST(test_not_mac_policy)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 known", "3 eth1 known"));
	h.fake.fault = FAKE_REFUSED;
	h.fake.at = 3; /* the second slave */
	h.fake.error = -EOPNOTSUPP;
	h.fake.words = "Slave does not support XDP";
	heard_run(&h, BONDNL_CREATE, "bond0 mode 1 miimon 100 slave eth0 slave eth1", 0);
	heard_outcome(&h, BONDNL_UNDONE);
	ck_assert_int_eq(h.rc, -EOPNOTSUPP);
	ck_assert_str_eq(h.err.subject, "eth1");
	ck_assert_str_eq(h.err.kernel, "Slave does not support XDP");
	ck_assert_uint_eq(bondnl_result_steps(h.result), 4);
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* Something else sets slaves up as soon as they are down. */
START_TEST(test_up_again)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 up known"));
	h.fake.up_again = true;
	heard_run(&h, BONDNL_CREATE, "bond0 miimon 100 slave eth0", 0);
	heard_outcome(&h, BONDNL_UNDONE);
	ck_assert_int_eq(h.rc, -EPERM);
	ck_assert_part(h.err.text, "it came up again");
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* The second of two bonds is named where the second is what failed. */
START_TEST(test_which_bond)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("7 bond0 bond", "8 bond1 bond"));
	h.fake.fault = FAKE_REFUSED;
	h.fake.at = 2;
	h.fake.error = -EOPNOTSUPP;
	heard_run(&h, BONDNL_DELETE, "bond0 bond1", 0);
	heard_outcome(&h, BONDNL_UNDONE);
	ck_assert_str_eq(h.err.where, "del bond1");
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

START_TEST(test_cookie)
{
	struct heard h = { 0 };
	struct bondnl_ctx ctx = { .backend = &h.fake.backend };
	uint64_t cookie = 0;
	bool of_init = false;

	fake_open(&h.fake, SCENE("2 eth0"));
	ck_assert_int_eq(bondnl_netns_cookie(&ctx, &cookie), 0);
	ck_assert_uint_eq(cookie, FAKE_COOKIE);
	ck_assert_int_eq(bondnl_netns_is_of_init(&ctx, &of_init), 0);
	ck_assert(of_init);
	heard_free(&h);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("run");

	unit_rows(s, "done", test_done, ARRAY_SIZE(dones));
	unit_one(s, "result steps", test_result_steps);
	unit_one(s, "step links", test_step_links);
	unit_one(s, "dry run", test_dry_run);
	unit_one(s, "dry run adopts", test_dry_run_adopts);
	unit_rows(s, "nothing to do", test_nothing_to_do, ARRAY_SIZE(nothings));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refusals));
	unit_one(s, "usage", test_usage);
	unit_rows(s, "no privilege", test_no_privilege, ARRAY_SIZE(privileged));
	unit_one(s, "told well", test_told_well);
	unit_one(s, "module loaded", test_module_loaded);
	unit_one(s, "module loaded beside", test_module_loaded_beside);
	unit_one(s, "name taken", test_name_taken);
	unit_one(s, "mac policy", test_mac_policy);
	unit_one(s, "mac policy chosen", test_mac_policy_chosen);
	unit_one(s, "not mac policy", test_not_mac_policy);
	unit_one(s, "up again", test_up_again);
	unit_one(s, "cookie", test_cookie);
	unit_one(s, "which bond", test_which_bond);
	return unit_run(s);
}
