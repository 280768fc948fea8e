/*
 * Standard output, held back until a picture is whole: then written at once, on a
 * terminal over the one before. What is printed meanwhile goes by the usual functions.
 */
#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "watch/wait.h"

struct picture {
	int held; /* what stands for standard output meanwhile */
	bool in_place;
	bool hidden;	  /* the cursor */
	int width, lines; /* of the terminal, which cannot be asked */
};

/*
 * The true standard output goes to @w. 0 or a negative errno; picture_end() is to be
 * called in each case.
 */
int picture_begin(struct picture *p, struct waiting *w);
/* Writes what was printed. 0 or a negative errno; @w has what became of writing. */
int picture_show(struct picture *p, struct waiting *w);
/* A terminal is as before, its cursor below the picture; the next one takes it again. */
void picture_leave(struct picture *p, const struct waiting *w);
/* Standard output is what it was, and so is a terminal. */
void picture_end(struct picture *p, struct waiting *w);

#endif
