/*
 * Bonds and slaves as they come and go, in memory; see internal.h. It sets no options
 * itself, and knows no messages.
 */
#include <errno.h>
#include <net/if_arp.h>
#include <string.h>

#include "internal.h"
#include "support/scene.h"
#include "support/unit.h"

/* ------------------------------------------------------------------ create, delete */

static struct link *add_bond(struct fake *f, const char *name, int ifindex)
{
	struct link *l;

	if (!ifindex)
		ifindex = ++f->last_ifindex;
	ck_assert_int_lt(ifindex, FAKE_LINKS);
	l = snapshot_append(&f->now, ifindex);
	ck_assert_ptr_nonnull(l);
	memset(&f->hidden[ifindex], 0, sizeof(f->hidden[ifindex]));
	str_copy(l->name, sizeof(l->name), name);
	str_copy(l->kind, sizeof(l->kind), "bond");
	l->type = ARPHRD_ETHER;
	l->mtu = 1500;
	fake_new_mac(f, l);
	scene_new_bond(&l->options);
	fake_settle(f, l, false);
	return l;
}

static void drop_link(struct fake *f, struct link *l)
{
	snapshot_drop(&f->now, (size_t)(l - f->now.links));
}

int fake_create(struct fake *f, const struct request *o, struct reply *a)
{
	struct link *l;
	int rc;

	if (f->loads_module) {
		f->loads_module = false;
		if (!fake_link(f, "bond0"))
			add_bond(f, "bond0", 0);
	}
	if (fake_link(f, o->link->name) || (o->ifindex && fake_by_ifindex(f, o->ifindex)))
		return fake_plainly(a, -EEXIST, "");
	l = add_bond(f, o->link->name, o->ifindex);
	rc = fake_change_options(f, l, &o->link->options, o->step->mask, a);
	if (rc < 0) {
		drop_link(f, l);
		return rc;
	}
	scalars_take(&l->scalars, &o->link->scalars, o->step->parts);
	if (o->step->parts & TARGET_MAC)
		fake_hidden(f, l)->random_mac = false;
	a->ifindex = l->ifindex;
	return 0;
}

/* __bond_release_one() */
static void release_from_bond(struct fake *f, struct link *l, struct link *bond)
{
	fake_set_up(l, false);
	if (!fake_active_gives_mac(bond))
		fake_set_mac(l, fake_hidden(f, l)->own_mac);
	l->mtu = fake_hidden(f, l)->own_mtu;
	l->options.present &= ~optmask_level(OPTION_SLAVE);
	l->master = 0;
	l->slave_kind[0] = 0;
	if (!fake_next_slave(f, bond, NULL))
		fake_new_mac(f, bond);
	fake_settle(f, bond, false);
}

void fake_release(struct fake *f, struct link *l)
{
	struct link *m = fake_by_ifindex(f, l->master);

	if (m && link_is_bond(m)) {
		release_from_bond(f, l, m);
		return;
	}
	l->master = 0;
	l->slave_kind[0] = 0;
}

int fake_delete(struct fake *f, struct link *l, struct reply *a)
{
	struct link *slave;

	if (!link_is_bond(l))
		return fake_plainly(a, -EOPNOTSUPP, "");
	while ((slave = fake_next_slave(f, l, NULL)))
		fake_release(f, slave);
	if (l->master)
		fake_release(f, l);
	drop_link(f, l);
	return 0;
}

static struct link *next_of_group(const struct fake *f, uint32_t group)
{
	for (size_t i = 0; i < f->now.n; i++)
		if (f->now.links[i].group == group)
			return &f->now.links[i];
	return NULL;
}

/* rtnl_group_dellink(): none of them, if there is one that cannot be deleted */
int fake_delete_group(struct fake *f, uint32_t group, struct reply *a)
{
	struct link *l;

	if (!group)
		return fake_plainly(a, -EPERM, "");
	if (!next_of_group(f, group))
		return fake_plainly(a, -ENODEV, "");
	for (size_t i = 0; i < f->now.n; i++)
		if (f->now.links[i].group == group && !link_is_bond(&f->now.links[i]))
			return fake_plainly(a, -EOPNOTSUPP, "");
	while ((l = next_of_group(f, group)))
		fake_delete(f, l, a);
	return 0;
}

/* ------------------------------------------------------------------------- enslave */

static int check_slave(
	struct fake *f, const struct link *l, const struct link *bond, struct reply *a)
{
	bool first = !fake_next_slave(f, bond, NULL);

