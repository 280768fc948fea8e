/*
 * A state of the kernel from a few lines of text, see scene.h. It holds still.
 */
#include <arpa/inet.h>
#include <check.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "option/value.h"
#include "support/scene.h"
#include "support/unit.h"

struct line {
	struct snapshot *s;
	struct link *l;
	struct split words;
	size_t at;
	bool mac_said;
	const char *alts[4];
	size_t n_alts;
};

/* ------------------------------------------------------------------------- options */

/* bond_main.c, bond_setup() and bond_check_params(), and what 6.1 reports of it */
static const char new_bond[] =
	"mode 0 miimon 0 updelay 0 downdelay 0 peer_notif_delay 0 use_carrier 1 "
	"arp_interval 0 arp_validate 0 arp_all_targets 0 arp_missed_max 2 "
	"primary_reselect 0 "
	"fail_over_mac 0 xmit_hash_policy 0 resend_igmp 1 num_peer_notif 1 "
	"all_slaves_active 0 min_links 0 lp_interval 1 packets_per_slave 1 lacp_active 1 "
	"lacp_rate 0 ad_select 0 ad_actor_sys_prio 65535 ad_user_port_key 0 "
	"ad_actor_system 00:00:00:00:00:00 tlb_dynamic_lb 1 coupled_control 1";

static void put_words(struct optset *o, enum option_level level, const char *line)
{
	struct split w;
	struct value v;

	split(&w, line);
	for (size_t i = 0; i + 1 < w.n; i += 2) {
		const struct option *row = option_find(level, w.words[i]);

		ck_assert_msg(row && value_parse(row, w.words[i + 1], &v, NULL) == 0,
			"%s %s", w.words[i], w.words[i + 1]);
		optset_put(o, row->id, &v);
	}
}

void scene_new_bond(struct optset *o)
{
	memset(o, 0, sizeof(*o));
	put_words(o, OPTION_BOND, new_bond);
}

void scene_new_slave(struct optset *o, const uint8_t mac[6])
{
	int64_t own = 0;

	for (size_t i = 0; i < 6; i++)
		own = own << 8 | mac[i];
	optset_put_number(o, BONDNL_OPT_SLAVE_PERM_HWADDR, own);
	put_words(o, OPTION_SLAVE,
		"state backup mii_status up link_failure_count 0 queue_id 0 prio 0 "
		"actor_port_prio 255");
}

static void show(struct optset *o, enum bondnl_option id, bool shown)
{
	if (shown)
		o->present |= OPTBIT(id);
	else
		o->present &= ~OPTBIT(id);
}

/* bond_netlink.c, bond_fill_info() */
void scene_settle(struct optset *o)
{
	bool lacp = o->number[BONDNL_OPT_MODE] == MODE_8023AD;

	show(o, BONDNL_OPT_AD_ACTOR_SYS_PRIO, lacp);
	show(o, BONDNL_OPT_AD_USER_PORT_KEY, lacp);
	show(o, BONDNL_OPT_AD_ACTOR_SYSTEM, lacp);
	show(o, BONDNL_OPT_ARP_IP_TARGET, o->targets[0].n);
	show(o, BONDNL_OPT_NS_IP6_TARGET, o->targets[1].n);
	show(o, BONDNL_OPT_PRIMARY, o->number[BONDNL_OPT_PRIMARY]);
	show(o, BONDNL_OPT_ACTIVE_SLAVE, o->number[BONDNL_OPT_ACTIVE_SLAVE]);
}

/* -------------------------------------------------------------------------- routes */

void scene_attr(
	unsigned char *payload, size_t *len, unsigned type, const void *data, size_t n)
{
	struct rtattr a = { .rta_type = (unsigned short)type,
		.rta_len = (unsigned short)RTA_LENGTH(n) };

	memcpy(payload + *len, &a, sizeof(a));
	memcpy(payload + *len + sizeof(a), data, n);
	*len += RTA_ALIGN(a.rta_len);
}

