/*
 * The traps of the field: a bond0 that the module made, other bonds in the way, slaves
 * that are up, taken, wireless or cannot change their MAC, names, and no privilege.
 * Modules are touched in the throw-away machine only; it never judges what the kernel
 * refuses step by step (it_refused).
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/world.h"

#define CONF	   "/etc/modprobe.d/zz-bondnl-test.conf"
#define MADE	   "was there as the bonding module makes it while loading: used"
#define TAKEN	   "this bond is there already"
#define NO_DRIVER  "this kernel has no bonding driver"
#define NEEDS_ROOT "needs CAP_NET_ADMIN"

/* ------------------------------------------------------------------ bonds in the way */

/* The module as a machine may have it; what the last test left is cleared away. */
static void module_as(const char *conf, const char *parameters)
{
	static const char left[] = "link del bond0\nlink del bond5\nlink del eth0\n"
				   "link del eth1\nlink del br0\n";
	int fd = open("/run/bondnl-left", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_eq(write(fd, left, strlen(left)), (ssize_t)strlen(left));
	close(fd);
	unlink(CONF);
	run("ip", "-force -batch /run/bondnl-left");
	ck_assert_int_eq(run("modprobe", "-r bonding")->status, 0);
	ck_assert_str_eq(file_text("/sys/module/bonding/refcnt"), "");
	if (conf)
		file_write(CONF, conf);
	if (parameters) {
		char line[128];

		snprintf(line, sizeof(line), "bonding %s", parameters);
		ck_assert_int_eq(run("modprobe", line)->status, 0);
	}
}

/* Modules are loaded for the machine: its first namespace is where bond0 appears. */
static void first_namespace(void)
{
	int fd = open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(setns(fd, CLONE_NEWNET), 0);
	close(fd);
	/* as world_renew() has it: addresses do not change by themselves */
	file_write("/proc/sys/net/ipv6/conf/all/accept_dad", "0");
	file_write("/proc/sys/net/ipv6/conf/default/accept_dad", "0");
}

/* For the whole case, and whatever became of its tests. */
static void leave_module(void)
{
	module_as(NULL, "max_bonds=0");
}

START_TEST(bond_of_module_is_used)
{
	static const struct {
		const char *parameters, *words, *miimon, *notify;
	} rows[] = {
		{ "max_bonds=1", "miimon 200 num_peer_notif 4", "200", "4" },
		/* its defaults differ, and are those of any new bond here */
		{ "max_bonds=1 mode=active-backup miimon=50 num_grat_arp=3", "", "100",
			"3" },
		{ "max_bonds=1 mode=802.3ad miimon=50", "miimon 70", "70", "1" },
	};
	struct ran *r;
	const char *number;

	module_as(NULL, rows[_i].parameters);
	cable("eth0");
	ip("link set eth0 up");
	number = link_value("bond0", "ifindex");
	ck_assert_str_ne(number, "");
	r = bondnl_ends(0,
		"create bond0 mode active-backup %s lladdr 02:00:00:00:00:77 address "
		"192.168.1.211/24 slave eth0 prio 5",
		rows[_i].words);
	ck_has(r->err, "note: ");
	ck_has(r->err, "bond0 " MADE);
	/* the same device, not another in its place */
	ck_assert_str_eq(link_value("bond0", "ifindex"), number);
	ck_link("bond0", "linkinfo.info_data.mode", "active-backup");
	ck_link("bond0", "linkinfo.info_data.miimon", rows[_i].miimon);
	ck_link("bond0", "linkinfo.info_data.num_peer_notif", rows[_i].notify);
	ck_link("bond0", "linkinfo.info_data.active_slave", "eth0");
	ck_link("bond0", "address", "02:00:00:00:00:77");
	ck_link("bond0", "addr_info.0.local", "192.168.1.211");
	ck_link("eth0", "linkinfo.info_slave_data.prio", "5");
	ck_assert(link_has_flag("bond0", "UP"));
	ck_assert_str_eq(proc_slaves("bond0"), "eth0");
	/* nothing is left of what it was compared with */
	ck_has_not(run("ip", "-o link")->out, "bondnl-");
}
END_TEST

START_TEST(loading_makes_bond0)
{
	struct ran *r;

	module_as("options bonding max_bonds=1\n", NULL);
	cable("eth0");
	r = bondnl_ends(0,
		"create bond0 mode active-backup miimon 200 updelay 400 lladdr "
		"02:00:00:00:00:77 address 192.168.1.211/24 slave eth0");
	ck_has(r->err, "bond0 " MADE);
	ck_link("bond0", "linkinfo.info_data.mode", "active-backup");
	ck_link("bond0", "linkinfo.info_data.miimon", "200");
	ck_link("bond0", "linkinfo.info_data.updelay", "400");
	ck_link("bond0", "address", "02:00:00:00:00:77");
	ck_link("bond0", "addr_info.0.local", "192.168.1.211");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0");
	ck_assert(link_has_flag("bond0", "UP"));
}
END_TEST

START_TEST(stray_bond0_is_left_alone)
{
	struct ran *r;

	module_as("options bonding max_bonds=1 miimon=50\n", NULL);
	cable("eth0");
	r = bondnl_ends(0, "create bond5 mode active-backup miimon 200 slave eth0");
	ck_has_not(r->err, "bond0");
	ck_assert_str_eq(proc_slaves("bond5"), "eth0");
	ck_link("bond5", "linkinfo.info_data.miimon", "200");
	ck_link("bond0", "linkinfo.info_data.miimon", "50");
	ck_link("bond0", "linkinfo.info_data.mode", "balance-rr");
	ck_assert(!link_has_flag("bond0", "UP"));
	ck_assert_str_eq(proc_slaves("bond0"), "");
}
END_TEST

START_TEST(no_driver)
{
	static const char *const commands[] = {
		"create bond0 mode active-backup address 192.168.1.211/24 slave eth0 "
		"slave "
		"eth1",
		"create bond7 slave eth0",
	};
	json_t *before;

	module_as("install bonding /bin/false\n", NULL);
	cable("eth0");
	cable("eth1");
	ip_batch("link set eth0 up\naddr add 10.1.0.5/24 dev eth0\n"
		 "addr add 2001:db8:1::5/64 dev eth0 nodad\n"
		 "route add 10.2.0.0/16 via 10.1.0.1\n");
	before = dump_settled();
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		ck_has(bondnl_ends(1, "%s", commands[i])->err, NO_DRIVER);
	ck_unchanged(before, "without a driver");
	ck_assert(link_has_flag("eth0", "UP"));
	ck_assert(!link_has_flag("eth1", "UP"));
	ck_assert_str_eq(file_text("/sys/module/bonding/refcnt"), "");
	json_decref(before);
}
END_TEST

/* Only a bond that nobody touched is used: every other one is somebody's. */
START_TEST(others_bond_is_refused)
{
	static const struct {
		const char *what, *world;
	} rows[] = {
		{ "up", "link add bond0 type bond\nlink set bond0 up\n" },
		{ "with a slave",
			"link add bond0 type bond\nlink set eth1 master bond0\n" },
		{ "with a v4 address",
			"link add bond0 type bond\naddr add 10.9.0.1/24 dev bond0\n" },
		{ "with a v6 address",
			"link add bond0 type bond\naddr add 2001:db8::9/64 dev bond0\n" },
		{ "miimon 50", "link add bond0 type bond miimon 50\n" },
		{ "mode 802.3ad", "link add bond0 type bond mode 802.3ad\n" },
		{ "an option that is a list",
			"link add bond0 type bond arp_interval 100 arp_ip_target "
			"10.0.0.1\n" },
		{ "in a bridge",
			"link add bond0 type bond\nlink add br0 type bridge\n"
			"link set bond0 master br0\n" },
		{ "no bond", "link add bond0 type dummy\n" },
	};
	json_t *before;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ran *r;

		world_renew();
		cable("eth0");
		cable("eth1");
		ip_batch(rows[i].world);
		ip("link set eth0 up");
		before = dump_settled();
		r = bondnl_ends(1, "create bond0 mode active-backup slave eth0");
		ck_has(r->err,
			strcmp(rows[i].what, "no bond")
				? TAKEN
				: "a device of this name is there already (dummy)");
		ck_unchanged(before, rows[i].what);
		json_decref(before);
	}
}
END_TEST

