/*
 * The one way to the kernel: what may be asked, what may be sent. The engine knows
 * only this; wire/ is the kernel behind it, and a test can stand in for it or make its
 * k-th step fail.
 */
#ifndef MODEL_LINK_BACKEND_H
#define MODEL_LINK_BACKEND_H

#include "error.h"
#include "link/snapshot.h"
#include "plan/plan.h"

enum query_kind {
	QUERY_NAME,   /* the link of this name or altname */
	QUERY_LINK,   /* the link of this ifindex */
	QUERY_SLAVES, /* the links whose master is this ifindex */
	QUERY_LINKS,  /* all links */
	QUERY_BONDS,  /* all bonds, their slaves and their addresses */
	QUERY_UPPERS, /* the VLANs on this ifindex, and those on them */
	QUERY_EGRESS, /* by which device does the kernel send to the host that name says?
		    It is kept with the link of this ifindex, for which it is asked */
	QUERY_WIRELESS,	 /* is this ifindex wireless? */
	QUERY_SPEED,	 /* speed and duplex of this ifindex */
	QUERY_LACP,	 /* what LACP counts of this ifindex, a bond or a slave */
	QUERY_PRIVILEGE, /* may the caller change links here? */
	/* All objects of a kind, but those that the kernel makes by itself, of this
	 * ifindex; 0: of all links that are known by then. */
	QUERY_OBJECTS,
	QUERY_ADDRESSES = QUERY_OBJECTS + OBJECT_ADDRESS,
	QUERY_ROUTES = QUERY_OBJECTS + OBJECT_ROUTE,
	QUERY_KINDS = QUERY_OBJECTS + OBJECT_KINDS,
};

/* Of a query about objects: the kind. OBJECT_KINDS for any other. */
static inline enum object_kind query_of(enum query_kind kind)
{
	return kind < QUERY_OBJECTS ? OBJECT_KINDS
				    : (enum object_kind)(kind - QUERY_OBJECTS);
}

struct query {
	enum query_kind kind;
	const char *name;
	int ifindex;
};

/* One step, with what the plan does not know: the ifindexes of what was just made. */
struct request {
	const struct step *step;
	const struct target_link *link;
	int ifindex; /* 0 for a link to be made, or to be deleted by its name */
	int master;
	struct optset *ret_made; /* what the link that is made has; NULL: of no account */
};

struct reply {
	int error;	/* 0 or a negative errno */
	char text[128]; /* the kernel's extended ack; empty if it gave none */
	enum bondnl_option
		option; /* the attribute it points at; BONDNL_OPT_COUNT_: none */
	bool received;	/* false: no reply came, so nobody knows */
	int ifindex;	/* of the link that was made */
};

/* Does the driver know this option? Asked of a slave for one of slaves. */
struct probe {
	enum bondnl_option id;
	int ifindex; /* of a slave of any bond; 0 for an option of bonds */
};

enum {
	PROBE_NO = 0,
	PROBE_YES = 1, /* a negative errno: it was not told */
};

/* One thing that the kernel announced; lent for the call. */
struct announced {
	bool gone;	   /* the link is no more, the address was taken */
	struct link *link; /* as it is now; of one that is gone, or of which an
			    * address is meant, the ifindex only */
	const struct address *address; /* NULL: the link itself is meant */
};

/* Who listens: what of links that are no bonds or slaves is of interest, and what is. */
struct subscription {
	bool (*cares)(void *data, int ifindex);
	void (*told)(void *data, struct announced *a);
	void *data;
};

/* What the kernel announces of links and addresses, from when it was opened. */
struct notifier {
	/* To poll(). */
	int (*fd)(const struct notifier *e);
	/*
	 * Hands out what has come, in order, without waiting for more, and not all of it
	 * if it is very much. Returns how many messages there were; -ENOBUFS, which is
	 * told by no error, if some did not fit the socket's buffer and are lost.
	 */
	int (*receive)(struct notifier *e, const struct subscription *l,
		struct bondnl_error *err);
	void (*close)(struct notifier *e);
};

struct backend {
	/*
	 * Answers go into @s: links, what was found under a name, addresses, routes. A
	 * link that is not there is an reply, not an error. Questions that need no dump
	 * and stand side by side are sent together.
	 */
	int (*query)(struct backend *d, const struct query *q, size_t n,
		struct snapshot *s, struct bondnl_error *err);
	/*
	 * Sends all of it, in order and at once: not even a sudden end of the program
	 * comes between the orders of one call, as far as one send holds them (sock.c).
	 * @replies has one for each. Fails only if the socket does.
	 */
	int (*send)(struct backend *d, const struct request *requests, size_t n,
		struct reply *replies, struct bondnl_error *err);
	/*
	 * Whether the driver knows options, without a change to anything; @replies has
	 * one for each. The driver must be there: see snapshot.driver_missing.
	 */
	int (*probe)(struct backend *d, const struct probe *probes, size_t n,
		int *replies, struct bondnl_error *err);
	/* A number that the kernel gave to its network namespace. 0 or a negative errno.
	 */
	int (*cookie)(struct backend *d, uint64_t *ret);
	/* Is its network namespace that of process 1? 0 or a negative errno. */
	int (*is_of_init)(struct backend *d, bool *ret);
	/* @buffer: bytes of the socket's receive buffer; 0: large. */
	int (*listen)(struct backend *d, unsigned buffer, struct notifier **ret,
		struct bondnl_error *err);
	/* For --debug: each line of each message. */
	void (*trace)(struct backend *d, bondnl_trace_fn *fn, void *data);
	void (*close)(struct backend *d);
};

#endif
