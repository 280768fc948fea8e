/*
 * How a command waits that goes on until it is ended: for its own events, for signals, a
 * key, and for who reads it. It knows nothing of what is watched.
 */
#ifndef CLI_WATCH_WAIT_H
#define CLI_WATCH_WAIT_H

#include <signal.h>
#include <stdbool.h>

#include "watch/exec.h"

struct waiting {
	struct exec *exec; /* whose commands are reaped, or NULL */
	int out;	   /* what is written to */
	int in;		   /* a line from it ends; -1: none, or no more */
	bool screen;	   /* something is to be put right before it stops or ends */
	int signals;
	bool ended;
	bool gone;	/* who reads what is written, or was to */
	bool stopping;	/* of @screen: a key stops the job: wait_stop() does it */
	bool resumed;	/* a job that was stopped goes on; cleared by the caller */
	bool unwritten; /* it failed to be written, by what failed says */
	int failed;	/* a negative errno */
};

/*
 * The signals that end are blocked from here on, and read: @before is for the commands.
 * 0 or a negative errno.
 */
int wait_begin(struct waiting *w, sigset_t *before);
void wait_end(struct waiting *w);

/* Stops the job, as the key asked for, until it goes on. */
void wait_stop(struct waiting *w);

/* Until @fd is readable, @timeout (ms, -1: none) or what ends. 0 or a negative errno. */
int wait_for(struct waiting *w, int fd, int timeout);
/* Until there is room for what is to be written. */
void wait_room(struct waiting *w);
/* It could not be written: by errno, nobody reads any more, or it failed. */
void wait_unwritten(struct waiting *w, int error);

#endif
