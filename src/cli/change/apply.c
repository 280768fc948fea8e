/*
 * apply and diff: a spec from files or from words, carried out or only compared. What is
 * asked for in another way than by other commands is the library's concern.
 */
#include <errno.h>
#include <unistd.h>

#include "change/change.h"
#include "change/diff.h"
#include "change/files.h"
#include "output/say.h"
#include "owned.h"

static int spec_of_words(const struct command *c, struct bondnl_spec *spec, int n,
	const char *const *args, struct bondnl_error *err)
{
	if (bondnl_spec_bond(spec, c->intent, args[0], err) < 0 ||
		bondnl_spec_words(spec, (size_t)n - 1, args + 1, err) < 0)
		return say_failure(err);
	return 0;
}

/* What there is of the usual files: those that the service at boot makes bonds of. */
static int spec_of_usual_files(const struct command *c, struct bondnl_spec *spec)
{
	static const char *const usual[] = { "/etc/bondnl.conf", "/etc/bondnl.d" };
	int status = 0;
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++) {
		int one;

		if (access(usual[i], F_OK) < 0 && errno == ENOENT)
			continue;
		any = true;
		one = files_read(spec, usual[i]);
		status = one > status ? one : status;
	}
	if (any)
		return status;
	return say_usage(c->name, "there is no /etc/bondnl.conf, and no /etc/bondnl.d",
		"say -f FILE, or a bond and its words");
}

static int spec_of_files(
	const struct command *c, struct bondnl_spec *spec, const struct flags *f)
{
	int status = 0;

	if (!f->n_files)
		return spec_of_usual_files(c, spec);

	/* all of them: nothing is tried before all of it is right */
	for (int i = 0; i < f->n_files; i++) {
		int one = files_read(spec, f->files[i]);

		status = one > status ? one : status;
	}
	return status;
}

/* Bonds that no block names are to go. */
static int prune(
	struct bondnl_spec *spec, const struct flags *f, struct bondnl_error *err)
{
	_cleanup_state_ struct bondnl_state *state = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;

	if (bondnl_open(&ctx, f->netns, err) == 0 &&
		bondnl_state_read(ctx, 0, NULL, &state, err) == 0 &&
		bondnl_spec_prune(spec, state, err) == 0)
		return 0;
	say_error(err);
	return BONDNL_REFUSED;
}

static int no_spec(const struct flags *f, int n)
{
	if (n && f->n_files)
		return say_usage("-f", "the bond and its words are in the file", NULL);
	if (n && f->prune)
		return say_usage("--prune", "is for files, which name all bonds", NULL);
	return 0;
}

static int with_spec(const struct command *c, const struct flags *f, int n,
	const char *const *args, struct bondnl_spec *spec, struct bondnl_error *err,
	int (*carry_out)(const struct flags *f, const struct bondnl_spec *spec,
		struct bondnl_error *err))
{
	int status = no_spec(f, n);

	change_allow(spec, f);
	if (!status)
		status = n ? spec_of_words(c, spec, n, args, err)
			   : spec_of_files(c, spec, f);
	if (!status && f->prune)
		status = prune(spec, f, err);
	return status ? status : carry_out(f, spec, err);
}

static int run(const struct command *c, const struct flags *f, int n,
	const char *const *args,
	int (*carry_out)(const struct flags *f, const struct bondnl_spec *spec,
		struct bondnl_error *err))
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	_cleanup_spec_ struct bondnl_spec *spec = NULL;

	if (!err || bondnl_spec_new(&spec, err) < 0)
		return say_nomem(NULL);
	return with_spec(c, f, n, args, spec, err, carry_out);
}

int apply_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	return run(c, f, n, args, change_carry_out);
}

int diff_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	int status = run(c, f, n, args, diff_show);

	/* 1 says that something differs, so that trouble of any kind is 2 */
	return status == DIFF_SAME || status == DIFF_DIFFERS ? status - DIFF_SAME
							     : BONDNL_USAGE;
}
