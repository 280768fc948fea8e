/*
 * The program under the name ifenslave, on the real driver: flags, messages and exit
 * statuses as scripts know them. The witnesses are ip, and busybox's ifenslave where
 * BONDNL_BUSYBOX names a busybox that has one: it does the same by ioctl. What a wish
 * comes to is judged elsewhere (it_change), and a bond made the old way by
 * tests/vm/old-way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/world.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MAC(n)	      "02:00:00:00:00:" n

#define CABLE(name, n)                                                                   \
	"link add " name                                                                 \
	" address " MAC("e" n) " type veth peer name " name                              \
			       "p address " MAC("f" n) "\nlink set " name                \
						       "p addrgenmode none up\n"
#define BOND(name, n, words)                                                             \
	"link add " name " address " MAC("b" n) " type bond miimon 100 " words           \
						"\nlink set " name " addrgenmode none\n"

/* A bond in use, one that is down, a bridge with a port, and two devices that are free.
 */
static const char scene[] =
	/* clang-format off */
	BOND("bond7", "7", "mode active-backup")
	"link set bond7 mtu 1400\n"
	CABLE("eth0", "0")
	CABLE("eth1", "1")
	"link set eth0 master bond7\n"
	"link set eth1 master bond7\n"
	"link set bond7 up\n"
	BOND("bond8", "8", "mode balance-rr")
	BOND("bond9", "9", "mode balance-rr")
	"link set bond9 up\n"
	CABLE("eth5", "5")
	"link set eth5 master bond9\n"
	"link add br0 type bridge\n"
	CABLE("eth4", "4")
	"link set eth4 master br0\n"
	CABLE("eth2", "2")
	CABLE("eth3", "3")
	"link set eth3 addrgenmode none up\n"
	"addr add 10.3.0.5/24 dev eth3\n"
	"addr add 10.3.0.6/24 dev eth3\n"
	"addr add 2001:db8:3::5/64 dev eth3 nodad\n";
/* clang-format on */

/* The name is all that matters, and a link gives one; made once, by main(). */
static char folder[] = "/tmp/ifenslave-XXXXXX", program[sizeof(folder) + 10];

static bool make_link(void)
{
	char *real = realpath(bondnl_path(), NULL);
	bool made = false;

	/* for nobody, too */
	if (real && mkdtemp(folder) && chmod(folder, 0755) == 0) {
		snprintf(program, sizeof(program), "%s/ifenslave", folder);
		made = symlink(real, program) == 0;
	}
	free(real);
	return made;
}

static struct ran *ifenslave(const char *line)
{
	return run(program, line);
}

static struct ran *ifenslave_ends(int status, const char *line)
{
	struct ran *r = ifenslave(line);

	ck_assert_msg(r->status == status, "ifenslave %s\nended with %d, not %d:\n%s%s",
		line, r->status, status, r->out, r->err);
	return r;
}

/* ------------------------------------------------------- what changes nothing */

#define USAGE "Usage: ifenslave [-f] <master-if> <slave-if> [<slave-if>...]\n"
#define NO_DRIVER(master)                                                                \
	"Master '" master "': Error: handshake with driver failed. Aborting\n"
#define NO_MASTER(master)                                                                \
	"Illegal operation; the specified interface '" master "' is not a master. "      \
	"Aborting\n"
#define NOT_UP(master)                                                                   \
	"Illegal operation; the specified master interface '" master "' is not up.\n"
#define IS_SLAVE(slave)                                                                  \
	"Illegal operation: The specified slave interface '" slave                       \
	"' is already a slave\n"
#define NO_SLAVE(slave)                                                                  \
	"Illegal operation: The specified slave interface '" slave "' is not a slave\n"
#define FAILED(slave, what) "Master 'bond7', Slave '" slave "': Error: " what " failed\n"
#define NO_SETTINGS(slave)                                                               \
	"Slave '" slave "': Error: get settings failed: No such device. Skipping\n"

