/*
 * The one path: look, decide, plan, send, look again and compare; and if anything
 * failed, or the wish is to be undone later, the same engine with what was there before
 * as the wish, once. It knows no messages, and no options but those that decide whether
 * all is tried again or what is left is a failure; it has no inverse steps.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "adopt.h"
#include "array.h"
#include "aside.h"
#include "commit.h"
#include "look.h"
#include "refusal.h"
#include "resolve.h"
#include "result.h"
#include "value.h"
#include "words.h"

/* Once more after the module made our bond by itself, and once for the MAC policy. */
#define TRIES 3

/* To be tried again, with what was learned. Not an errno that anything else returns. */
#define AGAIN 1

struct run {
	const struct bondnl_ctx *ctx;
	const struct bondnl_spec *spec;
	unsigned flags;
	struct bondnl_result *result;
	struct bondnl_error *err;
	int fixed_mac; /* ifindex of a link that was found unable to change its MAC */
	bool name_was_taken; /* by the module, while it loaded */
	char left[IFNAMSIZ]; /* a bond of ours that could not be removed again */
};

struct attempt {
	struct snapshot before;
	struct target target;
	struct plan plan;
	struct notes notes;
	struct commit commit;
	size_t wish; /* the bond of the spec that an error is about */
};

static void attempt_free(struct attempt *a)
{
	plan_free(&a->plan);
	target_free(&a->target);
	snapshot_free(&a->before);
	notes_free(&a->notes);
}

static int end(struct run *r, enum bondnl_outcome outcome, int rc)
{
	r->result->outcome = outcome;
	return rc;
}

static void tell_where(struct run *r, size_t wish)
{
	const struct spec_bond *w;

	if (wish >= r->spec->n)
		return;
	w = &r->spec->bonds[wish];
	if (w->origin && r->err && !r->err->where[0])
		snprintf(r->err->where, sizeof(r->err->where), "%s:%u: %s %s", w->origin,
			spec_line_of(w, r->err->subject), spec_intent_name(w->intent),
			w->name);
	else
		error_where(r->err, spec_intent_name(w->intent), w->name);
}

static void tell_wish_of(struct run *r, const struct target *target, int link)
{
	int wish = link >= 0 ? target->links[link].wish : -1;

	tell_where(r, wish >= 0 ? (size_t)wish : 0);
}

static void say_notes(const struct run *r, const struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++)
		ctx_report(r->ctx, notes->items[i].kind, notes->items[i].text);
}

static void say_plan(const struct run *r, const struct plan *plan)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", plan->n);
	ctx_report(r->ctx, BONDNL_REPORT_PLAN, text);
}

/* ------------------------------------------------------------------- look and decide */

