/*
 * show --watch: shows what show does again, with what went by meanwhile: each time that
 * was said, and as soon as something happens. How it looks is that of the forms, and who
 * ends it wait.c's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/clock.h"
#include "output/out.h"
#include "output/say.h"
#include "output/term.h"
#include "owned.h"
#include "show/show.h"
#include "watch/rates.h"
#include "watch/screen.h"
#include "watch/wait.h"

/* What happens at once is shown at once, but not more often than this. */
#define GAP_MS 50
/* Rates of a shorter time would jump about. */
#define LEAST_MS 500

/* A bond that was asked for. */
struct asked {
	const char *word;
	char *name; /* what its bond was called; the word may be another name of it */
	int ifindex;
};

struct watching {
	const struct flags *flags;
	struct asked *asked;
	size_t n_asked;
	struct bondnl_ctx *ctx;
	struct bondnl_watch *watch;
	struct waiting wait;
	struct screen screen;
	struct rates rates;
	int in;	       /* what Enter comes from, or -1 */
	int wide;      /* the longest name, of --brief */
	int64_t shown; /* when, of the monotonic clock in ms */
	int64_t next;  /* when the time is over */
	bool happened; /* something, since it was shown */
};

static int fail(struct watching *w, int rc)
{
	w->wait.failed = rc;
	return rc;
}

/* ------------------------------------------------------------------------- a screen */

/* The bond that has the name now, or that had it. */
static const struct bondnl_link *find(
	const struct bondnl_state *state, const struct asked *a)
{
	const struct bondnl_link *had = NULL;

	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(state, i);

		if (show_is(bondnl_link_name(bond), a->name))
			return bond;
		if (bondnl_link_ifindex(bond) == a->ifindex)
			had = bond;
	}
	return had;
}

static void print_bond(
	const struct watching *w, const struct bondnl_link *bond, bool first)
{
	if (w->flags->brief) {
		show_brief_bond(bond, w->wide, &w->rates);
		return;
	}
	if (!first)
		out_char('\n');
	show_bond(bond, w->flags->verbose, &w->rates);
}

static void print_gone(const struct watching *w, const char *word, bool first)
{
	if (!w->flags->brief && !first)
		out_char('\n');
	out_plain(word);
	out_text(": ");
	out_coloured(COLOUR_BAD, "gone");
	out_char('\n');
}

/* In the order of the words, each bond once, as show does. */
static void print_asked(struct watching *w, const struct bondnl_state *state)
{
	bool first = true;

	for (size_t i = 0; i < w->n_asked; i++) {
		struct asked *a = &w->asked[i];
		const struct bondnl_link *bond = find(state, a);
		bool again = false;

		a->ifindex = bond ? bondnl_link_ifindex(bond) : 0;
		for (size_t k = 0; k < i; k++)
			again |= bond ? w->asked[k].ifindex == a->ifindex
				      : show_is(w->asked[k].word, a->word);
		if (again)
			continue;
		if (bond)
			print_bond(w, bond, first);
		else
			print_gone(w, a->word, first);
		first = false;
	}
}

/* ------------------------------------------------------------------------ what went by
 */

static struct rate counted(const struct bondnl_link *l)
{
	static const enum bondnl_counter counters[RATE_COUNT_] = {
		[RATE_RX_BITS] = BONDNL_COUNTER_RX_BYTES,
		[RATE_RX_PACKETS] = BONDNL_COUNTER_RX_PACKETS,
		[RATE_TX_BITS] = BONDNL_COUNTER_TX_BYTES,
		[RATE_TX_PACKETS] = BONDNL_COUNTER_TX_PACKETS,
	};
	struct rate r = { .ifindex = bondnl_link_ifindex(l) };

	for (int i = 0; i < RATE_COUNT_; i++)
		bondnl_link_counter(l, counters[i], &r.n[i]);
	return r;
}

static int count(struct watching *w, const struct bondnl_state *state, int64_t now)
{
	size_t bonds = bondnl_state_bonds(state), n = 0, links = bonds;
	struct rate *all;

	for (size_t i = 0; i < bonds; i++)
		links += bondnl_link_slaves(bondnl_state_bond(state, i));
	all = calloc(links + 1, sizeof(*all));
	if (!all)
		return -ENOMEM;
	for (size_t i = 0; i < bonds; i++) {
		const struct bondnl_link *bond = bondnl_state_bond(state, i);

		all[n++] = counted(bond);
		for (size_t k = 0; k < bondnl_link_slaves(bond); k++)
			all[n++] = counted(bondnl_link_slave(bond, k));
	}
	return rates_look(&w->rates, now, all, n, now >= w->next);
}

/* ---------------------------------------------------------------------- showing it anew
 */

static void take_event(void *data, const struct bondnl_event *event)
{
	struct watching *w = data;

	(void)event;
	w->happened = true;
}

static int show_state(struct watching *w, struct bondnl_state *state, int64_t now)
{
	int rc = count(w, state, now);

	if (rc < 0)
		return fail(w, rc);
	w->wide = show_brief_wide(state);
	if (w->n_asked)
		print_asked(w, state);
	else if (!bondnl_state_bonds(state))
		out_text("no bonds\n");
	for (size_t i = 0; i < bondnl_state_bonds(state) && !w->n_asked; i++)
		print_bond(w, bondnl_state_bond(state, i), i == 0);
	out_flush();
	rc = screen_show(&w->screen, &w->wait);
	return rc < 0 ? fail(w, rc) : 0;
}

