/*
 * show --proc against the file that it stands for: the same bytes, but for the lines
 * that bondnl(8), PROC, lists, which are counted. Only the test reads the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/world.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

#define CABLE(name)                                                                      \
	"link add " name " type veth peer name " name "p\n"                              \
	"link set " name "p addrgenmode none up\n"
#define BOND(name, words)                                                                \
	"link add " name " type bond " words "\nlink set " name " addrgenmode none\n"
#define SLAVE(name, bond) CABLE(name) "link set " name " master " bond "\n"
#define TWO(words)	  BOND("bond0", words) SLAVE("eth0", "bond0") SLAVE("eth1", "bond0")
#define UP		  "link set bond0 up\n"

/* ------------------------------------------------- what netlink does not carry, counted
 */

enum part { OF_BOND, OF_SLAVE, OF_ACTOR, OF_PARTNER };

/* What is left out, and in which part of the file it stands. */
static const struct {
	enum part part;
	const char *begin;
} left_out[] = {
	{ OF_SLAVE, "Actor Churned Count: " },
	{ OF_SLAVE, "Partner Churned Count: " },
	{ OF_ACTOR, "    system priority: " },
	{ OF_ACTOR, "    system mac address: " },
	{ OF_ACTOR, "    port key: " },
	{ OF_ACTOR, "    port number: " },
	{ OF_PARTNER, "    system priority: " },
	{ OF_PARTNER, "    system mac address: " },
	{ OF_PARTNER, "    oper key: " },
	{ OF_PARTNER, "    port priority: " },
	{ OF_PARTNER, "    port number: " },
};

#define PER_PORT 11

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool is_left_out(const char *line, enum part part, bool mac_too, bool system_too)
{
	for (size_t i = 0; i < N_OF(left_out); i++)
		if (left_out[i].part == part && begins(line, left_out[i].begin))
			return true;
	return part == OF_BOND &&
		((mac_too && begins(line, "System MAC address: ")) ||
			(system_too && begins(line, "System priority: ")));
}

static enum part part_after(const char *line, enum part part)
{
	if (begins(line, "Slave Interface: "))
		return OF_SLAVE;
	if (begins(line, "details actor"))
		return OF_ACTOR;
	return begins(line, "details partner") ? OF_PARTNER : part;
}

/* The file without the lines of the list, and how many those were. */
static char *without(const char *file, bool mac_too, bool system_too, size_t *ret_n)
{
	char *ret = world_keep(calloc(1, strlen(file) + 1)), *to = ret;
	enum part part = OF_BOND;

	*ret_n = 0;
	for (size_t n; *file; file += n) {
		n = strcspn(file, "\n") + 1;
		part = part_after(file, part);
		if (is_left_out(file, part, mac_too, system_too))
			(*ret_n)++;
		else
			to += sprintf(to, "%.*s", (int)n, file);
	}
	return ret;
}

/* ------------------------------------------------------------------------- comparing */

/* By another program, since the file tells less to nobody; it is read whole at once. */
static const char *file_of(const char *bond, int uid)
{
	char line[64];
	struct ran *r;

	snprintf(line, sizeof(line), "/proc/net/bonding/%s", bond);
	r = run_as(uid, "cat", line);
	ck_assert_msg(r->status == 0, "%s: %s", line, r->err);
	return r->out;
}

/* Both looks at the file are the same: so nothing changed while ours was made. */
static const char *ours_at_rest(const char *bond, int uid, const char **ret_file)
{
	const char *before, *after = file_of(bond, uid), *ours = "";
	char line[64];
	bool rest = false;

	snprintf(line, sizeof(line), "show --proc %s", bond);
	until_soon()
	{
		struct ran *r = run_as(uid, bondnl_path(), line);

		ck_assert_msg(r->status == 0, "%s", r->err);
		ck_assert_str_eq(r->err, "");
		ours = r->out;
		before = after;
		after = file_of(bond, uid);
		rest = strcmp(before, after) == 0;
		if (rest)
			break;
	}
	ck_assert_msg(rest, "the file never rests:\n%s", after);
	*ret_file = after;
	return ours;
}

static void ck_proc(
	const char *bond, int uid, bool mac_too, bool system_too, size_t lines)
{
	const char *file, *ours = ours_at_rest(bond, uid, &file);
	size_t n;

	ck_assert_str_eq(ours, without(file, mac_too, system_too, &n));
	ck_assert_msg(n == lines, "%zu lines left out, not %zu, of\n%s", n, lines, file);
	ck_has(ours, "Ethernet Channel Bonding Driver: v");
}

/* ------------------------------------------------------------------------------ cases */

