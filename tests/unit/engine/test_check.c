/*
 * What check asks of the kernel, beyond what show does: how little of one bond, and that
 * of many it is asked at once. From a kernel in memory.
 */
#include <errno.h>
#include <stdio.h>

#include "support/fake.h"
#include "support/unit.h"

/* clang-format off */
static const struct {
	const char *scene[6];
	const char *bond; /* NULL: all */
	const char *asked, *found;
} rows[] = {
	{ { "7 bond0 bond up mode 1 miimon 100", "2 eth0 up master 7", "3 eth1 master 7" },
		"bond0", "name bond0; slaves 7, addresses 7; wireless 2, wireless 3; uppers 7; "
		"addresses 2, routes 2, addresses 3", "slave-down" },
	/* of what was made by software nobody asks whether it is wireless */
	{ { "7 bond0 bond up mode 4 miimon 100", "2 eth0 veth up master 7", "3 eth1 veth master 7" },
		NULL, "bonds; speed 2, speed 3; uppers 7; addresses 2, routes 2, addresses 3",
		"slave-down" },
	{ { "7 bond0 bond up mode 1 arp_interval 100 arp_ip_target 192.0.2.9 way 192.0.2.9 9",
		"2 eth0 veth up master 7", "3 eth1 veth up master 7", "9 eth9 up" }, NULL,
		"bonds; way 192.0.2.9; uppers 7; link 9, addresses 2, routes 2, addresses 3, "
		"routes 3", "arp-target-route" },
	{ { "7 bond0 bond up mode 1 arp_interval 100 arp_ip_target 192.0.2.9 way 192.0.2.9 7",
		"2 eth0 veth up master 7", "3 eth1 veth up master 7 addr 192.0.2.1/24" }, NULL,
		"bonds; way 192.0.2.9; uppers 7; addresses 2, routes 2, addresses 3, routes 3",
		"slave-address" },
	{ { "7 bond0 bond up mode 1 miimon 100 mtu 9000", "2 eth0 veth up mtu 9000 master 7",
		"3 eth1 veth up mtu 9000 master 7", "8 v vlan on 7" }, NULL,
		"bonds; uppers 7; addresses 2, routes 2, addresses 3, routes 3", "vlan-mtu" },
	{ { "7 bond0 bond up mode 1 miimon 100 mtu 1500 master 9", "2 eth0 veth up master 7",
		"3 eth1 veth up master 7", "9 br0 bridge up mtu 9000" }, "bond0",
		"name bond0; slaves 7, addresses 7; uppers 7; link 9, addresses 2, routes 2, "
		"addresses 3, routes 3", "bridge-mtu" },
	{ { "2 eth0 up" }, NULL, "bonds", NULL },
};
/* clang-format on */

START_TEST(test_asked)
{
	const char *const name = rows[_i].bond;
	struct bondnl_findings *found;
	struct bondnl_ctx ctx = { 0 };
	struct fake f;

	fake_open(&f, rows[_i].scene);
	ctx.backend = &f.backend;
	ck_assert_int_eq(bondnl_check(&ctx, name ? 1 : 0, &name, &found, NULL), 0);
	ck_assert_str_eq(text_str(&f.asked), rows[_i].asked);
	ck_assert_uint_eq(bondnl_findings_count(found), rows[_i].found ? 1 : 0);
	if (rows[_i].found) {
		ck_assert_str_eq(bondnl_finding_id(found, 0), rows[_i].found);
		ck_assert_str_eq(bondnl_finding_bond(found, 0), "bond0");
		ck_assert_str_ne(bondnl_finding_evidence(found, 0), "");
		ck_assert_str_ne(bondnl_finding_remedy(found, 0), "");
	}
	ck_assert_ptr_null(bondnl_finding_id(found, 1));
	bondnl_findings_free(found);
	fake_close(&f);
}
END_TEST

/* Slaves of many bonds: their number makes no more queries. */
START_TEST(test_many)
{
	static const char *const scene[] = { "7 bond0 bond up mode 1 miimon 100",
		"2 a veth up master 7", "3 b veth up master 7", "4 c veth up master 7",
		"5 d veth up master 7", "6 e veth up master 7",
		"8 bond1 bond up mode 1 miimon 100", "11 f veth up master 8",
		"12 g veth up master 8", "13 h veth up master 8",
		"14 i veth up master 8 addr 192.0.2.1/24", NULL };
	struct bondnl_findings *found;
	struct bondnl_ctx ctx = { 0 };
	struct fake f;

	fake_open(&f, scene);
	ctx.backend = &f.backend;
	ck_assert_int_eq(bondnl_check(&ctx, 0, NULL, &found, NULL), 0);
	ck_assert_str_eq(text_str(&f.asked), "bonds; uppers 7; addresses, routes");
	ck_assert_uint_eq(bondnl_findings_count(found), 1);
	ck_assert_str_eq(bondnl_finding_id(found, 0), "slave-address");
	ck_assert_str_eq(bondnl_finding_slave(found, 0), "i");
	ck_assert_str_eq(bondnl_finding_bond(found, 0), "bond1");
	bondnl_findings_free(found);
	fake_close(&f);
}
END_TEST

/* A look that fails is told, and nothing is handed out. */
START_TEST(test_deaf)
{
	static const char *const scene[] = { "7 bond0 bond up mode 4 miimon 100",
		"2 eth0 up master 7", "3 eth1 up master 7", NULL };
	struct bondnl_findings *found;
	struct bondnl_error err;
	struct bondnl_ctx ctx = { 0 };
	struct fake f;

	fake_open(&f, scene);
	ctx.backend = &f.backend;
	f.deaf_at = (size_t)_i + 1;
	memset(&err, 0, sizeof(err));
	ck_assert_int_eq(bondnl_check(&ctx, 0, NULL, &found, &err), -ENOBUFS);
	ck_assert_ptr_null(found);
	ck_assert_str_ne(err.text, "");
	fake_close(&f);
}
END_TEST

/* What it tells, the manual explains. */
START_TEST(test_documented)
{
	static char manual[1 << 17];
	FILE *f = fopen(MANUAL, "re");
	char entry[64];

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_lt(fread(manual, 1, sizeof(manual) - 1, f), sizeof(manual) - 1);
	fclose(f);
	for (size_t i = 0; bondnl_rule_id(i); i++) {
		snprintf(entry, sizeof(entry), "\n*%s* (%s", bondnl_rule_id(i),
			bondnl_severity_name(bondnl_rule_severity(i)));
		ck_assert_msg(
			strstr(manual, entry) != NULL, "not in the manual:%s", entry);
	}
}
END_TEST

START_TEST(test_rules)
{
	size_t n = 0;

	while (bondnl_rule_id(n))
		n++;
	ck_assert_uint_ge(n, 28);
	ck_assert_ptr_null(bondnl_rule_help(n));
	ck_assert_str_ne(bondnl_rule_help(n - 1), "");
	ck_assert_str_eq(bondnl_severity_name(bondnl_rule_severity(0)), "warning");
	ck_assert_ptr_null(bondnl_severity_name((enum bondnl_severity)3));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("check");

	unit_rows(s, "asked", test_asked, ARRAY_SIZE(rows));
	unit_one(s, "many", test_many);
	unit_rows(s, "deaf", test_deaf, 4);
	unit_one(s, "rules", test_rules);
	unit_one(s, "documented", test_documented);
	return unit_run(s);
}
