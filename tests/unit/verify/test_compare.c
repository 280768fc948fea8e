/*
 * What should be, held against what is: every kind of difference as a sentence, and
 * what is none although it looks like one. It plans nothing.
 */
#include <errno.h>

#include "support/convergence.h"
#include "support/scene.h"

/* What a commit does: what was made has an ifindex now. */
static void find_made(struct target *t, const struct snapshot *now)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; !t->links[i].ifindex && k < now->n; k++)
			if (str_eq(t->links[i].name, now->links[k].name))
				t->links[i].ifindex = now->links[k].ifindex;
}

/* --------------------------------------------------------------- a spec, carried out */

struct row {
	const char *const *before;
	enum bondnl_intent intent;
	const char *line;
	const char *const *after;
	const char *differences;
};

#define CREATE SCENE("2 eth0", "3 eth1"), BONDNL_CREATE

/* clang-format off */
static const struct row rows[] = {
	{ CREATE,
		"bond0 mode 1 miimon 100 slave eth0 slave eth1 address 192.0.2.5/24 "
		"gateway 192.0.2.1",
		SCENE("7 bond0 bond up mode 1 miimon 100 addr 192.0.2.5/24 route "
		"default via 192.0.2.1", "2 eth0 up master 7", "3 eth1 up master 7"),
		"" },
	/* ----------------------------------------------------------- links as a whole */
	{ CREATE, "bond0", SCENE("2 eth0"), "bond0: it is not there\n" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_DELETE, "bond0",
		SCENE("2 eth0"), "" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_DELETE, "bond0",
		SCENE("7 bond0 bond", "2 eth0 master 7"),
		"bond0: it is still there\neth0: it has a master: bond0\n" },
	{ CREATE, "bond0", SCENE("7 bond0 bond miimon 100"), "bond0: it is down\n" },
	{ CREATE, "bond0 down", SCENE("7 bond0 bond up miimon 100"),
		"bond0: it is up\n" },
	{ CREATE, "bond0 miimon 0 mtu 9000", SCENE("7 bond0 bond up"),
		"bond0: mtu is 1500, not 9000\n" },
	{ CREATE, "bond0 miimon 0 lladdr 02:aa:00:00:00:01", SCENE("7 bond0 bond up"),
		"bond0: its MAC is 02:00:00:00:00:07, not 02:aa:00:00:00:01\n" },
	{ CREATE, "bond0 miimon 0 lladdr 02:00:00:00:00:07", SCENE("7 bond0 bond up"),
		"" },

	{ SCENE("2 eth0 up neigh 192.0.2.1 02:00:00:00:00:99 neigh 192.0.2.2 "
		"02:00:00:00:00:98 proxy 2001:db8::50"), BONDNL_MIGRATE,
		"bond0 eth0 miimon 0",
		SCENE("7 bond0 bond up mac 02:00:00:00:00:02 neigh 192.0.2.2 "
		"02:00:00:00:00:97 neigh 192.0.2.3 02:00:00:00:00:97",
		"2 eth0 up master 7 known"),
		"bond0: the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 is missing\n"
		"bond0: the neighbour 192.0.2.2 lladdr 02:00:00:00:00:98 is missing\n"
		"bond0: the proxy neighbour 2001:db8::50 is missing\n" },
	/* what moves has to arrive; that a device has no IPv6 any more is told as that */
	{ SCENE("2 eth0 known addrgenmode none"), BONDNL_MIGRATE, "bond0 eth0 miimon 0",
		SCENE("7 bond0 bond up known mac 02:00:00:00:00:02",
		"2 eth0 up master 7 known"),
		"bond0: addrgenmode is eui64, not none\n" },
	{ SCENE("2 eth0 known addrgenmode none"), BONDNL_MIGRATE, "bond0 eth0 miimon 0",
		SCENE("7 bond0 bond up known mac 02:00:00:00:00:02 addrgenmode 255",
		"2 eth0 up master 7 known"),
		"bond0: addrgenmode is unknown, not none\n" },
	{ SCENE("2 eth0 known addrgenmode 5"), BONDNL_MIGRATE, "bond0 eth0 miimon 0",
		SCENE("7 bond0 bond up known mac 02:00:00:00:00:02 addrgenmode 5",
		"2 eth0 up master 7 known"), "" },
	/* --------------------------------------------------------------------- master */
	{ CREATE, "bond0 miimon 0 slave eth0", SCENE("7 bond0 bond up", "2 eth0 up"),
		"eth0: it is no slave of bond0\n" },
	{ CREATE, "bond0 miimon 0 slave eth0", SCENE("7 bond0 bond up", "8 br0 bridge",
		"2 eth0 up master 8"), "eth0: it is no slave of bond0, but of br0\n" },
	{ CREATE, "bond0 miimon 0 slave eth0", SCENE("7 bond0 bond up",
		"2 eth0 up master 99"),
		"eth0: it is no slave of bond0, but of another device\n" },
	{ CREATE, "bond0 miimon 0 slave eth0", SCENE("7 bond0 bond up",
		"2 eth0 master 7"), "eth0: it is down\n" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_REMOVE, "bond0 eth0",
		SCENE("7 bond0 bond", "2 eth0"), "" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_REMOVE, "bond0 eth0",
		SCENE("7 bond0 bond", "2 eth0 master 99"), "eth0: it has a master\n" },

	/* -------------------------------------------------------------------- options */
	{ CREATE, "bond0 miimon 100", SCENE("7 bond0 bond up miimon 50"),
		"bond0: miimon is 50, not 100\n" },
	{ CREATE, "bond0 mode 1 miimon 100 xmit_hash_policy layer3+4",
		SCENE("7 bond0 bond up miimon 100"),
		"bond0: mode is balance-rr, not active-backup\n"
		"bond0: xmit_hash_policy is layer2, not layer3+4\n" },
	{ CREATE, "bond0 mode 1 arp_interval 100 arp_ip_target 192.0.2.1,192.0.2.2",
		SCENE("7 bond0 bond up mode 1 arp_interval 100 arp_ip_target "
		"192.0.2.2,192.0.2.1"), "" },
	{ CREATE, "bond0 mode 1 arp_interval 100 arp_ip_target 192.0.2.1,192.0.2.2",
		SCENE("7 bond0 bond up mode 1 arp_interval 100 arp_ip_target 192.0.2.1"),
		"bond0: arp_ip_target is 192.0.2.1, not 192.0.2.1,192.0.2.2\n" },
	{ CREATE, "bond0 mode 1 arp_interval 100 arp_ip_target 192.0.2.1",
		SCENE("7 bond0 bond up mode 1 arp_interval 100"),
		"bond0: arp_ip_target is not 192.0.2.1: the kernel has none\n" },
	{ CREATE, "bond0 mode 1 arp_interval 100 ns_ip6_target fe80::1",
		SCENE("7 bond0 bond up mode 1 arp_interval 100"),
		"bond0: ns_ip6_target is not fe80::1: the kernel has none\n" },
	/* an empty list is not reported */
	{ CREATE, "bond0 mode 1 miimon 0 arp_ip_target none ns_ip6_target none",
		SCENE("7 bond0 bond up mode 1"), "" },
	{ CREATE, "bond0 mode 1 miimon 0 arp_ip_target none",
		SCENE("7 bond0 bond up mode 1 arp_ip_target 192.0.2.1"),
		"bond0: arp_ip_target is 192.0.2.1, not none\n" },
	{ CREATE, "bond0 mode 1 miimon 0 primary eth0 slave eth0 slave eth1",
		SCENE("7 bond0 bond up mode 1 primary eth1", "2 eth0 up master 7",
		"3 eth1 up master 7"), "bond0: primary is eth1, not eth0\n" },
	{ CREATE, "bond0 mode 1 miimon 0 primary eth0 slave eth0",
		SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7"),
		"bond0: primary is not eth0: the kernel has none\n" },
	/* of slaves */
	{ CREATE, "bond0 mode 1 miimon 0 slave eth0 prio 5 queue_id 2",
		SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 queue_id 1"),
		"eth0: queue_id is 1, not 2\neth0: prio is 0, not 5\n" },
	{ CREATE, "bond0 mode 1 miimon 0 slave eth0 prio 5",
		SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 no prio"),
		"eth0: this kernel does not know prio\n" },

	/* ----------------------------------------------------- what this kernel lacks */
	{ CREATE, "bond0 mode 4 miimon 0 broadcast_neighbor on lacp_strict on",
		SCENE("7 bond0 bond up mode 4"),
		"bond0: this kernel does not know broadcast_neighbor\n"
		"bond0: this kernel does not know lacp_strict\n" },
	{ CREATE, "bond0 mode 4 miimon 0 lacp_strict off",
		SCENE("7 bond0 bond up mode 4"),
		"bond0: this kernel does not know lacp_strict\n" },
	{ CREATE, "bond0 mode 4 miimon 0 coupled_control on",
		SCENE("7 bond0 bond up mode 4 no coupled_control"),
		"bond0: this kernel does not know coupled_control\n" },
	{ CREATE, "bond0 mode 1 miimon 0 use_carrier off",
		SCENE("7 bond0 bond up mode 1 use_carrier on"),
		"bond0: use_carrier is on, not off\n" },

	/* ------------------------------------------------------- delays are multiples */
	{ CREATE, "bond0 miimon 100 updelay 250 downdelay 99",
		SCENE("7 bond0 bond up miimon 100 updelay 200"), "" },
	{ CREATE, "bond0 miimon 100 updelay 250",
		SCENE("7 bond0 bond up miimon 100 updelay 300"),
		"bond0: updelay is 300, not 250\n" },
	{ CREATE, "bond0 miimon 100 updelay 200", SCENE("7 bond0 bond up miimon 100"),
		"bond0: updelay is 0, not 200\n" },

	/* ------------------------------------------ what only the privileged are told */
	{ CREATE,
		"bond0 mode 4 miimon 0 ad_actor_sys_prio 5 ad_user_port_key 6 "
		"ad_actor_system 02:00:00:00:00:01",
		SCENE("7 bond0 bond up mode 4 no ad_actor_sys_prio no ad_user_port_key "
		"no ad_actor_system"), "" },
	{ CREATE, "bond0 mode 4 miimon 0 ad_actor_sys_prio 5 "
		  "ad_actor_system 02:00:00:00:00:01",
		SCENE("7 bond0 bond up mode 4 ad_actor_sys_prio 6"),
		"bond0: ad_actor_sys_prio is 6, not 5\n"
		"bond0: ad_actor_system is 00:00:00:00:00:00, not 02:00:00:00:00:01\n" },

	/* ---------------------------------------------------------- addresses, routes */
	{ CREATE, "bond0 miimon 0 address 192.0.2.5/24 address 2001:db8::5/64",
		SCENE("7 bond0 bond up addr 192.0.2.5/25"),
		"bond0: the address 192.0.2.5/24 is missing\n"
		"bond0: the address 2001:db8::5/64 is missing\n" },
	/* others are not asked about */
	{ CREATE, "bond0 miimon 0 address 192.0.2.5/24",
		SCENE("7 bond0 bond up addr 192.0.2.5/24 addr 192.0.2.6/24"), "" },
	{ CREATE, "bond0 miimon 0 address 192.0.2.5/24 gateway 192.0.2.1",
		SCENE("7 bond0 bond up addr 192.0.2.5/24 route 10.0.0.0/8 via 192.0.2.1"),
		"bond0: the route default via 192.0.2.1 is missing\n" },
	/* nobody looked */
	{ CREATE, "bond0 miimon 0 address 192.0.2.5/24 gateway 192.0.2.1",
		SCENE("7 bond0 bond up"), "" },
};
/* clang-format on */

