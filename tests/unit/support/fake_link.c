/*
 * Links, addresses and routes, in memory; see internal.h. Of bonds it knows only that
 * they hand on what they get.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "internal.h"
#include "support/scene.h"
#include "support/unit.h"

/* What the link loses by one of LOST_*. */
static void drop_lost(struct link *l, unsigned by)
{
	for (enum object_kind k = 0; k < OBJECT_KINDS; k++) {
		struct objects *list = &l->objects[k];

		for (size_t i = list->n; i-- > 0;) {
			void *o = objects_at(k, list, i);

			if (object_row(k)->lost_by(o) & by)
				objects_drop(k, list, o);
		}
	}
}

/* NETDEV_CHANGEADDR is for one that is another. */
void fake_set_mac(struct link *l, const uint8_t mac[6])
{
	if (!memcmp(l->mac, mac, 6))
		return;
	memcpy(l->mac, mac, 6);
	drop_lost(l, LOST_MAC);
}

void fake_set_up(struct link *l, bool up)
{
	if (up) {
		l->flags |= IFF_UP;
		return;
	}
	l->flags &= ~(unsigned)IFF_UP;
	drop_lost(l, LOST_DOWN);
}

/* --------------------------------------------------------- links, addresses, routes */

static void set_slaves(struct fake *f, struct link *bond)
{
	for (struct link *l = NULL; (l = fake_next_slave(f, bond, l));) {
		l->mtu = bond->mtu;
		if (!fake_active_gives_mac(bond) && fake_mode_of(bond) < 5)
			fake_set_mac(l, bond->mac);
	}
}

int fake_change_link(
	struct fake *f, struct link *l, const struct request *o, struct reply *a)
{
	/* do_setlink(): the address first; of a bond that takes the active slave's, no
	 * word */
	if (o->step->parts & TARGET_MAC) {
		if (fake_hidden(f, l)->fixed_mac)
			return fake_plainly(a, -EOPNOTSUPP, "");
		if (!link_is_bond(l) || !fake_active_gives_mac(l)) {
			fake_set_mac(l, o->link->mac);
			fake_hidden(f, l)->random_mac = false;
		}
	}
	scalars_take(
		&l->scalars, &o->link->scalars, o->step->parts & ~(unsigned)TARGET_MAC);
	if (link_is_bond(l))
		set_slaves(f, l);
	return 0;
}

int fake_change_admin(struct fake *f, struct link *l, bool up)
{
	struct link *m = fake_by_ifindex(f, l->master);

	fake_set_up(l, up);
	if (m && link_is_bond(m))
		fake_settle(f, m, false);
	return 0;
}

int fake_take(struct link *l, const struct step *s)
{
	void *o = objects_find(s->of, &l->objects[s->of], s->object);
	bool v4 = false;

	if (!o)
		return s->of == OBJECT_ADDRESS ? -EADDRNOTAVAIL : -ENOENT;
	objects_drop(s->of, &l->objects[s->of], o);
	for (size_t i = 0; i < l->n_addresses; i++)
		v4 |= l->addresses[i].family == AF_INET;
	if (s->of == OBJECT_ADDRESS && !v4)
		drop_lost(l, LOST_V4);
	return 0;
}

static bool gateway_of(const struct route *r, uint8_t gateway[16])
{
	char text[ROUTE_TEXT_SIZE], *via;
	uint8_t family;

	route_print(r, text);
	via = strstr(text, " via ");
	return via && ip_parse(via + 5, &family, gateway);
}

/* fib_check_nh() */
static bool reaches(const struct link *l, const struct route *r)
{
	uint8_t gateway[16];

	if (!gateway_of(r, gateway) || (r->family == AF_INET6 && gateway[0] == 0xfe))
		return true;
	for (size_t i = 0; i < l->n_addresses; i++)
		if (address_covers(&l->addresses[i], r->family, gateway))
			return true;
	return false;
}

static bool is_default(const struct route *r)
{
	char text[ROUTE_TEXT_SIZE];

	route_print(r, text);
	return strncmp(text, "default", 7) == 0;
}

static int add_route(
	struct fake *f, struct link *l, const struct route *r, struct reply *a)
{
	char text[ADDRESS_TEXT_SIZE];
	struct route *p;

	if (!link_is_up(l))
		return fake_plainly(a, -ENETDOWN, "Device for nexthop is not up");
	if (!reaches(l, r))
		return fake_plainly(a, -ENETUNREACH, "Nexthop has invalid gateway");
	for (size_t i = 0; !r->payload && i < f->now.n; i++)
		for (size_t k = 0; k < f->now.links[i].n_routes; k++)
			if (f->now.links[i].routes[k].family == r->family &&
				is_default(&f->now.links[i].routes[k]))
				return fake_plainly(a, -EEXIST, "");
	for (size_t i = 0; i < l->n_routes; i++)
		if (route_same(&l->routes[i], r))
			return 0; /* EEXIST, which the backend of wire/ takes for as
				   * asked_for
				   */
	p = array_add(l->routes, l->n_routes, l->cap_routes);
	ck_assert_ptr_nonnull(p);
	if (r->payload) {
		ck_assert_int_eq(route_copy(p, r), 0);
		route_set_oif(p->payload, p->len, p->link, l->ifindex);
		p->link = l->ifindex;
	} else {
		ip_print(r->family, r->gateway, text);
		scene_route(p, "default", text, l->ifindex);
	}
	return 0;
}

int fake_give(struct fake *f, struct link *l, const struct step *s, struct reply *a)
{
	struct objects *list = &l->objects[s->of];
	void *same;

	if (s->of == OBJECT_ROUTE)
		return add_route(f, l, s->route, a);
	same = objects_find(s->of, list, s->object);
	if (same) /* it gets what it is given now */
		objects_drop(s->of, list, same);
	ck_assert_int_eq(objects_add(s->of, list, s->object), 0);
	return 0;
}
