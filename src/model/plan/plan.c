/*
 * From what is to what should be, see plan.h: who gets which master, and the order of
 * it all. It sends nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "internal.h"

#define NEST_MAX 8 /* include/linux/netdevice.h, MAX_NEST_DEV */

struct step *plan_add(struct plan *p, enum step_kind kind, enum phase phase, size_t link)
{
	struct step *s = array_add(p->steps, p->n, p->cap);

	if (!s)
		return NULL;
	s->kind = kind;
	s->phase = phase;
	s->link = (int)link;
	s->master = -1;
	s->order = p->n;
	return s;
}

/* -------------------------------------------------------------------------- master */

static bool master_goes(const struct target *t, int ifindex)
{
	int at = target_find(t, ifindex);

	return at >= 0 && t->links[at].absent;
}

bool plan_is_wanted_master(
	const struct target *t, const struct target_link *tl, int ifindex)
{
	return tl->master >= 0 && t->links[tl->master].ifindex == ifindex;
}

/* Does its bond have to be without slaves for a while? */
static bool leaves_for_a_while(
	const struct plan *p, const struct link_progress *progress, int master)
{
	int at = target_find(p->target, master);

	return at >= 0 && progress[at].to_be_empty;
}

static int plan_master(
	struct plan *p, size_t at, struct link_progress *progress, bool *ret_enslave)
{
	const struct target_link *t = &p->target->links[at];
	struct link_progress *c = &progress[at];
	int has = c->link ? c->link->master : 0;
	bool from_bond = c->link && link_is_bond_slave(c->link);
	struct step *s;

	*ret_enslave = false;
	if (has && master_goes(p->target, has)) {
		has = 0;
		c->released = true;
		c->up = false;
		c->downed = true;
	}
	if (!(t->parts & TARGET_MASTER))
		return 0;

	if (has &&
		(!plan_is_wanted_master(p->target, t, has) ||
			leaves_for_a_while(p, progress, has))) {
		s = plan_add(p, STEP_RELEASE, PHASE_RELEASE, at);
		if (!s)
			return -ENOMEM;
		s->master = target_find(p->target, has);
		s->interrupts = c->up;
		has = 0;
		c->released = from_bond;
		if (from_bond) {
			c->up = false; /* bond_main.c, __bond_release_one(): closed */
			c->downed = true;
		}
	}
	*ret_enslave = !has && t->master >= 0;
	return 0;
}

bool plan_master_is_bond(const struct plan *p, const struct target_link *t)
{
	return t->parts & TARGET_MASTER && t->master >= 0 &&
		p->target->links[t->master].is_bond;
}

/* How many masters a link shall have above it; bonds that shall be in one another have
 * too many. */
static unsigned depth(const struct target *t, int at)
{
	unsigned n = 0;

	for (; at >= 0 && n < NEST_MAX && t->links[at].parts & TARGET_MASTER; n++)
		at = t->links[at].master;
	return n;
}

static int plan_enslave(struct plan *p, size_t at, struct link_progress *c)
{
	const struct target_link *t = &p->target->links[at];
	struct step *s;

	/* only the bonding driver wants a slave that is down, and opens it itself */
	if (c->up && plan_master_is_bond(p, t)) {
		s = plan_add(p, STEP_DOWN, PHASE_SLAVE_DOWN, at);
		if (!s)
			return -ENOMEM;
		s->interrupts = true;
		c->downed = true;
		c->late = true;
	}
	s = plan_add(p, STEP_ENSLAVE, PHASE_ENSLAVE, at);
	if (!s)
		return -ENOMEM;
	s->master = t->master;
	s->depth = depth(p->target, t->master);
	s->rank = t->rank;
	c->up |= plan_master_is_bond(p, t);
	return 0;
}

/* ----------------------------------------------------------------------------- all */

static bool is_down(const struct link_progress *c)
{
	return c->link && !link_is_up(c->link);
}

