/*
 * What the files of metrics share: what is written, and where to.
 */
#ifndef CLI_CHECK_METRICS_H
#define CLI_CHECK_METRICS_H

#include <stdio.h>

#include "check/check.h"

/* A name of at most 15 bytes, as the format wants it: each byte may become five. */
struct label {
	char text[80];
};

struct label metrics_label(const char *name);

/* 0 or -ENOMEM; what the output is to say of itself, ferror() does. */
int metrics_write(FILE *out, const struct bondnl_state *state,
	const struct bondnl_findings *findings);
/*
 * metrics_file.c: into a file that is there whole, or as it was. The exit status; what
 * went wrong was told.
 */
int metrics_file(const char *path, const struct bondnl_state *state,
	const struct bondnl_findings *findings);

#endif
