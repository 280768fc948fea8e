/*
 * Who started a guard: hands on what that says until the change is done, and where
 * somebody sits at the terminal, waits for Enter. It changes nothing itself: the guard
 * does the same whether it is there or not.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confirm/guard.h"
#include "output/say.h"
#include "output/term.h"

/* As much as there is; false at the end of what the guard says. */
static bool hand_on(const struct attend *a)
{
	char buf[4096];
	ssize_t n;

	while ((n = read(a->stderr_pipe, buf, sizeof(buf))) > 0)
		for (ssize_t done = 0, put; done < n; done += put) {
			put = write(STDERR_FILENO, buf + done, (size_t)(n - done));
			/* who reads us may be gone, as ever */
			if (put <= 0)
				break;
		}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static int tell_death(const char *what)
{
	say_usage("--confirm", what, "'bondnl show' tells what is there");
	return BONDNL_LEFT;
}

/* The guard is at its end: how it ended is how we do. */
static int end_of(const struct attend *a, bool pending)
{
	int status;

	fcntl(a->stderr_pipe, F_SETFL, 0);
	hand_on(a);
	while (waitpid(a->guard, &status, 0) < 0)
		if (errno != EINTR)
			return tell_death("nobody knows what became of the guard");
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	return tell_death(pending
			? "the guard was killed: the change stays, and nobody undoes it"
			: "the guard was killed while it made the change");
}

static void ask(const struct attend *a)
{
	char time[32], way[160];

	say_line("", "undone in %s unless you press Enter, or '%s' is said elsewhere",
		guard_time_text(a->flags->confirm_ms, time),
		guard_way(a->flags, "confirm", way));
}

static void note(const struct attend *a)
{
	char time[32], way[160];

	if (!a->flags->quiet)
		say_line("note", "undone in %s unless: %s",
			guard_time_text(a->flags->confirm_ms, time),
			guard_way(a->flags, "confirm", way));
}

/* What was typed before we asked is no reply. */
static void forget_typed(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	char buf[4096];

	while (poll(&in, 1, 0) > 0 && in.revents & POLLIN &&
		read(STDIN_FILENO, buf, sizeof(buf)) > 0)
		;
}

/* False if nobody is there any more who could press a key. */
static bool read_key(const struct attend *a, bool *ret_confirmed)
{
	char line[4096];
	ssize_t n = read(STDIN_FILENO, line, sizeof(line));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0)
		return false;
	*ret_confirmed = n == 1 && line[0] == '\n';
	if (*ret_confirmed)
		kill(a->guard,
			GUARD_CONFIRM); /* it is our child: no other has that pid */
	else
		say_line("", "an empty line keeps it: press Enter alone");
	return true;
}

int attend(const struct attend *a)
{
	struct pollfd fds[] = {
		{ .fd = a->control, .events = POLLIN },
		{ .fd = a->stderr_pipe, .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
	};
	bool pending = false;

	fcntl(a->stderr_pipe, F_SETFL, O_NONBLOCK);
	for (;;) {
		bool confirmed = false;
		char byte;
		ssize_t n;

		if (poll(fds, 3, -1) < 0)
			continue;
		if (fds[1].revents && !hand_on(a))
			fds[1].fd = -1;
		if (fds[0].revents) {
			n = read(a->control, &byte, 1);
			if (n <= 0)
				return end_of(a, pending);
			pending = true;
			hand_on(a);
			sigprocmask(SIG_SETMASK, &a->before, NULL);
			if (!term_is_terminal(STDIN_FILENO)) {
				note(a);
				return 0;
			}
			forget_typed();
			ask(a);
			fds[2].fd = STDIN_FILENO;
		} else if (fds[2].revents && !read_key(a, &confirmed)) {
			note(a);
			return 0;
		}
		if (confirmed)
			fds[2].fd = -1;
	}
}
