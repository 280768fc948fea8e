/*
 * Which questions a wish and a target raise, asked of the door: as much as is needed
 * to decide, to put back and to compare, and nothing else.
 */
#ifndef ENGINE_LOOK_H
#define ENGINE_LOOK_H

#include "link/backend.h"
#include "spec/spec.h"

/* What is there of all that the wish names or would touch. */
int look_before(struct door *door, const struct bondnl_spec *spec, struct snapshot *ret,
	struct bondnl_error *err) _must_check_;
/*
 * The links of a target, and their addresses and routes where they matter to it; with
 * @kin, also all slaves that its bonds have now.
 */
int look_at_target(struct door *door, const struct target *target, bool kin,
	struct snapshot *ret, struct bondnl_error *err) _must_check_;

#endif
