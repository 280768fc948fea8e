/*
 * A frame for a terminal, see frame.h. Pure: it writes nothing, and asks nobody.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "watch/frame.h"

#define HIDE_CURSOR "\033[?25l"

/* How long a sequence of a terminal is; 0 if it is none. */
static size_t sequence(const char *s)
{
	size_t n = 2;

	if (s[0] != '\033' || s[1] != '[')
		return 0;
	n += strspn(s + n, "0123456789;");
	return n + (s[n] != 0);
}

/* One line, @width columns of it: sequences take none, and so none of them is cut. */
static void lay_line(FILE *f, const char *line, size_t n, int width)
{
	int column = 0;

	for (size_t i = 0, k; i < n; i++) {
		k = sequence(line + i);
		if (k) {
			fwrite(line + i, 1, k, f);
			i += k - 1;
			continue;
		}
		/* of UTF-8 only the first byte is a column */
		column += ((unsigned char)line[i] & 0xc0) != 0x80;
		if (column <= width)
			putc(line[i], f);
	}
	/* behind the last column it would take that away */
	if (column < width)
		fputs("\033[K", f);
	putc('\n', f);
}

int layout(
	const char *text, bool hide, int width, int lines, char **ret, size_t *ret_size)
{
	FILE *f = open_memstream(ret, ret_size);
	int all = 0, shown;
	char more[80];

	if (!f)
		return -ENOMEM;
	for (const char *p = text; *p; p++)
		all += *p == '\n';
	/* the last line is where the cursor stands */
	shown = all < lines ? all : lines - 2;
	if (hide)
		fputs(HIDE_CURSOR, f);
	fputs("\033[H", f);
	for (int i = 0; i < shown; i++) {
		size_t n = strcspn(text, "\n");

		lay_line(f, text, n, width);
		text += n + 1;
	}
	snprintf(more, sizeof(more),
		"... %d lines more; LINES tells how high the terminal is", all - shown);
	if (shown < all)
		lay_line(f, more, strlen(more), width);
	fputs("\033[J", f);
	if (fclose(f) == 0)
		return 0;
	free(*ret);
	*ret = NULL;
	return -ENOMEM;
}
