/*
 * What show says, for people and for programs, of bonds that ip made. It never makes one
 * through bondnl: only reading is judged here. Option by option: it_show_ip.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/modes.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

/* -------------------------------------------------------------------------- reading */

enum output { TO_PIPE, TO_TERMINAL };

static void read_all(int fd, char *to, size_t size)
{
	size_t len = 0;
	ssize_t n;

	/* of a terminal the end is EIO, when nobody has the other side any more */
	while ((n = read(fd, to + len, size - 1 - len)) > 0) {
		len += (size_t)n;
		ck_assert_uint_lt(len, size - 1);
	}
}

/* What a terminal makes of line ends is taken back. */
static void unfold_ends(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s != '\r')
			*to++ = *s;
	*to = 0;
}

static char *show_to(enum output output, const char *words)
{
	const size_t size = 1 << 16;
	char *text = world_keep(calloc(1, size));
	struct argv a = argv_of(bondnl_path(), words);
	int fds[2];
	pid_t pid;

	if (output == TO_PIPE) {
		ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	} else {
		fds[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
		ck_assert_int_eq(grantpt(fds[0]), 0);
		ck_assert_int_eq(unlockpt(fds[0]), 0);
		fds[1] = open(ptsname(fds[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
	}
	ck_assert_int_ge(fds[1], 0);
	pid = spawn(a.words, fds[1], fds[1], -1, NULL);
	close(fds[1]);
	read_all(fds[0], text, size);
	close(fds[0]);
	ck_assert_int_eq(spawn_wait(pid), 0);
	argv_free(&a);
	unfold_ends(text);
	return text;
}

/* The text without its escape sequences. */
static char *uncoloured(const char *s)
{
	char *ret = world_keep(calloc(1, strlen(s) + 1)), *to = ret;

	while (*s) {
		if (strncmp(s, "\033[", 2) == 0) {
			s += 2 + strspn(s + 2, "0123456789;");
			ck_assert_int_eq(*s, 'm');
			s++;
			continue;
		}
		*to++ = *s++;
	}
	return ret;
}

static bool is_mac(const char *s)
{
	for (int i = 0; i < 17; i++)
		if (i % 3 == 2 ? s[i] != ':' : !s[i] || !strchr("0123456789abcdef", s[i]))
			return false;
	return true;
}

/* The text with "@" for each MAC. */
static char *without_macs(const char *s)
{
	char *ret = world_keep(calloc(1, strlen(s) + 1)), *to = ret;

	while (*s) {
		if (!is_mac(s)) {
			*to++ = *s++;
			continue;
		}
		*to++ = '@';
		s += 17;
	}
	return ret;
}

/* ---------------------------------------------------------------------------- text */

static const char golden[] =
	"bond0: active-backup, up\n"
	"  lladdr           @, that of eth0, mtu 1500\n"
	"  address          10.0.0.1/24\n"
	"                   10.0.0.2/32\n"
	"                   2001:db8::1/64\n"
	"  active_slave     eth0\n"
	"  primary          eth0 (primary_reselect better)\n"
	"  monitor          miimon 100 ms, updelay 200 ms, downdelay 300 ms\n"
	"  options          fail_over_mac follow, peer_notif_delay 100 ms,\n"
	"                   num_peer_notif 3, all_slaves_active on\n"
	"  slaves           2 of 2 up\n"
	"  |- * eth0  active  up          10000 Mb/s full  failures 0\n"
	"  |    permanent MAC @\n"
	"  `-   eth1  backup  up          10000 Mb/s full  failures 0\n"
	"       permanent MAC @, lladdr @, queue_id 3,\n"
	"       prio 7\n"
	"\n"
	"bond1: 802.3ad, up\n"
	"  lladdr           @, that of eth2, mtu 1500\n"
	"  monitor          miimon 50 ms, updelay 0 ms, downdelay 0 ms\n"
	"  ad_aggregator    1, ad_num_ports 1, ad_actor_key 335, ad_partner_key 1\n"
	"  ad_partner_mac   none: no partner speaks LACP\n"
	"  options          xmit_hash_policy layer3+4, min_links 1, lacp_rate fast,\n"
	"                   ad_select count, lp_interval 9 s, ad_actor_sys_prio 77,\n"
	"                   ad_user_port_key 5, ad_actor_system @\n"
	"  slaves           2 of 2 up\n"
	"  |- * eth2  active  up          10000 Mb/s full  failures 0\n"
	"  |    permanent MAC @\n"
	"  |    aggregator 1\n"
	"  `-   eth3  backup  up          10000 Mb/s full  failures 0\n"
	"       permanent MAC @\n"
	"       aggregator 2, which is not the active one\n"
	"\n"
	"bond2: balance-rr, up\n"
	"  lladdr           @, that of eth4, mtu 1400\n"
	"  monitor          arp_interval 100000 ms, arp_validate active,\n"
	"                   arp_all_targets all, arp_missed_max 5\n"
	"  arp_ip_target    10.0.0.5, 10.0.0.6\n"
	"  options          packets_per_slave 6, resend_igmp 4\n"
	"  slaves           2 of 2 up\n"
	"  |- * eth4  active  up          10000 Mb/s full  failures 0\n"
	"  |    permanent MAC @\n"
	"  `- * eth5  active  up          10000 Mb/s full  failures 0\n"
	"       permanent MAC @\n";

/* Without what LACP does in the meantime: churn, and the states of ports. */
static char *without_lacp(const char *s)
{
	char *ret = world_keep(calloc(1, strlen(s) + 1)), *to = ret;

	for (size_t n; *s; s += n) {
		size_t in = strspn(s, " |");
		const char *churn = strstr(s, ", actor churn ");

		n = strcspn(s, "\n") + 1;
		if (strncmp(s + in, "actor ", 6) == 0 ||
			strncmp(s + in, "partner ", 8) == 0 || in == 7 + 8)
			continue;
		if (churn && churn < s + n)
			to += sprintf(to, "%.*s\n", (int)(churn - s), s);
		else
			to += sprintf(to, "%.*s", (int)n, s);
	}
	return ret;
}

static void ck_same(const char *a, const char *b)
{
	ck_assert_str_eq(without_lacp(a), without_lacp(b));
}

START_TEST(three_modes_shown)
{
	struct ran *r;
	char *tty;

	make_modes();
	setenv("TERM", "xterm", 1);
	r = bondnl_ends(0, "show");
	ck_assert_str_eq(r->err, "");
	ck_assert_str_eq(without_lacp(without_macs(r->out)), golden);
	ck_same(show_to(TO_PIPE, "show"), r->out);

	tty = show_to(TO_TERMINAL, "show");
	ck_has(tty, "\033[1mbond0\033[0m: active-backup, \033[32mup\033[0m\n");
	ck_same(uncoloured(tty), r->out);
	setenv("NO_COLOR", "1", 1);
	ck_same(show_to(TO_TERMINAL, "show"), r->out);
	setenv("NO_COLOR", "", 1);
	ck_same(show_to(TO_TERMINAL, "show"), tty);
	setenv("TERM", "dumb", 1);
	ck_same(show_to(TO_TERMINAL, "show"), r->out);
	unsetenv("TERM");
	ck_same(show_to(TO_TERMINAL, "show"), r->out);
}
END_TEST

static void ck_width(const char *s, size_t width)
{
	while (*s) {
		size_t n = strcspn(s, "\n");

		ck_assert_msg(n <= width, "%zu columns: %.*s", n, (int)n, s);
		s += n + (s[n] == '\n');
	}
}

/* The widest of everything that a name, a MAC and an address can be. */
START_TEST(columns)
{
	char *narrow, *wide;
	struct ran *r;

	ip_batch(BOND("bond-of-fifteen",
		"mode active-backup miimon 100 updelay 60000 downdelay 60000 "
		"primary_reselect failure") SLAVE("slave-fifteen-",
		"bond-of-fifteen") "link set bond-of-fifteen type bond primary "
				   "slave-fifteen-\n"
				   "link set bond-of-fifteen mtu 65535 up\n"
				   "link set slave-fifteen-p down\n"
				   "addr add 2001:db8:1234:5678:9abc:def0:1234:5678/128 "
				   "dev "
				   "bond-of-fifteen nodad\n" BOND("fifteen-as-well",
					   "mode active-backup") "link set "
								 "fifteen-as-well mtu "
								 "65535 up\n");
	ck_link("slave-fifteen-", "operstate", "LOWERLAYERDOWN");
	ck_link("bond-of-fifteen", "operstate", "DOWN");
	r = bondnl_ends(0, "show");
	ck_has(r->out, "bond-of-fifteen: ");
	ck_has(r->out, "fifteen-as-well: active-backup, up, no carrier\n");
	ck_has(r->out, "slave-fifteen-  ");
	ck_width(r->out, 80);
	setenv("COLUMNS", "44", 1);
	ck_assert_str_eq(bondnl_ends(0, "show")->out, r->out);
	narrow = show_to(TO_TERMINAL, "show fifteen-as-well");
	ck_has(narrow, "\n                   mtu 65535\n");
	ck_has(narrow, "fifteen-as-well: ");
	setenv("COLUMNS", "200", 1);
	wide = show_to(TO_TERMINAL, "show -v bond-of-fifteen");
	ck_has(wide, "rx_errors 0, tx_errors 0, rx_dropped 0, tx_dropped 0\n");
}
END_TEST

START_TEST(nothing_there)
{
	struct ran *r = bondnl_ends(0, "show");

	ck_assert_str_eq(r->out, "");
	ck_has(r->err, "no bonds");
	ck_assert_str_eq(bondnl_ends(0, "show -q")->err, "");
	r = bondnl_ends(0, "show --json");
	ck_assert_str_eq(r->out, "{\"schema\":1,\"bonds\":[]}\n");
	ck_assert_str_eq(r->err, "");
}
END_TEST

START_TEST(bare_bond)
{
	struct ran *r;

	ip_batch(BOND("bond0", "mode active-backup"));
	r = bondnl_ends(0, "show");
	ck_has(r->out, "bond0: active-backup, down\n");
	ck_has(r->out, "monitor          none");
	ck_has(r->out, "slaves           none\n");
	ck_has(r->out, "active_slave     none\n");
	ck_has_not(r->out, "- ");
}
END_TEST

/* What the tree says of a slave, behind its name, up to the next one. */
static const char *slave_text(const char *show, const char *slave)
{
	char begin[32];
	const char *p, *next;

	for (p = show; (p = strstr(p, "- ")); p++) {
		snprintf(begin, sizeof(begin), "%s ", slave);
		if (strncmp(p + 4, begin, strlen(begin)) == 0)
			break;
	}
	ck_assert_msg(p != NULL, "no slave %s:\n%s", slave, show);
	next = strstr(p + 4, "- ");
	return world_keep(strndup(p, next ? (size_t)(next - p) : strlen(p)));
}

START_TEST(slave_states)
{
	struct ran *r;
	json_t *doc;

	ip_batch(BOND("bond0", "mode active-backup miimon 50") SLAVE("eth0",
		"bond0") SLAVE("eth1", "bond0") SLAVE("eth2", "bond0") SLAVE("eth3",
		"bond0") "link set bond0 up\nlink set eth1 down\nlink set eth3p down\n");
	ck_link("eth2", "linkinfo.info_slave_data.mii_status", "UP");
	ck_link("eth3", "linkinfo.info_slave_data.mii_status", "DOWN");
	/* only now, so that the states so far came at once */
	ip_batch("link set bond0 type bond updelay 60000 downdelay 60000\n"
		 "link set eth3p up\nlink set eth2p down\n");
	ck_link("eth2", "linkinfo.info_slave_data.mii_status", "GOING_DOWN");
	ck_link("eth3", "linkinfo.info_slave_data.mii_status", "GOING_BACK");

	r = bondnl_ends(0, "show");
	ck_has(slave_text(r->out, "eth0"), "- * eth0  active  up     ");
	ck_has(slave_text(r->out, "eth1"), "-   eth1  backup  set down  ");
	ck_has(slave_text(r->out, "eth1"), ", mii_status down\n");
	ck_has(slave_text(r->out, "eth2"), "-   eth2  backup  no carrier  ");
	ck_has(slave_text(r->out, "eth2"), ", mii_status going down\n");
	ck_has(slave_text(r->out, "eth3"), "-   eth3  backup  going back  ");
	ck_has_not(slave_text(r->out, "eth3"), "mii_status");
	ck_has(r->out, "  slaves           1 of 4 up\n");
	ck_assert_str_eq(bondnl_ends(0, "show --brief")->out,
		"bond0  active-backup  up          1/4 up     active eth0\n");
	doc = document(bondnl_ends(0, "show --json"));
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.1.up"), "false");
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.2.up"), "true");
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.2.carrier"), "false");
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.2.mii_status"), "going down");
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.3.carrier"), "true");
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.3.mii_status"), "going back");
	json_decref(doc);
}
END_TEST

START_TEST(failures_counted)
{
	char want[32];
	const char *count;
	struct ran *r;

	ip_batch(BOND("bond0", "mode active-backup miimon 50") SLAVE("eth0", "bond0")
			SLAVE("eth1", "bond0") "link set bond0 up\n");
	for (int i = 0; i < 2; i++) {
		ip("link set eth1p down");
		ck_link("eth1", "linkinfo.info_slave_data.mii_status", "DOWN");
		ip("link set eth1p up");
		ck_link("eth1", "linkinfo.info_slave_data.mii_status", "UP");
	}
	count = link_value("eth1", "linkinfo.info_slave_data.link_failure_count");
	ck_assert_int_ge(atoi(count), 2);
	r = bondnl_ends(0, "show");
	snprintf(want, sizeof(want), "  failures %s\n", count);
	ck_has(slave_text(r->out, "eth1"), want);
	ck_has(slave_text(r->out, "eth0"), "  failures 0\n");
}
END_TEST

START_TEST(names_of_any_bytes)
{
	struct ran *r;
	json_t *doc;

	ip_batch(BOND("b\033[31mo", "mode active-backup miimon 100") SLAVE(
		"e\177\001", "b\033[31mo") BOND("b\377d", "mode balance-rr"));
	ip("link set b\033[31mo type bond primary e\177\001");
	r = bondnl_ends(0, "show");
	ck_has(r->out, "b?[31mo: ");
	ck_has(slave_text(r->out, "e??"), "- * e??  active  up  ");
	ck_has(r->out, "primary          e?? ");
	ck_has_not(r->out, "\033");
	ck_has_not(r->out, "\177");
	doc = document(bondnl_ends(0, "show --json"));
	ck_assert_str_eq(json_value(doc, "bonds.0.name"), "b\033[31mo");
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.0.name"), "e\177\001");
	ck_assert_str_eq(json_value(doc, "bonds.0.options.primary"), "e\177\001");
	ck_assert_str_eq(json_value(doc, "bonds.1.name"), "b/xffd");
	json_decref(doc);
}
END_TEST

/* JSON is UTF-8, and a name need not be. No two names look alike all the same. */
START_TEST(names_in_json)
{
	static const struct {
		const char *name, *json;
	} rows[] = {
		{ "b\377d", "b/xffd" },
		{ "b\376d", "b/xfed" },
		{ "\303\344\303\244", "/xc3/xe4\303\244" },
		{ "\355\260\200", "/xed/xb0/x80" },
		{ "b?d", "b?d" },
		{ "b\\xffd", "b\\xffd" },
		{ "b\\\\xffd", "b\\\\xffd" },
		{ "\302\233[31m", "\302\233[31m" },
		{ "\177\033", "\177\033" },
	};
	struct ran *r;
	json_t *doc;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ip("link add %s type bond mode active-backup", rows[i].name);
	ip("link add \377 type dummy");
	ip("link set \377 master b\377d");
	ip("link set b\377d type bond primary \377");
	r = bondnl_ends(0, "show --json");
	ck_has_not(r->out, "\302\233");
	ck_has_not(r->out, "\177");
	ck_has(r->out, "{\"name\":\"\\u009B[31m\"");
	ck_has(r->out, "{\"name\":\"\\u007F\\u001B\"");
	doc = document(r);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char path[32];

		snprintf(path, sizeof(path), "bonds.%zu.name", i);
		ck_assert_str_eq(json_value(doc, path), rows[i].json);
	}
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.0.name"), "/xff");
	ck_assert_str_eq(json_value(doc, "bonds.0.options.primary"), "/xff");
	ck_assert_str_eq(json_value(doc, "bonds.0.lladdr_of"), "/xff");
	json_decref(doc);

	/* what they look like is the name of no device: the kernel says so, and we */
	ck_assert_int_ne(run("ip", "link add b/xffd type dummy")->status, 0);
	ck_has(bondnl_ends(2, "show --json b/xffd")->err, "a device name has no '/'");

	/* of each command */
	r = bondnl_ends(
		1, "diff --json b\377d mode active-backup miimon 50 slave \377");
	ck_has(r->out, "{\"bond\":\"b/xffd\",\"what\":\"primary\",\"from\":\"/xff\",");
	ck_has(r->out, "{\"step\":\"set b/xffd: primary none\",\"interrupts\":");
}
END_TEST

/* ------------------------------------------------------------------------ which bonds */

START_TEST(as_they_are_named)
{
	json_t *doc;
	struct ran *r;

	ip_batch(BOND("bond0", "") BOND("bond1", "") BOND(
		"bond2", "") "link property add dev bond1 altname the-other-name\n");
	doc = document(bondnl_ends(0,
		"show bond2 bond0 bond2 bond1 the-other-name "
		"--json"));
	ck_assert_uint_eq(json_array_size(json_object_get(doc, "bonds")), 3);
	ck_assert_str_eq(json_value(doc, "bonds.0.name"), "bond2");
	ck_assert_str_eq(json_value(doc, "bonds.1.name"), "bond0");
	ck_assert_str_eq(json_value(doc, "bonds.2.name"), "bond1");
	json_decref(doc);
	r = bondnl_ends(0, "show bond1 bond1");
	ck_assert_int_eq(strncmp(r->out, "bond1: ", 7), 0);
	ck_has_not(r->out, "\nbond1: ");
	r = bondnl_ends(1, "show bond1 bond9");
	ck_assert_str_eq(r->out, "");
	ck_has(r->err, "bond9: no such bond");
	r = bondnl_ends(1, "show --json lo");
	ck_assert_str_eq(r->out, "");
	ck_has(r->err, "lo: it is no bond");
}
END_TEST

/* A link may have more to say than the kernel holds ready, and none may be lost for it.
 */
START_TEST(slave_of_many_names)
{
	enum { NAMES = 90, SIZE = NAMES * 160 };
	char *lines = world_keep(calloc(1, SIZE));

	ip_batch(BOND("bond0", "") SLAVE("eth0", "bond0") SLAVE("eth1", "bond0")
			SLAVE("eth2", "bond0"));
	for (int i = 0; i < NAMES; i++)
		snprintf(lines + strlen(lines), SIZE - strlen(lines),
			"link property add dev eth0 altname eth0-%0100d\n", i);
	ip_batch(lines);
	ck_has(bondnl_ends(0, "show bond0")->out, "3 of 3 up");
	ck_has(bondnl_ends(0, "show")->out, "3 of 3 up");
}
END_TEST

#define MANY 12

START_TEST(all_of_many)
{
	char *together = world_keep(calloc(1, 1 << 16)), lines[4096] = "";
	json_t *all, *one, *bonds = json_array();

	/* slaves of different bonds are mixed in the order of their numbers */
	for (int i = 0; i < MANY; i++)
		snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines),
			"link add bond%d type bond mode %d miimon 100\n", i, i % 7);
	for (int i = 0; i < 2 * MANY; i++)
		snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines),
			"link add eth%d type dummy\nlink set eth%d master bond%d\n", i, i,
			i % MANY);
	ip_batch(lines);
	for (int i = 0; i < MANY; i++) {
		size_t n = strlen(together);

		snprintf(together + n, (1 << 16) - n, "%s%s", i ? "\n" : "",
			bondnl_ends(0, "show bond%d", i)->out);
		one = document(bondnl_ends(0, "show --json bond%d", i));
		ck_assert_uint_eq(
			json_array_size(json_object_get(
				json_array_get(json_object_get(one, "bonds"), 0),
				"slaves")),
			2);
		json_array_extend(bonds, json_object_get(one, "bonds"));
		json_decref(one);
	}
	ck_assert_str_eq(bondnl_ends(0, "show")->out, together);
	all = document(bondnl_ends(0, "show --json"));
	ck_assert_uint_eq(json_array_size(bonds), MANY);
	ck_assert(json_equal(json_object_get(all, "bonds"), bonds));
	json_decref(all);
	json_decref(bonds);
}
END_TEST

