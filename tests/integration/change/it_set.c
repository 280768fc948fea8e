/*
 * set on the real driver: what is coupled, what wants a bare bond, what the kernel
 * refuses and how that is told; and random sequences of it. ip and /proc/net/bonding are
 * the witnesses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/world.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

#define DATA	 "linkinfo.info_data."
#define OF_SLAVE "linkinfo.info_slave_data."

/* Two slaves with carrier in a bond that is up. */
static void bond_up(const char *options)
{
	char lines[512];

	cable("eth0");
	cable("eth1");
	snprintf(lines, sizeof(lines),
		"link add bond0 type bond %s\n"
		"link set eth0 master bond0\n"
		"link set eth1 master bond0\n"
		"link set bond0 up\n",
		options);
	ip_batch(lines);
	ck_link("bond0", "operstate", "UP");
}

/* ------------------------------------------------------------------------- couplings */

START_TEST(delays_keep_their_time)
{
	struct ran *r;

	ip("link add bond0 type bond mode 1 miimon 100 updelay 200");
	bondnl_ends(0, "set bond0 miimon 50");
	ck_link("bond0", DATA "updelay", "200");
	r = bondnl_ends(0, "set bond0 miimon 150");
	ck_has(r->err, "updelay was 200 and is 150");
	ck_link("bond0", DATA "updelay", "150");
	r = bondnl_ends(0, "set bond0 miimon 100 updelay 250 downdelay 300");
	ck_has(r->err, "updelay: requested 250, got 200");
	ck_has_not(r->err, "downdelay");
	ck_link("bond0", DATA "updelay", "200");
	ck_link("bond0", DATA "downdelay", "300");
	/* the driver remembers multiples while miimon is 0: they must not come back */
	bondnl_ends(0, "-q set bond0 arp_interval 100 arp_ip_target 192.0.2.1");
	bondnl_ends(0, "-q set bond0 miimon 100");
	ck_link("bond0", DATA "updelay", "0");
	ck_link("bond0", DATA "downdelay", "0");
}
END_TEST

START_TEST(one_monitor_ends_the_other)
{
	struct ran *r;

	ip("link add bond0 type bond mode 1 miimon 100 updelay 200");
	r = bondnl_ends(
		0, "set bond0 arp_interval 100 arp_validate all arp_ip_target 192.0.2.1");
	ck_has(r->err,
		"miimon changed, unasked, from 100 to 0: ARP monitoring ends miimon");
	ck_link("bond0", DATA "miimon", "0");
	ck_link("bond0", DATA "arp_validate", "all");
	r = bondnl_ends(0, "set bond0 miimon 50");
	ck_has(r->err, "arp_interval changed, unasked, from 100 to 0");
	ck_has(r->err, "arp_validate changed, unasked, from all to none");
	ck_link("bond0", DATA "arp_interval", "0");
	ck_link("bond0", DATA "miimon", "50");
	bondnl_ends(0, "-q set bond0 arp_interval 100 arp_validate active");
	r = bondnl_ends(0, "set bond0 mode balance-xor");
	ck_has(r->err,
		"arp_validate changed, unasked, from active to none: every change "
		"of mode resets it");
	r = bondnl_ends(0, "set bond0 mode 802.3ad");
	ck_has(r->err, "miimon 100, because mode 802.3ad has no other link monitor");
	ck_link("bond0", DATA "miimon", "100");
	ck_link("bond0", DATA "updelay", "0");
}
END_TEST

START_TEST(only_what_differs)
{
	struct ran *r;

	bond_up("mode 1 miimon 100 primary_reselect failure arp_ip_target 192.0.2.1");
	r = bondnl_ends(0,
		"-v --debug set bond0 mode active-backup miimon 100 primary_reselect "
		"failure fail_over_mac none arp_ip_target 192.0.2.1 slave eth0 prio 0 "
		"up");
	ck_has(r->err, "nothing to do");
	ck_has_not(r->err, "RTM_NEWLINK, flags");
	r = bondnl_ends(0, "-v set bond0 miimon 100 resend_igmp 7");
	ck_has(r->err, "set bond0: resend_igmp 7");
	ck_has_not(r->err, "miimon");
	ck_link("bond0", DATA "resend_igmp", "7");
}
END_TEST

