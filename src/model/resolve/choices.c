/*
 * Options that a spec left open, and those that name a slave: the monitor, the MAC
 * policy, primary and the active slave. Whether options fit together is for rules.h.
 */
#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

#define MIIMON_DEFAULT 100 /* ms: a bond without a monitor never fails over */

int64_t resolve_mode(const struct resolver *r, const struct optset *options)
{
	int64_t now =
		r->bond ? optset_number(&r->bond->options, BONDNL_OPT_MODE, -1) : -1;

	return optset_number(options, BONDNL_OPT_MODE, now);
}

int64_t resolve_mac_policy(const struct resolver *r, const struct optset *options)
{
	int64_t now = r->bond
		? optset_number(&r->bond->options, BONDNL_OPT_FAIL_OVER_MAC, 0)
		: FAIL_OVER_MAC_NONE;

	return option_mac_policy(resolve_mode(r, options),
		optset_number(options, BONDNL_OPT_FAIL_OVER_MAC, now));
}

/* Why the bond's MAC would not suit a slave; NULL if it does. */
static const char *mac_trouble(const struct link *l)
{
	if (l->wireless)
		return "is wireless";
	if (l->fixed_mac || l->type == ARPHRD_INFINIBAND)
		return "cannot change its MAC";
	return NULL;
}

/*
 * In active-backup all slaves have one MAC unless fail_over_mac says otherwise. An
 * access point knows a radio by its own MAC, and infiniband cannot change it.
 */
int resolve_choose_mac_policy(struct resolver *r)
{
	struct optset *o = &bond_target(r)->options;
	bool empty = !r->bond || !snapshot_next_slave(r->now, r->bond->ifindex, NULL);

	if (resolve_mode(r, o) != MODE_ACTIVE_BACKUP ||
		optset_has(o, BONDNL_OPT_FAIL_OVER_MAC) ||
		resolve_mac_policy(r, o) != FAIL_OVER_MAC_NONE)
		return 0;

	for (size_t i = 0; i < r->wanted->n_slaves; i++) {
		const struct link *l = snapshot_asked(r->now, r->wanted->slaves[i].name);
		const char *trouble = l ? mac_trouble(l) : NULL;

		if (!trouble || r->wanted->slaves[i].release ||
			(r->bond && l->master == r->bond->ifindex))
			continue;
		if (!empty) {
			notes_add(r->notes, BONDNL_REPORT_WARNING,
				"%s %s, and this bond wants one MAC for all: "
				"fail_over_mac "
				"active would be needed, and can be set only while the "
				"bond "
				"has no slaves",
				l->name, trouble);
			return 0;
		}
		optset_put_number(o, BONDNL_OPT_FAIL_OVER_MAC, FAIL_OVER_MAC_ACTIVE);
		notes_add(r->notes, BONDNL_REPORT_NOTE,
			"fail_over_mac active, because %s %s: the bond has the MAC of "
			"the slave "
			"that is active",
			l->name, trouble);
		return 0;
	}
	return 0;
}

int resolve_choose_monitor(struct resolver *r)
{
	struct optset *o = &bond_target(r)->options;

	if (optset_has(o, BONDNL_OPT_MIIMON) ||
		optset_number(o, BONDNL_OPT_ARP_INTERVAL, 0) > 0)
		return 0;
	optset_put_number(o, BONDNL_OPT_MIIMON, MIIMON_DEFAULT);
	/* said once, when it is made or changed so, and not each time that it is so */
	if (r->bond && r->wanted->intent->replace &&
		optset_number(&r->bond->options, BONDNL_OPT_MIIMON, 0) == MIIMON_DEFAULT)
		return 0;
	notes_add(r->notes, BONDNL_REPORT_NOTE,
		"miimon %d, because no link monitor was chosen (miimon 0 is for none)",
		MIIMON_DEFAULT);
	return 0;
}

static bool will_be_slave(struct resolver *r, const struct link *l)
{
	int at = target_find(r->target, l->ifindex);

	if (at < 0)
		return r->bond && l->master == r->bond->ifindex;
	return r->target->links[at].parts & TARGET_MASTER &&
		r->target->links[at].master == r->at;
}

/* Those that are named, and those that are there. */
static void list_slaves(struct resolver *r, struct text *list)
{
	for (size_t i = 0; i < r->wanted->n_slaves; i++)
		text_add(list, "%s%s", i ? " " : "", r->wanted->slaves[i].name);
	for (const struct link *s = NULL;
		r->bond && (s = snapshot_next_slave(r->now, r->bond->ifindex, s));)
		text_add(list, "%s%s", list->len ? " " : "", s->name);
}

