/*
 * A plan sent to the kernel, phase by phase, until it is done or refused. It neither
 * plans nor puts anything back: that is for who asked.
 */
#ifndef ENGINE_CHANGE_COMMIT_H
#define ENGINE_CHANGE_COMMIT_H

#include "ctx.h"

struct commit {
	const struct bondnl_ctx *ctx;
	const struct plan *plan;
	struct target *target;	/* the plan's; gets the ifindexes of what is made */
	enum bondnl_report say; /* what a step that was done is reported as */
	bool carry_on;		/* past a refusal: as much as can be is to be put back */
	size_t done;		/* out: steps that the kernel took */
	size_t refused;		/* out: the first step that it refused */
	struct reply reply;	/* out: how */
	bool doubtful;		/* out: not every reply came */
	/* out, ns: from before the first step that interrupts to the last reply */
	int64_t interrupted_from, interrupted_to;
};

/* 0, or the errno of the refusal; -EIO and a error in @err if the socket failed. */
int commit_run(struct commit *c, struct bondnl_error *err) _must_check_;

#endif