START_TEST(lists_as_a_whole)
{
	ip("link add bond0 type bond mode 1");
	bondnl_ends(0, "set bond0 arp_ip_target 192.0.2.1,192.0.2.2");
	ck_link("bond0", DATA "arp_ip_target", "192.0.2.1,192.0.2.2");
	bondnl_ends(0, "set bond0 arp_ip_target 192.0.2.3");
	ck_link("bond0", DATA "arp_ip_target", "192.0.2.3");
	/* the kernel empties the list before it refuses: it is put back */
	ck_has(bondnl_ends(3, "--force set bond0 arp_ip_target 192.0.2.4,0.0.0.0")->err,
		"arp_ip_target: the kernel does not take 192.0.2.4,0.0.0.0 (kernel: "
		"invalid option value)");
	ck_link("bond0", DATA "arp_ip_target", "192.0.2.3");
	bondnl_ends(0, "set bond0 arp_ip_target none ns_ip6_target 2001:db8::1");
	ck_link("bond0", DATA "arp_ip_target", "");
	ck_link("bond0", DATA "ns_ip6_target", "2001:db8::1");
	bondnl_ends(0, "set bond0 ns_ip6_target none");
	ck_link("bond0", DATA "ns_ip6_target", "");
}
END_TEST

START_TEST(active_and_primary)
{
	bond_up("mode 1 miimon 100");
	ck_link("eth1", OF_SLAVE "mii_status", "UP");
	bondnl_ends(0, "set bond0 active_slave eth1");
	ck_link("bond0", DATA "active_slave", "eth1");
	bondnl_ends(0, "set bond0 clear_active_slave");
	ck_link("bond0", DATA "active_slave", "eth0");
	ck_has(bondnl_ends(0, "set bond0 primary eth1")->err,
		"the driver made eth1 the active slave");
	bondnl_ends(0, "set bond0 primary none");
	ck_link("bond0", DATA "primary", "");
	ck_has(bondnl_ends(1, "set bond0 primary eth0p")->err,
		"eth0p is no slave of this bond");
	ip("link set eth1p down");
	ck_link("eth1", OF_SLAVE "mii_status", "DOWN");
	bondnl_ends(0, "-q set bond0 active_slave eth0");
	ck_has(bondnl_ends(1, "set bond0 active_slave eth1")->err,
		"eth1 cannot carry traffic now: it has no carrier");
	ck_has(bondnl_ends(1, "--force set bond0 active_slave eth1")->err,
		"the driver cannot make it the active slave");
}
END_TEST

START_TEST(what_a_bond_has)
{
	struct ran *r;

	bond_up("mode 1 miimon 100");
	bondnl_ends(0,
		"set bond0 address 192.0.2.5/24 address 2001:db8::5/64 gateway "
		"192.0.2.1 mtu 1400 lladdr 02:00:00:00:00:07");
	ck_link("bond0", "mtu", "1400");
	ck_link("eth1", "mtu", "1400");
	ck_link("bond0", "address", "02:00:00:00:00:07");
	ck_has(run("ip", "route show default")->out, "default via 192.0.2.1 dev bond0");
	r = bondnl_ends(0, "set bond0 down");
	ck_has(r->err,
		"bond0 loses by being down: address 2001:db8::5/64, 1 route by a "
		"gateway");
	ck_assert(!link_has_flag("bond0", "UP"));
	bondnl_ends(0, "set bond0 up");
	ck_assert(link_has_flag("bond0", "UP"));
	bondnl_ends(0, "set bond0 slave eth1 queue_id 4 prio 9");
	ck_link("eth1", OF_SLAVE "queue_id", "4");
	ck_link("eth1", OF_SLAVE "prio", "9");
}
END_TEST

/* ------------------------------------------------------------------------ disruption */

#define RICH                                                                             \
	"link set bond0 down\nlink set bond0 addrgenmode random\nlink set bond0 up\n"    \
	"addr add 192.0.2.5/24 dev bond0\n"                                              \
	"addr add 2001:db8::5/64 dev bond0 nodad\n"                                      \
	"route add 198.51.100.0/24 via 192.0.2.9 dev bond0\n"                            \
	"route add default via 192.0.2.1 dev bond0 table 77\n"                           \
	"route add 2001:db8:1::/48 via 2001:db8::9 dev bond0\n"                          \
	"neigh add 192.0.2.9 lladdr 02:00:00:00:00:99 dev bond0 nud permanent\n"         \
	"neigh add 2001:db8::9 lladdr 02:00:00:00:00:99 dev bond0 nud permanent\n"       \
	"neigh add proxy 192.0.2.77 dev bond0\n"                                         \
	"neigh add proxy 2001:db8::77 dev bond0\n"                                       \
	"link add link bond0 name v10 type vlan id 10\n"                                 \
	"link set v10 up\n"                                                              \
	"addr add 203.0.113.1/24 dev v10\n"                                              \
	"route add 10.9.0.0/16 via 203.0.113.9 dev v10\n"                                \
	"neigh add 203.0.113.9 lladdr 02:00:00:00:00:98 dev v10 nud permanent\n"         \
	"link add link bond0 name v11 type vlan id 11\n"                                 \
	"link set eth1 type bond_slave queue_id 3\n"

