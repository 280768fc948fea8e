/*
 * Every option of a bond, every value name or the ends of its range and one beyond, in
 * every mode: set by bondnl and read by ip and /proc/net/bonding, set by ip and read by
 * bondnl. The list of options is this file's own, from the driver's source; it never
 * looks into bondnl's table.
 *
 * All bonds of a mode are made and set first, so that one dump by ip and one by bondnl
 * judge all of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/world.h"

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))
#define N_MODES 7
#define ALL	0x7f
#define ARP	0x0f
#define PRIMARY (1 << 1 | 1 << 5 | 1 << 6)
#define AD	(1 << 4)
#define TLB	(1 << 5 | 1 << 6)
#define BIG	"2147483647"
#define TOO_BIG "2147483648"
#define FIFTEEN                                                                          \
	"192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4,192.0.2.5,192.0.2.6,192.0.2.7,192.0."   \
	"2.8,192.0.2.9,192.0.2.10,192.0.2.11,192.0.2.12,192.0.2.13,192.0.2.14,192.0.2."  \
	"15"

static const char *const modes[N_MODES] = { "balance-rr", "active-backup", "balance-xor",
	"broadcast", "802.3ad", "balance-tlb", "balance-alb" };

struct row {
	const char *name; /* as bondnl says it */
	const char *word; /* as ip takes it; NULL: this ip cannot */
	const char *key;  /* in ip's JSON; NULL: not shown */
	const char *proc; /* in /proc/net/bonding, where proc_modes are; or NULL */
	unsigned modes, proc_modes;
	bool miimon; /* the bond needs it before */
	bool as_bit; /* ip says 0 and 1 */
	const char *values[8];
	const char *beyond[4];
};

#define NUMBER(name, lo, hi, below, above)                                               \
	name, name, name, NULL, ALL, 0, false, false, { lo, hi },                        \
	{                                                                                \
		below, above                                                             \
	}
#define SWITCH(name, modes)                                                              \
	name, name, name, NULL, modes, 0, false, true, { "off", "on" },                  \
	{                                                                                \
		"2", "yes"                                                               \
	}

