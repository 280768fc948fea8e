/*
 * What is asked of the kernel for a spec, and to put back or compare: as much as is
 * needed, and nothing about links that are not concerned.
 */
#include <errno.h>

#include "change/gather.h"
#include "queries.h"
#include "support/convergence.h"
#include "support/fake.h"
#include "support/scene.h"
#include "support/unit.h"

/* Looks have ';' between them, queries of one look ','. */
/* clang-format off */
static const struct {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	const char *asked;
} rows[] = {
	{ SCENE("2 eth0 up", "3 eth1"), BONDNL_CREATE, "bond0",
		"name bond0" },
	/* slaves that are down have no routes; only hardware is wireless */
	{ SCENE("2 eth0 up", "3 eth1", "4 veth0 veth up"), BONDNL_CREATE,
		"bond0 mode 1 slave eth0 slave eth1 slave veth0",
		"name bond0, name eth0, name eth1, name veth0; "
		"addresses 2, routes 2, neighbours 2, proxies 2, addresses 3, addresses 4, routes 4, neighbours 4, proxies 4; "
		"wireless 2, wireless 3" },
	/* where the MAC policy is no matter, the radio is none either */
	{ SCENE("2 eth0 up"), BONDNL_CREATE, "bond0 mode 4 slave eth0",
		"name bond0, name eth0; addresses 2, routes 2, neighbours 2, proxies 2" },
	{ SCENE("2 eth0 up"), BONDNL_CREATE, "bond0 mode 1 fail_over_mac none slave eth0",
		"name bond0, name eth0; addresses 2, routes 2, neighbours 2, proxies 2" },
	/* names are asked once */
	{ SCENE("2 eth0"), BONDNL_CREATE, "bond0 mode 4 primary eth0 slave eth0",
		"name bond0, name eth0; addresses 2" },
	{ SCENE("2 eth0"), BONDNL_CREATE, "bond0 primary eth9 slave eth0",
		"name bond0, name eth0, name eth9; addresses 2" },
	/* a master elsewhere, and for a move the slaves that stay with it */
	{ SCENE("5 br0 bridge", "2 eth0 master 5"), BONDNL_CREATE, "bond0 slave eth0",
		"name bond0, name eth0; link 5; addresses 2" },
	{ SCENE("5 bond1 bond", "2 eth0 master 5", "3 eth1 master 5"), BONDNL_CREATE,
		"bond0 slave eth0 move slave eth1 move",
		"name bond0, name eth0, name eth1; link 5, slaves 5; addresses 2, "
		"addresses 3" },
	/* of an existing bond its slaves; their belongings only where touched */
	{ SCENE("7 bond0 bond up mode 4", "2 eth0 up", "3 eth1 up master 7"), BONDNL_ADD,
		"bond0 eth0 eth1",
		"name bond0, name eth0, name eth1; slaves 7; addresses 2, routes 2, neighbours 2, proxies 2" },
	{ SCENE("7 bond0 bond up mode 4", "2 eth0 up", "3 eth1 up master 7"), BONDNL_ADD,
		"bond0 eth1 flush",
		"name bond0, name eth1; slaves 7; addresses 3, routes 3, neighbours 3, proxies 3" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "3 eth1 up master 7"),
		BONDNL_REMOVE, "bond0 eth0",
		"name bond0, name eth0; slaves 7; addresses 2, routes 2, neighbours 2, proxies 2" },
	/* a bond without slaves gets another MAC, and loses neighbours by it */
	{ SCENE("7 bond0 bond up", "2 eth0 master 7"), BONDNL_REMOVE, "bond0 eth0",
		"name bond0, name eth0; slaves 7; addresses 2, neighbours 7" },
	{ SCENE("5 bond1 bond up", "2 eth0 master 5"), BONDNL_CREATE,
		"bond0 slave eth0 move",
		"name bond0, name eth0; link 5, slaves 5; addresses 2, neighbours 5" },
	{ SCENE("7 bond0 bond up mode 4"), BONDNL_SET, "bond0 lladdr 02:aa:00:00:00:01",
		"name bond0; slaves 7; neighbours 7" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "3 eth1 master 7"),
		BONDNL_DELETE,
		"bond0",
		"name bond0; slaves 7; addresses 7, routes 7, neighbours 7, proxies 7, addresses 2, routes 2, neighbours 2, proxies 2, "
		"addresses 3" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7"), BONDNL_FAILOVER, "bond0",
		"name bond0; slaves 7" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7"), BONDNL_FAILOVER,
		"bond0 eth0", "name bond0, name eth0; slaves 7" },
	/* one that may be the module's own */
	{ SCENE("7 bond0 bond"), BONDNL_CREATE, "bond0",
		"name bond0; slaves 7; addresses 7" },
	/* a slave where a bond was meant: whose it is */
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_DELETE, "eth0",
		"name eth0; link 7" },
	/* apply: routes only where an address is to go */
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_APPLY, "bond0 address 192.0.2.5/24; slave eth0",
		"name bond0, name eth0; slaves 7; addresses 3, routes 3, neighbours 3, proxies 3; addresses 7" },
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24"), BONDNL_APPLY,
		"bond0 address 192.0.2.6/24",
		"name bond0; slaves 7; addresses 7, routes 7, neighbours 7, proxies 7" },
	{ SCENE("7 bond0 bond miimon 100"), BONDNL_APPLY, "bond0; absent bond1",
		"name bond0, name bond1; slaves 7; addresses 7" },
	/* several bonds together */
	{ SCENE("7 bond0 bond", "8 bond1 bond"), BONDNL_DELETE, "bond0 bond1 bond9",
		"name bond0, name bond1, name bond9; slaves 7, slaves 8; addresses 7, "
		"addresses 8" },
	/* what sits on a device that is migrated goes down with it */
	{ SCENE("2 eth0 up", "3 eth1"), BONDNL_MIGRATE, "bond0 eth0 slave eth1",
		"name bond0, name eth0, name eth1; addresses 2, routes 2, neighbours 2, proxies 2, addresses 3; "
		"uppers 2" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7"), BONDNL_MIGRATE_BACK,
		"bond0 eth0",
		"name bond0, name eth0; slaves 7; addresses 7, routes 7, neighbours 7, proxies 7, addresses 2, "
		"routes 2, neighbours 2, proxies 2; uppers 2" },
};
/* clang-format on */

