/*
 * Bonds that are watched, with a kernel in memory that announces what it is told to:
 * which are of interest, what is read anew, and what of it counts. How the real one
 * announces is shown where it is.
 */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "ctx.h"
#include "support/fake.h"
#include "support/scene.h"
#include "support/unit.h"

#define BOND0 "7 bond0 bond up mode active-backup miimon 100 "
#define ETH0  "2 eth0 up master 7"
#define BOND1 "8 bond1 bond up mode active-backup miimon 100 "

/* One announcement: how a link is in a scene, or that it is not in it. */
struct announcement {
	const char *scene[5];
	int ifindex;
	const char *address; /* of the link: it is given, or with '-' before it taken */
	bool lost;	     /* instead: some did not fit the buffer */
};

#define LINK(n, ...)                                                                     \
	{                                                                                \
		.scene = { __VA_ARGS__ }, .ifindex = (n)                                 \
	}
#define ADDRESS(n, a, ...)                                                               \
	{                                                                                \
		.scene = { __VA_ARGS__ }, .ifindex = (n), .address = (a)                 \
	}

struct kernel_told {
	struct fake fake;
	struct notifier notifier;
	struct bondnl_ctx ctx;
	struct bondnl_watch *watch;
	struct text told;
	const struct announcement *next;
	size_t left;
	int fd; /* readable while something is to be heard */
};

static struct kernel_told *k; /* of the test that runs */

/* The clock of this program, in place of libc's: a test need not wait. */
static time_t seconds_passed;
int clock_gettime(clockid_t clock, struct timespec *ret)
{
	if (syscall(SYS_clock_gettime, clock, ret) < 0)
		return -1;
	ret->tv_sec += seconds_passed;
	return 0;
}

static int ear_fd(const struct notifier *e)
{
	(void)e;
	return k->fd;
}

static void drain_fd(void)
{
	eventfd_t n;

	(void)!eventfd_read(k->fd, &n);
}

static void announce(const struct announcement *a, const struct subscription *l)
{
	bool gone = a->address && *a->address == '-';
	struct announced told = { .gone = gone };
	struct address address;
	struct link link = { .ifindex = a->ifindex };
	struct snapshot s = { 0 };
	struct link *now;

	scene_read(&s, a->scene);
	now = snapshot_by_ifindex(&s, a->ifindex);
	told.link = now && !a->address ? now : &link;
	if (a->address) {
		ck_assert_ptr_null(address_parse(a->address + gone, &address));
		told.address = &address;
	} else {
		told.gone = !now;
	}
	if (l->cares(l->data, a->ifindex) ||
		(now && (link_is_bond(now) || link_is_bond_slave(now))))
		l->told(l->data, &told);
	snapshot_free(&s);
}

static int ear_hear(
	struct notifier *e, const struct subscription *l, struct bondnl_error *err)
{
	const struct announcement *a = k->next;

	(void)e, (void)err;
	if (!k->left)
		return 0;
	k->next++;
	if (!--k->left)
		drain_fd();
	if (a->lost)
		return -ENOBUFS;
	announce(a, l);
	return 1;
}

static void ear_close(struct notifier *e)
{
	(void)e;
}

static int door_listen(struct backend *d, unsigned buffer, struct notifier **ret,
	struct bondnl_error *err)
{
	(void)d, (void)buffer, (void)err;
	*ret = &k->notifier;
	return 0;
}

static void open_watch(const char *const scene[], size_t n, const char *const names[])
{
	k = calloc(1, sizeof(*k));
	ck_assert_ptr_nonnull(k);
	fake_open(&k->fake, scene);
	k->fake.backend.listen = door_listen;
	k->notifier = (struct notifier){
		.fd = ear_fd, .receive = ear_hear, .close = ear_close
	};
	k->ctx.backend = &k->fake.backend;
	k->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	ck_assert_int_ge(k->fd, 0);
	ck_assert_int_eq(bondnl_watch_open(&k->ctx, n, names, 0, &k->watch, NULL), 0);
}

static void close_watch(void)
{
	bondnl_watch_close(k->watch);
	fake_close(&k->fake);
	text_free(&k->told);
	close(k->fd);
	free(k);
}

static void take(void *data, const struct bondnl_event *e)
{
	struct text *t = data;
	const char *bond = bondnl_event_bond(e), *slave = bondnl_event_slave(e);

	ck_assert_int_gt(bondnl_event_time(e), 0);
	ck_assert_int_gt(bondnl_event_monotonic(e), 0);
	text_add(t, "%s%d %s %s%s%s", *text_str(t) ? "\n" : "",
		(int)bondnl_event_number(e), bondnl_event_kind_name(bondnl_event_kind(e)),
		bond ? bond : "-", slave ? "/" : "", slave ? slave : "");
	if (bondnl_event_from(e) || bondnl_event_to(e))
		text_add(t, " %s>%s", bondnl_event_from(e) ? bondnl_event_from(e) : "",
			bondnl_event_to(e) ? bondnl_event_to(e) : "");
}

