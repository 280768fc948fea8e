/*
 * What the files of the one path share: a run, and one attempt of it. See run.c; nothing
 * outside of them includes this.
 */
#ifndef ENGINE_CHANGE_INTERNAL_H
#define ENGINE_CHANGE_INTERNAL_H

#include <net/if.h>

#include "change/commit.h"
#include "change/result.h"
#include "resolve/notes.h"
#include "spec/spec.h"

struct run {
	const struct bondnl_ctx *ctx;
	const struct bondnl_spec *spec;
	unsigned flags;
	struct bondnl_result *result;
	struct bondnl_error *err;
	int fixed_mac; /* ifindex of a link that was found unable to change its MAC */
	bool name_was_taken; /* by the module, while it loaded */
	char stray_bond[IFNAMSIZ]; /* a bond of ours that could not be removed again */
};

struct attempt {
	struct snapshot before;
	struct target target;
	struct plan plan;
	struct notes notes;
	struct commit commit;
	size_t spec_at; /* the bond of the spec that an error is about */
};

static inline int run_end(struct run *r, enum bondnl_outcome outcome, int rc)
{
	r->result->outcome = outcome;
	return rc;
}

/* undo.c: what was there before becomes the target. Says in the result what that came to. */
int run_put_back(struct run *r, struct attempt *a, int why);
/* What the kernel took shows the privilege; otherwise it is asked. */
bool run_is_privileged(const struct run *r, const struct attempt *a);

#endif
