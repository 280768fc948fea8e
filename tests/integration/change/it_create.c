/*
 * bondnl create on the real driver: every word makes what ip and the driver's own file
 * below /proc/net/bonding then report.
 * What is refused, or put back, is judged elsewhere (it_bad_input, it_undo).
 */
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/world.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MAC(n)	      "02:00:00:00:00:" n

/* A cable with known MACs, so that two worlds can be compared. */
#define CABLE(name, n)                                                                   \
	"link add " name                                                                 \
	" address " MAC("e" n) " type veth peer name " name                              \
			       "p address " MAC("f" n) "\nlink set " name                \
						       "p addrgenmode none up\n"

/* Two slaves to be that are in use: up, each with an MTU of its own. */
#define TWO                                                                              \
	CABLE("eth0", "0")                                                               \
	CABLE("wlan0", "1") "link set eth0 mtu 1400 up\nlink set wlan0 mtu 1480 up\n"

#define MAIN_JOB                                                                         \
	"create bond0 mode active-backup miimon 100 address 192.168.1.211/24 "           \
	"slave eth0 slave wlan0"

/* ------------------------------------------------------------------------ witnesses */

struct expect {
	const char *path; /* in dump_take()'s links: "eth0.mtu" */
	const char *want;
};

/* Fails unless all of them are, or soon become, true. The dump is the caller's. */
static json_t *ck_world(const struct expect *all, size_t n)
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
		if (!wrong)
			return dump;
		json_decref(dump);
	}
	ck_abort_msg("%s is '%s', not '%s'", wrong->path, have, wrong->want);
}

#define ck_all(...)                                                                      \
	json_decref(ck_world((const struct expect[]){ __VA_ARGS__ },                     \
		ARRAY_SIZE(((const struct expect[]){ __VA_ARGS__ }))))

static void ck_text(const char *have, const char *want)
{
	ck_assert_str_eq(have, want);
}

/* Is there this route? @gateway "" for one without. */
static bool has_route(const char *dst, const char *gateway, const char *dev)
{
	json_t *dump = dump_take(), *route;
	bool found = false;
	size_t i;

	json_array_foreach(json_object_get(dump, "routes"), i, route)
	{
		found |= strcmp(json_value(route, "dst"), dst) == 0 &&
			strcmp(json_value(route, "gateway"), gateway) == 0 &&
			strcmp(json_value(route, "dev"), dev) == 0;
	}
	json_decref(dump);
	return found;
}

static const struct rtattr *find_attr(const void *from, int len, unsigned short type)
{
	for (const struct rtattr *a = from; RTA_OK(a, len); a = RTA_NEXT(a, len))
		if ((a->rta_type & NLA_TYPE_MASK) == type)
			return a;
	return NULL;
}

/*
 * A number of a link's IFLA_INFO_DATA (or of its IFLA_INFO_SLAVE_DATA) that this ip does
 * not know yet: asked of the kernel, by the number of the attribute. "" if not there.
 */
static const char *raw_value(const char *name, unsigned short nest, unsigned short type)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg i;
		struct rtattr a;
		char name[16];
	} ask = { .h = { .nlmsg_len = sizeof(ask),
			  .nlmsg_type = RTM_GETLINK,
			  .nlmsg_flags = NLM_F_REQUEST },
		.a = { .rta_len = RTA_LENGTH(16), .rta_type = IFLA_IFNAME } };
	static _Alignas(struct nlmsghdr) char answer[32768];
	const struct nlmsghdr *h = (const struct nlmsghdr *)answer;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	char *text = world_keep(calloc(1, 16));
	unsigned short path[] = { IFLA_LINKINFO, nest, type };
	const struct rtattr *a = NULL;
	const void *from;
	ssize_t n;
	int len;

	snprintf(ask.name, sizeof(ask.name), "%s", name);
	ck_assert_int_eq(send(fd, &ask, sizeof(ask), 0), (ssize_t)sizeof(ask));
	n = recv(fd, answer, sizeof(answer), 0);
	close(fd);
	ck_assert_int_gt(n, (ssize_t)sizeof(*h));
	if (h->nlmsg_type != RTM_NEWLINK)
		return text;
	from = IFLA_RTA(NLMSG_DATA(h));
	len = (int)IFLA_PAYLOAD(h);
	for (size_t i = 0; i < ARRAY_SIZE(path); i++) {
		a = find_attr(from, len, path[i]);
		if (!a)
			return text;
		from = RTA_DATA(a);
		len = (int)RTA_PAYLOAD(a);
	}
	if (len == 1)
		snprintf(text, 16, "%u", *(const unsigned char *)from);
	else if (len == 2)
		snprintf(text, 16, "%u", *(const unsigned short *)from);
	return text;
}

