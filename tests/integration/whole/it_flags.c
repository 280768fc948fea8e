/*
 * The flags, and where output goes: pages of help, namespaces, what is said and what is
 * not, plans, messages, readers that go away.
 * It never judges how a bond is made (it_create) nor what show tells (it_show).
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/world.h"

#define CREATE "create bond0 mode active-backup address 10.0.0.1/24 slave eth0 prio -5"
#define NOTE   "bondnl: note: miimon 100, because no link monitor was chosen"

#define COLUMNS 80
#define LINES	45

static void one_slave(void)
{
	cable("eth0");
	ip("link set eth0 up");
}

/* --------------------------------------------------------------- pages and version */

static void ck_page(const char *line)
{
	struct ran *r = bondnl_ends(0, "%s", line);
	int lines = 0;

	ck_assert_str_eq(r->err, "");
	ck_has_not(r->out, "\033");
	ck_has_not(r->out, "\t");
	for (const char *p = r->out; *p; p++) {
		size_t n = strcspn(p, "\n");

		ck_assert_msg(n <= COLUMNS, "%s: %zu columns: %s", line, n, p);
		ck_assert_msg(p[n] == '\n', "%s: the last line has no end", line);
		p += n;
		lines++;
	}
	ck_assert_msg(lines >= 5 && lines <= LINES, "%s: %d lines", line, lines);
}

START_TEST(help_of_program)
{
	static const char *const commands[] = { "create", "add", "remove", "del", "set",
		"failover", "show", "monitor", "options", "confirm", "revert" };
	static const char *const flags[] = { "-n, --netns NAME", "-j, --json",
		"-v, --verbose", "-q, --quiet", "--dry-run", "--confirm TIME", "--debug",
		"--disrupt", "--force", "-h, --help", "-V, --version" };
	struct ran *r = bondnl_ends(0, "--help");

	ck_page("--help");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		ck_has(r->out, commands[i]);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		ck_has(r->out, flags[i]);
	ck_assert_str_eq(bondnl_ends(0, "-h")->out, r->out);
	ck_assert_str_eq(bondnl_ends(0, "help")->out, r->out);
}
END_TEST

static const struct {
	const char *command, *alias, *title;
} pages[] = {
	{ "create", NULL, "bondnl create BOND [WORDS]\n" },
	{ "add", NULL, "bondnl add BOND SLAVE [WORDS] [SLAVE ...]\n" },
	{ "remove", "release", "bondnl remove BOND SLAVE...\n" },
	{ "del", "delete", "bondnl del BOND...\n" },
	{ "set", NULL, "bondnl set BOND [WORDS]\n" },
	{ "failover", NULL, "bondnl failover BOND [SLAVE]\n" },
	{ "show", NULL, "bondnl show [BOND...]\n" },
	{ "monitor", NULL, "bondnl monitor [BOND...]\n" },
	{ "options", NULL, "bondnl options [NAME...]\n" },
	{ "confirm", NULL, "bondnl confirm\n" },
	{ "revert", NULL, "bondnl revert\n" },
};

START_TEST(help_of_command)
{
	const char *command = pages[_i].command, *alias = pages[_i].alias;
	char line[64];
	struct ran *r;

	snprintf(line, sizeof(line), "%s --help", command);
	ck_page(line);
	r = bondnl_ends(0, "%s", line);
	ck_assert_msg(strncmp(r->out, pages[_i].title, strlen(pages[_i].title)) == 0,
		"the title of %s:\n%s", command, r->out);
	ck_assert_str_eq(bondnl_ends(0, "help %s", command)->out, r->out);
	ck_assert_str_eq(bondnl_ends(0, "-h %s bond0", command)->out, r->out);
	if (!alias)
		return;
	ck_assert_str_eq(bondnl_ends(0, "help %s", alias)->out, r->out);
	ck_has(r->out, alias);
}
END_TEST

START_TEST(version)
{
	struct ran *r = bondnl_ends(0, "--version");
	int major, minor, end = 0;

	ck_assert_int_eq(sscanf(r->out, "bondnl %d.%d.%*d%n", &major, &minor, &end), 2);
	ck_assert_str_eq(r->out + end, "\n");
	ck_assert_str_eq(r->err, "");
	ck_assert_str_eq(bondnl_ends(0, "-V")->out, r->out);
}
END_TEST

/* -------------------------------------------------------------- another namespace */

static void netns_blue(void)
{
	netns_new("blue");
	ip("-n blue link add eth0 type veth peer name eth0p");
	ip("-n blue link set eth0p up");
}

