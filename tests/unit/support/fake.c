/*
 * A kernel in memory, see fake.h: its backend, and what is told through it. What is done
 * to links is in fake_link.c, fake_bond.c and fake_slave.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "internal.h"
#include "option/value.h"
#include "support/scene.h"
#include "support/unit.h"

static struct fake *fake_of(struct backend *d)
{
	return (struct fake *)d;
}

struct fake_hidden *fake_hidden(struct fake *f, const struct link *l)
{
	return &f->hidden[l->ifindex];
}

struct link *fake_link(const struct fake *f, const char *name)
{
	for (size_t i = 0; i < f->now.n; i++)
		if (str_eq(f->now.links[i].name, name))
			return &f->now.links[i];
	for (size_t i = 0; i < f->now.n_asked; i++) /* the names of the scene: altnames */
		if (str_eq(f->now.asked[i].name, name))
			return snapshot_by_ifindex(&f->now, f->now.asked[i].ifindex);
	return NULL;
}

struct link *fake_by_ifindex(const struct fake *f, int ifindex)
{
	return snapshot_by_ifindex(&f->now, ifindex);
}

struct link *fake_next_slave(
	const struct fake *f, const struct link *bond, const struct link *last)
{
	return snapshot_next_slave(&f->now, bond->ifindex, last);
}

/* An reply under way: the errno, with the driver's words. */
int fake_refuse(struct reply *a, int error, const char *words, enum bondnl_option option)
{
	ck_assert(str_copy(a->text, sizeof(a->text), words));
	a->option = option;
	return error;
}

int fake_plainly(struct reply *a, int error, const char *words)
{
	return fake_refuse(a, error, words, BONDNL_OPT_COUNT_);
}

/* --------------------------------------------------------------------------- orders */

static int carry_out(struct fake *f, const struct request *o, struct reply *a)
{
	struct link *l;

	if (f->no_privilege)
		return fake_plainly(a, -EPERM, "");
	if (o->step->kind == STEP_CREATE) {
		int error = fake_create(f, o, a);

		if (!error && o->ret_made)
			*o->ret_made = fake_link(f, o->link->name)->options;
		return error;
	}
	if (o->step->kind == STEP_DELETE_GROUP)
		return fake_delete_group(f, o->step->group, a);
	l = o->ifindex ? fake_by_ifindex(f, o->ifindex) : fake_link(f, o->link->name);
	if (!l)
		return fake_plainly(a, -ENODEV, "");
	switch (o->step->kind) {
	case STEP_DELETE:
		return fake_delete(f, l, a);
	case STEP_GROUP:
		l->group = o->step->group;
		return 0;
	case STEP_RELEASE:
		fake_release(f, l);
		return 0;
	case STEP_DOWN:
	case STEP_UP:
		return fake_change_admin(f, l, o->step->kind == STEP_UP);
	case STEP_LINK:
		return fake_change_link(f, l, o, a);
	case STEP_OPTIONS:
		return fake_change_options(f, l, &o->link->options, o->step->mask, a);
	case STEP_SLAVE_OPTIONS:
		return fake_change_slave(f, l, o, a);
	case STEP_GIVE:
		return fake_give(f, l, o->step, a);
	case STEP_TAKE:
		return fake_take(l, o->step);
	case STEP_ENSLAVE:
		return fake_enslave(f, l, fake_by_ifindex(f, o->master), a);
	default:
		ck_abort_msg("no such step");
	}
}

static bool fails_here(const struct fake *f, enum fake_fault fault, bool and_on)
{
	return f->fault == fault &&
		(and_on ? f->requests >= f->at : f->requests == f->at);
}

/* Every order is carried out in its turn, whatever became of the one before. */
static int fake_send(struct backend *d, const struct request *requests, size_t n,
	struct reply *replies, struct bondnl_error *err)
{
	struct fake *f = fake_of(d);
	bool lost = false;

	memset(replies, 0, n * sizeof(*replies));
	for (size_t i = 0; i < n; i++) {
		struct reply *a = &replies[i];

		f->requests++;
		a->option = BONDNL_OPT_COUNT_;
		a->received = true;
		if (fails_here(f, FAKE_DEAD, false)) {
			a->received = false;
			return error_set(err, -EPIPE, NULL, "cannot send to the kernel");
		}
		if (fails_here(f, FAKE_REFUSED, false) ||
			fails_here(f, FAKE_REFUSED_ON, true))
			a->error = fake_plainly(a, f->error, f->words ? f->words : "");
		else if (!fails_here(f, FAKE_IGNORED, false) &&
			!fails_here(f, FAKE_IGNORED_ON, true))
			a->error = carry_out(f, &requests[i], a);
		lost |= fails_here(f, FAKE_LOST, false);
		if (lost)
			*a = (struct reply){ .option = BONDNL_OPT_COUNT_ };
	}
	if (lost)
		return error_set(err, -ENOBUFS, NULL, "cannot receive from the kernel");
	return 0;
}

