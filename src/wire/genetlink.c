/*
 * Questions over generic netlink, see genetlink.h. Never loads a module.
 */
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <string.h>

#include "attr.h"
#include "genetlink.h"
#include "sock.h"
#include "str.h"

/* So many links are asked for one by one; for more, one dump of all is cheaper. */
#define FEW_LINKS 32

/* ------------------------------------------------------------------------- wireless */

static int put_interface(struct nl_msg *m, int ifindex)
{
	return ifindex ? nla_put_u32(m, NL80211_ATTR_IFINDEX, (uint32_t)ifindex) : 0;
}

static int interface_of(const struct nlmsghdr *h)
{
	const struct nlattr *tb[NL80211_ATTR_IFINDEX + 1];

	attr_table(tb, NL80211_ATTR_IFINDEX, attr_after(h, sizeof(struct genlmsghdr)));
	return (int)attr_u32(tb[NL80211_ATTR_IFINDEX], 0);
}

static void begin_wireless(struct link *l)
{
	l->wireless = false;
	l->wireless_known = true;
}

/* It replies with the interface only where there is one of its own. */
static void take_interface(struct link *l, const struct nlmsghdr *h)
{
	(void)h;
	l->wireless = true;
}

/* --------------------------------------------------------------------- speed and duplex
 */

static int put_linkmodes(struct nl_msg *m, int ifindex)
{
	struct nlattr *head = nla_nest_start(m, ETHTOOL_A_LINKMODES_HEADER);

	/* the lists of modes are not wanted, and are longest as names */
	if (!head ||
		nla_put_u32(m, ETHTOOL_A_HEADER_FLAGS, ETHTOOL_FLAG_COMPACT_BITSETS) <
			0 ||
		(ifindex &&
			nla_put_u32(m, ETHTOOL_A_HEADER_DEV_INDEX, (uint32_t)ifindex) <
				0))
		return -1;
	nla_nest_end(m, head);
	return 0;
}

static int linkmodes_of(const struct nlmsghdr *h)
{
	const struct nlattr *tb[ETHTOOL_A_LINKMODES_HEADER + 1];
	const struct nlattr *head[ETHTOOL_A_HEADER_DEV_INDEX + 1];

	attr_table(
		tb, ETHTOOL_A_LINKMODES_HEADER, attr_after(h, sizeof(struct genlmsghdr)));
	attr_table(head, ETHTOOL_A_HEADER_DEV_INDEX,
		attr_in(tb[ETHTOOL_A_LINKMODES_HEADER]));
	return (int)attr_u32(head[ETHTOOL_A_HEADER_DEV_INDEX], 0);
}

static void begin_speed(struct link *l)
{
	l->speed = LINK_SPEED_UNKNOWN;
	l->duplex = LINK_DUPLEX_UNKNOWN;
	l->speed_known = true;
}

static void take_linkmodes(struct link *l, const struct nlmsghdr *h)
{
	const struct nlattr *tb[ETHTOOL_A_LINKMODES_DUPLEX + 1], *duplex;

	attr_table(
		tb, ETHTOOL_A_LINKMODES_DUPLEX, attr_after(h, sizeof(struct genlmsghdr)));
	l->speed = attr_u32(tb[ETHTOOL_A_LINKMODES_SPEED], LINK_SPEED_UNKNOWN);
	duplex = tb[ETHTOOL_A_LINKMODES_DUPLEX];
	if (duplex && attr_len(duplex) >= 1)
		l->duplex = *(const uint8_t *)attr_data(duplex);
}

/* --------------------------------------------------------------------- the queries */

static const struct inquiry {
	enum query_kind kind;
	const char *family;
	uint8_t command;
	int (*put)(struct nl_msg *m, int ifindex); /* 0: of all links */
	int (*ifindex)(const struct nlmsghdr *h);
	void (*begin)(struct link *l); /* before any reply */
	void (*take)(struct link *l, const struct nlmsghdr *h);
} inquiries[] = {
	{ QUERY_WIRELESS, NL80211_GENL_NAME, NL80211_CMD_GET_INTERFACE, put_interface,
		interface_of, begin_wireless, take_interface },
	{ QUERY_SPEED, ETHTOOL_GENL_NAME, ETHTOOL_MSG_LINKMODES_GET, put_linkmodes,
		linkmodes_of, begin_speed, take_linkmodes },
};

struct search {
	struct sock sock;
	struct snapshot *snapshot;
	const struct inquiry *inquiry;
	uint16_t families[ARRAY_SIZE(inquiries)]; /* 0: this kernel has none now */
};

bool generic_is(enum query_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(inquiries); i++)
		if (inquiries[i].kind == kind)
			return true;
	return false;
}

