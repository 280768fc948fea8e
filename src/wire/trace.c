/*
 * The messages in words, see trace.h: a table of names for what the program sends and
 * reads; the rest as numbers. It changes and judges nothing.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <string.h>

#include "objects.h"
#include "option/value.h"
#include "str.h"
#include "trace.h"

static const struct trace_name info_names[] = {
	{ IFLA_INFO_KIND, "kind", FORM_STRING, NULL },
	{ IFLA_INFO_DATA, "data", FORM_BOND, NULL },
	{ IFLA_INFO_SLAVE_KIND, "slave_kind", FORM_STRING, NULL },
	{ IFLA_INFO_SLAVE_DATA, "slave_data", FORM_SLAVE, NULL },
	{ 0, NULL, FORM_HEX, NULL },
};

static const struct trace_name link_names[] = {
	{ IFLA_IFNAME, "ifname", FORM_STRING, NULL },
	{ IFLA_ALT_IFNAME, "alt_ifname", FORM_STRING, NULL },
	{ IFLA_ADDRESS, "address", FORM_MAC, NULL },
	{ IFLA_BROADCAST, "broadcast", FORM_MAC, NULL },
	{ IFLA_MTU, "mtu", FORM_U32, NULL },
	{ IFLA_LINK, "link", FORM_U32, NULL },
	{ IFLA_QDISC, "qdisc", FORM_STRING, NULL },
	{ IFLA_MASTER, "master", FORM_U32, NULL },
	{ IFLA_GROUP, "group", FORM_U32, NULL },
	{ IFLA_OPERSTATE, "operstate", FORM_U8, NULL },
	{ IFLA_CARRIER, "carrier", FORM_U8, NULL },
	{ IFLA_EXT_MASK, "ext_mask", FORM_U32, NULL },
	{ IFLA_LINKINFO, "linkinfo", FORM_NEST, info_names },
	{ IFLA_STATS, "stats", FORM_LONG, NULL },
	{ IFLA_STATS64, "stats64", FORM_LONG, NULL },
	{ IFLA_AF_SPEC, "af_spec", FORM_LONG, NULL },
	{ IFLA_MAP, "map", FORM_LONG, NULL },
	{ IFLA_XDP, "xdp", FORM_LONG, NULL },
	{ 0, NULL, FORM_HEX, NULL },
};

static const struct trace_name stats_names[] = {
	{ IFLA_STATS_LINK_XSTATS, "xstats", FORM_LONG, NULL },
	{ IFLA_STATS_LINK_XSTATS_SLAVE, "xstats_slave", FORM_LONG, NULL },
	{ 0, NULL, FORM_HEX, NULL },
};

struct message_kind {
	uint16_t type;
	const char *name, *of; /* "RTM_NEW" "ADDR", or all of it and NULL */
	size_t head;
	const struct trace_name *names;
};

static const struct message_kind kinds[] = {
	{ RTM_NEWLINK, "RTM_NEWLINK", NULL, sizeof(struct ifinfomsg), link_names },
	{ RTM_DELLINK, "RTM_DELLINK", NULL, sizeof(struct ifinfomsg), link_names },
	{ RTM_GETLINK, "RTM_GETLINK", NULL, sizeof(struct ifinfomsg), link_names },
	{ RTM_SETLINK, "RTM_SETLINK", NULL, sizeof(struct ifinfomsg), link_names },
	{ RTM_NEWSTATS, "RTM_NEWSTATS", NULL, sizeof(struct if_stats_msg), stats_names },
	{ RTM_GETSTATS, "RTM_GETSTATS", NULL, sizeof(struct if_stats_msg), stats_names },
};

struct printer {
	const struct sock *sock;
	int depth;
};

static void say(const struct printer *p, const struct text *t)
{
	_cleanup_text_ struct text line = { 0 };

	text_add(&line, "%*s%s", p->depth * 2, "", text_str(t));
	p->sock->trace(p->sock->trace_data, text_str(&line));
}

