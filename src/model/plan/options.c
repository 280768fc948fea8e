/*
 * Steps that set options: which of them a link takes as it will be by then, and in
 * which message. It knows no single option but those that decide about others.
 */
#include <errno.h>

#include "internal.h"

static int no_memory(const struct step *s)
{
	return s ? 0 : -ENOMEM;
}

static int64_t mode_of(const struct target_link *t, const struct link *l)
{
	return optset_number(&t->options, BONDNL_OPT_MODE,
		l ? optset_number(&l->options, BONDNL_OPT_MODE, -1) : -1);
}

/*
 * The wanted options that a bond takes as it will be: the driver checks mode and miimon
 * before it looks at a value, so that even what it has already would be refused.
 */
static optmask mask_taken(const struct target_link *t, const struct link *l, optmask mask)
{
	int64_t miimon = optset_number(&t->options, BONDNL_OPT_MIIMON,
		l ? optset_number(&l->options, BONDNL_OPT_MIIMON, 0) : 0);

	optmask taken = mask;

	if (miimon == 0)
		taken &= ~optmask_flags(OPTION_NEEDS_MIIMON);
	return optmask_in_mode(taken, mode_of(t, l)) | (mask & t->forced);
}

static int add_options(struct plan *p, size_t at, enum phase phase, optmask mask)
{
	struct step *s;

	if (!mask)
		return 0;
	s = plan_add(p, STEP_OPTIONS, phase, at);
	if (s)
		s->mask = mask;
	return no_memory(s);
}

/* A new bond has nothing to clear. */
static optmask mask_set(const struct target_link *t, optmask mask)
{
	optmask m = mask;

	for (enum bondnl_option id; optmask_next(&m, &id);)
		if (optset_is_none(&t->options, id))
			mask &= ~OPTBIT(id);
	return mask;
}

/*
 * What is to be set and can be set no more once the mode has changed. The driver keeps
 * it all the while: it would be there again with the old mode.
 */
static optmask mask_of_old_mode(
	const struct target_link *t, const struct link *l, optmask mask)
{
	int64_t old = optset_number(&l->options, BONDNL_OPT_MODE, -1);

	if (old < 0 || mode_of(t, l) == old)
		return 0;
	return optmask_in_mode(mask, old) & ~optmask_in_mode(mask, mode_of(t, l));
}

/* The same of delays, which the driver keeps as multiples while miimon is 0. */
static optmask mask_of_old_miimon(
	const struct target_link *t, const struct link *l, optmask mask)
{
	if (optset_number(&l->options, BONDNL_OPT_MIIMON, 0) == 0 ||
		optset_number(&t->options, BONDNL_OPT_MIIMON, -1) != 0)
		return 0;
	return mask & optmask_flags(OPTION_NEEDS_MIIMON);
}

/* What is to be sent to a bond that is there, before it is asked what it takes. */
static optmask mask_to_say(const struct target_link *t, const struct link *l)
{
	optmask wanted = t->options.present & optmask_level(OPTION_BOND);

	return optset_differing(&t->options, &l->options, wanted) | (t->say & wanted);
}

static bool has_slaves(const struct snapshot *now, const struct link *bond)
{
	return snapshot_next_slave(now, bond->ifindex, NULL) != NULL;
}

void plan_bare(const struct plan *p, size_t at, struct link_progress *c,
	const struct snapshot *now)
{
	const struct target_link *t = &p->target->links[at];
	optmask mask;

	if (!t->bare || t->absent || !c->link)
		return;
	mask = mask_taken(t, c->link, mask_to_say(t, c->link));
	c->to_be_down = c->up && mask & optmask_flags(OPTION_NEEDS_DOWN);
	c->to_be_empty =
		mask & optmask_flags(OPTION_NEEDS_EMPTY) && has_slaves(now, c->link);
}

