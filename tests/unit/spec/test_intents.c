/*
 * The table of intents: rows are whole, and what one column says fits the others. What
 * an intent comes to are the tests of parse_words and resolve.
 */
#include "spec/intents.h"
#include "support/unit.h"

static const struct intent *row(int i)
{
	const struct intent *in = intent_get((enum bondnl_intent)i);

	ck_assert_msg(in && in->name, "intent %d has no row", i);
	return in;
}

/* What may be said of it has its message. */
START_TEST(test_messages)
{
	const struct intent *in = row(_i);

	ck_assert_str_ne(in->name, "");
	ck_assert_int_eq(in->least > 0, in->missing != NULL);
	ck_assert(in->takes || in->excess);
	if (in->first)
		ck_assert_uint_ge(in->least, 1);
}
END_TEST

START_TEST(test_columns)
{
	static const unsigned fates[] = { DEVICE_ENSLAVED, DEVICE_RELEASED, DEVICE_KEPT,
		DEVICE_ACTIVE };
	const struct intent *in = row(_i);
	bool names = in->takes & (TAKES_NAMES | TAKES_SLAVES);
	int first = 0, others = 0;

	for (size_t i = 0; i < ARRAY_SIZE(fates); i++) {
		first += in->first & fates[i] ? 1 : 0;
		others += in->others & fates[i] ? 1 : 0;
	}
	ck_assert_int_eq(first, in->first ? 1 : 0);
	ck_assert_int_eq(others, names ? 1 : 0);
	ck_assert(in->absent + in->patch + in->replace <= 1);
	ck_assert(!in->patch || in->expect == EXPECT_PRESENT);
	ck_assert(!in->absent || in->expect != EXPECT_ABSENT);
}
END_TEST

/* Each pass at most once, and those that others need. */
START_TEST(test_passes)
{
	const struct intent *in = row(_i);
	bool changes = in->patch || in->replace;
	unsigned long seen = 0;

	for (size_t i = 0; in->passes[i] != PASS_END; i++) {
		unsigned long bit = 1ul << in->passes[i];

		ck_assert_int_lt(in->passes[i], PASS_COUNT_);
		ck_assert_msg(!(seen & bit), "pass %d twice", in->passes[i]);
		ck_assert_msg(in->passes[i] <= PASS_FIND || seen & 1ul << PASS_FIND,
			"pass %d before the bond is found", in->passes[i]);
		ck_assert(!(seen & 1ul << PASS_RULES) || in->passes[i] > PASS_RULES);
		seen |= bit;
	}
	ck_assert_int_eq(intent_has_pass(in, PASS_DELETE), in->absent);
	ck_assert_int_eq(intent_has_pass(in, PASS_DISRUPT), changes);
	ck_assert_int_eq(intent_has_pass(in, PASS_DEFAULTS), in->replace);
	ck_assert_int_eq(intent_has_pass(in, PASS_RULES), !in->absent);
	ck_assert(!(in->takes & TAKES_OPTIONS) || intent_has_pass(in, PASS_OPTIONS));
	ck_assert(!(in->takes & TAKES_LINK) || intent_has_pass(in, PASS_PARTS));
	ck_assert(!(in->takes & TAKES_SLAVES) || intent_has_pass(in, PASS_SLAVES));
	ck_assert_int_eq((in->first & DEVICE_MOVES) != 0,
		intent_has_pass(in, PASS_TAKE_OVER) ||
			intent_has_pass(in, PASS_GIVE_BACK));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("intents");
	size_t n = 0;

	while (intent_get((enum bondnl_intent)n))
		n++;
	unit_rows(s, "messages", test_messages, n);
	unit_rows(s, "columns", test_columns, n);
	unit_rows(s, "passes", test_passes, n);
	return unit_run(s);
}
