/*
 * Flags of the program, sorted from the words of the command. What begins with '-' is
 * a flag, wherever it stands, unless a digit follows (prio -5) or '--' came before.
 */
#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "confirm/guard.h"
#include "output/say.h"

static const struct {
	char letter;
	const char *name;
	size_t place; /* of a bool in struct flags */
} switches[] = {
	{ 'j', "--json", offsetof(struct flags, json) },
	{ 0, "--brief", offsetof(struct flags, brief) },
	{ 0, "--proc", offsetof(struct flags, proc) },
	{ 'q', "--quiet", offsetof(struct flags, quiet) },
	{ 'v', "--verbose", offsetof(struct flags, verbose) },
	{ 0, "--dry-run", offsetof(struct flags, dry_run) },
	{ 0, "--debug", offsetof(struct flags, debug) },
	{ 0, "--disrupt", offsetof(struct flags, disrupt) },
	{ 0, "--force", offsetof(struct flags, force) },
	{ 0, "--prune", offsetof(struct flags, prune) },
	{ 0, "--back", offsetof(struct flags, back) },
	{ 0, "--nagios", offsetof(struct flags, nagios) },
	{ 'h', "--help", offsetof(struct flags, help) },
	{ 'V', "--version", offsetof(struct flags, version) },
};

#define N_SWITCHES ARRAY_SIZE(switches)

#define WATCH_MS       1000
#define WATCH_LEAST_MS 100

struct parser {
	struct flags *flags;
	struct words *words;
	int argc, at;
	char **argv;
};

static void turn_on(struct flags *f, size_t i)
{
	*(bool *)((char *)f + switches[i].place) = true;
}

/* -n NAME, -nNAME, --netns NAME, --netns=NAME */
static int take_netns(struct parser *p, const char *value)
{
	if (!value || !*value) {
		say_usage("-n", "the name of a network namespace is missing after it",
			"'ip netns' lists them");
		return BONDNL_USAGE;
	}
	if (p->flags->netns) {
		say_usage("-n", "is said twice", NULL);
		return BONDNL_USAGE;
	}
	p->flags->netns = value;
	return 0;
}

/* --confirm TIME, --confirm=TIME */
static int take_confirm(struct parser *p, const char *value)
{
	if (p->flags->confirm_ms) {
		say_usage("--confirm", "is said twice", NULL);
		return BONDNL_USAGE;
	}
	p->flags->confirm_ms = guard_time(value ? value : "");
	if (p->flags->confirm_ms)
		return 0;
	say_usage("--confirm",
		value ? "takes a time of at most a day" : "a time is missing after it",
		"60 and 60s are 60 seconds, 2m are 2 minutes, 500ms half a second");
	return BONDNL_USAGE;
}

/* -f FILE, -fFILE, --file FILE, --file=FILE; may be said again. */
static int take_file(struct parser *p, const char *value)
{
	if (!value || !*value) {
		say_usage("-f", "the name of a file is missing after it",
			"- is standard input");
		return BONDNL_USAGE;
	}
	p->flags->files[p->flags->n_files++] = value;
	return 0;
}

/* --textfile PATH, --textfile=PATH */
static int take_textfile(struct parser *p, const char *value)
{
	if (!value || !*value || p->flags->textfile) {
		say_usage("--textfile",
			p->flags->textfile ? "is said twice"
					   : "the name of a file is missing after it",
			NULL);
		return BONDNL_USAGE;
	}
	if (strcmp(value, "-") == 0) {
		say_usage("--textfile", "'-' is no file",
			"without --textfile the metrics go to standard output");
		return BONDNL_USAGE;
	}
	p->flags->textfile = value;
	return 0;
}

/* --exec CMD, --exec=CMD */
static int take_exec(struct parser *p, const char *value)
{
	if (p->flags->exec || !value || !*value) {
		say_usage("--exec",
			p->flags->exec ? "is said twice"
				       : "a command is missing after it",
			NULL);
		return BONDNL_USAGE;
	}
	p->flags->exec = value;
	return 0;
}

/* --buffer SIZE, --buffer=SIZE: bytes, or with k or m. What is too small or too large the
 * kernel makes what it allows. */
static int take_buffer(struct parser *p, const char *value)
{
	char *end = NULL;
	unsigned long n;
	int shift = 0;

	n = value && isdigit((unsigned char)*value) ? strtoul(value, &end, 10) : 0;
	if (end && (*end == 'k' || *end == 'm'))
		shift = *end++ == 'k' ? 10 : 20;
	if (!n || *end || n > 1UL << 30 >> shift) {
		say_usage("--buffer", "takes a size in bytes, up to 1024m",
			"262144 and 256k are the same");
		return BONDNL_USAGE;
	}
	p->flags->buffer = (unsigned)(n << shift);
	return 0;
}

