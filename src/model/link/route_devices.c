/*
 * Which devices a route goes out by: the next hops in its payload are told apart, and led
 * to another device. It knows nothing else of routes, and sends nothing.
 */
#include <linux/rtnetlink.h>
#include <string.h>

#include "link/route.h"

#define NH_ID 30 /* RTA_NH_ID, which old headers lack */

/* A walk over attributes, and one over the next hops of a route with several. */
struct walk {
	unsigned char *p;
	size_t left;
};

static struct walk attrs_of(unsigned char *payload, size_t len)
{
	size_t head = NLMSG_ALIGN(sizeof(struct rtmsg));

	return len > head ? (struct walk){ payload + head, len - head }
			  : (struct walk){ NULL, 0 };
}

static void go_on(struct walk *w, size_t n)
{
	n = n < w->left ? n : w->left;
	w->p += n;
	w->left -= n;
}

static struct rtattr *next_attr(struct walk *w)
{
	struct rtattr *a = (struct rtattr *)w->p;

	if (w->left < sizeof(*a) || a->rta_len < sizeof(*a) || a->rta_len > w->left)
		return NULL;
	go_on(w, RTA_ALIGN(a->rta_len));
	return a;
}

static struct rtnexthop *next_hop(struct walk *w)
{
	struct rtnexthop *hop = (struct rtnexthop *)w->p;

	if (w->left < sizeof(*hop) || hop->rtnh_len < sizeof(*hop) ||
		hop->rtnh_len > w->left)
		return NULL;
	go_on(w, RTNH_ALIGN(hop->rtnh_len));
	return hop;
}

static unsigned type_of(const struct rtattr *a)
{
	return a->rta_type & 0x3fff; /* without NLA_F_NESTED */
}

static struct walk hops_of(struct rtattr *a)
{
	return (struct walk){ (unsigned char *)(a + 1), a->rta_len - sizeof(*a) };
}

void route_set_oif(unsigned char *payload, size_t len, int from, int to)
{
	struct walk w = attrs_of(payload, len), hops;
	struct rtnexthop *hop;
	int32_t oif;

	for (struct rtattr *a; (a = next_attr(&w));) {
		if (type_of(a) == RTA_OIF && a->rta_len >= RTA_LENGTH(sizeof(oif))) {
			memcpy(&oif, a + 1, sizeof(oif));
			oif = oif == from ? to : oif;
			memcpy(a + 1, &oif, sizeof(oif));
		}
		if (type_of(a) != RTA_MULTIPATH)
			continue;
		hops = hops_of(a);
		while ((hop = next_hop(&hops)))
			if (hop->rtnh_ifindex == from)
				hop->rtnh_ifindex = to;
	}
}

const char *route_stays(const struct route *r)
{
	struct walk w = attrs_of(r->payload, r->payload ? r->len : 0), hops;
	struct rtnexthop *hop;

	for (struct rtattr *a; (a = next_attr(&w));) {
		if (type_of(a) == NH_ID)
			return "it goes by a nexthop object";
		if (type_of(a) != RTA_MULTIPATH)
			continue;
		hops = hops_of(a);
		while ((hop = next_hop(&hops)))
			if (hop->rtnh_ifindex != r->link)
				return "it goes by other devices, too";
	}
	return NULL;
}

int route_way(const struct route *r, size_t i)
{
	struct walk w = attrs_of(r->payload, r->payload ? r->len : 0), hops;
	struct rtnexthop *hop;
	int32_t oif = 0;

	for (struct rtattr *a; (a = next_attr(&w));) {
		if (type_of(a) == RTA_OIF && a->rta_len >= RTA_LENGTH(sizeof(oif)) &&
			i == 0) {
			memcpy(&oif, a + 1, sizeof(oif));
			return oif;
		}
		if (type_of(a) != RTA_MULTIPATH)
			continue;
		hops = hops_of(a);
		for (size_t k = 0; (hop = next_hop(&hops)); k++)
			if (k == i)
				return hop->rtnh_ifindex;
	}
	return 0;
}

bool route_uses_nexthop_id(const struct route *r)
{
	struct walk w = attrs_of(r->payload, r->payload ? r->len : 0);

	for (struct rtattr *a; (a = next_attr(&w));)
		if (type_of(a) == NH_ID)
			return !route_way(r, 0);
	return false;
}

bool route_is_default(const struct route *r)
{
	const struct rtmsg *m = (const struct rtmsg *)r->payload;

	return !m ||
		(!m->rtm_dst_len && !m->rtm_src_len && m->rtm_table == RT_TABLE_MAIN &&
			m->rtm_type == RTN_UNICAST);
}
