/*
 * Which queries a spec and a target raise, asked of the backend: as much as is needed
 * to decide, to put back and to compare, and nothing else.
 */
#ifndef ENGINE_CHANGE_GATHER_H
#define ENGINE_CHANGE_GATHER_H

#include "link/backend.h"
#include "spec/spec.h"

/* What is there of all that the spec names or would touch. */
int gather_before(struct backend *backend, const struct bondnl_spec *spec,
	struct snapshot *ret, struct bondnl_error *err) _must_check_;
/*
 * The links of a target, and their addresses and routes where they matter to it; with
 * @relatives, also all slaves that its bonds have now.
 */
int gather_target(struct backend *backend, const struct target *target, bool relatives,
	struct snapshot *ret, struct bondnl_error *err) _must_check_;

#endif
