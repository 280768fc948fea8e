/*
 * A JSON document, written as it goes, see doc.h. It knows nothing of what it says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/doc.h"
#include "output/json.h"
#include "output/out.h"

/* What many readers of JSON can hold of a whole number: 53 bits. */
#define WHOLE_MAX (UINT64_C(1) << 53)

/* Something is before it in its list or object. */
static bool comma;

void doc_separate(void)
{
	if (comma)
		out_char(',');
	comma = true;
}

void doc_open(char bracket)
{
	out_char(bracket);
	comma = false;
}

void doc_close(char bracket)
{
	out_char(bracket);
	comma = true;
}

void doc_key(const char *key)
{
	doc_separate();
	out_char('"');
	out_text(key);
	out_bytes("\":", 2);
}

static bool is_simple(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\')
			return false;
	return true;
}

/* A string; what is not simple, jansson knows how to write. */
void doc_text(const char *s, size_t n)
{
	char copy[1024], *escaped;
	json_t *value;

	if (is_simple(s, n)) {
		out_char('"');
		out_bytes(s, n);
		out_char('"');
		return;
	}
	snprintf(copy, sizeof(copy), "%.*s", (int)n, s);
	value = json_name(copy);
	escaped = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	if (escaped)
		out_text(escaped);
	else
		json_failed = true;
	free(escaped);
	json_decref(value);
}

void doc_put_text(const char *key, const char *s)
{
	doc_key(key);
	doc_text(s, strlen(s));
}

void doc_put_bool(const char *key, bool b)
{
	doc_key(key);
	out_text(b ? "true" : "false");
}

void doc_put_number(const char *key, uint64_t n)
{
	bool quoted = n > WHOLE_MAX;

	doc_key(key);
	if (quoted)
		out_char('"');
	out_number(n);
	if (quoted)
		out_char('"');
}

void doc_number_text(const char *s)
{
	size_t sign = *s == '-', n = strspn(s + sign, "0123456789");

	/* of so many digits each number has less than 53 bits */
	if (n && n <= 15 && !s[sign + n])
		out_bytes(s, sign + n);
	else if (n && n <= 19 && !s[sign + n] &&
		llabs(strtoll(s, NULL, 10)) <= (long long)WHOLE_MAX)
		out_bytes(s, sign + n);
	else
		doc_text(s, strlen(s));
}
