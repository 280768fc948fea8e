/*
 * Bonds as the public header shows them, read from a kernel in memory. How they are
 * written for people or programs is the program's, not the library's.
 */
#include <errno.h>

#include "read/state.h"
#include "support/fake.h"
#include "support/unit.h"

static const char *const scene[] = {
	"9 bond1 bond up mode 802.3ad miimon 100 nocarrier",
	"7 bond0 bond up mode 1 miimon 100 active_slave eth1 primary eth1 mtu 9000 "
	"arp_ip_target 192.0.2.1 addr 192.0.2.5/24 addr 2001:db8::5/64 alt uplink",
	"4 eth2 up master 9 nocarrier",
	"3 eth1 up master 7 prio -5 mtu 9000",
	"2 eth0 master 7 mtu 9000",
	"8 bond2 bond master 9",
	"5 br0 bridge up",
	"6 eth3 up master 5",
	NULL,
};

struct read {
	struct fake fake;
	struct bondnl_ctx ctx;
	struct bondnl_error err;
	struct bondnl_state *state;
	int rc;
};

static void read_state(struct read *r, size_t n, const char *const names[])
{
	memset(r, 0, sizeof(*r));
	fake_open(&r->fake, scene);
	r->ctx.backend = &r->fake.backend;
	r->rc = bondnl_state_read(&r->ctx, n, names, &r->state, &r->err);
	ck_assert_int_eq(r->rc, r->err.code);
	ck_assert_int_eq(r->rc == 0, r->state != NULL);
}

static void read_free(struct read *r)
{
	bondnl_state_free(r->state);
	fake_close(&r->fake);
}

static void check_links(const struct bondnl_state *st, const char *expected)
{
	_cleanup_text_ struct text t = { 0 };

	for (size_t i = 0; i < bondnl_state_bonds(st); i++) {
		const struct bondnl_link *b = bondnl_state_bond(st, i);

		text_add(&t, "%s%s:", i ? "; " : "", bondnl_link_name(b));
		for (size_t k = 0; k < bondnl_link_slaves(b); k++)
			text_add(&t, " %s", bondnl_link_name(bondnl_link_slave(b, k)));
		ck_assert_ptr_null(bondnl_link_slave(b, bondnl_link_slaves(b)));
	}
	ck_assert_ptr_null(bondnl_state_bond(st, bondnl_state_bonds(st)));
	ck_assert_str_eq(text_str(&t), expected);
}

/* clang-format off */
static const struct {
	size_t n;
	const char *names[3];
	const char *links;
} rows[] = {
	{ 0, { NULL }, "bond0: eth0 eth1; bond2:; bond1: eth2 bond2" },
	{ 1, { "bond0" }, "bond0: eth0 eth1" },
	/* in the order that was asked for, each once */
	{ 2, { "bond1", "bond0" }, "bond1: eth2 bond2; bond0: eth0 eth1" },
	{ 3, { "bond0", "uplink", "bond0" }, "bond0: eth0 eth1" },
	{ 1, { "uplink" }, "bond0: eth0 eth1" },
	{ 1, { "bond2" }, "bond2:" },
	{ 2, { "bond2", "bond1" }, "bond2:; bond1: eth2 bond2" },
};
/* clang-format on */

START_TEST(test_links)
{
	struct read r;

	read_state(&r, rows[_i].n, rows[_i].names);
	ck_assert_msg(r.rc == 0, "%s", r.err.text);
	check_links(r.state, rows[_i].links);
	ck_assert_uint_eq(r.fake.requests, 0);
	read_free(&r);
}
END_TEST

/* clang-format off */
static const struct {
	size_t n;
	const char *names[2];
	int error;
	bool usage;
	const char *where, *text;
} refusals[] = {
	{ 1, { "eth0" }, -EINVAL, false, "eth0", "it is no bond" },
	{ 2, { "bond0", "br0" }, -EINVAL, false, "br0", "it is no bond" },
	{ 2, { "bond0", "bond9" }, -ENODEV, false, "bond9", "no such bond" },
	{ 1, { "a/b" }, -EINVAL, true, "", "no '/'" },
	{ 1, { "" }, -EINVAL, true, "", "cannot be empty" },
};
/* clang-format on */

