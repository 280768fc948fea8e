/*
 * Which devices a route goes out by: the next hops in its payload are told apart, and led
 * to another device. It knows nothing else of routes, and sends nothing.
 */
#include <linux/rtnetlink.h>
#include <string.h>

#include "attr.h"
#include "link/route.h"

#define NH_ID 30 /* RTA_NH_ID, which old headers lack */

/* The next hops of a route with several. */
struct hops {
	unsigned char *next;
	size_t left;
};

static struct hops hops_of(const struct nlattr *multipath)
{
	return (struct hops){ (unsigned char *)attr_data(multipath),
		attr_len(multipath) };
}

static struct rtnexthop *next_hop(struct hops *h)
{
	struct rtnexthop *hop = (struct rtnexthop *)h->next;
	size_t n;

	if (h->left < sizeof(*hop) || hop->rtnh_len < sizeof(*hop) ||
		hop->rtnh_len > h->left)
		return NULL;
	n = RTNH_ALIGN(hop->rtnh_len);
	h->next += n;
	h->left = n < h->left ? h->left - n : 0;
	return hop;
}

static struct attr_walk attrs_of(const void *payload, size_t len)
{
	return attr_behind(payload, len, sizeof(struct rtmsg));
}

void route_set_oif(unsigned char *payload, size_t len, int from, int to)
{
	struct attr_walk w = attrs_of(payload, len);
	struct rtnexthop *hop;
	int32_t oif;

	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (attr_type(a) == RTA_OIF && attr_holds(a, sizeof(oif))) {
			memcpy(&oif, attr_data(a), sizeof(oif));
			oif = oif == from ? to : oif;
			memcpy((void *)attr_data(a), &oif, sizeof(oif));
		} else if (attr_type(a) == RTA_MULTIPATH) {
			for (struct hops h = hops_of(a); (hop = next_hop(&h));)
				if (hop->rtnh_ifindex == from)
					hop->rtnh_ifindex = to;
		}
	}
}

const char *route_stays(const struct route *r)
{
	struct attr_walk w = attrs_of(r->payload, r->len);
	struct rtnexthop *hop;

	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (attr_type(a) == NH_ID)
			return "it goes by a nexthop object";
		if (attr_type(a) != RTA_MULTIPATH)
			continue;
		for (struct hops h = hops_of(a); (hop = next_hop(&h));)
			if (hop->rtnh_ifindex != r->link)
				return "it goes by other devices, too";
	}
	return NULL;
}

int route_way(const struct route *r, size_t i)
{
	struct attr_walk w = attrs_of(r->payload, r->len);
	struct rtnexthop *hop;

	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (attr_type(a) == RTA_OIF && attr_holds(a, sizeof(int32_t)) && i == 0)
			return (int)attr_u32(a, 0);
		if (attr_type(a) != RTA_MULTIPATH)
			continue;
		hop = NULL;
		for (struct hops h = hops_of(a); (hop = next_hop(&h)) && i;)
			i--;
		if (hop)
			return hop->rtnh_ifindex;
	}
	return 0;
}

bool route_uses_nexthop_id(const struct route *r)
{
	return attr_find(attrs_of(r->payload, r->len), NH_ID) && !route_way(r, 0);
}

bool route_is_default(const struct route *r)
{
	const struct rtmsg *m = (const struct rtmsg *)r->payload;

	return !m ||
		(!m->rtm_dst_len && !m->rtm_src_len && m->rtm_table == RT_TABLE_MAIN &&
			m->rtm_type == RTN_UNICAST);
}