static int show_anew(struct watching *w, struct bondnl_error *err)
{
	unsigned details = show_details(w->flags);
	_cleanup_state_ struct bondnl_state *state = NULL;
	int64_t now;
	int rc;

	bondnl_watch_refresh(w->watch);
	rc = bondnl_watch_read(w->watch, take_event, w, err);
	now = clock_ms();
	if (rc == 0)
		rc = bondnl_watch_state(w->watch, &state, err);
	if (rc < 0)
		return rc;
	if (details)
		rc = bondnl_state_read_details(w->ctx, state, details, err);
	if (rc == 0)
		rc = show_state(w, state, now);
	w->happened = false;
	w->shown = now;
	/* what takes longer than its time has some rest, too */
	if (now >= w->next)
		w->next = now + w->flags->watch_ms;
	return rc;
}

static int64_t due(const struct watching *w)
{
	int64_t soon = w->shown + GAP_MS;

	return w->happened && soon < w->next ? soon : w->next;
}

/* A stopped job leaves the terminal to others, and may find another screen then. */
static void stop_and_go(struct watching *w)
{
	if (w->wait.stopping) {
		screen_leave(&w->screen, &w->wait);
		wait_stop(&w->wait);
	}
	if (w->wait.resumed) {
		w->wait.resumed = false;
		w->wait.in = w->in;
		w->happened = true;
	}
}

static int watch_on(struct watching *w, struct bondnl_error *err)
{
	int rc = show_anew(w, err);

	while (rc == 0 && !w->wait.ended) {
		int64_t left = due(w) - clock_ms();
		int timeout = bondnl_watch_timeout(w->watch);

		left = left > 0 ? left : 0;
		if (timeout < 0 || left < timeout)
			timeout = (int)left;
		rc = wait_for(&w->wait, bondnl_watch_fd(w->watch), timeout);
		if (rc < 0)
			return fail(w, rc);
		if (w->wait.ended)
			break;
		stop_and_go(w);
		rc = bondnl_watch_read(w->watch, take_event, w, err);
		if (rc == 0 && clock_ms() >= due(w))
			rc = show_anew(w, err);
	}
	return rc;
}

/* ---------------------------------------------------------------------------- beginning
 */

/* Refused as without --watch, if there is no such bond. */
static int find_asked(
	struct watching *w, int n, const char *const *args, struct bondnl_error *err)
{
	w->asked = calloc((size_t)n + 1, sizeof(*w->asked));
	if (!w->asked)
		return fail(w, -ENOMEM);
	for (; w->n_asked < (size_t)n; w->n_asked++) {
		struct asked *a = &w->asked[w->n_asked];
		_cleanup_state_ struct bondnl_state *state = NULL;
		int rc;

		a->word = args[w->n_asked];
		rc = bondnl_state_read(w->ctx, 1, &a->word, &state, err);
		if (rc < 0)
			return rc;
		a->name = strdup(bondnl_link_name(bondnl_state_bond(state, 0)));
		a->ifindex = bondnl_link_ifindex(bondnl_state_bond(state, 0));
		if (!a->name)
			return fail(w, -ENOMEM);
	}
	return 0;
}

/* By their names, so that one that is made again is known by that. */
static int open_watch(struct watching *w, struct bondnl_error *err)
{
	_cleanup_free_ const char **names = calloc(w->n_asked + 1, sizeof(*names));

	if (!names)
		return fail(w, -ENOMEM);
	for (size_t i = 0; i < w->n_asked; i++)
		names[i] = w->asked[i].name;
	return bondnl_watch_open(w->ctx, w->n_asked, names, 0, &w->watch, err);
}

/* Of a file, a line of it is no key. */
static int input(void)
{
	struct stat st;

	if (term_is_terminal(STDIN_FILENO))
		return STDIN_FILENO;
	if (fstat(STDIN_FILENO, &st) < 0)
		return -1;
	return S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) ? STDIN_FILENO : -1;
}

static int tell_failure(const struct watching *w, const struct bondnl_error *err)
{
	if (w->wait.unwritten)
		say_usage(NULL, "cannot write the output", strerror(-w->wait.failed));
	else if (w->wait.failed)
		say_usage("--watch", strerror(-w->wait.failed), NULL);
	else
		say_error(err);
	return bondnl_error_is_usage(err) ? BONDNL_USAGE : BONDNL_REFUSED;
}

static void end(struct watching *w)
{
	screen_end(&w->screen, &w->wait);
	bondnl_watch_close(w->watch);
	bondnl_close(w->ctx);
	for (size_t i = 0; i < w->n_asked; i++)
		free(w->asked[i].name);
	free(w->asked);
	rates_free(&w->rates);
	wait_end(&w->wait);
}

int show_watch(
	const struct flags *f, int n, const char *const *args, struct bondnl_error *err)
{
	struct watching w = { .flags = f,
		.wait = { .out = STDOUT_FILENO, .in = -1, .signals = -1, .screen = true },
		.screen = { .held = -1 },
		.rates = { .least_ms = f->watch_ms < 2 * LEAST_MS ? f->watch_ms / 2
								  : LEAST_MS } };
	sigset_t before;
	int status = 0, rc;

	rc = say_open(f, &w.ctx, err);
	if (rc == 0)
		rc = find_asked(&w, n, args, err);
	if (rc == 0)
		rc = open_watch(&w, err);
	if (rc == 0) {
		w.in = w.wait.in = input();
		rc = wait_begin(&w.wait, &before);
		if (rc == 0)
			rc = screen_begin(&w.screen, &w.wait);
		rc = rc < 0 ? fail(&w, rc) : watch_on(&w, err);
	}
	end(&w);
	if (rc < 0 || w.wait.failed)
		status = tell_failure(&w, err);
	return status;
}
