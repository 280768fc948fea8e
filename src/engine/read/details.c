/*
 * What is read of bonds and slaves beside what the bonding driver tells: speed, radio,
 * counters; and what follows from what was read, as who gave the MAC. Reads only.
 */
#include <linux/if_addr.h>
#include <stddef.h>
#include <string.h>

#include "ctx.h"
#include "option/value.h"
#include "queries.h"
#include "read/state.h"

/* ------------------------------------------------------------------------- reading */

int bondnl_state_read_details(struct bondnl_ctx *ctx, struct bondnl_state *st,
	unsigned details, struct bondnl_error *err)
{
	_cleanup_queries_ struct queries q = { 0 };

	for (size_t i = 0; i < st->n_bonds; i++) {
		const struct bondnl_link *bond = &st->links[i];
		bool lacp = details & BONDNL_DETAIL_LACP &&
			optset_number(&bond->link->options, BONDNL_OPT_MODE, -1) ==
				MODE_8023AD;

		if (lacp)
			queries_add(&q, QUERY_LACP, NULL, bond->link->ifindex);
		for (size_t k = 0; lacp && k < bond->n_slaves; k++)
			queries_add(&q, QUERY_LACP, NULL, bond->slaves[k].link->ifindex);
	}
	for (size_t i = st->n_bonds; i < st->n_links; i++) {
		int ifindex = st->links[i].link->ifindex;

		if (details & BONDNL_DETAIL_SPEED)
			queries_add(&q, QUERY_SPEED, NULL, ifindex);
		if (details & BONDNL_DETAIL_WIRELESS)
			queries_add(&q, QUERY_WIRELESS, NULL, ifindex);
	}
	return queries_run(&q, ctx->backend, &st->snapshot, err);
}

/* ------------------------------------------------------------------- speed and radio */

uint32_t bondnl_link_speed(const struct bondnl_link *l)
{
	return l->link->speed_known && l->link->speed != LINK_SPEED_UNKNOWN
		? l->link->speed
		: 0;
}

const char *bondnl_link_duplex(const struct bondnl_link *l)
{
	if (!l->link->speed_known || l->link->duplex > 1)
		return NULL;
	return l->link->duplex ? "full" : "half";
}

int bondnl_link_is_wireless(const struct bondnl_link *l)
{
	return l->link->wireless_known ? l->link->wireless : -1;
}

/* ------------------------------------------------------------------------------- MACs */

const char *bondnl_link_permanent_mac(const struct bondnl_link *l)
{
	char *text = ((struct bondnl_link *)l)->perm_mac;
	const struct optset *o = &l->link->options;
	uint8_t mac[6];

	text[0] = 0;
	if (l->link->perm_mac_len) {
		mac_print(l->link->perm_mac, l->link->perm_mac_len, text);
	} else if (optset_has(o, BONDNL_OPT_SLAVE_PERM_HWADDR)) {
		mac_from_number(optset_number(o, BONDNL_OPT_SLAVE_PERM_HWADDR, 0), mac);
		mac_print(mac, sizeof(mac), text);
	}
	return text;
}

/* What a link had before it became a slave, or has if it is none. */
static int64_t own_mac(const struct link *l)
{
	int64_t now = l->mac_len == 6 ? mac_to_number(l->mac) : 0;

	return optset_number(&l->options, BONDNL_OPT_SLAVE_PERM_HWADDR, now);
}

const struct bondnl_link *bondnl_link_mac_giver(const struct bondnl_link *bond)
{
	const struct optset *o = &bond->link->options;
	bool follows_active = optset_mac_policy(o) != FAIL_OVER_MAC_NONE;
	int64_t mac = own_mac(bond->link);

	if (bond->link->mac_len != 6)
		return NULL;
	for (size_t i = 0; i < bond->n_slaves; i++) {
		const struct link *l = bond->slaves[i].link;

		if (follows_active ? l->ifindex ==
					optset_number(o, BONDNL_OPT_ACTIVE_SLAVE, 0)
				   : own_mac(l) == mac)
			return &bond->slaves[i];
	}
	return NULL;
}

