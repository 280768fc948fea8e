/*
 * bondnl add, remove, del and failover on the real driver: what they make of bonds that
 * are there, and whom they refuse. The bonds are made by ip, which also judges.
 * How a bond is made is judged elsewhere (it_create), and so is the undoing (it_undo).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/world.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MAC(n)	      "02:00:00:00:00:" n

#define CABLE(name, n)                                                                   \
	"link add " name                                                                 \
	" address " MAC("e" n) " type veth peer name " name                              \
			       "p address " MAC("f" n) "\nlink set " name                \
						       "p addrgenmode none up\n"

#define BOND(name, words) "link add " name " type bond miimon 100 " words "\n"
#define SLAVE(name, n, bond)                                                             \
	CABLE(name, n) "link set " name " mtu 1400\nlink set " name " master " bond "\n"

/* bond7 with two slaves that had an MTU of their own; eth0 is the active one. */
#define BOND7                                                                            \
	BOND("bond7", "mode active-backup")                                              \
	SLAVE("eth0", "0", "bond7") SLAVE("eth1", "1", "bond7") "link set bond7 up\n"

#define ACTIVE "bond7.linkinfo.info_data.active_slave"

/* ------------------------------------------------------------------------ witnesses */

struct expect {
	const char *path; /* in dump_take()'s links: "eth0.mtu" */
	const char *want;
};

/* Fails unless all of them are, or soon become, true; all by one dump. */
static void ck_world(const struct expect *all, size_t n)
{
	const struct expect *wrong = NULL;
	const char *have = "";

	until_soon()
	{
		json_t *dump = dump_take(), *links = json_object_get(dump, "links");

		wrong = NULL;
		for (size_t i = 0; i < n && !wrong; i++) {
			have = json_value(links, all[i].path);
			if (strcmp(have, all[i].want) != 0)
				wrong = &all[i];
		}
		json_decref(dump);
		if (!wrong)
			return;
	}
	ck_abort_msg("%s is '%s', not '%s'", wrong->path, have, wrong->want);
}

#define ck_all(...)                                                                      \
	ck_world((const struct expect[]){ __VA_ARGS__ },                                 \
		ARRAY_SIZE(((const struct expect[]){ __VA_ARGS__ })))

/* With --debug: fails if it sent anything that changes something. */
static void ck_nothing_sent(const struct ran *r)
{
	ck_has(r->err, "send RTM_GETLINK");
	ck_has_not(r->err, "send RTM_NEW");
	ck_has_not(r->err, "send RTM_SET");
	ck_has_not(r->err, "send RTM_DEL");
}

/*
 * Does the kernel know of each link that is up whether it has carrier, and of bond7 that
 * it has? Both take up to a second.
 */
static bool carriers_known(void)
{
	json_t *dump = dump_take(), *link;
	bool known = true;
	const char *name;

	json_object_foreach(json_object_get(dump, "links"), name, link)
	{
		const char *flags = json_value(link, "flags");

		if (strcmp(name, "bond7") == 0)
			known &= !strstr(flags, "NO-CARRIER");
		known &= !strstr(flags, ",UP") || strstr(flags, "LOWER_UP") ||
			strstr(flags, "NO-CARRIER");
	}
	json_decref(dump);
	return known;
}

static json_t *dump_at_rest(void)
{
	until_soon()
	{
		if (carriers_known())
			return dump_settled();
	}
	ck_abort_msg("no carrier on bond7");
}

/* Refused with 1, before anything was sent, and nothing is changed. */
static struct ran *ck_refused(const char *words)
{
	json_t *before = dump_at_rest();
	struct ran *r = bondnl_ends(1, "--debug %s", words);

	ck_nothing_sent(r);
	ck_unchanged(before, words);
	json_decref(before);
	return r;
}

/* ------------------------------------------------------------------------------ add */

