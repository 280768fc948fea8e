/*
 * What may be wrong with the links of the slaves, and with how ARP monitoring watches
 * them. LACP is lacp.c's.
 */
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "internal.h"

static void slave_down(struct check *c)
{
	each_slave(c, l)
	{
		if (link_is_up(l))
			continue;
		finding_add(c, l, REMEDY("ip link set %s up", SHELL(l)), "%s is set down",
			l->name);
	}
}

static int64_t failures(const struct link *l)
{
	return finding_number(l, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT);
}

static void slave_no_carrier(struct check *c)
{
	each_slave(c, l)
	{
		if (!link_is_up(l) || l->carrier)
			continue;
		finding_add(c, l, REMEDY("ip -s link show %s", SHELL(l)),
			"%s has no carrier; its link was lost %" PRId64 " time%s",
			l->name, failures(l), failures(l) == 1 ? "" : "s");
	}
}

static void slave_mii_down(struct check *c)
{
	int64_t arp = finding_number(c->bond, BONDNL_OPT_ARP_INTERVAL), mii;
	struct finding *f;

	each_slave(c, l)
	{
		mii = finding_number(l, BONDNL_OPT_SLAVE_MII_STATUS);
		if (!mii || !link_is_usable(l))
			continue;
		f = finding_add(c, l, REMEDY("bondnl show -v %s", SHELL(c->bond)),
			"%s has carrier, and its mii_status is %s%s", l->name,
			finding_name(l, BONDNL_OPT_SLAVE_MII_STATUS),
			arp ? ": the ARP targets do not answer by it" : "");
		/* in updelay it is a matter of waiting; with ARP it is being tried
		 * (bond_main.c, bond_ab_arp_probe) */
		if (mii == MII_GOING_BACK && !arp)
			finding_soften(f, NOTE);
	}
}

static void arp_no_target(struct check *c)
{
	int64_t interval = finding_number(c->bond, BONDNL_OPT_ARP_INTERVAL);

	if (!interval || optset_targets(&c->bond->options))
		return;
	finding_add(c, NULL,
		REMEDY("bondnl set %s arp_ip_target ADDRESS", SHELL(c->bond)),
		"arp_interval is %" PRId64 " ms, and there are 0 targets to ask",
		interval);
}

/*
 * As the driver looks for a path (bond_main.c, bond_verify_device_path): the device is
 * the bond, or something that sits on it, such as a VLAN or a bridge.
 */
static bool leads_through(const struct check *c, int ifindex)
{
	const struct link *bond = c->bond, *l;

	for (int depth = 0; depth < 8 && ifindex; depth++) {
		if (ifindex == bond->ifindex || ifindex == bond->master)
			return true;
		l = snapshot_by_ifindex(c->around, ifindex);
		ifindex = l ? l->lower : 0;
	}
	return false;
}

static void tell_target(struct check *c, const struct egress *w)
{
	const struct link *by = NULL;
	char ip[ADDRESS_TEXT_SIZE];
	struct remedy remedy;

	ip_print(w->family, w->ip, ip);
	if (w->ifindex)
		by = snapshot_by_ifindex(c->around, w->ifindex);
	if (w->ifindex && (!by || !by->name[0])) /* a slave: read with the bond */
		by = snapshot_by_ifindex(c->now, w->ifindex);
	if (by && by->flags & IFF_LOOPBACK) {
		finding_add(c, NULL,
			REMEDY("bondnl set %s arp_ip_target ADDRESS", SHELL(c->bond)),
			"the target %s is an address of this host, which answers itself",
			ip);
		return;
	}
	remedy = remedy_line("ip %sroute add %s/%d dev %s",
		w->family == AF_INET6 ? "-6 " : "", ip, w->family == AF_INET6 ? 128 : 32,
		SHELL(c->bond));
	if (!w->ifindex)
		finding_add(c, NULL, remedy.s, "there is no route to the target %s", ip);
	else
		finding_add(c, NULL, remedy.s,
			"the route to the target %s leads out by %s, not through the "
			"bond",
			ip, by ? by->name : "another device");
}

static bool is_target(const struct check *c, const struct egress *w)
{
	const struct targets *t = &c->bond->options.targets[w->family == AF_INET6];

	for (size_t i = 0; i < t->n && i < TARGETS_ROOM; i++)
		if (!memcmp(t->ip[i], w->ip, w->family == AF_INET6 ? 16 : 4))
			return true;
	return false;
}

static void arp_target_route(struct check *c)
{
	if (!finding_number(c->bond, BONDNL_OPT_ARP_INTERVAL))
		return;
	for (size_t i = 0; i < c->bond->n_egresses; i++)
		if (is_target(c, &c->bond->egresses[i]) &&
			!leads_through(c, c->bond->egresses[i].ifindex))
			tell_target(c, &c->bond->egresses[i]);
}

/* clang-format off */
static const struct finding_rule rules[] = {
	{ "slave-down", WARNING, 0, MODES_ALL, true, slave_down,
		"a slave is set down" },
	{ "slave-no-carrier", WARNING, 0, MODES_ALL, true, slave_no_carrier,
		"a slave has no carrier: its cable is out, or its other end is down" },
	{ "slave-mii-down", WARNING, 0, MODES_ALL, true, slave_mii_down,
		"a slave has carrier, but the monitor does not hold it for up" },
	{ "arp-no-target", WARNING, 0, MODES_ARP, true, arp_no_target,
		"ARP monitoring has nobody to ask" },
	{ "arp-target-route", WARNING, LOOK_EGRESSES | LOOK_VLANS, MODES_ARP, true,
		arp_target_route,
		"no route leads through the bond to an ARP target" },
};
/* clang-format on */

const struct finding_table check_links = { rules, ARRAY_SIZE(rules) };
