/*
 * What should be true, see target.h. Never in what order.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"
#include "plan/target.h"
#include "str.h"

static size_t slot_of(const struct target *t, int ifindex)
{
	size_t slot = ((unsigned)ifindex * 2654435761u) & (t->n_slots - 1);

	while (t->slots[slot] >= 0 && t->links[t->slots[slot]].ifindex != ifindex)
		slot = (slot + 1) & (t->n_slots - 1);
	return slot;
}

/* Few are found without; many by their slots. Without memory, as few are. */
static void make_slots(struct target *t)
{
	free(t->slots);
	t->n_slots = 4 * t->n;
	t->slots = malloc(t->n_slots * sizeof(*t->slots));
	if (!t->slots)
		t->n_slots = 0;
	for (size_t i = 0; i < t->n_slots; i++)
		t->slots[i] = -1;
	for (size_t i = 0; i < t->n && t->slots; i++)
		if (t->links[i].ifindex)
			t->slots[slot_of(t, t->links[i].ifindex)] = (int)i;
}

static void index_last(struct target *t)
{
	int ifindex = t->links[t->n - 1].ifindex;

	/* a power of two, so that four times it is one, too */
	if (t->n >= 64 && (t->n & (t->n - 1)) == 0)
		make_slots(t);
	else if (t->slots && ifindex)
		t->slots[slot_of(t, ifindex)] = (int)t->n - 1;
}

int target_add(struct target *t, const struct link *l, const char *name)
{
	struct target_link *tl = array_add(t->links, t->n, t->cap);

	if (!tl)
		return -1;
	tl->ifindex = l ? l->ifindex : 0;
	str_copy(tl->name, sizeof(tl->name), l ? l->name : name);
	tl->is_bond = l && link_is_bond(l);
	tl->master = -1;
	tl->spec_at = -1;
	tl->on = -1;
	index_last(t);
	return (int)t->n - 1;
}

int target_find(const struct target *t, int ifindex)
{
	if (!ifindex)
		return -1;
	if (t->slots)
		return t->slots[slot_of(t, ifindex)];
	for (size_t i = 0; i < t->n; i++)
		if (t->links[i].ifindex == ifindex)
			return (int)i;
	return -1;
}

int target_find_new(const struct target *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->links[i].ifindex && str_eq(t->links[i].name, name))
			return (int)i;
	return -1;
}

void target_set_ifindex(struct target *t, int at, int ifindex)
{
	t->links[at].ifindex = ifindex;
	if (t->slots && ifindex)
		t->slots[slot_of(t, ifindex)] = at;
}

int target_add_object(struct target_link *l, enum object_kind kind, const void *o)
{
	l->parts |= (unsigned)TARGET_OBJECTS << kind;
	return objects_add(kind, &l->objects[kind], o);
}

/*
 * In the order in which they are to be given so that they stand as they did. What is
 * there by both of two links that become one is there once.
 */
static int keep_objects(
	struct target_link *tl, const struct link *l, enum object_kind kind)
{
	const struct object_row *row = object_row(kind);
	const struct objects *from = &l->objects[kind];

	if (from->n)
		tl->parts |= (unsigned)TARGET_OBJECTS << kind;
	for (size_t i = 0; i < 2 * from->n; i++) {
		bool backwards = i >= from->n;
		const void *o =
			objects_at(kind, from, backwards ? 2 * from->n - 1 - i : i);

		if (backwards != (row->is_stacked && row->is_stacked(o)) ||
			objects_find(kind, &tl->objects[kind], o))
			continue;
		if (objects_add(kind, &tl->objects[kind], o) < 0)
			return -ENOMEM;
		if (row->move)
			row->move(objects_at(kind, &tl->objects[kind],
					  tl->objects[kind].n - 1),
				l->name, tl->name);
	}
	return 0;
}

/* What is said of them already stays so; what is made has zeros by itself. */
static void keep_scalars(struct target_link *tl, const struct link *l)
{
	static const struct scalars of_a_new_one;
	unsigned mask = scalars_belonging(&l->scalars) & ~tl->parts;

	if (tl->ifindex != l->ifindex)
		mask &= ~scalars_staying(&l->scalars);
	if (!tl->ifindex)
		mask &= scalars_differing(&l->scalars, &of_a_new_one);
	scalars_take(&tl->scalars, &l->scalars, mask);
	tl->parts |= mask;
}

