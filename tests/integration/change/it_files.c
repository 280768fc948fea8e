/*
 * Files of bonds, with the real driver: what is told of wrong ones and that nothing is
 * tried then, where they may come from, that save's text makes again what it was taken
 * from, and the command line that the service runs. ip is the witness.
 * What apply makes of a bond is it_apply's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/world.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

static char folder[] = "/tmp/bondnl-files.XXXXXX";

/* A file of that name in a folder of this test's own: its path. */
static const char *file(const char *name, const char *text)
{
	char *path = NULL;

	ck_assert_int_ge(asprintf(&path, "%s/%s", folder, name), 0);
	file_write(path, text);
	return world_keep(path);
}

static void make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	/* another user reads them, too */
	ck_assert_int_eq(chmod(folder, 0755), 0);
}

static void remove_folder(void)
{
	char line[64];

	snprintf(line, sizeof(line), "-r %s", folder);
	run("rm", line);
}

/* ------------------------------------------------------------------------ wrong files */

static const struct {
	const char *text;
	int status;
	const char *told[4]; /* each on a line of its own, behind the name of the file */
} wrong[] = {
	{ "bond bond0\n\tmode active-bakcup\n\tmiimom 100\n\n\tslave eth0\n\t\tprio x\n"
	  "bond bond0\n",
		2,
		{ ":2: mode: 'active-bakcup' is not a value it can have",
			":3: miimom: no such option or word",
			":6: prio: 'x' is not a value it can have",
			":7: bond0: is said twice" } },
	{ "mode active-backup\nbond bond0\n", 2,
		{ ":1: mode: stands before the first bond" } },
	{ "bond\nabsent\n", 2,
		{ ":1: bond: the name of a bond is missing after it",
			":2: absent: the name of a bond is missing after it" } },
	{ "bond bond0\n\taddress 10.0.0.1\n\tgateway x\n\tmtu 5\n\tlladdr 1:2\n", 2,
		{ ":2: address: '10.0.0.1': the length of the network is missing",
			":3: gateway: 'x' is not an address", ":4: mtu: '5'",
			":5: lladdr: '1:2' is not a MAC" } },
	{ "bond bond0\n\tmode active-backup\n\tmiimon\n100\n", 2,
		{ ":3: miimon: a value is missing after it",
			":4: 100: no such option or word" } },
	{ "bond a/b\nmode 1\n", 2, { ":1: a/b: a device name has no '/'" } },
	{ "bond bond0 mode 1\nabsent bond0\n", 2, { ":2: bond0: is said twice" } },
	/* what only the kernel's state shows: the first of it, by its line, too */
	{ "bond bond0\n\tmode active-backup\n\tslave eth0\n\tslave eth9\n", 1,
		{ ":4: apply bond0: eth9: no such device" } },
	{ "bond bond0\n\tmode active-backup\n\tslave eth0\nbond bond1\n\tmode "
	  "active-backup\n\tlacp_rate fast\n",
		1, { ":6: apply bond1: lacp_rate: only in mode 802.3ad" } },
	{ "bond bond0\n\tslave eth0\nbond bond1\n\tslave eth0\n", 1,
		{ ":4: apply bond1: eth0: " } },
	{ "bond bond0\n\tmode 1\nabsent eth0\n", 1,
		{ ":3: absent eth0: it is no bond" } },
	{ "bond bond0\n\tslave lo\n", 1,
		{ ":2: apply bond0: lo: the loopback device cannot be a slave" } },
};

START_TEST(all_that_is_wrong)
{
	json_t *before;
	struct ran *r;
	const char *path = file("wrong.conf", wrong[_i].text);

	cable("eth0");
	ip("link add bond7 type bond mode 1");
	before = dump_settled();
	r = bondnl_ends(wrong[_i].status, "apply -f %s", path);
	for (size_t i = 0; i < N_OF(wrong[_i].told) && wrong[_i].told[i]; i++) {
		char want[256];

		snprintf(want, sizeof(want), "bondnl: %s%s", path, wrong[_i].told[i]);
		ck_has(r->err, want);
	}
	/* diff says the same, and neither "same" nor "different" */
	ck_assert_str_eq(bondnl_ends(2, "diff -f %s", path)->err, r->err);
	ck_unchanged(before, wrong[_i].text);
	json_decref(before);
}
END_TEST

