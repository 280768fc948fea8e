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
	const struct intent *in = r->wanted->intent;
	const char *name = r->wanted->name;

	error_set(r->err, -EINVAL, NULL, "it is no bond (%s)", kind_name(l));
	if (in->mistaken_for_remove && link_is_bond_slave(l) && m)
		error_hint(r->err,
			"it is a slave of %s; to release it: bondnl remove %s %s",
			m->name, m->name, name);
	else if (in->mistaken_for_remove)
		error_hint(r->err,
			"del deletes bonds; to take a slave out of one: bondnl remove "
			"BOND %s",
			name);
	else if (link_is_bond_slave(l) && m)
		error_hint(r->err, "the name of the bond comes first: bondnl %s %s %s",
			in->name, m->name, name);
	else
		error_hint(r->err, "'bondnl show' lists the bonds");
	return -EINVAL;
}

static int refuse_missing(struct resolver *r)
{
	error_set(r->err, -ENODEV, NULL, "no such bond");
	/* create takes the same words */
	if (r->wanted->intent->takes & TAKES_SLAVE_OPTIONS)
		error_hint(r->err, "'bondnl create %s ...' makes it", r->wanted->name);
	else
		error_hint(r->err, "'bondnl show' lists the bonds");
	return -ENODEV;
}

/* Is @l, found by the name of the bond, what the intent expects? NULL: nothing is. */
static int check_found(struct resolver *r, const struct link *l)
{
	const struct intent *in = r->wanted->intent;

	if (!l)
		return in->expect == EXPECT_PRESENT ? refuse_missing(r) : 0;
	if (in->expect != EXPECT_ABSENT && link_is_bond(l))
		return 0;
	if (in->expect == EXPECT_PRESENT || in->absent)
		return refuse_no_bond(r, l);
	if (in->expect == EXPECT_EITHER)
		return refuse_other(r, l);
	if (!str_eq(l->name, r->wanted->name) || !l->untouched)
		return refuse_taken(r, l);
	notes_add(r->notes, BONDNL_REPORT_NOTE,
		"%s was there as the bonding module makes it while loading: used",
		l->name);
	return 0;
}

/* Finds the bond and gives it a place in the target. */
static int find_bond(struct resolver *r)
{
	const struct spec_bond *w = r->wanted;
	const struct link *l = snapshot_asked(r->now, w->name);
	int at = check_found(r, l);

	if (at < 0)
		return at;
	if (!l && w->intent->absent)
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

static int add_addresses(struct resolver *r)
{
	const struct spec_bond *w = r->wanted;
	struct target_link *tl = bond_target(r);
	bool replace = w->intent->replace && w->n_addresses;
	int rc = replace ? resolve_preserve_foreign_addresses(r) : 0;

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < w->n_addresses; i++)
		if (target_add_object(tl, OBJECT_ADDRESS, &w->addresses[i].address) < 0)
			return error_nomem(r->err);
	return replace ? resolve_preserve_foreign_routes(r) : 0;
}

static int add_gateways(struct resolver *r)
{
	struct target_link *tl = bond_target(r);

	for (size_t i = 0; i < ARRAY_SIZE(r->wanted->gateways); i++) {
		const struct spec_gateway *g = &r->wanted->gateways[i];
		struct route route = { .family = g->family, .by_gateway = true };

		memcpy(route.gateway, g->ip, sizeof(route.gateway));
		/* one that moves to the bond is enough */
		if (!g->family || has_route(tl, &route))
			continue;
		if (target_add_object(tl, OBJECT_ROUTE, &route) < 0)
			return error_nomem(r->err);
	}
	return 0;
}

static int add_parts(struct resolver *r)
{
	const struct spec_bond *w = r->wanted;
	struct target_link *tl = bond_target(r);
	int rc;

	/* if it is not given, a bond that is changed stays as it is; others are up */
	if (!w->intent->patch || w->admin != ADMIN_UNSET) {
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
	rc = w->has_mac ? resolve_preserve_lost_by(r, LOST_MAC) : 0;
	if (rc == 0)
		rc = add_addresses(r);
	return rc < 0 ? rc : add_gateways(r);
}

/* The bond goes, and releases its slaves: they are read back, and put back with it. */
static int delete_bond(struct resolver *r)
{
	bond_target(r)->absent = true;
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

static int take_options(struct resolver *r)
{
	const struct optset *o = &r->wanted->options;

	optset_merge(&bond_target(r)->options, o, o->present);
	if (r->allow & BONDNL_FORCE)
		bond_target(r)->forced = o->present;
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
		(r->wanted->intent->replace && r->bond && l &&
			l->master == r->bond->ifindex))
		return resolve_set_slave(r, s);
	return resolve_add_slave(r, s);
}

static int take_slaves(struct resolver *r)
{
	int rc = 0;

	for (size_t i = 0; i < r->wanted->n_slaves && rc == 0; i++)
		rc = resolve_slave(r, &r->wanted->slaves[i]);
	return rc;
}

static int name_slaves(struct resolver *r)
{
	optmask links = bond_target(r)->options.present & optmask_type(OPTION_LINK);
	int rc = 0;

	for (enum bondnl_option id; rc == 0 && optmask_next(&links, &id);)
		rc = resolve_slave_option(r, id);
	return rc;
}

static const struct {
	int (*run)(struct resolver *r);
	bool of_present; /* skipped if the bond is not there */
} passes[PASS_COUNT_] = {
	[PASS_NIC] = { .run = resolve_check_nic },
	[PASS_FIND] = { .run = find_bond },
	[PASS_DELETE] = { .run = delete_bond, .of_present = true },
	[PASS_GIVE_BACK] = { .run = resolve_give_back },
	[PASS_OPTIONS] = { .run = take_options },
	[PASS_FAILOVER] = { .run = resolve_failover },
	[PASS_UNLISTED] = { .run = resolve_release_unlisted, .of_present = true },
	[PASS_PRESENT] = { .run = resolve_add_present_slaves, .of_present = true },
	[PASS_SLAVES] = { .run = take_slaves },
	[PASS_MONITOR] = { .run = resolve_choose_monitor },
	[PASS_MAC_POLICY] = { .run = resolve_choose_mac_policy },
	[PASS_DEFAULTS] = { .run = resolve_defaults, .of_present = true },
	[PASS_COUPLINGS] = { .run = resolve_preserve_couplings, .of_present = true },
	[PASS_DOWN] = { .run = resolve_warn_of_down, .of_present = true },
	[PASS_LINKS] = { .run = name_slaves },
	[PASS_RULES] = { .run = check_rules },
	[PASS_TAKE_OVER] = { .run = resolve_take_over },
	[PASS_PARTS] = { .run = add_parts },
	[PASS_DISRUPT] = { .run = resolve_disrupt, .of_present = true },
};

static int resolve_bond(struct resolver *r)
{
	for (const enum pass *pass = r->wanted->intent->passes; *pass != PASS_END;
		pass++) {
		int rc = passes[*pass].of_present && !r->bond ? 0 : passes[*pass].run(r);

		if (rc < 0)
			return rc;
	}
	return 0;
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

	if (!intent_has_pass(w->intent, PASS_MAC_POLICY))
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
