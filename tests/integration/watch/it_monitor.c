/*
 * monitor: what the real driver announces, as events. What an event is of two states is
 * judged by the unit tests; here, that the kernel's announcements come to these.
 */
#include <bondnl/bondnl.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/world.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

/* ------------------------------------------------------------------------ a monitor */

struct monitor {
	pid_t pid;
	int out, err;
};

/* What was written until now; the last of several is forgotten. */
static const char *text_of(int fd)
{
	static char *text;
	struct stat st;

	ck_assert_int_eq(fstat(fd, &st), 0);
	text = realloc(text, (size_t)st.st_size + 1);
	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(pread(fd, text, (size_t)st.st_size, 0), st.st_size);
	text[st.st_size] = 0;
	return text;
}

/* Waits until @fd's file holds it. */
static void await_text(int fd, const char *part)
{
	const char *text = "";

	until_soon()
	{
		text = text_of(fd);
		if (strstr(text, part))
			return;
	}
	ck_abort_msg("'%s' does not come, but:\n%s", part, text);
}

/* One that listens: a name that nobody has is told of when it does. */
static struct monitor start(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static struct monitor start(const char *fmt, ...)
{
	struct monitor m = { .out = memfd_create("out", MFD_CLOEXEC),
		.err = memfd_create("err", MFD_CLOEXEC) };
	char line[512];
	struct argv a;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	strcat(line, " nosuch");
	a = argv_of(bondnl_path(), line);
	m.pid = spawn(a.words, m.out, m.err, -1, NULL);
	argv_free(&a);
	await_text(m.err, "nosuch: no such bond yet");
	return m;
}

static void stop(struct monitor *m, int signo)
{
	kill(m->pid, signo);
	ck_assert_int_eq(spawn_wait(m->pid), 0);
	close(m->out);
	close(m->err);
}

/* "link_down bond0/eth0 no_carrier" of a line. */
static void describe(const json_t *e, char *ret, size_t size)
{
	size_t n = (size_t)snprintf(
		ret, size, "%s %s", json_value(e, "event"), json_value(e, "bond"));

	if (json_object_get(e, "slave"))
		n += (size_t)snprintf(ret + n, size - n, "/%s", json_value(e, "slave"));
	if (json_object_get(e, "what"))
		n += (size_t)snprintf(ret + n, size - n, " %s", json_value(e, "what"));
	if (json_object_get(e, "from") || json_object_get(e, "to"))
		n += (size_t)snprintf(ret + n, size - n, " %s>%s", json_value(e, "from"),
			json_value(e, "to"));
	if (json_object_get(e, "reason"))
		snprintf(ret + n, size - n, " %s", json_value(e, "reason"));
}

/* Each line is a document of its own, in the form of the schema. */
static json_t *event_of(const char *line, size_t n, json_int_t number)
{
	json_t *e = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	int year, parts;
	char zone;

	ck_assert_msg(e != NULL, "no JSON: %.*s", (int)n, line);
	ck_assert_int_eq(json_integer_value(json_object_get(e, "schema")), 1);
	ck_assert_int_eq(json_integer_value(json_object_get(e, "number")), number);
	ck_assert(json_is_integer(json_object_get(e, "monotonic_ms")));
	parts = sscanf(json_value(e, "time"), "%4d-%*2d-%*2dT%*2d:%*2d:%*2d.%*3d%c",
		&year, &zone);
	ck_assert_msg(parts == 2 && year > 2000 && strchr("+-", zone), "%s",
		json_value(e, "time"));
	return e;
}

/*
 * All events until now, "..." a line each; what was already looked at before the last
 * call is left out if @since is moved on.
 */
static const char *events_since(const struct monitor *m, size_t *since)
{
	const char *text = text_of(m->out);
	char *all = world_keep(calloc(1, strlen(text) + 1024)), one[256];
	json_int_t number = 0;
	size_t n = 0;

	for (const char *p = text, *end; (end = strchr(p, '\n')); p = end + 1) {
		json_t *e = event_of(p, (size_t)(end - p), ++number);

		if ((size_t)(p - text) >= *since) {
			document_keep("monitor", p, (size_t)(end - p));
			describe(e, one, sizeof(one));
			n += (size_t)sprintf(all + n, "%s%s", n ? "\n" : "", one);
		}
		json_decref(e);
	}
	*since = strlen(text);
	return all;
}

/*
 * Fails unless these came, and no others: an option that is changed last is told last, so
 * when it is told all else has been.
 */
#define ck_events(m, since, bond, want) check_events(__LINE__, m, since, bond, want)
static void check_events(int line, const struct monitor *m, size_t *since,
	const char *bond, const char *want)
{
	static int mark =
		10; /* another value each time, of an option of no matter here */
	char told[64], end[96];
	const char *got, *rest;

	ip("link set %s type bond resend_igmp %d", bond, ++mark);
	snprintf(told, sizeof(told),
		"\"what\":\"resend_igmp\",\"from\":\"%d\",\"to\":\"%d\"",
		mark == 11 ? 1 : mark - 1, mark);
	await_text(m->out, told);
	got = events_since(m, since);
	rest = got + strlen(want) + (*want != 0);
	snprintf(end, sizeof(end), "option %s resend_igmp %d>%d", bond,
		mark == 11 ? 1 : mark - 1, mark);
	ck_assert_msg(strncmp(got, want, strlen(want)) == 0 &&
			strlen(got) == strlen(want) + (*want != 0) + strlen(end) &&
			strcmp(rest, end) == 0,
		"line %d: not\n%s\nbut\n%s", line, want, got);
}

#define FAST "miimon 20"

static void bond_of_two(const char *words)
{
	char line[256];

	cable("eth0");
	cable("eth1");
	snprintf(line, sizeof(line), "link add bond0 type bond %s\nlink set bond0 up\n",
		words);
	ip_batch(line);
}

static void enslave_both(void)
{
	ip_batch("link set eth0 down master bond0\nlink set eth1 down master bond0\n");
	ck_link("eth0", "linkinfo.info_slave_data.mii_status", "UP");
	ck_link("eth1", "linkinfo.info_slave_data.mii_status", "UP");
}

/* ------------------------------------------------------------------------- the events */

START_TEST(enslaving_is_one)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup " FAST);
	ip("link set eth1 mtu 1400");
	m = start("monitor --json bond0");
	ip("link set eth0 down master bond0");
	ck_events(&m, &since, "bond0",
		"slave_joined bond0/eth0 >up\n"
		"active_slave bond0 >eth0 first_usable\n"
		"carrier_back bond0");
	ip("link set eth1 down master bond0");
	ck_events(&m, &since, "bond0", "slave_joined bond0/eth1 >up");
	ip("link set eth1 nomaster");
	ck_events(&m, &since, "bond0", "slave_left bond0/eth1");
	ip("link set eth0 nomaster");
	await_text(m.out, "carrier_lost");
	ck_has(events_since(&m, &since),
		"slave_left bond0/eth0\nactive_slave bond0 eth0> left");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(failover)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	m = start("monitor --json bond0");
	ip("link set eth0p down");
	await_text(m.out, "\"event\":\"active_slave\"");
	ck_events(&m, &since, "bond0",
		"link_down bond0/eth0 no_carrier\n"
		"mii_status bond0/eth0 up>down no_carrier\n"
		"active_slave bond0 eth0>eth1 no_carrier");
	ip("link set eth0p up");
	await_text(m.out, "\"from\":\"down\",\"to\":\"up\"");
	ck_events(
		&m, &since, "bond0", "link_up bond0/eth0\nmii_status bond0/eth0 down>up");
	/* how long it was down was seen, so it is told */
	ck_has(strstr(text_of(m.out), "link_up"), "\"duration_ms\":");
	ip("link set eth1 down");
	await_text(m.out, "\"to\":\"eth0\"");
	ck_events(&m, &since, "bond0",
		"link_down bond0/eth1 set_down\n"
		"mii_status bond0/eth1 up>down set_down\n"
		"active_slave bond0 eth1>eth0 set_down");
	ip("link set eth0p down");
	await_text(m.out, "carrier_lost");
	ck_events(&m, &since, "bond0",
		"link_down bond0/eth0 no_carrier\n"
		"mii_status bond0/eth0 up>down no_carrier\n"
		"active_slave bond0 eth0> no_carrier\n"
		"carrier_lost bond0");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(delays)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup miimon 20 updelay 100 downdelay 100");
	enslave_both();
	ck_link("bond0", "linkinfo.info_data.active_slave", "eth0");
	m = start("monitor --json bond0");
	ip("link set eth1p down");
	await_text(m.out, "\"to\":\"down\"");
	ip("link set eth1p up");
	await_text(m.out, "\"to\":\"up\"");
	ck_assert_str_eq(events_since(&m, &since),
		"link_down bond0/eth1 no_carrier\n"
		"mii_status bond0/eth1 up>going down no_carrier\n"
		"mii_status bond0/eth1 going down>down no_carrier\n"
		"link_up bond0/eth1\n"
		"mii_status bond0/eth1 down>going back\n"
		"mii_status bond0/eth1 going back>up");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(who_is_active)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	m = start("monitor --json bond0");
	ip("link set bond0 type bond active_slave eth1");
	ck_events(&m, &since, "bond0", "active_slave bond0 eth0>eth1");
	ip("link set bond0 type bond primary eth0");
	ck_events(&m, &since, "bond0",
		"option bond0 primary none>eth0\n"
		"active_slave bond0 eth1>eth0 primary_set");
	ip("link set eth0p down");
	await_text(m.out, "\"from\":\"eth0\",\"to\":\"eth1\",\"reason\":\"no_carrier\"");
	ip("link set eth0p up");
	await_text(m.out, "primary_back");
	ck_has(events_since(&m, &since),
		"mii_status bond0/eth0 down>up\n"
		"active_slave bond0 eth1>eth0 primary_back");
	bondnl_ends(0, "set bond0 primary none");
	ck_events(&m, &since, "bond0", "option bond0 primary eth0>none");
	ip("link set eth1 type bond_slave prio 9");
	await_text(m.out, "\"reason\":\"prio\"");
	/* the slave's message may come before or behind the bond's */
	ck_has(events_since(&m, &since), "active_slave bond0 eth0>eth1 prio");
	stop(&m, SIGTERM);
}
END_TEST

