/*
 * What should be true, see resolve.h. Asks nobody and changes nothing.
 */
#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "internal.h"
#include "resolve/resolve.h"
#include "resolve/rules.h"

/* --------------------------------------------------------------- is it the right one */

static const char *kind_name(const struct link *l)
{
	return l->kind[0] ? l->kind : l->flags & IFF_LOOPBACK ? "loopback" : "hardware";
}

/* A device that is no bond stands where one is to be made. */
static int refuse_other(struct resolver *r, const struct link *l)
{
	error_set(r->err, -EEXIST, NULL, "a device of this name is there already (%s)",
		kind_name(l));
	error_hint(r->err, "choose another name for the bond");
	return -EEXIST;
}

static int refuse_taken(struct resolver *r, const struct link *l)
{
	const struct spec_bond *w = r->wanted;

	if (!str_eq(l->name, w->name)) {
		error_set(r->err, -EEXIST, NULL, "%s is another name (altname) of %s",
			w->name, l->name);
		error_hint(r->err, "choose another name for the bond");
	} else if (link_is_bond(l)) {
		error_set(r->err, -EEXIST, NULL, "this bond is there already");
		error_hint(r->err,
			"'bondnl show %s' shows it; 'bondnl del %s' removes it, if it is "
			"not needed",
			w->name, w->name);
	} else {
		return refuse_other(r, l);
	}
	return -EEXIST;
}

static int refuse_no_bond(struct resolver *r, const struct link *l)
{
	const struct link *m = snapshot_by_ifindex(r->now, l->master);
	const char *name = r->wanted->name;

	error_set(r->err, -EINVAL, NULL, "it is no bond (%s)", kind_name(l));
	if (r->wanted->intent == BONDNL_DELETE && link_is_bond_slave(l) && m)
		error_hint(r->err,
			"it is a slave of %s; to release it: bondnl remove %s %s",
			m->name, m->name, name);
	else if (r->wanted->intent == BONDNL_DELETE)
		error_hint(r->err,
			"del deletes bonds; to take a slave out of one: bondnl remove "
			"BOND %s",
			name);
	else if (link_is_bond_slave(l) && m)
		error_hint(r->err, "the name of the bond comes first: bondnl %s %s %s",
			spec_intent_name(r->wanted->intent), m->name, name);
	else
		error_hint(r->err, "'bondnl show' lists the bonds");
	return -EINVAL;
}

/* Finds the bond and gives it a place in the target. */
static int find_bond(struct resolver *r)
{
	const struct spec_bond *w = r->wanted;
	const struct link *l = snapshot_asked(r->now, w->name);
	int at;

	if (w->expect == EXPECT_ABSENT && l) {
		if (!str_eq(l->name, w->name) || !l->untouched)
			return refuse_taken(r, l);
		notes_add(r->notes, BONDNL_REPORT_NOTE,
			"%s was there as the bonding module makes it while loading: used",
			l->name);
	}
	if (w->expect == EXPECT_PRESENT) {
		if (!l) {
			error_set(r->err, -ENODEV, NULL, "no such bond");
			if (w->intent == BONDNL_ADD || w->intent == BONDNL_SET)
				error_hint(r->err, "'bondnl create %s ...' makes it",
					w->name);
			else
				error_hint(r->err, "'bondnl show' lists the bonds");
			return -ENODEV;
		}
		if (!link_is_bond(l))
			return refuse_no_bond(r, l);
	}
	if (w->expect == EXPECT_EITHER && l && !link_is_bond(l))
		return w->absent ? refuse_no_bond(r, l) : refuse_other(r, l);
	if (!l && w->absent)
		return 0;
	/* a bond may be there already, as the slave of another one of the spec */
	at = l ? target_find(r->target, l->ifindex) : target_find_new(r->target, w->name);
	if (at >= 0 && r->target->links[at].named)
		return error_set(r->err, -EINVAL, NULL,
			"%s is named twice, by two of its names", l->name);
	if (at < 0)
		at = target_add(r->target, l, w->name);
	if (at < 0)
		return error_nomem(r->err);
	r->at = at;
	r->bond = l;
	r->target->links[at].is_bond = true;
	r->target->links[at].named = true;
	r->target->links[at].spec_at = r->place;
	return 0;
}

