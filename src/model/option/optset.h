/*
 * A set of option values: which are present, and what they are. Of fixed size, so
 * that copy is assignment and nothing has to be freed. Unset is not zero.
 * It checks nothing: value.h parses, rules.h judges.
 */
#ifndef MODEL_OPTION_OPTSET_H
#define MODEL_OPTION_OPTSET_H

#include <net/if.h>

#include "option/option.h"

#define ALTNAME_SIZE 128 /* linux/if.h, ALTIFNAMSIZ */

#define TARGETS_MAX  16 /* the driver: BOND_MAX_ARP_TARGETS, BOND_MAX_NS_TARGETS */
#define TARGETS_ROOM (TARGETS_MAX + 1) /* one too many can be said, and judged */

typedef uint64_t optmask;
_Static_assert(BONDNL_OPT_COUNT_ <= 64, "optmask has a bit for each option");

#define OPTBIT(id) ((optmask)1 << (id))

/* Addresses in network byte order, v4 in the first four bytes. */
struct targets {
	uint8_t n;
	uint8_t ip[TARGETS_ROOM][16];
};

struct optset {
	optmask present;
	int64_t number[BONDNL_OPT_COUNT_]; /* a MAC is its six bytes, first one highest;
					      a link is its ifindex, 0 for none */
	char link_name[2][ALTNAME_SIZE];   /* for the two links, by optset_link() */
	struct targets targets[2];	   /* v4, v6 */
};

/* One value, as it is taken from or put into a set. */
struct value {
	int64_t number;
	char link_name[ALTNAME_SIZE];
	struct targets targets;
};

/* A MAC between its six bytes and the number that stands for it, first byte highest. */
static inline int64_t mac_to_number(const uint8_t mac[6])
{
	int64_t n = 0;

	for (int i = 0; i < 6; i++)
		n = n << 8 | mac[i];
	return n;
}

static inline void mac_from_number(int64_t n, uint8_t ret[6])
{
	for (int i = 0; i < 6; i++)
		ret[i] = (uint8_t)(n >> (40 - 8 * i));
}

static inline bool optset_has(const struct optset *s, enum bondnl_option id)
{
	return s->present & OPTBIT(id);
}

void optset_put(struct optset *s, enum bondnl_option id, const struct value *v);
void optset_put_number(struct optset *s, enum bondnl_option id, int64_t number);
void optset_take(const struct optset *s, enum bondnl_option id, struct value *ret);
/* The number of an option, or @otherwise if it is not present. */
int64_t optset_number(const struct optset *s, enum bondnl_option id, int64_t otherwise);
/* Copies the options in @mask that @from has. */
void optset_merge(struct optset *s, const struct optset *from, optmask mask);
/* Is the value the same in both? Target lists are compared as sets: the driver keeps
   no promise about their order. Both must have it. */
bool optset_same(const struct optset *a, const struct optset *b, enum bondnl_option id);
/*
 * Those of @mask in @want that @have does not hold the same. To want nothing is to have
 * what is not reported: no slave, an empty list.
 */
optmask optset_differing(
	const struct optset *want, const struct optset *have, optmask mask);
/* Is it set to nothing: no slave, an empty list? */
bool optset_is_none(const struct optset *s, enum bondnl_option id);
/* The place in link_name[] of an option of type OPTION_LINK. */
char *optset_link(struct optset *s, enum bondnl_option id);

/* Walks the ids of a mask: for (enum bondnl_option id; optmask_next(&mask, &id);) */
bool optmask_next(optmask *mask, enum bondnl_option *id);
/* Those of @mask that a bond of this mode takes. */
optmask optmask_in_mode(optmask mask, int64_t mode);
/* All options of a level. */
optmask optmask_level(enum option_level level);
/* All options of a type. */
optmask optmask_type(enum option_type type);
/* All options that have any of these flags. */
optmask optmask_flags(unsigned flags);

/* The MAC policy of a bond with these options, see option_mac_policy(). */
int64_t optset_mac_policy(const struct optset *bond);
/* How many targets of ARP monitoring it has, of both families. */
size_t optset_targets(const struct optset *s);

#endif
