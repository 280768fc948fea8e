/*
 * The table of commands: what each is called, what it takes, and the function that runs
 * it. It does nothing by itself.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include <bondnl/bondnl.h>

#include "flags.h"

struct command;

/* Returns the exit status. @args are the words after the command. */
typedef int command_fn(
	const struct command *c, const struct flags *f, int n, const char *const *args);

struct command {
	const char *name;
	const char *alias; /* another word for it, or NULL */
	const char *synopsis;
	const char *summary; /* one line, for the list of commands */
	const char *help;    /* the rest of its page */
	unsigned takes;	     /* FLAG_* */
	int untold;	     /* the exit status of a wrong usage, if not BONDNL_USAGE */
	enum bondnl_intent intent; /* of a command that changes something */
	enum bondnl_intent back;   /* the same with --back, if it takes that */
	bool many_bonds;	   /* all its arguments are bonds; else what follows the
				      bond are words for it */
	bool device_first;	   /* a device comes before the bond; not with --back */
	const char *no_dry_run;	   /* why --dry-run is refused, or NULL */
	command_fn *run;
};

/* What runs them, each in a file of that name, or of what it is about. */
command_fn apply_run, change_run, check_run, confirm_run, diff_run, metrics_run,
	monitor_run, options_run, save_run, show_run;

/* The commands, a row each; ends with a NULL name. */
extern const struct command commands[];

#endif
