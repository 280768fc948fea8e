/*
 * Looks for what is wrong with bonds: asks what the rules want to know beyond a state, in
 * few looks, and lets them judge (model/findings.h). Changes nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "arena.h"
#include "array.h"
#include "check/findings.h"
#include "ctx.h"
#include "option/value.h"
#include "queries.h"
#include "read/state.h"

/* So few slaves are asked about one by one; for more, all there is is read once. */
#define FEW_SLAVES 8

struct bondnl_findings {
	struct findings all;
};

/* One look for what is wrong; what it reads is kept here, but for egresses and the like.
 */
struct checking {
	struct bondnl_ctx *ctx;
	struct bondnl_state *state;
	struct snapshot
		around; /* VLANs, bridges, slaves with what is left on them, devices */
	const struct link **vlans; /* of it, in the order of what they sit on */
	size_t n_vlans;
	unsigned looks; /* of all bonds together */
};

/* ------------------------------------------------------------ into the state's snapshot
 */

/* The texts of the targets, which the queries borrow, go into @texts. */
static void want_egresses(struct queries *q, const struct link *bond, struct arena *texts)
{
	bool arp = optset_number(&bond->options, BONDNL_OPT_ARP_INTERVAL, 0);
	char text[ADDRESS_TEXT_SIZE];

	for (size_t f = 0; f < 2 && arp; f++) {
		const struct targets *t = &bond->options.targets[f];

		for (size_t i = 0; i < t->n && i < TARGETS_ROOM; i++) {
			const char *kept;

			ip_print(f ? AF_INET6 : AF_INET, t->ip[i], text);
			kept = arena_text(texts, text, strlen(text));
			q->failed |= !kept;
			queries_add(q, QUERY_EGRESS, kept, bond->ifindex);
		}
	}
}

static int look_closer(struct checking *c, struct bondnl_error *err)
{
	struct bondnl_state *st = c->state;
	_cleanup_queries_ struct queries q = { 0 };
	_cleanup_arena_ struct arena texts = { 0 };

	for (size_t i = 0; i < st->n_bonds; i++) {
		unsigned looks = findings_looks(st->links[i].link);

		c->looks |= looks;
		if (looks & LOOK_EGRESSES)
			want_egresses(&q, st->links[i].link, &texts);
	}
	/* by themselves: they go by another socket than what is before them */
	for (size_t i = 0; i < st->n_bonds; i++) {
		const struct bondnl_link *bond = &st->links[i];
		unsigned looks = findings_looks(bond->link);

		for (size_t k = 0; k < bond->n_slaves; k++) {
			const struct link *l = bond->slaves[k].link;

			if (looks & LOOK_SPEED && !l->speed_known)
				queries_add(&q, QUERY_SPEED, NULL, l->ifindex);
			/* what has a kind was made by software */
			if (looks & LOOK_WIRELESS && !l->kind[0] && !l->wireless_known)
				queries_add(&q, QUERY_WIRELESS, NULL, l->ifindex);
		}
	}
	return queries_run(&q, c->ctx->backend, &st->snapshot, err);
}

/* ---------------------------------------------------------------------- around them */

static int by_number(const void *a, const void *b)
{
	int ia = *(const int *)a, ib = *(const int *)b;

	return (ia > ib) - (ia < ib);
}

/* A list of ifindexes. */
struct ids {
	int *list;
	size_t n, cap;
	bool failed;
};

static void ids_add(struct ids *ids, int ifindex)
{
	int *p = array_add(ids->list, ids->n, ids->cap);

	if (p)
		*p = ifindex;
	ids->failed |= !p;
}

static void ids_free(struct ids *ids)
{
	free(ids->list);
}

static void sort_unique(struct ids *ids)
{
	size_t kept = 0;

	if (ids->n)
		qsort(ids->list, ids->n, sizeof(*ids->list), by_number);
	for (size_t i = 0; i < ids->n; i++)
		if (!kept || ids->list[kept - 1] != ids->list[i])
			ids->list[kept++] = ids->list[i];
	ids->n = kept;
}

/* Places for links that are to be asked about, so that each is found quickly. */
static int make_room(struct checking *c, struct ids *ids, struct bondnl_error *err)
{
	const size_t known = c->around.n;

	if (ids->failed)
		return error_nomem(err);
	sort_unique(ids);
	snapshot_sort(&c->around);
	for (size_t i = 0; i < ids->n; i++) {
		const struct snapshot before = {
			.links = c->around.links, .n = known, .sorted = known > 0
		};

		if (!snapshot_by_ifindex(&before, ids->list[i]) &&
			!snapshot_append(&c->around, ids->list[i]))
			return error_nomem(err);
	}
	snapshot_sort(&c->around);
	return 0;
}

