/*
 * apply and diff on the real driver: what is made of a bond that is said as a whole, what
 * is left alone, that nothing is sent where nothing differs, and what is there after a
 * failure or a sudden end. ip and /proc/net/bonding are the witnesses.
 * What stands in files, and save, are it_files'.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/faults.h"
#include "support/world.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

#define DATA	 "linkinfo.info_data."
#define OF_SLAVE "linkinfo.info_slave_data."

/* A device whose MAC is the same in every world, so that two of them can be compared. */
#define CABLE(name, n)                                                                   \
	"link add " name " address 02:00:00:00:0e:0" n " type veth peer name " name      \
	"p address 02:00:00:00:0f:0" n "\n"                                              \
	"link set " name "p addrgenmode none up\n"

/* bondnl with these words, and -f with a file of this text. */
static struct ran *with_file(int status, const char *words, const char *text)
{
	int fd = memfd_create("bonds", 0);
	struct ran *r;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	r = bondnl_ends(status, "%s -f /proc/self/fd/%d", words, fd);
	close(fd);
	return r;
}

/* How many messages of --debug were more than questions. */
static int writes_in(const char *trace)
{
	int n = 0;

	for (const char *p = trace; (p = strstr(p, "send RTM_")); p += 9)
		n += strncmp(p + 9, "GET", 3) != 0;
	return n;
}

static void ck_settled(const char *words, const char *text)
{
	json_t *before = dump_settled();
	struct ran *r = with_file(0, words, text);

	ck_has(r->err, "send RTM_GETLINK");
	ck_assert_msg(writes_in(r->err) == 0, "a second time it sends more: %s", r->err);
	ck_has(with_file(0, "-v apply", text)->err, "nothing to do");
	ck_assert_str_eq(with_file(0, "-q diff", text)->out, "");
	ck_unchanged(before, text);
	json_decref(before);
}

/* ------------------------------------------------------------------- what is complete */

/* Everything about bond0 that a block may leave out; bond7 is nobody's business. */
static void full_world(void)
{
	ip_batch(CABLE("eth0", "0") CABLE("eth1", "1") CABLE("eth2", "2") CABLE(
		"eth3", "3") "link add bond0 type bond mode 1 miimon 50 updelay 100 "
			     "resend_igmp 5 "
			     "num_grat_arp 3 all_slaves_active 1\n"
			     "link set eth0 master bond0\n"
			     "link set eth1 master bond0\n"
			     "link set eth0 type bond_slave queue_id 3 prio 7\n"
			     "link set bond0 type bond primary eth1\n"
			     "addr add 192.0.2.5/24 dev bond0\n"
			     "addr add 198.51.100.5/24 dev bond0 valid_lft 3000 "
			     "preferred_lft 3000\n"
			     "addr add 2001:db8::5/64 dev bond0 nodad\n"
			     "link set bond0 up\n"
			     "link add bond7 type bond mode 4 miimon 100 lacp_rate fast\n"
			     "link set eth3 master bond7\n"
			     "addr add 203.0.113.7/24 dev bond7\n"
			     "link set bond7 up\n");
}

static void ck_addresses(const char *bond, const char *want)
{
	json_t *j = ip_json("-4 addr show dev %s", bond), *a;
	char all[256] = "";
	size_t i;

	json_array_foreach(json_object_get(json_array_get(j, 0), "addr_info"), i, a)
	{
		strcat(all, json_string_value(json_object_get(a, "local")));
		strcat(all, " ");
	}
	json_decref(j);
	ck_assert_str_eq(all, want);
}

START_TEST(what_is_not_said)
{
	json_t *other;

	full_world();
	other = ip_json("-j -d link show dev bond7");
	with_file(0, "apply", "bond bond0\n\tmode active-backup\n\tslave eth0\n");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0");
	ck_assert_str_eq(link_value("eth1", "master"), "");
	ck_link("bond0", DATA "miimon", "100");
	ck_link("bond0", DATA "updelay", "0");
	ck_link("bond0", DATA "resend_igmp", "1");
	ck_link("bond0", DATA "num_peer_notif", "1");
	ck_link("bond0", DATA "primary", "");
	ck_link("bond0", DATA "all_slaves_active", "0");
	ck_link("eth0", OF_SLAVE "queue_id", "0");
	ck_link("eth0", OF_SLAVE "prio", "0");
	/* no address line: what is there stays */
	ck_addresses("bond0", "192.0.2.5 198.51.100.5 ");
	ck_has(run("ip", "-6 addr show dev bond0")->out, "2001:db8::5/64");
	ck_settled("--debug apply", "bond bond0\n\tmode active-backup\n\tslave eth0\n");

	ck_assert_str_eq(link_value("eth3", "master"), "bond7");
	ck_link("bond7", DATA "ad_lacp_rate", "fast");
	json_decref(other);
}
END_TEST

