/*
 * What does not go together: for each rule rows that it refuses or warns of, and rows
 * that pass. The whole way from a spec is test_resolve's.
 */
#include <errno.h>
#include <stdlib.h>

#include "option/value.h"
#include "resolve/rules.h"
#include "support/scene.h"
#include "support/unit.h"

/*
 * A spec, and what the bond has now: a line of a scene, or NULL for a new bond. Its
 * options are judged as they are said, without the defaults that resolve adds.
 */
struct row {
	const char *rule;
	enum bondnl_intent intent;
	const char *line;
	const char *have;
	int error;
	const char *subject, *text, *hint; /* of the refusal */
	const char *note;		   /* of a warning; NULL: none */
};

#define PASS(rule, line)                                                                 \
	{                                                                                \
		rule, BONDNL_CREATE, line, NULL, 0, "", NULL, NULL, NULL                 \
	}
#define PASS_WITH(rule, line, have)                                                      \
	{                                                                                \
		rule, BONDNL_CREATE, line, have, 0, "", NULL, NULL, NULL                 \
	}
#define WARN(rule, line, have, note)                                                     \
	{                                                                                \
		rule, BONDNL_CREATE, line, have, 0, "", NULL, NULL, note                 \
	}
#define SET(rule, line, have)                                                            \
	{                                                                                \
		rule, BONDNL_SET, line, have, 0, "", NULL, NULL, NULL                    \
	}
#define IP4_16                                                                           \
	"192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4,192.0.2.5,192.0.2.6,192.0.2.7,192.0."   \
	"2.8,192.0.2.9,192.0.2.10,192.0.2.11,192.0.2.12,192.0.2.13,192.0.2.14,192.0.2."  \
	"15,192.0.2.16"

