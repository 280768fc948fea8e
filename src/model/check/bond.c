/*
 * What may be wrong with a bond itself: its slaves as a number, its monitor, its options,
 * addresses and VLANs. It says nothing of single slaves.
 */
#include <inttypes.h>
#include <linux/if_addr.h>
#include <string.h>
#include <sys/socket.h>

#include "check/findings.h"
#include "option/value.h"

static int64_t number(const struct check *c, enum bondnl_option id)
{
	return finding_number(c->bond, id);
}

/* --------------------------------------------------------------------------- slaves */

void find_bond_down(struct check *c)
{
	if (link_is_up(c->bond))
		return;
	finding_add(
		c, WARNING, NULL, "the bond is set down, with %zu slaves", c->n_slaves);
	finding_remedy(c, "bondnl set %s up", SHELL(c->bond));
}

void find_no_slave(struct check *c)
{
	if (c->n_slaves)
		return;
	finding_add(c, link_is_up(c->bond) ? CRITICAL : NOTE, NULL,
		"the bond has 0 slaves: nothing can be sent");
	finding_remedy(c, "bondnl add %s DEVICE", SHELL(c->bond));
}

void find_one_slave(struct check *c)
{
	if (c->n_slaves != 1)
		return;
	finding_add(c, WARNING, NULL,
		"the bond has 1 slave, %s: no other can take over from it",
		c->slaves[0]->name);
	finding_remedy(c, "bondnl add %s DEVICE", SHELL(c->bond));
}

void find_no_usable_slave(struct check *c)
{
	for (size_t i = 0; i < c->n_slaves; i++)
		if (link_can_carry(c->slaves[i]))
			return;
	if (!c->n_slaves)
		return;
	finding_add(c, CRITICAL, NULL,
		"0 of %zu slaves can be used: nothing gets through", c->n_slaves);
	finding_remedy(c, "bondnl show %s", SHELL(c->bond));
}

/* bond_main.c, bond_find_best_slave(): with "always" it would take over by itself */
void find_not_primary(struct check *c)
{
	int64_t primary = number(c, BONDNL_OPT_PRIMARY);
	int64_t active = number(c, BONDNL_OPT_ACTIVE_SLAVE);
	const struct link *wanted = NULL;
	const char *name = snapshot_name(c->now, (int)active);

	for (size_t i = 0; i < c->n_slaves; i++)
		if (primary && c->slaves[i]->ifindex == primary)
			wanted = c->slaves[i];
	if (!wanted || active == primary || !link_can_carry(wanted))
		return;
	finding_add(c, number(c, BONDNL_OPT_PRIMARY_RESELECT) ? NOTE : WARNING, NULL,
		"the active slave is %s, and the primary %s is up (primary_reselect %s)",
		*name ? name : "none", wanted->name,
		finding_name(c->bond, BONDNL_OPT_PRIMARY_RESELECT));
	finding_remedy(c, "bondnl failover %s %s", SHELL(c->bond), SHELL(wanted));
}

/* -------------------------------------------------------------------------- monitor */

void find_no_link_monitor(struct check *c)
{
	if (number(c, BONDNL_OPT_MIIMON) || number(c, BONDNL_OPT_ARP_INTERVAL) ||
		!optset_has(&c->bond->options, BONDNL_OPT_MIIMON))
		return;
	finding_add(c, WARNING, NULL,
		"miimon is 0 and arp_interval is 0: a slave that fails is not noticed");
	finding_remedy(c, "bondnl set %s miimon 100", SHELL(c->bond));
}

void find_arp_no_target(struct check *c)
{
	int64_t interval = number(c, BONDNL_OPT_ARP_INTERVAL);

	if (!interval || optset_targets(&c->bond->options))
		return;
	finding_add(c, WARNING, NULL,
		"arp_interval is %" PRId64 " ms, and there are 0 targets to ask",
		interval);
	finding_remedy(c, "bondnl set %s arp_ip_target ADDRESS", SHELL(c->bond));
}

/*
 * As the driver looks for a path (bond_main.c, bond_verify_device_path): the device is
 * the bond, or something that sits on it, such as a VLAN or a bridge.
 */
static bool leads_through(const struct check *c, int ifindex)
{
	const struct link *bond = c->bond, *l;

	for (int depth = 0; depth < 8 && ifindex; depth++) {
		if (ifindex == bond->ifindex || ifindex == bond->master)
			return true;
		l = snapshot_by_ifindex(c->around, ifindex);
		ifindex = l ? l->lower : 0;
	}
	return false;
}

static void tell_target(struct check *c, const struct egress *w)
{
	const struct link *by = NULL;
	char ip[ADDRESS_TEXT_SIZE];

	ip_print(w->family, w->ip, ip);
	if (w->ifindex)
		by = snapshot_by_ifindex(c->around, w->ifindex);
	if (w->ifindex && (!by || !by->name[0])) /* a slave: read with the bond */
		by = snapshot_by_ifindex(c->now, w->ifindex);
	if (by && by->flags & IFF_LOOPBACK) {
		finding_add(c, WARNING, NULL,
			"the target %s is an address of this host, which answers itself",
			ip);
		finding_remedy(c, "bondnl set %s arp_ip_target ADDRESS", SHELL(c->bond));
		return;
	}
	if (!w->ifindex)
		finding_add(c, WARNING, NULL, "there is no route to the target %s", ip);
	else
		finding_add(c, WARNING, NULL,
			"the route to the target %s leads out by %s, not through the "
			"bond",
			ip, by ? by->name : "another device");
	finding_remedy(c, "ip %sroute add %s/%d dev %s",
		w->family == AF_INET6 ? "-6 " : "", ip, w->family == AF_INET6 ? 128 : 32,
		SHELL(c->bond));
}

