/*
 * The snapshot of the bonds that are watched, kept by what the kernel announces, see
 * internal.h. What is not announced is poll.c's.
 *
 * Announcements are states, and the newest of them wins. So what was read by asking,
 * which is as new as the moment it was asked, is used only if nothing was announced
 * meanwhile: an older announcement would else turn it back, and make events that never
 * happened.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "array.h"
#include "internal.h"
#include "str.h"

/* How often it is tried to read all in a moment when nothing is announced. */
#define QUIET_TRIES 10
/* So many bursts are read before what they mean is told. */
#define BURSTS 32

int64_t watch_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---------------------------------------------------------------------- being told */

/* The kernel reports only numbers; @old had a name for that of a slave that has left. */
static void name_links(
	const struct bondnl_watch *w, struct link *l, const struct link *old)
{
	optmask mask = l->options.present & optmask_type(OPTION_LINK);

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		char *name = optset_link(&l->options, id);
		int ifindex = (int)l->options.number[id];

		str_copy(name, ALTNAME_SIZE, snapshot_name(&w->now, ifindex));
		if (!*name && old && optset_number(&old->options, id, 0) == ifindex)
			str_copy(name, ALTNAME_SIZE,
				optset_link((struct optset *)&old->options, id));
	}
}

/* What a link has become; NULL: it is no more. */
void watch_take_link(struct bondnl_watch *w, int ifindex, const struct link *l)
{
	const struct events_view v = { &w->now, &w->now, w->clock };
	struct link *place = snapshot_by_ifindex(&w->now, ifindex), *new = NULL;
	bool known = place != NULL;
	struct link old = { 0 };

	if (known)
		old = *place;
	if (l && (link_is_bond(l) || link_is_bond_slave(l))) {
		new = known ? place : snapshot_append(&w->now, ifindex);
		if (!new) {
			w->no_memory = true;
			return;
		}
		new->said = l->said;
		new->addresses_known = true; /* they are told apart from it */
		name_links(w, new, known ? &old : NULL);
		watch_note_bond(w, new);
	}
	if (!known && !new)
		return;
	events_link(&w->events, &v, known ? &old : NULL, new);
	if (!new)
		snapshot_drop(&w->now, (size_t)(place - w->now.links));
	if (!new || !known)
		snapshot_sort(&w->now);
}

static void take_address(
	struct bondnl_watch *w, int ifindex, const struct address *a, bool taken)
{
	struct link *l = snapshot_by_ifindex(&w->now, ifindex);
	struct address *place;

	if (!l || !link_is_bond(l))
		return;
	place = address_find(l->addresses, l->n_addresses, a);
	if (taken && place) {
		events_address(&w->events, l, a, true);
		objects_drop(OBJECT_ADDRESS, &l->objects[OBJECT_ADDRESS], place);
	} else if (place) {
		*place = *a; /* its lifetime, or it is in use now */
	} else if (!taken) {
		if (objects_add(OBJECT_ADDRESS, &l->objects[OBJECT_ADDRESS], a) < 0) {
			w->no_memory = true;
			return;
		}
		events_address(&w->events, l, a, false);
	}
}

static bool notify_cares(void *data, int ifindex)
{
	struct bondnl_watch *w = data;

	return snapshot_by_ifindex(&w->now, ifindex) != NULL;
}

static void notify_told(void *data, struct announced *a)
{
	struct bondnl_watch *w = data;

	if (a->address)
		take_address(w, a->link->ifindex, a->address, a->gone);
	else
		watch_take_link(w, a->link->ifindex, a->gone ? NULL : a->link);
}

/* ------------------------------------------------------------------------- asking */

static bool notify_nothing(void *data, int ifindex)
{
	(void)data, (void)ifindex;
	return false;
}

static void notify_not(void *data, struct announced *a)
{
	(void)data, (void)a;
}

/* Is nothing waiting to be heard, not even that something was lost? */
bool watch_is_quiet(const struct bondnl_watch *w)
{
	struct pollfd p = { .fd = w->notifier->fd(w->notifier), .events = POLLIN };

	return poll(&p, 1, 0) == 0;
}

