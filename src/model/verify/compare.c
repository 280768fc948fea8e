/*
 * What should be, held against what is, see compare.h. It mends nothing.
 */
#include <errno.h>
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

/* @from and @to are as in struct difference; both are copied. */
static struct difference *differ(struct comparer *c, enum difference_kind kind,
	const char *what, const char *from, const char *to)
{
	struct difference *d = array_add(c->found->items, c->found->n, c->found->cap);

	if (!d) {
		c->failed = true;
		return NULL;
	}
	*d = (struct difference){ .link = c->at,
		.kind = kind,
		.option = BONDNL_OPT_COUNT_,
		.scalar = SCALARS,
		.what = what };
	/* what is to be made is nothing so far */
	d->from = from && !c->fresh ? strdup(from) : NULL;
	d->to = to ? strdup(to) : NULL;
	c->failed |= (from && !c->fresh && !d->from) || (to && !d->to);
	return d;
}

static void differ_option(struct comparer *c, enum difference_kind kind,
	const struct option *o, const char *from, const char *to)
{
	struct difference *d = differ(c, kind, o->name, from, to);

	if (d)
		d->option = o->id;
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

/* What a kernel does not know it takes without a word, and never reports. */
static void compare_unreported(
	struct comparer *c, const struct option *o, const char *should_be)
{
	bool none = option_may_be_none(o);

	if ((may_be_silent(c, o) && !c->fresh) ||
		(c->ahead && optset_is_none(&wanted(c)->options, o->id)))
		return;
	differ_option(c, c->ahead || none ? DIFFERENCE_OPTION : DIFFERENCE_UNKNOWN, o,
		NULL, should_be);
}

static void compare_option(struct comparer *c, const struct option *o)
{
	const struct optset *want = &wanted(c)->options, *have = &c->link->options;
	_cleanup_text_ struct text from = { 0 }, to = { 0 };
	struct value v;

	/* that no slave is active lasts no longer than the driver's next choice */
	if (is_moot(c, o) || (o->flags & OPTION_LATE && optset_is_none(want, o->id)))
		return;
	optset_take(want, o->id, &v);
	value_print(o, &v, &to);
	if (!optset_has(have, o->id)) {
		compare_unreported(c, o, text_str(&to));
		return;
	}
	if (optset_same(want, have, o->id) || is_rounded(c, o))
		return;
	optset_take(have, o->id, &v);
	value_print(o, &v, &from);
	differ_option(c, DIFFERENCE_OPTION, o, text_str(&from), text_str(&to));
}

static void compare_master(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	const struct target_link *m =
		t->master >= 0 ? &c->target->links[t->master] : NULL;
	int want = m ? m->ifindex : 0, have = c->link->master;

	if (want != have || (m && !want))
		differ(c, DIFFERENCE_MASTER, "master",
			have ? snapshot_name(c->now, have) : NULL, m ? m->name : NULL);
}

static void compare_objects(struct comparer *c, enum object_kind kind)
{
	const struct object_row *row = object_row(kind);
	const struct objects *want = &wanted(c)->objects[kind],
			     *have = &c->link->objects[kind];
	bool only = wanted(c)->parts & (unsigned)TARGET_ONLY << kind;
	char text[OBJECT_TEXT_SIZE];

	for (size_t i = 0; i < want->n; i++) {
		const void *o = objects_at(kind, want, i);

		if (object_is_kernels(kind, o) || objects_find(kind, have, o))
			continue;
		row->print(o, text);
		differ(c, DIFFERENCE_OBJECT, row->word, NULL, text);
	}
	for (size_t i = 0; only && i < have->n; i++) {
		const void *o = objects_at(kind, have, i);

		if (object_is_kernels(kind, o) || objects_find(kind, want, o))
			continue;
		row->print(o, text);
		differ(c, DIFFERENCE_OBJECT, row->word, text, NULL);
	}
}

static void compare_scalars(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	unsigned parts = t->parts & scalars_differing(&t->scalars, &c->link->scalars);

	for (enum scalar id; scalar_next(&parts, &id);) {
		_cleanup_text_ struct text from = { 0 }, to = { 0 };
		struct difference *d;

		scalar_print(&c->link->scalars, id, &from);
		scalar_print(&t->scalars, id, &to);
		d = differ(c, DIFFERENCE_SCALAR, scalar_row(id)->word, text_str(&from),
			text_str(&to));
		if (d)
			d->scalar = id;
	}
}

static void compare_link(struct comparer *c)
{
	const struct target_link *t = wanted(c);
	optmask mask = t->options.present;

	for (enum bondnl_option id; optmask_next(&mask, &id);)
		compare_option(c, option_get(id));
	if (t->parts & TARGET_MASTER)
		compare_master(c);
	/* the driver brings a slave up, so that it is no difference beforehand */
	if (t->parts & TARGET_ADMIN && t->up != link_is_up(c->link) &&
		!(c->ahead && t->up && t->master >= 0))
		differ(c, DIFFERENCE_ADMIN, "admin", t->up ? "down" : "up",
			t->up ? "up" : "down");
	compare_scalars(c);
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		if (t->parts & (unsigned)TARGET_OBJECTS << i && c->link->objects[i].known)
			compare_objects(c, i);
}

static void compare_presence(struct comparer *c)
{
	struct link nothing = { 0 };
	const struct link *was = c->link;
	bool absent = wanted(c)->absent;

	differ(c, DIFFERENCE_PRESENCE, "bond", absent ? "present" : NULL,
		absent ? NULL : "present");
	if (!c->ahead)
		return;
	/* all that it shall have is a difference, too */
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		nothing.objects[i].known = true;
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

static void print_master(const char *from, const char *to, struct text *t)
{
	if (!to)
		text_add(t, "it has a master%s%s", *from ? ": " : "", from);
	else if (!from)
		text_add(t, "it is no slave of %s", to);
	else
		text_add(t, "it is no slave of %s, but of %s", to,
			*from ? from : "another device");
}

void difference_print(const struct difference *d, struct text *t)
{
	const char *what = d->what, *from = d->from, *to = d->to;

	switch (d->kind) {
	case DIFFERENCE_PRESENCE:
		text_put(t, to ? "it is not there" : "it is still there");
		return;
	case DIFFERENCE_UNKNOWN:
		text_add(t, "this kernel does not know %s", what);
		return;
	case DIFFERENCE_MASTER:
		print_master(from, to, t);
		return;
	case DIFFERENCE_ADMIN:
		text_add(t, "it is %s", str_eq(to, "up") ? "down" : "up");
		return;
	case DIFFERENCE_OBJECT:
		text_add(t, to ? "the %s %s is missing" : "it has the %s %s", what,
			to ? to : from);
		return;
	case DIFFERENCE_SCALAR:
		what = scalar_row(d->scalar)->subject;
		break;
	case DIFFERENCE_OPTION:
		break;
	}
	if (from)
		text_add(t, "%s is %s, not %s", what, from, to);
	else
		text_add(t, "%s is not %s: the kernel has none", what, to);
}

void differences_drop(struct differences *d, size_t i)
{
	struct difference *gone = &d->items[i];

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
