/*
 * What show says of each option, against what ip says of the same devices; and what it
 * says to who may not see all. It never makes a bond through bondnl.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/modes.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

/* ------------------------------------------------------------------- against ip: options
 */

enum spelling { SAME, OFF_ON, LOWER, NULL_IS_NONE };

/* Where ip's name or value is not the driver's; what is not here is the same. */
static const struct {
	const char *ip, *ours;
	enum spelling spelling;
} spellings[] = {
	{ "peer_notify_delay", "peer_notif_delay", SAME },
	{ "ad_lacp_active", "lacp_active", SAME },
	{ "ad_lacp_rate", "lacp_rate", SAME },
	{ "arp_validate", "arp_validate", NULL_IS_NONE },
	{ "use_carrier", "use_carrier", OFF_ON },
	{ "all_slaves_active", "all_slaves_active", OFF_ON },
	{ "tlb_dynamic_lb", "tlb_dynamic_lb", OFF_ON },
	{ "state", "state", LOWER },
	{ "mii_status", "mii_status", LOWER },
	{ "ad_actor_oper_port_state_str", "ad_actor_oper_port_state", SAME },
	{ "ad_partner_oper_port_state_str", "ad_partner_oper_port_state", SAME },
	{ "ad_actor_oper_port_state", NULL, SAME },
	{ "ad_partner_oper_port_state", NULL, SAME },
	{ "ad_info", NULL, SAME },
};

/* What the kernel reports to those who know it, and this ip does not yet. */
static const char *const unknown_to_ip[] = { "coupled_control", "broadcast_neighbor",
	"lacp_strict", "actor_port_prio", "ad_churn_actor_state",
	"ad_churn_partner_state", NULL };

/* What only some modes have. */
static const struct {
	const char *option, *modes;
} only_in[] = {
	{ "arp_interval", "balance-rr active-backup" },
	{ "arp_validate", "balance-rr active-backup" },
	{ "arp_missed_max", "balance-rr active-backup" },
	{ "packets_per_slave", "balance-rr" },
	{ "tlb_dynamic_lb", "balance-tlb" },
	{ "lacp_active", "802.3ad" },
	{ "lacp_rate", "802.3ad" },
	{ "ad_actor_sys_prio", "802.3ad" },
	{ "ad_user_port_key", "802.3ad" },
	{ "ad_actor_system", "802.3ad" },
	{ "primary", "active-backup" },
	{ "active_slave", "active-backup" },
};

