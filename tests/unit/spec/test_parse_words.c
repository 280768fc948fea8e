/*
 * The grammar: words that are taken, with the whole spec that comes of them, and words
 * that are refused, with the error told. What is there, and whether it fits together,
 * are the tests of resolve and rules.
 */
#include <errno.h>

#include "spec/parse_words.h"
#include "support/unit.h"

/* ------------------------------------------------------------------------- accepted */

/* clang-format off */
static const struct {
	enum bondnl_intent intent;
	const char *line;
	const char *spec;
} accepted[] = {
	{ BONDNL_CREATE, "bond0", "create bond0 new:" },
	{ BONDNL_CREATE,
		"bond0 mode active-backup miimon 100 address 192.168.1.211/24 slave "
		"eth0 slave wlan0",
		"create bond0 new: mode active-backup miimon 100 address "
		"192.168.1.211/24 slave eth0 slave wlan0" },
	/* any order */
	{ BONDNL_CREATE,
		"bond0 slave eth0 slave wlan0 address 192.168.1.211/24 miimon 100 mode "
		"active-backup",
		"create bond0 new: mode active-backup miimon 100 address "
		"192.168.1.211/24 slave eth0 slave wlan0" },
	{ BONDNL_CREATE,
		"bond0 slave eth0 miimon 100 slave wlan0 mode active-backup address "
		"192.168.1.211/24",
		"create bond0 new: mode active-backup miimon 100 address "
		"192.168.1.211/24 slave eth0 slave wlan0" },
	/* options of slaves belong to the one before, whatever stands between */
	{ BONDNL_CREATE, "bond0 slave eth0 prio 5 queue_id 1 slave eth1 prio -5",
		"create bond0 new: slave eth0 queue_id 1 prio 5 slave eth1 prio -5" },
	{ BONDNL_CREATE, "bond0 slave eth0 mode 1 prio 5",
		"create bond0 new: mode active-backup slave eth0 prio 5" },
	{ BONDNL_CREATE, "bond0 slave eth0 actor_port_prio 7 mode 802.3ad lacp_rate fast",
		"create bond0 new: mode 802.3ad lacp_rate fast slave eth0 "
		"actor_port_prio 7" },
	{ BONDNL_CREATE, "bond0 slave eth0 move prio 1",
		"create bond0 new: slave eth0 move prio 1" },
	{ BONDNL_CREATE, "bond0 slave eth0 prio 1 move",
		"create bond0 new: slave eth0 move prio 1" },
	{ BONDNL_ADD, "bond0 eth0 flush prio 1 move eth1",
		"add bond0: slave eth0 move flush prio 1 slave eth1" },
	/* numbers for names, and the other spellings that people know */
	{ BONDNL_CREATE, "bond0 mode 1 num_grat_arp 3",
		"create bond0 new: mode active-backup num_peer_notif 3 (num_grat_arp)" },
	{ BONDNL_CREATE, "bond0 num_unsol_na 3",
		"create bond0 new: num_peer_notif 3 (num_unsol_na)" },
	{ BONDNL_CREATE, "bond0 peer_notify_delay 1s",
		"create bond0 new: peer_notif_delay 1000 (peer_notify_delay)" },
	{ BONDNL_CREATE, "bond0 missed_max 3",
		"create bond0 new: arp_missed_max 3 (missed_max)" },
	/* the device that is migrated is the first word */
	{ BONDNL_MIGRATE, "bond0 eth0", "migrate bond0 new: slave eth0 flush" },
	{ BONDNL_MIGRATE, "bond0 eth0 prio 5 mode 1 slave eth1 prio 3 move mtu 1400 up",
		"migrate bond0 new: mode active-backup up mtu 1400 slave eth0 flush prio 5 "
		"slave eth1 move prio 3" },
	{ BONDNL_MIGRATE, "bond0 mode address 192.0.2.5/24 gateway 192.0.2.1",
		"migrate bond0 new: address 192.0.2.5/24 gateway 192.0.2.1 slave mode "
		"flush" },
	{ BONDNL_MIGRATE_BACK, "bond0 eth0",
		"migrate --back bond0 absent: release eth0" },
	{ BONDNL_APPLY, "bond0 mode 1; slave eth0; prio 7; slave eth1 optional move",
		"apply bond0: mode active-backup slave eth0 prio 7 slave eth1 move optional" },
	/* the words of the table, each type once */
	{ BONDNL_CREATE,
		"bond0 arp_interval 1s arp_ip_target 192.0.2.1,192.0.2.2 ns_ip6_target "
		"fe80::1",
		"create bond0 new: arp_interval 1000 arp_ip_target 192.0.2.1,192.0.2.2 "
		"ns_ip6_target fe80::1" },
	{ BONDNL_CREATE, "bond0 arp_ip_target none",
		"create bond0 new: arp_ip_target none" },
	{ BONDNL_CREATE, "bond0 ad_actor_system 02:00:00:00:00:01",
		"create bond0 new: ad_actor_system 02:00:00:00:00:01" },
	{ BONDNL_CREATE, "bond0 primary eth0 active_slave eth1",
		"create bond0 new: active_slave eth1 primary eth0" },
	{ BONDNL_CREATE, "bond0 miimon 0", "create bond0 new: miimon 0" },
	/* the bond as a link */
	{ BONDNL_CREATE, "bond0 up", "create bond0 new: up" },
	{ BONDNL_CREATE, "bond0 down", "create bond0 new: down" },
	{ BONDNL_CREATE, "bond0 mtu 9000", "create bond0 new: mtu 9000" },
	{ BONDNL_CREATE, "bond0 mtu 68", "create bond0 new: mtu 68" },
	{ BONDNL_CREATE, "bond0 mtu 65535", "create bond0 new: mtu 65535" },
	{ BONDNL_CREATE, "bond0 lladdr 02:00:00:00:00:01",
		"create bond0 new: lladdr 02:00:00:00:00:01" },
	{ BONDNL_CREATE,
		"bond0 address 192.0.2.1/24 address 2001:db8::1/64 address 192.0.2.2/24",
		"create bond0 new: address 192.0.2.1/24 address 2001:db8::1/64 address "
		"192.0.2.2/24" },
	{ BONDNL_CREATE, "bond0 address 2001:DB8:0::1/64",
		"create bond0 new: address 2001:db8::1/64 (2001:DB8:0::1/64)" },
	/* one address in two networks is two */
	{ BONDNL_CREATE, "bond0 address 192.0.2.1/24 address 192.0.2.1/25",
		"create bond0 new: address 192.0.2.1/24 address 192.0.2.1/25" },
	{ BONDNL_CREATE, "bond0 gateway 192.0.2.254",
		"create bond0 new: gateway 192.0.2.254" },
	{ BONDNL_CREATE, "bond0 gateway fe80::1 gateway 192.0.2.254",
		"create bond0 new: gateway 192.0.2.254 gateway fe80::1" },
	/* names */
	{ BONDNL_CREATE, "fifteen-letters", "create fifteen-letters new:" },
	{ BONDNL_CREATE, "bond0 slave mode", "create bond0 new: slave mode" },
	{ BONDNL_CREATE, "bond0 slave enx001122334455-by-another-name",
		"create bond0 new: slave enx001122334455-by-another-name" },

	{ BONDNL_ADD, "bond0 eth0", "add bond0: slave eth0" },
	{ BONDNL_ADD, "bond0 eth0 eth1", "add bond0: slave eth0 slave eth1" },
	{ BONDNL_ADD, "bond0 slave eth0 eth1", "add bond0: slave eth0 slave eth1" },
	{ BONDNL_ADD, "bond0 eth0 prio 5 eth1 queue_id 3 move",
		"add bond0: slave eth0 prio 5 slave eth1 move queue_id 3" },
	/* what is a word of create is no device elsewhere, unless slave says so */
	{ BONDNL_ADD, "bond0 slave up", "add bond0: slave up" },
	{ BONDNL_ADD, "bond0 slave prio prio 5", "add bond0: slave prio prio 5" },
	{ BONDNL_ADD, "bond0 slave mode", "add bond0: slave mode" },
	{ BONDNL_ADD, "a-bond-known-by-a-longer-altname eth0",
		"add a-bond-known-by-a-longer-altname: slave eth0" },

	{ BONDNL_REMOVE, "bond0 eth0", "remove bond0: release eth0" },
	{ BONDNL_REMOVE, "bond0 eth0 slave eth1",
		"remove bond0: release eth0 release eth1" },
	{ BONDNL_REMOVE, "bond0 slave prio", "remove bond0: release prio" },
	{ BONDNL_REMOVE, "bond0 state", "remove bond0: release state" },
	{ BONDNL_DELETE, "mode", "del mode absent:" },
	{ BONDNL_REMOVE, "bond0 slave move", "remove bond0: release move" },

	{ BONDNL_DELETE, "bond0", "del bond0 absent:" },
	{ BONDNL_DELETE, "bond0 bond1", "del bond0 absent:; del bond1 absent:" },

	{ BONDNL_FAILOVER, "bond0", "failover bond0:" },
	{ BONDNL_FAILOVER, "bond0 eth1", "failover bond0: active_slave eth1" },
	{ BONDNL_FAILOVER, "bond0 enx020000000001-and-more",
		"failover bond0: active_slave enx020000000001-and-more" },
	{ BONDNL_FAILOVER, "bond0 mode", "failover bond0: active_slave mode" },
};
/* clang-format on */

