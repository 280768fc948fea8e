/*
 * Links as they were read: found by ifindex and by the name that was asked for, put
 * over older ones, walked by master. No kernel is asked.
 */
#include "support/scene.h"
#include "support/unit.h"

static const char *const lines[] = {
	"7 bond0 bond up mode active-backup active_slave eth1 alt uplink",
	"2 eth0 up master 7",
	"9 br0 bridge up",
	"3 eth1 up master 7 addr 192.0.2.5/24 route default via 192.0.2.1",
	"4 eth2 up master 9 alt left alt right",
	"1 lo loopback up",
	NULL,
};

static void check_slaves(const struct snapshot *s, int master, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };

	for (const struct link *l = NULL; (l = snapshot_next_slave(s, master, l));)
		text_add(&t, "%s ", l->name);
	ck_assert_str_eq(text_str(&t), expected);
}

START_TEST(test_kinds)
{
	struct snapshot s = { 0 };

	scene_read(&s, lines);
	ck_assert(link_is_bond(snapshot_by_ifindex(&s, 7)));
	ck_assert(!link_is_bond(snapshot_by_ifindex(&s, 9)));
	ck_assert(!link_is_bond(snapshot_by_ifindex(&s, 2)));
	ck_assert(link_is_bond_slave(snapshot_by_ifindex(&s, 2)));
	ck_assert(!link_is_bond_slave(snapshot_by_ifindex(&s, 4)));
	ck_assert(!link_is_bond_slave(snapshot_by_ifindex(&s, 7)));
	ck_assert(link_is_up(snapshot_by_ifindex(&s, 2)));
	snapshot_free(&s);
	snapshot_free(&s); /* twice is harmless */
	ck_assert_ptr_null(snapshot_by_ifindex(&s, 2));
}
END_TEST

static const struct {
	const char *slave;
	bool can;
} carriers[] = {
	{ "2 eth0 up master 7", true },
	{ "2 eth0 master 7", false },
	{ "2 eth0 up nocarrier master 7", false },
	/* the monitor: going down, down, going back */
	{ "2 eth0 up master 7 mii_status 1", false },
	{ "2 eth0 up master 7 mii_status 2", false },
	{ "2 eth0 up master 7 mii_status 3", false },
	{ "2 eth0 up nocarrier master 7 mii_status 0", false },
	{ "2 eth0 up master 7 no mii_status", true },
};

START_TEST(test_can_carry)
{
	struct snapshot s = { 0 };

	scene_read(&s, SCENE("7 bond0 bond up", carriers[_i].slave));
	ck_assert_int_eq(link_can_carry(snapshot_by_ifindex(&s, 2)), carriers[_i].can);
	snapshot_free(&s);
}
END_TEST

/* Sorted or not, the same links are found. */
START_TEST(test_by_ifindex)
{
	static const int ifindexes[] = { 1, 2, 3, 4, 7, 9 };
	static const char *const names[] = { "lo", "eth0", "eth1", "eth2", "bond0",
		"br0" };
	struct snapshot s = { 0 };

	scene_read(&s, lines);
	for (int sorted = 0; sorted <= 1; sorted++) {
		for (size_t i = 0; i < ARRAY_SIZE(ifindexes); i++)
			ck_assert_str_eq(snapshot_name(&s, ifindexes[i]), names[i]);
		ck_assert_str_eq(snapshot_name(&s, 5), "");
		ck_assert_str_eq(snapshot_name(&s, 0), "");
		ck_assert_str_eq(snapshot_name(&s, -1), "");
		ck_assert_ptr_null(snapshot_by_ifindex(&s, 5));
		check_slaves(&s, 7, "eth0 eth1 ");
		check_slaves(&s, 9, "eth2 ");
		check_slaves(&s, 3, "");
		snapshot_sort(&s);
		ck_assert(s.sorted);
	}
	snapshot_free(&s);
	snapshot_sort(&s); /* of nothing */
	ck_assert_ptr_null(snapshot_by_ifindex(&s, 1));
	ck_assert_ptr_null(snapshot_next_slave(&s, 1, NULL));
}
END_TEST

START_TEST(test_asked)
{
	struct snapshot s = { 0 };

	scene_read(&s, lines);
	ck_assert_int_eq(snapshot_asked(&s, "eth2")->ifindex, 4);
	ck_assert_int_eq(snapshot_asked(&s, "left")->ifindex, 4);
	ck_assert_int_eq(snapshot_asked(&s, "right")->ifindex, 4);
	ck_assert_str_eq(snapshot_asked(&s, "uplink")->name, "bond0");
	ck_assert_ptr_null(snapshot_asked(&s, "eth9"));

	/* the last reply counts; none is an reply, too */
	ck_assert(snapshot_note_asked(&s, "left", 3));
	ck_assert_int_eq(snapshot_asked(&s, "left")->ifindex, 3);
	ck_assert(snapshot_note_asked(&s, "left", 0));
	ck_assert_ptr_null(snapshot_asked(&s, "left"));
	ck_assert(snapshot_note_asked(&s, "gone", 77));
	ck_assert_ptr_null(snapshot_asked(&s, "gone"));
	snapshot_free(&s);
}
END_TEST

