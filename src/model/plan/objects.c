/*
 * Steps that give a link its objects and take others from it: addresses, which lean on
 * one another, and all other kinds. What it has one value of is link.c's.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <sys/socket.h>

#include "internal.h"

/* --------------------------------------------------------------------------- addresses
 */

/*
 * A v6 address gets its route when it is given to a link that is up; one that was given
 * before gets it when the link comes up, but not on a slave, which does not configure
 * itself, and not if it has a lifetime (net/ipv6/addrconf.c, fixup_permanent_addr). What
 * sits on a slave to be loses it later than it would be given.
 */
static enum phase address_phase(const struct address *a, bool to_late)
{
	return to_late || (a->family == AF_INET6 && a->valid != UINT32_MAX)
		? PHASE_SLAVE_LINK
		: PHASE_ADDRESS;
}

/* Has the kernel one of them for the primary, and the other for its secondary? */
static bool shares_network(const struct address *a, const struct address *b)
{
	return a->family == AF_INET && a->prefix == b->prefix &&
		address_covers(a, b->family, b->peer);
}

static bool is_held(const struct link_progress *c, const struct address *a)
{
	return c->link && !(c->downed && address_is_lost_when_down(a)) &&
		address_find(c->link->addresses, c->link->n_addresses, a);
}

/* It is not wanted; or it was made the primary where another was, which is put back. */
static bool has_to_go(const struct target_link *t, const struct link_progress *c,
	const struct address *a)
{
	/*
	 * The kernel makes a link-local one when a link is first ready, and not again
	 * before it was down (addrconf.c, addrconf_notify): it stays.
	 */
	if (!(t->parts & TARGET_ONLY_THESE) || address_is_kernels(a) ||
		(c->downed && address_is_lost_when_down(a)))
		return false;
	if (!address_find(t->addresses, t->n_addresses, a))
		return true;
	for (size_t i = 0; i < t->n_addresses; i++) {
		const struct address *was = &t->addresses[i];

		if (was->flags & IFA_F_PERMANENT && !(was->flags & IFA_F_SECONDARY) &&
			!(a->flags & IFA_F_SECONDARY) && shares_network(was, a) &&
			!is_held(c, was))
			return true;
	}
	return false;
}

/*
 * The kernel takes secondaries away with their primary, unless promote_secondaries is set
 * (net/ipv4/devinet.c, __inet_del_ifa): what shares a network with one that goes is given
 * behind that, be it new or there already.
 */
static bool goes_along(const struct target_link *t, const struct link_progress *c,
	const struct address *a)
{
	for (size_t i = 0; c->link && i < c->link->n_addresses; i++) {
		const struct address *other = &c->link->addresses[i];

		if (!(other->flags & IFA_F_SECONDARY) && shares_network(other, a) &&
			has_to_go(t, c, other))
			return true;
	}
	return false;
}

static int give_address(
	struct plan *p, size_t at, const struct address *a, enum phase phase)
{
	struct step *s = plan_add(p, STEP_GIVE, phase, at);

	if (!s)
		return -ENOMEM;
	s->address = a;
	s->no_dad = a->proven;
	if (!a->proven)
		return 0;
	/* a route may lean on it at once; the mark of that is taken off again */
	s = plan_add(p, STEP_GIVE, PHASE_SETTLE, at);
	if (!s)
		return -ENOMEM;
	s->address = a;
	return 0;
}

/*
 * One that has to go, if it is of this family: v4 addresses are taken from the last to
 * the first, so that none is gone with its primary already; of v6 the first goes first,
 * so that what is given again stands before the others.
 */
static int take_address(struct plan *p, size_t at, const struct link_progress *c,
	const struct address *a, uint8_t family, bool late, bool *ret_v4)
{
	struct step *s;

	if (a->family != family || !has_to_go(&p->target->links[at], c, a))
		return 0;
	/* a slave to be keeps its own until nothing before can be refused */
	s = plan_add(p, STEP_TAKE, late ? PHASE_SLAVE_DOWN : PHASE_ADDRESS, at);
	if (!s)
		return -ENOMEM;
	s->address = a;
	s->interrupts = link_is_up(c->link);
	*ret_v4 |= family == AF_INET;
	return 0;
}

/*
 * With the last of a v4 address go the routes of other devices that have it for their
 * source (net/ipv4/fib_frontend.c, fib_del_ifaddr): where a bond goes and its addresses
 * move, they are elsewhere before.
 */
static bool is_handed_over(
	const struct plan *p, const struct link_progress *c, const struct address *a)
{
	for (size_t i = 0; a->family == AF_INET && c->link && i < p->target->n; i++)
		if (p->target->links[i].absent && p->target->links[i].ifindex)
			return true;
	return false;
}

/* What it lacks; but not what goes along with one that is taken. @ret_v4: is one given,
 * or there to stay? */
static int give_addresses(
	struct plan *p, size_t at, const struct link_progress *c, bool late, bool *ret_v4)
{
	const struct target_link *t = &p->target->links[at];
	bool v6_late = late;