START_TEST(no_files)
{
	json_t *before = dump_settled();
	struct ran *r;

	r = bondnl_ends(1, "apply -f /nosuch -f %s", file("a.conf", "bond bond0\n"));
	ck_has(r->err, "bondnl: /nosuch: No such file or directory");
	ck_has(bondnl_ends(1, "apply -f /dev/zero")->err, "/dev/zero: too long");
	ck_has(bondnl_ends(2, "apply -f %s", file("b.conf", "bond bond0\nmode 1 x\n"))
			->err,
		"b.conf:2: x: no such option or word");
	/* both of two wrong ones are told of */
	r = bondnl_ends(2, "apply -f %s -f %s", file("c.conf", "x\n"),
		file("d.conf", "bond b\ny\n"));
	ck_has(r->err, "c.conf:1: x: ");
	ck_has(r->err, "d.conf:2: y: ");
	ck_has(bondnl_ends(2, "apply -f %s bond0 mode 1", file("e.conf", ""))->err,
		"the bond and its words are in the file");
	bondnl_ends(2, "apply -f");
	bondnl_ends(2, "apply --file=");
	bondnl_ends(2, "show -f /etc/bondnl.conf");
	bondnl_ends(2, "set bond0 miimon 100 --prune");
	ck_unchanged(before, "no files");
	json_decref(before);

	/* which hold nothing: there is nothing to do */
	bondnl_ends(0, "apply -f %s", file("f.conf", ""));
	bondnl_ends(0, "apply -f %s", file("g.conf", "# no bond today\n\n"));
	bondnl_ends(0, "diff -f %s", file("g.conf", "# no bond today\n\n"));
	ip("link add bond7 type bond");
	bondnl_ends(0, "apply -f %s", file("g.conf", "# no bond today\n\n"));
	ck_assert(link_is_there("bond7"));
}
END_TEST

START_TEST(where_they_come_from)
{
	char *shell;
	struct ran *r;

	cable("eth0");
	cable("eth1");
	file("20-b.conf", "bond bond1\n\tmode balance-rr\n\tslave eth1\n");
	file("10-a.conf", "bond bond0\n\tmode active-backup\n\tslave eth0\n");
	file("30-c.conf.bak", "this is no file of bonds\n");
	file(".hidden.conf", "nor is this\n");
	bondnl_ends(0, "-q apply -f %s", folder);
	ck_assert_str_eq(proc_slaves("bond0"), "eth0");
	ck_assert_str_eq(proc_slaves("bond1"), "eth1");
	ck_has(bondnl_ends(0, "-v apply -f %s", folder)->err, "nothing to do");

	/* several, and what is said in two of them */
	r = bondnl_ends(
		0, "-v apply -f %s/20-b.conf --file %s/10-a.conf", folder, folder);
	ck_has(r->err, "nothing to do");
	r = bondnl_ends(2, "apply -f %s/20-b.conf --file=%s", folder, folder);
	ck_has(r->err, "20-b.conf:1: bond1: is said twice");

	ck_assert_int_ge(
		asprintf(&shell,
			"-c 'printf \"bond bond2\\n\\tmode 1\\n\" | %s apply -f -'",
			bondnl_path()),
		0);
	r = run("sh", shell);
	ck_assert_msg(r->status == 0, "%s", r->err);
	ck_link("bond2", "linkinfo.info_data.mode", "active-backup");
	free(shell);
	ck_assert_int_ge(
		asprintf(&shell, "-c 'echo mode 1 | %s apply -f -'", bondnl_path()), 0);
	ck_has(run("sh", shell)->err, "standard input:1: mode: stands before");
	free(shell);
}
END_TEST

/* ------------------------------------------------------------------------------- save */

#define TWO                                                                              \
	"link set eth0 master bond0\n"                                                   \
	"link set eth1 master bond0\n"
#define UP "link set bond0 up\n"

