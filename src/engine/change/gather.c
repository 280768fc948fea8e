/*
 * Which queries a spec and a target raise, see gather.h.
 */
#include <string.h>

#include "change/gather.h"
#include "queries.h"
#include "resolve/resolve.h"
#include "str.h"

/* So many links and more are looked for among all that there are, by one look. */
#define MANY 48

struct gathering {
	struct queries list;
	bool many;		   /* all links are known already */
	bool all_of[OBJECT_KINDS]; /* so are all of a kind */
	bool disrupt;	    /* the spec allows it */
};

static void gathering_free(struct gathering *g)
{
	queries_free(&g->list);
}

static void want(struct gathering *g, enum query_kind kind, const char *name, int ifindex)
{
	if (g->many &&
		(kind == QUERY_NAME || kind == QUERY_LINK || kind == QUERY_SLAVES ||
			kind == QUERY_UPPERS))
		return;
	/* of routes the backend itself decides how it looks at many */
	if (g->many && kind >= QUERY_OBJECTS && kind != QUERY_ROUTES) {
		if (g->all_of[query_of(kind)])
			return;
		g->all_of[query_of(kind)] = true;
		ifindex = 0;
	}
	for (size_t i = 0; i < g->list.n; i++) {
		const struct query *q = &g->list.items[i];

		if (q->kind == kind &&
			(name ? str_eq(q->name, name) : q->ifindex == ifindex))
			return;
	}
	queries_add(&g->list, kind, name, ifindex);
}

/* One look at everything instead of one at each. */
static void want_all(struct gathering *g)
{
	g->many = true;
	queries_add(&g->list, QUERY_LINKS, NULL, 0);
}

static void want_names(struct gathering *g, const struct spec_bond *w)
{
	optmask links = w->options.present & optmask_type(OPTION_LINK);

	want(g, QUERY_NAME, w->name, 0);
	for (size_t i = 0; i < w->n_slaves; i++)
		want(g, QUERY_NAME, w->slaves[i].name, 0);
	for (enum bondnl_option id; optmask_next(&links, &id);)
		want(g, QUERY_NAME, optset_link((struct optset *)&w->options, id), 0);
}

/* The slaves of bonds that are there, and the masters that slaves have elsewhere. */
static void want_relatives(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct link *bond = snapshot_asked(s, w->name);

	for (size_t i = 0; i < w->n_slaves; i++) {
		const struct link *l = snapshot_asked(s, w->slaves[i].name);

		if (l && l->master && !snapshot_by_ifindex(s, l->master))
			want(g, QUERY_LINK, NULL, l->master);
		/* a bond that loses a slave has others, by whose names it is told of */
		if (l && l->master && w->slaves[i].move)
			want(g, QUERY_SLAVES, NULL, l->master);
	}
	/* a slave where a bond was meant: its master is told in the message */
	if (bond && bond->master && !snapshot_by_ifindex(s, bond->master))
		want(g, QUERY_LINK, NULL, bond->master);
	if (bond && link_is_bond(bond))
		want(g, QUERY_SLAVES, NULL, bond->ifindex);
}

static void want_of_link(struct gathering *g, const struct link *l)
{
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		if (link_is_up(l) || !object_row(i)->only_up)
			want(g, QUERY_OBJECTS + i, NULL, l->ifindex);
}

/* May a bond that is there be changed itself? */
static bool changes(const struct spec_bond *w)
{
	return w->intent->patch || w->intent->replace;
}

/* What it loses by one of LOST_*, as far as it is not known. */
static void want_lost_by(struct gathering *g, const struct link *l, unsigned by)
{
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		if (object_row(i)->losses & by && !l->objects[i].known &&
			(link_is_up(l) || !object_row(i)->only_up))
			want(g, QUERY_OBJECTS + i, NULL, l->ifindex);
}

static bool leaves(
	const struct spec_bond *w, const struct link *bond, const struct link *slave)
{
	const struct spec_slave *named = spec_find_slave(w, slave->name);

	if (bond && slave->master == bond->ifindex)
		return named ? named->release : w->intent->replace;
	return named && named->move;
}

