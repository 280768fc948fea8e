/*
 * The pure part of the path: a scene and words, through resolve and plan, as texts.
 * It sends nothing; that is test_run's, with fake.h.
 */
#ifndef UNIT_CONVERGENCE_H
#define UNIT_CONVERGENCE_H

#include "plan/plan.h"
#include "resolve/notes.h"
#include "resolve/resolve.h"
#include "support/unit.h"
#include "verify/compare.h"

struct path {
	struct snapshot now;
	struct bondnl_spec spec;
	struct target target;
	struct plan plan;
	struct notes notes;
	struct bondnl_error err;
	size_t spec_at; /* what the error is about */
	int rc;	     /* of resolve; the words must be right, and memory there */
};

void path_take(struct path *p, const char *const scene[], enum bondnl_intent intent,
	const char *line);
void path_free(struct path *p);

/* A step a line; '!' before one that interrupts traffic, '-' where replies are awaited.
 */
void path_print_plan(const struct plan *plan, struct text *t);
/* A link a line, with the parts that matter. */
void path_print_target(const struct target *target, struct text *t);
/* "eth0: mtu is 1500, not 9000", a line each. */
void path_print_differences(
	const struct target *target, const struct differences *d, struct text *t);

/*
 * The plan that makes @now what @before was, for the links that @before names: as after
 * a failure. Links that are only in @now shall be gone.
 */
void path_put_back(struct path *p, const char *const before[], const char *const now[]);

#endif
