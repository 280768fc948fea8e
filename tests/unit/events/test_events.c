/*
 * What happened between two states, as events: scenes before and after, and what belongs
 * together. No kernel is asked; that the real one announces it so is shown where it is.
 */
#include "events/events.h"
#include "support/scene.h"
#include "support/unit.h"

#define AB "7 bond0 bond up mac 02:00:00:00:00:07 mode active-backup miimon 100 "
#define DOWN "7 bond0 bond mac 02:00:00:00:00:07 mode active-backup miimon 100 "
#define LB "7 bond0 bond up mac 02:00:00:00:00:07 mode balance-tlb miimon 100 "
#define AD "7 bond0 bond up mac 02:00:00:00:00:07 mode 802.3ad miimon 100 "

/* "link_down bond0/eth0 no_carrier 40 ms", a line each */
static void print(const struct events *ev, struct text *t)
{
	for (size_t i = 0; i < ev->n; i++) {
		const struct event *e = &ev->list[i];

		text_add(t, "%s%s %s", i ? "\n" : "", events_kind_name(e->kind),
			e->bond_name);
		if (e->slave)
			text_add(t, "/%s", e->slave_name);
		if (e->what)
			text_add(t, " %s", e->what);
		if (e->from || e->to)
			text_add(t, " %s>%s", e->from ? e->from : "",
				e->to ? e->to : "");
		if (e->reason)
			text_add(t, " because %s", e->reason);
		if (e->duration >= 0)
			text_add(t, " after %lld ms", (long long)e->duration);
	}
}

