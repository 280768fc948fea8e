/*
 * Beside others: two that change bonds of one network namespace wait for one another,
 * and not for ever; what only looks, and other namespaces, do not wait.
 * It never judges what becomes of a bond but by the last value set.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/world.h"

#define MIIMON "linkinfo.info_data.miimon"
/* So many looks find it stopped: strace stops it for a moment at other calls, too. */
#define STILL 5

static const char *run_dir(void)
{
	static char dir[] = "/tmp/beside-XXXXXX";
	static bool made;

	if (!made) {
		ck_assert_ptr_nonnull(mkdtemp(dir));
		setenv("BONDNL_RUN_DIR", dir, 1);
		made = true;
	}
	return dir;
}

/* Nothing is left in the folder, and so it can go. */
static void run_dir_end(void)
{
	ck_assert_int_eq(rmdir(run_dir()), 0);
}

/* The bondnl that has a lock, or waits for one, by the kernel's own list; 0: none. */
static pid_t locker(bool waits)
{
	const char *list = file_text("/proc/locks");
	pid_t found = 0;

	for (const char *line = list; *line && !found; line = strchr(line, '\n') + 1) {
		bool arrow = memmem(line, strcspn(line, "\n"), "->", 2);
		char path[64];
		int pid;

		if (arrow != waits ||
			sscanf(line,
				arrow ? "%*s -> %*s %*s %*s %d" : "%*s %*s %*s %*s %d",
				&pid) != 1)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		if (strcmp(file_text(path), "bondnl\n") == 0)
			found = pid;
	}
	return found;
}

static pid_t start(const char *program, const char *line, int err)
{
	struct argv a = argv_of(program, line);
	pid_t pid = spawn(a.words, err, err, -1, NULL);

	argv_free(&a);
	return pid;
}

/*
 * A bondnl with these words that stands still behind its @k-th call of @call. Stopped by
 * strace, which is what is started; the pid of the bondnl itself is in @ret.
 */
static pid_t start_stopped_at(
	const char *call, int k, const char *words, int err, pid_t *ret)
{
	char line[300], path[64];
	int looks = 0;
	pid_t pid;

	snprintf(line, sizeof(line),
		"-f -qq -o /dev/null -E ASAN_OPTIONS=detect_leaks=0 -e "
		"trace=%s "
		"-e inject=%s:signal=SIGSTOP:when=%d %s %s",
		call, call, k, bondnl_path(), words);
	pid = start("strace", line, err);
	*ret = 0;
	until_soon()
	{
		*ret = locker(false);
		snprintf(path, sizeof(path), "/proc/%d/stat", *ret);
		if (!*ret ||
			!(strstr(file_text(path), ") t ") ||
				strstr(file_text(path), ") T ")))
			looks = 0;
		else if (++looks == STILL)
			break;
	}
	ck_assert_msg(looks == STILL, "'%s' does not stand still", words);
	return pid;
}

/* The same where it has the lock, and nothing else yet; what it says is for nobody. */
static pid_t start_stopped(const char *words, pid_t *ret)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid_t pid = start_stopped_at("pwrite64", 1, words, null, ret);

	close(null);
	return pid;
}

static void one_bond(void)
{
	run_dir();
	ip("link add bond0 type bond mode active-backup miimon 100");
}

START_TEST(in_vain)
{
	pid_t holder, strace;
	char name[32];
	struct ran *r;

	one_bond();
	strace = start_stopped("set bond0 miimon 50", &holder);
	r = bondnl_ends(1, "set bond0 miimon 70");
	snprintf(name, sizeof(name), "(pid %d: ", holder);
	ck_has(r->err, "bondnl: another bondnl ");
	ck_has(r->err, name);
	ck_has(r->err, "set bond0 miimon 50) is changing bonds here; waited 5 s");
	ck_has(r->err, "nothing was changed");
	/* who only looks does not wait */
	bondnl_ends(0, "show bond0");
	bondnl_ends(0, "set bond0 miimon 70 --dry-run");
	bondnl_ends(0, "save bond0");
	ck_link("bond0", MIIMON, "100");

	kill(holder, SIGCONT);
	ck_assert_int_eq(spawn_wait(strace), 0);
	ck_link("bond0", MIIMON, "50");
	bondnl_ends(0, "set bond0 miimon 70");
	ck_link("bond0", MIIMON, "70");
	run_dir_end();
}
END_TEST

