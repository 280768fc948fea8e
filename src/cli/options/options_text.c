/*
 * options for people: a table of all that fits 80 columns, and a block for one. It prints
 * what the library knows, and asks the kernel nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "options/options.h"
#include "output/term.h"

#define OUT   1
#define WIDTH 80

/* ------------------------------------------------------------------ words, one by one */

/* Words side by side, folded so that they begin below one another. */
struct fold {
	int indent, column;
	bool begun;
};

static void fold_word(struct fold *f, const char *word, bool comma)
{
	int n = (int)strlen(word) + comma;

	if (f->begun && f->column + 1 + n > WIDTH) {
		printf("\n%*s", f->indent, "");
		f->column = f->indent;
	} else if (f->begun) {
		putchar(' ');
		f->column++;
	}
	printf("%s%s", word, comma ? "," : "");
	f->column += n;
	f->begun = true;
}

/* What is no name: a range with its unit, or what kind of thing it takes. */
static void plain_values(enum bondnl_option id, char *ret, size_t size)
{
	static const char *const kinds[] = {
		[BONDNL_TAKES_NUMBER] = "",
		[BONDNL_TAKES_NAME] = "",
		[BONDNL_TAKES_MAC] = "a MAC",
		[BONDNL_TAKES_DEVICE] = "a slave, or none",
		[BONDNL_TAKES_IP4] = "IPv4,..., or none",
		[BONDNL_TAKES_IP6] = "IPv6,..., or none",
		[BONDNL_TAKES_FLAGS] = "",
	};
	const char *unit = bondnl_option_unit(id);
	int64_t min, max;

	if (bondnl_option_range(id, &min, &max))
		snprintf(ret, size, "%" PRId64 "..%" PRId64 "%s%s", min, max,
			unit ? " " : "", unit ? unit : "");
	else
		snprintf(ret, size, "%s", kinds[bondnl_option_takes(id)]);
}

static void print_values(enum bondnl_option id, int indent, bool numbers)
{
	struct fold f = { .indent = indent, .column = indent };
	char text[64];
	const char *name;
	int64_t number;

	if (!bondnl_option_value(id, 0, NULL)) {
		plain_values(id, text, sizeof(text));
		printf("%s\n", text);
		return;
	}
	for (size_t i = 0; (name = bondnl_option_value(id, i, &number)); i++) {
		bool more = bondnl_option_value(id, i + 1, NULL) != NULL;

		/* a blank in a name is no place to fold at */
		if (numbers)
			snprintf(text, sizeof(text), "%s (%" PRId64 ")", name, number);
		else
			snprintf(text, sizeof(text), "%s", name);
		fold_word(&f, text, more);
	}
	putchar('\n');
}

static const char *mode_name(size_t i)
{
	return bondnl_option_value(BONDNL_OPT_MODE, i, NULL);
}

static bool in_all_modes(enum bondnl_option id)
{
	const char *mode;

	for (size_t i = 0; (mode = mode_name(i)); i++)
		if (!bondnl_option_in_mode(id, mode))
			return false;
	return true;
}

/* "all", "0-3", "1,5,6": of three and more in a row the first and the last. */
static void short_modes(enum bondnl_option id, char *ret, size_t size)
{
	size_t at = 0;

	ret[0] = 0;
	if (in_all_modes(id)) {
		snprintf(ret, size, "all");
		return;
	}
	for (size_t i = 0; mode_name(i) && at < size; i++) {
		size_t last = i;

		if (!bondnl_option_in_mode(id, mode_name(i)))
			continue;
		while (mode_name(last + 1) &&
			bondnl_option_in_mode(id, mode_name(last + 1)))
			last++;
		if (last - i < 2)
			last = i;
		at += (size_t)snprintf(ret + at, size - at,
			last > i ? "%s%zu-%zu" : "%s%zu", at ? "," : "", i, last);
		i = last;
	}
}

static void short_needs(enum bondnl_option id, char *ret, size_t size)
{
	unsigned needs = bondnl_option_needs(id);

	snprintf(ret, size, "%s%s%s",
		needs & BONDNL_NEEDS_MIIMON	    ? "miimon"
			: needs & BONDNL_NEEDS_DOWN ? "down"
						    : "",
		needs == (BONDNL_NEEDS_DOWN | BONDNL_NEEDS_EMPTY) ? "," : "",
		needs & BONDNL_NEEDS_EMPTY ? "empty" : "");
}

static enum colour colour_of(enum bondnl_known known)
{
	return known == BONDNL_KNOWN_NO ? COLOUR_WARN : COLOUR_NONE;
}

/* ----------------------------------------------------------------------------- the table
 */

struct columns {
	int name, needs; /* widths; no needs where nothing can be set */
};

static void print_row(
	const struct columns *c, enum bondnl_option id, enum bondnl_known known)
{
	char modes[32], needs[32];
	const char *word = options_known_word(known);
	const char *mark = strcmp(word, "unknown") == 0 ? "?" : word;

	short_modes(id, modes, sizeof(modes));
	short_needs(id, needs, sizeof(needs));
	printf("%-*s  %-5s  ", c->name, bondnl_option_name(id), modes);
	if (c->needs)
		printf("%-*s  ", c->needs, needs);
	printf("%s%-6s%s  ", term_colour(OUT, colour_of(known)), mark, term_plain(OUT));
	print_values(
		id, c->name + 2 + 5 + 2 + (c->needs ? c->needs + 2 : 0) + 6 + 2, false);
}

