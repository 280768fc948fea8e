/*
 * What the driver decided by itself while a spec was carried out: told, since nobody
 * asked for it. It compares two snapshots and changes nothing.
 */
#ifndef MODEL_VERIFY_SIDE_EFFECTS_H
#define MODEL_VERIFY_SIDE_EFFECTS_H

#include "plan/target.h"
#include "resolve/notes.h"

void side_effects_notes(const struct target *target, const struct snapshot *before,
	const struct snapshot *after, struct notes *notes);

#endif