/* A bond that is in the way may be the one that the module makes by itself. */
static int examine_bonds(struct run *r, struct attempt *a)
{
	int rc;

	for (size_t i = 0; i < r->spec->n; i++) {
		const struct spec_bond *w = &r->spec->bonds[i];
		struct link *l = snapshot_asked(&a->before, w->name);

		if (w->expect != EXPECT_ABSENT || !l || !str_eq(l->name, w->name) ||
			!resolve_may_be_modules(l, &a->before))
			continue;
		a->wish = i;
		/* a dry run makes nothing to compare with: it supposes the likely case */
		if (r->flags & BONDNL_DRY_RUN) {
			l->untouched = true;
			continue;
		}
		rc = adopt_examine(r->ctx->door, l, r->left, r->err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* What a wish leaves out is as in a new bond; the module's parameters may decide that. */
static int find_defaults(struct run *r, struct attempt *a)
{
	for (size_t i = 0; i < r->spec->n; i++) {
		if (!resolve_asks_fresh(&r->spec->bonds[i], &a->before))
			continue;
		a->wish = i;
		/* a dry run makes nothing to compare with: the table is the likely case
		 */
		return r->flags & BONDNL_DRY_RUN
			? 0
			: adopt_sample(r->ctx->door, &a->before.fresh, r->left, r->err);
	}
	return 0;
}

static int decide(struct run *r, struct attempt *a)
{
	struct link *l;
	int rc;

	rc = look_before(r->ctx->door, r->spec, &a->before, r->err);
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
	rc = resolve(
		&a->target, &a->before, r->spec, r->flags, &a->notes, &a->wish, r->err);
	if (rc < 0)
		return rc;
	if (plan_make(&a->plan, &a->before, &a->target) < 0 ||
		result_keep_plan(r->result, &a->plan) < 0)
		return error_nomem(r->err);
	return 0;
}

/* ---------------------------------------------------------------------- putting back */

static int look_and_compare(struct run *r, const struct target *target,
	const struct snapshot *before, struct snapshot *now, struct differences *found)
{
	int rc = look_at_target(r->ctx->door, target, false, now, NULL);

	snapshot_borrow_names(now, before);
	return rc < 0 ? rc : compare(found, target, now);
}

/*
 * An answer that got lost may have been that of a bond being made: its name was free
 * before, so a bond of that name is ours.
 */
static void find_made(struct run *r, struct attempt *a)
{
	for (size_t i = 0; i < a->target.n; i++) {
		struct target_link *t = &a->target.links[i];
		const struct question q = { .kind = ASK_NAME, .name = t->name };
		struct snapshot now = { 0 };
		const struct link *l;

		if (t->ifindex || t->absent)
			continue;
		if (r->ctx->door->ask(r->ctx->door, &q, 1, &now, NULL) == 0) {
			l = snapshot_asked(&now, t->name);
			if (l && link_is_bond(l) && str_eq(l->name, t->name))
				target_set_ifindex(&a->target, (int)i, l->ifindex);
		}
		snapshot_free(&now);
	}
}

/*
 * The active slave is the driver's choice at every moment, and one that was out of the
 * bond may have to wait for its updelay: all else is as it was, so this is told, and
 * is no failure of putting things back.
 */
static void say_what_the_driver_chose(
	const struct run *r, const struct target *target, struct differences *left)
{
	for (size_t i = 0; i < left->n;) {
		struct difference *d = &left->items[i];
		_cleanup_text_ struct text t = { 0 };

		if (d->option != BONDNL_OPT_ACTIVE_SLAVE) {
			i++;
			continue;
		}
		text_add(&t, "%s: %s", target->links[d->link].name, d->text);
		ctx_report(r->ctx, BONDNL_REPORT_WARNING, text_str(&t));
		differences_drop(left, i);
	}
}

/* What the kernel took shows the privilege; otherwise it is asked. */
static bool is_privileged(const struct run *r, const struct attempt *a)
{
	const struct question q = { .kind = ASK_PRIVILEGE };
	struct snapshot s = { 0 };
	bool yes = a->commit.done > 0;

	if (yes || a->commit.answer.error != -EPERM || a->commit.answer.text[0])
		return yes;
	yes = r->ctx->door->ask(r->ctx->door, &q, 1, &s, NULL) == 0 && s.privileged;
	snapshot_free(&s);
	return yes;
}

/* What was there and was not told cannot be put back. True if there is such. */
static bool tell_what_was_hidden(struct run *r, const struct attempt *a)
{
	bool any = false;

	for (size_t i = 0; i < a->target.n; i++) {
		const struct target_link *t = &a->target.links[i];
		const struct link *was = snapshot_by_ifindex(&a->before, t->ifindex);
		optmask mask = was && !t->absent
			? link_hidden_options(was) & t->options.present
			: 0;

		for (enum bondnl_option id; optmask_next(&mask, &id);) {
			_cleanup_text_ struct text what = { 0 };

			text_add(&what,
				"%s may not be what it was: that is not visible "
				"without CAP_NET_ADMIN in the initial user namespace",
				option_get(id)->name);
			result_add_difference(r->result, was->name, text_str(&what));
			any = true;
		}
	}
	return any;
}

static bool is_empty(const struct snapshot *s, int ifindex)
{
	return !snapshot_next_slave(s, ifindex, NULL);
}

static bool same_mac(const struct link *a, const struct link *b)
{
	return a->mac_len == b->mac_len && !memcmp(a->mac, b->mac, a->mac_len);
}

/*
 * An empty bond takes the MAC of its first slave only if its own was a random one, and
 * gets a random one again when that slave leaves (bond_main.c, bond_enslave). To set the
 * old one would make it the bond's for good.
 */
static void leave_random_macs(
	const struct attempt *a, struct target *target, const struct snapshot *now)
{
	for (size_t i = 0; i < target->n; i++) {
		struct target_link *t = &target->links[i];
		const struct link *was = snapshot_by_ifindex(&a->before, t->ifindex);
		const struct link *is = snapshot_by_ifindex(now, t->ifindex);

		if (i < a->target.n && t->is_bond && was && is &&
			!(a->target.links[i].parts & TARGET_MAC) &&
			is_empty(&a->before, t->ifindex) && !is_empty(now, t->ifindex) &&
			!same_mac(was, is))
			t->parts &= ~(unsigned)TARGET_MAC;
	}
}

static void say_random_macs(const struct run *r, const struct attempt *a,
	const struct target *target, const struct snapshot *after)
{
	for (size_t i = 0; i < target->n; i++) {
		const struct target_link *t = &target->links[i];
		const struct link *was = snapshot_by_ifindex(&a->before, t->ifindex);
		const struct link *is = snapshot_by_ifindex(after, t->ifindex);
		_cleanup_text_ struct text text = { 0 };

		if (!t->is_bond || t->parts & TARGET_MAC || !was || !is ||
			same_mac(was, is))
			continue;
		text_add(&text, "%s has a random MAC again, another one than before",
			is->name);
		ctx_report(r->ctx, BONDNL_REPORT_NOTE, text_str(&text));
	}
}

/* What was there before is now the wish. Says in the result what that came to. */
static int put_back(struct run *r, struct attempt *a, int why)
{
	struct target target = { 0 };
	struct snapshot now = { 0 }, after = { 0 };
	struct plan plan = { 0 };
	struct differences left = { 0 };
	struct commit commit = { .ctx = r->ctx,
		.plan = &plan,
		.target = &target,
		.say = BONDNL_REPORT_UNDO,
		.carry_on = true };
	enum bondnl_outcome outcome = BONDNL_LEFT;
	int rc;

	if (a->commit.doubtful)
		find_made(r, a);
	rc = target_from_snapshot(&target, &a->target, &a->before);
	if (rc == 0)
		rc = look_at_target(r->ctx->door, &target, true, &now, NULL);
	if (rc == 0)
		leave_random_macs(a, &target, &now);
	if (rc == 0)
		rc = plan_make(&plan, &now, &target);
	if (rc == 0) {
		/* what fails here shows in what is compared below */
		(void)!commit_run(&commit, NULL);
		rc = look_and_compare(r, &target, &a->before, &after, &left);
	}
	if (rc == 0)
		say_random_macs(r, a, &target, &after);
	if (rc == 0)
		say_what_the_driver_chose(r, &target, &left);
	if (rc == 0 && left.n == 0)
		outcome = plan.n || a->commit.done ? BONDNL_UNDONE : BONDNL_REFUSED;
	/* without the privilege nothing came so far that it could have been changed */
	if (rc == 0 && is_privileged(r, a) && tell_what_was_hidden(r, a))
		outcome = BONDNL_LEFT;
	if (rc == 0 && result_keep_differences(r->result, &target, &left) < 0)
		rc = -ENOMEM;

	differences_free(&left);
	plan_free(&plan);
	target_free(&target);
	snapshot_free(&now);
	snapshot_free(&after);
	return end(r, rc < 0 ? BONDNL_LEFT : outcome, why);
}

/* --------------------------------------------------------------------- what was refused
 */

static bool refused_step_is(const struct attempt *a, enum step_kind kind, int error)
{
	return a->commit.answer.error == error &&
		a->plan.steps[a->commit.refused].kind == kind;
}

/* The first request for a bond loads the module, which may make a bond0 of its own. */
static bool taken_by_module(const struct run *r, const struct attempt *a)
{
	return !r->name_was_taken && a->commit.done == 0 &&
		refused_step_is(a, STEP_CREATE, -EEXIST);
}

/* A later slave that cannot take the bond's MAC, where the MAC policy was left open. */
static int link_with_fixed_mac(const struct run *r, const struct attempt *a)
{
	const struct target_link *l;
	const struct spec_bond *w;

	if (r->fixed_mac || !refused_step_is(a, STEP_ENSLAVE, -EOPNOTSUPP) ||
		!strstr(a->commit.answer.text, "setting the MAC"))
		return 0;
	l = &a->target.links[a->plan.steps[a->commit.refused].link];
	if (l->wish < 0)
		return 0;
	w = &r->spec->bonds[l->wish];
	if ((!spec_makes(w) && !w->whole) ||
		optset_has(&w->options, BONDNL_OPT_FAIL_OVER_MAC) ||
		optset_number(&w->options, BONDNL_OPT_MODE, 0) != MODE_ACTIVE_BACKUP)
		return 0;
	return l->ifindex;
}

static int refused(struct run *r, struct attempt *a, int why)
{
	int place = a->target.links[a->plan.steps[a->commit.refused].link].wish;
	const struct refusal refusal = {
		.plan = &a->plan,
		.step = a->commit.refused,
		.privileged = is_privileged(r, a),
		.answer = &a->commit.answer,
		.wish = place >= 0 ? &r->spec->bonds[place] : NULL,
	};
	int fixed;

	if (a->commit.doubtful ||
		!a->commit.answer.error) { /* the socket told its story */
		tell_where(r, a->wish);
		return put_back(r, a, why);
	}

	if (taken_by_module(r, a)) {
		r->name_was_taken = true;
		return AGAIN;
	}
	fixed = link_with_fixed_mac(r, a);
	if (fixed) {
		put_back(r, a, why);
		if (r->result->outcome == BONDNL_UNDONE) {
			r->fixed_mac = fixed;
			return AGAIN;
		}
	}
	/* the line of a file is that of the word which it is about */
	refusal_explain(&refusal, r->err);
	tell_wish_of(r, &a->target, a->plan.steps[a->commit.refused].link);
	return fixed ? why : put_back(r, a, why);
}

/* ------------------------------------------------------------------------ read back */

static int tell_difference(
	struct run *r, const struct attempt *a, const struct difference *d)
{
	const struct target_link *t = &a->target.links[d->link];
	const char *option =
		d->option < BONDNL_OPT_COUNT_ ? option_get(d->option)->name : NULL;

	/* the bond is named already: what is being done is done to it */
	if (d->want && t->is_bond)
		error_set(r->err, -EIO, option, "requested %s, got %s", d->want, d->have);
	else if (d->want)
		error_set(r->err, -EIO, t->name, "%s: requested %s, got %s", option,
			d->want, d->have);
	else
		error_set(r->err, -EIO, t->is_bond ? option : t->name, "%s", d->text);
	if (d->unknown)
		error_hint(r->err, "leave out %s, or use a kernel that has it", option);
	else
		error_hint(r->err,
			"every message was acknowledged: the kernel, or another "
			"program, made something else of it");
	tell_wish_of(r, &a->target, d->link);
	return -EIO;
}

/* Of a bond whose slaves, or a device whose link, cannot carry yet what it shall. */
static const char *carries_nothing_yet(const struct target_link *t)
{
	return t->is_bond ? " so far: none of its slaves is usable yet"
			  : " so far: it has no carrier yet";
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
		int of = t->heir_of ? t->heir_of : t->bare ? t->ifindex : 0;
		const struct link *was = snapshot_by_ifindex(&a->before, of);
		const struct link *is = snapshot_by_ifindex(after, t->ifindex);
		_cleanup_text_ struct text what = { 0 };

		if (!was || !is)
			continue;
		if (t->heir_of)
			text_add(&what, "what %s carried is on %s now, and", was->name,
				is->name);
		else
			text_add(&what, "%s", is->name);
		notes_add(&a->notes, BONDNL_REPORT_NOTE,
			"%s was interrupted for %" PRIu64 ".%" PRIu64 " ms%s",
			text_str(&what), us / 1000, us / 100 % 10,
			was->carrier && !is->carrier ? carries_nothing_yet(t) : "");
	}
}

static int read_back(struct run *r, struct attempt *a)
{
	struct snapshot after = { 0 };
	struct differences found = { 0 };
	int rc;

	rc = look_at_target(r->ctx->door, &a->target, false, &after, r->err);
	snapshot_borrow_names(&after, &a->before);
	if (rc == 0 && compare(&found, &a->target, &after) < 0)
		rc = error_nomem(r->err);
	if (rc == 0 && found.n == 0)
		aside_notes(&a->target, &a->before, &after, &a->notes);
	if (rc == 0 && found.n == 0)
		note_interruption(r, a, &after);

	if (rc == 0 && found.n)
		rc = tell_difference(r, a, &found.items[0]);
	differences_free(&found);
	snapshot_free(&after);
	return rc;
}

/* Of a wish that is not carried out it is told what would change. */
static int keep_changes(struct run *r, struct attempt *a)
{
	struct differences d = { 0 };
	int rc = compare_ahead(&d, &a->target, &a->before);

	if (rc == 0)
		rc = result_keep_changes(r->result, &a->target, &a->before, &d);
	differences_free(&d);
	return rc;
}

static int attempt(struct run *r, struct attempt *a)
{
	int rc;

	rc = decide(r, a);
	if (rc < 0) {
		tell_where(r, a->wish);
		if (!r->left[0])
			return end(r, BONDNL_REFUSED, rc);
		result_add_difference(r->result, r->left, "it is still there");
		return end(r, BONDNL_LEFT, rc);
	}
	if (r->flags & BONDNL_DRY_RUN && keep_changes(r, a) < 0)
		return end(r, BONDNL_REFUSED, error_nomem(r->err));
	if (r->flags & BONDNL_DRY_RUN || a->plan.n == 0) {
		say_notes(r, &a->notes);
		return end(r, BONDNL_DONE, 0);
	}

	a->commit = (struct commit){ .ctx = r->ctx,
		.plan = &a->plan,
		.target = &a->target,
		.say = BONDNL_REPORT_STEP };
	say_plan(r, &a->plan);
	rc = commit_run(&a->commit, r->err);
	if (rc < 0)
		return refused(r, a, rc);
	rc = read_back(r, a);
	if (rc < 0) {
		tell_where(r, a->wish);
		return put_back(r, a, rc);
	}
	say_notes(r, &a->notes);
	if (r->flags & BONDNL_KEEP)
		result_keep_before(r->result, &a->before, &a->target);
	return end(r, BONDNL_DONE, 0);
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
		return end(&r, BONDNL_USAGE, rc);
	}
	for (int i = 0; i < TRIES; i++) {
		struct attempt a = { 0 };

		rc = attempt(&r, &a);
		attempt_free(&a);
		if (rc != AGAIN)
			break;
	}
	return rc;
}

int bondnl_undo(struct bondnl_ctx *ctx, const struct bondnl_result *done,
	struct bondnl_result **ret, struct bondnl_error *err)
{
	static const struct bondnl_spec no_wish;
	struct run r = { .ctx = ctx, .spec = &no_wish, .err = err };
	/* lent: putting back leaves both as they are, unless answers were lost */
	struct attempt a = { .before = done->before, .target = done->target };

	*ret = NULL;
	if (!done->kept)
		return error_set(err, -EINVAL, NULL, "there is nothing to undo");
	r.result = calloc(1, sizeof(*r.result));
	if (!r.result)
		return error_nomem(err);
	*ret = r.result;
	/* the kernel took it all, which shows the privilege */
	a.commit.done = 1;
	put_back(&r, &a, 0);
	return r.result->outcome == BONDNL_UNDONE
		? 0
		: error_set(err, -EIO, NULL, "not everything could be put back");
}
