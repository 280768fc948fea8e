/*
 * In what order: steps as lines, from a scene and words, and from a state half way back
 * to the one before. That each step is a right message is test_encode's; that a kernel
 * comes to the target by them is test_run's.
 *
 * '!' is before a step that interrupts traffic, '-' where replies are awaited.
 */
#include "support/convergence.h"
#include "support/scene.h"

/* --------------------------------------------------------------------- from a spec */

struct row {
	const char *const *scene;
	enum bondnl_intent intent;
	const char *line;
	const char *steps;
};

/* A hash of 7 and 8, the two behind it, and one of 7 and 9. */
#define GROUP	    "1735341354"
#define GROUP_2	    "1735341355"
#define GROUP_3	    "1735341356"
#define GROUP_OTHER "1752118973"

/* clang-format off */
static const struct row rows[] = {
	/* ------------------------------------------------------------- the main job */
	{ SCENE("2 eth0 up known", "4 wlan0 wireless up known"), BONDNL_CREATE,
		"bond0 mode active-backup miimon 100 address 192.168.1.211/24 slave "
		"eth0 slave wlan0",
		"create bond0: mode active-backup, miimon 100, fail_over_mac active\n"
		"-\n"
		"give bond0: address 192.168.1.211/24\n"
		"-\n"
		"!take eth0 down\n"
		"!take wlan0 down\n"
		"enslave eth0 to bond0\n"
		"enslave wlan0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	{ SCENE("2 eth0 known", "4 wlan0 wireless known"), BONDNL_CREATE,
		"bond0 mode active-backup miimon 100 address 192.168.1.211/24 slave "
		"eth0 slave wlan0",
		"create bond0: mode active-backup, miimon 100, fail_over_mac active\n"
		"-\n"
		"give bond0: address 192.168.1.211/24\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"enslave wlan0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	/* slaves come in the order in which they were said */
	{ SCENE("2 eth0 known", "3 eth1 up known", "4 eth2 known"), BONDNL_CREATE,
		"bond0 miimon 0 slave eth2 slave eth1 slave eth0",
		"create bond0: miimon 0\n"
		"-\n"
		"!take eth1 down\n"
		"enslave eth2 to bond0\n"
		"enslave eth1 to bond0\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },

	/* -------------------------------------------------------------------- create */
	{ SCENE("2 eth0 known"), BONDNL_CREATE, "bond0 miimon 0 down",
		"create bond0: miimon 0\n" },
	{ SCENE("2 eth0 known"), BONDNL_CREATE, "bond0",
		"create bond0: miimon 100\n"
		"-\n"
		"bring bond0 up\n" },
	/* all in one message, but for what needs the slaves in it */
	{ SCENE("2 eth0 known", "3 eth1 known"), BONDNL_CREATE,
		"bond0 mode 1 primary eth0 active_slave eth1 slave eth0 prio 5 slave "
		"eth1 queue_id 2 mtu 9000 lladdr 02:aa:00:00:00:01 address 192.0.2.5/24 "
		"address 2001:db8::5/64 gateway 192.0.2.1 gateway 2001:db8::1",
		"create bond0: mode active-backup, miimon 100, primary eth0, mtu 9000, "
		"lladdr 02:aa:00:00:00:01\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"give bond0: address 2001:db8::5/64\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"enslave eth1 to bond0\n"
		"-\n"
		"set eth0: prio 5\n"
		"set eth1: queue_id 2\n"
		"bring bond0 up\n"
		"set bond0: active_slave eth1\n"
		"add the route default via 192.0.2.1 dev bond0\n"
		"add the route default via 2001:db8::1 dev bond0\n" },
	{ SCENE("2 eth0 known"), BONDNL_CREATE,
		"bond0 mode 802.3ad miimon 100 updelay 200 lacp_rate fast "
		"ad_actor_system 02:00:00:00:00:99 arp_ip_target none",
		"create bond0: mode 802.3ad, miimon 100, updelay 200, lacp_rate fast, "
		"ad_actor_system 02:00:00:00:00:99\n"
		"-\n"
		"bring bond0 up\n" },

	/* ---------------------------------------------------------------------- move */
	{ SCENE("5 br0 bridge up", "2 eth0 up known master 5", "3 eth1 known"),
		BONDNL_CREATE,
		"bond0 miimon 0 slave eth0 move slave eth1",
		"create bond0: miimon 0\n"
		"-\n"
		"!release eth0 from br0\n"
		"-\n"
		"!take eth0 down\n"
		"enslave eth0 to bond0\n"
		"enslave eth1 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	/* what a bond releases is closed already */
	{ SCENE("5 bond1 bond up", "2 eth0 up known master 5"), BONDNL_CREATE,
		"bond0 miimon 0 slave eth0 move",
		"create bond0: miimon 0\n"
		"-\n"
		"!release eth0 from bond1\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	{ SCENE("5 br0 bridge", "7 bond0 bond", "2 eth0 known master 5"), BONDNL_ADD,
		"bond0 eth0 move",
		"release eth0 from br0\n"
		"-\n"
		"enslave eth0 to bond0\n" },

	/* ---------------------------------------------------------------------- flush */
	/* behind the last gate; what IPv6 forgets by itself, and secondaries, first */
	{ SCENE("7 bond0 bond up", "2 eth0 up addr 192.0.2.5/24 addr 192.0.2.6/24 addr "
		"2001:db8::5/64", "3 eth1 addr 2001:db8::6/64"), BONDNL_ADD,
		"bond0 eth0 flush eth1 flush",
		"!take eth0 down\n"
		"!take from eth0: address 192.0.2.6/24\n"
		"!take from eth0: address 192.0.2.5/24\n"
		"take from eth1: address 2001:db8::6/64\n"
		"enslave eth0 to bond0\n"
		"enslave eth1 to bond0\n" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7 addr 192.0.2.5/24"), BONDNL_ADD,
		"bond0 eth0 flush", "!take from eth0: address 192.0.2.5/24\n" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7 known"), BONDNL_ADD,
		"bond0 eth0 flush", "" },

	/* --------------------------------------------------------------------- delete */
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "8 bond1 bond"), BONDNL_DELETE,
		"bond0 bond1", "!delete bond0\ndelete bond1\n" },
	/* together, where it is known that no link has their group */
	{ SCENE("all", "7 bond0 bond up", "2 eth0 up master 7", "8 bond1 bond group 5",
		"9 bond2 bond"), BONDNL_DELETE,
		"bond0 bond1",
		"mark bond0 for deletion by group " GROUP "\n"
		"mark bond1 for deletion by group " GROUP "\n"
		"-\n"
		"!delete the 2 bonds of group " GROUP "\n" },
	/* of those that were marked by one who came no further, too */
	{ SCENE("all", "7 bond0 bond group " GROUP, "8 bond1 bond", "2 eth0 group "
		GROUP_2), BONDNL_DELETE,
		"bond0 bond1",
		"mark bond0 for deletion by group " GROUP_3 "\n"
		"mark bond1 for deletion by group " GROUP_3 "\n"
		"-\n"
		"delete the 2 bonds of group " GROUP_3 "\n" },
	/* of others another one */
	{ SCENE("all", "7 bond0 bond", "8 bond1 bond", "9 bond2 bond"), BONDNL_DELETE,
		"bond0 bond2",
		"mark bond0 for deletion by group " GROUP_OTHER "\n"
		"mark bond2 for deletion by group " GROUP_OTHER "\n"
		"-\n"
		"delete the 2 bonds of group " GROUP_OTHER "\n" },
	{ SCENE("all", "7 bond0 bond", "8 bond1 bond"), BONDNL_DELETE, "bond1",
		"delete bond1\n" },

	/* -------------------------------------------------------------------- migrate */
	/* what disturbs nobody is done before the device goes down */
	{ SCENE("2 eth0 up mtu 1400 addr 192.0.2.5/24 addr 192.0.2.6/24 addr "
		"2001:db8::5/64 temp fe80::5/64 route default via 192.0.2.1 route "
		"10.0.0.0/8 route default via 2001:db8::1", "3 eth1 up known"),
		BONDNL_MIGRATE,
		"bond0 eth0 prio 3 mode 1 miimon 100 slave eth1 address 192.0.2.9/24",
		"create bond0: mode active-backup, miimon 100, mtu 1400, lladdr "
		"02:00:00:00:00:02\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"give bond0: address 192.0.2.6/24\n"
		"give bond0: address 2001:db8::5/64\n"
		"give bond0: address 192.0.2.9/24\n"
		"-\n"
		"!take eth0 down\n"
		"!take from eth0: address 192.0.2.6/24\n"
		"!take from eth0: address 192.0.2.5/24\n"
		"!take eth1 down\n"
		"enslave eth0 to bond0\n"
		"enslave eth1 to bond0\n"
		"-\n"
		"set eth0: prio 3\n"
		"bring bond0 up\n"
		"add the route 10.0.0.0/8 dev bond0\n"
		"add the route default via 192.0.2.1 dev bond0\n"
		"add the route default via 2001:db8::1 dev bond0\n"
		"settle bond0: address 2001:db8::5/64\n" },
	/* leases come where they stood; of v6 late, as what is to stand before them */
	{ SCENE("2 eth0 up lease 192.0.2.5/24 addr 192.0.2.6/24 addr 2001:db8::7/64 lease "
		"2001:db8::6/64 addr 2001:db8::5/64"), BONDNL_MIGRATE,
		"bond0 eth0 miimon 0",
		"create bond0: miimon 0, mtu 1500, lladdr 02:00:00:00:00:02\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"give bond0: address 192.0.2.6/24\n"
		"give bond0: address 2001:db8::5/64\n"
		"-\n"
		"!take eth0 down\n"
		"!take from eth0: address 192.0.2.6/24\n"
		"!take from eth0: address 192.0.2.5/24\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n"
		"give bond0: address 2001:db8::6/64\n"
		"give bond0: address 2001:db8::7/64\n"
		"settle bond0: address 2001:db8::5/64\n"
		"settle bond0: address 2001:db8::6/64\n"
		"settle bond0: address 2001:db8::7/64\n" },
	/* what sits on it loses the same, and only when it goes down itself */
	{ SCENE("2 eth0 up addr 192.0.2.5/24", "3 eth0.7 vlan on 2 up addr 198.51.100.5/24 "
		"addr 2001:db8:7::5/64 route 10.0.0.0/8 via 198.51.100.1",
		"4 eth0.8 vlan on 2 known"), BONDNL_MIGRATE, "bond0 eth0 miimon 0",
		"create bond0: miimon 0, mtu 1500, lladdr 02:00:00:00:00:02\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"-\n"
		"!take eth0 down\n"
		"!take from eth0: address 192.0.2.5/24\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n"
		"give eth0.7: address 2001:db8:7::5/64\n"
		"!take eth0.8 down\n"
		"add the route 10.0.0.0/8 via 198.51.100.1 dev eth0.7\n"
		"settle eth0.7: address 2001:db8:7::5/64\n" },
	{ SCENE("7 bond0 bond up addr 192.0.2.5/24", "2 eth0 up known master 7",
		"3 eth0.7 vlan on 2 up addr 2001:db8:7::5/64"), BONDNL_MIGRATE_BACK,
		"bond0 eth0",
		"give eth0: address 192.0.2.5/24\n"
		"-\n"
		"!delete bond0\n"
		"-\n"
		"give eth0.7: address 2001:db8:7::5/64\n"
		"-\n"
		"bring eth0 up\n"
		"settle eth0.7: address 2001:db8:7::5/64\n" },
	/* neighbours and proxies move, too; and they stand behind routes */
	{ SCENE("2 eth0 up addr 192.0.2.5/24 route default via 192.0.2.1 neigh 192.0.2.1 "
		"02:00:00:00:00:99 proxy 2001:db8::50"), BONDNL_MIGRATE,
		"bond0 eth0 miimon 0",
		"create bond0: miimon 0, mtu 1500, lladdr 02:00:00:00:00:02\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"-\n"
		"!take eth0 down\n"
		"!take from eth0: address 192.0.2.5/24\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n"
		"add the route default via 192.0.2.1 dev bond0\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev bond0\n"
		"add the proxy neighbour 2001:db8::50 dev bond0\n" },
	/* how it makes addresses is set before it comes up, and makes one */
	{ SCENE("2 eth0 known addrgenmode random"), BONDNL_MIGRATE, "bond0 eth0 miimon 0",
		"create bond0: miimon 0, mtu 1500, lladdr 02:00:00:00:00:02\n"
		"-\n"
		"set bond0: addrgenmode random\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	/* what stands on a secret is that device's alone */
	{ SCENE("2 eth0 known addrgenmode stable_secret"), BONDNL_MIGRATE,
		"bond0 eth0 miimon 0",
		"create bond0: miimon 0, mtu 1500, lladdr 02:00:00:00:00:02\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	{ SCENE("7 bond0 bond addrgenmode none known", "2 eth0 known master 7"),
		BONDNL_MIGRATE_BACK, "bond0 eth0",
		"delete bond0\n"
		"-\n"
		"set eth0: addrgenmode none\n" },
	/* one that is down has nothing to interrupt */
	{ SCENE("2 eth0 addr 192.0.2.5/24"), BONDNL_MIGRATE, "bond0 eth0 miimon 0",
		"create bond0: miimon 0, mtu 1500, lladdr 02:00:00:00:00:02\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"-\n"
		"take from eth0: address 192.0.2.5/24\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	/* the MAC of a radio stays its own; a gateway that moves is enough */
	{ SCENE("2 wlan0 wireless up addr 192.0.2.5/24 route default via 192.0.2.1"),
		BONDNL_MIGRATE, "bond0 wlan0 mode 1 miimon 100 gateway 192.0.2.1",
		"create bond0: mode active-backup, miimon 100, fail_over_mac active, mtu "
		"1500\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"-\n"
		"!take wlan0 down\n"
		"!take from wlan0: address 192.0.2.5/24\n"
		"enslave wlan0 to bond0\n"
		"-\n"
		"bring bond0 up\n"
		"add the route default via 192.0.2.1 dev bond0\n" },
	{ SCENE("7 bond0 bond up mode 1 addr 192.0.2.5/24 addr 2001:db8::5/64 route "
		"default via 192.0.2.1", "2 eth0 up known master 7",
		"3 eth1 up known master 7"), BONDNL_MIGRATE_BACK, "bond0 eth0",
		"give eth0: address 192.0.2.5/24\n"
		"-\n"
		"!delete bond0\n"
		"-\n"
		"give eth0: address 2001:db8::5/64\n"
		"-\n"
		"bring eth0 up\n"
		"add the route default via 192.0.2.1 dev eth0\n"
		"settle eth0: address 2001:db8::5/64\n" },

	/* ------------------------------------------------------ the module's own bond */
	{ SCENE("7 bond0 bond untouched known", "2 eth0 up known"), BONDNL_CREATE,
		"bond0 mode 1 miimon 100 xmit_hash_policy 1 slave eth0 mtu 9000 address "
		"192.0.2.5/24",
		"set bond0: mode active-backup\n"
		"set bond0: miimon 100\n"
		"set bond0: xmit_hash_policy layer3+4\n"
		"set bond0: mtu 9000\n"
		"give bond0: address 192.0.2.5/24\n"
		"-\n"
		"!take eth0 down\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	/* what it has already is not said; a new mode resets, so all is said again */
	{ SCENE("7 bond0 bond untouched known miimon 100"), BONDNL_CREATE,
		"bond0 miimon 100 resend_igmp 1", "bring bond0 up\n" },
	{ SCENE("7 bond0 bond untouched known miimon 100"), BONDNL_CREATE,
		"bond0 mode 4 miimon 100 resend_igmp 1 lacp_rate fast",
		"set bond0: mode 802.3ad, lacp_rate fast\n"
		"set bond0: miimon 100\n"
		"set bond0: resend_igmp 1\n"
		"-\n"
		"bring bond0 up\n" },
	{ SCENE("7 bond0 bond untouched known mode 1"), BONDNL_CREATE,
		"bond0 fail_over_mac active miimon 100 updelay 200 use_carrier off",
		"set bond0: fail_over_mac active\n"
		"set bond0: miimon 100, updelay 200, use_carrier off\n"
		"-\n"
		"bring bond0 up\n" },

	/* ----------------------------------------------------------------------- add */
	{ SCENE("7 bond0 bond up mode 1 miimon 100", "2 eth0 up known", "3 eth1 known"),
		BONDNL_ADD, "bond0 eth0 prio 5 eth1",
		"!take eth0 down\n"
		"enslave eth0 to bond0\n"
		"enslave eth1 to bond0\n"
		"-\n"
		"set eth0: prio 5\n" },
	/* the bond is not brought up: it was not asked for */
	{ SCENE("7 bond0 bond", "2 eth0 known"), BONDNL_ADD, "bond0 eth0",
		"enslave eth0 to bond0\n" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 prio 5"), BONDNL_ADD,
		"bond0 eth0 prio 5", "" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 prio 5"), BONDNL_ADD,
		"bond0 eth0 prio 6 queue_id 0", "set eth0: prio 6\n" },
	/* a slave that is not enslaved now may be asked for what it has */
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 known"), BONDNL_ADD,
		"bond0 eth0 prio 0",
		"enslave eth0 to bond0\n"
		"-\n"
		"set eth0: prio 0\n" },
	{ SCENE("7 bond0 bond up", "2 eth0 master 7"), BONDNL_ADD, "bond0 eth0", "" },
	/* with the MAC policy that it needs, while it is still empty */
	{ SCENE("7 bond0 bond up mode 1", "4 wlan0 wireless up known"), BONDNL_ADD,
		"bond0 wlan0",
		"set bond0: fail_over_mac active\n"
		"-\n"
		"!take wlan0 down\n"
		"enslave wlan0 to bond0\n" },

	/* ------------------------------------------------------------- remove, delete */
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "3 eth1 master 7"),
		BONDNL_REMOVE,
		"bond0 eth1 eth0",
		"release eth1 from bond0\n"
		"!release eth0 from bond0\n" },
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7", "8 bond1 bond"), BONDNL_DELETE,
		"bond0 bond1",
		"!delete bond0\n"
		"delete bond1\n" },

	/* --------------------------------------------------------------------- apply */
	/* it is so already, whatever the kernel and the driver have added */
	{ SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth1 addr 192.0.2.5/24 "
		"temp fe80::1/64", "2 eth0 up master 7 prio 5", "3 eth1 up master 7"),
		BONDNL_APPLY, "bond0 mode 1 address 192.0.2.5/24; slave eth0 prio 5; slave eth1",
		"" },
	{ SCENE("7 bond0 bond up mode 4 miimon 100 lacp_rate fast", "2 eth0 up master 7"),
		BONDNL_APPLY, "bond0 mode 4; lacp_rate fast; slave eth0", "" },
	/* another MAC takes neighbours away: they are given again */
	{ SCENE("7 bond0 bond up miimon 100 neigh 192.0.2.1 02:00:00:00:00:99 proxy "
		"192.0.2.50"), BONDNL_SET, "bond0 lladdr 02:aa:00:00:00:01",
		"set bond0: lladdr 02:aa:00:00:00:01\n"
		"-\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev bond0\n" },
	/* with the last v4 address go neighbours, too */
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24 neigh 192.0.2.1 "
		"02:00:00:00:00:99 neigh 2001:db8::1 02:00:00:00:00:99 proxy 192.0.2.50"),
		BONDNL_APPLY, "bond0 miimon 100; address 192.0.2.6/24",
		"!take from bond0: address 192.0.2.5/24\n"
		"give bond0: address 192.0.2.6/24\n"
		"-\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev bond0\n"
		"add the proxy neighbour 192.0.2.50 dev bond0\n" },
	/* what it does not name goes back, what it does not list goes */
	{ SCENE("7 bond0 bond up mode 1 miimon 50 updelay 100 resend_igmp 5 primary eth0",
		"2 eth0 up master 7 prio 5", "3 eth1 up master 7", "4 eth2 known"),
		BONDNL_APPLY, "bond0 mode 1; slave eth0; slave eth2",
		"!release eth1 from bond0\n"
		"set bond0: miimon 100, updelay 0, downdelay 0, peer_notif_delay 0\n"
		"set bond0: primary none, resend_igmp 1\n"
		"-\n"
		"enslave eth2 to bond0\n"
		"-\n"
		"set eth0: prio 0\n" },
	/* a monitor that is chosen needs no other */
	{ SCENE("7 bond0 bond up mode 1 miimon 100"), BONDNL_APPLY,
		"bond0 mode 1; arp_interval 1s; arp_ip_target 192.0.2.1",
		"set bond0: miimon 0, arp_interval 1000, arp_ip_target 192.0.2.1\n" },
	/* addresses: all of them, or none of them is spoken of */
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24 addr 192.0.2.6/24"),
		BONDNL_APPLY, "bond0 address 192.0.2.6/24",
		/* a secondary goes with its primary, and is given again */
		"!take from bond0: address 192.0.2.5/24\n"
		"give bond0: address 192.0.2.6/24\n" },
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24"), BONDNL_APPLY,
		"bond0 address 192.0.2.6/24; address 198.51.100.6/24",
		"give bond0: address 198.51.100.6/24\n"
		"!take from bond0: address 192.0.2.5/24\n"
		"give bond0: address 192.0.2.6/24\n" },
	/* with the last one go the routes: those that lean on the new one come again */
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24 route default via "
		"192.0.2.1"), BONDNL_APPLY, "bond0 address 192.0.2.6/24; gateway 192.0.2.1",
		"!take from bond0: address 192.0.2.5/24\n"
		"give bond0: address 192.0.2.6/24\n"
		"-\n"
		"add the route default via 192.0.2.1 dev bond0\n" },
	/* another gateway instead of the one that this bond has */
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24 route default via "
		"192.0.2.1"), BONDNL_APPLY, "bond0 gateway 192.0.2.9",
		"add the route default via 192.0.2.9 dev bond0 in place of another\n" },
	{ SCENE("7 bond0 bond up miimon 100 addr 192.0.2.5/24"), BONDNL_APPLY, "bond0", "" },
	/* one that was set down comes up, and the other way round */
	{ SCENE("7 bond0 bond miimon 100"), BONDNL_APPLY, "bond0", "bring bond0 up\n" },
	{ SCENE("7 bond0 bond up miimon 100"), BONDNL_APPLY, "bond0; down",
		"!take bond0 down\n" },
	{ SCENE("2 eth0 known"), BONDNL_APPLY,
		"bond0 mode 1; slave eth0; slave eth9 optional; primary eth9",
		"create bond0: mode active-backup, miimon 100\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"bring bond0 up\n" },
	/* several bonds, phase by phase; a slave may go from one to the other */
	{ SCENE("7 bond0 bond up miimon 100", "2 eth0 up master 7", "3 eth1 up master 7",
		"8 bond1 bond up miimon 100", "9 bond2 bond"), BONDNL_APPLY,
		"bond0; slave eth0; bond bond1; slave eth1; bond bond3; absent bond2 bond4",
		"delete bond2\n"
		"create bond3: miimon 100\n"
		"-\n"
		"!release eth1 from bond0\n"
		"-\n"
		"enslave eth1 to bond1\n"
		"-\n"
		"bring bond3 up\n" },
	{ SCENE("7 bond0 bond up miimon 100", "2 eth0 up master 7",
		"8 bond1 bond up miimon 100"), BONDNL_APPLY,
		"bond1; slave eth0; bond bond0",
		"!release eth0 from bond0\n"
		"-\n"
		"enslave eth0 to bond1\n" },

	/* ------------------------------------------------------------------ failover */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_FAILOVER, "bond0",
		"set bond0: active_slave eth1\n" },
	{ SCENE("7 bond0 bond up mode 1 active_slave eth1", "2 eth0 up master 7",
		"3 eth1 up master 7"), BONDNL_FAILOVER, "bond0 eth1", "" },
};
/* clang-format on */

