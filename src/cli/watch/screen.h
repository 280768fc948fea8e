/*
 * Standard output, held back until a screen is whole: then written at once, on a
 * terminal over the one before. What is printed meanwhile goes by the usual functions.
 */
#ifndef CLI_WATCH_SCREEN_H
#define CLI_WATCH_SCREEN_H

#include "watch/wait.h"

struct screen {
	int held; /* what stands for standard output meanwhile */
	bool in_place;
	bool hidden;	  /* the cursor */
	int width, lines; /* of the terminal, which cannot be asked */
};

/*
 * The true standard output goes to @w. 0 or a negative errno; screen_end() is to be
 * called in each case.
 */
int screen_begin(struct screen *p, struct waiting *w);
/* Writes what was printed. 0 or a negative errno; @w has what became of writing. */
int screen_show(struct screen *p, struct waiting *w);
/* A terminal is as before, its cursor below the screen; the next one takes it again. */
void screen_leave(struct screen *p, const struct waiting *w);
/* Standard output is what it was, and so is a terminal. */
void screen_end(struct screen *p, struct waiting *w);

#endif
