/*
 * Writes JSON, see json_writer.h. It never decides what a document says.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "output/json_writer.h"
#include "output/out.h"
#include "output/utf8.h"

/* Of all documents: it changes when a reader would have to. */
#define SCHEMA 1

/* The deepest is "ad_info" of what is unknown of a slave: 7. */
#define DEPTH 12

#define WHOLE_MAX (UINT64_C(1) << 53)

static struct {
	size_t depth;
	char closing[DEPTH]; /* '}' or ']' */
	bool comma;	     /* something stands before in the innermost one */
} writer;

static void begin_value(const char *key)
{
	assert(writer.depth && !key == (writer.closing[writer.depth - 1] == ']'));
	if (writer.comma)
		out_char(',');
	writer.comma = true;
	if (!key)
		return;
	out_char('"');
	out_text(key);
	out_bytes("\":", 2);
}

static void enter(char opening, char closing)
{
	assert(writer.depth < DEPTH);
	out_char(opening);
	writer.closing[writer.depth++] = closing;
	writer.comma = false;
}

void jsonw_object(const char *key)
{
	begin_value(key);
	enter('{', '}');
}

void jsonw_list(const char *key)
{
	begin_value(key);
	enter('[', ']');
}

void jsonw_begin(void)
{
	assert(!writer.depth);
	enter('{', '}');
	jsonw_integer("schema", SCHEMA);
}

void jsonw_end(void)
{
	assert(writer.depth);
	out_char(writer.closing[--writer.depth]);
	writer.comma = true;
	if (writer.depth)
		return;
	out_char('\n');
	out_flush();
}

/* -------------------------------------------------------------------------- strings */

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

static void put_hex(const char *before, const char *digits, unsigned char c)
{
	out_text(before);
	out_char(digits[c >> 4]);
	out_char(digits[c & 15]);
}

/* A character that is not plain. Returns its length. */
static size_t put_special(const char *s)
{
	static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *found = memchr(named, *s, sizeof(named) - 1);
	size_t n = utf8_length(s);

	if (!n) {
		put_hex("/x", "0123456789abcdef", (unsigned char)*s);
		return 1;
	}
	if (found) {
		out_char('\\');
		out_char(names[found - named]);
	} else if (n == 1 || (*s == '\xc2' && (unsigned char)s[1] < 0xa0)) {
		/* the last byte of U+0080 to U+009F is its number, too */
		put_hex("\\u00", "0123456789ABCDEF", (unsigned char)s[n - 1]);
	} else {
		out_bytes(s, n);
	}
	return n;
}

void jsonw_text_n(const char *key, const char *s, size_t n)
{
	begin_value(key);
	out_char('"');
	for (size_t i = 0, plain; i < n;) {
		for (plain = 0; i + plain < n && is_plain(s[i + plain]);)
			plain++;
		out_bytes(s + i, plain);
		i += plain;
		if (i < n)
			i += put_special(s + i);
	}
	out_char('"');
}

void jsonw_text(const char *key, const char *s)
{
	if (s)
		jsonw_text_n(key, s, strlen(s));
}

/* --------------------------------------------------------------------- other values */

void jsonw_bool(const char *key, bool b)
{
	begin_value(key);
	out_text(b ? "true" : "false");
}

void jsonw_integer(const char *key, int64_t n)
{
	begin_value(key);
	if (n < 0)
		out_char('-');
	out_number(n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void jsonw_counter(const char *key, uint64_t n)
{
	const bool quoted = n > WHOLE_MAX;

	begin_value(key);
	if (quoted)
		out_char('"');
	out_number(n);
	if (quoted)
		out_char('"');
}

void jsonw_number_text(const char *key, const char *s)
{
	size_t sign = s && *s == '-', n = s ? strspn(s + sign, "0123456789") : 0;

	/* of 15 digits each number has less than 53 bits, of 19 less than 64 */
	if (!n || s[sign + n] || n > 19 ||
		(n > 15 && strtoull(s + sign, NULL, 10) > WHOLE_MAX)) {
		jsonw_text(key, s);
		return;
	}
	begin_value(key);
	out_text(s);
}
