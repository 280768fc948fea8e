/*
 * The one path: look, decide, plan, send, look again and compare; what failed is put
 * back by undo.c. It knows no messages, and no options but those that decide whether all
 * is tried again.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "change/gather.h"
#include "change/pristine.h"
#include "change/result.h"
#include "internal.h"
#include "option/value.h"
#include "resolve/resolve.h"
#include "spec/parse_words.h"
#include "verify/refusal.h"
#include "verify/side_effects.h"

/* Once more after the module made our bond by itself, and once for the MAC policy. */
#define TRIES 3

/* To be tried again, with what was learned. Not an errno that anything else returns. */
#define AGAIN 1

static void attempt_free(struct attempt *a)
{
	plan_free(&a->plan);
	target_free(&a->target);
	snapshot_free(&a->before);
	notes_free(&a->notes);
}

static void tell_where(struct run *r, size_t spec_at)
{
	const struct spec_bond *w;

	if (spec_at >= r->spec->n)
		return;
	w = &r->spec->bonds[spec_at];
	if (w->origin && r->err && !r->err->where[0])
		snprintf(r->err->where, sizeof(r->err->where), "%s:%u: %s %s", w->origin,
			spec_line_of(w, r->err->subject), w->intent->name, w->name);
	else
		error_where(r->err, w->intent->name, w->name);
}

static void tell_spec_of(struct run *r, const struct target *target, int link)
{
	int spec_at = link >= 0 ? target->links[link].spec_at : -1;

	tell_where(r, spec_at >= 0 ? (size_t)spec_at : 0);
}

static void say_notes(const struct run *r, const struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++)
		ctx_report(r->ctx, notes->items[i].kind, notes->items[i].text);
}

/* ------------------------------------------------------------------- look and decide */

