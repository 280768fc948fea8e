/*
 * What may be wrong with a bond in mode 802.3ad: its partner, its ports, its aggregators.
 * All of it is read from what the driver reports of them.
 */
#include <inttypes.h>

#include "internal.h"

/* drivers/net/bonding, AD_CHURN of if_link.h: monitor, churn, no churn */
#define CHURNED 1

static int64_t ours(const struct link *l)
{
	return finding_number(l, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE);
}

static int64_t theirs(const struct link *l)
{
	return finding_number(l, BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE);
}

/* A port whose LACP runs: others are told of as slaves without link. */
static bool has_port(const struct link *l)
{
	return link_can_carry(l) &&
		optset_has(&l->options, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE);
}

/* It has a partner that was heard of late. */
static bool has_partner(const struct link *l)
{
	return has_port(l) && !(ours(l) & (PORT_DEFAULTED | PORT_EXPIRED));
}

/* How many ports there are; and how many hear a partner, be it one that falls silent. */
static size_t count_ports(const struct check *c, size_t *ret_heard)
{
	size_t n = 0;

	*ret_heard = 0;
	each_slave(c, l)
	{
		n += has_port(l);
		*ret_heard += has_port(l) && !(ours(l) & PORT_DEFAULTED);
	}
	return n;
}

static void lacp_no_partner(struct check *c)
{
	size_t heard, ports = count_ports(c, &heard);

	if (!ports || heard)
		return;
	finding_add(c, NULL, REMEDY("bondnl show -v %s", SHELL(c->bond)),
		"0 of %zu slaves hear a partner: the other end is not set up for LACP",
		ports);
}

static void lacp_defaulted(struct check *c)
{
	size_t heard;

	count_ports(c, &heard);
	each_slave(c, l)
	{
		if (!heard || !has_port(l) || !(ours(l) & PORT_DEFAULTED))
			continue;
		finding_add(c, l, REMEDY("bondnl show -v %s", SHELL(c->bond)),
			"%s hears no LACP partner (defaulted); %zu of the others do",
			l->name, heard);
	}
}

static void lacp_expired(struct check *c)
{
	each_slave(c, l)
	{
		if (!has_port(l) || !(ours(l) & PORT_EXPIRED) || ours(l) & PORT_DEFAULTED)
			continue;
		finding_add(c, l, REMEDY("bondnl show -v %s", SHELL(c->bond)),
			"the LACP partner of %s has fallen silent (expired): port state "
			"0x%02x",
			l->name, (unsigned)ours(l));
	}
}

static void lacp_not_in_sync(struct check *c)
{
	each_slave(c, l)
	{
		bool we = ours(l) & PORT_IN_SYNC, they = theirs(l) & PORT_IN_SYNC;

		if (!has_partner(l) || (we && they))
			continue;
		finding_add(c, l, REMEDY("bondnl show -v %s", SHELL(c->bond)),
			"%s is not in sync: %s (port state 0x%02x, the partner's 0x%02x)",
			l->name,
			we	       ? "the partner has not taken it in"
				: they ? "it is not in the active aggregator here"
				       : "at neither end",
			(unsigned)ours(l), (unsigned)theirs(l));
	}
}

static void lacp_aggregators(struct check *c)
{
	int64_t active = finding_number(c->bond, BONDNL_OPT_AD_AGGREGATOR);
	size_t out = 0, n = 0;

	/* without a partner each port has an aggregator of its own */
	each_slave(c, l)
	{
		if (!has_partner(l))
			continue;
		n++;
		out += finding_number(l, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID) != active;
	}
	each_slave(c, l)
	{
		int64_t id = finding_number(l, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID);

		if (!has_partner(l) || id == active)
			continue;
		finding_add(c, l, REMEDY("bondnl show -v %s", SHELL(c->bond)),
			"%s is in aggregator %" PRId64 ", and %" PRId64
			" is active: %zu of %zu slaves carry nothing",
			l->name, id, active, out, n);
	}
}

