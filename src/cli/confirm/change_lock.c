/*
 * One after the other, see change_lock.h. It never breaks a lock: who holds one either
 * works or is dead, and then the kernel has taken it back.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "confirm/change_lock.h"
#include "confirm/guard.h"
#include "confirm/lock.h"
#include "output/clock.h"
#include "output/say.h"

static void add_word(char ret[TURN_WORDS], const char *word)
{
	size_t n = strlen(ret);

	if (n && n < TURN_WORDS - 1)
		ret[n++] = ' ';
	for (size_t i = 0; word[i] && n < TURN_WORDS - 1; i++)
		ret[n++] = plain_at(word, i);
	ret[n] = 0;
}

void change_lock_words(const struct flags *f, char ret[TURN_WORDS])
{
	ret[0] = 0;
	for (int i = 0; i < f->n_words; i++)
		add_word(ret, f->words[i]);
	for (int i = 0; i < f->n_files; i++) {
		add_word(ret, "-f");
		add_word(ret, f->files[i]);
	}
	if (strlen(ret) == TURN_WORDS - 1)
		strcpy(ret + TURN_WORDS - 4, "...");
}

static int tell_no_file(struct lock *l, const struct flags *f, int rc)
{
	char text[400];

	snprintf(text, sizeof(text), "cannot use %s: %s", l->path, strerror(-rc));
	lock_close(l, false);
	if (f->confirm_ms)
		return say_refused("--confirm", text,
			"BONDNL_RUN_DIR names another folder, by an absolute path");
	if (f->verbose)
		say_line("note", "%s", text);
	return 0;
}

static int tell_holder(struct lock *l)
{
	char words[LOCK_WORK_SIZE], text[LOCK_WORK_SIZE + 128], number[32] = "unknown";
	pid_t pid = lock_holder(l, LOCK_WORK);

	lock_read(l, LOCK_WORK, sizeof(words), words);
	if (pid > 0)
		snprintf(number, sizeof(number), "%ld", (long)pid);
	snprintf(text, sizeof(text),
		"another bondnl (pid %s: %s) is changing bonds here; waited %d s", number,
		words, LOCK_WAIT_MS / 1000);
	lock_close(l, false);
	return say_refused(NULL, text, "nothing was changed");
}

/* A change waits for its confirmation: what, whose, how long, and the way out. */
static int tell_pending(struct lock *l, const struct flags *f)
{
	char text[TURN_WORDS + 200], since[32], left[32], confirm[160], revert[160];
	long pid = (long)lock_holder(l, LOCK_GUARD);
	int64_t now = clock_ms();
	struct guard_record r;

	guard_read(l, &r);
	lock_close(l, false);
	snprintf(text, sizeof(text),
		"pending is '%s', since %s, undone in %s unless it is confirmed (pid "
		"%ld)",
		r.words, guard_time_text(now - r.since_ms, since),
		guard_time_text(r.until_ms - now, left), pid);
	say_usage(NULL, text, NULL);
	say_more("nothing was changed; '%s' keeps that, '%s' undoes it",
		guard_way(f, "confirm", confirm), guard_way(f, "revert", revert));
	return BONDNL_REFUSED;
}

int change_lock_take(struct lock *l, const struct flags *f, struct bondnl_ctx *ctx)
{
	char words[TURN_WORDS];
	int rc = lock_open(l, ctx, true);

	if (rc == 0)
		rc = lock_take(l, LOCK_WORK, LOCK_WAIT_MS);
	if (rc == -ETIMEDOUT)
		return tell_holder(l);
	if (rc < 0)
		return tell_no_file(l, f, rc);
	if (lock_holder(l, LOCK_GUARD))
		return tell_pending(l, f);
	change_lock_words(f, words);
	lock_write(l, LOCK_WORK, words);
	return 0;
}

void change_lock_end(struct lock *l)
{
	lock_close(l, true);
}
