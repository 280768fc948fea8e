/*
 * What happened between two states of links, see events.h. Pure: it asks nobody, and
 * forgets nothing that it was shown.
 *
 * The kernel announces states, not happenings: each message is a link as it then was. So
 * each is held against the one before, one by one: what came and went again in the same
 * burst is two events, and a slave that was lost for a moment was lost.
 */
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"
#include "events/events.h"
#include "option/value.h"
#include "str.h"

#define RESELECT_FAILURE 2 /* the driver: BOND_PRI_RESELECT_FAILURE */

static const char *const kind_names[BONDNL_EVENT_COUNT_] = {
	[BONDNL_EVENT_BOND_CREATED] = "bond_created",
	[BONDNL_EVENT_BOND_DELETED] = "bond_deleted",
	[BONDNL_EVENT_BOND_RENAMED] = "bond_renamed",
	[BONDNL_EVENT_BOND_UP] = "bond_up",
	[BONDNL_EVENT_BOND_DOWN] = "bond_down",
	[BONDNL_EVENT_CARRIER_LOST] = "carrier_lost",
	[BONDNL_EVENT_CARRIER_BACK] = "carrier_back",
	[BONDNL_EVENT_ADDRESS_ADDED] = "address_added",
	[BONDNL_EVENT_ADDRESS_REMOVED] = "address_removed",
	[BONDNL_EVENT_SLAVE_JOINED] = "slave_joined",
	[BONDNL_EVENT_SLAVE_LEFT] = "slave_left",
	[BONDNL_EVENT_SLAVE_RENAMED] = "slave_renamed",
	[BONDNL_EVENT_LINK_DOWN] = "link_down",
	[BONDNL_EVENT_LINK_UP] = "link_up",
	[BONDNL_EVENT_MII_STATUS] = "mii_status",
	[BONDNL_EVENT_ACTIVE_SLAVE] = "active_slave",
	[BONDNL_EVENT_OPTION] = "option",
	[BONDNL_EVENT_AGGREGATOR] = "aggregator",
	[BONDNL_EVENT_PARTNER] = "partner",
	[BONDNL_EVENT_LACP] = "lacp",
	[BONDNL_EVENT_LLADDR] = "lladdr",
	[BONDNL_EVENT_MTU] = "mtu",
	[BONDNL_EVENT_RESYNCHRONISED] = "resynchronised",
};

const char *events_kind_name(enum bondnl_event_kind kind)
{
	return (unsigned)kind < BONDNL_EVENT_COUNT_ ? kind_names[kind] : NULL;
}

/* ------------------------------------------------------------------------- making */

void events_free(struct events *ev)
{
	for (size_t i = 0; i < ev->n; i++) {
		free(ev->list[i].from);
		free(ev->list[i].to);
	}
	free(ev->list);
	memset(ev, 0, sizeof(*ev));
}

/* What happens to a link happens to it in a role: as a bond, or as the slave of one. */
struct scene {
	struct events *ev;
	const struct events_view *v;
	const struct link *bond, *slave; /* slave is NULL for the bond itself */
	int bond_ifindex;		 /* of a bond that nobody knows by name, too */
};

static char *dup_or_none(struct events *ev, const char *text)
{
	char *copy;

	if (!text || !*text)
		return NULL;
	copy = strdup(text);
	if (!copy)
		ev->no_memory = true;
	return copy;
}

static struct event *add(const struct scene *s, enum bondnl_event_kind kind,
	const char *from, const char *to)
{
	static struct event lost;
	struct event *e = array_add(s->ev->list, s->ev->n, s->ev->cap);

	if (!e) {
		/* the caller may go on to fill it in; nobody reads it */
		s->ev->no_memory = true;
		lost = (struct event){ .duration = -1 };
		return &lost;
	}
	e->kind = kind;
	e->duration = -1;
	e->bond = s->bond_ifindex;
	if (s->bond)
		str_copy(e->bond_name, sizeof(e->bond_name), s->bond->name);
	if (s->slave) {
		e->slave = s->slave->ifindex;
		str_copy(e->slave_name, sizeof(e->slave_name), s->slave->name);
	}
	e->from = dup_or_none(s->ev, from);
	e->to = dup_or_none(s->ev, to);
	return e;
}

void events_resynchronised(struct events *ev)
{
	const struct scene s = { .ev = ev };

	add(&s, BONDNL_EVENT_RESYNCHRONISED, NULL, NULL);
}

/* How long it had been so; from now on it is otherwise. */
static int64_t lasted(const struct scene *s, int64_t *since)
{
	int64_t from = *since;

	*since = s->v->now;
	return from && from <= s->v->now ? s->v->now - from : -1;
}

static const struct link *find(const struct events_view *v, int ifindex)
{
	const struct link *l = snapshot_by_ifindex(v->after, ifindex);

	return l ? l : snapshot_by_ifindex(v->before, ifindex);
}

