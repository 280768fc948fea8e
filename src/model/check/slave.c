/*
 * What may be wrong with the single slaves of a bond: link, MTU, MAC, what is left on
 * them. LACP is lacp.c's.
 */
#include <inttypes.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "check/findings.h"
#include "option/value.h"

/* ----------------------------------------------------------------------------- link */

void find_slave_down(struct check *c)
{
	const struct link *l;

	each_slave(c, l)
	{
		if (link_is_up(l))
			continue;
		finding_add(c, WARNING, l, "%s is set down", l->name);
		finding_remedy(c, "ip link set %s up", SHELL(l));
	}
}

static int64_t failures(const struct link *l)
{
	return finding_number(l, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT);
}

void find_slave_no_carrier(struct check *c)
{
	const struct link *l;

	each_slave(c, l)
	{
		if (!link_is_up(l) || l->carrier)
			continue;
		finding_add(c, WARNING, l,
			"%s has no carrier; its link was lost %" PRId64 " time%s",
			l->name, failures(l), failures(l) == 1 ? "" : "s");
		finding_remedy(c, "ip -s link show %s", SHELL(l));
	}
}

void find_slave_mii_down(struct check *c)
{
	int64_t arp = finding_number(c->bond, BONDNL_OPT_ARP_INTERVAL), mii;
	const struct link *l;

	each_slave(c, l)
	{
		mii = finding_number(l, BONDNL_OPT_SLAVE_MII_STATUS);
		if (!mii || !link_is_usable(l))
			continue;
		/* in updelay it is a matter of waiting; with ARP it is being tried
		 * (bond_main.c, bond_ab_arp_probe) */
		finding_add(c, mii == MII_GOING_BACK && !arp ? NOTE : WARNING, l,
			"%s has carrier, and its mii_status is %s%s", l->name,
			finding_name(l, BONDNL_OPT_SLAVE_MII_STATUS),
			arp ? ": the ARP targets do not answer by it" : "");
		finding_remedy(c, "bondnl show -v %s", SHELL(c->bond));
	}
}

void find_slave_mtu(struct check *c)
{
	const struct link *l;

	each_slave(c, l)
	{
		if (l->mtu == c->bond->mtu)
			continue;
		finding_add(c, WARNING, l, "%s has mtu %u, and the bond %u", l->name,
			l->mtu, c->bond->mtu);
		finding_remedy(c, "ip link set %s mtu %u", SHELL(l), c->bond->mtu);
	}
}

/* ------------------------------------------------------------------------------ MAC */

static bool same_mac(const struct link *a, const struct link *b)
{
	return a->mac_len == b->mac_len && !memcmp(a->mac, b->mac, a->mac_len);
}

static void tell_mac(
	struct check *c, const struct link *l, const uint8_t *want, const char *whose)
{
	char has[MAC_TEXT_SIZE], wants[MAC_TEXT_SIZE];

	mac_print(l->mac, l->mac_len, has);
	mac_print(want, l->mac_len, wants);
	finding_add(c, WARNING, l,
		"%s has the MAC %s, and in this mode should have %s, %s", l->name, has,
		wants, whose);
	finding_remedy(c, "ip link set %s address %s", SHELL(l), wants);
}

/* The MAC that it had when it was enslaved; false if it is none of six bytes. */
static bool own_mac(const struct link *l, uint8_t ret[6])
{
	if (l->mac_len != 6 || !optset_has(&l->options, BONDNL_OPT_SLAVE_PERM_HWADDR))
		return false;
	mac_from_number(finding_number(l, BONDNL_OPT_SLAVE_PERM_HWADDR), ret);
	return true;
}

/*
 * bond_main.c, bond_enslave(): one MAC for all, but for modes that give each slave its
 * own back (bond_alb.c, bond_alb_init_slave), and fail_over_mac in active-backup: active
 * leaves it its own. Of the others it is not known whose each should be at the moment.
 */
void find_slave_mac(struct check *c)
{
	int64_t how = optset_mac_policy(&c->bond->options);
	const struct link *l;
	uint8_t own[6];

	if (c->mode < 0 || c->mode > 4)
		return;
	each_slave(c, l)
	{
		if (how == FAIL_OVER_MAC_NONE && l->mac_len == c->bond->mac_len &&
			!same_mac(l, c->bond))
			tell_mac(c, l, c->bond->mac, "the bond's");
		else if (how == FAIL_OVER_MAC_ACTIVE && own_mac(l, own) &&
			memcmp(own, l->mac, 6) != 0)
			tell_mac(c, l, own, "its own");
	}
}

