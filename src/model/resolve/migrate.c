/*
 * A device in use becomes a bond, and a bond becomes one of its slaves again: which of
 * them may, and what addresses and routes move from the one to the other. In what order
 * is the plan's; that the device is a slave like any other is slaves.c's.
 */
#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"
#include "option/value.h"

/* ------------------------------------------------------------------- is it the right one
 */

static int refuse_nic(struct resolver *r, const struct link *l, const char *name)
{
	const struct link *other = snapshot_asked(r->now, r->wanted->name);
	const struct link *m;

	if (!l) {
		error_set(r->err, -ENODEV, name, "no such device");
		if (other && !link_is_bond(other))
			error_hint(r->err,
				"the device in use comes first, then the name of the "
				"bond to be made: bondnl migrate %s %s",
				other->name, name);
		else
			error_hint(r->err, "'ip link' lists the devices");
		return -ENODEV;
	}
	if (link_is_bond(l)) {
		error_set(r->err, -EINVAL, name, "it is a bond already");
		if (other && other->master == l->ifindex)
			error_hint(r->err,
				"to give what it has to its slave: bondnl migrate --back "
				"%s %s",
				l->name, other->name);
		else
			error_hint(r->err, "'bondnl show %s' shows it", l->name);
		return -EINVAL;
	}
	if (!l->master)
		return 0;
	m = snapshot_by_ifindex(r->now, l->master);
	error_set(r->err, -EBUSY, name, "it has a master already: %s%s%s",
		l->slave_kind[0] ? l->slave_kind : "device", m ? " " : "",
		m ? m->name : "");
	if (m && link_is_bond(m))
		error_hint(
			r->err, "to release it: bondnl remove %s %s", m->name, l->name);
	else
		error_hint(r->err, "to take it from there: ip link set %s nomaster",
			l->name);
	return -EBUSY;
}

int resolve_check_nic(struct resolver *r)
{
	const char *name = spec_nic(r->wanted)->name;

	return refuse_nic(r, snapshot_asked(r->now, name), name);
}

