/*
 * The option table, see option.h. Facts only: to add an option, add its id to the end
 * of enum bondnl_option and a row here. It never acts on what a row says.
 *
 * Sources: the driver's bond_opts[] (drivers/net/bonding/bond_options.c) for modes,
 * ranges and needs, bond_policy[] (bond_netlink.c) for types. Numbers that the
 * system's headers may lack are our own: the headers' are enum members, which the
 * preprocessor cannot see.
 */
#include <stdlib.h>
#include <string.h>

#include "option/option.h"
#include "str.h"

#define INT_MAX_ 2147483647

/* clang-format off */

static const struct option_name mode_names[] = {
	{ "balance-rr", 0 }, { "active-backup", 1 }, { "balance-xor", 2 }, { "broadcast", 3 },
	{ "802.3ad", 4 }, { "balance-tlb", 5 }, { "balance-alb", 6 }, { NULL, 0 },
};
static const struct option_name off_on[] = { { "off", 0 }, { "on", 1 }, { NULL, 0 } };
static const struct option_name arp_validate_names[] = {
	{ "none", 0 }, { "active", 1 }, { "backup", 2 }, { "all", 3 }, { "filter", 4 },
	{ "filter_active", 5 }, { "filter_backup", 6 }, { NULL, 0 },
};
static const struct option_name any_all[] = { { "any", 0 }, { "all", 1 }, { NULL, 0 } };
static const struct option_name reselect_names[] = {
	{ "always", 0 }, { "better", 1 }, { "failure", 2 }, { NULL, 0 },
};
static const struct option_name fail_over_mac_names[] = {
	{ "none", 0 }, { "active", 1 }, { "follow", 2 }, { NULL, 0 },
};
static const struct option_name hash_names[] = {
	{ "layer2", 0 }, { "layer3+4", 1 }, { "layer2+3", 2 }, { "encap2+3", 3 },
	{ "encap3+4", 4 }, { "vlan+srcmac", 5 }, { NULL, 0 },
};
static const struct option_name lacp_rate_names[] = { { "slow", 0 }, { "fast", 1 }, { NULL, 0 } };
static const struct option_name ad_select_names[] = {
	{ "stable", 0 }, { "bandwidth", 1 }, { "count", 2 }, { "actor_port_prio", 3 }, { NULL, 0 },
};
static const struct option_name state_names[] = { { "active", 0 }, { "backup", 1 }, { NULL, 0 } };
static const struct option_name mii_names[] = {
	{ "up", 0 }, { "going down", 1 }, { "down", 2 }, { "going back", 3 }, { NULL, 0 },
};
static const struct option_name churn_names[] = {
	{ "monitoring", 0 }, { "churned", 1 }, { "none", 2 }, { NULL, 0 },
};
/* include/uapi/linux/if_bonding.h, LACP_STATE_* */
static const struct option_name port_state_names[] = {
	{ "active", 0x01 }, { "short_timeout", 0x02 }, { "aggregating", 0x04 },
	{ "in_sync", 0x08 }, { "collecting", 0x10 }, { "distributing", 0x20 },
	{ "defaulted", 0x40 }, { "expired", 0x80 }, { NULL, 0 },
};

#define BOND(id_, attr_, name_)  .id = BONDNL_OPT_##id_, .level = OPTION_BOND, .attr = attr_, .name = name_
#define SLAVE(id_, attr_, name_) .id = BONDNL_OPT_SLAVE_##id_, .level = OPTION_SLAVE, .attr = attr_, .name = name_
#define INFO(id_, attr_, name_)  .id = BONDNL_OPT_AD_##id_, .level = OPTION_AD_INFO, .attr = attr_, .name = name_, .flags = OPTION_READ_ONLY
#define RANGE(lo, hi)            .min = (lo), .max = (hi)
#define NAMES(list)              .names = list, .min = 0, .max = (int64_t)ARRAY_SIZE(list) - 2