/* drivers/net/bonding/bond_options.c, bond_opts[] and the tables before it */
static const struct row rows[] = {
	{ "mode", "mode", "mode", NULL, ALL, 0, false, false,
		{ "balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad",
			"balance-tlb", "balance-alb" },
		{ "7", "balance" } },
	{ "miimon", "miimon", "miimon", "MII Polling Interval (ms)", ALL, ALL, false,
		false, { "0", "1", BIG }, { "-1", TOO_BIG } },
	{ "updelay", "updelay", "updelay", "Up Delay (ms)", ALL, ALL, true, false,
		{ "0", "2147483600" }, { "-1", TOO_BIG } },
	{ "downdelay", "downdelay", "downdelay", "Down Delay (ms)", ALL, ALL, true, false,
		{ "0", "2147483600" }, { "-1", TOO_BIG } },
	{ "peer_notif_delay", "peer_notify_delay", "peer_notify_delay",
		"Peer Notification Delay (ms)", ALL, ALL, true, false, { "0", "300000" },
		{ "-1", "300001" } },
	{ SWITCH("use_carrier", ALL) },
	{ "arp_interval", "arp_interval", "arp_interval", NULL, ARP, 0, false, false,
		{ "0", "1", BIG }, { "-1", TOO_BIG } },
	{ "arp_ip_target", "arp_ip_target", "arp_ip_target", NULL, ALL, 0, false, false,
		{ "192.0.2.1", FIFTEEN ",192.0.2.16" },
		{ "0.0.0.0", "255.255.255.255", "192.0.2.1,192.0.2.1",
			FIFTEEN ",192.0.2.16,192.0.2.17" } },
	{ "ns_ip6_target", "ns_ip6_target", "ns_ip6_target", NULL, ALL, 0, false, false,
		{ "2001:db8::1", "2001:db8::1,fe80::2" },
		{ "::", "::1", "ff02::1", "2001:db8::1,2001:db8::1" } },
	{ "arp_validate", "arp_validate", "arp_validate", NULL, ARP, 0, false, false,
		{ "none", "active", "backup", "all", "filter", "filter_active",
			"filter_backup" },
		{ "7", "some" } },
	{ "arp_all_targets", "arp_all_targets", "arp_all_targets", NULL, ALL, 0, false,
		false, { "any", "all" }, { "2", "each" } },
	{ "arp_missed_max", "arp_missed_max", "arp_missed_max", NULL, ARP, 0, false,
		false, { "1", "255" }, { "0", "256" } },
	{ "primary_reselect", "primary_reselect", "primary_reselect", NULL, ALL, 0, false,
		false, { "always", "better", "failure" }, { "3", "never" } },
	{ "fail_over_mac", "fail_over_mac", "fail_over_mac", NULL, ALL, 0, false, false,
		{ "none", "active", "follow" }, { "3", "passive" } },
	{ "xmit_hash_policy", "xmit_hash_policy", "xmit_hash_policy", NULL, ALL, 0, false,
		false,
		{ "layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4",
			"vlan+srcmac" },
		{ "6", "layer3" } },
	{ NUMBER("resend_igmp", "0", "255", "-1", "256") },
	{ "num_peer_notif", "num_grat_arp", "num_peer_notif", NULL, ALL, 0, false, false,
		{ "0", "255" }, { "-1", "256" } },
	{ SWITCH("all_slaves_active", ALL) },
	{ "min_links", "min_links", "min_links", "Min links", ALL, AD, false, false,
		{ "0", BIG }, { "-1", TOO_BIG } },
	{ NUMBER("lp_interval", "1", BIG, "0", TOO_BIG) },
	{ "packets_per_slave", "packets_per_slave", "packets_per_slave", NULL, 1 << 0, 0,
		false, false, { "0", "65535" }, { "-1", "65536" } },
	{ "lacp_active", "lacp_active", "ad_lacp_active", "LACP active", AD, AD, false,
		false, { "off", "on" }, { "2" } },
	{ "lacp_rate", "lacp_rate", "ad_lacp_rate", "LACP rate", AD, AD, false, false,
		{ "slow", "fast" }, { "2", "medium" } },
	{ "ad_select", "ad_select", "ad_select",
		"Aggregator selection policy (ad_select)", ALL, AD, false, false,
		{ "stable", "bandwidth", "count" }, { "4", "none" } },
	{ "ad_actor_sys_prio", "ad_actor_sys_prio", "ad_actor_sys_prio", NULL, AD, 0,
		false, false, { "1", "65535" }, { "0", "65536" } },
	{ "ad_user_port_key", "ad_user_port_key", "ad_user_port_key", NULL, AD, 0, false,
		false, { "0", "1023" }, { "-1", "1024" } },
	{ "ad_actor_system", "ad_actor_system", "ad_actor_system", NULL, AD, 0, false,
		false, { "00:00:00:00:00:00", "02:00:00:00:00:01" },
		{ "01:00:00:00:00:01", "02:00:00:00:00" } },
	{ SWITCH("tlb_dynamic_lb", TLB) },
	{ "coupled_control", NULL, NULL, NULL, AD, 0, false, false, { "off", "on" },
		{ "2" } },
};

/* What no kernel that is tested knows; and a value that none of them takes. */
static const struct {
	const char *option, *value, *says;
	int status;
} unknown[] = {
	{ "broadcast_neighbor", "on", "this kernel does not know broadcast_neighbor", 1 },
	{ "lacp_strict", "on", "this kernel does not know lacp_strict", 1 },
	{ "ad_select", "actor_port_prio", "ad_select: the kernel does not take", 1 },
};

/* ---------------------------------------------------------------- bonds, by the dozen */

struct lines {
	char text[65536];
	size_t len;
};

