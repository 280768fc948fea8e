/*
 * monitor: waits for what happens and hands each event to its form, and to the command of
 * --exec. What an event is it does not know.
 */
#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

#include "output/say.h"
#include "watch/exec.h"
#include "watch/monitor.h"
#include "watch/wait.h"

struct monitor {
	const struct flags *flags;
	struct bondnl_watch *watch;
	struct waiting wait;
};

static void check_output(struct monitor *m)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		wait_unwritten(&m->wait, errno);
}

static void take_event(void *data, const struct bondnl_event *event)
{
	struct monitor *m = data;
	struct waiting *w = &m->wait;

	/* the command gets what was read even if nobody reads the lines */
	if (w->exec)
		exec_event(w->exec, event);
	if (w->ended)
		return;
	if (m->flags->json)
		monitor_json(event);
	else
		monitor_text(event);
	wait_room(w);
	if (!w->gone)
		check_output(m);
}

static int watch_on(struct monitor *m, struct bondnl_error *err)
{
	struct waiting *w = &m->wait;
	int rc = 0;

	while (!w->ended) {
		rc = wait_for(
			w, bondnl_watch_fd(m->watch), bondnl_watch_timeout(m->watch));
		/* also when nothing came: it looks at what the kernel does not announce
		 */
		if (rc == 0 && !w->gone)
			rc = bondnl_watch_read(m->watch, take_event, m, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* A name that nobody has yet may be a slip of the fingers. */
static void note_absent(const struct monitor *m, int n, const char *const *args)
{
	for (int i = 0; i < n && !m->flags->quiet; i++)
		if (bondnl_watch_is_waiting(m->watch, (size_t)i))
			say_line("note", "%s: no such bond yet: it is waited for",
				args[i]);
}

static int begin(
	struct monitor *m, int n, const char *const *args, struct bondnl_error *err)
{
	struct bondnl_state *state;
	int rc;

	note_absent(m, n, args);
	if (!m->flags->verbose || m->flags->json)
		return 0;
	rc = bondnl_watch_state(m->watch, &state, err);
	if (rc < 0)
		return rc;
	monitor_state(state);
	bondnl_state_free(state);
	check_output(m);
	return 0;
}

static int tell_failure(const struct monitor *m, const struct bondnl_error *err)
{
	if (!m->wait.failed)
		say_error(err);
	/* of a full disk main tells */
	return bondnl_error_is_usage(err) ? BONDNL_USAGE : BONDNL_REFUSED;
}

int monitor_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	struct bondnl_error *err = bondnl_error_new();
	struct monitor m = { .flags = f,
		.wait = { .out = STDOUT_FILENO, .in = -1, .signals = -1 } };
	struct bondnl_ctx *ctx = NULL;
	sigset_t before;
	int status = 0, rc;

	rc = wait_begin(&m.wait, &before);
	if (f->exec)
		m.wait.exec = exec_new(f->exec, f->netns, &before);
	if (!err || rc < 0 || (f->exec && !m.wait.exec)) {
		say_usage(c->name, rc < 0 ? strerror(-rc) : "out of memory", NULL);
		status = BONDNL_REFUSED;
	} else if (say_open(f, &ctx, err) < 0) {
		status = tell_failure(&m, err);
	} else {
		if (bondnl_watch_open(ctx, (size_t)n, args, f->buffer, &m.watch, err) <
				0 ||
			begin(&m, n, args, err) < 0 || watch_on(&m, err) < 0 ||
			m.wait.failed)
			status = tell_failure(&m, err);
	}
	/* what was not read by who is gone is not to be written at the end, either */
	if (m.wait.gone) {
		clearerr(stdout);
		__fpurge(stdout);
	}
	exec_free(m.wait.exec);
	bondnl_watch_close(m.watch);
	bondnl_close(ctx);
	bondnl_error_free(err);
	wait_end(&m.wait);
	return status;
}
