/*
 * Nothing is left half done: jobs against a kernel in memory that refuses, ignores or
 * loses any of their messages, or cannot be read. When all goes well is test_run's.
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

/* So many names that all links are looked at once: only then is a group known to be free.
 */
#define TEN_GONE(n)                                                                      \
	"; absent x" n "0; absent x" n "1; absent x" n "2; absent x" n "3; absent x" n   \
	"4; absent x" n "5; absent x" n "6; absent x" n "7; absent x" n "8; absent x" n  \
	"9"
#define FIFTY_GONE TEN_GONE("0") TEN_GONE("1") TEN_GONE("2") TEN_GONE("3") TEN_GONE("4")

/* ------------------------------------------------- every job, with every thing wrong */

/* clang-format off */
static const struct job {
	const char *name;
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
} jobs[] = {
	{ "the main job", MAIN_SCENE, BONDNL_CREATE, MAIN_WORDS },
	{ "create with everything",
		SCENE("2 eth0 up known mtu 1400 addr 192.0.2.7/24 addr 2001:db8::7/64 "
		"route 10.0.0.0/8 via 192.0.2.1 route default via 192.0.2.1 route "
		"2001:db8:1::/48 via 2001:db8::1", "3 eth1 known"), BONDNL_CREATE,
		"bond0 mode 1 miimon 100 updelay 200 primary eth1 active_slave eth0 "
		"slave eth0 prio 5 slave eth1 queue_id 2 mtu 9000 lladdr "
		"02:aa:00:00:00:01 address 198.51.100.5/24 address 2001:db8:5::5/64 "
		"gateway 2001:db8:5::1" },
	{ "create by ARP", SCENE("2 eth0 up known", "3 eth1 known"), BONDNL_CREATE,
		"bond0 mode 1 arp_interval 1s arp_ip_target 192.0.2.1,192.0.2.2 "
		"ns_ip6_target fe80::1 arp_validate all slave eth0 slave eth1" },
	{ "create with LACP", SCENE("2 eth0 up known", "3 eth1 known"), BONDNL_CREATE,
		"bond0 mode 802.3ad lacp_rate fast ad_actor_sys_prio 7 ad_actor_system "
		"02:00:00:00:00:99 slave eth0 actor_port_prio 3 slave eth1" },
	{ "flush", SCENE("7 bond0 bond up mode 1", "2 eth0 up addr 192.0.2.7/24 addr "
		"192.0.2.8/24 addr 2001:db8::7/64 route default via 192.0.2.1",
		"3 eth1 up master 7 addr 198.51.100.7/24"), BONDNL_ADD,
		"bond0 eth0 flush eth1 flush" },
	{ "move from a bond that has more",
		SCENE("5 bond1 bond up mode 1 miimon 100 active_slave eth0 primary eth0 "
		"addr 192.0.2.5/24", "2 eth0 up known master 5 prio 3",
		"3 eth1 up known master 5"), BONDNL_CREATE,
		"bond0 miimon 100 slave eth0 move address 192.0.2.6/24" },
	{ "move the last one of a bond",
		SCENE("5 bond1 bond up mode 1 miimon 100 mac 02:bb:00:00:00:01",
		"2 eth0 up known master 5 queue_id 7"), BONDNL_CREATE,
		"bond0 miimon 100 slave eth0 move" },
	{ "move from a bridge", SCENE("5 br0 bridge up", "2 eth0 up known master 5",
		"3 eth1 known master 5"), BONDNL_CREATE,
		"bond0 miimon 100 slave eth0 move slave eth1 move" },
	{ "adopt", SCENE("7 bond0 bond known", "2 eth0 up addr 192.0.2.7/24"),
		BONDNL_CREATE,
		"bond0 miimon 100 mtu 9000 lladdr 02:aa:00:00:00:01 "
		"resend_igmp 3 "
		"slave eth0 address 192.0.2.6/24 gateway 192.0.2.1" },
	{ "adopt by ARP", SCENE("7 bond0 bond known", "2 eth0 up known"), BONDNL_CREATE,
		"bond0 arp_interval 1s arp_ip_target 192.0.2.1 ns_ip6_target fe80::1 "
		"slave eth0" },
	{ "adopt in another mode", SCENE("7 bond0 bond known", "2 eth0 up known"),
		BONDNL_CREATE,
		"bond0 mode 1 xmit_hash_policy 1 slave eth0" },
	{ "add", SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth2",
		"2 eth0 up addr 192.0.2.7/24 addr 2001:db8::7/64 route default via "
		"192.0.2.1", "3 eth1 known mtu 1400", "4 eth2 up master 7"), BONDNL_ADD,
		"bond0 eth0 prio 5 eth1 queue_id 3 eth2 prio 7" },
	{ "add to an empty one", SCENE("7 bond0 bond up mode 1 miimon 100",
		"2 eth0 up known", "3 eth1 known"), BONDNL_ADD,
		"bond0 eth0 eth1 queue_id 3" },
	{ "add to an empty one with a MAC",
		SCENE("7 bond0 bond mac 02:aa:00:00:00:01 up mode 1 miimon 100",
		"2 eth0 up known", "3 eth1 known"), BONDNL_ADD,
		"bond0 eth0 eth1 queue_id 3" },
	{ "add a wireless one to an empty one", SCENE("7 bond0 bond up mode 1 miimon 100",
		"4 wlan0 wireless up known"), BONDNL_ADD, "bond0 wlan0 prio 3" },
	{ "remove",
		SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0 primary eth0",
		"2 eth0 up master 7 prio 5 addr 192.0.2.7/24", "3 eth1 up master 7",
		"4 eth2 up master 7"), BONDNL_REMOVE, "bond0 eth0 eth1" },
	{ "remove all",
		SCENE("7 bond0 bond mac 02:aa:00:00:00:01 up mode 1 miimon 100 mtu 9000",
		"2 eth0 up master 7 mtu 9000", "3 eth1 up master 7 mtu 9000"),
		BONDNL_REMOVE, "bond0 eth0 eth1" },
	{ "delete",
		SCENE("7 bond0 bond up mode 1 miimon 100 updelay 200 active_slave eth0 "
		"primary eth0 mtu 9000 addr 192.0.2.5/24 addr 2001:db8::5/64 route "
		"default via 192.0.2.1 route 10.0.0.0/8 via 192.0.2.1",
		"2 eth0 up master 7 prio 5 mtu 9000", "3 eth1 up master 7 mtu 9000"),
		BONDNL_DELETE, "bond0" },
	{ "delete two", SCENE("7 bond0 bond up mode 4 miimon 100", "2 eth0 up master 7",
		"8 bond1 bond arp_interval 100 arp_ip_target 192.0.2.1",
		"3 eth1 up master 8"), BONDNL_DELETE, "bond0 bond1" },
	{ "delete one with a slave that is one", SCENE(
		"7 bond0 bond up miimon 100 mac 02:00:00:00:00:02",
		"8 bond1 bond up mac 02:00:00:00:00:02 master 7 miimon 50",
		"2 eth0 up master 8"),
		BONDNL_DELETE, "bond0 bond1" },
	{ "delete one in a bridge", SCENE("5 br0 bridge up",
		"7 bond0 bond up master 5 miimon 100", "2 eth0 up master 7"),
		BONDNL_DELETE, "bond0" },
	{ "delete together", SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0 "
		"group 5 addr 192.0.2.5/24 addr 2001:db8::5/64 route default via "
		"192.0.2.1", "2 eth0 up master 7 prio 5", "3 eth1 up master 7 group 6",
		"8 bond1 bond arp_interval 100 arp_ip_target 192.0.2.1",
		"9 bond2 bond up master 5 miimon 50", "4 eth2 up master 9",
		"5 br0 bridge up group 7", "10 bond3 bond up known group 5",
		"11 bond4 bond up master 10 mac 02:00:00:00:00:0a known"),
		BONDNL_APPLY,
		"bond3; miimon 50; slave eth1 move; absent bond0; absent bond1; absent "
		"bond2; absent bond4" FIFTY_GONE },
	{ "set options", SCENE("7 bond0 bond up mode 1 miimon 100 updelay 200 "
		"active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7"),
		BONDNL_SET,
		"bond0 miimon 50 resend_igmp 3 arp_ip_target 192.0.2.1 primary eth1 "
		"address 192.0.2.5/24 mtu 1400 slave eth1 prio 5 queue_id 2" },
	{ "set another monitor", SCENE("7 bond0 bond up mode 1 miimon 100 updelay 200 "
		"arp_ip_target 192.0.2.1,192.0.2.2 active_slave eth0",
		"2 eth0 up master 7"), BONDNL_SET,
		"bond0 arp_interval 1s arp_ip_target 192.0.2.3 arp_validate all" },
	{ "set another mode", SCENE("7 bond0 bond up mode 1 miimon 100 updelay 200 "
		"active_slave eth0 primary eth0 addr 192.0.2.5/24 addr 2001:db8::5/64 "
		"route default via 192.0.2.1 mac 02:bb:00:00:00:01",
		"2 eth0 up master 7 prio 5 known", "3 eth1 up master 7 queue_id 3 known"),
		BONDNL_SET, "bond0 mode 802.3ad lacp_rate fast" },
	{ "set the MAC policy", SCENE("7 bond0 bond up mode 1 miimon 100 known "
		"active_slave eth1", "2 eth0 up master 7 known",
		"3 eth1 up master 7 prio 5 known"), BONDNL_SET,
		"bond0 fail_over_mac active slave eth0 prio 6" },
	{ "set what needs it down", SCENE("7 bond0 bond up mode 4 miimon 100 "
		"addr 192.0.2.5/24 addr 2001:db8::5/64 route 10.0.0.0/8 via 192.0.2.1",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_SET,
		"bond0 lacp_rate fast ad_user_port_key 7 resend_igmp 5" },
	{ "failover", SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_FAILOVER, "bond0" },
	{ "migrate", SCENE("2 eth0 up mtu 1400 addr 192.0.2.7/24 addr 192.0.2.8/24 addr "
		"2001:db8::7/64 route default via 192.0.2.1 route 10.0.0.0/8 via "
		"192.0.2.1 route default via 2001:db8::1", "3 eth1 up known"),
		BONDNL_MIGRATE,
		"bond0 eth0 prio 5 mode 1 miimon 100 slave eth1 address 198.51.100.5/24" },
	{ "migrate, adopt", SCENE("7 bond0 bond known", "2 eth0 up addr 192.0.2.7/24 addr "
		"2001:db8::7/64 route default via 192.0.2.1"), BONDNL_MIGRATE,
		"bond0 eth0 mode 4 lladdr 02:aa:00:00:00:01" },
	{ "migrate what makes no addresses by itself", SCENE("2 eth0 up addrgenmode none "
		"addr 192.0.2.7/24 route default via 192.0.2.1",
		"3 eth1 up known addrgenmode random"), BONDNL_MIGRATE,
		"bond0 eth0 mode 1 miimon 100 slave eth1" },
	{ "migrate it back", SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0 "
		"addrgenmode none addr 192.0.2.7/24",
		"2 eth0 up known master 7 addrgenmode random"), BONDNL_MIGRATE_BACK,
		"bond0 eth0" },
	{ "delete one that makes no addresses", SCENE("7 bond0 bond up mode 1 miimon 100 "
		"addrgenmode none", "2 eth0 up master 7"), BONDNL_DELETE, "bond0" },
	{ "migrate with neighbours", SCENE("2 eth0 up addr 192.0.2.7/24 addr 2001:db8::7/64 "
		"route default via 192.0.2.1 neigh 192.0.2.1 02:00:00:00:00:99 neigh "
		"2001:db8::1 02:00:00:00:00:99 proxy 192.0.2.50 proxy 2001:db8::50",
		"3 eth1 up neigh 192.0.2.9 02:00:00:00:00:98 addr 192.0.2.8/24"),
		BONDNL_MIGRATE, "bond0 eth0 mode 1 miimon 100 slave eth1" },
	{ "migrate a radio with neighbours", SCENE("2 wlan0 wireless up addr "
		"192.0.2.7/24 neigh 192.0.2.1 02:00:00:00:00:99 proxy 192.0.2.50"),
		BONDNL_MIGRATE, "bond0 wlan0 mode 1" },
	{ "migrate neighbours back", SCENE("7 bond0 bond up mode 1 miimon 100 "
		"active_slave eth0 addr 192.0.2.7/24 neigh 192.0.2.1 02:00:00:00:00:99 "
		"neigh 2001:db8::1 02:00:00:00:00:99 proxy 192.0.2.50",
		"2 eth0 up known master 7"), BONDNL_MIGRATE_BACK, "bond0 eth0" },
	{ "set another mode of one with neighbours", SCENE("7 bond0 bond up mode 1 miimon "
		"100 active_slave eth0 addr 192.0.2.5/24 mac 02:bb:00:00:00:01 neigh "
		"192.0.2.1 02:00:00:00:00:99 neigh 2001:db8::1 02:00:00:00:00:99 proxy "
		"192.0.2.50", "2 eth0 up master 7 known"),
		BONDNL_SET, "bond0 mode 802.3ad" },
	{ "set what needs it down, with neighbours", SCENE("7 bond0 bond up mode 4 miimon "
		"100 neigh 192.0.2.1 02:00:00:00:00:99 proxy 2001:db8::50",
		"2 eth0 up master 7"), BONDNL_SET, "bond0 lacp_rate fast" },
	{ "delete one with neighbours", SCENE("7 bond0 bond up mode 1 miimon 100 "
		"addr 192.0.2.5/24 neigh 192.0.2.1 02:00:00:00:00:99 proxy 192.0.2.50",
		"2 eth0 up master 7"), BONDNL_DELETE, "bond0" },
	{ "take the last one of a bond with neighbours", SCENE("5 bond1 bond up mode 1 "
		"miimon 100 mac 02:bb:00:00:00:01 neigh 192.0.2.1 02:00:00:00:00:99",
		"2 eth0 up known master 5"), BONDNL_CREATE,
		"bond0 miimon 100 slave eth0 move" },
	{ "remove all of a bond with neighbours", SCENE("7 bond0 bond up mode 1 miimon 100 "
		"mac 02:bb:00:00:00:01 neigh 192.0.2.1 02:00:00:00:00:99",
		"2 eth0 up known master 7"), BONDNL_REMOVE, "bond0 eth0" },
	{ "set the MAC of one with neighbours", SCENE("7 bond0 bond up mode 1 miimon 100 "
		"neigh 192.0.2.1 02:00:00:00:00:99 proxy 192.0.2.50 addr 192.0.2.5/24",
		"2 eth0 up known master 7"), BONDNL_SET,
		"bond0 lladdr 02:aa:00:00:00:01 resend_igmp 3" },
	{ "slaves with neighbours", SCENE("2 eth0 up addr 192.0.2.7/24 neigh 192.0.2.1 "
		"02:00:00:00:00:99 proxy 192.0.2.50", "3 eth1 up addr 192.0.2.8/24 neigh "
		"192.0.2.1 02:00:00:00:00:98"), BONDNL_CREATE,
		"bond0 miimon 100 slave eth0 flush slave eth1" },
	{ "add to an empty one with neighbours", SCENE("7 bond0 bond up mode 1 miimon 100 "
		"neigh 192.0.2.1 02:00:00:00:00:99 proxy 192.0.2.50", "2 eth0 up known"),
		BONDNL_ADD, "bond0 eth0" },
	{ "migrate what is down", SCENE("2 eth0 addr 192.0.2.7/24"), BONDNL_MIGRATE,
		"bond0 eth0 mode 4" },
	{ "migrate a radio", SCENE("2 wlan0 wireless up addr 192.0.2.7/24 route default "
		"via 192.0.2.1", "3 eth1 up known"), BONDNL_MIGRATE,
		"bond0 wlan0 mode 1 slave eth1" },
	{ "migrate back", SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0 mtu "
		"1400 addr 192.0.2.7/24 addr 192.0.2.8/24 addr 2001:db8::7/64 route "
		"default via 192.0.2.1 route default via 2001:db8::1",
		"2 eth0 up known master 7 prio 5 mtu 1400",
		"3 eth1 up known master 7 mtu 1400"), BONDNL_MIGRATE_BACK, "bond0 eth0" },
	{ "apply to three bonds", SCENE("7 bond0 bond up mode 1 miimon 50 updelay 100 "
		"addr 192.0.2.5/24 addr 192.0.2.6/24 route 10.0.0.0/8 via 192.0.2.1",
		"2 eth0 up master 7 prio 5", "3 eth1 up master 7", "8 bond1 bond known",
		"4 eth2 up addr 198.51.100.7/24 route default via 198.51.100.1",
		"9 bond2 bond up mode 1 miimon 100 known", "5 eth3 up master 9"),
		BONDNL_APPLY,
		"bond0 mode 1; resend_igmp 3; address 192.0.2.6/24; slave eth0; bond bond1; "
		"mode 4; lacp_rate fast; slave eth1; slave eth2 flush; bond bond3; slave eth3; "
		"mtu 9000; absent bond2" },
	{ "apply another address to one with neighbours", SCENE("7 bond0 bond up mode 1 "
		"miimon 100 addr 192.0.2.5/24 route 10.0.0.0/8 via 192.0.2.1 neigh "
		"192.0.2.1 02:00:00:00:00:99 neigh 2001:db8::1 02:00:00:00:00:99 proxy "
		"192.0.2.50", "2 eth0 up master 7"), BONDNL_APPLY,
		"bond0 mode 1; address 192.0.2.6/24; slave eth0" },
	{ "apply a bond in a bond", SCENE("2 eth0 up addr 192.0.2.7/24", "3 eth1 up known",
		"4 eth2 up known"), BONDNL_APPLY,
		"bond0 mode 1; slave bond1; slave eth2; address 192.0.2.7/24; bond bond1; "
		"mode 4; lacp_rate fast; slave eth0 flush; slave eth1" },
};
/* clang-format on */

