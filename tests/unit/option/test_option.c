/*
 * The option table against itself, and the values that its rows take. What single rows
 * should be is the driver's to say, in test_driver.
 */
#include <errno.h>
#include <inttypes.h>

#include "option/value.h"
#include "support/unit.h"

#define HELP_COLUMNS 70

static const struct option *row(int i)
{
	return option_get((enum bondnl_option)i);
}

static bool is_list(const struct option *o)
{
	return o->type == OPTION_IP4_LIST || o->type == OPTION_IP6_LIST;
}

static bool is_flags(const struct option *o)
{
	return o->type == OPTION_FLAGS8 || o->type == OPTION_FLAGS16;
}

static bool is_number(const struct option *o)
{
	return !is_list(o) && o->type != OPTION_MAC && o->type != OPTION_LINK;
}

/* How many spellings a row has; the first is its name. */
static const char *spelling(const struct option *o, size_t i)
{
	if (i == 0)
		return o->name;
	return i <= ARRAY_SIZE(o->aliases) ? o->aliases[i - 1] : NULL;
}

/* -------------------------------------------------------------------- each row alone */

START_TEST(test_row_is_whole)
{
	const struct option *o = row(_i);

	ck_assert_msg(o->name && *o->name, "no row for option %d", _i);
	ck_assert_msg((int)o->id == _i, "the row of %s is at %d", o->name, _i);
	ck_assert_int_gt(o->attr, 0);
	ck_assert_msg(
		o->modes && !(o->modes & ~MODES_ALL), "%s: modes %#x", o->name, o->modes);
	ck_assert_msg(o->help && *o->help, "%s has no help", o->name);
	ck_assert_msg(!strchr(o->help, '\n') && o->help[strlen(o->help) - 1] != '.',
		"%s: help is one line, without a full stop", o->name);
	ck_assert(!o->unit || str_eq(o->unit, "ms") || str_eq(o->unit, "s"));
	ck_assert_msg(
		!o->unit || !o->names, "%s: a value with a name has no unit", o->name);
	for (size_t i = 1; i < ARRAY_SIZE(o->aliases); i++)
		ck_assert_msg(!o->aliases[i] || o->aliases[i - 1], "%s: a gap in aliases",
			o->name);
}
END_TEST

START_TEST(test_help_is_short)
{
	const struct option *o = row(_i);

	ck_assert_msg(strlen(o->help) <= HELP_COLUMNS, "%s: help of %zu columns: %s",
		o->name, strlen(o->help), o->help);
}
END_TEST

/* A range is there where there is a number, and fits the bytes on the wire. */
START_TEST(test_range_fits)
{
	static const struct {
		int64_t min, max;
	} types[] = {
		[OPTION_U8] = { 0, UINT8_MAX },
		[OPTION_U16] = { 0, UINT16_MAX },
		[OPTION_U32] = { 0, UINT32_MAX },
		[OPTION_S32] = { INT32_MIN, INT32_MAX },
		[OPTION_MAC] = { 0, 0 },
		[OPTION_LINK] = { 0, 0 },
		[OPTION_IP4_LIST] = { 0, 0 },
		[OPTION_IP6_LIST] = { 0, 0 },
		[OPTION_FLAGS8] = { 0, UINT8_MAX },
		[OPTION_FLAGS16] = { 0, UINT16_MAX },
	};
	const struct option *o = row(_i);

	ck_assert_uint_lt(o->type, ARRAY_SIZE(types));
	ck_assert_msg(o->min >= types[o->type].min && o->max <= types[o->type].max,
		"%s: %" PRId64 " to %" PRId64, o->name, o->min, o->max);
	if (is_number(o))
		ck_assert_msg(o->min < o->max, "%s has no range", o->name);
	else
		ck_assert_msg(!o->names && !o->unit, "%s is no number", o->name);
}
END_TEST

