/*
 * What bondnl options says, and what it finds out of the kernel, against what the driver
 * itself reports of a bond that ip made. It reads the driver's attributes by their
 * numbers, with no code of ours, and sees that asking leaves nothing behind.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/world.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

/* ------------------------------------------------------------------------- witnesses */

static int netlink(unsigned groups)
{
	struct sockaddr_nl me = { .nl_family = AF_NETLINK, .nl_groups = groups };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&me, sizeof(me)), 0);
	return fd;
}

/* Everything that is told of links while it is open; the kernel tells at once. */
static void ck_silent(int fd)
{
	char bytes[16384];

	ck_assert_msg(recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) < 0,
		"a change of a link was announced");
	close(fd);
}

/* The numbers that the driver reports in the data of a link, as a mask. */
static uint64_t reported(const char *name, int data_type)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg head;
	} request = { .h = { .nlmsg_len = sizeof(request),
			      .nlmsg_type = RTM_GETLINK,
			      .nlmsg_flags = NLM_F_REQUEST },
		.head = { .ifi_index = (int)if_nametoindex(name) } };
	static char bytes[65536] __attribute__((aligned(8)));
	struct nlattr *info, *data, *a;
	int fd = netlink(0), left;
	uint64_t mask = 0;

	ck_assert_int_gt(request.head.ifi_index, 0);
	ck_assert_int_gt(send(fd, &request, sizeof(request), 0), 0);
	ck_assert_int_gt(recv(fd, bytes, sizeof(bytes), 0), 0);
	close(fd);
	info = nlmsg_find_attr(
		(struct nlmsghdr *)bytes, sizeof(struct ifinfomsg), IFLA_LINKINFO);
	ck_assert_ptr_nonnull(info);
	data = nla_find(nla_data(info), nla_len(info), data_type);
	ck_assert_ptr_nonnull(data);
	nla_for_each_nested(a, data, left) mask |= (uint64_t)1 << nla_type(a);
	return mask;
}

static json_t *document(const struct ran *r)
{
	json_error_t error;
	json_t *root = json_loads(r->out, 0, &error);

	ck_assert_int_eq(r->status, 0);
	ck_assert_str_eq(r->err, "");
	ck_assert_msg(root != NULL, "%s: %s", error.text, r->out);
	ck_assert_str_eq(json_value(root, "schema"), "1");
	return root;
}

/* "yes", "no" or "unknown", of the option of this name. */
static const char *known(const json_t *root, const char *name, const char *key)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(root, "options"), i,
		o) if (strcmp(json_value(o, "name"), name) == 0) return json_value(o,
		key);
	ck_abort_msg("%s is not listed", name);
}

static void ck_known(const json_t *root, const char *name, const char *want)
{
	ck_assert_msg(strcmp(known(root, name, "kernel"), want) == 0,
		"%s: %s, not %s (%s)", name, known(root, name, "kernel"), want,
		known(root, name, "reason"));
}

/* The driver is there, and no bond. */
static void load_driver(void)
{
	ip("link add bond9 type bond");
	ip("link del bond9");
}

/* ------------------------------------------------------------------ what is known */

/* By the numbers of linux/if_link.h; what is not reported of every such bond is 0. */
static const char *const bond_names[] = { NULL, "mode", NULL, "miimon", "updelay",
	"downdelay", "use_carrier", "arp_interval", "arp_ip_target", "arp_validate",
	"arp_all_targets", NULL, "primary_reselect", "fail_over_mac", "xmit_hash_policy",
	"resend_igmp", "num_peer_notif", "all_slaves_active", "min_links", "lp_interval",
	"packets_per_slave", "lacp_rate", "ad_select", NULL, "ad_actor_sys_prio",
	"ad_user_port_key", "ad_actor_system", "tlb_dynamic_lb", "peer_notif_delay",
	"lacp_active", "arp_missed_max", "ns_ip6_target", "coupled_control",
	"broadcast_neighbor", "lacp_strict" };
static const char *const slave_names[] = { NULL, NULL, NULL, NULL, NULL, "queue_id", NULL,
	NULL, NULL, "prio", "actor_port_prio" };

/* ip's own words for the same, as far as they are others. */
static const char *const ip_names[][2] = { { "miimon", "miimon" },
	{ "use_carrier", "use_carrier" }, { "peer_notif_delay", "peer_notify_delay" },
	{ "arp_missed_max", "arp_missed_max" }, { "lacp_active", "ad_lacp_active" },
	{ "lacp_rate", "ad_lacp_rate" }, { "tlb_dynamic_lb", "tlb_dynamic_lb" } };

static const char lacp[] =
	"link add eth0 type veth peer name p0\n"
	"link add bond0 type bond mode 802.3ad arp_ip_target 192.0.2.1 "
	"ns_ip6_target 2001:db8::1\n"
	"link set eth0 master bond0\n";

static void ck_all_known(
	const json_t *root, const char *const *names, size_t n, uint64_t mask)
{
	for (size_t i = 0; i < n; i++)
		if (names[i])
			ck_known(root, names[i], mask >> i & 1 ? "yes" : "no");
}

