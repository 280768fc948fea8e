/*
 * Why the kernel refused a step: what the driver and rtnetlink are known to say, and
 * what they leave unsaid, led back to the words of the user. Nothing is sent.
 */
#include <errno.h>

#include "support/convergence.h"
#include "support/scene.h"
#include "verify/refusal.h"

#define NONE BONDNL_OPT_COUNT_

/* A spec, the step of its plan that is refused, and the reply. */
struct row {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	const char *step;
	int error;
	const char *words; /* the kernel's */
	enum bondnl_option option;
	const char *subject, *text, *hint;
};

static const char *const free_links[] = { "2 eth0 known", "3 eth1 known", NULL };
static const char *const a_bond[] = { "7 bond0 bond up mode 1", "2 eth0 up known",
	"3 eth1 up known master 7", NULL };
static const char *const modules_own[] = { "7 bond0 bond untouched known", NULL };

static const char *const many_bonds[] = { "all", "7 bond0 bond up", "8 bond1 bond",
	NULL };

#define NUMBER	 "1735341354" /* a hash of 7 and 8 */
#define MARK	 "mark bond0 for deletion by group " NUMBER
#define GROUP	 "delete the 2 bonds of group " NUMBER
#define CREATE_0 "create bond0: miimon 0"
#define ENSLAVE	 "enslave eth0 to bond0"
#define CANNOT	 "cannot be a slave of bond0: "

#define ENSLAVING(error, words, text, hint)                                              \
	{                                                                                \
		a_bond, BONDNL_ADD, "bond0 eth0", ENSLAVE, error, words, NONE, "eth0",   \
			text, hint                                                       \
	}