int target_keep_belongings(struct target_link *l, const struct link *was)
{
	keep_scalars(l, was);
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		if (was->objects[i].known && keep_objects(l, was, i) < 0)
			return -ENOMEM;
	return 0;
}

/*
 * What the kernel does not report is not set: no slave, no target. That it shall be so
 * again is said by a slave of number 0, and by an empty list.
 */
static void keep_options(struct target_link *tl, const struct link *l, optmask said)
{
	const struct value none = { 0 };

	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		/* that no slave was active asks for nothing: the driver takes what it has */
		if (!option_settable(o) ||
			(o->flags & OPTION_LATE && !optset_has(&l->options, o->id)))
			continue;
		if (optset_has(&l->options, o->id))
			optset_merge(&tl->options, &l->options, OPTBIT(o->id));
		else if (link_is_bond(l) && option_may_be_none(o))
			optset_put(&tl->options, o->id, &none);
		else if (said & OPTBIT(o->id) & ~link_hidden_options(l) &&
			o->flags & OPTION_PRIVILEGED)
			optset_put_number(&tl->options, o->id, o->initial);
	}
}

/* @said: the options that were set meanwhile. */
static int from_link(struct target *t, int at, const struct link *l, optmask said,
	const struct snapshot *before)
{
	int master = -1;

	if (l->master) {
		const struct link *m = snapshot_by_ifindex(before, l->master);

		master = target_find(t, l->master);
		/* a master that was not touched itself: named, so that it can be pointed
		 * at */
		if (master < 0 && m)
			master = target_add(t, m, NULL);
	}

	struct target_link *tl = &t->links[at];

	tl->parts = TARGET_MASTER | TARGET_ADMIN | scalars_known(&l->scalars);
	tl->master = master;
	tl->up = link_is_up(l);
	tl->scalars = l->scalars;
	keep_options(tl, l, said);
	/*
	 * A primary that waits for its slave is not reported, nor is the LACP identity in
	 * another mode; the driver keeps them, and so they are to be taken back.
	 */
	tl->say = said & (OPTBIT(BONDNL_OPT_PRIMARY) | optmask_flags(OPTION_PRIVILEGED));
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		if (l->objects[i].known && object_row(i)->is_taken)
			tl->parts |= (unsigned)(TARGET_OBJECTS | TARGET_ONLY) << i;
	return target_keep_belongings(tl, l);
}

int target_from_snapshot(
	struct target *ret, const struct target *done, const struct snapshot *before)
{
	/* all of them first, so that a slave finds the place of its master */
	for (size_t i = 0; i < done->n; i++) {
		const struct target_link *d = &done->links[i];
		const struct link *l = snapshot_by_ifindex(before, d->ifindex);
		int at = target_add(ret, l, d->name);

		if (at < 0)
			return -ENOMEM;
		ret->links[at].spec_at = d->spec_at;
		ret->links[at].is_bond = d->is_bond;
		/* what was changed on a bare bond is changed back on one */
		ret->links[at].bare = d->is_bond;
		ret->links[at].on = d->on;
		ret->links[at].absent = !l;
		if (!l)
			target_set_ifindex(ret, at, d->ifindex);
	}
	for (size_t i = 0; i < done->n; i++) {
		const struct link *l =
			snapshot_by_ifindex(before, done->links[i].ifindex);

		/* a bridge that lost a port is itself again when the port is back */
		if (l && !done->links[i].parts && !link_is_bond(l))
			continue;
		if (l &&
			from_link(ret, (int)i, l, done->links[i].options.present,
				before) < 0)
			return -ENOMEM;
	}
	return 0;
}

void target_free(struct target *t)
{
	for (size_t i = 0; i < t->n; i++)
		objects_free(t->links[i].objects);
	free(t->links);
	free(t->slots);
	memset(t, 0, sizeof(*t));
}