static const struct refused {
	const char *line;
	int status;
	int busybox;	       /* what busybox ends with; -1: it has no such thing */
	const char *out, *err; /* parts of what is printed */
	const char *more;      /* and one more, of err */
} refused[] = {
	/* clang-format off */
	{ "", 2, 0, "", USAGE, "       ifenslave --help\n" },
	{ "-x", 2, 1, "", USAGE, "invalid option" },
	{ "--detatch bond7 eth0", 2, 1, "", USAGE, "unrecognized option" },
	{ "-d -c bond7 eth0", 2, 1, "", USAGE, NULL },
	{ "-dd bond7 eth0", 2, -1, "", USAGE, NULL },
	{ "-a bond7", 2, -1, "", USAGE, NULL },
	{ "-d bond7", 2, 2, "", USAGE, NULL },
	{ "--change-active bond7", 2, 2, "", USAGE, NULL },
	{ "-u", 0, -1, USAGE, "", NULL },
	{ "--usage nosuch", 0, -1, USAGE, "", NULL },
	{ "-h", 0, -1, "bondnl create bond0 mode active-backup miimon 100", "", NULL },
	{ "--help", 0, -1, USAGE, "", NULL },
	{ "-V", 0, -1, "ifenslave (bondnl ", "", NULL },
	{ "--version", 0, -1, "v1.1.0", "", NULL },
	{ "bond7", 0, 0, "bond7: active-backup, up", "", NULL },
	{ "-v bond7", 0, -1, "primary_reselect", "", NULL },
	{ "-a", 0, -1, "\nbond8: balance-rr, down", "", NULL },
	{ "--all-interfaces", 0, -1, "bond7: active-backup, up", "", NULL },
	{ "nosuch", 1, 1, "", NO_DRIVER("nosuch"), "  no such bond; to make it:" },
	{ "nosuch eth2", 1, 1, "", NO_DRIVER("nosuch"), NULL },
	{ "-d nosuch eth2", 1, 1, "", NO_DRIVER("nosuch"), NULL },
	{ "eth2", 1, -1, "", NO_MASTER("eth2"), NULL },
	{ "eth2 eth3", 1, 1, "", NO_MASTER("eth2"), NULL },
	{ "br0 eth3", 1, 1, "", NO_MASTER("br0"), NULL },
	{ "bond8 eth2", 1, 1, "", NOT_UP("bond8"), NULL },
	{ "-d bond8 eth2", 1, 1, "", NOT_UP("bond8"), NULL },
	{ "-c bond8 eth2", 1, 1, "", NOT_UP("bond8"), NULL },
	{ "bond7 eth0", 1, 1, "", IS_SLAVE("eth0"), FAILED("eth0", "Enslave") },
	{ "-f bond7 eth0 eth1", 1, 1, "", IS_SLAVE("eth0") FAILED("eth0", "Enslave"),
		IS_SLAVE("eth1") FAILED("eth1", "Enslave") },
	{ "bond7 eth5", 1, 1, "", IS_SLAVE("eth5") FAILED("eth5", "Enslave"),
		"  eth5: it has a master already: bond bond9\n"
		"  to take it from there: bondnl add bond7 eth5 move\n" },
	{ "bond7 eth4", 1, -1, "", FAILED("eth4", "Enslave"),
		"  eth4: it has a master already: bridge br0\n" },
	{ "bond7 bond7", 1, -1, "", FAILED("bond7", "Enslave"), "its own slave" },
	{ "bond7 lo", 1, -1, "", FAILED("lo", "Enslave"), "loopback" },
	{ "bond7 nosuch", 19, 255, "", NO_SETTINGS("nosuch"), "'ip link' lists" },
	{ "bond7 a/b", 19, 255, "", NO_SETTINGS("a/b"), NULL },
	{ "bond7 lo nosuch", 19, -1, "", NO_SETTINGS("nosuch"), FAILED("lo", "Enslave") },
	{ "bond7 nosuch eth0", 1, 1, "", NO_SETTINGS("nosuch"), IS_SLAVE("eth0") },
	{ "-d bond7 nosuch", 255, 255, "",
		"Slave 'nosuch': Error: get flags failed. Skipping\n", NULL },
	{ "-c bond7 nosuch", 255, 1, "",
		"Slave 'nosuch': Error: get flags failed. Aborting\n", NULL },
	{ "-d bond7 eth2", 1, 1, "", NO_SLAVE("eth2") FAILED("eth2", "Release"), NULL },
	{ "-d bond7 eth5", 1, 1, "", FAILED("eth5", "Release"), "its master is bond9" },
	{ "-c bond7 eth2", 1, 1, "", NO_SLAVE("eth2") FAILED("eth2", "Change active"), NULL },
	{ "-c bond9 eth5", 1, 1, "", "Master 'bond9', Slave 'eth5': Error: Change active "
		"failed\n", "mode balance-rr has no active slave" },
	/* clang-format on */
};

