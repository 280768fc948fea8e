/*
 * Strings, see str.h. Knows nothing of bonds and never prints.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

bool str_copy(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);
	bool fits = n < size;

	if (!fits)
		n = size - 1;
	memcpy(to, from, n);
	to[n] = 0;
	return fits;
}

bool str_eq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool text_room(struct text *t, size_t n)
{
	size_t size = t->size ? t->size : 64;
	char *s;

	if (t->failed)
		return false;
	while (size < t->len + n + 1)
		size *= 2;
	if (size == t->size)
		return true;

	s = realloc(t->s, size);
	if (!s) {
		t->failed = true;
		return false;
	}
	t->s = s;
	t->size = size;
	return true;
}

void text_add_bytes(struct text *t, const char *bytes, size_t n)
{
	if (!text_room(t, n))
		return;
	memcpy(t->s + t->len, bytes, n);
	t->len += n;
	t->s[t->len] = 0;
}

void text_put(struct text *t, const char *s)
{
	text_add_bytes(t, s, strlen(s));
}

void text_add(struct text *t, const char *fmt, ...)
{
	va_list ap, again;
	char small[128];
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		text_add_bytes(t, small, (size_t)n);
	} else if (n >= 0 && text_room(t, (size_t)n)) {
		vsnprintf(t->s + t->len, (size_t)n + 1, fmt, again);
		t->len += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

const char *text_str(const struct text *t)
{
	return t->s ? t->s : "";
}

void text_free(struct text *t)
{
	free(t->s);
	memset(t, 0, sizeof(*t));
}

/*
 * The number of letters to insert, remove, change or swap with their neighbour.
 * Words longer than the rows are never near: no name of ours is that long.
 */
static size_t distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	size_t rows[3][40];
	size_t *before = rows[0], *last = rows[1], *row = rows[2], *t;

	if (la >= ARRAY_SIZE(rows[0]) || lb >= ARRAY_SIZE(rows[0]))
		return SIZE_MAX;

	for (size_t j = 0; j <= lb; j++)
		last[j] = j;
	for (size_t i = 1; i <= la; i++) {
		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t d = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < d)
				d = last[j] + 1;
			if (row[j - 1] + 1 < d)
				d = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1] && before[j - 2] + 1 < d)
				d = before[j - 2] + 1;
			row[j] = d;
		}
		t = before;
		before = last;
		last = row;
		row = t;
	}
	return last[lb];
}

void nearest_try(struct nearest *n, const char *wrong, const char *candidate)
{
	size_t d = distance(wrong, candidate);
	size_t limit = strlen(wrong) / 3 + 1;

	/* "miimon100" and "lacp" are not typing errors, but the name is plain in them */
	if (d > limit && strlen(wrong) >= 4 &&
		(strncmp(wrong, candidate, strlen(wrong)) == 0 ||
			(strlen(candidate) >= 4 &&
				strncmp(wrong, candidate, strlen(candidate)) == 0)))
		d = limit;
	else if (d >= strlen(candidate))
		return;
	if (d > limit || (n->word && d >= n->distance))
		return;
	n->word = candidate;
	n->distance = d;
}