/* Which slave gave its MAC shows by standing first. */
static const char *const saved[] = {
	"link add bond0 type bond mode 0 miimon 100 updelay 200 downdelay 300 "
	"packets_per_slave 3 resend_igmp 7 num_grat_arp 3 all_slaves_active 1 "
	"min_links 1\n" TWO UP "addr add 192.0.2.5/24 dev bond0\n"
	"addr add 192.0.2.6/24 dev bond0\naddr add 2001:db8::5/64 dev bond0\n"
	"route add default via 192.0.2.1\n"
	"route add default via 2001:db8::1\n",
	"link add bond0 type bond mode 1 arp_interval 200 arp_ip_target "
	"192.0.2.1,192.0.2.2 arp_validate 3 arp_all_targets all arp_missed_max 5 "
	"primary_reselect failure\n" TWO "link set bond0 type bond primary eth1\n"
	"link set eth0 type bond_slave queue_id 3 prio 7\n"
	"link set eth1 type bond_slave prio -2\n" UP,
	"link add bond0 type bond mode 1 arp_interval 100 ns_ip6_target "
	"2001:db8::1,2001:db8::2\n" TWO UP,
	"link add bond0 type bond mode 1 miimon 100 fail_over_mac active\n" TWO UP,
	"link add bond0 type bond mode 1 miimon 50 peer_notify_delay 150 use_carrier 0 "
	"num_grat_arp 5 fail_over_mac follow\n" TWO UP,
	/* no monitor at all, and it stays so */
	"link add bond0 type bond mode 1\n" TWO UP,
	"link add bond0 type bond mode 2 miimon 100 xmit_hash_policy layer2+3\n" TWO
	"link set bond0 mtu 1400 address 02:00:00:00:00:77\n" UP,
	"link add bond0 type bond mode 3 miimon 100\n" TWO UP,
	"link add bond0 type bond mode 4 miimon 100 lacp_rate fast ad_select count "
	"xmit_hash_policy vlan+srcmac min_links 2 ad_user_port_key 7 ad_actor_sys_prio "
	"100 ad_actor_system 02:00:00:00:00:88 lacp_active off\n" TWO UP,
	"link add bond0 type bond mode 5 miimon 100 tlb_dynamic_lb 0 lp_interval 3 "
	"primary_reselect better\n" TWO UP,
	"link add bond0 type bond mode 6 miimon 100 lp_interval 2\n" TWO UP,
	/* down, with what it has then; empty */
	"link add bond0 type bond mode 1 miimon 100\n" TWO
	"addr add 192.0.2.5/24 dev bond0\n"
	"link add bond1 type bond mode 4 miimon 100\n"
	"link add bond2 type bond mode 2 miimon 100\n"
	"link set bond2 up\n",
	/* one in another, of which it was the first, or the second slave */
	"link add bond1 type bond mode 1 miimon 100\n"
	"link add bond0 type bond mode 4 miimon 100\n" TWO
	"link set bond0 master bond1\nlink set bond1 up\n",
	"link add bond0 type bond mode 2 miimon 100\n"
	"link add bond1 type bond mode 1 miimon 50\n"
	"link set eth1 master bond0\nlink set eth0 master bond1\n"
	"link set bond0 master bond1\nlink set bond1 up\n",
	/* three deep, and the deepest last */
	"link add bond2 type bond mode 1 miimon 100\n"
	"link add bond1 type bond mode 1 miimon 100\n"
	"link add bond0 type bond mode 1 miimon 100\n" TWO
	"link set bond0 master bond1\nlink set bond1 master bond2\n"
	"link set bond2 up\n",
	/* the first slave is not that of the lower number */
	"link add bond0 type bond mode 1 miimon 100\n"
	"link set eth1 master bond0\nlink set eth0 master bond0\n" UP,
};

START_TEST(saved_and_applied)
{
	const char *path;
	struct ran *first, *r;

	cable("eth0");
	cable("eth1");
	ip_batch(saved[_i]);
	first = bondnl_ends(0, "save");
	path = file("saved.conf", first->out);
	/* here it is all there */
	r = bondnl_ends(0, "-v --debug apply -f %s", path);
	ck_has(r->err, "nothing to do");
	ck_has_not(r->err, "send RTM_NEW");
	ck_has_not(r->err, "send RTM_SET");
	ck_has_not(r->err, "send RTM_DEL");
	ck_assert_str_eq(bondnl_ends(0, "diff -f %s", path)->out, "");

	/* and here nothing of it */
	world_renew();
	cable("eth0");
	cable("eth1");
	bondnl_ends(0, "-q apply -f %s", path);
	ck_assert_str_eq(bondnl_ends(0, "save")->out, first->out);
	r = bondnl_ends(0, "-v apply -f %s", path);
	ck_has(r->err, "nothing to do");
}
END_TEST