START_TEST(test_accepted)
{
	struct bondnl_spec spec = { 0 };
	struct bondnl_error err = { 0 };
	_cleanup_text_ struct text t = { 0 };
	int rc = unit_spec(&spec, accepted[_i].intent, accepted[_i].line, &err);

	ck_assert_msg(rc == 0, "%s: %s", err.subject, err.text);
	ck_assert_int_eq(err.code, 0);
	unit_print_spec(&spec, &t);
	ck_assert_str_eq(text_str(&t), accepted[_i].spec);
	spec_clear(&spec);
}
END_TEST

/* ------------------------------------------------------------------------- refused */

#define UNKNOWN "no such option or word"
#define ONLY_15 "a device name has at most 15 bytes"

/* clang-format off */
static const struct {
	enum bondnl_intent intent;
	const char *line;
	const char *subject, *text, *hint;
} refused[] = {
	/* not understood */
	{ BONDNL_CREATE, "bond0 xmit_hash_polcy layer2", "xmit_hash_polcy", UNKNOWN,
		"did you mean xmit_hash_policy?" },
	{ BONDNL_CREATE, "bond0 salve eth0", "salve", UNKNOWN, "did you mean slave?" },
	{ BONDNL_CREATE, "bond0 adress 192.0.2.1/24", "adress", UNKNOWN,
		"did you mean address?" },
	{ BONDNL_CREATE, "bond0 slave eth0 pri 5", "pri", UNKNOWN, "did you mean prio?" },
	{ BONDNL_CREATE, "bond0 miimon100", "miimon100", UNKNOWN,
		"did you mean miimon?" },
	{ BONDNL_CREATE, "bond0 lacp fast", "lacp", UNKNOWN, "did you mean lacp_" },
	{ BONDNL_CREATE, "bond0 eth0", "eth0", UNKNOWN, "slaves are said as slave DEV" },
	{ BONDNL_CREATE, "bond0 slave eth0 eth1", "eth1", UNKNOWN,
		"slaves are said as slave DEV" },
	{ BONDNL_CREATE, "bond0 ''", "", UNKNOWN, "slaves are said as slave DEV" },
	{ BONDNL_CREATE, "bond0 192.0.2.1/24", "192.0.2.1/24", UNKNOWN,
		"slaves are said as" },
	/* no prefixes, no other case */
	{ BONDNL_CREATE, "bond0 addr 192.0.2.1/24", "addr", UNKNOWN,
		"did you mean address?" },
	{ BONDNL_CREATE, "bond0 Mode 1", "Mode", UNKNOWN, "did you mean mode?" },

	/* something is missing */
	{ BONDNL_CREATE, "bond0 slave", "slave",
		"the name of a device is missing after it", NULL },
	{ BONDNL_CREATE, "bond0 address", "address",
		"an address such as 192.168.1.211/24 is missing", NULL },
	{ BONDNL_CREATE, "bond0 gateway", "gateway",
		"an address such as 192.168.1.1 is missing", NULL },
	{ BONDNL_CREATE, "bond0 mtu", "mtu", "a number of bytes is missing", NULL },
	{ BONDNL_CREATE, "bond0 lladdr", "lladdr",
		"a MAC such as 02:00:00:00:00:01 is missing", NULL },
	{ BONDNL_CREATE, "bond0 mode", "mode", "a value is missing after it",
		"it takes balance-rr, active-backup, " },
	{ BONDNL_CREATE, "bond0 slave eth0 prio", "prio", "a value is missing after it",
		"it takes -2147483648 to 2147483647" },
	{ BONDNL_CREATE, "bond0 num_grat_arp", "num_grat_arp",
		"a value is missing after it", "it takes 0 to 255" },
	{ BONDNL_ADD, "bond0", "", "the name of a slave is missing",
		"bondnl add bond0 eth0" },
	{ BONDNL_REMOVE, "bond0", "", "the name of a slave is missing",
		"bondnl remove bond0 eth0" },
	{ BONDNL_DELETE, "", "", "the name of a bond is missing", NULL },
	{ BONDNL_CREATE, "mode active-backup", "",
		"the name of the bond is missing before it",
		"bondnl create bond0 mode ..." },
	{ BONDNL_CREATE, "slave eth0", "", "the name of the bond is missing",
		"bondnl create bond0 slave ..." },
	{ BONDNL_CREATE, "prio 5", "", "the name of the bond is missing", "create" },
	{ BONDNL_MIGRATE, "mode 1", "", "the name of the bond is missing before it",
		"bondnl migrate NIC bond0 mode ..." },
	{ BONDNL_MIGRATE, "bond0", "", "the device whose addresses move is missing",
		NULL },
	{ BONDNL_MIGRATE_BACK, "bond0", "", "the device whose addresses move is missing",
		NULL },
	{ BONDNL_MIGRATE_BACK, "bond0 eth0 eth1", "eth1",
		"one slave of the bond is all it takes", NULL },
	{ BONDNL_MIGRATE, "bond0 bond0", "bond0", "a bond cannot be its own slave", NULL },
	{ BONDNL_MIGRATE, "bond0 eth0 slave eth0 prio 3", "eth0",
		"is a slave already: it is what is migrated",
		"migrate eth0 bond0 prio 5 ..." },
	{ BONDNL_MIGRATE, "bond0 eth0 move", "move", "belongs to a slave", NULL },
	{ BONDNL_MIGRATE, "bond0 eth0 flush", "flush", "belongs to a slave", NULL },
	{ BONDNL_MIGRATE, "bond0 eth0 down", "down", "is no word for migrate",
		"'bondnl migrate --help' lists the words" },
	{ BONDNL_MIGRATE, "bond0 eth0 mod 1", "mod", "no such option or word",
		"did you mean mode?" },
	{ BONDNL_CREATE, "num_grat_arp 1", "", "the name of the bond is missing",
		"create" },

	/* said twice */
	{ BONDNL_CREATE, "bond0 miimon 100 miimon 100", "miimon", "is said twice",
		"say it once" },
	{ BONDNL_CREATE, "bond0 num_peer_notif 1 num_grat_arp 1", "num_grat_arp",
		"is the same option as num_peer_notif", NULL },
	{ BONDNL_CREATE, "bond0 slave eth0 slave eth0", "eth0", "is said twice",
		"say it once" },
	{ BONDNL_CREATE, "bond0 slave eth0 prio 1 prio 2", "prio", "is said twice",
		"say it once" },
	{ BONDNL_CREATE, "bond0 up up", "up", "is said twice", "say it once" },
	{ BONDNL_CREATE, "bond0 down down", "down", "is said twice", "say it once" },
	{ BONDNL_CREATE, "bond0 up down", "up, down", "both are said", NULL },
	{ BONDNL_CREATE, "bond0 mtu 1500 mtu 1500", "mtu", "is said twice",
		"say it once" },
	{ BONDNL_CREATE, "bond0 lladdr 02:00:00:00:00:01 lladdr 02:00:00:00:00:02",
		"lladdr", "is said twice", "say it once" },
	{ BONDNL_CREATE, "bond0 address 192.0.2.1/24 address 192.0.2.1/24", "address",
		"192.0.2.1/24 is said twice", NULL },
	{ BONDNL_CREATE, "bond0 address fe80::1/64 address fe80:0::1/64", "address",
		"fe80:0::1/64 is said twice", NULL },
	{ BONDNL_CREATE, "bond0 gateway 192.0.2.1 gateway 192.0.2.2", "gateway",
		"one for each of v4 and v6", NULL },
	{ BONDNL_CREATE, "bond0 gateway fe80::1 gateway fe80::2", "gateway",
		"one for each of v4 and v6", NULL },
	{ BONDNL_ADD, "bond0 eth0 eth0", "eth0", "is said twice", "say it once" },
	{ BONDNL_REMOVE, "bond0 eth0 slave eth0", "eth0", "is said twice",
		"say it once" },
	{ BONDNL_DELETE, "bond0 bond0", "", "is said twice", "say it once" },
	{ BONDNL_FAILOVER, "bond0 eth0 eth1", "eth1",
		"only one slave can be made the active one",
		NULL },

	/* out of place */
	{ BONDNL_CREATE, "bond0 prio 5", "prio", "belongs to a slave: say it after one",
		"slave DEV prio N" },
	{ BONDNL_CREATE, "bond0 move", "move", "belongs to a slave: say it after one",
		NULL },
	{ BONDNL_ADD, "bond0 queue_id 5", "queue_id",
		"belongs to a slave: say it after one", "add BOND DEV queue_id N" },
	{ BONDNL_CREATE, "bond0 slave eth0 link_failure_count 0", "link_failure_count",
		"is reported by the driver, not set", NULL },
	{ BONDNL_CREATE, "bond0 state active", "state",
		"is reported by the driver, not set", NULL },
	{ BONDNL_CREATE, "bond0 slave eth0 state active", "state",
		"is reported by the driver, not set", NULL },
	{ BONDNL_ADD, "bond0 eth0 mode 1", "mode",
		"is a word for create and set; add takes slaves only",
		"a device called mode would be said as slave mode" },
	{ BONDNL_ADD, "bond0 miimon 100", "miimon", "add takes slaves only",
		"slave miimon" },
	{ BONDNL_ADD, "bond0 up", "up", "is a word for create and set; add takes slaves only",
		"slave up" },
	{ BONDNL_ADD, "bond0 eth0 address 192.0.2.1/24", "address",
		"add takes slaves only", "slave address" },
	{ BONDNL_REMOVE, "bond0 num_grat_arp 100", "num_grat_arp",
		"remove takes slaves only", "slave num_grat_arp" },
	{ BONDNL_REMOVE, "bond0 eth0 prio 5", "prio",
		"is an option of a slave, for create, add and set", "slave prio" },
	{ BONDNL_REMOVE, "bond0 eth0 move", "move", "remove takes slaves only",
		"slave move" },

	/* wrong values, named by where they stand */
	{ BONDNL_CREATE, "bond0 mode active", "mode", "'active' is not a value",
		"active-backup?" },
	{ BONDNL_CREATE, "bond0 num_grat_arp 256", "num_grat_arp",
		"'256' is not a value", "it takes 0 to 255" },
	{ BONDNL_CREATE, "bond0 mtu 67", "mtu", "'67' is not a value", "68 to 65535" },
	{ BONDNL_CREATE, "bond0 mtu 65536", "mtu", "'65536' is not a value",
		"68 to 65535" },
	{ BONDNL_CREATE, "bond0 mtu 0", "mtu", "'0' is not a value", "68 to 65535" },
	{ BONDNL_CREATE, "bond0 mtu jumbo", "mtu", "'jumbo' is not a value",
		"68 to 65535" },
	{ BONDNL_CREATE, "bond0 lladdr 02:00", "lladdr", "'02:00' is not a MAC",
		"02:00:00:00:00:01" },
	{ BONDNL_CREATE, "bond0 lladdr 00:00:00:00:00:00", "lladdr",
		"no MAC that a device can have", NULL },
	{ BONDNL_CREATE, "bond0 lladdr 01:00:5e:00:00:01", "lladdr",
		"(it is a multicast address)", NULL },
	{ BONDNL_CREATE, "bond0 lladdr ff:ff:ff:ff:ff:ff", "lladdr",
		"(it is a multicast address)", NULL },
	{ BONDNL_CREATE, "bond0 address 192.0.2.1", "address",
		"'192.0.2.1': the length of the network is missing",
		"say it as address 192.168" },
	{ BONDNL_CREATE, "bond0 address eth0", "address", "'eth0': not an address",
		"say it as" },
	{ BONDNL_CREATE, "bond0 gateway 192.0.2.1/24", "gateway",
		"'192.0.2.1/24' is not an address", "without a network length" },
	{ BONDNL_CREATE, "bond0 gateway router", "gateway", "'router' is not an address",
		"say it as gateway 192.168.1.1" },

	/* names */
	{ BONDNL_CREATE, "sixteen-letters-", "", ONLY_15, "choose a shorter name" },
	{ BONDNL_CREATE, "bond%d", "", "is a pattern to the kernel", NULL },
	{ BONDNL_CREATE, "''", "", "a device name cannot be empty", NULL },
	{ BONDNL_CREATE, "a/b", "", "no '/'", NULL },
	{ BONDNL_CREATE, "bond0 slave ''", "", "a device name cannot be empty", NULL },
	{ BONDNL_CREATE, "bond0 slave eth0/1", "eth0/1", "no '/'", NULL },
	{ BONDNL_CREATE, "bond0 slave bond0", "bond0", "a bond cannot be its own slave",
		NULL },
	{ BONDNL_ADD, "bond0 bond0", "bond0", "a bond cannot be its own slave", NULL },
	{ BONDNL_REMOVE, "bond0 bond0", "bond0", "is the bond itself, not a slave of it",
		NULL },
	{ BONDNL_CREATE, "bond0 primary eth0/1", "primary",
		"'eth0/1': a device name has no",
		NULL },
	{ BONDNL_ADD, "bond0 eth0:1", "eth0:1", "no '/', ':'", NULL },
	{ BONDNL_FAILOVER, "bond0 eth0:1", "eth0:1", "no '/', ':'", NULL },
	{ BONDNL_DELETE, "bond0 ..", "", "no device can have this name", NULL },
};
/* clang-format on */

