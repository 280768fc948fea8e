/*
 * check: each rule is made to speak by the real driver, and is silent of a bond that is
 * well; where its remedy can be carried out as it stands, it is, and helps. And the three
 * forms, with their exit statuses.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/world.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

/* ------------------------------------------------------------------------- findings */

/* The part of check's document about that finding; NULL if it is not there. */
static json_t *find(const json_t *doc, const char *id)
{
	json_t *bonds = json_object_get(doc, "bonds"), *bond, *one;
	size_t i, k;

	json_array_foreach(bonds, i, bond)
	{
		json_array_foreach(json_object_get(bond, "findings"), k, one)
		{
			if (!strcmp(json_string_value(json_object_get(one, "id")), id))
				return one;
		}
	}
	return NULL;
}

static json_t *check_json(const char *bonds)
{
	struct ran *r = bondnl("check --json %s", bonds);
	json_t *doc = json_loads(r->out, 0, NULL);

	ck_assert_int_lt(r->status, 3);
	ck_assert_str_eq(r->err, "");
	ck_assert_msg(doc != NULL, "%s", r->out);
	return doc;
}

/*
 * Waits until it is, or is not, found; its severity, slave and remedy, to be kept. LACP
 * has timers of several seconds, one after the other.
 */
struct found {
	char severity[16], slave[16], remedy[256];
};

static bool found(const char *id, bool want, struct found *ret)
{
	struct deadline d = { 0 };
	char *last = NULL;

	while (deadline_left(&d, 3 * SOON_MS)) {
		json_t *doc = check_json("bond0"), *one = find(doc, id), *slave;

		free(last);
		last = json_dumps(doc, JSON_INDENT(1));
		if (one && ret) {
			slave = json_object_get(one, "slave");
			snprintf(ret->severity, sizeof(ret->severity), "%s",
				json_string_value(json_object_get(one, "severity")));
			snprintf(ret->slave, sizeof(ret->slave), "%s",
				slave ? json_string_value(slave) : "");
			snprintf(ret->remedy, sizeof(ret->remedy), "%s",
				json_string_value(json_object_get(one, "remedy")));
		}
		json_decref(doc);
		if ((one != NULL) == want) {
			free(last);
			return true;
		}
	}
	ck_abort_msg("%s is %sfound: %s", id, want ? "not " : "", last);
	return false;
}

/* Nothing at all is, or soon no more. */
static void ck_clean(void)
{
	struct deadline d = { 0 };
	struct ran *r = NULL;

	while (deadline_left(&d, 3 * SOON_MS)) {
		r = bondnl("check bond0");
		if (!strcmp(r->out, "bond0: nothing found\n")) {
			ck_assert_int_eq(r->status, 0);
			return;
		}
	}
	ck_abort_msg("%s", r->out);
}

/* As a shell takes it, with the program that was built. */
static void carry_out(const char *remedy)
{
	char path[] = "/tmp/bondnl-remedy-XXXXXX", line[64];
	int fd = mkstemp(path);
	struct ran *r;

	ck_assert_int_ge(fd, 0);
	dprintf(fd, "bondnl() { '%s' \"$@\"; }\n%s\n", bondnl_path(), remedy);
	close(fd);
	snprintf(line, sizeof(line), "%s", path);
	r = run("sh", line);
	unlink(path);
	ck_assert_msg(r->status == 0, "%s: %s%s", remedy, r->out, r->err);
}

/* ---------------------------------------------------------------------------- rules */

#define CABLE(name, mac)                                                                 \
	"link add " name " address " mac " type veth peer name " name "p\n"              \
	"link set " name "p addrgenmode none up\nlink set " name " addrgenmode none\n"
#define TWO_CABLES CABLE("eth0", "02:00:00:00:01:00") CABLE("eth1", "02:00:00:00:01:01")
#define ENSLAVE	   "link set eth0 master bond0\nlink set eth1 master bond0\n"

static const char pair[] =
	TWO_CABLES "link add bond0 type bond mode active-backup miimon 100\n"
		   "link set bond0 addrgenmode none\n" ENSLAVE "link set bond0 up\n";

