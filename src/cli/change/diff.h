/*
 * What a spec would change, shown and not done.
 */
#ifndef CLI_CHANGE_DIFF_H
#define CLI_CHANGE_DIFF_H

#include <bondnl/bondnl.h>

#include "commands.h"

/* Shows what a spec would change; one of these, or the status of a failure. */
enum {
	DIFF_SAME = 100,
	DIFF_DIFFERS,
};
int diff_show(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err);

/* diff for programs. */
void diff_json(const struct bondnl_result *result);

#endif