/* Will a miimon that is set end what shall be there (bond_option_miimon_set)? */
static bool ends_validating(const struct target_link *t)
{
	return optset_number(&t->options, BONDNL_OPT_MIIMON, 0) > 0 &&
		optset_number(&t->options, BONDNL_OPT_ARP_VALIDATE, 0) > 0 &&
		!(t->forced & OPTBIT(BONDNL_OPT_ARP_VALIDATE));
}

int plan_options(struct plan *p, size_t at, struct link_progress *c)
{
	const struct target_link *t = &p->target->links[at];
	optmask monitor = optmask_flags(OPTION_MONITOR);
	const optmask late = optmask_flags(OPTION_LATE);
	const optmask bare = optmask_flags(OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY);
	optmask wanted = t->options.present & optmask_level(OPTION_BOND);
	optmask mask;
	struct step *s;

	if (!c->link) {
		s = plan_add(p, STEP_CREATE, PHASE_CREATE, at);
		if (!s)
			return -ENOMEM;
		/* the driver keeps the primary by name and waits for a slave to come by
		 * it */
		s->mask = mask_set(t, mask_taken(t, NULL, wanted & ~late));
		s->parts = t->parts & TARGET_SCALARS & ~scalars_alone();
		return add_options(p, at, PHASE_LATE, mask_set(t, wanted & late));
	}

	mask = mask_to_say(t, c->link);
	if (add_options(p, at, PHASE_OLD_MODE,
		    mask_of_old_mode(t, c->link, mask & ~late) |
			    mask_of_old_miimon(t, c->link, mask)) < 0)
		return -ENOMEM;
	/* a new mode resets other options: all that are wanted are said again */
	if (mask & OPTBIT(BONDNL_OPT_MODE))
		mask = wanted;
	/* delays are kept as multiples of miimon: they would change with it */
	if (mask & OPTBIT(BONDNL_OPT_MIIMON))
		mask |= wanted & optmask_flags(OPTION_NEEDS_MIIMON);
	mask = mask_taken(t, c->link, mask);
	/* miimon resets it, and refuses to stand in one message with it: said after */
	if (mask & OPTBIT(BONDNL_OPT_MIIMON) && ends_validating(t)) {
		mask |= OPTBIT(BONDNL_OPT_ARP_VALIDATE);
		monitor &= ~OPTBIT(BONDNL_OPT_ARP_VALIDATE);
	}

	if (add_options(p, at, PHASE_BARE, mask & bare) < 0 ||
		add_options(p, at, PHASE_MONITOR, mask & monitor & ~bare) < 0 ||
		add_options(p, at, PHASE_OPTIONS, mask & ~(bare | monitor | late)) < 0 ||
		add_options(p, at, PHASE_LATE, mask & late) < 0)
		return -ENOMEM;
	return 0;
}

/* Which options of a slave are to be sent, once it is in its bond. */
static optmask slave_mask(const struct plan *p, const struct target_link *t,
	const struct link_progress *c, const struct link_progress *progress,
	bool enslaved_now)
{
	optmask mask = t->options.present & optmask_level(OPTION_SLAVE);
	const struct target_link *m;

	if (!mask)
		return 0;
	if (c->link && !enslaved_now)
		mask = optset_differing(&t->options, &c->link->options, mask);
	if (t->parts & TARGET_MASTER && t->master >= 0) {
		m = &p->target->links[t->master];
		mask = optmask_in_mode(mask, mode_of(m, progress[t->master].link)) |
			(mask & t->forced);
	}
	return mask;
}

int plan_slave_options(struct plan *p, size_t at, const struct link_progress *progress,
	bool enslaved_now)
{
	optmask mask = slave_mask(
		p, &p->target->links[at], &progress[at], progress, enslaved_now);
	struct step *s;

	if (!mask)
		return 0;
	s = plan_add(p, STEP_SLAVE_OPTIONS, PHASE_SLAVE_OPTIONS, at);
	if (s)
		s->mask = mask;
	return no_memory(s);
}
