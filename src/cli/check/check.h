/*
 * What the forms of check share: what was found, held against the bonds. The findings of
 * a bond stand together, in the order of the bonds.
 */
#ifndef CLI_CHECK_CHECK_H
#define CLI_CHECK_CHECK_H

#include <bondnl/bondnl.h>
#include <stdbool.h>
#include <stddef.h>

#include "commands.h"

/* Exit statuses of check: Nagios' own. */
enum {
	CHECK_OK = 0,
	CHECK_WARNING = 1,
	CHECK_CRITICAL = 2,
	CHECK_UNTOLD = 3,
};

/* The findings of one bond: those from ->first on, ->n of them. */
struct check_bond {
	const struct bondnl_findings *findings;
	const struct bondnl_link *bond;
	size_t first, n;
	size_t of[3]; /* how many of each severity */
};

/* The next bond of a state after ->bond, from a zeroed one on; false behind the last. */
bool check_next(const struct bondnl_state *state, const struct bondnl_findings *findings,
	size_t *at, struct check_bond *b);
/* The status that so many of each severity come to. */
int check_status(const size_t of[3]);
/* "ok", "warning", "critical" */
const char *check_status_word(int status);

/* For a monitoring system, if --nagios was said: what (NULL: nothing), what, and why. */
void check_unknown(const struct flags *f, const char *const texts[3]);

/* The forms. */
void check_text(const struct bondnl_state *state, const struct bondnl_findings *findings);
void check_json(const struct bondnl_state *state, const struct bondnl_findings *findings,
	int status);
/* One line for a monitoring system. */
void check_nagios(const struct bondnl_state *state,
	const struct bondnl_findings *findings, int status);

#endif