START_TEST(test_value_names)
{
	const struct option *o = row(_i);

	ck_assert_msg(!is_flags(o) || o->names, "%s: bits without names", o->name);
	for (const struct option_name *n = o->names; n && n->name; n++) {
		ck_assert_msg(n->value >= o->min && n->value <= o->max, "%s %s: %" PRId64,
			o->name, n->name, n->value);
		if (is_flags(o))
			ck_assert_msg(n->value && !(n->value & (n->value - 1)),
				"%s %s is not one bit", o->name, n->name);
		for (const struct option_name *k = o->names; k < n; k++)
			ck_assert_msg(!str_eq(k->name, n->name) && k->value != n->value,
				"%s %s is there twice", o->name, n->name);
	}
}
END_TEST

START_TEST(test_flags_are_sane)
{
	const struct option *o = row(_i);
	const unsigned known = OPTION_READ_ONLY | OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY |
		OPTION_MONITOR | OPTION_NEEDS_MIIMON | OPTION_LATE | OPTION_PRIVILEGED;
	bool down = o->flags & (OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY);

	ck_assert_msg(!(o->flags & ~known), "%s: flags %#x", o->name, o->flags);
	if (o->flags & OPTION_READ_ONLY)
		ck_assert_msg(
			!(o->flags & ~OPTION_READ_ONLY), "%s cannot be set", o->name);
	if (o->level == OPTION_AD_INFO)
		ck_assert_msg(
			o->flags & OPTION_READ_ONLY, "%s is only reported", o->name);
	if (o->level == OPTION_SLAVE)
		ck_assert_msg(
			!(o->flags & ~OPTION_READ_ONLY), "%s: a bond's flags", o->name);
	/* one phase each: late is after the slaves, bare before them, monitor on its own
	 */
	ck_assert_msg(!(o->flags & OPTION_LATE && (down || o->flags & OPTION_MONITOR)),
		"%s is late and early", o->name);
	ck_assert_msg(!(o->flags & OPTION_MONITOR && down), "%s: two phases", o->name);
	if (o->flags & OPTION_NEEDS_MIIMON)
		ck_assert_msg(
			o->flags & OPTION_MONITOR && o->unit && str_eq(o->unit, "ms"),
			"%s is a delay of the monitor", o->name);
	if (o->flags & OPTION_LATE)
		ck_assert_msg(
			o->type == OPTION_LINK, "%s does not need the slaves", o->name);
}
END_TEST

/* --------------------------------------------------------------- the rows together */

START_TEST(test_found_by_name)
{
	const struct option *o = row(_i);
	const char *word;

	for (size_t i = 0; (word = spelling(o, i)); i++) {
		ck_assert_msg(
			option_find(o->level, word) == o, "%s finds another row", word);
		ck_assert_ptr_eq(option_spelling(o, word), word);
		for (int k = 0; k < _i; k++)
			if (row(k)->level == o->level)
				ck_assert_msg(!option_spelling(row(k), word),
					"%s is there twice", word);
	}
	ck_assert_ptr_null(option_spelling(o, "no such word"));
	/* by its exact name only */
	ck_assert_ptr_null(option_find(o->level, ""));
}
END_TEST

START_TEST(test_found_by_attr)
{
	const struct option *o = row(_i);

	ck_assert_msg(option_by_attr(o->level, o->attr) == o,
		"attribute %u of %s is there twice", o->attr, o->name);
	ck_assert_ptr_null(option_by_attr(o->level, 0));
	ck_assert_ptr_null(option_by_attr(o->level, 99));
}
END_TEST

/*
 * What the driver's policies and its replies say of each attribute, in their order, and
 * not written from our rows: bond_policy[] and bond_fill_info(), bond_slave_policy[] and
 * bond_fill_slave_info(), in drivers/net/bonding/bond_netlink.c. 's': a number with a
 * sign. 23 is the nest of the third list.
 */
struct wire {
	unsigned attr;
	const char *type;
};

