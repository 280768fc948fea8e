/*
 * Is a bond as the driver makes it? Asked of the driver itself: a bond is made beside
 * it and removed again, since the module's parameters decide what a new one is like.
 * Adopts nothing: that is for resolve.h.
 */
#ifndef ENGINE_CHANGE_PRISTINE_H
#define ENGINE_CHANGE_PRISTINE_H

#include "link/backend.h"

/*
 * The options of a new bond. If the bond that shows them could not be removed again, its
 * name is in @ret_left, which is empty otherwise.
 */
int pristine_sample(struct backend *backend, struct optset *ret, char ret_left[IFNAMSIZ],
	struct bondnl_error *err) _must_check_;

/*
 * Marks @bond as untouched, if it is. If the bond beside it could not be removed again,
 * its name is in @ret_left, which is empty otherwise.
 */
int pristine_examine(struct backend *backend, struct link *bond, char ret_left[IFNAMSIZ],
	struct bondnl_error *err) _must_check_;

#endif
