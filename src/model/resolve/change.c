/*
 * What a change of a bond that is there brings with it: options that are coupled to
 * those that were said, and, for what the driver changes only on a bond that is down or
 * empty, all that has to be there again afterwards. It orders nothing: that is the
 * plan's.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"
#include "option/value.h"

#define MIIMON_OF_DRIVER 100 /* ms: bond_options.c, BOND_DEFAULT_MIIMON */

int resolve_set_slave(struct resolver *r, const struct spec_slave *s)
{
	const struct link *l = snapshot_asked(r->now, s->name);
	struct target_link *tl;
	int at;

	if (!l)
		return error_set(r->err, -ENODEV, s->name, "no such device");
	if (l->master != r->bond->ifindex) {
		error_set(
			r->err, -EINVAL, s->name, "it is no slave of %s", r->bond->name);
		error_hint(
			r->err, "to put it in: bondnl add %s %s", r->bond->name, s->name);
		return -EINVAL;
	}
	at = target_find(r->target, l->ifindex);
	tl = at >= 0 ? &r->target->links[at] : NULL;
	/* a slave may be a bond that the spec has said already */
	if (tl && tl->spec_at >= 0 && (!tl->named || tl->parts & TARGET_MASTER))
		return error_set(r->err, -EINVAL, s->name, "%s is named twice", l->name);
	if (at < 0)
		at = target_add(r->target, l, NULL);
	if (at < 0)
		return error_nomem(r->err);
	tl = &r->target->links[at];
	if (!tl->named)
		tl->spec_at = r->place;
	tl->parts |= TARGET_MASTER;
	tl->master = r->at;
	optset_merge(&tl->options, &s->options, s->options.present);
	if (r->allow & BONDNL_FORCE)
		tl->forced = s->options.present;
	return 0;
}

/* -------------------------------------------------------------------------- couplings */

/*
 * The driver begins MII monitoring by itself in a mode that has no other
 * (bond_options.c, bond_option_mode_set).
 */
static void keep_monitor(struct resolver *r, struct optset *o, const struct optset *have)
{
	int64_t mode = resolve_mode(r, o);

	if (optset_has(o, BONDNL_OPT_MIIMON) || !optset_has(o, BONDNL_OPT_MODE) ||
		mode == optset_number(have, BONDNL_OPT_MODE, mode) ||
		optset_number(have, BONDNL_OPT_MIIMON, 0) > 0 ||
		option_in_mode(option_get(BONDNL_OPT_ARP_INTERVAL), mode))
		return;
	optset_put_number(o, BONDNL_OPT_MIIMON, MIIMON_OF_DRIVER);
	notes_add(r->notes, BONDNL_REPORT_NOTE,
		"miimon %d, because mode %s has no other link monitor", MIIMON_OF_DRIVER,
		option_mode_name(mode));
}

int resolve_preserve_couplings(struct resolver *r)
{
	struct target_link *tl = bond_target(r);
	struct optset *o = &tl->options;
	const struct optset *have = &r->bond->options;
	optmask lists = optmask_type(OPTION_IP4_LIST) | optmask_type(OPTION_IP6_LIST);
	optmask mask = o->present & lists;
	int64_t miimon;

	keep_monitor(r, o, have);
	/*
	 * Delays are kept as multiples of miimon, even while it is 0: what is not said
	 * again changes its meaning (bond_options.c, _bond_option_delay_set).
	 */
	miimon = optset_number(o, BONDNL_OPT_MIIMON, 0);
	if (miimon > 0 && miimon != optset_number(have, BONDNL_OPT_MIIMON, 0))
		optset_merge(o, have,
			have->present & ~o->present & optmask_flags(OPTION_NEEDS_MIIMON));
	/*
	 * A message with an empty list alone leaves the result to chance in some kernels
	 * (bond_netlink.c, bond_changelink): another option goes before it.
	 */
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		if (!optset_is_none(o, id) || optset_has(o, BONDNL_OPT_USE_CARRIER) ||
			!optset_has(have, BONDNL_OPT_USE_CARRIER) ||
			!optset_has(have, id))
			continue;
		optset_merge(o, have, OPTBIT(BONDNL_OPT_USE_CARRIER));
		tl->say |= OPTBIT(BONDNL_OPT_USE_CARRIER);
	}
	return 0;
}

/* v6 addresses and routes go with the link; nobody says so but the network, later. */
int resolve_warn_of_down(struct resolver *r)
{
	_cleanup_text_ struct text lost = { 0 };
	char one[ADDRESS_TEXT_SIZE];
	const struct link *l = r->bond;
	size_t routes = 0;

	if (r->wanted->admin != ADMIN_DOWN || !link_is_up(l))
		return 0;
	for (size_t i = 0; i < l->n_addresses; i++) {
		if (!address_is_lost_when_down(&l->addresses[i]) ||
			address_is_kernels(&l->addresses[i]))
			continue;
		address_print(&l->addresses[i], one);
		text_add(&lost, "%saddress %s", lost.len ? ", " : "", one);
	}
	for (size_t i = 0; i < l->n_routes; i++)
		routes += l->routes[i].by_gateway;
	if (routes)
		text_add(&lost, "%s%zu route%s by a gateway", lost.len ? ", " : "",
			routes, routes > 1 ? "s" : "");
	if (lost.len)
		notes_add(r->notes, BONDNL_REPORT_WARNING,
			"%s loses by being down: %s; up does not bring it back", l->name,
			text_str(&lost));
	return 0;
}