/* ------------------------------------------------------- slaves whose MAC is their own
 */

#define NOTE_WIRELESS "fail_over_mac active, because wlan0 is wireless"

/* A fresh bond each time: wlan0 was given back by the last. */
static struct ran *with_wlan(const char *words)
{
	struct ran *r;

	run("ip", "link del bond0");
	r = bondnl_ends(0, "create bond0 %s", words);
	return r;
}

START_TEST(wireless_slave)
{
	static const char first[] = "create bond0 mode active-backup miimon 100 ";
	struct ran *r;
	json_t *before;

	module_as(NULL, "max_bonds=0");
	ck_assert_int_eq(run("modprobe", "mac80211_hwsim radios=1")->status, 0);
	cable("eth0");
	ck_assert_str_ne(link_value("wlan0", "ifname"), "");

	/* before the first slave: the bond has each slave's own MAC */
	r = with_wlan("mode active-backup slave eth0 slave wlan0");
	ck_has(r->err, "note: " NOTE_WIRELESS);
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "active");
	ck_link("wlan0", "address", "02:00:00:00:00:00");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 wlan0");

	/* what was said is kept */
	r = with_wlan("mode active-backup fail_over_mac none slave eth0 slave wlan0");
	ck_has_not(r->err, "fail_over_mac");
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "none");
	ck_assert_str_eq(link_value("wlan0", "address"), link_value("bond0", "address"));

	/* a mode to which it is all the same asks nobody whether a slave is wireless */
	r = with_wlan("--debug mode balance-rr slave eth0 slave wlan0");
	ck_has_not(r->err, "generic netlink");
	ck_has_not(r->err, "fail_over_mac active");
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "none");
	run("ip", "link del bond0");
	r = bondnl_ends(0, "%s slave wlan0 --debug --dry-run", first);
	ck_has(r->err, "generic netlink");

	/* add: too late for a bond with slaves, in time for an empty one */
	r = with_wlan("mode active-backup slave eth0");
	r = bondnl_ends(0, "add bond0 wlan0");
	ck_has(r->err, "warning: wlan0 is wireless, and this bond wants one MAC for all");
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "none");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 wlan0");
	r = with_wlan("mode active-backup");
	r = bondnl_ends(0, "add bond0 wlan0");
	ck_has(r->err, "note: " NOTE_WIRELESS);
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "active");

	/* a MAC for the bond cannot be, then */
	run("ip", "link del bond0");
	before = dump_settled();
	r = bondnl_ends(1, "%s lladdr 02:00:00:00:00:01 slave eth0 slave wlan0", first);
	ck_has(r->err, "with fail_over_mac active the bond's MAC is that of a slave");
	ck_unchanged(before, "lladdr and wlan0");
	json_decref(before);
}
END_TEST

