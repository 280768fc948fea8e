/*
 * What became of a spec: the outcome, the steps, and what was left different.
 * Holds texts only; it decides nothing.
 */
#ifndef ENGINE_CHANGE_RESULT_H
#define ENGINE_CHANGE_RESULT_H

#include "plan/plan.h"
#include "verify/compare.h"

struct result_step {
	char *text;
	char link[IFNAMSIZ];
	int ifindex; /* of that link; 0: it was not there before */
	bool interrupts;
};

/* What would change: see compare_ahead(). Texts of its own, or NULL. */
struct result_change {
	char *bond, *slave, *what, *from, *to;
};

struct bondnl_result {
	enum bondnl_outcome outcome;
	uint64_t interruption; /* microseconds */
	struct result_step *steps;
	size_t n_steps, cap_steps;
	struct result_change *changes;
	size_t n_changes, cap_changes;
	char **differences;
	size_t n_differences, cap_differences;
	/* to undo it later: what was there, and what was made of it; or nothing */
	bool kept;
	struct snapshot before;
	struct target target;
};

int result_record_plan(struct bondnl_result *r, const struct plan *plan) _must_check_;
int result_record_differences(struct bondnl_result *r, const struct target *target,
	const struct differences *d) _must_check_;

/* What would change, of a spec that is not carried out. */
int result_record_changes(struct bondnl_result *r, const struct target *target,
	const struct snapshot *before, const struct differences *d) _must_check_;
/* For bondnl_undo(). Takes both over: they are empty afterwards. */
void result_record_before(
	struct bondnl_result *r, struct snapshot *before, struct target *target);
/* One more; left out without memory, since the outcome says that there is something. */
void result_add_difference(struct bondnl_result *r, const char *name, const char *what);

#endif
