/*
 * Nothing is left half done: what is refused, by the real kernel or at any message by a
 * door that fails there, leaves links, addresses and routes as they were.
 * The words of the refusals are judged elsewhere (it_create, it_bad_input).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/faults.h"
#include "support/world.h"

/* ---------------------------------------------------------------- worlds, in ip's words
 */

/* Up and down once, so that the kernel has found out by now that there is no carrier. */
#define CABLE(name)                                                                      \
	"link add " name " type veth peer name " name "p\n"                              \
	"link set " name "p addrgenmode none up\n"                                       \
	"link set " name " up\nlink set " name " down\n"

/* A slave to be, with all that it could lose: MAC, MTU, addresses, routes in tables. */
#define RICH(name, n)                                                                    \
	CABLE(name)                                                                      \
	"link set " name " address 02:00:00:00:00:e" n " mtu 1480 up\n"                  \
	"addr add 10." n ".0.5/24 brd + dev " name "\n"                                  \
	"addr add 10." n ".0.6/24 brd + dev " name "\n"                                  \
	"addr add 2001:db8:" n "::5/64 dev " name " nodad\n"                             \
	"addr add 2001:db8:" n "::6/64 dev " name " nodad\n"                             \
	"route add default via 10." n ".0.1 dev " name " metric 50" n "\n"               \
	"route add 10.10" n ".0.0/16 via 10." n ".0.1 src 10." n ".0.6\n"                \
	"route add 10.11" n ".0.0/16 via 10." n ".0.1 metric 7 table 10" n "\n"          \
	"route add 10.12" n ".0.0/24 dev " name " scope link mtu 1300 table 200\n"       \
	"route add default via 2001:db8:" n "::1 dev " name " metric 70" n "\n"          \
	"route add 2001:db8:10" n "::/48 via 2001:db8:" n "::1 metric 7 table 10" n "\n" \
	"route add 2001:db8:20" n "::/48 dev " name "\n"                                 \
	"route add 2001:db8:30" n "::/48 via 2001:db8:" n "::1 src 2001:db8:" n "::6\n"  \
	"neigh add 10." n ".0.1 lladdr 02:00:00:00:00:99 dev " name " nud permanent\n"   \
	"neigh add 2001:db8:" n "::1 lladdr 02:00:00:00:00:99 dev " name                 \
	" nud permanent router\n"                                                        \
	"neigh add proxy 10." n ".0.77 dev " name "\n"                                   \
	"neigh add proxy 2001:db8:" n "::77 dev " name "\n"

#define BOND(name, n, words)                                                             \
	"link add " name " address 02:00:00:00:00:b" n " type bond miimon 100 " words    \
	"\n"                                                                             \
	"addr add 10.3" n ".0.5/24 brd + dev " name "\n"                                 \
	"addr add 2001:db8:3" n "::5/64 dev " name " nodad\n"                            \
	"addr add 2001:db8:3" n "::6/64 dev " name " nodad\n"                            \
	"link set " name " addrgenmode none\n"

#define BOND_UP(name, n)                                                                 \
	"link set " name " up\n"                                                         \
	"route add default via 10.3" n ".0.1 dev " name " metric 60" n "\n"              \
	"route add 10.13" n ".0.0/16 via 10.3" n ".0.1 table 30" n "\n"                  \
	"route add 2001:db8:13" n "::/48 via 2001:db8:3" n "::1 metric 9\n"              \
	"route add 2001:db8:23" n "::/48 via 2001:db8:3" n "::1 table 30" n "\n"         \
	"neigh add 10.3" n ".0.1 lladdr 02:00:00:00:00:98 dev " name " nud permanent\n"  \
	"neigh add 2001:db8:3" n "::1 lladdr 02:00:00:00:00:98 dev " name                \
	" nud permanent\n"                                                               \
	"neigh add proxy 2001:db8:3" n "::77 dev " name "\n"

#define SLAVE(name, bond, words)                                                         \
	CABLE(name)                                                                      \
	"link set " name " master " bond "\n"                                            \
	"link set " name " type bond_slave " words "\n"

/* So many names that all links are looked at once: only then is a group known to be free.
 */
#define TEN_GONE(n)                                                                      \
	"absent x" n "0\nabsent x" n "1\nabsent x" n "2\nabsent x" n "3\nabsent x" n     \
	"4\nabsent x" n "5\nabsent x" n "6\nabsent x" n "7\nabsent x" n "8\nabsent x" n  \
	"9\n"
#define FIFTY_GONE TEN_GONE("0") TEN_GONE("1") TEN_GONE("2") TEN_GONE("3") TEN_GONE("4")