/* In this mode the driver does not say it: it is asked. */
START_TEST(active_of_tlb)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode balance-tlb resend_igmp 0 " FAST);
	enslave_both();
	m = start("monitor --json bond0");
	ip("link set eth0p down");
	await_text(m.out, "\"event\":\"active_slave\"");
	ck_has(events_since(&m, &since), "active_slave bond0 eth0>eth1 no_carrier");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(options_of_both)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	m = start("monitor --json bond0");
	ip("link set bond0 type bond miimon 40 num_grat_arp 3");
	ck_events(&m, &since, "bond0",
		"option bond0 miimon 20>40\noption bond0 num_peer_notif 1>3");
	ip("link set eth1 type bond_slave queue_id 2");
	ck_events(&m, &since, "bond0", "option bond0/eth1 queue_id 0>2");
	ip("link set bond0 mtu 1400");
	ck_events(&m, &since, "bond0", "mtu bond0 1500>1400");
	ip("link set eth1 mtu 1300");
	ck_events(&m, &since, "bond0", "mtu bond0/eth1 1400>1300");
	ip("link set bond0 address 02:00:00:00:00:99");
	await_text(m.out, "02:00:00:00:00:99");
	ck_has_not(events_since(&m, &since), "/eth");
	ip("addr add 192.0.2.7/24 dev bond0");
	ck_events(&m, &since, "bond0", "address_added bond0 >192.0.2.7/24");
	ip("addr del 192.0.2.7/24 dev bond0");
	ck_events(&m, &since, "bond0", "address_removed bond0 192.0.2.7/24>");
	/* one that is down says nothing of its options until it is up: bondnl(8) */
	ip("link set bond0 down");
	ip("link set bond0 type bond num_grat_arp 5");
	ip("link set bond0 up");
	await_text(m.out, "bond_up");
	ck_has(events_since(&m, &since), "bond_down bond0\nbond_up bond0");
	ck_has(text_of(m.out), "\"what\":\"num_peer_notif\",\"from\":\"3\",\"to\":\"5\"");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(bonds_come_and_go)
{
	struct monitor m;
	size_t since = 0;

	cable("eth0");
	ip("link add other type bond");
	m = start("monitor --json bond0");
	/* what is not named is not told */
	ip_batch("link set other up\nlink set other mtu 1400\nlink del other\n");
	ip("link add bond0 type bond mode active-backup " FAST);
	await_text(m.out, "bond_created");
	ip_batch("link set eth0 down master bond0\nlink set bond0 up\n");
	await_text(m.out, "bond_up");
	ip("link set bond0 down");
	ip("link set bond0 name lan");
	ip("link del lan");
	await_text(m.out, "bond_deleted");
	ck_has(events_since(&m, &since), "bond_created bond0 >active-backup\n");
	ck_has(text_of(m.out), "\"event\":\"bond_renamed\",\"bond\":\"lan\"");
	ck_has(text_of(m.out), "\"event\":\"bond_deleted\",\"bond\":\"lan\"");
	ck_has_not(text_of(m.out), "other");
	ck_has_not(text_of(m.out), "slave_left");
	stop(&m, SIGINT);
}
END_TEST

