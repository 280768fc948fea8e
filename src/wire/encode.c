/*
 * Steps into messages, see encode.h. What a step says is written.
 */
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "encode.h"
#include "query_encode.h"
#include "str.h"

/* IFA_PROTO and IFA_RT_PRIORITY are enum members, which old headers may lack. */
#define ADDRESS_RT_PRIORITY 9
#define ADDRESS_PROTO	    11

/* The flags of an address that a request may carry (net/ipv6/addrconf.c,
 * inet6_rtm_newaddr). */
#define ADDRESS_FLAGS                                                                    \
	(IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE |  \
		IFA_F_MCAUTOJOIN)

/* One value as its row says. Zero is success, as with nla_put(). */
static int put_option(struct nl_msg *m, const struct optset *set, enum bondnl_option id)
{
	const struct option *o = option_get(id);
	bool v6 = o->type == OPTION_IP6_LIST;
	struct nlattr *nest;
	struct value v;
	uint8_t mac[6];

	optset_take(set, id, &v);
	switch (o->type) {
	case OPTION_U8:
	case OPTION_FLAGS8:
		return nla_put_u8(m, o->attr, (uint8_t)v.number);
	case OPTION_U16:
	case OPTION_FLAGS16:
		return nla_put_u16(m, o->attr, (uint16_t)v.number);
	case OPTION_U32:
	case OPTION_LINK:
		return nla_put_u32(m, o->attr, (uint32_t)v.number);
	case OPTION_S32:
		return nla_put_u32(m, o->attr, (uint32_t)(int32_t)v.number);
	case OPTION_MAC:
		mac_from_number(v.number, mac);
		return nla_put(m, o->attr, sizeof(mac), mac);
	case OPTION_IP4_LIST:
	case OPTION_IP6_LIST:
		nest = nla_nest_start(m, o->attr);
		if (!nest)
			return -1;
		for (int i = 0; i < v.targets.n; i++)
			if (nla_put(m, i, v6 ? 16 : 4, v.targets.ip[i]) < 0)
				return -1;
		/* an empty list clears: libnl would remove an empty nest otherwise */
		return nla_nest_end_keep_empty(m, nest);
	}
	return -1;
}

static int put_options(struct nl_msg *m, const struct request *o, enum option_level level)
{
	bool bond = level == OPTION_BOND;
	struct nlattr *info, *data;
	optmask mask = o->step->mask;

	info = nla_nest_start(m, IFLA_LINKINFO);
	if (!info)
		return -1;
	if (nla_put_string(m, bond ? IFLA_INFO_KIND : IFLA_INFO_SLAVE_KIND, "bond") < 0)
		return -1;
	data = nla_nest_start(m, bond ? IFLA_INFO_DATA : IFLA_INFO_SLAVE_DATA);
	if (!data)
		return -1;
	for (enum bondnl_option id; optmask_next(&mask, &id);)
		if (put_option(m, &o->link->options, id) < 0)
			return -1;
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	return 0;
}

static int put_scalars(struct nl_msg *m, const struct request *o)
{
	unsigned parts = o->step->parts;
	size_t len;

	for (enum scalar id; scalar_next(&parts, &id);) {
		const void *bytes = scalar_bytes(&o->link->scalars, id, &len);

		const struct scalar_row *row = scalar_row(id);
		struct nlattr *nests[ARRAY_SIZE(row->nests)] = { NULL };

		for (size_t i = 0; i < ARRAY_SIZE(nests) && row->nests[i]; i++) {
			nests[i] = nla_nest_start(m, row->nests[i]);
			if (!nests[i])
				return -1;
		}
		if (nla_put(m, row->attr, (int)len, bytes) < 0)
			return -1;
		for (size_t i = ARRAY_SIZE(nests); i-- > 0;)
			if (nests[i])
				nla_nest_end(m, nests[i]);
	}
	return 0;
}