static const struct scenario {
	const char *name;
	const char *world;
	enum bondnl_intent intent;
	const char *bonds, *words;
} scenarios[] = {
	{ "create", RICH("eth0", "1") RICH("eth1", "2") CABLE("eth2"), BONDNL_CREATE,
		"bond0",
		"mode active-backup miimon 100 primary eth1 lladdr 02:00:00:00:00:01 mtu "
		"1300 "
		"address 192.168.1.211/24 address 2001:db8:9::1/64 gateway 192.168.1.1 "
		"gateway 2001:db8:9::fe active_slave eth0 slave eth0 prio 5 queue_id 3 "
		"slave eth1 queue_id 2 slave eth2 prio -1" },
	{ "create, alb", RICH("eth0", "1") RICH("eth1", "2"), BONDNL_CREATE, "bond0",
		"mode balance-alb address 192.168.1.211/24 slave eth0 slave eth1 prio "
		"3" },
	{ "create, lacp", RICH("eth0", "1") CABLE("eth1"), BONDNL_CREATE, "bond0",
		"mode 802.3ad lacp_rate fast slave eth0 slave eth1 queue_id 1" },
	{ "create, own MACs", RICH("eth0", "1") RICH("eth1", "2"), BONDNL_CREATE, "bond0",
		"mode active-backup fail_over_mac active slave eth0 slave eth1 queue_id "
		"1" },
	{ "create over one that the module made",
		RICH("eth0", "1") "link add bond0 address 02:00:00:00:00:b0 type bond\n",
		BONDNL_CREATE, "bond0",
		"mode active-backup updelay 200 mtu 1400 address 192.168.1.211/24 slave "
		"eth0" },
	{ "create, flush", RICH("eth0", "1") RICH("eth1", "2"), BONDNL_CREATE, "bond0",
		"mode active-backup slave eth0 flush slave eth1 flush prio 3" },
	{ "move",
		BOND("bond7", "7", "mode active-backup") SLAVE("eth0", "bond7",
			"prio 4 queue_id 5") SLAVE("eth1", "bond7", "prio 3 queue_id 6")
			BOND_UP("bond7", "7") "link add br0 type bridge\nlink set br0 "
					      "up\n" CABLE("eth2") "link set eth2 master "
								   "br0 up\n" CABLE(
									   "eth3") "link "
										   "set "
										   "eth3 "
										   "maste"
										   "r "
										   "br0"
										   "\n",
		BONDNL_CREATE, "bond0",
		"mode active-backup slave eth0 move slave eth2 move prio 1 slave eth3 "
		"move" },
	{ "move the last slave",
		BOND("bond7", "7", "mode active-backup") SLAVE("eth0", "bond7", "prio 4")
			BOND_UP("bond7", "7"),
		BONDNL_CREATE, "bond0", "mode active-backup slave eth0 move queue_id 1" },
	{ "add",
		BOND("bond7", "7", "mode active-backup") SLAVE("eth2", "bond7", "prio 3")
			BOND_UP("bond7", "7") RICH("eth0", "1") RICH("eth1", "2"),
		BONDNL_ADD, "bond7", "eth0 prio 7 queue_id 2 eth1 eth2 prio 9" },
	{ "add to an empty bond",
		BOND("bond7", "7", "mode active-backup") BOND_UP("bond7", "7")
			RICH("eth0", "1") RICH("eth1", "2"),
		BONDNL_ADD, "bond7", "eth0 prio 7 queue_id 2 eth1" },
	{ "add, alb",
		BOND("bond7", "7", "mode balance-alb") SLAVE("eth2", "bond7", "prio 3")
			BOND_UP("bond7", "7") RICH("eth0", "1"),
		BONDNL_ADD, "bond7", "eth0 prio 7" },
	{ "remove",
		BOND("bond7", "7", "mode active-backup") SLAVE("eth0", "bond7",
			"prio 4 queue_id 5") SLAVE("eth1", "bond7", "prio 3 queue_id 6")
			SLAVE("eth2", "bond7", "prio 9") BOND_UP("bond7",
				"7") "addr add 10.44.0.1/24 dev eth0\naddr add "
				     "2001:db8:44::1/64 dev eth0 nodad\n"
				     "route add 10.45.0.0/24 via 10.44.0.9 dev eth0\n",
		BONDNL_REMOVE, "bond7", "eth2 eth0 eth1" },
	{ "del",
		BOND("bond7", "7",
			"mode active-backup primary_reselect better num_grat_arp 3")
			SLAVE("eth0", "bond7", "prio 4 queue_id 5") SLAVE("eth1", "bond7",
				"prio 3 queue_id 6") "link set bond7 type bond primary "
						     "eth1\n" BOND_UP("bond7", "7") BOND(
							     "bond8", "8",
							     "mode 802.3ad lacp_rate "
							     "fast "
							     "ad_actor_sys_prio 7") SLAVE("eth2",
							     "bond8",
							     "queue_id 7") BOND_UP("bond"
										   "8",
							     "8") BOND("bond9", "9",
							     "mode balance-xor "
							     "xmit_hash_policy "
							     "layer3+4") "addr add "
									 "10.44.0.1/24 "
									 "dev eth0\naddr "
									 "add "
									 "2001:db8:44::1/"
									 "64 dev "
									 "eth0 nodad\n"
									 "route add "
									 "10.45.0.0/24 "
									 "via 10.44.0.9 "
									 "dev "
									 "eth0\n",
		BONDNL_DELETE, "bond7 bond8 bond9", "" },
	{ "del, a bond that is a slave",
		BOND("bond7", "7", "mode balance-rr") SLAVE("eth0", "bond7", "queue_id 1")
			BOND_UP("bond7", "7") "link add br0 type bridge\nlink set bond7 "
					      "master br0\nlink set br0 up\n" BOND(
						      "bond8", "8", "mode active-backup"),
		BONDNL_DELETE, "bond7 bond8", "" },
	{ "apply, and four go together",
		BOND("bond7", "7", "mode active-backup") SLAVE(
			"eth0", "bond7", "prio 4 queue_id 5") SLAVE("eth1", "bond7",
			"prio 3") BOND_UP("bond7",
			"7") "link set bond7 group 5\n" BOND("bond8", "8",
			"mode 802.3ad lacp_rate fast") SLAVE("eth2", "bond8",
			"queue_id 7") BOND_UP("bond8",
			"8") "link set eth2 group 6\n" BOND("bond9", "9",
			"mode balance-xor") BOND_UP("bond9",
			"9") "link add bond6 address 02:00:00:00:00:b6 type bond miimon "
			     "50\n"
			     "link add br0 type bridge\nlink set bond6 master br0\n"
			     "link set br0 group 8\n"
			     "link add bond5 address 02:00:00:00:00:b5 type bond miimon "
			     "50\nlink set bond5 group "
			     "5\n",
		BONDNL_APPLY, "",
		"bond bond5\n miimon 70\n slave eth1 move\n down\n"
		"absent bond7\nabsent bond8\nabsent bond9\nabsent bond6\n" FIFTY_GONE },
	{ "migrate", RICH("eth0", "1") RICH("eth1", "2"), BONDNL_MIGRATE, "bond0",
		"eth0 prio 5 mode active-backup slave eth1 queue_id 2 address "
		"192.168.1.211/24" },
	{ "migrate back",
		BOND("bond7", "7", "mode active-backup")
			SLAVE("eth0", "bond7", "prio 4 queue_id 5")
				SLAVE("eth1", "bond7", "prio 3") BOND_UP("bond7", "7"),
		BONDNL_MIGRATE_BACK, "bond7", "eth0" },
	{ "failover",
		BOND("bond7", "7", "mode active-backup") SLAVE("eth0", "bond7", "prio 4")
			SLAVE("eth1", "bond7", "prio 3") BOND_UP("bond7", "7"),
		BONDNL_FAILOVER, "bond7", "eth1" },
	{ "apply to three bonds and one that goes",
		BOND("bond7", "7", "mode active-backup resend_igmp 3") SLAVE("eth0",
			"bond7", "prio 4 queue_id 5") SLAVE("eth1", "bond7", "prio 3")
			BOND_UP("bond7", "7") BOND("bond8", "8", "mode 802.3ad")
				SLAVE("eth2", "bond8", "queue_id 2") BOND_UP("bond8", "8")
					RICH("eth3", "1"),
		BONDNL_APPLY, "",
		"bond bond7\n mode active-backup\n miimon 50\n updelay 100\n"
		" address 10.37.0.5/24\n address 2001:db8:37::5/64\n slave eth0 queue_id "
		"7\n slave eth3 prio 9\n"
		"bond bond9\n mode balance-alb\n mtu 1300\n slave eth1\n"
		"bond bond0\n address 192.168.1.211/24\n slave eth2\n"
		"absent bond8\n" },
	{ "apply a bond in a bond",
		RICH("eth0", "0") CABLE("eth1")
			BOND("bond7", "7", "mode active-backup resend_igmp 3")
				SLAVE("eth2", "bond7", "prio 4") BOND_UP("bond7", "7"),
		BONDNL_APPLY, "",
		"bond bond9\n address 192.168.1.211/24\n slave bond8\n slave bond7\n"
		"bond bond8\n mode 802.3ad\n slave eth0 flush\n slave eth1\n"
		"bond bond7\n mode active-backup\n resend_igmp 4\n slave eth2\n" },
};

