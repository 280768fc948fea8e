/*
 * Where programs meet that change bonds in one network namespace: one file below /run,
 * with two places in it to hold. It is there only while one of them is held.
 */
#ifndef CLI_CONFIRM_LOCK_H
#define CLI_CONFIRM_LOCK_H

#include <bondnl/bondnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum lock_place {
	LOCK_WORK,  /* of who is changing something right now */
	LOCK_GUARD, /* of the guard of a change that is not confirmed yet */
};

/* How long to wait for another one. */
#define LOCK_WAIT_MS 5000

/* The most that a holder writes into its place. */
#define LOCK_WORK_SIZE	512
#define LOCK_GUARD_SIZE 16384

struct lock {
	int fd; /* -1: there is none, and all below do nothing */
	bool make;
	char path[256];
};

/*
 * The file of the namespace of @ctx; @make: makes it if it is not there. 0 or a negative
 * errno, and the path in any case; -ENOENT: it is not there.
 */
int lock_open(struct lock *l, struct bondnl_ctx *ctx, bool make);
/* Waits for a place: 0, -ETIMEDOUT or another negative errno. */
int lock_take(struct lock *l, enum lock_place place, int ms);
void lock_give(struct lock *l, enum lock_place place);
/* Who holds a place: 0 nobody, else the pid, -1 for one of another PID namespace. */
pid_t lock_holder(const struct lock *l, enum lock_place place);
/* Only by who holds it. */
void lock_write(const struct lock *l, enum lock_place place, const char *text);
void lock_read(const struct lock *l, enum lock_place place, size_t size, char ret[]);
/* Lets go of all. @last: the work place is held, and the file is of no more use. */
void lock_close(struct lock *l, bool last);

#endif
