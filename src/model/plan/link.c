/*
 * Steps that set what a link has of its own: up or down, MTU, MAC, group, addresses,
 * routes.
 * Options and masters are not its concern.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <string.h>
#include <sys/socket.h>

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

int plan_link(struct plan *p, size_t at, const struct link_progress *c,
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

static int give_address(struct plan *p, size_t at, const struct address *a, enum phase phase)
{
	struct step *s = plan_add(p, STEP_ADDRESS, phase, at);

	if (!s)
		return -ENOMEM;
	s->address = a;
	s->no_dad = a->proven;
	if (!a->proven)
		return 0;
	/* a route may lean on it at once; the mark of that is taken off again */
	s = plan_add(p, STEP_ADDRESS, PHASE_SETTLE, at);
	if (!s)
		return -ENOMEM;
	s->address = a;
	return 0;
}

/*
 * One that has to go, if it is of this family: v4 addresses are taken from the last to the
 * first, so that none is gone with its primary already; of v6 the first goes first, so that
 * what is given again stands before the others.
 */
static int take_address(struct plan *p, size_t at, const struct link_progress *c,
	const struct address *a, uint8_t family, bool late, bool *ret_v4)
{
	struct step *s;

	if (a->family != family || !has_to_go(&p->target->links[at], c, a))
		return 0;
	/* a slave to be keeps its own until nothing before can be refused */
	s = plan_add(p, STEP_NO_ADDRESS, late ? PHASE_SLAVE_DOWN : PHASE_ADDRESS, at);
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

int plan_addresses(struct plan *p, size_t at, struct link_progress *c, bool enslave)
{
	const struct target_link *t = &p->target->links[at];
	const struct link *l = c->link;
	bool to_slave = enslave && plan_master_is_bond(p, t), late = to_slave || c->late;
	bool v4 = false, v4_stays = false;

	if (!(t->parts & TARGET_ADDRESSES))
		return 0;
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

static bool holds_route(const struct link *l, const struct route *r)
{
	for (size_t i = 0; i < l->n_routes; i++)
		if (route_same(&l->routes[i], r))
			return true;
	return false;
}

static bool keeps_routes(const struct link_progress *c, const struct route *r)
{
	return c->link && !c->downed && !(c->v4_emptied && r->family == AF_INET);
}

/* Has the link another route in its place, such as a default route by another gateway? */
static bool is_taken(const struct link *l, const struct route *r)
{
	for (size_t i = 0; i < l->n_routes; i++)
		if (route_same_place(&l->routes[i], r))
			return true;
	return false;
}

/* Routes to neighbours first: the others lean on them. */
int plan_routes(struct plan *p, size_t at, const struct link_progress *c)
{
	const struct target_link *t = &p->target->links[at];
	struct step *s;

	if (!(t->parts & TARGET_ROUTES))
		return 0;
	for (int by_gateway = 0; by_gateway <= 1; by_gateway++) {
		for (size_t i = 0; i < t->n_routes; i++) {
			const struct route *r = &t->routes[i];

			if (r->by_gateway != by_gateway)
				continue;
			if (keeps_routes(c, r) && holds_route(c->link, r))
				continue;
			s = plan_add(p, STEP_ROUTE, PHASE_ROUTE, at);
			if (!s)
				return -ENOMEM;
			s->route = r;
			s->replaces = keeps_routes(c, r) && is_taken(c->link, r);
		}
	}
	return 0;
}
