/*
 * What the files of plan share: a link on its way through the steps. See plan.h; nothing
 * outside of them includes this.
 */
#ifndef MODEL_PLAN_INTERNAL_H
#define MODEL_PLAN_INTERNAL_H

#include "plan/plan.h"

/* A link on its way through the steps: what the kernel will have done to it by then. */
struct link_progress {
	const struct link *link; /* as it is now; NULL if it is to be made */
	bool up;
	bool released; /* from a bond: closed by the kernel, MAC and MTU given back */
	bool downed;   /* it loses its routes and v6 addresses on the way */
	bool new_mac;  /* it gets another one, at least for a moment */
	bool v4_emptied; /* it loses all v4 addresses for a moment, and its v4 routes */
	bool late;     /* down only to be enslaved, or with what is */
	bool follows;  /* down and up with the device it sits on */
	bool to_be_down, to_be_empty; /* a bond, for options that need that */
};

/* A new step, or NULL without memory. */
struct step *plan_add(struct plan *p, enum step_kind kind, enum phase phase, size_t link);
bool plan_master_is_bond(const struct plan *p, const struct target_link *t);
/* Is the link of this ifindex the master that @tl shall have? */
bool plan_is_wanted_master(
	const struct target *t, const struct target_link *tl, int ifindex);

/* delete.c: each by itself, and behind all of them what is better done together */
int plan_delete(struct plan *p, size_t at, const struct link_progress *c);
int plan_delete_together(
	struct plan *p, const struct link_progress *progress, const struct snapshot *now);

/* options.c */
/* Has a bond to be down or empty on the way? */
void plan_bare(const struct plan *p, size_t at, struct link_progress *c,
	const struct snapshot *now);
int plan_options(struct plan *p, size_t at, struct link_progress *c);
int plan_slave_options(struct plan *p, size_t at, const struct link_progress *progress,
	bool enslaved_now);

/* link.c; @enslave: the link becomes a slave in this plan */
int plan_admin(struct plan *p, size_t at, struct link_progress *c, bool enslave);
int plan_link(struct plan *p, size_t at, struct link_progress *c,
	const struct snapshot *now, bool enslave);
/* objects.c */
int plan_objects(struct plan *p, size_t at, struct link_progress *c, bool enslave);

#endif
