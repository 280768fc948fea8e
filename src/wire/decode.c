/*
 * Messages of the kernel into links, see decode.h. It judges nothing. Those about objects
 * are read in the file of their kind.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "attr.h"
#include "decode.h"
#include "str.h"

#define PERM_ADDRESS 54 /* IFLA_PERM_ADDRESS, which old headers may lack */
#define LINK_MAX     PERM_ADDRESS

/* ------------------------------------------------------------------------- options */

static void get_targets(const struct nlattr *nest, size_t len, struct value *v)
{
	struct attr_walk w = attr_in(nest);

	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (!attr_holds(a, len) || v->targets.n == TARGETS_MAX)
			continue;
		memcpy(v->targets.ip[v->targets.n++], attr_data(a), len);
	}
}

/* False if the attribute is shorter than the row says: not a value that could be shown.
 */
static bool get_value(const struct option *o, const struct nlattr *a, struct value *v)
{
	const uint8_t *p = attr_data(a);
	uint16_t u16;

	memset(v, 0, sizeof(*v));
	switch (o->type) {
	case OPTION_U8:
	case OPTION_FLAGS8:
		v->number = attr_u8(a, 0);
		return attr_holds(a, 1);
	case OPTION_U16:
	case OPTION_FLAGS16:
		if (!attr_holds(a, sizeof(u16)))
			return false;
		memcpy(&u16, p, sizeof(u16));
		v->number = u16;
		return true;
	case OPTION_U32:
	case OPTION_LINK:
		v->number = attr_u32(a, 0);
		return attr_holds(a, 4);
	case OPTION_S32:
		v->number = (int32_t)attr_u32(a, 0);
		return attr_holds(a, 4);
	case OPTION_MAC:
		if (!attr_holds(a, 6))
			return false;
		v->number = mac_to_number(p);
		return true;
	case OPTION_IP4_LIST:
		get_targets(a, 4, v);
		return true;
	case OPTION_IP6_LIST:
		get_targets(a, 16, v);
		return true;
	}
	return false;
}

static void decode_options(
	const struct nlattr *nest, enum option_level level, struct link *l)
{
	struct attr_walk w = attr_in(nest);
	const struct option *o;
	struct value v;

	for (const struct nlattr *a; (a = attr_next(&w));) {
		if (level == OPTION_BOND && attr_type(a) == IFLA_BOND_AD_INFO) {
			decode_options(a, OPTION_AD_INFO, l);
			continue;
		}
		o = option_by_attr(level, attr_type(a));
		if (!o)
			link_keep_unknown(
				l, level, attr_type(a), attr_data(a), attr_len(a));
		else if (get_value(o, a, &v))
			optset_put(&l->options, o->id, &v);
	}
}

/* --------------------------------------------------------------------------- links */

int decode_link_index(const struct nlmsghdr *h)
{
	const struct ifinfomsg *head;

	if (h->nlmsg_type != RTM_NEWLINK || message_len(h) < sizeof(*head))
		return 0;
	head = message_payload(h);
	return head->ifi_index;
}

int decode_announced_link(const struct nlmsghdr *h)
{
	struct attr_walk w = attr_after(h, sizeof(struct ifinfomsg));
	const struct ifinfomsg *head = message_payload(h);
	bool whole = false;

	if ((h->nlmsg_type != RTM_NEWLINK && h->nlmsg_type != RTM_DELLINK) ||
		message_len(h) < sizeof(*head) || head->ifi_family != AF_UNSPEC)
		return 0;
	for (const struct nlattr *a; (a = attr_next(&w));) {
		/* net/wireless/wext-core.c: a link with nothing but this and its name */
		if (attr_type(a) == IFLA_WIRELESS)
			return 0;
		whole |= attr_type(a) == IFLA_MTU;
	}
	return whole ? head->ifi_index : 0;
}

bool decode_is_bond_or_slave(const struct nlmsghdr *h)
{
	struct attr_walk w = attr_after(h, sizeof(struct ifinfomsg));
	const struct nlattr *tb[IFLA_INFO_MAX + 1], *a;
	char kind[16] = "", slave_kind[16] = "";

	while ((a = attr_next(&w)) && attr_type(a) != IFLA_LINKINFO)
		;
	attr_table(tb, IFLA_INFO_MAX, attr_in(a));
	attr_string(tb[IFLA_INFO_KIND], kind, sizeof(kind));
	attr_string(tb[IFLA_INFO_SLAVE_KIND], slave_kind, sizeof(slave_kind));
	return str_eq(kind, "bond") || str_eq(slave_kind, "bond");
}

static void decode_info(const struct nlattr *nest, struct link *l)
{
	const struct nlattr *tb[IFLA_INFO_MAX + 1];

	attr_table(tb, IFLA_INFO_MAX, attr_in(nest));
	attr_string(tb[IFLA_INFO_KIND], l->kind, sizeof(l->kind));
	attr_string(tb[IFLA_INFO_SLAVE_KIND], l->slave_kind, sizeof(l->slave_kind));
	if (str_eq(l->kind, "bond"))
		decode_options(tb[IFLA_INFO_DATA], OPTION_BOND, l);
	if (str_eq(l->slave_kind, "bond"))
		decode_options(tb[IFLA_INFO_SLAVE_DATA], OPTION_SLAVE, l);
}

static uint8_t get_hwaddr(const struct nlattr *a, uint8_t ret[HWADDR_MAX])
{
	size_t n = a ? attr_len(a) : 0;

	if (n > HWADDR_MAX)
		n = HWADDR_MAX;
	if (n)
		memcpy(ret, attr_data(a), n);
	return (uint8_t)n;
}