void find_same_mac(struct check *c)
{
	char text[MAC_TEXT_SIZE];
	uint8_t own[6], other[6];

	for (size_t i = 0; i < c->n_slaves; i++)
		for (size_t k = 0; k < i && own_mac(c->slaves[i], own); k++) {
			const struct link *l = c->slaves[i], *first = c->slaves[k];

			if (!own_mac(first, other) || memcmp(own, other, 6) != 0)
				continue;
			mac_print(own, 6, text);
			finding_add(c, WARNING, l,
				"%s and %s both have the MAC %s of their own",
				first->name, l->name, text);
			finding_remedy(c,
				"bondnl remove %s %s && ip link set %s address MAC && "
				"bondnl "
				"add %s %s",
				SHELL(c->bond), SHELL(l), SHELL(l), SHELL(c->bond),
				SHELL(l));
			break;
		}
}

/*
 * An access point takes frames only from the MAC that associated (bonding.rst on
 * fail_over_mac); so in every mode but active-backup that lets each slave have its own.
 */
void find_wireless_mac(struct check *c)
{
	const struct link *l;

	if (optset_mac_policy(&c->bond->options) == FAIL_OVER_MAC_ACTIVE)
		return;
	each_slave(c, l)
	{
		if (!l->wireless)
			continue;
		finding_add(c, WARNING, l,
			"%s is wireless, and the bond does not leave it a MAC of its own",
			l->name);
		if (c->mode == MODE_ACTIVE_BACKUP)
			finding_remedy(c, "bondnl set %s fail_over_mac active --disrupt",
				SHELL(c->bond));
		else
			finding_remedy(c,
				"bondnl set %s mode active-backup fail_over_mac active "
				"--disrupt",
				SHELL(c->bond));
	}
}

/* --------------------------------------------------------------- what is left on them */

/* With its peer, which ip wants to have said. */
static void print_address(const struct address *a, char ret[ROUTE_TEXT_SIZE])
{
	char local[ADDRESS_TEXT_SIZE], peer[ADDRESS_TEXT_SIZE];

	if (!memcmp(a->local, a->peer, sizeof(a->peer))) {
		address_print(a, ret);
		return;
	}
	ip_print(a->family, a->local, local);
	ip_print(a->family, a->peer, peer);
	snprintf(ret, ROUTE_TEXT_SIZE, "%s peer %s/%u", local, peer, a->prefix);
}

/* An address of that network, or one that the kernel makes: then it needs no other. */
static bool bond_has_one(const struct check *c, const struct address *a)
{
	if (a->scope == RT_SCOPE_LINK)
		return true;
	for (size_t i = 0; i < c->bond->n_addresses; i++)
		if (address_covers(&c->bond->addresses[i], a->family, a->local))
			return true;
	return false;
}

void find_slave_address(struct check *c)
{
	char text[ROUTE_TEXT_SIZE];
	const struct link *l, *around;

	each_slave(c, l)
	{
		around = snapshot_by_ifindex(c->around, l->ifindex);
		for (size_t i = 0; around && i < around->n_addresses; i++) {
			const struct address *a = &around->addresses[i];

			print_address(a, text);
			finding_add(c, WARNING, l,
				"%s has the address %s, which belongs on %s", l->name,
				text, c->bond->name);
			if (bond_has_one(c, a))
				finding_remedy(
					c, "ip addr del %s dev %s", text, SHELL(l));
			else
				finding_remedy(c,
					"ip addr add %s dev %s && ip addr del %s dev %s",
					text, SHELL(c->bond), text, SHELL(l));
		}
	}
}

/* The bond is to have it instead. What has several next hops, or takes them from
 * elsewhere, is for who made it to say. */
static void tell_route(struct check *c, const struct link *l, const struct route *r)
{
	const char *six = r->family == AF_INET6 ? "-6 " : "";
	char text[ROUTE_TEXT_SIZE], place[ROUTE_TEXT_SIZE];

	route_print(r, text);
	route_print_place(r, place);
	finding_add(c, WARNING, l, "a route leads out by %s: %s%s", l->name, text, place);
	if (route_stays(r) || route_way(r, 1))
		finding_remedy(c, "ip %sroute replace %s%s WAYS", six, text, place);
	else
		finding_remedy(c, "ip %sroute replace %s dev %s%s", six, text,
			SHELL(c->bond), place);
}

void find_slave_route(struct check *c)
{
	const struct link *l, *around;

	each_slave(c, l)
	{
		around = snapshot_by_ifindex(c->around, l->ifindex);
		for (size_t i = 0; around && i < around->n_routes; i++)
			tell_route(c, l, &around->routes[i]);
	}
}
