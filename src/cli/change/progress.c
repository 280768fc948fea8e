/*
 * How far a long change is: one line on a terminal, written over itself, from the first
 * second on. It knows nothing of what the steps are, and nobody else's output has it.
 */
#include <stdio.h>

#include "change/progress.h"
#include "output/clock.h"
#include "output/term.h"

#define ERR   2
#define FIRST 1000 /* ms: what is done sooner needs no telling */
#define PAUSE 100  /* ms between two lines */

static struct {
	bool wanted, shown;
	unsigned long total, done;
	int64_t begun, last; /* ms */
} p;

void progress_begin(const struct flags *f, unsigned long total)
{
	p.wanted = term_is_terminal(ERR) && !f->verbose && !f->quiet && !f->debug;
	p.total = total;
	p.done = 0;
	p.begun = p.last = clock_ms();
}

void progress_step(void)
{
	int64_t now;

	if (!p.wanted)
		return;
	p.done++;
	now = clock_ms();
	if (now - p.begun < FIRST || (p.shown && now - p.last < PAUSE))
		return;
	p.last = now;
	p.shown = true;
	fprintf(stderr, "\r%lu of %lu steps", p.done, p.total);
	fflush(stderr);
}

void progress_end(void)
{
	/* blanks, and not a sequence that the terminal would have to know */
	if (p.shown)
		fprintf(stderr, "\r%*s\r", 50, "");
	p.shown = p.wanted = false;
}