/* ------------------------------------------------------------------------ queries */

static void tell_link(const struct fake *f, struct snapshot *s, const struct link *from)
{
	struct link *l = snapshot_place(s, from->ifindex);
	bool wireless;

	(void)f;
	ck_assert_ptr_nonnull(l);
	wireless = l->wireless;
	l->said = from->said;
	l->asked = from->asked;
	/* what another query brings, or none does */
	l->wireless = wireless;
	l->fixed_mac = l->untouched = false;
}

static void tell_objects(
	struct snapshot *s, const struct link *from, enum object_kind kind)
{
	struct link *l = snapshot_by_ifindex(s, from->ifindex);

	if (!l)
		return;
	objects_clear(kind, &l->objects[kind]);
	ck_assert_int_eq(
		objects_add_all(kind, &l->objects[kind], &from->objects[kind]), 0);
	l->objects[kind].known = true;
}

static void tell_bonds(const struct fake *f, struct snapshot *s)
{
	for (size_t i = 0; i < f->now.n; i++) {
		const struct link *l = &f->now.links[i];

		if (!link_is_bond(l) && !link_is_bond_slave(l))
			continue;
		tell_link(f, s, l);
		if (link_is_bond(l))
			tell_objects(s, l, OBJECT_ADDRESS);
	}
	snapshot_sort(s);
}

/* As the scene says of the link that it is asked for; else there is none. */
static int fake_way(const struct link *l, const char *host)
{
	uint8_t family, ip[16];

	ck_assert(ip_parse(host, &family, ip));
	for (size_t i = 0; l && i < l->n_egresses; i++)
		if (l->egresses[i].family == family &&
			!memcmp(l->egresses[i].ip, ip, family == AF_INET ? 4 : 16))
			return l->egresses[i].ifindex;
	return 0;
}

static void tell(const struct fake *f, const struct query *q, struct snapshot *s)
{
	const struct link *l = q->kind == QUERY_NAME ? fake_link(f, q->name)
						     : fake_by_ifindex(f, q->ifindex);
	struct link *known;

	switch (q->kind) {
	case QUERY_NAME:
		if (l)
			tell_link(f, s, l);
		ck_assert(snapshot_note_asked(s, q->name, l ? l->ifindex : 0));
		return;
	case QUERY_LINK:
		if (l)
			tell_link(f, s, l);
		return;
	case QUERY_SLAVES:
		for (const struct link *k = NULL; l && (k = fake_next_slave(f, l, k));)
			tell_link(f, s, k);
		return;
	case QUERY_LINKS:
		for (size_t i = 0; i < f->now.n; i++)
			tell_link(f, s, &f->now.links[i]);
		for (size_t i = 0; i < f->now.n_asked; i++)
			ck_assert(snapshot_note_asked(
				s, f->now.asked[i].name, f->now.asked[i].ifindex));
		s->complete = true;
		snapshot_index(s);
		return;
	case QUERY_BONDS:
		tell_bonds(f, s);
		s->driver_missing = f->no_driver;
		return;
	case QUERY_SPEED:
	case QUERY_LACP:
		return; /* what is shown only, and never decided on */
	case QUERY_PRIVILEGE:
		s->privileged = !f->no_privilege;
		return;
	case QUERY_UPPERS:
		for (size_t i = 0; i < f->now.n; i++)
			if (link_is_vlan(&f->now.links[i]))
				tell_link(f, s, &f->now.links[i]);
		return;
	case QUERY_EGRESS:
		known = snapshot_by_ifindex(s, q->ifindex);
		if (known)
			ck_assert(link_note_egress(known, q->name, fake_way(l, q->name)));
		return;
	case QUERY_WIRELESS:
		known = snapshot_by_ifindex(s, q->ifindex);
		if (known)
			known->wireless = f->hidden[q->ifindex].wireless;
		return;
	default: /* objects */
		for (size_t i = 0; !q->ifindex && i < f->now.n; i++)
			tell_objects(s, &f->now.links[i], query_of(q->kind));
		if (l)
			tell_objects(s, l, query_of(q->kind));
		return;
	}
}

