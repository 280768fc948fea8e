/*
 * What is to be said beside the result: notes on what was decided unasked, warnings.
 * Collects sentences; whoever has a voice says them.
 */
#ifndef MODEL_RESOLVE_NOTES_H
#define MODEL_RESOLVE_NOTES_H

#include "str.h"
#include <bondnl/bondnl.h>

struct note {
	enum bondnl_report kind;
	char *text;
};

struct notes {
	struct note *items;
	size_t n, cap;
};

/* A sentence that memory has no room for is left out: it is beside the result. */
void notes_add(struct notes *notes, enum bondnl_report kind, const char *fmt, ...)
	_printf_(3, 4);
void notes_free(struct notes *notes);

#endif
