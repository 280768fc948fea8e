/*
 * A device in use becomes a bond and a device again, on the real driver: what it has is
 * the same but for the name, and connections live. The other ends of the connections are
 * in a namespace of their own. What happens if any message fails is it_undo's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <regex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/world.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define CABLE(name)                                                                      \
	"link add " name " type veth peer name " name "p\n"                              \
	"link set " name "p addrgenmode none up\n"

/* All that a device can have: labels, leases, secondaries, tables, metrics, ways,
 * neighbours. */
static const char rich[] =
	/* clang-format off */
	CABLE("eth0")
	CABLE("eth1")
	"link set eth0 address 02:00:00:00:00:e0 mtu 1480 addrgenmode random\n"
	"link set eth0 up\n"
	"link set eth1 up\n"
	"addr add 10.1.0.5/24 brd + dev eth0 label eth0:main\n"
	"addr add 10.1.0.6/24 brd + dev eth0 valid_lft 3000 preferred_lft 2000\n"
	"addr add 10.2.0.5/24 dev eth0 valid_lft 3000 preferred_lft 2000\n"
	"addr add 10.2.0.6/24 dev eth0 label eth0:x\n"
	"addr add 10.3.0.5 peer 10.3.0.9/32 dev eth0 metric 70\n"
	"addr add 10.4.0.5/24 dev eth0 noprefixroute\n"
	"addr add 2001:db8:1::5/64 dev eth0\n"
	"addr add 2001:db8:1::6/64 dev eth0 valid_lft 3000 preferred_lft 2000\n"
	"addr add 2001:db8:2::5/64 dev eth0 nodad metric 90\n"
	"addr add 2001:db8:3::6/64 dev eth0 preferred_lft 0\n"
	"route add default via 10.1.0.1 dev eth0 metric 50\n"
	"route add default via 10.2.0.1 dev eth0 proto dhcp src 10.2.0.5 metric 100\n"
	"route add 10.9.0.0/16 via 10.1.0.1 src 10.1.0.6 mtu 1300\n"
	"route add 10.10.0.0/16 via 10.1.0.1 metric 7 table 77\n"
	"route add 10.11.0.0/24 dev eth0 scope link table 1000\n"
	"route add 10.12.0.0/16 via 10.99.0.1 dev eth0 onlink\n"
	"route add 10.13.0.0/16 nexthop via 10.1.0.2 dev eth0 weight 2 "
		"nexthop via 10.1.0.3 dev eth0\n"
	"route add 10.14.0.0/16 via 10.99.0.1 dev eth1 onlink src 10.1.0.5\n"
	"route add unreachable 10.15.0.0/16\n"
	"route add default via 2001:db8:1::1 dev eth0 metric 70\n"
	"route add 2001:db8:9::/48 via fe80::1 dev eth0 proto ra\n"
	"route add 2001:db8:10::/48 via 2001:db8:1::1 src 2001:db8:1::5 table 77\n"
	"route add 2001:db8:11::/48 dev eth0 metric 7 table 1000\n"
	"route add 2001:db8:12::/48 nexthop via 2001:db8:1::2 dev eth0 "
		"nexthop via 2001:db8:1::3 dev eth0\n"
	"neigh add 10.1.0.201 lladdr 02:00:00:00:00:99 dev eth0 nud permanent\n"
	"neigh add 2001:db8:1::201 lladdr 02:00:00:00:00:99 dev eth0 nud permanent "
		"router\n"
	"neigh add proxy 10.1.0.77 dev eth0\n"
	"neigh add proxy 2001:db8:1::77 dev eth0\n"
	"rule add from 10.1.0.5 lookup 77\n"
	"rule add iif eth0 lookup 1000\n";
/* clang-format on */

static void make_rich(void)
{
	ip_batch(rich);
}