/* Asked without a bond, and with one, it is what the driver reports of one. */
START_TEST(as_the_driver_reports)
{
	json_t *bare, *full, *theirs;
	uint64_t bond, slave;

	load_driver();
	bare = document(bondnl_ends(0, "options --json"));
	ip_batch(lacp);
	bond = reported("bond0", IFLA_INFO_DATA);
	slave = reported("eth0", IFLA_INFO_SLAVE_DATA);
	full = document(bondnl_ends(0, "options --json"));

	ck_all_known(bare, bond_names, N_OF(bond_names), bond);
	ck_all_known(full, bond_names, N_OF(bond_names), bond);
	ck_all_known(full, slave_names, N_OF(slave_names), slave);
	ck_known(bare, "primary", "yes");
	ck_known(bare, "active_slave", "yes");
	ck_known(bare, "ad_partner_mac", "yes");
	ck_known(bare, "prio", "unknown");
	ck_has(known(bare, "prio", "reason"), "no bond has a slave");
	ck_known(full, "state", "yes");
	ck_assert_str_eq(known(full, "miimon", "reason"), "");

	theirs = ip_json("-d link show bond0");
	for (size_t i = 0; i < N_OF(ip_names); i++) {
		char path[80];

		snprintf(path, sizeof(path), "0.linkinfo.info_data.%s", ip_names[i][1]);
		ck_assert_msg(*json_value(theirs, path), "ip tells no %s", path);
		ck_known(bare, ip_names[i][0], "yes");
	}
	json_decref(theirs);
	json_decref(bare);
	json_decref(full);
}
END_TEST

/* Both kernels that the tests run on; a newer one may know more. */
START_TEST(as_these_kernels_are)
{
	const char *release = file_text("/proc/sys/kernel/osrelease");
	json_t *root;

	if (strncmp(release, "6.1.", 4) != 0 && strncmp(release, "6.12.", 5) != 0)
		return;
	load_driver();
	root = document(bondnl_ends(0, "options --json"));
	ck_known(root, "coupled_control", "yes");
	ck_known(root, "broadcast_neighbor", "no");
	ck_known(root, "lacp_strict", "no");
	json_decref(root);
}
END_TEST

START_TEST(nothing_left_behind)
{
	json_t *before;
	int fd;

	load_driver();
	for (int full = 0; full <= 1; full++) {
		if (full)
			ip_batch(lacp);
		before = dump_settled();
		fd = netlink(RTMGRP_LINK);
		bondnl_ends(0, "options");
		bondnl_ends(0, "options --json lacp_strict prio");
		ck_silent(fd);
		ck_unchanged(before, "options");
		json_decref(before);
	}
}
END_TEST

START_TEST(without_privilege)
{
	json_t *root;
	struct ran *r;

	load_driver();
	root = document(run_as(NOBODY, bondnl_path(), "options --json"));
	ck_known(root, "miimon", "unknown");
	ck_has(known(root, "miimon", "reason"), "CAP_NET_ADMIN");
	json_decref(root);
	ip_batch(lacp);
	root = document(run_as(NOBODY, bondnl_path(), "options --json"));
	ck_known(root, "miimon", "yes");
	ck_known(root, "prio", "yes");
	ck_known(root, "lacp_strict", "unknown");
	ck_known(root, "ad_user_port_key", "unknown");
	json_decref(root);
	r = run_as(NOBODY, bondnl_path(), "options");
	ck_assert_int_eq(r->status, 0);
	ck_has(r->out, "?      cannot be told: asking needs CAP_NET_ADMIN\n");
}
END_TEST

/* Asked of a kernel without the driver, it stays without. */
START_TEST(driver_not_loaded)
{
	json_t *root;
	bool gone = false;

	/* the namespaces of other tests may still be about to go */
	until_soon()
	{
		gone = run("modprobe", "-r bonding")->status == 0;
		if (gone)
			break;
	}
	ck_assert(gone);
	ip("link add eth0 type veth peer name p0");
	root = document(bondnl_ends(0, "options --json"));
	ck_assert_str_eq(file_text("/sys/module/bonding/refcnt"), "");
	ck_known(root, "mode", "unknown");
	ck_known(root, "prio", "unknown");
	ck_has(known(root, "mode", "reason"), "driver is not loaded");
	json_decref(root);
	ck_assert_int_eq(run("modprobe", "bonding max_bonds=0")->status, 0);
}
END_TEST

/* ------------------------------------------------------------------------- the forms */

static void ck_lines(const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		ck_assert_msg(n <= 80, "%zu columns: %.*s", n, (int)n, text);
		text += n + (text[n] == '\n');
	}
}

START_TEST(table)
{
	struct ran *r;
	json_t *root, *o;
	size_t i;

	load_driver();
	r = bondnl_ends(0, "options");
	root = document(bondnl_ends(0, "options --json"));
	ck_assert_str_eq(r->err, "");
	ck_lines(r->out);
	json_array_foreach(json_object_get(root, "options"), i, o)
	{
		char line[64];

		snprintf(line, sizeof(line), "\n%s ", json_value(o, "name"));
		ck_has(r->out, line);
	}
	ck_assert_uint_gt(i, 45);
	ck_has(r->out,
		"\nmiimon              all                yes     0..2147483647 ms\n");
	ck_has(r->out, "\nlacp_rate           4      down        yes     slow, fast\n");
	ck_has(r->out, "\nREAD ONLY ");
	json_decref(root);
}
END_TEST

