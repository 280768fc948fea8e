/*
 * What the kernel does not announce of the bonds that are watched: it is asked, when
 * there is reason to. What it says is taken as if it had been announced.
 */
#include "internal.h"
#include "queries.h"

/* LACP's own timers have a second, too. */
#define LOOK_MS 1000
/* So long a link monitor may take to see that a link has changed, beyond its interval. */
#define SETTLING_MS 1000

/* Is this bond one of those that are to be looked at? */
typedef bool bond_fn(const struct bondnl_watch *w, const struct link *bond);

static bool in_modes(const struct link *l, unsigned modes)
{
	int64_t mode = optset_number(&l->options, BONDNL_OPT_MODE, -1);

	return mode >= 0 && mode < 32 && modes & MODE((unsigned)mode);
}

/* LACP's state machines run by themselves (bond_3ad.c); a change of lower state is all
 * that is announced of them. */
static bool has_lacp(const struct bondnl_watch *w, const struct link *bond)
{
	(void)w;
	return in_modes(bond, MODES_LACP);
}

/*
 * In the modes balance-tlb and balance-alb nothing is said when another slave becomes the
 * active one (bond_main.c, bond_change_active_slave), unless IGMP is to be resent.
 */
static bool hides_active(const struct bondnl_watch *w, const struct link *bond)
{
	(void)w;
	return in_modes(bond, MODES_TLB);
}

static bool any(const struct bondnl_watch *w, const struct link *bond)
{
	(void)w, (void)bond;
	return true;
}

/*
 * That a slave begins to wait for a delay is not announced, nor that it gave that up
 * (bond_main.c, bond_mii_monitor: BOND_SLAVE_NOTIFY_LATER); how it ends is. So a bond
 * with delays is looked at from when a link changes until its monitor has seen that.
 */
static bool is_settling(const struct bondnl_watch *w, const struct link *bond)
{
	int64_t limit =
		SETTLING_MS + 3 * optset_number(&bond->options, BONDNL_OPT_MIIMON, 0);

	if (!optset_number(&bond->options, BONDNL_OPT_UPDELAY, 0) &&
		!optset_number(&bond->options, BONDNL_OPT_DOWNDELAY, 0))
		return false;
	for (const struct link *l = NULL;
		(l = snapshot_next_slave(&w->now, bond->ifindex, l));) {
		int64_t mii = optset_number(&l->options, BONDNL_OPT_SLAVE_MII_STATUS, -1);
		/* 0 is up, 1 going down, 2 down, 3 going back */
		bool seen =
			link_is_usable(l) ? mii == 0 || mii == 3 : mii == 1 || mii == 2;

		/* a driver may see it otherwise for ever */
		if (!seen && l->since.link && w->clock - l->since.link < limit)
			return true;
	}
	return false;
}

/* The first of such bonds; NULL if there is none. */
static const struct link *first_of(const struct bondnl_watch *w, bond_fn *fn)
{
	for (size_t i = 0; i < w->now.n; i++) {
		const struct link *l = &w->now.links[i];

		if (link_is_bond(l) && watch_is_wanted(w, l->ifindex) && fn(w, l))
			return l;
	}
	return NULL;
}

static bool is_of(const struct bondnl_watch *w, const struct link *bond, bond_fn *fn)
{
	return bond && link_is_bond(bond) && watch_is_wanted(w, bond->ifindex) &&
		fn(w, bond);
}

/* Is it such a bond, or a slave of one, which may be a bond, too? */
static bool belongs(const struct bondnl_watch *w, const struct link *l, bond_fn *fn)
{
	return is_of(w, l, fn) ||
		(l->master && is_of(w, snapshot_by_ifindex(&w->now, l->master), fn));
}

/* Reads such bonds and their slaves: slaves first, as for announcements. */
static int look(
	struct bondnl_watch *w, bond_fn *fn, bool *ret_done, struct bondnl_error *err)
{
	_cleanup_queries_ struct queries q = { 0 };
	_cleanup_snapshot_ struct snapshot seen = { 0 };
	int rc;

