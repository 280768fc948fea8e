/*
 * What should be true, from a scene and words: targets, what is decided unasked and
 * said, and refusals with their way out. The order of steps is test_plan's; what does
 * not go together among words alone is test_rules'.
 */
#include <errno.h>

#include "support/convergence.h"
#include "support/scene.h"

#define ETH0  "2 eth0 up known"
#define ETH1  "3 eth1 known"
#define WLAN0 "4 wlan0 wireless up known"

#define MIIMON                                                                           \
	"note: miimon 100, because no link monitor was chosen (miimon 0 is for none)\n"

/* -------------------------------------------------------------------------- targets */

struct row {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	const char *target;
	const char *notes;
};

/* clang-format off */
static const struct row rows[] = {
	/* ------------------------------------------------------------------- create */
	{ SCENE(ETH0), BONDNL_CREATE, "bond0", "bond0 bond new up miimon 100\n", MIIMON },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 down",
		"bond0 bond new down miimon 100\n", MIIMON },
	{ SCENE(ETH0, ETH1), BONDNL_CREATE,
		"bond0 mode active-backup miimon 100 address 192.168.1.211/24 slave "
		"eth0 slave eth1",
		"bond0 bond new up mode active-backup miimon 100 addr 192.168.1.211/24\n"
		"eth0 master bond0 up\n"
		"eth1 master bond0 up\n", "" },
	{ SCENE(ETH0), BONDNL_CREATE,
		"bond0 miimon 50 mtu 9000 lladdr 02:aa:00:00:00:01 address 192.0.2.5/24 "
		"address 2001:db8::5/64 gateway 192.0.2.1 gateway 2001:db8::1",
		"bond0 bond new up mtu 9000 mac 02:aa:00:00:00:01 miimon 50 addr "
		"192.0.2.5/24 addr 2001:db8::5/64 route default via 192.0.2.1 route "
		"default via 2001:db8::1\n", "" },
	/* options of a slave are the slave's, a primary is one by name */
	{ SCENE(ETH0, ETH1), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 primary eth1 slave eth0 prio 5 slave eth1 "
		"queue_id 2",
		"bond0 bond new up mode active-backup miimon 1000 primary eth1\n"
		"eth0 master bond0 up prio 5\n"
		"eth1 master bond0 up queue_id 2\n", "" },
	{ SCENE("2 eth0 up known alt lan alt enx020000000002"), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 primary lan slave enx020000000002",
		"bond0 bond new up mode active-backup miimon 1000 primary eth0\n"
		"eth0 master bond0 up\n",
		"" },

	/* ----------------------------------------------------------- the link monitor */
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 miimon 0",
		"bond0 bond new up miimon 0\n", "" },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 arp_interval 100 arp_ip_target 192.0.2.1",
		"bond0 bond new up arp_interval 100 arp_ip_target 192.0.2.1\n", "" },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 arp_interval 0",
		"bond0 bond new up miimon 100 arp_interval 0\n", MIIMON },
	/* with the default, a delay has what it needs */
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 updelay 200",
		"bond0 bond new up miimon 100 updelay 200\n", MIIMON },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 updelay 250",
		"bond0 bond new up miimon 100 updelay 250\n",
		MIIMON
		"warning: updelay: requested 250, got 200: the driver keeps it as a "
		"multiple of miimon 100\n" },

	/* ------------------------------------------------------------- the MAC policy */
	{ SCENE(ETH0, WLAN0), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 slave eth0 slave wlan0",
		"bond0 bond new up mode active-backup miimon 1000 fail_over_mac active\n"
		"eth0 master bond0 up\n"
		"wlan0 master bond0 up\n",
		"note: fail_over_mac active, because wlan0 is wireless: the bond has "
		"the MAC of the slave that is active\n" },
	{ SCENE(ETH0, "4 ib0 infiniband known"), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 slave ib0 slave eth0",
		"bond0 bond new up mode active-backup miimon 1000 fail_over_mac active\n"
		"ib0 master bond0 up\n"
		"eth0 master bond0 up\n",
		"note: fail_over_mac active, because ib0 cannot change its MAC: the "
		"bond has the MAC of the slave that is active\n" },
	{ SCENE(ETH0, "4 eth2 fixed_mac known"), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 slave eth0 slave eth2",
		"bond0 bond new up mode active-backup miimon 1000 fail_over_mac active\n"
		"eth0 master bond0 up\n"
		"eth2 master bond0 up\n",
		"note: fail_over_mac active, because eth2 cannot change its MAC: the "
		"bond has the MAC of the slave that is active\n" },
	/* what was said is not changed, and other modes have no such policy */
	{ SCENE(ETH0, WLAN0), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 fail_over_mac follow slave eth0 slave wlan0",
		"bond0 bond new up mode active-backup miimon 1000 fail_over_mac follow\n"
		"eth0 master bond0 up\n"
		"wlan0 master bond0 up\n", "" },
	{ SCENE(ETH0, WLAN0), BONDNL_CREATE,
		"bond0 miimon 1s mode 1 fail_over_mac none slave wlan0",
		"bond0 bond new up mode active-backup miimon 1000 fail_over_mac none\n"
		"wlan0 master bond0 up\n", "" },
	{ SCENE(ETH0, WLAN0), BONDNL_CREATE,
		"bond0 miimon 1s mode balance-rr slave wlan0",
		"bond0 bond new up mode balance-rr miimon 1000\n"
		"wlan0 master bond0 up\n", "" },
	/* an empty bond can have it, one with slaves no more */
	{ SCENE("7 bond0 bond mode 1 miimon 100", WLAN0), BONDNL_ADD, "bond0 wlan0",
		"bond0 bond fail_over_mac active\n"
		"wlan0 master bond0 up\n",
		"note: fail_over_mac active, because wlan0 is wireless: the bond has "
		"the MAC of the slave that is active\n" },
	{ SCENE("7 bond0 bond mode 1", "2 eth0 up master 7", WLAN0), BONDNL_ADD,
		"bond0 wlan0",
		"bond0 bond\n"
		"wlan0 master bond0 up\n",
		"warning: wlan0 is wireless, and this bond wants one MAC for all: "
		"fail_over_mac active would be needed, and can be set only while the "
		"bond has no slaves\n" },
	{ SCENE("7 bond0 bond mode 1 fail_over_mac active", "2 eth0 up master 7", WLAN0),
		BONDNL_ADD, "bond0 wlan0",
		"bond0 bond\n"
		"wlan0 master bond0 up\n",
		"" },
	{ SCENE("7 bond0 bond mode 1", "2 eth0 up master 7", "4 wlan0 wireless master 7"),
		BONDNL_ADD, "bond0 wlan0",
		"bond0 bond\n"
		"wlan0 master bond0\n",
		"" },

	/* ----------------------------------------------------------- the module's own */
	{ SCENE("7 bond0 bond untouched known", ETH0), BONDNL_CREATE,
		"bond0 mode 1 miimon 1s slave eth0",
		"bond0 bond up mode active-backup miimon 1000\n"
		"eth0 master bond0 up\n",
		"note: bond0 was there as the bonding module makes it while loading: "
		"used\n" },

	/* ---------------------------------------------------- what a slave had before */
	{ SCENE("2 eth0 up addr 192.0.2.5/24"), BONDNL_CREATE,
		"bond0 miimon 1s slave eth0",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n",
		"warning: eth0 keeps its own address 192.0.2.5/24, and the route to the "
		"network: traffic may pass the bond by; to take it off, say flush after "
		"the slave, or: ip addr flush "
		"dev eth0\n" },
	{ SCENE("2 eth0 addr 192.0.2.5/24 addr 198.51.100.5/24 addr 2001:db8::5/64"),
		BONDNL_CREATE, "bond0 miimon 1s slave eth0",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n",
		"warning: eth0 keeps its own addresses 192.0.2.5/24, 198.51.100.5/24, "
		"and the "
		"routes to the network: traffic may pass the bond by; to take them off, "
		"say flush after the slave, or: ip addr flush dev eth0\n" },
	/* asked for, and so not warned of; the routes are another matter */
	{ SCENE("2 eth0 up addr 192.0.2.5/24 addr 2001:db8::5/64 route default via "
		"192.0.2.1"), BONDNL_CREATE, "bond0 miimon 1s slave eth0 flush",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up only\n",
		"warning: 1 route by a gateway over eth0 goes when it is taken down; "
		"say gateway IP for a default route by the bond\n" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 master 7 addr 192.0.2.5/24"),
		BONDNL_ADD, "bond0 eth0 flush",
		"bond0 bond\n"
		"eth0 master bond0 only\n", "" },
	{ SCENE("2 eth0 up addr 2001:db8::5/64 temp fe80::1/64 addr fe80::2/64"),
		BONDNL_CREATE,
		"bond0 miimon 1s slave eth0",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n",
		"warning: eth0 loses its own address 2001:db8::5/64 when it is taken "
		"down\n" },
	{ SCENE("2 eth0 up known route default via 192.0.2.1 route 10.0.0.0/8"),
		BONDNL_CREATE,
		"bond0 miimon 1s slave eth0",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n",
		"warning: 1 route by a gateway over eth0 goes when it is taken down; "
		"say gateway "
		"IP for a default route by the bond\n" },
	{ SCENE("2 eth0 up known route default via 192.0.2.1 route 10.0.0.0/8 via "
		"192.0.2.1"), BONDNL_CREATE,
		"bond0 miimon 1s slave eth0 address 192.0.2.5/24 gateway 192.0.2.1",
		"bond0 bond new up miimon 1000 addr 192.0.2.5/24 route default via "
		"192.0.2.1\n"
		"eth0 master bond0 up\n",
		"warning: 2 routes by a gateway over eth0 go when it is taken down\n" },
	{ SCENE("7 bond0 bond up", "2 eth0 up known route default via 192.0.2.1"),
		BONDNL_ADD,
		"bond0 eth0",
		"bond0 bond\n"
		"eth0 master bond0 up\n",
		"warning: 1 route by a gateway over eth0 goes when it is taken down\n" },

	/* ----------------------------------------------------------------------- move */
	{ SCENE("5 br0 bridge up", "2 eth0 up known master 5"), BONDNL_CREATE,
		"bond0 miimon 1s slave eth0 move",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n"
		"br0\n",
		"note: eth0 is taken from br0, and what was set for it as a port of the "
		"bridge is lost\n" },
	{ SCENE("5 bond1 bond up", "2 eth0 up known master 5",
		"3 eth1 up known master 5"), BONDNL_CREATE,
		"bond0 miimon 1s slave eth0 move slave eth1 move",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n"
		"bond1 bond\n"
		"eth1 master bond0 up\n",
		"warning: bond1 keeps the MAC of eth0, 02:00:00:00:00:02: the two must "
		"not be on one network\n"
		"note: eth0 is taken from bond1\n"
		"note: eth1 is taken from bond1\n" },
	{ SCENE("7 bond0 bond up", "2 eth0 up known master 9"), BONDNL_ADD,
		"bond0 eth0 move",
		"bond0 bond\n"
		"eth0 master bond0 up\n", "note: eth0 is taken from its master\n" },
	/* said in vain */
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 miimon 1s slave eth0 move",
		"bond0 bond new up miimon 1000\n"
		"eth0 master bond0 up\n",
		"" },

	/* ------------------------------------------------------------------------ add */
	{ SCENE("7 bond0 bond up mode 1", ETH0), BONDNL_ADD, "bond0 eth0 prio 5",
		"bond0 bond\n"
		"eth0 master bond0 up prio 5\n", "" },
	{ SCENE("7 bond0 bond up mode 1 alt uplink", ETH0), BONDNL_ADD, "uplink eth0",
		"bond0 bond\n"
		"eth0 master bond0 up\n", "" },
	/* one that is in already stays up or down, and gets its options; nothing is said of it */
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 master 7 addr 192.0.2.5/24"),
		BONDNL_ADD,
		"bond0 eth0 prio 5",
		"bond0 bond\n"
		"eth0 master bond0 prio 5\n",
		"" },

	/* ------------------------------------------------------------- remove, delete */
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7 alt lan", "3 eth1 up master 7"),
		BONDNL_REMOVE, "bond0 lan",
		"bond0 bond\n"
		"eth0 master none\n",
		"warning: bond0 keeps the MAC of eth0, 02:00:00:00:00:02: the two must "
		"not be on "
		"one network\n" },
	/* fail_over_mac is read in mode active-backup only */
	{ SCENE("7 bond0 bond up mode 0 fail_over_mac 1", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_REMOVE, "bond0 eth0",
		"bond0 bond\n"
		"eth0 master none\n",
		"warning: bond0 keeps the MAC of eth0, 02:00:00:00:00:02: the two must "
		"not be on one network\n" },
	{ SCENE("7 bond0 bond up mode 1 fail_over_mac 1 mac 02:00:00:00:00:02",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_REMOVE, "bond0 eth0",
		"bond0 bond\n"
		"eth0 master none\n",
		"" },
	/* the other one's MAC is nobody's business, and the last one's goes along */
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "3 eth1 up master 7"),
		BONDNL_REMOVE,
		"bond0 eth1",
		"bond0 bond\n"
		"eth1 master none\n",
		"" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7"), BONDNL_REMOVE, "bond0 eth0",
		"bond0 bond\n"
		"eth0 master none\n", "" },
	{ SCENE("7 bond0 bond up mode 1 fail_over_mac active mac 02:00:00:00:00:02",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_REMOVE, "bond0 eth0",
		"bond0 bond\n"
		"eth0 master none\n", "" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "3 eth1 up master 7",
		"8 bond1 bond"), BONDNL_DELETE, "bond0 bond1",
		"bond0 bond absent\n"
		"eth0 master none\n"
		"eth1 master none\n"
		"bond1 bond absent\n", "" },
	{ SCENE("7 bond0 bond up", "8 bond1 bond master 7"), BONDNL_DELETE, "bond1 bond0",
		"bond1 bond absent\n"
		"bond0 bond absent\n",
		"" },

	{ SCENE("7 bond0 bond up", "8 bond1 bond master 7"), BONDNL_DELETE, "bond0 bond1",
		"bond0 bond absent\n"
		"bond1 bond absent master none\n", "" },

	/* ------------------------------------------------------------------- failover */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth1\n", "" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7", "4 eth2 up master 7 prio 5",
		"5 eth3 up master 7 prio 9"), BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth3\n", "" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7 prio -5", "4 eth2 up master 7 prio -1"),
		BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth2\n", "" },
	/* of equals the first */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7 prio 5", "4 eth2 up master 7 prio 5"),
		BONDNL_FAILOVER,
		"bond0", "bond0 bond active_slave eth1\n", "" },
	/* the best one may be unusable: down, without carrier, or held for down */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 master 7 prio 9", "4 eth2 up nocarrier master 7 prio 8",
		"5 eth3 up master 7 prio 7 mii_status down", "6 eth4 up master 7"),
		BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth4\n", "" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7", "4 eth2 up master 7 prio 5"), BONDNL_FAILOVER,
		"bond0 eth1",
		"bond0 bond active_slave eth1\n", "" },
	{ SCENE("7 bond0 bond up mode balance-alb active_slave eth0",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth1\n", "" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7"), BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth0\n", "" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0 primary eth0",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth1\n",
		"note: the primary eth0 takes over again when its link next comes up\n" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth1 primary eth0",
		"2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"bond0 bond active_slave eth0\n", "" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0 primary eth0 primary_reselect "
		"failure", "2 eth0 up master 7", "3 eth1 up master 7"), BONDNL_FAILOVER,
		"bond0",
		"bond0 bond active_slave eth1\n", "" },
};
/* clang-format on */