static const struct wire bond_wire[] = { { 1, "u8" }, { 2, "u32" }, { 3, "u32" },
	{ 4, "u32" }, { 5, "u32" }, { 6, "u8" }, { 7, "u32" }, { 8, "be32 list" },
	{ 9, "u32" }, { 10, "u32" }, { 11, "u32" }, { 12, "u8" }, { 13, "u8" },
	{ 14, "u8" }, { 15, "u32" }, { 16, "u8" }, { 17, "u8" }, { 18, "u32" },
	{ 19, "u32" }, { 20, "u32" }, { 21, "u8" }, { 22, "u8" }, { 24, "u16" },
	{ 25, "u16" }, { 26, "6 bytes" }, { 27, "u8" }, { 28, "u32" }, { 29, "u8" },
	{ 30, "u8" }, { 31, "in6 list" }, { 32, "u8" }, { 33, "u8" }, { 34, "u8" } };
static const struct wire slave_wire[] = { { 1, "u8" }, { 2, "u8" }, { 3, "u32" },
	{ 4, "6 bytes" }, { 5, "u16" }, { 6, "u16" }, { 7, "u8" }, { 8, "u16" },
	{ 9, "s32" }, { 10, "u16" }, { 11, "u8" }, { 12, "u8" } };
static const struct wire info_wire[] = { { 1, "u16" }, { 2, "u16" }, { 3, "u16" },
	{ 4, "u16" }, { 5, "6 bytes" } };

static const struct {
	const struct wire *attrs;
	size_t n;
} wires[] = {
	[OPTION_BOND] = { bond_wire, ARRAY_SIZE(bond_wire) },
	[OPTION_SLAVE] = { slave_wire, ARRAY_SIZE(slave_wire) },
	[OPTION_AD_INFO] = { info_wire, ARRAY_SIZE(info_wire) },
};

START_TEST(test_driver_policy)
{
	static const char *const types[] = {
		[OPTION_U8] = "u8",
		[OPTION_U16] = "u16",
		[OPTION_U32] = "u32",
		[OPTION_S32] = "s32",
		[OPTION_MAC] = "6 bytes",
		[OPTION_LINK] = "u32",
		[OPTION_IP4_LIST] = "be32 list",
		[OPTION_IP6_LIST] = "in6 list",
		[OPTION_FLAGS8] = "u8",
		[OPTION_FLAGS16] = "u16",
	};
	enum option_level level = (enum option_level)_i;
	size_t rows = 0;

	for (int i = 0; i < BONDNL_OPT_COUNT_; i++)
		rows += row(i)->level == level;
	ck_assert_uint_eq(rows, wires[level].n);
	for (size_t i = 0; i < wires[level].n; i++) {
		const struct wire *w = &wires[level].attrs[i];
		const struct option *o = option_by_attr(level, w->attr);

		ck_assert_msg(o != NULL, "no row for attribute %u", w->attr);
		ck_assert_str_eq(types[o->type], w->type);
	}
}
END_TEST

/* Exact match only, and only at its level. */
START_TEST(test_not_found)
{
	static const char *const wrong[] = { "mod", "MODE", "mode ", "lacp", "Miimon",
		"arp" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		ck_assert_ptr_null(option_find(OPTION_BOND, wrong[i]));
		ck_assert_ptr_null(option_find(OPTION_SLAVE, wrong[i]));
	}
	ck_assert_ptr_null(option_find(OPTION_BOND, "prio"));
	ck_assert_ptr_null(option_find(OPTION_SLAVE, "miimon"));
}
END_TEST

/* -------------------------------------------------- the values of what can be set */

static void print(const struct option *o, int64_t number, struct text *t)
{
	const struct value v = { .number = number };

	value_print(o, &v, t);
}

static void check_accepted(const struct option *o, const char *word, int64_t expected)
{
	struct bondnl_error err = { 0 };
	struct value v;

	ck_assert_msg(value_parse(o, word, &v, &err) == 0, "%s %s: %s", o->name, word,
		err.text);
	ck_assert_msg(v.number == expected, "%s %s is %" PRId64 ", not %" PRId64, o->name,
		word, v.number, expected);
	ck_assert_int_eq(err.code, 0);
}

