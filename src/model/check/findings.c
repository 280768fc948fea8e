/*
 * The table of the rules, and the findings that they add, see findings.h. What is found
 * stands in findings_*.c.
 *
 * Two things that are wrong no rule can see. Delays that the driver rounded down to a
 * multiple of miimon are kept and reported as that multiple: what was asked for is gone
 * (bond_options.c, _bond_option_delay_set). And ARP monitoring in a mode that cannot:
 * the driver refuses it there, and ends it when the mode changes to such a one.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "check/findings.h"
#include "option/value.h"

/* clang-format off */

const struct finding_rule finding_rules[] = {
	{ "bond-down", WARNING, 0, MODES_ALL, false, find_bond_down,
		"the bond is set down" },
	{ "no-slave", CRITICAL, 0, MODES_ALL, false, find_no_slave,
		"the bond has no slave" },
	{ "no-usable-slave", CRITICAL, 0, MODES_ALL, true, find_no_usable_slave,
		"no slave can be used: nothing gets through" },
	{ "below-min-links", CRITICAL, 0, MODES_LACP, true, find_below_min_links,
		"fewer slaves can be used than min_links asks for: the bond has no "
		"carrier" },
	{ "one-slave", WARNING, 0, MODES_ALL, false, find_one_slave,
		"there is no other slave to take over" },
	{ "no-link-monitor", WARNING, 0, MODES_ALL, false, find_no_link_monitor,
		"nothing watches the slaves: one that fails is not noticed" },
	{ "not-primary", WARNING, 0, MODES_PRIMARY, true, find_not_primary,
		"another slave is active, although the primary can be used" },
	{ "slave-down", WARNING, 0, MODES_ALL, true, find_slave_down,
		"a slave is set down" },
	{ "slave-no-carrier", WARNING, 0, MODES_ALL, true, find_slave_no_carrier,
		"a slave has no carrier: its cable is out, or its other end is down" },
	{ "slave-mii-down", WARNING, 0, MODES_ALL, true, find_slave_mii_down,
		"a slave has carrier, but the monitor does not hold it for up" },
	{ "arp-no-target", WARNING, 0, MODES_ARP, true, find_arp_no_target,
		"ARP monitoring has nobody to ask" },
	{ "arp-target-route", WARNING, LOOK_EGRESSES | LOOK_VLANS, MODES_ARP, true,
		find_arp_target_route,
		"no route leads through the bond to an ARP target" },
	{ "lacp-no-partner", CRITICAL, 0, MODES_LACP, true, find_lacp_no_partner,
		"nobody at the other end speaks LACP" },
	{ "lacp-defaulted", WARNING, 0, MODES_LACP, true, find_lacp_defaulted,
		"a slave hears no partner, while others do" },
	{ "lacp-expired", WARNING, 0, MODES_LACP, true, find_lacp_expired,
		"the partner of a slave has fallen silent" },
	{ "lacp-not-in-sync", WARNING, 0, MODES_LACP, true, find_lacp_not_in_sync,
		"one end holds a slave's port to be in another aggregator" },
	{ "lacp-aggregators", WARNING, 0, MODES_LACP, true, find_lacp_aggregators,
		"slaves are in different aggregators, and only one of those is used" },
	{ "lacp-churned", WARNING, 0, MODES_LACP, true, find_lacp_churned,
		"a slave's port has not come into sync for a minute" },
	{ "lacp-speed", WARNING, LOOK_SPEED, MODES_LACP, true, find_lacp_speed,
		"slaves differ in speed or duplex, which do not aggregate" },
	{ "lacp-off", WARNING, LOOK_SPEED, MODES_LACP, true, find_lacp_off,
		"a slave is not full duplex, and so LACP is off on it" },
	{ "lacp-rate", NOTE, 0, MODES_LACP, true, find_lacp_rate,
		"the partner has another lacp_rate than this bond" },
	{ "slave-mtu", WARNING, 0, MODES_ALL, false, find_slave_mtu,
		"a slave has another MTU than the bond" },
	{ "vlan-mtu", NOTE, LOOK_VLANS, MODES_ALL, false, find_vlan_mtu,
		"a VLAN on the bond has another MTU than the bond" },
	{ "bridge-mtu", WARNING, LOOK_MASTER, MODES_ALL, false, find_bridge_mtu,
		"the bridge that the bond is in sends more at once than the bond takes" },
	{ "slave-mac", WARNING, 0, MODES_ALL, false, find_slave_mac,
		"a slave has another MAC than its mode asks for" },
	{ "same-permanent-mac", WARNING, 0, MODES_ALL, false, find_same_mac,
		"two slaves have the same MAC of their own" },
	{ "slave-address", WARNING, LOOK_ADDRESSES, MODES_ALL, false, find_slave_address,
		"an address is left on a slave" },
	{ "slave-route", WARNING, LOOK_ROUTES, MODES_ALL, true, find_slave_route,
		"a route is left that leads out by a slave" },
	{ "wireless-mac", WARNING, LOOK_WIRELESS, MODES_ALL, false, find_wireless_mac,
		"a wireless slave cannot have the MACs that the bond sends from" },
	{ "address-duplicate", WARNING, 0, MODES_ALL, true, find_address_duplicate,
		"another host has an address of the bond, too" },
	{ "address-tentative", NOTE, 0, MODES_ALL, true, find_address_tentative,
		"an address of the bond is still being checked, and not used yet" },
	{ "option-ignored", NOTE, 0, MODES_ALL, false, find_option_ignored,
		"an option is set that does nothing in this mode" },
	{ 0 },
};

