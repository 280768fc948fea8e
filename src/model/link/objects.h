/*
 * What a link has many of: addresses, routes. A row for each kind of them, and the lists
 * that hold them. How they are asked for, read and given is wire/objects.h's.
 */
#ifndef MODEL_LINK_OBJECTS_H
#define MODEL_LINK_OBJECTS_H

#include "cleanup.h"
#include "link/address.h"
#include "link/route.h"

/* A kind: its number, its type, the list of a link, and its row, in a file of its own. */
#define OBJECT_TABLE(X)                                                                  \
	X(OBJECT_ADDRESS, struct address, addresses, object_address)                     \
	X(OBJECT_ROUTE, struct route, routes, object_route)                              \
	X(OBJECT_NEIGHBOUR, struct as_sent, neighbours, object_neighbour)                \
	X(OBJECT_PROXY, struct as_sent, proxies, object_proxy)

#define OBJECT_ENUM_(kind, type, list, row) kind,
enum object_kind { OBJECT_TABLE(OBJECT_ENUM_) OBJECT_KINDS };
#undef OBJECT_ENUM_

/* Some objects of one kind, owned. */
struct objects {
	void *items;
	size_t n, cap;
	bool known; /* it was asked for them: there are no others */
};

/*
 * Members of a link, and of what a link shall be: ->addresses, ->n_addresses and so on,
 * and all lists as ->objects[]. They are the members of struct objects, in its order.
 */
#define OBJECT_LIST_(kind, type, list, row)                                              \
	struct {                                                                         \
		type *list;                                                              \
		size_t n_##list, cap_##list;                                             \
		bool list##_known;                                                       \
	};
#define OBJECTS_HERE                                                                     \
	union {                                                                          \
		struct {                                                                 \
			OBJECT_TABLE(OBJECT_LIST_)                                       \
		};                                                                       \
		struct objects objects[OBJECT_KINDS];                                    \
	}

/* The longest is a neighbour: an address, " lladdr " and a link-layer address. */
#define OBJECT_TEXT_SIZE 176

/* What takes objects off a link that stays. */
enum {
	LOST_DOWN = 1 << 0, /* it goes down */
	LOST_V4 = 1 << 1,   /* its last v4 address goes, if only for a moment */
	LOST_MAC = 1 << 2,  /* it gets another MAC */
};

/*
 * An object as the kernel sent it, to be given back as it came: the payload of its
 * message, without what ages. What this program does not know of it is kept, too.
 */
struct as_sent {
	unsigned char *payload;
	size_t len;
};

/* Room for one of any kind. */
#define OBJECT_MEMBER_(kind, type, list, row) type list;
union any_object {
	OBJECT_TABLE(OBJECT_MEMBER_)
};

/* For the rows of kinds that are kept so. */
int as_sent_copy(void *ret, const void *from);
void as_sent_clear(void *o);

struct object_row {
	const char *word; /* "address" */
	size_t size;
	bool only_up;	/* a link that is down has none */
	unsigned losses; /* LOST_*: what may take one off its link */
	bool is_taken;	/* what is too much is taken off: there is a message for that */
	bool by_device; /* "the route X dev eth0", and not "eth0: address X" */
	bool (*same)(const void *a, const void *b);
	/* Not the same, but where the kernel would let only one of both be; or NULL. */
	bool (*same_place)(const void *a, const void *b);
	bool (*leans)(const void *o); /* on others, which are given before it; or NULL */
	void (*print)(const void *o, char ret[OBJECT_TEXT_SIZE]);
	unsigned (*lost_by)(const void *o);	  /* LOST_* */
	int (*copy)(void *ret, const void *from); /* NULL: it is assigned */
	void (*clear)(void *o);			  /* NULL: it owns nothing */
	bool (*is_kernels)(const void *o); /* it comes and goes by itself; or NULL */
	bool (*is_stacked)(const void *o); /* the newest is the first, not the last; or
					      NULL */
	/* From the link of one name to that of another; both may be one. NULL: as it is.
	 */
	void (*move)(void *o, const char *from, const char *to);
};

const struct object_row *object_row(enum object_kind kind);
/* The one of a list that is the same; NULL if none is. */
void *objects_find(enum object_kind kind, const struct objects *list, const void *o);
/* One more, which the list owns then; NULL without memory, and it is freed. */
void *objects_take(enum object_kind kind, struct objects *list, void *o);
/* A copy of one more. 0 or -ENOMEM. */
int objects_add(enum object_kind kind, struct objects *list, const void *o) _must_check_;
/* Copies of all, behind those that are there. 0 or -ENOMEM. */
int objects_add_all(enum object_kind kind, struct objects *list,
	const struct objects *from) _must_check_;
/* Takes out the one at a place of the list; the order of the others stays. */
void objects_drop(enum object_kind kind, struct objects *list, void *o);
/* What one owns that is in no list. */
void object_free(enum object_kind kind, void *o);
void objects_clear(enum object_kind kind, struct objects *list);
/* Of all kinds, with what holds them. */
void objects_free(struct objects lists[OBJECT_KINDS]);
bool object_is_kernels(enum object_kind kind, const void *o);

/* The objects of a list, from the first one. */
#define objects_at(kind, list, i)                                                        \
	((void *)((char *)(list)->items + (i)*object_row(kind)->size))

#endif
