/*
 * What the files of resolve share: one bond of the spec on its way to the target. See
 * resolve.h; nothing outside of them includes this.
 */
#ifndef MODEL_RESOLVE_INTERNAL_H
#define MODEL_RESOLVE_INTERNAL_H

#include "plan/target.h"
#include "resolve/notes.h"
#include "spec/spec.h"

struct resolver {
	struct target *target;
	const struct snapshot *now;
	const struct bondnl_spec *spec;
	const struct spec_bond *wanted;
	int place;	/* of the bond in the spec */
	unsigned allow; /* BONDNL_DISRUPT, BONDNL_FORCE */
	unsigned flags; /* BONDNL_DRY_RUN, BONDNL_KEEP */
	struct notes *notes;
	struct bondnl_error *err;
	const struct link *bond; /* NULL if it is not there */
	int at;			 /* of the bond in the target */
};

static inline struct target_link *bond_target(struct resolver *r)
{
	return &r->target->links[r->at];
}

/* slaves.c */
int resolve_add_slave(struct resolver *r, const struct spec_slave *s);
int resolve_remove_slave(struct resolver *r, const struct spec_slave *s);
int resolve_release(struct resolver *r, const struct link *l);
/* The slave of the bond that is meant; NULL if it is none, which is told then: the errno
 * is in @ret. */
const struct link *resolve_slave_of(
	struct resolver *r, const struct spec_slave *s, int *ret);

/* change.c */
int resolve_set_slave(struct resolver *r, const struct spec_slave *s);
int resolve_add_present_slaves(struct resolver *r);
/* What has to be said together with what is asked for, so that the rest stays as it is.
 */
int resolve_preserve_couplings(struct resolver *r);
int resolve_warn_of_down(struct resolver *r);
/* What has to be there again after an interruption that was allowed, if there is one. */
int resolve_disrupt(struct resolver *r);
/* The VLANs on a link of the target, which go down and up with it. */
int resolve_preserve_vlans(struct resolver *r, int at);

/* migrate.c: addresses and routes move from a device to a bond, and back. */
int resolve_check_nic(struct resolver *r);
int resolve_take_over(struct resolver *r);
int resolve_give_back(struct resolver *r);

/* replace.c: what a spec that replaces says by saying nothing */
bool resolve_lists(const struct resolver *r, const struct link *slave);
int resolve_release_unlisted(struct resolver *r);
int resolve_defaults(struct resolver *r);
int resolve_preserve_foreign_addresses(struct resolver *r);
int resolve_preserve_foreign_routes(struct resolver *r);
/* What the bond loses by one of LOST_* is given again. */
int resolve_preserve_lost_by(struct resolver *r, unsigned by);

/* choices.c: what was left open is chosen, and names become slaves. */
int resolve_choose_monitor(struct resolver *r);
int resolve_choose_mac_policy(struct resolver *r);
int resolve_slave_option(struct resolver *r, enum bondnl_option id);
int resolve_failover(struct resolver *r);
/* The mode that the bond will have; -1: the driver's default, not known. */
int64_t resolve_mode(const struct resolver *r, const struct optset *options);
/* The MAC policy that it will have, see option_mac_policy(). */
int64_t resolve_mac_policy(const struct resolver *r, const struct optset *options);

#endif