static void list_unknown(const struct checking *c, int ifindex, struct ids *ids)
{
	if (ifindex && !snapshot_by_ifindex(&c->state->snapshot, ifindex))
		ids_add(ids, ifindex);
}

/* What bonds are in, and by what the egresses lead, as far as it is no bond or slave. */
static void list_devices(const struct checking *c, struct ids *ids)
{
	const struct bondnl_state *st = c->state;

	for (size_t i = 0; i < st->n_bonds; i++) {
		const struct link *bond = st->links[i].link;

		if (c->looks & LOOK_MASTER)
			list_unknown(c, bond->master, ids);
		for (size_t k = 0; k < bond->n_egresses; k++)
			list_unknown(c, bond->egresses[k].ifindex, ids);
	}
}

static void want_left(
	const struct checking *c, struct queries *q, const struct ids *slaves)
{
	bool few = slaves->n <= FEW_SLAVES;

	for (size_t i = 0; i < slaves->n && few; i++) {
		const struct link *l =
			snapshot_by_ifindex(&c->state->snapshot, slaves->list[i]);

		if (c->looks & LOOK_ADDRESSES)
			queries_add(q, QUERY_ADDRESSES, NULL, slaves->list[i]);
		/* a link that is down has no routes */
		if (c->looks & LOOK_ROUTES && l && link_is_up(l))
			queries_add(q, QUERY_ROUTES, NULL, slaves->list[i]);
	}
	if (!few && c->looks & LOOK_ADDRESSES)
		queries_add(q, QUERY_ADDRESSES, NULL, 0);
	if (!few && c->looks & LOOK_ROUTES)
		queries_add(q, QUERY_ROUTES, NULL, 0);
}

static int by_lower(const void *a, const void *b)
{
	int ia = (*(const struct link *const *)a)->lower,
	    ib = (*(const struct link *const *)b)->lower;

	return (ia > ib) - (ia < ib);
}

static int list_vlans(struct checking *c, struct bondnl_error *err)
{
	c->vlans = calloc(c->around.n + 1, sizeof(*c->vlans));
	if (!c->vlans)
		return error_nomem(err);
	for (size_t i = 0; i < c->around.n; i++)
		if (link_is_vlan(&c->around.links[i]))
			c->vlans[c->n_vlans++] = &c->around.links[i];
	if (c->n_vlans)
		qsort(c->vlans, c->n_vlans, sizeof(*c->vlans), by_lower);
	return 0;
}

static int look_around(struct checking *c, struct bondnl_error *err)
{
	const struct bondnl_state *st = c->state;
	_cleanup_queries_ struct queries q = { 0 };
	_cleanup_(ids_free) struct ids slaves = { 0 }, devices = { 0 };
	int rc;

	if (c->looks & LOOK_VLANS)
		queries_add(&q, QUERY_UPPERS, NULL,
			st->n_bonds ? st->links[0].link->ifindex : 0);
	rc = queries_run(&q, c->ctx->backend, &c->around, err);
	if (rc < 0)
		return rc;

	for (size_t i = st->n_bonds; i < st->n_links; i++)
		ids_add(&slaves, st->links[i].link->ifindex);
	list_devices(c, &devices);
	rc = make_room(c, &slaves, err);
	if (rc == 0)
		rc = make_room(c, &devices, err);
	if (rc < 0)
		return rc;

	for (size_t i = 0; i < devices.n; i++)
		queries_add(&q, QUERY_LINK, NULL, devices.list[i]);
	want_left(c, &q, &slaves);
	rc = queries_run(&q, c->ctx->backend, &c->around, err);
	snapshot_sort(&c->around);
	return rc < 0 ? rc : list_vlans(c, err);
}

/* -------------------------------------------------------------------------- judging */

static void find_vlans(const struct checking *c, struct check *one)
{
	const struct link key = { .lower = one->bond->ifindex }, *k = &key;
	const struct link **p = c->n_vlans
		? bsearch(&k, c->vlans, c->n_vlans, sizeof(*c->vlans), by_lower)
		: NULL;

	if (!p)
		return;
	while (p > c->vlans && p[-1]->lower == one->bond->ifindex)
		p--;
	one->vlans = p;
	while (p + one->n_vlans < c->vlans + c->n_vlans &&
		p[one->n_vlans]->lower == one->bond->ifindex)
		one->n_vlans++;
}