/* Both ends of the cables are bonds: they are each other's partners. */
static const char lacp[] = TWO_CABLES
	"link add bond0 type bond mode 802.3ad miimon 100 lacp_rate fast\n"
	"link add bond9 type bond mode 802.3ad miimon 100 lacp_rate fast\n"
	"link set bond0 addrgenmode none\nlink set bond9 addrgenmode none\n" ENSLAVE
	"link set eth0p down\nlink set eth1p down\n"
	"link set eth0p master bond9\nlink set eth1p master bond9\n"
	"link set bond0 up\nlink set bond9 up\n";

/* Addresses are checked for duplicates, which they are not elsewhere in the tests. */
static void check_duplicates(void)
{
	file_write("/proc/sys/net/ipv6/conf/bond0/accept_dad", "1");
}

static void check_for_long(void)
{
	check_duplicates();
	file_write("/proc/sys/net/ipv6/conf/bond0/dad_transmits", "200");
}

/* clang-format off */
static const struct {
	const char *base;
	const char *id, *severity, *slave;
	const char *wrong;
	const char *cure; /* NULL: the remedy itself */
	void (*prepare)(void);
} rows[] = {
	{ pair, "bond-down", "warning", "", "link set bond0 down", NULL, NULL },
	{ pair, "no-slave", "critical", "", "link set eth0 nomaster\nlink set eth1 nomaster",
		"link set eth0 master bond0", NULL },
	{ pair, "one-slave", "warning", "", "link set eth1 nomaster",
		"link set eth1 master bond0", NULL },
	{ pair, "no-usable-slave", "critical", "", "link set eth0p down\nlink set eth1p down",
		"link set eth0p up", NULL },
	{ pair, "no-link-monitor", "warning", "", "link set bond0 type bond miimon 0", NULL, NULL },
	{ pair, "not-primary", "note", "",
		"link set bond0 type bond primary eth1 primary_reselect failure\n"
		"link set bond0 type bond active_slave eth0", NULL, NULL },
	{ pair, "not-primary", "warning", "", "link set bond0 type bond primary eth1\n"
		"link set bond0 type bond active_slave eth0", NULL, NULL },
	{ pair, "slave-down", "warning", "eth1", "link set eth1 down", NULL, NULL },
	{ pair, "slave-no-carrier", "warning", "eth1", "link set eth1p down",
		"link set eth1p up", NULL },
	/* whichever the driver tries just now */
	{ pair, "slave-mii-down", "warning", NULL, "addr add 10.9.9.1/24 dev bond0\n"
		"link set bond0 type bond miimon 0 arp_interval 100 arp_ip_target 10.9.9.9",
		"link set bond0 type bond miimon 100", NULL },
	{ pair, "arp-no-target", "warning", "",
		"link set bond0 type bond miimon 0 arp_interval 100000",
		"link set bond0 type bond arp_ip_target 10.9.9.9", NULL },
	{ pair, "arp-target-route", "warning", "", "addr add 10.9.9.1/24 dev bond0\n"
		"link set bond0 type bond miimon 0 arp_interval 100000 arp_ip_target 10.8.8.8",
		NULL, NULL },
	{ pair, "arp-target-route", "warning", "", "link add eth9 type dummy\nlink set eth9 up\n"
		"addr add 10.8.8.1/24 dev eth9\n"
		"link set bond0 type bond miimon 0 arp_interval 100000 arp_ip_target 10.8.8.8",
		NULL, NULL },
	/* by a VLAN on the bond it is right */
	{ pair, "arp-target-route", "warning", "",
		"link set bond0 type bond miimon 0 arp_interval 100000 arp_ip_target 10.8.8.8",
		"link add link bond0 name v9 type vlan id 9\nlink set v9 up\n"
		"addr add 10.8.8.1/24 dev v9", NULL },
	{ pair, "slave-mtu", "warning", "eth1", "link set eth1 mtu 1400", NULL, NULL },
	{ pair, "vlan-mtu", "note", "",
		"link add link bond0 name v9 mtu 1400 type vlan id 9", NULL, NULL },
	{ pair, "bridge-mtu", "warning", "", "link add br0 type bridge\n"
		"link set bond0 mtu 1400 master br0\nlink set br0 mtu 1500", NULL, NULL },
	{ pair, "slave-mac", "warning", "eth1", "link set eth1 address 02:00:00:00:00:99",
		NULL, NULL },
	{ pair, "same-permanent-mac", "warning", "eth1", "link set eth1 nomaster\n"
		"link set eth1 address 02:00:00:00:01:00\nlink set eth1 master bond0",
		"link set eth1 nomaster\nlink set eth1 address 02:00:00:00:01:01\n"
		"link set eth1 master bond0", NULL },
	{ pair, "slave-address", "warning", "eth1", "addr add 10.7.7.7/24 dev eth1", NULL, NULL },
	{ pair, "slave-address", "warning", "eth1", "addr add 10.9.9.1 peer 10.9.9.2/32 dev eth1",
		NULL, NULL },
	{ pair, "slave-route", "warning", "eth1", "route add 10.6.6.0/24 dev eth1 table 1077",
		NULL, NULL },
	{ pair, "slave-route", "warning", "eth1", "route add 10.6.6.0/24 dev eth1 tos 0x10 metric 7",
		NULL, NULL },
	{ pair, "slave-route", "warning", "eth1", "addr add 10.9.9.1/24 dev bond0\n"
		"addr add 2001:db8::1/64 dev bond0 nodad\n"
		"route add 2001:db8:1::/48 dev eth1 metric 7", NULL, NULL },
	/* both of its ways, and not the route, are for who made it to say */
	{ pair, "slave-route", "warning", NULL,
		"route add 10.6.6.0/24 nexthop dev eth0 nexthop dev eth1",
		"route del 10.6.6.0/24", NULL },
	{ pair, "arp-target-route", "warning", "", "addr add 10.9.9.1/24 dev bond0\n"
		"link set bond0 type bond miimon 0 arp_interval 100000 arp_ip_target 10.9.9.1",
		"link set bond0 type bond arp_ip_target 10.9.9.9", NULL },
	{ pair, "address-duplicate", "warning", "", "addr add 2001:db8::1/64 dev eth0p nodad\n"
		"addr add 2001:db8::1/64 dev bond0", NULL, check_duplicates },
	{ pair, "address-tentative", "note", "", "addr add 2001:db8::1/64 dev bond0",
		"addr del 2001:db8::1/64 dev bond0", check_for_long },
	{ pair, "option-ignored", "note", "", "link set bond0 type bond min_links 2", NULL, NULL },

	{ lacp, "below-min-links", "critical", "", "link set eth1p down\n"
		"link set bond0 type bond min_links 2", NULL, NULL },
	{ lacp, "lacp-no-partner", "critical", "", "link del bond9\nlink set eth0p up\n"
		"link set eth1p up", "link set eth0p down\nlink add bond9 type bond mode 802.3ad "
		"miimon 100 lacp_rate fast\nlink set eth0p master bond9\nlink set bond9 up", NULL },
	{ lacp, "lacp-expired", "warning", "eth1", "link set eth1p nomaster\nlink set eth1p up",
		"link set eth1p down\nlink set eth1p master bond9", NULL },
	{ lacp, "lacp-defaulted", "warning", "eth1", "link set eth1p nomaster\nlink set eth1p up",
		"link set eth1p down\nlink set eth1p master bond9", NULL },
	/* a port that joins waits for two seconds before it is in sync */
	{ lacp, "lacp-not-in-sync", "warning", "eth1",
		"link set eth1p nomaster\nlink set eth1p master bond9", "", NULL },
	{ lacp, "lacp-aggregators", "warning", NULL, "link set eth1p nomaster\n"
		"link add bond8 type bond mode 802.3ad miimon 100 lacp_rate fast\n"
		"link set eth1p master bond8\nlink set bond8 up",
		"link set eth1p nomaster\nlink set eth1p master bond9", NULL },
	{ lacp, "lacp-speed", "warning", NULL, "link add bond7 type bond miimon 100\n"
		"link add eth2 type veth peer name eth2p\nlink add eth3 type veth peer name eth3p\n"
		"link set eth2p up\nlink set eth3p up\nlink set eth2 master bond7\n"
		"link set eth3 master bond7\nlink set bond7 master bond0",
		"link set bond7 nomaster", NULL },
	{ lacp, "lacp-off", "warning", "eth2", "link add eth2 type dummy\n"
		"link set eth2 master bond0", "link set eth2 nomaster", NULL },
	{ lacp, "lacp-rate", "note", "eth0", "link set bond9 down\n"
		"link set bond9 type bond lacp_rate slow\nlink set bond9 up", NULL, NULL },
};
/* clang-format on */