static void check_refused(enum bondnl_intent intent, const char *line,
	const char *subject, const char *text, const char *hint)
{
	struct bondnl_spec spec = { 0 };
	struct bondnl_error err = { 0 };

	ck_assert_int_eq(unit_spec(&spec, intent, line, &err), -EINVAL);
	ck_assert_int_eq(err.code, -EINVAL);
	ck_assert(err.usage);
	ck_assert_str_eq(err.kernel, "");
	ck_assert_error(&err, subject, text, hint);
	spec_clear(&spec);

	/* as well without anybody who listens */
	ck_assert_int_eq(unit_spec(&spec, intent, line, NULL), -EINVAL);
	spec_clear(&spec);
}

START_TEST(test_refused)
{
	check_refused(refused[_i].intent, refused[_i].line, refused[_i].subject,
		refused[_i].text, refused[_i].hint);
}
END_TEST

/* -------------------------------------------------------------------- by the library */

/* Words may come in several calls; what belongs to a slave comes with it. */
START_TEST(test_several_calls)
{
	static const char *const first[] = { "mode", "1", "slave", "eth0", "prio", "1" };
	static const char *const second[] = { "slave", "eth1" };
	static const char *const third[] = { "prio", "2" };
	_cleanup_text_ struct text t = { 0 };
	struct bondnl_error err = { 0 };
	struct bondnl_spec *spec;

	ck_assert_int_eq(bondnl_spec_new(&spec, &err), 0);
	ck_assert_int_eq(bondnl_spec_bond(spec, BONDNL_CREATE, "bond0", &err), 0);
	ck_assert_int_eq(bondnl_spec_words(spec, ARRAY_SIZE(first), first, &err), 0);
	ck_assert_int_eq(bondnl_spec_words(spec, 0, NULL, &err), 0);
	ck_assert_int_eq(bondnl_spec_words(spec, ARRAY_SIZE(second), second, &err), 0);
	unit_print_spec(spec, &t);
	ck_assert_str_eq(text_str(&t),
		"create bond0 new: mode active-backup slave eth0 prio 1 slave eth1");

	ck_assert_int_eq(
		bondnl_spec_words(spec, ARRAY_SIZE(third), third, &err), -EINVAL);
	ck_assert_str_eq(bondnl_error_where(&err), "create bond0");
	ck_assert_str_eq(bondnl_error_subject(&err), "prio");
	ck_assert(bondnl_error_is_usage(&err));
	bondnl_spec_free(spec);
}
END_TEST