static void open_job(struct heard *h, const struct job *j)
{
	memset(h, 0, sizeof(*h));
	fake_open(&h->fake, j->scene);
}

/* How many orders and looks a job has when nothing is wrong. */
static void count(const struct job *j, size_t *ret_orders, size_t *ret_looks)
{
	struct heard h;

	open_job(&h, j);
	heard_run(&h, j->intent, j->line, 0);
	heard_outcome(&h, BONDNL_DONE);
	*ret_orders = h.fake.requests;
	*ret_looks = h.fake.looks;
	ck_assert_uint_gt(h.fake.requests, 0);
	heard_free(&h);
}

/* Undone or refused, and in any case as it was: the fake says so, not only the result. */
static void check_put_back(const struct heard *h, const struct job *j, size_t k)
{
	enum bondnl_outcome o = bondnl_result_outcome(h->result);

	ck_assert_msg(o == BONDNL_REFUSED || o == BONDNL_UNDONE,
		"%s, fault at %zu: outcome %d: %s: %s\n%s%sbefore:\n%s\nafter:\n%s",
		j->name, k, o, h->err.subject, h->err.text, text_str(&h->said),
		bondnl_result_differences(h->result)
			? bondnl_result_difference(h->result, 0)
			: "",
		text_str(&h->before), text_str(&h->after));
	ck_assert_msg(str_eq(text_str(&h->before), text_str(&h->after)),
		"%s, fault at %zu:\nbefore:\n%s\nafter:\n%s\n%s", j->name, k,
		text_str(&h->before), text_str(&h->after), text_str(&h->said));
	ck_assert_uint_eq(bondnl_result_differences(h->result), 0);
	ck_assert_int_lt(h->rc, 0);
}

