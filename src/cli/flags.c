/*
 * The flags of the program, a row each, and how they are told from the words of the
 * command. What begins with '-' is a flag, wherever it stands, unless a digit follows
 * (prio -5) or '--' came before.
 */
#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "confirm/guard.h"
#include "output/say.h"

#define WATCH_MS       1000
#define WATCH_LEAST_MS 100

static int take_netns(struct flags *f, const char *value)
{
	if (f->netns)
		return say_usage("-n", "is said twice", NULL);
	f->netns = value;
	return 0;
}

/* --confirm TIME */
static int take_confirm(struct flags *f, const char *value)
{
	f->confirm_ms = guard_time(value ? value : "");
	if (f->confirm_ms)
		return 0;
	return say_usage("--confirm",
		value ? "takes a time of at most a day" : "a time is missing after it",
		"60 and 60s are 60 seconds, 2m are 2 minutes, 500ms half a second");
}

static int take_file(struct flags *f, const char *value)
{
	f->files[f->n_files++] = value;
	return 0;
}

static int take_textfile(struct flags *f, const char *value)
{
	f->textfile = value;
	if (strcmp(value, "-") != 0)
		return 0;
	return say_usage("--textfile", "'-' is no file",
		"without --textfile the metrics go to standard output");
}

/* --buffer SIZE: bytes, or with k or m. What is too small or too large the kernel makes
 * what it allows. */
static int take_buffer(struct flags *f, const char *value)
{
	char *end = NULL;
	unsigned long n;
	int shift = 0;

	n = value && isdigit((unsigned char)*value) ? strtoul(value, &end, 10) : 0;
	if (end && (*end == 'k' || *end == 'm'))
		shift = *end++ == 'k' ? 10 : 20;
	if (!n || *end || n > 1UL << 30 >> shift)
		return say_usage("--buffer", "takes a size in bytes, up to 1024m",
			"262144 and 256k are the same");
	f->buffer = (unsigned)(n << shift);
	return 0;
}

/* --watch, --watch TIME */
static int take_watch(struct flags *f, const char *value)
{
	f->watch_ms = value ? guard_time(value) : WATCH_MS;
	if (f->watch_ms >= WATCH_LEAST_MS)
		return 0;
	return say_usage("--watch", "takes a time from 100ms to a day",
		"2 and 2s are 2 seconds, 500ms half a second; without one it is a "
		"second");
}

#define ON(what) .place = offsetof(struct flags, what)

const struct flag flag_table[] = {
	{ "-n", "--netns", "NAME", 0, .take = take_netns,
		.help = "act in this network namespace (as ip netns lists them)",
		.missing = "the name of a network namespace is missing after it",
		.hint = "'ip netns' lists them" },
	{ "-f", "--file", "FILE", FLAG_FILE, .take = take_file, .many = true,
		.help = "apply, diff: the bonds of a file",
		.missing = "the name of a file is missing after it",
		.hint = "- is standard input" },
	{ NULL, "--prune", NULL, FLAG_PRUNE, ON(prune),
		.help = "with it: bonds that it does not name are deleted" },
	{ "-j", "--json", NULL, FLAG_JSON, ON(json),
		.help = "for programs (show, monitor, check, diff, options)" },
	{ NULL, "--brief", NULL, FLAG_BRIEF, ON(brief),
		.help = "show, options: a line for each" },
	{ "-v", "--verbose", NULL, 0, ON(verbose),
		.help = "each step, as it is done; show: every option" },
	{ "-q", "--quiet", NULL, 0, ON(quiet), .help = "errors only" },
	{ NULL, "--dry-run", NULL, 0, ON(dry_run), .help = "say each step, and do none" },
	{ NULL, "--debug", NULL, 0, ON(debug), .help = "the netlink messages, decoded" },
	{ NULL, "--disrupt", NULL, 0, ON(disrupt),
		.help = "consent to interrupt traffic, where it is needed" },
	{ NULL, "--confirm", "TIME", FLAG_CONFIRM, .take = take_confirm,
		.help = "undo it after TIME, unless it is confirmed by then" },
	{ NULL, "--force", NULL, 0, ON(force),
		.help = "send what a rule of bondnl forbids; the kernel judges" },
	{ "-h", "--help", NULL, 0, ON(help),
		.help = "this page, or that of a command; -V, --version" },
	/* these are on the pages of their commands */
	{ "-V", "--version", NULL, 0, ON(version) },
	{ NULL, "--back", NULL, FLAG_BACK, ON(back) },
	{ NULL, "--proc", NULL, FLAG_PROC, ON(proc) },
	{ NULL, "--nagios", NULL, FLAG_NAGIOS, ON(nagios) },
	{ NULL, "--textfile", "PATH", FLAG_TEXTFILE, .take = take_textfile,
		.missing = "the name of a file is missing after it" },
	{ NULL, "--exec", "CMD", FLAG_EXEC, ON(exec),
		.missing = "a command is missing after it" },
	{ NULL, "--buffer", "SIZE", FLAG_BUFFER, .take = take_buffer, .many = true },
	{ NULL, "--watch", "TIME", FLAG_WATCH, .take = take_watch, .may_lack = true },
	{ 0 },
};