	if (l == bond)
		return fake_plainly(a, -EPERM, "Cannot enslave bond to itself.");
	if (link_is_up(l))
		return fake_plainly(a, -EPERM, "Device can not be enslaved while up");
	if (!first && fake_next_slave(f, bond, NULL)->type != l->type)
		return fake_plainly(
			a, -EINVAL, "Device type is different from other slaves");
	if (fake_hidden(f, l)->fixed_mac && !first &&
		fake_mode_of(bond) == MODE_ACTIVE_BACKUP &&
		bond->options.number[BONDNL_OPT_FAIL_OVER_MAC] != 1)
		return fake_plainly(a, -EOPNOTSUPP,
			"Slave device does not support setting the MAC address, but "
			"fail_over_mac is not set to active");
	if (l->flags & IFF_LOOPBACK)
		return fake_plainly(a, -EADDRNOTAVAIL, "");
	return 0;
}

/* bond_enslave() */
static int enslave_to_bond(
	struct fake *f, struct link *l, struct link *bond, struct reply *a)
{
	bool first = !fake_next_slave(f, bond, NULL);
	struct fake_hidden *h = fake_hidden(f, l);
	int rc = check_slave(f, l, bond, a);

	if (rc < 0)
		return rc;
	if (first && h->fixed_mac && fake_mode_of(bond) == MODE_ACTIVE_BACKUP)
		bond->options.number[BONDNL_OPT_FAIL_OVER_MAC] = 1;
	memcpy(h->own_mac, l->mac, 6);
	h->own_mtu = l->mtu;
	l->mtu = bond->mtu;
	if (first && fake_hidden(f, bond)->random_mac) {
		fake_set_mac(bond, l->mac);
		fake_hidden(f, bond)->random_mac = false;
	}
	if (!fake_active_gives_mac(bond) && fake_mode_of(bond) < 5)
		fake_set_mac(l, bond->mac);
	l->master = bond->ifindex;
	str_copy(l->slave_kind, sizeof(l->slave_kind), "bond");
	l->options.present &= ~optmask_level(OPTION_SLAVE);
	scene_new_slave(&l->options, h->own_mac);
	fake_set_up(l, true);
	fake_settle(f, bond, str_eq(l->name, fake_hidden(f, bond)->primary));
	return 0;
}

int fake_enslave(struct fake *f, struct link *l, struct link *m, struct reply *a)
{
	if (!m)
		return fake_plainly(a, -EINVAL, "");
	if (l->master == m->ifindex)
		return 0;
	if (!link_is_bond(m) && !str_eq(m->kind, "bridge"))
		return fake_plainly(a, -EOPNOTSUPP, "");
	if (l->master) /* stolen, without a word */
		fake_release(f, l);
	if (f->up_again)
		fake_set_up(l, true);
	if (link_is_bond(m))
		return enslave_to_bond(f, l, m, a);
	l->master = m->ifindex;
	str_copy(l->slave_kind, sizeof(l->slave_kind), m->kind);
	return 0;
}

/* bond_slave_changelink() */
int fake_change_slave(
	struct fake *f, struct link *l, const struct request *o, struct reply *a)
{
	static const enum bondnl_option request[] = { BONDNL_OPT_SLAVE_QUEUE_ID,
		BONDNL_OPT_SLAVE_PRIO, BONDNL_OPT_SLAVE_ACTOR_PORT_PRIO };
	struct link *bond = fake_by_ifindex(f, l->master);

	if (!bond || !link_is_bond(bond))
		return fake_plainly(a, -EOPNOTSUPP, "");
	for (size_t i = 0; i < ARRAY_SIZE(request); i++) {
		int64_t n = o->link->options.number[request[i]];

		if (!(o->step->mask & OPTBIT(request[i])))
			continue;
		if (!(option_get(request[i])->modes & MODE(fake_mode_of(bond))))
			return fake_refuse(
				a, -EACCES, "option not supported in mode", request[i]);
		if (request[i] == BONDNL_OPT_SLAVE_QUEUE_ID && n > 16)
			return fake_plainly(a, -EPERM, "");
		if (f->ignores & OPTBIT(request[i]))
			continue;
		optset_put_number(&l->options, request[i], n);
		if (request[i] == BONDNL_OPT_SLAVE_PRIO)
			fake_settle(f, bond, !fake_hidden(f, bond)->primary[0]);
	}
	return 0;
}