/* The dump without what was asked for: the options of the bond and of its slaves. */
static json_t *dump_but_options(void)
{
	json_t *dump = dump_settled(), *links = json_object_get(dump, "links"), *l;
	const char *key;

	json_object_foreach(links, key, l)
	{
		json_t *info = json_object_get(l, "linkinfo");

		json_object_del(info, "info_data");
		/* in some modes slaves have MACs of their own */
		if (strncmp(key, "eth", 3) == 0)
			json_object_del(l, "address");
		json_object_del(info, "info_slave_data");
	}
	return dump;
}

static void ck_same_but_options(const json_t *before, const char *what)
{
	char *difference = NULL;

	until_soon()
	{
		json_t *now = dump_but_options();

		free(difference);
		difference = dump_difference(before, now);
		json_decref(now);
		if (!difference)
			return;
	}
	ck_abort_msg("%s: more than the options changed: %s", what, difference);
}

static const struct {
	const char *from, *options, *key, *want;
} disruptions[] = {
	{ "mode 1 miimon 100", "mode 802.3ad lacp_rate fast", "ad_lacp_rate", "fast" },
	{ "mode 4 miimon 100", "mode active-backup", "mode", "active-backup" },
	{ "mode 4 miimon 100", "lacp_rate fast ad_select count", "ad_select", "count" },
	{ "mode 4 miimon 100", "ad_user_port_key 7 lacp_active off", "ad_user_port_key",
		"7" },
	{ "mode 5 miimon 100", "tlb_dynamic_lb off", "tlb_dynamic_lb", "0" },
	{ "mode 2 miimon 100", "mode broadcast fail_over_mac active", "mode",
		"broadcast" },
	{ "mode 0 miimon 100", "mode balance-alb", "mode", "balance-alb" },
};

START_TEST(disrupted)
{
	char path[96];
	json_t *all, *before;
	struct ran *r;

	bond_up(disruptions[_i].from);
	ip_batch(RICH);
	all = dump_settled();
	before = dump_but_options();

	r = bondnl_ends(1, "set bond0 %s", disruptions[_i].options);
	ck_has(r->err, "the kernel changes it only on a bond that is ");
	ck_has(r->err, "with --disrupt ");
	ck_has(r->err, "addresses and routes kept; traffic is interrupted meanwhile");
	ck_unchanged(all, disruptions[_i].options);

	/* what the kernel refuses of it is undone with all the rest */
	r = bondnl_ends(3, "--disrupt --force set bond0 %s resend_igmp 999",
		disruptions[_i].options);
	ck_has(r->err, "resend_igmp: the kernel does not take 999");
	ck_has(r->err, "everything was put back as it was");
	ck_unchanged(all, disruptions[_i].options);

	r = bondnl_ends(0, "--disrupt set bond0 %s", disruptions[_i].options);
	ck_has(r->err, "note: bond0 was interrupted for ");
	snprintf(path, sizeof(path), DATA "%s", disruptions[_i].key);
	ck_link("bond0", path, disruptions[_i].want);
	ck_link("eth1", OF_SLAVE "queue_id", "3");
	ck_same_but_options(before, disruptions[_i].options);

	r = bondnl_ends(0, "-v --disrupt set bond0 %s", disruptions[_i].options);
	ck_has(r->err, "nothing to do");
	json_decref(all);
	json_decref(before);
}
END_TEST

START_TEST(slaves_keep_what_they_have)
{
	bond_up("mode 1 miimon 100");
	ip_batch("link set eth0 type bond_slave prio 5\n"
		 "link set eth1 type bond_slave prio -7\n"
		 "link set eth1 mtu 1300\nlink set eth1 down\n");
	bondnl_ends(0, "--disrupt set bond0 mode balance-tlb slave eth0 prio 6");
	ck_link("eth0", OF_SLAVE "prio", "6");
	ck_link("eth1", OF_SLAVE "prio", "-7");
	ck_link("eth1", "mtu", "1300");
	ck_assert(!link_has_flag("eth1", "UP"));
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 eth1");
	ck_has(bondnl_ends(0, "--disrupt set bond0 mode 802.3ad")->err,
		"eth1 loses its prio: mode 802.3ad has none");
}
END_TEST