static void print_hex(const struct nlattr *a, struct text *t)
{
	const uint8_t *p = nla_data(a);

	text_add(t, "0x");
	for (int i = 0; i < nla_len(a) && i < 32; i++)
		text_add(t, "%02x", p[i]);
	if (nla_len(a) > 32)
		text_add(t, "... (%d bytes)", nla_len(a));
}

/* Names come from outside: what is not printable never reaches a terminal. */
static void print_string(const struct nlattr *a, struct text *t)
{
	const char *s = nla_data(a);
	size_t n = strnlen(s, (size_t)nla_len(a));

	for (size_t i = 0; i < n; i++)
		text_add(t, "%c", isprint((unsigned char)s[i]) ? s[i] : '?');
}

static void print_plain(const struct nlattr *a, enum trace_form form, struct text *t)
{
	char ip[INET6_ADDRSTRLEN], mac[MAC_TEXT_SIZE];
	int n = nla_len(a);

	if (form == FORM_LONG)
		text_add(t, "(%d bytes)", n);
	else if (form == FORM_STRING)
		print_string(a, t);
	else if (form == FORM_U8 && n == 1)
		text_add(t, "%u", nla_get_u8((struct nlattr *)a));
	else if (form == FORM_U32 && n == 4)
		text_add(t, "%u", nla_get_u32((struct nlattr *)a));
	else if (form == FORM_IP && (n == 4 || n == 16))
		text_add(t, "%s",
			inet_ntop(n == 4 ? AF_INET : AF_INET6, nla_data(a), ip,
				sizeof(ip)));
	else if (form == FORM_MAC && n > 0) {
		mac_print(nla_data(a), (size_t)n, mac);
		text_add(t, "%s", mac);
	} else
		print_hex(a, t);
}

static void print_attr(
	struct printer *p, const struct nlattr *a, const struct trace_name *names);

static void print_nest(
	struct printer *p, const struct nlattr *nest, const struct trace_name *names)
{
	const struct nlattr *a;
	int left;

	p->depth++;
	nla_for_each_nested(a, nest, left) print_attr(p, a, names);
	p->depth--;
}

/* An option: its name from the table, its value by its width. */
static void print_option(
	struct printer *p, const struct nlattr *a, enum option_level level)
{
	const struct option *o = option_by_attr(level, (unsigned)nla_type(a));
	_cleanup_text_ struct text t = { 0 };
	struct value v = { 0 };
	uint64_t number = 0;
	int n = nla_len(a);

	if (!o)
		text_add(&t, "#%d ", nla_type(a));
	else
		text_add(&t, "%s ", o->name);
	if (o && n <= 4 && n > 0 && o->type <= OPTION_S32) {
		memcpy(&number, nla_data(a), (size_t)n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		number >>= 64 - 8 * n;
#endif
		v.number = o->type == OPTION_S32 ? (int32_t)number : (int64_t)number;
		value_print(o, &v, &t);
	} else if (o && o->type == OPTION_MAC && n == 6) {
		print_plain(a, FORM_MAC, &t);
	} else {
		print_hex(a, &t);
	}
	say(p, &t);
}

static void print_options(
	struct printer *p, const struct nlattr *nest, enum option_level level)
{
	const struct nlattr *a;
	int left;

	p->depth++;
	nla_for_each_nested(a, nest, left) print_option(p, a, level);
	p->depth--;
}

static void print_attr(
	struct printer *p, const struct nlattr *a, const struct trace_name *names)
{
	_cleanup_text_ struct text t = { 0 };
	const struct trace_name *n = names;
	enum trace_form form;

