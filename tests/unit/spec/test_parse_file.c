/*
 * A file of bonds, as text: what it comes to, and all that is wrong in it, with its line.
 * The words themselves are test_words'.
 */
#include <errno.h>

#include "spec/parse_file.h"
#include "support/unit.h"

static const struct {
	const char *text;
	const char *spec;
} accepted[] = {
	{ "", "" },
	{ "# nothing\n\n \t\n", "" },
	{ "bond bond0", "apply bond0:" },
	{ "bond bond0\n", "apply bond0:" },
	{ "bond bond0 mode 1 # first\n", "apply bond0: mode active-backup" },
	{ "# /etc/bondnl.conf\nbond bond0\n\tmode active-backup\r\n\tmiimon 100ms\n"
	  "\tslave eth0\n\t\tprio 5 queue_id 1\n\tslave wlan0 optional\n",
		"apply bond0: mode active-backup miimon 100 slave eth0 queue_id 1 prio 5 "
		"slave wlan0 optional" },
	{ "bond a#b\n", "apply a#b:" },
	{ "absent bond1 bond2\nbond bond0\ndown\n",
		"absent bond1 absent:; absent bond2 absent:; apply bond0: down" },
};

START_TEST(test_accepted)
{
	_cleanup_text_ struct text t = { 0 };
	struct bondnl_spec spec = { 0 };
	struct bondnl_error err = { 0 };
	const char *text = accepted[_i].text;

	ck_assert_msg(file_read(&spec, "f", text, strlen(text), NULL, NULL, &err) == 0,
		"%s: %s: %s", err.where, err.subject, err.text);
	unit_print_spec(&spec, &t);
	ck_assert_str_eq(text_str(&t), accepted[_i].spec);
	spec_clear(&spec);
}
END_TEST

static const struct {
	const char *text;
	const char *faults; /* a line each */
} refused[] = {
	{ "mode 1\n", "f:1: mode: stands before the first bond\n" },
	{ "bond\n", "f:1: bond: the name of a bond is missing after it\n" },
	{ "absent\nbond bond0\n",
		"f:1: absent: the name of a bond is missing after it\n" },
	{ "absent bond0\nmode 1\n", "f:2: mode: stands before the first bond\n" },
	{ "bond bond0\n\nmiimom 100\nmode\nmode x\n",
		"f:3: miimom: no such option or word\n"
		"f:4: mode: a value is missing after it\n"
		"f:5: mode: 'x' is not a value it can have\n" },
	{ "bond bond0\nbond bond0\n", "f:2: bond0: is said twice\n" },
	/* what stands in a block without a name of its own is read all the same */
	{ "bond a/b\nslave eth0\nprio x\nbond bond0\nmode 9\n",
		"f:1: a/b: a device name has no '/', ':' or white space\n"
		"f:3: prio: 'x' is not a value it can have\n"
		"f:5: mode: '9' is not a value it can have\n" },
	{ "bond bond0\nprio 5\n", "f:2: prio: belongs to a slave: say it after one\n" },
	{ "bond bond0\nslave bond0\n", "f:2: bond0: a bond cannot be its own slave\n" },
	{ "bond bond0\noptional\n",
		"f:2: optional: belongs to a slave: say it after one\n" },
	{ "bond mode\n", "f:1: mode: the name of the bond is missing before it\n" },
};

static void note(void *data, const struct bondnl_error *fault)
{
	text_add(data, "%s: %s: %s\n", fault->where, fault->subject, fault->text);
}

START_TEST(test_refused)
{
	_cleanup_text_ struct text t = { 0 };
	struct bondnl_spec spec = { 0 };
	struct bondnl_error err = { 0 };
	const char *text = refused[_i].text;

	ck_assert_int_eq(
		file_read(&spec, "f", text, strlen(text), note, &t, &err), -EINVAL);
	ck_assert_str_eq(text_str(&t), refused[_i].faults);
	/* the first of them is told to who asked for no others */
	ck_assert(bondnl_error_is_usage(&err));
	ck_assert_int_eq(strncmp(text_str(&t), err.where, strlen(err.where)), 0);
	spec_clear(&spec);
}
END_TEST

START_TEST(test_no_text)
{
	static const char bytes[] = "bond bond0\nmode\0 1\nmode 2\n";
	_cleanup_text_ struct text t = { 0 };
	struct bondnl_spec spec = { 0 };

	ck_assert_int_eq(
		file_read(&spec, "f", bytes, sizeof(bytes) - 1, note, &t, NULL), -EINVAL);
	ck_assert_str_eq(text_str(&t), "f:2: : a byte of zero: this is no text\n");
	spec_clear(&spec);
}
END_TEST

/* The line of a word, for what is found wrong later. */
START_TEST(test_lines)
{
	static const char text[] =
		"bond bond0\nmode 1\nslave eth0\n  prio 5\nslave eth1\n";
	struct bondnl_spec spec = { 0 };

	ck_assert_int_eq(
		file_read(&spec, "f", text, sizeof(text) - 1, NULL, NULL, NULL), 0);
	ck_assert_uint_eq(spec_line_of(&spec.bonds[0], "mode"), 2);
	ck_assert_uint_eq(spec_line_of(&spec.bonds[0], "eth1"), 5);
	ck_assert_uint_eq(spec_line_of(&spec.bonds[0], "slave eth0: prio"), 3);
	ck_assert_uint_eq(spec_line_of(&spec.bonds[0], ""), 1);
	ck_assert_uint_eq(spec_line_of(&spec.bonds[0], "miimon"), 1);
	spec_clear(&spec);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("file");

	unit_rows(s, "accepted", test_accepted, ARRAY_SIZE(accepted));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refused));
	unit_one(s, "no text", test_no_text);
	unit_one(s, "lines", test_lines);
	return unit_run(s);
}