/* A bond that is in the way may be the one that the module makes by itself. */
static int examine_bonds(struct run *r, struct attempt *a)
{
	int rc;

	for (size_t i = 0; i < r->spec->n; i++) {
		const struct spec_bond *w = &r->spec->bonds[i];
		struct link *l = snapshot_asked(&a->before, w->name);

		if (!spec_makes(w) || !l || !str_eq(l->name, w->name) ||
			!resolve_may_be_modules(l, &a->before))
			continue;
		a->spec_at = i;
		/* a dry run makes nothing to compare with: it supposes the likely case */
		if (r->flags & BONDNL_DRY_RUN) {
			l->untouched = true;
			continue;
		}
		rc = pristine_examine(r->ctx->backend, l, r->stray_bond, r->err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* What a spec leaves out is as in a new bond; the module's parameters may decide that. */
static int find_defaults(struct run *r, struct attempt *a)
{
	for (size_t i = 0; i < r->spec->n; i++) {
		if (!resolve_asks_fresh(&r->spec->bonds[i], &a->before))
			continue;
		a->spec_at = i;
		/* a dry run makes nothing to compare with: the table is the likely case
		 */
		return r->flags & BONDNL_DRY_RUN
			? 0
			: pristine_sample(r->ctx->backend, &a->before.fresh,
				  r->stray_bond, r->err);
	}
	return 0;
}

static int decide(struct run *r, struct attempt *a)
{
	struct link *l;
	int rc;

	rc = gather_before(r->ctx->backend, r->spec, &a->before, r->err);
	if (rc < 0)
		return rc;
	l = r->fixed_mac ? snapshot_by_ifindex(&a->before, r->fixed_mac) : NULL;
	if (l)
		l->fixed_mac = true;

	rc = examine_bonds(r, a);
	if (rc == 0)
		rc = find_defaults(r, a);
	if (rc < 0)
		return rc;
	rc = resolve(&a->target, &a->before, r->spec, r->flags, &a->notes, &a->spec_at,
		r->err);
	if (rc < 0)
		return rc;
	if (plan_make(&a->plan, &a->before, &a->target) < 0 ||
		result_record_plan(r->result, &a->plan) < 0)
		return error_nomem(r->err);
	return 0;
}

/* --------------------------------------------------------------------- what was refused
 */

static bool refused_step_is(const struct attempt *a, enum step_kind kind, int error)
{
	return a->commit.reply.error == error &&
		a->plan.steps[a->commit.refused].kind == kind;
}

/* A later slave that cannot take the bond's MAC, where the MAC policy was left open. */
static int link_with_fixed_mac(const struct run *r, const struct attempt *a)
{
	const struct target_link *l;
	const struct spec_bond *w;

	if (r->fixed_mac || !refused_step_is(a, STEP_ENSLAVE, -EOPNOTSUPP) ||
		!strstr(a->commit.reply.text, "setting the MAC"))
		return 0;
	l = &a->target.links[a->plan.steps[a->commit.refused].link];
	if (l->spec_at < 0)
		return 0;
	w = &r->spec->bonds[l->spec_at];
	if ((!spec_makes(w) && !w->intent->replace) ||
		optset_has(&w->options, BONDNL_OPT_FAIL_OVER_MAC) ||
		optset_number(&w->options, BONDNL_OPT_MODE, 0) != MODE_ACTIVE_BACKUP)
		return 0;
	return l->ifindex;
}

static int refused(struct run *r, struct attempt *a, int why)
{
	int place = a->target.links[a->plan.steps[a->commit.refused].link].spec_at;
	const struct refusal refusal = {
		.plan = &a->plan,
		.step = a->commit.refused,
		.privileged = run_is_privileged(r, a),
		.reply = &a->commit.reply,
		.wanted = place >= 0 ? &r->spec->bonds[place] : NULL,
	};
	int fixed;

	if (a->commit.doubtful ||
		!a->commit.reply.error) { /* the socket told its error */
		tell_where(r, a->spec_at);
		return run_put_back(r, a, why);
	}

	/* the first request for a bond loads the module, which may make a bond0 itself */
	if (!r->name_was_taken && a->commit.done == 0 &&
		refused_step_is(a, STEP_CREATE, -EEXIST)) {
		r->name_was_taken = true;
		return AGAIN;
	}
	fixed = link_with_fixed_mac(r, a);
	if (fixed) {
		run_put_back(r, a, why);
		if (r->result->outcome == BONDNL_UNDONE) {
			r->fixed_mac = fixed;
			return AGAIN;
		}
	}
	/* the line of a file is that of the word which it is about */
	refusal_explain(&refusal, r->err);
	tell_spec_of(r, &a->target, a->plan.steps[a->commit.refused].link);
	return fixed ? why : run_put_back(r, a, why);
}

/* ------------------------------------------------------------------------ read back */

static int tell_difference(
	struct run *r, const struct attempt *a, const struct difference *d)
{
	const struct target_link *t = &a->target.links[d->link];
	const char *option = d->option < BONDNL_OPT_COUNT_ ? d->what : NULL;
	_cleanup_text_ struct text text = { 0 };

	difference_print(d, &text);
	/* the bond is named already: what is being done is done to it */
	if (option && d->from && t->is_bond)
		error_set(r->err, -EIO, option, "requested %s, got %s", d->to, d->from);
	else if (option && d->from)
		error_set(r->err, -EIO, t->name, "%s: requested %s, got %s", option,
			d->to, d->from);
	else
		error_set(r->err, -EIO, t->is_bond ? option : t->name, "%s",
			text_str(&text));
	if (d->kind == DIFFERENCE_UNKNOWN)
		error_hint(r->err, "leave out %s, or use a kernel that has it", option);
	else
		error_hint(r->err,
			"every message was acknowledged: the kernel, or another "
			"program, made something else of it");
	tell_spec_of(r, &a->target, d->link);
	return -EIO;
}

/* What it cost, where a bond was interrupted on purpose, or what a device carried. */
static void note_interruption(
	struct run *r, struct attempt *a, const struct snapshot *after)
{
	uint64_t us =
		(uint64_t)(a->commit.interrupted_to - a->commit.interrupted_from) / 1000;

	if (!a->commit.interrupted_from)
		return;
	r->result->interruption = us;
	for (size_t i = 0; i < a->target.n; i++) {
		const struct target_link *t = &a->target.links[i];
		int of = t->takes_over_from ? t->takes_over_from
			: t->bare	    ? t->ifindex
					    : 0;
		const struct link *was = snapshot_by_ifindex(&a->before, of);
		const struct link *is = snapshot_by_ifindex(after, t->ifindex);
		_cleanup_text_ struct text what = { 0 };

		if (!was || !is)
			continue;
		if (t->takes_over_from)
			text_add(&what, "what %s carried is on %s now, and", was->name,
				is->name);
		else
			text_add(&what, "%s", is->name);
		notes_add(&a->notes, BONDNL_REPORT_NOTE,
			"%s was interrupted for %" PRIu64 ".%" PRIu64 " ms%s",
			text_str(&what), us / 1000, us / 100 % 10,
			!was->carrier || is->carrier ? ""
				: t->is_bond ? " so far: none of its slaves is usable yet"
					     : " so far: it has no carrier yet");
	}
}

static int read_back(struct run *r, struct attempt *a)
{
	_cleanup_snapshot_ struct snapshot after = { 0 };
	_cleanup_differences_ struct differences found = { 0 };
	int rc;

	rc = gather_target(r->ctx->backend, &a->target, false, &after, r->err);
	snapshot_borrow_names(&after, &a->before);
	if (rc == 0 && compare(&found, &a->target, &after) < 0)
		rc = error_nomem(r->err);
	if (rc < 0)
		return rc;
	if (found.n)
		return tell_difference(r, a, &found.items[0]);
	side_effects_notes(&a->target, &a->before, &after, &a->notes);
	note_interruption(r, a, &after);
	return 0;
}

/* Of a spec that is not carried out it is told what would change. */
static int keep_changes(struct run *r, struct attempt *a)
{
	_cleanup_differences_ struct differences d = { 0 };
	int rc = compare_ahead(&d, &a->target, &a->before);

	return rc < 0 ? rc : result_record_changes(r->result, &a->target, &a->before, &d);
}

static int attempt(struct run *r, struct attempt *a)
{
	char steps[24];
	int rc;

	rc = decide(r, a);
	if (rc < 0) {
		tell_where(r, a->spec_at);
		if (!r->stray_bond[0])
			return run_end(r, BONDNL_REFUSED, rc);
		result_add_difference(r->result, r->stray_bond, "it is still there");
		return run_end(r, BONDNL_LEFT, rc);
	}
	if (r->flags & BONDNL_DRY_RUN && keep_changes(r, a) < 0)
		return run_end(r, BONDNL_REFUSED, error_nomem(r->err));
	if (r->flags & BONDNL_DRY_RUN || a->plan.n == 0) {
		say_notes(r, &a->notes);
		return run_end(r, BONDNL_DONE, 0);
	}

	a->commit = (struct commit){ .ctx = r->ctx,
		.plan = &a->plan,
		.target = &a->target,
		.say = BONDNL_REPORT_STEP };
	snprintf(steps, sizeof(steps), "%zu", a->plan.n);
	ctx_report(r->ctx, BONDNL_REPORT_PLAN, steps);
	rc = commit_run(&a->commit, r->err);
	if (rc < 0)
		return refused(r, a, rc);
	rc = read_back(r, a);
	if (rc < 0) {
		tell_where(r, a->spec_at);
		return run_put_back(r, a, rc);
	}
	say_notes(r, &a->notes);
	if (r->flags & BONDNL_KEEP)
		result_record_before(r->result, &a->before, &a->target);
	return run_end(r, BONDNL_DONE, 0);
}

int bondnl_run(struct bondnl_ctx *ctx, const struct bondnl_spec *spec, unsigned flags,
	struct bondnl_result **ret, struct bondnl_error *err)
{
	struct run r = { .ctx = ctx, .spec = spec, .flags = flags, .err = err };
	int rc;

	*ret = NULL;
	r.result = calloc(1, sizeof(*r.result));
	if (!r.result)
		return error_nomem(err);
	*ret = r.result;

	rc = words_end(spec, err);
	if (rc < 0) {
		tell_where(&r, spec->n ? spec->n - 1 : 0);
		return run_end(&r, BONDNL_USAGE, rc);
	}
	for (int i = 0; i < TRIES; i++) {
		_cleanup_(attempt_free) struct attempt a = { 0 };

		rc = attempt(&r, &a);
		if (rc != AGAIN)
			break;
	}
	return rc;
}