START_TEST(add_two)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") "link set eth2 mtu 1300 up\n" CABLE(
		"eth3", "3"));
	/* one that is up, with and without the word slave */
	r = bondnl_ends(0, "add bond7 eth2 prio 7 queue_id 3 slave eth3 prio -1");
	ck_assert_str_eq(r->out, "");
	ck_assert_str_eq(r->err, "bondnl: note: the driver made eth2 the active slave\n");
	ck_all({ "eth2.master", "bond7" }, { "eth2.mtu", "1500" },
		{ "eth2.address", MAC("e0") },
		{ "eth2.flags", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP" },
		{ "eth2.linkinfo.info_slave_data.prio", "7" },
		{ "eth2.linkinfo.info_slave_data.queue_id", "3" },
		{ "eth2.linkinfo.info_slave_data.mii_status", "UP" },
		{ "eth3.master", "bond7" },
		{ "eth3.flags", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP" },
		{ "eth3.linkinfo.info_slave_data.prio", "-1" },
		{ "eth3.linkinfo.info_slave_data.queue_id", "0" },
		{ "bond7.flags", "BROADCAST,MULTICAST,MASTER,UP,LOWER_UP" });
	ck_assert_str_eq(proc_slaves("bond7"), "eth0 eth1 eth2 eth3");
	ck_assert_str_eq(proc_value("bond7", "eth2", "Permanent HW addr"), MAC("e2"));
	ck_assert_str_eq(proc_value("bond7", "eth2", "Slave queue ID"), "3");
}
END_TEST

START_TEST(add_one_that_is_down)
{
	ip_batch(BOND("bond7", "mode balance-rr") CABLE("eth2", "2"));
	bondnl_ends(0, "add bond7 eth2");
	/* the bond was down, and stays so; its first slave gives it the MAC */
	ck_all({ "eth2.master", "bond7" }, { "bond7.address", MAC("e2") },
		{ "bond7.flags", "BROADCAST,MULTICAST,MASTER" },
		{ "eth2.flags", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP" });
}
END_TEST

START_TEST(add_one_that_is_in_it)
{
	json_t *before;
	struct ran *r;

	ip_batch(BOND7 "link set eth1 type bond_slave prio 5 queue_id 2\n");
	before = dump_at_rest();
	r = bondnl_ends(0, "--debug add bond7 eth0 eth1");
	ck_nothing_sent(r);
	r = bondnl_ends(0, "--debug add bond7 eth1 prio 5 queue_id 2");
	ck_nothing_sent(r);
	ck_unchanged(before, "add what is in it");
	json_decref(before);

	r = bondnl_ends(0, "--debug add bond7 eth1 prio 6 eth0");
	ck_has(r->err, "send RTM_NEWLINK");
	ck_has_not(r->err, "send RTM_SETLINK");
	ck_all({ "eth1.linkinfo.info_slave_data.prio", "6" },
		{ "eth1.linkinfo.info_slave_data.queue_id", "2" },
		{ "eth0.linkinfo.info_slave_data.prio", "0" });
}
END_TEST

START_TEST(add_one_with_belongings)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") "addr add 10.2.0.5/24 dev eth2\n"
					  "addr add 2001:db8:2::5/64 dev eth2 nodad\n"
					  "link set eth2 up\n"
					  "route add default via 10.2.0.1 dev eth2\n");
	r = bondnl_ends(0, "add bond7 eth2");
	ck_has(r->err, "warning: eth2 keeps its own address 10.2.0.5/24, and the route");
	ck_has(r->err, "warning: 1 route by a gateway over eth2 goes when it is taken");
	ck_all({ "eth2.master", "bond7" }, { "eth2.addr_info.0.local", "10.2.0.5" },
		{ "eth2.addr_info.1.local", "" });
	ck_has(r->err, "warning: eth2 loses its own address 2001:db8:2::5/64 when");
}
END_TEST

START_TEST(add_and_flush)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") "addr add 10.2.0.5/24 dev eth2\n"
					  "addr add 10.2.0.6/24 dev eth2\n"
					  "addr add 2001:db8:2::5/64 dev eth2 nodad\n"
					  "link set eth2 up\n"
					  "addr add 10.3.0.5/24 dev eth1\n");
	r = bondnl_ends(0, "add bond7 eth2 flush eth1 flush");
	ck_assert_str_eq(r->err, "");
	ck_all({ "eth2.master", "bond7" }, { "eth2.addr_info.0.local", "" },
		{ "eth1.master", "bond7" }, { "eth1.addr_info.0.local", "" });
	r = bondnl_ends(0, "--debug add bond7 eth2 flush eth1 flush");
	ck_nothing_sent(r);
}
END_TEST