/* For the first namespace's cases, and whatever became of them. */
static void leave_radio(void)
{
	leave_module();
	run("modprobe", "-r mac80211_hwsim");
}

/* An ifb is Ethernet, and its driver has no way to set the MAC (drivers/net/ifb.c). */
START_TEST(fixed_mac_first)
{
	const char *mac;
	struct ran *r;

	cable("eth0");
	ip("link add ifb0 type ifb");
	mac = link_value("ifb0", "address");
	r = bondnl_ends(0, "create bond0 mode active-backup slave ifb0 slave eth0");
	ck_has(r->err,
		"note: fail_over_mac active, set by the driver because the first slave");
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "active");
	ck_link("bond0", "address", mac);
	ck_assert_str_eq(link_value("ifb0", "address"), mac);
	ck_assert_str_ne(link_value("eth0", "address"), mac);
	ck_assert_str_eq(proc_slaves("bond0"), "ifb0 eth0");
}
END_TEST

START_TEST(fixed_mac_second)
{
	const char *mac;
	struct ran *r;

	cable("eth0");
	ip_batch("link add ifb0 type ifb\nlink set eth0 up\n"
		 "addr add 2001:db8:1::5/64 dev eth0 nodad\n");
	mac = link_value("ifb0", "address");
	r = bondnl_ends(0,
		"create bond0 mode active-backup address 192.168.1.211/24 slave eth0 "
		"slave "
		"ifb0 prio 4");
	ck_has(r->err, "note: fail_over_mac active, because ifb0 cannot change its MAC");
	ck_has_not(r->err, "put back");
	ck_link("bond0", "linkinfo.info_data.fail_over_mac", "active");
	ck_link("bond0", "linkinfo.info_data.miimon", "100");
	ck_link("ifb0", "linkinfo.info_slave_data.prio", "4");
	ck_assert_str_eq(link_value("ifb0", "address"), mac);
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 ifb0");
	ck_assert(link_has_flag("bond0", "UP"));
}
END_TEST