START_TEST(test_target)
{
	const struct row *r = &rows[_i];
	_cleanup_text_ struct text target = { 0 }, notes = { 0 };
	struct path p;

	path_take(&p, r->scene, r->intent, r->line);
	ck_assert_msg(p.rc == 0, "%s: %s", p.err.subject, p.err.text);
	path_print_target(&p.target, &target);
	ck_assert_str_eq(text_str(&target), r->target);
	unit_print_notes(&p.notes, &notes);
	ck_assert_str_eq(text_str(&notes), r->notes);
	path_free(&p);
}
END_TEST

/* ------------------------------------------------------------------------- refusals */

struct refused {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	int error;
	const char *subject, *text, *hint;
};

/* clang-format off */
static const struct refused refusals[] = {
	/* ---------------------------------------------------------- the name is taken */
	{ SCENE("7 bond0 bond up"), BONDNL_CREATE, "bond0", -EEXIST, "",
		"this bond is there already", "'bondnl show bond0' shows it" },
	{ SCENE("7 bond0 bond"), BONDNL_CREATE, "bond0", -EEXIST, "",
		"this bond is there", "del" },
	{ SCENE("7 lan0 bond untouched alt bond0"), BONDNL_CREATE, "bond0", -EEXIST, "",
		"bond0 is another name (altname) of lan0", "choose another name" },
	{ SCENE("7 bond0 veth"), BONDNL_CREATE, "bond0", -EEXIST, "",
		"a device of this name is there already (veth)", "choose another name" },
	{ SCENE(ETH0), BONDNL_CREATE, "eth0", -EEXIST, "", "is there already (hardware)",
		"choose" },
	{ SCENE("1 lo loopback up"), BONDNL_CREATE, "lo", -EEXIST, "", "(loopback)",
		"choose" },

	/* -------------------------------------------------------------- it is no bond */
	{ SCENE(ETH0), BONDNL_ADD, "bond0 eth0", -ENODEV, "", "no such bond",
		"'bondnl create bond0 ...' makes it" },
	{ SCENE(ETH0), BONDNL_DELETE, "bond0", -ENODEV, "", "no such bond",
		"'bondnl show' lists the bonds" },
	{ SCENE(ETH0), BONDNL_FAILOVER, "bond0", -ENODEV, "", "no such bond",
		"'bondnl show' lists the bonds" },
	{ SCENE(ETH0), BONDNL_REMOVE, "bond0 eth0", -ENODEV, "", "no such bond",
		"'bondnl show' lists the bonds" },
	{ SCENE("5 br0 bridge", ETH0), BONDNL_ADD, "br0 eth0", -EINVAL, "",
		"it is no bond (bridge)", "'bondnl show' lists the bonds" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_DELETE, "eth0", -EINVAL, "",
		"it is no bond (hardware)",
		"it is a slave of bond0; to release it: bondnl remove bond0 eth0" },
	{ SCENE(ETH0), BONDNL_DELETE, "eth0", -EINVAL, "", "it is no bond (hardware)",
		"to take a slave out of one: bondnl remove BOND eth0" },
	{ SCENE("5 br0 bridge", "2 eth0 master 5"), BONDNL_DELETE, "eth0", -EINVAL, "",
		"it is no bond", "bondnl remove BOND eth0" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_REMOVE, "eth0 bond0", -EINVAL,
		"", "it is no bond",
		"the name of the bond comes first: bondnl remove bond0 eth0" },
	{ SCENE("7 bond0 bond alt uplink"), BONDNL_DELETE, "bond0 uplink", -EINVAL, "",
		"bond0 is named twice, by two of its names", NULL },

	/* --------------------------------------------------------- a slave is missing */
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 slave eth9", -ENODEV, "eth9",
		"no such device", "'ip link' lists the devices" },
	{ SCENE("7 bond0 bond"), BONDNL_ADD, "bond0 eth9", -ENODEV, "eth9",
		"no such device", "'ip link'" },
	{ SCENE("7 bond0 bond"), BONDNL_REMOVE, "bond0 eth9", -ENODEV, "eth9",
		"no such device",
		NULL },

	/* -------------------------------------------------------------------- migrate */
	{ SCENE(ETH0), BONDNL_MIGRATE, "bond0 eth9", -ENODEV, "eth9", "no such device",
		"'ip link' lists the devices" },
	{ SCENE(ETH0), BONDNL_MIGRATE, "eth0 bond0", -ENODEV, "bond0", "no such device",
		"bondnl migrate eth0 bond0" },
	{ SCENE("1 lo loopback up"), BONDNL_MIGRATE, "bond0 lo", -EINVAL, "lo",
		"the loopback device cannot be a slave", NULL },
	{ SCENE("7 bond1 bond", "2 eth0 master 7"), BONDNL_MIGRATE, "eth0 bond1",
		-EINVAL, "bond1", "it is a bond already",
		"bondnl migrate --back bond1 eth0" },
	{ SCENE("7 bond1 bond"), BONDNL_MIGRATE, "bond0 bond1", -EINVAL, "bond1",
		"it is a bond already", "'bondnl show bond1'" },
	{ SCENE("7 bond1 bond", "2 eth0 master 7"), BONDNL_MIGRATE, "bond0 eth0", -EBUSY,
		"eth0", "it has a master already: bond bond1",
		"bondnl remove bond1 eth0" },
	{ SCENE("5 br0 bridge", "2 eth0 master 5"), BONDNL_MIGRATE, "bond0 eth0", -EBUSY,
		"eth0", "it has a master already: bridge br0",
		"ip link set eth0 nomaster" },
	{ SCENE("7 bond0 bond up", ETH0), BONDNL_MIGRATE, "bond0 eth0", -EEXIST, "",
		"this bond is there already", "bondnl del bond0" },
	{ SCENE("2 eth0 up addr 192.0.2.5/24 route default via 192.0.2.1"),
		BONDNL_MIGRATE, "bond0 eth0 gateway 192.0.2.2", -EEXIST, "gateway",
		"eth0 has a default route already, and it moves: default via 192.0.2.1",
		"leave out gateway" },
	{ SCENE("2 eth0 up addr 192.0.2.5/24"), BONDNL_MIGRATE,
		"bond0 eth0 gateway 198.51.100.1", -ENETUNREACH, "gateway",
		"198.51.100.1 is in no network", "say address and its network length" },
	{ SCENE(ETH0), BONDNL_MIGRATE_BACK, "bond0 eth0", -ENODEV, "", "no such bond",
		"'bondnl show' lists the bonds" },
	{ SCENE("7 bond0 bond", "2 eth0 master 7"), BONDNL_MIGRATE_BACK, "eth0 bond0",
		-EINVAL, "", "it is no bond", "bondnl migrate --back bond0 eth0" },
	{ SCENE("7 bond0 bond", ETH0), BONDNL_MIGRATE_BACK, "bond0 eth0", -EINVAL, "eth0",
		"it is no slave of bond0 (it has no master)", "'bondnl show bond0'" },
	{ SCENE("7 bond0 bond"), BONDNL_MIGRATE_BACK, "bond0 eth9", -ENODEV, "eth9",
		"no such device", NULL },
	{ SCENE("7 bond0 bond", "2 eth0 master 7", "9 bond0.3 vlan on 7"),
		BONDNL_MIGRATE_BACK, "bond0 eth0", -EBUSY, "",
		"bond0.3 sits on it, and would go with it", "ip link del bond0.3" },
	{ SCENE("5 br0 bridge", "7 bond0 bond master 5", "2 eth0 master 7"),
		BONDNL_MIGRATE_BACK, "bond0 eth0", -EBUSY, "",
		"it has a master itself: bridge br0", "ip link set bond0 nomaster" },

	/* ------------------------------------------------------------ it does not fit */
	{ SCENE("1 lo loopback up"), BONDNL_CREATE, "bond0 slave lo", -EINVAL, "lo",
		"the loopback device cannot be a slave", NULL },
	{ SCENE("7 bond0 bond alt uplink"), BONDNL_ADD, "bond0 uplink", -EINVAL, "uplink",
		"a bond cannot be its own slave", NULL },
	{ SCENE("5 br0 bridge", "2 eth0 master 5"), BONDNL_CREATE, "bond0 slave eth0",
		-EBUSY, "eth0", "it has a master already: bridge br0",
		"slave eth0 move" },
	{ SCENE("7 bond0 bond", "8 bond1 bond", "2 eth0 master 8"), BONDNL_ADD,
		"bond0 eth0", -EBUSY, "eth0", "it has a master already: bond bond1",
		"slave eth0 move" },
	{ SCENE("7 bond0 bond", "2 eth0 master 99"), BONDNL_ADD, "bond0 eth0", -EBUSY,
		"eth0", "it has a master already: device", "slave eth0 move" },
	{ SCENE("2 eth0 alt lan"), BONDNL_CREATE, "bond0 slave eth0 slave lan", -EINVAL,
		"lan", "eth0 is named twice", NULL },
	{ SCENE("7 bond0 bond", "2 eth0 master 7 alt lan"), BONDNL_REMOVE,
		"bond0 eth0 lan",
		-EINVAL, "lan", "eth0 is named twice", NULL },

	/* ------------------------------------------------------------- it is no slave */
	{ SCENE("7 bond0 bond", ETH0), BONDNL_REMOVE, "bond0 eth0", -EINVAL, "eth0",
		"it is no slave of bond0 (it has no master)", "'bondnl show bond0'" },
	{ SCENE("7 bond0 bond", "8 bond1 bond", "2 eth0 master 8"), BONDNL_REMOVE,
		"bond0 eth0", -EBUSY, "eth0",
		"it is no slave of bond0 (its master is bond1)", "show bond0" },
	{ SCENE("7 bond0 bond", "2 eth0 master 99"), BONDNL_REMOVE, "bond0 eth0", -EBUSY,
		"eth0", "(its master is another device)", "show bond0" },
	{ SCENE(ETH0, ETH1), BONDNL_CREATE, "bond0 mode 1 primary eth1 slave eth0",
		-EINVAL, "primary", "eth1 is no slave of this bond", "its slaves: eth0" },
	{ SCENE(ETH0, ETH1), BONDNL_CREATE,
		"bond0 mode 1 primary eth9 slave eth0 slave eth1", -ENODEV, "primary",
		"eth9: no such device", "its slaves: eth0 eth1" },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 mode 1 active_slave eth0", -EINVAL,
		"active_slave",
		"eth0 is no slave of this bond", "its slaves: none" },

	/* ------------------------------------------------------------------- failover */
	{ SCENE("7 bond0 bond mode 802.3ad"), BONDNL_FAILOVER, "bond0", -EACCES, "",
		"mode 802.3ad has no active slave", NULL },
	{ SCENE("7 bond0 bond"), BONDNL_FAILOVER, "bond0", -EACCES, "",
		"mode balance-rr has no active slave", NULL },
	{ SCENE("7 bond0 bond mode 1"), BONDNL_FAILOVER, "bond0", -ENODEV, "",
		"no other slave is usable", "show bond0" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 nocarrier up master 7"), BONDNL_FAILOVER, "bond0", -ENODEV, "",
		"no other slave is usable; active is eth0", "show bond0" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7", ETH1), BONDNL_FAILOVER,
		"bond0 eth1", -EINVAL, "eth1", "is no slave of this bond",
		"its slaves: eth0" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7"), BONDNL_FAILOVER,
		"bond0 eth9", -ENODEV, "eth9", "no such device", "its slaves: eth0" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 master 7"), BONDNL_FAILOVER,
		"bond0 eth0", -EINVAL, "eth0", "it cannot carry traffic now: it is down",
		"ip link set eth0 up" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up nocarrier master 7"),
		BONDNL_FAILOVER,
		"bond0 eth0", -EINVAL, "eth0", "it has no carrier", NULL },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 mii_status 1"),
		BONDNL_FAILOVER,
		"bond0 eth0", -EINVAL, "eth0", "the link monitor holds it for down",
		NULL },

	/* ----------------------------------------------- the rules, with the defaults */
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 mode 1 arp_validate all", -EINVAL,
		"arp_validate", "the bond is watched by miimon 100", "say arp_interval" },
	{ SCENE("7 bond0 bond mode 4", ETH0), BONDNL_ADD, "bond0 eth0 prio 5", -EACCES,
		"slave eth0: prio", "the mode here is 802.3ad", NULL },
};
/* clang-format on */