static void check_compared(
	const struct target *target, const struct snapshot *now, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };
	struct differences d = { 0 };

	ck_assert_int_eq(compare(&d, target, now), 0);
	path_print_differences(target, &d, &t);
	ck_assert_str_eq(text_str(&t), expected);
	differences_free(&d);
	ck_assert_uint_eq(d.n, 0);
}

START_TEST(test_spec)
{
	const struct row *r = &rows[_i];
	struct snapshot after = { 0 };
	struct path p;

	path_take(&p, r->before, r->intent, r->line);
	ck_assert_msg(p.rc == 0, "%s: %s", p.err.subject, p.err.text);
	scene_read(&after, r->after);
	find_made(&p.target, &after);
	check_compared(&p.target, &after, r->differences);
	snapshot_free(&after);
	path_free(&p);
}
END_TEST

/* ------------------------------------------------------- what would change, beforehand */

/* clang-format off */
static const struct {
	const char *const *now;
	enum bondnl_intent intent;
	const char *line;
	const char *changes; /* "LINK WHAT FROM TO", '-' for nothing */
} changes[] = {
	/* what is to be made differs in all that it shall have */
	{ SCENE("2 eth0"), BONDNL_CREATE,
		"bond0 mode 1 miimon 0 mtu 9000 address 192.0.2.5/24 gateway 192.0.2.1 "
		"slave eth0",
		"bond0 bond - present\nbond0 mode - active-backup\nbond0 miimon - 0\n"
		"bond0 admin - up\nbond0 mtu - 9000\nbond0 address - 192.0.2.5/24\n"
		"bond0 route - default via 192.0.2.1\neth0 master - bond0\n" },
	{ SCENE("7 bond0 bond up mode 1 miimon 100"), BONDNL_SET, "bond0 miimon 50",
		"bond0 miimon 100 50\n" },
	{ SCENE("7 bond0 bond up mode 1 miimon 100"), BONDNL_SET, "bond0 miimon 100", "" },
	{ SCENE("7 bond0 bond mode 1 miimon 100"), BONDNL_SET,
		"bond0 up mtu 9000 lladdr 02:aa:00:00:00:01",
		"bond0 admin down up\nbond0 mtu 1500 9000\n"
		"bond0 lladdr 02:00:00:00:00:07 02:aa:00:00:00:01\n" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7"), BONDNL_REMOVE,
		"bond0 eth0", "eth0 master bond0 -\n" },
	{ SCENE("7 bond0 bond up mode 1", "8 br0 bridge", "2 eth0 up master 8"), BONDNL_ADD,
		"bond0 eth0 move", "eth0 master br0 bond0\n" },
	{ SCENE("7 bond0 bond up mode 1"), BONDNL_DELETE, "bond0",
		"bond0 bond present -\n" },
	{ SCENE("7 bond0 bond up mode 1 addr 192.0.2.5/24"), BONDNL_APPLY,
		"bond0 mode 1 miimon 0 address 192.0.2.6/24",
		"bond0 address - 192.0.2.6/24\nbond0 address 192.0.2.5/24 -\n" },
	/* none is what is not reported */
	{ SCENE("7 bond0 bond up mode 1"), BONDNL_SET, "bond0 arp_ip_target none", "" },
	{ SCENE("7 bond0 bond up mode 1"), BONDNL_SET, "bond0 arp_ip_target 192.0.2.9",
		"bond0 arp_ip_target - 192.0.2.9\n" },
};
/* clang-format on */