/* --------------------------------------------------------------------- the main job */

START_TEST(main_job)
{
	struct ran *r;

	ip_batch(TWO);
	r = bondnl_ends(0, "%s", MAIN_JOB);
	ck_text(r->out, "");
	ck_text(r->err, "");
	ck_all({ "bond0.linkinfo.info_kind", "bond" },
		{ "bond0.linkinfo.info_data.mode", "active-backup" },
		{ "bond0.linkinfo.info_data.miimon", "100" },
		{ "bond0.linkinfo.info_data.active_slave", "eth0" },
		{ "bond0.linkinfo.info_data.ad_lacp_rate", "slow" },
		{ "bond0.flags", "BROADCAST,MULTICAST,MASTER,UP,LOWER_UP" },
		{ "bond0.addr_info.0.local", "192.168.1.211" },
		{ "bond0.addr_info.0.prefixlen", "24" },
		{ "bond0.addr_info.0.broadcast", "192.168.1.255" },
		{ "bond0.addr_info.1.scope", "link" }, { "bond0.address", MAC("e0") },
		{ "bond0.mtu", "1500" }, { "eth0.master", "bond0" },
		{ "wlan0.master", "bond0" }, { "eth0.mtu", "1500" },
		{ "wlan0.mtu", "1500" }, { "eth0.address", MAC("e0") },
		{ "wlan0.address", MAC("e0") },
		{ "eth0.flags", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP" },
		{ "wlan0.flags", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP" },
		{ "eth0.linkinfo.info_slave_data.state", "ACTIVE" },
		{ "wlan0.linkinfo.info_slave_data.state", "BACKUP" },
		{ "wlan0.linkinfo.info_slave_data.mii_status", "UP" });
	ck_text(proc_value("bond0", NULL, "Bonding Mode"),
		"fault-tolerance (active-backup)");
	ck_text(proc_value("bond0", NULL, "MII Polling Interval (ms)"), "100");
	ck_text(proc_value("bond0", NULL, "Currently Active Slave"), "eth0");
	ck_text(proc_value("bond0", NULL, "Primary Slave"), "None");
	/* the driver tells of LACP only where it is used */
	ck_text(proc_value("bond0", NULL, "LACP active"), "");
	ck_text(proc_value("bond0", "wlan0", "Permanent HW addr"), MAC("e1"));
	ck_text(proc_slaves("bond0"), "eth0 wlan0");
	ck_assert(has_route("192.168.1.0/24", "", "bond0"));
}
END_TEST

START_TEST(orders_of_words)
{
	static const char *const orders[] = {
		MAIN_JOB,
		"create bond0 slave eth0 slave wlan0 address 192.168.1.211/24 miimon 100 "
		"mode active-backup",
		"create bond0 address 192.168.1.211/24 slave eth0 miimon 100 slave wlan0 "
		"mode 1",
		"create -v bond0 up slave eth0 mode active-backup slave wlan0 "
		"address 192.168.1.211/24 miimon 0.1s",
	};
	json_t *first = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		if (i)
			world_renew();
		ip_batch(TWO);
		bondnl_ends(0, "%s", orders[i]);
		ck_text(proc_slaves("bond0"), "eth0 wlan0");
		if (first) {
			ck_unchanged(first, orders[i]);
			continue;
		}
		/* the carrier comes a moment later than the rest */
		ck_all({ "bond0.flags", "BROADCAST,MULTICAST,MASTER,UP,LOWER_UP" },
			{ "wlan0.flags", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP" });
		first = dump_settled();
	}
	json_decref(first);
}
END_TEST

START_TEST(order_of_slaves)
{
	ip_batch(TWO);
	bondnl_ends(0, "create bond0 mode 1 miimon 100 slave wlan0 slave eth0");
	ck_text(proc_slaves("bond0"), "wlan0 eth0");
	ck_all({ "bond0.address", MAC("e1") }, { "eth0.address", MAC("e1") },
		{ "bond0.linkinfo.info_data.active_slave", "wlan0" });
}
END_TEST

/* ----------------------------------------------------------- what every device has */

START_TEST(addresses_and_gateways)
{
	ip_batch(TWO);
	bondnl_ends(0,
		"create bond0 mode 1 miimon 100 address 192.168.1.211/24 "
		"address 10.9.0.1/30 address 2001:db8::1/64 gateway 192.168.1.1 "
		"gateway 2001:db8::fe slave eth0");
	ck_all({ "bond0.addr_info.0.local", "192.168.1.211" },
		{ "bond0.addr_info.1.local", "10.9.0.1" },
		{ "bond0.addr_info.1.prefixlen", "30" },
		{ "bond0.addr_info.2.local", "2001:db8::1" },
		{ "bond0.addr_info.2.prefixlen", "64" },
		{ "bond0.addr_info.2.scope", "global" });
	ck_assert(has_route("default", "192.168.1.1", "bond0"));
	ck_assert(has_route("default", "2001:db8::fe", "bond0"));
	ck_assert(has_route("2001:db8::/64", "", "bond0"));
	ck_assert(has_route("10.9.0.0/30", "", "bond0"));
}
END_TEST

START_TEST(gateway_link_local)
{
	ip_batch(TWO);
	bondnl_ends(0, "create bond0 mode 1 miimon 100 gateway fe80::1 slave eth0");
	ck_assert(has_route("default", "fe80::1", "bond0"));
}
END_TEST

START_TEST(mtu_and_lladdr)
{
	ip_batch(TWO);
	bondnl_ends(0,
		"create bond0 mode 1 miimon 100 mtu 1300 lladdr " MAC(
			"01") " slave eth0 slave wlan0");
	ck_all({ "bond0.mtu", "1300" }, { "eth0.mtu", "1300" }, { "wlan0.mtu", "1300" },
		{ "bond0.address", MAC("01") }, { "eth0.address", MAC("01") },
		{ "wlan0.address", MAC("01") });
	ck_text(proc_value("bond0", "eth0", "Permanent HW addr"), MAC("e0"));
}
END_TEST

START_TEST(left_down)
{
	ip_batch(TWO);
	bondnl_ends(0,
		"create bond0 down mode 1 miimon 100 address 192.168.1.211/24 "
		"slave eth0");
	ck_all({ "bond0.flags", "BROADCAST,MULTICAST,MASTER" },
		{ "bond0.addr_info.0.local", "192.168.1.211" },
		{ "eth0.master", "bond0" });
}
END_TEST

#define ALTNAME "the-cable-in-the-left-hole"

START_TEST(slave_by_another_name)
{
	ip_batch(TWO "link property add dev eth0 altname " ALTNAME "\n");
	bondnl_ends(0, "create bond0 mode 1 miimon 100 slave wlan0 slave " ALTNAME);
	ck_all({ "eth0.master", "bond0" });
	ck_text(proc_slaves("bond0"), "wlan0 eth0");
}
END_TEST

START_TEST(primary_by_another_name)
{
	ip_batch(TWO "link property add dev eth0 altname " ALTNAME "\n");
	bondnl_ends(0,
		"create bond0 mode 1 miimon 100 slave wlan0 slave eth0 "
		"primary " ALTNAME);
	ck_all({ "bond0.linkinfo.info_data.primary", "eth0" });
}
END_TEST

/* ------------------------------------------------------------------------- options */

#define DATA(name)  "linkinfo.info_data." name
#define SLAVE(name) "linkinfo.info_slave_data." name
/* not known to every ip and kernel: the number of the attribute */
#define RAW(number) "#" #number

#define UP_DELAY   "Up Delay (ms)"
#define DOWN_DELAY "Down Delay (ms)"
#define PEER_DELAY "Peer Notification Delay (ms)"
#define MII_TIME   "MII Polling Interval (ms)"
#define HASH	   "Transmit Hash Policy"

static const struct row {
	const char *words; /* NULL: of the bond of the row before, too */
	const char *slave; /* whose value it is; NULL for the bond's */
	const char *path, *want;
	const char *key, *said; /* in /proc/net/bonding; NULL if it does not tell */
} rows[] = {
	/* modes */
	{ "mode balance-rr", NULL, DATA("mode"), "balance-rr", "Bonding Mode",
		"load balancing (round-robin)" },
	{ "mode active-backup", NULL, DATA("mode"), "active-backup", "Bonding Mode",
		"fault-tolerance (active-backup)" },
	{ "mode balance-xor", NULL, DATA("mode"), "balance-xor", "Bonding Mode",
		"load balancing (xor)" },
	{ "mode broadcast", NULL, DATA("mode"), "broadcast", "Bonding Mode",
		"fault-tolerance (broadcast)" },
	{ "mode 802.3ad", NULL, DATA("mode"), "802.3ad", "Bonding Mode",
		"IEEE 802.3ad Dynamic link aggregation" },
	{ "mode balance-tlb", NULL, DATA("mode"), "balance-tlb", "Bonding Mode",
		"transmit load balancing" },
	{ "mode balance-alb", NULL, DATA("mode"), "balance-alb", "Bonding Mode",
		"adaptive load balancing" },
	{ "mode 6", NULL, DATA("mode"), "balance-alb", NULL, NULL },
	{ "mode 0", NULL, DATA("mode"), "balance-rr", NULL, NULL },

	/* the MII monitor, and times */
	{ "miimon 250 updelay 500 downdelay 750 peer_notif_delay 1000", NULL,
		DATA("miimon"), "250", MII_TIME, "250" },
	{ NULL, NULL, DATA("updelay"), "500", UP_DELAY, "500" },
	{ NULL, NULL, DATA("downdelay"), "750", DOWN_DELAY, "750" },
	{ NULL, NULL, DATA("peer_notify_delay"), "1000", PEER_DELAY, "1000" },
	{ "peer_notify_delay 2s downdelay 1.5s updelay 300ms miimon 100ms", NULL,
		DATA("miimon"), "100", MII_TIME, "100" },
	{ NULL, NULL, DATA("updelay"), "300", UP_DELAY, "300" },
	{ NULL, NULL, DATA("downdelay"), "1500", DOWN_DELAY, "1500" },
	{ NULL, NULL, DATA("peer_notify_delay"), "2000", PEER_DELAY, "2000" },
	{ "miimon 1s", NULL, DATA("miimon"), "1000", MII_TIME, "1000" },
	{ "miimon 2147483647", NULL, DATA("miimon"), "2147483647", MII_TIME,
		"2147483647" },
	{ "miimon 0", NULL, DATA("miimon"), "0", MII_TIME, "0" },
	{ "mode 4 miimon 0", NULL, DATA("miimon"), "0", MII_TIME, "0" },
	{ "miimon 100 use_carrier off", NULL, DATA("use_carrier"), "0", NULL, NULL },
	{ "miimon 100 use_carrier on", NULL, DATA("use_carrier"), "1", NULL, NULL },

	/* ARP */
	{ "mode 1 arp_interval 500 arp_ip_target 192.0.2.1,192.0.2.254 arp_validate all "
	  "arp_all_targets all arp_missed_max 5",
		NULL, DATA("arp_interval"), "500", "ARP Polling Interval (ms)", "500" },
	{ NULL, NULL, DATA("arp_ip_target"), "192.0.2.1,192.0.2.254",
		"ARP IP target/s (n.n.n.n form)", "192.0.2.1, 192.0.2.254" },
	{ NULL, NULL, DATA("arp_validate"), "all", NULL, NULL },
	{ NULL, NULL, DATA("arp_all_targets"), "all", NULL, NULL },
	{ NULL, NULL, DATA("arp_missed_max"), "5", "ARP Missed Max", "5" },
	{ NULL, NULL, DATA("miimon"), "0", MII_TIME, "0" },
	{ "mode 0 arp_interval 1s arp_ip_target 192.0.2.1 arp_validate filter_backup "
	  "missed_max 255",
		NULL, DATA("arp_interval"), "1000", NULL, NULL },
	{ NULL, NULL, DATA("arp_validate"), "filter_backup", NULL, NULL },
	{ NULL, NULL, DATA("arp_missed_max"), "255", NULL, NULL },
	{ "mode 2 arp_interval 100 arp_ip_target 192.0.2.1 arp_validate 2", NULL,
		DATA("arp_validate"), "backup", NULL, NULL },
	{ "mode 3 arp_interval 100 ns_ip6_target 2001:db8::1,2001:db8::2 arp_validate "
	  "filter",
		NULL, DATA("ns_ip6_target"), "2001:db8::1,2001:db8::2",
		"NS IPv6 target/s (xx::xx form)", "2001:db8::1, 2001:db8::2" },
	{ NULL, NULL, DATA("arp_validate"), "filter", NULL, NULL },
	{ "miimon 100 arp_interval 0", NULL, DATA("miimon"), "100", NULL, NULL },

	/* the active slave */
	{ "mode 1 miimon 100 primary e1 slave e0 slave e1", NULL, DATA("primary"), "e1",
		"Primary Slave", "e1 (primary_reselect always)" },
	{ NULL, NULL, DATA("active_slave"), "e1", "Currently Active Slave", "e1" },
	{ "mode 5 miimon 100 slave e2 primary_reselect better primary e2", NULL,
		DATA("primary_reselect"), "better", "Primary Slave",
		"e2 (primary_reselect better)" },
	{ "mode 6 miimon 100 slave e3 primary e3 primary_reselect failure", NULL,
		DATA("primary_reselect"), "failure", "Primary Slave",
		"e3 (primary_reselect failure)" },
	{ "active_slave e5 mode 1 miimon 100 slave e4 slave e5", NULL,
		DATA("active_slave"), "e5", "Currently Active Slave", "e5" },
	{ "mode 1 fail_over_mac active", NULL, DATA("fail_over_mac"), "active",
		"Bonding Mode",
		"fault-tolerance (active-backup) (fail_over_mac active)" },
	{ "mode 1 fail_over_mac follow", NULL, DATA("fail_over_mac"), "follow",
		"Bonding Mode",
		"fault-tolerance (active-backup) (fail_over_mac follow)" },
	{ "mode 1 fail_over_mac none", NULL, DATA("fail_over_mac"), "none",
		"Bonding Mode", "fault-tolerance (active-backup)" },
	{ "mode 1 num_grat_arp 7 resend_igmp 3 all_slaves_active on", NULL,
		DATA("num_peer_notif"), "7", NULL, NULL },
	{ NULL, NULL, DATA("resend_igmp"), "3", NULL, NULL },
	{ NULL, NULL, DATA("all_slaves_active"), "1", NULL, NULL },
	{ "num_unsol_na 0 resend_igmp 255", NULL, DATA("num_peer_notif"), "0", NULL,
		NULL },
	{ NULL, NULL, DATA("resend_igmp"), "255", NULL, NULL },
	{ "num_peer_notif 255", NULL, DATA("num_peer_notif"), "255", NULL, NULL },

	/* sharing */
	{ "mode 2 xmit_hash_policy layer2", NULL, DATA("xmit_hash_policy"), "layer2",
		HASH, "layer2 (0)" },
	{ "mode 2 xmit_hash_policy layer3+4", NULL, DATA("xmit_hash_policy"), "layer3+4",
		HASH, "layer3+4 (1)" },
	{ "mode 2 xmit_hash_policy layer2+3", NULL, DATA("xmit_hash_policy"), "layer2+3",
		HASH, "layer2+3 (2)" },
	{ "mode 4 xmit_hash_policy encap2+3", NULL, DATA("xmit_hash_policy"), "encap2+3",
		HASH, "encap2+3 (3)" },
	{ "mode 4 xmit_hash_policy encap3+4", NULL, DATA("xmit_hash_policy"), "encap3+4",
		HASH, "encap3+4 (4)" },
	{ "mode 2 xmit_hash_policy vlan+srcmac", NULL, DATA("xmit_hash_policy"),
		"vlan+srcmac", HASH, "vlan+srcmac (5)" },
	{ "mode 0 packets_per_slave 10 lp_interval 5", NULL, DATA("packets_per_slave"),
		"10", NULL, NULL },
	{ NULL, NULL, DATA("lp_interval"), "5", NULL, NULL },
	{ "packets_per_slave 0 lp_interval 7s", NULL, DATA("packets_per_slave"), "0",
		NULL, NULL },
	{ NULL, NULL, DATA("lp_interval"), "7", NULL, NULL },
	{ "mode 5 tlb_dynamic_lb off", NULL, DATA("tlb_dynamic_lb"), "0", NULL, NULL },
	{ "mode 6 tlb_dynamic_lb off", NULL, DATA("tlb_dynamic_lb"), "0", NULL, NULL },

	/* LACP */
	{ "mode 802.3ad lacp_rate fast lacp_active off min_links 2 ad_select bandwidth "
	  "ad_actor_sys_prio 7 ad_actor_system " MAC("09") " ad_user_port_key 1023 "
							   "coupled_control off",
		NULL, DATA("ad_lacp_rate"), "fast", "LACP rate", "fast" },
	{ NULL, NULL, DATA("ad_lacp_active"), "off", "LACP active", "off" },
	{ NULL, NULL, DATA("min_links"), "2", "Min links", "2" },
	{ NULL, NULL, DATA("ad_select"), "bandwidth",
		"Aggregator selection policy (ad_select)", "bandwidth" },
	{ NULL, NULL, DATA("ad_actor_sys_prio"), "7", "System priority", "7" },
	{ NULL, NULL, DATA("ad_actor_system"), MAC("09"), "System MAC address",
		MAC("09") },
	{ NULL, NULL, DATA("ad_user_port_key"), "1023", NULL, NULL },
	{ NULL, NULL, RAW(32), "0", NULL, NULL },
	{ "mode 4 ad_select count coupled_control on slave e6 actor_port_prio 77", NULL,
		DATA("ad_select"), "count", "Aggregator selection policy (ad_select)",
		"count" },
	{ NULL, NULL, RAW(32), "1", NULL, NULL },
	{ NULL, "e6", RAW(10), "77", NULL, NULL },
	{ "mode 4 broadcast_neighbor on", NULL, RAW(33), "1", NULL, NULL },
	{ "mode 4 lacp_strict on", NULL, RAW(34), "1", NULL, NULL },

	/* slaves */
	{ "mode 1 miimon 100 slave e7 prio -2147483648 queue_id 15 slave e8 queue_id 1 "
	  "prio 9",
		"e7", SLAVE("prio"), "-2147483648", NULL, NULL },
	{ NULL, "e7", SLAVE("queue_id"), "15", "Slave queue ID", "15" },
	{ NULL, "e8", SLAVE("prio"), "9", NULL, NULL },
	{ NULL, "e8", SLAVE("queue_id"), "1", "Slave queue ID", "1" },
	{ NULL, NULL, DATA("active_slave"), "e8", "Currently Active Slave", "e8" },
	{ "mode 0 miimon 100 slave e9 queue_id 3", "e9", SLAVE("queue_id"), "3",
		"Slave queue ID", "3" },
};

#define N_ROWS	 ((int)ARRAY_SIZE(rows))
#define N_SLAVES 10

/* Does this kernel know what the row is about? Asked of a bond that ip has made. */
static bool known(const struct row *r)
{
	unsigned short type;

	if (r->path[0] != '#' || r->slave)
		return true;
	type = (unsigned short)atoi(r->path + 1);
	return *raw_value("plain", IFLA_INFO_DATA, type) != 0;
}

/* What is wrong with one row, added to @told. */
static bool row_holds(
	const struct row *r, const char *bond, const json_t *links, FILE *told)
{
	const char *name = r->slave ? r->slave : bond, *have;
	char path[128];

	if (r->path[0] == '#') {
		have = raw_value(name, r->slave ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA,
			(unsigned short)atoi(r->path + 1));
	} else {
		snprintf(path, sizeof(path), "%s.%s", name, r->path);
		have = json_value(links, path);
	}
	if (strcmp(have, r->want) != 0) {
		fprintf(told, "%s: %s is '%s', not '%s'\n", name, r->path, have, r->want);
		return false;
	}
	if (!r->key)
		return true;
	have = proc_value(bond, r->slave, r->key);
	if (strcmp(have, r->said) == 0)
		return true;
	fprintf(told, "%s: /proc's %s is '%s', not '%s'\n", name, r->key, have, r->said);
	return false;
}

/* All rows by one dump. Returns how many are wrong, @ret_told which. */
static unsigned rows_wrong(char bonds[][16], char **ret_told)
{
	json_t *dump = dump_take();
	unsigned wrong = 0;
	const char *words = "";
	size_t size;
	FILE *told = open_memstream(ret_told, &size);

	ck_assert_ptr_nonnull(told);
	for (int i = 0; i < N_ROWS; i++) {
		if (rows[i].words)
			words = rows[i].words;
		if (!*bonds[i] ||
			row_holds(
				&rows[i], bonds[i], json_object_get(dump, "links"), told))
			continue;
		fprintf(told, "\tafter create %s %s\n", bonds[i], words);
		wrong++;
	}
	fclose(told);
	json_decref(dump);
	return wrong;
}

START_TEST(options)
{
	char(*bonds)[16] = world_keep(calloc((size_t)N_ROWS, sizeof(*bonds)));
	char lines[4096] = "link add plain type bond mode 802.3ad\n";
	char *told = NULL;
	unsigned wrong = 0;

	for (int i = 0; i < N_SLAVES; i++)
		snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines),
			"link add e%d type veth peer name e%dp\n"
			"link set e%dp addrgenmode none up\n",
			i, i, i);
	ip_batch(lines);

	for (int i = 0; i < N_ROWS; i++) {
		if (!rows[i].words) {
			memcpy(bonds[i], bonds[i - 1], sizeof(bonds[i]));
			continue;
		}
		if (!known(&rows[i])) {
			struct ran *r = bondnl_ends(3, "create b%d %s", i, rows[i].words);

			ck_has(r->err, "everything was put back as it was");
			continue;
		}
		snprintf(bonds[i], sizeof(bonds[i]), "b%d", i);
		bondnl_ends(0, "create %s %s", bonds[i], rows[i].words);
	}

	until_soon()
	{
		free(told);
		wrong = rows_wrong(bonds, &told);
		if (!wrong)
			break;
	}
	/* a message of Check's must not be long */
	if (wrong)
		fprintf(stderr, "%s", told);
	ck_assert_msg(!wrong, "%u rows of %d are wrong (told above)", wrong, N_ROWS);
	free(told);
}
END_TEST

/* --------------------------------------------------------------- decided unasked */

START_TEST(miimon_by_default)
{
	static const char note[] = "note: miimon 100, because no link monitor was chosen";
	struct ran *r;

	r = bondnl_ends(0, "create b0 mode active-backup");
	ck_has(r->err, note);
	r = bondnl_ends(0, "create b1 mode active-backup miimon 0");
	ck_text(r->err, "");
	r = bondnl_ends(0, "create b2 mode 1 arp_interval 100 arp_ip_target 192.0.2.1");
	ck_text(r->err, "");
	r = bondnl_ends(0, "create b3 mode 1 arp_interval 0");
	ck_has(r->err, note);
	r = bondnl_ends(0, "create b4 mode 1 -q");
	ck_text(r->err, "");
	ck_all({ "b0.linkinfo.info_data.miimon", "100" },
		{ "b1.linkinfo.info_data.miimon", "0" },
		{ "b2.linkinfo.info_data.miimon", "0" },
		{ "b2.linkinfo.info_data.arp_interval", "100" },
		{ "b3.linkinfo.info_data.miimon", "100" },
		{ "b4.linkinfo.info_data.miimon", "100" });
}
END_TEST

START_TEST(delays_are_rounded)
{
	struct ran *r;

	r = bondnl_ends(0, "create b0 mode 1 miimon 100 updelay 250 downdelay 99");
	ck_has(r->err,
		"warning: updelay: requested 250, got 200: the driver keeps it as a "
		"multiple of miimon 100");
	ck_has(r->err,
		"warning: downdelay: requested 99, got 0: the driver keeps it as a "
		"multiple of miimon 100");
	r = bondnl_ends(0, "create b1 mode 1 peer_notify_delay 250ms");
	ck_has(r->err, "warning: peer_notify_delay: requested 250, got 200: the driver");
	r = bondnl_ends(0, "create b2 mode 1 miimon 50 updelay 250");
	ck_text(r->err, "");
	ck_all({ "b0.linkinfo.info_data.updelay", "200" },
		{ "b0.linkinfo.info_data.downdelay", "0" },
		{ "b1.linkinfo.info_data.peer_notify_delay", "200" },
		{ "b2.linkinfo.info_data.updelay", "250" });
}
END_TEST

/* -------------------------------------------------------- slaves with belongings */

START_TEST(slave_with_v4_addresses)
{
	struct ran *r;

	ip_batch(TWO "addr add 10.1.0.5/24 dev eth0\n"
		     "addr add 10.2.0.5/24 dev wlan0\naddr add 10.2.0.6/24 dev wlan0\n"
		     "link set wlan0 down\n");
	r = bondnl_ends(0, "%s", MAIN_JOB);
	ck_has(r->err,
		"warning: eth0 keeps its own address 10.1.0.5/24, and the route "
		"to the network");
	ck_has(r->err, "ip addr flush dev eth0");
	/* also of a slave that was down: the kernel takes it up */
	ck_has(r->err, "warning: wlan0 keeps its own addresses 10.2.0.5/24, 10.2.0.6/24");
	ck_has_not(r->err, "loses");
	ck_has_not(r->err, "gateway");
	ck_all({ "eth0.master", "bond0" }, { "eth0.addr_info.0.local", "10.1.0.5" },
		{ "wlan0.addr_info.1.local", "10.2.0.6" },
		{ "bond0.addr_info.0.local", "192.168.1.211" });
	ck_assert(has_route("10.1.0.0/24", "", "eth0"));
}
END_TEST

START_TEST(slave_with_v6_address_and_default_route)
{
	struct ran *r;

	ip_batch(TWO "addr add 2001:db8:1::5/64 dev eth0 nodad\n"
		     "addr add 10.1.0.5/24 dev eth0\n"
		     "route add default via 10.1.0.1 dev eth0\n"
		     "addr add 2001:db8:2::5/64 dev wlan0 nodad\n"
		     "route add default via 2001:db8:2::1 dev wlan0\n"
		     "route add 2001:db8:3::/64 via 2001:db8:2::1 dev wlan0\n");
	r = bondnl_ends(0, "%s", MAIN_JOB);
	ck_has(r->err,
		"warning: eth0 loses its own address 2001:db8:1::5/64 when it is taken "
		"down");
	ck_has(r->err,
		"warning: 1 route by a gateway over eth0 goes when it is taken "
		"down; say gateway IP");
	ck_has(r->err, "warning: 2 routes by a gateway over wlan0 go when it is taken");
	ck_all({ "eth0.master", "bond0" }, { "eth0.addr_info.0.local", "10.1.0.5" },
		{ "eth0.addr_info.1.local", "" }, { "wlan0.addr_info.0.local", "" });
	ck_assert(!has_route("default", "10.1.0.1", "eth0"));
	ck_assert(!has_route("default", "2001:db8:2::1", "wlan0"));
}
END_TEST

START_TEST(slave_without_belongings)
{
	struct ran *r;

	ip_batch(TWO);
	/* link-local addresses are the kernel's own: nothing to be told */
	ck_link("eth0", "addr_info.0.scope", "link");
	r = bondnl_ends(0, "%s", MAIN_JOB);
	ck_text(r->err, "");
	ck_all({ "eth0.master", "bond0" }, { "eth0.addr_info.0.scope", "" });
}
END_TEST

START_TEST(default_route_moves_to_the_bond)
{
	struct ran *r;

	ip_batch(TWO "addr add 192.168.1.5/24 dev eth0\n"
		     "route add default via 192.168.1.1 dev eth0\n");
	r = bondnl_ends(0, "%s gateway 192.168.1.1", MAIN_JOB);
	ck_has(r->err, "1 route by a gateway over eth0 goes when it is taken down");
	ck_has_not(r->err, "say gateway");
	ck_assert(has_route("default", "192.168.1.1", "bond0"));
	ck_assert(!has_route("default", "192.168.1.1", "eth0"));
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("create");
	TCase *c = world_case(s, "create");

	(void)argc;
	tcase_add_test(c, main_job);
	tcase_add_test(c, orders_of_words);
	tcase_add_test(c, order_of_slaves);
	tcase_add_test(c, addresses_and_gateways);
	tcase_add_test(c, gateway_link_local);
	tcase_add_test(c, mtu_and_lladdr);
	tcase_add_test(c, left_down);
	tcase_add_test(c, slave_by_another_name);
	tcase_add_test(c, primary_by_another_name);
	tcase_add_test(c, miimon_by_default);
	tcase_add_test(c, delays_are_rounded);
	tcase_add_test(c, slave_with_v4_addresses);
	tcase_add_test(c, slave_with_v6_address_and_default_route);
	tcase_add_test(c, slave_without_belongings);
	tcase_add_test(c, default_route_moves_to_the_bond);
	c = world_case(s, "options");
	tcase_add_test(c, options);
	return world_main(argv[0], s);
}