/*
 * A bond that is up and empty, with a MAC of its own making, is as good as new after an
 * undone add: its first slave gives it the MAC, and it has a link-local address.
 */
START_TEST(add_after_an_undone_one)
{
	struct ran *r;

	ip_batch("link add bond6 type bond mode active-backup miimon 100\n"
		 "link set bond6 up\n" CABLE("eth2", "2") CABLE("eth3", "3")
			 "link add link eth3 name mv0 type macvlan\n");
	r = bondnl_ends(3, "add bond6 eth2 eth3");
	ck_has(r->err, "note: bond6 has a random MAC again");
	ck_link("eth2", "master", "");
	bondnl_ends(0, "add bond6 eth2");
	ck_link("bond6", "address", MAC("e2"));
	ck_link("bond6", "addr_info.0.family", "inet6");
}
END_TEST

START_TEST(add_refused)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") BOND("bond8", "mode balance-rr"));
	r = ck_refused("add bond7 eth2 eth9");
	ck_has(r->err, "eth9: no such device");
	r = ck_refused("add bond9 eth2");
	ck_has(r->err, "no such bond");
	r = ck_refused("add eth0 eth2");
	ck_has(r->err, "it is no bond (veth)");
	r = ck_refused("add bond8 eth2 prio 3");
	ck_has(r->err,
		"only in mode active-backup, balance-tlb, balance-alb, and the "
		"mode here is balance-rr");
}
END_TEST

/* A bond can be a slave, too: of another one, but not of itself, also by a detour. */
START_TEST(bond_in_bond)
{
	struct ran *r;

	ip_batch(BOND7 BOND("bond8", "mode balance-rr") CABLE("eth2", "2"));
	bondnl_ends(0, "add bond8 bond7");
	ck_all({ "bond7.master", "bond8" }, { "eth0.master", "bond7" },
		{ "bond7.linkinfo.info_slave_kind", "bond" },
		{ "bond8.address", MAC("e0") });
	ck_assert_str_eq(proc_slaves("bond8"), "bond7");
	ck_assert_str_eq(proc_slaves("bond7"), "eth0 eth1");
	r = bondnl("add bond7 bond8");
	ck_assert_msg(r->status == 1 || r->status == 3, "ended with %d", r->status);
	ck_all({ "bond8.master", "" }, { "bond7.master", "bond8" });
	r = bondnl_ends(2, "add bond7 bond7");
	ck_has(r->err, "a bond cannot be its own slave");
	bondnl_ends(0, "remove bond8 bond7");
	ck_all({ "bond7.master", "" }, { "eth0.master", "bond7" });
}
END_TEST

/* --------------------------------------------------------------------------- remove */

START_TEST(remove_one)
{
	struct ran *r;

	ip_batch(BOND7);
	ck_link("eth1", "mtu", "1500");
	r = bondnl_ends(0, "remove bond7 eth1");
	ck_assert_str_eq(r->err, "");
	ck_all({ "eth1.master", "" }, { "eth1.address", MAC("e1") },
		{ "eth1.mtu", "1400" }, { "eth1.flags", "BROADCAST,MULTICAST" },
		{ "eth0.master", "bond7" }, { "bond7.address", MAC("e0") },
		{ ACTIVE, "eth0" });
	ck_assert_str_eq(proc_slaves("bond7"), "eth0");
}
END_TEST

