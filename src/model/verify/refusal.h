/*
 * Why the kernel refused a step: its errno, its words and the attribute that it points
 * at, led back to the option and the user's word, with the way out. Where the driver
 * says nothing (its reasons go to the kernel log only), the reason is given here.
 * It only explains: whether something is refused is for the kernel and rules.h.
 */
#ifndef MODEL_VERIFY_REFUSAL_H
#define MODEL_VERIFY_REFUSAL_H

#include "link/backend.h"
#include "spec/spec.h"

struct refusal {
	const struct plan *plan;
	size_t step;
	bool privileged; /* it is known that the caller may change links */
	const struct reply *reply;
	const struct spec_bond *wanted; /* may be NULL */
};

/* Fills @err; returns the errno of the reply. */
int refusal_explain(const struct refusal *r, struct bondnl_error *err);

#endif
