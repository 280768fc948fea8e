/*
 * One after the other: a command that changes bonds waits for the lock of its network
 * namespace, and says whom it waited for in vain.
 */
#ifndef CLI_CONFIRM_CHANGE_LOCK_H
#define CLI_CONFIRM_CHANGE_LOCK_H

#include "confirm/lock.h"
#include "flags.h"

/*
 * Waits for the lock, and sees that no change is pending. 0, or the exit status of what
 * is in the way, which was told. Where the file cannot be had, it goes on without, since
 * a lock that is not there protects nobody; with --confirm that is in the way, too.
 */
int change_lock_take(struct lock *l, const struct flags *f, struct bondnl_ctx *ctx);
void change_lock_end(struct lock *l);

/* The words of a command, on one line and cut if they are long. */
#define TURN_WORDS 400
void change_lock_words(const struct flags *f, char ret[TURN_WORDS]);

#endif
