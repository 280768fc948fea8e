/*
 * The flags of the program, and the words between them. Reading them starts nothing.
 */
#ifndef CLI_FLAGS_H
#define CLI_FLAGS_H

#include <stdbool.h>
#include <stdint.h>

struct flags {
	const char *netns;
	bool json, brief, proc, nagios, quiet, verbose, dry_run, debug, disrupt, force,
		prune, back, help, version;
	const char *textfile; /* of metrics */
	int64_t confirm_ms; /* undone after it; 0: not at all */
	int64_t watch_ms;   /* of show: how often it is shown anew; 0: it is shown once */
	const char *exec;   /* of monitor: the command for each event */
	unsigned buffer;    /* of monitor: bytes; 0: not said */
	const char **files; /* of apply and diff; freed by the caller */
	int n_files;
	const char *const *words; /* of the command, for who has to wait for it */
	int n_words;
};

struct words {
	const char **items; /* the arguments that are no flags; freed by the caller */
	int n;
};

/* Sorts flags from words. 0, or the exit status of a wrong usage, which was told. */
int flags_parse(struct flags *ret, struct words *words, int argc, char **argv);

#endif