START_TEST(rule_speaks)
{
	struct found f = { "", "", "" };

	ip_batch(rows[_i].base);
	ck_clean();
	if (rows[_i].prepare)
		rows[_i].prepare();
	ip_batch(rows[_i].wrong);
	found(rows[_i].id, true, &f);
	ck_assert_str_eq(f.severity, rows[_i].severity);
	if (rows[_i].slave)
		ck_assert_str_eq(f.slave, rows[_i].slave);
	if (!rows[_i].cure)
		carry_out(f.remedy);
	else if (rows[_i].cure[0])
		ip_batch(rows[_i].cure);
	found(rows[_i].id, false, NULL);
}
END_TEST

/* After a minute without a partner; kernels that do not tell of it have no such rule. */
START_TEST(rule_churned)
{
	struct deadline d = { 0 };
	bool there = false;
	json_t *doc;

	ip_batch(lacp);
	ck_clean();
	ip_batch("link set eth1p nomaster\nlink set eth1p up\n");
	if (!strstr(bondnl_ends(0, "show --json bond0")->out, "ad_churn_actor_state"))
		return;
	/* once a second: more would keep the driver from its work on an emulated CPU */
	while (!there && deadline_left(&d, 150000)) {
		sleep(1);
		doc = check_json("bond0");
		there = find(doc, "lacp-churned") != NULL;
		json_decref(doc);
	}
	ck_assert(there);
	ip_batch("link set eth1p down\nlink set eth1p master bond9\n");
	found("lacp-churned", false, NULL);
}
END_TEST