static void line(struct lines *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void line(struct lines *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	l->len += (size_t)vsnprintf(l->text + l->len, sizeof(l->text) - l->len, fmt, ap);
	va_end(ap);
	ck_assert_uint_lt(l->len, sizeof(l->text));
}

static bool takes(const struct row *r, int mode)
{
	return r->modes >> mode & 1;
}

static size_t n_values(const struct row *r)
{
	size_t n = 0;

	while (n < N_OF(r->values) && r->values[n])
		n++;
	return n;
}

/*
 * Options that leave one another alone share bonds, one for their first values and so on:
 * to start a program is slow on an emulated machine.
 */
static bool is_alone(const struct row *r)
{
	static const char *const coupled[] = { "mode", "miimon", "updelay", "downdelay",
		"peer_notif_delay", "arp_interval", "arp_validate" };

	for (size_t i = 0; i < N_OF(coupled); i++)
		if (strcmp(r->name, coupled[i]) == 0)
			return true;
	return false;
}

/* b10.3 is for the third value of the tenth row, b.3 for the third ones of many. */
static const char *bond_of(size_t row, size_t value)
{
	static char name[16];

	if (is_alone(&rows[row]))
		snprintf(name, sizeof(name), "b%zu.%zu", row, value);
	else
		snprintf(name, sizeof(name), "b.%zu", value);
	return name;
}

static void make_bonds(int mode)
{
	struct lines *l = world_keep(calloc(1, sizeof(*l)));

	for (size_t r = 0; r < N_OF(rows); r++)
		for (size_t v = 0; takes(&rows[r], mode) && is_alone(&rows[r]) &&
			v < n_values(&rows[r]);
			v++)
			line(l, "link add %s type bond mode %s miimon %s\n",
				bond_of(r, v), modes[mode], rows[r].miimon ? "100" : "0");
	for (size_t v = 0; v < N_OF(rows[0].values); v++)
		line(l, "link add b.%zu type bond mode %s miimon 0\n", v, modes[mode]);
	ip_batch(l->text);
}

/* One call sets all that share a bond. */
static void set_shared(int mode, size_t value)
{
	struct lines *l = world_keep(calloc(1, sizeof(*l)));

	for (size_t r = 0; r < N_OF(rows); r++)
		if (takes(&rows[r], mode) && !is_alone(&rows[r]) &&
			value < n_values(&rows[r]))
			line(l, " %s %s", rows[r].name, rows[r].values[value]);
	if (l->len)
		bondnl_ends(0, "-q set b.%zu%s", value, l->text);
}

static const json_t *item_of(const json_t *list, const char *key, const char *name)
{
	const json_t *item;
	size_t i;

	json_array_foreach((json_t *)list, i,
		item) if (strcmp(json_value(item, key), name) == 0) return item;
	ck_abort_msg("no bond %s", name);
}

static const char *ip_says(const struct row *r, const char *value)
{
	if (r->as_bit)
		return strcmp(value, "off") == 0 ? "0" : "1";
	return value;
}

static void judge_by_ip(const json_t *all, const struct row *r, const char *bond,
	const char *want, const char *mode)
{
	const json_t *data, *have;
	const char *text;

	if (!r->key)
		return;
	data = json_object_get(
		json_object_get(item_of(all, "ifname", bond), "linkinfo"), "info_data");
	have = json_object_get(data, r->key);
	text = json_is_null(have) ? "none" : json_value(have, "");
	ck_assert_msg(strcmp(text, ip_says(r, want)) == 0,
		"mode %s: %s is %s to ip, not %s", mode, r->name, text, want);
}

static void judge_by_proc(
	const struct row *r, const char *bond, const char *want, int mode)
{
	const char *have;

	if (!r->proc || !(r->proc_modes >> mode & 1))
		return;
	have = proc_value(bond, NULL, r->proc);
	ck_assert_msg(strcmp(have, want) == 0, "mode %s: %s is '%s' in /proc, not '%s'",
		modes[mode], r->name, have, want);
}

static void judge_by_bondnl(
	const json_t *all, const struct row *r, const char *bond, const char *want)
{
	const json_t *o = json_object_get(item_of(all, "name", bond), "options");
	const char *have = json_value(json_object_get(o, r->name), "");

	ck_assert_msg(strcmp(have, want) == 0, "%s: %s is %s to bondnl, not %s", bond,
		r->name, have, want);
}

static void judge_all(int mode, bool by_ip)
{
	json_t *theirs = ip_json("-d link show type bond"), *ours;
	struct ran *r = bondnl_ends(0, "show --json");
	size_t judged = 0;

	ours = json_loads(r->out, 0, NULL);
	ck_assert(theirs && ours);
	for (size_t i = 0; i < N_OF(rows); i++) {
		const struct row *row = &rows[i];

		if (!takes(row, mode) || (by_ip && !row->word))
			continue;
		for (size_t v = 0; v < n_values(row); v++) {
			const char *bond = bond_of(i, v);

			judge_by_ip(theirs, row, bond, row->values[v], modes[mode]);
			judge_by_proc(row, bond, row->values[v],
				strcmp(row->name, "mode") ? mode : N_MODES);
			judge_by_bondnl(json_object_get(ours, "bonds"), row, bond,
				row->values[v]);
			judged++;
		}
	}
	printf("    mode %s: %zu values\n", modes[mode], judged);
	json_decref(theirs);
	json_decref(ours);
}

/* ------------------------------------------------------------------------------ tests */

START_TEST(set_by_us)
{
	make_bonds(_i);
	for (size_t v = 0; v < N_OF(rows[0].values); v++)
		set_shared(_i, v);
	for (size_t i = 0; i < N_OF(rows); i++)
		for (size_t v = 0; takes(&rows[i], _i) && is_alone(&rows[i]) &&
			v < n_values(&rows[i]);
			v++)
			bondnl_ends(0, "-q set %s %s %s", bond_of(i, v), rows[i].name,
				rows[i].values[v]);
	judge_all(_i, false);
}
END_TEST

START_TEST(set_by_ip)
{
	struct lines *l = world_keep(calloc(1, sizeof(*l)));

	make_bonds(_i);
	for (size_t i = 0; i < N_OF(rows); i++)
		for (size_t v = 0;
			takes(&rows[i], _i) && rows[i].word && v < n_values(&rows[i]);
			v++)
			line(l, "link set %s type bond %s %s\n", bond_of(i, v),
				rows[i].word, ip_says(&rows[i], rows[i].values[v]));
	ip_batch(l->text);
	judge_all(_i, true);
}
END_TEST

static void ck_refused(const struct row *row, const char *value)
{
	struct ran *r = bondnl(
		"set %s %s %s", row->miimon ? "watched" : "bare", row->name, value);

	ck_assert_msg(r->status == 1 || r->status == 2, "%s %s: status %d: %s", row->name,
		value, r->status, r->err);
	ck_has(r->err, row->name);
}

START_TEST(beyond)
{
	struct lines *l = world_keep(calloc(1, sizeof(*l)));
	json_t *before;

	line(l, "link add bare type bond mode %s miimon 0\n", modes[_i]);
	line(l, "link add watched type bond mode %s miimon 100\n", modes[_i]);
	ip_batch(l->text);
	before = dump_take();
	for (size_t i = 0; i < N_OF(rows); i++) {
		const struct row *row = &rows[i];

		for (size_t v = 0; takes(row, _i) && v < N_OF(row->beyond); v++)
			if (row->beyond[v])
				ck_refused(row, row->beyond[v]);
		/* what the mode does not have is refused whatever its value */
		if (!takes(row, _i))
			ck_refused(row, row->values[n_values(row) - 1]);
	}
	for (size_t i = 0; i < N_OF(unknown); i++) {
		struct ran *r =
			bondnl("set bare %s %s", unknown[i].option, unknown[i].value);

		ck_assert_int_eq(r->status, unknown[i].status);
		ck_has(r->err, unknown[i].says);
	}
	ck_unchanged(before, modes[_i]);
	json_decref(before);
}
END_TEST

/* ------------------------------------------------------------------ options of slaves */

static const struct {
	const char *name, *key, *proc;
	unsigned modes;
	const char *values[3], *beyond[3];
} of_slave[] = {
	{ "queue_id", "queue_id", "Slave queue ID", ALL, { "0", "1", "16" },
		{ "17", "65536", "-1" } },
	{ "prio", "prio", NULL, PRIMARY, { "0", "-2147483648", BIG },
		{ TOO_BIG, "-2147483649", "high" } },
	{ "actor_port_prio", NULL, NULL, AD, { "0", "1", "65535" },
		{ "65536", "-1", "low" } },
};

static bool ours_is(const char *name, const char *want)
{
	json_t *doc = json_loads(bondnl_ends(0, "show bond0 --json")->out, 0, NULL);
	char path[96];
	bool same;

	snprintf(path, sizeof(path), "bonds.0.slaves.0.options.%s", name);
	same = strcmp(json_value(doc, path), want) == 0;
	json_decref(doc);
	return same;
}

static void ck_slave_value(size_t i, const char *value, bool by_ip)
{
	char path[96];

	if (of_slave[i].key) {
		snprintf(path, sizeof(path), "linkinfo.info_slave_data.%s",
			of_slave[i].key);
		ck_assert_str_eq(link_value("eth0", path), value);
	}
	if (of_slave[i].proc)
		ck_assert_str_eq(proc_value("bond0", "eth0", of_slave[i].proc), value);
	ck_assert_msg(ours_is(of_slave[i].name, value), "%s is not %s%s",
		of_slave[i].name, value, by_ip ? ", as ip set it" : "");
}

START_TEST(slaves)
{
	json_t *before;

	cable("eth0");
	ip("link add bond0 type bond mode %s miimon 100", modes[_i]);
	ip("link set eth0 master bond0");
	for (size_t i = 0; i < N_OF(of_slave); i++) {
		if (!(of_slave[i].modes >> _i & 1)) {
			ck_has(bondnl_ends(
				       1, "set bond0 slave eth0 %s 1", of_slave[i].name)
					->err,
				of_slave[i].name);
			continue;
		}
		for (size_t v = 0; v < N_OF(of_slave[i].values); v++) {
			bondnl_ends(0, "set bond0 slave eth0 %s %s", of_slave[i].name,
				of_slave[i].values[v]);
			ck_slave_value(i, of_slave[i].values[v], false);
		}
		for (size_t v = 0; of_slave[i].key && v < N_OF(of_slave[i].values); v++) {
			ip("link set eth0 type bond_slave %s %s", of_slave[i].name,
				of_slave[i].values[v]);
			ck_slave_value(i, of_slave[i].values[v], true);
		}
		before = dump_settled();
		for (size_t v = 0; v < N_OF(of_slave[i].beyond); v++) {
			struct ran *r = bondnl("set bond0 slave eth0 %s %s",
				of_slave[i].name, of_slave[i].beyond[v]);

			ck_assert(r->status == 1 || r->status == 2);
			ck_has(r->err, of_slave[i].name);
		}
		ck_unchanged(before, of_slave[i].name);
		json_decref(before);
	}
}
END_TEST

/* primary and active_slave, whose values are slaves. */
START_TEST(by_name)
{
	static const char *const options[] = { "primary", "active_slave" };
	char path[96];

	cable("eth0");
	cable("eth1");
	ip_batch(
		"link add bond0 type bond miimon 100\nlink set bond0 type bond mode 1\n");
	if (_i != 1)
		ip("link set bond0 type bond mode %s", modes[_i]);
	ip_batch("link set eth0 master bond0\nlink set eth1 master bond0\nlink set bond0 "
		 "up\n");
	for (size_t i = 0; i < N_OF(options); i++) {
		snprintf(path, sizeof(path), "linkinfo.info_data.%s", options[i]);
		if (!(PRIMARY >> _i & 1)) {
			ck_has(bondnl_ends(1, "set bond0 %s eth0", options[i])->err,
				options[i]);
			continue;
		}
		ck_link("eth1", "linkinfo.info_slave_data.mii_status", "UP");
		for (int k = 1; k >= 0; k--) {
			bondnl_ends(0, "-q set bond0 %s eth%d", options[i], k);
			ck_link("bond0", path, k ? "eth1" : "eth0");
		}
		bondnl_ends(0, "-q set bond0 primary none");
		ck_link("bond0", "linkinfo.info_data.primary", "");
	}
}
END_TEST

/* Two modes pass every line of the program. */
static void add(Suite *s, const char *name, const TTest *test)
{
	TCase *c = world_case(s, name), *again = world_case_tagged(s, name, AGAIN);

	for (int mode = 0; mode < N_MODES; mode++)
		tcase_add_loop_test(
			mode == 1 || mode == 4 ? c : again, test, mode, mode + 1);
}

int main(int argc, char **argv)
{
	Suite *s = suite_create("every");

	(void)argc;
	add(s, "set by bondnl, read by ip and proc", set_by_us);
	add(s, "set by ip, read by bondnl", set_by_ip);
	add(s, "beyond", beyond);
	add(s, "slaves", slaves);
	add(s, "by name", by_name);
	return world_main(argv[0], s);
}