static void check_refused(const struct option *o, const char *word)
{
	struct bondnl_error err = { 0 };
	struct value v;

	ck_assert_msg(value_parse(o, word, &v, &err) == -EINVAL, "%s %s", o->name, word);
	ck_assert(err.usage);
	ck_assert_str_eq(err.subject, o->name);
	ck_assert_part(err.text, word);
	ck_assert_part(err.hint, "it takes ");
}

START_TEST(test_named_values)
{
	const struct option *o = row(_i);

	if (!option_settable(o) || !o->names)
		return;
	for (const struct option_name *n = o->names; n->name; n++) {
		_cleanup_text_ struct text number = { 0 }, name = { 0 };

		check_accepted(o, n->name, n->value);
		text_add(&number, "%" PRId64, n->value);
		check_accepted(o, text_str(&number), n->value);
		print(o, n->value, &name);
		ck_assert_str_eq(text_str(&name), n->name);
	}
}
END_TEST

START_TEST(test_range_ends)
{
	const struct option *o = row(_i);
	static const int steps[] = { -1, 0, 1 };

	if (!option_settable(o) || !is_number(o))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		_cleanup_text_ struct text low = { 0 }, high = { 0 };

		text_add(&low, "%" PRId64, o->min + steps[i]);
		text_add(&high, "%" PRId64, o->max + steps[i]);
		if (steps[i] < 0)
			check_refused(o, text_str(&low));
		else
			check_accepted(o, text_str(&low), o->min + steps[i]);
		if (steps[i] > 0)
			check_refused(o, text_str(&high));
		else
			check_accepted(o, text_str(&high), o->max + steps[i]);
	}
}
END_TEST

/* What is printed is read again, whatever the type. */
START_TEST(test_print_and_parse)
{
	static const char *const words[] = {
		[OPTION_MAC] = "02:00:00:00:ab:01",
		[OPTION_LINK] = "eth0",
		[OPTION_IP4_LIST] = "192.0.2.1,192.0.2.2",
		[OPTION_IP6_LIST] = "2001:db8::1,fe80::2",
	};
	const struct option *o = row(_i);
	_cleanup_text_ struct text t = { 0 };
	struct value v;

	if (!option_settable(o) || is_number(o))
		return;
	ck_assert_int_eq(value_parse(o, words[o->type], &v, NULL), 0);
	value_print(o, &v, &t);
	ck_assert_str_eq(text_str(&t), words[o->type]);
}
END_TEST

START_TEST(test_range_is_said)
{
	const struct option *o = row(_i);
	_cleanup_text_ struct text range = { 0 }, end = { 0 };

	value_print_range(o, &range);
	ck_assert_uint_gt(range.len, 0);
	if (o->names) {
		for (const struct option_name *n = o->names; n->name; n++)
			ck_assert_part(text_str(&range), n->name);
	} else if (is_number(o)) {
		text_add(&end, "%" PRId64 " to %" PRId64, o->min, o->max);
		ck_assert_part(text_str(&range), text_str(&end));
	}
}
END_TEST

/* ---------------------------------------------------------------------------- modes */