START_TEST(test_refused)
{
	json_t *before;

	ip_batch(scene);
	before = dump_settled();
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct refused *row = &refused[i];
		struct ran *r = ifenslave_ends(row->status, row->line);
		json_t *now;
		char *difference;

		if (row->out && *row->out)
			ck_has(r->out, row->out);
		else
			ck_assert_msg(!*r->out, "%s: %s", row->line, r->out);
		if (row->err && *row->err)
			ck_has(r->err, row->err);
		else if (row->err)
			ck_assert_msg(!*r->err, "%s: %s", row->line, r->err);
		if (row->more)
			ck_has(r->err, row->more);
		if (row->status == 0)
			continue;
		now = dump_take();
		difference = dump_difference(before, now);
		ck_assert_msg(!difference, "%s: %s", row->line, difference);
		json_decref(now);
	}
	json_decref(before);
}
END_TEST

/* ------------------------------------------------------------------ what changes */

START_TEST(enslave_some)
{
	struct ran *r;

	ip_batch(scene);
	/* the bad ones are skipped, the good ones go in, and the last bad one is the
	 * status */
	r = ifenslave_ends(1, "bond7 nosuch eth2 eth0 eth3 eth4");
	ck_has(r->err, NO_SETTINGS("nosuch"));
	ck_has(r->err, IS_SLAVE("eth0"));
	ck_has(r->err, FAILED("eth4", "Enslave"));
	ck_has_not(r->err, "eth2");
	ck_has_not(r->err, "eth3");
	ck_assert_str_eq(proc_slaves("bond7"), "eth0 eth1 eth2 eth3");
	ck_link("eth2", "mtu", "1400");
	ck_assert(link_has_flag("eth2", "UP"));
	/* it was up, and had addresses of its own */
	ck_assert(link_has_flag("eth3", "UP"));
	ck_link("eth3", "addr_info.0.local", "");
	ck_link("eth4", "master", "br0");
}
END_TEST

START_TEST(detach_some)
{
	struct ran *r;

	ip_batch(scene);
	r = ifenslave_ends(255, "--detach bond7 eth1 eth2 nosuch");
	ck_has(r->err, NO_SLAVE("eth2"));
	ck_assert_str_eq(proc_slaves("bond7"), "eth0");
	ck_link("eth1", "master", "");
	ck_link("eth1", "mtu", "1500");
	ck_link("eth1", "address", MAC("e1"));
	ck_assert(!link_has_flag("eth1", "UP"));
	r = ifenslave_ends(0, "-v -d bond7 eth0");
	ck_has(r->out, "ifenslave (bondnl ");
	ck_has(r->err, "ifenslave: release eth0 from bond7\n");
	ck_assert_str_eq(proc_slaves("bond7"), "");
}
END_TEST

/* By the real link to the real file. */
START_TEST(change_active)
{
	setenv("BONDNL_EXEC", "1", 1);
	ip_batch(scene);
	ck_link("bond7", "linkinfo.info_data.active_slave", "eth0");
	ifenslave_ends(0, "-c bond7 eth1");
	ck_link("bond7", "linkinfo.info_data.active_slave", "eth1");
	ifenslave_ends(0, "-c bond7 eth1");
	ck_has(ifenslave_ends(0, "--change-active bond7 eth0 eth1")->err,
		"ifenslave: warning: -c takes one slave");
	ck_link("bond7", "linkinfo.info_data.active_slave", "eth0");
}
END_TEST

/* One that the kernel refuses takes none of the others with it. */
START_TEST(refused_by_the_kernel)
{
	struct ran *r;

	ip_batch(scene);
	ip_batch("link add link eth2 name mv0 type macvlan\n");
	r = ifenslave_ends(1, "bond7 eth3 eth2");
	ck_has(r->err, FAILED("eth2", "Enslave"));
	ck_has(r->err, "another device sits on it");
	ck_has(r->err, "  everything was put back as it was\n");
	ck_assert_str_eq(proc_slaves("bond7"), "eth0 eth1 eth3");
	ck_link("eth3", "addr_info.0.local", "");
	ck_assert(!link_has_flag("eth2", "UP"));
}
END_TEST

START_TEST(without_privilege)
{
	struct ran *r;
	json_t *before;

	ip_batch(scene);
	before = dump_settled();
	r = run_as(NOBODY, program, "bond7 eth2 eth3");
	ck_assert_int_eq(r->status, 1);
	ck_has(r->err, FAILED("eth2", "Enslave"));
	ck_has(r->err, FAILED("eth3", "Enslave"));
	ck_has(r->err, "needs CAP_NET_ADMIN");
	ck_unchanged(before, "ifenslave by nobody");
	json_decref(before);
	ck_assert_int_eq(run_as(NOBODY, program, "bond7")->status, 0);
}
END_TEST

