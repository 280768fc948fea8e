/*
 * What is wrong with a bond and what to do about it: a table of rules, each a function
 * over what was read of one bond. They read a snapshot and add findings; they ask nothing
 * and change nothing.
 */
#ifndef MODEL_CHECK_FINDINGS_H
#define MODEL_CHECK_FINDINGS_H

#include "cleanup.h"
#include "link/snapshot.h"
#include "str.h"

struct finding {
	const struct finding_rule *rule;
	enum bondnl_severity severity;
	char bond[IFNAMSIZ], slave[IFNAMSIZ]; /* slave: "" if it is about none */
	struct text evidence, remedy;
};

struct findings {
	struct finding *items;
	size_t n, cap;
	bool failed; /* memory ran out: something may be missing */
};

/* What was read of one bond, for the rules. */
struct check {
	const struct snapshot *now;
	const struct link *bond;
	const struct link *const *slaves; /* in the order of their ifindex */
	size_t n_slaves;
	/* VLANs, bridges, the devices by which the kernel sends to ARP targets, and the
	 * addresses and routes of the slaves */
	const struct snapshot *around;
	const struct link *const *vlans; /* those that sit right on the bond */
	size_t n_vlans;
	const char *netns; /* where its remedies are to be carried out; NULL: here */
	int64_t mode;
	const struct finding_rule *rule; /* the one that is looking now */
	struct findings *found;
};

/* What a rule looks at beyond bonds and their slaves, each a query of its own. */
enum {
	LOOK_ADDRESSES = 1 << 0, /* of the slaves */
	LOOK_ROUTES = 1 << 1,	 /* of the slaves */
	LOOK_EGRESSES = 1 << 2,	 /* to the ARP targets */
	LOOK_VLANS = 1 << 3,
	LOOK_SPEED = 1 << 4,
	LOOK_WIRELESS = 1 << 5,
	LOOK_MASTER = 1 << 6,
};

struct finding_rule {
	const char *id;
	enum bondnl_severity severity; /* the worst that it tells */
	unsigned looks;		       /* LOOK_* */
	uint8_t modes;		       /* where it may find something */
	bool up;		       /* ... only of a bond that is set up */
	void (*look)(struct check *c);
	const char *help; /* one line */
};

/* The rules, in the order in which they look; NULL behind the last. */
const struct finding_rule *findings_rule(size_t i);

/* Lets all rules look at one bond; ->mode, ->rule need not be filled in. */
void findings_check(struct check *c);
/* What the rules want to look at, of a bond like this one. */
unsigned findings_looks(const struct link *bond);
void findings_free(struct findings *f);

#endif