static void every_order(const struct job *j, enum fake_fault fault)
{
	size_t requests, looks;

	count(j, &requests, &looks);
	for (size_t k = 1; k <= requests; k++) {
		struct heard h;

		open_job(&h, j);
		h.fake.fault = fault;
		h.fake.at = k;
		heard_run(&h, j->intent, j->line, 0);
		check_put_back(&h, j, k);
		if (fault == FAKE_REFUSED)
			ck_assert(strstr(h.err.where, intent_get(j->intent)->name) ||
				strstr(h.err.where, "absent"));
		heard_free(&h);
	}
}

START_TEST(test_refused_at_any)
{
	every_order(&jobs[_i], FAKE_REFUSED);
}
END_TEST

START_TEST(test_dead_at_any)
{
	every_order(&jobs[_i], FAKE_DEAD);
}
END_TEST

START_TEST(test_lost_at_any)
{
	every_order(&jobs[_i], FAKE_LOST);
}
END_TEST

/*
 * Were the deletion ignored, routes would be given to what is a slave still, and up: there
 * is no step that takes routes off, only devices that lose them by going down. It comes
 * behind the two v4 addresses.
 */
static bool may_be_ignored(const struct job *j, size_t k)
{
	return j->intent != BONDNL_MIGRATE_BACK || k != 3;
}

