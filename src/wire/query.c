/*
 * Questions asked of the kernel, see query.h. It changes nothing.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"
#include "decode.h"
#include "genetlink.h"
#include "objects.h"
#include "query.h"
#include "query_encode.h"
#include "query_routes.h"
#include "str.h"

/* So few bonds are asked for one by one; for more, all links are read once. */
#define FEW_BONDS 4

struct asking {
	const struct query *queries;
	struct snapshot *snapshot;
	bool only_bonds; /* of a dump, bonds and their slaves only */
	bool unfiltered; /* a dump of one kind brought all: nobody has that kind */
	bool filters;	 /* a kernel that filters says so */
	bool fresh;	 /* what comes is not in the snapshot yet; so with only_bonds */
	size_t enough;	 /* so many links are, and no more need be read; 0: all */
	struct sock_talk *talk;
	bool *again; /* of each query: it is to be asked again. NULL: none ever is */
	bool no_memory;
	int error;
};

static bool note_altname(void *data, int ifindex, const char *name)
{
	struct asking *a = data;

	return snapshot_note_asked(a->snapshot, name, ifindex);
}

static bool is_vlan(const struct nlmsghdr *h)
{
	struct link one = { 0 };

	decode_link(h, &one);
	return link_is_vlan(&one);
}

static void take_link(struct asking *a, const struct query *q, const struct nlmsghdr *h)
{
	bool filtered = h->nlmsg_flags & NLM_F_DUMP_FILTERED;
	int ifindex = decode_link_index(h);
	struct link *l;

	if (!ifindex)
		return;
	a->unfiltered |= !filtered;
	/* without its module a kind is no filter, and nobody has it */
	if (q->kind == QUERY_UPPERS && !filtered && !is_vlan(h)) {
		a->talk->enough = a->filters;
		return;
	}
	l = a->fresh ? snapshot_append(a->snapshot, ifindex)
		     : snapshot_place(a->snapshot, ifindex);
	if (!l) {
		a->no_memory = true;
		return;
	}
	decode_link(h, l);
	if (a->only_bonds && !link_is_bond(l) && !str_eq(l->slave_kind, "bond")) {
		a->snapshot->n--; /* decoded once is quicker than looked at before */
		return;
	}
	if (a->enough && a->snapshot->n > a->enough)
		a->talk->enough = true;
	if (q->kind == QUERY_NAME && !snapshot_note_asked(a->snapshot, q->name, ifindex))
		a->no_memory = true;
	/* of all links any name may have been meant */
	if (q->kind == QUERY_LINKS && !decode_altnames(h, note_altname, a))
		a->no_memory = true;
}

static void take_egress(struct asking *a, const struct query *q, const struct nlmsghdr *h)
{
	struct link *l = snapshot_by_ifindex(a->snapshot, q->ifindex);

	if (l && h->nlmsg_type == RTM_NEWROUTE &&
		!link_note_egress(l, q->name, decode_egress(h)))
		a->no_memory = true;
}

static void take_object(struct asking *a, const struct query *q, const struct nlmsghdr *h)
{
	enum object_kind kind = query_of(q->kind);
	const struct object_wire *wire = object_wire(kind);
	union any_object o;
	struct link *l;
	int ifindex, rc;

	rc = wire->decode(h, &o, &ifindex);
	if (rc < 0)
		a->no_memory = true;
	if (rc <= 0)
		return;
	/*
	 * A route with several next hops names no device at its top: it belongs to whom
	 * was asked for. A kernel before 4.20 does not filter by link; and of a full
	 * dump, bonds' are wanted.
	 */
	l = snapshot_by_ifindex(a->snapshot, q->ifindex ? q->ifindex : ifindex);
	if (!l || (ifindex && ifindex != l->ifindex) ||
		(a->only_bonds && !link_is_bond(l))) {
		object_free(kind, &o);
		return;
	}
	if (wire->place)
		wire->place(&o, l->ifindex);
	if (!objects_take(kind, &l->objects[kind], &o))
		a->no_memory = true;
}

static void take_message(void *data, size_t i, const struct nlmsghdr *h)
{
	struct asking *a = data;
	const struct query *q = &a->queries[i];

	switch (q->kind) {
	case QUERY_EGRESS:
		take_egress(a, q, h);
		return;
	case QUERY_LACP:
		decode_lacp(h, snapshot_by_ifindex(a->snapshot, decode_lacp_index(h)));
		return;
	default:
		if (query_of(q->kind) < OBJECT_KINDS)
			take_object(a, q, h);
		else
			take_link(a, q, h);
	}
}

