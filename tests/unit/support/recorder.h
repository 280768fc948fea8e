/*
 * One spec carried out by bondnl_run() against the kernel in memory, and all that was
 * heard of it. It judges outcomes only where it is asked to.
 */
#ifndef UNIT_RECORDER_H
#define UNIT_RECORDER_H

#include "support/fake.h"
#include "support/unit.h"

struct heard {
	struct fake fake;
	struct text before, after; /* its state */
	struct text said;	   /* reports, a line each */
	bool sample_left; /* the bond that is made to compare with is still there */
	struct bondnl_result *result;
	struct bondnl_error err;
	int rc;
};

/* The fake is to be opened, and told what goes wrong. */
void heard_run(
	struct heard *h, enum bondnl_intent intent, const char *line, unsigned flags);
/* What it came to is undone: @result, @err, @rc and @after are then those of that. */
void heard_undo(struct heard *h);
void heard_free(struct heard *h);

void heard_outcome(const struct heard *h, enum bondnl_outcome expected);
void heard_same_state(const struct heard *h);

#endif