START_TEST(test_before)
{
	struct bondnl_spec spec = { 0 };
	struct bondnl_error err = { 0 };
	struct snapshot s = { 0 };
	struct fake fake;

	fake_open(&fake, rows[_i].scene);
	ck_assert_int_eq(unit_spec(&spec, rows[_i].intent, rows[_i].line, &err), 0);
	ck_assert_int_eq(gather_before(&fake.backend, &spec, &s, &err), 0);
	ck_assert_str_eq(text_str(&fake.asked), rows[_i].asked);
	snapshot_free(&s);
	spec_clear(&spec);
	fake_close(&fake);
}
END_TEST

/* clang-format off */
static const struct {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	const char *asked, *asked_with_kin;
} targets[] = {
	{ SCENE("7 bond0 bond", "2 eth0"), BONDNL_ADD, "bond0 eth0",
		"link 7, link 2", "link 7, link 2, slaves 7" },
	{ SCENE("7 bond0 bond untouched known", "2 eth0"), BONDNL_CREATE,
		"bond0 slave eth0 address 192.0.2.5/24 gateway 192.0.2.1",
		"link 7, link 2, addresses 7, routes 7",
		"link 7, link 2, slaves 7, addresses 7, routes 7" },
	/* what shall be gone has nothing that matters, and what is not made no number */
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_DELETE, "bond0",
		"link 7, link 2", "link 7, link 2" },
	{ SCENE("2 eth0"), BONDNL_CREATE, "bond0 slave eth0 address 192.0.2.5/24",
		"link 2",
		"link 2" },
};
/* clang-format on */

START_TEST(test_at_target)
{
	for (int relatives = 0; relatives <= 1; relatives++) {
		struct bondnl_error err = { 0 };
		struct snapshot s = { 0 };
		struct fake fake;
		struct path p;

		path_take(&p, targets[_i].scene, targets[_i].intent, targets[_i].line);
		ck_assert_int_eq(p.rc, 0);
		fake_open(&fake, targets[_i].scene);
		ck_assert_int_eq(
			gather_target(&fake.backend, &p.target, relatives, &s, &err), 0);
		ck_assert_str_eq(text_str(&fake.asked),
			relatives ? targets[_i].asked_with_kin : targets[_i].asked);
		snapshot_free(&s);
		fake_close(&fake);
		path_free(&p);
	}
}
END_TEST

/* What is gathered goes together, and once; for nothing the kernel is not asked. */
START_TEST(test_queries)
{
	_cleanup_queries_ struct queries q = { 0 };
	_cleanup_snapshot_ struct snapshot s = { 0 };
	struct bondnl_error err = { 0 };
	struct fake fake;

	fake_open(&fake, SCENE("2 eth0 up", "3 eth1"));
	ck_assert_int_eq(queries_run(&q, &fake.backend, &s, &err), 0);
	ck_assert_uint_eq(fake.looks, 0);
	queries_add(&q, QUERY_NAME, "eth0", 0);
	for (int i = 0; i < 10; i++)
		queries_add(&q, QUERY_LINK, NULL, 3);
	ck_assert_int_eq(queries_run(&q, &fake.backend, &s, &err), 0);
	ck_assert_uint_eq(fake.looks, 1);
	ck_assert_str_eq(snapshot_name(&s, 3), "eth1");
	ck_assert_int_eq(queries_run(&q, &fake.backend, &s, &err), 0);
	ck_assert_uint_eq(fake.looks, 1);
	q.failed = true;
	ck_assert_int_eq(queries_run(&q, &fake.backend, &s, &err), -ENOMEM);
	ck_assert_uint_eq(fake.looks, 1);
	fake_close(&fake);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("look");

	unit_one(s, "queries", test_queries);
	unit_rows(s, "before", test_before, ARRAY_SIZE(rows));
	unit_rows(s, "at target", test_at_target, ARRAY_SIZE(targets));
	return unit_run(s);
}
