/*
 * What went by per second, as numbers and as a bar; and frames for a terminal.
 * Both are the program's, and pure: no kernel, no clock, no terminal.
 */
#include <stdlib.h>

#include "str.h"
#include "support/unit.h"
#include "watch/frame.h"
#include "watch/rates.h"

/* One look: of each link its number, and what each of its counters has come to. */
struct look {
	int64_t ms;
	bool keep;
	struct {
		int ifindex;
		uint64_t bytes, packets;
	} links[3];
	const char *rates; /* "2 BITS/PACKETS" received of link 2; "-": not known */
};

#define MOST UINT64_MAX

static const struct {
	const char *what;
	struct look looks[4];
} rows[] = {
	{ "the first look tells nothing",
		{ { 1000, true, { { 2, 500, 5 }, { 3, 0, 0 } }, "2 - 3 -" } } },
	{ "a second later",
		{ { 1000, true, { { 2, 500, 5 }, { 3, 7, 7 } }, "2 - 3 -" },
			{ 2000, true, { { 2, 1750, 8 }, { 3, 7, 7 } },
				"2 10000/3 3 0/0" },
			{ 4000, true, { { 2, 1750, 8 }, { 3, 1007, 9 } },
				"2 0/0 3 4000/1" } } },
	{ "in any order",
		{ { 1000, true, { { 3, 0, 0 }, { 2, 0, 0 } }, "3 - 2 -" },
			{ 2000, true, { { 9, 1, 1 }, { 3, 1, 1 }, { 2, 2, 2 } },
				"2 16/2 3 8/1 9 -" } } },
	{ "one that went back, and is there again",
		{ { 1000, true, { { 2, 500, 5 } }, "2 -" },
			{ 2000, true, { { 2, 400, 9 } }, "2 -" },
			{ 3000, true, { { 2, 500, 9 } }, "2 800/0" } } },
	{ "packets went back",
		{ { 1000, true, { { 2, 500, 5 } }, "2 -" },
			{ 2000, true, { { 2, 900, 4 } }, "2 -" } } },
	{ "one that left and came",
		{ { 1000, true, { { 2, 500, 5 }, { 3, 0, 0 } }, "2 - 3 -" },
			{ 2000, true, { { 2, 500, 5 } }, "2 0/0 3 -" },
			{ 3000, true, { { 2, 500, 5 }, { 3, 10, 1 } }, "2 0/0 3 -" },
			{ 4000, true, { { 2, 500, 5 }, { 3, 11, 2 } },
				"2 0/0 3 8/1" } } },
	{ "between two that are kept: since the first of them",
		{ { 1000, true, { { 2, 0, 0 } }, "2 -" },
			{ 1500, false, { { 2, 100, 1 } }, "2 1600/2" },
			{ 1750, false, { { 2, 300, 3 } }, "2 3200/4" },
			{ 2000, true, { { 2, 300, 3 } }, "2 2400/3" } } },
	{ "too soon: what was before stays",
		{ { 1000, true, { { 2, 0, 0 } }, "2 -" },
			{ 2000, true, { { 2, 1000, 1 } }, "2 8000/1" },
			{ 2100, false, { { 2, 9000, 9 }, { 3, 0, 0 } }, "2 8000/1 3 -" },
			{ 3000, true, { { 2, 1000, 1 } }, "2 0/0" } } },
	{ "no time has passed",
		{ { 1000, true, { { 2, 0, 0 } }, "2 -" },
			{ 1000, true, { { 2, 1000, 1 } }, "2 -" } } },
	{ "a day at 800 Gbit/s",
		{ { 0, true, { { 2, 0, 0 } }, "2 -" },
			{ 86400000, true, { { 2, 8640000000000000, 86400 } },
				"2 800000000000/1" } } },
	{ "less than a bit per second",
		{ { 0, true, { { 2, 0, 0 } }, "2 -" },
			{ 3600000, true, { { 2, 449, 3599 } }, "2 0/0" } } },
	{ "more than a number can hold",
		{ { 0, true, { { 2, 0, 0 } }, "2 -" },
			{ 1000, true, { { 2, MOST, 1 } }, "2 -" } } },
};

