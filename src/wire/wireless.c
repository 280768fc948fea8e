/*
 * Which links are wireless, see wireless.h. Never loads a module.
 */
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>
#include <string.h>

#include "sock.h"
#include "str.h"
#include "wireless.h"

struct search {
	const struct question *questions;
	struct snapshot *snapshot;
	uint16_t family; /* of nl80211; 0: this kernel has none now */
};

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

static void take_family(void *data, size_t i, const struct nlmsghdr *h)
{
	struct search *s = data;
	struct nlattr *tb[CTRL_ATTR_FAMILY_NAME + 1] = { 0 };
	const struct nlattr *name, *id;

	(void)i;
	if (nlmsg_parse((struct nlmsghdr *)h, sizeof(struct genlmsghdr), tb,
		    CTRL_ATTR_FAMILY_NAME, NULL) < 0)
		return;
	name = tb[CTRL_ATTR_FAMILY_NAME];
	id = tb[CTRL_ATTR_FAMILY_ID];
	if (name && id && nla_len(id) >= 2 &&
		nla_len(name) == sizeof(NL80211_GENL_NAME) &&
		!memcmp(nla_data(name), NL80211_GENL_NAME, sizeof(NL80211_GENL_NAME)))
		memcpy(&s->family, nla_data(id), 2);
}

static void ignore_end(void *data, size_t i, int error, const struct nlmsghdr *h)
{
	(void)data, (void)i, (void)error, (void)h;
}

/* It answers with the interface only where there is one of its own. */
static void take_interface(void *data, size_t i, const struct nlmsghdr *h)
{
	struct search *s = data;
	struct link *l = snapshot_by_ifindex(s->snapshot, s->questions[i].ifindex);

	(void)h;
	if (l)
		l->wireless = true;
}

static int find_family(struct sock *sock, struct search *s, struct bondnl_error *err)
{
	struct nl_msg *m = message(GENL_ID_CTRL, NLM_F_DUMP, CTRL_CMD_GETFAMILY);
	struct sock_talk talk = { .messages = &m,
		.n = 1,
		.message = take_family,
		.answer = ignore_end,
		.data = s };
	int rc;

	if (!m)
		return error_nomem(err);
	rc = sock_talk(sock, &talk, err);
	nlmsg_free(m);
	return rc;
}

static int ask_interfaces(
	struct sock *sock, struct search *s, size_t n, struct bondnl_error *err)
{
	_cleanup_free_ struct nl_msg **messages = calloc(n, sizeof(struct nl_msg *));
	struct sock_talk talk = { .messages = messages,
		.n = n,
		.message = take_interface,
		.answer = ignore_end,
		.data = s };
	int rc = 0;

	if (!messages)
		return error_nomem(err);
	for (size_t i = 0; i < n && rc == 0; i++) {
		messages[i] = message(s->family, 0, NL80211_CMD_GET_INTERFACE);
		if (!messages[i] ||
			nla_put_u32(messages[i], NL80211_ATTR_IFINDEX,
				(uint32_t)s->questions[i].ifindex) < 0)
			rc = error_nomem(err);
	}
	if (rc == 0)
		rc = sock_talk(sock, &talk, err);
	for (size_t i = 0; i < n; i++)
		if (messages[i])
			nlmsg_free(messages[i]);
	return rc;
}

int wireless_ask(int netns_fd, bondnl_trace_fn *trace, void *trace_data,
	const struct question *q, size_t n, struct snapshot *s, struct bondnl_error *err)
{
	struct search search = { .questions = q, .snapshot = s };
	struct sock sock;
	int rc;

	rc = sock_open(&sock, NETLINK_GENERIC, netns_fd, err);
	if (rc < 0)
		return rc;
	sock.trace = trace;
	sock.trace_data = trace_data;
	rc = find_family(&sock, &search, err);
	if (rc == 0 && search.family)
		rc = ask_interfaces(&sock, &search, n, err);
	sock_close(&sock);
	return rc;
}
