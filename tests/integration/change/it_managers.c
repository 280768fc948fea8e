/*
 * Who else manages the devices of a change: the warning, and when there is none. The
 * files are as systemd-networkd 252 and NetworkManager 1.42 wrote them; where it is
 * installed, systemd-networkd itself writes them. What the change does is judged
 * elsewhere.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "support/world.h"

#define LINKS	 "/run/systemd/netif/links"
#define DEVICES	 "/run/NetworkManager/devices"
#define PROFILES "/run/NetworkManager/system-connections"
#define UNITS	 "/run/systemd/units"
#define NM_UNIT	 UNITS "/invocation:NetworkManager.service"
#define NM_PID	 "/run/NetworkManager/NetworkManager.pid"
#define NETWORKD "/lib/systemd/systemd-networkd"

#define HEAD  "# This is private data. Do not parse.\n"
#define STATE "OPER_STATE=routable\nCARRIER_STATE=carrier\n"
#define FILE_ "NETWORK_FILE=/etc/systemd/network/10-eth0.network\n"
#define TAIL  "DNS=\nNTP=\nSIP=\nDOMAINS=\nROUTE_DOMAINS=\nLLMNR=yes\nMDNS=no\n"
#define BY_NETWORKD                                                                      \
	"bondnl: warning: eth0 is managed by systemd-networkd "                          \
	"(/etc/systemd/network/10-eth0.network), which may undo this; to keep it off: "  \
	"Unmanaged=yes below [Link] in a .network file, then: networkctl reload\n"
#define CONFIGURED HEAD "ADMIN_STATE=configured\n" STATE FILE_ TAIL

#define UUID "11111111-2222-3333-4444-555555555555"
#define FAKE "perm-hw-addr-fake=F6:44:D0:FD:35:29\n"
#define MANAGED                                                                          \
	"[device]\nmanaged=true\n" FAKE "connection-uuid=" UUID "\nnm-owned=false\n"     \
	"route-metric-default-effective=101\nroute-metric-default-aspired=100\n"
#define BY_NM                                                                            \
	"bondnl: warning: eth0 is managed by NetworkManager, which may undo this; to "   \
	"keep it off: nmcli device set eth0 managed no\n"
#define PROFILE(uuid, meta)                                                              \
	"[connection]\nid=eth0\nuuid=" uuid "\ntype=ethernet\nautoconnect=false\n"       \
	"\n[ipv4]\naddress1=10.7.3.1/24\nmethod=manual\n\n[.nmmeta]\n"                   \
	"nm-generated=true\nvolatile=true\n" meta

/* ----------------------------------------------------------------------- the machine */

/* A /run of our own, which nobody else writes to. */
static void set_up(void)
{
	own_mounts();
	ck_assert_int_eq(mount("none", "/run", "tmpfs", 0, NULL), 0);
	cable("eth0");
	cable("eth1");
}

static void folder(const char *path)
{
	char line[128];

	snprintf(line, sizeof(line), "-p %s", path);
	ck_assert_int_eq(run("mkdir", line)->status, 0);
}

static void nm_begins(void)
{
	folder(DEVICES);
	folder(PROFILES);
	folder(UNITS);
	ck_assert_int_eq(symlink("1beda87c99664e93b21c85c6b446eb3f", NM_UNIT), 0);
}

/* The file of a link in a folder; its path. */
static const char *path_of(const char *dir, const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, link_value(name, "ifindex"));
	return path;
}

/*
 * A shell's line where our namespace is that of process 1, as on a machine where nobody
 * made another one; $B is bondnl.
 */
static struct ran *home(const char *line)
{
	char all[1024];

	setenv("B", bondnl_path(), 1);
	snprintf(all, sizeof(all), "-p -f --mount-proc -- sh -c '%s; exit $?'", line);
	return run("unshare", all);
}

/* Only thought of: nothing is changed by it, so that it can be asked again and again. */
#define KIND	"bond0 mode active-backup miimon 100"
#define THOUGHT "$B create " KIND " slave eth0 --dry-run"

