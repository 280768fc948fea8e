/*
 * check for people: what was found, bond by bond, the severity in words and in colour,
 * and what to do on a line of its own, to be copied.
 */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "output/out.h"
#include "output/say.h"
#include "output/term.h"

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
			out_char('\n');
			out_blanks(INDENT);
			column = INDENT;
			s += blanks;
			blanks = 0;
		}
		for (size_t i = 0; i < blanks + n; i++)
			out_char(plain_at(s, i));
		column += blanks + n;
		s += blanks + n;
	}
	out_char('\n');
}

static void print_finding(const struct bondnl_findings *f, size_t i)
{
	enum bondnl_severity severity = bondnl_finding_severity(f, i);
	char text[640];

	snprintf(text, sizeof(text), "%s (%s)", bondnl_finding_evidence(f, i),
		bondnl_finding_id(f, i));
	out_texts("  ", term_colour(OUT, colour_of(severity)));
	out_wide(bondnl_severity_name(severity), 9);
	out_texts(term_plain(OUT), " ");
	put_folded(text);
	out_blanks(INDENT);
	out_plain(bondnl_finding_remedy(f, i));
	out_char('\n');
}

static void print_head(const struct check_bond *b)
{
	static const char *const words[][2] = {
		{ "note", "notes" },
		{ "warning", "warnings" },
		{ "critical", "critical" },
	};
	const char *comma = "";

	out_text(term_colour(OUT, COLOUR_STRONG));
	out_plain(bondnl_link_name(b->bond));
	out_texts(term_plain(OUT), ": ");
	if (!b->n)
		out_coloured(COLOUR_GOOD, "nothing found");
	for (int s = 2; s >= 0; s--) {
		if (!b->of[s])
			continue;
		out_text(comma);
		out_number(b->of[s]);
		out_texts(" ", words[s][b->of[s] != 1]);
		comma = ", ";
	}
	out_char('\n');
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
	out_flush();
}