START_TEST(addresses_are_all)
{
	static const char text[] = "bond bond0\n\tmode active-backup\n\tmiimon 100\n"
				   "\taddress 192.0.2.9/24\n"
				   "\tgateway 192.0.2.1\n"
				   "\tslave eth0 prio 7\n\tslave eth1\n";

	full_world();
	with_file(0, "apply", text);
	/* one with a lifetime is somebody else's */
	ck_addresses("bond0", "198.51.100.5 192.0.2.9 ");
	ck_has_not(run("ip", "-6 addr show dev bond0")->out, "2001:db8::5/64");
	ck_has(run("ip", "-6 addr show dev bond0")->out, "fe80::");
	ck_has(run("ip", "route show default")->out, "default via 192.0.2.1 dev bond0");
	ck_link("eth0", OF_SLAVE "prio", "7");
	ck_settled("--debug apply", text);
}
END_TEST

/* With the last address of the bond the kernel drops the routes, those of others, too. */
START_TEST(another_gateway)
{
	static const char good[] =
		"bond bond0\n\tmode active-backup\n\tmiimon 100\n"
		"\taddress 192.0.2.6/24\n\taddress 2001:db8::6/64\n"
		"\tgateway 192.0.2.254\n\tgateway 2001:db8::fe\n\tslave eth0\n";
	char bad[400];
	json_t *before;
	struct ran *r;

	ip_batch(CABLE("eth0", "0") CABLE(
		"eth1", "1") "link add link eth1 name mv type macvlan\n"
			     "link add bond0 type bond mode 1 miimon 100\n"
			     "link set eth0 master bond0\n"
			     "addr add 192.0.2.5/24 brd + dev bond0\n"
			     "addr add 2001:db8::5/64 dev bond0 nodad\n"
			     "link set bond0 up\n"
			     "route add default via 192.0.2.1\n"
			     "route add default via 2001:db8::1\n"
			     "route add 203.0.113.0/24 via 192.0.2.9 table 77\n");
	before = dump_settled();
	snprintf(bad, sizeof(bad), "%sslave eth1\n", good);
	r = with_file(3, "apply", bad);
	ck_has(r->err, "everything was put back as it was");
	ck_unchanged(before, "another gateway, and a slave that is refused");
	json_decref(before);

	with_file(0, "apply", good);
	r = run("ip", "route show default");
	ck_has(r->out, "default via 192.0.2.254 dev bond0");
	ck_has_not(r->out, "192.0.2.1 ");
	r = run("ip", "-6 route show default");
	ck_has(r->out, "default via 2001:db8::fe dev bond0");
	ck_has_not(r->out, "2001:db8::1 ");
	ck_has(run("ip", "route show table 77")->out, "203.0.113.0/24 via 192.0.2.9");
	ck_settled("--debug apply", good);
}
END_TEST

START_TEST(bonds_that_go)
{
	json_t *before;
	struct ran *r;

	full_world();
	with_file(0, "apply", "absent bond9\nabsent bond0\n");
	ck_assert(!link_is_there("bond0"));
	ck_assert(link_is_there("bond7"));
	ck_settled("--debug apply", "absent bond0\n");
	before = dump_settled();
	r = with_file(1, "apply", "absent eth0\n");
	ck_has(r->err, "eth0: it is no bond");
	r = with_file(1, "apply", "bond eth0\nmode 1\n");
	ck_has(r->err, "a device of this name is there already");
	ck_unchanged(before, "a device that is no bond");
	json_decref(before);

	with_file(0, "--prune apply", "bond bond0\n\tmode active-backup\n\tslave eth0\n");
	ck_assert(link_is_there("bond0"));
	ck_assert(!link_is_there("bond7"));
	bondnl_ends(2, "--prune apply bond0 mode active-backup");
}
END_TEST

