/*
 * The option table against what is not ours: the system's headers, and the driver's own
 * tables as of Linux 6.1 (bond_opts[], bond_policy[] and the names of values). It never
 * asks a kernel, and nothing in it was copied from the table.
 */
#include <linux/if_link.h>

#include "option/value.h"
#include "support/unit.h"

static const struct option *row(int i)
{
	return option_get((enum bondnl_option)i);
}

static bool is_number(const struct option *o)
{
	return o->type != OPTION_IP4_LIST && o->type != OPTION_IP6_LIST &&
		o->type != OPTION_MAC && o->type != OPTION_LINK;
}

/* ---------------------------------------------------------------- against the headers */

/*
 * The kernel's name of each number, and the row that must have it. The last ones may be
 * missing in old headers, and are written as numbers there (linux 6.17, 7.2).
 */
/* clang-format off */
static const struct {
	unsigned attr;
	enum option_level level;
	const char *name;
} attrs[] = {
	{ IFLA_BOND_MODE, OPTION_BOND, "mode" },
	{ IFLA_BOND_ACTIVE_SLAVE, OPTION_BOND, "active_slave" },
	{ IFLA_BOND_MIIMON, OPTION_BOND, "miimon" },
	{ IFLA_BOND_UPDELAY, OPTION_BOND, "updelay" },
	{ IFLA_BOND_DOWNDELAY, OPTION_BOND, "downdelay" },
	{ IFLA_BOND_USE_CARRIER, OPTION_BOND, "use_carrier" },
	{ IFLA_BOND_ARP_INTERVAL, OPTION_BOND, "arp_interval" },
	{ IFLA_BOND_ARP_IP_TARGET, OPTION_BOND, "arp_ip_target" },
	{ IFLA_BOND_ARP_VALIDATE, OPTION_BOND, "arp_validate" },
	{ IFLA_BOND_ARP_ALL_TARGETS, OPTION_BOND, "arp_all_targets" },
	{ IFLA_BOND_PRIMARY, OPTION_BOND, "primary" },
	{ IFLA_BOND_PRIMARY_RESELECT, OPTION_BOND, "primary_reselect" },
	{ IFLA_BOND_FAIL_OVER_MAC, OPTION_BOND, "fail_over_mac" },
	{ IFLA_BOND_XMIT_HASH_POLICY, OPTION_BOND, "xmit_hash_policy" },
	{ IFLA_BOND_RESEND_IGMP, OPTION_BOND, "resend_igmp" },
	{ IFLA_BOND_NUM_PEER_NOTIF, OPTION_BOND, "num_grat_arp" },
	{ IFLA_BOND_NUM_PEER_NOTIF, OPTION_BOND, "num_unsol_na" },
	{ IFLA_BOND_NUM_PEER_NOTIF, OPTION_BOND, "num_peer_notif" },
	{ IFLA_BOND_ALL_SLAVES_ACTIVE, OPTION_BOND, "all_slaves_active" },
	{ IFLA_BOND_MIN_LINKS, OPTION_BOND, "min_links" },
	{ IFLA_BOND_LP_INTERVAL, OPTION_BOND, "lp_interval" },
	{ IFLA_BOND_PACKETS_PER_SLAVE, OPTION_BOND, "packets_per_slave" },
	{ IFLA_BOND_AD_LACP_RATE, OPTION_BOND, "lacp_rate" },
	{ IFLA_BOND_AD_SELECT, OPTION_BOND, "ad_select" },
	{ IFLA_BOND_AD_ACTOR_SYS_PRIO, OPTION_BOND, "ad_actor_sys_prio" },
	{ IFLA_BOND_AD_USER_PORT_KEY, OPTION_BOND, "ad_user_port_key" },
	{ IFLA_BOND_AD_ACTOR_SYSTEM, OPTION_BOND, "ad_actor_system" },
	{ IFLA_BOND_TLB_DYNAMIC_LB, OPTION_BOND, "tlb_dynamic_lb" },
	{ IFLA_BOND_PEER_NOTIF_DELAY, OPTION_BOND, "peer_notif_delay" },
	{ IFLA_BOND_PEER_NOTIF_DELAY, OPTION_BOND, "peer_notify_delay" },
	{ IFLA_BOND_AD_LACP_ACTIVE, OPTION_BOND, "lacp_active" },
	{ IFLA_BOND_MISSED_MAX, OPTION_BOND, "arp_missed_max" },
	{ IFLA_BOND_NS_IP6_TARGET, OPTION_BOND, "ns_ip6_target" },
	{ 32, OPTION_BOND, "coupled_control" },
	{ 33, OPTION_BOND, "broadcast_neighbor" },
	{ 34, OPTION_BOND, "lacp_strict" },
	{ IFLA_BOND_SLAVE_STATE, OPTION_SLAVE, "state" },
	{ IFLA_BOND_SLAVE_MII_STATUS, OPTION_SLAVE, "mii_status" },
	{ IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, OPTION_SLAVE, "link_failure_count" },
	{ IFLA_BOND_SLAVE_PERM_HWADDR, OPTION_SLAVE, "perm_hwaddr" },
	{ IFLA_BOND_SLAVE_QUEUE_ID, OPTION_SLAVE, "queue_id" },
	{ IFLA_BOND_SLAVE_AD_AGGREGATOR_ID, OPTION_SLAVE, "ad_aggregator_id" },
	{ IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE, OPTION_SLAVE,
		"ad_actor_oper_port_state" },
	{ IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE, OPTION_SLAVE,
		"ad_partner_oper_port_state" },
	{ IFLA_BOND_SLAVE_PRIO, OPTION_SLAVE, "prio" },
	{ 10, OPTION_SLAVE, "actor_port_prio" },
	{ 11, OPTION_SLAVE, "ad_churn_actor_state" },
	{ 12, OPTION_SLAVE, "ad_churn_partner_state" },
	{ IFLA_BOND_AD_INFO_AGGREGATOR, OPTION_AD_INFO, "ad_aggregator" },
	{ IFLA_BOND_AD_INFO_NUM_PORTS, OPTION_AD_INFO, "ad_num_ports" },
	{ IFLA_BOND_AD_INFO_ACTOR_KEY, OPTION_AD_INFO, "ad_actor_key" },
	{ IFLA_BOND_AD_INFO_PARTNER_KEY, OPTION_AD_INFO, "ad_partner_key" },
	{ IFLA_BOND_AD_INFO_PARTNER_MAC, OPTION_AD_INFO, "ad_partner_mac" },
};
/* clang-format on */