START_TEST(bond_in_a_bond)
{
	json_t *doc;
	struct ran *r;

	ip_batch(BOND("outer", "mode active-backup miimon 100") BOND(
		"inner", "mode balance-rr miimon 100") SLAVE("eth0",
		"inner") "link set inner master outer\nlink set outer up\n");
	ck_link("inner", "master", "outer");
	doc = document(bondnl_ends(0, "show --json"));
	ck_assert_uint_eq(json_array_size(json_object_get(doc, "bonds")), 2);
	ck_assert_str_eq(json_value(doc, "bonds.0.slaves.0.name"), "inner");
	ck_assert_str_eq(json_value(doc, "bonds.1.name"), "inner");
	ck_assert_str_eq(json_value(doc, "bonds.1.slaves.0.name"), "eth0");
	json_decref(doc);
	r = bondnl_ends(0, "show outer");
	ck_has(slave_text(r->out, "inner"), "  ");
	ck_has_not(r->out, "eth0  ");
	r = bondnl_ends(0, "show");
	ck_has(r->out, "outer: active-backup");
	ck_has(r->out, "\ninner: balance-rr");
	ck_has(slave_text(r->out, "eth0"), "active");
}
END_TEST

/* Of the second of two that have one address it is found to be a duplicate. */
START_TEST(states_of_addresses)
{
	struct ran *r;
	json_t *doc;

	/* the world has it off, so that addresses are there at once */
	file_write("/proc/sys/net/ipv6/conf/all/accept_dad", "1");
	file_write("/proc/sys/net/ipv6/conf/default/accept_dad", "1");
	ip_batch(BOND("bond0", "mode active-backup miimon 50") BOND("bond1",
		"mode active-backup miimon 50") "link add eth0 type veth peer name eth1\n"
						"link set eth0 master bond0\n"
						"link set eth1 master bond1\n"
						"link set bond0 up\n"
						"link set bond1 up\n");
	ck_link("bond0", "operstate", "UP");
	ck_link("bond1", "operstate", "UP");
	ip("addr add 2001:db8::1/64 dev bond0 nodad");
	ip("addr add 2001:db8::2/64 dev bond0 nodad preferred_lft 0");
	ip("addr add 10.0.0.1/24 dev bond0");
	ip("addr add 2001:db8::1/64 dev bond1");
	ck_link("bond1", "addr_info.0.dadfailed", "true");
	r = bondnl_ends(0, "show bond1");
	ck_has(r->out, "  address          2001:db8::1/64 duplicate\n");
	r = bondnl_ends(0, "show bond0");
	ck_has(r->out, "  address          10.0.0.1/24\n");
	ck_has(r->out, " 2001:db8::1/64\n");
	ck_has(r->out, " 2001:db8::2/64 deprecated\n");
	ck_has(bondnl_ends(0, "show --brief bond1")->out, "  2001:db8::1/64 duplicate\n");
	doc = document(bondnl_ends(0, "show --json"));
	ck_assert_str_eq(
		json_value(doc, "bonds.0.address_states.2001:db8::2/64"), "deprecated");
	ck_assert_uint_eq(json_object_size(json_object_get(
				  json_array_get(json_object_get(doc, "bonds"), 0),
				  "address_states")),
		1);
	ck_assert_str_eq(
		json_value(doc, "bonds.1.address_states.2001:db8::1/64"), "duplicate");
	json_decref(doc);

	/* nobody answers as long as there is no carrier */
	ip("link set eth0 down");
	ip("link add bond2 type bond");
	ip("link set bond2 up");
	ip("addr add 2001:db8::3/64 dev bond2");
	ck_has(bondnl_ends(0, "show bond2")->out, " 2001:db8::3/64 tentative\n");
}
END_TEST