/* Routes that would be lost with the old device, or keep it. */
static int check_routes(struct resolver *r, const struct link *l)
{
	char text[ROUTE_TEXT_SIZE];

	for (size_t i = 0; i < l->n_routes; i++) {
		const char *why = route_stays(&l->routes[i]);

		if (!why)
			continue;
		route_print(&l->routes[i], text);
		error_set(r->err, -EOPNOTSUPP, l->name, "the route %s cannot move: %s",
			text, why);
		error_hint(r->err,
			"remove that route ('ip route show table all' shows it), and add "
			"it again by the new device");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* They go down and up with it, when it is enslaved and when it is released. */
static int keep_vlans_on(struct resolver *r, const struct link *nic)
{
	return link_is_up(nic)
		? resolve_preserve_vlans(r, target_find(r->target, nic->ifindex))
		: 0;
}

/* ------------------------------------------------------------------------ to the bond */

/* Another default route beside one that moves would be refused, late (fib_trie.c). */
static int check_gateways(struct resolver *r, const struct link *nic)
{
	for (size_t i = 0; i < nic->n_routes; i++) {
		const struct route *have = &nic->routes[i];
		const struct spec_gateway *g =
			&r->wanted->gateways[have->family == AF_INET6];
		struct route wanted = { .family = g->family, .by_gateway = true };
		char text[ROUTE_TEXT_SIZE];

		memcpy(wanted.gateway, g->ip, sizeof(wanted.gateway));
		if (!g->family || !route_is_default(have) || route_same(&wanted, have))
			continue;
		route_print(have, text);
		error_set(r->err, -EEXIST, "gateway",
			"%s has a default route already, and it moves: %s", nic->name,
			text);
		error_hint(r->err, "leave out gateway, or remove that route first");
		return -EEXIST;
	}
	return 0;
}

/* With fail_over_mac it has that of its active slave, whatever is said. */
static bool mac_is_to_keep(struct resolver *r, const struct link *nic)
{
	return !r->wanted->has_mac && nic->mac_len == 6 && nic->type == ARPHRD_ETHER &&
		resolve_mac_policy(r, &bond_target(r)->options) == FAIL_OVER_MAC_NONE;
}

/* A value that no other link can be given. */
static void say_what_cannot_move(
	struct resolver *r, const struct link *from, const char *to)
{
	unsigned mask = scalars_staying(&from->scalars);

	for (enum scalar id; scalar_next(&mask, &id);) {
		_cleanup_text_ struct text value = { 0 };

		scalar_print(&from->scalars, id, &value);
		notes_add(r->notes, BONDNL_REPORT_WARNING,
			"the %s of %s, %s, cannot move to %s", scalar_row(id)->word,
			from->name, text_str(&value), to);
	}
}

static void say_what_stays(struct resolver *r, const struct link *nic)
{
	bool is_default = false;

	for (size_t i = 0; i < nic->n_routes; i++)
		is_default |= route_is_default(&nic->routes[i]);
	if (is_default && !(r->flags & BONDNL_KEEP))
		notes_add(r->notes, BONDNL_REPORT_NOTE,
			"%s carries the default route: with --confirm 60s it is put back "
			"unless confirmed",
			nic->name);
	for (size_t i = 0; i < r->now->n; i++) {
		const struct link *l = &r->now->links[i];

		if (link_is_vlan(l) && l->lower == nic->ifindex)
			notes_add(r->notes, BONDNL_REPORT_WARNING,
				"%s stays on %s, and its traffic passes the bond by: "
				"make it again on %s",
				l->name, nic->name, r->wanted->name);
	}
}

int resolve_take_over(struct resolver *r)
{
	const struct link *nic = snapshot_asked(r->now, spec_nic(r->wanted)->name);
	struct target_link *tl = bond_target(r);
	int rc;

	rc = check_routes(r, nic);
	if (rc == 0)
		rc = check_gateways(r, nic);
	if (rc < 0)
		return rc;
	tl->takes_over_from = nic->ifindex;
	if (!r->wanted->mtu) {
		tl->parts |= TARGET_MTU;
		tl->mtu = nic->mtu;
	}
	if (mac_is_to_keep(r, nic)) {
		tl->parts |= TARGET_MAC;
		memcpy(tl->mac, nic->mac, sizeof(tl->mac));
		tl->mac_len = nic->mac_len;
	}
	if (target_keep_belongings(tl, nic) < 0)
		return error_nomem(r->err);
	say_what_stays(r, nic);
	say_what_cannot_move(r, nic, tl->name);
	return keep_vlans_on(r, nic);
}

/* --------------------------------------------------------------------------- and back */

/* What the kernel deletes together with the bond, or leaves without a place. */
static int check_bond(struct resolver *r)
{
	const struct link *m = snapshot_by_ifindex(r->now, r->bond->master);

	for (size_t i = 0; i < r->now->n; i++) {
		const struct link *l = &r->now->links[i];

		if (!link_is_vlan(l) || l->lower != r->bond->ifindex)
			continue;
		error_set(r->err, -EBUSY, NULL, "%s sits on it, and would go with it",
			l->name);
		error_hint(r->err, "remove it first: ip link del %s", l->name);
		return -EBUSY;
	}
	if (!r->bond->master)
		return 0;
	error_set(r->err, -EBUSY, NULL, "it has a master itself: %s%s%s",
		r->bond->slave_kind[0] ? r->bond->slave_kind : "device", m ? " " : "",
		m ? m->name : "");
	error_hint(
		r->err, "to take it from there: ip link set %s nomaster", r->bond->name);
	return -EBUSY;
}

static void say_mac(struct resolver *r, const struct link *nic)
{
	int64_t own = optset_number(&nic->options, BONDNL_OPT_SLAVE_PERM_HWADDR, 0);
	char text[MAC_TEXT_SIZE];
	uint8_t mac[6];

	if (!own || r->bond->mac_len != 6 || own == mac_to_number(r->bond->mac))
		return;
	mac_from_number(own, mac);
	mac_print(mac, sizeof(mac), text);
	notes_add(r->notes, BONDNL_REPORT_NOTE,
		"%s has its own MAC again, %s, which is not that of %s", nic->name, text,
		r->bond->name);
}

int resolve_give_back(struct resolver *r)
{
	struct target_link *tl;
	const struct link *nic;
	int rc;

	nic = resolve_slave_of(r, spec_nic(r->wanted), &rc);
	if (!nic)
		return rc;
	rc = check_bond(r);
	if (rc == 0)
		rc = check_routes(r, r->bond);
	if (rc < 0)
		return rc;
	/* it has a place already, as every slave of a bond that goes */
	tl = &r->target->links[target_find(r->target, nic->ifindex)];
	tl->takes_over_from = r->bond->ifindex;
	tl->parts |= TARGET_ADMIN;
	tl->up = link_is_up(r->bond);
	if (target_keep_belongings(tl, r->bond) < 0 ||
		target_keep_belongings(tl, nic) < 0)
		return error_nomem(r->err);
	say_mac(r, nic);
	say_what_cannot_move(r, r->bond, nic->name);
	return keep_vlans_on(r, nic);
}