#define N_SCENARIOS ((int)(sizeof(scenarios) / sizeof(scenarios[0])))

static json_t *make_world(const struct scenario *s)
{
	world_renew();
	ip_batch(s->world);
	return dump_settled();
}

/* One failure at one place; NULL, or what went wrong. */
static char *try_fault(const struct scenario *s, enum fault f, unsigned k,
	const json_t *before, bool *ret_happened)
{
	struct outcome o;
	char *difference = NULL, *told = NULL;
	bool put_back;

	fault_run(&o, f, k, s->intent, s->bonds, s->words);
	*ret_happened = o.happened;
	if (!o.happened && o.outcome == BONDNL_DONE)
		return NULL;
	put_back = o.outcome == BONDNL_REFUSED || o.outcome == BONDNL_UNDONE;
	for (struct deadline d = { 0 }; deadline_left(&d, put_back ? 2500 : 0);) {
		json_t *now = dump_take();

		free(difference);
		difference = dump_difference(before, now);
		json_decref(now);
		if (!difference)
			break;
	}
	if (!difference && put_back && o.happened)
		return NULL;
	ck_assert_int_ge(asprintf(&told, "%s, %s %u: outcome %d\n  %s\n%s", s->name,
				 fault_name(f), k, o.outcome,
				 difference ? difference : "(nothing differs)", o.text),
		0);
	free(difference);
	return told;
}