/* clang-format off */
static const struct row rows[] = {
	/* ---------------------------------------------------------------- any step */
	{ free_links, BONDNL_CREATE, "bond0 miimon 0", CREATE_0, -EPERM, "", NONE, "",
		"needs CAP_NET_ADMIN", "run it as root" },
	{ a_bond, BONDNL_DELETE, "bond0", "delete bond0", -EPERM, "", NONE, "",
		"needs CAP_NET_ADMIN", "run it as root" },
	{ a_bond, BONDNL_ADD, "bond0 eth0", "take eth0 down", -EPERM, "", NONE, "",
		"needs CAP_NET_ADMIN", "run it as root" },
	{ a_bond, BONDNL_ADD, "bond0 eth0", "take eth0 down", -ENODEV, "", NONE, "eth0",
		"the device vanished meanwhile", NULL },
	{ a_bond, BONDNL_DELETE, "bond0", "delete bond0", -ENODEV, "", NONE, "bond0",
		"the device vanished meanwhile", NULL },
	{ a_bond, BONDNL_DELETE, "bond0", "delete bond0", -EOPNOTSUPP, "", NONE, "bond0",
		"the kernel refused to delete bond0", NULL },
	{ many_bonds, BONDNL_DELETE, "bond0 bond1", MARK, -ENODEV, "", NONE, "bond0",
		"the device vanished meanwhile", NULL },
	{ many_bonds, BONDNL_DELETE, "bond0 bond1", MARK, -EIO, "", NONE, "bond0",
		"the kernel refused to " MARK, NULL },
	{ many_bonds, BONDNL_DELETE, "bond0 bond1", GROUP, -EOPNOTSUPP, "", NONE, "",
		"a device that cannot be deleted was put into group " NUMBER
		", in which the 2 bonds are to be deleted together",
		"'ip link show group " NUMBER "'" },
	{ many_bonds, BONDNL_DELETE, "bond0 bond1", GROUP, -ENODEV, "", NONE, "",
		"none of the 2 bonds is in group " NUMBER ", into which they were put",
		NULL },
	{ many_bonds, BONDNL_DELETE, "bond0 bond1", GROUP, -EPERM, "", NONE, "",
		"needs CAP_NET_ADMIN", "run it as root" },
	{ many_bonds, BONDNL_DELETE, "bond0 bond1", GROUP, -EIO, "", NONE, "bond0",
		"the kernel refused to " GROUP, NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0", "bring bond0 up", -EIO, "", NONE,
		"bond0",
		"the kernel refused to bring bond0 up", NULL },

	/* ------------------------------------------------------------------ create */
	{ free_links, BONDNL_CREATE, "bond0 miimon 0", CREATE_0, -EOPNOTSUPP,
		"Unknown device type", NONE, "", "this kernel has no bonding driver",
		"CONFIG_BONDING" },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0", CREATE_0, -EOPNOTSUPP, "", NONE,
		"", "this kernel has no bonding driver", "CONFIG_BONDING" },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0", CREATE_0, -EEXIST, "", NONE, "",
		"a device called bond0 was made meanwhile", "'bondnl show bond0'" },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 lladdr 02:00:00:00:00:01",
		CREATE_0 ", lladdr 02:00:00:00:00:01", -EADDRNOTAVAIL, "", NONE, "lladdr",
		"the driver does not take this MAC", NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0", CREATE_0, -EINVAL,
		"Invalid number of tx queues",
		NONE, "bond0", "the kernel refused to create bond0: miimon 0", NULL },

	/* ----------------------------------------------------------------- options */
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 lacp_rate fast",
		"create bond0: miimon 0, lacp_rate fast", -EACCES,
		"option not supported in mode", BONDNL_OPT_LACP_RATE, "lacp_rate",
		"the bond's mode does not have this option", "say mode, too" },
	{ free_links, BONDNL_CREATE, "bond0 mode 0 miimon 0 packets_per_slave 3",
		"create bond0: mode balance-rr, miimon 0, packets_per_slave 3", -EACCES,
		"option not supported in mode", BONDNL_OPT_PACKETS_PER_SLAVE,
		"packets_per_slave", "the bond's mode does not have this option", NULL },
	{ modules_own, BONDNL_CREATE, "bond0 miimon 0 mode 4 ad_select count",
		"set bond0: mode 802.3ad, ad_select count", -EBUSY,
		"unable to set option because the bond is up", BONDNL_OPT_AD_SELECT,
		"ad_select", "only while the bond is down", NULL },
	{ modules_own, BONDNL_CREATE, "bond0 miimon 0 mode 4", "set bond0: mode 802.3ad",
		-ENOTEMPTY, "unable to set option because the bond device has slaves",
		BONDNL_OPT_MODE, "mode", "only while the bond has no slaves", NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 ad_select actor_port_prio",
		"create bond0: miimon 0, ad_select actor_port_prio", -EINVAL,
		"invalid option value", BONDNL_OPT_AD_SELECT, "ad_select",
		"the kernel does not take actor_port_prio", NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 arp_ip_target 192.0.2.1,192.0.2.2",
		"create bond0: miimon 0, arp_ip_target 192.0.2.1,192.0.2.2", -EINVAL,
		"invalid option value", BONDNL_OPT_ARP_IP_TARGET, "arp_ip_target",
		"the kernel does not take 192.0.2.1,192.0.2.2", NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 100 peer_notif_delay 300000",
		"create bond0: miimon 100, peer_notif_delay 300000", -ERANGE,
		"integer out of range", BONDNL_OPT_PEER_NOTIF_DELAY, "peer_notif_delay",
		"the kernel does not take 300000", NULL },
	{ free_links, BONDNL_CREATE, "bond0 mode 0 xmit_hash_policy vlan+srcmac",
		"create bond0: mode balance-rr, miimon 100, xmit_hash_policy vlan+srcmac",
		-EOPNOTSUPP, "no such policy", BONDNL_OPT_XMIT_HASH_POLICY,
		"xmit_hash_policy", "the kernel refused vlan+srcmac", NULL },
	/* in the user's spelling */
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 num_grat_arp 255",
		"create bond0: miimon 0, num_peer_notif 255", -EINVAL,
		"invalid option value",
		BONDNL_OPT_NUM_PEER_NOTIF, "num_grat_arp", "the kernel does not take 255",
		NULL },

	/* ------------------------------------------------------------ active_slave */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"set bond0: active_slave eth1", -EINVAL, "invalid option value",
		BONDNL_OPT_ACTIVE_SLAVE, "eth1",
		"the driver cannot make it the active slave", "'bondnl show bond0'" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"set bond0: active_slave eth1", -ENODEV, "", NONE, "eth1",
		"the driver cannot make it the active slave", "'bondnl show bond0'" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		  "3 eth1 up master 7"),
		BONDNL_FAILOVER, "bond0", "set bond0: active_slave eth1", -EPERM, "",
		NONE, "",
		"needs CAP_NET_ADMIN", "run it as root" },

	/* ------------------------------------------------------- options of a slave */
	{ a_bond, BONDNL_ADD, "bond0 eth1 queue_id 99", "set eth1: queue_id 99", -EPERM,
		"", NONE, "", "needs CAP_NET_ADMIN", "run it as root" },
	{ a_bond, BONDNL_ADD, "bond0 eth1 prio 5", "set eth1: prio 5", -EPERM, "", NONE,
		"", "needs CAP_NET_ADMIN", "run it as root" },
	{ a_bond, BONDNL_ADD, "bond0 eth1 prio 5", "set eth1: prio 5", -EACCES,
		"option not supported in mode", NONE, "eth1",
		"the mode of its bond does not have prio", NULL },
	{ SCENE("7 bond0 bond mode 4", "2 eth0 master 7"), BONDNL_ADD,
		"bond0 eth0 actor_port_prio 5", "set eth0: actor_port_prio 5", -EACCES,
		"", NONE, "eth0", "the mode of its bond does not have this slave option",
		NULL },
	{ a_bond, BONDNL_ADD, "bond0 eth1 prio 5", "set eth1: prio 5", -EACCES,
		"option not supported in mode", BONDNL_OPT_SLAVE_PRIO, "prio",
		"the bond's mode does not have this option", NULL },
	{ a_bond, BONDNL_ADD, "bond0 eth1 prio 5", "set eth1: prio 5", -EOPNOTSUPP, "",
		NONE,
		"eth1", "the kernel refused to set eth1: prio 5", NULL },

	/* ----------------------------------------------------------------- enslave */
	ENSLAVING(-EOPNOTSUPP,
		"Slave device does not support setting the MAC address, but "
		"fail_over_mac is not set to active", CANNOT "it cannot change its MAC",
		"say fail_over_mac active"),
	ENSLAVING(-EPERM, "Device can not be enslaved while up",
		CANNOT "it came up again before it could be enslaved",
		"a VLAN comes up with the device below it"),
	ENSLAVING(-EBUSY, "Device is in use and cannot be enslaved",
		CANNOT "another device sits on it", "remove that device first"),
	ENSLAVING(-EPERM, "Device type (master device) cannot be enslaved",
		CANNOT "a device that is a master itself", NULL),
	ENSLAVING(-EPERM, "Can not enslave VLAN challenged device to VLAN enabled bond",
		CANNOT "it cannot do VLANs", NULL),
	ENSLAVING(-EINVAL, "Device type is different from other slaves",
		CANNOT "its type differs from that of the other slaves", NULL),
	ENSLAVING(-EINVAL, "8023AD mode requires Ethernet devices",
		CANNOT "mode 802.3ad takes Ethernet devices only", NULL),
	ENSLAVING(-EMLINK, "", CANNOT "bonds are nested too deeply", NULL),
	ENSLAVING(-EADDRNOTAVAIL, "", CANNOT "it has no MAC that a bond could use", NULL),
	ENSLAVING(-EBUSY, "", CANNOT "it or the bond is in use", NULL),
	ENSLAVING(-EINVAL, "", CANNOT "its kind of device takes no master", NULL),
	ENSLAVING(-EOPNOTSUPP, "", CANNOT "it cannot change its MAC, or its driver",
		NULL),
	ENSLAVING(-EOPNOTSUPP,
		"Only active-backup mode is supported for infiniband slaves",
		CANNOT "an infiniband slave wants mode active-backup", NULL),
	ENSLAVING(-EOPNOTSUPP, "Slave does not support XDP",
		CANNOT "the bond has an XDP program", "take the XDP program off"),
	/* what is not known is the kernel's to say: no other reason is given */
	ENSLAVING(-EBUSY, "some words of tomorrow", "cannot be a slave of bond0", NULL),
	ENSLAVING(-EOPNOTSUPP, "some words of tomorrow", "cannot be a slave of bond0",
		NULL),
	ENSLAVING(-EINVAL, "some words of tomorrow", "cannot be a slave of bond0", NULL),
	ENSLAVING(-EPERM, "CAN devices cannot be enslaved", "cannot be a slave of bond0",
		NULL),
	ENSLAVING(-ENOMEM, "", "cannot be a slave of bond0", NULL),
	{ a_bond, BONDNL_ADD, "bond0 eth0", ENSLAVE, -EPERM, "", NONE, "",
		"needs CAP_NET_ADMIN", "run it as root" },
	ENSLAVING(-ENODEV, "", "the device vanished meanwhile", NULL),

	/* ------------------------------------------------ addresses, routes, MTU, MAC */
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 address 192.0.2.5/24",
		"give bond0: address 192.0.2.5/24", -EINVAL, "ipv4: Invalid address",
		NONE, "address", "the kernel does not take 192.0.2.5/24 on bond0", NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 address 192.0.2.5/24",
		"give bond0: address 192.0.2.5/24", -EACCES, "", NONE, "address",
		"the kernel does not take 192.0.2.5/24 on bond0", NULL },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 address 2001:db8::5/64",
		"give bond0: address 2001:db8::5/64", -EACCES,
		"ipv6: IPv6 is disabled on this device", NONE, "address",
		"the kernel does not take 2001:db8::5/64 on bond0",
		"IPv6 is switched off there" },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 address 2001:db8::5/64",
		"give bond0: address 2001:db8::5/64", -EOPNOTSUPP, "", NONE, "address",
		"2001:db8::5/64 on bond0", "IPv6 is switched off there" },
	{ free_links, BONDNL_CREATE, "bond0 miimon 0 address 2001:db8::5/64",
		"give bond0: address 2001:db8::5/64", -EINVAL, "", NONE, "address",
		"2001:db8::5/64 on bond0", NULL },
	{ free_links, BONDNL_CREATE,
		"bond0 miimon 0 address 192.0.2.5/24 gateway 192.0.2.1",
		"add the route default via 192.0.2.1 dev bond0", -EEXIST, "", NONE,
		"gateway", "there is a default route already",
		"'ip route show default'" },
	{ free_links, BONDNL_CREATE,
		"bond0 miimon 0 address 192.0.2.5/24 gateway 192.0.2.1",
		"add the route default via 192.0.2.1 dev bond0", -ENETUNREACH,
		"Nexthop has invalid gateway", NONE, "gateway",
		"the kernel does not take the route default via 192.0.2.1", NULL },
	{ modules_own, BONDNL_CREATE, "bond0 miimon 0 mtu 9000", "set bond0: mtu 9000",
		-EINVAL, "mtu greater than device maximum", NONE, "bond0",
		"cannot have this mtu", NULL },
	{ modules_own, BONDNL_CREATE, "bond0 miimon 0 lladdr 02:aa:00:00:00:01",
		"set bond0: lladdr 02:aa:00:00:00:01", -EBUSY, "", NONE, "bond0",
		"cannot have this MAC", NULL },
	{ modules_own, BONDNL_CREATE, "bond0 miimon 0 mtu 9000 lladdr 02:aa:00:00:00:01",
		"set bond0: mtu 9000, lladdr 02:aa:00:00:00:01", -EBUSY, "", NONE,
		"bond0", "cannot have this mtu or MAC", NULL },
};
/* clang-format on */

