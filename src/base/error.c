/*
 * The error of one failure, see error.h. It never prints and never decides an exit
 * status.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "str.h"

static int tell(struct bondnl_error *err, int code, bool usage, const char *subject,
	const char *fmt, va_list ap) _printf_(5, 0);

static int tell(struct bondnl_error *err, int code, bool usage, const char *subject,
	const char *fmt, va_list ap)
{
	if (!err || err->code)
		return code;

	err->code = code;
	err->usage = usage;
	str_copy(err->subject, sizeof(err->subject), subject ? subject : "");
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	return code;
}

int error_set(
	struct bondnl_error *err, int code, const char *subject, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(err, code, false, subject, fmt, ap);
	va_end(ap);
	return code;
}

int error_usage(struct bondnl_error *err, const char *subject, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(err, -EINVAL, true, subject, fmt, ap);
	va_end(ap);
	return -EINVAL;
}

int error_nomem(struct bondnl_error *err)
{
	return error_set(err, -ENOMEM, NULL, "out of memory");
}

void error_hint(struct bondnl_error *err, const char *fmt, ...)
{
	va_list ap;

	if (!err || err->hint[0])
		return;

	va_start(ap, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
}

void error_kernel(struct bondnl_error *err, const char *words)
{
	if (err && !err->kernel[0])
		str_copy(err->kernel, sizeof(err->kernel), words);
}

void error_where(struct bondnl_error *err, const char *verb, const char *name)
{
	if (err && !err->where[0])
		snprintf(err->where, sizeof(err->where), "%s%s%s", verb ? verb : "",
			verb ? " " : "", name);
}

void error_clear(struct bondnl_error *err)
{
	if (err)
		memset(err, 0, sizeof(*err));
}