static int look_at(struct rates *r, const struct look *l)
{
	struct rate *all = calloc(3, sizeof(*all));
	size_t n = 0;

	ck_assert_ptr_nonnull(all);
	for (; n < 3 && l->links[n].ifindex; n++)
		all[n] = (struct rate){ .ifindex = l->links[n].ifindex,
			.n = { [RATE_RX_BITS] = l->links[n].bytes,
				[RATE_RX_PACKETS] = l->links[n].packets,
				[RATE_TX_BITS] = l->links[n].packets,
				[RATE_TX_PACKETS] = l->links[n].bytes } };
	return rates_look(r, l->ms, all, n, l->keep);
}

/* Those of the links that are wanted; each way is the other's. */
static void print_rates(const struct rates *r, const char *want, struct text *t)
{
	for (const char *p = want; *p;) {
		int ifindex = atoi(p);
		const struct rate *found = rates_of(r, ifindex);

		text_add(t, "%s%d ", p == want ? "" : " ", ifindex);
		if (found)
			text_add(t, "%llu/%llu",
				(unsigned long long)found->n[RATE_RX_BITS],
				(unsigned long long)found->n[RATE_RX_PACKETS]);
		else
			text_add(t, "-");
		/* behind the number, and behind the rates */
		for (int words = 0; words < 2; words++) {
			p += strcspn(p, " ");
			p += *p == ' ';
		}
	}
}

START_TEST(test_looks)
{
	struct rates r = { .least_ms = 200 };

	for (size_t i = 0; i < 4 && rows[_i].looks[i].rates; i++) {
		struct text t = { 0 };

		ck_assert_int_eq(look_at(&r, &rows[_i].looks[i]), 0);
		print_rates(&r, rows[_i].looks[i].rates, &t);
		ck_assert_msg(strcmp(text_str(&t), rows[_i].looks[i].rates) == 0,
			"%s, look %zu: not '%s' but '%s'", rows[_i].what, i,
			rows[_i].looks[i].rates, text_str(&t));
		text_free(&t);
	}
	rates_free(&r);
	ck_assert_ptr_null(rates_of(&r, 2));
}
END_TEST

/* No egresses are mixed up. */
START_TEST(test_ways)
{
	static const uint64_t then[] = { 1000, 10, 2000, 20 };
	static const uint64_t rate[] = { 8000, 10, 16000, 20 };
	struct rates r = { 0 };

	for (int look = 0; look <= 1; look++) {
		struct rate *one = calloc(1, sizeof(*one));

		ck_assert_ptr_nonnull(one);
		one->ifindex = 4;
		for (int i = 0; look && i < RATE_COUNT_; i++)
			one->n[i] = then[i];
		ck_assert_int_eq(rates_look(&r, 1000 * look, one, 1, true), 0);
	}
	for (int i = 0; i < RATE_COUNT_; i++)
		ck_assert_uint_eq(rates_of(&r, 4)->n[i], rate[i]);
	rates_free(&r);
}
END_TEST

static const struct {
	uint64_t n;
	const char *text, *brief;
} texts[] = {
	{ 0, "0 bit/s", "0" },
	{ 7, "7 bit/s", "7" },
	{ 999, "999 bit/s", "999" },
	{ 1000, "1.00 kbit/s", "1.00k" },
	{ 1029, "1.02 kbit/s", "1.02k" },
	{ 9999, "9.99 kbit/s", "9.99k" },
	{ 10000, "10.0 kbit/s", "10.0k" },
	{ 12345, "12.3 kbit/s", "12.3k" },
	{ 99999, "99.9 kbit/s", "99.9k" },
	{ 999999, "999 kbit/s", "999k" },
	{ 1000000, "1.00 Mbit/s", "1.00M" },
	{ 12050000, "12.0 Mbit/s", "12.0M" },
	{ 940000000, "940 Mbit/s", "940M" },
	{ 9870000000, "9.87 Gbit/s", "9.87G" },
	{ 400000000000, "400 Gbit/s", "400G" },
	{ 1600000000000, "1.60 Tbit/s", "1.60T" },
	{ MOST, "18.4 Ebit/s", "18.4E" },
};