static void check_order(const struct plan *p)
{
	for (size_t i = 1; i < p->n; i++)
		ck_assert_int_le(p->steps[i - 1].phase, p->steps[i].phase);
}

START_TEST(test_spec)
{
	const struct row *r = &rows[_i];
	_cleanup_text_ struct text steps = { 0 };
	struct path p;

	path_take(&p, r->scene, r->intent, r->line);
	ck_assert_msg(p.rc == 0, "%s: %s", p.err.subject, p.err.text);
	path_print_plan(&p.plan, &steps);
	ck_assert_str_eq(text_str(&steps), r->steps);
	check_order(&p.plan);
	path_free(&p);
}
END_TEST

/* ------------------------------------------------------------------- putting back */

struct back {
	const char *const *before, *const *now;
	const char *steps;
};

/* clang-format off */
static const struct back backs[] = {
	/* nothing was changed */
	{ SCENE("2 eth0 up addr 192.0.2.5/24 route default via 192.0.2.1",
		"3 eth1 mtu 9000"),
		SCENE("2 eth0 up addr 192.0.2.5/24 route default via 192.0.2.1",
		"3 eth1 mtu 9000"), "" },
	{ SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0",
		"2 eth0 up master 7"),
		SCENE("7 bond0 bond up mode 1 miimon 100 active_slave eth0",
		"2 eth0 up master 7"), "" },
	/* marked, and not deleted; and one that was made anew has its group again */
	{ SCENE("7 bond0 bond", "8 bond1 bond group 5"),
		SCENE("7 bond0 bond group " GROUP, "8 bond1 bond group " GROUP),
		"put bond0 into group 0\nput bond1 into group 5\n" },
	{ SCENE("2 eth0", "8 bond1 bond group 5 known"), SCENE("2 eth0"),
		"create bond1: mode balance-rr, miimon 0, use_carrier on, arp_interval 0, "
		"arp_validate none, arp_all_targets any, arp_missed_max 2, "
		"primary_reselect always, fail_over_mac none, xmit_hash_policy layer2, "
		"resend_igmp 1, num_peer_notif 1, all_slaves_active off, min_links 0, "
		"lp_interval 1, packets_per_slave 1, ad_select stable, mtu 1500, lladdr "
		"02:00:00:00:00:08\n"
		"-\n"
		"put bond1 into group 5\n" },
	/* by a small MTU IPv6 is lost, and with it how it made addresses */
	{ SCENE("2 eth0 addrgenmode none", "3 eth1 mtu 1000 addrgenmode 255"),
		SCENE("2 eth0 mtu 1000 addrgenmode 255", "3 eth1 addrgenmode none"),
		"set eth0: mtu 1500\n"
		"set eth0: addrgenmode none\n"
		"set eth1: mtu 1000\n" },
	/* neighbours go with the link, and with another MAC; proxies stay with that */
	{ SCENE("2 eth0 up neigh 192.0.2.1 02:00:00:00:00:99 proxy 192.0.2.50",
		"3 eth1 up mac 02:00:00:00:00:33 neigh 192.0.2.1 02:00:00:00:00:99 proxy "
		"192.0.2.50"),
		SCENE("2 eth0 known", "3 eth1 up proxy 192.0.2.50"),
		"set eth1: lladdr 02:00:00:00:00:33\n"
		"-\n"
		"bring eth0 up\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev eth0\n"
		"add the proxy neighbour 192.0.2.50 dev eth0\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev eth1\n" },
	/* and what is there will be gone by then */
	{ SCENE("3 eth1 up mac 02:00:00:00:00:33 neigh 192.0.2.1 02:00:00:00:00:99"),
		SCENE("3 eth1 up neigh 192.0.2.1 02:00:00:00:00:99"),
		"set eth1: lladdr 02:00:00:00:00:33\n"
		"-\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev eth1\n" },
	/* one that has another MAC by now; one that was none; one that stays */
	{ SCENE("2 eth0 up neigh 192.0.2.1 02:00:00:00:00:99 proxy 192.0.2.50 neigh "
		"192.0.2.4 02:00:00:00:00:94"),
		SCENE("2 eth0 up neigh 192.0.2.1 02:00:00:00:00:98 neigh 192.0.2.2 "
		"02:00:00:00:00:97 neigh 192.0.2.4 02:00:00:00:00:94 proxy 192.0.2.51"),
		"remove the neighbour 192.0.2.2 lladdr 02:00:00:00:00:97 dev eth0\n"
		"remove the proxy neighbour 192.0.2.51 dev eth0\n"
		"-\n"
		"add the neighbour 192.0.2.1 lladdr 02:00:00:00:00:99 dev eth0 in place "
		"of another\n"
		"add the proxy neighbour 192.0.2.50 dev eth0\n" },
	/* a bond was made, and nothing else */
	{ SCENE("2 eth0 up addr 192.0.2.5/24"),
		SCENE("2 eth0 up addr 192.0.2.5/24", "7 bond0 bond addr 192.0.2.6/24"),
		"delete bond0\n" },
	/* a slave was taken down: its routes and v6 addresses went */
	{ SCENE("2 eth0 up addr 192.0.2.5/24 addr 2001:db8::5/64 temp fe80::2/64 route "
		"default via 192.0.2.1 route 198.51.100.0/24"),
		SCENE("2 eth0 addr 192.0.2.5/24", "7 bond0 bond"),
		"delete bond0\n"
		"-\n"
		"give eth0: address 2001:db8::5/64\n"
		"-\n"
		"bring eth0 up\n"
		"add the route 198.51.100.0/24 dev eth0\n"
		"add the route default via 192.0.2.1 dev eth0\n"
		"settle eth0: address 2001:db8::5/64\n" },
	/* enslaved already: deleting the bond closes it, MAC and MTU come back */
	{ SCENE("2 eth0 up known addr 192.0.2.5/24", "3 eth1 known"),
		SCENE("7 bond0 bond up mtu 9000",
			"2 eth0 up known addr 192.0.2.5/24 master 7 mtu 9000",
			"3 eth1 up known master 7 mtu 9000"),
		"!delete bond0\n"
		"-\n"
		"set eth0: mtu 1500\n"
		"set eth1: mtu 1500\n"
		"-\n"
		"bring eth0 up\n" },
	/* the module's own, half made into another: down and empty for what needs it */
	{ SCENE("7 bond0 bond known", "2 eth0 up known"),
		SCENE("7 bond0 bond up known mode 1 miimon 100 primary eth0 "
		"active_slave eth0 "
		      "resend_igmp 3 addr 192.0.2.5/24 mac 02:00:00:00:00:02",
			"2 eth0 up known master 7"),
		"!release eth0 from bond0\n"
		"!take bond0 down\n"
		"set bond0: primary none\n"
		"set bond0: mode balance-rr, fail_over_mac none, ad_select stable\n"
		"set bond0: miimon 0, use_carrier on, arp_interval 0, arp_ip_target "
		"none, "
		"ns_ip6_target none, arp_validate none, arp_all_targets any, "
		"arp_missed_max 2\n"
		"set bond0: primary_reselect always, xmit_hash_policy layer2, "
		"resend_igmp 1, "
		"num_peer_notif 1, all_slaves_active off, min_links 0, lp_interval 1, "
		"packets_per_slave 1\n"
		"set bond0: lladdr 02:00:00:00:00:07\n"
		"!take from bond0: address 192.0.2.5/24\n"
		"-\n"
		"bring eth0 up\n" },
	/* what only the mode that goes has is set while it is there */
	{ SCENE("7 bond0 bond known"),
		SCENE("7 bond0 bond known mode 4 lacp_rate fast ad_user_port_key 5"),
		"set bond0: lacp_rate slow\n"
		"set bond0: mode balance-rr, fail_over_mac none, ad_select stable\n"
		"set bond0: miimon 0, use_carrier on, arp_interval 0, arp_ip_target "
		"none, ns_ip6_target none, arp_validate none, arp_all_targets any, "
		"arp_missed_max 2\n"
		"set bond0: primary_reselect always, xmit_hash_policy layer2, "
		"resend_igmp 1, num_peer_notif 1, all_slaves_active off, min_links 0, "
		"lp_interval 1, packets_per_slave 1\n" },
	/* targets that were none before */
	{ SCENE("7 bond0 bond mode 1"),
		SCENE("7 bond0 bond mode 1 arp_interval 100 arp_ip_target 192.0.2.1 "
		      "ns_ip6_target fe80::1"),
		"set bond0: arp_interval 0, arp_ip_target none, ns_ip6_target none\n" },
	{ SCENE("7 bond0 bond mode 1 arp_ip_target 192.0.2.1,192.0.2.2"),
		SCENE("7 bond0 bond mode 1 arp_ip_target 192.0.2.2"),
		"set bond0: arp_ip_target 192.0.2.1,192.0.2.2\n" },
	{ SCENE("7 bond0 bond mode 1", "2 eth0 master 7"),
		SCENE("7 bond0 bond mode 1 primary eth0", "2 eth0 master 7"),
		"set bond0: primary none\n" },
	/* delays go with miimon, and not without it */
	{ SCENE("7 bond0 bond miimon 100 updelay 200"),
		SCENE("7 bond0 bond miimon 50 updelay 100"),
		"set bond0: miimon 100, updelay 200, downdelay 0, peer_notif_delay 0\n" },
	{ SCENE("7 bond0 bond updelay 0"), SCENE("7 bond0 bond miimon 50 updelay 100"),
		"set bond0: updelay 0\n"
		"set bond0: miimon 0\n" },
	/* a bond was deleted: made again with its number, and its slaves put in */
	{ SCENE("7 bond0 bond up mode 802.3ad miimon 100 mtu 9000 addr 192.0.2.5/24 "
		"addr 2001:db8::5/64 route default via 192.0.2.1",
		"2 eth0 up master 7 queue_id 3 mtu 9000"), SCENE("2 eth0"),
		"create bond0: mode 802.3ad, miimon 100, updelay 0, downdelay 0, "
		"peer_notif_delay 0, use_carrier on, arp_all_targets any, "
		"primary_reselect always, fail_over_mac none, xmit_hash_policy layer2, "
		"resend_igmp 1, num_peer_notif 1, all_slaves_active off, min_links 0, "
		"lp_interval 1, lacp_active on, lacp_rate slow, ad_select stable, "
		"ad_actor_sys_prio 65535, ad_user_port_key 0, ad_actor_system "
		"00:00:00:00:00:00, coupled_control on, mtu 9000, lladdr "
		"02:00:00:00:00:02\n"
		"-\n"
		"give bond0: address 192.0.2.5/24\n"
		"give bond0: address 2001:db8::5/64\n"
		"-\n"
		"enslave eth0 to bond0\n"
		"-\n"
		"set eth0: queue_id 3, actor_port_prio 255\n"
		"bring bond0 up\n"
		"add the route default via 192.0.2.1 dev bond0\n"
		"settle bond0: address 2001:db8::5/64\n" },
	/* a slave was released */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth1",
		"2 eth0 up known master 7 prio 5", "3 eth1 up master 7"),
		SCENE("7 bond0 bond up mode 1 active_slave eth1 mac 02:00:00:00:00:02",
		"2 eth0 known", "3 eth1 up master 7"),
		"enslave eth0 to bond0\n"
		"-\n"
		"set eth0: queue_id 0, prio 5\n" },
	/* the active slave is another */
	{ SCENE("7 bond0 bond up mode 1 active_slave eth0", "2 eth0 up master 7",
		"3 eth1 up master 7"), SCENE("7 bond0 bond up mode 1 active_slave eth1",
		"2 eth0 up master 7", "3 eth1 up master 7"),
		"set bond0: active_slave eth0\n" },
	{ SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 prio 3"),
		SCENE("7 bond0 bond up mode 1", "2 eth0 up master 7 prio 5"),
		"set eth0: prio 3\n" },
	/* taken from a bond that still has others */
	{ SCENE("5 bond1 bond up", "2 eth0 up known master 5",
		"3 eth1 up known master 5"),
		SCENE("5 bond1 bond up mac 02:00:00:00:00:02", "7 bond0 bond",
		"2 eth0 up known master 7", "3 eth1 up known master 5"),
		"delete bond0\n"
		"-\n"
		"enslave eth0 to bond1\n"
		"-\n"
		"set eth0: queue_id 0\n" },
	/* a bridge does not open its ports, and takes those that are up */
	{ SCENE("5 br0 bridge up", "2 eth0 up known master 5"),
		SCENE("5 br0 bridge up", "7 bond0 bond", "2 eth0 up known master 7"),
		"delete bond0\n"
		"-\n"
		"enslave eth0 to br0\n"
		"-\n"
		"bring eth0 up\n" },
	{ SCENE("5 br0 bridge up", "2 eth0 up known master 5"),
		SCENE("5 br0 bridge up", "2 eth0 up known"), "enslave eth0 to br0\n" },
	/* the last slave takes the bond's MAC along, even one that was chosen */
	{ SCENE("7 bond0 bond mac 02:aa:00:00:00:01", "2 eth0 known"),
		SCENE("7 bond0 bond mac 02:aa:00:00:00:01", "2 eth0 up known master 7"),
		"!release eth0 from bond0\n"
		"set bond0: lladdr 02:aa:00:00:00:01\n" },
	{ SCENE("7 bond0 bond mac 02:aa:00:00:00:01", "2 eth0 known", "3 eth1 master 7"),
		SCENE("7 bond0 bond mac 02:aa:00:00:00:01", "2 eth0 up known master 7",
			"3 eth1 master 7"),
		"!release eth0 from bond0\n" },
	/* addresses and MTU that a slave has of its own come after it is one */
	{ SCENE("7 bond0 bond up", "2 eth0 up master 7 mtu 1400 addr 2001:db8::5/64"),
		SCENE("7 bond0 bond up mac 02:00:00:00:00:02", "2 eth0 mtu 1400"),
		"enslave eth0 to bond0\n"
		"-\n"
		"set eth0: queue_id 0\n"
		"set eth0: mtu 1400\n"
		"give eth0: address 2001:db8::5/64\n"
		"settle eth0: address 2001:db8::5/64\n" },
	/* one that was not in use yet is checked as any */
	{ SCENE("2 eth0 up tentative 2001:db8::5/64"), SCENE("2 eth0 up known"),
		"give eth0: address 2001:db8::5/64\n" },
	/* so that they stand as they did: v4 from the first, v6 from the last */
	{ SCENE("2 eth0 up addr 192.0.2.5/24 addr 2001:db8::5/64 addr 192.0.2.6/24 addr "
		"2001:db8::6/64"), SCENE("2 eth0 up known"),
		"give eth0: address 192.0.2.5/24\n"
		"give eth0: address 192.0.2.6/24\n"
		"give eth0: address 2001:db8::6/64\n"
		"give eth0: address 2001:db8::5/64\n"
		"-\n"
		"settle eth0: address 2001:db8::6/64\n"
		"settle eth0: address 2001:db8::5/64\n" },
};
/* clang-format on */