/* clang-format off */
static const struct {
	const char *before[6], *after[6], *events;
} rows[] = {
	/* nothing */
	{ { AB "active_slave eth0", "2 eth0 up master 7" }, { AB "active_slave eth0", "2 eth0 up master 7" }, "" },
	/* what is no bond is of no account */
	{ { "2 eth0 up", "9 br0 bridge up" }, { "2 eth0", "3 eth1 master 9" }, "" },
	/* bonds */
	{ { "2 eth0" }, { AB }, "bond_created bond0 >active-backup" },
	{ { AB }, { "2 eth0" }, "bond_deleted bond0" },
	{ { AB "active_slave eth0", "2 eth0 up master 7" }, { "2 eth0" }, "bond_deleted bond0" },
	{ { AB }, { "7 bond1 bond up mac 02:00:00:00:00:07 mode active-backup miimon 100" }, "bond_renamed bond1 bond0>bond1" },
	{ { AB }, { DOWN }, "bond_down bond0" },
	{ { DOWN "nocarrier" }, { AB "nocarrier" },
		"bond_up bond0 because no_carrier" },
	{ { AB }, { AB "nocarrier" }, "carrier_lost bond0" },
	{ { AB "nocarrier" }, { AB }, "carrier_back bond0" },
	/* of one that is down it is no news */
	{ { "7 bond0 bond" }, { "7 bond0 bond nocarrier" }, "" },
	{ { AB }, { AB "mtu 1400" }, "mtu bond0 1500>1400" },
	{ { AB }, { AB "mac 02:00:00:00:00:09" }, "lladdr bond0 02:00:00:00:00:07>02:00:00:00:00:09" },
	/* addresses: those that the kernel made are no news */
	{ { AB "addr 192.0.2.1/24 addr 192.0.2.2/24" }, { AB "addr 192.0.2.2/24 addr 192.0.2.3/24 temp fe80::1/64" },
		"address_removed bond0 192.0.2.1/24>\naddress_added bond0 >192.0.2.3/24" },
	{ { AB "addr 192.0.2.1/24" }, { AB "lease 192.0.2.1/24" }, "" },
	/* options */
	{ { AB }, { AB "miimon 50 num_peer_notif 3" }, "option bond0 miimon 100>50\noption bond0 num_peer_notif 1>3" },
	{ { AB }, { AB "arp_ip_target 192.0.2.1" }, "option bond0 arp_ip_target none>192.0.2.1" },
	{ { AB "arp_ip_target 192.0.2.1,192.0.2.2" }, { AB "arp_ip_target 192.0.2.2,192.0.2.1" }, "" },
	{ { "7 bond0 bond mode balance-rr" }, { "7 bond0 bond mode 802.3ad" }, "option bond0 mode balance-rr>802.3ad" },
	{ { AB, "2 eth0 up master 7" }, { AB, "2 eth0 up master 7 prio 5 queue_id 2" },
		"option bond0/eth0 queue_id 0>2\noption bond0/eth0 prio 0>5" },
	{ { AB "active_slave eth0", "2 eth0 up master 7" }, { AB "active_slave eth0 primary eth0", "2 eth0 up master 7" },
		"option bond0 primary none>eth0" },
	/* joining, leaving */
	{ { AB, "2 eth0" }, { AB, "2 eth0 up master 7" }, "slave_joined bond0/eth0 >up" },
	{ { AB, "2 eth0" }, { AB, "2 eth0 up nocarrier master 7 mii_status 2" },
		"slave_joined bond0/eth0 >down because no_carrier" },
	{ { AB, "2 eth0 up master 7" }, { AB, "2 eth0" }, "slave_left bond0/eth0" },
	{ { AB, "2 eth0 up master 7" }, { AB, "9 br0 bridge", "2 eth0 up master 9 no state" }, "slave_left bond0/eth0" },
	{ { AB, "8 bond1 bond up mac 02:00:00:00:00:08", "2 eth0 up master 7" }, { AB, "8 bond1 bond up mac 02:00:00:00:00:08", "2 eth0 up master 8" },
		"slave_left bond0/eth0\nslave_joined bond1/eth0 >up" },
	{ { AB, "2 eth0 up master 7" }, { AB, "2 lan up master 7" }, "slave_renamed bond0/lan eth0>lan" },
	/* a slave's link */
	{ { AB, "2 eth0 up master 7" }, { AB, "2 eth0 up nocarrier master 7" }, "link_down bond0/eth0 because no_carrier" },
	{ { AB, "2 eth0 up master 7" }, { AB, "2 eth0 nocarrier master 7" }, "link_down bond0/eth0 because set_down" },
	{ { AB, "2 eth0 up nocarrier master 7" }, { AB, "2 eth0 up master 7" }, "link_up bond0/eth0" },
	{ { AB, "2 eth0 nocarrier master 7" }, { AB, "2 eth0 up nocarrier master 7" }, "" },
	{ { AB, "2 eth0 up nocarrier master 7" }, { AB, "2 eth0 up nocarrier master 7 mii_status 1" },
		"mii_status bond0/eth0 up>going down because no_carrier" },
	{ { AB, "2 eth0 master 7 mii_status 1" }, { AB, "2 eth0 master 7 mii_status 2" },
		"mii_status bond0/eth0 going down>down because set_down" },
	{ { AB, "2 eth0 up master 7 mii_status 2" }, { AB, "2 eth0 up master 7 mii_status 3" },
		"mii_status bond0/eth0 down>going back" },
	{ { AB, "2 eth0 up master 7 mii_status 3" }, { AB, "2 eth0 up master 7" }, "mii_status bond0/eth0 going back>up" },
	{ { "7 bond0 bond up mode 1 arp_interval 100", "2 eth0 up master 7" },
		{ "7 bond0 bond up mode 1 arp_interval 100", "2 eth0 up master 7 mii_status 2" },
		"mii_status bond0/eth0 up>down because no_answer" },
	{ { AB, "2 eth0 up master 7" }, { AB, "2 eth0 up master 7 mii_status 2" }, "mii_status bond0/eth0 up>down" },
	{ { AB, "2 eth0 up master 7 mac 02:00:00:00:00:02" }, { AB, "2 eth0 up master 7 mac 02:00:00:00:00:03" },
		"lladdr bond0/eth0 02:00:00:00:00:02>02:00:00:00:00:03" },
	{ { AB, "2 eth0 up master 7" }, { AB, "2 eth0 up master 7 mtu 1400" }, "mtu bond0/eth0 1500>1400" },
	/* with the bond's: one */
	{ { AB, "2 eth0 up master 7" }, { AB "mtu 1400", "2 eth0 up master 7 mtu 1400" }, "mtu bond0 1500>1400" },
	{ { AB, "2 eth0 up master 7" }, { AB "mtu 1400", "2 eth0 up master 7 mtu 1300" },
		"mtu bond0/eth0 1500>1300\nmtu bond0 1500>1400" },
	/* the active slave, and why */
	{ { AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth1", "2 eth0 up nocarrier master 7 mii_status 2", "3 eth1 up master 7" },
		"link_down bond0/eth0 because no_carrier\nmii_status bond0/eth0 up>down because no_carrier\n"
		"active_slave bond0 eth0>eth1 because no_carrier" },
	{ { AB "active_slave eth0", "2 eth0 up master 7 mii_status 2", "3 eth1 up master 7" },
		{ AB "active_slave eth1", "2 eth0 up master 7 mii_status 2", "3 eth1 up master 7" },
		"active_slave bond0 eth0>eth1 because mii_down" },
	{ { AB "active_slave eth0", "2 eth0 master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth1", "2 eth0 master 7", "3 eth1 up master 7" },
		"active_slave bond0 eth0>eth1 because set_down" },
	{ { AB "arp_interval 100 active_slave eth0", "2 eth0 up master 7 mii_status 2", "3 eth1 up master 7" },
		{ AB "arp_interval 100 active_slave eth1", "2 eth0 up master 7 mii_status 2", "3 eth1 up master 7" },
		"active_slave bond0 eth0>eth1 because no_answer" },
	{ { AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth1", "2 eth0", "3 eth1 up master 7" },
		"slave_left bond0/eth0\nactive_slave bond0 eth0>eth1 because left" },
	{ { AB "active_slave eth0", "2 eth0 up master 7" }, { AB, "3 eth1" },
		"slave_left bond0/eth0\nactive_slave bond0 eth0> because left" },
	{ { AB, "2 eth0 up master 7" }, { AB "active_slave eth0", "2 eth0 up master 7" },
		"active_slave bond0 >eth0 because first_usable" },
	{ { AB "primary eth0 active_slave eth1", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "primary eth0 active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		"active_slave bond0 eth1>eth0 because primary_back" },
	{ { AB "active_slave eth1", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "primary eth0 active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		"option bond0 primary none>eth0\nactive_slave bond0 eth1>eth0 because primary_set" },
	/* a primary that waits for a failure does not come back by itself */
	{ { AB "primary eth0 primary_reselect failure active_slave eth1", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "primary eth0 primary_reselect failure active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		"active_slave bond0 eth1>eth0" },
	{ { AB "active_slave eth1", "2 eth0 up master 7 prio 9", "3 eth1 up master 7" },
		{ AB "active_slave eth0", "2 eth0 up master 7 prio 9", "3 eth1 up master 7" },
		"active_slave bond0 eth1>eth0 because prio" },
	{ { AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth1", "2 eth0 up master 7", "3 eth1 up master 7" }, "active_slave bond0 eth0>eth1" },
	{ { LB "active_slave eth0", "2 eth0 up nocarrier master 7" }, { LB, "2 eth0 up nocarrier master 7" },
		"active_slave bond0 eth0> because no_carrier" },
	/* LACP */
	{ { AD "ad_aggregator 1 ad_num_ports 2 ad_partner_mac 02:00:00:00:00:aa" },
		{ AD "ad_aggregator 2 ad_num_ports 1 ad_partner_mac 00:00:00:00:00:00" },
		"aggregator bond0 1>2\npartner bond0 02:00:00:00:00:aa>\noption bond0 ad_num_ports 2>1" },
	{ { AD "ad_partner_mac 00:00:00:00:00:00" }, { AD "ad_partner_mac 02:00:00:00:00:aa" },
		"partner bond0 >02:00:00:00:00:aa" },
	{ { AD, "2 eth0 up master 7 state active ad_actor_oper_port_state 63 ad_partner_oper_port_state 63" },
		{ AD, "2 eth0 up master 7 state backup ad_actor_oper_port_state 135 ad_partner_oper_port_state 55" },
		"lacp bond0/eth0 in_sync>expired\noption bond0/eth0 state active>backup" },
	{ { AD, "2 eth0 up master 7 ad_actor_oper_port_state 135 ad_partner_oper_port_state 55" },
		{ AD, "2 eth0 up master 7 ad_actor_oper_port_state 71 ad_partner_oper_port_state 1" },
		"lacp bond0/eth0 expired>defaulted" },
	{ { AD, "2 eth0 up master 7 ad_actor_oper_port_state 71 ad_partner_oper_port_state 1" },
		{ AD, "2 eth0 up master 7 ad_actor_oper_port_state 7 ad_partner_oper_port_state 7" },
		"lacp bond0/eth0 defaulted>negotiating" },
	{ { AD, "2 eth0 up master 7 ad_actor_oper_port_state 7 ad_partner_oper_port_state 7 ad_aggregator_id 1" },
		{ AD, "2 eth0 up master 7 ad_actor_oper_port_state 63 ad_partner_oper_port_state 63 ad_aggregator_id 2" },
		"lacp bond0/eth0 negotiating>in_sync\naggregator bond0/eth0 1>2" },
	/* in another mode nobody has an aggregator */
	{ { AB, "2 eth0 up master 7 state active" }, { AB, "2 eth0 up master 7 state backup" }, "" },
	/* a bond that is a slave of another is both */
	{ { "7 outer bond up", "8 inner bond up" }, { "7 outer bond up", "8 inner bond up master 7" },
		"slave_joined outer/inner >up" },
};
/* clang-format on */

static void read_scene(struct snapshot *s, const char *const lines[])
{
	memset(s, 0, sizeof(*s));
	scene_read(s, lines);
	snapshot_sort(s);
}

START_TEST(test_between)
{
	_cleanup_text_ struct text t = { 0 };
	struct snapshot before, after;
	struct events ev = { 0 };

	read_scene(&before, rows[_i].before);
	read_scene(&after, rows[_i].after);
	events_between(&ev, &before, &after, 1000);
	events_merge(&ev, &after);
	print(&ev, &t);
	ck_assert_str_eq(text_str(&t), rows[_i].events);
	ck_assert(!ev.no_memory);
	events_free(&ev);
	snapshot_free(&before);
	snapshot_free(&after);
}
END_TEST

/* One state after the other, @ms apart; @merged: told together. */
static void run(const char *const scenes[][4], size_t n, int ms, bool merged,
	const char *expected)
{
	_cleanup_text_ struct text t = { 0 };
	struct snapshot s[2];
	struct events ev = { 0 };

	read_scene(&s[0], scenes[0]);
	for (size_t i = 1; i < n; i++) {
		read_scene(&s[1], scenes[i]);
		events_between(&ev, &s[0], &s[1], 1000 + ms * (int64_t)i);
		snapshot_free(&s[0]);
		s[0] = s[1];
	}
	if (merged)
		events_merge(&ev, &s[0]);
	print(&ev, &t);
	ck_assert_str_eq(text_str(&t), expected);
	events_free(&ev);
	snapshot_free(&s[0]);
}

START_TEST(test_durations)
{
	static const char *const scenes[][4] = {
		{ AB, "2 eth0 up master 7" },
		{ AB, "2 eth0 up nocarrier master 7" },
		{ AB, "2 eth0 up nocarrier master 7 mii_status down" },
		{ AB "nocarrier", "2 eth0 up nocarrier master 7 mii_status down" },
		{ AB "nocarrier", "2 eth0 up master 7 mii_status down" },
		{ AB, "2 eth0 up master 7" },
		{ AB "nocarrier", "2 eth0 master 7" },
	};

	run(scenes, ARRAY_SIZE(scenes), 10, false,
		"link_down bond0/eth0 because no_carrier\n"
		"mii_status bond0/eth0 up>down because no_carrier\n"
		"carrier_lost bond0\n"
		"link_up bond0/eth0 after 30 ms\n"
		"mii_status bond0/eth0 down>up after 30 ms\n"
		"carrier_back bond0 after 20 ms\n"
		"link_down bond0/eth0 because set_down after 20 ms\n"
		"carrier_lost bond0 after 10 ms");
}
END_TEST

/* Who joins, and who has left and joins again, begins anew. */
START_TEST(test_durations_of_joining)
{
	static const char *const scenes[][4] = {
		{ AB, "2 eth0 up" },
		{ AB, "2 eth0 up master 7" },
		{ AB, "2 eth0 up nocarrier master 7" },
		{ AB, "2 eth0 up" },
		{ AB, "2 eth0 up master 7" },
		{ AB, "2 eth0 up master 7 mii_status down" },
	};

	run(scenes, ARRAY_SIZE(scenes), 10, false,
		"slave_joined bond0/eth0 >up\n"
		"link_down bond0/eth0 because no_carrier after 10 ms\n"
		"slave_left bond0/eth0\n"
		"slave_joined bond0/eth0 >up\n"
		"mii_status bond0/eth0 up>down after 10 ms");
}
END_TEST

/* The bond takes the slave's MAC, the slave its MTU, and the link comes up meanwhile. */
START_TEST(test_joining_is_one)
{
	static const char *const scenes[][4] = {
		{ AB "mtu 1400", "2 eth0" },
		{ AB "mtu 1400 mac 02:00:00:00:00:02", "2 eth0" },
		{ AB "mtu 1400 mac 02:00:00:00:00:02",
			"2 eth0 up nocarrier master 7 mii_status down" },
		{ AB "mtu 1400 mac 02:00:00:00:00:02",
			"2 eth0 up nocarrier mtu 1400 master 7 mii_status down prio 3" },
		{ AB "mtu 1400 mac 02:00:00:00:00:02",
			"2 eth0 up mtu 1400 master 7 prio 3" },
	};

	run(scenes, ARRAY_SIZE(scenes), 0, true, "slave_joined bond0/eth0 >up");
}
END_TEST

/* That its link is lost is its own, not of the one that joins. */
START_TEST(test_others_meanwhile)
{
	static const char *const scenes[][4] = {
		{ AB "active_slave eth0", "2 eth0 up master 7", "3 eth1" },
		{ AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth0", "2 eth0 up nocarrier master 7",
			"3 eth1 up master 7" },
		{ AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
	};

	run(scenes, ARRAY_SIZE(scenes), 0, true,
		"slave_joined bond0/eth1 >up\n"
		"link_down bond0/eth0 because no_carrier\n"
		"link_up bond0/eth0 after 0 ms");
}
END_TEST

/* There and back is two events, however short it was. */
START_TEST(test_there_and_back)
{
	static const char *const scenes[][4] = {
		{ AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth1", "2 eth0 up master 7", "3 eth1 up master 7" },
		{ AB "active_slave eth0", "2 eth0 up master 7", "3 eth1 up master 7" },
	};

	run(scenes, ARRAY_SIZE(scenes), 0, true,
		"active_slave bond0 eth0>eth1\nactive_slave bond0 eth1>eth0");
}
END_TEST

START_TEST(test_made_and_deleted)
{
	static const char *const scenes[][4] = {
		{ "2 eth0 up" },
		{ "7 bond0 bond mode balance-rr", "2 eth0" },
		{ DOWN, "2 eth0" },
		{ AB "active_slave eth0", "2 eth0 up master 7" },
		{ DOWN, "2 eth0 up master 7" },
		{ "2 eth0" },
	};

	run(scenes, ARRAY_SIZE(scenes) - 3, 0, true, "bond_created bond0 >active-backup");
	run(scenes, ARRAY_SIZE(scenes), 0, true,
		"bond_created bond0 >balance-rr\nbond_deleted bond0");
}
END_TEST

START_TEST(test_kind_names)
{
	for (int i = 0; i < BONDNL_EVENT_COUNT_; i++) {
		ck_assert_ptr_nonnull(events_kind_name((enum bondnl_event_kind)i));
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(events_kind_name((enum bondnl_event_kind)i),
				events_kind_name((enum bondnl_event_kind)k));
	}
	ck_assert_ptr_null(events_kind_name(BONDNL_EVENT_COUNT_));
	ck_assert_ptr_null(events_kind_name((enum bondnl_event_kind)-1));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("events");

	unit_rows(s, "between", test_between, ARRAY_SIZE(rows));
	unit_one(s, "durations", test_durations);
	unit_one(s, "durations of joining", test_durations_of_joining);
	unit_one(s, "joining is one", test_joining_is_one);
	unit_one(s, "others meanwhile", test_others_meanwhile);
	unit_one(s, "there and back", test_there_and_back);
	unit_one(s, "made and deleted", test_made_and_deleted);
	unit_one(s, "kind names", test_kind_names);
	return unit_run(s);
}