static void check_refused(const struct refused *r)
{
	struct path p;

	path_take(&p, r->scene, r->intent, r->line);
	ck_assert_int_eq(p.rc, r->error);
	ck_assert_int_eq(p.err.code, r->error);
	ck_assert(!p.err.usage);
	ck_assert_str_eq(p.err.kernel, "");
	ck_assert_error(&p.err, r->subject, r->text, r->hint);
	path_free(&p);
}

START_TEST(test_refused)
{
	check_refused(&refusals[_i]);
}
END_TEST

/* A refusal is about one bond of several. */
START_TEST(test_which_bond)
{
	struct path p;

	path_take(
		&p, SCENE("7 bond0 bond", "8 bond1 veth"), BONDNL_DELETE, "bond0 bond1");
	ck_assert_int_eq(p.rc, -EINVAL);
	ck_assert_uint_eq(p.spec_at, 1);
	path_free(&p);
}
END_TEST

/* ---------------------------------------------------------------- what must be asked */

/* clang-format off */
static const struct {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	bool asks;
} wireless[] = {
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 mode 1 slave eth0", true },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 slave eth0", false },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 mode 4 slave eth0", false },
	{ SCENE(ETH0), BONDNL_CREATE, "bond0 mode 1 fail_over_mac none slave eth0",
		false },
	{ SCENE("7 bond0 bond mode 1", ETH0), BONDNL_ADD, "bond0 eth0", true },
	{ SCENE("7 bond0 bond mode 1 fail_over_mac active", ETH0), BONDNL_ADD,
		"bond0 eth0", false },
	{ SCENE("7 bond0 bond mode 4", ETH0), BONDNL_ADD, "bond0 eth0", false },
	{ SCENE("7 bond0 bond mode 1", "2 eth0 master 7"), BONDNL_REMOVE, "bond0 eth0",
		false },
	{ SCENE("7 bond0 bond mode 1"), BONDNL_DELETE, "bond0", false },
	{ SCENE("7 bond0 bond mode 1"), BONDNL_FAILOVER, "bond0", false },
};
/* clang-format on */