START_TEST(remove_the_active_one)
{
	struct ran *r;

	ip_batch(BOND7);
	ck_link("bond7", "linkinfo.info_data.active_slave", "eth0");
	/* the other name of the command; the bond keeps the MAC of the one that goes */
	r = bondnl_ends(0, "release bond7 eth0");
	ck_has(r->err,
		"warning: bond7 keeps the MAC of eth0, " MAC(
			"e0") ": the two must not be on one network");
	ck_all({ "eth0.master", "" }, { "eth0.address", MAC("e0") },
		{ "eth0.mtu", "1400" }, { "eth0.flags", "BROADCAST,MULTICAST" },
		{ "bond7.address", MAC("e0") }, { ACTIVE, "eth1" },
		{ "eth1.linkinfo.info_slave_data.state", "ACTIVE" });
}
END_TEST

/* fail_over_mac can be set in every mode, and is read in active-backup only. */
START_TEST(remove_the_owner_of_the_mac)
{
	struct ran *r;

	ip_batch(BOND("bond8", "mode balance-rr fail_over_mac active")
			SLAVE("eth0", "0", "bond8") SLAVE("eth1", "1", "bond8") BOND(
				"bond9", "mode active-backup fail_over_mac active")
				SLAVE("eth2", "2", "bond9") SLAVE("eth3", "3", "bond9"));
	ck_all({ "bond8.linkinfo.info_data.fail_over_mac", "active" },
		{ "bond8.address", MAC("e0") }, { "eth1.address", MAC("e0") },
		{ "bond9.address", MAC("e2") }, { "eth3.address", MAC("e3") });
	r = bondnl_ends(0, "remove bond8 eth0");
	ck_has(r->err,
		"warning: bond8 keeps the MAC of eth0, " MAC(
			"e0") ": the two must not be on one network");
	ck_all({ "eth0.address", MAC("e0") }, { "bond8.address", MAC("e0") });
	/* there the bond has the MAC of its active slave, whichever that is */
	r = bondnl_ends(0, "remove bond9 eth2");
	ck_has_not(r->err, "keeps the MAC");
	ck_all({ "eth2.address", MAC("e2") }, { "bond9.address", MAC("e3") });
}
END_TEST

START_TEST(remove_all)
{
	ip_batch(BOND7);
	bondnl_ends(0, "remove bond7 eth1 eth0");
	ck_assert_str_eq(proc_slaves("bond7"), "");
	ck_all({ "eth0.master", "" }, { "eth0.address", MAC("e0") },
		{ "eth0.mtu", "1400" }, { "eth1.master", "" },
		{ "eth1.address", MAC("e1") }, { "eth1.mtu", "1400" },
		{ "eth1.flags", "BROADCAST,MULTICAST" },
		{ "bond7.flags", "NO-CARRIER,BROADCAST,MULTICAST,MASTER,UP" });
}
END_TEST

/* The last slave takes the MAC along: no two devices have one MAC then. */
START_TEST(remove_all_warns_of_nothing)
{
	struct ran *r;

	ip_batch(BOND7);
	r = bondnl_ends(0, "remove bond7 eth1 eth0");
	ck_assert_str_ne(link_value("bond7", "address"), MAC("e0"));
	ck_has_not(r->err, "keeps the MAC");
}
END_TEST

START_TEST(remove_refused)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") BOND("bond8", "mode balance-rr")
			SLAVE("eth3", "3", "bond8"));
	r = ck_refused("remove bond7 eth0 eth2");
	ck_has(r->err, "eth2: it is no slave of bond7 (it has no master)");
	r = ck_refused("remove bond7 eth3");
	ck_has(r->err, "eth3: it is no slave of bond7 (its master is bond8)");
	r = ck_refused("remove bond7 eth9");
	ck_has(r->err, "eth9: no such device");
}
END_TEST

/* ------------------------------------------------------------------------------ del */