/* An older kernel's is shorter, and the fields wanted are its first ones. */
static void decode_traffic(const struct nlattr *a, struct traffic *t)
{
	struct rtnl_link_stats64 s = { 0 };

	if (!a)
		return;
	memcpy(&s, attr_data(a), attr_len(a) < sizeof(s) ? attr_len(a) : sizeof(s));
	*t = (struct traffic){ s.rx_packets, s.tx_packets, s.rx_bytes, s.tx_bytes,
		s.rx_errors, s.tx_errors, s.rx_dropped, s.tx_dropped };
}

/* The last attribute of this type among some, as in the kernel. */
static const struct nlattr *find_attr(struct attr_walk w, unsigned type)
{
	const struct nlattr *found = NULL;

	for (const struct nlattr *a; (a = attr_next(&w));)
		found = attr_type(a) == type ? a : found;
	return found;
}

static void decode_scalar(const struct nlattr *const tb[], enum scalar id, struct link *l)
{
	const struct scalar_row *row = scalar_row(id);
	const struct nlattr *a = tb[row->nests[0] ? row->nests[0] : row->attr];

	if (row->nests[1])
		a = find_attr(attr_in(a), row->nests[1]);
	if (row->nests[0])
		a = find_attr(attr_in(a), row->attr);
	scalar_put(&l->scalars, id, a ? attr_data(a) : NULL, a ? attr_len(a) : 0);
}

void decode_link(const struct nlmsghdr *h, struct link *l)
{
	const struct ifinfomsg *head = message_payload(h);
	const struct nlattr *tb[LINK_MAX + 1];

	attr_table(tb, LINK_MAX, attr_after(h, sizeof(*head)));
	l->ifindex = head->ifi_index;
	l->flags = head->ifi_flags;
	l->type = head->ifi_type;
	attr_string(tb[IFLA_IFNAME], l->name, sizeof(l->name));
	l->master = (int)attr_u32(tb[IFLA_MASTER], 0);
	/* with a namespace it is the number of a device there */
	if (!tb[IFLA_LINK_NETNSID])
		l->lower = (int)attr_u32(tb[IFLA_LINK], 0);
	for (enum scalar i = 0; i < SCALARS; i++)
		decode_scalar(tb, i, l);
	l->carrier = attr_u8(tb[IFLA_CARRIER], 0);
	l->operstate = attr_u8(tb[IFLA_OPERSTATE], 0);
	l->perm_mac_len = get_hwaddr(tb[PERM_ADDRESS], l->perm_mac);
	decode_traffic(tb[IFLA_STATS64], &l->traffic);
	if (tb[IFLA_LINKINFO])
		decode_info(tb[IFLA_LINKINFO], l);
}

bool decode_altnames(const struct nlmsghdr *h,
	bool (*fn)(void *data, int ifindex, const char *name), void *data)
{
	struct attr_walk w = attr_after(h, sizeof(struct ifinfomsg)), names;
	int ifindex = decode_link_index(h);
	char name[ALTNAME_SIZE];
	const struct nlattr *a;

	while ((a = attr_next(&w)) && attr_type(a) != IFLA_PROP_LIST)
		;
	names = attr_in(a);
	while (ifindex && (a = attr_next(&names))) {
		if (attr_type(a) != IFLA_ALT_IFNAME)
			continue;
		attr_string(a, name, sizeof(name));
		if (!fn(data, ifindex, name))
			return false;
	}
	return true;
}

/* --------------------------------------------------------------------- LACP counters */

/* linux/if_bonding.h; the number 0 is a counter, too */
#define XSTATS_3AD 1

static void get_counters(const struct nlattr *xstats, struct lacp_traffic *ret)
{
	const struct nlattr *types[LINK_XSTATS_TYPE_BOND + 1];
	const struct nlattr *bond[XSTATS_3AD + 1], *tb[LACP_COUNTERS];

	memset(ret, 0, sizeof(*ret));
	attr_table(types, LINK_XSTATS_TYPE_BOND, attr_in(xstats));
	attr_table(bond, XSTATS_3AD, attr_in(types[LINK_XSTATS_TYPE_BOND]));
	attr_table(tb, LACP_COUNTERS - 1, attr_in(bond[XSTATS_3AD]));
	ret->known = bond[XSTATS_3AD] != NULL;
	for (size_t i = 0; i < LACP_COUNTERS; i++)
		if (attr_holds(tb[i], sizeof(ret->n[i])))
			memcpy(&ret->n[i], attr_data(tb[i]), sizeof(ret->n[i]));
}

int decode_lacp_index(const struct nlmsghdr *h)
{
	if (h->nlmsg_type != RTM_NEWSTATS || message_len(h) < sizeof(struct if_stats_msg))
		return 0;
	return (int)((const struct if_stats_msg *)message_payload(h))->ifindex;
}

void decode_lacp(const struct nlmsghdr *h, struct link *l)
{
	const struct nlattr *tb[IFLA_STATS_LINK_XSTATS_SLAVE + 1];
	const struct if_stats_msg *head = message_payload(h);

	if (!l || h->nlmsg_type != RTM_NEWSTATS || message_len(h) < sizeof(*head) ||
		head->ifindex != (uint32_t)l->ifindex)
		return;
	attr_table(tb, IFLA_STATS_LINK_XSTATS_SLAVE, attr_after(h, sizeof(*head)));
	get_counters(tb[IFLA_STATS_LINK_XSTATS], &l->lacp);
	get_counters(tb[IFLA_STATS_LINK_XSTATS_SLAVE], &l->slave_lacp);
}
