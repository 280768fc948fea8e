/*
 * The rules of what is wrong with a bond: for each what it takes for it to speak, with
 * its evidence and its remedy; and, in the same rows, that all others are silent.
 */
#include <stdio.h>

#include "check/findings.h"
#include "support/scene.h"
#include "support/unit.h"

struct seen {
	struct snapshot s;
	struct findings found;
};

static void look(struct seen *seen, const char *const scene[])
{
	const struct link *slaves[16], *vlans[16], *bond, *l;
	struct check c = { .now = &seen->s,
		.around = &seen->s,
		.slaves = slaves,
		.vlans = vlans,
		.found = &seen->found };

	memset(seen, 0, sizeof(*seen));
	scene_read(&seen->s, scene);
	for (size_t i = 0; i < seen->s.n; i++)
		if (link_is_bond(&seen->s.links[i]))
			scene_settle(&seen->s.links[i].options);
	snapshot_sort(&seen->s);
	snapshot_name_links(&seen->s);
	c.bond = bond = snapshot_by_ifindex(&seen->s, 7);
	for (l = NULL; (l = snapshot_next_slave(&seen->s, 7, l));)
		slaves[c.n_slaves++] = l;
	for (size_t i = 0; i < seen->s.n; i++)
		if (link_is_vlan(&seen->s.links[i]) &&
			seen->s.links[i].lower == bond->ifindex)
			vlans[c.n_vlans++] = &seen->s.links[i];
	findings_check(&c);
	ck_assert(!seen->found.failed);
}

static void seen_free(struct seen *seen)
{
	findings_free(&seen->found);
	snapshot_free(&seen->s);
}

/* clang-format off */
#define SCENE_(...) { __VA_ARGS__, NULL }
#define TWO	    "2 eth0 up master 7", "3 eth1 up master 7"
#define AB	    "7 bond0 bond up mode 1 miimon 100 active_slave eth0"
#define AB_OF(more) SCENE_(AB " " more, TWO)
#define LACP	    "7 bond0 bond up mode 4 miimon 100 ad_aggregator 1 ad_num_ports 2"
#define PORT(n, name, agg, ours, theirs)                                                 \
	n " " name " up master 7 ad_aggregator_id " agg                                  \
	  " ad_actor_oper_port_state " ours " ad_partner_oper_port_state " theirs
#define PORT0	     PORT("2", "eth0", "1", "61", "61")
#define PORT1	     PORT("3", "eth1", "1", "61", "61")

