/*
 * --confirm, confirm and revert: what is not confirmed is undone, whatever became of who
 * made it; what is confirmed stays; and others are told of it.
 * What a change is like in itself is judged elsewhere.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/world.h"

#define SET    "set bond0 miimon 50"
#define SHORT  "--confirm 1500ms " SET
#define LONG   "--confirm 60 " SET
#define MIIMON "linkinfo.info_data.miimon"
/* So many looks find it stopped: strace stops it for a moment at other calls, too. */
#define STILL 5

/* ----------------------------------------------------------------------- the folder */

static char run_dir[] = "/tmp/confirm-XXXXXX";

static bool is_empty(void)
{
	DIR *d = opendir(run_dir);
	int n = 0;

	ck_assert_ptr_nonnull(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n == 2;
}

static void set_up(void)
{
	ck_assert_ptr_nonnull(mkdtemp(run_dir));
	setenv("BONDNL_RUN_DIR", run_dir, 1);
	ip("link add bond0 type bond mode active-backup miimon 100");
}

/* The guard is gone, and its file with it. */
static void ck_over(void)
{
	bool over = false;

	until_soon()
	{
		over = is_empty();
		if (over)
			break;
	}
	ck_assert_msg(over, "a guard is still there");
}

static void tear_down(void)
{
	ck_over();
	ck_assert_int_eq(rmdir(run_dir), 0);
}

/* The bondnl that holds something, by the kernel's own list: the guard. 0: none. */
static pid_t guard(void)
{
	const char *list = file_text("/proc/locks");

	for (const char *line = list; *line; line = strchr(line, '\n') + 1) {
		char path[64];
		int pid;

		if (sscanf(line, "%*s %*s %*s %*s %d", &pid) != 1)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		if (strcmp(file_text(path), "bondnl\n") == 0)
			return pid;
	}
	return 0;
}

/* --------------------------------------------------------------------- kept and undone
 */

START_TEST(time_runs_out)
{
	struct ran *r;

	set_up();
	r = bondnl_ends(0, SHORT);
	ck_assert_str_eq(
		r->err, "bondnl: note: undone in 1500 ms unless: bondnl confirm\n");
	ck_link("bond0", MIIMON, "50");
	ck_over();
	ck_link("bond0", MIIMON, "100");
	/* late, and late again */
	ck_has(bondnl_ends(1, "confirm")->err, "confirm: nothing is pending here");
	ck_has(bondnl_ends(1, "revert")->err, "revert: nothing is pending here");
	ck_link("bond0", MIIMON, "100");
	tear_down();
}
END_TEST

START_TEST(confirmed)
{
	set_up();
	ck_assert_str_eq(bondnl_ends(0, LONG " -q")->err, "");
	ck_assert_str_eq(bondnl_ends(0, "confirm")->err, "bondnl: kept: " SET "\n");
	ck_assert(is_empty());
	ck_has(bondnl_ends(1, "confirm")->err, "nothing is pending here");
	ck_has(bondnl_ends(1, "revert")->err, "nothing is pending here");
	ck_link("bond0", MIIMON, "50");
	/* and the next one can come */
	bondnl_ends(0, "--confirm 60 set bond0 miimon 70");
	ck_assert_str_eq(bondnl_ends(0, "confirm -q")->err, "");
	ck_link("bond0", MIIMON, "70");
	tear_down();
}
END_TEST

START_TEST(reverted)
{
	set_up();
	bondnl_ends(0, LONG);
	ck_link("bond0", MIIMON, "50");
	ck_assert_str_eq(bondnl_ends(0, "revert")->err, "bondnl: undone: " SET "\n");
	ck_assert(is_empty());
	ck_link("bond0", MIIMON, "100");
	ck_has(bondnl_ends(1, "revert")->err, "nothing is pending here");
	tear_down();
}
END_TEST

/* All that belongs to a bond, and to the device that it was made of. */
START_TEST(everything)
{
	struct ran *r;
	json_t *before;

	set_up();
	cable("eth0");
	cable("eth1");
	ip_batch("link set eth0 mtu 1400 up\n"
		 "addr add 192.0.2.7/24 dev eth0\n"
		 "route add default via 192.0.2.1\n");
	before = dump_settled();
	bondnl_ends(0,
		"--confirm 60 create bond1 mode active-backup miimon 100 "
		"address 192.0.2.7/24 gateway 192.0.2.1 slave eth0 flush slave eth1");
	ck_link("eth0", "master", "bond1");
	bondnl_ends(0, "revert");
	ck_unchanged(before, "reverted");

	/* somebody else was there meanwhile */
	bondnl_ends(0,
		"--confirm 60 create bond1 mode active-backup miimon 100 "
		"address 192.0.2.7/24 slave eth0 flush slave eth1");
	ip("link del bond1");
	bondnl_ends(0, "revert");
	ck_unchanged(before, "reverted after somebody");
	json_decref(before);

	/* and that they took cannot be given back */
	bondnl_ends(0, "--confirm 60 add bond0 eth1");
	ip("link del eth1");
	r = bondnl_ends(4, "revert");
	ck_has(r->err, "bondnl: undone: add bond0 eth1\n");
	ck_has(r->err, "not everything could be put back");
	ck_has(r->err, "  eth1: ");
	tear_down();
}
END_TEST

/* ----------------------------------------------------------------- who made it is gone
 */

/* Stands still in the guard, before the change; returns what was started. */
static pid_t start_stopped(const char *words, pid_t *ret_guard)
{
	char line[256], path[64];
	int looks = 0;
	struct argv a;
	pid_t pid;

	snprintf(line, sizeof(line),
		"-f -qq -o /dev/null -E ASAN_OPTIONS=detect_leaks=0 -e "
		"trace=pwrite64 "
		"-e inject=pwrite64:signal=SIGSTOP:when=1 %s %s",
		bondnl_path(), words);
	a = argv_of("strace", line);
	pid = spawn(a.words, -1, -1, -1, NULL);
	argv_free(&a);
	until_soon()
	{
		*ret_guard = guard();
		snprintf(path, sizeof(path), "/proc/%d/stat", *ret_guard);
		if (!*ret_guard ||
			!(strstr(file_text(path), ") t ") ||
				strstr(file_text(path), ") T ")))
			looks = 0;
		else if (++looks == STILL)
			break;
	}
	ck_assert_msg(looks == STILL, "the guard of '%s' does not stand still", words);
	return pid;
}

static pid_t parent_of(pid_t pid)
{
	char path[64];
	int parent = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	ck_assert_int_eq(sscanf(file_text(path), "%*d %*s %*c %d", &parent), 1);
	return parent;
}

START_TEST(parent_killed)
{
	pid_t strace, pid;

	set_up();
	strace = start_stopped(SHORT, &pid);
	ck_link("bond0", MIIMON, "100");
	kill(parent_of(pid), SIGKILL);
	kill(pid, SIGCONT);
	ck_link("bond0", MIIMON, "50");
	spawn_wait(strace);
	ck_over();
	ck_link("bond0", MIIMON, "100");
	tear_down();
}
END_TEST

/* Signals of a session that ends do not end it; one to end means: undo now. */
START_TEST(guard_signalled)
{
	static const int none[] = { SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGPIPE };

	set_up();
	bondnl_ends(0, LONG);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		ck_assert_int_eq(kill(guard(), none[i]), 0);
	ck_has(bondnl_ends(1, "set bond0 miimon 70")->err, "pending is '" SET "'");
	ck_assert_int_eq(kill(guard(), SIGTERM), 0);
	ck_over();
	ck_link("bond0", MIIMON, "100");
	tear_down();
}
END_TEST

START_TEST(guard_killed)
{
	set_up();
	bondnl_ends(0, LONG);
	ck_assert_int_eq(kill(guard(), SIGKILL), 0);
	until_soon()
	{
		if (!guard())
			break;
	}
	ck_has(bondnl_ends(1, "confirm")->err,
		"confirm: the guard was killed: the change stays, and nobody undoes it\n"
		"  " SET "\n");
	ck_has(bondnl_ends(1, "confirm")->err, "nothing is pending");
	ck_link("bond0", MIIMON, "50");
	bondnl_ends(0, "set bond0 miimon 70");
	tear_down();
}
END_TEST

/* Who reads what we say need not wait until all is over. */
START_TEST(pipe_ends)
{
	char line[256];

	set_up();
	snprintf(line, sizeof(line), "-c '%s " LONG " 2>&1 | cat'", bondnl_path());
	ck_has(run("sh", line)->out, "undone in 60 s unless: bondnl confirm");
	bondnl_ends(0, "confirm");
	tear_down();
}
END_TEST

/* ----------------------------------------------------------------------- a terminal */

static const char *terminal;

/* A session of its own, whose terminal it is. */
static void at_terminal(void)
{
	int fd;

	setsid();
	fd = open(terminal, O_RDWR);
	if (fd < 0)
		_exit(126);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	close(fd);
}

/* bondnl at a terminal, of which we have the other side. */
static pid_t start_at_terminal(const char *words, int *ret)
{
	struct argv a = argv_of(bondnl_path(), words);
	pid_t pid;

	*ret = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	ck_assert_int_ge(*ret, 0);
	ck_assert_int_eq(grantpt(*ret), 0);
	ck_assert_int_eq(unlockpt(*ret), 0);
	terminal = ptsname(*ret);
	setenv("COLUMNS", "200", 1);
	setenv("TERM", "dumb", 1);
	pid = spawn(a.words, -1, -1, -1, at_terminal);
	argv_free(&a);
	return pid;
}

/* Reads until @part was said; what was said so far. */
static const char *hear(int fd, const char *part)
{
	static char said[16384];
	size_t n = 0;
	ssize_t got;

	said[0] = 0;
	while (!strstr(said, part) && n < sizeof(said) - 1 &&
		(got = read(fd, said + n, sizeof(said) - 1 - n)) > 0) {
		n += (size_t)got;
		said[n] = 0;
	}
	ck_has(said, part);
	return said;
}

START_TEST(enter)
{
	pid_t pid;
	int fd;

	set_up();
	pid = start_at_terminal(LONG, &fd);
	hear(fd,
		"bondnl: undone in 60 s unless you press Enter, or 'bondnl confirm' is "
		"said elsewhere");
	ck_assert_int_eq(write(fd, "y\n", 2), 2);
	hear(fd, "press Enter alone");
	ck_assert_int_eq(write(fd, "\n", 1), 1);
	hear(fd, "bondnl: kept: " SET);
	ck_assert_int_eq(spawn_wait(pid), 0);
	ck_link("bond0", MIIMON, "50");
	close(fd);
	tear_down();
}
END_TEST

/* What became of it is said where it is waited for, too. */
static const struct {
	const char *words, *said, *miimon;
	int status;
} ends[] = {
	{ "confirm", "bondnl: kept: " SET, "50", 0 },
	{ "revert", "undone, as it was asked for: " SET "\r\n  everything was put back",
		"100", 3 },
	{ NULL, "not confirmed within 1500 ms, so it is undone\r\n  everything was put",
		"100", 3 },
};

START_TEST(waited_for)
{
	pid_t pid;
	int fd;

	set_up();
	pid = start_at_terminal(ends[_i].words ? LONG : SHORT, &fd);
	hear(fd, "press Enter");
	if (ends[_i].words)
		bondnl_ends(0, "%s", ends[_i].words);
	hear(fd, ends[_i].said);
	ck_assert_int_eq(spawn_wait(pid), ends[_i].status);
	ck_link("bond0", MIIMON, ends[_i].miimon);
	close(fd);
	tear_down();
}
END_TEST

START_TEST(hang_up)
{
	pid_t pid;
	int fd;

	set_up();
	pid = start_at_terminal("--confirm 3s " SET, &fd);
	hear(fd, "press Enter");
	close(fd);
	ck_assert_int_eq(spawn_wait(pid), 128 + SIGHUP);
	ck_link("bond0", MIIMON, "50");
	ck_has(bondnl_ends(1, "set bond0 miimon 70")->err, "pending is");
	ck_over();
	ck_link("bond0", MIIMON, "100");
	tear_down();
}
END_TEST

/* A key ends the waiting, not the guard. */
START_TEST(interrupted)
{
	pid_t pid;
	int fd;

	set_up();
	pid = start_at_terminal(LONG, &fd);
	hear(fd, "press Enter");
	ck_assert_int_eq(write(fd, "\003", 1), 1);
	ck_assert_int_eq(spawn_wait(pid), 128 + SIGINT);
	bondnl_ends(0, "revert");
	ck_link("bond0", MIIMON, "100");
	close(fd);
	tear_down();
}
END_TEST

/* ------------------------------------------------------------------------- beside it */

START_TEST(second_refused)
{
	static const char *const words[] = { "set bond0 miimon 70", "create bond1",
		"del bond0", "--confirm 5 set bond0 miimon 70", "apply bond0 miimon 70" };
	char pid[32];

	set_up();
	bondnl_ends(0, LONG);
	snprintf(pid, sizeof(pid), "(pid %d)", guard());
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct ran *r = bondnl_ends(1, "%s", words[i]);

		ck_has(r->err, "bondnl: pending is '" SET "', since ");
		ck_has(r->err, "unless it is confirmed");
		ck_has(r->err, pid);
		ck_has(r->err,
			"nothing was changed; 'bondnl confirm' keeps that, "
			"'bondnl revert' undoes it");
	}
	bondnl_ends(0, "show bond0");
	bondnl_ends(0, "del bond0 --dry-run");
	bondnl_ends(0, "del bond0 --dry-run --confirm 5");
	ck_link("bond0", MIIMON, "50");
	bondnl_ends(0, "confirm");
	bondnl_ends(0, "set bond0 miimon 70");
	tear_down();
}
END_TEST

