/*
 * The command of --exec, see exec.h. It never waits.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "output/say.h"
#include "watch/exec.h"
#include "watch/monitor.h"

extern char **environ;

/* So many events wait for their turn; bondnl(8) names the number. */
#define WAITING_MAX 1024

#define VARIABLES 13

/* An event as the command gets it: it outlives what it was made of. */
struct job {
	char *variables[VARIABLES];
	char event[32], name[64]; /* for messages */
};

struct exec {
	const char *command, *netns;
	sigset_t signals;
	pid_t running; /* 0: none */
	struct job now;
	struct job *waiting; /* a ring of WAITING_MAX */
	size_t first, n;
	unsigned long dropped; /* since that was last said to have ended */
};

static void job_free(struct job *j)
{
	for (size_t i = 0; i < VARIABLES; i++)
		free(j->variables[i]);
	memset(j, 0, sizeof(*j));
}

/* The name of each is told even where there is no value: what the caller's environment
 * may have under that name is not of this event. */
static const char *const names[VARIABLES] = { "BONDNL_EVENT", "BONDNL_BOND",
	"BONDNL_SLAVE", "BONDNL_WHAT", "BONDNL_FROM", "BONDNL_TO", "BONDNL_REASON",
	"BONDNL_TIME", "BONDNL_MONOTONIC_MS", "BONDNL_DURATION_MS", "BONDNL_NUMBER",
	"BONDNL_NETNS", "BONDNL_SCHEMA" };

static bool put(struct job *j, size_t i, const char *value)
{
	size_t size;

	if (!value)
		return true;
	size = strlen(names[i]) + strlen(value) + 2;
	j->variables[i] = malloc(size);
	if (j->variables[i])
		snprintf(j->variables[i], size, "%s=%s", names[i], value);
	return j->variables[i] != NULL;
}

static bool put_number(struct job *j, size_t i, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	return n < 0 || put(j, i, text);
}

static bool job_make(struct exec *x, struct job *j, const struct bondnl_event *e)
{
	const char *event = bondnl_event_kind_name(bondnl_event_kind(e)),
		   *bond = bondnl_event_bond(e), *slave = bondnl_event_slave(e);
	char time[MONITOR_TIME_SIZE];

	memset(j, 0, sizeof(*j));
	monitor_time(bondnl_event_time(e), true, time);
	snprintf(j->event, sizeof(j->event), "%s", event);
	snprintf(j->name, sizeof(j->name), "%s%s%s%s", bond ? " of " : "",
		bond ? bond : "", slave ? " " : "", slave ? slave : "");
	return put(j, 0, event) && put(j, 1, bond) && put(j, 2, slave) &&
		put(j, 3, bondnl_event_what(e)) && put(j, 4, bondnl_event_from(e)) &&
		put(j, 5, bondnl_event_to(e)) && put(j, 6, bondnl_event_reason(e)) &&
		put(j, 7, time) && put_number(j, 8, bondnl_event_monotonic(e)) &&
		put_number(j, 9, bondnl_event_duration(e)) &&
		put_number(j, 10, (int64_t)bondnl_event_number(e)) &&
		put(j, 11, x->netns) && put(j, 12, "1");
}

/* ------------------------------------------------------------------------- running */

static bool is_ours(const char *variable)
{
	for (size_t i = 0; i < VARIABLES; i++) {
		size_t n = strlen(names[i]);

		if (strncmp(variable, names[i], n) == 0 && variable[n] == '=')
			return true;
	}
	return false;
}

/* The caller's environment with the event in it; the array is the caller's to free. */
static char **environment(const struct job *j)
{
	size_t n = 0, k = 0;
	char **all;

	while (environ && environ[n])
		n++;
	all = calloc(n + VARIABLES + 1, sizeof(*all));
	if (!all)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!is_ours(environ[i]))
			all[k++] = environ[i];
	for (size_t i = 0; i < VARIABLES; i++)
		if (j->variables[i])
			all[k++] = j->variables[i];
	return all;
}

