/*
 * The error of one failure: what was named, why it failed, and the way out.
 * Filled once, nearest the cause; it never prints and never decides an exit status.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

#include "cleanup.h"

struct bondnl_error {
	int code;	   /* negative errno, 0 while there is nothing to tell */
	bool usage;	   /* the words were wrong: nothing could have been tried */
	char where[160];   /* what was being done: "create bond0"; may be empty */
	char subject[160]; /* the user's word, or the device it is about; may be empty */
	char text[320];	   /* the cause, without a full stop */
	char kernel[160];  /* the kernel's own words, if it gave any */
	char hint[320];	   /* the way out; may be empty */
};

/*
 * Each returns @code, so that a caller can write: return error_set(err, -EINVAL, ...).
 * A NULL @err is allowed, and a error that is told already is kept: the first
 * is the one nearest the cause.
 */
int error_set(struct bondnl_error *err, int code, const char *subject, const char *fmt,
	...) _printf_(4, 5);
int error_usage(struct bondnl_error *err, const char *subject, const char *fmt, ...)
	_printf_(3, 4);
int error_nomem(struct bondnl_error *err);
void error_hint(struct bondnl_error *err, const char *fmt, ...) _printf_(2, 3);
void error_kernel(struct bondnl_error *err, const char *words);
void error_where(struct bondnl_error *err, const char *verb, const char *name);
void error_clear(struct bondnl_error *err);

#endif
