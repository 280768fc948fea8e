/*
 * How far a long change has come.
 */
#ifndef CLI_CHANGE_PROGRESS_H
#define CLI_CHANGE_PROGRESS_H

#include "flags.h"

/* Shown if it takes long, and only to a terminal. */
void progress_begin(const struct flags *f, unsigned long total);
void progress_step(void);
void progress_end(void);

#endif
