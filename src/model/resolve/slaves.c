/*
 * Slaves on their way to the target: which may come, which may go, and what is to be
 * said of what they lose by it. Knows nothing of the bond's own options.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"
#include "option/value.h"

static bool has_gateway(const struct spec_bond *w)
{
	return w->gateways[0].family || w->gateways[1].family;
}

/* The addresses of one family that people gave, as a list. */
static size_t list_addresses(const struct link *l, uint8_t family, struct text *list)
{
	char one[ADDRESS_TEXT_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < l->n_addresses; i++) {
		const struct address *a = &l->addresses[i];

		if (a->family != family || address_is_kernels(a) ||
			a->scope == RT_SCOPE_LINK)
			continue;
		address_print(a, one);
		text_add(list, "%s%s", n++ ? ", " : "", one);
	}
	return n;
}

/* Routes by gateways go when a link is taken down. Only the network notices, later. */
static void warn_of_routes(struct resolver *r, const struct link *l)
{
	bool may_ask = spec_makes(r->wanted) && !has_gateway(r->wanted);
	size_t n = 0;

	for (size_t i = 0; i < l->n_routes; i++)
		n += l->routes[i].by_gateway;
	if (n)
		notes_add(r->notes, BONDNL_REPORT_WARNING,
			"%zu route%s by a gateway over %s go%s when it is taken down%s",
			n, n > 1 ? "s" : "", l->name, n > 1 ? "" : "es",
			may_ask ? "; say gateway IP for a default route by the bond"
				: "");
}

/* The kernel keeps v4 addresses on a slave; v6 addresses go when it is taken down. */
static void warn_of_belongings(struct resolver *r, const struct link *l, bool flush)
{
	_cleanup_text_ struct text v4 = { 0 }, v6 = { 0 };
	size_t n = flush ? 0 : list_addresses(l, AF_INET, &v4);

	if (n)
		notes_add(r->notes, BONDNL_REPORT_WARNING,
			"%s keeps its own address%s %s, and the route%s to the network: "
			"traffic may pass the bond by; to take %s off, say flush after "
			"the slave, or: ip addr flush dev %s",
			l->name, n > 1 ? "es" : "", text_str(&v4), n > 1 ? "s" : "",
			n > 1 ? "them" : "it", l->name);
	if (!link_is_up(l))
		return;
	n = flush ? 0 : list_addresses(l, AF_INET6, &v6);
	if (n)
		notes_add(r->notes, BONDNL_REPORT_WARNING,
			"%s loses its own address%s %s when it is taken down", l->name,
			n > 1 ? "es" : "", text_str(&v6));
	warn_of_routes(r, l);
}

/* Does another bond of the same spec give it up? */
static bool is_let_go(const struct resolver *r, const struct link *l)
{
	for (size_t i = 0; i < r->spec->n; i++) {
		const struct resolver other = { .now = r->now,
			.wanted = &r->spec->bonds[i] };
		const struct link *bond = snapshot_asked(r->now, other.wanted->name);

		if (bond && bond->ifindex == l->master &&
			(other.wanted->intent->absent ||
				(other.wanted->intent->replace &&
					!resolve_lists(&other, l))))
			return true;
	}
	return false;
}

/* What the kernel does not say before the link was taken down, or says in riddles. */
static int slave_fits(
	struct resolver *r, const struct spec_slave *s, const struct link *l)
{
	const struct link *m;

	if (l->flags & IFF_LOOPBACK)
		return error_set(r->err, -EINVAL, s->name,
			"the loopback device cannot be a slave");
	if (r->bond && l->ifindex == r->bond->ifindex)
		return error_set(
			r->err, -EINVAL, s->name, "a bond cannot be its own slave");
	if (r->bond && l->ifindex == r->bond->master)
		return error_set(r->err, -EINVAL, s->name, "it is the master of %s",
			r->bond->name);
	if (!l->master || (r->bond && l->master == r->bond->ifindex) || s->move ||
		is_let_go(r, l))
		return 0;