/* A belonging as a line, if it is of the device, which is called eth0 then. */
static char *line_of(const json_t *belonging, const char *device)
{
	const char *others = "fe80::/|fe80::[0-9a-f]*:[0-9a-f]|ff00::|\"eth0p\"";
	char *text = json_dumps(belonging, JSON_COMPACT | JSON_SORT_KEYS), *line = NULL;
	regex_t own;

	for (char *p = text; (p = strstr(p, device)); p += strlen("eth0"))
		if (p[-1] == '"' && strchr("\":", p[strlen(device)])) {
			memmove(p + strlen("eth0"), p + strlen(device),
				strlen(p + strlen(device)) + 1);
			memcpy(p, "eth0", strlen("eth0"));
		}
	ck_assert_int_eq(regcomp(&own, others, REG_EXTENDED | REG_NOSUB), 0);
	if (strstr(text, "\"eth0\"") && regexec(&own, text, 0, NULL, 0))
		ck_assert_int_gt(asprintf(&line, "%s\n", text), 0);
	regfree(&own);
	free(text);
	return line;
}

static int by_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The addresses and how it makes some by itself; how long they live counts down. */
static void take_addresses(json_t *all, const char *device)
{
	static const char *const times[] = { "valid_life_time", "preferred_life_time" };
	json_t *links = ip_json("-d addr show dev %s", device), *address;
	json_t *link = json_array_get(links, 0);
	size_t i;

	json_array_foreach(json_object_get(link, "addr_info"), i, address)
	{
		for (size_t t = 0; t < 2; t++)
			if (json_integer_value(json_object_get(address, times[t])) !=
				4294967295LL)
				json_object_set_new(
					address, times[t], json_string("SOME"));
		json_object_set_new(address, "dev", json_string(device));
		json_array_append(all, address);
	}
	json_array_append_new(
		all, json_pack("[ss]", device, json_value(link, "inet6_addr_gen_mode")));
	json_decref(links);
}

/*
 * All that ip says of a device's addresses, neighbours and of routes, and how it makes
 * addresses by itself, with its name replaced, a line each and sorted. What the kernel
 * makes by itself for fe80:: comes when it comes.
 */
static const char *belongings(const char *device)
{
	static const char *const asked[] = { "route show table all",
		"neigh show nud permanent", "neigh show proxy" };
	char *lines[64], *text = world_keep(calloc(1, 1 << 15));
	json_t *all = json_array(), *j;
	size_t n = 0, i;

	take_addresses(all, device);
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		j = ip_json("-d %s", asked[i]);
		json_array_extend(all, j);
		json_decref(j);
	}
	json_array_foreach(all, i, j)
	{
		ck_assert_uint_lt(n, 64);
		lines[n] = line_of(j, device);
		n += lines[n] != NULL;
	}
	qsort(lines, n, sizeof(*lines), by_line);
	for (i = 0; i < n; i++) {
		strcat(text, lines[i]);
		free(lines[i]);
	}
	json_decref(all);
	return text;
}

static void ck_belongings(const char *device, const char *want, const char *what)
{
	const char *now = "";
	size_t at = 0;

	until_soon()
	{
		now = belongings(device);
		if (strcmp(now, want) == 0)
			return;
	}
	/* from the first line on that differs */
	for (size_t i = 0; want[i] && want[i] == now[i]; i++)
		if (want[i] == '\n')
			at = i + 1;
	ck_abort_msg("%s:\nbefore:\n%.500s\nnow:\n%.500s", what, want + at, now + at);
}

static void ck_lease(const char *device, const char *address)
{
	char line[80];
	const char *p;
	int left = 0;

	snprintf(line, sizeof(line), "-o addr show dev %s to %s", device, address);
	p = strstr(run("ip", line)->out, "valid_lft ");
	ck_assert_msg(
		p && sscanf(p, "valid_lft %dsec", &left) == 1, "no lease of %s", address);
	ck_assert_int_gt(left, 2800);
	ck_assert_int_le(left, 3000);
}

/* The measured gap, for whoever reads the log. */
static void ck_gap(const struct ran *r, const char *from, const char *to)
{
	char want[120];
	const char *p;

	snprintf(want, sizeof(want),
		"note: what %s carried is on %s now, and was "
		"interrupted for ",
		from, to);
	ck_has(r->err, want);
	p = strstr(r->err, "interrupted for");
	printf("%s to %s: %.*s\n", from, to, (int)strcspn(p, "\n"), p);
}