/* clang-format on */

void finding_add(struct check *c, enum bondnl_severity severity, const struct link *slave,
	const char *evidence, ...)
{
	struct findings *all = c->found;
	struct finding *f = array_add(all->items, all->n, all->cap);
	char line[512];
	va_list ap;

	if (!f) {
		all->failed = true;
		return;
	}
	f->rule = c->rule;
	f->severity = severity;
	str_copy(f->bond, sizeof(f->bond), c->bond->name);
	if (slave)
		str_copy(f->slave, sizeof(f->slave), slave->name);
	va_start(ap, evidence);
	vsnprintf(line, sizeof(line), evidence, ap);
	va_end(ap);
	text_put(&f->evidence, line);
	all->failed |= f->evidence.failed;
}

static void add_quoted(struct text *t, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-.@+/";

	if (!s[strspn(s, plain)]) {
		text_put(t, s);
		return;
	}
	text_put(t, "'");
	for (; *s; s++)
		if (*s == '\'')
			text_put(t, "'\\''");
		else
			text_add(t, "%c", *s);
	text_put(t, "'");
}

/*
 * The command goes there by itself, if it can: bondnl, and ip where the namespace has a
 * name. What is behind that of the command is at the result.
 */
static const char *add_namespace(struct text *t, const char *line, const char *netns)
{
	bool path = strchr(netns, '/');

	if (strncmp(line, "bondnl ", strlen("bondnl ")) == 0) {
		text_put(t, "bondnl -n ");
		line += strlen("bondnl ");
	} else if (!path && strncmp(line, "ip ", strlen("ip ")) == 0) {
		text_put(t, "ip -n ");
		line += strlen("ip ");
	} else {
		text_put(t, path ? "nsenter --net=" : "ip netns exec ");
	}
	add_quoted(t, netns);
	text_put(t, " ");
	return line;
}

/* Each of the commands, which "&&" is between, is to act in the network namespace. */
static void add_commands(struct text *t, const char *line, const char *netns)
{
	for (const char *next; line; line = next) {
		next = strstr(line, "&& ");
		next = next ? next + strlen("&& ") : NULL;
		line = add_namespace(t, line, netns);
		text_add(t, "%.*s", next ? (int)(next - line) : (int)strlen(line), line);
	}
}

void finding_remedy(struct check *c, const char *remedy, ...)
{
	char line[512];
	struct text *t;
	struct findings *all = c->found;
	va_list ap;

	/* without memory it would be that of another one */
	if (all->failed || !all->n)
		return;
	t = &all->items[all->n - 1].remedy;
	va_start(ap, remedy);
	vsnprintf(line, sizeof(line), remedy, ap);
	va_end(ap);
	if (c->netns)
		add_commands(t, line, c->netns);
	else
		text_put(t, line);
	all->failed |= t->failed;
}

struct shell_name shell_name(const char *name)
{
	struct shell_name ret = { "" };
	_cleanup_text_ struct text t = { 0 };

	add_quoted(&t, name);
	str_copy(ret.s, sizeof(ret.s), text_str(&t));
	return ret;
}

int64_t finding_number(const struct link *l, enum bondnl_option id)
{
	return optset_number(&l->options, id, 0);
}

const char *finding_name(const struct link *l, enum bondnl_option id)
{
	const char *name = value_name(option_get(id), finding_number(l, id));

	return name ? name : "unknown";
}

static bool applies(const struct finding_rule *r, const struct link *bond)
{
	int64_t mode = optset_number(&bond->options, BONDNL_OPT_MODE, -1);

	/* a mode of a newer kernel may be anything: only what is said of all */
	if (mode < 0 || mode > 6)
		return r->modes == MODES_ALL && (!r->up || link_is_up(bond));
	return r->modes & MODE(mode) && (!r->up || link_is_up(bond));
}

void findings_check(struct check *c)
{
	c->mode = optset_number(&c->bond->options, BONDNL_OPT_MODE, -1);
	for (c->rule = finding_rules; c->rule->id; c->rule++)
		if (applies(c->rule, c->bond))
			c->rule->look(c);
}

unsigned findings_looks(const struct link *bond)
{
	unsigned looks = 0;

	for (const struct finding_rule *r = finding_rules; r->id; r++)
		if (applies(r, bond))
			looks |= r->looks;
	return looks;
}

void findings_free(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		text_free(&f->items[i].evidence);
		text_free(&f->items[i].remedy);
	}
	free(f->items);
	memset(f, 0, sizeof(*f));
}
