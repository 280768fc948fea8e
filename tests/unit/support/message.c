/*
 * Messages as texts, and torn ones, see message.h.
 */
#include <check.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>

#include "support/message.h"

struct name {
	int type;
	const char *name;
};

/* clang-format off */
static const struct name types[] = {
	{ RTM_NEWLINK, "NEWLINK" },
	{ RTM_DELLINK, "DELLINK" },
	{ RTM_GETLINK, "GETLINK" },
	{ RTM_SETLINK, "SETLINK" },
	{ RTM_NEWADDR, "NEWADDR" },
	{ RTM_DELADDR, "DELADDR" },
	{ RTM_GETADDR, "GETADDR" },
	{ RTM_NEWROUTE, "NEWROUTE" },
	{ RTM_GETROUTE, "GETROUTE" },
	{ RTM_NEWNEIGH, "NEWNEIGH" },
	{ RTM_DELNEIGH, "DELNEIGH" },
	{ RTM_GETNEIGH, "GETNEIGH" },
	{ 0, NULL },
};
/* clang-format on */

/* clang-format off */
static const struct name link_names[] = {
	{ IFLA_ADDRESS, "address" },
	{ IFLA_IFNAME, "ifname" },
	{ IFLA_MTU, "mtu" },
	{ IFLA_MASTER, "master" },
	{ IFLA_GROUP, "group" },
	{ IFLA_LINKINFO, "linkinfo" },
	{ IFLA_EXT_MASK, "ext_mask" },
	{ IFLA_ALT_IFNAME, "alt_ifname" },
	{ 0, NULL },
};
/* clang-format on */

static const struct name info_names[] = {
	{ IFLA_INFO_KIND, "kind" },
	{ IFLA_INFO_DATA, "data" },
	{ IFLA_INFO_SLAVE_KIND, "slave_kind" },
	{ IFLA_INFO_SLAVE_DATA, "slave_data" },
	{ 0, NULL },
};

/* clang-format off */
static const struct name address_names[] = {
	{ IFA_ADDRESS, "address" },
	{ IFA_LOCAL, "local" },
	{ IFA_LABEL, "label" },
	{ IFA_BROADCAST, "broadcast" },
	{ IFA_CACHEINFO, "cacheinfo" },
	{ IFA_FLAGS, "flags" },
	{ 9, "rt_priority" },
	{ 11, "proto" },
	{ 0, NULL },
};
/* clang-format on */

static const struct name route_names[] = {
	{ RTA_DST, "dst" },
	{ RTA_GATEWAY, "gateway" },
	{ RTA_OIF, "oif" },
	{ RTA_PRIORITY, "priority" },
	{ 0, NULL },
};

static const struct name neighbour_names[] = {
	{ NDA_DST, "dst" },
	{ NDA_LLADDR, "address" },
	{ NDA_IFINDEX, "ifindex" },
	{ NDA_PROTOCOL, "protocol" },
	{ 0, NULL },
};

static const char *name_of(const struct name *names, int type)
{
	for (; names->name; names++)
		if (names->type == type)
			return names->name;
	return NULL;
}

static bool is_text(const char *name)
{
	static const char *const texts[] = { "ifname", "alt_ifname", "kind", "slave_kind",
		"label" };

	for (size_t i = 0; name && i < ARRAY_SIZE(texts); i++)
		if (str_eq(texts[i], name))
			return true;
	return false;
}

/* An address is four bytes, too, but in one order on all machines. */
static bool is_bytes(const char *name)
{
	static const char *const bytes[] = { "address", "local", "broadcast", "dst",
		"gateway" };

	for (size_t i = 0; name && i < ARRAY_SIZE(bytes); i++)
		if (str_eq(bytes[i], name))
			return true;
	return false;
}

static void print_bytes(const struct nlattr *a, struct text *t)
{
	const uint8_t *p = nla_data(a);

	for (int i = 0; i < nla_len(a); i++)
		text_add(t, "%02x", p[i]);
}

static void print_number(const struct nlattr *a, struct text *t)
{
	switch (nla_len(a)) {
	case 1:
		text_add(t, "u8 %u", nla_get_u8(a));
		return;
	case 2:
		text_add(t, "u16 %u", nla_get_u16(a));
		return;
	case 4:
		text_add(t, "u32 %u", nla_get_u32(a));
		return;
	default:
		print_bytes(a, t);
	}
}

static void print_attrs(const struct nlattr *a, int left, const struct name *names,
	bool in_list, struct text *t);

static void print_nest(const struct nlattr *a, const char *name, struct text *t)
{
	static const struct name none[] = { { 0, NULL } };
	bool info = name && str_eq(name, "linkinfo");
	/* inside data, what is a nest is a list of addresses */
	bool list = !name;

	text_add(t, "{");
	print_attrs(nla_data(a), nla_len(a), info ? info_names : none, list, t);
	text_add(t, " }");
}