START_TEST(namespace)
{
	json_t *before;
	struct ran *r;

	netns_blue();
	one_slave();
	before = dump_settled();
	bondnl_ends(0, "-n blue " CREATE);
	ck_unchanged(before, "the own namespace");

	r = run("ip", "-n blue -d link show dev bond0");
	ck_has(r->out, "bond mode active-backup");
	ck_has(run("ip", "-n blue link show dev eth0")->out, "master bond0");
	ck_has(run("ip", "-n blue addr show dev bond0")->out, "inet 10.0.0.1/24");

	r = bondnl_ends(0, "show -n blue");
	ck_has(r->out, "bond0: active-backup");
	ck_has(r->out, "eth0");
	ck_assert_str_eq(bondnl_ends(0, "show")->out, "");
	bondnl_ends(1, "show bond0");
	bondnl_ends(0, "del -n blue bond0");
	ck_assert_int_ne(run("ip", "-n blue link show dev bond0")->status, 0);
	json_decref(before);
}
END_TEST

START_TEST(namespace_spelled)
{
	static const char *const ways[] = { "-n blue show bond0", "-nblue show bond0",
		"show --netns blue bond0", "show bond0 --netns=blue",
		"show bond0 -n /run/netns/blue", "show bond0 -qn blue",
		"show bond0 -qnblue", "show -n blue -- bond0" };
	struct ran *first;

	netns_blue();
	ip("-n blue link add bond0 type bond mode active-backup");
	first = bondnl_ends(0, "%s", ways[0]);
	ck_has(first->out, "bond0: active-backup");
	for (size_t i = 1; i < sizeof(ways) / sizeof(ways[0]); i++)
		ck_assert_str_eq(bondnl_ends(0, "%s", ways[i])->out, first->out);
}
END_TEST

START_TEST(namespace_as_user)
{
	struct ran *r;

	netns_blue();
	r = run_as(NOBODY, bondnl_path(), "-n blue show");
	ck_assert_int_eq(r->status, 1);
	ck_has(r->err, "entering a network namespace needs CAP_SYS_ADMIN");
	ck_assert_str_eq(r->out, "");
}
END_TEST

/* ------------------------------------------------------------- how much is said */

START_TEST(says_notes)
{
	struct ran *r;

	one_slave();
	r = bondnl_ends(0, CREATE);
	ck_has(r->err, NOTE);
	ck_has_not(r->err, "enslave");
	ck_assert_str_eq(r->out, "");
	ck_link("eth0", "master", "bond0");
}
END_TEST

START_TEST(says_steps)
{
	struct ran *r;

	one_slave();
	r = bondnl_ends(0, CREATE " -v");
	ck_assert_str_eq(r->out, "");
	ck_has(r->err, NOTE);
	ck_has(r->err, "bondnl: create bond0: mode active-backup, miimon 100\n");
	ck_has(r->err, "bondnl: take eth0 down\n");
	ck_has(r->err, "bondnl: enslave eth0 to bond0\n");
	ck_has(r->err, "bondnl: set eth0: prio -5\n");
	ck_has(r->err, "bondnl: give bond0: address 10.0.0.1/24\n");
	ck_has(r->err, "bondnl: bring bond0 up\n");

	r = bondnl_ends(0, "add bond0 eth0 --verbose");
	ck_assert_str_eq(r->err, "bondnl: nothing to do\n");
	ck_assert_str_eq(bondnl_ends(0, "add bond0 eth0")->err, "");
}
END_TEST

START_TEST(says_undoing)
{
	struct ran *r;

	one_slave();
	ip("link add mac0 link eth0 type macvlan mode passthru");
	r = bondnl_ends(3, CREATE " -v");
	ck_has(r->err, "bondnl: undo: delete bond0\n");
	ck_has(r->err, "everything was put back as it was\n");
	r = bondnl_ends(3, CREATE);
	ck_has_not(r->err, "undo:");
	ck_has(r->err, "everything was put back as it was\n");
	ck_has(bondnl_ends(1, "add bond9 eth0 -v")->err, "  nothing was changed\n");
	ck_has_not(bondnl_ends(1, "add bond9 eth0")->err, "nothing was changed");
}
END_TEST