/* clang-format off */
static const struct row rows[] = {
	/* ------------------------------------------------------------ option_in_mode */
	{ "option_in_mode", BONDNL_CREATE, "bond0 mode active-backup lacp_rate fast",
		NULL, -EACCES, "lacp_rate",
		"only in mode 802.3ad, and the mode here is active-backup", NULL, NULL },
	{ "option_in_mode", BONDNL_CREATE, "bond0 mode 802.3ad primary eth0", NULL,
		-EACCES, "primary",
		"only in mode active-backup, balance-tlb, balance-alb, and the mode "
		"here is 802", NULL, NULL },
	{ "option_in_mode", BONDNL_CREATE, "bond0 mode 802.3ad arp_interval 100", NULL,
		-EACCES, "arp_interval",
		"only in mode balance-rr, active-backup, balance-xor, broadcast,", NULL,
		NULL },
	/* as it was spelled */
	{ "option_in_mode", BONDNL_CREATE, "bond0 mode 6 missed_max 3", NULL, -EACCES,
		"missed_max", "the mode here is balance-alb", NULL, NULL },
	{ "option_in_mode", BONDNL_CREATE, "bond0 mode 4 slave eth0 slave eth1 prio 5",
		NULL, -EACCES, "slave eth1: prio", "the mode here is 802.3ad", NULL,
		NULL },
	{ "option_in_mode", BONDNL_CREATE, "bond0 mode 1 slave eth0 actor_port_prio 5",
		NULL, -EACCES, "slave eth0: actor_port_prio", "only in mode 802.3ad",
		NULL, NULL },
	{ "option_in_mode", BONDNL_ADD, "bond0 eth0 prio 5",
		"5 bond0 bond mode balance-xor", -EACCES, "slave eth0: prio",
		"the mode here is balance-xor", NULL, NULL },
	PASS("option_in_mode",
		"bond0 mode 802.3ad lacp_rate fast slave eth0 actor_port_prio 5"),
	PASS("option_in_mode", "bond0 mode active-backup slave eth0 prio 5"),
	/* the driver's default is not known: the kernel will say */
	PASS("option_in_mode", "bond0 lacp_rate fast"),
	PASS_WITH("option_in_mode", "bond0 lacp_rate fast", "5 bond0 bond mode 802.3ad"),

	/* --------------------------------------------------------------- one_monitor */
	{ "one_monitor", BONDNL_CREATE,
		"bond0 miimon 100 arp_interval 100 arp_ip_target 192.0.2.1", NULL,
		-EINVAL, "arp_interval", "watched by miimon or by ARP, not by both",
		"leave out one of", NULL },
	PASS("one_monitor", "bond0 miimon 0 arp_interval 100 arp_ip_target 192.0.2.1"),
	PASS("one_monitor", "bond0 miimon 100 arp_interval 0"),
	PASS("one_monitor", "bond0 miimon 100"),

	/* -------------------------------------------------------- validate_needs_arp */
	{ "validate_needs_arp", BONDNL_CREATE, "bond0 mode 1 miimon 100 arp_validate all",
		NULL, -EINVAL, "arp_validate", "the bond is watched by miimon 100",
		"say arp_interval", NULL },
	/* not in one message with miimon: the driver takes it */
	WARN("validate_needs_arp", "bond0 mode 1 arp_validate all",
		"5 bond0 bond miimon 50",
		"warning: arp_validate is of no use while the bond is watched by miimon "
		"50\n"),
	PASS("validate_needs_arp",
		"bond0 mode 1 arp_validate all arp_interval 100 arp_ip_target 192.0.2.1"),
	/* one that the module made with a monitor of its own: arp_interval ends that */
	PASS_WITH("validate_needs_arp",
		"bond0 mode 1 arp_interval 100 arp_ip_target 192.0.2.1 arp_validate all",
		"5 bond0 bond miimon 100"),
	PASS("validate_needs_arp", "bond0 mode 1 arp_validate none miimon 100"),
	PASS_WITH("validate_needs_arp", "bond0 mode 1 arp_validate all miimon 0",
		"5 bond0 bond miimon 50"),

	/* -------------------------------------------------------- delay_needs_miimon */
	{ "delay_needs_miimon", BONDNL_CREATE, "bond0 updelay 200", NULL, -EPERM,
		"updelay", "needs miimon, and miimon is off here",
		"say miimon 100, or leave out updelay", NULL },
	{ "delay_needs_miimon", BONDNL_CREATE, "bond0 miimon 0 downdelay 200", NULL,
		-EPERM, "downdelay", "needs miimon, and miimon is 0 here",
		"leave out downdelay", NULL },
	/* even 0 is refused */
	{ "delay_needs_miimon", BONDNL_CREATE, "bond0 updelay 0", NULL, -EPERM, "updelay",
		"needs miimon", "say miimon", NULL },
	{ "delay_needs_miimon", BONDNL_CREATE, "bond0 peer_notify_delay 100", NULL,
		-EPERM, "peer_notify_delay", "needs miimon",
		"leave out peer_notify_delay", NULL },
	PASS("delay_needs_miimon",
		"bond0 miimon 100 updelay 200 downdelay 0 peer_notif_delay 300"),
	PASS_WITH("delay_needs_miimon", "bond0 updelay 200", "5 bond0 bond miimon 50"),
	WARN("delay_needs_miimon", "bond0 miimon 100 updelay 250", NULL,
		"warning: updelay: requested 250, got 200: the driver keeps it as a "
		"multiple of miimon 100\n"),
	WARN("delay_needs_miimon", "bond0 updelay 30", "5 bond0 bond miimon 50",
		"warning: updelay: requested 30, got 0: the driver keeps it as a "
		"multiple of miimon 50\n"),

	/* ------------------------------------------------------------ option_is_known */
	{ "option_is_known", BONDNL_SET, "bond0 lacp_strict on", "5 bond0 bond mode 4",
		-EOPNOTSUPP, "lacp_strict", "this kernel does not know lacp_strict",
		"leave out lacp_strict", NULL },
	{ "option_is_known", BONDNL_SET, "bond0 num_grat_arp 3",
		"5 bond0 bond mode 1 no num_peer_notif", -EOPNOTSUPP, "num_grat_arp",
		"this kernel does not know num_peer_notif", "leave out num_grat_arp",
		NULL },
	SET("option_is_known", "bond0 num_grat_arp 3", "5 bond0 bond mode 1"),
	/* not reported without the privilege, or as long as there is none */
	SET("option_is_known", "bond0 ad_actor_sys_prio 3",
		"5 bond0 bond mode 4 no ad_actor_sys_prio"),
	SET("option_is_known", "bond0 arp_ip_target 192.0.2.1", "5 bond0 bond mode 1"),
	/* of a new bond nothing is known yet */
	PASS("option_is_known", "bond0 mode 4 lacp_strict on"),

	/* ------------------------------------------------------------------ bare_bond */
	{ "bare_bond", BONDNL_SET, "bond0 mode 802.3ad",
		"5 bond0 bond up mode 1; 2 eth0 up master 5; 3 eth1 up master 5",
		-ENOTEMPTY, "mode",
		"only on a bond that is down and without slaves (slaves: eth0 eth1)",
		"with --disrupt the slaves are released and added again", NULL },
	{ "bare_bond", BONDNL_SET, "bond0 mode 802.3ad", "5 bond0 bond up mode 1",
		-EBUSY, "mode", "down and without slaves (it is up)",
		"with --disrupt it is taken down and brought up again", NULL },
	{ "bare_bond", BONDNL_SET, "bond0 fail_over_mac active",
		"5 bond0 bond mode 1; 2 eth0 up master 5", -ENOTEMPTY, "fail_over_mac",
		"only on a bond that is without slaves (slaves: eth0)", "--disrupt", NULL },
	{ "bare_bond", BONDNL_SET, "bond0 lacp_rate fast", "5 bond0 bond up mode 4",
		-EBUSY, "lacp_rate", "only on a bond that is down (it is up)",
		"--disrupt", NULL },
	SET("bare_bond", "bond0 lacp_rate fast down", "5 bond0 bond up mode 4"),
	SET("bare_bond", "bond0 lacp_rate fast",
		"5 bond0 bond mode 4; 2 eth0 up master 5"),
	SET("bare_bond", "bond0 lacp_rate slow", "5 bond0 bond up mode 4"),
	SET("bare_bond", "bond0 fail_over_mac active", "5 bond0 bond up mode 1"),

	/* ---------------------------------------------------------------- targets_fit */
	{ "targets_fit", BONDNL_CREATE,
		"bond0 arp_ip_target 192.0.2.1,192.0.2.2,192.0.2.1", NULL, -EINVAL,
		"arp_ip_target", "192.0.2.1 is named twice", NULL, NULL },
	{ "targets_fit", BONDNL_SET, "bond0 ns_ip6_target fe80::1,fe80:0::1",
		"5 bond0 bond mode 1", -EINVAL, "ns_ip6_target", "fe80::1 is named twice",
		NULL, NULL },
	{ "targets_fit", BONDNL_CREATE, "bond0 arp_ip_target " IP4_16 ",192.0.2.17", NULL,
		-EINVAL, "arp_ip_target", "16 targets at most", NULL, NULL },
	PASS("targets_fit", "bond0 arp_ip_target " IP4_16),

	/* ----------------------------------------------------------- active_is_usable */
	{ "active_is_usable", BONDNL_SET, "bond0 active_slave eth0",
		"5 bond0 bond up mode 1; 2 eth0 master 5", -EINVAL, "active_slave",
		"eth0 cannot carry traffic now: it is down", "ip link set eth0 up", NULL },
	{ "active_is_usable", BONDNL_FAILOVER, "bond0 eth0",
		"5 bond0 bond up mode 1; 2 eth0 up nocarrier master 5", -EINVAL, "eth0",
		"it cannot carry traffic now: it has no carrier", NULL, NULL },
	SET("active_is_usable", "bond0 active_slave eth0",
		"5 bond0 bond up mode 1; 2 eth0 up master 5"),
	SET("active_is_usable", "bond0 active_slave none", "5 bond0 bond up mode 1"),

	/* ------------------------------------------------------------- target_is_host */
	{ "target_is_host", BONDNL_CREATE, "bond0 arp_ip_target 192.0.2.1,0.0.0.0", NULL,
		-EINVAL, "arp_ip_target", "0.0.0.0 is not the address of a host", NULL,
		NULL },
	{ "target_is_host", BONDNL_CREATE, "bond0 arp_ip_target 255.255.255.255", NULL,
		-EINVAL, "arp_ip_target", "255.255.255.255 is not", NULL, NULL },
	{ "target_is_host", BONDNL_CREATE, "bond0 ns_ip6_target ::", NULL, -EINVAL,
		"ns_ip6_target", ":: is not", NULL, NULL },
	{ "target_is_host", BONDNL_CREATE, "bond0 ns_ip6_target fe80::1,::1", NULL,
		-EINVAL, "ns_ip6_target", "::1 is not", NULL, NULL },
	{ "target_is_host", BONDNL_CREATE, "bond0 ns_ip6_target ff02::1", NULL, -EINVAL,
		"ns_ip6_target", "ff02::1 is not", NULL, NULL },
	PASS("target_is_host",
		"bond0 arp_ip_target 192.0.2.1,192.0.2.2 ns_ip6_target fe80::1"),
	PASS("target_is_host", "bond0 arp_ip_target none ns_ip6_target none"),

	/* ----------------------------------------------------------- arp_needs_target */
	WARN("arp_needs_target", "bond0 mode 1 arp_interval 100", NULL,
		"warning: arp_interval without arp_ip_target or ns_ip6_target asks "
		"nobody\n"),
	PASS("arp_needs_target", "bond0 mode 1 arp_interval 100 arp_ip_target 192.0.2.1"),
	PASS("arp_needs_target", "bond0 mode 1 arp_interval 100 ns_ip6_target fe80::1"),
	PASS("arp_needs_target", "bond0 mode 1 arp_interval 0"),
	PASS_WITH("arp_needs_target", "bond0 mode 1 arp_interval 100",
		"5 bond0 bond arp_ip_target 192.0.2.1"),
	PASS_WITH("arp_needs_target", "bond0 mode 1 arp_interval 100",
		"5 bond0 bond ns_ip6_target fe80::1"),

	/* ------------------------------------------------------ system_mac_is_unicast */
	{ "system_mac_is_unicast", BONDNL_CREATE,
		"bond0 mode 4 ad_actor_system 01:00:00:00:00:01", NULL, -EINVAL,
		"ad_actor_system", "no multicast address", NULL, NULL },
	{ "system_mac_is_unicast", BONDNL_CREATE,
		"bond0 mode 4 ad_actor_system ff:ff:ff:ff:ff:ff", NULL, -EINVAL,
		"ad_actor_system", "no multicast address", NULL, NULL },
	PASS("system_mac_is_unicast", "bond0 mode 4 ad_actor_system fe:ff:ff:ff:ff:ff"),
	PASS("system_mac_is_unicast", "bond0 mode 4 ad_actor_system 00:00:00:00:00:00"),

	/* -------------------------------------------------------------- queue_id_once */
	{ "queue_id_once", BONDNL_CREATE,
		"bond0 slave eth0 queue_id 3 slave eth1 queue_id 3", NULL, -EPERM,
		"queue_id", "3 is said for two slaves, eth0 and eth1", NULL, NULL },
	{ "queue_id_once", BONDNL_ADD, "bond0 eth0 queue_id 3 eth1 eth2 queue_id 3",
		"5 bond0 bond", -EPERM, "queue_id", "eth0 and eth2", NULL, NULL },
	{ "queue_id_once", BONDNL_SET, "bond0 slave eth0 queue_id 3",
		"5 bond0 bond; 2 eth0 up master 5; 3 eth1 up master 5 queue_id 3", -EPERM,
		"queue_id", "3 for slave eth0: eth1 has it already", NULL, NULL },
	SET("queue_id_once", "bond0 slave eth0 queue_id 3 slave eth1 queue_id 4",
		"5 bond0 bond; 2 eth0 up master 5; 3 eth1 up master 5 queue_id 3"),
	PASS("queue_id_once", "bond0 slave eth0 queue_id 3 slave eth1 queue_id 4"),
	PASS("queue_id_once", "bond0 slave eth0 queue_id 0 slave eth1 queue_id 0"),

	/* ------------------------------------------------------------- lladdr_is_ours */
	{ "lladdr_is_ours", BONDNL_CREATE,
		"bond0 mode 1 fail_over_mac active lladdr 02:00:00:00:00:01", NULL,
		-EINVAL, "lladdr",
		"with fail_over_mac active the bond's MAC is that of a slave",
		"leave out lladdr or fail_over_mac", NULL },
	{ "lladdr_is_ours", BONDNL_CREATE,
		"bond0 mode 1 fail_over_mac follow lladdr 02:00:00:00:00:01", NULL,
		-EINVAL, "lladdr", "with fail_over_mac follow", "leave out lladdr or",
		NULL },
	{ "lladdr_is_ours", BONDNL_CREATE, "bond0 mode 1 lladdr 02:00:00:00:00:01",
		"5 bond0 bond fail_over_mac active", -EINVAL, "lladdr",
		"with fail_over_mac active", "a slave here is wireless", NULL },
	PASS("lladdr_is_ours", "bond0 mode 1 lladdr 02:00:00:00:00:01"),
	PASS("lladdr_is_ours",
		"bond0 mode 1 fail_over_mac none lladdr 02:00:00:00:00:01"),
	PASS("lladdr_is_ours", "bond0 mode 1 fail_over_mac active"),
	/* other modes have no such policy */
	PASS("lladdr_is_ours",
		"bond0 mode 0 fail_over_mac active lladdr 02:00:00:00:00:01"),

	/* ------------------------------------------------------------ gateway_is_near */
	{ "gateway_is_near", BONDNL_CREATE,
		"bond0 address 192.0.2.5/24 gateway 192.0.3.1", NULL, -ENETUNREACH,
		"gateway", "192.0.3.1 is in no network of an address given here",
		"so that it holds 192.0.3.1", NULL },
	{ "gateway_is_near", BONDNL_CREATE, "bond0 gateway 192.0.2.1", NULL, -ENETUNREACH,
		"gateway", "192.0.2.1 is in no network", "holds 192.0.2.1", NULL },
	{ "gateway_is_near", BONDNL_CREATE,
		"bond0 address 192.0.2.5/24 gateway 2001:db8::1", NULL, -ENETUNREACH,
		"gateway", "2001:db8::1 is in no network", "holds", NULL },
	{ "gateway_is_near", BONDNL_CREATE,
		"bond0 down address 192.0.2.5/24 gateway 192.0.2.1", NULL, -ENETDOWN,
		"gateway", "a bond that is down can have no route", NULL, NULL },
	PASS("gateway_is_near",
		"bond0 address 10.0.0.5/8 address 192.0.2.5/24 gateway 192.0.2.1"),
	PASS("gateway_is_near", "bond0 address 2001:db8::5/64 gateway 2001:db8::1"),
	PASS("gateway_is_near", "bond0 gateway fe80::1"), /* on every link */
	PASS("gateway_is_near", "bond0 down address 192.0.2.5/24"),
	{ "gateway_is_near", BONDNL_SET, "bond0 gateway 192.0.3.1",
		"5 bond0 bond up addr 192.0.2.5/24", -ENETUNREACH, "gateway",
		"192.0.3.1 is in no network of an address that the bond has",
		"holds 192.0.3.1", NULL },
	{ "gateway_is_near", BONDNL_SET, "bond0 gateway 192.0.2.1",
		"5 bond0 bond addr 192.0.2.5/24", -ENETDOWN, "gateway",
		"a bond that is down can have no route", NULL, NULL },
	SET("gateway_is_near", "bond0 gateway 192.0.2.1",
		"5 bond0 bond up addr 192.0.2.5/24"),
};
/* clang-format on */

