/*
 * What should be true: from a spec and what is there. Decides and refuses; asks nobody
 * and changes nothing.
 */
#ifndef MODEL_RESOLVE_RESOLVE_H
#define MODEL_RESOLVE_RESOLVE_H

#include "plan/target.h"
#include "resolve/notes.h"
#include "spec/spec.h"

/*
 * Fills @ret, for a run with @flags. A refusal is told in @err, *@ret_spec is the bond of
 * the spec that it is about; @ret then holds what was resolved so far.
 */
int resolve(struct target *ret, const struct snapshot *now,
	const struct bondnl_spec *spec, unsigned flags, struct notes *notes,
	size_t *ret_spec, struct bondnl_error *err) _must_check_;

/*
 * Does it matter to the spec whether its slaves are wireless? Only where the MAC policy
 * of an active-backup bond is still open: that look-up costs another socket.
 */
bool resolve_asks_wireless(const struct spec_bond *w, const struct snapshot *now);

/*
 * Does it matter to the spec what a new bond has, which the parameters of the module may
 * say otherwise than the table? Only where what it leaves out is not as the table says.
 */
bool resolve_asks_fresh(const struct spec_bond *w, const struct snapshot *now);

/*
 * Could @bond be one that the module made by itself while loading: named by the
 * driver's pattern, down, empty, without a master and addresses? Its options are to be
 * compared with those of a new bond before that is said.
 */
bool resolve_may_be_modules(const struct link *bond, const struct snapshot *now);

#endif