	for (int bonds = 0; bonds <= 1; bonds++)
		for (size_t i = 0; i < w->now.n; i++) {
			const struct link *l = &w->now.links[i];

			if (link_is_bond(l) == bonds && belongs(w, l, fn))
				queries_add(&q, QUERY_LINK, NULL, l->ifindex);
		}
	rc = queries_run(&q, w->ctx->backend, &seen, err);
	*ret_done = rc == 0 && watch_is_quiet(w);
	if (*ret_done)
		w->clock = watch_clock(CLOCK_MONOTONIC);
	for (size_t i = 0; i < seen.n && rc == 0; i++) {
		const struct link *l = &seen.links[i];
		struct link *known = snapshot_by_ifindex(&w->now, l->ifindex);

		/* no announcement is about counters: what was asked is as good as any */
		if (*ret_done)
			watch_take_link(w, l->ifindex, l);
		else if (known)
			known->traffic = l->traffic;
	}
	return rc;
}

/* May another slave have become the active one, of a bond that would not say so? */
static bool may_have_another_active(const struct bondnl_watch *w)
{
	for (size_t i = 0; i < w->events.n; i++) {
		const struct event *e = &w->events.list[i];

		if (is_of(w, snapshot_by_ifindex(&w->now, e->bond), hides_active) &&
			(e->kind == BONDNL_EVENT_MII_STATUS ||
				e->kind == BONDNL_EVENT_LINK_DOWN ||
				e->kind == BONDNL_EVENT_SLAVE_JOINED ||
				e->kind == BONDNL_EVENT_SLAVE_LEFT ||
				e->kind == BONDNL_EVENT_OPTION))
			return true;
	}
	return false;
}

/* Looks at such bonds if it is time, as often as @every says. */
static int look_at(struct bondnl_watch *w, bond_fn *fn, int64_t every, int64_t *next,
	struct bondnl_error *err)
{
	bool done;
	int rc;

	if (!*next)
		*next = w->clock + every;
	if (w->clock < *next)
		return 0;
	rc = look(w, fn, &done, err);
	/* what was announced meanwhile is taken first; it is tried again at once */
	if (rc == 0 && done)
		*next = w->clock + every;
	return rc;
}

/* Twice for each look of the link monitor, so that none of its states is missed. */
static int64_t settling_every(const struct link *bond)
{
	int64_t every = optset_number(&bond->options, BONDNL_OPT_MIIMON, 0) / 2;

	return every < 10 ? 10 : every < LOOK_MS / 2 ? every : LOOK_MS / 2;
}

int watch_look(struct bondnl_watch *w, struct bondnl_error *err)
{
	const struct link *bond;
	bool done;
	int rc = 0;

	w->look_soon |= may_have_another_active(w);
	if (w->refresh) {
		/* all but counters is announced, if it was not taken now */
		rc = look(w, any, &done, err);
		w->refresh = false;
	}
	if (rc == 0 && w->look_soon) {
		rc = look(w, hides_active, &done, err);
		w->look_soon = rc == 0 && !done;
	}
	if (rc == 0 && first_of(w, has_lacp))
		rc = look_at(w, has_lacp, LOOK_MS, &w->next_look, err);
	bond = first_of(w, is_settling);
	if (rc == 0 && bond)
		rc = look_at(
			w, is_settling, settling_every(bond), &w->next_settling, err);
	if (!first_of(w, is_settling))
		w->next_settling = 0;
	return rc;
}

void bondnl_watch_refresh(struct bondnl_watch *w)
{
	w->refresh = true;
}

int bondnl_watch_timeout(const struct bondnl_watch *w)
{
	int64_t now = watch_clock(CLOCK_MONOTONIC), next = INT64_MAX;

	if (w->look_soon || w->refresh)
		return 0;
	if (w->next_settling)
		next = w->next_settling;
	if (first_of(w, has_lacp) && next > w->next_look)
		next = w->next_look;
	if (next == INT64_MAX)
		return -1;
	return next <= now ? 0 : next - now < LOOK_MS ? (int)(next - now) : LOOK_MS;
}
