/*
 * Bonds as the public header shows them, see state.h. Reads only.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "ctx.h"
#include "option/value.h"
#include "queries.h"
#include "read/state.h"
#include "spec/spec.h"

/* ------------------------------------------------------------------------- reading */

static int ask_named(struct backend *backend, size_t n, const char *const bonds[],
	struct snapshot *s, struct bondnl_error *err)
{
	_cleanup_queries_ struct queries q = { 0 };
	int rc;

	for (size_t i = 0; i < n; i++)
		queries_add(&q, QUERY_NAME, bonds[i], 0);
	rc = queries_run(&q, backend, s, err);
	if (rc < 0)
		return rc;

	for (size_t i = 0; i < n; i++) {
		const struct link *l = snapshot_asked(s, bonds[i]);

		if (!l || !link_is_bond(l)) {
			error_where(err, NULL, bonds[i]);
			error_set(err, l ? -EINVAL : -ENODEV, NULL, "%s",
				l ? "it is no bond" : "no such bond");
			error_hint(err, "'bondnl show' shows all bonds");
			return l ? -EINVAL : -ENODEV;
		}
		queries_add(&q, QUERY_SLAVES, NULL, l->ifindex);
		queries_add(&q, QUERY_ADDRESSES, NULL, l->ifindex);
	}
	return queries_run(&q, backend, s, err);
}

static void add_link(struct bondnl_state *st, const struct link *l)
{
	st->links[st->n_links].arena = &st->arena;
	st->links[st->n_links++].link = l;
}

/* The bonds in the order they were asked for, each once; all of them otherwise. */
static void place_bonds(struct bondnl_state *st, size_t n, const char *const bonds[])
{
	const struct snapshot *s = &st->snapshot;

	for (size_t i = 0; n == 0 && i < s->n; i++)
		if (link_is_bond(&s->links[i]))
			add_link(st, &s->links[i]);
	for (size_t i = 0; i < n; i++) {
		const struct link *l = snapshot_asked(s, bonds[i]);
		bool placed = false;

		for (size_t k = 0; k < st->n_links; k++)
			placed |= st->links[k].link == l;
		if (!placed)
			add_link(st, l);
	}
	st->n_bonds = st->n_links;
}

/* By ifindex: the order of a bond in the array of bonds. */
struct place {
	int ifindex;
	size_t bond;
};