/* @l is not a slave of the bond, or NULL if there is no such device. */
static int refuse_stranger(
	struct resolver *r, enum bondnl_option id, const char *name, const struct link *l)
{
	_cleanup_text_ struct text list = { 0 };

	list_slaves(r, &list);
	/* failover takes a slave without the name of the option */
	if (!r->wanted->option_word[id])
		error_set(r->err, l ? -EINVAL : -ENODEV, name,
			l ? "is no slave of this bond" : "no such device");
	else
		error_set(r->err, l ? -EINVAL : -ENODEV, option_get(id)->name,
			l ? "%s is no slave of this bond" : "%s: no such device", name);
	if (!l && spec_find_slave(r->wanted, name) &&
		target_find_new(r->target, name) >= 0)
		error_hint(r->err,
			"it can be said when %s is there: leave it out until then", name);
	else
		error_hint(r->err, "its slaves: %s", list.len ? text_str(&list) : "none");
	return l ? -EINVAL : -ENODEV;
}

/* primary and active_slave are given by name, and the kernel wants the ifindex of a
 * slave.
 */
int resolve_slave_option(struct resolver *r, enum bondnl_option id)
{
	struct optset *o = &bond_target(r)->options;
	const struct spec_slave *s;
	const struct link *l;
	const char *name;

	if (!optset_has(o, id))
		return 0;
	name = optset_link(o, id);
	if (!*name && !o->number[id])
		return 0; /* none */
	/* one that was chosen here is known by its ifindex already */
	l = o->number[id] ? snapshot_by_ifindex(r->now, (int)o->number[id])
			  : snapshot_asked(r->now, name);
	if (l && will_be_slave(r, l)) {
		o->number[id] = l->ifindex;
		str_copy(optset_link(o, id), ALTNAME_SIZE, l->name);
		return 0;
	}
	s = spec_find_slave(r->wanted, name);
	if (l || !s || !s->optional)
		return refuse_stranger(r, id, name, l);
	o->present &= ~OPTBIT(id);
	notes_add(r->notes, BONDNL_REPORT_NOTE,
		"%s is left out as long as %s is not there", option_get(id)->name, name);
	return 0;
}

/* ----------------------------------------------------------------------- failover */

static int choose_other(struct resolver *r)
{
	struct optset *o = &bond_target(r)->options;
	int active = (int)optset_number(&r->bond->options, BONDNL_OPT_ACTIVE_SLAVE, 0);
	const struct link *best = NULL;
	int64_t best_prio = 0;

	for (const struct link *l = NULL;
		(l = snapshot_next_slave(r->now, r->bond->ifindex, l));) {
		int64_t prio = optset_number(&l->options, BONDNL_OPT_SLAVE_PRIO, 0);

		if (l->ifindex == active || !link_can_carry(l) ||
			(best && prio <= best_prio))
			continue;
		best = l;
		best_prio = prio;
	}
	if (!best) {
		error_set(r->err, -ENODEV, NULL, "no other slave is usable%s%s",
			active ? "; active is " : "",
			active ? snapshot_name(r->now, active) : "");
		error_hint(r->err, "'bondnl show %s' shows its slaves", r->bond->name);
		return -ENODEV;
	}
	optset_put_number(o, BONDNL_OPT_ACTIVE_SLAVE, best->ifindex);
	str_copy(optset_link(o, BONDNL_OPT_ACTIVE_SLAVE), ALTNAME_SIZE, best->name);
	return 0;
}

int resolve_failover(struct resolver *r)
{
	struct optset *o = &bond_target(r)->options;
	int64_t mode = optset_number(&r->bond->options, BONDNL_OPT_MODE, -1);
	int primary = (int)optset_number(&r->bond->options, BONDNL_OPT_PRIMARY, 0);
	const struct link *l;
	int rc;

	if (!option_in_mode(option_get(BONDNL_OPT_ACTIVE_SLAVE), mode))
		return error_set(r->err, -EACCES, NULL,
			"mode %s has no active slave; active-backup, balance-tlb and "
			"balance-alb have",
			option_mode_name(mode));
	if (!optset_has(o, BONDNL_OPT_ACTIVE_SLAVE)) {
		rc = choose_other(r);
		if (rc < 0)
			return rc;
	}
	rc = resolve_slave_option(r, BONDNL_OPT_ACTIVE_SLAVE);
	if (rc < 0)
		return rc;

	l = snapshot_by_ifindex(r->now, (int)o->number[BONDNL_OPT_ACTIVE_SLAVE]);
	if (l && primary && primary != l->ifindex &&
		optset_number(&r->bond->options, BONDNL_OPT_PRIMARY_RESELECT, 0) == 0)
		notes_add(r->notes, BONDNL_REPORT_NOTE,
			"the primary %s takes over again when its link next comes up",
			snapshot_name(r->now, primary));
	return 0;
}