START_TEST(test_asks_wireless)
{
	struct bondnl_spec spec = { 0 };
	struct snapshot s = { 0 };

	scene_read(&s, wireless[_i].scene);
	ck_assert_int_eq(
		unit_spec(&spec, wireless[_i].intent, wireless[_i].line, NULL), 0);
	ck_assert_int_eq(resolve_asks_wireless(spec.bonds, &s), wireless[_i].asks);
	spec_clear(&spec);
	snapshot_free(&s);
}
END_TEST

/* clang-format off */
static const struct {
	const char *const *scene;
	bool may_be;
} modules[] = {
	{ SCENE("7 bond0 bond known"), true },
	{ SCENE("7 bond17 bond known"), true },
	{ SCENE("7 bond0 bond mode 1 known"), true },
		/* its options are looked at later */
	{ SCENE("7 bond bond known"), false },
	{ SCENE("7 bond0a bond known"), false },
	{ SCENE("7 bonda bond known"), false },
	{ SCENE("7 lan0 bond known"), false },
	{ SCENE("7 bond0 team known"), false },
	{ SCENE("7 bond0 bond up known"), false },
	{ SCENE("7 bond0 bond addr 192.0.2.5/24"), false },
	{ SCENE("7 bond0 bond known", "2 eth0 master 7"), false },
	{ SCENE("7 bond0 bond known master 5", "5 br0 bridge"), false },
};
/* clang-format on */

START_TEST(test_may_be_modules)
{
	struct snapshot s = { 0 };

	scene_read(&s, modules[_i].scene);
	ck_assert_int_eq(resolve_may_be_modules(s.links, &s), modules[_i].may_be);
	snapshot_free(&s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("resolve");

	unit_rows(s, "target", test_target, ARRAY_SIZE(rows));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refusals));
	unit_one(s, "which bond", test_which_bond);
	unit_rows(s, "asks wireless", test_asks_wireless, ARRAY_SIZE(wireless));
	unit_rows(s, "may be the module's", test_may_be_modules, ARRAY_SIZE(modules));
	return unit_run(s);
}
