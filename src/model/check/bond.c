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
	struct finding *f;

	if (link_is_up(c->bond))
		return;
	f = finding_add(c, NULL, "the bond is set down, with %zu slaves", c->n_slaves);
	finding_remedy(c, f, "bondnl set %s up", SHELL(c->bond));
}

static void no_slave(struct check *c)
{
	struct finding *f;

	if (c->n_slaves)
		return;
	f = finding_add(c, NULL, "the bond has 0 slaves: nothing can be sent");
	if (!link_is_up(c->bond))
		finding_soften(f, NOTE);
	finding_remedy(c, f, "bondnl add %s DEVICE", SHELL(c->bond));
}

static void no_usable_slave(struct check *c)
{
	struct finding *f;

	for (size_t i = 0; i < c->n_slaves; i++)
		if (link_can_carry(c->slaves[i]))
			return;
	if (!c->n_slaves)
		return;
	f = finding_add(c, NULL, "0 of %zu slaves can be used: nothing gets through",
		c->n_slaves);
	finding_remedy(c, f, "bondnl show %s", SHELL(c->bond));
}

/* bond_3ad.c, bond_3ad_set_carrier(): the ports of the active aggregator that are up */
static void below_min_links(struct check *c)
{
	int64_t min = finding_number(c->bond, BONDNL_OPT_MIN_LINKS);
	int64_t active = finding_number(c->bond, BONDNL_OPT_AD_AGGREGATOR);
	int64_t n = 0;
	struct finding *f;

	each_slave(c, l) n += link_can_carry(l) &&
		finding_number(l, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID) == active;
	if (n >= min)
		return;
	f = finding_add(c, NULL,
		"%" PRId64 " of %zu slaves can be used, and min_links is %" PRId64
		": the bond has no carrier",
		n, c->n_slaves, min);
	if (n)
		finding_remedy(
			c, f, "bondnl set %s min_links %" PRId64, SHELL(c->bond), n);
	else
		finding_remedy(c, f, "bondnl show %s", SHELL(c->bond));
}

static void one_slave(struct check *c)
{
	struct finding *f;

	if (c->n_slaves != 1)
		return;
	f = finding_add(c, NULL,
		"the bond has 1 slave, %s: no other can take over from it",
		c->slaves[0]->name);
	finding_remedy(c, f, "bondnl add %s DEVICE", SHELL(c->bond));
}

static void no_link_monitor(struct check *c)
{
	struct finding *f;

	if (number(c, BONDNL_OPT_MIIMON) || number(c, BONDNL_OPT_ARP_INTERVAL) ||
		!optset_has(&c->bond->options, BONDNL_OPT_MIIMON))
		return;
	f = finding_add(c, NULL,
		"miimon is 0 and arp_interval is 0: a slave that fails is not noticed");
	finding_remedy(c, f, "bondnl set %s miimon 100", SHELL(c->bond));
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
		"the active slave is %s, and the primary %s is up (primary_reselect %s)",
		*name ? name : "none", wanted->name,
		finding_name(c->bond, BONDNL_OPT_PRIMARY_RESELECT));
	if (number(c, BONDNL_OPT_PRIMARY_RESELECT))
		finding_soften(f, NOTE);
	finding_remedy(c, f, "bondnl failover %s %s", SHELL(c->bond), SHELL(wanted));
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