static void ck_says(const char *line, const char *want, const char *what)
{
	struct ran *r = home(line);

	ck_assert_msg(r->status == 0, "%s: ended with %d:\n%s", what, r->status, r->err);
	ck_assert_msg(
		strcmp(r->err, want) == 0, "%s: said\n%snot\n%s", what, r->err, want);
}

/* ----------------------------------------------------------------------- what is said */

struct file {
	const char *what, *text;
	bool says;
};

static const struct file networkd[] = {
	{ "configured", CONFIGURED, true },
	{ "configuring", HEAD "ADMIN_STATE=configuring\n" STATE FILE_ TAIL, true },
	{ "unmanaged", HEAD "ADMIN_STATE=unmanaged\n" STATE, false },
	{ "unmanaged, with a file", HEAD "ADMIN_STATE=unmanaged\n" STATE FILE_, false },
	{ "pending", HEAD "ADMIN_STATE=pending\n" STATE, false },
	{ "initialized", HEAD "ADMIN_STATE=initialized\n" STATE, false },
	{ "failed", HEAD "ADMIN_STATE=failed\n" STATE FILE_ TAIL, false },
	{ "a word of tomorrow", HEAD "ADMIN_STATE=configured2\n" STATE FILE_, false },
	{ "no file", HEAD "ADMIN_STATE=configured\n" STATE TAIL, false },
	{ "empty file", HEAD "ADMIN_STATE=configured\nNETWORK_FILE=\n", false },
	{ "no path", HEAD "ADMIN_STATE=configured\nNETWORK_FILE=10-eth0\n", false },
	{ "no state", HEAD FILE_ TAIL, false },
	{ "another key", HEAD "X_ADMIN_STATE=configured\n" FILE_ TAIL, false },
	{ "cut off", HEAD "ADMIN_STATE=configured\nNETWORK_FILE=/etc/systemd", false },
	{ "carriage returns", "ADMIN_STATE=configured\r\nNETWORK_FILE=/a\r\n", false },
	{ "nothing", "", false },
	{ "one line end", "\n", false },
	{ "no line end", "ADMIN_STATE=configured", false },
	{ "what is no text", "\x7f\x45\x4c\x46=\xff\xfe[\n[[[\n====\n", false },
};

static const struct file nm[] = {
	{ "managed", MANAGED, true },
	{ "managed, no profile", "[device]\nmanaged=true\n" FAKE "nm-owned=false\n",
		true },
	{ "unmanaged", "[device]\nmanaged=false\n" FAKE "nm-owned=false\n", false },
	{ "not said", "[device]\n" FAKE "nm-owned=false\n", false },
	{ "another group", "[devices]\nmanaged=true\n", false },
	{ "a later group", "[device]\n" FAKE "[x]\nmanaged=true\n", false },
	{ "a group that is none", "[device\nmanaged=true\n", false },
	{ "no group", "managed=true\n", false },
	{ "a word of tomorrow", "[device]\nmanaged=yes\n", false },
	{ "another key", "[device]\nunmanaged=true\nmanagedx=true\n", false },
	{ "cut off", "[device]\nmanaged=tru", false },
	{ "nothing", "", false },
};

#define N(a) (sizeof(a) / sizeof((a)[0]))

static void every_file(
	const char *dir, const struct file *rows, size_t n, const char *want)
{
	for (size_t i = 0; i < n; i++) {
		file_write(path_of(dir, "eth0"), rows[i].text);
		ck_says(THOUGHT, rows[i].says ? want : "", rows[i].what);
	}
}

START_TEST(files_of_networkd)
{
	set_up();
	folder(LINKS);
	ck_says(THOUGHT, "", "no file");
	every_file(LINKS, networkd, N(networkd), BY_NETWORKD);
	/* that of another device */
	ck_assert_int_eq(unlink(path_of(LINKS, "eth0")), 0);
	file_write(path_of(LINKS, "eth1"), CONFIGURED);
	ck_says(THOUGHT, "", "of eth1");
}
END_TEST