static struct nl_msg *message(int family, int flags, uint8_t command)
{
	struct genlmsghdr head = { .cmd = command, .version = 1 };
	struct nl_msg *m = nlmsg_alloc_simple(family, flags);

	if (m && nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

/* A device that is not there, or has no such thing, is no error. */
static void ignore_end(void *data, size_t i, int error, const struct nlmsghdr *h)
{
	(void)data, (void)i, (void)error, (void)h;
}

static int talk(struct search *s, struct nl_msg **messages, size_t n,
	sock_message_fn *take, struct bondnl_error *err)
{
	struct sock_talk t = { .messages = messages,
		.n = n,
		.message = take,
		.reply = ignore_end,
		.data = s };

	return sock_talk(&s->sock, &t, err);
}

static void take_family(void *data, size_t i, const struct nlmsghdr *h)
{
	struct search *s = data;
	const struct nlattr *tb[CTRL_ATTR_FAMILY_NAME + 1], *name, *id;

	(void)i;
	attr_table(tb, CTRL_ATTR_FAMILY_NAME, attr_after(h, sizeof(struct genlmsghdr)));
	name = tb[CTRL_ATTR_FAMILY_NAME];
	id = tb[CTRL_ATTR_FAMILY_ID];
	if (!name || !id || attr_len(id) < 2)
		return;
	for (size_t k = 0; k < ARRAY_SIZE(inquiries); k++)
		if (attr_len(name) == strlen(inquiries[k].family) + 1 &&
			!memcmp(attr_data(name), inquiries[k].family, attr_len(name)))
			memcpy(&s->families[k], attr_data(id), 2);
}

static int find_families(struct search *s, struct bondnl_error *err)
{
	struct nl_msg *m = message(GENL_ID_CTRL, NLM_F_DUMP, CTRL_CMD_GETFAMILY);
	int rc;

	if (!m)
		return error_nomem(err);
	rc = talk(s, &m, 1, take_family, err);
	nlmsg_free(m);
	return rc;
}

/* Of a dump only what is in the snapshot is kept. */
static void take_reply(void *data, size_t i, const struct nlmsghdr *h)
{
	struct search *s = data;
	struct link *l = snapshot_by_ifindex(s->snapshot, s->inquiry->ifindex(h));

	(void)i;
	if (l)
		s->inquiry->take(l, h);
}

static struct nl_msg *query(const struct search *s, uint16_t family, int ifindex)
{
	struct nl_msg *m = message(family, ifindex ? 0 : NLM_F_DUMP, s->inquiry->command);

	if (m && s->inquiry->put(m, ifindex) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

/* Says to each link asked about that it was; how many there are. */
static size_t begin(struct search *s, const struct query *q, size_t n)
{
	size_t asked = 0;

	for (size_t i = 0; i < n; i++) {
		struct link *l = snapshot_by_ifindex(s->snapshot, q[i].ifindex);

		if (q[i].kind != s->inquiry->kind)
			continue;
		asked++;
		if (l)
			s->inquiry->begin(l);
	}
	return asked;
}

/* The queries of one kind: a message for each, or one for all links. */
static int ask_kind(struct search *s, uint16_t family, const struct query *q, size_t n,
	struct bondnl_error *err)
{
	_cleanup_free_ struct nl_msg **messages = calloc(n, sizeof(struct nl_msg *));
	size_t asked = begin(s, q, n), sent = 0;
	int rc = 0;

	if (!messages)
		return error_nomem(err);
	if (!family)
		return 0;
	if (asked > FEW_LINKS)
		messages[sent++] = query(s, family, 0);
	for (size_t i = 0; i < n && asked <= FEW_LINKS; i++)
		if (q[i].kind == s->inquiry->kind)
			messages[sent++] = query(s, family, q[i].ifindex);
	for (size_t i = 0; i < sent; i++)
		if (!messages[i])
			rc = error_nomem(err);
	if (rc == 0 && sent)
		rc = talk(s, messages, sent, take_reply, err);
	for (size_t i = 0; i < sent; i++)
		if (messages[i])
			nlmsg_free(messages[i]);
	return rc;
}

int genetlink_ask(int netns_fd, bondnl_trace_fn *trace, void *trace_data,
	const struct query *q, size_t n, struct snapshot *s, struct bondnl_error *err)
{
	struct search search = { .snapshot = s };
	int rc;

	rc = sock_open(&search.sock, NETLINK_GENERIC, netns_fd, err);
	if (rc < 0)
		return rc;
	search.sock.trace = trace;
	search.sock.trace_data = trace_data;
	rc = find_families(&search, err);
	for (size_t i = 0; i < ARRAY_SIZE(inquiries) && rc == 0; i++) {
		search.inquiry = &inquiries[i];
		rc = ask_kind(&search, search.families[i], q, n, err);
	}
	sock_close(&search.sock);
	return rc;
}
