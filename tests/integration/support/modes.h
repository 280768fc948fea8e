/*
 * Bonds to be shown, made in ip's words, and what show says of them as a document. It
 * judges nothing that a test would.
 */
#ifndef IT_MODES_H
#define IT_MODES_H

#include "support/world.h"

#define CABLE(name)                                                                      \
	"link add " name " type veth peer name " name "p\n"                              \
	"link set " name "p addrgenmode none up\n"

#define BOND(name, words)                                                                \
	"link add " name " type bond " words "\nlink set " name " addrgenmode none\n"

#define SLAVE(name, bond) CABLE(name) "link set " name " master " bond "\n"

/* Three bonds with two slaves each, and most options. */
#define N_MODES 3
extern const char *const modes[N_MODES];
/* Makes them, and waits until bonds and slaves have found out that there is carrier. */
void make_modes(void);

/* What show --json said; the test fails if it is none. */
json_t *document(const struct ran *r);

#endif