/*
 * Acknowledged, and nothing done: the read-back finds it, or the kernel refuses what
 * leans on it. Unless it made no difference, and then all is as asked_for.
 */
START_TEST(test_ignored_at_any)
{
	const struct job *j = &jobs[_i];
	size_t requests, looks;

	count(j, &requests, &looks);
	for (size_t k = 1; k <= requests; k++) {
		struct heard h;

		if (!may_be_ignored(j, k))
			continue;
		open_job(&h, j);
		h.fake.fault = FAKE_IGNORED;
		h.fake.at = k;
		heard_run(&h, j->intent, j->line, 0);
		if (bondnl_result_outcome(h.result) != BONDNL_DONE)
			check_put_back(&h, j, k);
		heard_free(&h);
	}
}
END_TEST

/* A look that fails before anything was sent: nothing is tried. After it: put back. */
START_TEST(test_deaf_at_any)
{
	const struct job *j = &jobs[_i];
	size_t requests, looks;

	count(j, &requests, &looks);
	for (size_t k = 1; k <= looks; k++) {
		struct heard h;

		open_job(&h, j);
		h.fake.deaf_at = k;
		heard_run(&h, j->intent, j->line, 0);
		check_put_back(&h, j, k);
		ck_assert_int_eq(h.rc, -ENOBUFS);
		heard_free(&h);
	}
}
END_TEST