/* Every place in turn, until the wish is carried out since there is no such place. */
static void every_place(const struct scenario *s, enum fault f)
{
	json_t *before = make_world(s);
	unsigned failures = 0;
	bool happened = true;

	for (unsigned k = 1; happened; k++) {
		char *told = try_fault(s, f, k, before, &happened);

		ck_assert_uint_lt(k, 100);
		if (!told)
			continue;
		fprintf(stderr, "%s\n", told);
		free(told);
		failures++;
		json_decref(before);
		before = make_world(s);
	}
	json_decref(before);
	ck_assert_msg(!failures,
		"%s, %s: %u places of failure are not put back (told above)", s->name,
		fault_name(f), failures);
}

START_TEST(messages_refused)
{
	every_place(&scenarios[_i], FAULT_REFUSED);
}
END_TEST

START_TEST(socket_breaks)
{
	every_place(&scenarios[_i], FAULT_DEAD);
}
END_TEST

START_TEST(answers_lost)
{
	every_place(&scenarios[_i], FAULT_LOST);
}
END_TEST

START_TEST(looks_fail)
{
	every_place(&scenarios[_i], FAULT_BLIND);
}
END_TEST

/* ------------------------------------------------------------------- many in one group
 */

#define TWENTY 20

/* Twenty bonds with their routes, and what is nobody's business. */
static json_t *twenty_bonds(void)
{
	char lines[1024];

	world_renew();
	for (int i = 1; i <= TWENTY; i++) {
		snprintf(lines, sizeof(lines),
			"link add b%1$d address 02:00:00:00:01:%1$02d type bond miimon "
			"100\n"
			"link add s%1$d type dummy\n"
			"link set s%1$d master b%1$d\n"
			"addr add 10.%1$d.0.5/24 dev b%1$d\n"
			"addr add 2001:db8:%1$d::5/64 dev b%1$d nodad\n"
			"link set b%1$d up\n"
			"route add 10.%1$d.1.0/24 via 10.%1$d.0.9 dev b%1$d\n"
			"route add 10.%1$d.2.0/24 via 10.%1$d.0.9 metric 7 table 300\n"
			"route add 2001:db8:%1$d:1::/64 via 2001:db8:%1$d::9 metric 9\n",
			i);
		ip_batch(lines);
	}
	/* one by two of them, and one by another device */
	ip_batch(
		"link add other type dummy\naddr add 10.200.0.5/24 dev other\n"
		"link set other up group 5\nroute add 10.201.0.0/24 via 10.200.0.9\n"
		"route add 10.99.0.0/24 nexthop via 10.1.0.9 dev b1 nexthop via 10.2.0.9 "
		"dev b2\n");
	return dump_settled();
}

