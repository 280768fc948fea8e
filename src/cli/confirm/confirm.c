/*
 * confirm and revert: a word to the guard of a pending change, and what it replies. They
 * change nothing themselves, and leave no word for a guard that is to come.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "change/change.h"
#include "commands.h"
#include "confirm/change_lock.h"
#include "confirm/guard.h"
#include "confirm/lock.h"
#include "output/say.h"
#include "owned.h"

/* To put things back may take a while: a link has to come up, an address to settle. */
#define ANSWER_MS 60000

static int nothing(const struct command *c)
{
	return say_refused(c->name, "nothing is pending here",
		"what is not confirmed in time is undone then, and what is, is kept");
}

static int cannot_use(const struct command *c, const struct lock *l, int rc)
{
	char text[400];

	snprintf(text, sizeof(text), "cannot use %s: %s", l->path, strerror(-rc));
	return say_refused(c->name, text,
		rc == -EACCES ? "run it as who made the change, or as root" : NULL);
}

static int tell_undone(const struct flags *f, struct guard_record *r)
{
	char *rest = r->rest;

	if (!f->quiet || r->outcome != BONDNL_UNDONE)
		say_line("", "undone: %s", r->words);
	if (r->outcome == BONDNL_UNDONE)
		return 0;
	say_more("not everything could be put back; what is different now:");
	for (char *line; (line = strsep(&rest, "\n"));)
		if (*line)
			say_more("%s", line);
	return BONDNL_LEFT;
}

/* The guard has ended; what it wrote last is what became of the change. */
static int tell_end(
	const struct command *c, const struct flags *f, bool keep, struct guard_record *r)
{
	switch (r->state) {
	case GUARD_KEPT:
		if (!keep)
			return say_refused(c->name,
				"it was confirmed just now: it is kept", r->words);
		if (!f->quiet)
			say_line("", "kept: %s", r->words);
		return 0;
	case GUARD_LATE:
	case GUARD_REVERTED:
		if (!keep)
			return tell_undone(f, r);
		tell_undone(f, r);
		return say_refused(c->name,
			r->state == GUARD_LATE ? "too late: its time had run out"
					       : "it was reverted just now",
			NULL);
	default:
		return say_refused(c->name,
			"the guard was killed: the change stays, and nobody undoes it",
			r->words);
	}
}

static int give_word(const struct command *c, const struct flags *f, struct lock *l)
{
	bool keep = strcmp(c->name, "confirm") == 0;
	struct guard_record r;
	pid_t pid;
	int rc = lock_take(l, LOCK_WORK, LOCK_WAIT_MS);

	if (rc == -ENOENT)
		return nothing(c);
	/* while it is being made, nobody can know yet whether to keep it */
	if (rc == -ETIMEDOUT)
		return say_refused(
			c->name, "the change is not done yet", "say it again when it is");
	if (rc < 0)
		return cannot_use(c, l, rc);

	/* as long as we have the lock it does not end, and so its pid is no other's */
	pid = lock_holder(l, LOCK_GUARD);
	if (!pid && guard_read(l, &r)) {
		rc = tell_end(c, f, keep, &r);
		lock_close(l, true);
		return rc;
	}
	if (!pid) {
		lock_close(l, true);
		return nothing(c);
	}
	if (pid < 0)
		return say_refused(c->name, "the guard is in another PID namespace",
			"say it in the one where the change was made");
	if (kill(pid, keep ? GUARD_CONFIRM : GUARD_REVERT) < 0)
		return cannot_use(c, l, -errno);
	lock_give(l, LOCK_WORK);

	/* its end is its reply */
	rc = lock_take(l, LOCK_GUARD, ANSWER_MS);
	if (rc == -ETIMEDOUT)
		return say_refused(c->name, "the guard does not answer", NULL);
	if (rc < 0 || !guard_read(l, &r))
		return cannot_use(c, l, rc < 0 ? rc : -EIO);
	return tell_end(c, f, keep, &r);
}

int confirm_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;
	struct lock lock = { .fd = -1 };
	int rc, status;

	if (n || f->dry_run) {
		say_usage(n ? args[0] : "--dry-run",
			"confirm and revert take no word and no --dry-run",
			"there is one change pending in a network namespace, or none");
		return BONDNL_USAGE;
	}
	status = change_open(f, &ctx, err);
	if (!status) {
		rc = lock_open(&lock, ctx, false);
		status = rc == -ENOENT ? nothing(c)
			: rc < 0       ? cannot_use(c, &lock, rc)
				       : give_word(c, f, &lock);
	}
	lock_close(&lock, false);
	return status;
}