/*
 * From an order on nothing works any more, not even putting back: if it was not the
 * very first, things are left different, and the differences are told.
 */
static void check_left(const struct heard *h, const struct job *j, size_t k)
{
	/* the sample of pristine.h is a difference, too, but where its removal is a lie
	 */
	bool same = str_eq(text_str(&h->before), text_str(&h->after)) &&
		!(h->sample_left && h->fake.fault == FAKE_REFUSED_ON);

	ck_assert_msg(same == (bondnl_result_outcome(h->result) != BONDNL_LEFT),
		"%s, from %zu on: outcome %d\nbefore:\n%s\nafter:\n%s", j->name, k,
		bondnl_result_outcome(h->result), text_str(&h->before),
		text_str(&h->after));
	ck_assert_msg(same == (bondnl_result_differences(h->result) == 0),
		"%s, from %zu on: differences", j->name, k);
	ck_assert_int_lt(h->rc, 0);
}

static void from_every_order(const struct job *j, enum fake_fault fault)
{
	size_t requests, looks;

	count(j, &requests, &looks);
	for (size_t k = 1; k <= requests; k++) {
		struct heard h;

		open_job(&h, j);
		h.fake.fault = fault;
		h.fake.at = k;
		h.fake.error = -EBUSY;
		heard_run(&h, j->intent, j->line, 0);
		/* what only settles an address makes no difference when it is ignored */
		if (fault != FAKE_IGNORED_ON ||
			bondnl_result_outcome(h.result) != BONDNL_DONE)
			check_left(&h, j, k);
		heard_free(&h);
	}
}

START_TEST(test_refused_from_any)
{
	from_every_order(&jobs[_i], FAKE_REFUSED_ON);
}
END_TEST

START_TEST(test_ignored_from_any)
{
	from_every_order(&jobs[_i], FAKE_IGNORED_ON);
}
END_TEST

/* What only the new mode has is to be put back before the old mode is (lacp_rate). */
/* clang-format off */
static const struct job lacp_job = { "adopt with LACP",
	SCENE("7 bond0 bond known", "2 eth0 up known"), BONDNL_CREATE,
	"bond0 mode 802.3ad lacp_rate fast slave eth0" };

START_TEST(test_options_of_a_mode)
{
	every_order(&lacp_job, FAKE_REFUSED);
}
END_TEST

/* The primary is remembered by name, where no mode reports it. */
static const struct job primary_job = { "adopt with a primary",
	SCENE("7 bond0 bond known", "2 eth0 up known"), BONDNL_CREATE,
	"bond0 mode 1 primary eth0 slave eth0" };

START_TEST(test_primary_is_remembered)
{
	every_order(&primary_job, FAKE_REFUSED);
}
END_TEST

/*
 * A delay is kept as a multiple of miimon, unseen while that is 0, and is there again
 * with the next miimon: to be taken back before it.
 */
static const struct job delay_job = { "adopt with a delay",
	SCENE("7 bond0 bond known", "2 eth0 up known"), BONDNL_CREATE,
	"bond0 miimon 100 updelay 200 slave eth0" };

START_TEST(test_delays_are_remembered)
{
	every_order(&delay_job, FAKE_REFUSED);
}
END_TEST

/* Nor are these reported by the mode that the bond had before, and yet they stay. */
static const struct job identity_job = { "adopt with an identity",
	SCENE("7 bond0 bond known", "2 eth0 up known"), BONDNL_CREATE,
	"bond0 mode 802.3ad ad_actor_sys_prio 7 ad_user_port_key 5 "
	"ad_actor_system 02:00:00:00:00:99 slave eth0" };

START_TEST(test_identity_is_remembered)
{
	every_order(&identity_job, FAKE_REFUSED);
}
END_TEST

