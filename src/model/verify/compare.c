/*
 * What should be, held against what is, see compare.h. It mends nothing.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "option/value.h"
#include "verify/compare.h"

struct comparer {
	struct differences *found;
	bool ahead; /* before anything was sent: what is not there is to be made */
	const struct target *target;
	const struct snapshot *now;
	int at;
	const struct link *link;
	bool fresh;  /* it is to be made */
	bool failed; /* no memory */
};

static const char *wanted_name(const struct comparer *c, int at)
{
	return at >= 0 ? c->target->links[at].name : NULL;
}

static void differ(struct comparer *c, enum bondnl_option option, const char *fmt, ...)
	_printf_(3, 4);

static void differ(struct comparer *c, enum bondnl_option option, const char *fmt, ...)
{
	struct difference *d;
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0) {
		c->failed = true;
		return;
	}
	d = array_add(c->found->items, c->found->n, c->found->cap);
	if (!d) {
		free(text);
		c->failed = true;
		return;
	}
	d->link = c->at;
	d->option = option;
	d->text = text;
	d->what = option < BONDNL_OPT_COUNT_ ? option_get(option)->name : NULL;
}

/* What it is about, as a word, and what it is and should be; NULL for nothing. */
static void between(
	struct comparer *c, size_t n, const char *what, const char *from, const char *to)
{
	struct difference *d = &c->found->items[n];

	if (c->found->n <= n || !c->ahead)
		return;
	d->what = what;
	d->from = from ? strdup(from) : NULL;
	d->to = to ? strdup(to) : NULL;
	c->failed |= (from && !d->from) || (to && !d->to);
}

/* What a kernel does not know it takes without a word, and never reports. */
static void differ_unknown(struct comparer *c, const struct option *o)
{
	size_t n = c->found->n;

	differ(c, o->id, "this kernel does not know %s", o->name);
	if (c->found->n > n)
		c->found->items[n].unknown = true;
}

static const struct target_link *wanted(const struct comparer *c)
{
	return &c->target->links[c->at];
}

/* The driver keeps delays as multiples of miimon, rounding down: said beforehand. */
static bool is_rounded(const struct comparer *c, const struct option *o)
{
	int64_t miimon = optset_number(&c->link->options, BONDNL_OPT_MIIMON, 0);
	int64_t want = wanted(c)->options.number[o->id];

	return o->flags & OPTION_NEEDS_MIIMON && miimon > 0 &&
		c->link->options.number[o->id] == want - want % miimon;
}

/*
 * May the kernel keep silent about it? A list that is empty, a slave that is none, and
 * what only the privileged see are not reported; all else is, in every mode
 * (bond_netlink.c, bond_fill_info).
 */
static bool may_be_silent(const struct comparer *c, const struct option *o)
{
	if (option_may_be_none(o))
		return optset_is_none(&wanted(c)->options, o->id);
	return o->flags & OPTION_PRIVILEGED;
}

/* An option that this state cannot hold is not missed: a delay without miimon. */
static bool is_moot(const struct comparer *c, const struct option *o)
{
	return o->flags & OPTION_NEEDS_MIIMON &&
		optset_number(&c->link->options, BONDNL_OPT_MIIMON, 0) == 0 &&
		optset_number(&wanted(c)->options, BONDNL_OPT_MIIMON, 0) == 0;
}

static void compare_option(struct comparer *c, const struct option *o)
{
	const struct optset *want = &wanted(c)->options, *have = &c->link->options;
	_cleanup_text_ struct text w = { 0 }, h = { 0 };
	struct value v;
	size_t n = c->found->n;

	/* that no slave is active lasts no longer than the driver's next choice */
	if (is_moot(c, o) || (o->flags & OPTION_LATE && optset_is_none(want, o->id)))
		return;
	optset_take(want, o->id, &v);
	value_print(o, &v, &w);
	if (!optset_has(have, o->id)) {
		if (may_be_silent(c, o) && !c->fresh)
			return;
		if (c->ahead && !optset_is_none(want, o->id)) {
			differ(c, o->id, "%s is not %s", o->name, text_str(&w));
			between(c, n, o->name, NULL, text_str(&w));
		} else if (c->ahead) {
			return;
		} else if (option_may_be_none(o))
			differ(c, o->id, "%s is not %s: the kernel has none", o->name,
				text_str(&w));
		else
			differ_unknown(c, o);
		return;
	}
	if (optset_same(want, have, o->id) || is_rounded(c, o))
		return;
	optset_take(have, o->id, &v);
	value_print(o, &v, &h);
	differ(c, o->id, "%s is %s, not %s", o->name, text_str(&h), text_str(&w));
	between(c, n, o->name, text_str(&h), text_str(&w));
	if (c->found->n > n) {
		c->found->items[n].want = steal(w.s);
		c->found->items[n].have = steal(h.s);
	}
}

static void compare_master(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	int want = t->master >= 0 ? c->target->links[t->master].ifindex : 0;
	const char *has = snapshot_name(c->now, c->link->master);
	size_t n = c->found->n;

	if (want == c->link->master && (want || t->master < 0))
		return;
	if (t->master < 0)
		differ(c, BONDNL_OPT_COUNT_, "it has a master%s%s", *has ? ": " : "",
			has);
	else if (!c->link->master)
		differ(c, BONDNL_OPT_COUNT_, "it is no slave of %s",
			c->target->links[t->master].name);
	else
		differ(c, BONDNL_OPT_COUNT_, "it is no slave of %s, but of %s",
			c->target->links[t->master].name, *has ? has : "another device");
	between(c, n, "master", c->link->master ? has : NULL, wanted_name(c, t->master));
}