START_TEST(test_attr_is_kernels)
{
	const struct option *o = option_find(attrs[_i].level, attrs[_i].name);

	ck_assert_msg(o != NULL, "%s has no row", attrs[_i].name);
	ck_assert_uint_eq(o->attr, attrs[_i].attr);
}
END_TEST

START_TEST(test_every_attr_is_checked)
{
	bool checked = false;

	for (size_t i = 0; i < ARRAY_SIZE(attrs); i++)
		checked |= str_eq(attrs[i].name, row(_i)->name) &&
			attrs[i].level == row(_i)->level;
	ck_assert_msg(checked, "%s is in no row of this test", row(_i)->name);
}
END_TEST

/* Every number of the bond up to the last one has a row, but for the nest of AD_INFO. */
START_TEST(test_no_attr_is_forgotten)
{
	for (unsigned attr = 1; attr <= 34; attr++)
		ck_assert_msg(
			attr == IFLA_BOND_AD_INFO || option_by_attr(OPTION_BOND, attr),
			"no row for attribute %u", attr);
	for (unsigned attr = 1; attr <= 12; attr++)
		ck_assert_msg(option_by_attr(OPTION_SLAVE, attr) != NULL,
			"no row for attribute %u of a slave", attr);
	ck_assert_ptr_null(option_by_attr(OPTION_BOND, IFLA_BOND_AD_INFO));
}
END_TEST

/* --------------------------------------- the driver: bond_opts[], bond_policy[] (6.1) */

#define OF(...)                                                                          \
	(const char *const[])                                                            \
	{                                                                                \
		__VA_ARGS__, NULL                                                        \
	}

static bool holds(const char *const list[], const char *name)
{
	for (; *list; list++)
		if (str_eq(*list, name))
			return true;
	return false;
}

/* What the driver's own table says of an option, by one of its columns. */
/* clang-format off */
static const struct {
	const char *what;
	unsigned flag;
	const char *const *names;
} columns[] = {
	{ "the bond must be down", OPTION_NEEDS_DOWN,
		OF("mode", "lacp_rate", "ad_select", "ad_user_port_key", "tlb_dynamic_lb",
			"lacp_active", "coupled_control") },
	{ "the bond must be empty", OPTION_NEEDS_EMPTY, OF("mode", "fail_over_mac") },
	{ "kept as a multiple of miimon", OPTION_NEEDS_MIIMON,
		OF("updelay", "downdelay", "peer_notif_delay") },
	{ "only to CAP_NET_ADMIN", OPTION_PRIVILEGED,
		OF("ad_actor_sys_prio", "ad_user_port_key", "ad_actor_system") },
	{ "needs its slaves", OPTION_LATE, OF("active_slave") },
};
/* clang-format on */