/* --watch, --watch TIME, --watch=TIME */
static int take_watch(struct parser *p, const char *value)
{
	int64_t ms = value ? guard_time(value) : WATCH_MS;

	if (p->flags->watch_ms) {
		say_usage("--watch", "is said twice", NULL);
		return BONDNL_USAGE;
	}
	if (ms < WATCH_LEAST_MS) {
		say_usage("--watch", "takes a time from 100ms to a day",
			"2 and 2s are 2 seconds, 500ms half a second; without one it is "
			"a "
			"second");
		return BONDNL_USAGE;
	}
	p->flags->watch_ms = ms;
	return 0;
}

/* Flags that take a value; each is given it, or NULL where there is none. */
static const struct {
	char letter;
	const char *name;
	int (*take)(struct parser *p, const char *value);
	bool may_lack; /* it takes the next argument only if that is a time */
} valued[] = {
	{ 'n', "--netns", take_netns, false },
	{ 'f', "--file", take_file, false },
	{ 0, "--confirm", take_confirm, false },
	{ 0, "--exec", take_exec, false },
	{ 0, "--buffer", take_buffer, false },
	{ 0, "--textfile", take_textfile, false },
	{ 0, "--watch", take_watch, true },
};

#define N_VALUED ARRAY_SIZE(valued)

/* Without @value the next argument is it, whatever that is, unless it need not be. */
static int take_value(struct parser *p, size_t i, const char *value)
{
	if (!value && p->at < p->argc &&
		(!valued[i].may_lack || guard_time(p->argv[p->at])))
		value = p->argv[p->at++];
	return valued[i].take(p, value);
}

static int unknown(const char *arg)
{
	const char *names[N_SWITCHES + N_VALUED], *best;
	char hint[80];

	for (size_t i = 0; i < N_SWITCHES; i++)
		names[i] = switches[i].name;
	for (size_t i = 0; i < N_VALUED; i++)
		names[N_SWITCHES + i] = valued[i].name;
	best = bondnl_nearest(arg, N_SWITCHES + N_VALUED, names);
	if (best)
		snprintf(hint, sizeof(hint), "did you mean %s?", best);
	else
		snprintf(hint, sizeof(hint), "'bondnl --help' lists the flags");
	say_usage(arg, "no such flag", hint);
	return BONDNL_USAGE;
}

static int take_long(struct parser *p, const char *arg)
{
	for (size_t i = 0; i < N_VALUED; i++) {
		size_t n = strlen(valued[i].name);

		if (strncmp(arg, valued[i].name, n) == 0 && (!arg[n] || arg[n] == '='))
			return take_value(p, i, arg[n] ? arg + n + 1 : NULL);
	}
	for (size_t i = 0; i < N_SWITCHES; i++) {
		if (strcmp(arg, switches[i].name) != 0)
			continue;
		turn_on(p->flags, i);
		return 0;
	}
	for (size_t i = 0; i < N_SWITCHES; i++) {
		size_t n = strlen(switches[i].name);

		if (strncmp(arg, switches[i].name, n) == 0 && arg[n] == '=') {
			say_usage(switches[i].name, "takes no value", NULL);
			return BONDNL_USAGE;
		}
	}
	return unknown(arg);
}

static int take_letters(struct parser *p, const char *arg)
{
	for (const char *letter = arg + 1; *letter; letter++) {
		size_t i = 0;

		for (size_t k = 0; k < N_VALUED; k++)
			if (valued[k].letter == *letter)
				return take_value(p, k, letter[1] ? letter + 1 : NULL);
		while (i < N_SWITCHES && switches[i].letter != *letter)
			i++;
		if (i == N_SWITCHES)
			return unknown(arg);
		turn_on(p->flags, i);
	}
	return 0;
}

int flags_parse(struct flags *ret, struct words *words, int argc, char **argv)
{
	struct parser p = {
		.flags = ret, .words = words, .argc = argc, .at = 1, .argv = argv
	};
	bool only_words = false;
	int rc;

	words->items = calloc((size_t)argc + 1, sizeof(*words->items));
	ret->files = calloc((size_t)argc + 1, sizeof(*ret->files));
	if (!words->items || !ret->files)
		return say_nomem(NULL);
	while (p.at < p.argc) {
		const char *arg = p.argv[p.at++];

		if (only_words || arg[0] != '-' || isdigit((unsigned char)arg[1])) {
			words->items[words->n++] = arg;
			continue;
		}
		if (strcmp(arg, "--") == 0) {
			only_words = true;
			continue;
		}
		rc = arg[1] == '-' ? take_long(&p, arg)
			: arg[1]   ? take_letters(&p, arg)
				   : unknown(arg);
		if (rc)
			return rc;
	}
	if (ret->quiet && ret->verbose) {
		say_usage("-q, -v", "one or the other, not both", NULL);
		return BONDNL_USAGE;
	}
	return 0;
}