/* A error says what was being done, also when the socket breaks. */
START_TEST(test_where_of_broken)
{
	static const enum fake_fault faults[] = { FAKE_DEAD, FAKE_LOST, FAKE_NO_FAULT };
	size_t requests, looks;

	count(&jobs[0], &requests, &looks);
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
		struct heard h;

		open_job(&h, &jobs[0]);
		h.fake.fault = faults[i];
		h.fake.at = requests;
		if (!faults[i])
			h.fake.deaf_at = looks;
		heard_run(&h, jobs[0].intent, jobs[0].line, 0);
		heard_outcome(&h, BONDNL_UNDONE);
		ck_assert_str_eq(h.err.where, "create bond0");
		heard_free(&h);
	}
}
END_TEST

/* The bond that is made to compare with is a change, too, if it stays. */
START_TEST(test_sample_stays)
{
	struct heard h;

	open_job(&h, &lacp_job);
	h.fake.fault = FAKE_LOST; /* the reply that it was made */
	h.fake.at = 1;
	heard_run(&h, lacp_job.intent, lacp_job.line, 0);
	ck_assert_int_eq(h.sample_left, bondnl_result_outcome(h.result) == BONDNL_LEFT);
	heard_free(&h);

	open_job(&h, &lacp_job);
	h.fake.fault = FAKE_REFUSED_ON; /* it cannot be removed */
	h.fake.at = 2;
	h.fake.error = -EBUSY;
	heard_run(&h, lacp_job.intent, lacp_job.line, 0);
	ck_assert_int_eq(h.sample_left, bondnl_result_outcome(h.result) == BONDNL_LEFT);
	heard_free(&h);
}
END_TEST

/* -------------------------------------------------------------------------- together */

/* What was made of many is undone by one message, and nothing else is. */
START_TEST(test_undone_together)
{
	_cleanup_text_ struct text line = { 0 };
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 up known group 5", "7 bond0 bond up known"));
	for (int i = 1; i < 49; i++)
		text_add(&line, "%sbond%d; down", i > 1 ? "; bond " : "", i);
	h.fake.fault = FAKE_REFUSED;
	text_add(&line, "; bond bond49; slave eth0");
	h.fake.at = 49 + 3; /* made, then: down, enslaved, up */
	heard_run(&h, BONDNL_APPLY, text_str(&line), 0);
	heard_outcome(&h, BONDNL_UNDONE);
	heard_same_state(&h);
	ck_assert_part(text_str(&h.said), "undo: mark bond1 for deletion by group 1");
	ck_assert_part(text_str(&h.said), "undo: delete the 49 bonds of group 1");
	ck_assert_ptr_null(strstr(text_str(&h.said), "undo: delete bond"));
	heard_free(&h);
}
END_TEST

/* What was heard is forgotten; the kernel stays. */
static void forget_heard(struct heard *h)
{
	bondnl_result_free(h->result);
	text_free(&h->before);
	text_free(&h->after);
	text_free(&h->said);
	error_clear(&h->err);
}

/* Who deletes came no further than its marks: the next one deletes all the same. */
START_TEST(test_marked_by_the_dead)
{
	static const char line[] =
		"bond2; miimon 0; down; absent bond0; absent bond1" FIFTY_GONE;
	struct heard h = { 0 };
	const struct link *l;

	fake_open(&h.fake,
		SCENE("7 bond0 bond up", "8 bond1 bond", "2 eth0 up master 7",
			"9 bond2 bond group 5"));
	heard_run(&h, BONDNL_APPLY, line, BONDNL_DRY_RUN);
	forget_heard(&h);
	h.fake.fault = FAKE_DEAD;
	h.fake.at = 3;
	h.fake.deaf_at = 2 * h.fake.looks + 1; /* nor does it see what to put back */
	heard_run(&h, BONDNL_APPLY, line, 0);
	heard_outcome(&h, BONDNL_LEFT);
	l = fake_link(&h.fake, "bond0");
	ck_assert_uint_ge(l->group, 0x40000000u);
	ck_assert_uint_eq(l->group, fake_link(&h.fake, "bond1")->group);

	forget_heard(&h);
	h.fake.fault = FAKE_NO_FAULT;
	heard_run(&h, BONDNL_APPLY, line, 0);
	heard_outcome(&h, BONDNL_DONE);
	ck_assert_ptr_null(fake_link(&h.fake, "bond0"));
	ck_assert_ptr_null(fake_link(&h.fake, "bond1"));
	ck_assert_uint_eq(fake_link(&h.fake, "bond2")->group, 5);
	ck_assert_uint_eq(fake_link(&h.fake, "eth0")->group, 0);
	heard_free(&h);
}
END_TEST

/* ------------------------------------------------------------------ ignored, and said */