void scene_route(struct route *ret, const char *dst, const char *via, int ifindex)
{
	struct rtmsg head = {
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_STATIC,
		.rtm_scope = via ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
	};
	struct address to = { 0 };
	uint8_t family, ip[16];
	size_t n;

	memset(ret, 0, sizeof(*ret));
	if (str_eq(dst, "default"))
		family = strchr(via, ':') ? AF_INET6 : AF_INET;
	else
		family = strchr(dst, ':') ? AF_INET6 : AF_INET;
	n = family == AF_INET ? 4 : 16;
	ret->family = head.rtm_family = family;
	ret->payload = calloc(1, 256);
	ck_assert_ptr_nonnull(ret->payload);
	ret->len = sizeof(head);
	if (!str_eq(dst, "default")) {
		ck_assert_ptr_null(address_parse(dst, &to));
		head.rtm_dst_len = to.prefix;
		scene_attr(ret->payload, &ret->len, RTA_DST, to.local, n);
	}
	if (via) {
		ck_assert(ip_parse(via, &family, ip));
		ret->by_gateway = true;
		scene_attr(ret->payload, &ret->len, RTA_GATEWAY, ip, n);
	}
	scene_attr(ret->payload, &ret->len, RTA_OIF, &ifindex, sizeof(ifindex));
	ret->link = ifindex;
	memcpy(ret->payload, &head, sizeof(head));
}

/* ------------------------------------------------------------------------ neighbours */

void scene_neighbour(struct as_sent *ret, const char *host, const uint8_t mac[6])
{
	struct ndmsg head = { .ndm_state = NUD_PERMANENT,
		.ndm_type = RTN_UNICAST,
		.ndm_flags = mac ? 0 : NTF_PROXY };
	uint8_t ip[16];

	ck_assert(ip_parse(host, &head.ndm_family, ip));
	*ret = (struct as_sent){ calloc(1, 64), sizeof(head) };
	ck_assert_ptr_nonnull(ret->payload);
	memcpy(ret->payload, &head, sizeof(head));
	scene_attr(ret->payload, &ret->len, NDA_DST, ip,
		head.ndm_family == AF_INET ? 4 : 16);
	if (mac)
		scene_attr(ret->payload, &ret->len, NDA_LLADDR, mac, 6);
}

/* --------------------------------------------------------------------------- a line */

static const char *next(struct line *r)
{
	ck_assert_msg(
		r->at < r->words.n, "'%s' lacks something", r->words.words[r->at - 1]);
	return r->words.words[r->at++];
}

static int next_number(struct line *r)
{
	return atoi(next(r));
}

/* Its objects were asked for. */
static void know_all(struct link *l)
{
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++)
		l->objects[i].known = true;
}

static struct address *read_address(struct line *r)
{
	struct link *l = r->l;
	struct address *a = array_add(l->addresses, l->n_addresses, l->cap_addresses);
	const char *word = next(r);

	ck_assert_ptr_nonnull(a);
	ck_assert_msg(!address_parse(word, a), "%s", word);
	know_all(l);
	return a;
}

static void read_route(struct line *r)
{
	struct link *l = r->l;
	struct route *route = array_add(l->routes, l->n_routes, l->cap_routes);
	const char *dst = next(r), *via = NULL;

	if (r->at < r->words.n && str_eq(r->words.words[r->at], "via")) {
		next(r);
		via = next(r);
	}
	ck_assert_ptr_nonnull(route);
	scene_route(route, dst, via, l->ifindex);
	know_all(l);
}

static void read_neighbour(struct line *r, enum object_kind kind)
{
	struct objects *list = &r->l->objects[kind];
	const char *host = next(r);
	struct as_sent o;

	if (kind == OBJECT_PROXY) {
		scene_neighbour(&o, host, NULL);
	} else {
		uint8_t mac[6];

		ck_assert(mac_parse(next(r), mac));
		scene_neighbour(&o, host, mac);
	}
	ck_assert_ptr_nonnull(objects_take(kind, list, &o));
	know_all(r->l);
}

