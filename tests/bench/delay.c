/*
 * How long it takes until programs that watch have told of something: from before it is
 * done until the first line with a mark in it could be read, for all of them in the same
 * rounds; median, and how much later than the first program. It judges nothing.
 *
 *   delay ROUNDS CHANGE RESET JOB=MARK=COMMAND ...
 *
 * CHANGE, RESET and COMMANDs are words with blanks between them, run without a shell.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOBS	 4
#define WORDS	 64
#define ROUNDS	 1000
#define QUIET_MS 300 /* nothing is said any more */
#define LATE_MS	 5000

extern char **environ;

struct job {
	char *name, *mark, *words[WORDS];
	pid_t pid;
	int fd;
	char text[1 << 16]; /* of this round */
	size_t n;
	double at, ms[ROUNDS], later[ROUNDS];
};

static void words_of(char *words[WORDS], char *text)
{
	char *save;
	int n = 0;

	for (char *p = strtok_r(text, " ", &save); p && n < WORDS - 1;
		p = strtok_r(NULL, " ", &save))
		words[n++] = p;
	words[n] = NULL;
}

static pid_t start(char *const words[], int out)
{
	posix_spawn_file_actions_t files;
	pid_t pid;
	int rc;

	posix_spawn_file_actions_init(&files);
	if (out >= 0)
		posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	rc = posix_spawnp(&pid, words[0], &files, NULL, words, environ);
	posix_spawn_file_actions_destroy(&files);
	if (rc) {
		fprintf(stderr, "delay: %s: %s\n", words[0], strerror(rc));
		exit(2);
	}
	return pid;
}

static void run(char *const words[])
{
	waitpid(start(words, -1), NULL, 0);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Reads what they say until nothing comes for @quiet ms; notes when a mark came first. */
static void listen_to(struct job *jobs, int n, int quiet)
{
	struct pollfd p[JOBS];

	for (int i = 0; i < n; i++)
		p[i] = (struct pollfd){ .fd = jobs[i].fd, .events = POLLIN };
	while (poll(p, (nfds_t)n, quiet) > 0) {
		double at = now_ms();

		for (int i = 0; i < n; i++) {
			struct job *j = &jobs[i];
			ssize_t got;

			if (!p[i].revents)
				continue;
			got = read(j->fd, j->text + j->n, sizeof(j->text) - 1 - j->n);
			if (got <= 0) {
				fprintf(stderr, "delay: %s ended\n", j->name);
				exit(2);
			}
			j->n += (size_t)got;
			j->text[j->n] = 0;
			if (!j->at && strstr(j->text, j->mark))
				j->at = at;
		}
	}
}

static void forget(struct job *jobs, int n)
{
	for (int i = 0; i < n; i++) {
		jobs[i].n = 0;
		jobs[i].at = 0;
	}
}

static void round_of(
	struct job *jobs, int n, char *const change[], char *const reset[], int r)
{
	double from;
	pid_t pid;

	run(reset);
	listen_to(jobs, n, QUIET_MS);
	forget(jobs, n);
	from = now_ms();
	pid = start(change, -1);
	while (now_ms() - from < LATE_MS) {
		int open = 0;

		listen_to(jobs, n, QUIET_MS);
		for (int i = 0; i < n; i++)
			open += !jobs[i].at;
		if (!open)
			break;
	}
	waitpid(pid, NULL, 0);
	for (int i = 0; i < n; i++) {
		if (!jobs[i].at) {
			fprintf(stderr, "delay: %s said nothing\n", jobs[i].name);
			exit(2);
		}
		jobs[i].ms[r] = jobs[i].at - from;
		jobs[i].later[r] = jobs[i].at - jobs[0].at;
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), by_size);
	return values[n / 2];
}

int main(int argc, char **argv)
{
	static struct job jobs[JOBS];
	char *change[WORDS], *reset[WORDS];
	int rounds = argc > 4 ? atoi(argv[1]) : 0, n = argc - 4;

	if (rounds < 1 || rounds > ROUNDS || n > JOBS) {
		fprintf(stderr,
			"usage: delay ROUNDS CHANGE RESET JOB=MARK=COMMAND ...\n");
		return 2;
	}
	/* who measures reads at once what one of them wrote, also on a single CPU */
	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK,
		    &(struct sched_param){ .sched_priority = 1 }) < 0)
		perror("delay: no real-time priority, so times are less exact");
	words_of(change, argv[2]);
	words_of(reset, argv[3]);
	for (int i = 0; i < n; i++) {
		int ends[2];
		char *mark = strchr(argv[i + 4], '=');
		char *command = mark ? strchr(mark + 1, '=') : NULL;

		if (!command || pipe2(ends, O_CLOEXEC) < 0)
			return 2;
		*mark = *command = 0;
		jobs[i].name = argv[i + 4];
		jobs[i].mark = mark + 1;
		words_of(jobs[i].words, command + 1);
		jobs[i].pid = start(jobs[i].words, ends[1]);
		jobs[i].fd = ends[0];
		close(ends[1]);
	}
	for (int r = 0; r < rounds; r++)
		round_of(jobs, n, change, reset, r);
	for (int i = 0; i < n; i++) {
		kill(jobs[i].pid, SIGTERM);
		waitpid(jobs[i].pid, NULL, 0);
		printf("%-28s %8.2f ms  %+6.2f ms\n", jobs[i].name,
			median(jobs[i].ms, rounds), median(jobs[i].later, rounds));
	}
	return 0;
}
