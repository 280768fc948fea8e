/*
 * What became of a spec, see result.h. It decides nothing.
 */
#include <errno.h>
#include <string.h>

#include "array.h"
#include "change/result.h"

static void drop_steps(struct bondnl_result *r)
{
	for (size_t i = 0; i < r->n_steps; i++)
		free(r->steps[i].text);
	r->n_steps = 0;
}

int result_record_plan(struct bondnl_result *r, const struct plan *plan)
{
	drop_steps(r);
	for (size_t i = 0; i < plan->n; i++) {
		_cleanup_text_ struct text t = { 0 };
		struct result_step *s = array_add(r->steps, r->n_steps, r->cap_steps);

		if (!s)
			return -ENOMEM;
		plan_print_step(plan, i, &t);
		if (t.failed || !t.s)
			return -ENOMEM;
		s->text = steal(t.s);
		s->interrupts = plan->steps[i].interrupts;
		s->ifindex = plan->target->links[plan->steps[i].link].ifindex;
		str_copy(s->link, sizeof(s->link),
			plan->target->links[plan->steps[i].link].name);
	}
	return 0;
}

void result_add_difference(struct bondnl_result *r, const char *name, const char *what)
{
	_cleanup_text_ struct text t = { 0 };
	char **p;

	text_add(&t, "%s: %s", name, what);
	if (t.failed)
		return;
	p = array_add(r->differences, r->n_differences, r->cap_differences);
	if (p)
		*p = steal(t.s);
}

int result_record_differences(
	struct bondnl_result *r, const struct target *target, const struct differences *d)
{
	size_t before = r->n_differences;

	for (size_t i = 0; i < d->n; i++) {
		_cleanup_text_ struct text t = { 0 };

		difference_print(&d->items[i], &t);
		result_add_difference(
			r, target->links[d->items[i].link].name, text_str(&t));
	}
	return r->n_differences - before == d->n ? 0 : -ENOMEM;
}

void result_record_before(
	struct bondnl_result *r, struct snapshot *before, struct target *target)
{
	r->kept = true;
	r->before = *before;
	r->target = *target;
	memset(before, 0, sizeof(*before));
	memset(target, 0, sizeof(*target));
}

/* The bond that a difference belongs to: the link itself, or its master now or then. */
static const char *bond_of(const struct target *target, const struct snapshot *before,
	const struct target_link *t)
{
	const struct link *l = snapshot_by_ifindex(before, t->ifindex);

	if (t->named)
		return t->name;
	if (t->parts & TARGET_MASTER && t->master >= 0)
		return target->links[t->master].name;
	return l && l->master ? snapshot_name(before, l->master) : "";
}

static char *copy(const char *s, bool *failed)
{
	char *p = s ? strdup(s) : NULL;

	*failed |= s && !p;
	return p;
}

int result_record_changes(struct bondnl_result *r, const struct target *target,
	const struct snapshot *before, const struct differences *d)
{
	bool failed = false;

	for (size_t i = 0; i < d->n && !failed; i++) {
		const struct difference *one = &d->items[i];
		const struct target_link *t = &target->links[one->link];
		struct result_change *c =
			array_add(r->changes, r->n_changes, r->cap_changes);

		if (!c)
			return -ENOMEM;
		c->bond = copy(bond_of(target, before, t), &failed);
		c->slave = copy(t->named ? NULL : t->name, &failed);
		c->what = copy(one->what, &failed);
		c->from = copy(one->from, &failed);
		c->to = copy(one->to, &failed);
	}
	return failed ? -ENOMEM : 0;
}

size_t bondnl_result_changes(const struct bondnl_result *r)
{
	return r->n_changes;
}

const char *bondnl_result_change_bond(const struct bondnl_result *r, size_t i)
{
	return i < r->n_changes ? r->changes[i].bond : NULL;
}

const char *bondnl_result_change_slave(const struct bondnl_result *r, size_t i)
{
	return i < r->n_changes ? r->changes[i].slave : NULL;
}

const char *bondnl_result_change_what(const struct bondnl_result *r, size_t i)
{
	return i < r->n_changes ? r->changes[i].what : NULL;
}

const char *bondnl_result_change_from(const struct bondnl_result *r, size_t i)
{
	return i < r->n_changes ? r->changes[i].from : NULL;
}

const char *bondnl_result_change_to(const struct bondnl_result *r, size_t i)
{
	return i < r->n_changes ? r->changes[i].to : NULL;
}

void bondnl_result_free(struct bondnl_result *r)
{
	if (!r)
		return;
	drop_steps(r);
	free(r->steps);
	for (size_t i = 0; i < r->n_differences; i++)
		free(r->differences[i]);
	free(r->differences);
	for (size_t i = 0; i < r->n_changes; i++) {
		free(r->changes[i].bond);
		free(r->changes[i].slave);
		free(r->changes[i].what);
		free(r->changes[i].from);
		free(r->changes[i].to);
	}
	free(r->changes);
	target_free(&r->target);
	snapshot_free(&r->before);
	free(r);
}

enum bondnl_outcome bondnl_result_outcome(const struct bondnl_result *r)
{
	return r->outcome;
}

size_t bondnl_result_steps(const struct bondnl_result *r)
{
	return r->n_steps;
}

const char *bondnl_result_step(const struct bondnl_result *r, size_t i)
{
	return i < r->n_steps ? r->steps[i].text : NULL;
}

bool bondnl_result_step_interrupts(const struct bondnl_result *r, size_t i)
{
	return i < r->n_steps && r->steps[i].interrupts;
}

const char *bondnl_result_step_link(
	const struct bondnl_result *r, size_t i, int *ret_ifindex)
{
	if (i >= r->n_steps)
		return NULL;
	*ret_ifindex = r->steps[i].ifindex;
	return r->steps[i].link;
}

size_t bondnl_result_differences(const struct bondnl_result *r)
{
	return r->n_differences;
}

const char *bondnl_result_difference(const struct bondnl_result *r, size_t i)
{
	return i < r->n_differences ? r->differences[i] : NULL;
}

uint64_t bondnl_result_interruption(const struct bondnl_result *r)
{
	return r->interruption;
}