static int spawn_job(const struct exec *x, char **env, pid_t *ret)
{
	char *const argv[] = { (char *)"sh", (char *)"-c", (char *)x->command, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t again;
	int rc;

	/* it reads nothing of ours, and its words do not come between our lines */
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
	posix_spawnattr_init(&attr);
	sigemptyset(&again);
	sigaddset(&again, SIGPIPE);
	posix_spawnattr_setsigdefault(&attr, &again);
	posix_spawnattr_setsigmask(&attr, &x->signals);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn(ret, "/bin/sh", &files, &attr, argv, env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

static void say_failed(const struct job *j, const char *how)
{
	char text[224];

	snprintf(text, sizeof(text), "the command %s, at %s%s", how, j->event, j->name);
	say_usage("--exec", text, NULL);
}

static void begin(struct exec *x)
{
	while (!x->running && x->n) {
		struct job *j = &x->waiting[x->first];
		_cleanup_free_ char **env = environment(j);
		int rc = env ? spawn_job(x, env, &x->running) : ENOMEM;

		x->first = (x->first + 1) % WAITING_MAX;
		x->n--;
		if (rc) {
			char how[96];

			x->running = 0;
			snprintf(how, sizeof(how), "cannot be started: %s", strerror(rc));
			say_failed(j, how);
			job_free(j);
			continue;
		}
		x->now = *j;
		memset(j, 0, sizeof(*j));
	}
}

static void say_dropped(struct exec *x, const char *when)
{
	char text[128];

	snprintf(text, sizeof(text), "%lu %s not handed to the command%s", x->dropped,
		x->dropped == 1 ? "event was" : "events were", when);
	say_usage("--exec", text, NULL);
	x->dropped = 0;
}

void exec_event(struct exec *x, const struct bondnl_event *event)
{
	struct job *j = &x->waiting[(x->first + x->n) % WAITING_MAX];

	if (x->n == WAITING_MAX) {
		if (!x->dropped)
			say_usage("--exec",
				"the command is too slow: so many events wait for it "
				"that the next ones are left out",
				NULL);
		x->dropped++;
		return;
	}
	if (x->dropped)
		say_dropped(x, "; there is room again");
	if (!job_make(x, j, event)) {
		job_free(j);
		x->dropped++;
		say_dropped(x, ": out of memory");
		return;
	}
	x->n++;
	begin(x);
}

void exec_reap(struct exec *x)
{
	char how[48];
	int status;
	pid_t pid;

	if (!x->running)
		return;
	do
		pid = waitpid(x->running, &status, WNOHANG);
	while (pid < 0 && errno == EINTR);
	if (!pid)
		return;
	if (pid > 0 && (WIFSIGNALED(status) || WEXITSTATUS(status))) {
		snprintf(how, sizeof(how),
			WIFSIGNALED(status) ? "was ended by signal %d"
					    : "ended with status %d",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		say_failed(&x->now, how);
	}
	x->running = 0;
	job_free(&x->now);
	begin(x);
}

struct exec *exec_new(const char *command, const char *netns, const sigset_t *signals)
{
	struct exec *x = calloc(1, sizeof(*x));

	if (!x)
		return NULL;
	x->waiting = calloc(WAITING_MAX, sizeof(*x->waiting));
	if (!x->waiting) {
		free(x);
		return NULL;
	}
	x->command = command;
	x->netns = netns;
	x->signals = *signals;
	return x;
}

void exec_free(struct exec *x)
{
	if (!x)
		return;
	x->dropped += x->n;
	if (x->dropped)
		say_dropped(x, " before the end");
	for (; x->n; x->n--, x->first = (x->first + 1) % WAITING_MAX)
		job_free(&x->waiting[x->first]);
	job_free(&x->now);
	free(x->waiting);
	free(x);
}
