/*
 * What does not go together: relations between options, modes, slaves and addresses,
 * each a named rule with its own sentence. They read a spec and what is there; they
 * change neither, and what a row of the option table can say is not said here again.
 */
#ifndef MODEL_RESOLVE_RULES_H
#define MODEL_RESOLVE_RULES_H

#include "link/snapshot.h"
#include "resolve/notes.h"
#include "spec/spec.h"

struct rule_case {
	const struct spec_bond *wanted;
	const struct optset *options; /* the spec with the defaults that people need */
	const struct optset
		*have;		 /* what the bond has now; nothing present if it is new */
	const struct link *bond; /* NULL if it is new */
	const struct snapshot *now; /* where its slaves are */
	unsigned allow;		    /* BONDNL_DISRUPT, BONDNL_FORCE */
	int64_t mode; /* as it will be; -1: the driver's default, not known */
};

/*
 * Checks all; a refusal is told in @err, advice is added to @notes. With BONDNL_FORCE a
 * refusal is advice, too.
 */
int rules_check(const struct rule_case *c, struct notes *notes,
	struct bondnl_error *err) _must_check_;
/* The names of the rules, for tests; NULL at the end. */
const char *rules_name(size_t i);

#endif
