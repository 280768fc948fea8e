/*
 * Routes as messages, see objects.h: asked for, read and given. It judges nothing.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "attr.h"
#include "decode.h"
#include "objects.h"

static const struct trace_name names[] = {
	{ RTA_DST, "dst", FORM_IP, NULL },
	{ RTA_GATEWAY, "gateway", FORM_IP, NULL },
	{ RTA_PREFSRC, "prefsrc", FORM_IP, NULL },
	{ RTA_OIF, "oif", FORM_U32, NULL },
	{ RTA_TABLE, "table", FORM_U32, NULL },
	{ RTA_PRIORITY, "priority", FORM_U32, NULL },
	{ RTA_CACHEINFO, "cacheinfo", FORM_LONG, NULL },
	{ 0, NULL, FORM_HEX, NULL },
};

static struct nl_msg *query(int ifindex)
{
	struct rtmsg head = { .rtm_family = AF_UNSPEC };
	struct nl_msg *m = nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_DUMP);

	if (m &&
		(nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO) < 0 ||
			(ifindex && nla_put_u32(m, RTA_OIF, (uint32_t)ifindex) < 0))) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

/* The kernel takes no route back that says of itself that it is dead (fib_semantics.c).
 */
static void clear_hop_flags(unsigned char *hops, size_t len)
{
	while (len >= sizeof(struct rtnexthop)) {
		struct rtnexthop *hop = (struct rtnexthop *)hops;
		size_t n = RTNH_ALIGN(hop->rtnh_len);

		if (hop->rtnh_len < sizeof(*hop) || hop->rtnh_len > len)
			return;
		hop->rtnh_flags &= RTNH_F_ONLINK;
		if (n >= len)
			return;
		hops += n;
		len -= n;
	}
}

/* The kernel's own: it makes and removes them with addresses and links. */
static bool route_is_kernels(const struct rtmsg *head, uint32_t table)
{
	return head->rtm_protocol == RTPROT_KERNEL || table == RT_TABLE_LOCAL ||
		head->rtm_flags & RTM_F_CLONED ||
		(head->rtm_family != AF_INET && head->rtm_family != AF_INET6);
}

int decode_route(const struct nlmsghdr *h, struct route *ret, int *ret_ifindex)
{
	const struct nlattr *tb[RTA_MAX + 1];
	const struct rtmsg *head;
	struct attr_walk w;
	unsigned char *out;
	struct rtmsg *copy;

	memset(ret, 0, sizeof(*ret));
	if (h->nlmsg_type != RTM_NEWROUTE || message_len(h) < sizeof(*head))
		return 0;
	head = message_payload(h);
	w = attr_after(h, sizeof(*head));
	attr_table(tb, RTA_MAX, w);
	if (route_is_kernels(head, attr_u32(tb[RTA_TABLE], head->rtm_table)))
		return 0;

	/* zeroed: the gaps between attributes are compared and sent, too */
	ret->payload = calloc(1, NLMSG_ALIGN(message_len(h)));
	if (!ret->payload)
		return -1;
	ret->family = head->rtm_family;
	ret->by_gateway = tb[RTA_GATEWAY] || tb[RTA_VIA] || tb[RTA_MULTIPATH];
	*ret_ifindex = (int)attr_u32(tb[RTA_OIF], 0);

	memcpy(ret->payload, head, sizeof(*head));
	copy = (struct rtmsg *)ret->payload;
	copy->rtm_flags &= RTNH_F_ONLINK;
	out = ret->payload + NLMSG_ALIGN(sizeof(*head));
	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (attr_type(a) == RTA_CACHEINFO)
			continue; /* ages, and is not taken back */
		memcpy(out, a, a->nla_len);
		if (attr_type(a) == RTA_MULTIPATH)
			clear_hop_flags(out + sizeof(*a), attr_len(a));
		out += NLMSG_ALIGN(a->nla_len);
	}
	ret->len = (size_t)(out - ret->payload);
	return 1;
}

int decode_egress(const struct nlmsghdr *h)
{
	const struct route r = {
		.payload = (unsigned char *)message_payload(h), /* only read */
		.len = message_len(h),
	};

	return h->nlmsg_type == RTM_NEWROUTE ? route_way(&r, 0) : 0;
}

static int decode(const struct nlmsghdr *h, void *ret, int *ret_ifindex)
{
	return decode_route(h, ret, ret_ifindex);
}

static void place(void *o, int ifindex)
{
	((struct route *)o)->link = ifindex;
}

static struct nl_msg *encode(const struct request *o)
{
	const struct route *r = o->step->route;
	struct rtmsg head = {
		.rtm_family = r->family,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = RT_SCOPE_UNIVERSE,
		.rtm_type = RTN_UNICAST,
	};
	struct nl_msg *m;
	int rc;

	if (r->payload) {
		m = nlmsg_alloc_size(r->len + 64);
		if (!m)
			return NULL;
		nlmsg_hdr(m)->nlmsg_type = RTM_NEWROUTE;
		nlmsg_hdr(m)->nlmsg_flags = NLM_F_ACK | NLM_F_CREATE |
			(o->step->replaces ? NLM_F_REPLACE : 0);
		rc = nlmsg_append(m, r->payload, r->len, NLMSG_ALIGNTO);
		if (rc == 0 && r->link)
			route_set_oif(
				nlmsg_data(nlmsg_hdr(m)), r->len, r->link, o->ifindex);
	} else {
		m = nlmsg_alloc_simple(RTM_NEWROUTE,
			NLM_F_ACK | NLM_F_CREATE |
				(o->step->replaces ? NLM_F_REPLACE : NLM_F_EXCL));
		if (!m)
			return NULL;
		rc = nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO);
		if (rc == 0)
			rc = nla_put(m, RTA_GATEWAY, r->family == AF_INET ? 4 : 16,
				r->gateway);
		if (rc == 0)
			rc = nla_put_u32(m, RTA_OIF, (uint32_t)o->ifindex);
	}
	if (rc < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

/* One that is put back, and stayed. */
static bool is_there(const struct step *s, int error)
{
	return error == -EEXIST && s->route->payload;
}

extern const struct object_wire wire_object_route;
const struct object_wire wire_object_route = {
	.name = "ROUTE",
	.new = RTM_NEWROUTE,
	.del = RTM_DELROUTE,
	.get = RTM_GETROUTE,
	.head = sizeof(struct rtmsg),
	.names = names,
	.query = query,
	.decode = decode,
	.place = place,
	.encode = encode,
	.is_there = is_there,
};