static void print_attrs(const struct nlattr *a, int left, const struct name *names,
	bool in_list, struct text *t)
{
	for (; nla_ok(a, left); a = nla_next(a, &left)) {
		const char *name = name_of(names, nla_type(a));

		if (name)
			text_add(t, " %s ", name);
		else
			text_add(t, " %d ", nla_type(a));
		if (a->nla_type & NLA_F_NESTED)
			print_nest(a, name, t);
		else if (is_text(name))
			text_add(t, "'%.*s'", nla_len(a), (const char *)nla_data(a));
		else if (in_list || is_bytes(name))
			print_bytes(a, t);
		else
			print_number(a, t);
	}
	if (left)
		text_add(t, " (%d bytes more)", left);
}

static void print_flags(const struct nlmsghdr *h, struct text *t)
{
	bool get = h->nlmsg_type == RTM_GETLINK || h->nlmsg_type == RTM_GETADDR ||
		h->nlmsg_type == RTM_GETROUTE || h->nlmsg_type == RTM_GETNEIGH;

	if (h->nlmsg_flags & NLM_F_ACK)
		text_add(t, " ack");
	if (get && (h->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP)
		text_add(t, " dump");
	if (!get && h->nlmsg_flags & NLM_F_CREATE)
		text_add(t, " create");
	if (!get && h->nlmsg_flags & NLM_F_EXCL)
		text_add(t, " excl");
	if (!get && h->nlmsg_flags & NLM_F_REPLACE)
		text_add(t, " replace");
}

static void print_link_head(const struct nlmsghdr *h, struct text *t)
{
	const struct ifinfomsg *head = nlmsg_data(h);

	if (head->ifi_index)
		text_add(t, " ifindex %d", head->ifi_index);
	if (head->ifi_change || head->ifi_flags)
		text_add(t, " flags %u of %u", head->ifi_flags, head->ifi_change);
}

static void print_address_head(const struct nlmsghdr *h, struct text *t)
{
	const struct ifaddrmsg *head = nlmsg_data(h);

	text_add(t, " family %u ifindex %u", head->ifa_family, head->ifa_index);
	if (head->ifa_prefixlen || head->ifa_scope)
		text_add(t, " /%u scope %u", head->ifa_prefixlen, head->ifa_scope);
}

static void print_route_head(const struct nlmsghdr *h, struct text *t)
{
	const struct rtmsg *head = nlmsg_data(h);

	text_add(t, " family %u", head->rtm_family);
	if (head->rtm_table || head->rtm_type)
		text_add(t, " /%u table %u protocol %u scope %u type %u",
			head->rtm_dst_len, head->rtm_table, head->rtm_protocol,
			head->rtm_scope, head->rtm_type);
}

static void print_neighbour_head(const struct nlmsghdr *h, struct text *t)
{
	const struct ndmsg *head = nlmsg_data(h);

	text_add(t, " family %u ifindex %d state %u flags %u", head->ndm_family,
		head->ndm_ifindex, head->ndm_state, head->ndm_flags);
}

void message_print(const struct nlmsghdr *h, struct text *t)
{
	const struct name *names = link_names;
	size_t head = sizeof(struct ifinfomsg);

	ck_assert_msg(name_of(types, h->nlmsg_type) != NULL, "type %u", h->nlmsg_type);
	text_add(t, "%s", name_of(types, h->nlmsg_type));
	print_flags(h, t);
	switch (h->nlmsg_type) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
	case RTM_GETADDR:
		names = address_names;
		head = sizeof(struct ifaddrmsg);
		print_address_head(h, t);
		break;
	case RTM_NEWROUTE:
	case RTM_GETROUTE:
		names = route_names;
		head = sizeof(struct rtmsg);
		print_route_head(h, t);
		break;
	case RTM_NEWNEIGH:
	case RTM_DELNEIGH:
	case RTM_GETNEIGH:
		names = neighbour_names;
		head = sizeof(struct ndmsg);
		print_neighbour_head(h, t);
		break;
	default:
		print_link_head(h, t);
	}
	print_attrs(nlmsg_attrdata(h, (int)head), nlmsg_attrlen(h, (int)head), names,
		false, t);
}

/* -------------------------------------------------------------------------- damage */

static struct nlmsghdr *exact_copy(const struct nlmsghdr *h, size_t len)
{
	struct nlmsghdr *copy = malloc(len);

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, h, len);
	copy->nlmsg_len = (uint32_t)len;
	return copy;
}

void message_damage(const struct nlmsghdr *h,
	void (*fn)(void *data, const struct nlmsghdr *h), void *data)
{
	static const uint16_t wrong[] = { 0, 1, 3, 4, 5, 6, 8, 12, 20, 0x7fff, 0x8000,
		0xffff };
	struct nlmsghdr *copy;

	for (size_t len = NLMSG_HDRLEN; len <= h->nlmsg_len; len++) {
		copy = exact_copy(h, len);
		fn(data, copy);
		free(copy);
	}
	for (size_t at = NLMSG_HDRLEN; at + sizeof(wrong[0]) <= h->nlmsg_len; at += 2) {
		for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
			copy = exact_copy(h, h->nlmsg_len);
			memcpy((char *)copy + at, &wrong[i], sizeof(wrong[i]));
			fn(data, copy);
			free(copy);
		}
	}
}