START_TEST(test_driver_flags)
{
	for (int i = 0; i < BONDNL_OPT_COUNT_; i++)
		if (row(i)->level == OPTION_BOND)
			ck_assert_msg(!(row(i)->flags & columns[_i].flag) ==
					!holds(columns[_i].names, row(i)->name),
				"%s: %s", row(i)->name, columns[_i].what);
}
END_TEST

/* clang-format off */
static const struct {
	const char *name;
	const char *modes; /* numbers */
} in_modes[] = {
	{ "active_slave", "156" },
	{ "arp_interval", "0123" },
	{ "arp_validate", "0123" },
	{ "arp_missed_max", "0123" },
	{ "primary", "156" },
	{ "packets_per_slave", "0" },
	{ "lacp_rate", "4" },
	{ "lacp_active", "4" },
	{ "ad_actor_sys_prio", "4" },
	{ "ad_user_port_key", "4" },
	{ "ad_actor_system", "4" },
	{ "tlb_dynamic_lb", "56" },
	{ "coupled_control", "4" },
	{ "broadcast_neighbor", "4" },
	{ "lacp_strict", "4" },
	{ "prio", "156" },
	{ "actor_port_prio", "4" },
};
/* clang-format on */

START_TEST(test_driver_modes)
{
	const struct option *o = row(_i);
	const char *modes = "0123456";

	if (!option_settable(o))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(in_modes); i++)
		if (str_eq(in_modes[i].name, o->name))
			modes = in_modes[i].modes;
	for (char m = '0'; m <= '6'; m++) {
		char mode[2] = { m, 0 };

		ck_assert_msg(!(o->modes & MODE(m - '0')) == !strchr(modes, m),
			"%s in mode %c", o->name, m);
		ck_assert_int_eq(
			bondnl_option_in_mode(o->id, mode), strchr(modes, m) != NULL);
	}
}
END_TEST

/* bond_netlink.c, bond_policy[] and bond_slave_policy[]; what is not named is u32. */
/* clang-format off */
static const struct {
	enum option_type type;
	const char *const *names;
} widths[] = {
	{ OPTION_U8,
		OF("mode", "use_carrier", "primary_reselect", "fail_over_mac",
			"xmit_hash_policy", "num_peer_notif", "all_slaves_active",
			"lacp_rate",
			"ad_select", "tlb_dynamic_lb", "lacp_active", "arp_missed_max",
			"coupled_control", "broadcast_neighbor", "lacp_strict") },
	{ OPTION_U16,
		OF("ad_actor_sys_prio", "ad_user_port_key", "queue_id",
		"actor_port_prio") },
	{ OPTION_U32,
		OF("miimon", "updelay", "downdelay", "peer_notif_delay", "arp_interval",
			"arp_validate", "arp_all_targets", "resend_igmp", "min_links",
			"lp_interval", "packets_per_slave") },
	{ OPTION_S32, OF("prio") },
	{ OPTION_MAC, OF("ad_actor_system") },
	{ OPTION_LINK, OF("active_slave", "primary") },
	{ OPTION_IP4_LIST, OF("arp_ip_target") },
	{ OPTION_IP6_LIST, OF("ns_ip6_target") },
};
/* clang-format on */

START_TEST(test_driver_width)
{
	const struct option *o = row(_i);
	bool found = false;

	if (!option_settable(o))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		if (!holds(widths[i].names, o->name))
			continue;
		found = true;
		ck_assert_msg(o->type == widths[i].type, "%s has another width", o->name);
	}
	ck_assert_msg(found, "%s is in no row of this test", o->name);
}
END_TEST

