/*
 * Other programs that manage the devices which a change touches.
 */
#ifndef CLI_CHANGE_MANAGERS_H
#define CLI_CHANGE_MANAGERS_H

#include <bondnl/bondnl.h>

#include "flags.h"

/*
 * Warns of each program that is known to manage a link which the steps of
 * @result change. It says nothing in doubt, and nothing fails by it.
 */
void managers_warn(const struct flags *f, struct bondnl_ctx *ctx,
	const struct bondnl_result *result);

#endif
