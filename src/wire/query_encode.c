/*
 * Questions into messages, see query_encode.h. They ask for no more than is wanted.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "link/address.h"
#include "objects.h"
#include "query_encode.h"

/* linux/if_link.h, RTEXT_FILTER_SKIP_STATS: leave out what is not asked for */
#define SKIP_STATS (1u << 3)

struct nl_msg *message_link(int type, int flags, const struct ifinfomsg *head)
{
	struct nl_msg *m = nlmsg_alloc_simple(type, flags);

	if (m && nlmsg_append(m, (void *)head, sizeof(*head), NLMSG_ALIGNTO) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

static struct nl_msg *link_query(int flags, int ifindex)
{
	struct ifinfomsg head = { .ifi_index = ifindex };
	struct nl_msg *m = message_link(RTM_GETLINK, flags, &head);

	if (m && nla_put_u32(m, IFLA_EXT_MASK, SKIP_STATS) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

static struct nl_msg *name_query(const char *name)
{
	/* IFLA_IFNAME finds altnames, too, but holds only 15 bytes */
	int attr = strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME;
	struct nl_msg *m = link_query(0, 0);

	if (m && nla_put_string(m, attr, name) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

static struct nl_msg *slaves_query(int master)
{
	struct nl_msg *m = link_query(NLM_F_DUMP, 0);

	if (m && nla_put_u32(m, IFLA_MASTER, (uint32_t)master) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

static struct nl_msg *kind_query(const char *kind)
{
	struct nl_msg *m = link_query(NLM_F_DUMP, 0);
	struct nlattr *info;

	if (!m)
		return NULL;
	info = nla_nest_start(m, IFLA_LINKINFO);
	if (!info || nla_put_string(m, IFLA_INFO_KIND, kind) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	nla_nest_end(m, info);
	return m;
}

/*
 * The kernel asks for the privilege before it looks what is to be changed
 * (rtnetlink.c, rtnetlink_rcv_msg): a device that nobody has is enough.
 */
static struct nl_msg *privilege_query(void)
{
	const struct ifinfomsg head = { .ifi_index = INT32_MAX };

	return message_link(RTM_SETLINK, NLM_F_ACK, &head);
}

static struct nl_msg *lacp_query(int flags, int ifindex)
{
	const struct if_stats_msg head = { .ifindex = (uint32_t)ifindex,
		.filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_XSTATS) |
			IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_XSTATS_SLAVE) };
	struct nl_msg *m = nlmsg_alloc_simple(RTM_GETSTATS, flags);

	if (m && nlmsg_append(m, (void *)&head, sizeof(head), NLMSG_ALIGNTO) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

/* Not a dump: the kernel looks it up as if it sent there. */
static struct nl_msg *way_query(const char *host)
{
	struct rtmsg head = { 0 };
	struct nl_msg *m;
	uint8_t ip[16];
	int len;

	if (!ip_parse(host, &head.rtm_family, ip))
		return NULL;
	len = head.rtm_family == AF_INET ? 4 : 16;
	head.rtm_dst_len = (unsigned char)(8 * len);
	m = nlmsg_alloc_simple(RTM_GETROUTE, 0);
	if (m &&
		(nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO) < 0 ||
			nla_put(m, RTA_DST, len, ip) < 0)) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

struct nl_msg *query_encode(const struct query *q)
{
	switch (q->kind) {
	case QUERY_NAME:
		return name_query(q->name);
	case QUERY_LINK:
		return link_query(0, q->ifindex);
	case QUERY_SLAVES:
		return slaves_query(q->ifindex);
	case QUERY_LACP:
		return lacp_query(0, q->ifindex);
	case QUERY_PRIVILEGE:
		return privilege_query();
	case QUERY_UPPERS: /* the kernel has no filter for what they sit on */
		return kind_query("vlan");
	case QUERY_EGRESS:
		return way_query(q->name);
	default:
		return query_of(q->kind) < OBJECT_KINDS
			? object_wire(query_of(q->kind))->query(q->ifindex)
			: NULL;
	}
}

struct nl_msg *query_encode_bonds(void)
{
	return kind_query("bond");
}

struct nl_msg *query_encode_links(void)
{
	return link_query(NLM_F_DUMP, 0);
}

struct nl_msg *query_encode_addresses(void)
{
	return object_wire(OBJECT_ADDRESS)->query(0);
}

struct nl_msg *query_encode_lacp(void)
{
	return lacp_query(NLM_F_DUMP, 0);
}