START_TEST(test_modes)
{
	static const char *const wrong[] = { "", "7", "-1", "1x", " ", "active", "0x1",
		"rr" };
	char digit[2] = "0";

	for (int m = 0; m <= 6; m++) {
		digit[0] = (char)('0' + m);
		ck_assert_int_eq(option_mode_number(digit), m);
		ck_assert_int_eq(option_mode_number(option_mode_name(m)), m);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		ck_assert_msg(option_mode_number(wrong[i]) == -1, "'%s'", wrong[i]);
	ck_assert_ptr_null(option_mode_name(-1));
	ck_assert_ptr_null(option_mode_name(7));
}
END_TEST

/* ------------------------------------------------------------------ the public header */

START_TEST(test_public)
{
	const struct option *o = row(_i);
	enum bondnl_type type = bondnl_option_type(o->id);

	ck_assert_str_eq(bondnl_option_name(o->id), o->name);
	ck_assert_str_eq(bondnl_option_help(o->id), o->help);
	ck_assert_str_eq(unit_or(bondnl_option_unit(o->id)), unit_or(o->unit));
	ck_assert_int_eq(bondnl_option_settable(o->id), !(o->flags & OPTION_READ_ONLY));
	ck_assert_int_eq(bondnl_option_of_slave(o->id), o->level == OPTION_SLAVE);
	ck_assert_int_eq(type == BONDNL_TYPE_LIST, is_list(o) || is_flags(o));
	ck_assert_int_eq(type == BONDNL_TYPE_NUMBER, is_number(o) && !o->names);
	ck_assert(!bondnl_option_in_mode(o->id, NULL));
	ck_assert(!bondnl_option_in_mode(o->id, "no mode"));
}
END_TEST

/* All that a row says can be asked for, and no more than that. */
START_TEST(test_public_row)
{
	static const struct {
		unsigned flag, needs;
	} needs[] = {
		{ OPTION_NEEDS_DOWN, BONDNL_NEEDS_DOWN },
		{ OPTION_NEEDS_EMPTY, BONDNL_NEEDS_EMPTY },
		{ OPTION_NEEDS_MIIMON, BONDNL_NEEDS_MIIMON },
	};
	const struct option *o = row(_i);
	bool plain = is_number(o) && !o->names && !is_flags(o);
	enum bondnl_option found = BONDNL_OPT_COUNT_;
	int64_t min = 1, max = 1, number;
	const char *word;
	unsigned all = 0;
	size_t n = 0;

	ck_assert_int_eq(bondnl_option_range(o->id, &min, &max), plain);
	ck_assert_int_eq(min, plain ? o->min : 1);
	ck_assert_int_eq(max, plain ? o->max : 1);
	ck_assert_int_eq(bondnl_option_range(o->id, NULL, NULL), plain);
	for (; o->names && o->names[n].name; n++) {
		ck_assert_str_eq(
			bondnl_option_value(o->id, n, &number), o->names[n].name);
		ck_assert_int_eq(number, o->names[n].value);
	}
	ck_assert_ptr_null(bondnl_option_value(o->id, n, NULL));
	ck_assert_ptr_null(bondnl_option_value(o->id, n + 1, NULL));
	for (n = 0; (word = spelling(o, n)); n++) {
		ck_assert(bondnl_option_find(word, &found));
		ck_assert_int_eq(found, o->id);
		if (n)
			ck_assert_ptr_eq(bondnl_option_alias(o->id, n - 1), word);
	}
	ck_assert_ptr_null(bondnl_option_alias(o->id, n - 1));
	ck_assert_ptr_null(bondnl_option_alias(o->id, 99));
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		all |= o->flags & needs[i].flag ? needs[i].needs : 0;
	ck_assert_uint_eq(bondnl_option_needs(o->id), all);
	ck_assert_int_eq(
		bondnl_option_privileged(o->id), !!(o->flags & OPTION_PRIVILEGED));
}
END_TEST

/* clang-format off */
static const struct {
	enum bondnl_option id;
	enum bondnl_level level;
	enum bondnl_takes takes;
} kinds[] = {
	{ BONDNL_OPT_MODE, BONDNL_LEVEL_BOND, BONDNL_TAKES_NAME },
	{ BONDNL_OPT_MIIMON, BONDNL_LEVEL_BOND, BONDNL_TAKES_NUMBER },
	{ BONDNL_OPT_PRIMARY, BONDNL_LEVEL_BOND, BONDNL_TAKES_DEVICE },
	{ BONDNL_OPT_ARP_IP_TARGET, BONDNL_LEVEL_BOND, BONDNL_TAKES_IP4 },
	{ BONDNL_OPT_NS_IP6_TARGET, BONDNL_LEVEL_BOND, BONDNL_TAKES_IP6 },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, BONDNL_LEVEL_BOND, BONDNL_TAKES_MAC },
	{ BONDNL_OPT_SLAVE_PRIO, BONDNL_LEVEL_SLAVE, BONDNL_TAKES_NUMBER },
	{ BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE, BONDNL_LEVEL_SLAVE, BONDNL_TAKES_FLAGS },
	{ BONDNL_OPT_AD_NUM_PORTS, BONDNL_LEVEL_AD_INFO, BONDNL_TAKES_NUMBER },
	{ BONDNL_OPT_COUNT_, BONDNL_LEVEL_BOND, BONDNL_TAKES_NUMBER },
};
/* clang-format on */