/* ------------------------------------------------------------------ there and back */

static const char *const modes[] = { "active-backup slave eth1", "802.3ad",
	"balance-alb slave eth1", "active-backup fail_over_mac active" };

START_TEST(there_and_back)
{
	json_t *before;
	const char *had, *rules;

	make_rich();
	before = dump_settled();
	had = belongings("eth0");
	rules = run("ip", "rule")->out;
	ck_has(had, "10.13.0.0/16");
	ck_has(had, "2001:db8:10::/48");

	bondnl_ends(0, "-q --dry-run migrate eth0 bond0 mode %s", modes[_i]);
	ck_unchanged(before, "a dry run");

	ck_gap(bondnl_ends(0, "migrate eth0 bond0 mode %s", modes[_i]), "eth0", "bond0");
	ck_belongings("bond0", had, "migrate");
	ck_assert_str_eq(run("ip", "rule")->out, rules);
	ck_lease("bond0", "10.1.0.6");
	ck_lease("bond0", "10.2.0.5");
	ck_lease("bond0", "2001:db8:1::6");
	ck_link("bond0", "address", "02:00:00:00:00:e0");
	ck_link("bond0", "mtu", "1480");
	ck_link("eth0", "master", "bond0");
	ck_assert_str_eq(link_value("eth0", "addr_info.0.local"), "");

	ck_gap(bondnl_ends(0, "migrate --back bond0 eth0"), "bond0", "eth0");
	ck_assert(!link_is_there("bond0"));
	/* other slaves are left down, as by del */
	ip("link set eth1 up");
	if (strstr(modes[_i], "eth1"))
		ip("route add 10.14.0.0/16 via 10.99.0.1 dev eth1 onlink src 10.1.0.5");
	ck_unchanged(before, "there and back");
	json_decref(before);
}
END_TEST

/* What is down has no routes, and nothing that could be interrupted. */
START_TEST(what_is_down)
{
	struct ran *r;

	cable("eth0");
	ip("addr add 10.1.0.5/24 dev eth0 label eth0:x");
	r = bondnl_ends(0, "migrate eth0 bond0");
	ck_has_not(r->err, "interrupted");
	ck_link("bond0", "addr_info.0.label", "bond0:x");
	ck_assert_str_eq(link_value("eth0", "addr_info.0.local"), "");
}
END_TEST

/* VLANs go down and up with the device, and have all that they had. */
START_TEST(vlans)
{
	json_t *before;
	struct ran *r;

	cable("eth0");
	ip_batch("link set eth0 up\naddr add 10.1.0.5/24 dev eth0\n"
		 "link add link eth0 name eth0.7 type vlan id 7\nlink set eth0.7 up\n"
		 "addr add 10.7.0.5/24 dev eth0.7\n"
		 "addr add 2001:db8:7::5/64 dev eth0.7\n"
		 "route add 10.77.0.0/16 via 10.7.0.1\n"
		 "route add 2001:db8:77::/48 via 2001:db8:7::1\n");
	before = dump_settled();
	r = bondnl_ends(0, "migrate eth0 bond0");
	ck_has(r->err, "warning: eth0.7 stays on eth0");
	ck_has(run("ip", "route")->out, "10.77.0.0/16 via 10.7.0.1 dev eth0.7");
	ck_has(run("ip", "-6 route")->out,
		"2001:db8:77::/48 via 2001:db8:7::1 dev eth0.7");
	bondnl_ends(0, "migrate --back bond0 eth0");
	ck_unchanged(before, "there and back with a VLAN");
	json_decref(before);
}
END_TEST

/* ------------------------------------------------------------------------- refusals */

