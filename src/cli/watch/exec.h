/*
 * The command of --exec: run for each event, one at a time and in order, while the events
 * go on. It never waits for a command, and drops no event without saying so.
 */
#ifndef CLI_WATCH_EXEC_H
#define CLI_WATCH_EXEC_H

#include <bondnl/bondnl.h>
#include <signal.h>
#include <stdbool.h>

struct exec;

/* @signals: the mask that the commands are to have. NULL without memory. */
struct exec *exec_new(const char *command, const char *netns, const sigset_t *signals);
/* One more event for it; begun at once if none is running. */
void exec_event(struct exec *x, const struct bondnl_event *event);
/* A child has ended: if it is ours its failure is told, and the next one begins. */
void exec_reap(struct exec *x);
/*
 * The end: a command that runs is left to itself, and how many events had no turn is
 * told.
 */
void exec_free(struct exec *x);

#endif
