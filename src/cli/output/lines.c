/*
 * Lines of items for people, see lines.h. To standard output, of no terminal 80 columns.
 */
#include <string.h>

#include "output/lines.h"
#include "output/out.h"
#include "output/term.h"

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
	out_plain(first);
}

/* What is between two items, without the blanks at its end where a line ends. */
static void separate(struct lines *l, int wide)
{
	int n = (int)strlen(l->between);

	if (l->empty)
		return;
	if (l->column + n + wide <= l->width) {
		out_bytes(l->between, (size_t)n);
		l->column += n;
		return;
	}
	while (n && l->between[n - 1] == ' ')
		n--;
	out_bytes(l->between, (size_t)n);
	out_texts("\n", l->rest);
	l->column = (int)strlen(l->rest);
}

void lines_add_texts(struct lines *l, enum colour c, int wide, const char *const texts[])
{
	int n = 0;

	for (size_t i = 0; texts[i]; i++)
		n += (int)strlen(texts[i]);
	separate(l, n > wide ? n : wide);
	if (c != COLOUR_NONE)
		out_text(term_colour(OUT, c));
	for (size_t i = 0; texts[i]; i++)
		out_plain(texts[i]);
	if (c != COLOUR_NONE)
		out_text(term_plain(OUT));
	out_blanks(wide - n);
	l->column += n > wide ? n : wide;
	l->empty = false;
}

void lines_end(struct lines *l)
{
	(void)l;
	out_char('\n');
}