/* ---------------------------------------------------------------- the bond's own parts
 */

static bool has_route(const struct target_link *tl, const struct route *route)
{
	for (size_t i = 0; i < tl->n_routes; i++)
		if (route_is_default(&tl->routes[i]) && route_same(&tl->routes[i], route))
			return true;
	return false;
}

static int add_parts(struct resolver *r)
{
	const struct spec_bond *w = r->wanted;
	struct target_link *tl = bond_target(r);
	int rc;

	if (spec_makes(w) || w->replace || w->admin != ADMIN_UNSET) {
		tl->parts |= TARGET_ADMIN;
		tl->up = w->admin != ADMIN_DOWN;
	}
	if (w->mtu) {
		tl->parts |= TARGET_MTU;
		tl->mtu = w->mtu;
	}
	if (w->has_mac) {
		tl->parts |= TARGET_MAC;
		memcpy(tl->mac, w->mac, sizeof(w->mac));
		tl->mac_len = sizeof(w->mac);
	}
	if (w->replace && w->n_addresses) {
		rc = resolve_preserve_foreign_addresses(r);
		if (rc < 0)
			return rc;
	}
	for (size_t i = 0; i < w->n_addresses; i++) {
		if (target_add_object(tl, OBJECT_ADDRESS, &w->addresses[i].address) < 0)
			return error_nomem(r->err);
	}
	if (w->replace && w->n_addresses) {
		rc = resolve_preserve_foreign_routes(r);
		if (rc < 0)
			return rc;
	}
	for (size_t i = 0; i < ARRAY_SIZE(w->gateways); i++) {
		struct route route = { .family = w->gateways[i].family,
			.by_gateway = true };

		if (!route.family)
			continue;
		memcpy(route.gateway, w->gateways[i].ip, sizeof(route.gateway));
		/* one that moves to the bond is enough */
		if (has_route(tl, &route))
			continue;
		if (target_add_object(tl, OBJECT_ROUTE, &route) < 0)
			return error_nomem(r->err);
	}
	return 0;
}

/* Deleting a bond releases its slaves: they belong to what is read back and put back. */
static int add_released(struct resolver *r)
{
	for (const struct link *l = NULL;
		(l = snapshot_next_slave(r->now, r->bond->ifindex, l));) {
		int at;

		if (target_find(r->target, l->ifindex) >= 0)
			continue;
		at = target_add(r->target, l, NULL);
		if (at < 0)
			return error_nomem(r->err);
		r->target->links[at].parts = TARGET_MASTER;
		r->target->links[at].spec_at = r->place;
	}
	return 0;
}

static int check_rules(struct resolver *r)
{
	const struct optset nothing = { 0 };
	struct optset options = bond_target(r)->options;
	const struct rule_case rule = {
		.wanted = r->wanted,
		.options = &options,
		.have = r->bond ? &r->bond->options : &nothing,
		.bond = r->bond,
		.now = r->now,
		.allow = r->allow,
		.mode = resolve_mode(r, &options),
	};

	/* a bond that is a slave, too, has the options of one */
	options.present &= optmask_level(OPTION_BOND);
	return rules_check(&rule, r->notes, r->err);
}

static int resolve_slave(struct resolver *r, const struct spec_slave *s)
{
	const struct link *l = snapshot_asked(r->now, s->name);

	if (s->release)
		return resolve_remove_slave(r, s);
	if (s->stay ||
		(r->wanted->replace && r->bond && l && l->master == r->bond->ifindex))
		return resolve_set_slave(r, s);
	return resolve_add_slave(r, s);
}