START_TEST(no_interruption_without_need)
{
	struct ran *r;

	bond_up("mode 1 miimon 100");
	r = bondnl_ends(0, "-v --disrupt set bond0 resend_igmp 3");
	ck_has_not(r->err, "release");
	ck_has_not(r->err, "interrupted");
	ck_has_not(r->err, "down");
}
END_TEST

/* -------------------------------------------------- what the kernel says, kernel-wise */

/* bond_netlink.c and bond_options.c: each refusal that a veth can bring about. */
static const struct {
	const char *world, *words;
	int status;
	const char *says, *kernel;
} refusals[] = {
	{ "mode 1 miimon 100", "miimon 50 arp_interval 100", 3,
		"arp_interval: the kernel does not take 100",
		"ARP monitoring cannot be used with MII monitoring" },
	{ "mode 1 miimon 0", "miimon 100 arp_validate all", 3, "",
		"ARP validating cannot be used with MII monitoring" },
	{ "mode 1 miimon 100", "resend_igmp 256", 1,
		"resend_igmp: the kernel does not take 256", "invalid option value" },
	{ "mode 1 miimon 100", "xmit_hash_policy 77", 1,
		"xmit_hash_policy: the kernel does not take 77", "invalid option value" },
	{ "mode 1 miimon 100", "lacp_active off", 1,
		"lacp_active: the bond's mode does not have this option",
		"option not supported in mode" },
	{ "mode 1 miimon 100", "num_grat_arp 3 packets_per_slave 3", 3,
		"packets_per_slave: the bond's mode does not have this option",
		"option not supported in mode" },
	{ "mode 1 miimon 100", "mode balance-rr", 1,
		"mode: the kernel changes it only while the bond has no slaves",
		"unable to set option because the bond device has slaves" },
	{ "mode 1 miimon 100", "fail_over_mac active", 1,
		"fail_over_mac: the kernel changes it only while the bond has no slaves",
		"unable to set option because the bond device has slaves" },
	{ "mode 4 miimon 100", "lacp_rate fast", 1,
		"lacp_rate: the kernel changes it only while the bond is down",
		"unable to set option because the bond is up" },
	{ "mode 1 miimon 0", "updelay 100", 1, "updelay: needs miimon, and miimon is 0",
		"Operation not permitted" },
	{ "mode 1 miimon 100", "miimon 0 num_peer_notif 3 peer_notify_delay 100", 3,
		"peer_notify_delay: needs miimon, and miimon is 0",
		"Operation not permitted" },
	{ "mode 1 miimon 100", "peer_notif_delay 300001", 1,
		"peer_notif_delay: the kernel does not take 300001",
		"integer out of range" },
	{ "mode 4 miimon 100", "ad_actor_system 01:00:00:00:00:01", 3,
		"ad_actor_system: the kernel does not take 01:00:00:00:00:01",
		"invalid option value" },
	{ "mode 1 miimon 100", "ns_ip6_target ff02::1", 1,
		"ns_ip6_target: the kernel does not take ff02::1",
		"invalid option value" },
	{ "mode 1 miimon 100",
		"arp_ip_target 1.0.0.1,1.0.0.2,1.0.0.3,1.0.0.4,1.0.0.5,1.0.0.6,1.0.0.7,"
		"1.0.0.8,1.0.0.9,1.0.0.10,1.0.0.11,1.0.0.12,1.0.0.13,1.0.0.14,1.0.0.15,"
		"1.0.0.16,1.0.0.17",
		3, "arp_ip_target: the kernel does not take ", "invalid option value" },
	{ "mode 1 miimon 100", "slave eth0 queue_id 3", 1,
		"queue_id: 3 for slave eth0: another slave has it",
		"Operation not permitted" },
	{ "mode 1 miimon 100", "slave eth0 queue_id 17", 1,
		"fewer queues (16 unless it was made with more)",
		"Operation not permitted" },
	{ "mode 4 miimon 100", "slave eth0 prio 3", 1, "prio",
		"option not supported in mode" },
	{ "mode 1 miimon 100", "slave eth0 actor_port_prio 3", 1, "actor_port_prio",
		"option not supported in mode" },
	{ "mode 4 miimon 100", "lacp_strict on", 3, "this kernel does not know", "" },
	{ "mode 4 miimon 100", "broadcast_neighbor on", 3, "this kernel does not know",
		"" },
};