static const struct refused {
	const char *more; /* in the world */
	const char *line;
	int status;
	const char *err;
} refused[] = {
	/* clang-format off */
	{ "", "migrate eth9 bond1", 1, "migrate bond1: eth9: no such device" },
	{ "", "migrate eth0", 2, "the name of a bond is missing" },
	{ "", "migrate lo bond1", 1, "lo: the loopback device cannot be a slave" },
	{ "", "migrate eth0 bond7", 1, "bond7: this bond is there already" },
	{ "", "migrate eth2 bond1", 1, "eth2: it has a master already: bond bond7" },
	{ "", "migrate bond7 bond1", 1, "bond7: it is a bond already" },
	{ "", "migrate bond1 eth0", 1, "bondnl migrate eth0 bond1" },
	{ "nexthop add id 7 via 10.1.0.1 dev eth0\nroute add 10.20.0.0/16 nhid 7\n",
		"migrate eth0 bond1", 1,
		"eth0: the route 10.20.0.0/16 via 10.1.0.1 cannot move: it goes by a "
		"nexthop object" },
	{ "route add 10.20.0.0/16 nexthop via 10.1.0.1 dev eth0 nexthop via 10.8.0.1 "
		"dev eth1 onlink\n", "migrate eth0 bond1", 1,
		"cannot move: it goes by other devices, too" },
	{ "", "migrate eth0 bond1 gateway 10.1.0.7", 1,
		"eth0 has a default route already, and it moves" },
	/* the kernel's own: all is put back */
	{ "link add link eth1 name mv0 type macvlan\n",
		"migrate eth0 bond1 mode 1 slave eth1", 3,
		"eth1: cannot be a slave of bond1: another device sits on it" },
	{ "", "migrate eth0 bond1 gateway 2001:db8:66::1 address 2001:db8:66::1/64", 1,
		"is the address of the bond itself" },
	{ "", "migrate --back bond9 eth2", 1, "migrate --back bond9: no such bond" },
	{ "", "migrate --back bond7 eth0", 1, "eth0: it is no slave of bond7" },
	{ "", "migrate --back eth2 bond7", 1, "bondnl migrate --back bond7 eth2" },
	{ "link add link bond7 name bond7.3 type vlan id 3\n", "migrate --back bond7 eth2",
		1, "bond7.3 sits on it, and would go with it" },
	{ "link add br0 type bridge\nlink set bond7 master br0\n",
		"migrate --back bond7 eth2", 1, "it has a master itself: bridge br0" },
	{ "", "set bond7 --back miimon 50", 2, "--back: is for migrate" },
	/* clang-format on */
};

START_TEST(refusals)
{
	const struct refused *t = &refused[_i];
	json_t *before;

	make_rich();
	ip_batch("link add bond7 type bond mode active-backup miimon 100\n" CABLE(
		"eth2") "link set eth2 master bond7\nlink set bond7 up\n"
			"addr add 10.8.0.5/24 dev bond7\n");
	if (t->more[0])
		ip_batch(t->more);
	before = dump_settled();
	ck_has(bondnl_ends(t->status, "%s", t->line)->err, t->err);
	ck_unchanged(before, t->line);
	json_decref(before);
}
END_TEST

/* ---------------------------------------------------------------------- connections */

/* The host at the other end: whatever it hears it says again, until it is killed. */
static void echo(struct pollfd *fds, int n)
{
	char text[64];

	while (poll(fds, (nfds_t)n, -1) > 0) {
		/* the first one listens */
		if (fds[0].revents && n < 8)
			fds[n++] = (struct pollfd){ .fd = accept(fds[0].fd, NULL, NULL),
				.events = POLLIN };
		for (int i = 1; i < n; i++) {
			ssize_t got = fds[i].revents & ~POLLNVAL
				? read(fds[i].fd, text, sizeof(text))
				: 0;

			if (got < 0 ||
				(got > 0 && write(fds[i].fd, text, (size_t)got) != got))
				_exit(1);
		}
	}
	_exit(1);
}

static int connect_v4(const char *to, int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, to, &a.sin_addr);
	return connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0 ? -1 : fd;
}

static int connect_v6(const char *to, int port)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port) };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET6, to, &a.sin6_addr);
	return connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0 ? -1 : fd;
}