/*
 * All bonds as they are. What was announced before is older, and thrown away: the kernel
 * goes on announcing after a loss only when all of it was taken (af_netlink.c,
 * netlink_rcv_wake), and a dump replies on another socket. If something is announced
 * while the dump is read nobody can say which is newer, and it is read again; on a
 * machine that never is quiet, the last one counts, and what was announced meanwhile is
 * told behind it.
 */
int watch_read_anew(
	struct bondnl_watch *w, struct snapshot *ret, struct bondnl_error *err)
{
	const struct subscription nobody = { notify_nothing, notify_not, NULL };
	const struct query all = { .kind = QUERY_BONDS };
	int rc;

	memset(ret, 0, sizeof(*ret));
	for (int i = 0; i < QUIET_TRIES; i++) {
		int bursts = 0;

		snapshot_free(ret);
		do
			rc = w->notifier->receive(w->notifier, &nobody, err);
		while ((rc > 0 || rc == -ENOBUFS) && bursts++ < BURSTS);
		if (rc < 0 && rc != -ENOBUFS)
			return rc;
		rc = w->ctx->backend->query(w->ctx->backend, &all, 1, ret, err);
		if (rc < 0)
			break;
		if (watch_is_quiet(w))
			break;
	}
	if (rc < 0) {
		snapshot_free(ret);
		return rc;
	}
	snapshot_sort(ret);
	return 0;
}

static int resynchronise(struct bondnl_watch *w, struct bondnl_error *err)
{
	struct snapshot anew;
	int rc = watch_read_anew(w, &anew, err);

	if (rc < 0)
		return rc;
	w->clock = watch_clock(CLOCK_MONOTONIC);
	for (size_t i = 0; i < anew.n; i++)
		watch_note_bond(w, &anew.links[i]);
	snapshot_borrow_names(&anew, &w->now);
	events_resynchronised(&w->events);
	events_between(&w->events, &w->now, &anew, w->clock);
	snapshot_free(&w->now);
	w->now = anew;
	return 0;
}

/* All that has been announced until now, as far as that ever ends. */
int watch_drain(struct bondnl_watch *w, struct bondnl_error *err)
{
	const struct subscription l = { notify_cares, notify_told, w };
	int rc = 1;

	for (int i = 0; i < BURSTS && rc > 0; i++) {
		w->clock = watch_clock(CLOCK_MONOTONIC);
		rc = w->notifier->receive(w->notifier, &l, err);
		if (rc == -ENOBUFS)
			rc = resynchronise(w, err);
	}
	return rc < 0 ? rc : 0;
}

/* These come in the midst of others that belong to them. */
static int unfinished(const struct bondnl_watch *w)
{
	for (size_t i = 0; i < w->events.n; i++)
		switch (w->events.list[i].kind) {
		case BONDNL_EVENT_BOND_CREATED:
		case BONDNL_EVENT_BOND_DOWN:
		case BONDNL_EVENT_SLAVE_JOINED:
		case BONDNL_EVENT_SLAVE_LEFT:
		case BONDNL_EVENT_LLADDR:
		case BONDNL_EVENT_MTU:
			return w->events.list[i].bond;
		default:
			break;
		}
	return 0;
}

/*
 * A change of links is made under a lock of the kernel, the one that a query has to
 * wait for, too: when that is answered the change is over, and all of it announced. So
 * the thirteen messages of one enslaving are read as what they are, and no clock has to
 * tell when enough was waited for. (Were a later kernel to reply without that lock,
 * parts of a change might be told on their own; nothing would be wrong.)
 */
int watch_await_change(struct bondnl_watch *w, struct bondnl_error *err)
{
	const struct query q = { .kind = QUERY_LINK, .ifindex = unfinished(w) };
	_cleanup_snapshot_ struct snapshot unused = { 0 };
	int rc;

	if (!q.ifindex)
		return 0;
	rc = w->ctx->backend->query(w->ctx->backend, &q, 1, &unused, err);
	return rc < 0 ? rc : watch_drain(w, err);
}