START_TEST(files_of_nm)
{
	set_up();
	nm_begins();
	ck_says(THOUGHT, "", "no file");
	every_file(DEVICES, nm, N(nm), BY_NM);
}
END_TEST

/* What was set up without it has a profile that only shows what is there. */
START_TEST(nm_looks_on)
{
	static const struct {
		const char *name, *text;
		bool says;
	} rows[] = {
		{ "eth0", PROFILE(UUID, "external=true\n"), false },
		{ "eth0-" UUID, PROFILE(UUID, "external=true\n"), false },
		{ "eth0", PROFILE(UUID, ""), true },
		{ "eth0", PROFILE(UUID, "external=false\n"), true },
		{ "eth0",
			PROFILE("99999999-2222-3333-4444-555555555555",
				"external=true\n"),
			true },
		{ "eth1", PROFILE(UUID, "external=true\n"), true },
	};

	set_up();
	nm_begins();
	file_write(path_of(DEVICES, "eth0"), MANAGED);
	for (size_t i = 0; i < N(rows); i++) {
		char path[160];

		snprintf(path, sizeof(path), PROFILES "/%s.nmconnection", rows[i].name);
		file_write(path, rows[i].text);
		ck_says(THOUGHT, rows[i].says ? BY_NM : "", rows[i].text);
		ck_assert_int_eq(unlink(path), 0);
	}
}
END_TEST

/* It leaves its files when it ends. */
START_TEST(nm_is_gone)
{
	set_up();
	nm_begins();
	file_write(path_of(DEVICES, "eth0"), MANAGED);
	ck_says(THOUGHT, BY_NM, "a service");
	ck_assert_int_eq(unlink(NM_UNIT), 0);
	ck_says(THOUGHT, "", "neither");
	ck_says("sleep 60 & printf $! >" NM_PID "; " THOUGHT, BY_NM, "a daemon");
	ck_says("true & printf $! >" NM_PID "; wait; " THOUGHT, "", "its pid, dead");
	for (const char *const *p = (const char *const[]){ "", "0", "-1", "1", "x",
		     "99999999999999999999", NULL };
		*p; p++) {
		file_write(NM_PID, *p);
		ck_says(THOUGHT, "", *p);
	}
}
END_TEST

/* ------------------------------------------------------- what is not what it should be
 */

/* Neither is waited for, nor read to its end. */
START_TEST(no_files)
{
	size_t big = 1 << 20;
	char *text = calloc(1, big + 1), path[128];

	set_up();
	folder(LINKS);
	nm_begins();
	file_write(path_of(DEVICES, "eth0"), MANAGED);
	snprintf(path, sizeof(path), "%s", path_of(LINKS, "eth0"));

	ck_assert_int_eq(mkfifo(path, 0666), 0);
	ck_says(THOUGHT, BY_NM, "a FIFO");
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkdir(path, 0777), 0);
	ck_says(THOUGHT, BY_NM, "a folder");
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(mknod(path, S_IFCHR | 0666, makedev(1, 5)), 0);
	ck_says(THOUGHT, BY_NM, "/dev/zero");
	ck_assert_int_eq(unlink(path), 0);
	file_write("/run/elsewhere", CONFIGURED);
	ck_assert_int_eq(symlink("/run/elsewhere", path), 0);
	ck_says(THOUGHT, BY_NM, "a link");
	ck_assert_int_eq(unlink(path), 0);

	strcpy(text, CONFIGURED);
	memset(text + strlen(text), 'x', big - strlen(text));
	file_write(path, text);
	ck_says(THOUGHT, BY_NM, "a huge file");
	memset(text, 'x', big);
	memcpy(text, "ADMIN_STATE=configured\nNETWORK_FILE=/", 37);
	strcpy(text + 1000, "\n");
	file_write(path, text);
	ck_says(THOUGHT, BY_NM, "a long path");
	/* what could command a terminal */
	file_write(path, "ADMIN_STATE=configured\nNETWORK_FILE=/\033[2J\n");
	ck_assert_ptr_nonnull(strstr(home(THOUGHT)->err, "(/?[2J)"));
	free(text);

	/* nor the folder */
	ck_assert_int_eq(run("rm", "-r /run/systemd/netif")->status, 0);
	file_write("/run/systemd/netif", "");
	ck_says(THOUGHT, BY_NM, "no folder");
}
END_TEST