static size_t step_by_text(const struct plan *p, const char *text)
{
	for (size_t i = 0; i < p->n; i++) {
		_cleanup_text_ struct text t = { 0 };

		plan_print_step(p, i, &t);
		if (str_eq(text_str(&t), text))
			return i;
	}
	ck_abort_msg("no step '%s'", text);
}

static void explain(const struct row *r, bool privileged, struct bondnl_error *err)
{
	struct reply reply = { .error = r->error, .option = r->option, .received = true };
	struct refusal refusal = { .reply = &reply, .privileged = privileged };
	struct path p;

	path_take(&p, r->scene, r->intent, r->line);
	ck_assert_msg(p.rc == 0, "%s: %s", p.err.subject, p.err.text);
	ck_assert(str_copy(reply.text, sizeof(reply.text), r->words));
	refusal.plan = &p.plan;
	refusal.step = step_by_text(&p.plan, r->step);
	refusal.wanted = p.spec.bonds;
	ck_assert_int_eq(refusal_explain(&refusal, err), r->error);

	/* without the spec there is no spelling, but an explanation as well */
	refusal.wanted = NULL;
	ck_assert_int_eq(refusal_explain(&refusal, NULL), r->error);
	path_free(&p);
}

START_TEST(test_explained)
{
	const struct row *r = &rows[_i];
	struct bondnl_error err = { 0 };

	explain(r, false, &err);
	ck_assert_int_eq(err.code, r->error);
	ck_assert(!err.usage);
	ck_assert_error(&err, r->subject, r->text, r->hint);
	ck_assert_str_eq(err.kernel, *r->words ? r->words : strerror(-r->error));
}
END_TEST

