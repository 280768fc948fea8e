/*
 * Strings: bounded copies, a text that grows, and the nearest of several words.
 * Knows nothing of bonds and never prints.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "cleanup.h"

/* Copies at most @size - 1 bytes and always ends the copy; false if it was cut. */
bool str_copy(char *to, size_t size, const char *from);
bool str_eq(const char *a, const char *b);

/*
 * A text that grows. When memory runs out it keeps what it has and remembers:
 * check ->failed once, at the end.
 */
struct text {
	char *s; /* NULL while empty */
	size_t len;
	size_t size;
	bool failed;
};

void text_add(struct text *t, const char *fmt, ...) _printf_(2, 3);
void text_put(struct text *t, const char *s);
void text_add_bytes(struct text *t, const char *bytes, size_t n);
/* The text, "" while empty; belongs to @t. */
const char *text_str(const struct text *t);
void text_free(struct text *t);

#define _cleanup_text_ _cleanup_(text_free)

/* Keeps the nearest of the words it is shown, for "did you mean". Start from {0}. */
struct nearest {
	const char *word; /* NULL if none was near enough */
	size_t distance;
};

void nearest_try(struct nearest *n, const char *wrong, const char *candidate);

#endif