/* ------------------------------------------------------------------------ which devices
 */

START_TEST(many)
{
	char other[] = HEAD "ADMIN_STATE=configured\nNETWORK_FILE=/run/other.network\n";
	struct ran *r;

	set_up();
	folder(LINKS);
	nm_begins();
	for (int i = 2; i < 9; i++) {
		char name[16];

		snprintf(name, sizeof(name), "eth%d", i);
		cable(name);
		file_write(path_of(DEVICES, name), MANAGED);
	}
	file_write(path_of(DEVICES, "eth0"), MANAGED);
	file_write(path_of(DEVICES, "eth1"), MANAGED);
	file_write(path_of(LINKS, "eth7"), CONFIGURED);
	file_write(path_of(LINKS, "eth8"), CONFIGURED);

	/* one line each, whatever the order of the steps, and however many there are */
	r = home("$B create " KIND
		 " slave eth8 slave eth7 slave eth6 slave eth5 slave eth4 "
		 "slave eth3 slave eth2 slave eth1 slave eth0");
	ck_assert_int_eq(r->status, 0);
	ck_assert_str_eq(r->err,
		"bondnl: warning: eth7 and eth8 are managed by systemd-networkd "
		"(/etc/systemd/network/10-eth0.network), which may undo this; to keep "
		"it off: Unmanaged=yes below [Link] in a .network file, then: "
		"networkctl reload\n"
		"bondnl: warning: eth0, eth1 and 7 more are managed by NetworkManager, "
		"which may undo this; to keep it off: nmcli device set DEVICE managed "
		"no, for each\n");
	ck_assert_str_eq(
		proc_slaves("bond0"), "eth8 eth7 eth6 eth5 eth4 eth3 eth2 eth1 eth0");

	/* bonds themselves; and what is deleted was there */
	file_write(path_of(LINKS, "bond0"), other);
	r = home("$B set bond0 miimon 50");
	ck_has(r->err,
		"warning: bond0 is managed by systemd-networkd (/run/other.network)");
	ck_has_not(r->err, "NetworkManager");
	r = home("$B remove bond0 eth8; $B del bond0");
	ck_assert_int_eq(r->status, 0);
	ck_has(r->err, "warning: eth8 is managed by NetworkManager");
	ck_has(r->err, "warning: bond0 is managed by systemd-networkd");
	file_write(path_of(LINKS, "eth7"), other);
	ck_has(home("$B create " KIND " slave eth7 slave eth8")->err,
		"(/run/other.network and others)");
}
END_TEST

/* Lines of a log that hold @part. */
static int count(const char *log, const char *part)
{
	int n = 0;

	for (const char *p = log; (p = strstr(p, part)); p++)
		n++;
	return n;
}

#define WATCH                                                                            \
	"strace -f -qq -o /run/log -e trace=open,openat,access,faccessat,faccessat2,"    \
	"ioctl,setns "