/* What a bridge says of its port is a message of the same kind, even that it goes. */
START_TEST(in_a_bridge)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	ip("link add br0 type bridge");
	m = start("monitor --json bond0");
	ip("link set bond0 master br0");
	ip("link set bond0 nomaster");
	ck_events(&m, &since, "bond0", "");
	stop(&m, SIGTERM);
}
END_TEST

#define LACP "type bond mode 802.3ad lacp_rate fast " FAST

static void await_back(const struct monitor *m, const char *slave)
{
	char want[64];

	snprintf(want, sizeof(want), "lacp bond0/%s ", slave);
	until_soon()
	{
		const char *text = text_of(m->out);
		size_t since = (size_t)(strstr(text, "\"to\":\"defaulted\"") - text);
		const char *p = events_since(m, &since);

		for (; (p = strstr(p, want)); p++)
			if (strcspn(p, "\n") > 8 &&
				strncmp(p + strcspn(p, "\n") - 8, ">in_sync", 8) == 0)
				return;
	}
	ck_abort_msg("%s is not in sync again:\n%s", slave, text_of(m->out));
}

START_TEST(lacp_partner)
{
	struct monitor m;
	size_t since = 0;

	netns_new("far");
	ip_batch("link add bond0 " LACP "\n"
		 "link add eth0 type veth peer name p0 netns far\n"
		 "link add eth1 type veth peer name p1 netns far\n");
	ip("-n far link add bond0 " LACP);
	m = start("monitor --json bond0");
	ip_batch("link set eth0 master bond0\nlink set eth1 master bond0\n"
		 "link set bond0 up\n");
	ip("-n far link set p0 master bond0");
	ip("-n far link set p1 master bond0");
	ip("-n far link set bond0 up");
	await_text(
		m.out, "\"slave\":\"eth0\",\"from\":\"negotiating\",\"to\":\"in_sync\"");
	await_text(
		m.out, "\"slave\":\"eth1\",\"from\":\"negotiating\",\"to\":\"in_sync\"");
	await_text(m.out, "\"event\":\"partner\",\"bond\":\"bond0\",\"to\":");
	events_since(&m, &since);
	/* its cables are in, and it says nothing any more */
	ip("-n far link set bond0 down");
	await_text(m.out, "\"slave\":\"eth0\",\"from\":\"in_sync\",\"to\":\"expired\"");
	await_text(m.out, "\"slave\":\"eth0\",\"from\":\"expired\",\"to\":\"defaulted\"");
	await_text(m.out, "\"slave\":\"eth1\",\"from\":\"expired\",\"to\":\"defaulted\"");
	ck_has_not(events_since(&m, &since), "link_down");
	ip("-n far link set bond0 up");
	/* what it was between may be shorter than a look */
	await_back(&m, "eth0");
	await_back(&m, "eth1");
	stop(&m, SIGTERM);
}
END_TEST

