/*
 * create, add, remove, del, failover, set, migrate: words to a spec, the spec to the
 * library, its result told. They differ only in what they ask for.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "change/change.h"
#include "change/managers.h"
#include "change/progress.h"
#include "confirm/change_lock.h"
#include "confirm/guard.h"
#include "confirm/lock.h"
#include "output/say.h"
#include "output/term.h"
#include "owned.h"

static void report(void *data, enum bondnl_report what, const char *text)
{
	const struct flags *f = data;

	switch (what) {
	case BONDNL_REPORT_PLAN:
		progress_begin(f, strtoul(text, NULL, 10));
		return;
	case BONDNL_REPORT_STEP:
		progress_step();
		if (f->verbose)
			say_line("", "%s", text);
		return;
	case BONDNL_REPORT_UNDO:
		progress_end();
		if (f->verbose)
			say_line("undo", "%s", text);
		return;
	case BONDNL_REPORT_NOTE:
		progress_end();
		if (!f->quiet)
			say_line("note", "%s", text);
		return;
	case BONDNL_REPORT_WARNING:
		progress_end();
		if (!f->quiet)
			say_line("warning", "%s", text);
		return;
	}
}

void change_listen(struct bondnl_ctx *ctx, const struct flags *f)
{
	bondnl_on_report(ctx, report, (void *)f);
	if (f->debug)
		bondnl_on_trace(ctx, say_trace, NULL);
}

void change_print_steps(const struct bondnl_result *result, const char *indent)
{
	for (size_t i = 0; i < bondnl_result_steps(result); i++) {
		printf("%s", indent);
		print_plain(bondnl_result_step(result, i));
		if (bondnl_result_step_interrupts(result, i))
			printf("%s (interrupts traffic)%s", term_colour(1, COLOUR_WARN),
				term_plain(1));
		putchar('\n');
	}
}

void change_tell_outcome(const struct flags *f, const struct bondnl_result *result)
{
	size_t n = bondnl_result_differences(result);

	switch (bondnl_result_outcome(result)) {
	case BONDNL_REFUSED:
		if (f->verbose)
			say_more("nothing was changed");
		return;
	case BONDNL_UNDONE:
		say_more("everything was put back as it was");
		return;
	case BONDNL_LEFT:
		say_more("not everything could be put back; what is different now:");
		for (size_t i = 0; i < n; i++)
			say_more("%s", bondnl_result_difference(result, i));
		if (!n)
			say_more("unknown, since the kernel could not be read");
		return;
	default:
		return;
	}
}

static int missing_bond(const struct command *c)
{
	char hint[160];

	snprintf(hint, sizeof(hint), "bondnl %s %s", c->name, c->synopsis);
	return say_usage(c->name, "the name of a bond is missing", hint);
}

void change_allow(struct bondnl_spec *spec, const struct flags *f)
{
	bondnl_spec_allow(
		spec, (f->disrupt ? BONDNL_DISRUPT : 0) | (f->force ? BONDNL_FORCE : 0));
}

/* Where the bond is among the arguments, as the row of the command has it. */
static int place_of_bond(const struct command *c, const struct flags *f)
{
	return c->device_first && !f->back ? 1 : 0;
}

static int make_spec(struct bondnl_spec *spec, const struct command *c,
	const struct flags *f, int n, const char *const *args, struct bondnl_error *err)
{
	int bond = place_of_bond(c, f), words = c->many_bonds ? n : bond + 1, rc = 0;

	for (int i = bond; i < words && rc == 0; i++)
		rc = bondnl_spec_bond(spec, f->back ? c->back : c->intent, args[i], err);
	/* a device that comes before the bond is the first of its words */
	if (rc == 0 && bond)
		rc = bondnl_spec_words(spec, 1, args, err);
	return rc < 0 ? rc
		      : bondnl_spec_words(spec, (size_t)(n - words), args + words, err);
}

void change_hold_signals(sigset_t *before)
{
	sigset_t hold;

	sigemptyset(&hold);
	sigaddset(&hold, SIGINT);
	sigaddset(&hold, SIGTERM);
	sigaddset(&hold, SIGHUP);
	sigaddset(&hold, SIGQUIT);
	sigaddset(&hold, SIGTSTP);
	sigprocmask(SIG_BLOCK, &hold, before);
}

int change_open(const struct flags *f, struct bondnl_ctx **ret, struct bondnl_error *err)
{
	if (bondnl_open(ret, f->netns, err) < 0)
		return say_failure(err);
	change_listen(*ret, f);
	return 0;
}

int change_try(const struct flags *f, struct bondnl_ctx *ctx,
	const struct bondnl_spec *spec, unsigned flags, struct bondnl_result **ret,
	struct bondnl_error *err)
{
	int rc = bondnl_run(ctx, spec, flags, ret, err);

	progress_end();
	if (rc < 0)
		say_error(err);
	if (!*ret)
		return BONDNL_REFUSED;
	if (rc < 0)
		change_tell_outcome(f, *ret);
	else if (f->dry_run && bondnl_result_steps(*ret))
		change_print_steps(*ret, "");
	else if (f->dry_run)
		printf("nothing to do\n");
	else if (f->verbose && !bondnl_result_steps(*ret))
		say_line("", "nothing to do");
	if (rc == 0)
		managers_warn(f, ctx, *ret);
	return (int)bondnl_result_outcome(*ret);
}

int change_carry_out(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err)
{
	unsigned flags = f->dry_run ? BONDNL_DRY_RUN : 0;
	_cleanup_result_ struct bondnl_result *result = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;
	struct lock lock = { .fd = -1 };
	sigset_t before;
	int status;

	if (f->confirm_ms && !f->dry_run)
		return guard_carry_out(f, spec, err);
	status = change_open(f, &ctx, err);
	/* as long as it only waits, a key may end it */
	if (!status && !f->dry_run)
		status = change_lock_take(&lock, f, ctx);
	if (!status) {
		change_hold_signals(&before);
		status = change_try(f, ctx, spec, flags, &result, err);
		change_lock_end(&lock);
		fflush(stdout);
		sigprocmask(SIG_SETMASK, &before, NULL);
	}
	return status;
}

int change_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	_cleanup_spec_ struct bondnl_spec *spec = NULL;

	if (n <= place_of_bond(c, f))
		return missing_bond(c);
	if (!err || bondnl_spec_new(&spec, err) < 0)
		return say_nomem(NULL);
	change_allow(spec, f);
	if (make_spec(spec, c, f, n, args, err) < 0)
		return say_failure(err);
	return change_carry_out(f, spec, err);
}
