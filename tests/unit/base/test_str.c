/*
 * The strings of src/base: bounded copies, the growing text, the nearest word.
 * It never asks what the words mean.
 */
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "support/unit.h"

/* ------------------------------------------------------------------------- copies */

/* clang-format off */
static const struct {
	const char *from;
	size_t size;
	const char *to;
	bool fits;
} copies[] = {
	{ "", 1, "", true },
	{ "", 4, "", true },
	{ "eth", 4, "eth", true },
	{ "eth0", 4, "eth", false },
	{ "eth0", 1, "", false },
	{ "eth0", 8, "eth0", true },
};
/* clang-format on */

START_TEST(test_copy)
{
	char to[9];

	memset(to, '#', sizeof(to));
	ck_assert_int_eq(str_copy(to, copies[_i].size, copies[_i].from), copies[_i].fits);
	ck_assert_str_eq(to, copies[_i].to);
	for (size_t i = copies[_i].size; i < sizeof(to); i++)
		ck_assert_int_eq(to[i], '#');
}
END_TEST

START_TEST(test_eq)
{
	ck_assert(str_eq("eth0", "eth0"));
	ck_assert(!str_eq("eth0", "eth"));
	ck_assert(!str_eq("", "eth"));
}
END_TEST

/* ------------------------------------------------------------------- the growing text */

START_TEST(test_text)
{
	_cleanup_text_ struct text t = { 0 };

	ck_assert_str_eq(text_str(&t), "");
	text_add(&t, "%s", "");
	ck_assert_str_eq(text_str(&t), "");
	for (int i = 0; i < 100; i++)
		text_add(&t, "%d,", i);
	text_add_bytes(&t, "ab\0c", 2);
	ck_assert_uint_eq(t.len, 10 * 2 + 90 * 3 + 2);
	ck_assert_uint_eq(strlen(text_str(&t)), t.len);
	ck_assert_str_eq(text_str(&t) + t.len - 5, "99,ab");
	ck_assert(!t.failed);

	text_free(&t);
	ck_assert_str_eq(text_str(&t), "");
	text_add(&t, "again");
	ck_assert_str_eq(text_str(&t), "again");
}
END_TEST

/* Every length around the sizes that it grows to. */
START_TEST(test_text_grows)
{
	for (size_t n = 60; n < 70; n++) {
		_cleanup_text_ struct text t = { 0 };

		text_add(&t, "%*s", (int)n, "x");
		ck_assert_uint_eq(strlen(text_str(&t)), n);
		text_add(&t, "%*s", (int)n, "y");
		ck_assert_uint_eq(strlen(text_str(&t)), 2 * n);
	}
}
END_TEST

/* What memory had no room for is left out, and remembered. */
START_TEST(test_text_failed)
{
	_cleanup_text_ struct text t = { 0 };

	text_add(&t, "kept");
	t.failed = true;
	text_add(&t, "lost");
	text_add_bytes(&t, "lost", 4);
	ck_assert_str_eq(text_str(&t), "kept");
	ck_assert(t.failed);
}
END_TEST

/* ------------------------------------------------------------------- the nearest word */

/* clang-format off */
static const char *const candidates[] = { "mode", "miimon", "xmit_hash_policy",
	"lacp_rate", "updelay", "downdelay", "slave", "address", "up", "down", "mtu",
	"primary", "primary_reselect", "prio" };

static const struct {
	const char *wrong, *right;
} typos[] = {
	{ "xmit_hash_polcy", "xmit_hash_policy" }, /* one left out */
	{ "miimonn", "miimon" },		   /* one too many */
	{ "mimion", "miimon" },		   /* swapped: one, not two */
	{ "modr", "mode" },			   /* another letter */
	{ "slaves", "slave" },
	{ "adress", "address" },
	{ "updelai", "updelay" },
	{ "downdely", "downdelay" },
	{ "primry", "primary" },
	{ "lacp", "lacp_rate" },		   /* the beginning of one */
	{ "miimon100", "miimon" },	   /* a forgotten blank */
	{ "mode=1", "mode" },
	{ "mut", "mtu" },
	{ "eth0", NULL },
	{ "zzzzzzzz", NULL },
	{ "x", NULL },
	{ "", NULL },
	/* longer than any name of ours, and not to be read beyond */
	{ "a-word-of-more-than-forty-letters-that-means-nothing", NULL },
};
/* clang-format on */

START_TEST(test_nearest)
{
	struct nearest n = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(candidates); i++)
		nearest_try(&n, typos[_i].wrong, candidates[i]);
	ck_assert_str_eq(unit_or(n.word), unit_or(typos[_i].right));
}
END_TEST

/* The order in which they are shown does not matter, but for equals: the first stays. */
START_TEST(test_nearest_order)
{
	struct nearest n = { 0 };

	for (size_t i = ARRAY_SIZE(candidates); i-- > 0;)
		nearest_try(&n, typos[_i].wrong, candidates[i]);
	ck_assert_str_eq(unit_or(n.word), unit_or(typos[_i].right));
}
END_TEST

/* How far: one for each letter left out, put in, changed or swapped. */
static const struct {
	const char *wrong, *right;
	size_t distance;
} distances[] = {
	{ "address", "address", 0 },
	{ "adress", "address", 1 },
	{ "adddress", "address", 1 },
	{ "adxress", "address", 1 },
	{ "adrdess", "address", 1 },
	{ "addrse", "address", 2 },
	{ "daddress", "address", 1 },
	{ "ddress", "address", 1 },
};