/*
 * The kernel takes the VLANs of a device down with it, and brings all of them up with
 * it, those that were down before among them (net/8021q/vlan.c, vlan_device_event).
 */
static void plan_follow(const struct plan *p, size_t at, struct link_progress *progress)
{
	int on = p->target->links[at].on;
	struct link_progress *c = &progress[at];

	if (on < 0 ||
		!(progress[on].downed || progress[on].to_be_down ||
			is_down(&progress[on])))
		return;
	c->downed = true;
	c->late = progress[on].late;
	c->follows = true;
	c->up = p->target->links[on].up;
}

static int plan_present(struct plan *p, size_t at, struct link_progress *progress,
	const struct snapshot *now)
{
	const struct target_link *t = &p->target->links[at];
	struct link_progress *c = &progress[at];
	bool enslave;

	/* a link that is gone cannot be brought back; it will be missed when compared */
	if (!c->link && !t->is_bond)
		return 0;
	if (plan_master(p, at, progress, &enslave) < 0)
		return -ENOMEM;
	if (t->is_bond && plan_options(p, at, c) < 0)
		return -ENOMEM;
	if (enslave && plan_enslave(p, at, c) < 0)
		return -ENOMEM;

	if (plan_slave_options(p, at, progress, enslave) < 0)
		return -ENOMEM;
	plan_follow(p, at, progress);
	if (plan_admin(p, at, c, enslave) < 0 || plan_link(p, at, c, now, enslave) < 0 ||
		plan_objects(p, at, c, enslave) < 0)
		return -ENOMEM;
	return 0;
}

/* The deepest first; the slaves of one bond as they were named. */
static int by_rank(const struct step *x, const struct step *y)
{
	if (x->depth != y->depth)
		return x->depth > y->depth ? -1 : 1;
	if (x->master != y->master)
		return x->master < y->master ? -1 : 1;
	return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* By phase; else steps keep their order. */
static int by_phase(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	if (x->phase == PHASE_ENSLAVE && by_rank(x, y) != 0)
		return by_rank(x, y);
	return x->order < y->order ? -1 : x->order > y->order;
}

int plan_make(struct plan *ret, const struct snapshot *now, const struct target *target)
{
	_cleanup_free_ struct link_progress *progress =
		calloc(target->n + 1, sizeof(*progress));
	int rc;

	if (!progress)
		return -ENOMEM;
	ret->target = target;
	for (size_t i = 0; i < target->n; i++) {
		if (target->links[i].ifindex)
			progress[i].link =
				snapshot_by_ifindex(now, target->links[i].ifindex);
		progress[i].up = progress[i].link && link_is_up(progress[i].link);
		plan_bare(ret, i, &progress[i], now);
	}
	for (size_t i = 0; i < target->n; i++) {
		if (target->links[i].absent)
			rc = plan_delete(ret, i, &progress[i]);
		else
			rc = plan_present(ret, i, progress, now);
		if (rc < 0)
			return rc;
	}
	if (plan_delete_together(ret, progress, now) < 0)
		return -ENOMEM;
	if (ret->n)
		qsort(ret->steps, ret->n, sizeof(*ret->steps), by_phase);
	return 0;
}

/*
 * Answers are awaited where going on would harm: before a bond is deleted whose addresses
 * another link has to have by then, or that is not in the group that is deleted, after a
 * bond was made (what follows needs its ifindex), before the first slave is disturbed,
 * and before a link that may lack its slaves is brought up.
 */
bool plan_is_barrier(enum phase last, enum phase next)
{
	static const enum phase gates[] = { PHASE_DELETE, PHASE_RELEASE, PHASE_SLAVE_DOWN,
		PHASE_SLAVE_OPTIONS };

	for (size_t i = 0; i < ARRAY_SIZE(gates); i++)
		if (last < gates[i] && next >= gates[i])
			return true;
	return false;
}

void plan_free(struct plan *plan)
{
	free(plan->steps);
	memset(plan, 0, sizeof(*plan));
}