START_TEST(slaves_that_are_not_there)
{
	static const char text[] = "bond bond0\n\tmode active-backup\n"
				   "\tslave eth0\n\tslave eth8 optional prio 3\n";
	struct ran *r;

	ip_batch(CABLE("eth0", "0"));
	r = with_file(0, "apply", text);
	ck_has(r->err, "eth8 is optional, and there is no such device");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0");
	ck_settled("--debug apply", text);
	ip_batch(CABLE("eth8", "8"));
	ck_has_not(with_file(0, "apply", text)->err, "optional");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 eth8");
	ck_link("eth8", OF_SLAVE "prio", "3");
	ck_settled("--debug apply", text);

	r = with_file(1, "apply", "bond bond0\nmode 1\nslave eth0\nslave eth9\n");
	ck_has(r->err, ":4: apply bond0: eth9: no such device");
	ck_assert_str_eq(proc_slaves("bond0"), "eth0 eth8");
}
END_TEST

START_TEST(words_instead_of_a_file)
{
	struct ran *r;

	ip_batch(CABLE("eth0", "0") CABLE("eth1", "1"));
	bondnl_ends(0,
		"apply bond0 mode active-backup slave eth0 prio 2 slave eth1 "
		"slave eth9 optional");
	r = bondnl_ends(0,
		"--debug apply bond0 mode active-backup slave eth0 prio 2 "
		"slave eth1 slave eth9 optional");
	ck_assert_int_eq(writes_in(r->err), 0);
	bondnl_ends(0, "apply bond0 mode active-backup slave eth1");
	ck_assert_str_eq(proc_slaves("bond0"), "eth1");
}
END_TEST

/* ------------------------------------------------------------- what interrupts, modes */

static const char *const modes[] = { "balance-rr", "active-backup", "balance-xor",
	"broadcast", "802.3ad", "balance-tlb", "balance-alb" };

/* From each mode to the next one, in use; and twice. */
START_TEST(another_mode)
{
	const char *from = modes[_i], *to = modes[(_i + 1) % (int)N_OF(modes)];
	char text[256];
	json_t *before;
	struct ran *r;

	ip_batch(CABLE("eth0", "0") CABLE("eth1", "1"));
	snprintf(text, sizeof(text),
		"bond bond0\nmode %s\naddress 192.0.2.5/24\ngateway 192.0.2.1\n"
		"slave eth0 queue_id 2\nslave eth1\n",
		from);
	with_file(0, "-q apply", text);
	ck_settled("--debug apply", text);
	before = dump_settled();

	snprintf(text, sizeof(text),
		"bond bond0\nmode %s\naddress 192.0.2.5/24\ngateway 192.0.2.1\n"
		"slave eth0 queue_id 2\nslave eth1\n",
		to);
	r = with_file(1, "apply", text);
	ck_has(r->err, "the kernel changes it only on a bond that is");
	ck_has(r->err, "with --disrupt");
	ck_unchanged(before, "without consent");
	r = with_file(1, "--disrupt diff", text);
	ck_has(r->out, "(interrupts traffic)");
	ck_unchanged(before, "diff");
	with_file(0, "-q --disrupt apply", text);
	ck_link("bond0", DATA "mode", to);
	ck_has(run("ip", "route show default")->out, "default via 192.0.2.1 dev bond0");
	ck_settled("--debug apply", text);
	json_decref(before);
}
END_TEST

/* -------------------------------------------------------------------------------- diff
 */

static void ck_change(const json_t *all, const char *bond, const char *slave,
	const char *what, const char *from, const char *to)
{
	const char *want[] = { bond, slave, what, from, to };
	static const char *const keys[] = { "bond", "slave", "what", "from", "to" };
	json_t *c;
	size_t i;

	json_array_foreach(json_object_get(all, "changes"), i, c)
	{
		bool same = true;

		for (size_t k = 0; k < N_OF(keys); k++) {
			const char *is = json_string_value(json_object_get(c, keys[k]));

			same = same && (!is == !want[k]) && (!is || !strcmp(is, want[k]));
		}
		if (same)
			return;
	}
	ck_abort_msg("no change of %s %s %s in %s", bond, slave ? slave : "", what,
		json_dumps(all, 0));
}