START_TEST(test_library_refuses)
{
	static const char *const words[] = { "mode", "1" };
	struct bondnl_error err = { 0 };
	struct bondnl_spec *spec;

	ck_assert_int_eq(bondnl_spec_new(&spec, &err), 0);
	ck_assert_int_eq(
		bondnl_spec_words(spec, ARRAY_SIZE(words), words, &err), -EINVAL);
	ck_assert_str_eq(err.text, "no bond was named before the words");
	ck_assert_str_eq(err.where, "");

	bondnl_error_clear(&err);
	ck_assert_int_eq(
		bondnl_spec_bond(spec, (enum bondnl_intent)99, "bond0", &err), -EINVAL);
	ck_assert_str_eq(err.text, "no such intent");

	bondnl_error_clear(&err);
	ck_assert_int_eq(bondnl_spec_bond(spec, BONDNL_DELETE, "a/b", &err), -EINVAL);
	ck_assert_str_eq(err.where, "del a/b");
	bondnl_spec_free(spec);
	bondnl_spec_free(NULL);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("words");

	unit_rows(s, "accepted", test_accepted, ARRAY_SIZE(accepted));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refused));
	unit_one(s, "several calls", test_several_calls);
	unit_one(s, "library refuses", test_library_refuses);
	return unit_run(s);
}
