/*
 * The pure part of the path, see convergence.h. It sends nothing.
 */
#include "option/value.h"
#include "support/convergence.h"
#include "support/scene.h"

void path_take(struct path *p, const char *const scene[], enum bondnl_intent intent,
	const char *line)
{
	memset(p, 0, sizeof(*p));
	scene_read(&p->now, scene);
	ck_assert_msg(unit_spec(&p->spec, intent, line, &p->err) == 0, "%s: %s",
		p->err.subject, p->err.text);
	p->rc = resolve(
		&p->target, &p->now, &p->spec, 0, &p->notes, &p->spec_at, &p->err);
	if (p->rc == 0)
		ck_assert_int_eq(plan_make(&p->plan, &p->now, &p->target), 0);
}

void path_free(struct path *p)
{
	plan_free(&p->plan);
	target_free(&p->target);
	spec_clear(&p->spec);
	snapshot_free(&p->now);
	notes_free(&p->notes);
}

void path_print_plan(const struct plan *plan, struct text *t)
{
	for (size_t i = 0; i < plan->n; i++) {
		if (i && plan_is_barrier(plan->steps[i - 1].phase, plan->steps[i].phase))
			text_add(t, "-\n");
		text_add(t, "%s", plan->steps[i].interrupts ? "!" : "");
		plan_print_step(plan, i, t);
		text_add(t, "\n");
	}
}

static void print_link(
	const struct target *target, const struct target_link *l, struct text *t)
{
	char word[ROUTE_TEXT_SIZE];

	if (l->parts & TARGET_MASTER)
		text_add(t, " master %s",
			l->master >= 0 ? target->links[l->master].name : "none");
	if (l->parts & TARGET_ADMIN)
		text_add(t, l->up ? " up" : " down");
	if (l->parts & TARGET_MTU)
		text_add(t, " mtu %u", l->mtu);
	if (l->parts & TARGET_MAC) {
		mac_print(l->mac, l->mac_len, word);
		text_add(t, " mac %s", word);
	}
	if (l->options.present)
		text_add(t, " ");
	unit_print_options(&l->options, l->options.present, t);
	for (size_t i = 0; l->parts & TARGET_ADDRESSES && i < l->n_addresses; i++) {
		address_print(&l->addresses[i], word);
		text_add(t, " addr %s", word);
	}
	if (l->parts & TARGET_ONLY_THESE)
		text_add(t, " only");
	for (size_t i = 0; l->parts & TARGET_ROUTES && i < l->n_routes; i++) {
		route_print(&l->routes[i], word);
		text_add(t, " route %s", word);
	}
}

void path_print_target(const struct target *target, struct text *t)
{
	for (size_t i = 0; i < target->n; i++) {
		const struct target_link *l = &target->links[i];

		text_add(t, "%s%s%s%s", l->name, l->is_bond ? " bond" : "",
			l->ifindex ? "" : " new", l->absent ? " absent" : "");
		print_link(target, l, t);
		text_add(t, "\n");
	}
}

void path_print_differences(
	const struct target *target, const struct differences *d, struct text *t)
{
	for (size_t i = 0; i < d->n; i++) {
		text_add(t, "%s: ", target->links[d->items[i].link].name);
		difference_print(&d->items[i], t);
		text_put(t, "\n");
	}
}

/* As a spec would have it; a bridge is only named, as the old master of a slave. */
static void touch(struct target *done, const struct link *l)
{
	int at = target_add(done, l, NULL);

	ck_assert_int_ge(at, 0);
	if (!str_eq(l->kind, "bridge"))
		done->links[at].parts = TARGET_MASTER;
}

void path_put_back(struct path *p, const char *const before[], const char *const now[])
{
	struct target done = { 0 };
	struct snapshot old = { 0 };

	memset(p, 0, sizeof(*p));
	scene_read(&old, before);
	scene_read(&p->now, now);
	for (size_t i = 0; i < p->now.n; i++)
		touch(&done, &p->now.links[i]);
	for (size_t i = 0; i < old.n; i++)
		if (target_find(&done, old.links[i].ifindex) < 0)
			touch(&done, &old.links[i]);
	ck_assert_int_eq(target_from_snapshot(&p->target, &done, &old), 0);
	ck_assert_int_eq(plan_make(&p->plan, &p->now, &p->target), 0);
	target_free(&done);
	snapshot_free(&old);
}
