/*
 * The flags of the program, and the words between them. Reading them starts nothing.
 */
#ifndef CLI_FLAGS_H
#define CLI_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Flags that only some commands take. Of several that one does not take the lowest is
 * told.
 */
enum {
	FLAG_JSON = 1 << 0,
	FLAG_BRIEF = 1 << 1,
	FLAG_PROC = 1 << 2,
	FLAG_BACK = 1 << 3,
	FLAG_PRUNE = 1 << 4,
	FLAG_FILE = 1 << 5,
	FLAG_CONFIRM = 1 << 6,
	FLAG_NAGIOS = 1 << 7,
	FLAG_TEXTFILE = 1 << 8,
	FLAG_EXEC = 1 << 9,
	FLAG_BUFFER = 1 << 10,
	FLAG_WATCH = 1 << 11,
};

struct flags {
	unsigned said; /* FLAG_* */
	const char *netns;
	bool json, brief, proc, nagios, quiet, verbose, dry_run, debug, disrupt, force,
		prune, back, help, version;
	const char *textfile; /* of metrics */
	int64_t confirm_ms;   /* undone after it; 0: not at all */
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

/* What a flag sets is a bool, or a text, unless it has a function. */
struct flag {
	const char *letter; /* "-n", or NULL */
	const char *name;   /* "--netns" */
	const char *value;  /* what it takes, as its help calls that; NULL: nothing */
	unsigned bit;	    /* FLAG_*, or 0 */
	size_t place;	    /* of what it sets in struct flags */
	int (*take)(struct flags *f, const char *value);
	bool many;	  /* may be said again */
	bool may_lack;	  /* it takes the next argument only if that is a time */
	const char *help; /* its line on the program's page, or NULL */
	const char *missing, *hint; /* said where it wants a value and gets none, or "" */
};

/* All flags, as the program's page lists them; ends with a NULL name. */
extern const struct flag flag_table[];

/* The form that messages call it by. */
const char *flag_word(const struct flag *flag);

/* Sorts flags from words. 0, or the exit status of a wrong usage, which was told. */
int flags_parse(struct flags *ret, struct words *words, int argc, char **argv);

#endif