/* The words of a file for which the @n first go. */
static const char *absent(int n)
{
	static char text[1024];
	int at = 0;

	for (int i = 1; i <= n; i++)
		at += snprintf(text + at, sizeof(text) - (size_t)at, "absent b%d\n", i);
	snprintf(text + at, sizeof(text) - (size_t)at, "%s", FIFTY_GONE);
	return text;
}

/* All are gone, and nobody knows: they come back, with all their routes. */
START_TEST(many_come_back)
{
	json_t *before = twenty_bonds();
	struct outcome o;

	fault_run(&o, FAULT_LOST, TWENTY + 1, BONDNL_APPLY, "", absent(TWENTY));
	ck_assert_msg(o.happened && o.outcome == BONDNL_UNDONE, "%s", o.text);
	ck_unchanged(before, "the answer to the deletion is lost");
	json_decref(before);
}
END_TEST

/* Somebody puts his device where it is deleted: nothing is, and that is told. */
START_TEST(another_in_the_group)
{
	json_t *before = twenty_bonds();
	struct outcome o;

	fault_run(&o, FAULT_JOINED, 1, BONDNL_APPLY, "", absent(TWENTY));
	ck_assert_msg(o.happened && o.outcome == BONDNL_UNDONE, "%s", o.text);
	ck_has(o.text, "error: a device that cannot be deleted was put into group 1");
	ck_has(o.text, "undo: put b20 into group 0");
	ip("link set lo group 0");
	ck_unchanged(before, "lo was put into the group");
	json_decref(before);
}
END_TEST

static unsigned count(const char *text, const char *part)
{
	unsigned n = 0;

	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

/*
 * Routes of many links are read by one look; but where the kernel keeps to itself by
 * which devices a route goes, it is asked for those of each link.
 */
START_TEST(routes_of_many)
{
	char *path = NULL;

	json_decref(twenty_bonds());
	ck_assert_int_ge(asprintf(&path, "/tmp/bondnl-many.%d", (int)getpid()), 0);
	world_keep(path);
	file_write(path, absent(TWENTY));
	ck_assert_uint_eq(
		count(bondnl_ends(0, "--debug --dry-run apply -f %s", path)->err,
			"RTM_GETROUTE"),
		1);
	ip("nexthop add id 7 via 10.3.0.9 dev b3");
	ip("route add 10.98.0.0/24 nhid 7");
	ck_assert_uint_eq(
		count(bondnl_ends(0, "--debug --dry-run apply -f %s", path)->err,
			"RTM_GETROUTE"),
		1);
	file_write("/proc/sys/net/ipv4/nexthop_compat_mode", "0");
	ck_assert_uint_eq(
		count(bondnl_ends(0, "--debug --dry-run apply -f %s", path)->err,
			"RTM_GETROUTE"),
		1 + 2 * TWENTY); /* and of their slaves */
	remove(path);
}
END_TEST

/* Killed before a message: what is marked then is harmless, and the next run goes on. */
START_TEST(many_after_the_dead)
{
	static const unsigned places[] = { 2, TWENTY - 1, TWENTY };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct outcome o;

		json_decref(twenty_bonds());
		fault_run(
			&o, FAULT_GONE, places[i], BONDNL_APPLY, "", absent(TWENTY - 1));
		ck_assert_msg(o.happened, "%s", o.text);
		ck_assert(link_is_there("b1"));
		ck_assert_str_ne(link_value("b1", "group"), "default");
		ck_assert_str_eq(link_value("b20", "group"), "default");

		fault_run(&o, FAULT_GONE, 0, BONDNL_APPLY, "", absent(TWENTY - 1));
		ck_assert_msg(o.outcome == BONDNL_DONE, "%s", o.text);
		ck_assert(!link_is_there("b1"));
		ck_assert(!link_is_there("b19"));
		ck_link("s19", "master", "");
		ck_link("b20", "group", "default");
		ck_link("s20", "master", "b20");
		ck_link("other", "group", "5");
	}
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("undo");
	TCase *c = world_case(s, "faults"), *t = world_case(s, "together");
	TCase *again = world_case_tagged(s, "more faults", AGAIN);

	(void)argc;
	tcase_add_loop_test(c, messages_refused, 0, N_SCENARIOS);
	tcase_add_test(t, routes_of_many);
	tcase_add_test(t, many_come_back);
	tcase_add_test(t, another_in_the_group);
	tcase_add_test(t, many_after_the_dead);
	/* these failures run the same code as those above */
	tcase_add_loop_test(again, socket_breaks, 0, N_SCENARIOS);
	tcase_add_loop_test(again, answers_lost, 0, N_SCENARIOS);
	tcase_add_loop_test(again, looks_fail, 0, N_SCENARIOS);
	return world_main(argv[0], s);
}
