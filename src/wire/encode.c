/*
 * Steps into messages, see encode.h. What a step says is written.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "encode.h"
#include "objects.h"
#include "query_encode.h"
#include "str.h"

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

struct nl_msg *encode_request(const struct request *o)
{
	switch (o->step->kind) {
	case STEP_GIVE:
	case STEP_TAKE:
		return object_wire(o->step->of)->encode(o);
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
