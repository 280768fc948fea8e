/*
 * The pages of --help: each fits a screen. They are made of the rows of commands
 * and flags, and say nothing that is not true of them.
 */
#include <stdio.h>

#include "help.h"
#include "output/term.h"

static void heading(const char *text)
{
	printf("%s%s%s\n", term_colour(1, COLOUR_STRONG), text, term_plain(1));
}

static void flags(void)
{
	heading("Flags:");
	for (const struct flag *f = flag_table; f->name; f++) {
		char left[32];

		snprintf(left, sizeof(left), "%s%s%s%s%s", f->letter ? f->letter : "  ",
			f->letter ? ", " : "  ", f->name, f->value ? " " : "",
			f->value ? f->value : "");
		if (f->help)
			printf("  %-16s  %s\n", left, f->help);
	}
}

void help_program(void)
{
	heading("bondnl [FLAGS] COMMAND ...");
	printf("Make, change and show Linux bonds, over rtnetlink alone.\n\n");
	heading("Commands:");
	for (const struct command *c = commands; c->name; c++)
		printf("  %-9s %s\n", c->name, c->summary);
	printf("\n");
	flags();
	printf("\n");
	heading("Exit status:");
	printf("  0  done, or nothing to do\n"
	       "  1  refused or failed, and nothing is changed\n"
	       "  2  wrong usage, nothing was tried\n"
	       "  3  failed, undone, and the undoing was verified\n"
	       "  4  failed and left different: what differs is printed\n"
	       "\n"
	       "'bondnl COMMAND --help' tells more of each; see also bondnl(8).\n");
}

void help_command(const struct command *c)
{
	printf("%sbondnl %s%s%s%s\n", term_colour(1, COLOUR_STRONG), c->name,
		*c->synopsis ? " " : "", c->synopsis, term_plain(1));
	if (c->alias)
		printf("(also: bondnl %s)\n", c->alias);
	printf("\n%s\nFlags and exit statuses: 'bondnl --help'.\n", c->help);
}
