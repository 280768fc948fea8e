/*
 * The bonding driver's options, in memory; see internal.h. Each part has the name of
 * the driver's own function. It sends nothing and knows no messages.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"
#include "support/scene.h"
#include "support/unit.h"

static bool is_ours(const struct link *slave, const struct link *bond)
{
	return slave && slave->master == bond->ifindex;
}

void fake_new_mac(struct fake *f, struct link *bond)
{
	static uint8_t n;

	fake_set_mac(bond, (const uint8_t[6]){ 0x0a, 0, 0, 0, 0, ++n });
	bond->mac_len = 6;
	fake_hidden(f, bond)->random_mac = true;
}

static bool usable(const struct link *slave)
{
	return link_is_up(slave) && slave->carrier;
}

int64_t fake_mode_of(const struct link *bond)
{
	return bond->options.number[BONDNL_OPT_MODE];
}

static bool has_active(const struct link *bond)
{
	return MODES_PRIMARY & MODE(fake_mode_of(bond));
}

bool fake_active_gives_mac(const struct link *bond)
{
	return fake_mode_of(bond) == MODE_ACTIVE_BACKUP &&
		bond->options.number[BONDNL_OPT_FAIL_OVER_MAC] == 1;
}

static struct link *active_of(const struct fake *f, const struct link *bond)
{
	struct link *l =
		fake_by_ifindex(f, (int)bond->options.number[BONDNL_OPT_ACTIVE_SLAVE]);

	return l && is_ours(l, bond) ? l : NULL;
}

/* bond_change_active_slave() */
static void make_active(struct link *bond, struct link *slave)
{
	bond->options.number[BONDNL_OPT_ACTIVE_SLAVE] = slave ? slave->ifindex : 0;
	if (slave && fake_active_gives_mac(bond))
		fake_set_mac(bond, slave->mac);
}

/* bond_find_best_slave(): the primary, then the highest prio; the current one if equal */
static struct link *best_slave(struct fake *f, const struct link *bond)
{
	struct link *best = active_of(f, bond);

	if (best && !usable(best))
		best = NULL;
	for (struct link *l = NULL; (l = fake_next_slave(f, bond, l));) {
		if (!usable(l))
			continue;
		if (str_eq(l->name, fake_hidden(f, bond)->primary))
			return l;
		if (!best ||
			l->options.number[BONDNL_OPT_SLAVE_PRIO] >
				best->options.number[BONDNL_OPT_SLAVE_PRIO])
			best = l;
	}
	return best;
}

/* What follows from all the rest: the active slave, carrier, what is reported. */
void fake_settle(struct fake *f, struct link *bond, bool reselect)
{
	struct optset *o = &bond->options;
	struct link *active = active_of(f, bond), *primary = NULL;
	int64_t miimon = o->number[BONDNL_OPT_MIIMON];
	static const enum bondnl_option delays[] = { BONDNL_OPT_UPDELAY,
		BONDNL_OPT_DOWNDELAY, BONDNL_OPT_PEER_NOTIF_DELAY };

	if (!has_active(bond))
		make_active(bond, NULL);
	else if (reselect || !active || !usable(active))
		make_active(bond, best_slave(f, bond));
	bond->carrier = false;
	for (struct link *l = NULL; (l = fake_next_slave(f, bond, l));) {
		bond->carrier |= usable(l);
		if (str_eq(l->name, fake_hidden(f, bond)->primary))
			primary = l;
	}
	o->number[BONDNL_OPT_PRIMARY] = primary ? primary->ifindex : 0;
	for (size_t i = 0; i < ARRAY_SIZE(delays); i++)
		o->number[delays[i]] = fake_hidden(f, bond)->delays[i] * miimon;
	scene_settle(o);
}

/* bond_changelink(): the order in which it looks at the attributes of one message */
static const enum bondnl_option order_of_options[] = {
	BONDNL_OPT_MODE, BONDNL_OPT_ACTIVE_SLAVE, BONDNL_OPT_MIIMON, BONDNL_OPT_UPDELAY,
	BONDNL_OPT_DOWNDELAY, BONDNL_OPT_PEER_NOTIF_DELAY, BONDNL_OPT_USE_CARRIER,
	BONDNL_OPT_ARP_INTERVAL, BONDNL_OPT_ARP_IP_TARGET, BONDNL_OPT_NS_IP6_TARGET,
	BONDNL_OPT_ARP_VALIDATE, BONDNL_OPT_ARP_ALL_TARGETS, BONDNL_OPT_PRIMARY,
	BONDNL_OPT_PRIMARY_RESELECT, BONDNL_OPT_FAIL_OVER_MAC,
	BONDNL_OPT_XMIT_HASH_POLICY, BONDNL_OPT_RESEND_IGMP, BONDNL_OPT_NUM_PEER_NOTIF,
	BONDNL_OPT_ALL_SLAVES_ACTIVE, BONDNL_OPT_MIN_LINKS, BONDNL_OPT_LP_INTERVAL,
	BONDNL_OPT_PACKETS_PER_SLAVE, BONDNL_OPT_LACP_ACTIVE, BONDNL_OPT_LACP_RATE,
	BONDNL_OPT_AD_SELECT, BONDNL_OPT_AD_ACTOR_SYS_PRIO, BONDNL_OPT_AD_USER_PORT_KEY,
	BONDNL_OPT_AD_ACTOR_SYSTEM, BONDNL_OPT_TLB_DYNAMIC_LB, BONDNL_OPT_ARP_MISSED_MAX,
	BONDNL_OPT_COUPLED_CONTROL, /* 6.1 knows no more */
};

