/*
 * What keeps frames from their way although all links are well: MTUs and MACs that do not
 * go together, of the bond, its slaves and what sits on it.
 */
#include <string.h>

#include "internal.h"
#include "option/value.h"

static void slave_mtu(struct check *c)
{
	each_slave(c, l)
	{
		if (l->mtu == c->bond->mtu)
			continue;
		finding_add(c, l, REMEDY("ip link set %s mtu %u", SHELL(l), c->bond->mtu),
			"%s has mtu %u, and the bond %u", l->name, l->mtu, c->bond->mtu);
	}
}

static void vlan_mtu(struct check *c)
{
	for (size_t i = 0; i < c->n_vlans; i++) {
		const struct link *l = c->vlans[i];

		if (l->mtu == c->bond->mtu)
			continue;
		finding_add(c, NULL,
			REMEDY("ip link set %s mtu %u", SHELL(l), c->bond->mtu),
			"the VLAN %s has mtu %u, and the bond %u", l->name, l->mtu,
			c->bond->mtu);
	}
}

/*
 * A bridge takes the least MTU of its ports (net/bridge/br_if.c, br_mtu_auto_adjust),
 * until someone sets it: then it is for them to keep it right.
 */
static void bridge_mtu(struct check *c)
{
	const struct link *bridge = snapshot_by_ifindex(c->around, c->bond->master);

	if (!bridge || !str_eq(bridge->kind, "bridge") || bridge->mtu <= c->bond->mtu)
		return;
	finding_add(c, NULL, REMEDY("ip link set %s mtu %u", SHELL(bridge), c->bond->mtu),
		"the bridge %s has mtu %u, and the bond %u", bridge->name, bridge->mtu,
		c->bond->mtu);
}

static void tell_mac(
	struct check *c, const struct link *l, const uint8_t *want, const char *whose)
{
	char has[MAC_TEXT_SIZE], wants[MAC_TEXT_SIZE];

	mac_print(l->mac, l->mac_len, has);
	mac_print(want, l->mac_len, wants);
	finding_add(c, l, REMEDY("ip link set %s address %s", SHELL(l), wants),
		"%s has the MAC %s, and in this mode should have %s, %s", l->name, has,
		wants, whose);
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
static void slave_mac(struct check *c)
{
	int64_t how = optset_mac_policy(&c->bond->options);
	uint8_t own[6];

	if (c->mode < 0 || c->mode > 4)
		return;
	each_slave(c, l)
	{
		if (how == FAIL_OVER_MAC_NONE && l->mac_len == c->bond->mac_len &&
			memcmp(l->mac, c->bond->mac, l->mac_len) != 0)
			tell_mac(c, l, c->bond->mac, "the bond's");
		else if (how == FAIL_OVER_MAC_ACTIVE && own_mac(l, own) &&
			memcmp(own, l->mac, 6) != 0)
			tell_mac(c, l, own, "its own");
	}
}

static void same_permanent_mac(struct check *c)
{
	char text[MAC_TEXT_SIZE];
	uint8_t own[6], other[6];

	for (size_t i = 0; i < c->n_slaves; i++)
		for (size_t k = 0; k < i && own_mac(c->slaves[i], own); k++) {
			const struct link *l = c->slaves[i], *first = c->slaves[k];

			if (!own_mac(first, other) || memcmp(own, other, 6) != 0)
				continue;
			mac_print(own, 6, text);
			finding_add(c, l,
				REMEDY("bondnl remove %s %s && ip link set %s address "
				       "MAC && "
				       "bondnl "
				       "add %s %s",
					SHELL(c->bond), SHELL(l), SHELL(l),
					SHELL(c->bond), SHELL(l)),
				"%s and %s both have the MAC %s of their own",
				first->name, l->name, text);
			break;
		}
}

/* clang-format off */
static const struct finding_rule rules[] = {
	{ "slave-mtu", WARNING, 0, MODES_ALL, false, slave_mtu,
		"a slave has another MTU than the bond" },
	{ "vlan-mtu", NOTE, LOOK_VLANS, MODES_ALL, false, vlan_mtu,
		"a VLAN on the bond has another MTU than the bond" },
	{ "bridge-mtu", WARNING, LOOK_MASTER, MODES_ALL, false, bridge_mtu,
		"the bridge that the bond is in sends more at once than the bond takes" },
	{ "slave-mac", WARNING, 0, MODES_ALL, false, slave_mac,
		"a slave has another MAC than its mode asks for" },
	{ "same-permanent-mac", WARNING, 0, MODES_ALL, false, same_permanent_mac,
		"two slaves have the same MAC of their own" },
};
/* clang-format on */

const struct finding_table check_frames = { rules, ARRAY_SIZE(rules) };