START_TEST(test_ahead)
{
	_cleanup_text_ struct text t = { 0 };
	_cleanup_differences_ struct differences d = { 0 };
	struct path p;

	path_take(&p, changes[_i].now, changes[_i].intent, changes[_i].line);
	ck_assert_msg(p.rc == 0, "%s: %s", p.err.subject, p.err.text);
	ck_assert_int_eq(compare_ahead(&d, &p.target, &p.now), 0);
	for (size_t i = 0; i < d.n; i++)
		text_add(&t, "%s %s %s %s\n", p.target.links[d.items[i].link].name,
			d.items[i].what, d.items[i].from ? d.items[i].from : "-",
			d.items[i].to ? d.items[i].to : "-");
	ck_assert_str_eq(text_str(&t), changes[_i].changes);
	path_free(&p);
}
END_TEST

/* ------------------------------------------------------------------ a state, put back */

#define RICH                                                                             \
	"7 bond0 bond up mode 1 miimon 100 updelay 200 active_slave eth0 mtu 9000 "      \
	"addr 192.0.2.5/24 addr 2001:db8::5/64 temp fe80::7/64 "                         \
	"route default via 192.0.2.1 route 10.0.0.0/8"

/* clang-format off */
static const struct back {
	const char *const *before, *const *now;
	const char *differences;
} backs[] = {
	{ SCENE(RICH, "2 eth0 up master 7 prio 3"), SCENE(RICH,
		"2 eth0 up master 7 prio 3"), "" },
	/* what the kernel counts, and makes anew, is not ours to compare */
	{ SCENE(RICH, "2 eth0 up master 7 link_failure_count 3 mii_status down"),
		SCENE(RICH, "2 eth0 up master 7"), "" },
	{ SCENE("2 eth0 up known"), SCENE("2 eth0 up temp fe80::2/64"), "" },
	{ SCENE("2 eth0 up temp fe80::2/64"), SCENE("2 eth0 up known"), "" },
	{ SCENE("2 eth0 up known"), SCENE("2 eth0 up addr 192.0.2.5/24"),
		"eth0: it has the address 192.0.2.5/24\n" },
	{ SCENE("2 eth0 up addr 192.0.2.5/24 route 10.0.0.0/8"), SCENE("2 eth0 up known"),
		"eth0: the address 192.0.2.5/24 is missing\n"
		"eth0: the route 10.0.0.0/8 is missing\n" },
	{ SCENE("2 eth0 up"), SCENE("2 eth0 up", "7 bond0 bond"),
		"bond0: it is still there\n" },
	{ SCENE("2 eth0 up", "7 bond0 bond"), SCENE("2 eth0 up"),
		"bond0: it is not there\n" },
	{ SCENE("2 eth0", "3 eth1 group 5"), SCENE("2 eth0 group 1073741824", "3 eth1"),
		"eth0: its group is 1073741824, not 0\neth1: its group is 0, not 5\n" },
	{ SCENE("2 eth0 up mtu 9000"), SCENE("2 eth0 mac 02:00:00:00:00:99"),
		"eth0: it is down\n"
		"eth0: mtu is 1500, not 9000\n"
		"eth0: its MAC is 02:00:00:00:00:99, not 02:00:00:00:00:02\n" },
	{ SCENE("7 bond0 bond", "2 eth0"), SCENE("7 bond0 bond mac 02:00:00:00:00:07",
		"2 eth0 master 7 mac 02:00:00:00:00:02"),
		"eth0: it has a master: bond0\n" },
	{ SCENE("7 bond0 bond mode 1"),
		SCENE("7 bond0 bond mode 1 arp_ip_target 192.0.2.1 primary eth0",
		"2 eth0"),
		"bond0: arp_ip_target is 192.0.2.1, not none\n"
		"bond0: primary is eth0, not none\n"
		"eth0: it is still there\n" },
	/* a delay cannot be had without miimon */
	{ SCENE("7 bond0 bond miimon 0 updelay 200"), SCENE("7 bond0 bond miimon 0"),
		"" },
	{ SCENE("7 bond0 bond miimon 100 updelay 200"), SCENE("7 bond0 bond miimon 0"),
		"bond0: miimon is 0, not 100\nbond0: updelay is 0, not 200\n" },
	/* an option of another mode is not reported by it */
	{ SCENE("7 bond0 bond mode 4 ad_actor_sys_prio 5"), SCENE("7 bond0 bond mode 1"),
		"bond0: mode is active-backup, not 802.3ad\n" },
};
/* clang-format on */

