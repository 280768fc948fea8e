/*
 * The guard of a change, see guard.h: a process of its own session, which makes the
 * change, waits and undoes it, by the same calls of the library as everybody. Neither the
 * end of its parent nor that of the terminal reaches it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "change/change.h"
#include "confirm/change_lock.h"
#include "confirm/guard.h"
#include "confirm/lock.h"
#include "output/clock.h"
#include "output/say.h"
#include "output/term.h"
#include "owned.h"

#define PIPE_SIZE (1 << 20) /* what --debug says of many bonds at once */
#define CONTROL	  3	    /* where the guard has that end, whatever was open before */

struct guard {
	const struct flags *flags;
	const struct bondnl_spec *spec;
	struct bondnl_error *err;
	struct bondnl_ctx *ctx;
	struct lock lock;
	struct guard_record record;
};

/* ------------------------------------------------------------------ a process of its own
 */

static void close_from(int first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, first, ~0u, 0) == 0)
		return;
#endif
	for (int fd = first; fd < 1024; fd++)
		close(fd);
}

/*
 * Nothing of the parent's stays open: who reads its output, or waits for the end of its
 * session, does not wait for the guard.
 */
static void detach(int stderr_pipe, int control)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	setsid();
	/* a terminal that is stuck, as that of a session which is cut off, holds up
	 * nobody
	 */
	fcntl(stderr_pipe, F_SETFL, O_NONBLOCK);
	fcntl(stderr_pipe, F_SETPIPE_SZ, PIPE_SIZE);
	/* out of the way of the numbers below */
	control = fcntl(control, F_DUPFD, CONTROL + 1);
	stderr_pipe = fcntl(stderr_pipe, F_DUPFD, CONTROL + 1);
	dup2(null, STDIN_FILENO);
	dup2(stderr_pipe, STDOUT_FILENO);
	dup2(stderr_pipe, STDERR_FILENO);
	dup2(control, CONTROL);
	close_from(CONTROL + 1);
}

/* ---------------------------------------------------------------------- what it does */

/* The time it has begins here. */
static void tell_pending(struct guard *g)
{
	g->record.state = GUARD_PENDING;
	g->record.since_ms = clock_ms();
	g->record.until_ms = g->record.since_ms + g->flags->confirm_ms;
	guard_write(&g->lock, &g->record);
	lock_give(&g->lock, LOCK_WORK);
	fflush(stderr);
	/* nobody may be there to read it */
	(void)!write(CONTROL, "", 1);
}

static enum guard_state wait_for_word(const struct guard *g)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, GUARD_CONFIRM);
	sigaddset(&set, GUARD_REVERT);
	for (;;) {
		int64_t left = g->record.until_ms - clock_ms();
		const struct timespec t = { .tv_sec = (time_t)(left / 1000),
			.tv_nsec = (long)(left % 1000) * 1000000 };

		if (left <= 0)
			return GUARD_LATE;
		switch (sigtimedwait(&set, NULL, &t)) {
		case GUARD_CONFIRM:
			return GUARD_KEPT;
		case GUARD_REVERT:
			return GUARD_REVERTED;
		default: /* in vain, or interrupted */
			break;
		}
	}
}

static void keep_differences(struct guard *g, const struct bondnl_result *result)
{
	size_t n = 0, size = sizeof(g->record.rest);

	for (size_t i = 0; i < bondnl_result_differences(result) && n < size - 1; i++)
		n += (size_t)snprintf(g->record.rest + n, size - n, "%s\n",
			bondnl_result_difference(result, i));
}

static void say_end(const struct guard *g)
{
	char text[80], time[32];

	switch (g->record.state) {
	case GUARD_KEPT:
		if (!g->flags->quiet)
			say_line("", "kept: %s", g->record.words);
		break;
	case GUARD_LATE:
		snprintf(text, sizeof(text), "not confirmed within %s, so it is undone",
			guard_time_text(g->flags->confirm_ms, time));
		say_usage(g->record.words, text, NULL);
		break;
	default:
		say_line("", "undone, as it was asked for: %s", g->record.words);
		break;
	}
}

