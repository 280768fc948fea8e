/*
 * show --watch: pictures that follow what the kernel does, on a terminal and elsewhere,
 * and all the ways in which they end. What rates are of counters the unit tests judge;
 * here, that traffic comes to some.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/world.h"

#define N_OF(a)	    (sizeof(a) / sizeof((a)[0]))
#define HIDE_CURSOR "\033[?25l"
#define SHOW_CURSOR "\033[?25h"
#define HOME	    "\033[H"
#define CLEAR	    "\033[J"

/* ------------------------------------------------------------------------- a watcher */

enum output { TERMINAL, PIPE };

/* How its process begins; looked at before the program is started. */
static struct {
	enum output output;
	const char *terminal; /* its name */
	int in;		      /* instead of /dev/null */
	bool background;      /* a job of another process of its session */
} how;

/* Where the job's number is written, and what its leader sees of it. */
static struct job {
	volatile pid_t pid;
	volatile int stopped;
} * job;

struct watcher {
	pid_t pid;
	int fd; /* what it writes is read here, and of a terminal written, too */
	int err;
	char *text; /* all of it until now */
	size_t n;
	size_t since; /* what was looked at is before it */
};

static long long clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* In place of a shell: the leader of the session, which has the terminal. */
static void lead(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, WUNTRACED) == pid) {
		if (WIFSTOPPED(status))
			job->stopped++;
		else
			_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 99);
	}
	_exit(98);
}

/* The terminal becomes that of a new session. */
static void before(void)
{
	setenv("TERM", "xterm", 1);
	setenv("NO_COLOR", "1", 1);
	if (how.output == TERMINAL) {
		int fd;

		setsid();
		fd = open(how.terminal, O_RDWR);
		if (fd < 0)
			_exit(97);
		for (int i = 0; i <= 2; i++)
			dup2(fd, i);
		close(fd);
	}
	if (how.in >= 0)
		dup2(how.in, 0);
	if (how.background) {
		pid_t pid = fork();

		if (pid)
			lead(pid);
		setpgid(0, 0);
		job->pid = getpid();
	}
}

static struct watcher start_program(const char *program, const char *line)
{
	struct watcher w = { .err = memfd_create("err", MFD_CLOEXEC) };
	struct argv a = argv_of(program, line);
	int fds[2] = { -1, -1 };
	char name[64];