static const struct {
	const char *world, *waits_for; /* a slave's mii_status, as "eth1 DOWN" */
	const char *has;	       /* in the file, so that the case is what it says */
} rows[] = {
	{ BOND("bond0", "mode balance-rr"), NULL, "(round-robin)\nMII Status: down\n" },
	{ TWO("mode balance-rr miimon 100 packets_per_slave 6") UP, NULL,
		"Speed: 10000 Mbps\n" },
	{ BOND("bond0", "mode active-backup"), NULL, "Currently Active Slave: None\n" },
	{ TWO("mode active-backup miimon 100 updelay 200 downdelay 300 peer_notify_delay "
	      "500") UP,
		NULL, "Peer Notification Delay (ms): 500\n" },
	{ TWO("mode active-backup miimon 50"), NULL, "Slave Interface: eth1\n" },
	{ TWO("mode active-backup miimon 50 fail_over_mac active primary_reselect better")
			UP "link set bond0 type bond primary eth1\n",
		NULL, "(primary_reselect better)\nCurrently Active Slave: eth" },
	{ TWO("mode active-backup miimon 50 fail_over_mac follow primary_reselect "
	      "failure") UP
		"link set bond0 type bond primary eth0\nlink set eth1p down\n",
		"eth1 DOWN", "(fail_over_mac follow)\n" },
	{ TWO("mode active-backup miimon 50") UP "link set eth0 down\n", "eth0 DOWN",
		"Currently Active Slave: eth1\n" },
	{ TWO("mode active-backup miimon 50") UP
		"link set eth1 type bond_slave queue_id 5\n"
		"link set bond0 type bond downdelay 60000\nlink set eth1p down\n",
		"eth1 GOING_DOWN", "Slave queue ID: 5\n" },
	{ BOND("bond0", "mode active-backup miimon 50") "link add eth0 type dummy\nlink "
							"set eth0 master bond0\n" UP,
		NULL, "Speed: Unknown\nDuplex: Unknown\n" },
	{ TWO("mode active-backup arp_interval 100000 arp_ip_target 10.0.0.5,10.0.0.6 "
	      "arp_validate all") UP,
		NULL, "form): 10.0.0.5, 10.0.0.6\nNS IPv6" },
	{ TWO("mode balance-rr arp_interval 100000 arp_missed_max 7 arp_ip_target "
	      "10.0.0.5") UP,
		NULL, "ARP Missed Max: 7\n" },
	{ TWO("mode active-backup arp_interval 100000 ns_ip6_target 2001:db8::5,"
	      "2001:db8:0:1:1:1:1:1,::1.2.3.4,2001:db8:0:0:1:0:0:1") UP,
		NULL,
		"form):\nNS IPv6 target/s (xx::xx form): 2001:db8::5, 2001:db8:0:1:" },
	{ TWO("mode active-backup arp_interval 100000 ns_ip6_target ::ffff:1.2.3.4,"
	      "2001:db8::5efe:a00:1,2001:db8::200:5efe:a00:1,1::") UP,
		NULL, "::5efe:10.0.0.1, " },
	{ TWO("mode balance-xor miimon 100 xmit_hash_policy layer3+4") UP, NULL,
		"Transmit Hash Policy: layer3+4 (1)\n" },
	{ TWO("mode broadcast miimon 100") UP, NULL, "fault-tolerance (broadcast)\n" },
	{ TWO("mode balance-tlb miimon 100") UP, NULL,
		"transmit load balancing\nPrimary" },
	{ TWO("mode balance-tlb miimon 100 tlb_dynamic_lb 0 xmit_hash_policy vlan+srcmac")
			UP,
		NULL, "Transmit Hash Policy: vlan+srcmac (5)\n" },
	{ TWO("mode balance-alb miimon 100") UP, NULL, "adaptive load balancing\n" },
};

static void make(const char *world, const char *waits_for)
{
	char name[16], want[16];

	ip_batch(world);
	if (!waits_for)
		return;
	ck_assert_int_eq(sscanf(waits_for, "%15s %15s", name, want), 2);
	ck_link(name, "linkinfo.info_slave_data.mii_status", want);
}

START_TEST(every_mode)
{
	make(rows[_i].world, rows[_i].waits_for);
	ck_proc("bond0", -1, false, false, 0);
	ck_has(file_of("bond0", -1), rows[_i].has);
}
END_TEST

/* --------------------------------------------------------------------------- 802.3ad */

#define LACP "mode 802.3ad miimon 50 lacp_rate fast "

/* Both ends in one namespace; the ports of a pair are eth0 and eth0p. */
static void make_partners(void)
{
	ip_batch(BOND("bond0", LACP "min_links 1 ad_select bandwidth")
			BOND("far", LACP) "link add eth0 type veth peer name eth0p\n"
					  "link add eth1 type veth peer name eth1p\n"
					  "link set eth0 master bond0\n"
					  "link set eth1 master bond0\n"
					  "link set eth0p master far\n"
					  "link set eth1p master far\n"
					  "link set far up\n" UP);
	ck_link("bond0", "linkinfo.info_data.ad_info.num_ports", "2");
	ck_link("eth1", "linkinfo.info_slave_data.ad_actor_oper_port_state_str",
		"active,short_timeout,aggregating,in_sync,collecting,distributing");
}

