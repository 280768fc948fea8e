/*
 * show: reads the bonds and hands them to one of its forms.
 */
#include <errno.h>
#include <stdio.h>

#include "cli.h"

static int print_state(const struct flags *f, const struct bondnl_state *state)
{
	int rc;

	if (f->json) {
		rc = show_json(state);
		if (rc == -EOPNOTSUPP)
			say_usage("--json", "this program was built without it",
				"build it with -Djson=true");
		else if (rc < 0)
			say_usage(NULL, "out of memory", NULL);
		return rc < 0 ? BONDNL_REFUSED : 0;
	}
	if (!bondnl_state_bonds(state)) {
		if (!f->quiet)
			say_line("", "no bonds");
		return 0;
	}
	return show_text(state, f->verbose) < 0 ? BONDNL_REFUSED : 0;
}

int show_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	struct bondnl_error *err = bondnl_error_new();
	struct bondnl_state *state = NULL;
	struct bondnl_ctx *ctx = NULL;
	int status = BONDNL_REFUSED;

	if (f->dry_run) {
		say_usage("--dry-run", "show changes nothing anyway", NULL);
		status = BONDNL_USAGE;
		goto out;
	}
	if (!err) {
		say_usage(c->name, "out of memory", NULL);
		goto out;
	}
	if (bondnl_open(&ctx, f->netns, err) < 0)
		goto fail;
	if (f->debug)
		bondnl_on_trace(ctx, say_trace, NULL);
	if (bondnl_state_read(ctx, (size_t)n, args, &state, err) < 0)
		goto fail;
	status = print_state(f, state);
	goto out;
fail:
	say_error(err);
	status = bondnl_error_is_usage(err) ? BONDNL_USAGE : BONDNL_REFUSED;
out:
	bondnl_state_free(state);
	bondnl_close(ctx);
	bondnl_error_free(err);
	return status;
}