/* Of both families, for any address of the namespace. */
static int listen_at(int port)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port) };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, 4) < 0 ? -1
										   : fd;
}

/* In the far namespace, once the cable is there; @go tells, @ready answers. */
static void far_host(int go, int ready)
{
	struct pollfd fds[8] = { 0 };
	char c = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (unshare(CLONE_NEWNET) < 0 || write(ready, "n", 1) != 1 ||
		read(go, &c, 1) != 1)
		_exit(1);
	if (system("ip link set lo up && ip link set eth0p up && "
		   "ip addr add 10.1.0.1/24 dev eth0p && "
		   "ip addr add 2001:db8:1::1/64 dev eth0p nodad") != 0)
		_exit(1);
	fds[0] = (struct pollfd){ .fd = listen_at(7000), .events = POLLIN };
	if (fds[0].fd < 0 || write(ready, "l", 1) != 1 || read(go, &c, 1) != 1)
		_exit(1);
	/* one that this side opened */
	fds[1] = (struct pollfd){ .fd = connect_v4("10.1.0.5", 7001), .events = POLLIN };
	if (fds[1].fd < 0)
		_exit(1);
	echo(fds, 2);
}

struct call {
	pid_t far;
	int fds[3]; /* v4 and v6 from here, v4 from there */
	int words;
};

/* A word is said on each, and heard again: within what TCP needs to try again. */
static void talk(struct call *c, const char *when)
{
	static const char *const which[] = { "v4", "v6", "v4 from there" };
	char said[32], heard[32];
	int n = snprintf(said, sizeof(said), "%d: %s", ++c->words, "are you there?");

	for (size_t i = 0; i < ARRAY_SIZE(c->fds); i++)
		ck_assert_int_eq(write(c->fds[i], said, (size_t)n), n);
	for (size_t i = 0; i < ARRAY_SIZE(c->fds); i++) {
		int got = 0;

		while (got < n) {
			struct pollfd p = { .fd = c->fds[i], .events = POLLIN };
			ssize_t rc;

			ck_assert_msg(poll(&p, 1, 4 * SOON_MS) == 1, "%s: %s is silent",
				when, which[i]);
			rc = read(c->fds[i], heard + got, (size_t)(n - got));
			ck_assert_msg(rc > 0, "%s: %s is broken: %s", when, which[i],
				strerror(errno));
			got += (int)rc;
		}
		ck_assert_mem_eq(heard, said, (size_t)n);
	}
}

static void await(int fd, char want)
{
	char c = 0;

	ck_assert_int_eq(read(fd, &c, 1), 1);
	ck_assert_int_eq(c, want);
}

static void dial(struct call *c)
{
	int go[2], ready[2], listener;

	ck_assert_int_eq(pipe(go), 0);
	ck_assert_int_eq(pipe(ready), 0);
	c->far = fork();
	ck_assert_int_ge(c->far, 0);
	if (!c->far) {
		/* so that the end of the test is the end of what it is asked */
		close(go[1]);
		close(ready[0]);
		far_host(go[0], ready[1]);
	}
	close(go[0]);
	close(ready[1]);
	await(ready[0], 'n');
	ip("link set eth0p netns %d", c->far);
	ck_assert_int_eq(write(go[1], "c", 1), 1);
	await(ready[0], 'l');
	listener = listen_at(7001);
	ck_assert_int_ge(listener, 0);
	ck_assert_int_eq(write(go[1], "d", 1), 1);
	c->fds[2] = accept(listener, NULL, NULL);
	c->fds[0] = connect_v4("10.1.0.1", 7000);
	c->fds[1] = connect_v6("2001:db8:1::1", 7000);
	for (size_t i = 0; i < ARRAY_SIZE(c->fds); i++)
		ck_assert_int_ge(c->fds[i], 0);
	close(listener);
	close(go[1]);
	close(ready[0]);
}

static void hang_up(struct call *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(c->fds); i++)
		close(c->fds[i]);
	kill(c->far, SIGKILL);
	waitpid(c->far, NULL, 0);
}