static const char *read_events(const struct announcement *a, size_t n)
{
	text_free(&k->told);
	memset(&k->told, 0, sizeof(k->told));
	k->next = a;
	k->left = n;
	if (n)
		ck_assert_int_eq(eventfd_write(k->fd, 1), 0);
	ck_assert_int_eq(bondnl_watch_read(k->watch, take, &k->told, NULL), 0);
	return text_str(&k->told);
}

/* Another state, as the kernel would tell of it when it is asked. */
static void become(const char *const scene[])
{
	snapshot_free(&k->fake.now);
	scene_read(&k->fake.now, scene);
}

static const char *const two[] = { BOND0 "active_slave eth0", BOND1, "2 eth0 up master 7",
	"3 eth1 up master 8", NULL };

START_TEST(test_all)
{
	static const struct announcement a[] = {
		LINK(2, BOND0 "active_slave eth0", "2 eth0 up nocarrier master 7"),
		LINK(8, BOND1 "active_slave eth1 mtu 1400", "3 eth1 up master 8"),
		ADDRESS(7, "192.0.2.1/24", BOND0 "active_slave eth0", ETH0),
		ADDRESS(7, "192.0.2.1/24", BOND0 "active_slave eth0",
			ETH0), /* its lifetime */
		ADDRESS(7, "-192.0.2.1/24", BOND0 "active_slave eth0", ETH0),
		ADDRESS(2, "192.0.2.9/24", BOND0), /* a slave's are no matter */
		LINK(9, "9 lo up"),
	};

	open_watch(two, 0, NULL);
	ck_assert_str_eq(read_events(a, 0), "");
	ck_assert_str_eq(read_events(a, ARRAY_SIZE(a)),
		"1 link_down bond0/eth0\n2 mtu bond1 1500>1400\n"
		"3 address_added bond0 >192.0.2.1/24\n"
		"4 address_removed bond0 192.0.2.1/24>");
	ck_assert_str_eq(read_events(a, 1), "");
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), -1);
	close_watch();
}
END_TEST

/* A name is waited for, and who had it stays of interest; others never are. */
START_TEST(test_names)
{
	static const char *const names[] = { "bond0", "lan" };
	static const struct announcement a[] = {
		LINK(8, BOND1 "active_slave eth1 mtu 1400", "3 eth1 up master 8"),
		LINK(9, "9 lan bond"),
		LINK(9, "9 lan bond mtu 1400"),
	}, renamed[] = {
		LINK(9, "9 wan bond"),
		LINK(9, "9 wan bond up"),
		LINK(9, BOND0),
	}, again[] = {
		LINK(9, "9 other bond"),
		LINK(9, "9 lan bond"),
	};

	open_watch(two, 2, names);
	ck_assert(!bondnl_watch_is_waiting(k->watch, 0));
	ck_assert(bondnl_watch_is_waiting(k->watch, 1));
	ck_assert(!bondnl_watch_is_waiting(k->watch, 2));
	/* made with that MTU, as far as anybody saw */
	ck_assert_str_eq(read_events(a, ARRAY_SIZE(a)), "1 bond_created lan >balance-rr");
	ck_assert(!bondnl_watch_is_waiting(k->watch, 1));
	ck_assert_str_eq(read_events(renamed, 2),
		"2 bond_renamed wan lan>wan\n3 mtu wan 1400>1500\n4 bond_up wan");
	ck_assert_str_eq(read_events(renamed + 2, 1), "5 bond_deleted wan");
	/* its number is another's, until that has the name */
	ck_assert_str_eq(read_events(again, 1), "");
	ck_assert_str_eq(read_events(again + 1, 1), "6 bond_renamed lan other>lan");
	close_watch();
}
END_TEST

START_TEST(test_wrong_names)
{
	static const char *const no_bond[] = { "eth0" }, *const no_name[] = { "a/b" };
	struct bondnl_error err = { 0 };
	struct bondnl_watch *w;

	open_watch(two, 0, NULL);
	ck_assert_int_eq(bondnl_watch_open(&k->ctx, 1, no_bond, 0, &w, &err), -EINVAL);
	ck_assert_str_eq(err.text, "it is no bond");
	ck_assert_ptr_null(w);
	memset(&err, 0, sizeof(err));
	ck_assert_int_eq(bondnl_watch_open(&k->ctx, 1, no_name, 0, &w, &err), -EINVAL);
	ck_assert(err.usage);
	close_watch();
}
END_TEST