START_TEST(test_public_kind)
{
	ck_assert_int_eq(bondnl_option_level(kinds[_i].id), kinds[_i].level);
	ck_assert_int_eq(bondnl_option_takes(kinds[_i].id), kinds[_i].takes);
}
END_TEST

START_TEST(test_public_not_found)
{
	static const char *const wrong[] = { "", "mod", "MODE", "miimon ", "ad_info" };
	enum bondnl_option id = BONDNL_OPT_COUNT_;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		ck_assert(!bondnl_option_find(wrong[i], &id));
		ck_assert_int_eq(id, BONDNL_OPT_COUNT_);
	}
}
END_TEST

START_TEST(test_public_beyond)
{
	static const int beyond[] = { BONDNL_OPT_COUNT_, -1, 1000 };
	enum bondnl_option id = (enum bondnl_option)beyond[_i];

	ck_assert_uint_eq(bondnl_option_count(), BONDNL_OPT_COUNT_);
	ck_assert_ptr_null(bondnl_option_name(id));
	ck_assert_ptr_null(bondnl_option_help(id));
	ck_assert_ptr_null(bondnl_option_unit(id));
	ck_assert_int_eq(bondnl_option_type(id), BONDNL_TYPE_TEXT);
	ck_assert(!bondnl_option_settable(id));
	ck_assert(!bondnl_option_of_slave(id));
	ck_assert(!bondnl_option_in_mode(id, "1"));
	ck_assert(!bondnl_option_range(id, NULL, NULL));
	ck_assert_ptr_null(bondnl_option_value(id, 0, NULL));
	ck_assert_ptr_null(bondnl_option_alias(id, 0));
	ck_assert_uint_eq(bondnl_option_needs(id), 0);
	ck_assert(!bondnl_option_privileged(id));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("option");

	unit_rows(s, "row is whole", test_row_is_whole, BONDNL_OPT_COUNT_);
	unit_rows(s, "help is short", test_help_is_short, BONDNL_OPT_COUNT_);
	unit_rows(s, "range fits", test_range_fits, BONDNL_OPT_COUNT_);
	unit_rows(s, "value names", test_value_names, BONDNL_OPT_COUNT_);
	unit_rows(s, "flags are sane", test_flags_are_sane, BONDNL_OPT_COUNT_);
	unit_rows(s, "found by name", test_found_by_name, BONDNL_OPT_COUNT_);
	unit_rows(s, "found by attr", test_found_by_attr, BONDNL_OPT_COUNT_);
	unit_rows(s, "driver policy", test_driver_policy, ARRAY_SIZE(wires));
	unit_one(s, "not found", test_not_found);
	unit_rows(s, "named values", test_named_values, BONDNL_OPT_COUNT_);
	unit_rows(s, "range ends", test_range_ends, BONDNL_OPT_COUNT_);
	unit_rows(s, "print and parse", test_print_and_parse, BONDNL_OPT_COUNT_);
	unit_rows(s, "range is said", test_range_is_said, BONDNL_OPT_COUNT_);
	unit_one(s, "modes", test_modes);
	unit_rows(s, "public", test_public, BONDNL_OPT_COUNT_);
	unit_rows(s, "public row", test_public_row, BONDNL_OPT_COUNT_);
	unit_rows(s, "public kind", test_public_kind, ARRAY_SIZE(kinds));
	unit_one(s, "public not found", test_public_not_found);
	unit_rows(s, "public beyond", test_public_beyond, 3);
	return unit_run(s);
}