/* What resolve does before the rules are asked. */
static void name_links(struct optset *o, const struct snapshot *s)
{
	optmask mask = o->present & optmask_type(OPTION_LINK);

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		const struct link *l = snapshot_asked(s, optset_link(o, id));

		if (l)
			o->number[id] = l->ifindex;
	}
}

static int check(const struct row *r, struct notes *notes, struct bondnl_error *err)
{
	_cleanup_free_ char *scene = strdup(r->have ? r->have : "1 lo loopback");
	const char *lines[8] = { NULL };
	size_t n = 0;
	static const struct optset nothing;
	struct bondnl_spec spec = { 0 };
	struct snapshot s = { 0 };
	struct rule_case c;
	int rc;

	rc = unit_spec(&spec, r->intent, r->line, err);
	ck_assert_msg(rc == 0, "%s: %s", err->subject, err->text);
	ck_assert_ptr_nonnull(scene);
	for (char *line = strtok(scene, ";"); line && n < 7; line = strtok(NULL, ";"))
		lines[n++] = line + strspn(line, " ");
	scene_read(&s, lines);
	name_links(&spec.bonds->options, &s);
	c = (struct rule_case){
		.wanted = spec.bonds,
		.options = &spec.bonds->options,
		.have = r->have ? &s.links->options : &nothing,
		.bond = r->intent != BONDNL_CREATE && r->have ? s.links : NULL,
		.now = &s,
	};
	c.mode = optset_number(
		c.options, BONDNL_OPT_MODE, optset_number(c.have, BONDNL_OPT_MODE, -1));
	rc = rules_check(&c, notes, err);
	spec_clear(&spec);
	snapshot_free(&s);
	return rc;
}

