/*
 * The example of the manual makes a bond through the shared library, and tells what was
 * refused. It is run, not read: what the library does is judged elsewhere.
 */
#include "world.h"

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

int main(void)
{
	Suite *s = suite_create("example");
	TCase *c = world_case(s, "example");

	tcase_add_test(c, makes_a_bond);
	tcase_add_test(c, tells_what_was_refused);
	return world_main("it_example", s);
}
