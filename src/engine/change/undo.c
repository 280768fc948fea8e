/*
 * What was there before becomes the target: the same engine once more, after a failure or when
 * a change is to be undone later. It has no inverse steps; what the driver decides by
 * itself, an active slave or a random MAC, is told and no failure.
 */
#include <errno.h>
#include <string.h>

#include "change/gather.h"
#include "ctx.h"
#include "internal.h"

/*
 * An reply that got lost may have been that of a bond being made: its name was free
 * before, so a bond of that name is ours.
 */
static void find_made(struct run *r, struct attempt *a)
{
	for (size_t i = 0; i < a->target.n; i++) {
		struct target_link *t = &a->target.links[i];
		const struct query q = { .kind = QUERY_NAME, .name = t->name };
		_cleanup_snapshot_ struct snapshot now = { 0 };
		const struct link *l;

		if (t->ifindex || t->absent)
			continue;
		if (r->ctx->backend->query(r->ctx->backend, &q, 1, &now, NULL) < 0)
			continue;
		l = snapshot_asked(&now, t->name);
		if (l && link_is_bond(l) && str_eq(l->name, t->name))
			target_set_ifindex(&a->target, (int)i, l->ifindex);
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
		text_add(&t, "%s: ", target->links[d->link].name);
		difference_print(d, &t);
		ctx_report(r->ctx, BONDNL_REPORT_WARNING, text_str(&t));
		differences_drop(left, i);
	}
}

bool run_is_privileged(const struct run *r, const struct attempt *a)
{
	const struct query q = { .kind = QUERY_PRIVILEGE };
	_cleanup_snapshot_ struct snapshot s = { 0 };
	bool yes = a->commit.done > 0;

	if (yes || a->commit.reply.error != -EPERM || a->commit.reply.text[0])
		return yes;
	return r->ctx->backend->query(r->ctx->backend, &q, 1, &s, NULL) == 0 &&
		s.privileged;
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

int run_put_back(struct run *r, struct attempt *a, int why)
{
	_cleanup_target_ struct target target = { 0 };
	_cleanup_snapshot_ struct snapshot now = { 0 }, after = { 0 };
	_cleanup_plan_ struct plan plan = { 0 };
	_cleanup_differences_ struct differences left = { 0 };
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
		rc = gather_target(r->ctx->backend, &target, true, &now, NULL);
	if (rc == 0)
		leave_random_macs(a, &target, &now);
	if (rc == 0)
		rc = plan_make(&plan, &now, &target);
	if (rc == 0) {
		/* what fails here shows in what is compared below */
		(void)!commit_run(&commit, NULL);
		rc = gather_target(r->ctx->backend, &target, false, &after, NULL);
		snapshot_borrow_names(&after, &a->before);
	}
	if (rc == 0)
		rc = compare(&left, &target, &after);
	if (rc == 0)
		say_random_macs(r, a, &target, &after);
	if (rc == 0)
		say_what_the_driver_chose(r, &target, &left);
	if (rc == 0 && left.n == 0)
		outcome = plan.n || a->commit.done ? BONDNL_UNDONE : BONDNL_REFUSED;
	/* without the privilege nothing came so far that it could have been changed */
	if (rc == 0 && run_is_privileged(r, a) && tell_what_was_hidden(r, a))
		outcome = BONDNL_LEFT;
	if (rc == 0 && result_record_differences(r->result, &target, &left) < 0)
		rc = -ENOMEM;
	return run_end(r, rc < 0 ? BONDNL_LEFT : outcome, why);
}

int bondnl_undo(struct bondnl_ctx *ctx, const struct bondnl_result *done,
	struct bondnl_result **ret, struct bondnl_error *err)
{
	static const struct bondnl_spec no_spec;
	struct run r = { .ctx = ctx, .spec = &no_spec, .err = err };
	/* lent: putting back leaves both as they are, unless replies were lost */
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
	run_put_back(&r, &a, 0);
	return r.result->outcome == BONDNL_UNDONE
		? 0
		: error_set(err, -EIO, NULL, "not everything could be put back");
}