static int resolve_bond(struct resolver *r)
{
	const struct spec_bond *w = r->wanted;
	bool changes; /* a bond that is there */
	optmask links;
	int rc;

	if (w->intent == BONDNL_MIGRATE) {
		rc = resolve_check_nic(r);
		if (rc < 0)
			return rc;
	}
	rc = find_bond(r);
	if (rc < 0)
		return rc;
	changes = w->intent == BONDNL_SET || (w->replace && r->bond);
	if (w->absent && !r->bond)
		return 0;
	if (w->absent) {
		bond_target(r)->absent = true;
		rc = add_released(r);
		if (rc == 0 && w->intent == BONDNL_MIGRATE_BACK)
			rc = resolve_give_back(r);
		return rc;
	}

	optset_merge(&bond_target(r)->options, &w->options, w->options.present);
	if (r->allow & BONDNL_FORCE)
		bond_target(r)->forced = w->options.present;
	if (w->intent == BONDNL_FAILOVER) {
		rc = resolve_failover(r);
		return rc < 0 ? rc : check_rules(r);
	}
	if (r->bond && w->replace) {
		rc = resolve_release_unlisted(r);
		if (rc < 0)
			return rc;
	}
	if (changes && r->allow & BONDNL_DISRUPT) {
		rc = resolve_add_present_slaves(r);
		if (rc < 0)
			return rc;
	}

	for (size_t i = 0; i < w->n_slaves; i++) {
		rc = resolve_slave(r, &w->slaves[i]);
		if (rc < 0)
			return rc;
	}
	resolve_choose_monitor(r);
	resolve_choose_mac_policy(r);
	if (r->bond && w->replace)
		resolve_defaults(r);
	if (changes) {
		resolve_preserve_couplings(r);
		resolve_warn_of_down(r);
	}
	links = bond_target(r)->options.present & optmask_type(OPTION_LINK);
	for (enum bondnl_option id; optmask_next(&links, &id);) {
		rc = resolve_slave_option(r, id);
		if (rc < 0)
			return rc;
	}

	rc = check_rules(r);
	if (rc == 0 && w->intent == BONDNL_MIGRATE)
		rc = resolve_take_over(r);
	if (rc < 0)
		return rc;
	rc = add_parts(r);
	if (rc == 0 && changes)
		rc = resolve_disrupt(r);
	return rc;
}

int resolve(struct target *ret, const struct snapshot *now,
	const struct bondnl_spec *spec, unsigned flags, struct notes *notes,
	size_t *ret_spec, struct bondnl_error *err)
{
	int rc;

	for (size_t i = 0; i < spec->n; i++) {
		struct resolver r = {
			.target = ret,
			.now = now,
			.spec = spec,
			.wanted = &spec->bonds[i],
			.place = (int)i,
			.allow = spec->allow,
			.flags = flags,
			.notes = notes,
			.err = err,
		};

		*ret_spec = i;
		rc = resolve_bond(&r);
		if (rc < 0)
			return rc;
	}
	return 0;
}

bool resolve_asks_wireless(const struct spec_bond *w, const struct snapshot *now)
{
	const struct link *bond = snapshot_asked(now, w->name);
	int64_t mode = optset_number(&w->options, BONDNL_OPT_MODE,
		bond ? optset_number(&bond->options, BONDNL_OPT_MODE, -1) : -1);

	if (!spec_makes(w) && w->intent != BONDNL_ADD && !w->replace)
		return false;
	if (mode != MODE_ACTIVE_BACKUP ||
		optset_has(&w->options, BONDNL_OPT_FAIL_OVER_MAC))
		return false;
	return !bond ||
		option_mac_policy(mode,
			optset_number(&bond->options, BONDNL_OPT_FAIL_OVER_MAC, 0)) ==
		FAIL_OVER_MAC_NONE;
}

bool resolve_may_be_modules(const struct link *bond, const struct snapshot *now)
{
	if (!link_is_bond(bond) || strncmp(bond->name, "bond", 4) != 0 ||
		!isdigit((unsigned char)bond->name[4]))
		return false;
	for (const char *p = bond->name + 4; *p; p++)
		if (!isdigit((unsigned char)*p))
			return false;
	return !link_is_up(bond) && !bond->master && !bond->n_addresses &&
		!snapshot_next_slave(now, bond->ifindex, NULL);
}
