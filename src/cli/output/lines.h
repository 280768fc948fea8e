/*
 * Lines of items for people, folded between items at the width of the terminal. It knows
 * nothing of what they say. Written by out.h.
 */
#ifndef CLI_OUTPUT_LINES_H
#define CLI_OUTPUT_LINES_H

#include "output/term.h"

struct lines {
	const char *rest;    /* what a line that goes on begins with */
	const char *between; /* two items, such as ", " */
	int column, width;
	bool empty; /* no item stands on this line yet */
};

/* Begins a line with @first, as it is. All three are lent until lines_end(). */
void lines_begin(
	struct lines *l, const char *first, const char *rest, const char *between);
/*
 * An item, of texts side by side, which may hold any bytes; at least so wide, filled up
 * with blanks.
 */
#define lines_add(l, c, wide, ...)                                                       \
	lines_add_texts((l), (c), (wide), (const char *const[]){ __VA_ARGS__, NULL })
void lines_add_texts(struct lines *l, enum colour c, int wide, const char *const texts[]);
void lines_end(struct lines *l);

#endif