START_TEST(test_back)
{
	_cleanup_text_ struct text steps = { 0 };
	struct path p;

	path_put_back(&p, backs[_i].before, backs[_i].now);
	path_print_plan(&p.plan, &steps);
	ck_assert_str_eq(text_str(&steps), backs[_i].steps);
	check_order(&p.plan);
	path_free(&p);
}
END_TEST

/* ---------------------------------------------------------------- what awaits replies */

/* After a bond was made, before slaves are disturbed, and before what needs them. */
START_TEST(test_waits)
{
	ck_assert(plan_is_barrier(PHASE_HANDOVER, PHASE_DELETE));
	ck_assert(plan_is_barrier(PHASE_MARK, PHASE_DELETE));
	ck_assert(plan_is_barrier(PHASE_MARK, PHASE_CREATE));
	ck_assert(!plan_is_barrier(PHASE_HANDOVER, PHASE_MARK));
	ck_assert(!plan_is_barrier(PHASE_DELETE, PHASE_CREATE));
	ck_assert(plan_is_barrier(PHASE_CREATE, PHASE_RELEASE));
	ck_assert(plan_is_barrier(PHASE_CREATE, PHASE_ROUTE));
	ck_assert(!plan_is_barrier(PHASE_RELEASE, PHASE_ADDRESS));
	ck_assert(plan_is_barrier(PHASE_ADDRESS, PHASE_SLAVE_DOWN));
	ck_assert(plan_is_barrier(PHASE_RELEASE, PHASE_ENSLAVE));
	ck_assert(!plan_is_barrier(PHASE_SLAVE_DOWN, PHASE_ENSLAVE));
	ck_assert(plan_is_barrier(PHASE_ENSLAVE, PHASE_UP));
	ck_assert(plan_is_barrier(PHASE_ADDRESS, PHASE_UP));
	ck_assert(!plan_is_barrier(PHASE_SLAVE_OPTIONS, PHASE_ROUTE));
	for (int i = PHASE_DELETE; i <= PHASE_ROUTE; i++)
		ck_assert(!plan_is_barrier((enum phase)i, (enum phase)i));
}
END_TEST