/* ------------------------------------------------------------------------ its forms */

START_TEST(for_people)
{
	struct monitor m;
	const char *text;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	m = start("monitor -v bond0");
	await_text(
		m.out, "bond0: active-backup, up, slaves: eth0 (up, active) eth1 (up)\n");
	ip("link set eth0p down");
	await_text(m.out, " bond0: active_slave eth0 -> eth1: eth0: no carrier\n");
	ip("link set eth0p up");
	await_text(m.out, " bond0: eth0: link up (was down for ");
	text = strchr(text_of(m.out), '\n') + 1;
	ck_has(text, " bond0: eth0: link down: no carrier\n");
	ck_assert_int_eq(text[4], '-');
	ck_assert_int_eq(text[23], ' ');
	stop(&m, SIGTERM);
	/* nothing unless asked */
	m = start("monitor bond0");
	ck_assert_str_eq(text_of(m.out), "");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(in_a_namespace)
{
	struct monitor m;

	netns_new("far");
	ip("link add bond0 type bond");
	m = start("-n far monitor --json bond0");
	ip("link set bond0 up");
	ip("-n far link add bond0 type bond mode balance-xor");
	await_text(m.out,
		"\"event\":\"bond_created\",\"bond\":\"bond0\",\"to\":\"balance-xor\"");
	ck_has_not(text_of(m.out), "bond_up");
	stop(&m, SIGTERM);
}
END_TEST

/* Those that differ in one byte that is not UTF-8, too. */
START_TEST(names_of_any_bytes)
{
	struct monitor m = start("monitor --json b\377d");
	size_t since = 0;

	ip("link add b\377d type bond mode active-backup");
	await_text(m.out, "\"event\":\"bond_created\",\"bond\":\"b/xffd\"");
	ip("link set b\377d name b\376d");
	await_text(m.out,
		"\"event\":\"bond_renamed\",\"bond\":\"b/xfed\",\"from\":\"b/xffd\","
		"\"to\":\"b/xfed\"}");
	ip("link set b\376d name q\\\302\205");
	await_text(m.out, "\"to\":\"q\\\\\\u0085\"}");
	ck_has_not(text_of(m.out), "\302");
	events_since(&m, &since);
	stop(&m, SIGTERM);
}
END_TEST

/* As nohup has it: a hang-up does not end it, and a key still does. */
START_TEST(hang_up_ignored)
{
	struct monitor m;

	signal(SIGHUP, SIG_IGN);
	m = start("monitor --json bond0");
	signal(SIGHUP, SIG_DFL);
	kill(m.pid, SIGHUP);
	ip("link add bond0 type bond");
	await_text(m.out, "\"event\":\"bond_created\"");
	stop(&m, SIGINT);
}
END_TEST

START_TEST(refused)
{
	struct ran *r;

	r = bondnl_ends(1, "monitor lo");
	ck_has(r->err, "monitor lo: it is no bond");
	r = bondnl_ends(2, "monitor a/b");
	ck_has(r->err, "a/b");
	ck_has(bondnl_ends(2, "monitor --dry-run")->err, "--dry-run");
	ck_has(bondnl_ends(2, "monitor --exec")->err, "a command is missing");
	ck_has(bondnl_ends(2, "monitor --exec a --exec b")->err, "is said twice");
	ck_has(bondnl_ends(2, "monitor --buffer 0")->err, "takes a size");
	ck_has(bondnl_ends(2, "monitor --buffer 2000m")->err, "takes a size");
	ck_has(bondnl_ends(2, "monitor --buffer 1x")->err, "takes a size");
	ck_has(bondnl_ends(2, "show --exec true")->err, "--exec: is for monitor");
	ck_has(bondnl_ends(2, "show --buffer 1k")->err, "--buffer: is for monitor");
}
END_TEST

/* Nobody reads on, and nothing happens: it ends all the same, and all is well. */
START_TEST(nobody_reads)
{
	int out[2], err = memfd_create("err", MFD_CLOEXEC);
	struct argv a = argv_of(bondnl_path(), "monitor nosuch");
	pid_t pid;

	ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
	pid = spawn(a.words, out[1], err, -1, NULL);
	close(out[1]);
	await_text(err, "no such bond yet");
	ck_assert_int_eq(waitpid(pid, NULL, WNOHANG), 0);
	close(out[0]);
	ck_assert_int_eq(spawn_wait(pid), 0);
	ck_assert_str_eq(text_of(err),
		"bondnl: note: nosuch: no such bond yet: it is waited for\n");
	argv_free(&a);
}
END_TEST

/* It reads no line more, and does not go either: a signal ends it all the same. */
START_TEST(nobody_reads_on)
{
	int out[2], err = memfd_create("err", MFD_CLOEXEC);
	struct argv a = argv_of(bondnl_path(), "monitor bond0 nosuch");
	char *lines = world_keep(calloc(1, 1 << 15));
	pid_t pid;
	size_t n = 0;

	bond_of_two("mode active-backup " FAST);
	ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
	ck_assert_int_gt(fcntl(out[1], F_SETPIPE_SZ, 4096), 0);
	pid = spawn(a.words, out[1], err, -1, NULL);
	await_text(err, "no such bond yet");
	for (int i = 0; i < 300; i++)
		n += (size_t)sprintf(lines + n,
			"link set bond0 type bond num_grat_arp %d\n", 2 + i % 2);
	ip_batch(lines);
	/* full: there is no room for another page */
	until_soon()
	{
		struct pollfd p = { .fd = out[1], .events = POLLOUT };

		if (poll(&p, 1, 0) == 0)
			break;
	}
	kill(pid, SIGTERM);
	ck_assert_int_eq(spawn_wait(pid), 0);
	argv_free(&a);
}
END_TEST

START_TEST(full_disk)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	int err = memfd_create("err", MFD_CLOEXEC);
	struct argv a = argv_of(bondnl_path(), "monitor nosuch");
	pid_t pid = spawn(a.words, full, err, -1, NULL);

	await_text(err, "no such bond yet");
	ip("link add nosuch type bond");
	ck_assert_int_eq(spawn_wait(pid), 1);
	ck_has(text_of(err), "cannot write the output\n  No space left on device\n");
	argv_free(&a);
}
END_TEST

