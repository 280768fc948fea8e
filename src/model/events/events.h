/*
 * What happened between two states of links: events in the words of the command line,
 * those that belong together as one. It reads no clock: times are the caller's, and how
 * long something lasted is kept in the links (struct since).
 */
#ifndef MODEL_EVENTS_EVENTS_H
#define MODEL_EVENTS_EVENTS_H

#include "link/snapshot.h"

struct event {
	enum bondnl_event_kind kind;
	int bond, slave; /* ifindexes; slave is 0 for the bond itself */
	char bond_name[IFNAMSIZ], slave_name[IFNAMSIZ];
	const char *what, *reason; /* words of ours, or NULL */
	char *from, *to;	   /* owned; NULL for nothing */
	int64_t duration;	   /* ms; -1: not known */
};

struct events {
	struct event *list;
	size_t n, cap;
	bool no_memory; /* one is missing */
};

/* What was, what is, and when it came to be known, in ms; never 0. */
struct events_view {
	const struct snapshot *before, *after;
	int64_t now;
};

/*
 * Of one link that was @old and is @new; NULL: it was not there, it is no more. @v->after
 * has it as it is now; ->before may be the same but for that link.
 */
void events_link(struct events *ev, const struct events_view *v, const struct link *old,
	struct link *new);
/* Of an address of the bond @l, given or taken; none of what the kernel makes itself. */
void events_address(
	struct events *ev, const struct link *l, const struct address *a, bool taken);
/* Of all links and addresses, in an order as the kernel might have had. */
void events_between(struct events *ev, const struct snapshot *before,
	struct snapshot *after, int64_t now);
/*
 * What came with something greater, of these that happened one behind the other, becomes
 * a part of it; @after is how it ended.
 */
void events_merge(struct events *ev, const struct snapshot *after);

/* Of no bond. */
void events_resynchronised(struct events *ev);
/* NULL for what is none. */
const char *events_kind_name(enum bondnl_event_kind kind);
void events_free(struct events *ev);

#endif