/* ------------------------------------------------------------------------ many slaves */

/* So many that all routes and addresses are read at once. */
START_TEST(left_on_one_of_many)
{
	struct ran *r;
	json_t *doc;

	ip("link add bond0 type bond mode balance-xor miimon 100");
	ip("link set bond0 up");
	for (int i = 0; i < 12; i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%d", i);
		cable(name);
		ip("link set s%d addrgenmode none", i);
		ip("link set s%d master bond0", i);
	}
	found("slave-mii-down", false, NULL);
	found("slave-no-carrier", false, NULL);
	ip("addr add 10.7.7.7/24 dev s11");
	ip("route add 10.6.0.0/16 nexthop dev s3 weight 1 nexthop dev s0p weight 1");
	doc = check_json("");
	ck_assert_str_eq(json_value(find(doc, "slave-address"), "slave"), "s11");
	ck_assert_str_eq(json_value(find(doc, "slave-route"), "slave"), "s3");
	json_decref(doc);
	r = bondnl_ends(1, "check bond0");
	ck_has(r->out, "bond0: 2 warnings\n");
	ck_has(r->out, "s11 has the address 10.7.7.7/24");
}
END_TEST

/* What helps there must not be done here. */
START_TEST(in_a_namespace)
{
	struct ran *r;

	netns_new("far");
	ip("link add bond0 type bond mode active-backup miimon 100");
	ip("-n far link add bond0 type bond mode active-backup miimon 0");
	ip("-n far link add eth0 type dummy");
	ip("-n far link set eth0 master bond0");
	ip("-n far link set bond0 up");
	ip("-n far link set eth0 mtu 1400");
	r = bondnl_ends(1, "-n far check bond0");
	ck_has(r->out, "bondnl -n far set bond0 miimon 100\n");
	ck_has(r->out, "ip -n far link set eth0 mtu 1500\n");
	r = bondnl_ends(1, "-n /run/netns/far check bond0");
	ck_has(r->out, "bondnl -n /run/netns/far set bond0 miimon 100\n");
	ck_has(r->out, "nsenter --net=/run/netns/far ip link set eth0 mtu 1500\n");
	carry_out("bondnl -n far set bond0 miimon 100");
	ck_has_not(bondnl("-n far check bond0")->out, "miimon");
}
END_TEST

/* ---------------------------------------------------------------------------- forms */

