/*
 * What the driver decided by itself while a wish was carried out: told, since nobody
 * asked for it. It compares two snapshots and changes nothing.
 */
#ifndef MODEL_ASIDE_H
#define MODEL_ASIDE_H

#include "plan/target.h"
#include "resolve/notes.h"

void aside_notes(const struct target *target, const struct snapshot *before,
	const struct snapshot *after, struct notes *notes);

#endif
