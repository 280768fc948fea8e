/*
 * Looks for what is wrong with bonds: asks what the rules want to know beyond a state, in
 * few looks, and lets them judge (model/findings.h). Changes nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "check/findings.h"
#include "ctx.h"
#include "option/value.h"
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

struct queries {
	struct query *items;
	size_t n;
};

static void want(struct queries *q, enum query_kind kind, const char *name, int ifindex)
{
	q->items[q->n++] =
		(struct query){ .kind = kind, .name = name, .ifindex = ifindex };
}

static int ask(struct checking *c, const struct queries *q, struct snapshot *s,
	struct bondnl_error *err)
{
	return q->n ? c->ctx->backend->query(c->ctx->backend, q->items, q->n, s, err) : 0;
}

/* ------------------------------------------------------------ into the state's snapshot
 */

static size_t n_targets(const struct link *bond)
{
	return optset_number(&bond->options, BONDNL_OPT_ARP_INTERVAL, 0)
		? optset_targets(&bond->options)
		: 0;
}

/* The texts of the targets, which the queries borrow. */
static size_t want_egresses(struct queries *q, const struct link *bond,
	char (*texts)[ADDRESS_TEXT_SIZE], unsigned looks)
{
	size_t n = 0;

	for (size_t f = 0; f < 2 && looks & LOOK_EGRESSES && n_targets(bond); f++) {
		const struct targets *t = &bond->options.targets[f];

		for (size_t i = 0; i < t->n && i < TARGETS_ROOM; i++) {
			ip_print(f ? AF_INET6 : AF_INET, t->ip[i], texts[n]);
			want(q, QUERY_EGRESS, texts[n++], bond->ifindex);
		}
	}
	return n;
}

static int look_closer(struct checking *c, struct bondnl_error *err)
{
	struct bondnl_state *st = c->state;
	_cleanup_free_ struct query *items = NULL;
	_cleanup_free_ char(*texts)[ADDRESS_TEXT_SIZE] = NULL;
	struct queries q = { 0 };
	size_t targets = 0, used = 0;

	for (size_t i = 0; i < st->n_bonds; i++)
		targets += n_targets(st->links[i].link);
	items = q.items = calloc(targets + 2 * st->n_links + 1, sizeof(*items));
	texts = calloc(targets + 1, sizeof(*texts));
	if (!items || !texts)
		return error_nomem(err);
	for (size_t i = 0; i < st->n_bonds; i++) {
		unsigned looks = findings_looks(st->links[i].link);

		c->looks |= looks;
		used += want_egresses(&q, st->links[i].link, texts + used, looks);
	}
	/* by themselves: they go by another socket than what is before them */
	for (size_t i = 0; i < st->n_bonds; i++) {
		const struct bondnl_link *bond = &st->links[i];
		unsigned looks = findings_looks(bond->link);

		for (size_t k = 0; k < bond->n_slaves; k++) {
			const struct link *l = bond->slaves[k].link;

			if (looks & LOOK_SPEED && !l->speed_known)
				want(&q, QUERY_SPEED, NULL, l->ifindex);
			/* what has a kind was made by software */
			if (looks & LOOK_WIRELESS && !l->kind[0] && !l->wireless_known)
				want(&q, QUERY_WIRELESS, NULL, l->ifindex);
		}
	}
	return ask(c, &q, &st->snapshot, err);
}

/* ---------------------------------------------------------------------- around them */

static int by_number(const void *a, const void *b)
{
	int ia = *(const int *)a, ib = *(const int *)b;

	return (ia > ib) - (ia < ib);
}