/* ------------------------------------------------------------------ steps as text */

START_TEST(test_step_text)
{
	static const struct {
		struct step step;
		const char *text;
	} steps[] = {
		{ { .kind = STEP_CREATE }, "create bond0" },
		{ { .kind = STEP_CREATE, .parts = TARGET_MTU },
			"create bond0: mtu 9000" },
		{ { .kind = STEP_CREATE,
			  .parts = TARGET_MAC,
			  .mask = OPTBIT(BONDNL_OPT_MIIMON) },
			"create bond0: miimon 100, lladdr 02:00:00:00:00:01" },
		{ { .kind = STEP_LINK, .parts = TARGET_MTU | TARGET_MAC },
			"set bond0: mtu 9000, lladdr 02:00:00:00:00:01" },
		{ { .kind = STEP_RELEASE, .master = -1 },
			"release bond0 from its master" },
		{ { .kind = STEP_DOWN }, "take bond0 down" },
	};
	struct target_link l = {
		.name = "bond0", .mtu = 9000, .mac = { 2, 0, 0, 0, 0, 1 }, .mac_len = 6
	};
	struct target target = { .links = &l, .n = 1 };

	optset_put_number(&l.options, BONDNL_OPT_MIIMON, 100);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		struct step step = steps[i].step;
		struct plan p = { .target = &target, .steps = &step, .n = 1 };
		_cleanup_text_ struct text t = { 0 };

		plan_print_step(&p, 0, &t);
		ck_assert_str_eq(text_str(&t), steps[i].text);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("plan");

	unit_rows(s, "spec", test_spec, ARRAY_SIZE(rows));
	unit_rows(s, "back", test_back, ARRAY_SIZE(backs));
	unit_one(s, "waits", test_waits);
	unit_one(s, "step text", test_step_text);
	return unit_run(s);
}