START_TEST(refused)
{
	json_t *before;
	struct ran *r;

	bond_up(refusals[_i].world);
	ip("link set eth1 type bond_slave queue_id 3");
	before = dump_settled();
	r = bondnl_ends(refusals[_i].status, "--force set bond0 %s", refusals[_i].words);
	ck_has(r->err, refusals[_i].says);
	if (*refusals[_i].kernel) {
		ck_has(r->err, "(kernel: ");
		ck_has(r->err, refusals[_i].kernel);
	}
	/* and without --force a rule has it first, or the kernel as well */
	r = bondnl("set bond0 %s", refusals[_i].words);
	ck_assert(r->status == 1 || r->status == 2 || r->status == 3);
	ck_unchanged(before, refusals[_i].words);
	json_decref(before);
}
END_TEST

START_TEST(without_privilege)
{
	static const char *const words[] = { "resend_igmp 3", "updelay 200",
		"slave eth0 queue_id 4", "active_slave eth1" };
	char *line;

	bond_up("mode 1 miimon 100");
	ck_link("eth1", OF_SLAVE "mii_status", "UP");
	for (size_t i = 0; i < N_OF(words); i++) {
		struct ran *r;

		ck_assert_int_ge(asprintf(&line, "set bond0 %s", words[i]), 0);
		r = run_as(NOBODY, bondnl_path(), line);
		free(line);
		ck_assert_int_eq(r->status, 1);
		ck_has(r->err, "needs CAP_NET_ADMIN");
	}
}
END_TEST

/* ---------------------------------------------------------------------------- random */

static const struct {
	const char *name, *key; /* key: ip's, where it shows the value as it is said */
	const char *values[6];
} dice[] = {
	{ "mode", "mode",
		{ "balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad",
			"balance-tlb" } },
	{ "miimon", "miimon", { "0", "50", "100", "200" } },
	{ "updelay", NULL, { "0", "200", "130" } },
	{ "downdelay", NULL, { "0", "400", "x" } },
	{ "arp_interval", "arp_interval", { "0", "100", "250" } },
	{ "arp_ip_target", "arp_ip_target",
		{ "192.0.2.1", "192.0.2.1,192.0.2.2", "0.0.0.0", "1.1.1.1,1.1.1.1" } },
	{ "arp_validate", NULL, { "none", "all", "filter" } },
	{ "primary_reselect", "primary_reselect", { "always", "better", "failure" } },
	{ "fail_over_mac", "fail_over_mac", { "none", "active" } },
	{ "xmit_hash_policy", "xmit_hash_policy", { "layer2", "layer3+4", "9" } },
	{ "resend_igmp", "resend_igmp", { "0", "255", "256" } },
	{ "num_peer_notif", "num_peer_notif", { "0", "9" } },
	{ "min_links", "min_links", { "0", "2" } },
	{ "lp_interval", "lp_interval", { "0", "1", "9" } },
	{ "packets_per_slave", "packets_per_slave", { "0", "5" } },
	{ "lacp_rate", "ad_lacp_rate", { "slow", "fast" } },
	{ "ad_select", "ad_select", { "stable", "count", "actor_port_prio" } },
	{ "ad_user_port_key", "ad_user_port_key", { "0", "99" } },
	{ "ad_actor_system", "ad_actor_system",
		{ "02:00:00:00:00:09", "01:00:00:00:00:09" } },
	{ "tlb_dynamic_lb", NULL, { "off", "on" } },
	{ "lacp_strict", NULL, { "on" } },
};

static size_t roll(unsigned *seed, size_t n)
{
	return (size_t)rand_r(seed) % n;
}

static size_t n_faces(size_t die)
{
	size_t n = 0;

	while (n < N_OF(dice[die].values) && dice[die].values[n])
		n++;
	return n;
}

/* What the driver chooses at every moment is no part of the state that was. */
static json_t *dump_without_choice(void)
{
	json_t *dump = dump_settled();
	json_t *bond = json_object_get(json_object_get(dump, "links"), "bond0");
	json_t *info = json_object_get(json_object_get(bond, "linkinfo"), "info_data");

	json_object_del(info, "active_slave");
	json_object_del(info, "ad_info");
	return dump;
}