/* clang-format off */
static const struct {
	const char *name;
	int64_t min, max;
} ranges[] = {
	{ "miimon", 0, INT32_MAX },
	{ "updelay", 0, INT32_MAX },
	{ "downdelay", 0, INT32_MAX },
	{ "peer_notif_delay", 0, 300000 },
	{ "arp_interval", 0, INT32_MAX },
	{ "arp_missed_max", 1, 255 },
	{ "resend_igmp", 0, 255 },
	{ "num_peer_notif", 0, 255 },
	{ "min_links", 0, INT32_MAX },
	{ "lp_interval", 1, INT32_MAX },
	{ "packets_per_slave", 0, 65535 },
	{ "ad_actor_sys_prio", 1, 65535 },
	{ "ad_user_port_key", 0, 1023 },
	{ "queue_id", 0, 65535 },
	{ "prio", INT32_MIN, INT32_MAX },
	{ "actor_port_prio", 0, 65535 },
};
/* clang-format on */

START_TEST(test_driver_range)
{
	const struct option *o = row(_i);

	if (!option_settable(o) || !is_number(o) || o->names)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		if (!str_eq(ranges[i].name, o->name))
			continue;
		ck_assert_int_eq(o->min, ranges[i].min);
		ck_assert_int_eq(o->max, ranges[i].max);
		return;
	}
	ck_abort_msg("%s is in no row of this test", o->name);
}
END_TEST

/* The driver's value tables, as bonding.rst and `ip link` spell them. */
/* clang-format off */
static const struct {
	const char *name, *value;
	int64_t number;
} values[] = {
	{ "mode", "balance-rr", 0 },
	{ "mode", "active-backup", 1 },
	{ "mode", "balance-xor", 2 },
	{ "mode", "broadcast", 3 },
	{ "mode", "802.3ad", 4 },
	{ "mode", "balance-tlb", 5 },
	{ "mode", "balance-alb", 6 },
	{ "arp_validate", "none", 0 },
	{ "arp_validate", "active", 1 },
	{ "arp_validate", "backup", 2 },
	{ "arp_validate", "all", 3 },
	{ "arp_validate", "filter", 4 },
	{ "arp_validate", "filter_active", 5 },
	{ "arp_validate", "filter_backup", 6 },
	{ "arp_all_targets", "any", 0 },
	{ "arp_all_targets", "all", 1 },
	{ "primary_reselect", "always", 0 },
	{ "primary_reselect", "better", 1 },
	{ "primary_reselect", "failure", 2 },
	{ "fail_over_mac", "none", 0 },
	{ "fail_over_mac", "active", 1 },
	{ "fail_over_mac", "follow", 2 },
	{ "xmit_hash_policy", "layer2", 0 },
	{ "xmit_hash_policy", "layer3+4", 1 },
	{ "xmit_hash_policy", "layer2+3", 2 },
	{ "xmit_hash_policy", "encap2+3", 3 },
	{ "xmit_hash_policy", "encap3+4", 4 },
	{ "xmit_hash_policy", "vlan+srcmac", 5 },
	{ "lacp_rate", "slow", 0 },
	{ "lacp_rate", "fast", 1 },
	{ "ad_select", "stable", 0 },
	{ "ad_select", "bandwidth", 1 },
	{ "ad_select", "count", 2 },
	{ "ad_select", "actor_port_prio", 3 },
	{ "use_carrier", "off", 0 },
	{ "use_carrier", "on", 1 },
	{ "all_slaves_active", "on", 1 },
	{ "lacp_active", "on", 1 },
	{ "tlb_dynamic_lb", "on", 1 },
	{ "coupled_control", "on", 1 },
	{ "broadcast_neighbor", "on", 1 },
	{ "lacp_strict", "on", 1 },
};
/* clang-format on */

START_TEST(test_driver_values)
{
	const struct option *o = option_find(OPTION_BOND, values[_i].name);
	struct value v;

	ck_assert_ptr_nonnull(o);
	ck_assert_int_eq(value_parse(o, values[_i].value, &v, NULL), 0);
	ck_assert_int_eq(v.number, values[_i].number);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("driver");

	unit_rows(s, "attr is the kernel's", test_attr_is_kernels, ARRAY_SIZE(attrs));
	unit_rows(s, "every attr is checked", test_every_attr_is_checked,
		BONDNL_OPT_COUNT_);
	unit_one(s, "no attr is forgotten", test_no_attr_is_forgotten);
	unit_rows(s, "driver flags", test_driver_flags, ARRAY_SIZE(columns));
	unit_rows(s, "driver modes", test_driver_modes, BONDNL_OPT_COUNT_);
	unit_rows(s, "driver width", test_driver_width, BONDNL_OPT_COUNT_);
	unit_rows(s, "driver range", test_driver_range, BONDNL_OPT_COUNT_);
	unit_rows(s, "driver values", test_driver_values, ARRAY_SIZE(values));
	return unit_run(s);
}