/* One is stopped, the second waits; @signal to the first lets the second go on. */
static void second_waits(int signal, int status)
{
	pid_t holder, strace, second;
	bool waits = false;

	one_bond();
	strace = start_stopped("set bond0 miimon 50", &holder);
	second = start(bondnl_path(), "set bond0 miimon 70", -1);
	until_soon()
	{
		waits = locker(true) == second;
		if (waits)
			break;
	}
	ck_assert(waits);
	kill(holder, signal);
	ck_assert_int_eq(spawn_wait(strace), status);
	ck_assert_int_eq(spawn_wait(second), 0);
	ck_link("bond0", MIIMON, "70");
	run_dir_end();
}

START_TEST(in_turn)
{
	second_waits(SIGCONT, 0);
}
END_TEST

START_TEST(killed)
{
	second_waits(SIGKILL, 128 + SIGKILL);
}
END_TEST

START_TEST(other_namespace)
{
	pid_t holder, strace;
	char line[256];

	netns_new("blue");
	one_bond();
	strace = start_stopped("set bond0 miimon 50", &holder);
	bondnl_ends(0, "-n blue create bond0 mode active-backup");
	bondnl_ends(0, "-n blue del bond0");
	kill(holder, SIGCONT);
	ck_assert_int_eq(spawn_wait(strace), 0);

	/* a namespace has one turn, from inside and by its name */
	ip("-n blue link add bond0 type bond mode active-backup miimon 100");
	strace = start_stopped("-n blue set bond0 miimon 50", &holder);
	snprintf(line, sizeof(line), "netns exec blue %s set bond0 miimon 70",
		bondnl_path());
	ck_has(run("ip", line)->err, "another bondnl");
	kill(holder, SIGCONT);
	ck_assert_int_eq(spawn_wait(strace), 0);
	run_dir_end();
}
END_TEST

/*
 * Who does not take turns may change the same between our change and our look at it: that
 * is found, told and, with all else, undone.
 */
START_TEST(underneath)
{
	int err = memfd_create("err", MFD_CLOEXEC);
	char path[40];
	bool met = false;

	one_bond();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", err);
	for (int k = 1; k < 8 && !met; k++) {
		pid_t holder,
			strace = start_stopped_at(
				"sendmsg", k, "set bond0 miimon 50", err, &holder);

		met = strcmp(link_value("bond0", MIIMON), "50") == 0;
		if (met)
			ip("link set bond0 type bond miimon 77");
		kill(holder, SIGCONT);
		ck_assert_int_eq(spawn_wait(strace), met ? 3 : 0);
		if (!met)
			ip("link set bond0 type bond miimon 100");
	}
	ck_assert(met);
	ck_has(file_text(path), "bondnl: set bond0: miimon: requested 50, got 77\n");
	ck_has(file_text(path), "or another program, made something else of it");
	ck_has(file_text(path), "everything was put back as it was");
	ck_link("bond0", MIIMON, "100");
	close(err);
	run_dir_end();
}
END_TEST

/* A lock protects whoever can have one: where there is none, things go on. */
START_TEST(no_folder)
{
	static const char *const places[] = { "/nonexistent", "/dev/null", "relative" };

	ip("link add bond0 type bond mode active-backup miimon 100");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		setenv("BONDNL_RUN_DIR", places[i], 1);
		ck_assert_str_eq(bondnl_ends(0, "set bond0 miimon %zu", 50 + i)->err, "");
		ck_has(bondnl_ends(0, "set bond0 miimon %zu -v", 60 + i)->err,
			"bondnl: note: cannot use ");
	}
}
END_TEST

/* What others may have put in its place is not written to. */
START_TEST(no_link)
{
	const char *dir = run_dir();
	char path[128];

	one_bond();
	bondnl_ends(0, "set bond0 miimon 50");
	ck_assert_int_eq(chdir(dir), 0);
	for (int i = 0; i < 2000; i++) {
		snprintf(path, sizeof(path), "bondnl-%d", i);
		ck_assert_int_eq(symlink("victim", path), 0);
	}
	bondnl_ends(0, "set bond0 miimon 60");
	ck_assert_int_ne(access("victim", F_OK), 0);
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(path, sizeof(path), "-r %s", dir);
	run("rm", path);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("beside");
	TCase *c = world_case(s, "beside");

	(void)argc;
	tcase_add_test(c, in_vain);
	tcase_add_test(c, in_turn);
	tcase_add_test(c, killed);
	tcase_add_test(c, other_namespace);
	tcase_add_test(c, no_folder);
	tcase_add_test(c, no_link);
	/* a run for each message, under strace */
	c = world_case_tagged(s, "underneath", AGAIN);
	tcase_add_test(c, underneath);
	return world_main(argv[0], s);
}