/* Nothing but the choice of the driver may differ. */
static void ck_as_before(const json_t *before, const char *what)
{
	char *difference = NULL;

	until_soon()
	{
		json_t *now = dump_without_choice();
		json_t *links = json_object_get(now, "links"), *old;
		static const char *const names[] = { "eth0", "eth1" };

		/* so is the state of a slave that was added again */
		old = json_object_get(before, "links");
		for (size_t i = 0; i < N_OF(names); i++)
			json_object_set(json_object_get(json_object_get(links, names[i]),
						"linkinfo"),
				"info_slave_data",
				json_object_get(
					json_object_get(json_object_get(old, names[i]),
						"linkinfo"),
					"info_slave_data"));
		free(difference);
		difference = dump_difference(before, now);
		json_decref(now);
		if (!difference)
			return;
	}
	ck_abort_msg("after '%s': %s", what, difference);
}

START_TEST(random_sequence)
{
	const char *said = getenv("BONDNL_SEED");
	/* the same each time unless it is said otherwise: a failure is to be found again
	 */
	unsigned seed = said ? (unsigned)strtoul(said, NULL, 10) : 20 + (unsigned)_i;
	int done = 0, refusals_ = 0, undone = 0;

	printf("    seed %u (BONDNL_SEED=%u repeats it)\n", seed, seed);
	fflush(stdout);
	bond_up("mode 1 miimon 100");
	/* the kernel makes a link-local address only with carrier, which ARP may end */
	ip_batch("link set bond0 addrgenmode none\naddr flush dev bond0\n");
	for (int i = 0; i < 14; i++) {
		size_t n = 1 + roll(&seed, 3), chosen[3];
		const char *values[3];
		char words[256] = "", flags[32] = "";
		json_t *before = dump_without_choice();
		bool named = false;
		struct ran *r;

		if (roll(&seed, 2))
			strcat(flags, "--disrupt ");
		if (roll(&seed, 3) == 0)
			strcat(flags, "--force ");
		for (size_t k = 0; k < n; k++) {
			chosen[k] = roll(&seed, N_OF(dice));
			for (size_t m = 0; m < k; m++)
				if (chosen[m] == chosen[k])
					n = k;
			if (k >= n)
				break;
			values[k] =
				dice[chosen[k]].values[roll(&seed, n_faces(chosen[k]))];
			snprintf(words + strlen(words), sizeof(words) - strlen(words),
				" %s %s", dice[chosen[k]].name, values[k]);
		}
		r = bondnl("%sset bond0%s", flags, words);
		ck_assert_msg(
			r->status <= 3, "set%s: status %d: %s", words, r->status, r->err);
		for (size_t k = 0; k < n; k++) {
			char path[64];

			named |= strstr(r->err, dice[chosen[k]].name) != NULL;
			if (r->status || !dice[chosen[k]].key)
				continue;
			snprintf(path, sizeof(path), DATA "%s", dice[chosen[k]].key);
			ck_link("bond0", path, values[k]);
		}
		if (r->status) {
			ck_assert_msg(
				named, "set%s: names none of them: %s", words, r->err);
			ck_as_before(before, words);
		}
		done += r->status == 0;
		refusals_ += r->status == 1 || r->status == 2;
		undone += r->status == 3;
		json_decref(before);
	}
	printf("    %d done, %d refused, %d undone\n", done, refusals_, undone);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("set");
	TCase *c = world_case(s, "coupled");

	(void)argc;
	tcase_add_test(c, delays_keep_their_time);
	tcase_add_test(c, one_monitor_ends_the_other);
	tcase_add_test(c, only_what_differs);
	tcase_add_test(c, lists_as_a_whole);
	tcase_add_test(c, active_and_primary);
	tcase_add_test(c, what_a_bond_has);
	c = world_case(s, "disrupted");
	tcase_add_loop_test(c, disrupted, 0, N_OF(disruptions));
	tcase_add_test(c, slaves_keep_what_they_have);
	tcase_add_test(c, no_interruption_without_need);
	c = world_case(s, "refused");
	tcase_add_loop_test(c, refused, 0, N_OF(refusals));
	tcase_add_test(c, without_privilege);
	c = world_case(s, "random");
	tcase_add_loop_test(c, random_sequence, 0, 1);
	c = world_case_tagged(s, "random again", AGAIN);
	tcase_add_loop_test(c, random_sequence, 1, 2);
	return world_main(argv[0], s);
}