START_TEST(test_place)
{
	struct snapshot s = { 0 };
	struct link *l;

	scene_read(&s, lines);
	/* a new reply about a link: what other queries brought is not forgotten */
	l = snapshot_place(&s, 3);
	ck_assert_uint_eq(s.n, 6);
	ck_assert_int_eq(l->ifindex, 3);
	ck_assert_str_eq(l->name, "");
	ck_assert_int_eq(l->master, 0);
	ck_assert(l->options.present == 0);
	ck_assert_uint_eq(l->n_addresses, 1);
	ck_assert_uint_eq(l->n_routes, 1);
	ck_assert(l->addresses_known && l->routes_known);

	snapshot_sort(&s);
	l = snapshot_place(&s, 5);
	ck_assert_uint_eq(s.n, 7);
	ck_assert_int_eq(l->ifindex, 5);
	ck_assert_ptr_eq(snapshot_by_ifindex(&s, 5), l);
	ck_assert_ptr_eq(snapshot_append(&s, 6), &s.links[7]);
	ck_assert_int_eq(snapshot_by_ifindex(&s, 6)->ifindex, 6);
	snapshot_free(&s);
}
END_TEST

/* A copy says the same, and owns what it lists: neither misses the other. */
START_TEST(test_copy)
{
	static const char *const all_of_it[] = {
		"7 bond0 bond up speed 1000 half addr 192.0.2.5/24 addr 2001:db8::5/64 "
		"way 192.0.2.9 3 way 2001:db8::9 3 route default via 192.0.2.1",
		"3 eth1 up master 7 wireless",
		NULL,
	};
	struct snapshot s = { 0 }, copy;
	struct link *was, *is;

	scene_read(&s, all_of_it);
	s.links[0].since.mii = 5;
	ck_assert_int_eq(snapshot_copy(&copy, &s), 0);
	ck_assert_uint_eq(copy.n, 2);
	was = snapshot_by_ifindex(&s, 7);
	is = snapshot_by_ifindex(&copy, 7);
	ck_assert_mem_eq(&is->said, &was->said, sizeof(is->said));
	ck_assert_mem_eq(&is->asked, &was->asked, sizeof(is->asked));
	ck_assert_int_eq(is->since.mii, 5);
	ck_assert(is->addresses_known && is->routes_known);
	ck_assert_uint_eq(is->n_addresses, 2);
	ck_assert(address_same(&is->addresses[1], &was->addresses[1]));
	ck_assert_uint_eq(is->n_routes, 1);
	ck_assert(route_same(&is->routes[0], &was->routes[0]));
	ck_assert_uint_eq(is->n_egresses, 2);
	ck_assert_int_eq(is->egresses[1].ifindex, 3);
	ck_assert(snapshot_by_ifindex(&copy, 3)->wireless);

	/* one more in the one is none in the other */
	ck_assert(link_note_egress(was, "192.0.2.10", 3));
	ck_assert(link_note_egress(is, "192.0.2.9", 0));
	ck_assert_uint_eq(is->n_egresses, 2);
	ck_assert_int_eq(was->egresses[0].ifindex, 3);
	snapshot_free(&s);
	ck_assert_int_eq(is->egresses[1].ifindex, 3);
	ck_assert_uint_eq(is->addresses[0].prefix, 24);
	snapshot_free(&copy);
}
END_TEST

START_TEST(test_drop)
{
	struct snapshot s = { 0 };

	scene_read(&s, lines);
	snapshot_sort(&s);
	snapshot_drop(&s, 2); /* eth1, with its address and route */
	ck_assert_uint_eq(s.n, 5);
	ck_assert_ptr_null(snapshot_by_ifindex(&s, 3));
	ck_assert_str_eq(snapshot_name(&s, 9), "br0");
	ck_assert_str_eq(snapshot_name(&s, 2), "eth0");
	snapshot_drop(&s, s.n - 1);
	while (s.n)
		snapshot_drop(&s, 0);
	ck_assert_ptr_null(snapshot_by_ifindex(&s, 2));
	snapshot_free(&s);
}
END_TEST

/* The kernel reports ifindexes; the names are put to them when all links are read. */
START_TEST(test_name_links)
{
	struct snapshot s = { 0 };
	struct optset *o;

	scene_read(&s, lines);
	o = &snapshot_by_ifindex(&s, 7)->options;
	optset_put_number(o, BONDNL_OPT_ACTIVE_SLAVE, 2);
	optset_put_number(o, BONDNL_OPT_PRIMARY, 99);
	snapshot_name_links(&s);
	ck_assert_str_eq(optset_link(o, BONDNL_OPT_ACTIVE_SLAVE), "eth0");
	ck_assert_str_eq(optset_link(o, BONDNL_OPT_PRIMARY), "");
	snapshot_free(&s);
}
END_TEST

/* One that is not among the links now may have been before; a name that is there stays.
 */
START_TEST(test_borrow_names)
{
	static const char *const old[] = { "99 eth9 up", "2 old0 up", NULL };
	struct snapshot s = { 0 }, before = { 0 };
	struct optset *o;

	scene_read(&s, lines);
	scene_read(&before, old);
	o = &snapshot_by_ifindex(&s, 7)->options;
	optset_put_number(o, BONDNL_OPT_ACTIVE_SLAVE, 2);
	optset_put_number(o, BONDNL_OPT_PRIMARY, 99);
	snapshot_name_links(&s);
	snapshot_borrow_names(&s, &before);
	ck_assert_str_eq(optset_link(o, BONDNL_OPT_ACTIVE_SLAVE), "eth0");
	ck_assert_str_eq(optset_link(o, BONDNL_OPT_PRIMARY), "eth9");
	snapshot_free(&before);
	snapshot_free(&s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("snapshot");

	unit_one(s, "kinds", test_kinds);
	unit_rows(s, "can carry", test_can_carry, ARRAY_SIZE(carriers));
	unit_one(s, "by ifindex", test_by_ifindex);
	unit_one(s, "asked", test_asked);
	unit_one(s, "place", test_place);
	unit_one(s, "copy", test_copy);
	unit_one(s, "drop", test_drop);
	unit_one(s, "name links", test_name_links);
	unit_one(s, "borrow names", test_borrow_names);
	return unit_run(s);
}
