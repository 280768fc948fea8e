/*
 * Makes bondnl-options(7) of the option table and of options.prose: the facts of each
 * entry are the table's, so that they are never of another day. Runs while building, on
 * the machine that builds; it fails if an option has no prose, or no example where it
 * can be set, or if prose is of no option.
 *
 * The prose is scdoc's source, but for two kinds of line: '== NAME' begins the entry of
 * an option, and '! COMMAND' is its example.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "option/option.h"
#include "option/value.h"

static struct {
	bool seen, prose, example;
} found[BONDNL_OPT_COUNT_];

static int bad;

static void complain(const char *name, const char *what)
{
	fprintf(stderr, "options.prose: %s: %s\n", name, what);
	bad = 1;
}

static const struct option *by_name(const char *name)
{
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (str_eq(o->name, name))
			return o;
	}
	return NULL;
}

static void print_values(const struct option *o)
{
	_cleanup_text_ struct text t = { 0 };

	value_print_range(o, &t);
	printf("_Values_ %s++\n", text_str(&t));
}

static void print_modes(const struct option *o)
{
	const char *comma = "";

	printf("_Modes_ ");
	for (int m = 0; m <= 6 && o->modes != MODES_ALL; m++) {
		if (!option_in_mode(o, m))
			continue;
		printf("%s%s", comma, option_mode_name(m));
		comma = ", ";
	}
	printf("%s", o->modes == MODES_ALL ? "all" : "");
}

static void print_needs(const struct option *o)
{
	bool down = o->flags & OPTION_NEEDS_DOWN, empty = o->flags & OPTION_NEEDS_EMPTY;

	if (down || empty)
		printf("++\n_Needs_ a bond that is %s",
			!empty	       ? "down"
				: down ? "down and without slaves"
				       : "without slaves");
	if (o->flags & OPTION_NEEDS_MIIMON)
		printf("++\n_Needs_ miimon");
}

static void print_facts(const struct option *o)
{
	printf("## %s\n\n%s%s.\n\n", o->name, o->help,
		option_settable(o) ? "" : " (read only)");
	for (size_t i = 0; i < 3 && o->aliases[i]; i++)
		printf("%s%s%s", i ? ", " : "_Also_ ", o->aliases[i],
			i == 2 || !o->aliases[i + 1] ? "++\n" : "");
	print_values(o);
	print_modes(o);
	print_needs(o);
	printf("\n\n");
}

static const struct option *begin_entry(const char *name)
{
	const struct option *o = by_name(name);

	if (!o) {
		complain(name, "the table has no such option");
		return NULL;
	}
	if (found[o->id].seen)
		complain(name, "is there twice");
	found[o->id].seen = true;
	print_facts(o);
	return o;
}

static void check_all(void)
{
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (!found[i].seen || !found[i].prose)
			complain(o->name, "has no prose");
		else if (option_settable(o) && !found[i].example)
			complain(o->name, "has no example");
	}
}

int main(void)
{
	const struct option *o = NULL;
	char line[1024];

	printf("bondnl-options(7)\n\n");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (line[0] == '#')
			o = NULL;
		if (strncmp(line, "== ", 3) == 0) {
			o = begin_entry(line + 3);
			continue;
		}
		if (o && strncmp(line, "! ", 2) == 0) {
			printf("\n```\n%s\n```\n", line + 2);
			found[o->id].example = true;
			continue;
		}
		if (o && line[0])
			found[o->id].prose = true;
		printf("%s\n", line);
	}
	check_all();
	return bad;
}