const struct option option_rows[BONDNL_OPT_COUNT_] = {
	[BONDNL_OPT_MODE] = { BOND(MODE, 1, "mode"), .type = OPTION_U8, NAMES(mode_names),
		.modes = MODES_ALL, .flags = OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY,
		.help = "how the slaves share the traffic" },
	[BONDNL_OPT_ACTIVE_SLAVE] = { BOND(ACTIVE_SLAVE, 2, "active_slave"), .type = OPTION_LINK,
		.modes = MODES_PRIMARY, .flags = OPTION_LATE,
		.help = "the slave that carries the traffic now" },
	[BONDNL_OPT_MIIMON] = { BOND(MIIMON, 3, "miimon"), .type = OPTION_U32, RANGE(0, INT_MAX_),
		.modes = MODES_ALL, .flags = OPTION_MONITOR, .unit = "ms",
		.help = "how often the carrier of each slave is looked at; 0 never" },
	[BONDNL_OPT_UPDELAY] = { BOND(UPDELAY, 4, "updelay"), .type = OPTION_U32, RANGE(0, INT_MAX_),
		.modes = MODES_ALL, .flags = OPTION_MONITOR | OPTION_NEEDS_MIIMON, .unit = "ms",
		.help = "how long a link must be up before it is used" },
	[BONDNL_OPT_DOWNDELAY] = { BOND(DOWNDELAY, 5, "downdelay"), .type = OPTION_U32, RANGE(0, INT_MAX_),
		.modes = MODES_ALL, .flags = OPTION_MONITOR | OPTION_NEEDS_MIIMON, .unit = "ms",
		.help = "how long a link must be down before it is given up" },
	[BONDNL_OPT_PEER_NOTIF_DELAY] = { BOND(PEER_NOTIF_DELAY, 28, "peer_notif_delay"),
		.aliases = { "peer_notify_delay" }, .type = OPTION_U32, RANGE(0, 300000),
		.modes = MODES_ALL, .flags = OPTION_MONITOR | OPTION_NEEDS_MIIMON, .unit = "ms",
		.help = "the pause between peer notifications after a failover" },
	[BONDNL_OPT_USE_CARRIER] = { BOND(USE_CARRIER, 6, "use_carrier"), .type = OPTION_U8, NAMES(off_on),
		.initial = 1, .modes = MODES_ALL, .flags = OPTION_MONITOR,
		.help = "ask the driver for its carrier state, rather than by MII or ethtool" },
	[BONDNL_OPT_ARP_INTERVAL] = { BOND(ARP_INTERVAL, 7, "arp_interval"), .type = OPTION_U32, RANGE(0, INT_MAX_),
		.modes = MODES_ARP, .flags = OPTION_MONITOR, .unit = "ms",
		.help = "how often the ARP and NS targets are asked; 0 never" },
	[BONDNL_OPT_ARP_IP_TARGET] = { BOND(ARP_IP_TARGET, 8, "arp_ip_target"), .type = OPTION_IP4_LIST,
		.modes = MODES_ALL, .flags = OPTION_MONITOR,
		.help = "up to 16 IPv4 hosts that ARP monitoring asks" },
	[BONDNL_OPT_NS_IP6_TARGET] = { BOND(NS_IP6_TARGET, 31, "ns_ip6_target"), .type = OPTION_IP6_LIST,
		.modes = MODES_ALL, .flags = OPTION_MONITOR,
		.help = "up to 16 IPv6 hosts that ARP monitoring asks" },
	[BONDNL_OPT_ARP_VALIDATE] = { BOND(ARP_VALIDATE, 9, "arp_validate"), .type = OPTION_U32, NAMES(arp_validate_names),
		.modes = MODES_ARP, .flags = OPTION_MONITOR,
		.help = "which slaves' ARP traffic is checked to be from the targets" },
	[BONDNL_OPT_ARP_ALL_TARGETS] = { BOND(ARP_ALL_TARGETS, 10, "arp_all_targets"), .type = OPTION_U32, NAMES(any_all),
		.modes = MODES_ALL, .flags = OPTION_MONITOR,
		.help = "whether any or all targets must answer" },
	[BONDNL_OPT_ARP_MISSED_MAX] = { BOND(ARP_MISSED_MAX, 30, "arp_missed_max"), .aliases = { "missed_max" },
		.type = OPTION_U8, RANGE(1, 255), .initial = 2, .modes = MODES_ARP, .flags = OPTION_MONITOR,
		.help = "how many ARP checks may be missed before a slave is down" },
	[BONDNL_OPT_PRIMARY] = { BOND(PRIMARY, 11, "primary"), .type = OPTION_LINK, .modes = MODES_PRIMARY,
		.help = "the slave to prefer whenever it is usable" },
	/* read in bond_main.c, bond_choose_primary_or_current() */
	[BONDNL_OPT_PRIMARY_RESELECT] = { BOND(PRIMARY_RESELECT, 12, "primary_reselect"), .type = OPTION_U8,
		NAMES(reselect_names), .modes = MODES_ALL, .used = MODES_PRIMARY,
		.help = "when a primary that came back takes over again" },
	/* read in bond_main.c, bond_enslave(), bond_do_fail_over_mac() */
	[BONDNL_OPT_FAIL_OVER_MAC] = { BOND(FAIL_OVER_MAC, 13, "fail_over_mac"), .type = OPTION_U8,
		NAMES(fail_over_mac_names), .modes = MODES_ALL, .used = MODE(1), .flags = OPTION_NEEDS_EMPTY,
		.help = "in active-backup: one MAC for all, or that of the active slave" },
	/* read in bond_main.c, bond_xmit_hash(); bond_alb.c, tlb without tlb_dynamic_lb */
	[BONDNL_OPT_XMIT_HASH_POLICY] = { BOND(XMIT_HASH_POLICY, 14, "xmit_hash_policy"), .type = OPTION_U8,
		NAMES(hash_names), .modes = MODES_ALL, .used = MODE(2) | MODES_LACP | MODES_TLB,
		.help = "what of a packet chooses the slave: xor, 802.3ad, tlb" },
	/* read in bond_main.c, bond_change_active_slave() */
	[BONDNL_OPT_RESEND_IGMP] = { BOND(RESEND_IGMP, 15, "resend_igmp"), .type = OPTION_U32, RANGE(0, 255),
		.initial = 1, .modes = MODES_ALL, .used = MODE(0) | MODES_PRIMARY,
		.help = "IGMP reports sent after a failover" },
	[BONDNL_OPT_NUM_PEER_NOTIF] = { BOND(NUM_PEER_NOTIF, 16, "num_peer_notif"),
		.aliases = { "num_grat_arp", "num_unsol_na" }, .type = OPTION_U8, RANGE(0, 255),
		.initial = 1, .modes = MODES_ALL, .help = "gratuitous ARPs and NAs sent after a failover" },
	[BONDNL_OPT_ALL_SLAVES_ACTIVE] = { BOND(ALL_SLAVES_ACTIVE, 17, "all_slaves_active"), .type = OPTION_U8,
		NAMES(off_on), .modes = MODES_ALL,
		.help = "take in what arrives on backup slaves, too" },
	/* read in bond_3ad.c, bond_3ad_set_carrier() */
	[BONDNL_OPT_MIN_LINKS] = { BOND(MIN_LINKS, 18, "min_links"), .type = OPTION_U32, RANGE(0, INT_MAX_),
		.modes = MODES_ALL, .used = MODES_LACP,
		.help = "usable slaves that an 802.3ad bond needs to have carrier" },
	/* read in bond_alb.c, bond_alb_monitor() */
	[BONDNL_OPT_LP_INTERVAL] = { BOND(LP_INTERVAL, 19, "lp_interval"), .type = OPTION_U32, RANGE(1, INT_MAX_),
		.initial = 1, .modes = MODES_ALL, .used = MODES_TLB, .unit = "s",
		.help = "pause between learning packets to the switches" },
	[BONDNL_OPT_PACKETS_PER_SLAVE] = { BOND(PACKETS_PER_SLAVE, 20, "packets_per_slave"), .type = OPTION_U32,
		RANGE(0, 65535), .initial = 1, .modes = MODE(0),
		.help = "packets sent by one slave before the next has its turn; 0 at random" },
	[BONDNL_OPT_LACP_ACTIVE] = { BOND(LACP_ACTIVE, 29, "lacp_active"), .type = OPTION_U8, NAMES(off_on),
		.initial = 1, .modes = MODES_LACP, .flags = OPTION_NEEDS_DOWN,
		.help = "send LACPDUs without being asked" },
	[BONDNL_OPT_LACP_RATE] = { BOND(LACP_RATE, 21, "lacp_rate"), .type = OPTION_U8, NAMES(lacp_rate_names),
		.modes = MODES_LACP, .flags = OPTION_NEEDS_DOWN,
		.help = "LACPDUs wanted from the partner every 30 s or every second" },
	/* read in bond_3ad.c, ad_agg_selection_test() */
	[BONDNL_OPT_AD_SELECT] = { BOND(AD_SELECT, 22, "ad_select"), .type = OPTION_U8, NAMES(ad_select_names),
		.modes = MODES_ALL, .used = MODES_LACP, .flags = OPTION_NEEDS_DOWN,
		.help = "which aggregator is made the active one" },
	[BONDNL_OPT_AD_ACTOR_SYS_PRIO] = { BOND(AD_ACTOR_SYS_PRIO, 24, "ad_actor_sys_prio"), .type = OPTION_U16,
		RANGE(1, 65535), .initial = 65535, .modes = MODES_LACP, .flags = OPTION_PRIVILEGED,
		.help = "LACP system priority" },
	[BONDNL_OPT_AD_USER_PORT_KEY] = { BOND(AD_USER_PORT_KEY, 25, "ad_user_port_key"), .type = OPTION_U16,
		RANGE(0, 1023), .modes = MODES_LACP, .flags = OPTION_NEEDS_DOWN | OPTION_PRIVILEGED,
		.help = "upper bits of the LACP port key" },
	[BONDNL_OPT_AD_ACTOR_SYSTEM] = { BOND(AD_ACTOR_SYSTEM, 26, "ad_actor_system"), .type = OPTION_MAC,
		.modes = MODES_LACP, .flags = OPTION_PRIVILEGED,
		.help = "LACP system MAC; all zero for the bond's own" },
	[BONDNL_OPT_TLB_DYNAMIC_LB] = { BOND(TLB_DYNAMIC_LB, 27, "tlb_dynamic_lb"), .type = OPTION_U8, NAMES(off_on),
		.initial = 1, .modes = MODES_TLB, .flags = OPTION_NEEDS_DOWN,
		.help = "shift flows by load, rather than keep them by hash" },
	[BONDNL_OPT_COUPLED_CONTROL] = { BOND(COUPLED_CONTROL, 32, "coupled_control"), .type = OPTION_U8, NAMES(off_on),
		.initial = 1, .modes = MODES_LACP, .flags = OPTION_NEEDS_DOWN,
		.help = "LACP collects and distributes as one" },
	[BONDNL_OPT_BROADCAST_NEIGHBOR] = { BOND(BROADCAST_NEIGHBOR, 33, "broadcast_neighbor"), .type = OPTION_U8,
		NAMES(off_on), .modes = MODES_LACP,
		.help = "send ARP and ND by all slaves" },
	[BONDNL_OPT_LACP_STRICT] = { BOND(LACP_STRICT, 34, "lacp_strict"), .type = OPTION_U8, NAMES(off_on),
		.modes = MODES_LACP, .help = "no carrier without an LACP partner" },

	[BONDNL_OPT_SLAVE_QUEUE_ID] = { SLAVE(QUEUE_ID, 5, "queue_id"), .type = OPTION_U16, RANGE(0, 65535),
		.modes = MODES_ALL, .help = "the bond's transmit queue that goes out by this slave; 0 none" },
	[BONDNL_OPT_SLAVE_PRIO] = { SLAVE(PRIO, 9, "prio"), .type = OPTION_S32, RANGE(-2147483647 - 1, INT_MAX_),
		.modes = MODES_PRIMARY, .help = "higher is preferred when the active slave is chosen" },
	[BONDNL_OPT_SLAVE_ACTOR_PORT_PRIO] = { SLAVE(ACTOR_PORT_PRIO, 10, "actor_port_prio"), .type = OPTION_U16,
		RANGE(0, 65535), .initial = 255, .modes = MODES_LACP, .help = "LACP port priority" },
	[BONDNL_OPT_SLAVE_STATE] = { SLAVE(STATE, 1, "state"), .type = OPTION_U8, NAMES(state_names),
		.modes = MODES_ALL, .flags = OPTION_READ_ONLY, .help = "active or backup" },
	[BONDNL_OPT_SLAVE_MII_STATUS] = { SLAVE(MII_STATUS, 2, "mii_status"), .type = OPTION_U8, NAMES(mii_names),
		.modes = MODES_ALL, .flags = OPTION_READ_ONLY, .help = "the link, as the monitor sees it" },
	[BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT] = { SLAVE(LINK_FAILURE_COUNT, 3, "link_failure_count"), .type = OPTION_U32,
		RANGE(0, UINT32_MAX), .modes = MODES_ALL, .flags = OPTION_READ_ONLY,
		.help = "how often the link was lost" },
	[BONDNL_OPT_SLAVE_PERM_HWADDR] = { SLAVE(PERM_HWADDR, 4, "perm_hwaddr"), .type = OPTION_MAC,
		.modes = MODES_ALL, .flags = OPTION_READ_ONLY, .help = "the MAC it had when it was enslaved" },
	[BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID] = { SLAVE(AD_AGGREGATOR_ID, 6, "ad_aggregator_id"), .type = OPTION_U16,
		RANGE(0, 65535), .modes = MODES_LACP, .flags = OPTION_READ_ONLY,
		.help = "the aggregator it is in" },
	[BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE] = { SLAVE(AD_ACTOR_OPER_PORT_STATE, 7, "ad_actor_oper_port_state"),
		.type = OPTION_FLAGS8, .names = port_state_names, RANGE(0, 255), .modes = MODES_LACP,
		.flags = OPTION_READ_ONLY, .help = "our LACP port state" },
	/* the driver sends the partner's state as two bytes (bond_fill_slave_info) */
	[BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE] = { SLAVE(AD_PARTNER_OPER_PORT_STATE, 8, "ad_partner_oper_port_state"),
		.type = OPTION_FLAGS16, .names = port_state_names, RANGE(0, 65535), .modes = MODES_LACP,
		.flags = OPTION_READ_ONLY, .help = "the partner's LACP port state" },
	[BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE] = { SLAVE(AD_CHURN_ACTOR_STATE, 11, "ad_churn_actor_state"), .type = OPTION_U8,
		NAMES(churn_names), .modes = MODES_LACP, .flags = OPTION_READ_ONLY,
		.help = "whether our port fails to come into sync" },
	[BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE] = { SLAVE(AD_CHURN_PARTNER_STATE, 12, "ad_churn_partner_state"),
		.type = OPTION_U8, NAMES(churn_names), .modes = MODES_LACP, .flags = OPTION_READ_ONLY,
		.help = "whether the partner's port fails to come into sync" },

	[BONDNL_OPT_AD_AGGREGATOR] = { INFO(AGGREGATOR, 1, "ad_aggregator"), .type = OPTION_U16, RANGE(0, 65535),
		.modes = MODES_LACP, .help = "the active aggregator" },
	[BONDNL_OPT_AD_NUM_PORTS] = { INFO(NUM_PORTS, 2, "ad_num_ports"), .type = OPTION_U16, RANGE(0, 65535),
		.modes = MODES_LACP, .help = "slaves in the active aggregator" },
	[BONDNL_OPT_AD_ACTOR_KEY] = { INFO(ACTOR_KEY, 3, "ad_actor_key"), .type = OPTION_U16, RANGE(0, 65535),
		.modes = MODES_LACP, .help = "our LACP key" },
	[BONDNL_OPT_AD_PARTNER_KEY] = { INFO(PARTNER_KEY, 4, "ad_partner_key"), .type = OPTION_U16, RANGE(0, 65535),
		.modes = MODES_LACP, .help = "the partner's LACP key" },
	[BONDNL_OPT_AD_PARTNER_MAC] = { INFO(PARTNER_MAC, 5, "ad_partner_mac"), .type = OPTION_MAC,
		.modes = MODES_LACP, .help = "the partner's system MAC" },
};