START_TEST(test_refused)
{
	struct read r;

	read_state(&r, refusals[_i].n, refusals[_i].names);
	ck_assert_int_eq(r.rc, refusals[_i].error);
	ck_assert_int_eq(bondnl_error_is_usage(&r.err), refusals[_i].usage);
	ck_assert_str_eq(r.err.where, refusals[_i].where);
	ck_assert_part(r.err.text, refusals[_i].text);
	read_free(&r);
}
END_TEST

START_TEST(test_deaf)
{
	static const char *const names[] = { "bond0" };

	for (size_t n = 0; n <= 1; n++) {
		for (size_t k = 1; k <= 1 + n; k++) {
			struct read r = { 0 };

			fake_open(&r.fake, scene);
			r.fake.deaf_at = k;
			r.ctx.backend = &r.fake.backend;
			ck_assert_int_eq(
				bondnl_state_read(&r.ctx, n, names, &r.state, &r.err),
				-ENOBUFS);
			ck_assert_ptr_null(r.state);
			read_free(&r);
		}
	}
}
END_TEST

START_TEST(test_getters)
{
	static const char *const names[] = { "bond0", "bond1" };
	const struct bondnl_link *bond, *slave;
	struct read r;

	read_state(&r, 2, names);
	bond = bondnl_state_bond(r.state, 0);
	ck_assert_int_eq(bondnl_link_ifindex(bond), 7);
	ck_assert(bondnl_link_is_up(bond));
	ck_assert(bondnl_link_has_carrier(bond));
	ck_assert_uint_eq(bondnl_link_mtu(bond), 9000);
	ck_assert_str_eq(bondnl_link_mac(bond), "02:00:00:00:00:03");
	ck_assert_uint_eq(bondnl_link_addresses(bond), 2);
	ck_assert_str_eq(bondnl_link_address(bond, 0), "192.0.2.5/24");
	ck_assert_str_eq(bondnl_link_address(bond, 1), "2001:db8::5/64");
	ck_assert_ptr_null(bondnl_link_address(bond, 2));

	slave = bondnl_link_slave(bond, 0);
	ck_assert_str_eq(bondnl_link_name(slave), "eth0");
	ck_assert(!bondnl_link_is_up(slave));
	ck_assert_uint_eq(bondnl_link_slaves(slave), 0);
	ck_assert_uint_eq(bondnl_link_addresses(slave), 0);
	ck_assert(!bondnl_link_has_carrier(bondnl_state_bond(r.state, 1)));
	read_free(&r);
	bondnl_state_free(NULL);
}
END_TEST

/* clang-format off */
static const struct {
	enum bondnl_option id;
	bool of_slave;
	const char *text; /* NULL: not reported */
} options[] = {
	{ BONDNL_OPT_MODE, false, "active-backup" },
	{ BONDNL_OPT_MIIMON, false, "100" },
	{ BONDNL_OPT_ACTIVE_SLAVE, false, "eth1" },
	{ BONDNL_OPT_PRIMARY, false, "eth1" },
	{ BONDNL_OPT_ARP_IP_TARGET, false, "192.0.2.1" },
	{ BONDNL_OPT_NS_IP6_TARGET, false, NULL },
	{ BONDNL_OPT_AD_ACTOR_SYS_PRIO, false, NULL },
	{ BONDNL_OPT_LACP_STRICT, false, NULL },
	{ BONDNL_OPT_SLAVE_PRIO, false, NULL },
	{ BONDNL_OPT_SLAVE_PRIO, true, "-5" },
	{ BONDNL_OPT_SLAVE_MII_STATUS, true, "up" },
	{ BONDNL_OPT_SLAVE_PERM_HWADDR, true, "02:00:00:00:00:03" },
	{ BONDNL_OPT_MODE, true, NULL },
	{ BONDNL_OPT_COUNT_, false, NULL },
};
/* clang-format on */

START_TEST(test_option)
{
	static const char *const names[] = { "bond0" };
	const struct bondnl_link *l;
	const char *text;
	struct read r;

	read_state(&r, 1, names);
	l = bondnl_state_bond(r.state, 0);
	if (options[_i].of_slave)
		l = bondnl_link_slave(l, 1);
	text = bondnl_link_option(l, options[_i].id);
	ck_assert_str_eq(unit_or(text), unit_or(options[_i].text));
	/* lent as long as the state lives: the same one again */
	ck_assert_ptr_eq(bondnl_link_option(l, options[_i].id), text);
	read_free(&r);
}
END_TEST

