/*
 * Bonds that are watched: a snapshot of them, kept by what the kernel announces, and the
 * events that make it another. It waits for nothing: that is for who has the loop.
 */
#ifndef ENGINE_WATCH_INTERNAL_H
#define ENGINE_WATCH_INTERNAL_H

#include <time.h>

#include "ctx.h"
#include "events/events.h"

struct bondnl_event {
	const struct event *event;
	int64_t time, monotonic; /* ms */
	uint64_t number;
};

struct bondnl_watch {
	struct bondnl_ctx *ctx;
	struct notifier *notifier;
	struct snapshot now; /* all bonds and slaves, as far as they were told */

	/* which bonds are of interest: all if there are no names */
	struct watched_name {
		char *name;
		bool seen; /* a bond had it, at least as an altname */
	} * names;
	size_t n_names;
	int *wanted; /* ifindexes of bonds that have or had such a name */
	size_t n_wanted, cap_wanted;

	struct events events; /* of the read that is under way */
	int64_t clock;	   /* the moment of what is being told, CLOCK_MONOTONIC in ms */
	int64_t next_look; /* when LACP bonds are looked at again */
	int64_t next_settling; /* when bonds with delays are; 0: none waits */
	bool look_soon;	       /* bonds whose driver does not say which slave is active */
	bool refresh;	       /* all are queried, as was asked for */
	bool no_memory;
	uint64_t number; /* of the last event */
};

/* watch.c: is this bond asked for; has it a name that was; it is from now on. */
bool watch_is_wanted(const struct bondnl_watch *w, int ifindex);
void watch_note_bond(struct bondnl_watch *w, const struct link *l);
void watch_want(struct bondnl_watch *w, int ifindex);

/* take.c */
int64_t watch_clock(clockid_t clock); /* ms */
/* What a link has become; NULL: it is no more. */
void watch_take_link(struct bondnl_watch *w, int ifindex, const struct link *l);
/* Is nothing waiting to be heard, not even that something was lost? */
bool watch_is_quiet(const struct bondnl_watch *w);
/* All bonds as they are, into @ret, whatever it holds. */
int watch_read_anew(struct bondnl_watch *w, struct snapshot *ret,
	struct bondnl_error *err) _must_check_;
/* Takes all that has been announced until now. */
int watch_drain(struct bondnl_watch *w, struct bondnl_error *err) _must_check_;
/* The same, until the change that some of it belongs to is over. */
int watch_await_change(struct bondnl_watch *w, struct bondnl_error *err) _must_check_;

/* poll.c: asks where it is time, or there is reason to. */
int watch_look(struct bondnl_watch *w, struct bondnl_error *err) _must_check_;

#endif