/* clang-format on */

const char *option_spelling(const struct option *o, const char *word)
{
	if (str_eq(o->name, word))
		return o->name;
	for (size_t i = 0; i < ARRAY_SIZE(o->aliases) && o->aliases[i]; i++)
		if (str_eq(o->aliases[i], word))
			return o->aliases[i];
	return NULL;
}

const struct option *option_find(enum option_level level, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(option_rows); i++)
		if (option_rows[i].name && option_rows[i].level == level &&
			option_spelling(&option_rows[i], name))
			return &option_rows[i];
	return NULL;
}

/* From the number to the row: looked up for every attribute of every bond that is read.
 */
static const struct option *by_attr[3][64];

__attribute__((constructor)) static void fill_by_attr(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(option_rows); i++)
		if (option_rows[i].name && option_rows[i].attr < ARRAY_SIZE(by_attr[0]))
			by_attr[option_rows[i].level][option_rows[i].attr] =
				&option_rows[i];
}

const struct option *option_by_attr(enum option_level level, unsigned attr)
{
	return attr < ARRAY_SIZE(by_attr[0]) ? by_attr[level][attr] : NULL;
}

int option_mode_number(const char *name)
{
	char *end;
	long n;

	for (const struct option_name *m = mode_names; m->name; m++)
		if (str_eq(m->name, name))
			return (int)m->value;
	n = name[0] >= '0' && name[0] <= '9' ? strtol(name, &end, 10) : -1;
	return n >= 0 && n <= 6 && !*end ? (int)n : -1;
}

const char *option_mode_name(int64_t mode)
{
	for (const struct option_name *m = mode_names; m->name; m++)
		if (m->value == mode)
			return m->name;
	return NULL;
}

int64_t option_mac_policy(int64_t mode, int64_t fail_over_mac)
{
	return mode == MODE_ACTIVE_BACKUP ? fail_over_mac : FAIL_OVER_MAC_NONE;
}