START_TEST(two_namespaces)
{
	set_up();
	netns_new("blue");
	ip("-n blue link add bond0 type bond mode active-backup miimon 100");

	bondnl_ends(0, LONG);
	ck_has(bondnl_ends(0, "-n blue " LONG)->err, "unless: bondnl -n blue confirm");
	ck_has(bondnl_ends(1, "-n blue set bond0 miimon 70")->err,
		"'bondnl -n blue revert' undoes it");
	bondnl_ends(0, "-n blue confirm");
	ck_has(bondnl_ends(1, "-n blue confirm")->err, "nothing is pending");
	ck_has(run("ip", "-n blue -d link show bond0")->out, "miimon 50 ");
	bondnl_ends(0, "revert");
	ck_link("bond0", MIIMON, "100");
	ck_has(run("ip", "-n blue -d link show bond0")->out, "miimon 50 ");
	tear_down();
}
END_TEST

START_TEST(nobody)
{
	struct ran *r;

	set_up();
	ck_assert_int_eq(chmod(run_dir, 0777), 0);
	bondnl_ends(0, LONG);
	r = run_as(NOBODY, bondnl_path(), "confirm");
	ck_assert_int_eq(r->status, 1);
	ck_has(r->err, "Permission denied");
	ck_has(r->err, "as root");
	ck_assert_int_eq(run_as(NOBODY, bondnl_path(), "revert")->status, 1);
	bondnl_ends(0, "confirm");
	ck_link("bond0", MIIMON, "50");
	tear_down();
}
END_TEST

