/*
 * Objects as messages: how each kind is asked for, read and given, in a file of its own.
 * What they mean is link/objects.h's.
 */
#ifndef WIRE_OBJECTS_H
#define WIRE_OBJECTS_H

#include <netlink/msg.h>

#include "link/backend.h"
#include "trace.h"

struct object_wire {
	const char *name;	/* of its messages, behind RTM_NEW and the like */
	uint16_t new, del, get; /* RTM_* */
	size_t head;		/* bytes before the attributes */
	const struct trace_name *names;
	/* Those of one link; 0: of all. NULL without memory. */
	struct nl_msg *(*query)(int ifindex);
	/*
	 * 1, and the ifindex that the message tells, if it does; 0 for what is not to be
	 * kept; -1 without memory.
	 */
	int (*decode)(const struct nlmsghdr *h, void *ret, int *ret_ifindex);
	/* It was read at this link. NULL: it does not matter. */
	void (*place)(void *o, int ifindex);
	/* NULL without memory. */
	struct nl_msg *(*encode)(const struct request *r);
	/* Does the refusal say that all is as it was asked for? NULL: none does. */
	bool (*is_there)(const struct step *s, int error);
};

const struct object_wire *object_wire(enum object_kind kind);

#endif