/* Without a manager it costs a look at each folder; with one, each file is read once. */
START_TEST(cost)
{
	struct ran *r;
	const char *log;

	set_up();
	r = home(WATCH "$B create " KIND " slave eth0 slave eth1");
	ck_assert_msg(r->status == 0, "%s", r->err);
	log = file_text("/run/log");
	ck_assert_msg(count(log, LINKS) == 1, "%s", log);
	ck_assert_msg(count(log, "/run/NetworkManager") == 1, "%s", log);
	ck_has_not(log, "setns(");

	folder(LINKS);
	file_write(path_of(LINKS, "bond0"), CONFIGURED);
	file_write(path_of(LINKS, "eth0"), CONFIGURED);
	r = home(WATCH "$B set bond0 mode 802.3ad --disrupt -q");
	ck_assert_msg(r->status == 0, "%s", r->err);
	ck_assert_str_eq(r->err, "");
	ck_has_not(file_text("/run/log"), LINKS);

	r = home(WATCH "$B set bond0 mode active-backup miimon 50 --disrupt -v");
	ck_assert_msg(r->status == 0, "%s", r->err);
	ck_assert_int_gt(count(r->err, "eth0"), 2);
	ck_has(r->err, "eth0 and bond0 are managed");
	log = file_text("/run/log");
	ck_assert_msg(
		count(log, LINKS "\"") == 1 && count(log, LINKS "/") == 3, "%s", log);
	ck_assert_int_eq(count(log, "setns("), 1);
	ck_has_not(log, "ioctl(");
	ck_has_not(log, "\"/proc");
	ck_has_not(log, "\"/sys");
}
END_TEST

/* -------------------------------------------------------------------- when it is not
 * said
 */

/* Links of other namespaces have the same numbers. */
START_TEST(elsewhere)
{
	struct ran *r;

	set_up();
	folder(LINKS);
	nm_begins();
	ip("netns add other");
	ip("link add eth8 index 88 type veth peer name eth8p index 89");
	ip("-n other link add eth8 index 88 type veth peer name eth8p index 89");
	file_write(LINKS "/88", CONFIGURED);
	file_write(DEVICES "/88", MANAGED);

	/* process 1 is elsewhere, as it is for who was started by `ip netns exec` */
	r = bondnl_ends(0, "create " KIND " slave eth8 --dry-run");
	ck_assert_str_eq(r->err, "");
	ck_says("ip netns exec other $B create " KIND " slave eth8 --dry-run", "",
		"exec");
	ck_says("$B -n other create " KIND " slave eth8 --dry-run", "", "-n");
	r = home("$B create " KIND " slave eth8 --dry-run");
	ck_assert_int_eq(count(r->err, "warning: eth8 is managed by"), 2);
	/* and from there by name */
	r = home("ip netns attach home $$; ip netns exec other $B -n home create " KIND
		 " slave eth8 --dry-run");
	ck_assert_int_eq(count(r->err, "warning: eth8 is managed by"), 2);
}
END_TEST

START_TEST(not_said)
{
	set_up();
	folder(LINKS);
	file_write(path_of(LINKS, "eth0"), CONFIGURED);
	ck_says("$B create " KIND " slave eth0 -q --dry-run", "", "-q");
	ck_says("$B create " KIND " slave eth1", "", "eth1");
	/* what failed, and what had nothing to do */
	ck_has_not(home("$B create " KIND " slave eth0")->err, "managed by");
	ck_has_not(home("$B add bond0 eth0 prio 7 eth9")->err, "managed by");
	ck_says("$B add bond0 eth0", BY_NETWORKD, "add");
	ck_says("$B apply " KIND " slave eth0 slave eth1", "", "nothing to do");
	/* who may not enter a namespace cannot know */
	ck_says("setpriv --reuid 65534 --clear-groups $B remove bond0 eth0 --dry-run", "",
		"nobody");
	ck_says("$B show", "", "show");
}
END_TEST

/* ------------------------------------------------------------------ every way to change
 */