static size_t sort_unique(int *ids, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(ids, n, sizeof(*ids), by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

/* Places for links that are to be asked about, so that each is found quickly. */
static int make_room(
	struct checking *c, const int *ids, size_t n, struct bondnl_error *err)
{
	const size_t known = c->around.n;

	snapshot_sort(&c->around);
	for (size_t i = 0; i < n; i++) {
		const struct snapshot before = {
			.links = c->around.links, .n = known, .sorted = known > 0
		};

		if (!snapshot_by_ifindex(&before, ids[i]) &&
			!snapshot_append(&c->around, ids[i]))
			return error_nomem(err);
	}
	snapshot_sort(&c->around);
	return 0;
}

static size_t list_unknown(const struct checking *c, int ifindex, int *ids, size_t n)
{
	if (ifindex && !snapshot_by_ifindex(&c->state->snapshot, ifindex))
		ids[n++] = ifindex;
	return n;
}

/* What bonds are in, and by what the egresses lead, as far as it is no bond or slave. */
static size_t list_devices(const struct checking *c, int *ids)
{
	const struct bondnl_state *st = c->state;
	size_t n = 0;

	for (size_t i = 0; i < st->n_bonds; i++) {
		const struct link *bond = st->links[i].link;

		if (c->looks & LOOK_MASTER)
			n = list_unknown(c, bond->master, ids, n);
		for (size_t k = 0; k < bond->n_egresses; k++)
			n = list_unknown(c, bond->egresses[k].ifindex, ids, n);
	}
	return sort_unique(ids, n);
}

static void want_left(
	const struct checking *c, struct queries *q, const int *slaves, size_t n)
{
	for (size_t i = 0; i < n && n <= FEW_SLAVES; i++) {
		const struct link *l =
			snapshot_by_ifindex(&c->state->snapshot, slaves[i]);

		if (c->looks & LOOK_ADDRESSES)
			want(q, QUERY_ADDRESSES, NULL, slaves[i]);
		/* a link that is down has no routes */
		if (c->looks & LOOK_ROUTES && l && link_is_up(l))
			want(q, QUERY_ROUTES, NULL, slaves[i]);
	}
	if (n > FEW_SLAVES && c->looks & LOOK_ADDRESSES)
		want(q, QUERY_ADDRESSES, NULL, 0);
	if (n > FEW_SLAVES && c->looks & LOOK_ROUTES)
		want(q, QUERY_ROUTES, NULL, 0);
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
	struct query vlans = { .kind = QUERY_UPPERS };
	_cleanup_free_ struct query *items = NULL;
	_cleanup_free_ int *slaves = NULL, *devices = NULL;
	struct queries q = { 0 };
	size_t n_slaves, n_devices, most = 0;
	int rc;

	if (st->n_bonds)
		vlans.ifindex = st->links[0].link->ifindex;
	rc = c->looks & LOOK_VLANS
		? c->ctx->backend->query(c->ctx->backend, &vlans, 1, &c->around, err)
		: 0;
	if (rc < 0)
		return rc;

	for (size_t i = 0; i < st->n_bonds; i++)
		most += 1 + st->links[i].link->n_egresses;
	slaves = calloc(st->n_links + 1, sizeof(*slaves));
	devices = calloc(most + 1, sizeof(*devices));
	items = q.items = calloc(2 * FEW_SLAVES + most + 3, sizeof(*items));
	if (!slaves || !devices || !items)
		return error_nomem(err);
	n_slaves = st->n_links - st->n_bonds;
	for (size_t i = 0; i < n_slaves; i++)
		slaves[i] = st->links[st->n_bonds + i].link->ifindex;
	n_slaves = sort_unique(slaves, n_slaves);
	n_devices = list_devices(c, devices);
	rc = make_room(c, slaves, n_slaves, err);
	if (rc == 0)
		rc = make_room(c, devices, n_devices, err);
	if (rc < 0)
		return rc;

	for (size_t i = 0; i < n_devices; i++)
		want(&q, QUERY_LINK, NULL, devices[i]);
	want_left(c, &q, slaves, n_slaves);
	rc = ask(c, &q, &c->around, err);
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

int bondnl_check_state(struct bondnl_ctx *ctx, struct bondnl_state *state,
	struct bondnl_findings **ret, struct bondnl_error *err)
{
	struct checking c = { .ctx = ctx, .state = state };
	struct bondnl_findings *f;
	int rc;

	*ret = NULL;
	f = calloc(1, sizeof(*f));
	if (!f)
		return error_nomem(err);
	rc = look_closer(&c, err);
	if (rc == 0)
		rc = look_around(&c, err);
	if (rc == 0)
		rc = judge(&c, &f->all, err);
	free(c.vlans);
	snapshot_free(&c.around);
	if (rc == 0)
		*ret = f;
	else
		bondnl_findings_free(f);
	return rc;
}

int bondnl_check(struct bondnl_ctx *ctx, size_t n, const char *const bonds[],
	struct bondnl_findings **ret, struct bondnl_error *err)
{
	struct bondnl_state *state;
	int rc;

	*ret = NULL;
	rc = bondnl_state_read(ctx, n, bonds, &state, err);
	if (rc < 0)
		return rc;
	rc = bondnl_check_state(ctx, state, ret, err);
	bondnl_state_free(state);
	return rc;
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

static size_t n_rules(void)
{
	size_t n = 0;

	while (finding_rules[n].id)
		n++;
	return n;
}

const char *bondnl_rule_id(size_t i)
{
	return i < n_rules() ? finding_rules[i].id : NULL;
}

enum bondnl_severity bondnl_rule_severity(size_t i)
{
	return i < n_rules() ? finding_rules[i].severity : BONDNL_SEVERITY_NOTE;
}

const char *bondnl_rule_help(size_t i)
{
	return i < n_rules() ? finding_rules[i].help : NULL;
}
