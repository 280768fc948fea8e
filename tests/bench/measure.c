/*
 * Measures jobs side by side: each in turn, many rounds, median of wall time and peak
 * memory, as ratios to the first. It judges nothing: what is to be reached is the
 * caller's to know.
 *
 *   measure ROUNDS RESET JOB=COMMAND[;COMMAND...] ...
 *
 * RESET and COMMANDs are words with blanks between them, run without a shell; RESET
 * may hold several with ';', runs before each job, and is not timed.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOBS	 16
#define COMMANDS 8
#define WORDS	 512
#define ROUNDS	 1000

extern char **environ;

struct job {
	char *name;
	char *words[COMMANDS][WORDS];
	int n;
	double ms[ROUNDS];
	long rss; /* KiB, the largest seen */
};

static void parse(struct job *j, char *text)
{
	char *save_command, *save_word;

	for (char *c = strtok_r(text, ";", &save_command); c && j->n < COMMANDS;
		c = strtok_r(NULL, ";", &save_command)) {
		int w = 0;

		for (char *p = strtok_r(c, " ", &save_word); p && w < WORDS - 1;
			p = strtok_r(NULL, " ", &save_word))
			j->words[j->n][w++] = p;
		if (w)
			j->n++;
	}
}

/* One command with its output thrown away; its exit status, and its peak memory. */
static int run(char *const words[], long *ret_rss)
{
	posix_spawn_file_actions_t to_nowhere;
	struct rusage usage;
	int status, rc;
	pid_t pid;

	posix_spawn_file_actions_init(&to_nowhere);
	posix_spawn_file_actions_addopen(&to_nowhere, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&to_nowhere, 2, "/dev/null", O_WRONLY, 0);
	rc = posix_spawnp(&pid, words[0], &to_nowhere, NULL, words, environ);
	posix_spawn_file_actions_destroy(&to_nowhere);
	if (rc) {
		fprintf(stderr, "measure: %s: %s\n", words[0], strerror(rc));
		exit(2);
	}
	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	if (usage.ru_maxrss > *ret_rss)
		*ret_rss = usage.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void run_job(struct job *j, int round)
{
	double from = now_ms();

	for (int i = 0; i < j->n; i++) {
		int status = run(j->words[i], &j->rss);

		/* a job that fails is quick, and worth nothing */
		if (status) {
			fprintf(stderr, "measure: %s: '%s ...' ended with %d\n", j->name,
				j->words[i][0], status);
			exit(2);
		}
	}
	j->ms[round] = now_ms() - from;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static struct job jobs[JOBS], reset;
	int rounds = argc > 3 ? atoi(argv[1]) : 0, n = argc - 3;
	long unused = 0;

	if (rounds < 1 || rounds > ROUNDS || n > JOBS) {
		fprintf(stderr, "usage: measure ROUNDS RESET JOB=COMMANDS ...\n");
		return 2;
	}
	parse(&reset, argv[2]);
	for (int i = 0; i < n; i++) {
		char *equals = strchr(argv[i + 3], '=');

		if (!equals)
			return 2;
		*equals = 0;
		jobs[i].name = argv[i + 3];
		parse(&jobs[i], equals + 1);
	}
	for (int r = 0; r < rounds; r++) {
		for (int i = 0; i < n; i++) {
			for (int k = 0; k < reset.n; k++)
				run(reset.words[k], &unused);
			run_job(&jobs[i], r);
		}
	}
	for (int i = 0; i < n; i++) {
		qsort(jobs[i].ms, (size_t)rounds, sizeof(jobs[i].ms[0]), by_size);
		printf("%-28s %8.2f ms  %5.2f  %6ld KiB\n", jobs[i].name,
			jobs[i].ms[rounds / 2],
			jobs[i].ms[rounds / 2] / jobs[0].ms[rounds / 2], jobs[i].rss);
	}
	return 0;
}