/* Of many, routes are read at once, which comes to what it does one by one. */
START_TEST(saved_many)
{
	enum { BONDS = 12 };
	char lines[BONDS * 400], one[40];
	const char *all;
	size_t n = 0;

	for (int i = 0; i < BONDS; i++)
		n += (size_t)snprintf(lines + n, sizeof(lines) - n,
			"link add eth%d type dummy\n"
			"link add bond%d type bond mode 1 miimon 100\n"
			"link set eth%d master bond%d\nlink set bond%d up\n"
			"addr add 10.0.%d.2/24 dev bond%d\n",
			i, i, i, i, i, i, i);
	for (int i = 0; i < BONDS; i += 2)
		n += (size_t)snprintf(lines + n, sizeof(lines) - n,
			"route add default metric %d via 10.0.%d.1\n", i + 1, i);
	snprintf(lines + n, sizeof(lines) - n,
		"route add default metric 99 nexthop via 10.0.1.1 dev bond1 "
		"nexthop via 10.0.3.1 dev bond3\n");
	ip_batch(lines);
	all = bondnl_ends(0, "save")->out;
	for (int i = 0; i < BONDS; i++) {
		struct ran *r;

		snprintf(one, sizeof(one), "    gateway 10.0.%d.1\n", i);
		ck_assert_int_eq(strstr(all, one) != NULL, i % 2 == 0);
		r = bondnl_ends(0, "save bond%d", i);
		ck_has(all, r->out);
	}
	bondnl_ends(0, "diff -f %s", file("all.conf", all));
	/* nor does it where a nexthop object alone knows the way of a route */
	ip_batch("nexthop add id 7 via 10.0.1.1 dev bond1\n"
		 "route add 10.99.0.0/16 nhid 7\n");
	ck_assert_int_eq(system("echo 0 >/proc/sys/net/ipv4/nexthop_compat_mode"), 0);
	ck_assert_str_eq(bondnl_ends(0, "save")->out, all);
}
END_TEST

/* The blocks of both are of one wish, in whichever order. */
START_TEST(a_bond_in_a_bond)
{
	struct ran *r;

	cable("eth0");
	cable("eth1");
	ip_batch("link add bond0 type bond mode 4 miimon 100\n" TWO
		 "link add bond1 type bond mode 1 miimon 100\n"
		 "link set bond0 master bond1\nlink set bond1 up\n"
		 "addr add 192.0.2.5/24 dev bond1\n");
	r = bondnl_ends(0, "save");
	ck_has(r->out, "    slave bond0\n");
	r = bondnl_ends(0, "-v apply -f %s", file("saved.conf", r->out));
	ck_has(r->err, "nothing to do");
	r = bondnl_ends(0, "-v apply -f %s",
		file("turned.conf",
			"bond bond1\nmode 1\nslave bond0\nbond bond0\n"
			"mode 4\nslave eth0\nslave eth1\n"));
	ck_has(r->err, "nothing to do");
}
END_TEST

/* What the same files make is there, too, and what cannot be is told. */
START_TEST(a_new_bond_in_a_new_bond)
{
	static const struct {
		int status;
		const char *text, *err;
	} refused[] = {
		{ 1, "bond bond0\nslave bond1\nprimary bond1\nbond bond1\n",
			":3: apply bond0: primary: bond1: no such device\n"
			"  it can be said when bond1 is there" },
		{ 1, "bond bond0\nslave bond1\nbond bond2\nslave bond1\nbond bond1\n",
			":4: apply bond2: bond1: bond1 is named twice" },
		{ 1, "bond bond0\nslave bond1\nabsent bond1\n",
			":2: apply bond0: bond1: no such device" },
		{ 3, "bond bond0\nslave bond1\nbond bond1\nslave bond0\n",
			"they would be slaves of one another" },
	};
	json_t *before;

	cable("eth0");
	cable("eth1");
	before = dump_settled();
	for (size_t i = 0; i < N_OF(refused); i++) {
		ck_has(bondnl_ends(refused[i].status, "apply -f %s",
			       file("refused.conf", refused[i].text))
				->err,
			refused[i].err);
		ck_unchanged(before, refused[i].err);
	}
	json_decref(before);
	bondnl_ends(0, "-q apply -f %s",
		file("nested.conf",
			"bond bond0\nslave eth0\nslave bond1 optional\n"
			"slave eth7 optional\nbond bond1\nslave eth1\n"));
	ck_link("bond1", "master", "bond0");
	ck_link("eth1", "master", "bond1");
	ck_assert_str_eq(link_value("bond0", "address"), link_value("eth0", "address"));
}
END_TEST

