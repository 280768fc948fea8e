/*
 * A change for a while: made by a guard, which undoes it unless it is confirmed in time.
 */
#ifndef CLI_CONFIRM_GUARD_H
#define CLI_CONFIRM_GUARD_H

#include "confirm/change_lock.h"

/* What a guard is told by. */
#define GUARD_CONFIRM SIGUSR1
#define GUARD_REVERT  SIGTERM

/* What it writes into its place: what it guards, and at last what became of that. */
enum guard_state {
	GUARD_CHANGING, /* it is not done yet */
	GUARD_PENDING,
	GUARD_KEPT,
	GUARD_LATE,	/* time ran out, and it was undone */
	GUARD_REVERTED, /* it was undone because that was asked for */
};

struct guard_record {
	enum guard_state state;
	enum bondnl_outcome outcome; /* of undoing */
	int64_t since_ms, until_ms;  /* clock_ms(), 0 while it is not done */
	char words[TURN_WORDS];
	char rest[LOCK_GUARD_SIZE]; /* differences, a line each */
};

void guard_write(const struct lock *l, const struct guard_record *r);
/* False if nothing of it is there. */
bool guard_read(const struct lock *l, struct guard_record *ret);

/* --confirm 60, 60s, 500ms, 2m: milliseconds; 0 if it is no such time. */
int64_t guard_time(const char *text);
/* The same as text. */
const char *guard_time_text(int64_t ms, char ret[32]);
/* What to type: "bondnl -n blue confirm". */
const char *guard_way(const struct flags *f, const char *command, char ret[160]);

/*
 * What change_carry_out() does, for the time of --confirm. It returns in two processes:
 * in the guard when all is over, in its parent when that is no longer waited for.
 */
int guard_carry_out(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err);

/* guard_wait.c: the parent: hands on what the guard says, and waits for Enter. */
struct attend {
	const struct flags *flags;
	pid_t guard;
	int stderr_pipe; /* what the guard says */
	int control; /* a byte when the change is done and pending; its end is the guard's
		      */
	sigset_t before;
};
/* The exit status. */
int attend(const struct attend *a);

#endif