START_TEST(says_nothing)
{
	struct ran *r;

	one_slave();
	ip("addr add 10.1.0.1/24 dev eth0");
	r = bondnl_ends(0, "-q " CREATE);
	ck_assert_str_eq(r->err, "");
	ck_assert_str_eq(r->out, "");
	ck_assert_str_eq(bondnl_ends(0, "del bond0 --quiet")->err, "");
	/* the same, loudly: there was something to be quiet about */
	ip("link set eth0 up");
	r = bondnl_ends(0, CREATE);
	ck_has(r->err, "bondnl: note: ");
	ck_has(r->err, "bondnl: warning: eth0 keeps its own address 10.1.0.1/24");
	ck_has(bondnl_ends(1, "-q del nosuch")->err, "del nosuch: no such bond");
}
END_TEST

/* --------------------------------------------------------------------------- plans */

/* The plan as -v tells it: each line begins with the program, none of them warns. */
static char *plan_as_told(const char *plan)
{
	static const char mark[] = " (interrupts traffic)";
	char *told = world_keep(calloc(2, strlen(plan) * 2 + 64));

	for (const char *p = plan; *p;) {
		size_t n = strcspn(p, "\n"), m = strlen(mark);
		bool marked = n > m && strncmp(p + n - m, mark, m) == 0;

		strcat(told, "bondnl: ");
		strncat(told, p, marked ? n - m : n);
		strcat(told, "\n");
		p += n + (p[n] == '\n');
	}
	return told;
}

START_TEST(plan)
{
	struct ran *root, *user, *done;
	json_t *before;

	one_slave();
	before = dump_settled();
	root = bondnl_ends(0, CREATE " --dry-run");
	ck_unchanged(before, "a plan as root");
	user = run_as(NOBODY, bondnl_path(), CREATE " --dry-run");
	ck_assert_msg(user->status == 0, "as a user: %d\n%s", user->status, user->err);
	ck_unchanged(before, "a plan as a user");
	ck_assert_str_eq(user->out, root->out);
	ck_assert_str_eq(user->err, root->err);

	ck_has(root->err, NOTE);
	ck_has(root->out, "create bond0: mode active-backup, miimon 100\n");
	ck_has(root->out, "take eth0 down (interrupts traffic)\n");
	ck_has(root->out, "bring bond0 up\n");
	ck_assert_str_eq(bondnl_ends(0, "-q " CREATE " --dry-run")->err, "");

	/* what was planned is what is done, in this order */
	done = bondnl_ends(0, CREATE " -v");
	ck_has(done->err, plan_as_told(root->out));
	json_decref(before);
}
END_TEST

START_TEST(plan_of_each_command)
{
	static const struct {
		const char *words, *out;
	} plans[] = {
		{ "add bond0 eth1", "enslave eth1 to bond0\n" },
		{ "remove bond0 eth0", "release eth0 from bond0" },
		{ "del bond0", "delete bond0" },
		{ "failover bond0 eth2", "set bond0: active_slave eth2" },
		{ "add bond0 eth0", "nothing to do\n" },
	};
	json_t *before;

	one_slave();
	cable("eth1");
	cable("eth2");
	ip_batch("link add bond0 type bond mode active-backup miimon 100\n"
		 "link set eth0 down\nlink set eth0 master bond0\n"
		 "link set eth2 master bond0\nlink set bond0 up\n");
	ck_link("bond0", "linkinfo.info_data.active_slave", "eth0");
	/* the monitor holds a new slave for up after its first look */
	until_soon()
	{
		if (strcmp(proc_value("bond0", "eth2", "MII Status"), "up") == 0)
			break;
	}
	before = dump_settled();
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		for (int uid = -1; uid <= NOBODY; uid += NOBODY + 1) {
			char line[80];
			struct ran *r;

			snprintf(line, sizeof(line), "%s --dry-run", plans[i].words);
			r = run_as(uid, bondnl_path(), line);
			ck_assert_msg(r->status == 0, "%s: %s", line, r->err);
			ck_has(r->out, plans[i].out);
		}
	ck_unchanged(before, "plans");
	json_decref(before);
}
END_TEST

START_TEST(plan_refused)
{
	static const struct {
		const char *words;
		int status;
	} wrong[] = {
		{ "--dry-run create bond0 mimon 100", 2 },
		{ "--dry-run create bond0 slave nosuch", 1 },
		{ "--dry-run create bond0 mode active-backup lacp_rate fast", 1 },
		{ "--dry-run del eth0", 1 },
		{ "--dry-run failover bond0", 1 },
	};

	one_slave();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct ran *r = bondnl_ends(wrong[i].status, "%s", wrong[i].words);

		ck_assert_str_eq(r->out, "");
		ck_has(r->err, "bondnl: ");
	}
}
END_TEST

