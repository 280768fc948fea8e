/*
 * Events of whole snapshots, and events that belong together, see events.h. What happened
 * to a single link is events.c's.
 */
#include <stdlib.h>
#include <string.h>

#include "events/events.h"
#include "option/value.h"
#include "str.h"

/* -------------------------------------------------------------------- whole snapshots */

static bool has_address(const struct link *l, const struct address *a)
{
	return l && address_find(l->addresses, l->n_addresses, a);
}

static void compare_addresses(
	struct events *ev, const struct link *old, const struct link *new)
{
	for (size_t i = 0; old && i < old->n_addresses; i++)
		if (!has_address(new, &old->addresses[i]))
			events_address(ev, new, &old->addresses[i], true);
	for (size_t i = 0; i < new->n_addresses; i++)
		if (!has_address(old, &new->addresses[i]))
			events_address(ev, new, &new->addresses[i], false);
}

/* In which order links are compared: a bond is there before its slaves join, and what
 * happened to slaves comes before what the bond made of it. */
enum order {
	NEW_BONDS,
	GONE_SLAVES,
	SLAVES,
	BONDS,
	GONE_BONDS,
	ORDERS,
};

static enum order order_of(const struct link *old, const struct link *new)
{
	if (!new)
		return link_is_bond(old) ? GONE_BONDS : GONE_SLAVES;
	if (!link_is_bond(new))
		return SLAVES;
	return old ? BONDS : NEW_BONDS;
}

void events_between(struct events *ev, const struct snapshot *before,
	struct snapshot *after, int64_t now)
{
	const struct events_view v = { before, after, now };

	for (enum order o = 0; o < ORDERS; o++) {
		for (size_t i = 0; i < before->n; i++) {
			const struct link *old = &before->links[i];

			if (!snapshot_by_ifindex(after, old->ifindex) &&
				order_of(old, NULL) == o)
				events_link(ev, &v, old, NULL);
		}
		for (size_t i = 0; i < after->n; i++) {
			struct link *new = &after->links[i];
			const struct link *old =
				snapshot_by_ifindex(before, new->ifindex);

			if (order_of(old, new) != o)
				continue;
			events_link(ev, &v, old, new);
			if (link_is_bond(new))
				compare_addresses(ev, old, new);
		}
	}
}

/* --------------------------------------------------------------------- what is one */

/* Of the slave that joins: it is made to fit the bond, and comes into use. */
static bool is_part_of_joining(const struct event *join, const struct event *e)
{
	if (e->bond != join->bond || e->slave != join->slave)
		return false;
	switch (e->kind) {
	case BONDNL_EVENT_LINK_DOWN:
	case BONDNL_EVENT_LINK_UP:
	case BONDNL_EVENT_MII_STATUS:
	case BONDNL_EVENT_LLADDR:
	case BONDNL_EVENT_MTU:
	case BONDNL_EVENT_OPTION:
	case BONDNL_EVENT_AGGREGATOR:
	case BONDNL_EVENT_LACP:
		return true;
	default:
		return false;
	}
}

/* The first slave gives its MAC to a bond that has none of its own. */
static bool is_mac_of(
	const struct snapshot *after, const struct event *join, const struct event *e)
{
	const struct link *slave = snapshot_by_ifindex(after, join->slave);
	char own[MAC_TEXT_SIZE];
	uint8_t mac[6];

	if (e->kind != BONDNL_EVENT_LLADDR || e->slave || e->bond != join->bond ||
		!slave || !optset_has(&slave->options, BONDNL_OPT_SLAVE_PERM_HWADDR))
		return false;
	mac_from_number(
		optset_number(&slave->options, BONDNL_OPT_SLAVE_PERM_HWADDR, 0), mac);
	mac_print(mac, sizeof(mac), own);
	return str_eq(e->to, own);
}

/* An MTU or MAC that the bond gets, its slaves get, too: they first. */
static bool is_part_of_bonds(const struct event *of_bond, const struct event *e)
{
	return (of_bond->kind == BONDNL_EVENT_MTU ||
		       of_bond->kind == BONDNL_EVENT_LLADDR) &&
		!of_bond->slave && e->slave && e->kind == of_bond->kind &&
		e->bond == of_bond->bond && of_bond->to && e->to &&
		str_eq(e->to, of_bond->to);
}

/* A kernel makes a bond first and then sets its options, and announces both. */
static bool is_part_of_making(const struct event *made, const struct event *e)
{
	return e->bond == made->bond && !e->slave &&
		(e->kind == BONDNL_EVENT_OPTION || e->kind == BONDNL_EVENT_LLADDR ||
			e->kind == BONDNL_EVENT_MTU);
}

static bool is_part(const struct snapshot *after, const struct event *whole,
	const struct event *e, bool later)
{
	if (whole->kind == BONDNL_EVENT_SLAVE_JOINED)
		return (later && is_part_of_joining(whole, e)) ||
			is_mac_of(after, whole, e);
	if (whole->kind == BONDNL_EVENT_BOND_CREATED)
		return later && is_part_of_making(whole, e);
	if (whole->kind == BONDNL_EVENT_BOND_DELETED)
		/* but not that it was made: it was there for a moment */
		return !later && e->bond == whole->bond &&
			e->kind != BONDNL_EVENT_BOND_CREATED;
	return is_part_of_bonds(whole, e);
}

static void end_with(struct event *e, const struct link *l, enum bondnl_option id)
{
	struct text t = { 0 };
	struct value v;

	if (!optset_has(&l->options, id))
		return;
	optset_take(&l->options, id, &v);
	value_print(option_get(id), &v, &t);
	if (t.failed) {
		text_free(&t);
		return;
	}
	free(e->to);
	e->to = t.s;
}

/* How it is at the end of what is told together: the link may have come up meanwhile. */
static void end(struct event *e, const struct snapshot *after)
{
	bool joined = e->kind == BONDNL_EVENT_SLAVE_JOINED;
	const struct link *l = snapshot_by_ifindex(after, joined ? e->slave : e->bond);

	if (joined && l && l->master == e->bond) {
		e->reason = l->carrier ? NULL : "no_carrier";
		end_with(e, l, BONDNL_OPT_SLAVE_MII_STATUS);
	} else if (e->kind == BONDNL_EVENT_BOND_CREATED && l && link_is_bond(l)) {
		end_with(e, l, BONDNL_OPT_MODE);
	}
}

static bool may_have_parts(enum bondnl_event_kind kind)
{
	return kind == BONDNL_EVENT_BOND_CREATED || kind == BONDNL_EVENT_SLAVE_JOINED ||
		kind == BONDNL_EVENT_BOND_DELETED || kind == BONDNL_EVENT_MTU ||
		kind == BONDNL_EVENT_LLADDR;
}

/* Takes the parts of the event at @at out; returns where it is then. */
static size_t take_parts(struct events *ev, size_t at, const struct snapshot *after)
{
	const struct event whole = ev->list[at];
	size_t kept = 0, place = at;

	for (size_t i = 0; i < ev->n; i++) {
		if (i != at && is_part(after, &whole, &ev->list[i], i > at)) {
			free(ev->list[i].from);
			free(ev->list[i].to);
			continue;
		}
		if (i == at)
			place = kept;
		ev->list[kept++] = ev->list[i];
	}
	ev->n = kept;
	return place;
}

void events_merge(struct events *ev, const struct snapshot *after)
{
	for (size_t i = 0; i < ev->n; i++)
		if (may_have_parts(ev->list[i].kind))
			i = take_parts(ev, i, after);
	for (size_t i = 0; i < ev->n; i++)
		end(&ev->list[i], after);
}