static void read_option(struct line *r, const char *word)
{
	enum option_level level = link_is_bond(r->l) ? OPTION_BOND : OPTION_SLAVE;
	const struct option *o = option_find(level, word);
	const char *arg;
	struct value v;

	if (!o && link_is_bond(r->l))
		o = option_find(OPTION_AD_INFO, word);
	if (!o) /* a bond that is a slave has both */
		o = option_find(OPTION_SLAVE, word);
	if (!o && link_is_bond(r->l))
		o = option_find(OPTION_AD_INFO, word);
	ck_assert_msg(o != NULL, "'%s' is no word of a scene", word);
	arg = next(r);
	ck_assert_msg(value_parse(o, arg, &v, NULL) == 0, "%s %s", word, arg);
	optset_put(&r->l->options, o->id, &v);
}

static void read_no(struct line *r)
{
	const char *word = next(r);
	const struct option *o = option_find(OPTION_BOND, word);

	if (!o)
		o = option_find(OPTION_SLAVE, word);
	ck_assert_msg(o != NULL, "no %s", word);
	r->l->options.present &= ~OPTBIT(o->id);
}

static bool read_kind(struct line *r, const char *word)
{
	static const char *const kinds[] = { "bond", "bridge", "dummy", "veth", "team",
		"vlan" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (!str_eq(kinds[i], word))
			continue;
		str_copy(r->l->kind, sizeof(r->l->kind), word);
		if (link_is_bond(r->l))
			scene_new_bond(&r->l->options);
		return true;
	}
	return false;
}

static bool read_flag(struct line *r, const char *word)
{
	struct link *l = r->l;

	if (str_eq(word, "up"))
		l->flags |= IFF_UP;
	else if (str_eq(word, "nocarrier"))
		l->carrier = false;
	else if (str_eq(word, "loopback"))
		l->flags |= IFF_LOOPBACK;
	else if (str_eq(word, "infiniband"))
		l->type = ARPHRD_INFINIBAND;
	else if (str_eq(word, "wireless"))
		l->wireless = true;
	else if (str_eq(word, "fixed_mac"))
		l->fixed_mac = true;
	else if (str_eq(word, "untouched"))
		l->untouched = true;
	else if (str_eq(word, "known"))
		know_all(l);
	else
		return false;
	return true;
}

/* A number, or the name of a value. */
static bool read_scalar(struct line *r, const char *word)
{
	for (enum scalar i = 0; i < SCALARS; i++) {
		const struct scalar_row *row = scalar_row(i);
		const char *value;
		uint8_t narrow;
		uint32_t n;

		if (row->form != SCALAR_NUMBER || !str_eq(row->word, word))
			continue;
		value = next(r);
		n = (uint32_t)atoi(value);
		for (uint32_t k = 0; row->names && row->names[k]; k++)
			n = str_eq(row->names[k], value) ? k : n;
		narrow = (uint8_t)n;
		scalar_put(&r->l->scalars, i,
			row->width == 1 ? (void *)&narrow : (void *)&n, row->width);
		return true;
	}
	return false;
}

static void read_word(struct line *r, const char *word)
{
	struct link *l = r->l;

	if (read_flag(r, word) || read_kind(r, word) || read_scalar(r, word))
		return;
	if (str_eq(word, "master")) {
		l->master = next_number(r);
		scene_new_slave(&l->options, l->mac);
	} else if (str_eq(word, "mac")) {
		ck_assert(mac_parse(next(r), l->mac));
		r->mac_said = true;
	} else if (str_eq(word, "alt")) {
		ck_assert_uint_lt(r->n_alts, ARRAY_SIZE(r->alts));
		r->alts[r->n_alts++] = next(r);
	} else if (str_eq(word, "addr")) {
		read_address(r);
	} else if (str_eq(word, "on")) {
		l->lower = next_number(r);
	} else if (str_eq(word, "lease")) {
		struct address *a = read_address(r);

		a->valid = 3000;
		a->preferred = 2000;
	} else if (str_eq(word, "temp")) {
		read_address(r)->proto = 3; /* IFAPROT_KERNEL_LL */
	} else if (str_eq(word, "tentative")) {
		read_address(r)->flags = IFA_F_TENTATIVE;
	} else if (str_eq(word, "duplicate")) {
		read_address(r)->flags = IFA_F_TENTATIVE | IFA_F_DADFAILED;
	} else if (str_eq(word, "speed")) {
		l->speed = (uint32_t)next_number(r);
		l->duplex = 1;
		l->speed_known = true;
	} else if (str_eq(word, "half")) {
		l->duplex = 0;
	} else if (str_eq(word, "way")) {
		const char *host = next(r);

		ck_assert(link_note_egress(l, host, next_number(r)));
	} else if (str_eq(word, "route")) {
		read_route(r);
	} else if (str_eq(word, "neigh")) {
		read_neighbour(r, OBJECT_NEIGHBOUR);
	} else if (str_eq(word, "proxy")) {
		read_neighbour(r, OBJECT_PROXY);
	} else if (str_eq(word, "no")) {
		read_no(r);
	} else {
		read_option(r, word);
	}
}