/* ---------------------------------------------------------------------------- --exec */

static char folder[] = "/tmp/monitor-XXXXXX";

static const char *in_folder(const char *name)
{
	char *path = world_keep(calloc(1, 128));

	snprintf(path, 128, "%s/%s", folder, name);
	return path;
}

static void await_file(const char *path, const char *part)
{
	until_soon()
	{
		if (strstr(file_text(path), part))
			return;
	}
	ck_abort_msg("'%s' does not come, but:\n%s", part, file_text(path));
}

/* One after the other, in order, with all that is known; slow, and nothing is missed. */
START_TEST(exec_in_order)
{
	const char *log;
	struct monitor m;
	char want[1024] = "";
	int fifo;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	log = in_folder("log");
	bond_of_two("mode active-backup " FAST);
	setenv("BONDNL_SLAVE", "stale", 1);
	/* a gate: each waits until the test has opened it */
	file_write(in_folder("script"),
		"[ -e gate ] || read x <fifo\n"
		"echo \"$BONDNL_NUMBER $BONDNL_EVENT $BONDNL_BOND ${BONDNL_SLAVE-none} "
		"$BONDNL_WHAT $BONDNL_FROM $BONDNL_TO\" >>log\n");
	ck_assert_int_eq(mkfifo(in_folder("fifo"), 0600), 0);
	fifo = open(in_folder("fifo"), O_RDWR | O_CLOEXEC);
	ck_assert_int_ge(fifo, 0);
	m = start("monitor --json bond0 --exec 'cd %s && exec sh ./script'", folder);
	for (int i = 0; i < 20; i++)
		ip("link set bond0 type bond num_grat_arp %d", 100 + i);
	/* all is read and printed while the first command still runs */
	await_text(m.out, "\"to\":\"119\"");
	ck_assert_str_eq(file_text(log), "");
	file_write(in_folder("gate"), "");
	ck_assert_int_eq(write(fifo, "go\n", 3), 3);
	await_file(log, " 119\n");
	for (int i = 0, from = 1; i < 20; from = 100 + i++) {
		size_t n = strlen(want);

		snprintf(want + n, sizeof(want) - n,
			"%d option bond0 none num_peer_notif %d %d\n", i + 1, from,
			100 + i);
	}
	ck_assert_str_eq(file_text(log), want);
	ck_assert_str_eq(text_of(m.err),
		"bondnl: note: nosuch: no such bond yet: it is waited for\n");
	stop(&m, SIGTERM);
}
END_TEST

