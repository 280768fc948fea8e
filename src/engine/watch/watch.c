/*
 * Bonds that are watched, as the public header shows it: which of them are of interest,
 * and who is told. It waits for nothing.
 */
#include <errno.h>
#include <string.h>

#include "array.h"
#include "internal.h"
#include "option/value.h"
#include "queries.h"
#include "read/state.h"
#include "str.h"

static bool is_name(const struct bondnl_watch *w, const char *name)
{
	for (size_t i = 0; i < w->n_names; i++)
		if (str_eq(w->names[i].name, name))
			return true;
	return false;
}

bool watch_is_wanted(const struct bondnl_watch *w, int ifindex)
{
	for (size_t i = 0; i < w->n_wanted; i++)
		if (w->wanted[i] == ifindex)
			return true;
	return !w->n_names;
}

void watch_want(struct bondnl_watch *w, int ifindex)
{
	int *place;

	if (watch_is_wanted(w, ifindex))
		return;
	place = array_add(w->wanted, w->n_wanted, w->cap_wanted);
	if (place)
		*place = ifindex;
	else
		w->no_memory = true;
}

/* A bond that has got a name that was asked for stays of interest, whatever it is called
 * later. */
void watch_note_bond(struct bondnl_watch *w, const struct link *l)
{
	if (!link_is_bond(l))
		return;
	for (size_t i = 0; i < w->n_names; i++)
		if (str_eq(w->names[i].name, l->name)) {
			w->names[i].seen = true;
			watch_want(w, l->ifindex);
		}
}

/* Its number may be another device's next. */
static void forget_bond(struct bondnl_watch *w, int ifindex)
{
	for (size_t i = 0; i < w->n_wanted; i++)
		if (w->wanted[i] == ifindex && !snapshot_by_ifindex(&w->now, ifindex))
			w->wanted[i--] = w->wanted[--w->n_wanted];
}

/* ------------------------------------------------------------------ the interface */

int bondnl_watch_fd(const struct bondnl_watch *w)
{
	return w->notifier->fd(w->notifier);
}

bool bondnl_watch_is_waiting(const struct bondnl_watch *w, size_t i)
{
	return i < w->n_names && !w->names[i].seen;
}

static void tell(struct bondnl_watch *w, bondnl_event_fn *fn, void *data)
{
	int64_t real = watch_clock(CLOCK_REALTIME);

	for (size_t i = 0; i < w->events.n; i++) {
		const struct event *e = &w->events.list[i];
		const struct bondnl_event event = {
			.event = e,
			.time = real,
			.monotonic = w->clock,
			.number = w->number + 1,
		};

		if (e->bond && !watch_is_wanted(w, e->bond) && !is_name(w, e->bond_name))
			continue;
		w->number++;
		fn(data, &event);
		if (e->kind == BONDNL_EVENT_BOND_DELETED)
			forget_bond(w, e->bond);
	}
}

int bondnl_watch_read(
	struct bondnl_watch *w, bondnl_event_fn *fn, void *data, struct bondnl_error *err)
{
	int rc = watch_drain(w, err);

	if (rc == 0)
		rc = watch_await_change(w, err);
	if (rc == 0)
		rc = watch_look(w, err);
	events_merge(&w->events, &w->now);
	tell(w, fn, data);
	if (rc == 0 && (w->no_memory || w->events.no_memory))
		rc = error_nomem(err);
	events_free(&w->events);
	return rc;
}

int bondnl_watch_state(
	const struct bondnl_watch *w, struct bondnl_state **ret, struct bondnl_error *err)
{
	_cleanup_snapshot_ struct snapshot some = { 0 };

	*ret = NULL;
	if (snapshot_copy(&some, &w->now) < 0)
		return error_nomem(err);
	/* one that is not asked for may be a slave of one that is */
	for (size_t i = 0; i < some.n; i++)
		if (link_is_bond(&some.links[i]) &&
			!watch_is_wanted(w, some.links[i].ifindex) &&
			!watch_is_wanted(w, some.links[i].master))
			snapshot_drop(&some, i--);
	snapshot_sort(&some);
	return state_of(&some, ret) < 0 ? error_nomem(err) : 0;
}

/* ------------------------------------------------------------------------- opening */

static int keep_names(struct bondnl_watch *w, size_t n, const char *const bonds[],
	struct bondnl_error *err)
{
	const char *fault;

	for (size_t i = 0; i < n; i++) {
		fault = altname_fault(bonds[i]);
		if (fault)
			return error_usage(err, bonds[i], "%s", fault);
	}
	w->names = calloc(n + 1, sizeof(*w->names));
	if (!w->names)
		return error_nomem(err);
	for (; w->n_names < n; w->n_names++) {
		w->names[w->n_names].name = strdup(bonds[w->n_names]);
		if (!w->names[w->n_names].name)
			return error_nomem(err);
	}
	return 0;
}

/* By their altnames, too; those that nobody has are waited for. */
static int find_named(struct bondnl_watch *w, struct bondnl_error *err)
{
	_cleanup_queries_ struct queries q = { 0 };
	_cleanup_snapshot_ struct snapshot named = { 0 };
	int rc;

	for (size_t i = 0; i < w->n_names; i++)
		queries_add(&q, QUERY_NAME, w->names[i].name, 0);
	rc = queries_run(&q, w->ctx->backend, &named, err);
	for (size_t i = 0; i < w->n_names && rc == 0; i++) {
		const struct link *l = snapshot_asked(&named, w->names[i].name);

		if (l && link_is_bond(l)) {
			w->names[i].seen = true;
			watch_want(w, l->ifindex);
		} else if (l) {
			error_where(err, "monitor", w->names[i].name);
			rc = error_set(err, -EINVAL, NULL, "it is no bond");
			error_hint(err, "'bondnl show' shows all bonds");
		}
	}
	return rc;
}

int bondnl_watch_open(struct bondnl_ctx *ctx, size_t n, const char *const bonds[],
	unsigned buffer, struct bondnl_watch **ret, struct bondnl_error *err)
{
	struct bondnl_watch *w = calloc(1, sizeof(*w));
	int rc;

	*ret = NULL;
	if (!w)
		return error_nomem(err);
	w->ctx = ctx;
	rc = keep_names(w, n, bonds, err);
	/* to be listened to before it is looked at: so nothing is missed between */
	if (rc == 0)
		rc = ctx->backend->listen(ctx->backend, buffer, &w->notifier, err);
	if (rc == 0 && n)
		rc = find_named(w, err);
	if (rc == 0)
		rc = watch_read_anew(w, &w->now, err);
	for (size_t i = 0; i < w->now.n && rc == 0; i++)
		watch_note_bond(w, &w->now.links[i]);
	if (rc == 0 && w->no_memory)
		rc = error_nomem(err);
	if (rc < 0) {
		bondnl_watch_close(w);
		return rc;
	}
	*ret = w;
	return 0;
}

void bondnl_watch_close(struct bondnl_watch *w)
{
	if (!w)
		return;
	if (w->notifier)
		w->notifier->close(w->notifier);
	for (size_t i = 0; i < w->n_names; i++)
		free(w->names[i].name);
	free(w->names);
	free(w->wanted);
	events_free(&w->events);
	snapshot_free(&w->now);
	free(w);
}
