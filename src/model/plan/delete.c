/*
 * Steps that delete bonds: one by one, or many by one message. It decides nothing about
 * the slaves that are released by that.
 */
#include <errno.h>

#include "internal.h"

/*
 * From so many on they go together. Behind each message that deletes the kernel waits for
 * all of RCU's callbacks (net/core/dev.c, netdev_run_todo), as long as it takes to release
 * a slave; behind one that deletes a group it does so once. To put a bond into the group
 * costs a hundredth of that: two bonds of two slaves went in 0.87 of the time, four in
 * 0.76, three hundred in 0.66.
 */
#define MANY 2

/* Groups that no one makes by hand; iproute2 shows numbers up to INT_MAX. */
#define GROUP_FIRST 0x40000000u
#define GROUP_MASK  0x3fffffffu

int plan_delete(struct plan *p, size_t at, const struct link_progress *c)
{
	struct step *s;

	if (!c->link)
		return 0;
	s = plan_add(p, STEP_DELETE, PHASE_DELETE, at);
	if (!s)
		return -ENOMEM;
	s->interrupts = c->up;
	return 0;
}

static bool goes_together(const struct step *s, const struct link_progress *progress)
{
	return s->kind == STEP_DELETE && link_is_bond(progress[s->link].link);
}

static bool is_used(const struct snapshot *now, uint32_t group)
{
	for (size_t i = 0; i < now->n; i++)
		if (now->links[i].group == group)
			return true;
	return false;
}

/*
 * A group that no link has. Another one for other bonds, so that two that delete at the
 * same time do not meet in one.
 */
static uint32_t choose_group(const struct plan *p, const struct link_progress *progress,
	const struct snapshot *now)
{
	uint32_t hash = 2166136261u; /* FNV-1a, by ifindexes instead of bytes */

	for (size_t i = 0; i < p->n; i++) {
		const struct link *l = progress[p->steps[i].link].link;

		if (goes_together(&p->steps[i], progress))
			hash = (hash ^ (uint32_t)l->ifindex) * 16777619u;
	}
	while (is_used(now, GROUP_FIRST | (hash & GROUP_MASK)))
		hash++;
	return GROUP_FIRST | (hash & GROUP_MASK);
}

/*
 * What is deleted is put into a group first, and that is deleted: by one message, which
 * the kernel carries out as a whole or not at all (rtnetlink.c, rtnl_group_dellink). Only
 * where all links are known: nothing else may have that group.
 */
int plan_delete_together(
	struct plan *p, const struct link_progress *progress, const struct snapshot *now)
{
	size_t many = 0, first = 0;
	bool interrupts = false;
	struct step *s;
	uint32_t group;

	for (size_t i = p->n; i-- > 0;)
		if (goes_together(&p->steps[i], progress)) {
			many++;
			first = i;
		}
	if (!now->complete || many < MANY)
		return 0;

	group = choose_group(p, progress, now);
	for (size_t i = first; i < p->n; i++) {
		s = &p->steps[i];
		if (!goes_together(s, progress))
			continue;
		interrupts |= s->interrupts;
		s->kind = STEP_GROUP;
		s->phase = PHASE_MARK;
		s->group = group;
		s->interrupts = false;
	}
	s = plan_add(p, STEP_DELETE_GROUP, PHASE_DELETE, (size_t)p->steps[first].link);
	if (!s)
		return -ENOMEM;
	s->group = group;
	s->many = many;
	s->interrupts = interrupts;
	return 0;
}
