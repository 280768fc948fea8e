/*
 * A connection and who listens to it, see ctx.h. Holds no state of bonds.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctx.h"
#include "kernel.h"

int bondnl_open(struct bondnl_ctx **ret, const char *netns, struct bondnl_error *err)
{
	struct bondnl_ctx *ctx = calloc(1, sizeof(*ctx));
	int rc;

	if (!ctx)
		return error_nomem(err);
	rc = kernel_open(&ctx->backend, netns, err);
	if (rc < 0) {
		free(ctx);
		return rc;
	}
	ctx->netns = netns ? strdup(netns) : NULL;
	if (netns && !ctx->netns) {
		bondnl_close(ctx);
		return error_nomem(err);
	}
	*ret = ctx;
	return 0;
}

void bondnl_close(struct bondnl_ctx *ctx)
{
	if (!ctx)
		return;
	ctx->backend->close(ctx->backend);
	free(ctx->netns);
	free(ctx);
}

int bondnl_netns_cookie(struct bondnl_ctx *ctx, uint64_t *ret)
{
	return ctx->backend->cookie(ctx->backend, ret);
}

int bondnl_netns_is_of_init(struct bondnl_ctx *ctx, bool *ret)
{
	return ctx->backend->is_of_init(ctx->backend, ret);
}

void bondnl_on_report(struct bondnl_ctx *ctx, bondnl_report_fn *fn, void *data)
{
	ctx->report = fn;
	ctx->report_data = data;
}

void bondnl_on_trace(struct bondnl_ctx *ctx, bondnl_trace_fn *fn, void *data)
{
	ctx->backend->trace(ctx->backend, fn, data);
}

void ctx_report(const struct bondnl_ctx *ctx, enum bondnl_report what, const char *text)
{
	if (ctx->report)
		ctx->report(ctx->report_data, what, text);
}
