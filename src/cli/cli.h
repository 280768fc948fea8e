/*
 * What the commands of the program share: its flags, its voice, the exit statuses.
 * It includes the public header only: the program is the library's first user.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <bondnl/bondnl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
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

struct command {
	const char *name;
	const char *alias; /* another word for it, or NULL */
	const char *synopsis;
	const char *summary; /* one line, for the list of commands */
	const char *help;    /* the rest of its page */
	bool takes_json, takes_brief, takes_proc, takes_files, takes_confirm, takes_back,
		takes_nagios, takes_textfile, takes_exec, takes_watch;
	int untold; /* the exit status of a wrong usage, if not BONDNL_USAGE */
	enum bondnl_intent intent; /* of a command that changes something */
	/* Returns the exit status. @args are the words after the command. */
	int (*run)(const struct command *c, const struct flags *f, int n,
		const char *const *args);
};

/* The commands, a row each; ends with a NULL name. */
extern const struct command commands[];

int change_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int show_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int apply_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int diff_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int save_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int confirm_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
/* For a monitoring system, if --nagios was said: what (NULL: nothing), what, and why. */
void check_unknown(const struct flags *f, const char *const texts[3]);
int check_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int metrics_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int monitor_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);
int options_run(
	const struct command *c, const struct flags *f, int n, const char *const *args);

/* What all that changes something shares. Steps, notes and warnings go to say.c. */
void change_listen(struct bondnl_ctx *ctx, const struct flags *f);
/*
 * A change is carried through or undone, not left half way by a key or by the hang-up
 * of the very session that the change cuts off: such signals wait until it is over.
 */
void change_hold_signals(sigset_t *before);
/* Connects, and listens. 0, or the exit status of what went wrong, which was told. */
int change_open(const struct flags *f, struct bondnl_ctx **ret, struct bondnl_error *err);
/* One call of bondnl_run(), its outcome told: the exit status. */
int change_try(const struct flags *f, struct bondnl_ctx *ctx,
	const struct bondnl_spec *spec, unsigned flags, struct bondnl_result **ret,
	struct bondnl_error *err);
/* Carries a spec out in its turn and tells what became of it: the exit status. */
int change_carry_out(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err);
void change_allow(struct bondnl_spec *spec, const struct flags *f);
/* progress.c: shown if it takes long, and only to a terminal. */
void progress_begin(const struct flags *f, unsigned long total);
void progress_step(void);
void progress_end(void);

/*
 * managers.c: warns of each program that is known to manage a link which the steps of
 * @result change. It says nothing in doubt, and nothing fails by it.
 */
void managers_warn(const struct flags *f, struct bondnl_ctx *ctx,
	const struct bondnl_result *result);

/* What became of it, after the error was told. */
void change_tell_outcome(const struct flags *f, const struct bondnl_result *result);

/* The program under the name ifenslave: its exit status. */
int ifenslave_main(int argc, char **argv);

/* show in its forms; all return 0 or a negative errno. */
int show_text(const struct bondnl_state *state, bool verbose);
int show_brief(const struct bondnl_state *state);
int show_proc(const struct bondnl_state *state);
int show_json(const struct bondnl_state *state);

/* monitor in its two forms, a line for each event. 0 or a negative errno. */
int monitor_text(const struct bondnl_event *event);
int monitor_json(const struct bondnl_event *event);
/* -EOPNOTSUPP where the program was built without it, before anything is waited for. */
int monitor_json_begin(void);
/* The present state, a line for each bond. */
void monitor_state(const struct bondnl_state *state);
#define MONITOR_TIME_SIZE 40
/* "2026-11-24T09:30:00.123+01:00"; with a blank and without the zone for people. */
void monitor_time(int64_t ms, bool zone, char ret[MONITOR_TIME_SIZE]);

/* diff.c: shows what a spec would change; one of these, or the status of a failure. */
enum {
	DIFF_SAME = 100,
	DIFF_DIFFERS,
};
int diff_show(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err);

/* diff for programs. 0 or a negative errno. */
int diff_json(const struct bondnl_result *result);

/* options for programs; @known has each option, by its id. 0 or a negative errno. */
int options_json(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[]);
/* options for people: the table of all, and all about some. */
void options_table(const enum bondnl_known known[]);
void options_blocks(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[]);
/* "yes", "no" or "unknown". */
const char *options_known_word(enum bondnl_known known);

/* flags.c */
struct words {
	const char **items; /* the arguments that are no flags; freed by the caller */
	int n;
};

/* Sorts flags from words. 0, or the exit status of a wrong usage, which was told. */
int flags_parse(struct flags *ret, struct words *words, int argc, char **argv);

/*
 * files.c: reads a file of bonds, standard input for "-", or the *.conf of a folder, into
 * a spec. 0, or the exit status of what went wrong, which was told.
 */
int files_read(struct bondnl_spec *spec, const char *path);

/* help.c */
void help_program(void);
void help_command(const struct command *c);

/* say.c: to standard error, with the program's name. Every sentence ends up here. */
void say_error(const struct bondnl_error *err);
/* The same below a line that said what failed: indented, and without saying that again. */
void say_cause(const struct bondnl_error *err);
/* The name that sentences begin with, if not the program's own. */
void say_as(const char *name);
/* A line as it is, without a name before it, and never folded. */
void say_verbatim(const char *line);
void say_usage(const char *word, const char *text, const char *hint);
void say_line(const char *kind, const char *text);
/*
 * A connection as the flags want it: in which network namespace, and whether what goes by
 * it is said. As bondnl_open().
 */
int say_open(const struct flags *f, struct bondnl_ctx **ret, struct bondnl_error *err);
/* A line of --debug: a bondnl_trace_fn. */
void say_trace(void *data, const char *line);
/* One more line to what was said before. */
void say_more(const char *text);

/*
 * Names of devices, and words of the user, may hold anything: what could command a
 * terminal is shown as '?'. Bytes of UTF-8 pass.
 */
char plain_at(const char *s, size_t i); /* the byte to show for s[i] */
void print_plain(const char *s);	/* to standard output */

#endif