static bool is_target(const struct check *c, const struct egress *w)
{
	const struct targets *t = &c->bond->options.targets[w->family == AF_INET6];

	for (size_t i = 0; i < t->n && i < TARGETS_ROOM; i++)
		if (!memcmp(t->ip[i], w->ip, w->family == AF_INET6 ? 16 : 4))
			return true;
	return false;
}

void find_arp_target_route(struct check *c)
{
	if (!number(c, BONDNL_OPT_ARP_INTERVAL))
		return;
	for (size_t i = 0; i < c->bond->n_egresses; i++)
		if (is_target(c, &c->bond->egresses[i]) &&
			!leads_through(c, c->bond->egresses[i].ifindex))
			tell_target(c, &c->bond->egresses[i]);
}

/* -------------------------------------------------------------------------- options */

/* What --disrupt is for: the driver takes it from a bond without slaves, or down. */
static const char *how_to_set(const struct option *o)
{
	return o->flags & (OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY) ? " --disrupt" : "";
}

static void tell_ignored(struct check *c, const struct option *o)
{
	const char *mode = option_mode_name(c->mode);
	_cleanup_text_ struct text now = { 0 }, initial = { 0 };
	struct value v = { .number = o->initial };

	value_print(o, &v, &initial);
	optset_take(&c->bond->options, o->id, &v);
	value_print(o, &v, &now);
	finding_add(c, NOTE, NULL, "%s is %s, which does nothing in mode %s", o->name,
		text_str(&now), mode ? mode : "unknown");
	finding_remedy(c, "bondnl set %s %s %s%s", SHELL(c->bond), o->name,
		text_str(&initial), how_to_set(o));
}

/*
 * Options that the driver takes in every mode and reads only in some. What it refuses
 * in other modes is not among them: it could not be put back.
 */
void find_option_ignored(struct check *c)
{
	if (c->mode < 0 || c->mode > 6)
		return;
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (o->used && !(o->used & MODE(c->mode)) &&
			optset_has(&c->bond->options, o->id) &&
			number(c, o->id) != o->initial)
			tell_ignored(c, o);
	}
}

/* ---------------------------------------------------------------- addresses and VLANs */

void find_address_duplicate(struct check *c)
{
	for (size_t i = 0; i < c->bond->n_addresses; i++) {
		const struct address *a = &c->bond->addresses[i];
		char text[ADDRESS_TEXT_SIZE];

		if (!(a->flags & IFA_F_DADFAILED))
			continue;
		address_print(a, text);
		finding_add(c, WARNING, NULL,
			"another host has the address %s, too: it is not used here",
			text);
		finding_remedy(c, "ip addr del %s dev %s", text, SHELL(c->bond));
	}
}

void find_address_tentative(struct check *c)
{
	for (size_t i = 0; i < c->bond->n_addresses; i++) {
		const struct address *a = &c->bond->addresses[i];
		char text[ADDRESS_TEXT_SIZE];

		if (!(a->flags & IFA_F_TENTATIVE) ||
			a->flags & (IFA_F_DADFAILED | IFA_F_OPTIMISTIC))
			continue;
		address_print(a, text);
		finding_add(c, NOTE, NULL, "the address %s is tentative%s", text,
			c->bond->carrier ? ""
					 : ", and stays so until the bond has carrier");
		finding_remedy(c, "ip -6 addr show dev %s tentative", SHELL(c->bond));
	}
}

void find_vlan_mtu(struct check *c)
{
	for (size_t i = 0; i < c->n_vlans; i++) {
		const struct link *l = c->vlans[i];

		if (l->mtu == c->bond->mtu)
			continue;
		finding_add(c, NOTE, NULL, "the VLAN %s has mtu %u, and the bond %u",
			l->name, l->mtu, c->bond->mtu);
		finding_remedy(c, "ip link set %s mtu %u", SHELL(l), c->bond->mtu);
	}
}

/*
 * A bridge takes the least MTU of its ports (net/bridge/br_if.c, br_mtu_auto_adjust),
 * until someone sets it: then it is for them to keep it right.
 */
void find_bridge_mtu(struct check *c)
{
	const struct link *bridge = snapshot_by_ifindex(c->around, c->bond->master);

	if (!bridge || !str_eq(bridge->kind, "bridge") || bridge->mtu <= c->bond->mtu)
		return;
	finding_add(c, WARNING, NULL, "the bridge %s has mtu %u, and the bond %u",
		bridge->name, bridge->mtu, c->bond->mtu);
	finding_remedy(c, "ip link set %s mtu %u", SHELL(bridge), c->bond->mtu);
}