static void print_group(const char *title, const struct columns *c, bool settable,
	bool of_slave, bool both, const enum bondnl_known *known)
{
	printf("%s%-*s  %-5s  ", term_colour(OUT, COLOUR_STRONG), c->name, title,
		"MODES");
	if (c->needs)
		printf("%-*s  ", c->needs, "NEEDS");
	printf("%-6s  %s%s\n", "KERNEL", "VALUES", term_plain(OUT));
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (bondnl_option_settable(id) == settable &&
			(both || bondnl_option_of_slave(id) == of_slave))
			print_row(c, id, known[i]);
	}
	putchar('\n');
}

/* Each of the reasons there are, once. */
static void print_reasons(const enum bondnl_known *known)
{
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		const char *reason = bondnl_known_reason(known[i]);
		bool said = !reason;

		for (size_t k = 0; k < i && !said; k++)
			said = known[k] == known[i];
		if (!said)
			printf("?      cannot be told: %s\n", reason);
	}
}

void options_table(const enum bondnl_known known[])
{
	static const struct columns set = { 18, 10 }, reported = { 26, 0 };
	struct fold f = { .indent = 7, .column = 7 };
	char text[40];

	print_group("BOND OPTION", &set, true, false, false, known);
	print_group("SLAVE OPTION", &set, true, true, false, known);
	print_group("READ ONLY", &reported, false, false, true, known);
	printf("MODES  ");
	for (size_t i = 0; mode_name(i); i++) {
		snprintf(text, sizeof(text), "%zu %s", i, mode_name(i));
		fold_word(&f, text, mode_name(i + 1) != NULL);
	}
	printf("\nNEEDS  of the bond: down, empty of slaves, or a miimon other than 0\n");
	print_reasons(known);
}

/* ------------------------------------------------------------------------- one of them
 */

static void line(const char *what, const char *text)
{
	printf("  %-8s %s\n", what, text);
}

static void print_aliases(enum bondnl_option id)
{
	struct fold f = { .indent = 11, .column = 11 };
	const char *alias;

	if (!bondnl_option_alias(id, 0))
		return;
	printf("  %-8s ", "also");
	for (size_t i = 0; (alias = bondnl_option_alias(id, i)); i++)
		fold_word(&f, alias, bondnl_option_alias(id, i + 1) != NULL);
	putchar('\n');
}

static void print_modes(enum bondnl_option id)
{
	struct fold f = { .indent = 11, .column = 11 };
	size_t left = 0;

	if (in_all_modes(id)) {
		line("modes", "all");
		return;
	}
	for (size_t i = 0; mode_name(i); i++)
		left += bondnl_option_in_mode(id, mode_name(i));
	printf("  %-8s ", "modes");
	for (size_t i = 0; mode_name(i); i++)
		if (bondnl_option_in_mode(id, mode_name(i)))
			fold_word(&f, mode_name(i), --left > 0);
	putchar('\n');
}

static void print_block(enum bondnl_option id, enum bondnl_known known)
{
	static const char *const of[] = {
		[BONDNL_LEVEL_BOND] = "the bond",
		[BONDNL_LEVEL_SLAVE] = "a slave",
		[BONDNL_LEVEL_AD_INFO] = "the bond's active aggregator, in 802.3ad",
	};
	static const char *const needs[] = {
		[BONDNL_NEEDS_DOWN] = "the bond down",
		[BONDNL_NEEDS_EMPTY] = "the bond without slaves",
		[BONDNL_NEEDS_DOWN | BONDNL_NEEDS_EMPTY] =
			"the bond down and without slaves",
		[BONDNL_NEEDS_MIIMON] = "a miimon other than 0",
	};
	const char *reason = bondnl_known_reason(known);
	unsigned n = bondnl_option_needs(id);

	printf("%s%s%s: %s\n", term_colour(OUT, COLOUR_STRONG), bondnl_option_name(id),
		term_plain(OUT), bondnl_option_help(id));
	print_aliases(id);
	line("of", of[bondnl_option_level(id)]);
	printf("  %-8s ", "values");
	print_values(id, 11, true);
	print_modes(id);
	if (!bondnl_option_settable(id))
		line("needs", "nothing: it is only reported");
	else
		line("needs", n < ARRAY_SIZE(needs) && needs[n] ? needs[n] : "nothing");
	if (bondnl_option_privileged(id))
		line("visible", "only to CAP_NET_ADMIN");
	printf("  %-8s %s%s%s%s%s%s\n", "kernel", term_colour(OUT, colour_of(known)),
		options_known_word(known), term_plain(OUT), reason ? " (" : "",
		reason ? reason : "", reason ? ")" : "");
}

void options_blocks(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[])
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			putchar('\n');
		print_block(ids[i], known[ids[i]]);
	}
}