static const struct {
	enum bondnl_option id;
	const char *line;
	const char *text, *hint;
} ignored[] = {
	{ BONDNL_OPT_XMIT_HASH_POLICY,
		"bond0 mode 1 miimon 100 xmit_hash_policy layer3+4 slave eth0",
		"requested layer3+4, got layer2",
		"every message was acknowledged" },
	{ BONDNL_OPT_MIIMON, "bond0 mode 1 miimon 100 slave eth0", "requested 100, got 0",
		"every message was acknowledged" },
	{ BONDNL_OPT_PRIMARY, "bond0 mode 1 miimon 100 primary eth0 slave eth0",
		"primary is not eth0: the kernel has none",
		"every message was acknowledged" },
	{ BONDNL_OPT_SLAVE_PRIO, "bond0 mode 1 miimon 100 slave eth0 prio 5",
		"prio: requested 5, got 0", "every message was acknowledged" },
	/* the fake is as old as 6.1 */
	{ BONDNL_OPT_LACP_STRICT, "bond0 mode 802.3ad lacp_strict on slave eth0",
		"this kernel does not know lacp_strict", "leave out lacp_strict" },
	{ BONDNL_OPT_BROADCAST_NEIGHBOR,
		"bond0 mode 802.3ad broadcast_neighbor on slave eth0",
		"this kernel does not know broadcast_neighbor",
		"use a kernel that has it" },
};
/* clang-format on */

