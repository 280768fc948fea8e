/*
 * What is known of bonds and slaves beside the driver's own data: who gave the MAC,
 * states of addresses, counters, and what was not read. From a kernel in memory; that
 * the real one is asked rightly is shown where it is.
 */
#include <linux/if_addr.h>

#include "read/state.h"
#include "support/fake.h"
#include "support/unit.h"

struct seen {
	struct fake fake;
	struct bondnl_ctx ctx;
	struct bondnl_state *state;
	const struct bondnl_link *bond;
};

static void look(struct seen *s, const char *const scene[])
{
	memset(s, 0, sizeof(*s));
	fake_open(&s->fake, scene);
	s->ctx.backend = &s->fake.backend;
	ck_assert_int_eq(bondnl_state_read(&s->ctx, 0, NULL, &s->state, NULL), 0);
	s->bond = bondnl_state_bond(s->state, 0);
}

static void seen_free(struct seen *s)
{
	bondnl_state_free(s->state);
	fake_close(&s->fake);
}

/* The link behind it, to be given what the fake kernel does not tell. */
static struct link *behind(const struct bondnl_link *l)
{
	return (struct link *)l->link;
}

#define SCENE(...) { __VA_ARGS__, NULL }

/* clang-format off */
static const struct {
	const char *scene[4];
	const char *giver; /* NULL: none */
} givers[] = {
	{ SCENE("7 bond0 bond mode 2 mac 02:00:00:00:00:77", "2 eth0 master 7", "3 eth1 master 7"),
		NULL },
	{ SCENE("7 bond0 bond mode 2 mac 02:00:00:00:00:03", "2 eth0 master 7",
		"3 eth1 master 7"), "eth1" },
	{ SCENE("7 bond0 bond up mode 1 fail_over_mac 1 active_slave eth1 mac "
		"02:00:00:00:00:02", "2 eth0 up master 7", "3 eth1 up master 7"), "eth1" },
	{ SCENE("7 bond0 bond mode 1 fail_over_mac 1 mac 02:00:00:00:00:02",
		"2 eth0 master 7"), NULL },
	{ SCENE("7 bond0 bond mode 2 mac 02:00:00:00:00:03"), NULL },
};
/* clang-format on */

START_TEST(test_mac_giver)
{
	const struct bondnl_link *giver;
	struct seen s;

	look(&s, givers[_i].scene);
	giver = bondnl_link_mac_giver(s.bond);
	if (givers[_i].giver) {
		ck_assert_ptr_nonnull(giver);
		ck_assert_str_eq(bondnl_link_name(giver), givers[_i].giver);
	} else {
		ck_assert_ptr_null(giver);
	}
	seen_free(&s);
}
END_TEST

static const char *const scene[] = { "7 bond0 bond up mode 4 addr 192.0.2.5/24",
	"2 eth0 up master 7", "3 eth1 master 7", NULL };

/* Nothing is said of what was not read, or the kernel does not know. */
START_TEST(test_not_known)
{
	const struct bondnl_link *slave;
	uint64_t n = 77;
	struct seen s;

	look(&s, scene);
	slave = bondnl_link_slave(s.bond, 0);
	ck_assert_uint_eq(bondnl_link_speed(slave), 0);
	ck_assert_ptr_null(bondnl_link_duplex(slave));
	ck_assert_int_eq(bondnl_link_is_wireless(slave), -1);
	ck_assert(!bondnl_link_counter(slave, BONDNL_COUNTER_LACPDU_RX, &n));
	ck_assert(!bondnl_link_counter(slave, BONDNL_COUNTER_COUNT_, &n));
	ck_assert_uint_eq(n, 77);
	ck_assert_ptr_null(bondnl_counter_name(BONDNL_COUNTER_COUNT_));
	ck_assert_str_eq(bondnl_link_permanent_mac(s.bond), "");
	ck_assert_str_eq(bondnl_link_permanent_mac(slave), "02:00:00:00:00:02");

	behind(slave)->speed_known = true;
	behind(slave)->speed = LINK_SPEED_UNKNOWN;
	behind(slave)->duplex = LINK_DUPLEX_UNKNOWN;
	ck_assert_uint_eq(bondnl_link_speed(slave), 0);
	ck_assert_ptr_null(bondnl_link_duplex(slave));
	seen_free(&s);
}
END_TEST

