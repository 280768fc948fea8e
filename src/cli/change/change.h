/*
 * What all commands share that change something: from the words to the outcome that is
 * told. Steps, notes and warnings are said by say.h.
 */
#ifndef CLI_CHANGE_CHANGE_H
#define CLI_CHANGE_CHANGE_H

#include <bondnl/bondnl.h>
#include <signal.h>

#include "commands.h"

/* Steps, notes and warnings of a run are said. */
void change_listen(struct bondnl_ctx *ctx, const struct flags *f);
/*
 * A change is carried through or undone, not left half way by a key or by the hang-up
 * of the very session that the change cuts off: such signals wait until it is over.
 */
void change_hold_signals(sigset_t *before);
/* Connects, and listens. 0, or the exit status of what went wrong, which was told. */
int change_open(const struct flags *f, struct bondnl_ctx **ret, struct bondnl_error *err);
/* One call of bondnl_run(), its outcome told: the exit status. */
int change_try(const struct flags *f, struct bondnl_ctx *ctx,
	const struct bondnl_spec *spec, unsigned flags, struct bondnl_result **ret,
	struct bondnl_error *err);
/* Takes the change lock, carries a spec out and tells what became of it: the exit
 * status. */
int change_carry_out(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err);
void change_allow(struct bondnl_spec *spec, const struct flags *f);
/* What is, or would be, sent, a line each. */
void change_print_steps(const struct bondnl_result *result, const char *indent);
/* What became of it, after the error was told. */
void change_tell_outcome(const struct flags *f, const struct bondnl_result *result);

#endif