static void note_question(struct fake *f, const struct query *q, bool first)
{
	static const char *const kinds[] = {
		[QUERY_NAME] = "name",
		[QUERY_LINK] = "link",
		[QUERY_SLAVES] = "slaves",
		[QUERY_LINKS] = "links",
		[QUERY_BONDS] = "bonds",
		[QUERY_PRIVILEGE] = "privilege",
		[QUERY_UPPERS] = "uppers",
		[QUERY_ADDRESSES] = "addresses",
		[QUERY_ROUTES] = "routes",
		[QUERY_OBJECTS + OBJECT_NEIGHBOUR] = "neighbours",
		[QUERY_OBJECTS + OBJECT_PROXY] = "proxies",
		[QUERY_EGRESS] = "way",
		[QUERY_WIRELESS] = "wireless",
		[QUERY_SPEED] = "speed",
		[QUERY_LACP] = "lacp",
	};

	text_add(&f->asked, "%s%s",
		!f->asked.len	? ""
			: first ? "; "
				: ", ",
		kinds[q->kind]);
	if (q->kind == QUERY_NAME || q->kind == QUERY_EGRESS)
		text_add(&f->asked, " %s", q->name);
	else if (q->ifindex)
		text_add(&f->asked, " %d", q->ifindex);
}

static int fake_query(struct backend *d, const struct query *q, size_t n,
	struct snapshot *s, struct bondnl_error *err)
{
	struct fake *f = fake_of(d);

	for (size_t i = 0; i < n; i++)
		note_question(f, &q[i], i == 0);
	if (++f->looks == f->deaf_at)
		return error_set(err, -ENOBUFS, NULL, "cannot receive from the kernel");
	for (size_t i = 0; i < n; i++)
		tell(f, &q[i], s);
	snapshot_name_links(s);
	return 0;
}

/* -------------------------------------------------------------------------- probing */

static int fake_probe(struct backend *d, const struct probe *probes, size_t n,
	int *replies, struct bondnl_error *err)
{
	struct fake *f = fake_of(d);

	ck_assert_msg(!f->no_driver, "a newer kernel loads the driver for that");
	text_add(&f->asked, "%sprobe", f->asked.len ? "; " : "");
	if (++f->looks == f->deaf_at)
		return error_set(err, -ENOBUFS, NULL, "cannot receive from the kernel");
	for (size_t i = 0; i < n; i++) {
		const struct option *o = option_get(probes[i].id);
		const struct link *l = fake_by_ifindex(f, probes[i].ifindex);

		ck_assert_int_eq(o->level == OPTION_SLAVE, l && link_is_bond_slave(l));
		ck_assert(o->level == OPTION_SLAVE || !probes[i].ifindex);
		text_add(&f->asked, " %s", o->name);
		replies[i] = f->no_privilege	   ? -EPERM
			: f->probe_error	   ? f->probe_error
			: f->lacks & OPTBIT(o->id) ? PROBE_NO
						   : PROBE_YES;
	}
	return 0;
}

/* -------------------------------------------------------------------------- opening */

static void fake_trace(struct backend *d, bondnl_trace_fn *fn, void *data)
{
	(void)d, (void)fn, (void)data;
}

static void fake_shut(struct backend *d)
{
	(void)d;
}

static bool is_scenes_mac(const struct link *l)
{
	return l->mac[0] == 0x02 && l->mac[1] == 0;
}

static void hide(struct fake *f, struct link *l)
{
	struct fake_hidden *h = fake_hidden(f, l);
	const struct optset *o = &l->options;
	int64_t own = optset_number(o, BONDNL_OPT_SLAVE_PERM_HWADDR, 0);
	int64_t miimon = o->number[BONDNL_OPT_MIIMON];

	ck_assert_int_lt(l->ifindex, FAKE_LINKS);
	h->wireless = l->wireless;
	h->fixed_mac = l->fixed_mac;
	h->own_mtu = l->mtu;
	for (size_t i = 0; i < 6; i++)
		h->own_mac[i] = (uint8_t)(own >> (40 - 8 * i));
	if (!link_is_bond(l))
		return;
	/* a scene gives it the MAC of its number, unless it says one */
	h->random_mac = !snapshot_next_slave(&f->now, l->ifindex, NULL) && is_scenes_mac(l);
	str_copy(h->primary, IFNAMSIZ,
		snapshot_name(&f->now, (int)optset_number(o, BONDNL_OPT_PRIMARY, 0)));
	if (miimon) {
		h->delays[0] = o->number[BONDNL_OPT_UPDELAY] / miimon;
		h->delays[1] = o->number[BONDNL_OPT_DOWNDELAY] / miimon;
		h->delays[2] = o->number[BONDNL_OPT_PEER_NOTIF_DELAY] / miimon;
	}
}

static int fake_cookie(struct backend *d, uint64_t *ret)
{
	(void)d;
	*ret = FAKE_COOKIE;
	return 0;
}

static int fake_is_of_init(struct backend *d, bool *ret)
{
	(void)d;
	*ret = true;
	return 0;
}