	for (size_t i = 0; i < t->n_addresses; i++) {
		const struct address *a = &t->addresses[i];
		bool v6 = a->family == AF_INET6;
		enum phase phase;

		/* what the kernel makes by itself it makes anew */
		if (address_is_kernels(a) || goes_along(t, c, a))
			continue;
		*ret_v4 |= !v6;
		if (is_held(c, a))
			continue;
		phase = is_handed_over(p, c, a) ? PHASE_HANDOVER
						: address_phase(a, v6 ? v6_late : late);
		/* behind one that comes late, so that they keep their order */
		v6_late |= v6 && phase == PHASE_SLAVE_LINK;
		if (give_address(p, at, a, phase) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* What went along with one that was taken. */
static int give_addresses_again(
	struct plan *p, size_t at, const struct link_progress *c, bool late)
{
	const struct target_link *t = &p->target->links[at];

	for (size_t i = 0; i < t->n_addresses; i++) {
		const struct address *a = &t->addresses[i];

		if (!address_is_kernels(a) && goes_along(t, c, a) &&
			give_address(p, at, a, address_phase(a, late)) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int plan_addresses(
	struct plan *p, size_t at, struct link_progress *c, bool enslave)
{
	const struct link *l = c->link;
	bool to_slave = enslave && plan_master_is_bond(p, &p->target->links[at]),
	     late = to_slave || c->late;
	bool v4 = false, v4_stays = false;

	if (give_addresses(p, at, c, late, &v4_stays) < 0)
		return -ENOMEM;
	for (size_t i = 0; l && i < l->n_addresses; i++)
		if (take_address(p, at, c, &l->addresses[l->n_addresses - 1 - i], AF_INET,
			    to_slave, &v4) < 0 ||
			take_address(
				p, at, c, &l->addresses[i], AF_INET6, to_slave, &v4) < 0)
			return -ENOMEM;
	/* with the last address go the routes (net/ipv4/fib_frontend.c, fib_disable_ip)
	 */
	c->v4_emptied = v4 && !v4_stays;
	return give_addresses_again(p, at, c, late);
}

/* ------------------------------------------------------------------------- all others */

/* What happens to the link on its way: LOST_*. */
static unsigned happens_to(const struct link_progress *c)
{
	return (c->downed ? LOST_DOWN : 0) | (c->v4_emptied ? LOST_V4 : 0) |
		(c->new_mac ? LOST_MAC : 0);
}

/* Whether an object of the link is there still, or one that is the same. */
static bool is_kept(const struct link_progress *c, enum object_kind kind, const void *o)
{
	return c->link && !(object_row(kind)->lost_by(o) & happens_to(c));
}

static bool has_one_in_place(
	const struct link_progress *c, enum object_kind kind, const void *o)
{
	const struct object_row *row = object_row(kind);
	const struct objects *have = &c->link->objects[kind];

	for (size_t i = 0; row->same_place && i < have->n; i++)
		if (row->same_place(objects_at(kind, have, i), o))
			return true;
	return false;
}

static int add_step(struct plan *p, size_t at, enum step_kind step, enum phase phase,
	enum object_kind kind, const void *o)
{
	struct step *s = plan_add(p, step, phase, at);

	if (!s)
		return -ENOMEM;
	s->of = kind;
	s->object = o;
	return 0;
}

/* What others lean on comes first. */
static int give_objects(
	struct plan *p, size_t at, const struct link_progress *c, enum object_kind kind)
{
	const struct objects *want = &p->target->links[at].objects[kind];
	const struct object_row *row = object_row(kind);

	for (size_t i = 0; i < 2 * want->n; i++) {
		const void *o = objects_at(kind, want, i % want->n);
		bool kept = is_kept(c, kind, o);

		if ((i >= want->n) != (row->leans && row->leans(o)) ||
			(kept && objects_find(kind, &c->link->objects[kind], o)))
			continue;
		if (add_step(p, at, STEP_GIVE, PHASE_ROUTE, kind, o) < 0)
			return -ENOMEM;
		p->steps[p->n - 1].replaces = kept && has_one_in_place(c, kind, o);
	}
	return 0;
}

/* What is there, and is neither wanted nor replaced by what is. */
static int take_objects(
	struct plan *p, size_t at, const struct link_progress *c, enum object_kind kind)
{
	const struct objects *want = &p->target->links[at].objects[kind], *have;
	const struct object_row *row = object_row(kind);

	have = c->link ? &c->link->objects[kind] : &(const struct objects){ 0 };
	for (size_t i = 0; i < have->n; i++) {
		const void *o = objects_at(kind, have, i);
		bool wanted = objects_find(kind, want, o);

		for (size_t k = 0; k < want->n && row->same_place; k++)
			wanted |= row->same_place(objects_at(kind, want, k), o);
		if (!wanted && is_kept(c, kind, o) &&
			add_step(p, at, STEP_TAKE, PHASE_ADDRESS, kind, o) < 0)
			return -ENOMEM;
	}
	return 0;
}

int plan_objects(struct plan *p, size_t at, struct link_progress *c, bool enslave)
{
	unsigned parts = p->target->links[at].parts;
	int rc = 0;

	for (enum object_kind i = 0; i < OBJECT_KINDS && rc == 0; i++) {
		if (!(parts & (unsigned)TARGET_OBJECTS << i))
			continue;
		/* they lean on one another */
		if (i == OBJECT_ADDRESS)
			rc = plan_addresses(p, at, c, enslave);
		else
			rc = give_objects(p, at, c, i);
		if (rc == 0 && i != OBJECT_ADDRESS && parts & (unsigned)TARGET_ONLY << i)
			rc = take_objects(p, at, c, i);
	}
	return rc;
}