/* ---------------------------------------------------------------- nothing is pending */

/* What fails, or does nothing, is as without --confirm. */
START_TEST(as_without)
{
	static const char *const words[] = { "set bond0 miimon 100",
		"set bond9 miimon 50", "create bond0", "set bond0 nonsense 1",
		"set bond0 miimon x", "set", "add bond0 lo -v", "set bond0 miimon 100 -v",
		"del lo" };

	set_up();
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct ran *without = bondnl("%s", words[i]);
		struct ran *with = bondnl("--confirm 60 %s", words[i]);

		ck_assert_msg(with->status == without->status, "%s: %d, not %d", words[i],
			with->status, without->status);
		ck_assert_str_eq(with->err, without->err);
		ck_assert_str_eq(with->out, without->out);
		ck_over();
	}
	tear_down();
}
END_TEST

START_TEST(no_folder)
{
	static const char *const places[] = { "/nonexistent", "/dev/null", "relative" };
	struct ran *r;

	ip("link add bond0 type bond mode active-backup miimon 100");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		setenv("BONDNL_RUN_DIR", places[i], 1);
		r = bondnl_ends(1, LONG);
		ck_has(r->err, "--confirm: cannot use ");
		ck_has(r->err, "BONDNL_RUN_DIR names another folder");
		ck_link("bond0", MIIMON, "100");
	}
}
END_TEST