START_TEST(test_ignored_option)
{
	struct heard h = { 0 };

	fake_open(&h.fake, SCENE("2 eth0 up addr 192.0.2.7/24"));
	h.fake.ignores = OPTBIT(ignored[_i].id);
	heard_run(&h, BONDNL_CREATE, ignored[_i].line, 0);
	heard_outcome(&h, BONDNL_UNDONE);
	ck_assert_int_eq(h.rc, -EIO);
	ck_assert_str_eq(h.err.where, "create bond0");
	ck_assert_part(h.err.text, ignored[_i].text);
	ck_assert_part(h.err.hint, ignored[_i].hint);
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* ----------------------------------------------------------------- left different */

/* An undo that is acknowledged, and nothing of it done. */
START_TEST(test_lying_undo)
{
	struct heard h = { 0 };

	fake_open(&h.fake,
		SCENE("2 eth0 up addr 192.0.2.7/24 route default via 192.0.2.1",
			"3 eth1 known"));
	h.fake.ignores = OPTBIT(BONDNL_OPT_RESEND_IGMP);
	h.fake.fault = FAKE_IGNORED_ON;
	h.fake.at = 6; /* create, down, two enslaved, up; then putting back */
	heard_run(&h, BONDNL_CREATE,
		"bond0 miimon 100 resend_igmp 3 slave eth0 slave eth1", 0);
	heard_outcome(&h, BONDNL_LEFT);
	ck_assert_part(h.err.text, "requested 3, got 1");
	ck_assert_uint_ge(bondnl_result_differences(h.result), 4);
	ck_assert_str_eq(
		bondnl_result_difference(h.result, 0), "bond0: it is still there");
	ck_assert_str_eq(
		bondnl_result_difference(h.result, 1), "eth0: it has a master: bond0");
	ck_assert_str_eq(bondnl_result_difference(h.result, 2),
		"eth0: the route default via 192.0.2.1 is missing");
	ck_assert_str_eq(
		bondnl_result_difference(h.result, 3), "eth1: it has a master: bond0");
	heard_free(&h);
}
END_TEST

/* The kernel cannot be read any more: nobody knows, and that is no success. */
START_TEST(test_unreadable)
{
	size_t requests, looks;
	struct heard h;

	count(&jobs[0], &requests, &looks);
	open_job(&h, &jobs[0]);
	h.fake.fault = FAKE_REFUSED;
	h.fake.at = requests;
	h.fake.deaf_at = looks; /* the first look of putting back */
	heard_run(&h, jobs[0].intent, jobs[0].line, 0);
	heard_outcome(&h, BONDNL_LEFT);
	ck_assert_uint_eq(bondnl_result_differences(h.result), 0);
	heard_free(&h);
}
END_TEST

/* -------------------------------------------------------------- undone afterwards */

static void do_job(struct heard *h, const struct job *j)
{
	open_job(h, j);
	heard_run(h, j->intent, j->line, BONDNL_KEEP);
	heard_outcome(h, BONDNL_DONE);
}

START_TEST(test_undone_later)
{
	struct heard h;

	do_job(&h, &jobs[_i]);
	heard_undo(&h);
	heard_outcome(&h, BONDNL_UNDONE);
	heard_same_state(&h);
	ck_assert_uint_eq(bondnl_result_differences(h.result), 0);
	heard_free(&h);
}
END_TEST

static bool other_random_mac(const struct heard *h)
{
	return bondnl_result_differences(h->result) == 1 &&
		strstr(bondnl_result_difference(h->result, 0), ": its MAC is ") &&
		!strstr(text_str(&h->said), "undo: set bond0: lladdr");
}

/* A step of undoing fails, once or from then on: what is left is told, if anything is. */
static void undo_fails(const struct job *j, enum fake_fault fault)
{
	size_t requests;
	struct heard h;

	do_job(&h, j);
	requests = h.fake.requests;
	heard_undo(&h);
	requests = h.fake.requests - requests;
	heard_free(&h);

	for (size_t k = 1; k <= requests; k++) {
		bool same;

		do_job(&h, j);
		h.fake.fault = fault;
		h.fake.at = h.fake.requests + k;
		h.fake.error = -EBUSY;
		heard_undo(&h);
		/*
		 * Which slave is active the driver decides: a warning says so. And the
		 * fake calls all random MACs the same, but one that was to be put back
		 * by its number, and is not, is told.
		 */
		same = strstr(text_str(&h.said), "warning: bond0: active_slave is") ||
				other_random_mac(&h)
			? bondnl_result_differences(h.result) == 0
			: str_eq(text_str(&h.before), text_str(&h.after));
		ck_assert_msg(same == (bondnl_result_outcome(h.result) == BONDNL_UNDONE),
			"%s, undo fails at %zu of %zu: outcome %d: %s\nbefore:\n%s\n"
			"after:\n%s\n%s",
			j->name, k, requests, bondnl_result_outcome(h.result),
			bondnl_result_differences(h.result)
				? bondnl_result_difference(h.result, 0)
				: "",
			text_str(&h.before), text_str(&h.after), text_str(&h.said));
		ck_assert_int_eq(same, bondnl_result_differences(h.result) == 0);
		heard_free(&h);
	}
}

START_TEST(test_undo_refused_at_any)
{
	undo_fails(&jobs[_i], FAKE_REFUSED);
}
END_TEST

START_TEST(test_undo_refused_from_any)
{
	undo_fails(&jobs[_i], FAKE_REFUSED_ON);
}
END_TEST

/* Somebody else was there meanwhile: what was touched is as it was all the same. */
START_TEST(test_undone_after_others)
{
	struct bondnl_ctx ctx;
	struct bondnl_result *others;
	struct bondnl_spec spec = { 0 };
	struct heard h;

	do_job(&h, &jobs[0]);
	ctx = (struct bondnl_ctx){ .backend = &h.fake.backend };
	ck_assert_int_eq(
		unit_spec(&spec, BONDNL_SET, "bond0 miimon 50 resend_igmp 3", &h.err), 0);
	ck_assert_int_eq(bondnl_run(&ctx, &spec, 0, &others, &h.err), 0);
	bondnl_result_free(others);
	spec_clear(&spec);
	ck_assert_int_eq(unit_spec(&spec, BONDNL_DELETE, "bond0", &h.err), 0);
	if (_i)
		ck_assert_int_eq(bondnl_run(&ctx, &spec, 0, &others, &h.err), 0);
	if (_i)
		bondnl_result_free(others);
	spec_clear(&spec);
	heard_undo(&h);
	heard_outcome(&h, BONDNL_UNDONE);
	heard_same_state(&h);
	heard_free(&h);
}
END_TEST

/* What was not kept, was not done, or did nothing, is not undone. */
START_TEST(test_nothing_to_undo)
{
	static const struct {
		const char *line;
		unsigned flags;
	} rows[] = {
		{ "bond0 miimon 50", 0 },
		{ "bond0 miimon 50", BONDNL_KEEP | BONDNL_DRY_RUN },
		{ "bond0 miimon 100", BONDNL_KEEP },
		{ "bond0 lacp_rate fast", BONDNL_KEEP },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bondnl_result *result = NULL;
		struct bondnl_ctx ctx;
		struct heard h = { 0 };

		fake_open(&h.fake, SCENE("7 bond0 bond up mode 1 miimon 100"));
		heard_run(&h, BONDNL_SET, rows[i].line, rows[i].flags);
		ctx = (struct bondnl_ctx){ .backend = &h.fake.backend };
		error_clear(&h.err);
		ck_assert_int_eq(bondnl_undo(&ctx, h.result, &result, &h.err), -EINVAL);
		ck_assert_ptr_null(result);
		ck_assert_str_eq(h.err.text, "there is nothing to undo");
		heard_free(&h);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("undo");

	unit_rows(s, "refused at any", test_refused_at_any, ARRAY_SIZE(jobs));
	unit_rows(s, "dead at any", test_dead_at_any, ARRAY_SIZE(jobs));
	unit_rows(s, "lost at any", test_lost_at_any, ARRAY_SIZE(jobs));
	unit_rows(s, "ignored at any", test_ignored_at_any, ARRAY_SIZE(jobs));
	unit_rows(s, "deaf at any", test_deaf_at_any, ARRAY_SIZE(jobs));
	unit_rows(s, "refused from any", test_refused_from_any, ARRAY_SIZE(jobs));
	unit_rows(s, "ignored from any", test_ignored_from_any, ARRAY_SIZE(jobs));
	unit_one(s, "options of a mode", test_options_of_a_mode);
	unit_one(s, "primary is remembered", test_primary_is_remembered);
	unit_one(s, "delays are remembered", test_delays_are_remembered);
	unit_one(s, "identity is remembered", test_identity_is_remembered);
	unit_one(s, "undone together", test_undone_together);
	unit_one(s, "marked by the dead", test_marked_by_the_dead);
	unit_one(s, "where of a broken socket", test_where_of_broken);
	unit_one(s, "sample stays", test_sample_stays);
	unit_rows(s, "ignored option", test_ignored_option, ARRAY_SIZE(ignored));
	unit_one(s, "lying undo", test_lying_undo);
	unit_one(s, "unreadable", test_unreadable);
	unit_rows(s, "undone later", test_undone_later, ARRAY_SIZE(jobs));
	unit_rows(s, "undo refused at any", test_undo_refused_at_any, ARRAY_SIZE(jobs));
	unit_rows(
		s, "undo refused from any", test_undo_refused_from_any, ARRAY_SIZE(jobs));
	unit_rows(s, "undone after others", test_undone_after_others, 2);
	unit_one(s, "nothing to undo", test_nothing_to_undo);
	return unit_run(s);
}