START_TEST(what_would_change)
{
	static const char text[] =
		"bond bond0\n\tmode active-backup\n\tmiimon 100\n"
		"\taddress 192.0.2.9/24\n\tslave eth0\n"
		"absent bond7\n"
		"bond bond1\n\tmode 802.3ad\n\tmtu 1400\n\tslave eth2\n";
	json_t *before, *all;
	struct ran *r;

	full_world();
	before = dump_settled();
	r = with_file(1, "diff", text);
	ck_has(r->out, "bond0\n");
	ck_has(r->out, "  ~ miimon                      50 -> 100\n");
	ck_has(r->out, "  ~ eth0 prio                   7 -> 0\n");
	ck_has(r->out, "  - eth1 master                 bond0 -> (none)\n");
	ck_has(r->out, "  + address                     (none) -> 192.0.2.9/24\n");
	ck_has(r->out, "  - address                     192.0.2.5/24 -> (none)\n");
	ck_has(r->out, "steps\n");
	ck_has(r->out, "  release eth1 from bond0 (interrupts traffic)\n");
	ck_has(r->out, "  delete bond7 (interrupts traffic)\n");
	ck_has_not(r->out, "198.51.100.5");

	r = with_file(1, "diff --json", text);
	all = json_loads(r->out, 0, NULL);
	ck_assert_ptr_nonnull(all);
	ck_assert_str_eq(json_value(all, "schema"), "1");
	ck_change(all, "bond0", NULL, "miimon", "50", "100");
	ck_change(all, "bond0", NULL, "primary", "eth1", "none");
	ck_change(all, "bond0", "eth0", "queue_id", "3", "0");
	ck_change(all, "bond0", "eth1", "master", "bond0", NULL);
	ck_change(all, "bond0", NULL, "address", NULL, "192.0.2.9/24");
	ck_change(all, "bond1", NULL, "mode", NULL, "802.3ad");
	ck_change(all, "bond1", NULL, "mtu", NULL, "1400");
	ck_change(all, "bond1", "eth2", "master", NULL, "bond1");
	ck_has(r->out, "{\"step\":\"delete bond7\",\"interrupts\":true}");
	json_decref(all);
	ck_unchanged(before, "diff");

	/* what it says is what apply does */
	r = with_file(0, "--dry-run apply", text);
	ck_has(r->out, "release eth1 from bond0 (interrupts traffic)\n");
	ck_unchanged(before, "dry run");
	with_file(0, "-q apply", text);
	r = with_file(0, "diff --json", text);
	ck_assert_str_eq(r->out, "{\"schema\":1,\"changes\":[],\"steps\":[]}\n");
	ck_assert_str_eq(with_file(0, "diff", text)->out, "");
	json_decref(before);

	/* what cannot be told is neither of the two */
	with_file(2, "diff", "bond bond0\nmode x\n");
	with_file(2, "diff", "bond bond0\nmode 1\nslave eth9\n");
	bondnl_ends(2, "diff -f /nosuch");
	bondnl_ends(2, "-n nosuch diff bond0");
}
END_TEST

START_TEST(anybody_may_ask)
{
	char line[96];
	struct ran *r;

	full_world();
	snprintf(line, sizeof(line), "diff bond0 mode active-backup slave eth0");
	r = run_as(NOBODY, bondnl_path(), line);
	ck_assert_msg(r->status == 1, "%d: %s%s", r->status, r->out, r->err);
	ck_has(r->out, "eth1 master");
}
END_TEST

/* --------------------------------------------------------------------------- failures */

START_TEST(three_bonds_or_none)
{
	static const char text[] =
		"bond bond0\n\tmode active-backup\n\tmiimon 200\n"
		"\taddress 192.0.2.77/24\n\tslave eth0\n"
		"bond bond1\n\tmode balance-rr\n\tslave eth2\n"
		"bond bond2\n\tmode balance-xor\n\tslave eth4\n\tslave eth5\n";
	json_t *before;
	struct ran *r;

	full_world();
	ip_batch(CABLE("eth4", "4")
			CABLE("eth5", "5") "addr del 198.51.100.5/24 dev bond0\n"
					   "link add link eth5 name mv type macvlan\n");
	before = dump_settled();
	r = with_file(3, "apply", text);
	ck_has(r->err, ":12: apply bond2: eth5: cannot be a slave of bond2");
	ck_has(r->err, "everything was put back as it was");
	ck_unchanged(before, "the last slave of the last bond is refused");
	json_decref(before);
}
END_TEST