/* With the privilege, EPERM without words is about a queue. */
START_TEST(test_after_others)
{
	static const struct row r = { a_bond, BONDNL_ADD, "bond0 eth1 queue_id 99",
		"set eth1: queue_id 99", -EPERM, "", NONE, "queue_id", NULL, NULL };
	struct bondnl_error err = { 0 };

	explain(&r, true, &err);
	ck_assert_part(err.text, "99 for slave eth1: another slave has it");
	ck_assert_ptr_null(strstr(err.text, "CAP_NET_ADMIN"));
}
END_TEST

/* An MTU that the slave refuses: bond_enslave() gives no words for it. */
START_TEST(test_mtu_of_slave)
{
	static const int errors[] = { -EINVAL, -ERANGE };

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		const struct row r = { free_links, BONDNL_CREATE,
			"bond0 miimon 0 mtu 9000 slave eth0", ENSLAVE, errors[i], "",
			NONE, "", NULL, NULL };
		struct bondnl_error err = { 0 };

		explain(&r, true, &err);
		ck_assert_error(
			&err, "eth0", CANNOT "it may not take its mtu, 9000", "maxmtu");
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("refusal");

	unit_rows(s, "explained", test_explained, ARRAY_SIZE(rows));
	unit_one(s, "after others", test_after_others);
	unit_one(s, "mtu of a slave", test_mtu_of_slave);
	return unit_run(s);
}
