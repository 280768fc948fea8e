/*
 * check for people: what was found, bond by bond, the severity in words and in colour,
 * and what to do on a line of its own, to be copied.
 */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "term.h"

#define OUT    1
#define INDENT 12
#define WIDTH  80

static enum colour colour_of(enum bondnl_severity severity)
{
	return severity == BONDNL_SEVERITY_CRITICAL   ? COLOUR_BAD
		: severity == BONDNL_SEVERITY_WARNING ? COLOUR_WARN
						      : COLOUR_STRONG;
}

/* Folded at blanks, below its first line. */
static void put_folded(const char *s)
{
	size_t column = INDENT;

	while (*s) {
		size_t blanks = strspn(s, " "), n = strcspn(s + blanks, " ");

		if (column > INDENT && column + blanks + n > WIDTH) {
			printf("\n%*s", INDENT, "");
			column = INDENT;
			s += blanks;
			blanks = 0;
		}
		for (size_t i = 0; i < blanks + n; i++)
			putchar(plain_at(s, i));
		column += blanks + n;
		s += blanks + n;
	}
	putchar('\n');
}

static void print_finding(const struct bondnl_findings *f, size_t i)
{
	enum bondnl_severity severity = bondnl_finding_severity(f, i);
	char text[640];

	snprintf(text, sizeof(text), "%s (%s)", bondnl_finding_evidence(f, i),
		bondnl_finding_id(f, i));
	printf("  %s%-9s%s ", term_colour(OUT, colour_of(severity)),
		bondnl_severity_name(severity), term_plain(OUT));
	put_folded(text);
	printf("%*s", INDENT, "");
	print_plain(bondnl_finding_remedy(f, i));
	putchar('\n');
}

static void print_head(const struct check_bond *b)
{
	static const char *const words[][2] = {
		{ "note", "notes" },
		{ "warning", "warnings" },
		{ "critical", "critical" },
	};
	const char *comma = "";

	printf("%s", term_colour(OUT, COLOUR_STRONG));
	print_plain(bondnl_link_name(b->bond));
	printf("%s: ", term_plain(OUT));
	if (!b->n)
		printf("%snothing found%s", term_colour(OUT, COLOUR_GOOD),
			term_plain(OUT));
	for (int s = 2; s >= 0; s--) {
		if (!b->of[s])
			continue;
		printf("%s%zu %s", comma, b->of[s], words[s][b->of[s] != 1]);
		comma = ", ";
	}
	putchar('\n');
}

/* The worst first. */
void check_text(const struct bondnl_state *state, const struct bondnl_findings *findings)
{
	struct check_bond b = { 0 };

	for (size_t at = 0; check_next(state, findings, &at, &b);) {
		print_head(&b);
		for (int s = 2; s >= 0; s--)
			for (size_t i = b.first; i < b.first + b.n; i++)
				if ((int)bondnl_finding_severity(findings, i) == s)
					print_finding(findings, i);
	}
}
