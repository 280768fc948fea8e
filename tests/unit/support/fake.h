/*
 * A kernel in memory behind the engine's backend: a few links, and what the bonding
 * driver, rtnetlink and the address and route code do to them, with their refusals.
 * It can fail at any order or query, ignore options, or lie. It knows no messages;
 * those are test_encode's and test_decode's.
 *
 * What it does was read in the kernel's source; where the integration tests see the
 * real one do something else, this one is wrong.
 */
#ifndef UNIT_FAKE_H
#define UNIT_FAKE_H

#include "ctx.h"
#include "str.h"

#define FAKE_LINKS  100 /* ifindexes are below it */
#define FAKE_COOKIE 4711

/* What a link has that the kernel does not tell. */
struct fake_hidden {
	uint8_t own_mac[6];	  /* of a slave, given back when it is released */
	uint32_t own_mtu;	  /* the same */
	bool random_mac;	  /* of a bond: the first slave's will replace it */
	char primary[IFNAMSIZ];	  /* of a bond: remembered by name */
	int64_t delays[3];	  /* of a bond: as multiples of miimon */
	bool wireless, fixed_mac; /* not told unless asked for, or never */
};

/* How the @at-th order (from 1 on) fails; it has no effect, but for FAKE_LOST. */
enum fake_fault {
	FAKE_NO_FAULT,
	FAKE_REFUSED, /* answered with ->error */
	FAKE_IGNORED, /* acknowledged */
	FAKE_DEAD,    /* the socket breaks: this and the rest of the send do not come */
	FAKE_LOST,    /* all is done, but the replies from this on do not come */
	FAKE_REFUSED_ON, /* refused, as all that follow */
	FAKE_IGNORED_ON, /* acknowledged, as all that follow */
};

struct fake {
	struct backend backend; /* first */
	struct snapshot now;
	struct fake_hidden hidden[FAKE_LINKS];

	enum fake_fault fault;
	size_t at;
	int error;
	const char *words;
	size_t deaf_at;	 /* so many looks at the kernel fail; 0: none */
	optmask ignores; /* options that are acknowledged and not set */
	bool no_privilege;
	bool no_driver;	   /* no bonding driver is loaded */
	optmask lacks;	   /* options that the driver does not know */
	int probe_error;   /* what it replies to each probe instead */
	bool loads_module; /* the first bond to be made loads it, which makes a bond0 */
	bool up_again;	   /* another program sets slaves up again */

	size_t requests, looks; /* so far */
	struct text asked;    /* "name eth0, link 7; slaves 7": a look between ';' */
	int last_ifindex;
};

/* The state of a scene (scene.h). */
void fake_open(struct fake *f, const char *const scene[]);
void fake_close(struct fake *f);
/* A line for each link, with all that the kernel tells, and what it remembers unseen. */
void fake_print(const struct fake *f, struct text *t);
struct link *fake_link(const struct fake *f, const char *name);

#endif