/* What was lost is asked for; what comes behind it is told again. */
START_TEST(test_lost)
{
	static const char *const later[] = { BOND0 "active_slave eth1 addr 192.0.2.1/24",
		"2 eth0 up nocarrier master 7 mii_status down", "3 eth1 up master 7",
		NULL };
	static const struct announcement a[] = {
		LINK(7, BOND0 "active_slave eth0 mtu 1400", ETH0),
		{ .lost = true },
		/* older than what is read, and thrown away */
		LINK(7, BOND0 "active_slave eth0 mtu 1300", ETH0),
	}, b[] = {
		LINK(7, BOND0 "mac 02:00:00:00:00:02 active_slave eth1 mtu 1200", "3 eth1 up master 7"),
	};
	struct bondnl_state *st;

	open_watch(two, 0, NULL);
	become(later);
	ck_assert_str_eq(read_events(a, ARRAY_SIZE(a)),
		"1 mtu bond0 1500>1400\n"
		"2 resynchronised -\n"
		"3 link_down bond0/eth0\n"
		"4 mii_status bond0/eth0 up>down\n"
		"5 slave_joined bond0/eth1 >up\n"
		"6 active_slave bond0 eth0>eth1\n"
		"7 mtu bond0 1400>1500\n"
		"8 address_added bond0 >192.0.2.1/24\n"
		"9 bond_deleted bond1");
	ck_assert_str_eq(read_events(b, 1), "10 mtu bond0 1500>1200");
	ck_assert_int_eq(bondnl_watch_state(k->watch, &st, NULL), 0);
	ck_assert_uint_eq(bondnl_state_bonds(st), 1);
	ck_assert_uint_eq(bondnl_link_slaves(bondnl_state_bond(st, 0)), 2);
	ck_assert_str_eq(
		bondnl_link_address(bondnl_state_bond(st, 0), 0), "192.0.2.1/24");
	bondnl_state_free(st);
	close_watch();
}
END_TEST

#define LACP "7 bond0 bond up mode 802.3ad miimon 100 mac 02:00:00:00:00:07 "

/* LACP is asked for, once it is time, and only then. */
START_TEST(test_lacp_is_looked_at)
{
	static const char *const before[] = { LACP,
		"2 eth0 up master 7 ad_actor_oper_port_state 63 "
		"ad_partner_oper_port_state 63",
		NULL };
	static const char *const later[] = { LACP,
		"2 eth0 up master 7 ad_actor_oper_port_state 199 "
		"ad_partner_oper_port_state 1",
		NULL };
	int timeout;

	open_watch(before, 0, NULL);
	ck_assert_str_eq(read_events(NULL, 0), "");
	become(later);
	timeout = bondnl_watch_timeout(k->watch);
	ck_assert_msg(timeout > 0 && timeout <= 1000, "%d", timeout);
	ck_assert_str_eq(read_events(NULL, 0), "");
	seconds_passed++;
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), 0);
	ck_assert_str_eq(read_events(NULL, 0), "1 lacp bond0/eth0 in_sync>defaulted");
	seconds_passed++;
	ck_assert_str_eq(read_events(NULL, 0), "");
	close_watch();
}
END_TEST

/* A slave that waits for its delay is not announced. */
START_TEST(test_delays_are_looked_at)
{
#define DELAYED BOND0 "updelay 500 downdelay 500 active_slave eth0 "
	static const char *const before[] = { DELAYED, "2 eth0 up master 7", NULL };
	static const char *const later[] = { DELAYED,
		"2 eth0 up nocarrier master 7 mii_status 1", NULL };
	static const struct announcement a[] = {
		LINK(2, DELAYED, "2 eth0 up nocarrier master 7"),
	};
	int timeout;

	open_watch(before, 0, NULL);
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), -1);
	ck_assert_str_eq(read_events(a, 1), "1 link_down bond0/eth0");
	timeout = bondnl_watch_timeout(k->watch);
	ck_assert_msg(timeout >= 0 && timeout <= 50, "%d", timeout);
	become(later);
	seconds_passed++;
	ck_assert_str_eq(read_events(NULL, 0), "2 mii_status bond0/eth0 up>going down");
	/* how that ends is announced */
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), -1);
	close_watch();
}
END_TEST

