/*
 * A connection and who listens to it. Holds no state of bonds.
 */
#ifndef ENGINE_CTX_H
#define ENGINE_CTX_H

#include "link/backend.h"

struct bondnl_ctx {
	struct backend *backend;
	char *netns; /* as it was opened with, NULL for ours */
	bondnl_report_fn *report;
	void *report_data;
};

/* Says something to whoever listens. */
void ctx_report(const struct bondnl_ctx *ctx, enum bondnl_report what, const char *text);

#endif
