/*
 * The spec: what the words ask for, bond by bond, with the word that each part came
 * from. It knows nothing of what is there, and decides nothing.
 */
#ifndef MODEL_SPEC_SPEC_H
#define MODEL_SPEC_SPEC_H

#include "error.h"
#include "link/snapshot.h"
#include "spec/intents.h"

enum spec_admin {
	ADMIN_UNSET,
	ADMIN_UP,
	ADMIN_DOWN,
};

struct spec_slave {
	char name[ALTNAME_SIZE];
	bool release; /* take it out */
	bool stay;    /* it is in already: only its options are meant; else put it in */
	bool move;    /* even if it has another master now */
	bool flush;   /* its own addresses are taken off it */
	bool optional; /* left out if there is no such device */
	struct optset options;
};

struct spec_address {
	struct address address;
	char *word;
};

struct spec_gateway {
	uint8_t family; /* 0: none asked for */
	uint8_t ip[16];
};

/* A word of a file, cut if it is long, and its line. */
struct spec_place {
	char word[48];
	unsigned line;
};

struct spec_bond {
	char name[ALTNAME_SIZE];
	const char *origin; /* the file that it stands in, owned by the spec; or NULL */
	unsigned line;	    /* in it, where its block begins */
	struct spec_place *places;
	size_t n_places, cap_places;
	const struct intent *intent;
	struct optset options;
	const char *option_word[BONDNL_OPT_COUNT_]; /* as the user spelled it; owned by
						       the table */
	enum spec_admin admin;
	uint32_t mtu; /* 0: unsaid */
	bool has_mac;
	uint8_t mac[6];
	struct spec_gateway gateways[2]; /* v4, v6 */
	struct spec_address *addresses;
	size_t n_addresses, cap_addresses;
	struct spec_slave *slaves;
	size_t n_slaves, cap_slaves;
};

struct bondnl_spec {
	struct spec_bond *bonds;
	size_t n, cap;
	unsigned allow; /* BONDNL_DISRUPT, BONDNL_FORCE */
	char **origins; /* the names of files */
	size_t n_origins, cap_origins;
};

/* The spec's own copy of the name of a file; NULL without memory. */
const char *spec_keep_origin(struct bondnl_spec *spec, const char *origin);
/* The line of a word in its block, or that of the block. */
unsigned spec_line_of(const struct spec_bond *w, const char *word);
bool spec_lists_address(const struct spec_bond *w, const struct address *a);
/* The slave of this name in a spec, NULL if it lists none. */
const struct spec_slave *spec_find_slave(const struct spec_bond *w, const char *name);
/* Do addresses and routes move, from a device to the bond or back? */
bool spec_moves(const struct spec_bond *w);
/* That device, the first among the words; NULL if none was said, or nothing moves. */
const struct spec_slave *spec_nic(const struct spec_bond *w);
/* Is a bond made that was not there? */
bool spec_makes(const struct spec_bond *w);
void spec_clear(struct bondnl_spec *spec);

#endif
