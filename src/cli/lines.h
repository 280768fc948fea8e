/*
 * Lines of items for people, folded between items at the width of the terminal. It knows
 * nothing of what they say.
 */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include "term.h"

struct lines {
	const char *rest;    /* what a line that goes on begins with */
	const char *between; /* two items, such as ", " */
	int column, width;
	bool empty; /* no item stands on this line yet */
};

/* Begins a line with @first, as it is. All three are lent until lines_end(). */
void lines_begin(
	struct lines *l, const char *first, const char *rest, const char *between);
/* An item, which may hold any bytes; at least so wide, filled up with blanks. */
void lines_add(struct lines *l, enum colour c, int wide, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void lines_end(struct lines *l);

#endif