START_TEST(delete_several)
{
	ip_batch(BOND7 BOND("bond8", "mode balance-rr") BOND("bond9", "mode 802.3ad")
			BOND("bond6", "mode balance-xor") SLAVE("eth2", "2",
				"bond8") "addr add 192.168.1.7/24 dev bond7\n");
	bondnl_ends(0, "del bond7");
	ck_all({ "bond7.ifname", "" }, { "bond8.ifname", "bond8" }, { "eth0.master", "" },
		{ "eth0.address", MAC("e0") }, { "eth0.mtu", "1400" },
		{ "eth0.flags", "BROADCAST,MULTICAST" }, { "eth1.address", MAC("e1") },
		{ "eth1.mtu", "1400" }, { "eth2.master", "bond8" });
	bondnl_ends(0, "delete bond9 bond8");
	ck_all({ "bond8.ifname", "" }, { "bond9.ifname", "" },
		{ "bond6.ifname", "bond6" }, { "eth2.master", "" },
		{ "eth2.address", MAC("e2") });
}
END_TEST

START_TEST(delete_refused)
{
	struct ran *r;

	ip_batch(BOND7 "link add br0 type bridge\n");
	r = ck_refused("del bond7 bond9");
	ck_has(r->err, "no such bond");
	r = ck_refused("del bond7 br0");
	ck_has(r->err, "it is no bond (bridge)");
	r = ck_refused("del eth0");
	ck_has(r->err, "to release it: bondnl remove bond7 eth0");
}
END_TEST

/* ------------------------------------------------------------------------- failover */

START_TEST(failover_by_name)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2"));
	ck_link("eth1", "linkinfo.info_slave_data.mii_status", "UP");
	ck_all({ ACTIVE, "eth0" });
	bondnl_ends(0, "failover bond7 eth1");
	ck_all({ ACTIVE, "eth1" }, { "eth1.linkinfo.info_slave_data.state", "ACTIVE" },
		{ "eth0.linkinfo.info_slave_data.state", "BACKUP" });
	ck_assert_str_eq(proc_value("bond7", NULL, "Currently Active Slave"), "eth1");
	r = bondnl_ends(0, "--debug failover bond7 eth1");
	ck_nothing_sent(r);
	/* without a name there is only one other */
	bondnl_ends(0, "failover bond7");
	ck_all({ ACTIVE, "eth0" });
}
END_TEST

START_TEST(failover_chooses)
{
	ip_batch(BOND7 SLAVE("eth2", "2", "bond7") SLAVE("eth3", "3",
		"bond7") "link set bond7 type bond primary eth0\n"
			 "link set eth1 type bond_slave prio 1\n"
			 "link set eth2 type bond_slave prio 3\n"
			 "link set eth3 type bond_slave prio 9\nlink set eth3p down\n");
	/* the one with the highest prio cannot be used */
	ck_all({ "eth3.linkinfo.info_slave_data.mii_status", "DOWN" },
		{ "eth2.linkinfo.info_slave_data.mii_status", "UP" },
		{ "eth1.linkinfo.info_slave_data.mii_status", "UP" }, { ACTIVE, "eth0" });
	ck_has(bondnl_ends(0, "failover bond7")->err,
		"note: the primary eth0 takes over again when its link next comes up");
	ck_all({ ACTIVE, "eth2" });
	bondnl_ends(0, "failover bond7");
	ck_all({ ACTIVE, "eth1" });
}
END_TEST

START_TEST(failover_refused)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") "link set eth2 up\nlink set eth1p down\n" BOND(
		"bond8", "mode balance-rr") SLAVE("eth3", "3", "bond8"));
	ck_link("eth1", "linkinfo.info_slave_data.mii_status", "DOWN");
	r = ck_refused("failover bond7 eth1");
	ck_has(r->err, "eth1: it cannot carry traffic now: it has no carrier");
	r = ck_refused("failover bond7");
	ck_has(r->err, "no other slave is usable; active is eth0");
	r = ck_refused("failover bond7 eth2");
	ck_has(r->err, "eth2: is no slave of this bond");
	r = ck_refused("failover bond7 eth9");
	ck_has(r->err, "eth9: no such device");
	r = ck_refused("failover bond8 eth3");
	ck_has(r->err, "mode balance-rr has no active slave");
}
END_TEST

