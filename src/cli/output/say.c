/*
 * The program's voice: errors, warnings and notes on standard error, each with where,
 * what, the kernel's own words and the way out. Results are not its concern.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "output/say.h"
#include "output/term.h"

#define ERR    2
#define INDENT 2

#define TEXT_SIZE 4096

static int column;
static const char *program = "bondnl";

void say_as(const char *name)
{
	program = name;
}

/* Folded at blanks for a terminal; in a log a message stays one line, to be found. */
static void put_word(const char *word, size_t n)
{
	int width = term_width(ERR);

	if (width && column > INDENT && column + (int)n > width) {
		/* the blank before it becomes the line's end */
		fprintf(stderr, "\n%*s", INDENT, "");
		column = INDENT;
		while (n && *word == ' ') {
			word++;
			n--;
		}
	}
	for (size_t i = 0; i < n; i++)
		putc(plain_at(word, i), stderr);
	column += (int)n;
}

static void put(const char *s)
{
	while (*s) {
		size_t n = strspn(s, " ");

		n += strcspn(s + n, " ");
		put_word(s, n);
		s += n;
	}
}

static void colour(enum colour c)
{
	fputs(c == COLOUR_NONE ? term_plain(ERR) : term_colour(ERR, c), stderr);
}

static void begin(void)
{
	column = 0;
	put(program);
	put(": ");
}

static void end(void)
{
	putc('\n', stderr);
}

static void indent(void)
{
	fprintf(stderr, "%*s", INDENT, "");
	column = INDENT;
}

/* The way out stands on a line of its own. */
static void put_hint(const char *hint)
{
	if (!hint || !*hint)
		return;
	indent();
	put(hint);
	end();
}

static void put_what(const char *text)
{
	colour(COLOUR_BAD);
	put(text);
	colour(COLOUR_NONE);
}

static void put_before(const char *name)
{
	if (!*name)
		return;
	put(name);
	put(": ");
}

static void put_story(const struct bondnl_error *err)
{
	const char *kernel = bondnl_error_kernel(err);

	put_before(bondnl_error_subject(err));
	put_what(bondnl_error_text(err));
	if (*kernel) {
		put(" (kernel: ");
		put(kernel);
		put(")");
	}
	end();
	put_hint(bondnl_error_hint(err));
}

int say_open(const struct flags *f, struct bondnl_ctx **ret, struct bondnl_error *err)
{
	int rc = bondnl_open(ret, f->netns, err);

	if (rc == 0 && f->debug)
		bondnl_on_trace(*ret, say_trace, NULL);
	return rc;
}

void say_error(const struct bondnl_error *err)
{
	begin();
	put_before(bondnl_error_where(err));
	put_story(err);
}

int say_failure(const struct bondnl_error *err)
{
	say_error(err);
	return bondnl_error_is_usage(err) ? BONDNL_USAGE : BONDNL_REFUSED;
}

int say_nomem(const char *word)
{
	return say_refused(word, "out of memory", NULL);
}

void say_cause(const struct bondnl_error *err)
{
	indent();
	put_story(err);
}

void say_verbatim(const char *line)
{
	for (size_t i = 0; line[i]; i++)
		putc(plain_at(line, i), stderr);
	end();
}

int say_usage(const char *word, const char *text, const char *hint)
{
	begin();
	if (word) {
		put(*word ? word : "''");
		put(": ");
	}
	put_what(text);
	end();
	put_hint(hint);
	return BONDNL_USAGE;
}

int say_unknown(const char *word, const char *text, const char *best, const char *list)
{
	char hint[80];

	snprintf(hint, sizeof(hint), "did you mean %s?", best ? best : "");
	return say_usage(word, text, best ? hint : list);
}

int say_refused(const char *word, const char *text, const char *hint)
{
	say_usage(word, text, hint);
	return BONDNL_REFUSED;
}

void say_line(const char *kind, const char *fmt, ...)
{
	char text[TEXT_SIZE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	begin();
	if (strcmp(kind, "warning") == 0)
		colour(COLOUR_WARN);
	put(kind);
	colour(COLOUR_NONE);
	put(*kind ? ": " : "");
	put(text);
	end();
}

void say_more(const char *fmt, ...)
{
	char text[TEXT_SIZE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	put_hint(text);
}

void say_trace(void *data, const char *line)
{
	(void)data;
	fprintf(stderr, "%s\n", line);
}

/* The second byte of what UTF-8 makes of the control characters 0x80 to 0x9f. */
static bool is_c1(const char *s)
{
	return (unsigned char)s[0] == 0xc2 && ((unsigned char)s[1] & 0xe0) == 0x80;
}

char plain_at(const char *s, size_t i)
{
	unsigned char c = (unsigned char)s[i];

	if (c < ' ' || c == 0x7f || is_c1(s + i) || (i && is_c1(s + i - 1)))
		return '?';
	return s[i];
}

void print_plain(const char *s)
{
	for (size_t i = 0; s[i]; i++)
		putchar(plain_at(s, i));
}
