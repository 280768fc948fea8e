/*
 * The program, see program.h: by the name that it was called by and the command, it finds
 * what to run and hands over. It never ends the process; main() does, by returning.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/check.h"
#include "help.h"
#include "ifenslave.h"
#include "output/say.h"
#include "output/term.h"
#include "program.h"

static const struct command *find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(c->name, name) == 0 ||
			(c->alias && strcmp(c->alias, name) == 0))
			return c;
	return NULL;
}

static int unknown(const char *name)
{
	const char *names[32];
	const char *best;
	size_t n = 0;

	for (const struct command *c = commands; c->name && n + 2 <= 32; c++) {
		names[n++] = c->name;
		if (c->alias)
			names[n++] = c->alias;
	}
	/* a command that may cut a host off is offered only for a slip of the fingers */
	best = bondnl_nearest(name, n, names);
	return say_unknown(name, "no such command",
		best && strncmp(best, name, 2) == 0 ? best : NULL,
		"'bondnl --help' lists the commands");
}

/* check has a status of its own for what it could not tell, also for want of right words.
 */
static int untold_of(const struct words *w)
{
	const struct command *c = w->n ? find(w->items[0]) : NULL;

	return c && c->untold ? c->untold : BONDNL_USAGE;
}

static int wrong_usage(const struct flags *f, const struct words *w)
{
	int status = untold_of(w);

	if (status != BONDNL_USAGE)
		check_unknown(f, (const char *[3]){ NULL, NULL, "wrong usage" });
	return status;
}

/* Whether @c takes all flags that were said; else tells of one and who takes that. */
static bool fits(const struct flags *f, const struct command *c)
{
	unsigned wrong = f->said & ~c->takes, bit = wrong & -wrong;
	const struct flag *flag = flag_table;
	char text[160] = "is for ";
	size_t n = strlen(text), many = 0, seen = 0;

	if (!wrong && f->dry_run && c->no_dry_run) {
		say_usage("--dry-run", c->no_dry_run, NULL);
		return false;
	}
	if (!wrong)
		return true;
	while (flag->bit != bit)
		flag++;
	for (c = commands; c->name; c++)
		many += (c->takes & bit) != 0;
	for (c = commands; c->name && n < sizeof(text); c++) {
		if (!(c->takes & bit))
			continue;
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", c->name,
			++seen == many		   ? ""
				: seen + 1 == many ? " and "
						   : ", ");
	}
	say_usage(flag_word(flag), text, NULL);
	return false;
}

static int dispatch(const struct flags *f, const struct words *w)
{
	const struct command *c = w->n ? find(w->items[0]) : NULL;

	if (f->version) {
		printf("bondnl %s\n", bondnl_version());
		return 0;
	}
	if (w->n && strcmp(w->items[0], "help") == 0) {
		c = w->n > 1 ? find(w->items[1]) : NULL;
		if (w->n > 1 && !c)
			return unknown(w->items[1]);
	} else if (w->n && !c) {
		return unknown(w->items[0]);
	} else if (!f->help && c) {
		if (!fits(f, c))
			return wrong_usage(f, w);
		return c->run(c, f, w->n - 1, w->items + 1);
	} else if (!f->help) {
		return say_usage(
			NULL, "a command is missing", "'bondnl --help' lists them");
	}

	if (c)
		help_command(c);
	else
		help_program();
	return 0;
}

/*
 * Were one of the three closed, the next socket would get its number, and our texts.
 * For reading only: what is written there fails, as it should.
 */
static void fill_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* ifenslave, or ifenslave-2.6 as Debian once had it. */
static bool is_ifenslave(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL, *name;

	name = slash ? slash + 1 : argv0;
	return name && strncmp(name, "ifenslave", strlen("ifenslave")) == 0;
}

/* Of an output that could not be written; else it would say what was not found. */
static int untold;

static int run_command(int argc, char **argv)
{
	struct flags flags = { 0 };
	struct words words = { 0 };
	int status = flags_parse(&flags, &words, argc, argv);

	flags.words = words.items;
	flags.n_words = words.n;
	status = status == BONDNL_USAGE ? wrong_usage(&flags, &words)
		: status		? status
					: dispatch(&flags, &words);
	untold = untold_of(&words);
	free(words.items);
	free(flags.files);
	return status;
}

int program_main(int argc, char **argv)
{
	int status;

	fill_standard_files();
	/* a reader that goes away must not end a change half way */
	signal(SIGPIPE, SIG_IGN);
	term_start();
	status = is_ifenslave(argv[0]) ? ifenslave_main(argc, argv)
				       : run_command(argc, argv);

	/* a result that nobody could read was not delivered; a reader that went knows why
	 */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		if (errno != EPIPE)
			say_usage(NULL, "cannot write the output", strerror(errno));
		if (untold > BONDNL_USAGE)
			status = untold;
		if (!status)
			status = BONDNL_REFUSED;
	}
	return status;
}
