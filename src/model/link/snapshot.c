/*
 * Links as the kernel reported them, see snapshot.h. It never asks the kernel.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"
#include "link/snapshot.h"
#include "str.h"

bool link_is_bond(const struct link *l)
{
	return str_eq(l->kind, "bond");
}

bool link_is_up(const struct link *l)
{
	return l->flags & IFF_UP;
}

bool link_is_usable(const struct link *l)
{
	return link_is_up(l) && l->carrier;
}

bool link_can_carry(const struct link *slave)
{
	return link_is_usable(slave) &&
		optset_number(&slave->options, BONDNL_OPT_SLAVE_MII_STATUS, MII_UP) ==
		MII_UP;
}

optmask link_hidden_options(const struct link *l)
{
	int64_t mode = optset_number(&l->options, BONDNL_OPT_MODE, -1);

	if (!link_is_bond(l) || mode < 0)
		return 0;
	return optmask_in_mode(optmask_flags(OPTION_PRIVILEGED), mode) &
		~l->options.present;
}

bool link_is_vlan(const struct link *l)
{
	return str_eq(l->kind, "vlan");
}

bool link_is_bond_slave(const struct link *l)
{
	return l->master && str_eq(l->slave_kind, "bond");
}

void link_keep_unknown(struct link *l, enum option_level level, unsigned attr,
	const void *data, size_t len)
{
	struct unknown *u = l->unknown;

	while (u < l->unknown + l->n_unknown && (u->attr != attr || u->level != level))
		u++;
	if (u == l->unknown + UNKNOWNS_MAX)
		return;
	if (u == l->unknown + l->n_unknown)
		l->n_unknown++;
	*u = (struct unknown){
		.attr = (uint16_t)attr, .len = (uint16_t)len, .level = (uint8_t)level
	};
	if (len)
		memcpy(u->bytes, data, len < UNKNOWN_BYTES ? len : UNKNOWN_BYTES);
}

bool link_note_egress(struct link *l, const char *host, int ifindex)
{
	uint8_t family, ip[16] = { 0 };
	struct egress *w = NULL;

	if (!ip_parse(host, &family, ip))
		return true;
	for (size_t i = 0; i < l->n_egresses && !w; i++)
		if (l->egresses[i].family == family &&
			!memcmp(l->egresses[i].ip, ip, family == AF_INET ? 4 : 16))
			w = &l->egresses[i];
	if (!w)
		w = array_add(l->egresses, l->n_egresses, l->cap_egresses);
	if (!w)
		return false;
	w->family = family;
	memcpy(w->ip, ip, family == AF_INET ? 4 : 16);
	w->ifindex = ifindex;
	return true;
}

static int by_ifindex(const void *a, const void *b)
{
	int ia = ((const struct link *)a)->ifindex,
	    ib = ((const struct link *)b)->ifindex;

	return (ia > ib) - (ia < ib);
}

struct link *snapshot_by_ifindex(const struct snapshot *s, int ifindex)
{
	const struct link key = { .ifindex = ifindex };

	if (s->sorted)
		return bsearch(&key, s->links, s->n, sizeof(*s->links), by_ifindex);
	for (size_t i = 0; i < s->n; i++)
		if (s->links[i].ifindex == ifindex)
			return &s->links[i];
	return NULL;
}

void snapshot_sort(struct snapshot *s)
{
	if (s->n && !s->sorted)
		qsort(s->links, s->n, sizeof(*s->links), by_ifindex);
	s->sorted = s->n > 0;
}

static void drop_index(struct snapshot *s)
{
	free(s->by_name);
	free(s->next_slave);
	free(s->first_slave);
	s->by_name = s->next_slave = s->first_slave = NULL;
}

/* qsort_r() takes what is sorted by along; it is in glibc, musl and POSIX of 2024. */
static int by_name(const void *a, const void *b, void *data)
{
	const struct snapshot *s = data;

	return strcmp(
		s->links[*(const size_t *)a].name, s->links[*(const size_t *)b].name);
}

static size_t place_of(const struct snapshot *s, const struct link *l)
{
	return (size_t)(l - s->links);
}

void snapshot_index(struct snapshot *s)
{
	snapshot_sort(s);
	drop_index(s);
	if (!s->n)
		return;
	s->by_name = calloc(s->n, sizeof(*s->by_name));
	s->next_slave = calloc(s->n, sizeof(*s->next_slave));
	s->first_slave = calloc(s->n, sizeof(*s->first_slave));
	if (!s->by_name || !s->next_slave || !s->first_slave) {
		drop_index(s);
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		s->by_name[i] = i;
		s->first_slave[i] = SIZE_MAX;
	}
	qsort_r(s->by_name, s->n, sizeof(*s->by_name), by_name, s);
	/* backwards, so that the first one found last is the first */
	for (size_t i = s->n; i-- > 0;) {
		const struct link *m = s->links[i].master
			? snapshot_by_ifindex(s, s->links[i].master)
			: NULL;

		if (!m)
			continue;
		s->next_slave[i] = s->first_slave[place_of(s, m)];
		s->first_slave[place_of(s, m)] = i;
	}
}

static struct link *find_name(const struct snapshot *s, const char *name)
{
	size_t low = 0, high = s->by_name ? s->n : 0;

