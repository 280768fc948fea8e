/*
 * The bonds that are there as a file that apply takes.
 */
#ifndef CLI_SHOW_SAVE_H
#define CLI_SHOW_SAVE_H

#include "commands.h"

int save_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);

#endif