	while (n && n->name && n->type != nla_type(a))
		n++;
	form = n && n->name ? n->form : FORM_HEX;
	if (n && n->name)
		text_add(&t, "%s", n->name);
	else
		text_add(&t, "#%d", nla_type(a));
	if (form == FORM_NEST || form == FORM_BOND || form == FORM_SLAVE) {
		say(p, &t);
		if (form == FORM_NEST)
			print_nest(p, a, n->inside);
		else
			print_options(
				p, a, form == FORM_BOND ? OPTION_BOND : OPTION_SLAVE);
		return;
	}
	text_add(&t, " ");
	print_plain(a, form, &t);
	say(p, &t);
}

static void print_end(const struct printer *p, const struct nlmsghdr *h)
{
	_cleanup_text_ struct text t = { 0 };
	char words[128];
	uint32_t offset;
	int error = 0;

	if (nlmsg_datalen(h) >= (int)sizeof(error))
		memcpy(&error, nlmsg_data(h), sizeof(error));
	sock_extack(h, words, sizeof(words), &offset);
	if (!error && !words[0])
		return;
	/* unsigned: the least of all numbers has no negative */
	text_add(&t, "%s", error ? strerror((int)-(unsigned)error) : "warning");
	if (words[0])
		text_add(&t, ": %s", words);
	if (offset)
		text_add(&t, " (at byte %u of the request)", offset);
	say(p, &t);
}

static void print_head(const struct nlmsghdr *h, struct text *t)
{
	const struct ifinfomsg *link = nlmsg_data(h);

	if (nlmsg_datalen(h) < (int)sizeof(*link))
		return;
	switch (h->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_SETLINK:
	case RTM_DELLINK:
	case RTM_GETLINK:
		if (link->ifi_index)
			text_add(t, " ifindex %d", link->ifi_index);
		if (link->ifi_change)
			text_add(t, " %s", link->ifi_flags & IFF_UP ? "up" : "down");
		break;
	default:
		break;
	}
}

static void print_flags(const struct nlmsghdr *h, struct text *t)
{
	bool get = h->nlmsg_flags & NLM_F_REQUEST &&
		(h->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	static const struct {
		unsigned bit;
		const char *name;
	} flags[] = { { NLM_F_REPLACE, "replace" }, { NLM_F_EXCL, "excl" },
		{ NLM_F_CREATE, "create" }, { NLM_F_APPEND, "append" } };

	if (h->nlmsg_flags & NLM_F_MULTI)
		text_add(t, " multi");
	if (h->nlmsg_flags & NLM_F_ACK && h->nlmsg_flags & NLM_F_REQUEST)
		text_add(t, " ack");
	if (get) {
		text_add(t, " dump");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (h->nlmsg_flags & NLM_F_REQUEST && h->nlmsg_flags & flags[i].bit)
			text_add(t, " %s", flags[i].name);
}

static bool find_kind(unsigned type, struct message_kind *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].type == type) {
			*ret = kinds[i];
			return true;
		}
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++) {
		const struct object_wire *w = object_wire(i);

		*ret = (struct message_kind){
			.name = type == w->new	 ? "RTM_NEW"
				: type == w->del ? "RTM_DEL"
				: type == w->get ? "RTM_GET"
						 : NULL,
			.of = w->name,
			.head = w->head,
			.names = w->names,
		};
		if (ret->name)
			return true;
	}
	return false;
}

void trace_message(const struct sock *s, const char *way, const struct nlmsghdr *h)
{
	struct printer p = { .sock = s };
	_cleanup_text_ struct text t = { 0 };
	const struct nlattr *a;
	struct message_kind kind;
	bool known = s->protocol == NETLINK_ROUTE && find_kind(h->nlmsg_type, &kind);
	int left;

	text_add(&t, "%s ", way);
	if (h->nlmsg_type == NLMSG_ERROR)
		text_add(&t, "answer");
	else if (h->nlmsg_type == NLMSG_DONE)
		text_add(&t, "end of dump");
	else if (known)
		text_add(&t, "%s%s", kind.name, kind.of ? kind.of : "");
	else
		text_add(&t, "%s type %u",
			s->protocol == NETLINK_GENERIC ? "generic netlink" : "message",
			h->nlmsg_type);
	text_add(&t, " #%u", h->nlmsg_seq & 0xffff);
	print_flags(h, &t);
	if (known)
		print_head(h, &t);
	say(&p, &t);

	p.depth = 1;
	if (h->nlmsg_type == NLMSG_ERROR || h->nlmsg_type == NLMSG_DONE) {
		print_end(&p, h);
		return;
	}
	if (!known || nlmsg_datalen(h) < (int)kind.head)
		return;
	nlmsg_for_each_attr(a, (struct nlmsghdr *)h, (int)kind.head, left)
		print_attr(&p, a, kind.names);
}