#define PORT_UP "active short_timeout aggregating in_sync collecting distributing\n"

START_TEST(partners)
{
	static const char lacp[] = "mode 802.3ad miimon 50 lacp_rate fast";
	char *lines, want[128];
	uint64_t before, after;
	struct ran *r;
	json_t *doc;

	ck_assert_int_ge(
		asprintf(&lines,
			"link add bond0 type bond %s\nlink add far type bond %s\n"
			"link add eth0 type veth peer name eth0p\n"
			"link add eth1 type veth peer name eth1p\n"
			"link set eth0 master bond0\nlink set eth1 master bond0\n"
			"link set eth0p master far\nlink set eth1p master far\n"
			"link set far up\nlink set bond0 up\n",
			lacp, lacp),
		0);
	ip_batch(world_keep(lines));
	ck_link("bond0", "linkinfo.info_data.ad_info.num_ports", "2");
	ck_link("eth1", "linkinfo.info_slave_data.ad_partner_oper_port_state_str",
		"active,short_timeout,aggregating,in_sync,collecting,distributing");
	ck_link("eth1", "linkinfo.info_slave_data.ad_actor_oper_port_state_str",
		"active,short_timeout,aggregating,in_sync,collecting,distributing");
	r = bondnl_ends(0, "show bond0");
	snprintf(want, sizeof(want), "  ad_partner_mac   %s\n",
		link_value("far", "address"));
	ck_has(r->out, want);
	ck_has(r->out,
		"  ad_aggregator    1, ad_num_ports 2, ad_actor_key 15, "
		"ad_partner_key 15\n");
	ck_has(slave_text(r->out, "eth1"), "       actor   " PORT_UP);
	ck_has(slave_text(r->out, "eth1"), "       partner " PORT_UP);
	ck_has(slave_text(r->out, "eth0"), "  |    aggregator 1, actor churn ");
	ck_has_not(r->out, "not the active one");
	ck_has_not(r->out, "lacpdu_rx");
	ck_width(r->out, 80);
	ck_width(bondnl_ends(0, "show -v")->out, 80);

	/* one each second: the count goes on */
	doc = document(bondnl_ends(0, "show --json bond0"));
	before = (uint64_t)atoll(json_value(doc, "bonds.0.slaves.0.counters.lacpdu_rx"));
	ck_assert_uint_gt(before, 0);
	json_decref(doc);
	until_soon()
	{
		doc = document(bondnl_ends(0, "show --json bond0"));
		after = (uint64_t)atoll(
			json_value(doc, "bonds.0.slaves.0.counters.lacpdu_rx"));
		json_decref(doc);
		if (after > before)
			break;
	}
	ck_assert_uint_gt(after, before);

	/* the far side leaves: that is told in words */
	ip("link set eth1p nomaster");
	ip("link set eth1p up");
	ck_link("eth1", "linkinfo.info_slave_data.mii_status", "UP");
	until_soon()
	{
		r = bondnl_ends(0, "show bond0");
		if (strstr(slave_text(r->out, "eth1"), "which is not the active one"))
			break;
	}
	ck_has(slave_text(r->out, "eth1"), "which is not the active one");
	ck_has(slave_text(r->out, "eth1"), "(not in_sync)");
}
END_TEST

