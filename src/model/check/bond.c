/*
 * What may be wrong with a bond as one thing: is it up, has it slaves that can be used,
 * does anything watch them, is the right one active? It says nothing of single slaves.
 */
#include <inttypes.h>

#include "internal.h"

static int64_t number(const struct check *c, enum bondnl_option id)
{
	return finding_number(c->bond, id);
}

static void bond_down(struct check *c)
{
	if (link_is_up(c->bond))
		return;
	finding_add(c, NULL, REMEDY("bondnl set %s up", SHELL(c->bond)),
		"the bond is set down, with %zu slaves", c->n_slaves);
}

static void no_slave(struct check *c)
{
	struct finding *f;

	if (c->n_slaves)
		return;
	f = finding_add(c, NULL, REMEDY("bondnl add %s DEVICE", SHELL(c->bond)),
		"the bond has 0 slaves: nothing can be sent");
	if (!link_is_up(c->bond))
		finding_soften(f, NOTE);
}

static void no_usable_slave(struct check *c)
{
	for (size_t i = 0; i < c->n_slaves; i++)
		if (link_can_carry(c->slaves[i]))
			return;
	if (!c->n_slaves)
		return;
	finding_add(c, NULL, REMEDY("bondnl show %s", SHELL(c->bond)),
		"0 of %zu slaves can be used: nothing gets through", c->n_slaves);
}

/* bond_3ad.c, bond_3ad_set_carrier(): the ports of the active aggregator that are up */
static void below_min_links(struct check *c)
{
	int64_t min = finding_number(c->bond, BONDNL_OPT_MIN_LINKS);
	int64_t active = finding_number(c->bond, BONDNL_OPT_AD_AGGREGATOR);
	int64_t n = 0;
	struct remedy remedy;

	each_slave(c, l) n += link_can_carry(l) &&
		finding_number(l, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID) == active;
	if (n >= min)
		return;
	remedy = n ? remedy_line("bondnl set %s min_links %" PRId64, SHELL(c->bond), n)
		   : remedy_line("bondnl show %s", SHELL(c->bond));
	finding_add(c, NULL, remedy.s,
		"%" PRId64 " of %zu slaves can be used, and min_links is %" PRId64
		": the bond has no carrier",
		n, c->n_slaves, min);
}

static void one_slave(struct check *c)
{
	if (c->n_slaves != 1)
		return;
	finding_add(c, NULL, REMEDY("bondnl add %s DEVICE", SHELL(c->bond)),
		"the bond has 1 slave, %s: no other can take over from it",
		c->slaves[0]->name);
}

static void no_link_monitor(struct check *c)
{
	if (number(c, BONDNL_OPT_MIIMON) || number(c, BONDNL_OPT_ARP_INTERVAL) ||
		!optset_has(&c->bond->options, BONDNL_OPT_MIIMON))
		return;
	finding_add(c, NULL, REMEDY("bondnl set %s miimon 100", SHELL(c->bond)),
		"miimon is 0 and arp_interval is 0: a slave that fails is not noticed");
}

/* bond_main.c, bond_find_best_slave(): with "always" it would take over by itself */
static void not_primary(struct check *c)
{
	int64_t primary = number(c, BONDNL_OPT_PRIMARY);
	int64_t active = number(c, BONDNL_OPT_ACTIVE_SLAVE);
	const struct link *wanted = NULL;
	const char *name = snapshot_name(c->now, (int)active);
	struct finding *f;

	for (size_t i = 0; i < c->n_slaves; i++)
		if (primary && c->slaves[i]->ifindex == primary)
			wanted = c->slaves[i];
	if (!wanted || active == primary || !link_can_carry(wanted))
		return;
	f = finding_add(c, NULL,
		REMEDY("bondnl failover %s %s", SHELL(c->bond), SHELL(wanted)),
		"the active slave is %s, and the primary %s is up (primary_reselect %s)",
		*name ? name : "none", wanted->name,
		finding_name(c->bond, BONDNL_OPT_PRIMARY_RESELECT));
	if (number(c, BONDNL_OPT_PRIMARY_RESELECT))
		finding_soften(f, NOTE);
}

/* clang-format off */
static const struct finding_rule rules[] = {
	{ "bond-down", WARNING, 0, MODES_ALL, false, bond_down,
		"the bond is set down" },
	{ "no-slave", CRITICAL, 0, MODES_ALL, false, no_slave,
		"the bond has no slave" },
	{ "no-usable-slave", CRITICAL, 0, MODES_ALL, true, no_usable_slave,
		"no slave can be used: nothing gets through" },
	{ "below-min-links", CRITICAL, 0, MODES_LACP, true, below_min_links,
		"fewer slaves can be used than min_links asks for: the bond has no "
		"carrier" },
	{ "one-slave", WARNING, 0, MODES_ALL, false, one_slave,
		"there is no other slave to take over" },
	{ "no-link-monitor", WARNING, 0, MODES_ALL, false, no_link_monitor,
		"nothing watches the slaves: one that fails is not noticed" },
	{ "not-primary", WARNING, 0, MODES_PRIMARY, true, not_primary,
		"another slave is active, although the primary can be used" },
};
/* clang-format on */

const struct finding_table check_bond = { rules, ARRAY_SIZE(rules) };