/* A link that is not there is an reply: it has no addresses either. */
static void take_end(void *data, size_t i, int error, const struct nlmsghdr *h)
{
	struct asking *a = data;
	const struct query *q = &a->queries[i];
	struct link *l = snapshot_by_ifindex(a->snapshot, q->ifindex);

	(void)h;
	if (q->kind == QUERY_PRIVILEGE) {
		a->snapshot->privileged = error != -EPERM;
	} else if (error && q->kind == QUERY_EGRESS && error != -ENOBUFS &&
		error != -ENOMEM) {
		/* the many egresses to say that there is none: unreachable, prohibit ...
		 */
		if (l && !link_note_egress(l, q->name, 0))
			a->no_memory = true;
	} else if (error == -ENODEV) {
		if (q->kind == QUERY_NAME &&
			!snapshot_note_asked(a->snapshot, q->name, 0))
			a->no_memory = true;
	} else if (error == -EBUSY && a->again) {
		a->again[i] = true; /* the dump before it had not come to its end */
	} else if (error && !a->error) {
		a->error = error;
	} else if (!error && l && query_of(q->kind) < OBJECT_KINDS) {
		l->objects[query_of(q->kind)].known = true;
	}
}

void query_free_messages(struct nl_msg **messages, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (messages[i])
			nlmsg_free(messages[i]);
}

int query_refused(int error, struct bondnl_error *err)
{
	return error_set(
		err, error, NULL, "the kernel does not answer: %s", strerror(-error));
}

static bool is_dump_of_objects(const struct query *q)
{
	return query_of(q->kind) < OBJECT_KINDS && q->ifindex;
}

static bool is_dump(const struct query *q)
{
	return q->kind == QUERY_SLAVES || q->kind == QUERY_UPPERS ||
		query_of(q->kind) < OBJECT_KINDS;
}

/* What a dump brought is dropped, for another try. Links are placed over the old ones. */
static void forget(struct asking *a, const struct query *q)
{
	for (size_t i = 0; i < a->snapshot->n && is_dump(q); i++) {
		struct link *l = &a->snapshot->links[i];

		if (q->ifindex && l->ifindex != q->ifindex)
			continue;
		if (query_of(q->kind) < OBJECT_KINDS)
			objects_clear(query_of(q->kind), &l->objects[query_of(q->kind)]);
	}
}

static int talk(struct kernel *k, struct asking *a, struct nl_msg **messages, size_t n,
	bool *ret_interrupted, struct bondnl_error *err)
{
	struct sock_talk t = { .messages = messages,
		.n = n,
		.message = take_message,
		.reply = take_end,
		.data = a };
	int rc;

	a->no_memory = false;
	a->error = 0;
	a->talk = &t;
	a->filters = k->sock.strict;
	rc = sock_talk(&k->sock, &t, err);
	if (rc == 0 && t.enough)
		rc = sock_again(&k->sock, k->netns_fd, err);
	*ret_interrupted = t.interrupted;
	if (rc < 0)
		return rc;
	if (a->no_memory)
		return error_nomem(err);
	if (a->error)
		return query_refused(a->error, err);
	return 0;
}

/*
 * What is to be asked again moves to the front: what was refused, and each dump if one
 * was not of one moment. How much that is.
 */
static size_t gather_again(const struct asking *a, struct query *q,
	struct nl_msg **messages, size_t n, bool interrupted)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++) {
		struct nl_msg *m = messages[i];

		if (!a->again[i] && !(interrupted && is_dump(&q[i])))
			continue;
		messages[i] = messages[left];
		messages[left] = m;
		q[left++] = q[i];
	}
	memset(a->again, 0, n * sizeof(*a->again));
	return left;
}

/*
 * Those of the kinds that few links have come first: they are at their end at once. The
 * table has them last.
 */
static void order_dumps(struct query *q, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i;
			k && is_dump_of_objects(&q[k - 1]) && q[k].kind > q[k - 1].kind;
			k--) {
			struct query swap = q[k];

			q[k] = q[k - 1];
			q[k - 1] = swap;
		}
}

/*
 * Queries that go in one send: links, and dumps at the end. The kernel carries out one
 * dump of a socket at a time, and refuses the next one if the first is not at its end by
 * then: a dump of nothing is. So the refused ones are asked again together; that takes no
 * more sends than one for each, and mostly fewer.
 */
static int query_together(struct kernel *k, const struct query *q, size_t n,
	struct snapshot *s, struct bondnl_error *err)
{
	_cleanup_free_ struct nl_msg **messages = calloc(n, sizeof(struct nl_msg *));
	_cleanup_free_ struct query *list = calloc(n, sizeof(*list));
	_cleanup_free_ bool *again = calloc(n, sizeof(*again));
	struct asking a = { .queries = list,
		.snapshot = s,
		.again = again,
		.fresh = n == 1 && q->kind == QUERY_UPPERS && s->n == 0 };
	bool interrupted = false;
	size_t left = n;
	int rc = 0;