/* In the order of the names said, or of the ifindex; a line each, in columns. */
START_TEST(a_line_each)
{
	ip_batch(BOND("b1", "mode active-backup miimon 100")
			BOND("bond-of-fifteen", "mode 802.3ad miimon 100") BOND("a1", "mode balance-rr miimon 50") SLAVE("eth0", "b1")
				SLAVE("eth1", "a1") "link set a1 up\n"
						    "addr add 10.0.0.1/24 dev a1\n"
						    "addr add 10.0.0.2/24 dev a1\n");
	ck_link("a1", "operstate", "UP");
	ck_assert_str_eq(bondnl_ends(0, "show --brief")->out,
		"b1               active-backup  down        1/1 up     active eth0\n"
		"bond-of-fifteen  802.3ad        down        no slaves\n"
		"a1               balance-rr     up          1/1 up     10.0.0.1/24  "
		"10.0.0.2/24\n");
	ck_assert_str_eq(bondnl_ends(0, "show --brief a1 b1")->out,
		"a1  balance-rr     up          1/1 up     10.0.0.1/24  10.0.0.2/24\n"
		"b1  active-backup  down        1/1 up     active eth0\n");
	setenv("TERM", "xterm", 1);
	ck_has(show_to(TO_TERMINAL, "show --brief a1"), "\033[32mup\033[0m  ");
	ck_has(bondnl_ends(0, "show --brief a1")->out, "a1  balance-rr     up");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("show");
	TCase *c = world_case(s, "text");

	(void)argc;
	tcase_add_test(c, three_modes_shown);
	tcase_add_test(c, columns);
	tcase_add_test(c, nothing_there);
	tcase_add_test(c, bare_bond);
	tcase_add_test(c, slave_states);
	tcase_add_test(c, failures_counted);
	tcase_add_test(c, names_of_any_bytes);
	tcase_add_test(c, names_in_json);
	tcase_add_test(c, states_of_addresses);
	tcase_add_test(c, partners);
	tcase_add_test(c, a_line_each);

	c = world_case(s, "which bonds");
	tcase_add_test(c, as_they_are_named);
	tcase_add_test(c, slave_of_many_names);
	tcase_add_test(c, all_of_many);
	tcase_add_test(c, bond_in_a_bond);
	return world_main(argv[0], s);
}
