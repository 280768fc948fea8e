/*
 * The table of intents: what each command that changes something means. The parser,
 * resolve, the rules and the engine read these columns instead of asking which command
 * it is. It holds facts only; the passes of resolve are named here and run there.
 */
#ifndef MODEL_SPEC_INTENTS_H
#define MODEL_SPEC_INTENTS_H

#include <stdbool.h>
#include <stddef.h>

#include <bondnl/bondnl.h>

/* Must the bond be there already? */
enum spec_expect {
	EXPECT_ABSENT,
	EXPECT_PRESENT,
	EXPECT_EITHER,
};

/* What becomes of a device that is named; bits. */
enum {
	DEVICE_ENSLAVED = 1 << 0,
	DEVICE_RELEASED = 1 << 1,
	DEVICE_KEPT = 1 << 2,	 /* it is a slave already: only its options change */
	DEVICE_FLUSHED = 1 << 3, /* its own addresses are removed */
	/* addresses and routes move: from it to the bond if it is enslaved, from the bond
	 * to it if it is released */
	DEVICE_MOVES = 1 << 4,
	DEVICE_ACTIVE = 1 << 5, /* it is a slave already, and becomes the active one */
};

/* Which words a command takes; bits. */
enum {
	TAKES_NAMES = 1 << 0,  /* a word that is nothing else is the name of a device */
	TAKES_SLAVES = 1 << 1, /* slave DEV */
	TAKES_SLAVE_OPTIONS = 1 << 2,
	TAKES_MOVE = 1 << 3,	 /* move, flush */
	TAKES_OPTIONAL = 1 << 4, /* optional */
	TAKES_OPTIONS = 1 << 5,	 /* options of the bond */
	TAKES_LINK = 1 << 6,	 /* address, gateway, mtu, lladdr, up */
	TAKES_DOWN = 1 << 7,	 /* down */
	TAKES_CLEAR = 1 << 8,	 /* clear_active_slave */
};

/*
 * The passes of resolve, in the order in which they build on each other. A row lists
 * those that it needs, in the order in which they run.
 */
enum pass {
	PASS_END,
	PASS_NIC,	/* may what the first device has move? If not, it is the first
			   thing to say */
	PASS_FIND,	/* finds the bond and gives it a place in the target */
	PASS_DELETE,	/* deletes the bond; its slaves are released */
	PASS_GIVE_BACK, /* gives what the bond has to the first device */
	PASS_OPTIONS,	/* takes the options that were given */
	PASS_FAILOVER,	/* chooses the active slave, if none was named */
	PASS_UNLISTED,	/* releases slaves that are not listed. PASS_PRESENT would keep
			   them */
	PASS_PRESENT, /* with --disrupt: keeps the slaves that are there, in the order in
			 which they come back */
	PASS_SLAVES,  /* adds, releases or changes the devices that were named */
	PASS_MONITOR, /* chooses a link monitor, if none was given */
	PASS_MAC_POLICY, /* chooses fail_over_mac, if a slave needs it */
	PASS_DEFAULTS,	 /* gives all other options the values of a new bond */
	PASS_COUPLINGS,	 /* repeats options that the driver changes with those given */
	PASS_DOWN,	 /* warns of what is lost when the bond goes down */
	PASS_LINKS, /* finds the slaves that options name, once all slaves are known */
	PASS_RULES, /* checks the options, which do not change any more */
	PASS_TAKE_OVER, /* gives what the first device has to the bond */
	PASS_PARTS,	/* sets addresses, gateways, MTU, MAC, up or down */
	PASS_DISRUPT,	/* with --disrupt: keeps all that the differences found so far
			   would take away */
	PASS_COUNT_,
};

struct intent {
	const char *name; /* in messages */
	enum spec_expect expect;
	bool absent;  /* the bond is deleted */
	bool patch;   /* the bond is changed, and what is not given stays as it is */
	bool replace; /* what is not given is as in a new bond */
	/* people use it on a slave when they mean remove: the message says so */
	bool mistaken_for_remove;
	/* DEVICE_ bits. The first device is named before all words; if this is 0, there
	 * is no such device, and all are as the others. */
	unsigned first;
	unsigned others;
	unsigned takes;		       /* TAKES_ bits */
	size_t least;		       /* how many devices must be named */
	const char *missing;	       /* the message if there are fewer */
	const char *excess;	       /* the message for a word too many */
	enum pass passes[PASS_COUNT_]; /* PASS_END is behind the last one */
};

/* NULL if there is no such intent. */
const struct intent *intent_get(enum bondnl_intent id);
bool intent_has_pass(const struct intent *in, enum pass pass);

#endif
