/*
 * A step of a plan as a sentence, for people. Declared in plan.h; it decides nothing.
 */
#include <net/if.h>

#include "option/value.h"
#include "plan/plan.h"

static const char *link_name(const struct plan *p, int at)
{
	return at >= 0 ? p->target->links[at].name : "its master";
}

static void print_options(const struct target_link *l, optmask mask, struct text *t)
{
	const char *comma = "";
	struct value v;

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		text_add(t, "%s%s ", comma, option_get(id)->name);
		optset_take(&l->options, id, &v);
		value_print(option_get(id), &v, t);
		comma = ", ";
	}
}

static void print_scalars(
	const struct target_link *l, unsigned parts, const char *before, struct text *t)
{
	for (enum scalar id; scalar_next(&parts, &id);) {
		text_add(t, "%s%s ", before, scalar_row(id)->word);
		scalar_print(&l->scalars, id, t);
		before = ", ";
	}
}

static void print_link(const struct target_link *l, unsigned parts, struct text *t)
{
	unsigned left = parts;
	enum scalar first = SCALAR_MTU;

	if (scalar_next(&left, &first) && scalar_row(first)->verb) {
		text_add(t, "%s %s %s ", scalar_row(first)->verb, l->name,
			scalar_row(first)->rest);
		scalar_print(&l->scalars, first, t);
		return;
	}
	text_add(t, "set %s: ", l->name);
	print_scalars(l, parts, "", t);
}

static void print_object(const struct step *s, const char *link, struct text *t)
{
	const struct object_row *row = object_row(s->of);
	bool give = s->kind == STEP_GIVE;
	char text[OBJECT_TEXT_SIZE];

	row->print(s->object, text);
	if (row->by_device)
		text_add(t, "%s the %s %s dev %s%s", give ? "add" : "remove", row->word,
			text, link, s->replaces ? " in place of another" : "");
	else
		text_add(t, "%s %s: %s %s",
			s->phase == PHASE_SETTLE ? "settle"
				: give		 ? "give"
						 : "take from",
			link, row->word, text);
}

void plan_print_step(const struct plan *p, size_t i, struct text *t)
{
	const struct step *s = &p->steps[i];
	const struct target_link *l = &p->target->links[s->link];

	switch (s->kind) {
	case STEP_CREATE:
		text_add(t, "create %s", l->name);
		if (s->mask)
			text_add(t, ": ");
		print_options(l, s->mask, t);
		print_scalars(l, s->parts, s->mask ? ", " : ": ", t);
		return;
	case STEP_DELETE:
		text_add(t, "delete %s", l->name);
		return;
	case STEP_GROUP:
		text_add(t, "mark %s for deletion by group %u", l->name, s->group);
		return;
	case STEP_DELETE_GROUP:
		text_add(t, "delete the %zu bonds of group %u", s->many, s->group);
		return;
	case STEP_RELEASE:
		text_add(t, "release %s from %s", l->name, link_name(p, s->master));
		return;
	case STEP_DOWN:
		text_add(t, "take %s down", l->name);
		return;
	case STEP_UP:
		text_add(t, "bring %s up", l->name);
		return;
	case STEP_LINK:
		print_link(l, s->parts, t);
		return;
	case STEP_OPTIONS:
	case STEP_SLAVE_OPTIONS:
		text_add(t, "set %s: ", l->name);
		print_options(l, s->mask, t);
		return;
	case STEP_GIVE:
	case STEP_TAKE:
		print_object(s, l->name, t);
		return;
	case STEP_ENSLAVE:
		text_add(t, "enslave %s to %s", l->name, link_name(p, s->master));
		return;
	}
}