START_TEST(test_text)
{
	char text[RATE_TEXT_SIZE];

	rate_text(texts[_i].n, "bit/s", text);
	ck_assert_str_eq(text, texts[_i].text);
	rate_text(texts[_i].n, "", text);
	ck_assert_str_eq(text, texts[_i].brief);
}
END_TEST

static const struct {
	uint64_t n, full;
	int cells;
} bars[] = {
	{ 0, 1000, 0 },
	{ 1, 1000, 1 },
	{ 100, 1000, 1 },
	{ 101, 1000, 2 },
	{ 500, 1000, 5 },
	{ 900, 1000, 9 },
	{ 901, 1000, 10 },
	{ 1000, 1000, 10 },
	{ 5000, 1000, 10 },
	{ 0, 0, 0 },
	{ 5, 0, 0 },
	{ 1, 1, 1 },
	{ MOST, MOST, 10 },
	{ 1, MOST, 1 },
};

START_TEST(test_bar)
{
	ck_assert_int_eq(rate_cells(bars[_i].n, bars[_i].full), bars[_i].cells);
}
END_TEST

#define K "\033[K"

static const struct {
	const char *text;
	bool hide;
	int width, lines;
	const char *laid;
} screens[] = {
	{ "", false, 80, 24, "\033[H\033[J" },
	{ "one\ntwo\n", false, 80, 24, "\033[Hone" K "\ntwo" K "\n\033[J" },
	{ "one\n", true, 80, 24, "\033[?25l\033[Hone" K "\n\033[J" },
	/* what is as wide as the terminal would lose its last character */
	{ "abcd\nabcde\nabcdef\n", false, 5, 24,
		"\033[Habcd" K "\nabcde\nabcde\n\033[J" },
	/* colours take no column, and are put back though what they colour is cut */
	{ "\033[1mab\033[0m\033[32mcd\033[0m\n", false, 3, 24,
		"\033[H\033[1mab\033[0m\033[32mc\033[0m\n\033[J" },
	/* no character is cut in two */
	{ "\xc3\xa4\xe2\x96\x88\xc3\xb6x\n", false, 3, 24,
		"\033[H\xc3\xa4\xe2\x96\x88\xc3\xb6\n\033[J" },
	{ "\xc3\xa4\xe2\x96\x88\xc3\xb6x\n", false, 2, 24,
		"\033[H\xc3\xa4\xe2\x96\x88\n\033[J" },
	/* the last line is the cursor's */
	{ "1\n2\n3\n", false, 80, 4, "\033[H1" K "\n2" K "\n3" K "\n\033[J" },
	{ "1\n2\n3\n4\n", false, 80, 4,
		"\033[H1" K "\n2" K
		"\n... 2 lines more; LINES tells how high the terminal is" K "\n\033[J" },
	{ "1\n2\n3\n", false, 7, 3, "\033[H1" K "\n... 2 l\n\033[J" },
};

START_TEST(test_layout)
{
	char *laid;
	size_t n;

	ck_assert_int_eq(layout(screens[_i].text, screens[_i].hide, screens[_i].width,
				 screens[_i].lines, &laid, &n),
		0);
	ck_assert_str_eq(laid, screens[_i].laid);
	ck_assert_uint_eq(n, strlen(laid));
	free(laid);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rates");

	unit_rows(s, "looks", test_looks, ARRAY_SIZE(rows));
	unit_one(s, "ways", test_ways);
	unit_rows(s, "text", test_text, ARRAY_SIZE(texts));
	unit_rows(s, "bar", test_bar, ARRAY_SIZE(bars));
	unit_rows(s, "layout", test_layout, ARRAY_SIZE(screens));
	return unit_run(s);
}