struct ending {
	const char *world, *text, *words;
};

static const struct ending endings[] = {
	{ /* three bonds, in all the ways that a bond can be in a file */
		CABLE("eth0", "0") CABLE("eth1", "1") CABLE("eth2", "2") CABLE("eth3",
			"3") "link add bond0 address 02:00:00:00:00:b0 type bond mode 1 "
			     "miimon 50 resend_igmp 5 num_grat_arp 3\n"
			     "link set eth0 master bond0\n"
			     "link set eth1 master bond0\n"
			     "link set eth0 type bond_slave queue_id 3 prio 7\n"
			     "addr add 192.0.2.5/24 dev bond0\n"
			     "link set bond0 up\n"
			     "link add bond7 address 02:00:00:00:00:b7 type bond mode 4 "
			     "miimon 100\n"
			     "link set eth3 master bond7\n"
			     "link set bond7 up\n"
			     "link set eth2 up\n",
		"absent bond7\n"
		"bond bond0\nmode active-backup\nmtu 1400\naddress 192.0.2.6/24\n"
		"address 2001:db8::6/64\ngateway 192.0.2.1\nprimary eth0\nslave eth0 "
		"prio "
		"1\nslave eth3 move\n"
		"bond bond1\nmode balance-xor\nlladdr "
		"02:00:00:00:00:b1\nxmit_hash_policy "
		"layer3+4\naddress 198.51.100.6/24\nslave eth2\n"
		"bond bond2\nmode balance-rr\nlladdr 02:00:00:00:00:b2\ndown\n",
		"" },
	{ /* another mode under traffic: all that is lost meanwhile stands in the file */
		CABLE("eth0", "0") CABLE("eth1", "1") "link add bond0 address "
						      "02:00:00:00:00:b0 type bond mode "
						      "1 miimon 100\n"
						      "link set eth0 master bond0\n"
						      "link set eth1 master bond0\n"
						      "addr add 192.0.2.5/24 dev bond0\n"
						      "link set bond0 up\n"
						      "route add default via 192.0.2.1\n",
		"bond bond0\nmode 802.3ad\nlacp_rate fast\nlladdr 02:00:00:00:00:b0\n"
		"address 192.0.2.5/24\ngateway 192.0.2.1\n"
		"slave eth0 queue_id 4\nslave eth1\n",
		"--disrupt " },
};

static void begin_again(const struct ending *e)
{
	world_renew();
	ip_batch(e->world);
}

/* The program is gone at once when message @k was to be sent. False: there are fewer. */
static bool end_at(const struct ending *e, unsigned k)
{
	struct bondnl_spec *spec;
	struct outcome o;

	ck_assert_int_eq(bondnl_spec_new(&spec, NULL), 0);
	if (*e->words)
		bondnl_spec_allow(spec, BONDNL_DISRUPT);
	ck_assert_int_eq(
		bondnl_spec_text(spec, "f", e->text, strlen(e->text), NULL, NULL, NULL),
		0);
	fault_run_spec(&o, FAULT_GONE, k, spec);
	bondnl_spec_free(spec);
	ck_assert_msg(o.happened || o.outcome == BONDNL_DONE, "%s", o.text);
	return o.happened;
}

/* Which slave carries traffic is the driver's choice at any moment. */
static json_t *dump_but_choices(void)
{
	json_t *dump = dump_settled(), *links = json_object_get(dump, "links"), *l;
	const char *key;

	json_object_foreach(links, key, l)
	{
		static const char *const chosen[] = { "state", "ad_aggregator_id",
			"ad_actor_oper_port_state", "ad_actor_oper_port_state_str",
			"ad_partner_oper_port_state", "ad_partner_oper_port_state_str" };
		json_t *info = json_object_get(l, "linkinfo");

		json_object_del(json_object_get(info, "info_data"), "active_slave");
		json_object_del(json_object_get(info, "info_data"), "ad_info");
		for (size_t i = 0; i < N_OF(chosen); i++)
			json_object_del(
				json_object_get(info, "info_slave_data"), chosen[i]);
	}
	return dump;
}