static void compare_addresses(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	const struct link *l = c->link;
	char text[ADDRESS_TEXT_SIZE];
	size_t n;

	for (size_t i = 0; i < t->n_addresses; i++) {
		if (address_is_kernels(&t->addresses[i]) ||
			address_find(l->addresses, l->n_addresses, &t->addresses[i]))
			continue;
		address_print(&t->addresses[i], text);
		n = c->found->n;
		differ(c, BONDNL_OPT_COUNT_, "the address %s is missing", text);
		between(c, n, "address", NULL, text);
	}
	for (size_t i = 0; t->parts & TARGET_ONLY_THESE && i < l->n_addresses; i++) {
		if (address_is_kernels(&l->addresses[i]) ||
			address_find(t->addresses, t->n_addresses, &l->addresses[i]))
			continue;
		address_print(&l->addresses[i], text);
		n = c->found->n;
		differ(c, BONDNL_OPT_COUNT_, "it has the address %s", text);
		between(c, n, "address", text, NULL);
	}
}

static void compare_routes(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	char text[ROUTE_TEXT_SIZE];
	size_t n;

	for (size_t i = 0; i < t->n_routes; i++) {
		bool found = false;

		for (size_t k = 0; k < c->link->n_routes; k++)
			found |= route_same(&t->routes[i], &c->link->routes[k]);
		if (found)
			continue;
		route_print(&t->routes[i], text);
		n = c->found->n;
		differ(c, BONDNL_OPT_COUNT_, "the route %s is missing", text);
		between(c, n, "route", NULL, text);
	}
}

static void compare_scalars(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	unsigned parts = t->parts & scalars_differing(&t->scalars, &c->link->scalars);

	for (enum scalar id; scalar_next(&parts, &id);) {
		const struct scalar_row *row = scalar_row(id);
		_cleanup_text_ struct text want = { 0 }, have = { 0 };
		size_t n = c->found->n;

		scalar_print(&t->scalars, id, &want);
		scalar_print(&c->link->scalars, id, &have);
		differ(c, BONDNL_OPT_COUNT_, "%s is %s, not %s", row->subject,
			text_str(&have), text_str(&want));
		between(c, n, row->word, c->fresh ? NULL : text_str(&have),
			text_str(&want));
	}
}

static void compare_link(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	optmask mask = t->options.present;
	size_t n;

	for (enum bondnl_option id; optmask_next(&mask, &id);)
		compare_option(c, option_get(id));
	if (t->parts & TARGET_MASTER)
		compare_master(c);
	n = c->found->n;
	/* the driver brings a slave up, so that it is no difference beforehand */
	if (t->parts & TARGET_ADMIN && t->up != link_is_up(c->link) &&
		!(c->ahead && t->up && t->master >= 0)) {
		differ(c, BONDNL_OPT_COUNT_, "it is %s", t->up ? "down" : "up");
		between(c, n, "admin",
			c->fresh	? NULL
				: t->up ? "down"
					: "up",
			t->up ? "up" : "down");
	}
	compare_scalars(c);
	if (t->parts & TARGET_ADDRESSES && c->link->addresses_known)
		compare_addresses(c);
	if (t->parts & TARGET_ROUTES && c->link->routes_known)
		compare_routes(c);
}

static void compare_presence(struct comparer *c)
{
	const struct link nothing = { .addresses_known = true, .routes_known = true };
	const struct link *was = c->link;
	size_t n = c->found->n;
	bool absent = wanted(c)->absent;

	differ(c, BONDNL_OPT_COUNT_, absent ? "it is still there" : "it is not there");
	if (!c->ahead)
		return;
	between(c, n, "bond", absent ? "present" : NULL, absent ? NULL : "present");
	/* all that it shall have is a difference, too */
	c->fresh = true;
	c->link = &nothing;
	if (!absent)
		compare_link(c);
	c->link = was;
	c->fresh = false;
}

static int compare_all(struct comparer c)
{
	const struct target *target = c.target;
	const struct snapshot *now = c.now;

	for (size_t i = 0; i < target->n; i++) {
		const struct target_link *t = &target->links[i];

		c.at = (int)i;
		c.link = t->ifindex ? snapshot_by_ifindex(now, t->ifindex) : NULL;
		if (t->absent == !!c.link)
			compare_presence(&c);
		else if (!t->absent)
			compare_link(&c);
	}
	return c.failed ? -ENOMEM : 0;
}

int compare(
	struct differences *ret, const struct target *target, const struct snapshot *now)
{
	return compare_all(
		(struct comparer){ .found = ret, .target = target, .now = now });
}

int compare_ahead(
	struct differences *ret, const struct target *target, const struct snapshot *now)
{
	return compare_all((struct comparer){
		.found = ret, .ahead = true, .target = target, .now = now });
}

void differences_drop(struct differences *d, size_t i)
{
	struct difference *gone = &d->items[i];

	free(gone->text);
	free(gone->want);
	free(gone->have);
	free(gone->from);
	free(gone->to);
	*gone = d->items[--d->n];
}

void differences_free(struct differences *d)
{
	while (d->n)
		differences_drop(d, 0);
	free(d->items);
	memset(d, 0, sizeof(*d));
}