static bool listed(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

static bool in_mode(const char *option, const char *mode)
{
	for (size_t i = 0; i < N_OF(only_in); i++)
		if (strcmp(only_in[i].option, option) == 0)
			return strstr(only_in[i].modes, mode) != NULL;
	return true;
}

/* Our name and text for what ip says; NULL: it says so twice. */
static const char *translate(const char *key, const json_t *value, const char **ret)
{
	char *text = (char *)json_value(value, "");
	enum spelling spelling = SAME;

	for (size_t i = 0; i < N_OF(spellings); i++)
		if (strcmp(spellings[i].ip, key) == 0) {
			key = spellings[i].ours;
			spelling = spellings[i].spelling;
			break;
		}
	*ret = text;
	if (spelling == OFF_ON)
		*ret = strcmp(text, "0") == 0 ? "off" : "on";
	if (spelling == NULL_IS_NONE && json_is_null(value))
		*ret = "none";
	for (; spelling == LOWER && *text; text++)
		*text = *text == '_' ? ' ' : (char)(*text | 0x20);
	return key;
}

/* Each of ip's values is ours, as a number where it is one; returns how many. */
static size_t compare_values(const char *whose, json_t *theirs, const json_t *ours)
{
	const json_t *options = json_object_get(ours, "options"), *have;
	const char *key, *name, *want;
	size_t n = 0;
	json_t *value;

	json_object_foreach(theirs, key, value)
	{
		name = translate(key, value, &want);
		if (!name)
			continue;
		have = json_object_get(options, name);
		if (!have)
			have = json_object_get(ours, name);
		ck_assert_msg(have != NULL, "%s: %s is absent", whose, name);
		ck_assert_msg(strcmp(json_value(have, ""), want) == 0,
			"%s: %s is %s, ip says %s", whose, name, json_value(have, ""),
			want);
		if (strcmp(want, json_value(value, "")) == 0)
			ck_assert_msg(json_is_integer(have) == json_is_integer(value) &&
					json_is_array(have) == json_is_array(value),
				"%s: %s is of another type", whose, name);
		n++;
	}
	return n;
}

static void ck_only_known(const char *whose, const json_t *ours, size_t n)
{
	const char *key;
	json_t *value;
	size_t have = 0;

	json_object_foreach((json_t *)ours, key, value) have +=
		!listed(unknown_to_ip, key);
	ck_assert_msg(have == n, "%s has %zu values, ip has %zu: %s", whose, have, n,
		json_dumps(ours, 0));
}

static bool has_flag(const json_t *link, const char *flag)
{
	size_t i;
	json_t *f;

	json_array_foreach(json_object_get(link, "flags"), i,
		f) if (strcmp(json_string_value(f), flag) == 0) return true;
	return false;
}

static void compare_link(const json_t *theirs, const json_t *ours)
{
	static const char *const same[][2] = { { "ifname", "name" },
		{ "ifindex", "ifindex" }, { "address", "lladdr" }, { "mtu", "mtu" } };

	for (size_t i = 0; i < N_OF(same); i++)
		ck_assert_str_eq(
			json_value(ours, same[i][1]), json_value(theirs, same[i][0]));
	ck_assert_int_eq(
		json_is_true(json_object_get(ours, "up")), has_flag(theirs, "UP"));
	ck_assert_int_eq(json_is_true(json_object_get(ours, "carrier")),
		has_flag(theirs, "LOWER_UP"));
	ck_assert_int_eq(strcasecmp(json_value(ours, "operstate"),
				 json_value(theirs, "operstate")),
		0);
}

static void compare_addresses(const json_t *theirs, const json_t *ours)
{
	char want[512] = "";
	json_t *a;
	size_t i, n;

	json_array_foreach(json_object_get(theirs, "addr_info"), i, a)
	{
		n = strlen(want);
		snprintf(want + n, sizeof(want) - n, "%s%s/%s", i ? "," : "",
			json_value(a, "local"), json_value(a, "prefixlen"));
	}
	ck_assert_str_eq(json_value(ours, "addresses"), want);
	/* bondnl(8), JSON: empty where there are none */
	ck_assert(json_is_array(json_object_get(ours, "addresses")));
}

/* What only 802.3ad has stands beside the options. */
static size_t compare_ad_info(const json_t *theirs, const json_t *ours)
{
	const json_t *info = json_object_get(theirs, "ad_info");
	const char *key;
	char name[64];
	size_t n = 0;
	json_t *value;

	json_object_foreach((json_t *)info, key, value)
	{
		snprintf(name, sizeof(name), "ad_%s", key);
		ck_assert_str_eq(json_value(ours, name), json_value(value, ""));
		n++;
	}
	ck_assert_int_eq(json_object_get(ours, "ad_aggregator") != NULL, n > 0);
	return n;
}

/* What is shown of a bond between two looks of ip at its slaves that are the same. */
static json_t *document_at_rest(const char *bond, json_t **ret_slaves)
{
	json_t *slaves = ip_json("-d link show master %s", bond), *doc = NULL, *before;

	until_soon()
	{
		json_decref(doc);
		doc = document(bondnl_ends(0, "show --json %s", bond));
		before = slaves;
		slaves = ip_json("-d link show master %s", bond);
		if (json_equal(before, slaves)) {
			json_decref(before);
			break;
		}
		json_decref(before);
	}
	*ret_slaves = slaves;
	return doc;
}

START_TEST(json_of_a_mode)
{
	const char *name = modes[_i];
	json_t *doc, *ours, *all, *theirs, *data, *slaves, *slave;
	size_t i, n;

	make_modes();
	doc = document_at_rest(name, &slaves);
	ck_assert_uint_eq(json_array_size(json_object_get(doc, "bonds")), 1);
	ours = json_array_get(json_object_get(doc, "bonds"), 0);
	all = ip_json("-d addr show dev %s", name);
	theirs = json_array_get(all, 0);
	data = json_object_get(json_object_get(theirs, "linkinfo"), "info_data");

	compare_link(theirs, ours);
	n = compare_values(name, data, ours);
	ck_assert_uint_gt(n, 20);
	ck_only_known(name, json_object_get(ours, "options"), n);
	compare_ad_info(data, ours);

	ck_assert_uint_eq(json_array_size(slaves), 2);
	ck_assert_uint_eq(json_array_size(json_object_get(ours, "slaves")), 2);
	json_array_foreach(slaves, i, slave)
	{
		const json_t *our_slave =
			json_array_get(json_object_get(ours, "slaves"), i);
		json_t *copy = json_copy((json_t *)our_slave);

		compare_link(slave, our_slave);
		n = compare_values(json_value(slave, "ifname"),
			json_object_get(
				json_object_get(slave, "linkinfo"), "info_slave_data"),
			our_slave);
		ck_assert_uint_ge(n, 6);
		/* beside what every link and every slave has, the options and what is
		 * only reported */
		json_object_update(copy, json_object_get(our_slave, "options"));
		ck_only_known("slave", copy, n + 13);
		json_decref(copy);
	}
	compare_addresses(theirs, ours);
	json_decref(slaves);
	json_decref(all);
	json_decref(doc);
}
END_TEST

START_TEST(verbose_of_a_mode)
{
	const char *bond = modes[_i], *mode, *key, *name, *want, *p;
	json_t *all, *data, *value;
	char begin[64];
	size_t n = 0;
	struct ran *r;

	make_modes();
	r = bondnl_ends(0, "show -v %s", bond);
	all = ip_json("-d link show dev %s", bond);
	data = json_object_get(
		json_object_get(json_array_get(all, 0), "linkinfo"), "info_data");
	mode = json_value(data, "mode");
	json_object_foreach(data, key, value)
	{
		name = translate(key, value, &want);
		if (!name)
			continue;
		snprintf(begin, sizeof(begin), "\n    %-26s ", name);
		p = strstr(r->out, begin);
		ck_assert_msg(!p == !in_mode(name, mode), "%s: %s %s: %s", bond, name,
			p ? "should not be there" : "is missing", r->out);
		if (!p)
			continue;
		p += strlen(begin);
		ck_assert_msg(strncmp(p, want, strlen(want)) == 0 &&
				strchr(" \n", p[strlen(want)]),
			"%s: %s: not %s in\n%s", bond, name, want, r->out);
		n++;
	}
	ck_assert_uint_ge(n, 18);
	/* all that the short form says is in the long one */
	ck_has(r->out, "\n  options\n");
	ck_has(r->out, "  |    perm_hwaddr                ");
	ck_has(r->out, "\n  counters         rx_packets ");
	ck_has(r->out, "\n  |    counters rx_packets ");
	ck_assert(!strstr(r->out, "lacpdu_rx ") == (strcmp(mode, "802.3ad") != 0));
	json_decref(all);
}
END_TEST

/* ------------------------------------------------------------------------ privilege */

/* Packets go on while it is looked. */
static void drop_counters(json_t *doc)
{
	json_t *bond, *slave;
	size_t i, k;

	json_array_foreach(json_object_get(doc, "bonds"), i, bond)
	{
		ck_assert_int_eq(json_object_del(bond, "counters"), 0);
		json_array_foreach(json_object_get(bond, "slaves"), k, slave)
			ck_assert_int_eq(json_object_del(slave, "counters"), 0);
	}
}

/* What root is shown and nobody is not, beside what is said to be hidden; NULL for
 * nothing. */
static char *seen_by_root_only(const char *const hidden[], size_t n)
{
	json_t *root = document(bondnl_ends(0, "show --json"));
	json_t *nobody = document(run_as(NOBODY, bondnl_path(), "show --json"));
	json_t *options = json_object_get(
		json_array_get(json_object_get(root, "bonds"), 1), "options");
	json_t *bond = json_array_get(json_object_get(nobody, "bonds"), 1);
	char *difference;

	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(json_object_del(options, hidden[i]), 0);
	/* it is said what is not there, so that nobody takes it for a default */
	ck_assert_str_eq(json_value(bond, "not_visible"),
		"ad_actor_sys_prio,ad_user_port_key,ad_actor_system");
	ck_assert_int_eq(json_object_del(bond, "not_visible"), 0);
	drop_counters(root);
	drop_counters(nobody);
	difference = dump_difference(root, nobody);
	json_decref(root);
	json_decref(nobody);
	return difference;
}

START_TEST(without_privilege)
{
	static const char *const hidden[] = { "ad_actor_sys_prio", "ad_user_port_key",
		"ad_actor_system" };
	char *difference = NULL;
	struct ran *r;

	make_modes();
	/* LACP may go on to its next state between the two looks */
	until_soon()
	{
		free(difference);
		difference = seen_by_root_only(hidden, N_OF(hidden));
		if (!difference)
			break;
	}
	ck_assert_msg(!difference, "%s", difference);

	r = run_as(NOBODY, bondnl_path(), "show -v bond1");
	for (size_t i = 0; i < N_OF(hidden); i++) {
		char line[80];

		snprintf(line, sizeof(line),
			"    %-26s not visible (needs CAP_NET_ADMIN)\n", hidden[i]);
		ck_has(r->out, line);
	}
	ck_has_not(run_as(NOBODY, bondnl_path(), "show -v bond0")->out, "not visible");
	ck_has_not(bondnl_ends(0, "show -v")->out, "not visible");
	ck_has_not(bondnl_ends(0, "show -v")->out, "attribute ");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("show against ip");
	TCase *c = world_case(s, "against ip");

	(void)argc;
	tcase_add_loop_test(c, json_of_a_mode, 0, N_MODES);
	tcase_add_loop_test(c, verbose_of_a_mode, 0, N_MODES);
	tcase_add_test(c, without_privilege);
	return world_main(argv[0], s);
}
