/*
 * What should be true: a few links, each with the parts of it that matter. Made from a
 * spec (resolve.h) or from a snapshot (to put things back). Says what, never in what
 * order.
 */
#ifndef MODEL_PLAN_TARGET_H
#define MODEL_PLAN_TARGET_H

#include "error.h"
#include "link/snapshot.h"

/* Which parts of a link matter; what is not in the mask stays as it is. */
enum {
	TARGET_MTU = 1 << SCALAR_MTU,
	TARGET_MAC = 1 << SCALAR_MAC,
	TARGET_SCALARS = (1 << SCALARS) - 1, /* a bit for each of them */
	TARGET_MASTER = 1 << SCALARS,
	TARGET_ADMIN = 2 << SCALARS,
	TARGET_OBJECTS = 4 << SCALARS, /* a bit for each kind: those listed are there */
	TARGET_ONLY = TARGET_OBJECTS
		<< OBJECT_KINDS, /* and for each: ... and no others */
	TARGET_ADDRESSES = TARGET_OBJECTS << OBJECT_ADDRESS,
	TARGET_ONLY_THESE = TARGET_ONLY << OBJECT_ADDRESS,
	TARGET_ROUTES = TARGET_OBJECTS << OBJECT_ROUTE,
};

struct target_link {
	int ifindex; /* 0: to be made */
	char name[IFNAMSIZ];
	bool absent; /* shall be gone */
	bool is_bond;
	bool named; /* a bond of the spec itself, not one that belongs to it */
	bool bare;  /* a bond that may be taken down and emptied for what needs that */
	unsigned parts;
	int master; /* with TARGET_MASTER: place in the target, -1 for none */
	size_t rank; /* among those that this master gets */
	bool up;
	SCALARS_HERE;
	struct optset options; /* present ones matter */
	optmask say;	       /* of these, said even where they do not seem to differ */
	optmask forced; /* of these, said even where the driver is known to refuse */
	int takes_over_from; /* ifindex of the device whose addresses and routes it takes
			over, 0 for none */
	int on;	     /* a VLAN: place of the device that it sits on, -1 for none */
	OBJECTS_HERE;
	/* where it came from, for messages: the place of its bond in the spec, -1 for
	 * none */
	int spec_at;
};

struct target {
	struct target_link *links;
	size_t n, cap;
	/* where to find an ifindex: places, or -1; as many as a power of two, half of
	 * them free */
	int *slots;
	size_t n_slots;
};

/* A new link in the target, -1 without memory; @l may be NULL for one that is not there.
 */
int target_add(struct target *t, const struct link *l, const char *name);
int target_find(const struct target *t, int ifindex);
/* The place of a bond that is still to be made, -1 if none of this name is. */
int target_find_new(const struct target *t, const char *name);
/* It was made, or is known to be gone: its ifindex is known. */
void target_set_ifindex(struct target *t, int at, int ifindex);
/* A copy of one more that shall be there. 0 or -ENOMEM. */
int target_add_object(struct target_link *l, enum object_kind kind, const void *o);
/* What is on a link, as far as it was read, shall be there, or on another one. */
int target_keep_belongings(struct target_link *l, const struct link *was);
/*
 * The spec to have everything that @done touches as it was in @before. Links that were
 * not there shall be gone.
 */
int target_from_snapshot(
	struct target *ret, const struct target *done, const struct snapshot *before);
void target_free(struct target *t);

#define _cleanup_target_ _cleanup_(target_free)

#endif
