/*
 * Sentences for people, on standard error, with the program's name before them. Every
 * sentence of the program ends up here.
 */
#ifndef CLI_OUTPUT_SAY_H
#define CLI_OUTPUT_SAY_H

#include <bondnl/bondnl.h>
#include <stddef.h>

#include "cleanup.h"
#include "flags.h"

void say_error(const struct bondnl_error *err);
/* The same; returns the exit status that goes with it. */
int say_failure(const struct bondnl_error *err);
/* There is no memory, for what @word names, or NULL. Returns BONDNL_REFUSED. */
int say_nomem(const char *word);
/* The same below a line that said what failed: indented, and without saying that again.
 */
void say_cause(const struct bondnl_error *err);
/* The name that sentences begin with, if not the program's own. */
void say_as(const char *name);
/* A line as it is, without a name before it, and never folded. */
void say_verbatim(const char *line);
/* Says what is wrong with a word; returns BONDNL_USAGE. */
int say_usage(const char *word, const char *text, const char *hint);
/* The same of a word that is not known: @best is the nearest, or NULL; then @list helps.
 */
int say_unknown(const char *word, const char *text, const char *best, const char *list);
/* The same of what went wrong otherwise; returns BONDNL_REFUSED. */
int say_refused(const char *word, const char *text, const char *hint);
_printf_(2, 3) void say_line(const char *kind, const char *fmt, ...);
/*
 * A connection as the flags want it: in which network namespace, and whether what goes by
 * it is said. As bondnl_open().
 */
int say_open(const struct flags *f, struct bondnl_ctx **ret, struct bondnl_error *err);
/* A line of --debug: a bondnl_trace_fn. */
void say_trace(void *data, const char *line);
/* One more line to what was said before. */
_printf_(1, 2) void say_more(const char *fmt, ...);

/*
 * Names of devices, and words of the user, may hold anything: what could command a
 * terminal is shown as '?'. Bytes of UTF-8 pass.
 */
char plain_at(const char *s, size_t i); /* the byte to show for s[i] */
void print_plain(const char *s);	/* to standard output */

#endif