/* ------------------------------------------------------------------------- disruption */

static int add_kept(struct resolver *r, const struct link *l)
{
	int at;

	if (target_find(r->target, l->ifindex) >= 0)
		return 0;
	at = target_add(r->target, l, NULL);
	if (at < 0)
		return error_nomem(r->err);
	r->target->links[at].parts = TARGET_MASTER;
	r->target->links[at].master = r->at;
	return 0;
}

/*
 * netlink does not tell in which order slaves came: the active one first, so that it
 * is that again, the others by ifindex.
 */
int resolve_add_present_slaves(struct resolver *r)
{
	int active = (int)optset_number(&r->bond->options, BONDNL_OPT_ACTIVE_SLAVE, 0);
	const struct link *first = active ? snapshot_by_ifindex(r->now, active) : NULL;

	if (!(r->allow & BONDNL_DISRUPT))
		return 0;
	if (first && first->master == r->bond->ifindex && add_kept(r, first) < 0)
		return -ENOMEM;
	for (const struct link *l = NULL;
		(l = snapshot_next_slave(r->now, r->bond->ifindex, l));)
		if (add_kept(r, l) < 0)
			return -ENOMEM;
	return 0;
}

/* What a slave had is said again when it comes back, as far as the mode has it. */
static void keep_slave_options(
	struct resolver *r, struct target_link *tl, const struct link *l, int64_t mode)
{
	optmask mask =
		l->options.present & optmask_level(OPTION_SLAVE) & ~tl->options.present;
	optmask kept = optmask_in_mode(mask, mode);

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		const struct option *o = option_get(id);

		if (!option_settable(o))
			continue;
		if (kept & OPTBIT(id))
			optset_merge(&tl->options, &l->options, OPTBIT(id));
		else if (l->options.number[id] != o->initial)
			notes_add(r->notes, BONDNL_REPORT_NOTE,
				"%s loses its %s: mode %s has none", l->name, o->name,
				option_mode_name(mode));
	}
}

static int keep_slaves(struct resolver *r)
{
	int64_t mode = resolve_mode(r, &bond_target(r)->options);

	for (size_t i = 0; i < r->target->n; i++) {
		struct target_link *tl = &r->target->links[i];
		const struct link *l = snapshot_by_ifindex(r->now, tl->ifindex);

		if (!l || tl->master != r->at || l->master != r->bond->ifindex)
			continue;
		tl->parts |= TARGET_ADMIN | TARGET_MTU;
		tl->up = link_is_up(l);
		tl->mtu = l->mtu;
		keep_slave_options(r, tl, l, mode);
		if (target_keep_belongings(tl, l) < 0)
			return error_nomem(r->err);
	}
	return 0;
}

/* VLANs go down and up with their device, and those on them with them. */
int resolve_preserve_vlans(struct resolver *r, int at_device)
{
	for (size_t i = (size_t)at_device; i < r->target->n; i++) {
		int on = r->target->links[i].ifindex;

		if (!on || ((int)i != at_device && r->target->links[i].on < 0))
			continue;
		for (size_t k = 0; k < r->now->n; k++) {
			const struct link *l = &r->now->links[k];
			struct target_link *tl;
			int at;

			if (l->lower != on || !link_is_vlan(l) ||
				target_find(r->target, l->ifindex) >= 0)
				continue;
			at = target_add(r->target, l, NULL);
			if (at < 0)
				return error_nomem(r->err);
			tl = &r->target->links[at];
			tl->parts = TARGET_ADMIN;
			tl->up = link_is_up(l);
			tl->on = (int)i;
			if (target_keep_belongings(tl, l) < 0)
				return error_nomem(r->err);
		}
	}
	return 0;
}

static int keep_bond(struct resolver *r)
{
	struct target_link *tl = bond_target(r);

	tl->bare = true;
	if (!(tl->parts & TARGET_ADMIN))
		tl->up = link_is_up(r->bond);
	if (!(tl->parts & TARGET_MTU))
		tl->mtu = r->bond->mtu;
	tl->parts |= TARGET_ADMIN | TARGET_MTU;
	/* with fail_over_mac it is that of the active slave */
	if (!(tl->parts & TARGET_MAC) &&
		resolve_mac_policy(r, &tl->options) == FAIL_OVER_MAC_NONE) {
		tl->parts |= TARGET_MAC;
		memcpy(tl->mac, r->bond->mac, sizeof(tl->mac));
		tl->mac_len = r->bond->mac_len;
	}
	return target_keep_belongings(tl, r->bond) < 0 ? error_nomem(r->err) : 0;
}

int resolve_disrupt(struct resolver *r)
{
	struct target_link *tl = bond_target(r);
	optmask mask =
		optset_differing(&tl->options, &r->bond->options, tl->options.present);
	bool empty = mask & optmask_flags(OPTION_NEEDS_EMPTY) &&
		snapshot_next_slave(r->now, r->bond->ifindex, NULL);
	bool down = mask & optmask_flags(OPTION_NEEDS_DOWN) && link_is_up(r->bond) &&
		r->wanted->admin != ADMIN_DOWN;
	int rc;

	if (!(r->allow & BONDNL_DISRUPT) || (!empty && !down))
		return 0;
	rc = keep_bond(r);
	if (rc == 0 && empty)
		rc = keep_slaves(r);
	if (rc == 0 && down)
		rc = resolve_preserve_vlans(r, r->at);
	return rc;
}