	for (size_t i = 0; !s->by_name && i < s->n; i++)
		if (str_eq(s->links[i].name, name))
			return &s->links[i];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct link *l = &s->links[s->by_name[middle]];
		int c = strcmp(name, l->name);

		if (c == 0)
			return l;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool snapshot_note_asked(struct snapshot *s, const char *name, int ifindex)
{
	struct asked *a = array_add(s->asked, s->n_asked, s->cap_asked);

	if (!a)
		return false;
	str_copy(a->name, sizeof(a->name), name);
	a->ifindex = ifindex;
	return true;
}

struct link *snapshot_asked(const struct snapshot *s, const char *name)
{
	/* the last reply is the newest */
	for (size_t i = s->n_asked; i-- > 0;)
		if (str_eq(s->asked[i].name, name))
			return s->asked[i].ifindex
				? snapshot_by_ifindex(s, s->asked[i].ifindex)
				: NULL;
	return s->complete ? find_name(s, name) : NULL;
}

bool snapshot_sits_on(const struct snapshot *s, const struct link *l, int ifindex)
{
	/* the kernel nests devices no deeper */
	for (int depth = 0; depth < 8 && l && link_is_vlan(l); depth++) {
		if (l->lower == ifindex)
			return true;
		l = snapshot_by_ifindex(s, l->lower);
	}
	return false;
}

struct link *snapshot_next_slave(
	const struct snapshot *s, int master, const struct link *last)
{
	const struct link *m;
	size_t place;

	if (s->first_slave) {
		m = last ? NULL : snapshot_by_ifindex(s, master);
		place = last ? s->next_slave[place_of(s, last)]
			: m  ? s->first_slave[place_of(s, m)]
			     : SIZE_MAX;
		return place == SIZE_MAX ? NULL : &s->links[place];
	}
	for (size_t i = last ? place_of(s, last) + 1 : 0; i < s->n; i++)
		if (s->links[i].master == master)
			return &s->links[i];
	return NULL;
}

static void link_clear(struct link *l)
{
	objects_free(l->objects);
	free(l->egresses);
	memset(l, 0, sizeof(*l));
}

void snapshot_drop(struct snapshot *s, size_t i)
{
	link_clear(&s->links[i]);
	s->links[i] = s->links[--s->n];
	s->sorted = false;
	drop_index(s);
}

struct link *snapshot_append(struct snapshot *s, int ifindex)
{
	struct link *l = array_add(s->links, s->n, s->cap);

	if (l)
		l->ifindex = ifindex;
	s->sorted = false;
	drop_index(s);
	return l;
}

struct link *snapshot_place(struct snapshot *s, int ifindex)
{
	struct link *l = snapshot_by_ifindex(s, ifindex);

	if (!l)
		return snapshot_append(s, ifindex);
	drop_index(s);
	l->said = (struct link_said){ 0 };
	return l;
}

const char *snapshot_name(const struct snapshot *s, int ifindex)
{
	const struct link *l = snapshot_by_ifindex(s, ifindex);

	return l ? l->name : "";
}

static void name_links(
	struct snapshot *s, const struct snapshot *names, bool only_unnamed)
{
	const optmask links = optmask_type(OPTION_LINK);

	for (size_t i = 0; i < s->n; i++) {
		struct optset *o = &s->links[i].options;
		optmask mask = o->present & links;

		for (enum bondnl_option id; optmask_next(&mask, &id);) {
			char *name = optset_link(o, id);

			if (!(only_unnamed && *name))
				str_copy(name, ALTNAME_SIZE,
					snapshot_name(names, (int)o->number[id]));
		}
	}
}

void snapshot_name_links(struct snapshot *s)
{
	name_links(s, s, false);
}

void snapshot_borrow_names(struct snapshot *s, const struct snapshot *before)
{
	name_links(s, before, true);
}

/* Into a link that is zeroed: what fails leaves it such that it can be freed. */
static bool link_copy(struct link *l, const struct link *from)
{
	l->ifindex = from->ifindex;
	l->said = from->said;
	l->asked = from->asked;
	l->since = from->since;

	for (enum object_kind i = 0; i < OBJECT_KINDS; i++) {
		l->objects[i].known = from->objects[i].known;
		if (objects_add_all(i, &l->objects[i], &from->objects[i]) < 0)
			return false;
	}
	for (size_t i = 0; i < from->n_egresses; i++) {
		struct egress *e = array_add(l->egresses, l->n_egresses, l->cap_egresses);

		if (!e)
			return false;
		*e = from->egresses[i];
	}
	return true;
}

int snapshot_copy(struct snapshot *ret, const struct snapshot *from)
{
	struct snapshot s = { .driver_missing = from->driver_missing,
		.sorted = from->sorted };

	for (size_t i = 0; i < from->n; i++) {
		struct link *l = array_add(s.links, s.n, s.cap);

		if (!l || !link_copy(l, &from->links[i])) {
			snapshot_free(&s);
			return -ENOMEM;
		}
	}
	*ret = s;
	return 0;
}

void snapshot_free(struct snapshot *s)
{
	for (size_t i = 0; i < s->n; i++)
		link_clear(&s->links[i]);
	drop_index(s);
	free(s->links);
	free(s->asked);
	memset(s, 0, sizeof(*s));
}