static int undo(struct guard *g, const struct bondnl_result *done)
{
	_cleanup_result_ struct bondnl_result *result = NULL;

	g->record.outcome = BONDNL_LEFT;
	bondnl_error_clear(g->err);
	bondnl_undo(g->ctx, done, &result, g->err);
	if (result) {
		g->record.outcome = bondnl_result_outcome(result);
		keep_differences(g, result);
		change_tell_outcome(g->flags, result);
	} else {
		say_error(g->err);
	}
	return (int)g->record.outcome;
}

/* The change is made: it is kept or undone, and what became of it written down. */
static int finish(struct guard *g, const struct bondnl_result *done)
{
	int status = 0;
	bool alone;

	tell_pending(g);
	g->record.state = wait_for_word(g);
	/* one that hangs while it holds the lock must not keep the host cut off */
	alone = lock_take(&g->lock, LOCK_WORK, LOCK_WAIT_MS) == 0;
	say_end(g);
	if (g->record.state != GUARD_KEPT)
		status = undo(g, done);
	guard_write(&g->lock, &g->record);
	lock_close(&g->lock, alone);
	return status;
}

static int guard(struct guard *g)
{
	_cleanup_result_ struct bondnl_result *result = NULL;
	int status = change_open(g->flags, &g->ctx, g->err);

	g->lock.fd = -1;
	if (!status)
		status = change_lock_take(&g->lock, g->flags, g->ctx);
	/* nobody has that place, but for who reads what a guard wrote last */
	if (!status && lock_take(&g->lock, LOCK_GUARD, LOCK_WAIT_MS) < 0) {
		say_usage("--confirm", "cannot lock", g->lock.path);
		lock_close(&g->lock, false);
		status = BONDNL_REFUSED;
	}
	if (!status) {
		change_lock_words(g->flags, g->record.words);
		guard_write(&g->lock, &g->record);
		status = change_try(
			g->flags, g->ctx, g->spec, BONDNL_KEEP, &result, g->err);
		if (!status && bondnl_result_steps(result))
			status = finish(g, result);
	}
	lock_close(&g->lock, true);
	bondnl_close(g->ctx);
	return status;
}

/* ------------------------------------------------------------------------- both of them
 */

static int cannot(const char *what)
{
	return say_refused("--confirm", what, strerror(errno));
}

int guard_carry_out(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err)
{
	struct attend a = { .flags = f };
	int stderr_pipe[2], control[2], status;
	sigset_t word;

	if (pipe2(stderr_pipe, O_CLOEXEC) < 0)
		return cannot("cannot make a pipe");
	if (pipe2(control, O_CLOEXEC) < 0) {
		close(stderr_pipe[0]);
		close(stderr_pipe[1]);
		return cannot("cannot make a pipe");
	}
	/* its messages look as if we had said them */
	term_keep();
	fflush(NULL);
	/* a guard has them held from its first moment on */
	change_hold_signals(&a.before);
	sigemptyset(&word);
	sigaddset(&word, GUARD_CONFIRM);
	sigprocmask(SIG_BLOCK, &word, NULL);
	a.guard = fork();
	if (a.guard == 0) {
		_cleanup_free_ struct guard *g = calloc(1, sizeof(*g));

		detach(stderr_pipe[1], control[1]);
		if (!g)
			return BONDNL_REFUSED;
		g->flags = f;
		g->spec = spec;
		g->err = err;
		return guard(g);
	}
	close(stderr_pipe[1]);
	close(control[1]);
	a.stderr_pipe = stderr_pipe[0];
	a.control = control[0];
	status = a.guard < 0 ? cannot("cannot start a guard") : attend(&a);
	close(a.stderr_pipe);
	close(a.control);
	sigprocmask(SIG_SETMASK, &a.before, NULL);
	return status;
}