static int64_t number(const struct link *l, enum bondnl_option id)
{
	return optset_number(&l->options, id, -1);
}

/* The text of an option; "" if it is not there. */
static const char *option_text(
	const struct link *l, enum bondnl_option id, struct text *t)
{
	struct value v;

	if (optset_has(&l->options, id) && !optset_is_none(&l->options, id)) {
		optset_take(&l->options, id, &v);
		value_print(option_get(id), &v, t);
	} else if (option_may_be_none(option_get(id))) {
		text_put(t, "none");
	}
	return text_str(t);
}

static struct event *add_option(const struct scene *s, enum bondnl_event_kind kind,
	const struct link *old, const struct link *new, enum bondnl_option id)
{
	_cleanup_text_ struct text from = { 0 }, to = { 0 };
	const char *was = option_text(old, id, &from), *is = option_text(new, id, &to);

	if (from.failed || to.failed)
		s->ev->no_memory = true;
	return add(s, kind, was, is);
}

/* ------------------------------------------------------------ what both roles have */

static bool differs(const struct link *old, const struct link *new, enum bondnl_option id)
{
	bool was = optset_has(&old->options, id), is = optset_has(&new->options, id);

	if (was && is)
		return !optset_same(&old->options, &new->options, id);
	/* with the mode come and go options that nobody has changed */
	return was != is && option_may_be_none(option_get(id)) &&
		!optset_is_none(was ? &old->options : &new->options, id);
}

static void compare_options(const struct scene *s, const struct link *old,
	const struct link *new, optmask mask)
{
	for (enum bondnl_option id; optmask_next(&mask, &id);)
		if (differs(old, new, id))
			add_option(s, BONDNL_EVENT_OPTION, old, new, id)->what =
				option_get(id)->name;
}

static optmask settable(enum option_level level)
{
	return optmask_level(level) & ~optmask_flags(OPTION_READ_ONLY);
}

static void compare_lladdr(
	const struct scene *s, const struct link *old, const struct link *new)
{
	char from[MAC_TEXT_SIZE], to[MAC_TEXT_SIZE];

	if (old->mac_len == new->mac_len && memcmp(old->mac, new->mac, new->mac_len) == 0)
		return;
	mac_print(old->mac, old->mac_len, from);
	mac_print(new->mac, new->mac_len, to);
	add(s, BONDNL_EVENT_LLADDR, from, to);
}

static void compare_mtu(
	const struct scene *s, const struct link *old, const struct link *new)
{
	_cleanup_text_ struct text from = { 0 }, to = { 0 };

	if (old->mtu == new->mtu)
		return;
	text_add(&from, "%u", old->mtu);
	text_add(&to, "%u", new->mtu);
	add(s, BONDNL_EVENT_MTU, text_str(&from), text_str(&to));
}

/* What keeps a slave from being used; NULL if nothing is to be seen. */
static const char *why_unusable(const struct link *bond, const struct link *slave)
{
	if (!link_is_up(slave))
		return "set_down";
	if (!slave->carrier)
		return "no_carrier";
	if (number(slave, BONDNL_OPT_SLAVE_MII_STATUS) <= MII_UP)
		return NULL;
	return bond && number(bond, BONDNL_OPT_ARP_INTERVAL) > 0 ? "no_answer"
								 : "mii_down";
}

/* --------------------------------------------------------------------------- a slave */

static const char *lacp_word(const struct link *l)
{
	int64_t actor = number(l, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE),
		partner = number(l, BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE);

	if (actor < 0 || partner < 0)
		return NULL;
	if (actor & PORT_DEFAULTED)
		return "defaulted";
	if (actor & PORT_EXPIRED)
		return "expired";
	return actor & partner & PORT_IN_SYNC ? "in_sync" : "negotiating";
}

static void compare_lacp(const struct scene *s, const struct link *old, struct link *new)
{
	const char *from = lacp_word(old), *to = lacp_word(new);

	if (from && to && !str_eq(from, to))
		add(s, BONDNL_EVENT_LACP, from, to)->duration =
			lasted(s, &new->since.lacp);
	if (differs(old, new, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID))
		add_option(s, BONDNL_EVENT_AGGREGATOR, old, new,
			BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID);
	/* in other modes it follows from the active slave, or is always active */
	compare_options(s, old, new,
		OPTBIT(BONDNL_OPT_SLAVE_STATE) |
			OPTBIT(BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE) |
			OPTBIT(BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE));
}