static void lacp_churned(struct check *c)
{
	each_slave(c, l)
	{
		bool we = finding_number(l, BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE) ==
			CHURNED,
		     they = finding_number(l, BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE) ==
			CHURNED;

		if (!has_port(l) || (!we && !they))
			continue;
		finding_add(c, l, REMEDY("bondnl show -v %s", SHELL(c->bond)),
			"%s has churned: %s did not come into sync", l->name,
			we && they   ? "both ends"
				: we ? "this end"
				     : "the partner");
	}
}

static const char *duplex(const struct link *l)
{
	return l->duplex == 1 ? "full" : l->duplex == 0 ? "half" : "unknown";
}

/* The port's key is made of both, and ports with different keys do not aggregate
 * (bond_3ad.c, __get_link_speed, ad_update_actor_keys). */
static void lacp_speed(struct check *c)
{
	const struct link *first = NULL;

	each_slave(c, l)
	{
		if (!l->speed_known || l->speed == LINK_SPEED_UNKNOWN ||
			!link_can_carry(l))
			continue;
		if (!first)
			first = l;
		if (l->speed == first->speed && l->duplex == first->duplex)
			continue;
		finding_add(c, l, REMEDY("bondnl remove %s %s", SHELL(c->bond), SHELL(l)),
			"%s has %u Mb/s, duplex %s, and %s has %u Mb/s, duplex %s",
			l->name, l->speed, duplex(l), first->name, first->speed,
			duplex(first));
	}
}

/* bond_3ad.c, ad_update_actor_keys(): a port that is not full duplex speaks no LACP. */
static void lacp_off(struct check *c)
{
	each_slave(c, l)
	{
		if (!l->speed_known || !link_is_usable(l) || l->duplex == 1)
			continue;
		finding_add(c, l, REMEDY("ethtool -s %s duplex full", SHELL(l)),
			"%s has duplex %s: LACP is off there, and the partner not asked",
			l->name, duplex(l));
	}
}

/* Each end asks the other for its pace; that both do the same is what people mean. */
static void lacp_rate(struct check *c)
{
	bool fast = finding_number(c->bond, BONDNL_OPT_LACP_RATE);

	each_slave(c, l)
	{
		bool they = theirs(l) & PORT_SHORT_TIMEOUT;

		if (!has_partner(l) || they == fast)
			continue;
		finding_add(c, l,
			REMEDY("bondnl set %s lacp_rate %s --disrupt", SHELL(c->bond),
				they ? "fast" : "slow"),
			"lacp_rate is %s here, and %s at the partner of %s",
			fast ? "fast" : "slow", they ? "fast" : "slow", l->name);
		return; /* once is enough: it is the bond's */
	}
}

/* clang-format off */
static const struct finding_rule rules[] = {
	{ "lacp-no-partner", CRITICAL, 0, MODES_LACP, true, lacp_no_partner,
		"nobody at the other end speaks LACP" },
	{ "lacp-defaulted", WARNING, 0, MODES_LACP, true, lacp_defaulted,
		"a slave hears no partner, while others do" },
	{ "lacp-expired", WARNING, 0, MODES_LACP, true, lacp_expired,
		"the partner of a slave has fallen silent" },
	{ "lacp-not-in-sync", WARNING, 0, MODES_LACP, true, lacp_not_in_sync,
		"one end holds a slave's port to be in another aggregator" },
	{ "lacp-aggregators", WARNING, 0, MODES_LACP, true, lacp_aggregators,
		"slaves are in different aggregators, and only one of those is used" },
	{ "lacp-churned", WARNING, 0, MODES_LACP, true, lacp_churned,
		"a slave's port has not come into sync for a minute" },
	{ "lacp-speed", WARNING, LOOK_SPEED, MODES_LACP, true, lacp_speed,
		"slaves differ in speed or duplex, which do not aggregate" },
	{ "lacp-off", WARNING, LOOK_SPEED, MODES_LACP, true, lacp_off,
		"a slave is not full duplex, and so LACP is off on it" },
	{ "lacp-rate", NOTE, 0, MODES_LACP, true, lacp_rate,
		"the partner has another lacp_rate than this bond" },
};
/* clang-format on */

const struct finding_table check_lacp = { rules, ARRAY_SIZE(rules) };