/* ----------------------------------------------------------------------------- states */

const char *bondnl_link_operstate(const struct bondnl_link *l)
{
	static const char *const names[] = { "unknown", "notpresent", "down",
		"lowerlayerdown", "testing", "dormant", "up" };

	return l->link->operstate < ARRAY_SIZE(names) ? names[l->link->operstate]
						      : names[0];
}

const char *bondnl_link_address_state(const struct bondnl_link *l, size_t i)
{
	unsigned flags = i < l->link->n_addresses ? l->link->addresses[i].flags : 0;

	if (flags & IFA_F_DADFAILED)
		return "duplicate";
	if (flags & IFA_F_TENTATIVE && !(flags & IFA_F_OPTIMISTIC))
		return "tentative";
	return flags & IFA_F_DEPRECATED ? "deprecated" : NULL;
}

/* --------------------------------------------------------------------------- counters */

static const struct {
	const char *name;
	size_t place; /* in struct traffic; LACP's come behind, in their own order */
} counters[BONDNL_COUNTER_COUNT_] = {
#define TRAFFIC(field)                                                                   \
	{                                                                                \
#field, offsetof(struct traffic, field)                                  \
	}
	[BONDNL_COUNTER_RX_PACKETS] = TRAFFIC(rx_packets),
	[BONDNL_COUNTER_TX_PACKETS] = TRAFFIC(tx_packets),
	[BONDNL_COUNTER_RX_BYTES] = TRAFFIC(rx_bytes),
	[BONDNL_COUNTER_TX_BYTES] = TRAFFIC(tx_bytes),
	[BONDNL_COUNTER_RX_ERRORS] = TRAFFIC(rx_errors),
	[BONDNL_COUNTER_TX_ERRORS] = TRAFFIC(tx_errors),
	[BONDNL_COUNTER_RX_DROPPED] = TRAFFIC(rx_dropped),
	[BONDNL_COUNTER_TX_DROPPED] = TRAFFIC(tx_dropped),
	[BONDNL_COUNTER_LACPDU_RX] = { "lacpdu_rx", 0 },
	[BONDNL_COUNTER_LACPDU_TX] = { "lacpdu_tx", 1 },
	[BONDNL_COUNTER_LACPDU_UNKNOWN_RX] = { "lacpdu_unknown_rx", 2 },
	[BONDNL_COUNTER_LACPDU_ILLEGAL_RX] = { "lacpdu_illegal_rx", 3 },
	[BONDNL_COUNTER_MARKER_RX] = { "marker_rx", 4 },
	[BONDNL_COUNTER_MARKER_TX] = { "marker_tx", 5 },
	[BONDNL_COUNTER_MARKER_RESP_RX] = { "marker_resp_rx", 6 },
	[BONDNL_COUNTER_MARKER_RESP_TX] = { "marker_resp_tx", 7 },
	[BONDNL_COUNTER_MARKER_UNKNOWN_RX] = { "marker_unknown_rx", 8 },
};

const char *bondnl_counter_name(enum bondnl_counter id)
{
	return (unsigned)id < BONDNL_COUNTER_COUNT_ ? counters[id].name : NULL;
}

bool bondnl_link_counter(
	const struct bondnl_link *l, enum bondnl_counter id, uint64_t *ret)
{
	const struct lacp_traffic *lacp =
		l->as_slave ? &l->link->slave_lacp : &l->link->lacp;

	if ((unsigned)id >= BONDNL_COUNTER_COUNT_)
		return false;
	if (id < BONDNL_COUNTER_LACPDU_RX) {
		memcpy(ret, (const char *)&l->link->traffic + counters[id].place,
			sizeof(*ret));
		return true;
	}
	if (lacp->known)
		*ret = lacp->n[counters[id].place];
	return lacp->known;
}