/* What was said is not overruled, and a bond with slaves cannot be changed. */
START_TEST(fixed_mac_refused)
{
	static const char *const commands[] = {
		"create bond0 mode active-backup fail_over_mac none slave eth0 slave "
		"ifb0",
		"create bond0 mode active-backup fail_over_mac follow slave eth0 slave "
		"ifb0",
		"add bond7 ifb0",
	};
	json_t *before;
	struct ran *r;

	cable("eth0");
	cable("eth1");
	ip_batch("link add ifb0 type ifb\nlink set eth0 up\n"
		 "link add bond7 type bond mode active-backup miimon 100\n"
		 "link set eth1 master bond7\n");
	before = dump_settled();
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		bool add = strncmp(commands[i], "add", 3) == 0;

		/* the device to be added was down already: nothing had been done */
		r = bondnl_ends(add ? 1 : 3, "%s", commands[i]);
		ck_has(r->err, "ifb0: cannot be a slave of ");
		ck_has(r->err, "it cannot change its MAC");
		ck_has(r->err, "say fail_over_mac active");
		ck_unchanged(before, commands[i]);
	}
	json_decref(before);
}
END_TEST

/* --------------------------------------------------------------------- slaves, names */

START_TEST(slave_that_is_up)
{
	cable("eth0");
	ip_batch("link set eth0 up\naddr add 10.1.0.5/24 dev eth0\n");
	ck_link("eth0", "operstate", "UP");
	bondnl_ends(0, "create bond0 mode active-backup slave eth0");
	ck_assert_str_eq(link_value("eth0", "master"), "bond0");
	ck_assert(link_has_flag("eth0", "UP"));
	ck_assert(link_has_flag("eth0", "SLAVE"));
	ck_link("eth0", "linkinfo.info_slave_data.state", "ACTIVE");
}
END_TEST

START_TEST(slave_of_another)
{
	json_t *before;

	cable("eth0");
	cable("eth1");
	ip_batch("link add br0 type bridge\nlink set eth0 master br0 up\n"
		 "link add bond7 type bond\nlink set eth1 master bond7\n");
	before = dump_settled();
	ck_has(bondnl_ends(1, "create bond0 slave eth0")->err,
		"eth0: it has a master already: bridge br0");
	ck_has(bondnl_ends(1, "create bond0 slave eth1")->err,
		"eth1: it has a master already: bond bond7");
	ck_has(bondnl_ends(1, "add bond7 eth0")->err, "slave eth0 move");
	ck_unchanged(before, "slaves of others");
	json_decref(before);

	bondnl_ends(0, "create bond0 mode active-backup slave eth0 move slave eth1 move");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 eth1");
	ck_assert_str_eq(proc_slaves("bond7"), "");
}
END_TEST

START_TEST(primary_before_its_slave)
{
	cable("eth0");
	cable("eth1");
	bondnl_ends(0,
		"create bond0 primary eth1 slave eth0 mode active-backup slave "
		"eth1");
	ck_link("bond0", "linkinfo.info_data.primary", "eth1");
	ck_link("bond0", "linkinfo.info_data.active_slave", "eth1");
}
END_TEST

START_TEST(names)
{
	json_t *before;

	cable("eth0");
	cable("eth1");
	ip_batch("link set eth0 up\n"
		 "link property add dev eth1 altname ethernet-by-the-window\n"
		 "link property add dev eth1 altname window\n");
	before = dump_settled();

	/* 16 bytes are one too many; 15 are well, below */
	ck_has(bondnl_ends(2, "create bond456789012345 slave eth0")->err,
		"bond456789012345");
	ck_has(bondnl_ends(1, "create window slave eth0")->err,
		"window is another name (altname) of eth1");
	ck_has(bondnl_ends(1, "create eth1 slave eth0")->err,
		"a device of this name is there already (veth)");
	ck_has(bondnl_ends(1, "add eth1 eth0")->err, "it is no bond (veth)");
	ck_has(bondnl_ends(1, "del eth1")->err, "it is no bond (veth)");
	ck_has(bondnl_ends(1, "remove eth1 eth0")->err, "it is no bond (veth)");
	ck_has(bondnl_ends(1, "failover eth1")->err, "it is no bond (veth)");
	ck_has(bondnl_ends(1, "show eth1")->err, "no bond");
	ck_has(bondnl_ends(1, "add bond9 eth0")->err, "no such bond");
	ck_unchanged(before, "names");
	json_decref(before);

	bondnl_ends(0,
		"create bond45678901234 mode active-backup slave eth0 slave "
		"ethernet-by-the-window prio 3 primary window");
	ck_assert_str_eq(proc_slaves("bond45678901234"), "eth0 eth1");
	ck_link("bond45678901234", "linkinfo.info_data.primary", "eth1");
}
END_TEST

