/*
 * The option table: the facts of every bond option, a row each, read by the parser,
 * the encoder, the decoder, the writers, the rules and the plan.
 * It holds no values and no code that knows one option from another.
 */
#ifndef MODEL_OPTION_OPTION_H
#define MODEL_OPTION_OPTION_H

#include <stdbool.h>
#include <stdint.h>

#include <bondnl/bondnl.h>

/* What a value is on the wire and in words. A row with value names is spoken by name. */
enum option_type {
	OPTION_U8,
	OPTION_U16,
	OPTION_U32,
	OPTION_S32,
	OPTION_MAC,  /* six bytes */
	OPTION_LINK, /* u32 ifindex of a slave; spoken by name */
	OPTION_IP4_LIST,
	OPTION_IP6_LIST,
	OPTION_FLAGS8, /* bits with names */
	OPTION_FLAGS16,
};

enum option_level {
	OPTION_BOND,	/* IFLA_INFO_DATA of the bond */
	OPTION_SLAVE,	/* IFLA_INFO_SLAVE_DATA of the slave */
	OPTION_AD_INFO, /* inside IFLA_BOND_AD_INFO of the bond */
};

/* Modes as a mask: bit N is mode N. */
#define MODE(n)	      (1u << (n))
#define MODES_ALL     0x7fu
#define MODES_PRIMARY (MODE(1) | MODE(5) | MODE(6))
#define MODES_ARP     (MODE(0) | MODE(1) | MODE(2) | MODE(3))
#define MODES_LACP    MODE(4)
#define MODES_TLB     (MODE(5) | MODE(6))

enum {
	MODE_ACTIVE_BACKUP = 1,
	MODE_8023AD = 4,
};

/* fail_over_mac: all slaves have the MAC of the bond; the bond has that of its active
 * slave; the active slave gets that of the bond. */
enum {
	FAIL_OVER_MAC_NONE = 0,
	FAIL_OVER_MAC_ACTIVE = 1,
	FAIL_OVER_MAC_FOLLOW = 2,
};

enum {
	OPTION_READ_ONLY = 1 << 0,
	OPTION_NEEDS_DOWN = 1 << 1,  /* the driver: BOND_OPTFLAG_IFDOWN */
	OPTION_NEEDS_EMPTY = 1 << 2, /* the driver: BOND_OPTFLAG_NOSLAVES */
	OPTION_MONITOR = 1 << 3,     /* belongs to link monitoring: sent in one message */
	OPTION_NEEDS_MIIMON = 1
		<< 4,	      /* refused while miimon is 0, stored as its multiple */
	OPTION_LATE = 1 << 5, /* makes sense only with the slaves in the bond */
	OPTION_PRIVILEGED =
		1 << 6, /* reported only to CAP_NET_ADMIN, so absence says nothing */
};

struct option_name {
	const char *name;
	int64_t value;
};

struct option {
	enum bondnl_option id;
	enum option_level level;
	enum option_type type;
	const char *name;	/* the kernel's own */
	const char *aliases[3]; /* other spellings that people know */
	uint16_t attr;		/* number inside its nest */
	uint16_t flags;
	uint8_t modes; /* where the driver takes it */
	uint8_t used;  /* where it reads it, if that is not everywhere there; else 0 */
	int64_t min, max;
	int64_t initial;  /* what a new one has, unless the module was told otherwise */
	const char *unit; /* "ms", "s" or NULL */
	const struct option_name
		*names;	  /* ends with a NULL name; NULL for plain values */
	const char *help; /* one line */
};

/* All rows, by their ids. */
extern const struct option option_rows[BONDNL_OPT_COUNT_];

/* The row of @id; never NULL for a valid id. */
static inline const struct option *option_get(enum bondnl_option id)
{
	return &option_rows[id];
}

/* By its name or an alias, exactly; NULL if there is none at that level. */
const struct option *option_find(enum option_level level, const char *name);
/* The row's own copy of the name or alias @word. */
const char *option_spelling(const struct option *o, const char *word);
/* By its number on the wire; NULL if this program knows no such number. */
const struct option *option_by_attr(enum option_level level, unsigned attr);

static inline bool option_settable(const struct option *o)
{
	return !(o->flags & OPTION_READ_ONLY);
}

/* Can it be set to nothing, and is it then not reported? A slave, or a list. */
static inline bool option_may_be_none(const struct option *o)
{
	return o->type == OPTION_LINK || o->type == OPTION_IP4_LIST ||
		o->type == OPTION_IP6_LIST;
}

/* Does a bond of this mode take it? Of a mode that is not known, all may be said. */
static inline bool option_in_mode(const struct option *o, int64_t mode)
{
	return mode < 0 || mode > 6 || o->modes & MODE(mode);
}

/*
 * The MAC policy that is in force, FAIL_OVER_MAC_*. The driver takes fail_over_mac in
 * every mode and reads it in active-backup only. In all other modes the bond and its
 * slaves share one MAC (bond_main.c, bond_enslave() and __bond_release_one()).
 */
int64_t option_mac_policy(int64_t mode, int64_t fail_over_mac);
/* The number of the mode that has this name, or -1. */
int option_mode_number(const char *name);
const char *option_mode_name(int64_t mode);

#endif