/* ----------------------------------------------------------------------------- move */

START_TEST(move_from_a_bond)
{
	struct ran *r;

	ip_batch(BOND7 BOND("bond8", "mode balance-rr"));
	r = ck_refused("add bond8 eth0");
	ck_has(r->err, "eth0: it has a master already: bond bond7");
	ck_has(r->err, "to take it from there: slave eth0 move");
	r = bondnl_ends(0, "add bond8 eth0 move queue_id 2");
	ck_has(r->err, "note: eth0 is taken from bond7");
	ck_has(r->err, "warning: bond7 keeps the MAC of eth0, " MAC("e0"));
	ck_all({ "eth0.master", "bond8" }, { "bond8.address", MAC("e0") },
		{ "eth0.linkinfo.info_slave_data.queue_id", "2" },
		{ "eth1.master", "bond7" }, { ACTIVE, "eth1" });
	ck_assert_str_eq(proc_slaves("bond7"), "eth1");
	ck_assert_str_eq(proc_slaves("bond8"), "eth0");
	/* it has its own MTU back when it leaves, not that of the bond before */
	bondnl_ends(0, "remove bond8 eth0");
	ck_all({ "eth0.mtu", "1400" }, { "eth0.address", MAC("e0") });
}
END_TEST

START_TEST(move_from_a_bridge)
{
	struct ran *r;

	ip_batch(BOND7 CABLE("eth2", "2") "link add br0 type bridge\nlink set br0 up\n"
					  "link set eth2 master br0 up\n");
	r = ck_refused("add bond7 eth2");
	ck_has(r->err, "eth2: it has a master already: bridge br0");
	r = bondnl_ends(0, "add bond7 slave eth2 move");
	ck_has(r->err, "note: eth2 is taken from br0");
	ck_all({ "eth2.master", "bond7" }, { "eth2.linkinfo.info_slave_kind", "bond" },
		{ "br0.ifname", "br0" });
	ck_assert_str_eq(proc_slaves("bond7"), "eth0 eth1 eth2");
}
END_TEST

START_TEST(move_while_creating)
{
	struct ran *r;

	ip_batch(BOND7);
	r = ck_refused("create bond8 mode 1 slave eth1");
	ck_has(r->err, "eth1: it has a master already: bond bond7");
	bondnl_ends(0, "create bond8 mode 1 slave eth1 move prio 4");
	ck_all({ "eth1.master", "bond8" }, { "eth0.master", "bond7" },
		{ "bond8.address", MAC("e1") },
		{ "eth1.linkinfo.info_slave_data.prio", "4" });
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("change");
	TCase *c = world_case(s, "change");

	(void)argc;
	tcase_add_test(c, add_two);
	tcase_add_test(c, add_one_that_is_down);
	tcase_add_test(c, add_one_that_is_in_it);
	tcase_add_test(c, add_one_with_belongings);
	tcase_add_test(c, add_and_flush);
	tcase_add_test(c, add_after_an_undone_one);
	tcase_add_test(c, add_refused);
	tcase_add_test(c, bond_in_bond);
	tcase_add_test(c, remove_one);
	tcase_add_test(c, remove_the_active_one);
	tcase_add_test(c, remove_the_owner_of_the_mac);
	tcase_add_test(c, remove_all);
	tcase_add_test(c, remove_all_warns_of_nothing);
	tcase_add_test(c, remove_refused);
	tcase_add_test(c, delete_several);
	tcase_add_test(c, delete_refused);
	tcase_add_test(c, failover_by_name);
	tcase_add_test(c, failover_chooses);
	tcase_add_test(c, failover_refused);
	tcase_add_test(c, move_from_a_bond);
	tcase_add_test(c, move_from_a_bridge);
	tcase_add_test(c, move_while_creating);
	return world_main(argv[0], s);
}