static struct nl_msg *encode_link(const struct request *o)
{
	const struct step *s = o->step;
	struct ifinfomsg head = { .ifi_index = o->ifindex };
	int type = RTM_SETLINK, flags = NLM_F_ACK, rc = 0;
	struct nl_msg *m;

	switch (s->kind) {
	case STEP_CREATE:
		type = RTM_NEWLINK;
		flags |= NLM_F_CREATE | NLM_F_EXCL;
		break;
	case STEP_OPTIONS: /* RTM_SETLINK would ignore them without a word */
	case STEP_SLAVE_OPTIONS:
		type = RTM_NEWLINK;
		break;
	case STEP_DELETE:
		type = RTM_DELLINK;
		break;
	case STEP_DELETE_GROUP:
		type = RTM_DELLINK;
		head.ifi_index = 0; /* with one, the kernel would delete that alone */
		break;
	case STEP_UP:
	case STEP_DOWN:
		head.ifi_change = IFF_UP;
		head.ifi_flags = s->kind == STEP_UP ? IFF_UP : 0;
		break;
	default:
		break;
	}

	m = message_link(type, flags, &head);
	if (!m)
		return NULL;
	switch (s->kind) {
	case STEP_CREATE:
		rc = nla_put_string(m, IFLA_IFNAME, o->link->name) < 0
			? -1
			: put_scalars(m, o);
		if (rc == 0)
			rc = put_options(m, o, OPTION_BOND);
		break;
	case STEP_DELETE:
		if (!o->ifindex)
			rc = nla_put_string(m, IFLA_IFNAME, o->link->name);
		break;
	case STEP_GROUP:
	case STEP_DELETE_GROUP:
		rc = nla_put_u32(m, IFLA_GROUP, s->group);
		break;
	case STEP_OPTIONS:
		rc = put_options(m, o, OPTION_BOND);
		break;
	case STEP_SLAVE_OPTIONS:
		rc = put_options(m, o, OPTION_SLAVE);
		break;
	case STEP_LINK:
		rc = put_scalars(m, o);
		break;
	case STEP_ENSLAVE:
		rc = nla_put_u32(m, IFLA_MASTER, (uint32_t)o->master);
		break;
	case STEP_RELEASE:
		rc = nla_put_u32(m, IFLA_MASTER, 0);
		break;
	default:
		break;
	}
	if (rc < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
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

static struct nl_msg *encode_address(const struct request *o)
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

static struct nl_msg *encode_route(const struct request *o)
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

struct nl_msg *encode_request(const struct request *o)
{
	switch (o->step->kind) {
	case STEP_GIVE:
	case STEP_TAKE:
		return o->step->of == OBJECT_ADDRESS ? encode_address(o)
						     : encode_route(o);
	default:
		return encode_link(o);
	}
}

/* -------------------------------------------------------- back from a place to a row */

enum bondnl_option encode_option_at(const struct nlmsghdr *h, uint32_t offset)
{
	const struct nlattr *info, *data, *a;
	const struct option *o;
	int left;

	if (h->nlmsg_type != RTM_NEWLINK || !offset)
		return BONDNL_OPT_COUNT_;
	info = nlmsg_find_attr(
		(struct nlmsghdr *)h, sizeof(struct ifinfomsg), IFLA_LINKINFO);
	if (!info)
		return BONDNL_OPT_COUNT_;
	for (int of_slave = 0; of_slave <= 1; of_slave++) {
		data = nla_find(nla_data(info), nla_len(info),
			of_slave ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA);
		if (!data)
			continue;
		nla_for_each_nested(a, data, left)
		{
			size_t at = (size_t)((const char *)a - (const char *)h);

			/* it points at the attribute, or into a list's */
			if (offset < at ||
				offset >= at + (size_t)nla_total_size(nla_len(a)))
				continue;
			o = option_by_attr(of_slave ? OPTION_SLAVE : OPTION_BOND,
				(unsigned)nla_type(a));
			return o ? o->id : BONDNL_OPT_COUNT_;
		}
	}
	return BONDNL_OPT_COUNT_;
}
