/*
 * check for monitoring systems that run plugins: one line, the state first, what was
 * found, what the bonds are, and behind a bar numbers to be drawn. People of
 * check_linux_bonding know the middle of it: '*' is the primary slave, '!' the active
 * one.
 */
#include <stdio.h>

#include "check/check.h"
#include "output/say.h"
#include "show/show.h"

/* So many are told of in the line, since it is sent on by mail and SMS. */
#define FEW 4

/* A bar begins the numbers; in those, quotes and equal signs have a meaning, too. */
static void put_name(const char *name, bool in_numbers)
{
	for (size_t i = 0; name[i]; i++) {
		bool special = name[i] == '|' ||
			(in_numbers && (name[i] == '\'' || name[i] == '='));

		putchar(special ? '_' : plain_at(name, i));
	}
}

static int mode_number(const char *mode)
{
	const char *name;
	int64_t number;

	for (size_t i = 0; (name = bondnl_option_value(BONDNL_OPT_MODE, i, &number)); i++)
		if (show_is(name, mode))
			return (int)number;
	return -1;
}

static void print_bond(const struct bondnl_link *bond)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);
	const char *primary = show_option(bond, BONDNL_OPT_PRIMARY);
	const char *active = show_option(bond, BONDNL_OPT_ACTIVE_SLAVE);
	bool up = bondnl_link_is_up(bond) && bondnl_link_has_carrier(bond);

	printf("Interface ");
	put_name(bondnl_link_name(bond), false);
	printf(" is %s: mode=%d (%s), %zu slave%s", up ? "UP" : "DOWN", mode_number(mode),
		*mode ? mode : "unknown", bondnl_link_slaves(bond),
		bondnl_link_slaves(bond) == 1 ? "" : "s");
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		const char *name = bondnl_link_name(bondnl_link_slave(bond, i));

		printf("%s", i ? ", " : ": ");
		put_name(name, false);
		printf("%s%s", show_is(name, primary) ? "*" : "",
			show_is(name, active) ? "!" : "");
	}
}

static void print_findings(const struct bondnl_findings *findings)
{
	size_t told = 0, left = 0;

	for (int s = BONDNL_SEVERITY_CRITICAL; s >= BONDNL_SEVERITY_WARNING; s--)
		for (size_t i = 0; i < bondnl_findings_count(findings); i++) {
			if ((int)bondnl_finding_severity(findings, i) != s)
				continue;
			if (told == FEW) {
				left++;
				continue;
			}
			told++;
			put_name(bondnl_finding_bond(findings, i), false);
			printf(": ");
			put_name(bondnl_finding_evidence(findings, i), false);
			printf(" (%s); ", bondnl_finding_id(findings, i));
		}
	if (left)
		printf("and %zu more; ", left);
}

static void print_label(const char *bond, const char *what)
{
	printf(" '");
	put_name(bond, true);
	printf(" %s'=", what);
}

static void print_numbers(const struct check_bond *b)
{
	const char *name = bondnl_link_name(b->bond);
	size_t n = bondnl_link_slaves(b->bond);
	unsigned long long failures = 0;

	for (size_t i = 0; i < n; i++) {
		const struct bondnl_link *slave = bondnl_link_slave(b->bond, i);
		unsigned long long one = 0;

		if (sscanf(show_option(slave, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT),
			    "%llu", &one) == 1)
			failures += one;
	}
	print_label(name, "slaves");
	printf("%zu;;;0", n);
	print_label(name, "usable");
	printf("%zu;;;0;%zu", show_slaves_up(b->bond), n);
	print_label(name, "failures");
	printf("%lluc", failures);
	print_label(name, "warning");
	printf("%zu;;;0", b->of[BONDNL_SEVERITY_WARNING]);
	print_label(name, "critical");
	printf("%zu;;;0", b->of[BONDNL_SEVERITY_CRITICAL]);
}

void check_nagios(const struct bondnl_state *state,
	const struct bondnl_findings *findings, int status)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL" };
	size_t n = bondnl_state_bonds(state);
	struct check_bond b = { 0 };

	printf("BONDNL %s - ", words[status]);
	print_findings(findings);
	if (n > FEW)
		printf("%zu bonds", n);
	else if (!n)
		printf("no bonds");
	for (size_t i = 0; i < n && n <= FEW; i++) {
		printf("%s", i ? ", " : "");
		print_bond(bondnl_state_bond(state, i));
	}
	if (n)
		printf(" |");
	for (size_t at = 0; check_next(state, findings, &at, &b);)
		print_numbers(&b);
	putchar('\n');
}
