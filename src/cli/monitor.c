/*
 * monitor: waits for what happens and hands each event to its form, and to the command of
 * --exec. What an event is it does not know.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "exec.h"

struct monitor {
	const struct flags *flags;
	struct bondnl_watch *watch;
	struct exec *exec;
	int signals; /* a descriptor */
	bool ended;
	bool gone;  /* who reads the lines, or was to */
	int failed; /* a negative errno */
};

/* Somebody who no longer listens has heard enough; that is no failure. */
static void check_output(struct monitor *m)
{
	int error;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return;
	error = errno;
	m->ended = true;
	if (error != EPIPE) {
		m->failed = -error;
		return;
	}
	m->gone = true;
}

/* Nobody can have two of a signal wait: all that ended since the last look is looked at.
 */
static void take_signals(struct monitor *m)
{
	struct signalfd_siginfo info;

	while (read(m->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			m->ended = true;
	if (m->exec)
		exec_reap(m->exec);
}

/*
 * A reader that is slow, or a terminal that is held, may keep a line waiting for ever;
 * the signals that would end that are blocked, so they are waited for, too.
 */
static void await_room(struct monitor *m)
{
	struct pollfd p[] = {
		{ .fd = STDOUT_FILENO, .events = POLLOUT },
		{ .fd = m->signals, .events = POLLIN },
	};

	while (!m->ended) {
		if (poll(p, 2, -1) < 0)
			continue;
		if (p[1].revents)
			take_signals(m);
		if (p[0].revents)
			return;
	}
	m->gone = true;
}

static void take_event(void *data, const struct bondnl_event *event)
{
	struct monitor *m = data;
	int rc;

	/* the command gets what was read even if nobody reads the lines */
	if (m->exec)
		exec_event(m->exec, event);
	if (m->ended)
		return;
	rc = m->flags->json ? monitor_json(event) : monitor_text(event);
	if (rc < 0) {
		m->failed = rc;
		m->ended = true;
		return;
	}
	await_room(m);
	if (!m->gone)
		check_output(m);
}

static int watch_on(struct monitor *m, struct bondnl_error *err)
{
	struct pollfd p[] = {
		{ .fd = bondnl_watch_fd(m->watch), .events = POLLIN },
		{ .fd = m->signals, .events = POLLIN },
		/* a reader that is gone is noticed without a line for it */
		{ .fd = STDOUT_FILENO },
	};
	int rc = 0;

	while (!m->ended) {
		if (poll(p, 3, bondnl_watch_timeout(m->watch)) < 0 && errno != EINTR)
			return -errno;
		if (p[1].revents)
			take_signals(m);
		if (p[2].revents & (POLLERR | POLLHUP))
			m->ended = m->gone = true;
		/* also when nothing came: it looks at what the kernel does not announce
		 */
		if (!m->gone)
			rc = bondnl_watch_read(m->watch, take_event, m, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* What is blocked is read from the descriptor; @before is for the commands. */
static int open_signals(sigset_t *before)
{
	sigset_t set;

	/* who starts us may have it ignored, and then nobody could wait for a command */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A name that nobody has yet may be a slip of the fingers. */
static void note_absent(const struct monitor *m, int n, const char *const *args)
{
	char text[200];

	for (int i = 0; i < n && !m->flags->quiet; i++) {
		if (!bondnl_watch_is_waiting(m->watch, (size_t)i))
			continue;
		snprintf(text, sizeof(text), "%s: no such bond yet: it is waited for",
			args[i]);
		say_line("note", text);
	}
}

static int begin(
	struct monitor *m, int n, const char *const *args, struct bondnl_error *err)
{
	struct bondnl_state *state;
	int rc = m->flags->json ? monitor_json_begin() : 0;

	if (rc < 0) {
		m->failed = rc;
		return rc;
	}
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
	if (m->failed == -EOPNOTSUPP)
		say_usage("--json", "this program was built without it",
			"build it with -Djson=true");
	else if (m->failed == -ENOMEM)
		say_usage(NULL, "out of memory", NULL);
	else if (!m->failed)
		say_error(err);
	/* of a full disk main tells */
	return bondnl_error_is_usage(err) ? BONDNL_USAGE : BONDNL_REFUSED;
}

int monitor_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	struct bondnl_error *err = bondnl_error_new();
	struct monitor m = { .flags = f, .signals = -1 };
	struct bondnl_ctx *ctx = NULL;
	sigset_t before;
	int status = 0;

	if (f->dry_run) {
		say_usage("--dry-run", "monitor changes nothing anyway", NULL);
		bondnl_error_free(err);
		return BONDNL_USAGE;
	}
	m.signals = open_signals(&before);
	if (f->exec)
		m.exec = exec_new(f->exec, f->netns, &before);
	if (!err || m.signals < 0 || (f->exec && !m.exec)) {
		say_usage(
			c->name, m.signals < 0 ? strerror(errno) : "out of memory", NULL);
		status = BONDNL_REFUSED;
	} else if (bondnl_open(&ctx, f->netns, err) < 0) {
		status = tell_failure(&m, err);
	} else {
		if (f->debug)
			bondnl_on_trace(ctx, say_trace, NULL);
		if (bondnl_watch_open(ctx, (size_t)n, args, f->buffer, &m.watch, err) <
				0 ||
			begin(&m, n, args, err) < 0 || watch_on(&m, err) < 0 || m.failed)
			status = tell_failure(&m, err);
	}
	/* what was not read by who is gone is not to be written at the end, either */
	if (m.gone) {
		clearerr(stdout);
		__fpurge(stdout);
	}
	exec_free(m.exec);
	bondnl_watch_close(m.watch);
	bondnl_close(ctx);
	bondnl_error_free(err);
	if (m.signals >= 0)
		close(m.signals);
	return status;
}