START_TEST(exec_failures)
{
	struct monitor m;

	bond_of_two("mode active-backup " FAST);
	m = start("monitor bond0 --exec 'echo heard; [ $BONDNL_TO != 2 ] || exit 7; "
		  "[ $BONDNL_TO != 3 ] || kill -9 $$'");
	ip("link set bond0 type bond num_grat_arp 2");
	await_text(
		m.err, "--exec: the command ended with status 7, at option of bond0\n");
	ip("link set bond0 type bond num_grat_arp 3");
	await_text(
		m.err, "--exec: the command was ended by signal 9, at option of bond0\n");
	/* its output is no line of ours, and it went on */
	ck_has(text_of(m.err), "heard\n");
	ck_has_not(text_of(m.out), "heard");
	ip("link set bond0 type bond num_grat_arp 4");
	await_text(m.out, "num_peer_notif 3 -> 4");
	stop(&m, SIGTERM);
}
END_TEST

/* The end does not wait for a command that does not, and says what had no turn. */
START_TEST(exec_left_alone)
{
	const char *pid_file;
	struct monitor m;
	pid_t command;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	pid_file = in_folder("pid");
	bond_of_two("mode active-backup " FAST);
	m = start("monitor bond0 --exec 'echo $$ >%s; exec sleep 1000'", pid_file);
	for (int i = 0; i < 3; i++)
		ip("link set bond0 type bond num_grat_arp %d", 100 + i);
	await_text(m.out, "101 -> 102");
	await_file(pid_file, "\n");
	kill(m.pid, SIGTERM);
	ck_assert_int_eq(spawn_wait(m.pid), 0);
	ck_has(text_of(m.err),
		"--exec: 2 events were not handed to the command before the end\n");
	command = (pid_t)atoi(file_text(pid_file));
	ck_assert_int_gt(command, 1);
	ck_assert_int_eq(kill(command, SIGKILL), 0);
}
END_TEST

