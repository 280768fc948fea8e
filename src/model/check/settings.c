/*
 * What is set on a bond or a slave and does not do what it was set for: addresses and
 * routes left on slaves, one MAC for a radio, addresses that others have, options without
 * effect.
 */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "internal.h"
#include "option/value.h"

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

static void slave_address(struct check *c)
{
	char text[ROUTE_TEXT_SIZE];
	const struct link *around;
	struct remedy remedy;

	each_slave(c, l)
	{
		around = snapshot_by_ifindex(c->around, l->ifindex);
		for (size_t i = 0; around && i < around->n_addresses; i++) {
			const struct address *a = &around->addresses[i];

			print_address(a, text);
			remedy = bond_has_one(c, a)
				? remedy_line("ip addr del %s dev %s", text, SHELL(l))
				: remedy_line("ip addr add %s dev %s && ip addr del %s "
					      "dev %s",
					  text, SHELL(c->bond), text, SHELL(l));
			finding_add(c, l, remedy.s,
				"%s has the address %s, which belongs on %s", l->name,
				text, c->bond->name);
		}
	}
}

/* The bond is to have it instead. What has several next hops, or takes them from
 * elsewhere, is for who made it to say. */
static void tell_route(struct check *c, const struct link *l, const struct route *r)
{
	const char *six = r->family == AF_INET6 ? "-6 " : "";
	char text[ROUTE_TEXT_SIZE], place[ROUTE_TEXT_SIZE];
	struct remedy remedy;

	route_print(r, text);
	route_print_place(r, place);
	remedy = route_stays(r) || route_way(r, 1)
		? remedy_line("ip %sroute replace %s%s WAYS", six, text, place)
		: remedy_line("ip %sroute replace %s dev %s%s", six, text, SHELL(c->bond),
			  place);
	finding_add(
		c, l, remedy.s, "a route leads out by %s: %s%s", l->name, text, place);
}

static void slave_route(struct check *c)
{
	const struct link *around;

	each_slave(c, l)
	{
		around = snapshot_by_ifindex(c->around, l->ifindex);
		for (size_t i = 0; around && i < around->n_routes; i++)
			tell_route(c, l, &around->routes[i]);
	}
}

/*
 * An access point takes frames only from the MAC that associated (bonding.rst on
 * fail_over_mac); so in every mode but active-backup that lets each slave have its own.
 */
static void wireless_mac(struct check *c)
{
	if (optset_mac_policy(&c->bond->options) == FAIL_OVER_MAC_ACTIVE)
		return;
	each_slave(c, l)
	{
		if (!l->wireless)
			continue;
		finding_add(c, l,
			REMEDY("bondnl set %s%s fail_over_mac active --disrupt",
				SHELL(c->bond),
				c->mode == MODE_ACTIVE_BACKUP ? ""
							      : " mode active-backup"),
			"%s is wireless, and the bond does not leave it a MAC of its own",
			l->name);
	}
}

static void address_duplicate(struct check *c)
{
	for (size_t i = 0; i < c->bond->n_addresses; i++) {
		const struct address *a = &c->bond->addresses[i];
		char text[ADDRESS_TEXT_SIZE];

		if (!(a->flags & IFA_F_DADFAILED))
			continue;
		address_print(a, text);
		finding_add(c, NULL,
			REMEDY("ip addr del %s dev %s", text, SHELL(c->bond)),
			"another host has the address %s, too: it is not used here",
			text);
	}
}

static void address_tentative(struct check *c)
{
	for (size_t i = 0; i < c->bond->n_addresses; i++) {
		const struct address *a = &c->bond->addresses[i];
		char text[ADDRESS_TEXT_SIZE];

		if (!(a->flags & IFA_F_TENTATIVE) ||
			a->flags & (IFA_F_DADFAILED | IFA_F_OPTIMISTIC))
			continue;
		address_print(a, text);
		finding_add(c, NULL,
			REMEDY("ip -6 addr show dev %s tentative", SHELL(c->bond)),
			"the address %s is tentative%s", text,
			c->bond->carrier ? ""
					 : ", and stays so until the bond has carrier");
	}
}

static void tell_ignored(struct check *c, const struct option *o)
{
	const char *mode = option_mode_name(c->mode);
	/* the driver takes it from a bond that is down, or has no slaves */
	bool disrupts = o->flags & (OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY);
	_cleanup_text_ struct text now = { 0 }, initial = { 0 };
	struct value v = { .number = o->initial };

	value_print(o, &v, &initial);
	optset_take(&c->bond->options, o->id, &v);
	value_print(o, &v, &now);
	finding_add(c, NULL,
		REMEDY("bondnl set %s %s %s%s", SHELL(c->bond), o->name,
			text_str(&initial), disrupts ? " --disrupt" : ""),
		"%s is %s, which does nothing in mode %s", o->name, text_str(&now),
		mode ? mode : "unknown");
}

/*
 * Options that the driver takes in every mode and reads only in some. What it refuses
 * in other modes is not among them: it could not be put back.
 */
static void option_ignored(struct check *c)
{
	if (c->mode < 0 || c->mode > 6)
		return;
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (o->used && !(o->used & MODE(c->mode)) &&
			optset_has(&c->bond->options, o->id) &&
			finding_number(c->bond, o->id) != o->initial)
			tell_ignored(c, o);
	}
}

/* clang-format off */
static const struct finding_rule rules[] = {
	{ "slave-address", WARNING, LOOK_ADDRESSES, MODES_ALL, false, slave_address,
		"an address is left on a slave" },
	{ "slave-route", WARNING, LOOK_ROUTES, MODES_ALL, true, slave_route,
		"a route is left that leads out by a slave" },
	{ "wireless-mac", WARNING, LOOK_WIRELESS, MODES_ALL, false, wireless_mac,
		"a wireless slave cannot have the MACs that the bond sends from" },
	{ "address-duplicate", WARNING, 0, MODES_ALL, true, address_duplicate,
		"another host has an address of the bond, too" },
	{ "address-tentative", NOTE, 0, MODES_ALL, true, address_tentative,
		"an address of the bond is still being checked, and not used yet" },
	{ "option-ignored", NOTE, 0, MODES_ALL, false, option_ignored,
		"an option is set that does nothing in this mode" },
};
/* clang-format on */

const struct finding_table check_settings = { rules, ARRAY_SIZE(rules) };