START_TEST(saved_one)
{
	ip_batch("link add bond0 type bond mode 1 miimon 100\n"
		 "link add bond1 type bond mode 2 miimon 100\n");
	ck_assert_str_eq(bondnl_ends(0, "save bond1")->out,
		"bond bond1\n    mode balance-xor\n    miimon 100\n    down\n");
	ck_has(bondnl_ends(1, "save bond9")->err, "bond9: no such bond");
	ip("link add d0 type dummy");
	bondnl_ends(1, "save d0");
	world_renew();
	ck_assert_str_eq(bondnl_ends(0, "save")->out, "");
}
END_TEST

/* ----------------------------------------------------------------------------- at boot
 */

/* What of /etc the service reads is put away, and put back. */
static void in_etc(const char *conf, const char *of_folder)
{
	run("rm", "-rf /etc/bondnl.conf /etc/bondnl.d");
	if (conf)
		file_write("/etc/bondnl.conf", conf);
	if (!of_folder)
		return;
	ck_assert_int_eq(mkdir("/etc/bondnl.d", 0755), 0);
	file_write("/etc/bondnl.d/lan.conf", of_folder);
}

/* The very words of the unit, with the program that was built. */
static struct ran *as_at_boot(const char *line, int status)
{
	const char *words = strchr(line, ' ');

	ck_assert_ptr_nonnull(words);
	return bondnl_ends(status, "%s", words + 1);
}

START_TEST(the_service)
{
	static const char one[] = "bond bond0\n\tmode active-backup\n\tslave eth0\n";
	static const char two[] =
		"bond bond1\n\tmode balance-rr\n\tslave eth1 optional\n";

	cable("eth0");
	in_etc(NULL, NULL);
	ck_has(as_at_boot(SERVICE, 2)->err, "/etc/bondnl.conf");
	in_etc(one, NULL);
	as_at_boot(SERVICE, 0);
	ck_assert_str_eq(proc_slaves("bond0"), "eth0");
	in_etc(NULL, two);
	as_at_boot(SERVICE, 0);
	ck_assert(link_is_there("bond1"));
	ip("link del bond1");
	in_etc(one, two);
	as_at_boot(SERVICE, 0);
	ck_assert(link_is_there("bond1"));
	/* as reload does it */
	ck_has(bondnl_ends(0, "-v apply")->err, "nothing to do");
	bondnl_ends(0, "diff");

	/* bondnl@lan, once its slave is there */
	cable("eth1");
	in_etc("x\n", two);
	ck_assert_ptr_nonnull(strstr(SERVICE_OF_ONE, "%i"));
	bondnl_ends(0, "%.*slan%s",
		(int)(strstr(SERVICE_OF_ONE, "%i") - strchr(SERVICE_OF_ONE, ' ')),
		strchr(SERVICE_OF_ONE, ' '), strstr(SERVICE_OF_ONE, "%i") + 2);
	ck_assert_str_eq(proc_slaves("bond1"), "eth1");
	in_etc(NULL, NULL);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("files");
	TCase *c = world_case(s, "files"), *again = world_case_tagged(s, "again", AGAIN);

	(void)argc;
	tcase_add_checked_fixture(c, make_folder, remove_folder);
	tcase_add_checked_fixture(again, make_folder, remove_folder);
	tcase_add_loop_test(c, all_that_is_wrong, 0, (int)N_OF(wrong));
	tcase_add_test(c, no_files);
	tcase_add_test(c, where_they_come_from);
	tcase_add_loop_test(c, saved_and_applied, 0, 4);
	tcase_add_loop_test(again, saved_and_applied, 4, (int)N_OF(saved));
	tcase_add_test(c, a_bond_in_a_bond);
	tcase_add_test(c, a_new_bond_in_a_new_bond);
	tcase_add_test(c, saved_many);
	tcase_add_test(c, saved_one);
	/* only there /etc is nobody's */
	if (world_is_vm())
		tcase_add_test(c, the_service);
	return world_main(argv[0], s);
}
