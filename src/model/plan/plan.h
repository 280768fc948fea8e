/*
 * From what is to what should be: the steps, and their order. Pure: it sends nothing,
 * and holds only pointers into the target and the snapshot that it was made from: both
 * are to outlive it.
 */
#ifndef MODEL_PLAN_PLAN_H
#define MODEL_PLAN_PLAN_H

#include "plan/target.h"
#include "str.h"

/* One step is one netlink message. */
enum step_kind {
	STEP_CREATE,	   /* a bond, with its options */
	STEP_DELETE,	   /* a bond; its slaves are released by that */
	STEP_GROUP,	   /* a link into the group that is deleted next */
	STEP_DELETE_GROUP, /* all links of a group, in one message */
	STEP_RELEASE,	   /* a slave from its master */
	STEP_DOWN,
	STEP_UP,
	STEP_LINK,	    /* scalars: MTU, MAC ... */
	STEP_OPTIONS,	    /* of a bond */
	STEP_SLAVE_OPTIONS, /* of a slave */
	STEP_GIVE,	    /* an object to a link */
	STEP_TAKE,	    /* one from a link */
	STEP_ENSLAVE,
};

/*
 * The order. Steps of one phase do not depend on one another. What disturbs nobody
 * comes first, so that a refusal there leaves the slaves untouched: a bond is made
 * and given its addresses before any slave is taken down.
 */
enum phase {
	PHASE_HANDOVER, /* v4 addresses that may be those of what is deleted next */
	PHASE_MARK,	/* what is deleted together is put into a group */
	PHASE_DELETE,
	PHASE_CREATE,
	PHASE_RELEASE,
	PHASE_DOWN,	     /* bonds and released slaves */
	PHASE_OLD_MODE,	     /* options that the mode to come does not have */
	PHASE_BARE,	     /* options that need a bond that is down, or empty */
	PHASE_MONITOR,	     /* link monitoring, in one message */
	PHASE_OPTIONS,	     /* all other options */
	PHASE_LINK,	     /* MTU, MAC, group */
	PHASE_ADDRESS,	     /* the bond has its address before the slaves come */
	PHASE_SLAVE_DOWN,    /* the kernel enslaves only what is down */
	PHASE_ENSLAVE,	     /* first into a bond that goes into another one with them */
	PHASE_SLAVE_OPTIONS, /* refused together with enslaving (rtnetlink.c) */
	PHASE_UP,
	PHASE_SLAVE_LINK, /* what wants a link that is up: late addresses, a slave's MTU
			   */
	PHASE_LATE,	  /* active_slave: needs a bond that is up, with its slaves */
	PHASE_ROUTE,	  /* a route needs its link up */
	PHASE_SETTLE,	  /* addresses given without a check are as others again */
};

struct step {
	enum step_kind kind;
	enum phase phase;
	int link;     /* place in the target */
	int master;   /* the same, for STEP_ENSLAVE; for STEP_RELEASE where it was, -1 if
			 not listed */
	optmask mask; /* which of the target's options */
	unsigned parts; /* of the target's scalars, those that are given */
	uint32_t group; /* of STEP_GROUP and STEP_DELETE_GROUP */
	size_t many;	/* with STEP_DELETE_GROUP: so many links are in it */
	bool no_dad; /* the address is used at once, without asking for its duplicate */
	enum object_kind of; /* of STEP_GIVE and STEP_TAKE */
	union {
		const void *object;
		const struct address *address;
		const struct route *route;
	};
	bool replaces;	 /* the object: another one of this link is in its place */
	bool interrupts; /* traffic that passes now may be lost */
	/* of STEP_ENSLAVE: how deep its master is, and its rank among the slaves there */
	unsigned depth;
	size_t rank;
	size_t order; /* in which it was thought of */
};

struct plan {
	const struct target *target;
	struct step *steps;
	size_t n, cap;
};

int plan_make(struct plan *ret, const struct snapshot *now,
	const struct target *target) _must_check_;
/* Are the replies to be awaited before the phase @next, when @last is the one before? */
bool plan_is_barrier(enum phase last, enum phase next);
/* One step as a sentence: "enslave eth0 to bond0". */
void plan_print_step(const struct plan *plan, size_t i, struct text *t);
void plan_free(struct plan *plan);

#define _cleanup_plan_ _cleanup_(plan_free)

#endif