	if (!messages || !list || !again)
		return error_nomem(err);
	memcpy(list, q, n * sizeof(*list));
	order_dumps(list, n);
	for (size_t i = 0; i < n && rc == 0; i++) {
		messages[i] = query_encode(&list[i]);
		if (!messages[i])
			rc = error_nomem(err);
	}
	for (int tries = 0; rc == 0 && left && tries <= QUERY_TRIES;
		tries += interrupted) {
		/* told again, what was there is not to be there twice */
		if (a.fresh)
			snapshot_free(s);
		for (size_t i = 0; i < left; i++)
			forget(&a, &list[i]);
		rc = talk(k, &a, messages, left, &interrupted, err);
		left = gather_again(&a, list, messages, left, interrupted);
	}
	query_free_messages(messages, n);
	return rc;
}

/* --------------------------------------------------------------------- all bonds */

static int ask_each_bond(struct kernel *k, struct snapshot *s, struct bondnl_error *err)
{
	int ifindexes[FEW_BONDS];
	size_t n = 0;
	int rc = 0;

	/* a slave among them stays for what it is; only bonds have slaves */
	for (size_t i = 0; i < s->n; i++)
		if (link_is_bond(&s->links[i]))
			ifindexes[n++] = s->links[i].ifindex;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct query q = { .kind = QUERY_SLAVES, .ifindex = ifindexes[i] };

		rc = query_together(k, &q, 1, s, err);
		q.kind = QUERY_ADDRESSES;
		if (rc == 0)
			rc = query_together(k, &q, 1, s, err);
	}
	snapshot_sort(s);
	return rc;
}

/* A dump of everything of a kind into @a, which says how its messages are taken. */
static int dump_all(struct kernel *k, struct nl_msg *m, struct asking *a,
	bool *ret_enough, struct bondnl_error *err)
{
	bool interrupted = true;
	int rc = 0;

	if (!m)
		return error_nomem(err);
	for (int i = 0; i < QUERY_TRIES && rc == 0 && interrupted; i++) {
		if (a->fresh)
			snapshot_free(a->snapshot);
		forget(a, a->queries);
		rc = talk(k, a, &m, 1, &interrupted, err);
		if (a->enough && a->snapshot->n > a->enough) {
			*ret_enough = true;
			break;
		}
	}
	nlmsg_free(m);
	return rc;
}

/* Few bonds are asked for one by one; as soon as they are not few, all links are read
 * once. */
static int ask_bonds(struct kernel *k, struct snapshot *s, struct bondnl_error *err)
{
	const struct query links = { .kind = QUERY_BONDS },
			   addresses = { .kind = QUERY_ADDRESSES };
	struct asking a = { .queries = &links,
		.snapshot = s,
		.only_bonds = true,
		.fresh = true,
		.enough = FEW_BONDS };
	bool many = false;
	int rc;

	/* without the module there is no filter: what is no bond is passed over */
	rc = dump_all(k, query_encode_bonds(), &a, &many, err);
	s->driver_missing = a.unfiltered && s->n == 0;
	if (rc < 0 || !many)
		return rc < 0 ? rc : ask_each_bond(k, s, err);

	a.enough = 0;
	rc = dump_all(k, query_encode_links(), &a, &many, err);
	if (rc < 0)
		return rc;
	snapshot_sort(s);
	a = (struct asking){ .queries = &addresses, .snapshot = s, .only_bonds = true };
	rc = dump_all(k, query_encode_addresses(), &a, &many, err);
	for (size_t i = 0; i < s->n; i++)
		s->links[i].addresses_known = rc == 0 && link_is_bond(&s->links[i]);
	return rc;
}

/* ---------------------------------------------------------------------- everything */

static int ask_links(struct kernel *k, struct snapshot *s, struct bondnl_error *err)
{
	const struct query q = { .kind = QUERY_LINKS };
	struct asking a = { .queries = &q, .snapshot = s, .fresh = s->n == 0 };
	bool enough;
	int rc = dump_all(k, query_encode_links(), &a, &enough, err);

	if (rc == 0) {
		s->complete = true;
		snapshot_index(s);
	}
	return rc;
}

static int ask_objects(struct kernel *k, enum object_kind kind, struct snapshot *s,
	struct bondnl_error *err)
{
	const struct query q = { .kind = QUERY_OBJECTS + kind };
	struct asking a = { .queries = &q, .snapshot = s };
	bool enough;
	int rc = dump_all(k, object_wire(kind)->query(0), &a, &enough, err);