START_TEST(forms)
{
	struct ran *r;
	json_t *doc;

	ip_batch(pair);
	ck_clean();
	r = bondnl_ends(0, "check -q");
	ck_assert_str_eq(r->out, "");
	r = bondnl_ends(0, "check --nagios");
	ck_assert_str_eq(r->out,
		"BONDNL OK - Interface bond0 is UP: mode=1 (active-backup), 2 slaves: "
		"eth0!, "
		"eth1 | 'bond0 slaves'=2;;;0 'bond0 usable'=2;;;0;2 'bond0 failures'=0c "
		"'bond0 warning'=0;;;0 'bond0 critical'=0;;;0\n");

	ip("link set bond0 type bond primary eth0");
	ip("link set eth1 mtu 1400");
	r = bondnl_ends(1, "check");
	ck_assert_str_eq(r->out,
		"bond0: 1 warning\n"
		"  warning   eth1 has mtu 1400, and the bond 1500 (slave-mtu)\n"
		"            ip link set eth1 mtu 1500\n");
	bondnl_ends(1, "check -q bond0");
	r = bondnl_ends(1, "check --nagios bond0");
	ck_has(r->out,
		"BONDNL WARNING - bond0: eth1 has mtu 1400, and the bond 1500 "
		"(slave-mtu); Interface bond0 is UP: mode=1 (active-backup), 2 "
		"slaves: eth0*!, eth1 |");
	ck_has(r->out, "'bond0 warning'=1;;;0");

	/* a critical one is a critical one, whatever else there is */
	ip("link add bond1 type bond");
	ip("link set bond1 up");
	r = bondnl_ends(2, "check");
	ck_has(r->out, "bond1: 1 critical, 1 warning\n  critical  ");
	r = bondnl_ends(2, "check --json");
	doc = json_loads(r->out, 0, NULL);
	ck_assert_str_eq(json_value(doc, "schema"), "1");
	ck_assert_str_eq(json_value(doc, "status"), "critical");
	ck_assert_str_eq(json_value(doc, "bonds.0.name"), "bond0");
	ck_assert_str_eq(json_value(doc, "bonds.0.status"), "warning");
	ck_assert_str_eq(json_value(doc, "bonds.0.findings.0.id"), "slave-mtu");
	ck_assert_str_eq(json_value(doc, "bonds.1.status"), "critical");
	json_decref(doc);
	r = bondnl_ends(2, "check --nagios");
	ck_has(r->out, "BONDNL CRITICAL - bond1: ");

	/* what could not be told is neither well nor bad */
	r = bondnl_ends(3, "check bond7");
	ck_has(r->err, "no such bond");
	r = bondnl_ends(3, "check --nagios bond7");
	ck_assert_str_eq(r->out, "BONDNL UNKNOWN - bond7: no such bond\n");
	r = bondnl_ends(3, "check --nagios --json");
	ck_has(r->out, "BONDNL UNKNOWN - ");
	r = bondnl_ends(3, "check --nagios --brief");
	ck_assert_str_eq(r->out, "BONDNL UNKNOWN - wrong usage\n");
	r = bondnl_ends(3, "check --nagios --no-such-flag");
	ck_assert_str_eq(r->out, "BONDNL UNKNOWN - wrong usage\n");
	ck_assert_str_eq(bondnl_ends(3, "check -q --nagios bond7")->out, "");
	ck_assert_str_eq(bondnl_ends(2, "check -q --nagios")->out, "");
	bondnl_ends(3, "check --prune");
	bondnl_ends(3, "check --dry-run");
	bondnl_ends(3, "check --no-such-flag");
	bondnl_ends(2, "show --nagios");
}
END_TEST

START_TEST(full_disk)
{
	struct argv a = argv_of(bondnl_path(), "check");
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ip_batch(pair);
	ck_assert_int_eq(spawn_wait(spawn(a.words, fd, fd, -1, NULL)), 3);
	close(fd);
	argv_free(&a);
}
END_TEST

START_TEST(nothing_there)
{
	struct ran *r = bondnl_ends(0, "check");

	ck_assert_str_eq(r->out, "");
	ck_has(r->err, "no bonds");
	r = bondnl_ends(0, "check --nagios");
	ck_assert_str_eq(r->out, "BONDNL OK - no bonds\n");
	r = bondnl_ends(0, "check --json");
	ck_assert_str_eq(r->out, "{\"schema\":1,\"status\":\"ok\",\"bonds\":[]}\n");
}
END_TEST