/* ----------------------------------------------------------------------- privilege */

START_TEST(nobody)
{
	static const char *const commands[] = {
		"create bond0 mode active-backup slave eth0",
		"create bond0",
		"create bond3 slave eth0", /* as the module makes it: examined */
		"add bond7 eth0",
		"remove bond7 eth1",
		"failover bond7 eth2",
		"del bond7",
		"del bond3 bond7",
	};
	json_t *before;

	cable("eth0");
	cable("eth1");
	cable("eth2");
	ip_batch("link set eth0 up\nlink add bond3 type bond\n"
		 "link add bond7 type bond mode active-backup miimon 100\n"
		 "link set eth1 master bond7\nlink set eth2 master bond7\n"
		 "link set bond7 up\n");
	ck_link("bond7", "linkinfo.info_data.active_slave", "eth1");
	before = dump_settled();
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct ran *r = run_as(NOBODY, bondnl_path(), commands[i]);

		ck_assert_msg(
			r->status == 1, "%s: %d\n%s", commands[i], r->status, r->err);
		ck_has(r->err, NEEDS_ROOT);
	}
	ck_unchanged(before, "nobody");
	json_decref(before);
	/* what needs none works */
	ck_assert_int_eq(run_as(NOBODY, bondnl_path(), "show bond7")->status, 0);
	ck_assert_int_eq(run_as(NOBODY, bondnl_path(), "del bond7 --dry-run")->status, 0);
}
END_TEST

/* CAP_NET_ADMIN over a namespace of its own is enough; none of the first namespace's. */
START_TEST(user_namespace)
{
	static const char script[] =
		"-Ur -n sh -ec '"
		"ip link add eth0 type veth peer name eth0p; ip link set eth0p up; "
		"ip link add eth1 type veth peer name eth1p; ip link set eth1p up; "
		"ip link set eth0 up; "
		"setpriv --bounding-set -all,+net_admin --inh-caps -all,+net_admin "
		"--ambient-caps -all,+net_admin --securebits +noroot,+noroot_locked %s "
		"create bond0 mode active-backup address 192.168.1.211/24 slave eth0; "
		"%s add bond0 eth1; %s failover bond0 eth1; "
		"ip -d link show bond0; %s show bond0 -v; %s remove bond0 eth1; "
		"%s del bond0; ip -br link'";
	char line[2048];
	struct ran *r;
	const char *p = bondnl_path();

	snprintf(line, sizeof(line), script, p, p, p, p, p, p);
	r = run_as(NOBODY, "unshare", line);
	ck_assert_msg(r->status == 0, "%d: %s%s", r->status, r->out, r->err);
	ck_has(r->out, "bond mode active-backup active_slave eth1 miimon 100");
	ck_has(r->out, "192.168.1.211/24");
	ck_has_not(strstr(r->out, "eth0@eth0p"), "bond0");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("traps");
	TCase *c;

	(void)argc;
	if (world_is_vm()) {
		c = tcase_create("module");
		tcase_set_timeout(c, 120);
		tcase_add_unchecked_fixture(c, NULL, leave_module);
		tcase_add_checked_fixture(c, first_namespace, NULL);
		tcase_add_loop_test(c, bond_of_module_is_used, 0, 3);
		tcase_add_test(c, loading_makes_bond0);
		tcase_add_test(c, stray_bond0_is_left_alone);
		tcase_add_test(c, no_driver);
		suite_add_tcase(s, c);

		c = tcase_create("wireless");
		tcase_set_timeout(c, 120);
		tcase_add_unchecked_fixture(c, NULL, leave_radio);
		tcase_add_checked_fixture(c, first_namespace, NULL);
		tcase_add_test(c, wireless_slave);
		suite_add_tcase(s, c);
	}

	c = world_case(s, "slaves and names");
	tcase_add_test(c, others_bond_is_refused);
	tcase_add_test(c, fixed_mac_first);
	tcase_add_test(c, fixed_mac_second);
	tcase_add_test(c, fixed_mac_refused);
	tcase_add_test(c, slave_that_is_up);
	tcase_add_test(c, slave_of_another);
	tcase_add_test(c, primary_before_its_slave);
	tcase_add_test(c, names);
	tcase_add_test(c, nobody);
	tcase_add_test(c, user_namespace);
	return world_main(argv[0], s);
}