START_TEST(block)
{
	struct ran *r;

	load_driver();
	r = bondnl_ends(0, "options num_grat_arp mode");
	ck_lines(r->out);
	ck_assert_int_eq(strncmp(r->out, "num_peer_notif: ", 16), 0);
	ck_has(r->out, "  also     num_grat_arp, num_unsol_na\n");
	ck_has(r->out, "\n\nmode: ");
	ck_has(r->out, "balance-rr (0), active-backup (1)");
	ck_has(r->out, "  needs    the bond down and without slaves\n");
	ck_has(r->out, "  kernel   yes\n");
	/* each once, whatever it is called */
	r = bondnl_ends(0, "options num_grat_arp num_unsol_na num_peer_notif");
	ck_has_not(r->out, "\n\n");
}
END_TEST

START_TEST(json)
{
	json_t *root;

	load_driver();
	root = document(
		bondnl_ends(0, "options --json lacp_rate updelay prio ad_num_ports"));
	ck_assert_uint_eq(json_array_size(json_object_get(root, "options")), 4);
	ck_assert_str_eq(json_value(root, "options.0.of"), "bond");
	ck_assert_str_eq(json_value(root, "options.0.values.1.name"), "fast");
	ck_assert_str_eq(json_value(root, "options.0.values.1.number"), "1");
	ck_assert_str_eq(json_value(root, "options.0.min"), "");
	ck_assert_str_eq(json_value(root, "options.0.modes"), "802.3ad");
	ck_assert_str_eq(json_value(root, "options.0.needs"), "down");
	ck_assert_str_eq(json_value(root, "options.1.unit"), "ms");
	ck_assert_str_eq(json_value(root, "options.1.needs"), "miimon");
	ck_assert_str_eq(json_value(root, "options.2.of"), "slave");
	ck_assert_str_eq(json_value(root, "options.2.min"), "-2147483648");
	ck_assert_str_eq(json_value(root, "options.3.of"), "ad_info");
	ck_assert(json_is_false(json_object_get(
		json_array_get(json_object_get(root, "options"), 3), "settable")));
	json_decref(root);
}
END_TEST

START_TEST(brief)
{
	struct ran *r = bondnl_ends(0, "options --brief");
	const char *line = r->out;
	size_t lines = 0, tabs;

	ck_assert_str_eq(run_as(NOBODY, bondnl_path(), "options --brief")->out, r->out);
	for (; *line; lines++) {
		tabs = 0;
		for (; *line != '\n'; line++)
			tabs += *line == '\t';
		ck_assert_uint_eq(tabs, 4);
		line++;
	}
	ck_assert_uint_gt(lines, 36);
	ck_has(r->out, "bond\tlacp_rate\tname\tslow,fast\t");
	ck_has(r->out, "\nbond\tprimary\tdevice\t\t");
	ck_has(r->out, "\nbond\tnum_grat_arp\tnumber\t\t");
	ck_has(r->out, "\nbond\tarp_ip_target\tip4\t\t");
	ck_has(r->out, "\nbond\tns_ip6_target\tip6\t\t");
	ck_has(r->out, "\nbond\tad_actor_system\tmac\t\t");
	ck_has(r->out, "\nslave\tprio\tnumber\t\t");
	ck_has_not(r->out, "mii_status");
}
END_TEST

static const struct {
	const char *words, *err;
} wrong[] = {
	{ "options miimo", "did you mean miimon?" },
	{ "options --json num_grat_ar", "did you mean num_grat_arp?" },
	{ "options miimon zzzzzz", "zzzzzz: no such option" },
	{ "options ''", "no such option" },
	{ "options --brief miimon", "--brief: " },
	{ "options --brief --json", "--brief: " },
	{ "options --dry-run", "changes nothing anyway" },
	{ "save --brief", "--brief: is for show and options" },
	{ "options --proc", "--proc: is for show" },
	{ "show --proc --json", "one of them, not several" },
	{ "show --brief --json", "one of them, not several" },
};

START_TEST(wrong_usage)
{
	struct ran *r = bondnl_ends(2, "%s", wrong[_i].words);

	ck_assert_str_eq(r->out, "");
	ck_has(r->err, wrong[_i].err);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("options");
	TCase *c = world_case(s, "kernel");

	(void)argc;
	tcase_add_test(c, as_the_driver_reports);
	tcase_add_test(c, as_these_kernels_are);
	tcase_add_test(c, nothing_left_behind);
	tcase_add_test(c, without_privilege);
	if (world_is_vm())
		tcase_add_test(c, driver_not_loaded);

	c = world_case(s, "forms");
	tcase_add_test(c, table);
	tcase_add_test(c, block);
	tcase_add_test(c, json);
	tcase_add_test(c, brief);
	tcase_add_loop_test(c, wrong_usage, 0, (int)N_OF(wrong));
	return world_main(argv[0], s);
}