/* When its last slave leaves, a bond gets another MAC (bond_main.c,
 * __bond_release_one). */
static void want_of_emptied(struct gathering *g, const struct spec_bond *w,
	const struct snapshot *s, const struct link *master)
{
	const struct link *bond = snapshot_asked(s, w->name);
	bool any = false, all = true;

	for (const struct link *l = NULL;
		(l = snapshot_next_slave(s, master->ifindex, l));) {
		any |= leaves(w, bond, l);
		all &= leaves(w, bond, l);
	}
	/* another bond of the spec may take the others */
	if (any && (all || (w->intent->replace && master != bond)))
		want_lost_by(g, master, LOST_MAC);
}

static void want_lost_by_mac(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct link *bond = snapshot_asked(s, w->name);

	for (size_t i = 0; i < w->n_slaves; i++) {
		const struct link *l = snapshot_asked(s, w->slaves[i].name);
		const struct link *m = l ? snapshot_by_ifindex(s, l->master) : NULL;

		if (m && m != bond && link_is_bond(m))
			want_of_emptied(g, w, s, m);
	}
	if (!bond || !link_is_bond(bond))
		return;
	want_of_emptied(g, w, s, bond);
	if (w->has_mac && memcmp(w->mac, bond->mac, sizeof(w->mac)) != 0)
		want_lost_by(g, bond, LOST_MAC);
}

static bool changes_admin(const struct spec_bond *w, const struct link *bond)
{
	if (w->intent->replace)
		return link_is_up(bond) != (w->admin != ADMIN_DOWN);
	return w->admin != ADMIN_UNSET;
}

/* What a change of the bond itself may touch: to keep it, to put it back. */
static void want_of_set(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct link *bond = snapshot_asked(s, w->name);
	/* what a spec that replaces leaves out may want a bare bond, too */
	bool bare = w->intent->replace ? g->disrupt
				       : w->options.present &
			optmask_flags(OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY);

	if (!changes(w) || !bond || !link_is_bond(bond))
		return;
	/* of an empty one they were asked for already */
	if (w->intent->replace && !snapshot_next_slave(s, bond->ifindex, NULL))
		return;
	if (bare || (w->n_addresses && !w->intent->replace) || w->gateways[0].family ||
		w->gateways[1].family || changes_admin(w, bond))
		want_of_link(g, bond);
	else if (w->n_addresses)
		want(g, QUERY_ADDRESSES, NULL, bond->ifindex);
	if (!bare || !g->disrupt)
		return;
	for (const struct link *l = NULL; (l = snapshot_next_slave(s, bond->ifindex, l));)
		want_of_link(g, l);
	if (link_is_up(bond))
		want(g, QUERY_UPPERS, NULL, bond->ifindex);
}

/* Routes and neighbours go with an address that is taken away: they are read where there
 * is one. */
static void want_objects_at_risk(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct link *bond = snapshot_asked(s, w->name);

	if (!w->intent->replace || !w->n_addresses || !bond || !link_is_bond(bond) ||
		!link_is_up(bond))
		return;
	for (size_t i = 0; i < bond->n_addresses; i++) {
		if (!address_is_given(&bond->addresses[i]) ||
			spec_lists_address(w, &bond->addresses[i]))
			continue;
		want_lost_by(g, bond, LOST_V4);
	}
}

/* What sits on a device that is migrated goes down with it; what sits on the bond would
 * be deleted with that on the way back. One reply tells of both. */
static void want_of_migrate(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct spec_slave *nic = spec_nic(w);
	const struct link *l = nic ? snapshot_asked(s, nic->name) : NULL;

	if (l)
		want(g, QUERY_UPPERS, NULL, l->ifindex);
}

/* VLANs of what goes down, as far as the round before found some. */
static void want_of_vlans(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct spec_slave *nic = spec_nic(w);
	const struct link *on = snapshot_asked(s, nic ? nic->name : w->name);

	if ((!changes(w) || !g->disrupt) && !nic)
		return;
	for (size_t i = 0; i < s->n && on; i++)
		if (snapshot_sits_on(s, &s->links[i], on->ifindex))
			want_of_link(g, &s->links[i]);
}

