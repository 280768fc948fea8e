/*
 * confirm and revert: what becomes of a change that was made for a while.
 */
#ifndef CLI_CONFIRM_CONFIRM_H
#define CLI_CONFIRM_CONFIRM_H

#include "commands.h"

int confirm_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);

#endif
