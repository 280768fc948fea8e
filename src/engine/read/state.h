/*
 * Bonds as the public header shows them: a snapshot with its texts made on demand of
 * the reader, kept so that they can be lent.
 */
#ifndef ENGINE_READ_STATE_H
#define ENGINE_READ_STATE_H

#include "arena.h"
#include "link/snapshot.h"

struct bondnl_link {
	const struct link *link;    /* in the state's snapshot */
	struct bondnl_link *slaves; /* a part of the state's array */
	size_t n_slaves;
	bool as_slave; /* it stands here as one, not as the bond that it may be, too */
	char perm_mac[HWADDR_MAX * 3];
	char mac[HWADDR_MAX * 3];
	struct arena *arena; /* the state's; what the next three point to is there, too */
	const char **texts; /* of each option, NULL until it was asked for */
	const char **addresses;
	const char **unknown;
	char gateways[2][ADDRESS_TEXT_SIZE]; /* of v4 and v6, the first n_gateways */
	size_t n_gateways;
};

struct bondnl_state {
	struct snapshot snapshot;
	struct bondnl_link *links; /* the bonds, then the slaves */
	size_t n_bonds, n_links;
	struct arena arena; /* the texts that are lent */
};

/* All bonds of a copy of @s. 0 or -ENOMEM. */
int state_of(const struct snapshot *s, struct bondnl_state **ret) _must_check_;

static inline void state_freep(struct bondnl_state **st)
{
	bondnl_state_free(*st);
}

#define _cleanup_state_ _cleanup_(state_freep)

#endif