static const struct {
	const char *scene[6];
	const char *found; /* "SEVERITY ID SLAVE" of each, with "; " between */
	const char *evidence, *remedy; /* of the first one */
} rows[] = {
	{ AB_OF(""), "", NULL, NULL },
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 7", TWO), "", NULL, NULL },
	{ SCENE_(LACP, PORT0, PORT1), "", NULL, NULL },
	{ SCENE_("7 bond0 bond mode 1 miimon 100", TWO), "warning bond-down",
		"the bond is set down, with 2 slaves", "bondnl set bond0 up" },
	{ SCENE_("7 bond0 bond up mode 1 miimon 100"), "critical no-slave",
		"the bond has 0 slaves: nothing can be sent", "bondnl add bond0 DEVICE" },
	{ SCENE_("7 bond0 bond mode 1 miimon 100"), "warning bond-down; note no-slave",
		"with 0 slaves", "bondnl set bond0 up" },
	{ SCENE_(AB, "2 eth0 up master 7"), "warning one-slave",
		"the bond has 1 slave, eth0", "bondnl add bond0 DEVICE" },
	{ SCENE_(AB, "2 eth0 up nocarrier master 7 mii_status 2", "3 eth1 master 7"),
		"critical no-usable-slave; warning slave-down eth1; "
		"warning slave-no-carrier eth0",
		"0 of 2 slaves can be used", "bondnl show bond0" },
	{ SCENE_("7 bond0 bond up mode 1", TWO), "warning no-link-monitor",
		"miimon is 0 and arp_interval is 0", "bondnl set bond0 miimon 100" },

	{ SCENE_(AB " primary eth1", TWO), "warning not-primary",
		"the active slave is eth0, and the primary eth1 is up (primary_reselect always)",
		"bondnl failover bond0 eth1" },
	{ SCENE_(AB " primary eth1 primary_reselect 2", TWO), "note not-primary",
		"primary_reselect failure", "bondnl failover bond0 eth1" },
	{ SCENE_(AB " primary eth0", TWO), "", NULL, NULL },
	{ SCENE_(AB " primary eth1", "2 eth0 up master 7",
		"3 eth1 up nocarrier master 7 mii_status 2 link_failure_count 4"),
		"warning slave-no-carrier eth1", "its link was lost 4 times",
		"ip -s link show eth1" },
	{ SCENE_(AB, "2 eth0 up master 7", "3 eth1 master 7"), "warning slave-down eth1",
		"eth1 is set down", "ip link set eth1 up" },
	{ SCENE_(AB, "2 eth0 up master 7", "3 eth1 up master 7 mii_status 2"),
		"warning slave-mii-down eth1", "eth1 has carrier, and its mii_status is down",
		"bondnl show -v bond0" },
	{ SCENE_(AB, "2 eth0 up master 7", "3 eth1 up master 7 mii_status 3"),
		"note slave-mii-down eth1", "going back", "bondnl show" },
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 7", "2 eth0 up master 7", "3 eth1 up master 7 mii_status 2"),
		"warning slave-mii-down eth1", "the ARP targets do not answer by it",
		"bondnl show" },

	{ SCENE_("7 bond0 bond up mode 1 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 7", "2 eth0 up master 7", "3 eth1 up master 7 mii_status 3"),
		"warning slave-mii-down eth1", "going back: the ARP targets do not answer",
		"bondnl show" },
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100", TWO), "warning arp-no-target",
		"arp_interval is 100 ms, and there are 0 targets", "arp_ip_target ADDRESS" },
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 9", TWO, "9 eth9 up"), "warning arp-target-route",
		"the route to the target 192.0.2.9 leads out by eth9",
		"ip route add 192.0.2.9/32 dev bond0" },
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 ns_ip6_target 2001:db8::9 "
		"way 2001:db8::9 0", TWO), "warning arp-target-route",
		"there is no route to the target 2001:db8::9",
		"ip -6 route add 2001:db8::9/128 dev bond0" },
	/* by a VLAN on the bond, by one on that, and by the bridge that the bond is in */
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 8", TWO, "8 v vlan up on 7"), "", NULL, NULL },
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 9", TWO, "8 v vlan up on 7", "9 w vlan up on 8"), "", NULL, NULL },
	{ SCENE_("7 bond0 bond up mode 0 master 9 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 9", TWO, "9 br0 bridge up"), "", NULL, NULL },
	/* of a target that is none any more */
	{ SCENE_("7 bond0 bond up mode 0 arp_interval 100 arp_ip_target 192.0.2.9 "
		"way 192.0.2.9 7 way 192.0.2.8 0", TWO), "", NULL, NULL },

	{ SCENE_(LACP " min_links 2", PORT0, "3 eth1 up nocarrier master 7 mii_status 2"),
		"critical below-min-links; warning slave-no-carrier eth1",
		"1 of 2 slaves can be used, and min_links is 2",
		"bondnl set bond0 min_links 1" },
	{ SCENE_(LACP " min_links 2", PORT0, PORT1), "", NULL, NULL },
	/* each port alone: the others are in no aggregator that is active */
	{ SCENE_(LACP, PORT("2", "eth0", "1", "69", "0"), PORT("3", "eth1", "2", "69", "0")),
		"critical lacp-no-partner", "0 of 2 slaves hear a partner",
		"bondnl show -v bond0" },
	{ SCENE_(LACP, PORT0, PORT("3", "eth1", "2", "69", "0")),
		"warning lacp-defaulted eth1", "eth1 hears no LACP partner (defaulted)",
		"bondnl show" },
	{ SCENE_(LACP, PORT0, PORT("3", "eth1", "1", "135", "61")),
		"warning lacp-expired eth1", "has fallen silent (expired): port state 0x87",
		"bondnl show" },
	{ SCENE_(LACP, PORT0, PORT("3", "eth1", "1", "61", "5")),
		"warning lacp-not-in-sync eth1", "the partner has not taken it in",
		"bondnl show" },
	{ SCENE_(LACP, PORT0, PORT("3", "eth1", "2", "61", "61")),
		"warning lacp-aggregators eth1",
		"eth1 is in aggregator 2, and 1 is active: 1 of 2 slaves carry nothing",
		"bondnl show" },
	{ SCENE_(LACP, PORT0, PORT1 " ad_churn_partner_state 1"),
		"warning lacp-churned eth1", "the partner did not come into sync",
		"bondnl show" },
	{ SCENE_(LACP, PORT0 " speed 1000", PORT1 " speed 100"), "warning lacp-speed eth1",
		"eth1 has 100 Mb/s, duplex full, and eth0 has 1000 Mb/s",
		"bondnl remove bond0 eth1" },
	{ SCENE_(LACP, PORT0 " speed 1000", PORT1 " speed 1000 half"),
		"warning lacp-speed eth1; warning lacp-off eth1",
		"duplex half", "bondnl remove" },
	{ SCENE_(LACP, PORT0 " speed 1000 half", PORT1 " speed 1000 half"),
		"warning lacp-off eth0; warning lacp-off eth1", "eth0 has duplex half: LACP is off",
		"ethtool -s eth0 duplex full" },
	{ SCENE_(LACP, PORT0 " speed 1000", PORT1 " speed 1000"), "", NULL, NULL },
	{ SCENE_(LACP, PORT("2", "eth0", "1", "61", "63"), PORT1), "note lacp-rate eth0",
		"lacp_rate is slow here, and fast at the partner of eth0",
		"bondnl set bond0 lacp_rate fast --disrupt" },
	{ SCENE_(LACP " lacp_rate 1", PORT("2", "eth0", "1", "63", "63"),
		PORT("3", "eth1", "1", "63", "63")), "", NULL, NULL },

	{ SCENE_(AB, "2 eth0 up master 7", "3 eth1 up mtu 1400 master 7"),
		"warning slave-mtu eth1", "eth1 has mtu 1400, and the bond 1500",
		"ip link set eth1 mtu 1500" },
	{ SCENE_(AB " mtu 1500 master 9", TWO, "9 br0 bridge up mtu 9000"), "warning bridge-mtu",
		"the bridge br0 has mtu 9000, and the bond 1500", "ip link set br0 mtu 1500" },
	{ SCENE_(AB " mtu 1500 master 9", TWO, "9 br0 bridge up mtu 1400"), "", NULL, NULL },
	{ SCENE_(AB " mtu 1500 master 9", TWO, "9 t dummy up mtu 65535"), "", NULL, NULL },
	{ SCENE_(AB " mtu 1500", TWO, "8 v vlan up on 7 mtu 1400"), "note vlan-mtu",
		"the VLAN v has mtu 1400, and the bond 1500", "ip link set v mtu 1500" },
	{ SCENE_(AB, "2 eth0 up master 7", "3 eth1 up mac 02:00:00:00:00:99 master 7"),
		"warning slave-mac eth1",
		"has the MAC 02:00:00:00:00:99, and in this mode should have 02:00:00:00:00:02",
		"ip link set eth1 address 02:00:00:00:00:02" },
	{ SCENE_(AB " fail_over_mac 1", "2 eth0 up master 7",
		"3 eth1 up master 7 perm_hwaddr 02:00:00:00:00:44"), "warning slave-mac eth1",
		"its own", "ip link set eth1 address 02:00:00:00:00:44" },
	{ SCENE_(AB " fail_over_mac 1", TWO), "", NULL, NULL },
	{ SCENE_("7 bond0 bond up mode 6 miimon 100", TWO), "", NULL, NULL },
	{ SCENE_(AB, "2 eth0 up master 7",
		"3 eth1 up master 7 perm_hwaddr 02:00:00:00:00:02"),
		"warning same-permanent-mac eth1",
		"eth0 and eth1 both have the MAC 02:00:00:00:00:02",
		"bondnl remove bond0 eth1 && ip link set eth1 address MAC && "
		"bondnl add bond0 eth1" },
	{ SCENE_(AB " addr 192.0.2.1/24", "2 eth0 up master 7",
		"3 eth1 up master 7 addr 192.0.2.7/24"), "warning slave-address eth1",
		"eth1 has the address 192.0.2.7/24", "ip addr del 192.0.2.7/24 dev eth1" },
	{ SCENE_(AB " addr 198.51.100.1/24", "2 eth0 up master 7",
		"3 eth1 up master 7 addr 192.0.2.7/24"), "warning slave-address eth1",
		"eth1 has the address 192.0.2.7/24",
		"ip addr add 192.0.2.7/24 dev bond0 && ip addr del 192.0.2.7/24 dev eth1" },
	{ SCENE_(AB, "2 eth0 up master 7", "3 eth1 up master 7 route default via 192.0.2.9"),
		"warning slave-route eth1", "default via 192.0.2.9",
		"ip route replace default via 192.0.2.9 dev bond0" },
	{ SCENE_(AB, "2 eth0 up master 7", "3 wlan0 up wireless master 7"),
		"warning wireless-mac wlan0", "wlan0 is wireless",
		"bondnl set bond0 fail_over_mac active --disrupt" },
	{ SCENE_("7 bond0 bond up mode 0 miimon 100", "2 eth0 up master 7",
		"3 wlan0 up wireless master 7"), "warning wireless-mac wlan0", "wlan0",
		"bondnl set bond0 mode active-backup fail_over_mac active --disrupt" },
	{ SCENE_(AB " fail_over_mac 1", "2 eth0 up master 7",
		"3 wlan0 up wireless master 7"), "", NULL, NULL },
	{ SCENE_(AB " duplicate 2001:db8::1/64", TWO), "warning address-duplicate",
		"another host has the address 2001:db8::1/64",
		"ip addr del 2001:db8::1/64 dev bond0" },
	{ SCENE_(AB " tentative 2001:db8::1/64", TWO), "note address-tentative",
		"the address 2001:db8::1/64 is tentative", "ip -6 addr show dev bond0 tentative" },
	{ SCENE_(AB " min_links 2", TWO), "note option-ignored",
		"min_links is 2, which does nothing in mode active-backup",
		"bondnl set bond0 min_links 0" },
	{ SCENE_("7 bond0 bond up mode 0 miimon 100 ad_select 1", TWO),
		"note option-ignored", "ad_select is bandwidth",
		"bondnl set bond0 ad_select stable --disrupt" },
	/* names that a shell would take for something else */
	{ SCENE_("7 b;ond'0 bond mode 1 miimon 100", TWO), "warning bond-down", "set down",
		"bondnl set 'b;ond'\\''0' up" },
};
/* clang-format on */

