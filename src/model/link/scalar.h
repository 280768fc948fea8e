/*
 * What a link has one value of, and can be given: a row of one table for each. Prints and
 * compares values; which of them matter is the target's.
 */
#ifndef MODEL_SCALAR_H
#define MODEL_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

#define HWADDR_MAX 32

enum scalar {
	SCALAR_MTU,
	SCALAR_MAC,
	SCALAR_GROUP,
	SCALAR_ADDRGENMODE,
	SCALARS,
};

/* The values themselves: members of a link, and of what a link shall be. */
#define SCALAR_MEMBERS                                                                   \
	uint32_t mtu;                                                                    \
	uint32_t group; /* 0 unless someone put it into another */                       \
	uint8_t mac[HWADDR_MAX];                                                         \
	uint8_t mac_len;                                                                 \
	uint8_t addrgenmode; /* how IPv6 makes addresses by itself, if it is on */

struct scalars {
	SCALAR_MEMBERS
};

/* In a struct that has them: as members of it, and together. */
#define SCALARS_HERE                                                                     \
	union {                                                                          \
		struct {                                                                 \
			SCALAR_MEMBERS                                                   \
		};                                                                       \
		struct scalars scalars;                                                  \
	}

enum scalar_form {
	SCALAR_NUMBER,
	SCALAR_HWADDR, /* bytes, and their number behind the longest */
};

struct scalar_row {
	const char *word;    /* in arguments, and of what differs */
	const char *name;    /* in a sentence */
	const char *subject; /* of the sentence that says how it differs */
	uint16_t nests[2];   /* the attributes that it is inside of, from the outermost */
	uint16_t attr;	     /* IFLA_* */
	enum scalar_form form;
	uint8_t width; /* bytes, or the most of them */
	size_t offset; /* in struct scalars */
	const char *const *names; /* of values, ends with NULL; or NULL */
	/* given by a message of its own, never by the one that makes the link */
	bool alone;
	const char *verb, *rest; /* then: "put" a link "into group"; NULL: set it */
	bool optional;		 /* the kernel may have none: all bits set, then */
	/* kept with what is on the link when that is disturbed, and moves along with it
	 */
	bool belongs;
	uint32_t stays; /* a value that does not; 0: all do */
};

const struct scalar_row *scalar_row(enum scalar id);
/* The mask of those that are given alone. */
unsigned scalars_alone(void);
/* Of those that belong to what is on the link, the mask of what the kernel told. */
unsigned scalars_belonging(const struct scalars *s);
/* The mask of those that the kernel told. */
unsigned scalars_known(const struct scalars *s);
/* The mask of those whose value no other link can be given. */
unsigned scalars_staying(const struct scalars *s);
/* A mask of those that differ. MACs of two lengths are of two kinds, not two values. */
unsigned scalars_differing(const struct scalars *a, const struct scalars *b);
/* Those of @mask are as in @from. */
void scalars_take(struct scalars *s, const struct scalars *from, unsigned mask);
/* The value as bytes in the kernel's order, and how many; which may be none. */
const void *scalar_bytes(const struct scalars *s, enum scalar id, size_t *ret_len);
/* From such bytes; what is too short is passed over. NULL: the kernel has none. */
void scalar_put(struct scalars *s, enum scalar id, const void *bytes, size_t len);
void scalar_print(const struct scalars *s, enum scalar id, struct text *t);
/* The next of a mask, which is taken out of it; false if it was empty. */
bool scalar_next(unsigned *mask, enum scalar *ret);

#endif
