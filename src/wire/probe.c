/*
 * Does the driver know an attribute? See probe.h. It never sends what could succeed.
 *
 * The kernel holds the driver's attributes against its policy before it looks at anything
 * else of the request (net/core/rtnetlink.c, __rtnl_newlink): one of a length that its
 * policy refuses is -ERANGE, one that the driver does not know is passed over. What is
 * refused behind that is certain:
 * - of a bond, an address that no bond can have (bond_validate): -EADDRNOTAVAIL. Besides,
 *   the request names no device and does not ask to make one;
 * - of a slave, NLM_F_EXCL for a device that is there: -EEXIST.
 *
 * A number of the wrong length leaves a line in the kernel's log (lib/nlattr.c,
 * validate_nla), ten of them in five seconds. So what a bond or slave reports is not
 * probed.
 */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "probe.h"
#include "query_encode.h"

/* More than any address may have (MAX_ADDR_LEN); less than the head of an attribute. */
#define TOO_LONG  33
#define NO_NEST	  2
#define MULTICAST "\1\0\0\0\0"

/* An attribute whose length no policy takes. */
static int put_impossible(struct nl_msg *m, const struct option *o)
{
	static const uint8_t bytes[TOO_LONG];

	/* what is inside the nest came with it, and is the kernel's to tell */
	if (o->level == OPTION_AD_INFO)
		return nla_put(m, IFLA_BOND_AD_INFO, NO_NEST, bytes);
	switch (o->type) {
	case OPTION_U8:
	case OPTION_FLAGS8:
		return nla_put(m, o->attr, 0, bytes);
	case OPTION_U16:
	case OPTION_FLAGS16:
		return nla_put(m, o->attr, 1, bytes);
	case OPTION_U32:
	case OPTION_S32:
	case OPTION_LINK:
		return nla_put(m, o->attr, 3, bytes);
	case OPTION_IP4_LIST:
	case OPTION_IP6_LIST:
		return nla_put(m, o->attr, NO_NEST, bytes);
	case OPTION_MAC:
		return nla_put(m, o->attr, TOO_LONG, bytes);
	}
	return -1;
}

static int put_info(struct nl_msg *m, const struct option *o)
{
	bool slave = o->level == OPTION_SLAVE;
	struct nlattr *info, *data;

	info = nla_nest_start(m, IFLA_LINKINFO);
	if (!info)
		return -1;
	if (nla_put_string(m, slave ? IFLA_INFO_SLAVE_KIND : IFLA_INFO_KIND, "bond") < 0)
		return -1;
	data = nla_nest_start(m, slave ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA);
	if (!data || put_impossible(m, o) < 0)
		return -1;
	nla_nest_end(m, data);
	nla_nest_end(m, info);
	return 0;
}

struct nl_msg *probe_encode(const struct probe *p)
{
	const struct option *o = option_get(p->id);
	struct ifinfomsg head = { .ifi_index = p->ifindex };
	struct nl_msg *m = message_link(RTM_NEWLINK, NLM_F_ACK | NLM_F_EXCL, &head);

	if (!m)
		return NULL;
	if ((o->level != OPTION_SLAVE && nla_put(m, IFLA_ADDRESS, 6, MULTICAST) < 0) ||
		put_info(m, o) < 0) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

int probe_meaning(const struct probe *p, int error)
{
	bool slave = option_get(p->id)->level == OPTION_SLAVE;

	if (error == -ERANGE)
		return PROBE_YES;
	if (error == (slave ? -EEXIST : -EADDRNOTAVAIL))
		return PROBE_NO;
	return error < 0 ? error : -EBADMSG;
}

struct probing {
	const struct probe *probes;
	int *replies;
};

static void take_reply(void *data, size_t i, int error, const struct nlmsghdr *h)
{
	struct probing *p = data;

	(void)h;
	p->replies[i] = probe_meaning(&p->probes[i], error);
}

int probe_kernel(struct kernel *k, const struct probe *probes, size_t n, int *replies,
	struct bondnl_error *err)
{
	_cleanup_free_ struct nl_msg **messages = calloc(n + 1, sizeof(struct nl_msg *));
	struct probing p = { .probes = probes, .replies = replies };
	struct sock_talk t = {
		.messages = messages, .n = n, .reply = take_reply, .data = &p
	};
	int rc = 0;

	if (!messages)
		return error_nomem(err);
	for (size_t i = 0; i < n && rc == 0; i++) {
		messages[i] = probe_encode(&probes[i]);
		if (!messages[i])
			rc = error_nomem(err);
	}
	if (rc == 0)
		rc = sock_talk(&k->sock, &t, err);
	query_free_messages(messages, n);
	return rc;
}