START_TEST(usage)
{
	static const char *const times[] = { "0", "x", "5x", "-1", "1..5", ".", "25h",
		"99999999999999999999", "''", "s", "0.0001ms" };

	set_up();
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		ck_has(bondnl_ends(2, "--confirm %s " SET, times[i])->err, "--confirm: ");
	ck_has(bondnl_ends(2, SET " --confirm")->err, "a time is missing");
	ck_has(bondnl_ends(2, LONG " --confirm=5")->err, "said twice");
	ck_has(bondnl_ends(2, "--confirm 5 show")->err, "--confirm: is for create, add");
	ck_has(bondnl_ends(2, "--confirm 5 confirm")->err, "--confirm: is for create, add");
	ck_has(bondnl_ends(2, "confirm bond0")->err, "take no word");
	ck_has(bondnl_ends(2, "revert --dry-run")->err, "no --dry-run");
	bondnl_ends(0, "--confirm=1.5m " SET);
	bondnl_ends(0, "revert");
	ck_link("bond0", MIIMON, "100");
	tear_down();
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("confirm");
	TCase *c = world_case(s, "confirm");

	(void)argc;
	tcase_add_test(c, time_runs_out);
	tcase_add_test(c, confirmed);
	tcase_add_test(c, reverted);
	tcase_add_test(c, everything);
	tcase_add_test(c, parent_killed);
	tcase_add_test(c, guard_signalled);
	tcase_add_test(c, guard_killed);
	tcase_add_test(c, pipe_ends);
	tcase_add_test(c, enter);
	tcase_add_loop_test(c, waited_for, 0, 3);
	tcase_add_test(c, hang_up);
	tcase_add_test(c, interrupted);
	tcase_add_test(c, second_refused);
	tcase_add_test(c, two_namespaces);
	tcase_add_test(c, nobody);
	tcase_add_test(c, as_without);
	tcase_add_test(c, no_folder);
	tcase_add_test(c, usage);
	return world_main(argv[0], s);
}