static int judge(struct checking *c, struct findings *ret, struct bondnl_error *err)
{
	const struct bondnl_state *st = c->state;
	_cleanup_free_ const struct link **slaves =
		calloc(st->n_links + 1, sizeof(*slaves));

	if (!slaves)
		return error_nomem(err);
	for (size_t i = 0; i < st->n_bonds; i++) {
		const struct bondnl_link *bond = &st->links[i];
		struct check one = { .now = &st->snapshot,
			.bond = bond->link,
			.slaves = slaves,
			.n_slaves = bond->n_slaves,
			.around = &c->around,
			.netns = c->ctx->netns,
			.found = ret };

		for (size_t k = 0; k < bond->n_slaves; k++)
			slaves[k] = bond->slaves[k].link;
		find_vlans(c, &one);
		findings_check(&one);
	}
	return ret->failed ? error_nomem(err) : 0;
}

static void checking_free(struct checking *c)
{
	free(c->vlans);
	snapshot_free(&c->around);
}

static void findings_freep(struct bondnl_findings **f)
{
	bondnl_findings_free(*f);
}

int bondnl_check_state(struct bondnl_ctx *ctx, struct bondnl_state *state,
	struct bondnl_findings **ret, struct bondnl_error *err)
{
	_cleanup_(checking_free) struct checking c = { .ctx = ctx, .state = state };
	_cleanup_(findings_freep) struct bondnl_findings *f = calloc(1, sizeof(*f));
	int rc;

	*ret = NULL;
	if (!f)
		return error_nomem(err);
	rc = look_closer(&c, err);
	if (rc == 0)
		rc = look_around(&c, err);
	if (rc == 0)
		rc = judge(&c, &f->all, err);
	if (rc == 0)
		*ret = steal(f);
	return rc;
}

int bondnl_check(struct bondnl_ctx *ctx, size_t n, const char *const bonds[],
	struct bondnl_findings **ret, struct bondnl_error *err)
{
	_cleanup_state_ struct bondnl_state *state = NULL;
	int rc;

	*ret = NULL;
	rc = bondnl_state_read(ctx, n, bonds, &state, err);
	return rc < 0 ? rc : bondnl_check_state(ctx, state, ret, err);
}

void bondnl_findings_free(struct bondnl_findings *f)
{
	if (f)
		findings_free(&f->all);
	free(f);
}

/* -------------------------------------------------------------------------- getters */

const char *bondnl_severity_name(enum bondnl_severity severity)
{
	static const char *const names[] = { "note", "warning", "critical" };

	return (unsigned)severity < ARRAY_SIZE(names) ? names[severity] : NULL;
}

size_t bondnl_findings_count(const struct bondnl_findings *f)
{
	return f->all.n;
}

static const struct finding *finding_at(const struct bondnl_findings *f, size_t i)
{
	return i < f->all.n ? &f->all.items[i] : NULL;
}

const char *bondnl_finding_id(const struct bondnl_findings *f, size_t i)
{
	return finding_at(f, i) ? finding_at(f, i)->rule->id : NULL;
}

enum bondnl_severity bondnl_finding_severity(const struct bondnl_findings *f, size_t i)
{
	return finding_at(f, i) ? finding_at(f, i)->severity : BONDNL_SEVERITY_NOTE;
}

const char *bondnl_finding_bond(const struct bondnl_findings *f, size_t i)
{
	return finding_at(f, i) ? finding_at(f, i)->bond : NULL;
}

const char *bondnl_finding_slave(const struct bondnl_findings *f, size_t i)
{
	return finding_at(f, i) && *finding_at(f, i)->slave ? finding_at(f, i)->slave
							    : NULL;
}

const char *bondnl_finding_evidence(const struct bondnl_findings *f, size_t i)
{
	return finding_at(f, i) ? text_str(&finding_at(f, i)->evidence) : NULL;
}

const char *bondnl_finding_remedy(const struct bondnl_findings *f, size_t i)
{
	return finding_at(f, i) ? text_str(&finding_at(f, i)->remedy) : NULL;
}

const char *bondnl_rule_id(size_t i)
{
	return findings_rule(i) ? findings_rule(i)->id : NULL;
}

enum bondnl_severity bondnl_rule_severity(size_t i)
{
	return findings_rule(i) ? findings_rule(i)->severity : BONDNL_SEVERITY_NOTE;
}

const char *bondnl_rule_help(size_t i)
{
	return findings_rule(i) ? findings_rule(i)->help : NULL;
}
