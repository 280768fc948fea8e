/*
 * Starting programs, see world.h. Ours is a part of each test program and is forked, not
 * exec'd: to start the file costs ten times as much, and thirty under a sanitizer.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"
#include "support/world.h"

struct argv argv_of(const char *program, const char *line)
{
	struct argv a = { .text = strdup(line) };
	char *to = a.text, *p = a.text;

	ck_assert_ptr_nonnull(a.text);
	a.words[a.n++] = (char *)program;
	while (*p) {
		while (*p == ' ')
			p++;
		if (!*p)
			break;
		ck_assert_int_lt(a.n, 63);
		a.words[a.n++] = to;
		while (*p && *p != ' ') {
			if (*p != '\'') {
				*to++ = *p++;
				continue;
			}
			for (p++; *p && *p != '\'';)
				*to++ = *p++;
			ck_assert_int_eq(*p, '\'');
			p++;
		}
		if (*p)
			p++; /* before the end of the word is written over it */
		*to++ = 0;
	}
	a.words[a.n] = NULL;
	return a;
}

void argv_free(struct argv *a)
{
	free(a->text);
	memset(a, 0, sizeof(*a));
}

const char *bondnl_path(void)
{
	const char *path = getenv("BONDNL_PROGRAM");

	return path && *path ? path : BUILT_PROGRAM;
}

/* ------------------------------------------------------------- without starting a file
 */

/* By its file, since a link to it gives it another name. */
static bool is_bondnl(const char *path)
{
	struct stat a, b;

	return strchr(path, '/') && stat(path, &a) == 0 && stat(bondnl_path(), &b) == 0 &&
		a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

static bool may_fork(const char *path)
{
	const char *exec = getenv("BONDNL_EXEC");

	return !(exec && *exec) && is_bondnl(path);
}

/* exec() closes these. */
static void close_on_exec(void)
{
	for (int fd = STDERR_FILENO + 1; fd < 256; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0 && flags & FD_CLOEXEC)
			close(fd);
	}
}

/* exec() leaves ignored what is ignored. Those of a wrong access are a sanitizer's. */
static void reset_signals(void)
{
	for (int signo = 1; signo < NSIG; signo++) {
		struct sigaction now;

		if (signo == SIGSEGV || signo == SIGBUS || signo == SIGFPE ||
			signo == SIGILL || sigaction(signo, NULL, &now) < 0 ||
			now.sa_handler == SIG_IGN || now.sa_handler == SIG_DFL)
			continue;
		signal(signo, SIG_DFL);
	}
}

/*
 * What exec() would make of this process, and then the program. The standard files are
 * new ones, with nothing in their buffers. By exit(), as main() ends: a sanitizer looks
 * for leaks there.
 */
static void be_bondnl(char *const argv[])
{
	int argc = 0;

	while (argv[argc])
		argc++;
	close_on_exec();
	reset_signals();
	prctl(PR_SET_NAME, "bondnl");
	prctl(PR_SET_DUMPABLE, 1); /* another user may not be, without exec() */
	stdin = fdopen(STDIN_FILENO, "r");
	stdout = fdopen(STDOUT_FILENO, "w");
	stderr = fdopen(STDERR_FILENO, "w");
	if (!stdin || !stdout || !stderr)
		_exit(125);
	setvbuf(stderr, NULL, _IONBF, 0);
	exit(program_main(argc, (char **)argv));
}

/* --------------------------------------------------------------------------- processes
 */

static void become(int uid)
{
	gid_t gid = (gid_t)uid;

	if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 ||
		setresuid((uid_t)uid, (uid_t)uid, (uid_t)uid) < 0)
		_exit(126);
}

pid_t spawn(char *const argv[], int out, int err, int uid, void (*before)(void))
{
	bool forked = may_fork(argv[0]);
	pid_t pid;
	int in;

	fflush(NULL);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid)
		return pid;

	in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	dup2(in, 0);
	if (out >= 0)
		dup2(out, 1);
	if (err >= 0)
		dup2(err, 2);
	if (uid >= 0)
		become(uid);
	if (before)
		before();
	if (forked)
		be_bondnl(argv);
	execvp(argv[0], argv);
	_exit(127);
}

int spawn_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		ck_assert_int_eq(errno, EINTR);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
