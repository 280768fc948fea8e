/*
 * Addresses as messages, see objects.h: asked for, read and given. It judges nothing.
 */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "attr.h"
#include "decode.h"
#include "objects.h"

/* IFA_PROTO and IFA_RT_PRIORITY are enum members, which old headers may lack. */
#define ADDRESS_RT_PRIORITY 9
#define ADDRESS_PROTO	    11
#define ADDRESS_MAX	    11

/* The flags of an address that a request may carry (net/ipv6/addrconf.c,
 * inet6_rtm_newaddr). */
#define ADDRESS_FLAGS                                                                    \
	(IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE |  \
		IFA_F_MCAUTOJOIN)

static const struct trace_name names[] = {
	{ IFA_ADDRESS, "address", FORM_IP, NULL },
	{ IFA_LOCAL, "local", FORM_IP, NULL },
	{ IFA_BROADCAST, "broadcast", FORM_IP, NULL },
	{ IFA_LABEL, "label", FORM_STRING, NULL },
	{ IFA_FLAGS, "flags", FORM_U32, NULL },
	{ IFA_CACHEINFO, "cacheinfo", FORM_LONG, NULL },
	{ 0, NULL, FORM_HEX, NULL },
};

static struct nl_msg *query(int ifindex)
{
	struct ifaddrmsg head = { .ifa_family = AF_UNSPEC,
		.ifa_index = (unsigned)ifindex };
	struct nl_msg *m = nlmsg_alloc_simple(RTM_GETADDR, NLM_F_DUMP);

	if (m && nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

static bool get_ip(const struct nlattr *a, uint8_t family, uint8_t ret[16])
{
	size_t n = family == AF_INET ? 4 : 16;

	if (!attr_holds(a, n))
		return false;
	memcpy(ret, attr_data(a), n);
	return true;
}

int decode_address(const struct nlmsghdr *h, struct address *ret)
{
	memset(ret, 0, sizeof(*ret));
	return h->nlmsg_type == RTM_NEWADDR ? decode_announced_address(h, ret) : 0;
}

int decode_announced_address(const struct nlmsghdr *h, struct address *ret)
{
	const struct nlattr *tb[ADDRESS_MAX + 1];
	const struct ifaddrmsg *head;
	struct ifa_cacheinfo life;

	memset(ret, 0, sizeof(*ret));
	if ((h->nlmsg_type != RTM_NEWADDR && h->nlmsg_type != RTM_DELADDR) ||
		message_len(h) < sizeof(*head))
		return 0;
	head = message_payload(h);
	if (head->ifa_family != AF_INET && head->ifa_family != AF_INET6)
		return 0;
	attr_table(tb, ADDRESS_MAX, attr_after(h, sizeof(*head)));

	ret->family = head->ifa_family;
	ret->prefix = head->ifa_prefixlen;
	ret->scope = head->ifa_scope;
	ret->flags = attr_u32(tb[IFA_FLAGS], head->ifa_flags);
	/* v4 always has both; v6 has IFA_LOCAL only where there is a peer */
	if (!get_ip(tb[IFA_ADDRESS], ret->family, ret->peer))
		return 0;
	if (!get_ip(tb[IFA_LOCAL], ret->family, ret->local))
		memcpy(ret->local, ret->peer, sizeof(ret->local));
	if (ret->family == AF_INET && attr_holds(tb[IFA_BROADCAST], 4))
		memcpy(ret->broadcast, attr_data(tb[IFA_BROADCAST]), 4);
	attr_string(tb[IFA_LABEL], ret->label, sizeof(ret->label));
	ret->metric = attr_u32(tb[ADDRESS_RT_PRIORITY], 0);
	ret->proto = attr_u8(tb[ADDRESS_PROTO], 0);
	ret->valid = ret->preferred = UINT32_MAX;
	if (attr_holds(tb[IFA_CACHEINFO], sizeof(life))) {
		memcpy(&life, attr_data(tb[IFA_CACHEINFO]), sizeof(life));
		ret->valid = life.ifa_valid;
		ret->preferred = life.ifa_prefered;
	}
	return (int)head->ifa_index;
}

static int decode(const struct nlmsghdr *h, void *ret, int *ret_ifindex)
{
	*ret_ifindex = decode_address(h, ret);
	return *ret_ifindex != 0;
}

static int put_address(struct nl_msg *m, const struct address *a, bool no_dad)
{
	int n = a->family == AF_INET ? 4 : 16;
	struct ifa_cacheinfo life = { .ifa_prefered = a->preferred,
		.ifa_valid = a->valid };
	static const uint8_t none[4];
	uint32_t flags = (a->flags & ADDRESS_FLAGS) | (no_dad ? IFA_F_NODAD : 0);

	if (nla_put(m, IFA_LOCAL, n, a->local) < 0 ||
		nla_put(m, IFA_ADDRESS, n, a->peer) < 0)
		return -1;
	if (memcmp(a->broadcast, none, sizeof(none)) &&
		nla_put(m, IFA_BROADCAST, sizeof(a->broadcast), a->broadcast) < 0)
		return -1;
	if (a->label[0] && nla_put_string(m, IFA_LABEL, a->label) < 0)
		return -1;
	if (flags && nla_put_u32(m, IFA_FLAGS, flags) < 0)
		return -1;
	if ((a->valid != UINT32_MAX || a->preferred != UINT32_MAX) &&
		nla_put(m, IFA_CACHEINFO, sizeof(life), &life) < 0)
		return -1;
	if (a->metric && nla_put_u32(m, ADDRESS_RT_PRIORITY, a->metric) < 0)
		return -1;
	if (a->proto && nla_put_u8(m, ADDRESS_PROTO, a->proto) < 0)
		return -1;
	return 0;
}

static struct nl_msg *encode(const struct request *o)
{
	const struct address *a = o->step->address;
	bool add = o->step->kind == STEP_GIVE;
	struct ifaddrmsg head = {
		.ifa_family = a->family,
		.ifa_prefixlen = a->prefix,
		.ifa_scope = a->scope,
		.ifa_index = (unsigned)o->ifindex,
	};
	struct nl_msg *m;

	/* to give what is there already is no fault: putting back may find it so */
	m = nlmsg_alloc_simple(add ? RTM_NEWADDR : RTM_DELADDR,
		NLM_F_ACK | (add ? NLM_F_CREATE | NLM_F_REPLACE : 0));
	if (m &&
		(nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO) < 0 ||
			put_address(m, a, o->step->no_dad) < 0)) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

extern const struct object_wire wire_object_address;
const struct object_wire wire_object_address = {
	.name = "ADDR",
	.new = RTM_NEWADDR,
	.del = RTM_DELADDR,
	.get = RTM_GETADDR,
	.head = sizeof(struct ifaddrmsg),
	.names = names,
	.query = query,
	.decode = decode,
	.encode = encode,
};