START_TEST(other_ways)
{
	struct ran *r;

	set_up();
	folder(LINKS);
	file_write(path_of(LINKS, "eth0"), CONFIGURED);
	setenv("BONDNL_RUN_DIR", "/run", 1);
	ck_says("$B create " KIND " slave eth1", "", "create");

	r = home("$B diff " KIND " slave eth0 slave eth1");
	ck_assert_int_eq(r->status, 1);
	ck_assert_str_eq(r->err, BY_NETWORKD);
	ck_has_not(r->out, "managed");
	ck_says("$B apply " KIND " slave eth0 slave eth1", BY_NETWORKD, "apply");
	ck_says("$B remove bond0 eth0", BY_NETWORKD, "remove");

	/* the guard says it, and once only */
	r = home("$B --confirm 60 add bond0 eth0; $B confirm");
	ck_assert_int_eq(r->status, 0);
	ck_assert_int_eq(count(r->err, BY_NETWORKD), 1);
	ck_assert_int_eq(count(r->err, "managed by"), 1);
	ck_link("eth0", "master", "bond0");

	ck_assert_int_eq(symlink(bondnl_path(), "/run/ifenslave"), 0);
	r = home("/run/ifenslave -d bond0 eth0");
	ck_assert_int_eq(r->status, 0);
	ck_has(r->err, "warning: eth0 is managed by systemd-networkd");
}
END_TEST

/* -------------------------------------------------------------------- the real program
 */

static bool state_is(const char *name, const char *state)
{
	char line[64];

	snprintf(line, sizeof(line), "ADMIN_STATE=%s\n", state);
	return strstr(file_text(path_of(LINKS, name)), line);
}

/* It tells where it writes, whom it has left alone, and that it has ended. */
START_TEST(real_networkd)
{
	char *const argv[] = { (char *)NETWORKD, NULL };
	struct deadline d = { 0 };
	struct ran *r;
	pid_t pid;

	set_up();
	folder("/run/systemd/network");
	folder(LINKS);
	folder("/run/systemd/netif/leases");
	folder("/run/systemd/netif/lldp");
	ck_assert_int_eq(
		run("chown", "-R systemd-network: /run/systemd/netif")->status, 0);
	/* where nobody can write to it, it does not wait for udev */
	ck_assert_int_eq(mount("none", "/sys", "sysfs", MS_RDONLY, NULL), 0);
	file_write("/run/systemd/network/10-eth0.network",
		"[Match]\nName=eth0\n[Network]\nAddress=192.0.2.7/24\n");
	file_write("/run/systemd/network/20-eth1.network",
		"[Match]\nName=eth1\n[Link]\nUnmanaged=yes\n");

	pid = spawn(argv, -1, -1, -1, NULL);
	while (deadline_left(&d, 60000))
		if (state_is("eth0", "configured") && state_is("eth1", "unmanaged"))
			break;
	ck_assert(state_is("eth0", "configured"));
	ck_assert(state_is("eth1", "unmanaged"));
	ck_says("$B create " KIND " slave eth0 flush slave eth1",
		"bondnl: warning: eth0 is managed by systemd-networkd "
		"(/run/systemd/network/10-eth0.network), which may undo this; to keep "
		"it off: Unmanaged=yes below [Link] in a .network file, then: "
		"networkctl reload\n",
		"while it runs");
	ck_assert_int_eq(kill(pid, SIGTERM), 0);
	spawn_wait(pid);
	r = home("$B remove bond0 eth0");
	ck_assert_int_eq(r->status, 0);
	ck_has_not(r->err, "managed by");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("managers");
	TCase *c = world_case(s, "managers");

	(void)argc;
	tcase_add_test(c, files_of_networkd);
	tcase_add_test(c, files_of_nm);
	tcase_add_test(c, nm_looks_on);
	tcase_add_test(c, nm_is_gone);
	tcase_add_test(c, no_files);
	tcase_add_test(c, many);
	tcase_add_test(c, elsewhere);
	tcase_add_test(c, not_said);
	tcase_add_test(c, other_ways);
	/* a board has none */
	if (world_is_vm() && access(NETWORKD, X_OK) == 0)
		tcase_add_test(c, real_networkd);
	/* what a sanitizer opens by itself is not ours */
	c = world_case_tagged(s, "cost", UNSANITIZED);
	tcase_add_test(c, cost);
	return world_main(argv[0], s);
}