/* More than can wait: that is said, and how many it were. */
START_TEST(exec_too_slow)
{
	const int many = world_is_board() ? 1100 : 1500;
	char *lines = world_keep(calloc(1, 64 * (size_t)many + 1));
	struct monitor m;
	char part[128];
	size_t n = 0;

	bond_of_two("mode active-backup " FAST);
	m = start("monitor bond0 --exec 'exec sleep 1000'");
	for (int i = 0; i < many; i++)
		n += (size_t)sprintf(lines + n,
			"link set bond0 type bond num_grat_arp %d\n", 2 + i % 2);
	ip_batch(lines);
	ip("link set bond0 type bond num_grat_arp 99");
	await_text(m.out, "-> 99");
	ck_has(text_of(m.err), "--exec: the command is too slow");
	kill(m.pid, SIGTERM);
	ck_assert_int_eq(spawn_wait(m.pid), 0);
	/* one runs, all others wait or were left out */
	snprintf(part, sizeof(part), "--exec: %d events were not handed", many);
	ck_has(text_of(m.err), part);
	ip("link del bond0");
}
END_TEST

/* ------------------------------------------------------------------- what is too much */

/* Names, states, options and addresses of all bonds and slaves, a line each. */
static char *print_state(const struct bondnl_state *st)
{
	char *all = world_keep(calloc(1, 1 << 16));
	size_t n = 0;

	for (size_t i = 0; i < bondnl_state_bonds(st); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(st, i);

		for (size_t k = 0; k <= bondnl_link_slaves(bond); k++) {
			const struct bondnl_link *l =
				k ? bondnl_link_slave(bond, k - 1) : bond;

			n += (size_t)sprintf(all + n, "%s %d %d %d %u %s",
				bondnl_link_name(l), bondnl_link_ifindex(l),
				bondnl_link_is_up(l), bondnl_link_has_carrier(l),
				bondnl_link_mtu(l), bondnl_link_mac(l));
			for (size_t o = 0; o < bondnl_option_count(); o++) {
				const char *text =
					bondnl_link_option(l, (enum bondnl_option)o);

				n += (size_t)sprintf(all + n, " %s", text ? text : "-");
			}
			for (size_t a = 0; a < bondnl_link_addresses(l); a++)
				n += (size_t)sprintf(
					all + n, " %s", bondnl_link_address(l, a));
			n += (size_t)sprintf(all + n, "\n");
		}
	}
	return all;
}

struct seen {
	int events, resyncs;
	char mtu[16];
};

static void see(void *data, const struct bondnl_event *e)
{
	struct seen *s = data;

	s->events++;
	if (bondnl_event_kind(e) == BONDNL_EVENT_RESYNCHRONISED)
		s->resyncs++;
	if (bondnl_event_kind(e) == BONDNL_EVENT_MTU && !bondnl_event_slave(e))
		snprintf(s->mtu, sizeof(s->mtu), "%s", bondnl_event_to(e));
}

/* Changes of links: their MTU, who is up, who is a slave, and addresses. */
static char *storm(int changes)
{
	char *lines = world_keep(calloc(1, 100 * (size_t)changes + 1));
	size_t n = 0;

	for (int i = 0; i < changes; i++)
		switch (i % 10) {
		case 3:
			n += (size_t)sprintf(lines + n, "link set eth0p %s\n",
				i / 10 % 2 ? "up" : "down");
			break;
		case 5:
			n += (size_t)sprintf(lines + n,
				"link set bond0 type bond num_grat_arp %d\n",
				1 + i / 10 % 9);
			break;
		case 7:
			n += (size_t)sprintf(lines + n,
				"addr %s 192.0.2.7/24 dev bond0\n",
				i / 10 % 2 ? "del" : "add");
			break;
		default:
			n += (size_t)sprintf(
				lines + n, "link set bond0 mtu %d\n", 1000 + i % 400);
		}
	return lines;
}

/* A buffer of almost nothing: all that is lost is read anew, and the end is the kernel's.
 */