START_TEST(test_distance)
{
	struct nearest n = { 0 };

	nearest_try(&n, distances[_i].wrong, distances[_i].right);
	ck_assert_str_eq(unit_or(n.word), distances[_i].right);
	ck_assert_uint_eq(n.distance, distances[_i].distance);
}
END_TEST

START_TEST(test_nearest_first)
{
	struct nearest n = { 0 };

	nearest_try(&n, "ba", "bb");
	nearest_try(&n, "ba", "bc");
	ck_assert_str_eq(n.word, "bb");
	nearest_try(&n, "ba", "ba");
	ck_assert_str_eq(n.word, "ba");
	ck_assert_uint_eq(n.distance, 0);
}
END_TEST

/* -------------------------------------------------------------------------- errors */

/* The error is told once, nearest the cause. */
START_TEST(test_error_once)
{
	struct bondnl_error err = { 0 };

	ck_assert_int_eq(error_set(&err, -5, "eth0", "first %d", 1), -5);
	ck_assert_int_eq(error_set(&err, -6, "eth1", "second"), -6);
	ck_assert_int_eq(error_usage(&err, "eth2", "third"), -22);
	error_hint(&err, "hint %s", "one");
	error_hint(&err, "hint two");
	error_kernel(&err, "words");
	error_kernel(&err, "others");
	error_where(&err, "create", "bond0");
	error_where(&err, "add", "bond1");
	ck_assert_int_eq(err.code, -5);
	ck_assert(!err.usage);
	ck_assert_str_eq(err.subject, "eth0");
	ck_assert_str_eq(err.text, "first 1");
	ck_assert_str_eq(err.hint, "hint one");
	ck_assert_str_eq(err.kernel, "words");
	ck_assert_str_eq(err.where, "create bond0");

	error_clear(&err);
	ck_assert_int_eq(error_usage(&err, NULL, "again"), -22);
	ck_assert(err.usage);
	ck_assert_str_eq(err.text, "again");
	ck_assert_str_eq(err.subject, "");
	ck_assert_str_eq(err.where, "");
}
END_TEST

START_TEST(test_error_null)
{
	ck_assert_int_eq(error_set(NULL, -5, "eth0", "first"), -5);
	ck_assert_int_eq(error_usage(NULL, NULL, "second"), -22);
	ck_assert_int_eq(error_nomem(NULL), -12);
	error_hint(NULL, "hint");
	error_kernel(NULL, "words");
	error_where(NULL, "create", "bond0");
	error_clear(NULL);
}
END_TEST

/* A word of any length is cut, not written beyond its place. */
START_TEST(test_error_long)
{
	struct bondnl_error err = { 0 };
	char word[2000];

	memset(word, 'x', sizeof(word));
	word[sizeof(word) - 1] = 0;
	error_set(&err, -1, word, "'%s'", word);
	error_hint(&err, "%s", word);
	error_kernel(&err, word);
	error_where(&err, word, word);
	ck_assert_uint_eq(strlen(err.subject), sizeof(err.subject) - 1);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_uint_eq(strlen(err.hint), sizeof(err.hint) - 1);
	ck_assert_uint_eq(strlen(err.kernel), sizeof(err.kernel) - 1);
	ck_assert_uint_eq(strlen(err.where), sizeof(err.where) - 1);
}
END_TEST

/* What is given out is zeroed, aligned, and nobody else's, however much it is. */
START_TEST(test_keep)
{
	static const size_t sizes[] = { 1, 8, 3, 24, 400, 20000, 16384, 7, 16383, 2 };
	unsigned char *given[300];
	struct arena k = { 0 };
	const char *text;
	size_t wrong = 0; /* bytes; a check of each would take long where it is emulated */

	for (size_t i = 0; i < ARRAY_SIZE(given); i++) {
		size_t n = sizes[i % ARRAY_SIZE(sizes)];

		given[i] = arena_room(&k, n);
		ck_assert_ptr_nonnull(given[i]);
		ck_assert_uint_eq((uintptr_t)given[i] % sizeof(uint64_t), 0);
		for (size_t at = 0; at < n; at++)
			wrong += given[i][at] != 0;
		memset(given[i], (int)(i % 255 + 1), n);
		text = arena_text(&k, "eth0, eth1", i % 5);
		ck_assert_int_eq(strncmp(text, "eth0, eth1", i % 5), 0);
		ck_assert_uint_eq(strlen(text), i % 5);
	}
	for (size_t i = 0; i < ARRAY_SIZE(given); i++)
		for (size_t at = 0; at < sizes[i % ARRAY_SIZE(sizes)]; at++)
			wrong += given[i][at] != i % 255 + 1;
	ck_assert_uint_eq(wrong, 0);
	ck_assert_ptr_null(arena_room(&k, SIZE_MAX - 8));
	arena_free(&k);
	ck_assert_ptr_null(k.blocks);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("str");

	unit_rows(s, "copy", test_copy, ARRAY_SIZE(copies));
	unit_one(s, "eq", test_eq);
	unit_one(s, "text", test_text);
	unit_one(s, "text grows", test_text_grows);
	unit_one(s, "text failed", test_text_failed);
	unit_rows(s, "nearest", test_nearest, ARRAY_SIZE(typos));
	unit_rows(s, "nearest order", test_nearest_order, ARRAY_SIZE(typos));
	unit_rows(s, "distance", test_distance, ARRAY_SIZE(distances));
	unit_one(s, "nearest first", test_nearest_first);
	unit_one(s, "keep", test_keep);
	unit_one(s, "error once", test_error_once);
	unit_one(s, "error null", test_error_null);
	unit_one(s, "error long", test_error_long);
	return unit_run(s);
}