START_TEST(test_back)
{
	struct path p;

	path_put_back(&p, backs[_i].before, backs[_i].now);
	check_compared(&p.target, &p.now, backs[_i].differences);
	path_free(&p);
}
END_TEST

/* Where a difference lies: what belongs to no option says so. */
START_TEST(test_where)
{
	struct differences d = { 0 };
	struct path p;

	path_put_back(&p, SCENE("2 eth0 up", "7 bond0 bond miimon 100"),
		SCENE("2 eth0", "7 bond0 bond miimon 50"));
	ck_assert_int_eq(compare(&d, &p.target, &p.now), 0);
	ck_assert_uint_eq(d.n, 2);
	ck_assert_int_eq(d.items[0].link, 0);
	ck_assert_int_eq(d.items[0].option, BONDNL_OPT_COUNT_);
	ck_assert_int_eq(d.items[1].link, 1);
	ck_assert_int_eq(d.items[1].option, BONDNL_OPT_MIIMON);
	ck_assert_int_eq(d.items[0].kind, DIFFERENCE_ADMIN);
	ck_assert_int_eq(d.items[1].kind, DIFFERENCE_OPTION);
	differences_free(&d);
	path_free(&p);
}
END_TEST

/* What this kernel does not know is told from what it has made another. */
START_TEST(test_unknown)
{
	struct differences d = { 0 };
	struct snapshot after = { 0 };
	struct path p;

	path_take(&p, SCENE("2 eth0"), BONDNL_CREATE,
		"bond0 mode 4 miimon 0 lacp_strict on");
	scene_read(&after, SCENE("7 bond0 bond up mode 4"));
	find_made(&p.target, &after);
	ck_assert_int_eq(compare(&d, &p.target, &after), 0);
	ck_assert_uint_eq(d.n, 1);
	ck_assert_int_eq(d.items[0].kind, DIFFERENCE_UNKNOWN);
	ck_assert_int_eq(d.items[0].option, BONDNL_OPT_LACP_STRICT);
	differences_free(&d);
	snapshot_free(&after);
	path_free(&p);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("compare");

	unit_rows(s, "spec", test_spec, ARRAY_SIZE(rows));
	unit_rows(s, "ahead", test_ahead, ARRAY_SIZE(changes));
	unit_rows(s, "back", test_back, ARRAY_SIZE(backs));
	unit_one(s, "where", test_where);
	unit_one(s, "unknown", test_unknown);
	return unit_run(s);
}