static int set_active(struct fake *f, struct link *bond, int ifindex, struct reply *a)
{
	struct link *l = fake_by_ifindex(f, ifindex);

	if (ifindex && !l)
		return fake_plainly(a, -ENODEV, "");
	if (!ifindex) {
		make_active(bond, NULL);
		make_active(bond, best_slave(f, bond));
		return 0;
	}
	if (!is_ours(l, bond) || !active_of(f, bond) || !usable(l))
		return fake_refuse(
			a, -EINVAL, "invalid option value", BONDNL_OPT_ACTIVE_SLAVE);
	make_active(bond, l);
	return 0;
}

static void set_mode(struct link *bond, int64_t mode)
{
	struct optset *o = &bond->options;

	o->number[BONDNL_OPT_MODE] = mode;
	o->number[BONDNL_OPT_ARP_VALIDATE] = 0;
	if (mode < 4)
		return;
	o->number[BONDNL_OPT_ARP_INTERVAL] = 0;
	if (!o->number[BONDNL_OPT_MIIMON])
		o->number[BONDNL_OPT_MIIMON] = 100;
	if (mode == 6)
		o->number[BONDNL_OPT_TLB_DYNAMIC_LB] = 1;
}

static void set_delay(
	struct fake *f, struct link *bond, enum bondnl_option id, int64_t ms)
{
	size_t i = id == BONDNL_OPT_UPDELAY ? 0 : id == BONDNL_OPT_DOWNDELAY ? 1 : 2;

	fake_hidden(f, bond)->delays[i] = ms / bond->options.number[BONDNL_OPT_MIIMON];
}

/* __bond_opt_set() and the functions of bond_opts[] */
static int set_option(struct fake *f, struct link *bond, const struct optset *from,
	enum bondnl_option id, struct reply *a)
{
	const struct option *row = option_get(id);
	struct optset *o = &bond->options;
	int64_t n = from->number[id];
	struct value v;

	if (!(row->modes & MODE(fake_mode_of(bond))))
		return fake_refuse(a, -EACCES, "option not supported in mode", id);
	if (row->flags & OPTION_NEEDS_EMPTY && fake_next_slave(f, bond, NULL))
		return fake_refuse(a, -ENOTEMPTY,
			"unable to set option because the bond device has slaves", id);
	if (row->flags & OPTION_NEEDS_DOWN && link_is_up(bond))
		return fake_refuse(
			a, -EBUSY, "unable to set option because the bond is up", id);
	if (row->flags & OPTION_NEEDS_MIIMON && !o->number[BONDNL_OPT_MIIMON])
		return fake_plainly(a, -EPERM, "");
	if (id == BONDNL_OPT_AD_SELECT && n > 2)
		return fake_refuse(a, -EINVAL, "invalid option value", id);
	if (f->ignores & OPTBIT(id))
		return 0;

	if (id == BONDNL_OPT_ACTIVE_SLAVE)
		return set_active(f, bond, (int)n, a);
	if (id == BONDNL_OPT_MODE) {
		set_mode(bond, n);
		return 0;
	}
	if (id == BONDNL_OPT_PRIMARY) {
		str_copy(fake_hidden(f, bond)->primary, IFNAMSIZ,
			snapshot_name(&f->now, (int)n));
		return 0;
	}
	if (row->flags & OPTION_NEEDS_MIIMON) {
		set_delay(f, bond, id, n);
		return 0;
	}
	optset_take(from, id, &v);
	optset_put(o, id, &v);
	if (id == BONDNL_OPT_MIIMON && n) {
		o->number[BONDNL_OPT_ARP_INTERVAL] = 0;
		o->number[BONDNL_OPT_ARP_VALIDATE] = 0;
	}
	if (id == BONDNL_OPT_ARP_INTERVAL && n)
		o->number[BONDNL_OPT_MIIMON] = 0;
	return 0;
}

/* The first that fails ends it, and what was before it stays. */
int fake_change_options(struct fake *f, struct link *bond, const struct optset *from,
	optmask mask, struct reply *a)
{
	int64_t miimon =
		mask & OPTBIT(BONDNL_OPT_MIIMON) ? from->number[BONDNL_OPT_MIIMON] : 0;
	int rc = 0;

	for (size_t i = 0; i < ARRAY_SIZE(order_of_options) && rc == 0; i++) {
		enum bondnl_option id = order_of_options[i];

		if (!(mask & OPTBIT(id)))
			continue;
		if (id == BONDNL_OPT_ARP_INTERVAL && miimon && from->number[id])
			rc = fake_refuse(a, -EINVAL,
				"ARP monitoring cannot be used with MII monitoring", id);
		else if (id == BONDNL_OPT_ARP_VALIDATE && miimon && from->number[id])
			rc = fake_plainly(a, -EINVAL,
				"ARP validating cannot be used with MII monitoring");
		else
			rc = set_option(f, bond, from, id, a);
	}
	fake_settle(f, bond, mask & OPTBIT(BONDNL_OPT_PRIMARY));
	return rc;
}