static void compare_mii(const struct scene *s, const struct link *old, struct link *new)
{
	int64_t from = number(old, BONDNL_OPT_SLAVE_MII_STATUS),
		to = number(new, BONDNL_OPT_SLAVE_MII_STATUS);
	const char *why;
	struct event *e;

	if (from < 0 || to < 0 || from == to)
		return;
	e = add_option(s, BONDNL_EVENT_MII_STATUS, old, new, BONDNL_OPT_SLAVE_MII_STATUS);
	e->duration = lasted(s, &new->since.mii);
	if (to == MII_UP || to == MII_GOING_BACK)
		return;
	/* that it is down by itself is no reason for it to be down */
	why = why_unusable(s->bond, new);
	e->reason = str_eq(why, "mii_down") ? NULL : why;
}

static void compare_slave(const struct scene *s, const struct link *old, struct link *new)
{
	bool was = link_is_usable(old), is = link_is_usable(new);
	struct event *e;

	if (!str_eq(old->name, new->name))
		add(s, BONDNL_EVENT_SLAVE_RENAMED, old->name, new->name);
	if (was != is) {
		e = add(s, is ? BONDNL_EVENT_LINK_UP : BONDNL_EVENT_LINK_DOWN, NULL,
			NULL);
		e->duration = lasted(s, &new->since.link);
		if (!is)
			e->reason = link_is_up(new) ? "no_carrier" : "set_down";
	}
	compare_mii(s, old, new);
	compare_lladdr(s, old, new);
	compare_mtu(s, old, new);
	compare_options(s, old, new, settable(OPTION_SLAVE));
	if (s->bond && number(s->bond, BONDNL_OPT_MODE) == MODE_8023AD)
		compare_lacp(s, old, new);
}

static void tell_joined(const struct scene *s)
{
	_cleanup_text_ struct text status = { 0 };
	struct event *e = add(s, BONDNL_EVENT_SLAVE_JOINED, NULL,
		option_text(s->slave, BONDNL_OPT_SLAVE_MII_STATUS, &status));

	e->reason = s->slave->carrier ? NULL : "no_carrier";
}

static struct scene scene_of(
	struct events *ev, const struct events_view *v, const struct link *slave)
{
	return (struct scene){ ev, v, find(v, slave->master), slave, slave->master };
}

static void slave_role(struct events *ev, const struct events_view *v,
	const struct link *old, struct link *new)
{
	bool was = old && link_is_bond_slave(old), is = new &&link_is_bond_slave(new);
	struct scene s;

	if (was && is && old->master == new->master) {
		s = scene_of(ev, v, new);
		compare_slave(&s, old, new);
		return;
	}
	if (was) {
		s = scene_of(ev, v, old);
		add(&s, BONDNL_EVENT_SLAVE_LEFT, NULL, NULL);
	}
	if (is) {
		new->since.link = new->since.mii = new->since.lacp = v->now;
		s = scene_of(ev, v, new);
		tell_joined(&s);
	}
}

/* ---------------------------------------------------------------------------- a bond */

static bool primary_wants(
	const struct link *old, const struct link *new, int to, const char **ret_why)
{
	if (number(new, BONDNL_OPT_PRIMARY) != to)
		return false;
	*ret_why = differs(old, new, BONDNL_OPT_PRIMARY) ||
			differs(old, new, BONDNL_OPT_PRIMARY_RESELECT)
		? "primary_set"
		: "primary_back";
	return number(new, BONDNL_OPT_PRIMARY_RESELECT) != RESELECT_FAILURE ||
		differs(old, new, BONDNL_OPT_PRIMARY);
}

/* As far as netlink tells: NULL if the old one is well and the new one not better. */
static const char *why_active(const struct scene *s, const struct link *old,
	const struct link *new, int from, int to)
{
	const struct link *was = snapshot_by_ifindex(s->v->after, from),
			  *is = snapshot_by_ifindex(s->v->after, to);
	const char *why;

	if (from && (!was || was->master != new->ifindex))
		return "left";
	why = was ? why_unusable(new, was) : NULL;
	if (why)
		return why;
	if (!from)
		return "first_usable";
	if (to && primary_wants(old, new, to, &why))
		return why;
	if (was && is &&
		number(is, BONDNL_OPT_SLAVE_PRIO) > number(was, BONDNL_OPT_SLAVE_PRIO) &&
		optset_is_none(&new->options, BONDNL_OPT_PRIMARY))
		return "prio";
	return NULL;
}

/* One that has left is known only by the name that it had as long as it was there. */
static const char *active_name(const struct scene *s, const struct link *bond)
{
	struct optset *o = (struct optset *)&bond->options;
	int ifindex = (int)optset_number(o, BONDNL_OPT_ACTIVE_SLAVE, 0);
	const char *name = ifindex ? optset_link(o, BONDNL_OPT_ACTIVE_SLAVE) : "";
	const struct link *l = *name ? NULL : find(s->v, ifindex);

	return l ? l->name : name;
}