#define N_FLAGS (ARRAY_SIZE(flag_table) - 1)

struct parser {
	struct flags *flags;
	int argc, at;
	char **argv;
};

const char *flag_word(const struct flag *flag)
{
	return flag->value && flag->letter ? flag->letter : flag->name;
}

/*
 * --file FILE, --file=FILE, -f FILE, -fFILE. Without @value the next argument is it,
 * whatever that is, unless the flag may lack one: then only if that is a time.
 */
static int take(struct parser *p, const struct flag *flag, const char *value)
{
	struct flags *f = p->flags;
	void *place = (char *)f + flag->place;
	bool again = f->said & flag->bit && !flag->many;

	f->said |= flag->bit;
	if (!flag->value) {
		*(bool *)place = true;
		return 0;
	}
	if (!value && p->at < p->argc && (!flag->may_lack || guard_time(p->argv[p->at])))
		value = p->argv[p->at++];
	if (again)
		return say_usage(flag_word(flag), "is said twice", NULL);
	if (flag->missing && (!value || !*value))
		return say_usage(flag_word(flag), flag->missing, flag->hint);
	if (flag->take)
		return flag->take(f, value);
	*(const char **)place = value;
	return 0;
}

static int unknown(const char *arg)
{
	const char *names[N_FLAGS];

	for (size_t i = 0; i < N_FLAGS; i++)
		names[i] = flag_table[i].name;
	return say_unknown(arg, "no such flag", bondnl_nearest(arg, N_FLAGS, names),
		"'bondnl --help' lists the flags");
}

static int take_long(struct parser *p, const char *arg)
{
	for (const struct flag *flag = flag_table; flag->name; flag++) {
		size_t n = strlen(flag->name);

		if (strncmp(arg, flag->name, n) != 0 || (arg[n] && arg[n] != '='))
			continue;
		if (arg[n] && !flag->value)
			return say_usage(flag->name, "takes no value", NULL);
		return take(p, flag, arg[n] ? arg + n + 1 : NULL);
	}
	return unknown(arg);
}

static int take_letters(struct parser *p, const char *arg)
{
	for (const char *letter = arg + 1; *letter; letter++) {
		const struct flag *flag = flag_table;

		while (flag->name && !(flag->letter && flag->letter[1] == *letter))
			flag++;
		if (!flag->name)
			return unknown(arg);
		if (flag->value)
			return take(p, flag, letter[1] ? letter + 1 : NULL);
		take(p, flag, NULL);
	}
	return 0;
}

int flags_parse(struct flags *ret, struct words *words, int argc, char **argv)
{
	struct parser p = { .flags = ret, .argc = argc, .at = 1, .argv = argv };
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
	if (ret->quiet && ret->verbose)
		return say_usage("-q, -v", "one or the other, not both", NULL);
	return 0;
}
