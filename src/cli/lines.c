/*
 * Lines of items for people, see lines.h. To standard output, of no terminal 80 columns.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "lines.h"

#define OUT 1

/* Asked for once: it is a system call, and there may be a thousand bonds. */
static int width(void)
{
	static int known;

	if (!known) {
		known = term_width(OUT);
		known = known ? known : 80;
	}
	return known;
}

void lines_begin(
	struct lines *l, const char *first, const char *rest, const char *between)
{
	*l = (struct lines){ .rest = rest, .between = between, .empty = true };
	l->column = (int)strlen(first);
	l->width = width();
	print_plain(first);
}

/* What is between two items, without the blanks at its end where a line ends. */
static void separate(struct lines *l, int wide)
{
	int n = (int)strlen(l->between);

	if (l->empty)
		return;
	if (l->column + n + wide <= l->width) {
		fputs(l->between, stdout);
		l->column += n;
		return;
	}
	while (n && l->between[n - 1] == ' ')
		n--;
	printf("%.*s\n%s", n, l->between, l->rest);
	l->column = (int)strlen(l->rest);
}

void lines_add(struct lines *l, enum colour c, int wide, const char *fmt, ...)
{
	char text[160];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if (n >= (int)sizeof(text))
		n = (int)sizeof(text) - 1;
	separate(l, n > wide ? n : wide);
	fputs(term_colour(OUT, c), stdout);
	print_plain(text);
	fputs(c == COLOUR_NONE ? "" : term_plain(OUT), stdout);
	printf("%*s", wide > n ? wide - n : 0, "");
	l->column += n > wide ? n : wide;
	l->empty = false;
}

void lines_end(struct lines *l)
{
	(void)l;
	putchar('\n');
}