static void compare_active(
	const struct scene *s, const struct link *old, const struct link *new)
{
	int64_t from = optset_number(&old->options, BONDNL_OPT_ACTIVE_SLAVE, 0),
		to = optset_number(&new->options, BONDNL_OPT_ACTIVE_SLAVE, 0);

	if (from == to)
		return;
	add(s, BONDNL_EVENT_ACTIVE_SLAVE, active_name(s, old), active_name(s, new))
		->reason = why_active(s, old, new, (int)from, (int)to);
}

/* The driver has a partner of zeros where it has none. */
static void compare_partner(
	const struct scene *s, const struct link *old, const struct link *new)
{
	int64_t from = optset_number(&old->options, BONDNL_OPT_AD_PARTNER_MAC, 0),
		to = optset_number(&new->options, BONDNL_OPT_AD_PARTNER_MAC, 0);
	char texts[2][MAC_TEXT_SIZE] = { "", "" };
	uint8_t mac[6];

	if (from == to)
		return;
	if (from) {
		mac_from_number(from, mac);
		mac_print(mac, sizeof(mac), texts[0]);
	}
	if (to) {
		mac_from_number(to, mac);
		mac_print(mac, sizeof(mac), texts[1]);
	}
	add(s, BONDNL_EVENT_PARTNER, texts[0], texts[1]);
}

static void compare_bond(const struct scene *s, const struct link *old, struct link *new)
{
	const optmask info = OPTBIT(BONDNL_OPT_AD_NUM_PORTS) |
		OPTBIT(BONDNL_OPT_AD_ACTOR_KEY) | OPTBIT(BONDNL_OPT_AD_PARTNER_KEY);
	bool was_up = link_is_up(old), is_up = link_is_up(new);

	if (!str_eq(old->name, new->name))
		add(s, BONDNL_EVENT_BOND_RENAMED, old->name, new->name);
	if (was_up != is_up) {
		add(s, is_up ? BONDNL_EVENT_BOND_UP : BONDNL_EVENT_BOND_DOWN, NULL, NULL)
			->reason = is_up && !new->carrier ? "no_carrier" : NULL;
		new->since.carrier = s->v->now;
	}
	compare_options(s, old, new,
		optmask_in_mode(settable(OPTION_BOND), number(new, BONDNL_OPT_MODE)) &
			~OPTBIT(BONDNL_OPT_ACTIVE_SLAVE));
	compare_active(s, old, new);
	/* of one that is down it says nothing */
	if (was_up && is_up && old->carrier != new->carrier)
		add(s,
			new->carrier ? BONDNL_EVENT_CARRIER_BACK
				     : BONDNL_EVENT_CARRIER_LOST,
			NULL, NULL)
			->duration = lasted(s, &new->since.carrier);
	if (differs(old, new, BONDNL_OPT_AD_AGGREGATOR))
		add_option(
			s, BONDNL_EVENT_AGGREGATOR, old, new, BONDNL_OPT_AD_AGGREGATOR);
	compare_partner(s, old, new);
	compare_options(s, old, new, info);
	compare_lladdr(s, old, new);
	compare_mtu(s, old, new);
}

static void bond_role(struct events *ev, const struct events_view *v,
	const struct link *old, struct link *new)
{
	bool was = old && link_is_bond(old), is = new &&link_is_bond(new);
	struct scene s = { .ev = ev, .v = v };

	if (!was && !is)
		return;
	s.bond = is ? new : old;
	s.bond_ifindex = s.bond->ifindex;
	if (was && is)
		compare_bond(&s, old, new);
	else if (is)
		add(&s, BONDNL_EVENT_BOND_CREATED, NULL,
			option_mode_name(number(new, BONDNL_OPT_MODE)));
	else
		add(&s, BONDNL_EVENT_BOND_DELETED, NULL, NULL);
	if (is && !was)
		new->since.carrier = v->now;
}

void events_link(struct events *ev, const struct events_view *v, const struct link *old,
	struct link *new)
{
	if (new)
		new->since = old ? old->since : (struct since){ 0 };
	bond_role(ev, v, old, new);
	slave_role(ev, v, old, new);
}

/* ------------------------------------------------------------------------- addresses */

void events_address(
	struct events *ev, const struct link *l, const struct address *a, bool taken)
{
	const struct scene s = { .ev = ev, .bond = l, .bond_ifindex = l->ifindex };
	char text[ADDRESS_TEXT_SIZE];

	/* an older kernel does not say that it made a link-local one itself */
	if (address_is_kernels(a) || (a->family == AF_INET6 && a->scope == RT_SCOPE_LINK))
		return;
	address_print(a, text);
	add(&s, taken ? BONDNL_EVENT_ADDRESS_REMOVED : BONDNL_EVENT_ADDRESS_ADDED,
		taken ? text : NULL, taken ? NULL : text);
}