	m = snapshot_by_ifindex(r->now, l->master);
	error_set(r->err, -EBUSY, s->name, "it has a master already: %s%s%s",
		l->slave_kind[0] ? l->slave_kind : "device", m ? " " : "",
		m ? m->name : "");
	error_hint(r->err, "to take it from there: slave %s move", s->name);
	return -EBUSY;
}

/* Is it one of those that the spec takes out? */
static bool leaves(const struct resolver *r, const struct link *l)
{
	if (r->wanted->intent->replace)
		return !resolve_lists(r, l);
	for (size_t i = 0; i < r->wanted->n_slaves; i++)
		if (r->wanted->slaves[i].release &&
			snapshot_asked(r->now, r->wanted->slaves[i].name) == l)
			return true;
	return false;
}

/*
 * The bond has the MAC of one of its slaves, and keeps it when that one goes: two
 * devices with one MAC, of which the driver tells only the kernel log.
 */
static void warn_of_shared_mac(
	struct resolver *r, const struct link *l, const struct link *bond)
{
	int64_t own = optset_number(&l->options, BONDNL_OPT_SLAVE_PERM_HWADDR, 0);
	const struct link *other = NULL;
	char text[MAC_TEXT_SIZE];

	if (!bond || bond->mac_len != 6)
		return;
	while ((other = snapshot_next_slave(r->now, bond->ifindex, other)) &&
		(other == l || leaves(r, other)))
		;
	if (own != mac_to_number(bond->mac) || !other ||
		optset_mac_policy(&bond->options) != FAIL_OVER_MAC_NONE)
		return;
	mac_print(bond->mac, bond->mac_len, text);
	notes_add(r->notes, BONDNL_REPORT_WARNING,
		"%s keeps the MAC of %s, %s: the two must not be on one network",
		bond->name, l->name, text);
}

/* Is it a bond that the same spec makes? */
static bool is_to_be_made(const struct resolver *r, const char *name)
{
	for (size_t i = 0; i < r->spec->n; i++)
		if (!r->spec->bonds[i].intent->absent && i != (size_t)r->place &&
			str_eq(r->spec->bonds[i].name, name))
			return true;
	return false;
}

/*
 * A bond that is made with this one, and put into it: it has a place already, or gets one
 * that its own words will find.
 */
static int add_new_bond(struct resolver *r, const struct spec_slave *s)
{
	int at = target_find_new(r->target, s->name);
	struct target_link *tl;

	if (at < 0)
		at = target_add(r->target, NULL, s->name);
	if (at < 0)
		return error_nomem(r->err);
	tl = &r->target->links[at];
	if (tl->parts & TARGET_MASTER)
		return error_set(r->err, -EINVAL, s->name, "%s is named twice", s->name);
	tl->is_bond = true;
	tl->parts |= TARGET_MASTER | TARGET_ADMIN;
	tl->master = r->at;
	tl->rank = (size_t)(s - r->wanted->slaves);
	tl->up = true;
	tl->spec_at = tl->named ? tl->spec_at : r->place;
	optset_merge(&tl->options, &s->options, s->options.present);
	return 0;
}

static int refuse_no_device(struct resolver *r, const char *name)
{
	error_set(r->err, -ENODEV, name, "no such device");
	if (strchr(name, '@'))
		error_hint(r->err, "leave out what stands behind '@'");
	error_hint(r->err,
		"'ip link' lists the devices; is it in another network "
		"namespace, or its driver not loaded yet?");
	return -ENODEV;
}

/* A place in the target for @l as a slave of this bond; -EINVAL if it is taken. */
static int place_slave(
	struct resolver *r, const struct spec_slave *s, const struct link *l)
{
	int at = target_find(r->target, l->ifindex);
	struct target_link *tl = at >= 0 ? &r->target->links[at] : NULL;

	/* one that another bond of the spec has let go is free */
	if (tl && tl->parts == TARGET_MASTER && tl->master < 0 && is_let_go(r, l))
		tl->parts = 0;
	else if (tl && (!tl->named || tl->parts & TARGET_MASTER))
		return error_set(r->err, -EINVAL, s->name, "%s is named twice", l->name);
	else if (!tl)
		at = target_add(r->target, l, NULL);
	return at < 0 ? error_nomem(r->err) : at;
}