static void read_line(struct snapshot *s, const char *text, bool *ret_mac_said)
{
	struct line r = { .s = s };

	split(&r.words, text);
	r.l = snapshot_append(s, next_number(&r));
	ck_assert_ptr_nonnull(r.l);
	str_copy(r.l->name, sizeof(r.l->name), next(&r));
	r.l->mtu = 1500;
	r.l->type = ARPHRD_ETHER;
	r.l->carrier = true;
	r.l->mac_len = 6;
	r.l->mac[0] = 2;
	r.l->mac[5] = (uint8_t)r.l->ifindex;
	while (r.at < r.words.n)
		read_word(&r, r.words.words[r.at++]);

	snapshot_note_asked(s, r.l->name, r.l->ifindex);
	for (size_t i = 0; i < r.n_alts; i++)
		snapshot_note_asked(s, r.alts[i], r.l->ifindex);
	*ret_mac_said = r.mac_said;
}

/* ------------------------------------------------------------------- what lines share */

static void name_link(struct snapshot *s, struct optset *o, enum bondnl_option id)
{
	if (!optset_has(o, id) || o->number[id])
		return;
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->links[i].name, optset_link(o, id)))
			o->number[id] = s->links[i].ifindex;
	ck_assert_msg(o->number[id] != 0, "%s is not there", optset_link(o, id));
}

static bool one_mac_for_all(const struct link *bond)
{
	int64_t mode = bond->options.number[BONDNL_OPT_MODE];

	if (mode == MODE_ACTIVE_BACKUP)
		return !bond->options.number[BONDNL_OPT_FAIL_OVER_MAC];
	return mode != 5 && mode != 6;
}

static void adopt_macs(
	struct snapshot *s, struct link *bond, bool mac_said, const bool said[])
{
	for (size_t i = 0; i < s->n; i++) {
		struct link *l = &s->links[i];

		if (l->master != bond->ifindex || !one_mac_for_all(bond))
			continue;
		if (!mac_said)
			memcpy(bond->mac, l->mac, sizeof(bond->mac));
		mac_said = true;
		if (!said[i])
			memcpy(l->mac, bond->mac, sizeof(l->mac));
	}
}

void scene_read(struct snapshot *s, const char *const lines[])
{
	bool mac_said[16] = { false };

	/* as if all links had been asked for, and not one by one */
	s->complete = str_eq(lines[0], "all");
	lines += s->complete;
	for (size_t i = 0; lines[i]; i++) {
		ck_assert_uint_lt(i, ARRAY_SIZE(mac_said));
		read_line(s, lines[i], &mac_said[i]);
	}
	for (size_t i = 0; i < s->n; i++) {
		struct link *l = &s->links[i];
		const struct link *m = snapshot_by_ifindex(s, l->master);

		if (m)
			str_copy(l->slave_kind, sizeof(l->slave_kind), m->kind);
		if (l->master && (!m || !link_is_bond(m)))
			l->options.present &= ~optmask_level(OPTION_SLAVE);
		if (!link_is_bond(l))
			continue;
		name_link(s, &l->options, BONDNL_OPT_PRIMARY);
		name_link(s, &l->options, BONDNL_OPT_ACTIVE_SLAVE);
		if (l->options.number[BONDNL_OPT_MODE] != MODE_8023AD)
			l->options.present &= ~optmask_flags(OPTION_PRIVILEGED);
		adopt_macs(s, l, mac_said[i], mac_said);
	}
}