/* The guard of an unconfirmed change is gone, and its file with it. */
static void ck_over(const char *run_dir)
{
	bool over = false;

	until_soon()
	{
		over = rmdir(run_dir) == 0;
		if (over)
			break;
	}
	ck_assert_msg(over, "a guard is still there");
	ck_assert_int_eq(mkdir(run_dir, 0700), 0);
}

START_TEST(connections_live)
{
	struct call c = { 0 };

	make_rich();
	dial(&c);
	talk(&c, "before");
	ck_gap(bondnl_ends(0, "migrate eth0 bond0 mode active-backup"), "eth0", "bond0");
	talk(&c, "after migrate");
	ck_gap(bondnl_ends(0, "migrate --back bond0 eth0"), "bond0", "eth0");
	talk(&c, "after migrate --back");
	/* one that the kernel refuses when the device is in the bond already */
	ip_batch("link set eth1 down\nlink add link eth1 name mv0 type macvlan\n");
	ck_has(bondnl_ends(3, "migrate eth0 bond0 mode active-backup slave eth1")->err,
		"another device sits on it");
	talk(&c, "after one that was undone");
	ck_assert(!link_is_there("bond0"));
	hang_up(&c);
}
END_TEST

/* What nobody confirmed is undone in time, whether it had come or gone; and by asking. */
START_TEST(unconfirmed)
{
	static char run_dir[] = "/tmp/migrate-XXXXXX";
	struct call c = { 0 };
	const char *had;
	json_t *before;
	struct ran *r;

	ck_assert_ptr_nonnull(mkdtemp(run_dir));
	setenv("BONDNL_RUN_DIR", run_dir, 1);
	make_rich();
	dial(&c);
	talk(&c, "before");
	before = dump_settled();
	had = belongings("eth0");

	ck_has(bondnl_ends(0, "--dry-run migrate eth0 bond0 mode active-backup")->err,
		"eth0 carries the default route: with --confirm 60s it is put back");
	r = bondnl_ends(0, "--confirm 3s migrate eth0 bond0 mode active-backup");
	ck_has(r->err, "undone in 3 s unless: bondnl confirm");
	ck_has_not(r->err, "with --confirm 60s");
	ck_belongings("bond0", had, "migrate, so far");
	talk(&c, "unless it is confirmed");
	ck_over(run_dir);
	ck_unchanged(before, "not confirmed");
	talk(&c, "not confirmed");

	bondnl_ends(0, "--confirm 60 migrate eth0 bond0 mode active-backup slave eth1");
	talk(&c, "before it is reverted");
	bondnl_ends(0, "revert");
	ck_unchanged(before, "reverted");
	talk(&c, "reverted");

	bondnl_ends(0, "--confirm 60 migrate eth0 bond0 mode active-backup");
	bondnl_ends(0, "confirm");
	talk(&c, "confirmed");
	json_decref(before);
	before = dump_settled();
	bondnl_ends(0, "--confirm 3s migrate --back bond0 eth0");
	ck_belongings("eth0", had, "back, so far");
	talk(&c, "back, unless it is confirmed");
	ck_over(run_dir);
	ck_belongings("bond0", had, "back, not confirmed");
	talk(&c, "back, not confirmed");
	hang_up(&c);
	json_decref(before);
	ck_assert_int_eq(rmdir(run_dir), 0);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("migrate");
	TCase *c = world_case(s, "migrate");

	(void)argc;
	tcase_add_loop_test(c, there_and_back, 0, 1);
	tcase_add_test(c, what_is_down);
	tcase_add_test(c, vlans);
	tcase_add_loop_test(c, refusals, 0, (int)ARRAY_SIZE(refused));
	tcase_add_test(c, connections_live);
	tcase_add_test(c, unconfirmed);
	c = world_case_tagged(s, "other modes", AGAIN);
	tcase_add_loop_test(c, there_and_back, 1, (int)ARRAY_SIZE(modes));
	return world_main(argv[0], s);
}