START_TEST(test_known)
{
	const struct bondnl_link *slave;
	uint64_t n = 0;
	struct link *l;
	struct seen s;

	look(&s, scene);
	slave = bondnl_link_slave(s.bond, 0);
	l = behind(slave);
	l->speed_known = l->wireless_known = true;
	l->speed = 2500;
	ck_assert_uint_eq(bondnl_link_speed(slave), 2500);
	ck_assert_str_eq(bondnl_link_duplex(slave), "half");
	l->duplex = 1;
	ck_assert_str_eq(bondnl_link_duplex(slave), "full");
	ck_assert_int_eq(bondnl_link_is_wireless(slave), 0);
	l->wireless = true;
	ck_assert_int_eq(bondnl_link_is_wireless(slave), 1);
	l->perm_mac_len = 6;
	ck_assert_str_eq(bondnl_link_permanent_mac(slave), "00:00:00:00:00:00");
	l->operstate = 3;
	ck_assert_str_eq(bondnl_link_operstate(slave), "lowerlayerdown");
	l->operstate = 200;
	ck_assert_str_eq(bondnl_link_operstate(slave), "unknown");

	/* a bond that is a slave, too, counts as each */
	l->lacp.known = l->slave_lacp.known = true;
	l->lacp.n[1] = 5;
	l->slave_lacp.n[1] = 6;
	ck_assert(bondnl_link_counter(slave, BONDNL_COUNTER_LACPDU_TX, &n));
	ck_assert_uint_eq(n, 6);
	behind(s.bond)->lacp.known = true;
	behind(s.bond)->lacp.n[8] = 9;
	ck_assert(bondnl_link_counter(s.bond, BONDNL_COUNTER_MARKER_UNKNOWN_RX, &n));
	ck_assert_uint_eq(n, 9);
	l->traffic.tx_dropped = 11;
	ck_assert(bondnl_link_counter(slave, BONDNL_COUNTER_TX_DROPPED, &n));
	ck_assert_uint_eq(n, 11);
	for (size_t i = 0; i < BONDNL_COUNTER_COUNT_; i++)
		ck_assert_ptr_nonnull(bondnl_counter_name((enum bondnl_counter)i));
	seen_free(&s);
}
END_TEST

/* clang-format off */
static const struct {
	unsigned flags;
	const char *state;
} states[] = {
	{ IFA_F_PERMANENT, NULL },
	{ IFA_F_TENTATIVE, "tentative" },
	{ IFA_F_TENTATIVE | IFA_F_OPTIMISTIC, NULL },
	{ IFA_F_TENTATIVE | IFA_F_DADFAILED, "duplicate" },
	{ IFA_F_DEPRECATED, "deprecated" },
};
/* clang-format on */

START_TEST(test_address_state)
{
	struct seen s;

	look(&s, scene);
	behind(s.bond)->addresses[0].flags = states[_i].flags;
	if (states[_i].state)
		ck_assert_str_eq(bondnl_link_address_state(s.bond, 0), states[_i].state);
	else
		ck_assert_ptr_null(bondnl_link_address_state(s.bond, 0));
	ck_assert_ptr_null(bondnl_link_address_state(s.bond, 1));
	seen_free(&s);
}
END_TEST

/* clang-format off */
static const struct {
	unsigned details;
	const char *asked;
} asked[] = {
	{ 0, "" },
	{ BONDNL_DETAIL_SPEED, "speed 2, speed 3, speed 4" },
	{ BONDNL_DETAIL_WIRELESS, "wireless 2, wireless 3, wireless 4" },
	/* of bonds that have none, nothing is asked */
	{ BONDNL_DETAIL_LACP, "lacp 7, lacp 2, lacp 3" },
	{ BONDNL_DETAIL_LACP | BONDNL_DETAIL_SPEED,
		"lacp 7, lacp 2, lacp 3, speed 2, speed 3, speed 4" },
};
/* clang-format on */

START_TEST(test_asked)
{
	static const char *const two[] = { "7 bond0 bond mode 4", "2 eth0 master 7",
		"3 eth1 master 7", "8 bond1 bond mode 1", "4 eth2 master 8", NULL };
	struct seen s;

	look(&s, two);
	text_free(&s.fake.asked);
	ck_assert_int_eq(
		bondnl_state_read_details(&s.ctx, s.state, asked[_i].details, NULL), 0);
	ck_assert_str_eq(text_str(&s.fake.asked), asked[_i].asked);
	seen_free(&s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("details");

	unit_rows(s, "MAC giver", test_mac_giver, ARRAY_SIZE(givers));
	unit_one(s, "not known", test_not_known);
	unit_one(s, "known", test_known);
	unit_rows(s, "address state", test_address_state, ARRAY_SIZE(states));
	unit_rows(s, "asked", test_asked, ARRAY_SIZE(asked));
	return unit_run(s);
}
