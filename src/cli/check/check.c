/*
 * check: reads the bonds, lets the library look for what is wrong, and hands it to one of
 * its forms. It changes nothing.
 */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "output/say.h"
#include "owned.h"

bool check_next(const struct bondnl_state *state, const struct bondnl_findings *findings,
	size_t *at, struct check_bond *b)
{
	size_t next = b->first + b->n;
	const char *name;

	if (*at >= bondnl_state_bonds(state))
		return false;
	*b = (struct check_bond){ .findings = findings,
		.bond = bondnl_state_bond(state, (*at)++),
		.first = next };
	name = bondnl_link_name(b->bond);
	while (next < bondnl_findings_count(findings) &&
		strcmp(bondnl_finding_bond(findings, next), name) == 0)
		b->of[bondnl_finding_severity(findings, next++)]++;
	b->n = next - b->first;
	return true;
}

int check_status(const size_t of[3])
{
	if (of[BONDNL_SEVERITY_CRITICAL])
		return CHECK_CRITICAL;
	return of[BONDNL_SEVERITY_WARNING] ? CHECK_WARNING : CHECK_OK;
}

const char *check_status_word(int status)
{
	return status == CHECK_OK	  ? "ok"
		: status == CHECK_WARNING ? "warning"
					  : "critical";
}

static int total(const struct bondnl_findings *findings)
{
	size_t of[3] = { 0 };

	for (size_t i = 0; i < bondnl_findings_count(findings); i++)
		of[bondnl_finding_severity(findings, i)]++;
	return check_status(of);
}

static int print(const struct flags *f, const struct bondnl_state *state,
	const struct bondnl_findings *findings)
{
	int status = total(findings);

	if (f->quiet)
		return status;
	if (f->nagios)
		check_nagios(state, findings, status);
	else if (f->json)
		check_json(state, findings, status);
	else if (bondnl_state_bonds(state))
		check_text(state, findings);
	else
		say_line("", "no bonds");
	return status;
}

/* A monitoring system shows the first line of standard output, and only that. */
void check_unknown(const struct flags *f, const char *const texts[3])
{
	if (!f->nagios || f->quiet)
		return;
	printf("BONDNL UNKNOWN - ");
	for (int i = 0; i < 3; i++) {
		if (!texts[i] || !*texts[i])
			continue;
		print_plain(texts[i]);
		printf("%s", i < 2 ? ": " : "\n");
	}
}

int check_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	_cleanup_findings_ struct bondnl_findings *findings = NULL;
	_cleanup_state_ struct bondnl_state *state = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;

	if (f->json && f->nagios) {
		say_usage("--json, --nagios", "one or the other, not both", NULL);
		check_unknown(f, (const char *[3]){ NULL, NULL, "wrong usage" });
		return CHECK_UNTOLD;
	}
	if (!err) {
		say_nomem(c->name);
		return CHECK_UNTOLD;
	}
	if (say_open(f, &ctx, err) == 0 &&
		bondnl_state_read(ctx, (size_t)n, args, &state, err) == 0 &&
		bondnl_check_state(ctx, state, &findings, err) == 0)
		return print(f, state, findings);
	say_error(err);
	check_unknown(f,
		(const char *[3]){ bondnl_error_where(err), bondnl_error_subject(err),
			bondnl_error_text(err) });
	return CHECK_UNTOLD;
}
