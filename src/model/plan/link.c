/*
 * Steps that set what a link has one value of: up or down, MTU, MAC, group. Options and
 * masters are not its concern.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"

int plan_admin(struct plan *p, size_t at, struct link_progress *c, bool enslave)
{
	const struct target_link *t = &p->target->links[at];
	struct step *s;

	if (c->to_be_down) {
		s = plan_add(p, STEP_DOWN, PHASE_DOWN, at);
		if (!s)
			return -ENOMEM;
		s->interrupts = true;
		c->downed = true;
		c->up = false;
	}
	if (!(t->parts & TARGET_ADMIN) || t->up == c->up)
		return 0;
	/* what the kernel has opened on the way is taken down when it is open */
	s = plan_add(p, t->up ? STEP_UP : STEP_DOWN,
		t->up				? PHASE_UP
			: enslave || c->follows ? PHASE_SLAVE_LINK
						: PHASE_DOWN,
		at);
	if (!s)
		return -ENOMEM;
	s->interrupts = !t->up;
	c->downed |= !t->up;
	c->up = t->up;
	return 0;
}

/* The MTU that a slave has of its own, other than the one its bond gives it. */
static bool has_own_mtu(const struct plan *p, const struct target_link *t)
{
	const struct target_link *m = &p->target->links[t->master];

	return t->parts & TARGET_MTU && m->parts & TARGET_MTU && t->mtu != m->mtu;
}

/* When the last slave leaves, the driver gives the bond a new MAC (bond_main.c). */
static bool loses_mac(
	const struct plan *p, const struct snapshot *now, const struct link *bond)
{
	bool any = false;

	for (const struct link *l = NULL;
		(l = snapshot_next_slave(now, bond->ifindex, l));) {
		int at = target_find(p->target, l->ifindex);
		const struct target_link *t = at >= 0 ? &p->target->links[at] : NULL;

		if (!t || !(t->parts & TARGET_MASTER) ||
			plan_is_wanted_master(p->target, t, bond->ifindex))
			return false;
		any = true;
	}
	return any;
}

static int give_scalars(struct plan *p, size_t at, unsigned parts, enum phase phase)
{
	struct step *s = plan_add(p, STEP_LINK, phase, at);

	if (!s)
		return -ENOMEM;
	s->parts = parts;
	return 0;
}

int plan_link(struct plan *p, size_t at, struct link_progress *c,
	const struct snapshot *now, bool enslave)
{
	static const struct scalars of_a_new_one;
	const struct target_link *t = &p->target->links[at];
	const struct scalars *have = c->link ? &c->link->scalars : &of_a_new_one;
	bool slave = plan_master_is_bond(p, t);
	unsigned parts = t->parts & scalars_differing(&t->scalars, have);
	unsigned alone = parts & scalars_alone();

	if (t->is_bond && c->link && t->mac_len == c->link->mac_len &&
		(c->to_be_empty || loses_mac(p, now, c->link)))
		parts |= t->parts & TARGET_MAC;
	/*
	 * A slave's MAC is given by its bond, and so is its MTU: what it has when it is
	 * enslaved is what it gets back on the day it leaves, so that stays its own.
	 */
	if (slave)
		parts &= ~(unsigned)TARGET_MAC;
	if (slave && enslave)
		parts = (parts & ~(unsigned)TARGET_MTU) |
			(has_own_mtu(p, t) ? TARGET_MTU : 0);
	/* a slave that is released gets its own back; setting it again might be refused
	 */
	if (parts & TARGET_MAC && c->released && t->mac_len == 6) {
		struct value v;

		optset_take(&c->link->options, BONDNL_OPT_SLAVE_PERM_HWADDR, &v);
		if (mac_to_number(t->mac) == v.number)
			parts &= ~(unsigned)TARGET_MAC;
	}
	c->new_mac = c->to_be_empty || parts & TARGET_MAC;
	/* what is made has them from the beginning */
	parts &= c->link ? ~alone : 0;
	if (parts &&
		give_scalars(p, at, parts,
			slave && enslave ? PHASE_SLAVE_LINK : PHASE_LINK) < 0)
		return -ENOMEM;
	for (enum scalar id; scalar_next(&alone, &id);)
		if (give_scalars(p, at, 1u << id, PHASE_LINK) < 0)
			return -ENOMEM;
	return 0;
}