START_TEST(test_row)
{
	const struct row *r = &rows[_i];
	_cleanup_text_ struct text said = { 0 };
	struct bondnl_error err = { 0 };
	struct notes notes = { 0 };

	ck_assert_int_eq(check(r, &notes, &err), r->error);
	ck_assert_int_eq(err.code, r->error);
	ck_assert(!err.usage);
	ck_assert_error(&err, r->subject, r->text, r->hint);
	unit_print_notes(&notes, &said);
	ck_assert_str_eq(text_str(&said), r->note ? r->note : "");
	notes_free(&notes);
}
END_TEST

/* Every rule has a row that it objects to and one that passes; no row names another. */
START_TEST(test_every_rule_is_tested)
{
	size_t n = 0;

	for (; rules_name(n); n++) {
		size_t objects = 0, passes = 0;

		for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
			if (!str_eq(rows[i].rule, rules_name(n)))
				continue;
			if (rows[i].error || rows[i].note)
				objects++;
			else
				passes++;
		}
		ck_assert_msg(objects, "no row that %s refuses", rules_name(n));
		ck_assert_msg(passes, "no row that passes %s", rules_name(n));
	}
	ck_assert_uint_gt(n, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool known = false;

		for (size_t k = 0; k < n; k++)
			known |= str_eq(rules_name(k), rows[i].rule);
		ck_assert_msg(known, "no rule %s", rows[i].rule);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rules");

	unit_rows(s, "row", test_row, ARRAY_SIZE(rows));
	unit_one(s, "every rule is tested", test_every_rule_is_tested);
	return unit_run(s);
}
