/*
 * What should be, held against what is: each difference as a sentence.
 * It asks nobody and mends nothing.
 */
#ifndef MODEL_VERIFY_COMPARE_H
#define MODEL_VERIFY_COMPARE_H

#include "plan/target.h"

struct difference {
	int link;		   /* place in the target */
	enum bondnl_option option; /* BONDNL_OPT_COUNT_: none of them */
	bool unknown;		   /* the kernel does not have this option */
	char *text;		   /* "miimon is 50, not 100" */
	char *want, *have;	   /* the values, where it is about two; or NULL */
	/* of compare_ahead(): a word such as "miimon" or "address", and the values */
	const char *what;
	char *from, *to; /* NULL for nothing */
};

struct differences {
	struct difference *items;
	size_t n, cap;
};

int compare(struct differences *ret, const struct target *target,
	const struct snapshot *now) _must_check_;
/* Takes out the one at place @i; the order of the others may change. */
void differences_drop(struct differences *d, size_t i);
void differences_free(struct differences *d);

#define _cleanup_differences_ _cleanup_(differences_free)

/*
 * The same before anything was done: what would change, and from what to what. A bond
 * that is to be made differs in all that it shall have.
 */
int compare_ahead(struct differences *ret, const struct target *target,
	const struct snapshot *now) _must_check_;

#endif
