/*
 * How a command waits that goes on until it is ended, see wait.h. It never sleeps, and
 * writes nothing.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cleanup.h"
#include "output/term.h"
#include "watch/exec.h"
#include "watch/wait.h"

int wait_begin(struct waiting *w, sigset_t *before)
{
	/* a job in the background that reads its terminal gets an error then, and is not
	 * stopped (drivers/tty/tty_jobctrl.c, __tty_check_change) */
	static const int blocked[] = { SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGCONT,
		SIGTTIN };
	struct sigaction now;
	sigset_t set;

	/* who starts us may have it ignored, and then nobody could wait for a command */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&set);
	/* what nohup, or a shell's &, has it ignore is ignored: once blocked it would not
	 * be */
	for (size_t i = 0; i < ARRAY_SIZE(blocked); i++)
		if ((blocked[i] != SIGHUP && blocked[i] != SIGINT) ||
			sigaction(blocked[i], NULL, &now) < 0 ||
			now.sa_handler != SIG_IGN)
			sigaddset(&set, blocked[i]);
	if (w->screen) {
		sigaddset(&set, SIGTSTP);
		sigaddset(&set, SIGQUIT);
	}
	sigprocmask(SIG_BLOCK, &set, before);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return w->signals < 0 ? -errno : 0;
}

/* Where nobody could have it go on, the kernel does not stop it (signal.c, get_signal).
 */
void wait_stop(struct waiting *w)
{
	sigset_t set;

	w->stopping = false;
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	w->resumed = true;
}

void wait_end(struct waiting *w)
{
	if (w->signals >= 0)
		close(w->signals);
	w->signals = -1;
}

/* Nobody can have two of a signal wait: all that ended since the last look is looked at.
 */
static void take_signals(struct waiting *w)
{
	struct signalfd_siginfo info;

	while (read(w->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo == SIGCONT)
			w->resumed = true;
		else if (info.ssi_signo == SIGTSTP)
			w->stopping = true;
		else if (info.ssi_signo != SIGCHLD && info.ssi_signo != SIGTTIN)
			w->ended = true;
	if (w->exec)
		exec_reap(w->exec);
}

/*
 * The end of it says nothing, nor does a terminal that is another job's now: then nothing
 * more is read, unless the job is taken up again. At a terminal the end is but a key.
 */
static void take_line(struct waiting *w, bool hung_up)
{
	char text[256];
	ssize_t n = read(w->in, text, sizeof(text));

	if (n > 0)
		w->ended |= memchr(text, '\n', (size_t)n) != NULL;
	else if (n == 0 ? hung_up || !term_is_terminal(w->in)
			: errno != EINTR && errno != EAGAIN)
		w->in = -1;
}

/*
 * A reader that is slow, or a terminal that is held, may keep a line waiting for ever;
 * the signals that would end that are blocked, so they are waited for, too.
 */
void wait_room(struct waiting *w)
{
	struct pollfd p[] = {
		{ .fd = w->out, .events = POLLOUT },
		{ .fd = w->signals, .events = POLLIN },
	};

	while (!w->ended) {
		if (poll(p, 2, -1) < 0)
			continue;
		if (p[1].revents)
			take_signals(w);
		if (p[0].revents)
			return;
	}
	w->gone = true;
}

/* Somebody who no longer listens has heard enough; that is no failure. */
void wait_unwritten(struct waiting *w, int error)
{
	w->ended = true;
	if (error == EPIPE) {
		w->gone = true;
	} else {
		w->unwritten = true;
		w->failed = -error;
	}
}

int wait_for(struct waiting *w, int fd, int timeout)
{
	struct pollfd p[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = w->signals, .events = POLLIN },
		/* a reader that is gone is noticed without a line for it */
		{ .fd = w->out },
		{ .fd = w->in, .events = POLLIN },
	};

	if (poll(p, 4, timeout) < 0)
		return errno == EINTR ? 0 : -errno;
	if (p[1].revents)
		take_signals(w);
	if (p[2].revents & (POLLERR | POLLHUP))
		w->ended = w->gone = true;
	if (p[3].revents && w->in >= 0)
		take_line(w, p[3].revents & (POLLHUP | POLLERR));
	return 0;
}