static int by_ifindex(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

/* The bond of the state that has this ifindex; NULL if none has. */
static struct bondnl_link *find_bond(
	const struct bondnl_state *st, const struct place *places, int ifindex)
{
	const struct place key = { .ifindex = ifindex };
	const struct place *p =
		bsearch(&key, places, st->n_bonds, sizeof(*places), by_ifindex);

	return ifindex && p ? &st->links[p->bond] : NULL;
}

/* Counts, then fills: each bond's slaves lie side by side, in one pass over the links. */
static int place_slaves(struct bondnl_state *st)
{
	const struct snapshot *s = &st->snapshot;
	_cleanup_free_ struct place *places = calloc(st->n_bonds + 1, sizeof(*places));
	struct bondnl_link *next = st->links + st->n_bonds;

	if (!places)
		return -ENOMEM;
	for (size_t i = 0; i < st->n_bonds; i++)
		places[i] = (struct place){ st->links[i].link->ifindex, i };
	qsort(places, st->n_bonds, sizeof(*places), by_ifindex);

	for (int fill = 0; fill <= 1; fill++) {
		for (size_t i = 0; i < s->n; i++) {
			struct bondnl_link *bond =
				find_bond(st, places, s->links[i].master);

			if (!bond)
				continue;
			if (fill)
				bond->slaves[bond->n_slaves] =
					(struct bondnl_link){ .link = &s->links[i],
						.as_slave = true,
						.arena = &st->arena };
			bond->n_slaves++;
		}
		for (size_t i = 0; !fill && i < st->n_bonds; i++) {
			st->links[i].slaves = next;
			next += st->links[i].n_slaves;
			st->links[i].n_slaves = 0;
		}
	}
	st->n_links = (size_t)(next - st->links);
	return 0;
}

/* Of what was read: @n bonds by the names they were asked for, or all. */
static int arrange(struct bondnl_state *st, size_t n, const char *const bonds[])
{
	/* a bond that is a slave of another has a place as each */
	st->links = calloc(2 * st->snapshot.n + 1, sizeof(*st->links));
	if (!st->links)
		return -ENOMEM;
	snapshot_sort(&st->snapshot);
	place_bonds(st, n, bonds);
	return place_slaves(st);
}

int state_of(const struct snapshot *s, struct bondnl_state **ret)
{
	_cleanup_state_ struct bondnl_state *st = calloc(1, sizeof(*st));

	if (!st || snapshot_copy(&st->snapshot, s) < 0 || arrange(st, 0, NULL) < 0)
		return -ENOMEM;
	*ret = steal(st);
	return 0;
}

int bondnl_state_read(struct bondnl_ctx *ctx, size_t n, const char *const bonds[],
	struct bondnl_state **ret, struct bondnl_error *err)
{
	const struct query all = { .kind = QUERY_BONDS };
	_cleanup_state_ struct bondnl_state *st = NULL;
	const char *fault;
	int rc;

	*ret = NULL;
	for (size_t i = 0; i < n; i++) {
		fault = altname_fault(bonds[i]);
		if (fault)
			return error_usage(err, bonds[i], "%s", fault);
	}
	st = calloc(1, sizeof(*st));
	if (!st)
		return error_nomem(err);
	rc = n ? ask_named(ctx->backend, n, bonds, &st->snapshot, err)
	       : ctx->backend->query(ctx->backend, &all, 1, &st->snapshot, err);
	if (rc < 0)
		return rc;

	if (arrange(st, n, bonds) < 0)
		return error_nomem(err);
	*ret = steal(st);
	return 0;
}

/* One of each family, as the word gateway asks for. */
static void keep_gateways(struct bondnl_link *bond)
{
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	uint8_t ip[16];

	bond->n_gateways = 0;
	for (size_t f = 0; f < ARRAY_SIZE(families); f++)
		for (size_t i = 0; i < bond->link->n_routes; i++) {
			const struct route *r = &bond->link->routes[i];

			if (r->family != families[f] || !route_gateway(r, ip))
				continue;
			ip_print(r->family, ip, bond->gateways[bond->n_gateways++]);
			break;
		}
}

int bondnl_state_read_gateways(
	struct bondnl_ctx *ctx, struct bondnl_state *st, struct bondnl_error *err)
{
	_cleanup_queries_ struct queries q = { 0 };
	int rc;

	/* a bond that is down has no routes */
	for (size_t i = 0; i < st->n_bonds; i++)
		if (link_is_up(st->links[i].link) && !st->links[i].link->routes_known)
			queries_add(&q, QUERY_ROUTES, NULL, st->links[i].link->ifindex);
	rc = queries_run(&q, ctx->backend, &st->snapshot, err);
	for (size_t i = 0; i < st->n_bonds && rc == 0; i++)
		keep_gateways(&st->links[i]);
	return rc;
}

void bondnl_state_free(struct bondnl_state *st)
{
	if (!st)
		return;
	arena_free(&st->arena);
	free(st->links);
	snapshot_free(&st->snapshot);
	free(st);
}

/* ------------------------------------------------------------------------- getters */

size_t bondnl_state_bonds(const struct bondnl_state *st)
{
	return st->n_bonds;
}

const struct bondnl_link *bondnl_state_bond(const struct bondnl_state *st, size_t i)
{
	return i < st->n_bonds ? &st->links[i] : NULL;
}

size_t bondnl_link_slaves(const struct bondnl_link *bond)
{
	return bond->n_slaves;
}

const struct bondnl_link *bondnl_link_slave(const struct bondnl_link *bond, size_t i)
{
	return i < bond->n_slaves ? &bond->slaves[i] : NULL;
}

const char *bondnl_link_name(const struct bondnl_link *l)
{
	return l->link->name;
}

int bondnl_link_ifindex(const struct bondnl_link *l)
{
	return l->link->ifindex;
}

bool bondnl_link_is_up(const struct bondnl_link *l)
{
	return link_is_up(l->link);
}

bool bondnl_link_has_carrier(const struct bondnl_link *l)
{
	return l->link->carrier;
}

uint32_t bondnl_link_mtu(const struct bondnl_link *l)
{
	return l->link->mtu;
}

/*
 * Texts are made when they are first asked for, and kept with the link that lends them:
 * the object is const to the caller in what it says, not in what it remembers.
 */
static struct bondnl_link *remembering(const struct bondnl_link *l)
{
	return (struct bondnl_link *)l;
}

const char *bondnl_link_mac(const struct bondnl_link *l)
{
	mac_print(l->link->mac, l->link->mac_len, remembering(l)->mac);
	return l->mac;
}

size_t bondnl_link_addresses(const struct bondnl_link *l)
{
	return l->link->n_addresses;
}

const char *bondnl_link_address(const struct bondnl_link *l, size_t i)
{
	char text[ADDRESS_TEXT_SIZE];
	const char **all = l->addresses;

	if (i >= l->link->n_addresses)
		return NULL;
	if (!all) {
		all = arena_room(l->arena, l->link->n_addresses * sizeof(*all));
		if (!all)
			return NULL;
		remembering(l)->addresses = all;
	}
	if (!all[i]) {
		address_print(&l->link->addresses[i], text);
		all[i] = arena_text(l->arena, text, strlen(text));
	}
	return all[i];
}

/* What was printed is kept no longer than it is: most texts are of a digit or two. */
static const char *arena_printed(struct arena *arena, struct text *t)
{
	const char *kept = t->failed ? "" : arena_text(arena, text_str(t), t->len);

	text_free(t);
	return kept;
}

const char *bondnl_link_option(const struct bondnl_link *l, enum bondnl_option id)
{
	const char **texts = l->texts;
	struct text t = { 0 };
	struct value v;

	if ((unsigned)id >= BONDNL_OPT_COUNT_ || !optset_has(&l->link->options, id))
		return NULL;
	if (!texts) {
		texts = arena_room(l->arena, BONDNL_OPT_COUNT_ * sizeof(*texts));
		if (!texts)
			return NULL;
		remembering(l)->texts = texts;
	}
	if (!texts[id])
		texts[id] = value_name(option_get(id), l->link->options.number[id]);
	if (!texts[id]) {
		optset_take(&l->link->options, id, &v);
		value_print(option_get(id), &v, &t);
		texts[id] = arena_printed(l->arena, &t);
	}
	return texts[id];
}

bool bondnl_link_option_hidden(const struct bondnl_link *l, enum bondnl_option id)
{
	return (unsigned)id < BONDNL_OPT_COUNT_ &&
		link_hidden_options(l->link) & OPTBIT(id);
}

/* ------------------------------------------------------- what the table does not know */

size_t bondnl_link_unknowns(const struct bondnl_link *l)
{
	return l->link->n_unknown;
}

unsigned bondnl_link_unknown_number(const struct bondnl_link *l, size_t i)
{
	return i < l->link->n_unknown ? l->link->unknown[i].attr : 0;
}

enum bondnl_level bondnl_link_unknown_level(const struct bondnl_link *l, size_t i)
{
	switch (i < l->link->n_unknown ? l->link->unknown[i].level : OPTION_BOND) {
	case OPTION_SLAVE:
		return BONDNL_LEVEL_SLAVE;
	case OPTION_AD_INFO:
		return BONDNL_LEVEL_AD_INFO;
	default:
		return BONDNL_LEVEL_BOND;
	}
}

/* As long as a number of the kernel's is, it most likely is one, in our byte order. */
static void print_unknown(const struct unknown *u, struct text *t)
{
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (u->len) {
	case 0:
		return;
	case 1:
		text_add(t, "%u", u->bytes[0]);
		return;
	case 2:
		memcpy(&u16, u->bytes, sizeof(u16));
		text_add(t, "%u", u16);
		return;
	case 4:
		memcpy(&u32, u->bytes, sizeof(u32));
		text_add(t, "%u", u32);
		return;
	case 8:
		memcpy(&u64, u->bytes, sizeof(u64));
		text_add(t, "%llu", (unsigned long long)u64);
		return;
	default:
		text_add(t, "0x");
		for (size_t i = 0; i < u->len && i < UNKNOWN_BYTES; i++)
			text_add(t, "%02x", u->bytes[i]);
		text_add(t, u->len > UNKNOWN_BYTES ? "..." : "");
	}
}

const char *bondnl_link_unknown(const struct bondnl_link *l, size_t i)
{
	const char **texts = l->unknown;
	struct text t = { 0 };

	if (i >= l->link->n_unknown)
		return NULL;
	if (!texts) {
		texts = arena_room(l->arena, l->link->n_unknown * sizeof(*texts));
		if (!texts)
			return NULL;
		remembering(l)->unknown = texts;
	}
	if (!texts[i]) {
		print_unknown(&l->link->unknown[i], &t);
		texts[i] = arena_printed(l->arena, &t);
	}
	return texts[i];
}

bool bondnl_link_option_is_default(const struct bondnl_link *l, enum bondnl_option id)
{
	const struct optset *o = &l->link->options;

	if ((unsigned)id >= BONDNL_OPT_COUNT_ || !optset_has(o, id))
		return true;
	return option_may_be_none(option_get(id))
		? optset_is_none(o, id)
		: o->number[id] == option_get(id)->initial;
}

bool bondnl_link_address_is_given(const struct bondnl_link *l, size_t i)
{
	return i < l->link->n_addresses && address_is_given(&l->link->addresses[i]);
}

size_t bondnl_link_gateways(const struct bondnl_link *l)
{
	return l->n_gateways;
}

const char *bondnl_link_gateway(const struct bondnl_link *l, size_t i)
{
	return i < l->n_gateways ? l->gateways[i] : NULL;
}