/* Addresses and routes of what will be disturbed: to warn of, and to put back. */
static void want_belongings(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	const struct link *bond = snapshot_asked(s, w->name);
	const struct intent *in = w->intent;

	/* the first slave brings an empty bond its carrier, and so a link-local address
	 */
	if (bond && link_is_bond(bond) &&
		(in->absent ||
			(!in->patch && !snapshot_next_slave(s, bond->ifindex, NULL))))
		want_of_link(g, bond);
	for (const struct link *l = NULL; (in->absent || in->replace) && bond &&
		link_is_bond(bond) && (l = snapshot_next_slave(s, bond->ifindex, l));)
		if (in->absent || !spec_find_slave(w, l->name))
			want_of_link(g, l);
	for (size_t i = 0; i < w->n_slaves; i++) {
		const struct link *l = snapshot_asked(s, w->slaves[i].name);

		if (l && !w->slaves[i].stay &&
			(w->slaves[i].release || w->slaves[i].flush || !bond ||
				l->master != bond->ifindex))
			want_of_link(g, l);
	}
	want_lost_by_mac(g, w, s);
}

/* Only hardware is wireless: what has a kind was made by software. */
static void want_wireless(
	struct gathering *g, const struct spec_bond *w, const struct snapshot *s)
{
	if (!resolve_asks_wireless(w, s))
		return;
	for (size_t i = 0; i < w->n_slaves; i++) {
		const struct link *l = snapshot_asked(s, w->slaves[i].name);

		if (l && !l->kind[0])
			want(g, QUERY_WIRELESS, NULL, l->ifindex);
	}
}

int gather_before(struct backend *backend, const struct bondnl_spec *spec,
	struct snapshot *ret, struct bondnl_error *err)
{
	static void (*const rounds[])(
		struct gathering *, const struct spec_bond *, const struct snapshot *) = {
		want_relatives,
		want_belongings,
		want_of_set,
		want_of_migrate,
		want_objects_at_risk,
		want_of_vlans,
		want_wireless,
	};
	_cleanup_(gathering_free) struct gathering g = { .disrupt = spec->allow &
			BONDNL_DISRUPT };
	size_t names = 0;
	int rc;

	for (size_t i = 0; i < spec->n; i++)
		names += 1 + spec->bonds[i].n_slaves;
	if (names > MANY)
		want_all(&g);
	for (size_t i = 0; i < spec->n; i++)
		want_names(&g, &spec->bonds[i]);
	rc = queries_run(&g.list, backend, ret, err);
	for (size_t r = 0; r < ARRAY_SIZE(rounds) && rc == 0; r++) {
		for (size_t i = 0; i < spec->n; i++)
			rounds[r](&g, &spec->bonds[i], ret);
		rc = queries_run(&g.list, backend, ret, err);
	}
	return rc;
}

int gather_target(struct backend *backend, const struct target *target, bool relatives,
	struct snapshot *ret, struct bondnl_error *err)
{
	_cleanup_(gathering_free) struct gathering g = { 0 };
	int rc = 0;

	if (target->n > MANY) {
		want_all(&g);
		rc = queries_run(&g.list, backend, ret, err);
	}
	for (size_t i = 0; i < target->n; i++)
		if (target->links[i].ifindex)
			want(&g, QUERY_LINK, NULL, target->links[i].ifindex);
	for (size_t i = 0; i < target->n; i++) {
		const struct target_link *t = &target->links[i];

		if (!t->ifindex || t->absent)
			continue;
		if (relatives && t->is_bond)
			want(&g, QUERY_SLAVES, NULL, t->ifindex);
		for (enum object_kind k = 0; k < OBJECT_KINDS; k++)
			if (t->parts & (unsigned)TARGET_OBJECTS << k)
				want(&g, QUERY_OBJECTS + k, NULL, t->ifindex);
	}
	return rc < 0 ? rc : queries_run(&g.list, backend, ret, err);
}