/* Nothing in a name commands a terminal, a shell or a monitoring system. */
START_TEST(names_of_any_bytes)
{
	struct found f;
	struct ran *r;

	ip_batch(
		"link add \"b|on'd=0\" type bond miimon 100\nlink set \"b|on'd=0\" up\n");
	r = bondnl_ends(2, "check --nagios");
	ck_has(r->out,
		"Interface b_on'd=0 is DOWN: mode=0 (balance-rr), 0 slaves | "
		"'b_on_d_0 slaves'=0;;;0");
	ip_batch(pair);
	ip_batch("link set eth1 nomaster\nlink set eth1 name \"e$(x);'\"\n"
		 "link set \"e$(x);'\" master bond0\nlink set \"e$(x);'\" mtu 1400\n");
	found("slave-mtu", true, &f);
	ck_assert_str_eq(f.remedy, "ip link set 'e$(x);'\\''' mtu 1500");
	carry_out(f.remedy);
	found("slave-mtu", false, NULL);
	ip_batch("link add b\377d type bond mode active-backup miimon 100\n"
		 "link set \"e$(x);'\" nomaster\nlink set \"e$(x);'\" name \376\n"
		 "link set \376 master b\377d\nlink set b\377d up\n");
	r = bondnl_ends(1, "check --json b\377d");
	ck_has(r->out,
		"{\"name\":\"b/xffd\",\"status\":\"warning\",\"findings\":[{\"id\":"
		"\"one-slave\",\"severity\":\"warning\",\"evidence\":\"the bond has 1 "
		"slave, /xfe: no other can take over from it\",\"remedy\":\"bondnl add "
		"'b/xffd' DEVICE\"}");
}
END_TEST

START_TEST(without_privilege)
{
	struct ran *r;

	ip_batch(pair);
	ck_clean();
	ip("link set eth1 mtu 1400");
	r = run_as(NOBODY, bondnl_path(), "check");
	ck_assert_int_eq(r->status, 1);
	ck_has(r->out, "slave-mtu");
}
END_TEST

/* --------------------------------------------------------------------------- wireless */

static void first_namespace(void)
{
	int fd = open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(setns(fd, CLONE_NEWNET), 0);
	close(fd);
	run("ip", "link del bond0");
}

static void leave_radio(void)
{
	run("ip", "link del bond0");
	run("ip", "link del eth0");
	run("modprobe", "-r mac80211_hwsim");
}

START_TEST(wireless_slave)
{
	struct found f = { "", "", "" };

	ck_assert_int_eq(run("modprobe", "mac80211_hwsim radios=1")->status, 0);
	cable("eth0");
	ip("link add bond0 type bond mode active-backup miimon 100");
	ip("link set eth0 down");
	ip("link set eth0 master bond0");
	ip("link set wlan0 down");
	ip("link set wlan0 master bond0");
	found("wireless-mac", true, &f);
	ck_assert_str_eq(f.slave, "wlan0");
	carry_out(f.remedy);
	found("wireless-mac", false, NULL);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("check");
	TCase *c = world_case(s, "rules");

	(void)argc;
	tcase_add_loop_test(c, rule_speaks, 0, (int)N_OF(rows));
	tcase_add_test(c, left_on_one_of_many);
	tcase_add_test(c, in_a_namespace);
	c = world_case_tagged(s, "churned", AGAIN);
	tcase_set_timeout(c, 240);
	tcase_add_test(c, rule_churned);
	c = world_case(s, "forms");
	tcase_add_test(c, forms);
	tcase_add_test(c, full_disk);
	tcase_add_test(c, nothing_there);
	tcase_add_test(c, names_of_any_bytes);
	tcase_add_test(c, without_privilege);
	if (world_is_vm()) {
		c = tcase_create("wireless");
		tcase_set_timeout(c, 120);
		tcase_add_unchecked_fixture(c, NULL, leave_radio);
		tcase_add_checked_fixture(c, first_namespace, NULL);
		tcase_add_test(c, wireless_slave);
		suite_add_tcase(s, c);
	}
	return world_main(argv[0], s);
}