/* A bond of what is no Ethernet takes slaves by force only: here, a monitor. */
START_TEST(like_ethernet)
{
	struct ran *r;

	ip_batch("link add mon0 type nlmon\n"
		 "link add mon1 type nlmon\n"
		 "link add bond7 type bond mode active-backup miimon 100\n"
		 "link set mon0 master bond7\nlink set bond7 up\n");
	r = ifenslave_ends(1, "bond7 mon1");
	ck_has(r->err,
		"Illegal operation: The specified master interface 'bond7' is not "
		"ethernet-like.\n");
	ck_assert_str_eq(proc_slaves("bond7"), "mon0");
	ifenslave_ends(0, "-f bond7 mon1");
	ck_assert_str_eq(proc_slaves("bond7"), "mon0 mon1");
}
END_TEST

/* ---------------------------------------------------------------------- busybox */

static const char *busybox_line(const char *line)
{
	char *all = world_keep(calloc(1, 256));

	snprintf(all, 256, "ifenslave %s", line);
	return all;
}

START_TEST(refused_by_busybox)
{
	json_t *before;

	ip_batch(scene);
	before = dump_settled();
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct refused *row = &refused[i];
		struct ran *r;

		if (row->busybox < 0)
			continue;
		r = run(getenv("BONDNL_BUSYBOX"), busybox_line(row->line));
		ck_assert_msg(r->status == row->busybox, "%s: %d, not %d: %s", row->line,
			r->status, row->busybox, r->err);
	}
	ck_unchanged(before, "busybox");
	json_decref(before);
}
END_TEST

/*
 * The same line by both, on the same scene: what comes of it, and the exit status. But
 * for MACs: busybox gives the bond that of each slave, which ifenslave.c did only where
 * the bond had none.
 */
static json_t *after(const char *tool, const char *line, int status)
{
	json_t *dump, *link;
	const char *name;
	struct ran *r;

	world_renew();
	ip_batch(scene);
	json_decref(dump_settled());
	r = run(tool, line);
	ck_assert_msg(r->status == status, "%s %s: %d, not %d: %s", tool, line, r->status,
		status, r->err);
	dump = dump_settled();
	json_object_foreach(json_object_get(dump, "links"), name, link)
	{
		json_object_del(link, "address");
	}
	return dump;
}

static const struct {
	const char *line;
	int status, busybox;
} changes[] = {
	{ "bond7 eth2", 0, 0 },
	{ "bond7 eth2 eth3", 0, 0 },
	{ "-f bond7 eth3 eth2", 0, 0 },
	{ "bond7 eth3 nosuch eth2", 19, 255 },
	{ "bond7 eth3 eth0 eth2", 1, 1 },
	{ "--force bond9 eth2", 0, 0 },
	{ "-c bond7 eth1", 0, 0 },
	{ "--change-active bond7 eth1", 0, 0 },
	{ "-d bond7 eth0", 0, 0 },
	{ "--detach bond7 eth1 nosuch eth0", 255, 255 },
	{ "-d bond7 eth2 eth0", 1, 1 },
};

START_TEST(changed_by_busybox)
{
	json_t *ours = after(program, changes[_i].line, changes[_i].status);
	json_t *theirs = after(getenv("BONDNL_BUSYBOX"), busybox_line(changes[_i].line),
		changes[_i].busybox);
	char *difference = dump_difference(theirs, ours);

	ck_assert_msg(!difference, "%s: busybox's was, ours is: %s", changes[_i].line,
		difference);
	json_decref(ours);
	json_decref(theirs);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("ifenslave");
	TCase *c = world_case(s, "refused");
	int rc;

	(void)argc;
	tcase_add_test(c, test_refused);
	tcase_add_test(c, without_privilege);
	c = world_case(s, "changed");
	tcase_add_test(c, enslave_some);
	tcase_add_test(c, detach_some);
	tcase_add_test(c, change_active);
	tcase_add_test(c, refused_by_the_kernel);
	tcase_add_test(c, like_ethernet);
	c = world_case(s, "busybox");
	if (getenv("BONDNL_BUSYBOX")) {
		tcase_add_test(c, refused_by_busybox);
		tcase_add_loop_test(c, changed_by_busybox, 0, ARRAY_SIZE(changes));
	}
	if (!make_link()) {
		perror(folder);
		return 1;
	}
	rc = world_main(argv[0], s);
	unlink(program);
	rmdir(folder);
	return rc;
}
