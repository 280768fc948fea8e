/*
 * The examples of the manual: one makes a bond through the shared library and tells what
 * was refused, one says what happens to it. They are run, not read: what the library does
 * is judged elsewhere.
 */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/world.h"

START_TEST(makes_a_bond)
{
	struct ran *r;

	cable("eth0");
	cable("eth1");
	r = run(BUILT_EXAMPLE, "bond0 eth0 eth1");
	ck_assert_msg(r->status == 0, "status %d, %s", r->status, r->err);
	ck_link("bond0", "linkinfo.info_data.mode", "active-backup");
	ck_link("bond0", "linkinfo.info_data.miimon", "100");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 eth1");
}
END_TEST

START_TEST(tells_what_was_refused)
{
	json_t *before;
	struct ran *r;

	cable("eth0");
	before = dump_settled();
	r = run(BUILT_EXAMPLE, "bond0 eth0 nosuch");
	ck_assert_int_eq(r->status, 1);
	ck_has(r->err, "nosuch");
	ck_has(r->err, "no such device");
	ck_unchanged(before, "a slave that is not there");
	json_decref(before);
}
END_TEST

/* What it has written until now holds @part, or will soon. */
static void await_text(int fd, const char *part)
{
	char text[4096];
	ssize_t n = 0;

	until_soon()
	{
		n = pread(fd, text, sizeof(text) - 1, 0);
		text[n < 0 ? 0 : n] = 0;
		if (strstr(text, part))
			return;
	}
	ck_abort_msg("'%s' does not come, but: %s", part, text);
}

START_TEST(watches_a_bond)
{
	int out = memfd_create("out", MFD_CLOEXEC);
	struct argv a = argv_of(BUILT_WATCH, "bond0");
	pid_t pid = spawn(a.words, out, -1, -1, NULL);

	await_text(out, "watching\n");
	cable("eth0");
	ip("link add bond0 type bond mode active-backup");
	await_text(out, "warning no-link-monitor bond bond0 slave -: ");
	await_text(out, "; try: bondnl set bond0 miimon 100\n");
	ip("link set eth0 master bond0");
	await_text(out, "bond_created bond bond0 slave - what - from - to active-backup");
	await_text(out, "slave_joined bond bond0 slave eth0 what - from - to up");
	kill(pid, SIGTERM);
	ck_assert_int_eq(spawn_wait(pid), 128 + SIGTERM);
	argv_free(&a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("example");
	TCase *c = world_case(s, "example");

	tcase_add_test(c, makes_a_bond);
	tcase_add_test(c, tells_what_was_refused);
	tcase_add_test(c, watches_a_bond);
	return world_main("it_example", s);
}
