/*
 * What a spec that replaces says by saying nothing: slaves that it does not list go,
 * options that it does not name are as in a new bond. What it does say is resolve.h's and
 * the others'.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "internal.h"
#include "resolve/resolve.h"

bool resolve_lists(const struct resolver *r, const struct link *slave)
{
	for (size_t i = 0; i < r->wanted->n_slaves; i++)
		if (snapshot_asked(r->now, r->wanted->slaves[i].name) == slave)
			return true;
	return false;
}

int resolve_release_unlisted(struct resolver *r)
{
	for (const struct link *l = NULL;
		(l = snapshot_next_slave(r->now, r->bond->ifindex, l));) {
		int rc;

		/* another bond of the spec may have claimed it already */
		if (resolve_lists(r, l) || target_find(r->target, l->ifindex) >= 0)
			continue;
		rc = resolve_release(r, l);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The number that a new bond has; a list and a slave are none. */
static int64_t fresh_number(const struct resolver *r, const struct option *o)
{
	return optset_number(&r->now->fresh, o->id, o->initial);
}

/*
 * The first slave that cannot change its MAC makes the driver choose it (bond_main.c,
 * bond_enslave), and only an empty bond can have another one.
 */
static bool is_slaves_choice(const struct resolver *r, enum bondnl_option id)
{
	return id == BONDNL_OPT_FAIL_OVER_MAC &&
		snapshot_next_slave(r->now, r->bond->ifindex, NULL);
}

static void default_option(struct resolver *r, const struct option *o)
{
	struct optset *set = &bond_target(r)->options;
	const struct optset *have = &r->bond->options;
	const struct value none = { 0 };

	if (option_may_be_none(o)) {
		if (optset_has(have, o->id))
			optset_put(set, o->id, &none);
	} else if (o->flags & OPTION_NEEDS_MIIMON &&
		optset_number(set, BONDNL_OPT_MIIMON, 0) == 0) {
		return; /* without it there is none that could be set */
	} else if (optset_has(have, o->id) && !is_slaves_choice(r, o->id)) {
		optset_put_number(set, o->id, fresh_number(r, o));
	}
}

/* What a slave that stays is not told has the number that new ones have. */
static void default_slave_options(
	struct resolver *r, struct target_link *tl, int64_t mode)
{
	const struct link *l = snapshot_by_ifindex(r->now, tl->ifindex);
	optmask mask;

	if (!l || l->master != r->bond->ifindex)
		return;
	mask = optmask_in_mode(l->options.present & optmask_level(OPTION_SLAVE), mode) &
		~tl->options.present;
	for (enum bondnl_option id; optmask_next(&mask, &id);)
		if (option_settable(option_get(id)))
			optset_put_number(&tl->options, id, option_get(id)->initial);
}

int resolve_defaults(struct resolver *r)
{
	struct target_link *tl = bond_target(r);
	optmask mask;
	int64_t mode;

	if (!optset_has(&tl->options, BONDNL_OPT_MODE))
		optset_put_number(&tl->options, BONDNL_OPT_MODE,
			fresh_number(r, option_get(BONDNL_OPT_MODE)));
	mode = tl->options.number[BONDNL_OPT_MODE];
	mask = optmask_in_mode(optmask_level(OPTION_BOND), mode) & ~tl->options.present;
	/* which slave is active is the driver's choice at any moment */
	mask &= ~optmask_flags(OPTION_LATE);
	for (enum bondnl_option id; optmask_next(&mask, &id);)
		default_option(r, option_get(id));
	/* what stands before it in the target was not its slave */
	for (size_t i = (size_t)r->at + 1; i < r->target->n; i++)
		if (r->target->links[i].parts & TARGET_MASTER &&
			r->target->links[i].master == r->at)
			default_slave_options(r, &r->target->links[i], mode);
	return 0;
}

bool resolve_asks_fresh(const struct spec_bond *w, const struct snapshot *now)
{
	const struct link *bond = snapshot_asked(now, w->name);
	optmask mask;

	if (!w->intent->replace || !bond || !link_is_bond(bond))
		return false;
	mask = bond->options.present & ~w->options.present & optmask_level(OPTION_BOND);
	mask = optmask_in_mode(mask,
		optset_number(&w->options, BONDNL_OPT_MODE,
			optset_number(&bond->options, BONDNL_OPT_MODE, -1)));
	/* these are chosen by the spec, or are none */
	mask &= ~(OPTBIT(BONDNL_OPT_MIIMON) | optmask_flags(OPTION_LATE));
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		const struct option *o = option_get(id);

		if (!option_may_be_none(o) && bond->options.number[id] != o->initial)
			return true;
	}
	return false;
}

/*
 * A spec that names addresses names all that somebody gave. What the kernel made, and
 * what has a lifetime, such as that of a lease, is not of that kind.
 */
int resolve_preserve_foreign_addresses(struct resolver *r)
{
	struct target_link *tl = bond_target(r);

	tl->parts |= TARGET_ADDRESSES | TARGET_ONLY_THESE;
	for (size_t i = 0; r->bond && i < r->bond->n_addresses; i++) {
		const struct address *a = &r->bond->addresses[i];

		if (address_is_given(a))
			continue;
		if (target_add_object(tl, OBJECT_ADDRESS, a) < 0)
			return error_nomem(r->err);
	}
	return 0;
}

/* Not addresses and routes, of which a spec may say more. */
int resolve_preserve_lost_by(struct resolver *r, unsigned by)
{
	struct target_link *tl = bond_target(r);

	for (enum object_kind i = OBJECT_ROUTE + 1; r->bond && i < OBJECT_KINDS; i++) {
		const struct objects *list = &r->bond->objects[i];

		for (size_t k = 0; k < list->n; k++) {
			const void *o = objects_at(i, list, k);

			if (object_row(i)->lost_by(o) & by &&
				!objects_find(i, &tl->objects[i], o) &&
				target_add_object(tl, i, o) < 0)
				return error_nomem(r->err);
		}
	}
	return 0;
}

/*
 * With the last v4 address go all v4 routes: those that lean on an address of the spec
 * are given again. A default route that the spec has otherwise is not. So are neighbours.
 */
int resolve_preserve_foreign_routes(struct resolver *r)
{
	struct target_link *tl = bond_target(r);

	for (size_t i = 0; r->bond && i < r->bond->n_routes; i++) {
		const struct route *route = &r->bond->routes[i];
		bool leans = false;
		uint8_t gateway[16];

		if (route->family != AF_INET ||
			(r->wanted->gateways[0].family && route_gateway(route, gateway)))
			continue;
		for (size_t k = 0; k < tl->n_addresses && !leans; k++)
			leans = route_depends_on(route, &tl->addresses[k]);
		if (!leans)
			continue;
		if (target_add_object(tl, OBJECT_ROUTE, route) < 0)
			return error_nomem(r->err);
	}
	return resolve_preserve_lost_by(r, LOST_V4);
}
