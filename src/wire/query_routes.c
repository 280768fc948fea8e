/*
 * The routes of many links at once, see query_routes.h. It changes nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "query_encode.h"
#include "query_routes.h"

struct search {
	struct snapshot *snapshot;
	int *wanted; /* ifindexes, sorted */
	size_t n;
	bool hidden; /* of one the kernel did not tell by which devices it goes */
	int error;   /* the first one, of the kernel or of memory */
};

static int by_number(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static struct link *wanted(const struct search *s, int ifindex)
{
	return bsearch(&ifindex, s->wanted, s->n, sizeof(ifindex), by_number)
		? snapshot_by_ifindex(s->snapshot, ifindex)
		: NULL;
}

static void give(struct search *s, struct link *l, const struct route *route)
{
	if (objects_add(OBJECT_ROUTE, &l->objects[OBJECT_ROUTE], route) < 0)
		s->error = -ENOMEM;
	else
		l->routes[l->n_routes - 1].link = l->ifindex;
}

/* Is the way at @i one by a device that the egresses before have named already? */
static bool is_again(const struct route *route, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (route_way(route, k) == route_way(route, i))
			return true;
	return false;
}

/* A route with several next hops belongs to each device that it goes by. */
static void take(void *data, size_t i, const struct nlmsghdr *h)
{
	struct search *s = data;
	struct route route;
	struct link *l;
	int ifindex, rc;

	(void)i;
	rc = decode_route(h, &route, &ifindex);
	if (rc < 0)
		s->error = -ENOMEM;
	if (rc <= 0)
		return;
	s->hidden |= route_uses_nexthop_id(&route);
	for (size_t k = 0; (ifindex = route_way(&route, k)); k++) {
		l = is_again(&route, k) ? NULL : wanted(s, ifindex);
		if (l)
			give(s, l, &route);
	}
	free(route.payload);
}

static void take_end(void *data, size_t i, int error, const struct nlmsghdr *h)
{
	struct search *s = data;

	(void)i, (void)h;
	if (error && !s->error)
		s->error = error;
}

/* Before each try: what came by the one before is not to be there twice. */
static void forget(const struct search *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct link *l = snapshot_by_ifindex(s->snapshot, s->wanted[i]);

		if (l)
			objects_clear(OBJECT_ROUTE, &l->objects[OBJECT_ROUTE]);
	}
}

static void say_known(const struct search *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct link *l = snapshot_by_ifindex(s->snapshot, s->wanted[i]);

		if (l)
			l->routes_known = true;
	}
}

static int look(struct kernel *k, struct search *s, struct nl_msg *m, bool *ret_again,
	struct bondnl_error *err)
{
	struct sock_talk talk = {
		.messages = &m, .n = 1, .message = take, .reply = take_end, .data = s
	};
	int rc;

	s->error = 0;
	forget(s);
	rc = sock_talk(&k->sock, &talk, err);
	*ret_again = talk.interrupted;
	if (rc < 0 || !s->error)
		return rc;
	return s->error == -ENOMEM ? error_nomem(err) : query_refused(s->error, err);
}

static size_t list_all(const struct snapshot *s, int *list)
{
	for (size_t i = 0; i < s->n; i++)
		list[i] = s->links[i].ifindex;
	return s->n;
}

int query_routes(struct kernel *k, const struct query *q, size_t n, struct snapshot *s,
	bool *ret_all, struct bondnl_error *err)
{
	const struct query all = { .kind = QUERY_ROUTES };
	_cleanup_free_ int *list = calloc(n + s->n, sizeof(*list));
	struct nl_msg *m = query_encode(&all);
	struct search search = { .snapshot = s, .wanted = list };
	bool again = true;
	int rc = 0;

	if (!list || !m)
		rc = error_nomem(err);
	for (size_t i = 0; i < n && rc == 0; i++) {
		if (q[i].kind != QUERY_ROUTES)
			continue;
		if (q[i].ifindex)
			list[search.n++] = q[i].ifindex;
		else
			search.n = list_all(s, list);
		if (!q[i].ifindex)
			break;
	}
	if (rc == 0)
		qsort(list, search.n, sizeof(*list), by_number);
	for (int i = 0; i < QUERY_TRIES && rc == 0 && again; i++)
		rc = look(k, &search, m, &again, err);
	*ret_all = !search.hidden;
	if (rc == 0 && *ret_all)
		say_known(&search);
	else
		forget(&search);
	if (m)
		nlmsg_free(m);
	return rc;
}