static void ck_as_whole(const json_t *whole, const char *what)
{
	char *difference = NULL;

	until_soon()
	{
		json_t *now = dump_but_choices();

		free(difference);
		difference = dump_difference(whole, now);
		json_decref(now);
		if (!difference)
			return;
	}
	ck_abort_msg("%s: it is not as by one run: %s", what, difference);
}

START_TEST(ended_between_two_messages)
{
	const struct ending *e = &endings[_i];
	char words[64];
	json_t *whole;
	unsigned k = 0;

	snprintf(words, sizeof(words), "-q %sapply", e->words);
	begin_again(e);
	with_file(0, words, e->text);
	whole = dump_but_choices();
	do {
		char what[64];

		begin_again(e);
		if (!end_at(e, ++k))
			break;
		snprintf(what, sizeof(what), "ended before message %u, and again", k);
		with_file(0, words, e->text);
		ck_as_whole(whole, what);
	} while (k < 100);
	ck_assert_uint_gt(k, 8);
	ck_assert_uint_lt(k, 100);
	json_decref(whole);
}
END_TEST

/* ------------------------------------------------------------------ the module decides
 */

static void load_module(const char *parameters)
{
	char line[160];
	bool gone = false;

	world_renew();
	/* a bond of the namespace before may still be on its way out */
	until_soon()
	{
		gone = run("modprobe", "-r bonding")->status == 0;
		if (gone)
			break;
	}
	ck_assert(gone);
	snprintf(line, sizeof(line), "bonding max_bonds=0 %s", parameters);
	ck_assert_int_eq(run("modprobe", line)->status, 0);
}

static const struct {
	const char *parameters, *block, *key, *want;
} modules[] = {
	{ "mode=802.3ad miimon=100 lacp_rate=1", "mode 802.3ad", DATA "ad_lacp_rate",
		"fast" },
	{ "resend_igmp=5 num_grat_arp=4", "mode active-backup", DATA "resend_igmp", "5" },
	{ "mode=active-backup miimon=30 fail_over_mac=active", "", DATA "fail_over_mac",
		"active" },
	{ "mode=balance-xor xmit_hash_policy=layer3+4 lp_interval=7 min_links=1 "
	  "all_slaves_active=1",
		"mode balance-xor", DATA "xmit_hash_policy", "layer3+4" },
};

START_TEST(parameters_are_defaults)
{
	char text[256];
	json_t *before;
	struct ran *r;

	load_module(modules[_i].parameters);
	snprintf(text, sizeof(text),
		"bond bond0\n%s\naddress 192.0.2.5/24\nslave eth0\nslave eth1\n",
		modules[_i].block);
	ip_batch(CABLE("eth0", "0") CABLE("eth1", "1"));
	with_file(0, "-q apply", text);
	ck_link("bond0", modules[_i].key, modules[_i].want);
	before = dump_settled();
	r = with_file(0, "-v apply", text);
	ck_has(r->err, "nothing to do");
	ck_unchanged(before, text);
	json_decref(before);
	load_module("");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("apply");
	TCase *c = world_case(s, "apply"), *again = world_case_tagged(s, "again", AGAIN);

	(void)argc;
	tcase_add_test(c, what_is_not_said);
	tcase_add_test(c, addresses_are_all);
	tcase_add_test(c, another_gateway);
	tcase_add_test(c, bonds_that_go);
	tcase_add_test(c, slaves_that_are_not_there);
	tcase_add_test(c, words_instead_of_a_file);
	tcase_add_loop_test(c, another_mode, 0, 2);
	tcase_add_loop_test(again, another_mode, 2, (int)N_OF(modes));
	tcase_add_test(c, what_would_change);
	tcase_add_test(c, anybody_may_ask);
	tcase_add_test(c, three_bonds_or_none);
	tcase_add_loop_test(again, ended_between_two_messages, 0, 1);
	tcase_add_loop_test(c, ended_between_two_messages, 1, (int)N_OF(endings));
	if (world_is_vm()) {
		tcase_add_loop_test(c, parameters_are_defaults, 0, 2);
		tcase_add_loop_test(
			again, parameters_are_defaults, 2, (int)N_OF(modules));
	}
	return world_main(argv[0], s);
}