/* What it has elsewhere, and loses or keeps when it becomes a slave of this bond. */
static int leave_old_place(
	struct resolver *r, const struct spec_slave *s, const struct link *l)
{
	const struct link *m = snapshot_by_ifindex(r->now, l->master);

	/* what is migrated loses nothing: it all moves */
	if (s != spec_nic(r->wanted))
		warn_of_belongings(r, l, s->flush);
	/* the old master is touched, too: named in the steps, and put back with its slave
	 */
	if (m && target_find(r->target, m->ifindex) < 0 &&
		target_add(r->target, m, NULL) < 0)
		return error_nomem(r->err);
	if (m && link_is_bond(m))
		warn_of_shared_mac(r, l, m);
	if (l->master)
		notes_add(r->notes, BONDNL_REPORT_NOTE, "%s is taken from %s%s", l->name,
			m ? m->name : "its master",
			str_eq(l->slave_kind, "bridge") ? ", and what was set for it as "
							  "a port of the bridge is lost"
							: "");
	return 0;
}

int resolve_add_slave(struct resolver *r, const struct spec_slave *s)
{
	const struct link *l = snapshot_asked(r->now, s->name);
	struct target_link *tl;
	int at, rc;

	if (!l && is_to_be_made(r, s->name))
		return add_new_bond(r, s);
	if (!l && s->optional) {
		notes_add(r->notes, BONDNL_REPORT_NOTE,
			"%s is optional, and there is no such device", s->name);
		return 0;
	}
	if (!l)
		return refuse_no_device(r, s->name);
	rc = slave_fits(r, s, l);
	if (rc < 0)
		return rc;
	at = place_slave(r, s, l);
	if (at < 0)
		return at;
	tl = &r->target->links[at];
	/* one that is a bond of the spec, too, has its own words */
	if (!tl->named)
		tl->spec_at = r->place;
	tl->parts |= TARGET_MASTER | TARGET_ADMIN;
	tl->master = r->at;
	tl->rank = (size_t)(s - r->wanted->slaves);
	tl->up = true; /* the kernel opens it (bond_main.c, bond_enslave) */
	optset_merge(&tl->options, &s->options, s->options.present);
	if (s->flush)
		tl->parts |= TARGET_ADDRESSES | TARGET_ONLY_THESE; /* and these are none */
	if (!r->bond || l->master != r->bond->ifindex)
		return leave_old_place(r, s, l);
	/* in it already: it stays as it is, up or down */
	if (!tl->named)
		tl->parts &= ~(unsigned)TARGET_ADMIN;
	return 0;
}

int resolve_release(struct resolver *r, const struct link *l)
{
	int at = target_add(r->target, l, NULL);

	if (at < 0)
		return error_nomem(r->err);
	r->target->links[at].spec_at = r->place;
	r->target->links[at].parts = TARGET_MASTER;
	r->target->links[at].master = -1;
	warn_of_shared_mac(r, l, r->bond);
	return 0;
}

const struct link *resolve_slave_of(
	struct resolver *r, const struct spec_slave *s, int *ret)
{
	const struct link *l = snapshot_asked(r->now, s->name);
	const struct link *m;

	if (!l) {
		*ret = error_set(r->err, -ENODEV, s->name, "no such device");
		return NULL;
	}
	if (l->master == r->bond->ifindex)
		return l;
	m = snapshot_by_ifindex(r->now, l->master);
	*ret = error_set(r->err, l->master ? -EBUSY : -EINVAL, s->name,
		"it is no slave of %s (%s%s)", r->bond->name,
		!l->master ? "it has no master" : "its master is ",
		!l->master  ? ""
			: m ? m->name
			    : "another device");
	error_hint(r->err, "'bondnl show %s' lists its slaves", r->bond->name);
	return NULL;
}

int resolve_remove_slave(struct resolver *r, const struct spec_slave *s)
{
	const struct link *l;
	int rc;

	l = resolve_slave_of(r, s, &rc);
	if (!l)
		return rc;
	if (target_find(r->target, l->ifindex) >= 0)
		return error_set(r->err, -EINVAL, s->name, "%s is named twice", l->name);
	return resolve_release(r, l);
}