	if (how.output == TERMINAL) {
		fds[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
		ck_assert_int_eq(grantpt(fds[0]), 0);
		ck_assert_int_eq(unlockpt(fds[0]), 0);
		ck_assert_int_eq(ptsname_r(fds[0], name, sizeof(name)), 0);
		how.terminal = name;
	} else {
		ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	}
	w.pid = spawn(a.words, fds[1], w.err, -1, before);
	if (fds[1] >= 0)
		close(fds[1]);
	w.fd = fds[0];
	argv_free(&a);
	return w;
}

static struct watcher start(enum output output, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static struct watcher start(enum output output, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	how.output = output;
	return start_program(bondnl_path(), line);
}

/* Reads what comes within that time at most; false at the end of all. */
static bool read_more(struct watcher *w, int ms)
{
	struct pollfd p = { .fd = w->fd, .events = POLLIN };
	ssize_t n;

	w->text = realloc(w->text, w->n + 65536);
	ck_assert_ptr_nonnull(w->text);
	w->text[w->n] = 0;
	if (poll(&p, 1, ms) <= 0)
		return true;
	n = read(w->fd, w->text + w->n, 65535);
	/* a terminal that nobody has any more is an error */
	w->n += n > 0 ? (size_t)n : 0;
	w->text[w->n] = 0;
	return n > 0;
}

/* Waits until all that follows what was looked at holds it; that is looked at then. */
static void await(struct watcher *w, const char *part)
{
	long long end = clock_ms() + SOON_MS, left = SOON_MS;
	const char *rest, *found;
	bool more = true;

	if (!w->text)
		read_more(w, 0);
	while (!(found = strstr(w->text + w->since, part)) && more && left > 0) {
		more = read_more(w, (int)left);
		left = end - clock_ms();
	}
	rest = w->text + w->since;
	if (!found)
		ck_abort_msg("'%s' does not come, but:\n%s", part,
			strlen(rest) > 1500 ? rest + strlen(rest) - 1500 : rest);
	w->since = (size_t)(found - w->text) + strlen(part);
}

/* Ended well, and said so much last. */
static void ck_ended(struct watcher *w, const char *last)
{
	long long end = clock_ms() + SOON_MS;
	int status;

	while (clock_ms() < end && read_more(w, 100))
		;
	status = spawn_wait(w->pid);
	ck_assert_msg(status == 0, "status %d", status);
	if (last)
		ck_assert_msg(w->n >= strlen(last) &&
				strcmp(w->text + w->n - strlen(last), last) == 0,
			"it is not at the end: %s",
			w->n > 1000 ? w->text + w->n - 1000 : w->text);
	if (how.output == PIPE) {
		struct stat st;

		ck_assert_int_eq(fstat(w->err, &st), 0);
		ck_assert_int_eq(st.st_size, 0);
	}
	close(w->fd);
	close(w->err);
	free(w->text);
}

static void type(struct watcher *w, const char *text)
{
	ck_assert_int_eq(write(w->fd, text, strlen(text)), (ssize_t)strlen(text));
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		n++;
	return n;
}

static void setup(void)
{
	how.in = -1;
	how.background = false;
	setenv("LC_ALL", "C", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	job = mmap(NULL, sizeof(*job), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		-1, 0);
	ck_assert_ptr_ne(job, MAP_FAILED);
	*job = (struct job){ 0 };
}

static void bond_of_two(void)
{
	setup();
	cable("eth0");
	cable("eth1");
	ip_batch("link add bond0 type bond mode active-backup miimon 20\n"
		 "link set bond0 up\n"
		 "link set eth0 down master bond0\nlink set eth1 down master bond0\n");
	ck_link("eth0", "linkinfo.info_slave_data.mii_status", "UP");
	ck_link("eth1", "linkinfo.info_slave_data.mii_status", "UP");
	ck_link("bond0", "linkinfo.info_data.active_slave", "eth0");
}

/* ------------------------------------------------------------------------ on a terminal
 */

/* What happens is shown long before the time is over, in the same place. */
START_TEST(in_place)
{
	struct watcher w;

	bond_of_two();
	w = start(TERMINAL, "show --watch=1h bond0");
	await(&w, CLEAR);
	ck_assert_msg(
		strncmp(w.text, HIDE_CURSOR HOME "bond0: active-backup, up\033[K",
			strlen(HIDE_CURSOR HOME "bond0: active-backup, up\033[K")) == 0,
		"%s", w.text);
	ck_has(w.text, "active_slave     eth0\033[K\r\n");
	ck_has(w.text, "  traffic          rx -  tx -\033[K\r\n");
	ck_has(w.text, "  |- * eth0  active  up          10000 Mb/s full  failures 0");
	ck_has(w.text, "  |    rx -  tx -\033[K\r\n");
	ip("link set bond0 type bond active_slave eth1");
	await(&w, "active_slave     eth1");
	await(&w, "  `- * eth1");
	await(&w, CLEAR);
	ip("link set eth0p down");
	await(&w, "1 of 2 up");
	await(&w, CLEAR);
	ip("addr add 192.0.2.7/24 dev bond0");
	await(&w, "192.0.2.7/24");
	await(&w, CLEAR);
	/* the end of what is typed, or letters, are no line */
	type(&w, "\004");
	ip("link set bond0 mtu 1400");
	await(&w, "mtu 1400");
	await(&w, CLEAR);
	ck_assert_uint_eq(count(w.text, HIDE_CURSOR), 1);
	ck_assert_uint_eq(count(w.text, HOME), count(w.text, CLEAR));
	type(&w, "q\n");
	ck_ended(&w, SHOW_CURSOR);
}
END_TEST

/* By a key, and by a signal of others. */
START_TEST(ends_of_terminal)
{
	static const struct {
		const char *key;
		int signo;
	} rows[] = { { "\n", 0 }, { "\003", 0 }, { "\034", 0 }, { NULL, SIGINT },
		{ NULL, SIGTERM }, { NULL, SIGHUP }, { NULL, SIGQUIT } };

	bond_of_two();
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct watcher w = start(TERMINAL, "show --watch=1h bond0");

		await(&w, CLEAR);
		if (rows[i].key)
			type(&w, rows[i].key);
		else
			kill(w.pid, rows[i].signo);
		ck_ended(&w, SHOW_CURSOR);
	}
}
END_TEST

/* The terminal goes: there is nobody to tell, and nothing to put right. */
START_TEST(terminal_goes)
{
	struct watcher w;

	bond_of_two();
	w = start(TERMINAL, "show --watch=1h bond0");
	await(&w, CLEAR);
	close(w.fd);
	ck_assert_int_eq(spawn_wait(w.pid), 0);
	free(w.text);
}
END_TEST

/* What the driver says of a screen of six lines, and of forty columns. */
START_TEST(cut_to_size)
{
	struct watcher w;
	size_t line = 0;

	bond_of_two();
	setenv("LINES", "6", 1);
	setenv("COLUMNS", "40", 1);
	w = start(TERMINAL, "show --watch=1h bond0");
	await(&w, CLEAR);
	ck_has(w.text, " lines more; LINES tells");
	ck_assert_uint_eq(count(w.text, "\r\n"), 5);
	for (const char *p = strstr(w.text, HOME) + strlen(HOME); *p; p++) {
		if (*p == '\033')
			p += 2;
		else if (*p == '\r')
			line = 0;
		else
			line += *p != '\n';
		ck_assert_uint_le(line, 40);
	}
	kill(w.pid, SIGTERM);
	ck_ended(&w, SHOW_CURSOR);
	/* the default size is that of the oldest */
	unsetenv("LINES");
	unsetenv("COLUMNS");
	w = start(TERMINAL, "show --watch=1h -v bond0");
	await(&w, CLEAR);
	ck_assert_uint_eq(count(w.text, "\r\n"), 23);
	kill(w.pid, SIGTERM);
	ck_ended(&w, SHOW_CURSOR);
}
END_TEST

/* A job in the background goes on, whatever is typed for others, and stops if told to. */
START_TEST(in_the_background)
{
	struct watcher w;

	bond_of_two();
	how.background = true;
	w = start(TERMINAL, "show --watch=1h bond0");
	await(&w, CLEAR);
	type(&w, "\n");
	ip("link set bond0 mtu 1400");
	await(&w, "mtu 1400");
	await(&w, CLEAR);
	ck_assert_int_eq(job->stopped, 0);
	kill(job->pid, SIGTSTP);
	await(&w, SHOW_CURSOR);
	until_soon()
	{
		if (job->stopped)
			break;
	}
	ck_assert_int_eq(job->stopped, 1);
	ip("link set bond0 mtu 1300");
	kill(job->pid, SIGCONT);
	await(&w, HIDE_CURSOR HOME);
	await(&w, "mtu 1300");
	await(&w, CLEAR);
	kill(job->pid, SIGTERM);
	ck_ended(&w, SHOW_CURSOR);
}
END_TEST

/* Many changes are few pictures: one more only when a while has passed. */
START_TEST(burst)
{
	char *lines = world_keep(calloc(1, 64 * 1000));
	struct watcher w;
	size_t n = 0;
	long long begin;

	bond_of_two();
	w = start(TERMINAL, "show --watch=1h bond0");
	await(&w, CLEAR);
	for (int i = 0; i < 400; i++)
		n += (size_t)sprintf(lines + n, "link set bond0 mtu %d\n", 1000 + i);
	begin = clock_ms();
	ip_batch(lines);
	await(&w, "mtu 1399");
	await(&w, CLEAR);
	ck_assert_msg((long long)count(w.text, CLEAR) <= (clock_ms() - begin) / 50 + 3,
		"%zu pictures in %lld ms", count(w.text, CLEAR), clock_ms() - begin);
	type(&w, "\n");
	ck_ended(&w, SHOW_CURSOR);
}
END_TEST

/* How many questions for all links there were. */
static int dumps(const char *log)
{
	int n = 0;

	for (const char *p = log; (p = strstr(p, "RTM_GETLINK")); p++) {
		const char *flags = strstr(p, "NLM_F_DUMP");

		n += flags && flags < p + strcspn(p, "\n");
	}
	return n;
}

/*
 * No ioctl, and no file of /sys or /proc, on a terminal either. And all links are not
 * read again for each picture: it is only at the beginning that anything is looked for.
 */
START_TEST(no_ioctl)
{
	char line[256], log[] = "/tmp/watch-XXXXXX";
	struct watcher w;
	int fd;

	bond_of_two();
	fd = mkstemp(log);
	ck_assert_int_ge(fd, 0);
	close(fd);
	how.output = TERMINAL;
	snprintf(line, sizeof(line),
		"-f -qq -o %s -e trace=%%file,ioctl,write,sendmsg -e signal=none %s show "
		"--watch=100ms bond0",
		log, bondnl_path());
	w = start_program("strace", line);
	for (int i = 0; i < 8; i++)
		await(&w, CLEAR);
	type(&w, "\n");
	ck_ended(&w, SHOW_CURSOR);
	/* the kernel of a board has no way to tell strace of which kind a socket is */
	if (!world_is_board())
		ck_assert_int_gt(dumps(file_text(log)), 0);
	ck_assert_int_le(dumps(file_text(log)), 4);
	ck_has(file_text(log), "execve(");
	ck_has_not(file_text(log), "ioctl(");
	ck_has_not(file_text(log), "\"/sys");
	ck_has_not(file_text(log), "\"/proc");
	/* each picture is one write */
	ck_has(file_text(log), "\\33[?25l\\33[Hbond0");
	unlink(log);
}
END_TEST

/* -------------------------------------------------------------------------- elsewhere */

/* One after the other, without anything that is for a terminal. */
START_TEST(to_a_pipe)
{
	struct watcher w;

	bond_of_two();
	w = start(PIPE, "show --watch 100ms bond0");
	for (int i = 0; i < 4; i++) {
		await(&w, "bond0: active-backup, up\n");
		await(&w, "  `-   eth1  backup  up");
		if (i < 3)
			await(&w, "\n\n");
	}
	ck_has_not(w.text, "\033");
	ck_has_not(w.text, "\n\n\n");
	ck_assert_int_ne(*w.text, '\n');
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

/* The end of it is noticed though nothing is to be written for an hour. */
START_TEST(nobody_reads)
{
	struct watcher w;

	bond_of_two();
	w = start(PIPE, "show --watch=1h bond0");
	await(&w, "eth1  backup");
	close(w.fd);
	ck_assert_int_eq(spawn_wait(w.pid), 0);
	free(w.text);
}
END_TEST

START_TEST(full_disk)
{
	struct argv a;
	int out = open("/dev/full", O_WRONLY | O_CLOEXEC);
	int err = memfd_create("err", MFD_CLOEXEC);
	char text[256] = "";
	pid_t pid;

	bond_of_two();
	a = argv_of(bondnl_path(), "show --watch=1h bond0");
	pid = spawn(a.words, out, err, -1, NULL);
	ck_assert_int_eq(spawn_wait(pid), 1);
	ck_assert_int_gt(pread(err, text, sizeof(text) - 1, 0), 0);
	ck_has(text, "bondnl: cannot write the output\n  No space left on device\n");
	argv_free(&a);
}
END_TEST

/* A line ends it, and no less; nobody at the other end is no reason. */
START_TEST(ends_of_pipe)
{
	struct watcher w;
	int in[2];

	bond_of_two();
	ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
	how.in = in[0];
	w = start(PIPE, "show --watch=1h bond0");
	await(&w, "eth1  backup");
	ck_assert_int_eq(write(in[1], "no line", 7), 7);
	ip("link set bond0 mtu 1400");
	await(&w, "mtu 1400");
	ck_assert_int_eq(write(in[1], "\n", 1), 1);
	ck_ended(&w, NULL);

	w = start(PIPE, "show --watch=1h bond0");
	await(&w, "eth1  backup");
	close(in[1]);
	ip("link set bond0 mtu 1300");
	await(&w, "mtu 1300");
	ip("link set bond0 mtu 1200");
	await(&w, "mtu 1200");
	kill(w.pid, SIGINT);
	ck_ended(&w, NULL);
	close(in[0]);
	how.in = -1;
}
END_TEST

/* --------------------------------------------------------------------- what it shows */

START_TEST(gone_and_back)
{
	struct watcher w;

	bond_of_two();
	ip("link add bond1 type bond mode balance-rr");
	ip("link property add dev bond1 altname other");
	w = start(PIPE, "show --watch=1h other bond0 bond1");
	await(&w, "bond1: balance-rr, down\n");
	await(&w, "\n\nbond0: active-backup, up\n");
	ck_assert_uint_eq(count(w.text, "bond1: "), 1);
	ip("link del bond0");
	await(&w, "\n\nbond0: gone\n");
	ip("link del bond1");
	await(&w, "other: gone\n\nbond0: gone\n\nbond1: gone\n");
	ip("link add bond0 type bond mode broadcast");
	await(&w, "other: gone\n\nbond0: broadcast, down\n");
	ip("link add bond1 type bond mode balance-xor");
	await(&w, "bond1: balance-xor, down\n");
	/* one that is renamed is the same one */
	ip("link set bond0 name lan");
	await(&w, "lan: broadcast, down\n");
	/* what is not asked for is not shown */
	ip("link add bond2 type bond");
	ip("link set bond1 mtu 1400");
	await(&w, "mtu 1400");
	ck_has_not(w.text, "bond2");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

START_TEST(all_bonds)
{
	struct watcher w;

	setup();
	w = start(PIPE, "show --watch=1h");
	await(&w, "no bonds\n");
	ip("link add bond0 type bond mode broadcast");
	await(&w, "\nbond0: broadcast, down\n");
	ip("link add bond1 type bond mode balance-xor");
	await(&w, "\n\nbond1: balance-xor, down\n");
	ip("link del bond0");
	ip("link del bond1");
	await(&w, "\nno bonds\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

/* Datagrams to a host that nobody is: they go out by the bond all the same. */
static void send_some(int n)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char data[1000] = "";

	inet_pton(AF_INET, "10.9.0.2", &to.sin_addr);
	for (int i = 0; i < n; i++)
		ck_assert_int_eq(
			sendto(fd, data, sizeof(data), 0, (void *)&to, sizeof(to)),
			sizeof(data));
	close(fd);
}

/* Sends until what is shown has it, or the other; that is looked at then. */
static void await_traffic(struct watcher *w, const char *part, const char *other)
{
	until_soon()
	{
		send_some(50);
		read_more(w, 50);
		if (strstr(w->text + w->since, part))
			break;
		if (other && strstr(w->text + w->since, other)) {
			part = other;
			break;
		}
	}
	await(w, part);
}

static void bond_with_peer(void)
{
	bond_of_two();
	ip("addr add 10.9.0.1/24 dev bond0");
	ip("neigh add 10.9.0.2 lladdr 02:00:00:00:00:99 dev bond0");
}

START_TEST(traffic)
{
	struct watcher w;

	bond_with_peer();
	w = start(PIPE, "show --watch=100ms bond0");
	await(&w, "  traffic          rx -  tx -\n");
	await(&w, "  |    rx -  tx -\n");
	/* of 10 Gbit/s, so little that one cell has all of it */
	await_traffic(&w, "pkt/s  #.........\n", NULL);
	/* its own line, then that of who is not active */
	await(&w, "\n       rx ");
	/* and none again */
	await(&w,
		"  |    rx     0 bit/s     0 pkt/s  tx     0 bit/s     0 pkt/s  "
		"..........\n");
	for (const char *p = w.text; *p; p += strcspn(p, "\n"), p += *p == '\n')
		ck_assert_uint_le(strcspn(p, "\n"), 80);
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

/* Nobody knows the speed of these: the busiest has the whole bar, in the locale's signs.
 */
START_TEST(traffic_of_unknown_speed)
{
	static const char full[] = "  \xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88"
				   "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88"
				   "\xe2\x96\x88\xe2\x96\x88\n";
	static const char none[] = "  \xe2\x96\x91\xe2\x96\x91\xe2\x96\x91\xe2\x96\x91"
				   "\xe2\x96\x91\xe2\x96\x91\xe2\x96\x91\xe2\x96\x91"
				   "\xe2\x96\x91\xe2\x96\x91\n";
	struct watcher w;

	setup();
	setenv("LC_ALL", "C.UTF-8", 1);
	ip_batch("link add bond0 type bond mode active-backup miimon 20\n"
		 "link add d0 type dummy\nlink add d1 type dummy\n"
		 "link set d0 master bond0\nlink set d1 master bond0\n"
		 "link set bond0 up\naddr add 10.9.0.1/24 dev bond0\n"
		 "neigh add 10.9.0.2 lladdr 02:00:00:00:00:99 dev bond0\n");
	ck_link("bond0", "linkinfo.info_data.active_slave", "d0");
	w = start(PIPE, "show --watch=100ms bond0");
	await(&w, "speed unknown");
	await_traffic(&w, full, NULL);
	await(&w, none);
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

/* A line for each, with rates in place of addresses. */
START_TEST(brief)
{
	struct watcher w;

	bond_with_peer();
	w = start(PIPE, "show --brief --watch=100ms");
	await(&w,
		"bond0  active-backup  up          2/2 up     rx     - tx     -  "
		"active eth0\n");
	await_traffic(&w, "k  active eth0\n", "M  active eth0\n");
	await(&w,
		"bond0  active-backup  up          2/2 up     rx     0 tx     0  "
		"active eth0\n");
	ck_has_not(w.text, "10.9.0.1");
	ip("link del bond0");
	await(&w, "no bonds\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

START_TEST(verbose)
{
	struct watcher w;

	bond_of_two();
	w = start(PIPE, "show -v --watch=1h bond0");
	await(&w, "  options\n");
	await(&w, "  traffic          rx -  tx -\n");
	await(&w, "counters rx_packets ");
	ip("link set bond0 type bond num_grat_arp 7");
	await(&w, "num_peer_notif             7\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

/* A word that is a time is one, any other a bond, whatever it begins with. */
START_TEST(names_like_times)
{
	struct watcher w;

	setup();
	ip_batch("link add 10 type bond mode broadcast\n"
		 "link add 9lives type bond mode balance-xor\n");
	w = start(PIPE, "show --watch=1h 10");
	await(&w, "10: broadcast, down\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
	w = start(PIPE, "show --watch 9lives");
	await(&w, "9lives: balance-xor, down\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
	/* 10 seconds, and all of them */
	w = start(PIPE, "show --watch 10");
	await(&w, "\n\n9lives: balance-xor, down\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
	w = start(PIPE, "--watch show 10");
	await(&w, "10: broadcast, down\n");
	await(&w, "10: broadcast, down\n");
	ck_has_not(w.text, "9lives");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

START_TEST(in_a_namespace)
{
	struct watcher w;

	setup();
	netns_new("blue");
	ip("-n blue link add bond7 type bond mode broadcast");
	w = start(PIPE, "-n blue show --watch=1h bond7");
	await(&w, "bond7: broadcast, down\n");
	ip("-n blue link set bond7 up");
	await(&w, "bond7: broadcast, up, no carrier\n");
	kill(w.pid, SIGTERM);
	ck_ended(&w, NULL);
}
END_TEST

START_TEST(refused)
{
	static const char time[] = "--watch: takes a time from 100ms to a day";
	static const struct {
		const char *line;
		int status;
		const char *text, *hint;
	} rows[] = {
		{ "show --watch=99ms", 2, time, "500ms half a second" },
		{ "show --watch 50ms bond0", 2, time, "500ms half a second" },
		{ "show --watch=", 2, time, "500ms half a second" },
		{ "show --watch=bond0", 2, time, "500ms half a second" },
		{ "show --watch=25h", 2, time, "500ms half a second" },
		{ "show --watch --watch=2s", 2, "--watch: is said twice", "" },
		{ "show --watch --json", 2, "without --json and --proc",
			"'bondnl monitor --json' tells" },
		{ "show --watch --proc bond0", 2, "without --json and --proc",
			"'bondnl monitor --json' tells" },
		{ "show --watch --dry-run", 2, "show changes nothing anyway", "" },
		{ "monitor --watch", 2, "--watch: is for show", "" },
		{ "show --watch nosuch", 1, "bondnl: nosuch: no such bond",
			"'bondnl show' shows all bonds" },
		{ "show --watch eth0", 1, "bondnl: eth0: it is no bond", "" },
		{ "show --watch a/b", 2, "a/b", "" },
		{ "show --watch 2s 0s", 1, "bondnl: 0s: no such bond", "" },
	};

	setup();
	cable("eth0");
	for (size_t i = 0; i < N_OF(rows); i++) {
		struct ran *r = bondnl_ends(rows[i].status, "%s", rows[i].line);

		ck_has(r->err, rows[i].text);
		ck_has(r->err, rows[i].hint);
		ck_assert_str_eq(r->out, "");
	}
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("watch");
	TCase *c = world_case(s, "terminal");

	(void)argc;
	tcase_add_test(c, in_place);
	tcase_add_test(c, ends_of_terminal);
	tcase_add_test(c, terminal_goes);
	tcase_add_test(c, cut_to_size);
	tcase_add_test(c, in_the_background);
	tcase_add_test(c, burst);
	/* a sanitizer reads of /proc, and calls what it likes */
	c = world_case_tagged(s, "watched", UNSANITIZED);
	tcase_add_test(c, no_ioctl);

	c = world_case(s, "elsewhere");
	tcase_add_test(c, to_a_pipe);
	tcase_add_test(c, nobody_reads);
	tcase_add_test(c, full_disk);
	tcase_add_test(c, ends_of_pipe);

	c = world_case(s, "shown");
	tcase_add_test(c, gone_and_back);
	tcase_add_test(c, all_bonds);
	tcase_add_test(c, traffic);
	tcase_add_test(c, traffic_of_unknown_speed);
	tcase_add_test(c, brief);
	tcase_add_test(c, verbose);
	tcase_add_test(c, names_like_times);
	tcase_add_test(c, in_a_namespace);
	tcase_add_test(c, refused);
	return world_main(argv[0], s);
}
