/*
 * Neighbours and proxies as messages, see objects.h: asked for, read and given. Those
 * that the kernel learns, or makes for multicast, are none of ours.
 */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "attr.h"
#include "objects.h"

static const struct trace_name names[] = {
	{ NDA_DST, "dst", FORM_IP, NULL },
	{ NDA_LLADDR, "lladdr", FORM_MAC, NULL },
	{ NDA_IFINDEX, "ifindex", FORM_U32, NULL },
	{ NDA_CACHEINFO, "cacheinfo", FORM_LONG, NULL },
	{ NDA_PROBES, "probes", FORM_U32, NULL },
	{ 0, NULL, FORM_HEX, NULL },
};

/* The ifindex is an attribute: in the head the kernel refuses it (neigh_valid_dump_req).
 */
static struct nl_msg *query_either(uint8_t flags, int ifindex)
{
	struct ndmsg head = { .ndm_family = AF_UNSPEC, .ndm_flags = flags };
	struct nl_msg *m = nlmsg_alloc_simple(RTM_GETNEIGH, NLM_F_DUMP);

	if (m &&
		(nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO) < 0 ||
			(ifindex &&
				nla_put_u32(m, NDA_IFINDEX, (uint32_t)ifindex) < 0))) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

static struct nl_msg *query_neighbours(int ifindex)
{
	return query_either(0, ifindex);
}

static struct nl_msg *query_proxies(int ifindex)
{
	return query_either(NTF_PROXY, ifindex);
}

/* Of a proxy no state is told: the one that ip gives it is said. */
static int decode_either(
	const struct nlmsghdr *h, bool proxy, struct as_sent *ret, int *ret_ifindex)
{
	struct attr_walk w = attr_after(h, sizeof(struct ndmsg));
	const struct ndmsg *head = message_payload(h);
	unsigned char *out;

	if (h->nlmsg_type != RTM_NEWNEIGH || message_len(h) < sizeof(*head) ||
		(head->ndm_family != AF_INET && head->ndm_family != AF_INET6) ||
		proxy != !!(head->ndm_flags & NTF_PROXY) || !attr_find(w, NDA_DST))
		return 0;
	if (!proxy &&
		(!(head->ndm_state & NUD_PERMANENT) || head->ndm_flags & NTF_EXT_LEARNED))
		return 0;
	/* zeroed: the gaps between attributes are compared and sent, too */
	ret->payload = calloc(1, NLMSG_ALIGN(message_len(h)));
	if (!ret->payload)
		return -1;
	*ret_ifindex = head->ndm_ifindex;
	*(struct ndmsg *)ret->payload = (struct ndmsg){ .ndm_family = head->ndm_family,
		.ndm_state = NUD_PERMANENT,
		.ndm_flags = head->ndm_flags,
		.ndm_type = head->ndm_type };
	out = ret->payload + NLMSG_ALIGN(sizeof(*head));
	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (attr_type(a) == NDA_CACHEINFO || attr_type(a) == NDA_PROBES)
			continue; /* they age */
		memcpy(out, a, a->nla_len);
		out += NLMSG_ALIGN(a->nla_len);
	}
	ret->len = (size_t)(out - ret->payload);
	return 1;
}

static int decode_neighbour(const struct nlmsghdr *h, void *ret, int *ret_ifindex)
{
	return decode_either(h, false, ret, ret_ifindex);
}

static int decode_proxy(const struct nlmsghdr *h, void *ret, int *ret_ifindex)
{
	return decode_either(h, true, ret, ret_ifindex);
}

static struct nl_msg *encode(const struct request *r)
{
	const struct as_sent *o = r->step->object;
	bool give = r->step->kind == STEP_GIVE;
	struct nl_msg *m = nlmsg_alloc_simple(give ? RTM_NEWNEIGH : RTM_DELNEIGH,
		NLM_F_ACK | (give ? NLM_F_CREATE | NLM_F_REPLACE : 0));

	if (m && nlmsg_append(m, o->payload, o->len, NLMSG_ALIGNTO) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	if (m)
		((struct ndmsg *)nlmsg_data(nlmsg_hdr(m)))->ndm_ifindex = r->ifindex;
	return m;
}

extern const struct object_wire wire_object_neighbour, wire_object_proxy;
const struct object_wire wire_object_neighbour = {
	.name = "NEIGH",
	.new = RTM_NEWNEIGH,
	.del = RTM_DELNEIGH,
	.get = RTM_GETNEIGH,
	.head = sizeof(struct ndmsg),
	.names = names,
	.query = query_neighbours,
	.decode = decode_neighbour,
	.encode = encode,
};

const struct object_wire wire_object_proxy = {
	.name = "NEIGH",
	.new = RTM_NEWNEIGH,
	.del = RTM_DELNEIGH,
	.get = RTM_GETNEIGH,
	.head = sizeof(struct ndmsg),
	.names = names,
	.query = query_proxies,
	.decode = decode_proxy,
	.encode = encode,
};