void fake_open(struct fake *f, const char *const scene[])
{
	memset(f, 0, sizeof(*f));
	f->backend = (struct backend){ .query = fake_query,
		.send = fake_send,
		.probe = fake_probe,
		.cookie = fake_cookie,
		.is_of_init = fake_is_of_init,
		.trace = fake_trace,
		.close = fake_shut };
	f->error = -EINVAL;
	f->last_ifindex = 50;
	scene_read(&f->now, scene);
	for (size_t i = 0; i < f->now.n; i++)
		hide(f, &f->now.links[i]);
	for (size_t i = 0; i < f->now.n; i++)
		if (link_is_bond(&f->now.links[i]))
			fake_settle(f, &f->now.links[i], false);
}

void fake_close(struct fake *f)
{
	text_free(&f->asked);
	snapshot_free(&f->now);
}

/* ------------------------------------------------------------------------- printing */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Addresses and routes may come back in another order. */
static void print_sorted(char **items, size_t n, struct text *t)
{
	if (n)
		qsort(items, n, sizeof(*items), by_text);
	for (size_t i = 0; i < n; i++) {
		text_add(t, " %s", items[i]);
		free(items[i]);
	}
}

static void print_belongings(const struct link *l, struct text *t)
{
	char *items[32], text[OBJECT_TEXT_SIZE];
	size_t n = 0;

	for (enum object_kind k = 0; k < OBJECT_KINDS; k++)
		for (size_t i = 0; i < l->objects[k].n; i++) {
			const void *o = objects_at(k, &l->objects[k], i);

			if (object_is_kernels(k, o))
				continue;
			ck_assert_uint_lt(n, ARRAY_SIZE(items));
			object_row(k)->print(o, text);
			items[n++] = strdup(text);
		}
	print_sorted(items, n, t);
}

/* What the driver keeps where nobody sees it, and takes up again with a mode or monitor.
 */
static void print_hidden(const struct fake *f, const struct link *l, struct text *t)
{
	static const enum bondnl_option lacp[] = { BONDNL_OPT_AD_ACTOR_SYS_PRIO,
		BONDNL_OPT_AD_USER_PORT_KEY, BONDNL_OPT_AD_ACTOR_SYSTEM };
	const struct fake_hidden *h = &f->hidden[l->ifindex];
	const struct optset *o = &l->options;

	if (h->primary[0])
		text_add(t, " (primary %s)", h->primary);
	if (!o->number[BONDNL_OPT_MIIMON])
		for (size_t i = 0; i < ARRAY_SIZE(h->delays); i++)
			text_add(t, " (delay %d)", (int)h->delays[i]);
	for (size_t i = 0; i < ARRAY_SIZE(lacp); i++)
		if (!optset_has(o, lacp[i]))
			text_add(t, " (%s %lld)", option_get(lacp[i])->name,
				(long long)o->number[lacp[i]]);
}

static void print_scalars(const struct link *l, struct text *t)
{
	static const struct scalars of_a_new_one;
	unsigned mask = scalars_differing(&l->scalars, &of_a_new_one) & scalars_alone();

	for (enum scalar id; scalar_next(&mask, &id);) {
		text_add(t, " %s ", scalar_row(id)->word);
		scalar_print(&l->scalars, id, t);
	}
}

static void print_link(const struct fake *f, const struct link *l, struct text *t)
{
	optmask bond = optmask_level(OPTION_BOND);
	optmask slave = optmask_level(OPTION_SLAVE) & ~optmask_flags(OPTION_READ_ONLY);
	char mac[MAC_TEXT_SIZE];

	mac_print(l->mac, 6, mac);
	/* one random MAC is as good as another, and as the one that the scene gave */
	if (link_is_bond(l) && !snapshot_next_slave(&f->now, l->ifindex, NULL) &&
		(f->hidden[l->ifindex].random_mac || is_scenes_mac(l)))
		str_copy(mac, sizeof(mac), "random");
	text_add(t, "%s %s mtu %u mac %s", l->name, link_is_up(l) ? "up" : "down", l->mtu,
		mac);
	print_scalars(l, t);
	if (l->master)
		text_add(t, " master %s", snapshot_name(&f->now, l->master));
	text_add(t, " ");
	if (link_is_bond(l)) {
		struct optset o = l->options;

		/* names are for who asks */
		memset(o.link_name, 0, sizeof(o.link_name));
		unit_print_options(&o, bond, t);
		print_hidden(f, l, t);
	}
	if (link_is_bond_slave(l))
		unit_print_options(&l->options, slave, t);
	print_belongings(l, t);
	text_add(t, "\n");
}

void fake_print(const struct fake *f, struct text *t)
{
	for (int ifindex = 0; ifindex < FAKE_LINKS; ifindex++)
		if (fake_by_ifindex(f, ifindex))
			print_link(f, fake_by_ifindex(f, ifindex), t);
}