/* clang-format off */
static const struct {
	size_t len;
	uint8_t bytes[UNKNOWN_BYTES];
	const char *text;
} unknowns[] = {
	{ 0, { 0 }, "" },
	{ 1, { 255 }, "255" },
	{ 2, { 1, 1 }, "257" },
	{ 4, { 1, 1, 1, 1 }, "16843009" },
	{ 8, { 255, 255, 255, 255, 255, 255, 255, 255 }, "18446744073709551615" },
	{ 3, { 10, 11, 12 }, "0x0a0b0c" },
	{ 6, { 2, 0, 0, 0, 0, 1 }, "0x020000000001" },
	{ 16, { 1 }, "0x01000000000000000000000000000000" },
	{ 17, { 1 }, "0x01000000000000000000000000000000..." },
	{ 60000, { 1 }, "0x01000000000000000000000000000000..." },
};
/* clang-format on */

START_TEST(test_unknown)
{
	static const char *const names[] = { "bond0" };
	struct read r = { 0 };
	const struct bondnl_link *l;
	static uint8_t data[1 << 16];

	memcpy(data, unknowns[_i].bytes, UNKNOWN_BYTES);
	fake_open(&r.fake, scene);
	link_keep_unknown(
		fake_link(&r.fake, "bond0"), OPTION_BOND, 35, data, unknowns[_i].len);
	link_keep_unknown(fake_link(&r.fake, "bond0"), OPTION_AD_INFO, 35, data, 1);
	r.ctx.backend = &r.fake.backend;
	ck_assert_int_eq(bondnl_state_read(&r.ctx, 1, names, &r.state, &r.err), 0);
	l = bondnl_state_bond(r.state, 0);
	ck_assert_uint_eq(bondnl_link_unknowns(l), 2);
	ck_assert_uint_eq(bondnl_link_unknown_number(l, 0), 35);
	ck_assert_int_eq(bondnl_link_unknown_level(l, 0), BONDNL_LEVEL_BOND);
	ck_assert_int_eq(bondnl_link_unknown_level(l, 1), BONDNL_LEVEL_AD_INFO);
	ck_assert_str_eq(bondnl_link_unknown(l, 0), unknowns[_i].text);
	ck_assert_ptr_eq(bondnl_link_unknown(l, 0), bondnl_link_unknown(l, 0));
	ck_assert_ptr_null(bondnl_link_unknown(l, 2));
	ck_assert_uint_eq(bondnl_link_unknown_number(l, 2), 0);
	ck_assert_uint_eq(bondnl_link_unknowns(bondnl_link_slave(l, 0)), 0);
	read_free(&r);
}
END_TEST

/* Not reported, and not for lack of a value: only what the mode has, and of a bond. */
START_TEST(test_hidden)
{
	struct read r;

	read_state(&r, 0, NULL);
	for (size_t i = 0; i < bondnl_state_bonds(r.state); i++) {
		struct link *bond = (struct link *)bondnl_state_bond(r.state, i)->link;
		const struct bondnl_link *l = bondnl_state_bond(r.state, i);
		bool lacp = str_eq(bond->name, "bond1");

		bond->options.present &= ~OPTBIT(BONDNL_OPT_AD_ACTOR_SYS_PRIO);
		bond->options.present &= ~OPTBIT(BONDNL_OPT_MIIMON);
		if (lacp)
			optset_put_number(&bond->options, BONDNL_OPT_AD_USER_PORT_KEY, 5);
		ck_assert_int_eq(
			bondnl_link_option_hidden(l, BONDNL_OPT_AD_ACTOR_SYS_PRIO), lacp);
		ck_assert(!bondnl_link_option_hidden(l, BONDNL_OPT_AD_USER_PORT_KEY));
		ck_assert(!bondnl_link_option_hidden(l, BONDNL_OPT_MIIMON));
		ck_assert(!bondnl_link_option_hidden(l, BONDNL_OPT_COUNT_));
	}
	ck_assert(!bondnl_link_option_hidden(
		bondnl_link_slave(bondnl_state_bond(r.state, 0), 0),
		BONDNL_OPT_AD_ACTOR_SYS_PRIO));
	read_free(&r);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("state");

	unit_rows(s, "links", test_links, ARRAY_SIZE(rows));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refusals));
	unit_one(s, "deaf", test_deaf);
	unit_one(s, "getters", test_getters);
	unit_rows(s, "option", test_option, ARRAY_SIZE(options));
	unit_rows(s, "unknown", test_unknown, ARRAY_SIZE(unknowns));
	unit_one(s, "hidden", test_hidden);
	return unit_run(s);
}
