/*
 * No ioctl, sysfs or procfs, and no file but one below /run: every command runs under a
 * filter that kills at ioctl(2), and under strace, with its output into a file, a pipe
 * and a terminal. It never judges what the commands do, beyond exit status and a word of
 * the output that shows which path was taken.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/world.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define ARCH AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#elif defined(__s390x__)
#define ARCH AUDIT_ARCH_S390X
#else
#error "the filter needs to know the AUDIT_ARCH_* of this machine"
#endif

/* On x86_64 the numbers of the x32 interface: the same calls by another door. */
#define X32 0x40000000u

/* ------------------------------------------------------------------------- watchers */

/* Kills this process, and what it becomes, at its first ioctl(2). */
static void no_ioctl(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		_exit(126);
}

enum watcher { UNWATCHED, SECCOMP, STRACE };
enum output { TO_FILE, TO_PIPE, TO_TERMINAL };

static const char *const watcher_names[] = { "unwatched", "seccomp", "strace" };
static const char *const output_names[] = { "file", "pipe", "terminal" };

/* Where anybody may write: some of the rows run as nobody. */
static const char *place(const char *name)
{
	static char dir[] = "/tmp/nofiles-XXXXXX", path[64];
	static bool made;

	if (!made) {
		ck_assert_ptr_nonnull(mkdtemp(dir));
		ck_assert_int_eq(chmod(dir, 0777), 0);
		made = true;
	}
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void place_end(void)
{
	unlink(place("out"));
	unlink(place("log"));
	rmdir(place(""));
}

/* The end that the program writes to; *ret: where we read it. */
static int open_output(enum output output, int *ret)
{
	int fds[2] = { -1, -1 };

	switch (output) {
	case TO_FILE:
		fds[1] = open(place("out"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		fds[0] = open(place("out"), O_RDONLY | O_CLOEXEC);
		break;
	case TO_PIPE:
		ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
		break;
	case TO_TERMINAL:
		fds[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
		ck_assert_int_eq(grantpt(fds[0]), 0);
		ck_assert_int_eq(unlockpt(fds[0]), 0);
		fds[1] = open(ptsname(fds[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
		break;
	}
	ck_assert_int_ge(fds[0], 0);
	ck_assert_int_ge(fds[1], 0);
	*ret = fds[0];
	return fds[1];
}

/* To the end: of a terminal that is EIO, when nobody has the other side any more. */
static void read_all(int fd, char *to, size_t size)
{
	size_t len = strlen(to);
	ssize_t n;

	while ((n = read(fd, to + len, size - 1 - len)) > 0) {
		len += (size_t)n;
		ck_assert_uint_lt(len, size - 1);
	}
	to[len] = 0;
}

/* One program, watched. What it printed is in .out; what strace saw, in .err. */
static struct ran *watch(enum watcher watcher, enum output output, int uid,
	const char *program, const char *line)
{
	const size_t size = 1 << 18;
	struct ran *r = world_keep(calloc(1, sizeof(*r)));
	char *strace_line = NULL;
	struct argv a;
	int out, in;
	pid_t pid;

	if (watcher == STRACE) {
		file_write(place("log"), "");
		chmod(place("log"), 0666);
		/* only what is traced stops: strace is slow enough where CPUs are
		 * emulated
		 */
		ck_assert_int_ge(asprintf(&strace_line,
					 "-f -qq --seccomp-bpf -o %s -s 256 "
					 "-e trace=%%file,ioctl -e signal=none -- %s %s",
					 place("log"), program, line),
			0);
		a = argv_of("strace", strace_line);
	} else {
		a = argv_of(program, line);
	}
	out = open_output(output, &in);
	pid = spawn(a.words, out, out, uid, watcher == SECCOMP ? no_ioctl : NULL);
	close(out);

	r->out = world_keep(calloc(1, size));
	if (output != TO_FILE)
		read_all(in, r->out, size);
	r->status = spawn_wait(pid);
	if (output == TO_FILE)
		read_all(in, r->out, size);
	close(in);
	r->err = world_keep(strdup(watcher == STRACE ? file_text(place("log")) : ""));
	argv_free(&a);
	free(strace_line);
	return r;
}

/* Is it a path below that folder, as strace prints one? */
static bool names(const char *line, const char *folder)
{
	size_t n = strlen(folder);

	for (const char *p = line; (p = strchr(p, '"')); p++)
		if (strncmp(p + 1, folder, n) == 0 && strchr("/\"", p[1 + n]))
			return true;
	return false;
}

/* Nothing is made or removed but the one file where programs meet (bondnl(8), FILES). */
static bool writes(const char *line)
{
	const char *call = line + strspn(line, "0123456789 ");
	bool any = strstr(call, "O_CREAT") || strncmp(call, "unlink", 6) == 0 ||
		strncmp(call, "rename", 6) == 0 || strncmp(call, "mkdir", 5) == 0;

	return any && !strstr(call, "\"/run/bondnl-");
}

/* What a program is told is no use of it: of execve() only the path counts. */
static bool is_forbidden(char *line)
{
	const char *call = line + strspn(line, "0123456789 ");
	char *words = strstr(line, ", [");

	if (strncmp(call, "execve(", 7) == 0 && words)
		*words = 0;
	return strncmp(call, "ioctl(", 6) == 0 || names(line, "/sys") ||
		names(line, "/proc") || writes(line);
}

/* The first line of strace's log that must not be there; NULL if all is well. */
static const char *forbidden_in(const char *log)
{
	char *copy = world_keep(strdup(log)), *next = copy;

	for (char *line; (line = strsep(&next, "\n"));)
		if (is_forbidden(line))
			return line;
	return NULL;
}

/* --------------------------------------------------------------------------- the rows */

struct row {
	const char *line;
	int status;
	const char *want; /* a word of the output; NULL: nothing is printed */
};

/* Beside the exit status: without privilege. */
#define AS_NOBODY 0x100

static const char world_lines[] =
	"link add eth0 type veth peer name eth0p\n"
	"link add eth1 type veth peer name eth1p\n"
	"link add eth2 type veth peer name eth2p\n"
	"link add eth3 type veth peer name eth3p\n"
	"link add eth4 type veth peer name eth4p\n"
	"link add eth5 type veth peer name eth5p\n"
	"link set eth0p up\nlink set eth1p up\nlink set eth2p up\n"
	"link set eth3p up\nlink set eth4p up\nlink set eth5p up\n"
	"link set eth0 up\n"
	"addr add 10.1.0.5/24 dev eth0\n"
	"addr add 2001:db8:1::5/64 dev eth0 nodad\n"
	"route add 10.9.0.0/16 via 10.1.0.1\n"
	/* what has a device above it is refused late, when others are slaves already */
	"link add mv0 link eth3 type macvlan mode bridge\n"
	"link add br0 type bridge\nlink set eth5 master br0\n";

#define MAKE_BOND0                                                                       \
	"create bond0 mode active-backup miimon 100 address 192.168.1.211/24 "           \
	"address 2001:db8:9::1/64 gateway 192.168.1.1 gateway 2001:db8:9::fe "           \
	"slave eth0 prio 5 slave eth1 queue_id 3"

/* One after the other, in one world: each finds what those before it left. */
static const struct row rows[] = {
	{ "--help", 0, "Commands" },
	{ "--version", 0, "bondnl" },
	{ "help show", 0, "--json" },
	{ "", 2, "missing" },
	{ "creat bond0", 2, "did you mean" },
	{ "--nonsense", 2, "flag" },
	{ "create bond0 mode nonsense", 2, "nonsense" },
	{ "show --dry-run", 2, "show" },
	{ "show", 0, "no bonds" },
	{ "show --json", 0, "schema" },
	{ "show bond9", 1, "bond9" },
	{ "show eth0", 1, "no bond" },
	{ "-n nofiles-not show", 1, "nofiles-not" },
	{ MAKE_BOND0, AS_NOBODY | 1, "CAP_NET_ADMIN" },
	{ MAKE_BOND0 " --dry-run", AS_NOBODY, "eth1" },
	{ MAKE_BOND0 " -v", 0, "warning" },
	{ MAKE_BOND0, 1, "bond0" },
	{ "create bond1 mode active-backup slave eth0", 1, "move" },
	/* lo is of no kind, as hardware is: nl80211 is asked for it */
	{ "create bond1 mode active-backup slave lo", 1, "lo" },
	{ "create bond1 mode active-backup slave eth2 slave eth3 -v", 3, "put back" },
	{ "create bond1 mode 802.3ad slave eth4 slave eth5 move --debug", 0, "NEWLINK" },
	{ "add bond0 eth2 prio 7", 0, "the driver made eth2 the active slave" },
	{ "failover bond0 eth1 -v", 0, "eth1" },
	{ "failover bond0", 0, NULL },
	{ "set bond0 resend_igmp 3 slave eth2 prio 9 address 10.9.9.9/24", 0, NULL },
	{ "set bond0 fail_over_mac follow", 1, "--disrupt" },
	{ "set bond0 fail_over_mac follow --disrupt", 0, "interrupted" },
	{ "set bond0 resend_igmp 300 --force", 1, "resend_igmp" },
	{ "set bond0 resend_igmp 4", AS_NOBODY | 1, "CAP_NET_ADMIN" },
	{ "options", 0, "xmit_hash_policy" },
	{ "options miimon --json", 0, "\"kernel\"" },
	{ "options --brief", 0, "lacp_rate" },
	{ "options", AS_NOBODY, "miimon" },
	{ "remove bond0 eth1 -v", 0, "eth1" },
	{ "show", 0, "192.168.1.211/24" },
	{ "show -v bond1 bond0 --debug", 0, "lacp_rate" },
	{ "show --json", 0, "\"slaves\"" },
	{ "show --proc", 0, "Ethernet Channel Bonding Driver: v" },
	{ "show --brief", 0, " active-backup " },
	{ "show", AS_NOBODY, "bond1" },
	{ "-n nofiles create bond7 mode balance-rr slave eth7 -q", 0, NULL },
	{ "-n nofiles show bond7", 0, "eth7" },
	{ "-n nofiles del bond7 --dry-run", 0, "bond7" },
	{ "del eth0", 1, "eth0" },
	{ "del bond0 bond1 -v", 0, "bond1" },
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static void judge(enum watcher watcher, enum output output, const struct row *row)
{
	int want = row->status & ~AS_NOBODY;
	struct ran *r = watch(watcher, output, row->status & AS_NOBODY ? NOBODY : -1,
		bondnl_path(), row->line);
	const char *found = forbidden_in(r->err);
	const char *w = watcher_names[watcher], *o = output_names[output];

	ck_assert_msg(r->status != 128 + SIGSYS,
		"%s, %s: bondnl %s\ncalled ioctl(2):\n%s", w, o, row->line, r->out);
	ck_assert_msg(r->status == want, "%s, %s: bondnl %s\nended with %d, not %d:\n%s",
		w, o, row->line, r->status, want, r->out);
	ck_assert_msg(!found, "%s, %s: bondnl %s\n%s", w, o, row->line, found);
	if (watcher == STRACE)
		ck_has(r->err, "execve(");
	if (row->want)
		ck_has(r->out, row->want);
	else
		ck_assert_str_eq(r->out, "");
	if (output != TO_TERMINAL)
		ck_has_not(r->out, "\033");
}

/*
 * Rows where something is pending. strace waits for the guard, too: so one that is
 * watched has a short time, and for what meets a guard that one is not watched.
 */
static void every_pending(enum watcher watcher, enum output output)
{
	static const struct row made = { "create bond5 --confirm 1ms -v", 0,
		"undone in 1 ms unless" };
	static const struct row kept = { "confirm", 0, "kept" };
	static const struct row met[] = {
		{ "set bond5 miimon 70", 1, "pending is" },
		{ "revert -v", 0, "undone" },
		{ "confirm", 1, "nothing is pending" },
		{ "del bond5", 0, NULL },
	};

	judge(watcher, output, &made);
	until_soon()
	{
		if (strstr(bondnl("confirm")->err, "nothing is pending"))
			break;
	}
	ck_assert(!link_is_there("bond5"));
	bondnl_ends(0, "create bond5 --confirm 60");
	judge(watcher, output, &kept);
	bondnl_ends(0, "set bond5 miimon 50 --confirm 60");
	for (size_t i = 0; i < sizeof(met) / sizeof(met[0]); i++)
		judge(watcher, output, &met[i]);
}

/* So that the terminal is used as one, whatever the caller's is. */
static void be_a_terminal(void)
{
	setenv("TERM", "xterm", 1);
}

static void forget_netns(void)
{
	run("ip", "netns del nofiles");
}

static void every_row(enum watcher watcher, enum output output)
{
	be_a_terminal();
	ip_batch(world_lines);
	forget_netns();
	ip("netns add nofiles");
	ip("-n nofiles link add eth7 type veth peer name eth7p");
	for (size_t i = 0; i < N_ROWS; i++)
		judge(watcher, output, &rows[i]);
	every_pending(watcher, output);
	forget_netns();
	place_end();
}

START_TEST(under_seccomp)
{
	every_row(SECCOMP, (enum output)_i);
}
END_TEST

START_TEST(under_strace)
{
	every_row(STRACE, (enum output)_i);
}
END_TEST

START_TEST(unwatched)
{
	every_row(UNWATCHED, (enum output)_i);
}
END_TEST

/* ------------------------------------------------------------------------- hardware */

/* A radio of no hardware, brought into our namespace; NULL where there is none. */
static const char *borrow_radio(void)
{
	const char *phy = NULL;
	json_t *links, *link;
	char line[128];
	size_t i;

	run("modprobe", "-r mac80211_hwsim");
	if (run("modprobe", "mac80211_hwsim radios=1")->status)
		return NULL;
	until_soon()
	{
		/* the machine's own namespace has it first */
		const char *list = run("nsenter", "-t 1 -n iw phy")->out;
		const char *at = strstr(list, "Wiphy ");

		if (at)
			phy = world_keep(strndup(at + 6, strcspn(at + 6, "\n")));
		if (phy)
			break;
	}
	ck_assert_ptr_nonnull(phy);
	snprintf(line, sizeof(line), "-t 1 -n iw phy %s set netns %d", phy, getpid());
	ck_assert_int_eq(run("nsenter", line)->status, 0);
	until_soon()
	{
		const char *name = NULL;

		links = ip_json("link show");
		json_array_foreach(links, i, link)
		{
			const char *n = json_value(link, "ifname");

			if (strncmp(n, "wlan", 4) == 0)
				name = n;
		}
		json_decref(links);
		if (name)
			return name;
	}
	ck_abort_msg("the radio has no device");
}

START_TEST(hardware)
{
	const char *radio = borrow_radio();
	/* a radio is slow where CPUs are emulated: each watcher once */
	static const struct {
		enum watcher watcher;
		enum output output;
	} turns[] = { { SECCOMP, TO_TERMINAL }, { STRACE, TO_FILE } };
	bool watched = !getenv("BONDNL_SANITIZE");
	char make[128];

	if (!radio)
		return; /* a kernel without the module: what is asked of lo stands for it
			 */
	be_a_terminal();
	cable("eth0");
	snprintf(make, sizeof(make),
		"create bond0 mode active-backup slave eth0 slave %s -v --debug", radio);
	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
		enum watcher w = watched ? turns[i].watcher : UNWATCHED;
		const struct row rows_here[] = {
			{ make, 0, "fail_over_mac active" },
			{ "del bond0", 0, NULL },
		};

		judge(w, turns[i].output, &rows_here[0]);
		judge(w, turns[i].output, &rows_here[1]);
	}
	place_end();
	run("modprobe", "-r mac80211_hwsim");
}
END_TEST

/* ------------------------------------------------------------------- the watchers watch
 */

START_TEST(seccomp_bites)
{
	struct row shows = { .line = "show", .want = "no bonds" };

	be_a_terminal();
	for (enum output o = TO_FILE; o <= TO_TERMINAL; o++) {
		/* stty asks whether its input is a terminal */
		ck_assert_int_eq(
			watch(SECCOMP, o, -1, "stty", "-a")->status, 128 + SIGSYS);
		ck_assert_int_ne(
			watch(UNWATCHED, o, -1, "stty", "-a")->status, 128 + SIGSYS);
		ck_assert_int_eq(watch(SECCOMP, o, -1, "true", "")->status, 0);
		judge(SECCOMP, o, &shows);
	}
	place_end();
}
END_TEST

START_TEST(strace_sees)
{
	static const struct {
		const char *program, *line, *found;
	} all[] = {
		{ "cat", "/proc/net/dev", "/proc/net/dev" },
		{ "test", "-e /sys/class/net", "/sys/class/net" },
		{ "sh", "-c 'true; cat /proc/net/dev'", "/proc/net/dev" }, /* -f */
		{ "readlink", "/proc/self", "/proc/self" },
		{ "touch", "/tmp/nofiles-touched", "O_CREAT" },
		{ "unlink", "/tmp/nofiles-touched", "unlink(" },
		{ "stty", "-a", "ioctl(" },
		{ "true", "", NULL },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct ran *r = watch(STRACE, TO_PIPE, i & 1 ? NOBODY : -1,
			all[i].program, all[i].line);
		const char *found = forbidden_in(r->err);

		ck_has(r->err, "execve(");
		if (all[i].found)
			ck_has(found ? found : "nothing", all[i].found);
		else
			ck_assert_msg(!found, "%s", found);
	}
	ck_assert_ptr_nonnull(
		forbidden_in("1 execve(\"x\")\n12  open(\"/sys\", 0) = 3\n"));
	ck_assert_ptr_nonnull(forbidden_in("ioctl(1, TCGETS) = 0\n"));
	ck_assert_ptr_null(
		forbidden_in("1 open(\"/system\") = 3\n2 open(\"/etc/proc\")"));
	place_end();
}
END_TEST

/* What is coloured shows that the rows met a terminal and not a file. */
START_TEST(terminal_is_one)
{
	be_a_terminal();
	ck_has(watch(UNWATCHED, TO_TERMINAL, -1, bondnl_path(), "--help")->out, "\033[");
	ck_has_not(watch(UNWATCHED, TO_FILE, -1, bondnl_path(), "--help")->out, "\033");
	ck_has_not(watch(UNWATCHED, TO_PIPE, -1, bondnl_path(), "--help")->out, "\033");
	place_end();
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("nofiles");
	TCase *c = world_case(s, "rows");
	TCase *watched = world_case_tagged(s, "watched", UNSANITIZED);
	TCase *again = world_case_tagged(s, "again", UNSANITIZED " " AGAIN);

	(void)argc;
	/*
	 * Not under sanitizers: their runtime itself reads /proc, and LeakSanitizer
	 * cannot work under ptrace. There the rows run unwatched; the build without
	 * sanitizers is of the same sources.
	 */
	if (getenv("BONDNL_SANITIZE"))
		tcase_add_loop_test(c, unwatched, TO_FILE, TO_TERMINAL + 1);
	else
		setenv("BONDNL_EXEC", "1", 1); /* of all that the real program calls */
	tcase_add_test(c, terminal_is_one);
	tcase_add_test(watched, seccomp_bites);
	tcase_add_test(watched, strace_sees);
	/* a terminal is where a program has most cause to call ioctl(2) */
	tcase_add_loop_test(again, under_seccomp, TO_FILE, TO_TERMINAL);
	tcase_add_loop_test(watched, under_seccomp, TO_TERMINAL, TO_TERMINAL + 1);
	tcase_add_loop_test(watched, under_strace, TO_FILE, TO_PIPE);
	tcase_add_loop_test(again, under_strace, TO_PIPE, TO_TERMINAL + 1);
	if (world_is_vm())
		tcase_add_test(getenv("BONDNL_SANITIZE") ? c : watched, hardware);
	return world_main(argv[0], s);
}