START_TEST(test_rule)
{
	_cleanup_text_ struct text t = { 0 };
	struct seen seen;

	look(&seen, rows[_i].scene);
	for (size_t i = 0; i < seen.found.n; i++) {
		const struct finding *f = &seen.found.items[i];

		text_add(&t, "%s%s %s%s%s", i ? "; " : "",
			bondnl_severity_name(f->severity), f->rule->id,
			f->slave[0] ? " " : "", f->slave);
		ck_assert_str_ne(text_str(&f->evidence), "");
		ck_assert_str_ne(text_str(&f->remedy), "");
		/* the table tells the worst of each */
		ck_assert_int_le(f->severity, f->rule->severity);
	}
	ck_assert_str_eq(text_str(&t), rows[_i].found);
	if (rows[_i].evidence) {
		ck_assert_part(
			text_str(&seen.found.items[0].evidence), rows[_i].evidence);
		ck_assert_part(text_str(&seen.found.items[0].remedy), rows[_i].remedy);
	}
	seen_free(&seen);
}
END_TEST

/* No rule without a row that makes it speak; ids are plain words, and none is twice. */
START_TEST(test_each_rule)
{
	const struct finding_rule *r;

	for (size_t n = 0; (r = findings_rule(n)); n++) {
		bool spoke = false;
		char word[64];

		snprintf(word, sizeof(word), " %s", r->id);
		for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
			spoke |= strstr(rows[i].found, word) != NULL;
		ck_assert_msg(spoke, "%s has no row", r->id);
		ck_assert_uint_eq(
			strspn(r->id, "abcdefghijklmnopqrstuvwxyz-"), strlen(r->id));
		ck_assert(r->help[0] && r->modes);
		for (size_t i = 0; i < n; i++)
			ck_assert_str_ne(findings_rule(i)->id, r->id);
	}
}
END_TEST

/* A mode of a newer kernel: what is known of all modes is said, and no more. */
START_TEST(test_new_mode)
{
	static const char *const scene[] = { "7 bond0 bond up miimon 100 min_links 2",
		"2 eth0 up master 7", NULL };
	struct seen seen;

	look(&seen, scene);
	findings_free(&seen.found);
	optset_put_number(&snapshot_by_ifindex(&seen.s, 7)->options, BONDNL_OPT_MODE, 9);
	{
		const struct link *slave = snapshot_by_ifindex(&seen.s, 2);
		struct check c = { .now = &seen.s,
			.around = &seen.s,
			.bond = snapshot_by_ifindex(&seen.s, 7),
			.slaves = &slave,
			.n_slaves = 1,
			.found = &seen.found };

		findings_check(&c);
	}
	ck_assert_uint_eq(seen.found.n, 1);
	ck_assert_str_eq(seen.found.items[0].rule->id, "one-slave");
	seen_free(&seen);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("findings");

	unit_rows(s, "rule", test_rule, ARRAY_SIZE(rows));
	unit_one(s, "each rule", test_each_rule);
	unit_one(s, "new mode", test_new_mode);
	return unit_run(s);
}