/* ----------------------------------------------------------------------- messages */

START_TEST(messages)
{
	char master[40];
	struct ran *r, *plain;

	one_slave();
	r = bondnl_ends(0, CREATE " --debug");
	ck_assert_str_eq(r->out, "");
	ck_has(r->err, "RTM_NEWLINK");
	ck_has(r->err, "ifname bond0\n");
	ck_has(r->err, "kind bond\n");
	ck_has(r->err, "mode active-backup\n");
	ck_has(r->err, "miimon 100\n");
	ck_has(r->err, "prio -5\n");
	ck_has(r->err, "RTM_NEWADDR");
	ck_has(r->err, "local 10.0.0.1\n");
	snprintf(master, sizeof(master), "master %s\n", link_value("bond0", "ifindex"));
	ck_has(r->err, master);

	plain = bondnl_ends(0, "show");
	ck_has_not(plain->err, "RTM_");
	r = bondnl_ends(0, "show --debug");
	ck_assert_str_eq(r->out, plain->out);
	ck_has(r->err, "RTM_GETLINK");
}
END_TEST

/* What the kernel refuses is found in the messages, with its own words. */
START_TEST(messages_refused)
{
	struct ran *r;

	one_slave();
	ip("link add mac0 link eth0 type macvlan mode passthru");
	r = bondnl_ends(3, CREATE " --debug");
	ck_has(r->err, "Device or resource busy: Device is in use");
	ck_has(r->err, "RTM_DELLINK");
}
END_TEST

/* -------------------------------------------------------------- where flags stand */

START_TEST(anywhere)
{
	static const char *const ways[] = { "--dry-run create bond0 mode active-backup",
		"create --dry-run bond0 mode active-backup",
		"create bond0 --dry-run mode active-backup",
		"create bond0 mode --dry-run active-backup",
		"create bond0 mode active-backup --dry-run",
		"create bond0 --dry-run -- mode active-backup" };
	struct ran *first = bondnl_ends(0, "%s", ways[0]);

	ck_has(first->out, "create bond0: mode active-backup");
	for (size_t i = 1; i < sizeof(ways) / sizeof(ways[0]); i++)
		ck_assert_str_eq(bondnl_ends(0, "%s", ways[i])->out, first->out);
	ck_assert(!link_is_there("bond0"));
}
END_TEST

START_TEST(minus_number)
{
	cable("eth0");
	bondnl_ends(0, "create bond0 mode active-backup slave eth0 prio -5");
	ck_link("eth0", "linkinfo.info_slave_data.prio", "-5");
	bondnl_ends(0, "add bond0 eth0 prio -- -7");
	ck_link("eth0", "linkinfo.info_slave_data.prio", "-7");
}
END_TEST

START_TEST(end_of_flags)
{
	struct ran *r = bondnl_ends(2, "create bond0 -- -v");

	ck_has(r->err, "create bond0: -v: no such option or word");
	ck_has(bondnl_ends(1, "show -- --help")->err, "bondnl: --help: no such bond");
	ck_has(bondnl_ends(1, "show -- --")->err, "bondnl: --: no such bond");
	bondnl_ends(0, "create -- -q");
	ck_assert(link_is_there("-q"));
	bondnl_ends(0, "del -- -q");
	ck_assert(!link_is_there("-q"));
}
END_TEST

START_TEST(letters_together)
{
	struct ran *r;

	ip("link add bond0 type bond");
	r = bondnl_ends(0, "-jq show");
	ck_has(r->out, "\"schema\":1");
	ck_assert_str_eq(bondnl_ends(0, "--json --quiet show")->out, r->out);
	ck_has(bondnl_ends(2, "-qvj show")->err, "-q, -v: one or the other");
}
END_TEST

/* --------------------------------------------------------------- where output goes */

static void close_out(void)
{
	close(1);
}

static void close_err(void)
{
	close(2);
}

static void close_both(void)
{
	close(1);
	close(2);
}

/* bondnl with its output there; what it says is kept. */
static struct ran *bondnl_into(int out, const char *line, void (*before)(void))
{
	struct ran *r = world_keep(calloc(1, sizeof(*r)));
	struct argv a = argv_of(bondnl_path(), line);
	int err = memfd_create("err", MFD_CLOEXEC);
	char path[40];

	ck_assert_int_ge(err, 0);
	r->status = spawn_wait(spawn(a.words, out, err, -1, before));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", err);
	r->err = (char *)file_text(path);
	close(err);
	argv_free(&a);
	return r;
}