/* The driver does not say which slave is the active one then: it is asked at once. */
START_TEST(test_active_of_tlb)
{
#define TLB "7 bond0 bond up mode balance-tlb miimon 100 "
	static const char *const before[] = { TLB "active_slave eth0",
		"2 eth0 up master 7", "3 eth1 up master 7", NULL };
	static const char *const later[] = { TLB "active_slave eth1",
		"2 eth0 up nocarrier master 7 mii_status down", "3 eth1 up master 7",
		NULL };
	static const struct announcement a[] = {
		LINK(2, TLB "active_slave eth0",
			"2 eth0 up nocarrier master 7 mii_status down"),
	};

	open_watch(before, 0, NULL);
	become(later);
	ck_assert_str_eq(read_events(a, 1),
		"1 link_down bond0/eth0\n2 mii_status bond0/eth0 up>down\n"
		"3 active_slave bond0 eth0>eth1");
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), -1);
	close_watch();
}
END_TEST

static uint64_t counted(int ifindex)
{
	struct bondnl_state *st;
	uint64_t n = 0;

	ck_assert_int_eq(bondnl_watch_state(k->watch, &st, NULL), 0);
	for (size_t i = 0; i < bondnl_state_bonds(st); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(st, i);

		for (size_t s = 0; s <= bondnl_link_slaves(bond); s++) {
			const struct bondnl_link *l =
				s ? bondnl_link_slave(bond, s - 1) : bond;

			if (bondnl_link_ifindex(l) == ifindex)
				ck_assert(bondnl_link_counter(
					l, BONDNL_COUNTER_RX_BYTES, &n));
		}
	}
	bondnl_state_free(st);
	return n;
}

/* Each is as many as its number, and one bond is a slave of the other. */
static const char *const stacked[] = { BOND0 "active_slave bond1", "3 eth1 up master 8",
	"8 bond1 bond up master 7 mode active-backup miimon 100", "9 other bond up",
	NULL };

static void count(uint64_t times)
{
	for (size_t i = 0; i < k->fake.now.n; i++)
		k->fake.now.links[i].traffic.rx_bytes =
			(uint64_t)k->fake.now.links[i].ifindex * times;
}

/* All that is watched is asked for, and nothing else; what differs is told. */
START_TEST(test_refresh)
{
	static const char *const names[] = { "bond0" };
	static const char *const later[] = { BOND0 "active_slave bond1 mtu 1400",
		"3 eth1 up master 8",
		"8 bond1 bond up master 7 mode active-backup miimon 100",
		"9 other bond up mtu 1300", NULL };

	open_watch(stacked, 1, names);
	count(1);
	ck_assert_str_eq(read_events(NULL, 0), "");
	ck_assert_uint_eq(counted(7), 0);
	text_free(&k->fake.asked);
	bondnl_watch_refresh(k->watch);
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), 0);
	ck_assert_str_eq(read_events(NULL, 0), "");
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), -1);
	ck_assert_str_eq(text_str(&k->fake.asked), "link 7, link 8");
	ck_assert_uint_eq(counted(7), 7);
	ck_assert_uint_eq(counted(8), 8);
	become(later);
	count(2);
	bondnl_watch_refresh(k->watch);
	ck_assert_str_eq(read_events(NULL, 0), "1 mtu bond0 1500>1400");
	ck_assert_uint_eq(counted(7), 14);
	close_watch();
}
END_TEST

/* While something is announced only counters are taken. */
START_TEST(test_refresh_is_not_quiet)
{
	static const char *const before[] = { BOND0 "active_slave eth0", ETH0, NULL };
	static const char *const later[] = { BOND0 "active_slave eth0 mtu 1400", ETH0,
		NULL };

	open_watch(before, 0, NULL);
	become(later);
	count(3);
	ck_assert_int_eq(eventfd_write(k->fd, 1), 0);
	bondnl_watch_refresh(k->watch);
	ck_assert_str_eq(read_events(NULL, 0), "");
	ck_assert_int_eq(bondnl_watch_timeout(k->watch), -1);
	ck_assert_uint_eq(counted(7), 21);
	ck_assert_uint_eq(counted(2), 6);
	drain_fd();
	bondnl_watch_refresh(k->watch);
	ck_assert_str_eq(read_events(NULL, 0), "1 mtu bond0 1500>1400");
	close_watch();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("watch");

	unit_one(s, "all", test_all);
	unit_one(s, "names", test_names);
	unit_one(s, "wrong names", test_wrong_names);
	unit_one(s, "lost", test_lost);
	unit_one(s, "lacp is looked at", test_lacp_is_looked_at);
	unit_one(s, "delays are looked at", test_delays_are_looked_at);
	unit_one(s, "active of tlb", test_active_of_tlb);
	unit_one(s, "refresh", test_refresh);
	unit_one(s, "refresh, not quiet", test_refresh_is_not_quiet);
	return unit_run(s);
}