	for (size_t i = 0; i < s->n && rc == 0; i++)
		s->links[i].objects[kind].known = true;
	return rc;
}

/* So many links are asked one by one; for more, one dump of all is cheaper. */
#define FEW_LACP 32

static size_t lacp_run(const struct query *q, size_t n)
{
	size_t run = 0;

	while (run < n && q[run].kind == QUERY_LACP)
		run++;
	return run;
}

static int ask_lacp(struct kernel *k, struct snapshot *s, struct bondnl_error *err)
{
	const struct query q = { .kind = QUERY_LACP };
	struct asking a = { .queries = &q, .snapshot = s };
	bool enough;

	return dump_all(k, query_encode_lacp(), &a, &enough, err);
}

/* How many dumps, from the first one, go in one send. */
static size_t dumps_run(struct sock *s, const struct query *q, size_t n)
{
	size_t run = 1;

	if (n == 1 || !is_dump_of_objects(&q[0]) || !is_dump_of_objects(&q[1]))
		return 1;
	sock_widen(s);
	while (run < n && run < s->dumps && is_dump_of_objects(&q[run]))
		run++;
	return run;
}

/* How many of the queries, from the first one, go together. */
static size_t run_length(struct sock *s, const struct query *q, size_t n)
{
	size_t run = lacp_run(q, n);

	if (run > FEW_LACP)
		return run;
	while (run < n &&
		(q[run].kind == QUERY_NAME || q[run].kind == QUERY_LINK ||
			q[run].kind == QUERY_PRIVILEGE || q[run].kind == QUERY_LACP ||
			q[run].kind == QUERY_EGRESS))
		run++;
	if (run < n && is_dump(&q[run]) && q[run].ifindex)
		return run + dumps_run(s, q + run, n - run);
	while (run < n && generic_is(q[run].kind) && generic_is(q[0].kind))
		run++;
	return run ? run : 1;
}

static int query_in_runs(struct kernel *k, const struct query *q, size_t n,
	struct snapshot *s, struct bondnl_error *err)
{
	size_t run;
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i += run) {
		run = run_length(&k->sock, q + i, n - i);
		if (q[i].kind == QUERY_BONDS)
			rc = ask_bonds(k, s, err);
		else if (q[i].kind == QUERY_LINKS)
			rc = ask_links(k, s, err);
		else if (query_of(q[i].kind) < OBJECT_KINDS && !q[i].ifindex)
			rc = ask_objects(k, query_of(q[i].kind), s, err);
		else if (lacp_run(q + i, run) > FEW_LACP)
			rc = ask_lacp(k, s, err);
		else if (generic_is(q[i].kind))
			rc = genetlink_ask(
				k->netns_fd, k->trace, k->trace_data, q + i, run, s, err);
		else
			rc = query_together(k, q + i, run, s, err);
	}
	return rc;
}

/* Of one link, or of each that is known. */
static int ask_routes_of(
	struct kernel *k, int ifindex, struct snapshot *s, struct bondnl_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < s->n && rc == 0; i++) {
		const struct query q = { .kind = QUERY_ROUTES,
			.ifindex = s->links[i].ifindex };

		if (!ifindex || ifindex == q.ifindex)
			rc = query_in_runs(k, &q, 1, s, err);
	}
	return rc;
}

/* All but those about routes, and behind them these by one look at all routes. */
static int ask_with_routes(struct kernel *k, const struct query *q, size_t n,
	struct snapshot *s, struct bondnl_error *err)
{
	_cleanup_free_ struct query *others = calloc(n, sizeof(*others));
	size_t n_others = 0;
	bool all;
	int rc;

	if (!others)
		return error_nomem(err);
	for (size_t i = 0; i < n; i++)
		if (q[i].kind != QUERY_ROUTES)
			others[n_others++] = q[i];
	rc = query_in_runs(k, others, n_others, s, err);
	if (rc == 0)
		rc = query_routes(k, q, n, s, &all, err);
	for (size_t i = 0; i < n && rc == 0 && !all; i++)
		if (q[i].kind == QUERY_ROUTES)
			rc = ask_routes_of(k, q[i].ifindex, s, err);
	return rc;
}

int query_kernel(struct kernel *k, const struct query *q, size_t n, struct snapshot *s,
	struct bondnl_error *err)
{
	size_t routes = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		routes += q[i].kind != QUERY_ROUTES ? 0 : q[i].ifindex ? 1 : ROUTES_MANY;
	rc = routes < ROUTES_MANY ? query_in_runs(k, q, n, s, err)
				  : ask_with_routes(k, q, n, s, err);
	snapshot_name_links(s);
	return rc;
}