/* The writing end of a pipe that nobody reads. */
static int nobodys_pipe(void)
{
	int fd[2];

	ck_assert_int_eq(pipe2(fd, O_CLOEXEC), 0);
	close(fd[0]);
	return fd[1];
}

/* More than fits the program's buffer, so that writing fails in the midst of it. */
static void many_bonds(void)
{
	char *lines = world_keep(calloc(60, 64));

	for (int i = 0; i < 60; i++)
		sprintf(lines + strlen(lines), "link add bond%d type bond miimon 100\n",
			i);
	ip_batch(lines);
}

static const char *const written[] = { "show", "show --json", "show -v", "show bond0",
	"show --brief", "show --proc", "--help", "show --help", "--version",
	"create bond77 --dry-run -q" };

START_TEST(output_full)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	struct ran *r;

	ck_assert_int_ge(full, 0);
	many_bonds();
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
		r = bondnl_into(full, written[i], NULL);
		ck_assert_msg(r->status == 1, "%s: %d", written[i], r->status);
		ck_has(r->err, "bondnl: cannot write the output\n");
		ck_has(r->err, "No space left on device");
	}
	close(full);
}
END_TEST

START_TEST(output_closed)
{
	struct ran *r;

	setenv("BONDNL_EXEC", "1", 1); /* a file that is closed before it starts */
	many_bonds();
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
		r = bondnl_into(-1, written[i], close_out);
		ck_assert_msg(r->status == 1, "%s: %d", written[i], r->status);
		ck_has(r->err, "bondnl: cannot write the output\n");
		ck_has(r->err, "Bad file descriptor");
	}
}
END_TEST

/* As by `bondnl show | head -1`: no complaint, and no end by a signal. */
START_TEST(output_unread)
{
	int fd = nobodys_pipe();

	many_bonds();
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
		struct ran *r = bondnl_into(fd, written[i], NULL);

		ck_assert_msg(r->status <= 1, "%s: %d", written[i], r->status);
		ck_assert_str_eq(r->err, "");
	}
	close(fd);
}
END_TEST

static void ck_made(int status)
{
	ck_assert_int_eq(status, 0);
	ck_link("eth0", "master", "bond0");
	ck_link("bond0", "linkinfo.info_data.mode", "active-backup");
	ck_assert(link_has_flag("bond0", "UP"));
	ck_link("eth0", "linkinfo.info_slave_data.prio", "-5");
}

/* A change is carried through, whether anybody listens or not. */
START_TEST(change_unheard)
{
	struct argv a = argv_of(bondnl_path(), CREATE " -v --debug");
	int fd = nobodys_pipe();

	one_slave();
	ck_made(spawn_wait(spawn(a.words, fd, fd, -1, NULL)));
	close(fd);
	argv_free(&a);
}
END_TEST

START_TEST(change_with_closed_output)
{
	static void (*const ways[])(void) = { close_out, close_err, close_both };
	struct argv a = argv_of(bondnl_path(), CREATE " -v --debug");
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	setenv("BONDNL_EXEC", "1", 1);
	one_slave();
	ck_made(spawn_wait(spawn(a.words, null, null, -1, ways[_i])));
	close(null);
	argv_free(&a);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("flags");
	TCase *c = world_case(s, "flags");

	(void)argc;
	tcase_add_test(c, help_of_program);
	tcase_add_loop_test(
		c, help_of_command, 0, (int)(sizeof(pages) / sizeof(pages[0])));
	tcase_add_test(c, version);
	tcase_add_test(c, namespace);
	tcase_add_test(c, namespace_spelled);
	tcase_add_test(c, namespace_as_user);
	tcase_add_test(c, says_notes);
	tcase_add_test(c, says_steps);
	tcase_add_test(c, says_undoing);
	tcase_add_test(c, says_nothing);
	tcase_add_test(c, plan);
	tcase_add_test(c, plan_of_each_command);
	tcase_add_test(c, plan_refused);
	tcase_add_test(c, messages);
	tcase_add_test(c, messages_refused);
	tcase_add_test(c, anywhere);
	tcase_add_test(c, minus_number);
	tcase_add_test(c, end_of_flags);
	tcase_add_test(c, letters_together);
	tcase_add_test(c, output_full);
	tcase_add_test(c, output_closed);
	tcase_add_test(c, output_unread);
	tcase_add_test(c, change_unheard);
	tcase_add_loop_test(c, change_with_closed_output, 0, 3);
	return world_main(argv[0], s);
}
