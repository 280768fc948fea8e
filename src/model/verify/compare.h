/*
 * What should be, held against what is: what differs, from what to what.
 * It asks nobody and mends nothing.
 */
#ifndef MODEL_VERIFY_COMPARE_H
#define MODEL_VERIFY_COMPARE_H

#include "plan/target.h"
#include "str.h"

enum difference_kind {
	DIFFERENCE_PRESENCE, /* the link itself is there or not */
	DIFFERENCE_OPTION,
	DIFFERENCE_UNKNOWN, /* an option that this kernel does not have */
	DIFFERENCE_MASTER,
	DIFFERENCE_ADMIN,
	DIFFERENCE_SCALAR,
	DIFFERENCE_OBJECT, /* an address or a route is missing, or there is one too many
			    */
};

struct difference {
	int link; /* place in the target */
	enum difference_kind kind;
	enum bondnl_option option; /* BONDNL_OPT_COUNT_: none of them */
	enum scalar scalar;	   /* SCALARS: none of them */
	const char *what;	   /* a word such as "miimon" or "address" */
	char *from, *to;	   /* what is, and what should be; NULL for nothing */
};

struct differences {
	struct difference *items;
	size_t n, cap;
};

int compare(struct differences *ret, const struct target *target,
	const struct snapshot *now) _must_check_;
/* As a sentence: "miimon is 50, not 100". */
void difference_print(const struct difference *d, struct text *t);
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