START_TEST(overrun)
{
	struct bondnl_error *err = bondnl_error_new();
	struct bondnl_state *here, *there;
	struct bondnl_watch *watch;
	struct bondnl_ctx *ctx;
	struct seen seen = { 0 };
	int file = memfd_create("storm", MFD_CLOEXEC), status;
	char line[64], *text = storm(500);
	bool same = false;
	struct argv a;
	pid_t pid;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	ck_assert_int_eq(bondnl_open(&ctx, NULL, err), 0);
	ck_assert_int_eq(bondnl_watch_open(ctx, 0, NULL, 1, &watch, err), 0);
	ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	snprintf(line, sizeof(line), "-batch /proc/%d/fd/%d", getpid(), file);
	a = argv_of("ip", line);
	pid = spawn(a.words, -1, -1, -1, NULL);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		struct pollfd p = { .fd = bondnl_watch_fd(watch), .events = POLLIN };

		poll(&p, 1, 50);
		ck_assert_msg(bondnl_watch_read(watch, see, &seen, err) == 0, "%s",
			bondnl_error_text(err));
	}
	ck_assert_int_eq(status, 0);
	/* the link monitor goes on for a while */
	until_soon()
	{
		ck_assert_int_eq(bondnl_watch_read(watch, see, &seen, err), 0);
		ck_assert_int_eq(bondnl_watch_state(watch, &here, err), 0);
		ck_assert_int_eq(bondnl_state_read(ctx, 0, NULL, &there, err), 0);
		same = strcmp(print_state(here), print_state(there)) == 0;
		if (!same)
			continue;
		ck_assert_str_eq(seen.mtu, link_value("bond0", "mtu"));
		bondnl_state_free(here);
		bondnl_state_free(there);
		break;
	}
	ck_assert_msg(same, "the watch has\n%s\nthe kernel\n%s", print_state(here),
		print_state(there));
	ck_assert_int_gt(seen.resyncs, 0);
	ck_assert_int_gt(seen.events, seen.resyncs);
	bondnl_watch_close(watch);
	bondnl_close(ctx);
	bondnl_error_free(err);
	argv_free(&a);
}
END_TEST

/* The same by the program, stopped while all of it happens: nothing between is told. */
START_TEST(overrun_told)
{
	struct monitor m;
	size_t since = 0;

	bond_of_two("mode active-backup " FAST);
	enslave_both();
	m = start("monitor --json bond0 --buffer 1k");
	kill(m.pid, SIGSTOP);
	for (int i = 0; i < 40; i++)
		ip("link set bond0 mtu %d", 1000 + i);
	ip_batch("link set eth1 nomaster\nlink set bond0 type bond num_grat_arp 7\n"
		 "addr add 192.0.2.9/24 dev bond0\n");
	kill(m.pid, SIGCONT);
	await_text(m.out, "192.0.2.9");
	ck_has(events_since(&m, &since), "resynchronised \n");
	ck_has(text_of(m.out),
		"\"event\":\"slave_left\",\"bond\":\"bond0\",\"slave\":\"eth1\"");
	ck_has(text_of(m.out), "\"what\":\"num_peer_notif\",\"from\":\"1\",\"to\":\"7\"");
	ck_has(text_of(m.out), "\"to\":\"1039\"");
	ck_has_not(text_of(m.out), "\"to\":\"1038\"");
	stop(&m, SIGTERM);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("monitor");
	TCase *c = world_case(s, "events");

	(void)argc;
	tcase_add_test(c, enslaving_is_one);
	tcase_add_test(c, failover);
	tcase_add_test(c, delays);
	tcase_add_test(c, who_is_active);
	tcase_add_test(c, active_of_tlb);
	tcase_add_test(c, options_of_both);
	tcase_add_test(c, bonds_come_and_go);
	tcase_add_test(c, in_a_bridge);
	tcase_add_test(c, lacp_partner);

	c = world_case(s, "forms");
	tcase_add_test(c, for_people);
	tcase_add_test(c, in_a_namespace);
	tcase_add_test(c, names_of_any_bytes);
	tcase_add_test(c, hang_up_ignored);
	tcase_add_test(c, refused);
	tcase_add_test(c, nobody_reads);
	tcase_add_test(c, nobody_reads_on);
	tcase_add_test(c, full_disk);

	c = world_case(s, "exec");
	tcase_add_test(c, exec_in_order);
	tcase_add_test(c, exec_failures);
	tcase_add_test(c, exec_left_alone);
	tcase_add_test(c, exec_too_slow);

	c = world_case(s, "too much");
	tcase_add_test(c, overrun);
	tcase_add_test(c, overrun_told);
	return world_main(argv[0], s);
}