START_TEST(lacp_with_a_partner)
{
	make_partners();
	ck_has(file_of("bond0", -1), "\tNumber of ports: 2\n");
	ck_has_not(file_of("bond0", -1), "Partner Mac Address: 00:00:00:00:00:00\n");
	ck_proc("bond0", -1, true, false, 1 + 2 * PER_PORT);
	ck_proc("far", -1, true, false, 1 + 2 * PER_PORT);
	/* nobody is told less, by both */
	ck_has_not(file_of("bond0", NOBODY), "Active Aggregator Info");
	ck_proc("bond0", NOBODY, true, true, 4);
}
END_TEST

START_TEST(lacp_without_a_partner)
{
	ip_batch(TWO(LACP "lacp_active off ad_actor_system 02:00:00:00:00:aa "
			  "ad_actor_sys_prio 77 ad_user_port_key 5") UP
		"link set eth1 type bond_slave queue_id 2\n");
	ck_link("bond0", "operstate", "UP");
	ck_has(file_of("bond0", -1), "System MAC address: 02:00:00:00:00:aa\n");
	ck_has(file_of("bond0", -1), "Partner Mac Address: 00:00:00:00:00:00\n");
	ck_proc("bond0", -1, false, false, 2 * PER_PORT);
}
END_TEST

START_TEST(lacp_down)
{
	ip_batch(TWO(LACP));
	ck_proc("bond0", -1, true, false,
		1 +
			(strstr(file_of("bond0", -1), "Aggregator ID: N/A")
					? 0
					: 2 * PER_PORT));
}
END_TEST

START_TEST(lacp_without_slaves)
{
	ip_batch(BOND("bond0", LACP));
	ck_has(file_of("bond0", -1), "bond bond0 has no active aggregator\n");
	ck_proc("bond0", -1, true, true, 2);
}
END_TEST

/* ---------------------------------------------------------------------- names, order */

START_TEST(names_as_they_are)
{
	ip_batch(BOND("b\033o", "mode active-backup miimon 100") SLAVE(
		"e\177\001", "b\033o") "link set b\033o type bond primary e\177\001\n");
	ck_proc("b\033o", -1, false, false, 0);
	ip("link add s\033 type bond mode 802.3ad");
	ck_proc("s\033", -1, true, true, 2);
}
END_TEST

START_TEST(order_of_slaves)
{
	const char *file, *ours, *first, *second;

	ip_batch(BOND("bond0", "mode balance-rr miimon 100") CABLE("eth0")
			SLAVE("eth1", "bond0") "link set eth0 master bond0\n" UP);
	ours = ours_at_rest("bond0", -1, &file);
	ck_assert_uint_eq(strlen(ours), strlen(file));
	first = strstr(file, "\nSlave Interface: eth1\n");
	second = strstr(file, "\nSlave Interface: eth0\n");
	ck_assert(first && second && first < second);
	/* that of enslaving, and that of ifindex */
	ck_assert_int_eq(strncmp(ours, file, (size_t)(first - file)), 0);
	ours += first - file;
	ck_assert(begins(ours, second));
	ours += strlen(second);
	ck_assert(strncmp(ours, first, (size_t)(second - first)) == 0);
}
END_TEST

START_TEST(several_and_none)
{
	char *both;

	ck_has(bondnl_ends(0, "show --proc")->err, "no bonds");
	ip_batch(BOND("bond0", "mode balance-rr") BOND("bond1", "mode balance-xor"));
	ck_assert_int_ge(
		asprintf(&both, "%s%s", file_of("bond1", -1), file_of("bond0", -1)), 0);
	ck_assert_str_eq(bondnl_ends(0, "show --proc bond1 bond0")->out, both);
	free(both);
	ck_assert_str_eq(bondnl_ends(1, "show --proc bond9")->out, "");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("show --proc");
	TCase *c = world_case(s, "modes");

	(void)argc;
	tcase_add_loop_test(c, every_mode, 0, (int)N_OF(rows));

	c = world_case(s, "802.3ad");
	tcase_add_test(c, lacp_with_a_partner);
	tcase_add_test(c, lacp_without_a_partner);
	tcase_add_test(c, lacp_down);
	tcase_add_test(c, lacp_without_slaves);

	c = world_case(s, "names");
	tcase_add_test(c, names_as_they_are);
	tcase_add_test(c, order_of_slaves);
	tcase_add_test(c, several_and_none);
	return world_main(argv[0], s);
}
