/*
 * Wrong words, as root and as a user: each row says the words, how it must end and what
 * must be said, and nothing may be changed by any of them.
 * It never judges what succeeds (it_create, it_change), nor the putting back (it_undo).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/world.h"

/* So many rows are run before the namespace is looked at: a look costs as much as
 * several. */
#define TOGETHER 20

#define NOT_AS_ROOT -1 /* root would carry it out */

struct row {
	const char *words;
	int status;	  /* as root, and as a user unless the last two say otherwise */
	const char *text; /* part of what is said */
	const char *hint; /* another part, or NULL */
	int user_status;  /* 0: as root */
	const char *user_text;
};

/* What only the lack of privilege stops. */
#define NEEDS_PRIVILEGE 1, "needs CAP_NET_ADMIN"
#define AS_USER_ONLY(words)                                                              \
	{                                                                                \
		words, NOT_AS_ROOT, "", "run it as root", NEEDS_PRIVILEGE                \
	}

/* Beginnings of what is otherwise right. */
#define NEW "create bond0 "
#define AB  NEW "mode active-backup "
#define SEVENTEEN                                                                        \
	"10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5,10.0.0.6,10.0.0.7,10.0.0.8,"       \
	"10.0.0.9,10.0.0.10,10.0.0.11,10.0.0.12,10.0.0.13,10.0.0.14,10.0.0.15,"          \
	"10.0.0.16,10.0.0.17"
#define BYTES_32  "abcdefghijklmnopqrstuvwxyz012345"
#define BYTES_128 BYTES_32 BYTES_32 BYTES_32 BYTES_32

/* clang-format off */
static const struct row rows[] = {
	/* commands */
	{ "", 2, "a command is missing", "'bondnl --help' lists them", 0, NULL },
	{ "creat bond0", 2, "creat: no such command", "did you mean create?", 0, NULL },
	{ "craete bond0", 2, "craete: no such command", "did you mean create?", 0, NULL },
	{ "relase bond9 eth5", 2, "no such command", "did you mean release?", 0, NULL },
	{ "xyzzy", 2, "xyzzy: no such command", "'bondnl --help' lists the commands", 0, NULL },
	{ "''", 2, "no such command", "'bondnl --help' lists the commands", 0, NULL },
	{ "CREATE bond0", 2, "CREATE: no such command", NULL, 0, NULL },
	{ "help nosuch", 2, "nosuch: no such command", NULL, 0, NULL },

	/* flags */
	{ "--vrebose show", 2, "--vrebose: no such flag", "did you mean --verbose?", 0, NULL },
	{ "show --dryrun", 2, "--dryrun: no such flag", "did you mean --dry-run?", 0, NULL },
	{ "show --xyzzy", 2, "--xyzzy: no such flag", "'bondnl --help' lists the flags", 0, NULL },
	{ "show -x", 2, "-x: no such flag", "'bondnl --help' lists the flags", 0, NULL },
	{ "show -", 2, "-: no such flag", NULL, 0, NULL },
	{ "show -jx", 2, "-jx: no such flag", NULL, 0, NULL },
	{ "-q -v show", 2, "-q, -v: one or the other, not both", NULL, 0, NULL },
	{ NEW "-qv", 2, "-q, -v: one or the other, not both", NULL, 0, NULL },
	{ "show -n", 2, "-n: the name of a network namespace is missing", "'ip netns' lists them", 0, NULL },
	{ "show -n ''", 2, "-n: the name of a network namespace is missing", NULL, 0, NULL },
	{ "--netns= show", 2, "the name of a network namespace is missing", NULL, 0, NULL },
	{ "-n a -n b show", 2, "-n: is said twice", NULL, 0, NULL },
	{ "-n nosuch show", 1, "nosuch: no such network namespace", "'ip netns' lists them", 0, NULL },
	{ "-n nosuch create bond0", 1, "nosuch: no such network namespace", NULL, 0, NULL },
	{ "-n a/b show", 2, "a/b: is no name of a network namespace", NULL, 0, NULL },
	{ "-n a/b create bond0", 2, "a/b: is no name of a network namespace", NULL, 0, NULL },
	{ "-n .. show", 2, "..: is no name of a network namespace", NULL, 0, NULL },
	{ "-n /etc/passwd show", 1, "cannot enter the network namespace", NULL, 1, "network namespace" },
	{ "--json " NEW, 2, "--json: is for diff, show", NULL, 0, NULL },
	{ "del bond9 -j", 2, "--json: is for diff, show", NULL, 0, NULL },
	{ "show --dry-run", 2, "--dry-run: show changes nothing anyway", NULL, 0, NULL },

	/* the name of the bond */
	{ "create", 2, "create: the name of a bond is missing", "bondnl create BOND [WORDS]", 0, NULL },
	{ "add", 2, "add: the name of a bond is missing", "bondnl add BOND SLAVE", 0, NULL },
	{ "remove", 2, "remove: the name of a bond is missing", "bondnl remove BOND SLAVE...", 0, NULL },
	{ "del", 2, "del: the name of a bond is missing", "bondnl del BOND...", 0, NULL },
	{ "delete", 2, "the name of a bond is missing", "bondnl del", 0, NULL },
	{ "failover", 2, "failover: the name of a bond is missing", "bondnl failover BOND", 0, NULL },
	{ "create mode active-backup slave eth0", 2, "the name of the bond is missing before it",
		"bondnl create bond0 mode ...", 0, NULL },
	{ "create abcdefghijklmnop", 2, "create abcdefghijklmnop: a device name has at most 15 bytes",
		"choose a shorter name, such as bond0", 0, NULL },
	{ "create a/b", 2, "create a/b: a device name has no '/'", NULL, 0, NULL },
	{ "create a:b", 2, "create a:b: a device name has no '/', ':'", NULL, 0, NULL },
	{ "create 'a b'", 2, "create a b: a device name has no '/', ':' or white space", NULL, 0, NULL },
	{ "create bond%d", 2, "create bond%d: a device name with '%' is a pattern", "say the name", 0, NULL },
	{ "create ''", 2, "a device name cannot be empty", NULL, 0, NULL },
	{ "create .", 2, "create .: no device can have this name", NULL, 0, NULL },
	{ "create ..", 2, "create ..: no device can have this name", NULL, 0, NULL },
	{ "add " BYTES_128 " eth0", 2, "has at most 127 bytes", NULL, 0, NULL },
	{ "show a/b", 2, "a device name has no '/'", NULL, 0, NULL },

	/* words and options */
	{ NEW "mimon 100", 2, "create bond0: mimon: no such option or word", "did you mean miimon?", 0, NULL },
	{ NEW "salve eth0", 2, "salve: no such option or word", "did you mean slave?", 0, NULL },
	{ NEW "lacp", 2, "lacp: no such option or word", "did you mean lacp_", 0, NULL },
	{ NEW "MIIMON 100", 2, "MIIMON: no such option or word", NULL, 0, NULL },
	{ NEW "eth0 eth1", 2, "eth0: no such option or word", "slaves are said as slave DEV", 0, NULL },
	{ NEW "mode active-bakcup", 2, "mode: 'active-bakcup' is not a value it can have",
		"did you mean active-backup?", 0, NULL },
	{ NEW "mode 7", 2, "mode: '7' is not a value it can have", "it takes balance-rr, active-backup", 0, NULL },
	{ AB "primary_reselect beter", 2, "primary_reselect: 'beter'", "did you mean better?", 0, NULL },
	{ NEW "mode 802.3ad lacp_rate quick", 2, "lacp_rate: 'quick' is not a value", "slow, fast", 0, NULL },
	{ NEW "miimon", 2, "miimon: a value is missing after it", "it takes 0 to 2147483647 ms", 0, NULL },
	{ NEW "mode", 2, "mode: a value is missing after it", "balance-alb", 0, NULL },
	{ NEW "miimon 100 miimon 100", 2, "miimon: is said twice", "say it once", 0, NULL },
	{ NEW "num_grat_arp 1 num_peer_notif 1", 2, "num_peer_notif: is the same option as num_grat_arp, which is said already", NULL, 0, NULL },
	{ NEW "num_peer_notif 1 num_unsol_na 2", 2, "num_unsol_na: is the same option as num_peer_notif", NULL, 0, NULL },
	{ NEW "missed_max 2 arp_missed_max 2", 2, "arp_missed_max: is the same option as missed_max", NULL, 0, NULL },
	{ NEW "state active", 2, "state: is reported by the driver, not set", NULL, 0, NULL },
	{ AB "slave eth0 mii_status up", 2, "mii_status: is reported by the driver, not set", NULL, 0, NULL },
	{ NEW "ad_partner_mac 02:00:00:00:00:01", 2, "ad_partner_mac", NULL, 0, NULL },

	/* numbers and times */
	{ NEW "miimon 2147483648", 2, "miimon: '2147483648' is not a value", "0 to 2147483647 ms", 0, NULL },
	{ NEW "miimon -1", 2, "miimon: '-1' is not a value", "such as 100, 100ms or 1s", 0, NULL },
	{ NEW "arp_missed_max 0", 2, "arp_missed_max: '0' is not a value", "1 to 255", 0, NULL },
	{ NEW "arp_missed_max 256", 2, "arp_missed_max: '256' is not a value", "1 to 255", 0, NULL },
	{ NEW "lp_interval 0", 2, "lp_interval: '0' is not a value", "such as 1 or 1s", 0, NULL },
	{ NEW "lp_interval 500ms", 2, "lp_interval: '500ms' is not a value", NULL, 0, NULL },
	{ NEW "peer_notif_delay 300001", 2, "peer_notif_delay: '300001'", "0 to 300000 ms", 0, NULL },
	{ NEW "num_peer_notif 256", 2, "num_peer_notif: '256' is not a value", "0 to 255", 0, NULL },
	{ NEW "mode 802.3ad ad_user_port_key 1024", 2, "ad_user_port_key: '1024'", "0 to 1023", 0, NULL },
	{ NEW "mode 802.3ad ad_actor_sys_prio 0", 2, "ad_actor_sys_prio: '0'", "1 to 65535", 0, NULL },
	{ NEW "miimon 100us", 2, "miimon: '100us' is not a value", NULL, 0, NULL },
	{ NEW "miimon 1.5", 2, "miimon: '1.5' is not a value", NULL, 0, NULL },
	{ NEW "miimon 1.5ms", 2, "miimon: '1.5ms' is not a value", NULL, 0, NULL },
	{ NEW "miimon 1.0005s", 2, "miimon: '1.0005s' is not a value", NULL, 0, NULL },
	{ NEW "miimon 1.s", 2, "miimon: '1.s' is not a value", NULL, 0, NULL },
	{ NEW "miimon ' 100'", 2, "miimon: ' 100' is not a value", NULL, 0, NULL },
	{ NEW "miimon '100 '", 2, "miimon: '100 ' is not a value", NULL, 0, NULL },
	{ NEW "miimon +100", 2, "miimon: '+100' is not a value", NULL, 0, NULL },
	{ NEW "miimon 0x64", 2, "miimon: '0x64' is not a value", NULL, 0, NULL },
	{ NEW "miimon ''", 2, "miimon: '' is not a value", NULL, 0, NULL },
	{ NEW "miimon 100000000000000000000000000000", 2, "is not a value it can have", NULL, 0, NULL },
	{ NEW "min_links 18446744073709551616", 2, "min_links: '18446744073709551616'", NULL, 0, NULL },
	{ AB "slave eth0 prio 2147483648", 2, "prio: '2147483648' is not a value", "-2147483648 to", 0, NULL },
	{ AB "slave eth0 prio -2147483649", 2, "prio: '-2147483649' is not a value", NULL, 0, NULL },
	{ AB "slave eth0 queue_id 65536", 2, "queue_id: '65536' is not a value", "0 to 65535", 0, NULL },

	/* slaves, as words */
	{ AB "prio 5 slave eth0", 2, "prio: belongs to a slave: say it after one", "slave DEV prio N", 0, NULL },
	{ "add bond9 prio 5 eth0", 2, "prio: belongs to a slave", "add BOND DEV prio N", 0, NULL },
	{ AB "move slave eth0", 2, "move: belongs to a slave: say it after one", NULL, 0, NULL },
	{ AB "flush slave eth0", 2, "flush: belongs to a slave: say it after one", NULL, 0, NULL },
	{ "set bond9 slave eth5 flush", 2, "flush: is no word for set", NULL, 0, NULL },
	{ "add bond9 eth0 miimon 100", 2, "add bond9: miimon: is a word for create and set; add takes slaves only",
		"a device called miimon would be said as slave miimon", 0, NULL },
	{ "add bond9 eth0 mtu 1400", 2, "mtu: is a word for create and set", NULL, 0, NULL },
	{ "remove bond9 eth5 prio 1", 2, "prio: is an option of a slave, for create, add and set", NULL, 0, NULL },
	{ "remove bond9 eth5 down", 2, "down: is a word for create and set; remove takes slaves only", NULL, 0, NULL },
	{ "add bond9", 2, "add bond9: the name of a slave is missing", "bondnl add bond9 eth0", 0, NULL },
	{ "remove bond9", 2, "remove bond9: the name of a slave is missing", "bondnl remove bond9 eth0", 0, NULL },
	{ AB "slave", 2, "slave: the name of a device is missing after it", NULL, 0, NULL },
	{ AB "slave eth0 slave eth0", 2, "eth0: is said twice", "say it once", 0, NULL },
	{ AB "slave eth7 slave uplink7", 1, "uplink7: eth7 is named twice", NULL, 0, NULL },
	{ "add bond9 eth0 eth0", 2, "eth0: is said twice", NULL, 0, NULL },
	{ AB "slave bond0", 2, "bond0: a bond cannot be its own slave", NULL, 0, NULL },
	{ "add bond9 bond9", 2, "bond9: a bond cannot be its own slave", NULL, 0, NULL },
	{ "add bond9 backbone9", 1, "backbone9: a bond cannot be its own slave", NULL, 0, NULL },
	{ AB "slave a/b", 2, "a/b: a device name has no '/'", NULL, 0, NULL },
	{ AB "slave ''", 2, "a device name cannot be empty", NULL, 0, NULL },
	{ AB "slave eth0 prio", 2, "prio: a value is missing after it", NULL, 0, NULL },
	{ AB "slave eth0 prio 1 prio 2", 2, "prio: is said twice", NULL, 0, NULL },

	/* slaves, as devices */
	{ AB "slave nosuch", 1, "create bond0: nosuch: no such device", "'ip link' lists the devices", 0, NULL },
	{ "add bond9 nosuch", 1, "add bond9: nosuch: no such device", NULL, 0, NULL },
	{ AB "slave eth0 slave nosuch", 1, "nosuch: no such device", NULL, 0, NULL },
	{ AB "slave lo", 1, "lo: the loopback device cannot be a slave", NULL, 0, NULL },
	{ AB "slave eth5", 1, "eth5: it has a master already: bond bond9", "slave eth5 move", 0, NULL },
	{ AB "slave eth6", 1, "eth6: it has a master already: bridge br0", "slave eth6 move", 0, NULL },
	{ "add bond8 eth5", 1, "add bond8: eth5: it has a master already: bond bond9", "slave eth5 move", 0, NULL },
	{ AB "slave eth2", 3, "eth2: cannot be a slave of bond0: another device sits on it",
		"everything was put back as it was", NEEDS_PRIVILEGE },
	{ "remove bond9 eth0", 1, "eth0: it is no slave of bond9 (it has no master)",
		"'bondnl show bond9' lists its slaves", 0, NULL },
	{ "remove bond9 eth6", 1, "eth6: it is no slave of bond9 (its master is br0)", NULL, 0, NULL },
	{ "remove bond9 eth5 nosuch", 1, "nosuch: no such device", NULL, 0, NULL },

	/* addresses and gateways */
	{ NEW "address", 2, "address: an address such as 192.168.1.211/24 is missing after it", NULL, 0, NULL },
	{ NEW "address 10.0.0.1", 2, "address: '10.0.0.1': the length of the network is missing",
		"say it as address 192.168.1.211/24", 0, NULL },
	{ NEW "address 10.0.0.1/", 2, "'10.0.0.1/': the length of the network is not a number", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/33", 2, "'10.0.0.1/33': a v4 network has at most /32", NULL, 0, NULL },
	{ NEW "address 2001:db8::1/129", 2, "a v6 network has at most /128", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/x", 2, "the length of the network is not a number", NULL, 0, NULL },
	{ NEW "address 10.0.0/24", 2, "address: '10.0.0/24': not an address such as", NULL, 0, NULL },
	{ NEW "address 2001:db8:::1/64", 2, "not an address such as", NULL, 0, NULL },
	{ NEW "address 224.0.0.1/24", 2, "'224.0.0.1/24': not an address that a host can have", NULL, 0, NULL },
	{ NEW "address ff02::1/64", 2, "'ff02::1/64': not an address that a host can have", NULL, 0, NULL },
	{ NEW "address 0.0.0.0/0", 2, "'0.0.0.0/0': not an address that a host can have", NULL, 0, NULL },
	{ NEW "address ::/0", 2, "'::/0': not an address that a host can have", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/24 address 10.0.0.1/24", 2, "address: 10.0.0.1/24 is said twice", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/24 gateway", 2, "gateway: an address such as 192.168.1.1 is missing", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/24 gateway 10.0.0.9 gateway 10.0.0.8", 2,
		"gateway: one for each of v4 and v6 is enough", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/24 gateway 10.0.0.9/24", 2, "gateway: '10.0.0.9/24' is not an address",
		"without a network length", 0, NULL },
	{ NEW "address 10.0.0.1/24 gateway 10.0.1.9", 1, "gateway: 10.0.1.9 is in no network of an address given here",
		"so that it holds 10.0.1.9", 0, NULL },
	{ NEW "gateway 10.0.0.9", 1, "gateway: 10.0.0.9 is in no network", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/24 gateway 2001:db8::9", 1, "gateway: 2001:db8::9 is in no network", NULL, 0, NULL },
	{ NEW "address 10.0.0.1/24 gateway 10.0.0.9 down", 1,
		"gateway: a bond that is down can have no route via 10.0.0.9", NULL, 0, NULL },
	{ AB "slave eth0 address 10.0.0.1/24 gateway 10.0.0.9", 3, "gateway: there is a default route already",
		"'ip route show default' shows it", NEEDS_PRIVILEGE },

	/* mtu, lladdr, up, down */
	{ NEW "mtu", 2, "mtu: a number of bytes is missing after it", NULL, 0, NULL },
	{ NEW "mtu 0", 2, "mtu: '0' is not a value it can have", "it takes 68 to 65535", 0, NULL },
	{ NEW "mtu 67", 2, "mtu: '67' is not a value it can have", "it takes 68 to 65535", 0, NULL },
	{ NEW "mtu 65536", 2, "mtu: '65536' is not a value it can have", "it takes 68 to 65535", 0, NULL },
	{ NEW "mtu abc", 2, "mtu: 'abc' is not a value it can have", NULL, 0, NULL },
	{ NEW "mtu 1400 mtu 1400", 2, "mtu: is said twice", NULL, 0, NULL },
	{ NEW "lladdr", 2, "lladdr: a MAC such as 02:00:00:00:00:01 is missing after it", NULL, 0, NULL },
	{ NEW "lladdr 01:00:5e:00:00:01", 2, "is no MAC that a device can have (it is a multicast address)", NULL, 0, NULL },
	{ NEW "lladdr 00:00:00:00:00:00", 2, "00:00:00:00:00:00 is no MAC that a device can have", NULL, 0, NULL },
	{ NEW "lladdr 02:00:00:00:00", 2, "lladdr: '02:00:00:00:00' is not a MAC", "02:00:00:00:00:01", 0, NULL },
	{ NEW "lladdr 02:00:00:00:00:0g", 2, "lladdr: '02:00:00:00:00:0g' is not a MAC", NULL, 0, NULL },
	{ NEW "lladdr 02:00:00:00:00:01 lladdr 02:00:00:00:00:01", 2, "lladdr: is said twice", NULL, 0, NULL },
	{ NEW "up down", 2, "up, down: both are said; one is enough", NULL, 0, NULL },
	{ NEW "down down", 2, "down: is said twice", NULL, 0, NULL },

	/* targets */
	{ NEW "arp_ip_target " SEVENTEEN, 1, "arp_ip_target: 16 targets at most", NULL, 0, NULL },
	{ NEW "arp_ip_target 10.0.0.1,10.0.0.1", 1, "arp_ip_target: 10.0.0.1 is named twice", NULL, 0, NULL },
	{ NEW "arp_ip_target 10.0.0.1,,10.0.0.2", 2, "arp_ip_target: '10.0.0.1,,10.0.0.2' is not a value",
		"up to 16 IPv4 addresses", 0, NULL },
	{ NEW "arp_ip_target 10.0.0.1,", 2, "arp_ip_target: '10.0.0.1,' is not a value", NULL, 0, NULL },
	{ NEW "arp_ip_target 10.0.0", 2, "arp_ip_target: '10.0.0' is not a value", NULL, 0, NULL },
	{ NEW "arp_interval 100 arp_ip_target 0.0.0.0", 1,
		"arp_ip_target: 0.0.0.0 is not the address of a host that could answer", NULL, 0, NULL },
	{ NEW "arp_interval 100 arp_ip_target 255.255.255.255", 1, "255.255.255.255 is not the address of a host", NULL, 0, NULL },
	{ NEW "arp_interval 100 ns_ip6_target ::1", 1, "ns_ip6_target: ::1 is not the address of a host", NULL, 0, NULL },
	{ NEW "arp_interval 100 ns_ip6_target ff02::1", 1, "ns_ip6_target: ff02::1 is not the address of a host", NULL, 0, NULL },
	{ NEW "ns_ip6_target 10.0.0.1", 2, "ns_ip6_target: '10.0.0.1' is not a value", "IPv6 addresses", 0, NULL },

	/* what does not go together */
	{ NEW "miimon 0 updelay 100", 1, "updelay: needs miimon, and miimon is 0 here",
		"say miimon 100, or leave out updelay", 0, NULL },
	{ NEW "arp_interval 100 arp_ip_target 10.0.0.1 downdelay 100", 1,
		"downdelay: needs miimon, and miimon is off here", NULL, 0, NULL },
	{ AB "miimon 100 arp_interval 100 arp_ip_target 10.0.0.1", 1,
		"arp_interval: a bond is watched by miimon or by ARP, not by both",
		"leave out one of miimon and arp_interval", 0, NULL },
	{ AB "miimon 100 arp_validate all", 1,
		"arp_validate: only with ARP monitoring, and the bond is watched by miimon 100", NULL, 0, NULL },
	{ AB "lacp_rate fast", 1,
		"bondnl: create bond0: lacp_rate: only in mode 802.3ad, and the mode here is active-backup\n",
		NULL, 0, NULL },
	{ NEW "mode 802.3ad arp_interval 100 arp_ip_target 10.0.0.1", 1,
		"arp_interval: only in mode balance-rr, active-backup, balance-xor, broadcast, "
		"and the mode here is 802.3ad", NULL, 0, NULL },
	{ NEW "mode balance-rr slave eth0 prio 1", 1,
		"slave eth0: prio: only in mode active-backup, balance-tlb, balance-alb, "
		"and the mode here is balance-rr", NULL, 0, NULL },
	{ "add bond8 eth0 prio 1", 1, "slave eth0: prio: only in mode active-backup", NULL, 0, NULL },
	{ AB "slave eth0 actor_port_prio 1", 1, "actor_port_prio: only in mode 802.3ad", NULL, 0, NULL },
	{ NEW "mode balance-rr primary eth0 slave eth0", 1, "primary: only in mode active-backup", NULL, 0, NULL },
	{ AB "primary eth1 slave eth0", 1, "primary: eth1 is no slave of this bond", "its slaves: eth0", 0, NULL },
	{ AB "primary eth1", 1, "primary: eth1 is no slave of this bond", "its slaves: none", 0, NULL },
	{ AB "primary nosuch slave eth0", 1, "primary: nosuch: no such device", "its slaves: eth0", 0, NULL },
	{ AB "primary a/b slave eth0", 2, "primary: 'a/b': a device name has no '/'", NULL, 0, NULL },
	{ AB "active_slave eth1 slave eth0", 1, "active_slave: eth1 is no slave of this bond", NULL, 0, NULL },
	{ AB "slave eth0 queue_id 2 slave eth1 queue_id 2", 1, "queue_id: 2 is said for two slaves, eth0 and eth1", NULL, 0, NULL },
	{ AB "slave eth0 queue_id 17", 3, "queue_id: 17 for slave eth0: another slave has it, or the bond has fewer",
		"everything was put back as it was", NEEDS_PRIVILEGE },
	{ AB "fail_over_mac active lladdr 02:00:00:00:00:01 slave eth0", 1,
		"lladdr: with fail_over_mac active the bond's MAC is that of a slave",
		"leave out lladdr or fail_over_mac", 0, NULL },
	{ NEW "mode 802.3ad ad_actor_system 01:00:00:00:00:01", 1,
		"ad_actor_system: a system MAC is no multicast address", NULL, 0, NULL },

	/* names that are taken, or not there, or no bond's */
	{ "create bond9", 1, "create bond9: this bond is there already",
		"'bondnl show bond9' shows it; 'bondnl del bond9' removes it", 0, NULL },
	{ "create eth0", 1, "create eth0: a device of this name is there already (veth)",
		"choose another name for the bond", 0, NULL },
	{ "create lo", 1, "create lo: a device of this name is there already (loopback)", NULL, 0, NULL },
	{ "create uplink7", 1, "create uplink7: uplink7 is another name (altname) of eth7",
		"choose another name for the bond", 0, NULL },
	{ "add nosuch eth0", 1, "add nosuch: no such bond", "'bondnl create nosuch ...' makes it", 0, NULL },
	{ "remove nosuch eth0", 1, "remove nosuch: no such bond", "'bondnl show' lists the bonds", 0, NULL },
	{ "del nosuch", 1, "del nosuch: no such bond", "'bondnl show' lists the bonds", 0, NULL },
	{ "failover nosuch", 1, "failover nosuch: no such bond", "'bondnl show' lists the bonds", 0, NULL },
	{ "add br0 eth0", 1, "add br0: it is no bond (bridge)", "'bondnl show' lists the bonds", 0, NULL },
	{ "add eth5 eth0", 1, "add eth5: it is no bond (veth)",
		"the name of the bond comes first: bondnl add bond9 eth5", 0, NULL },
	{ "remove eth5 bond9", 1, "remove eth5: it is no bond (veth)",
		"the name of the bond comes first: bondnl remove bond9 eth5", 0, NULL },
	{ "failover eth0", 1, "failover eth0: it is no bond (veth)", NULL, 0, NULL },
	{ "del eth0", 1, "del eth0: it is no bond (veth)", "bondnl remove BOND eth0", 0, NULL },
	{ "del eth5", 1, "del eth5: it is no bond (veth)",
		"it is a slave of bond9; to release it: bondnl remove bond9 eth5", 0, NULL },
	{ "del bond9 nosuch", 1, "del nosuch: no such bond", NULL, 0, NULL },
	{ "del bond9 bond9", 2, "del bond9: is said twice", NULL, 0, NULL },
	{ "del bond9 backbone9", 1, "bond9 is named twice, by two of its names", NULL, 0, NULL },

	/* failover */
	{ "failover bond9 eth0", 1, "failover bond9: eth0: is no slave of this bond", "its slaves: eth4 eth5", 0, NULL },
	{ "failover bond9 nosuch", 1, "failover bond9: nosuch: no such device", NULL, 0, NULL },
	{ "failover bond9 eth4 eth5", 2, "eth5: only one slave can be made the active one", NULL, 0, NULL },
	{ "failover bond8", 1, "failover bond8: mode balance-rr has no active slave", "active-backup, balance-tlb", 0, NULL },
	{ "failover bond7", 1, "failover bond7: no other slave is usable", "'bondnl show bond7' shows its slaves", 0, NULL },
	{ "failover bond7 eth3", 1, "failover bond7: eth3: it cannot carry traffic now: it has no carrier", NULL, 0, NULL },

	/* show */
	{ "show eth0", 1, "bondnl: eth0: it is no bond", "'bondnl show' shows all bonds", 0, NULL },
	{ "show nosuch", 1, "bondnl: nosuch: no such bond", "'bondnl show' shows all bonds", 0, NULL },
	{ "show bond9 nosuch", 1, "bondnl: nosuch: no such bond", NULL, 0, NULL },
	{ "show --json eth0", 1, "bondnl: eth0: it is no bond", NULL, 0, NULL },

	/* right words, without the right */
	AS_USER_ONLY(AB "slave eth0"),
	AS_USER_ONLY(NEW "down"),
	AS_USER_ONLY(AB "slave eth5 move slave eth6 move"),
	AS_USER_ONLY("add bond9 eth0"),
	AS_USER_ONLY("add bond9 eth0 prio 5"),
	AS_USER_ONLY("add bond9 eth4 prio 5"),
	AS_USER_ONLY("remove bond9 eth5"),
	AS_USER_ONLY("release bond9 eth5"),
	AS_USER_ONLY("del bond9"),
	AS_USER_ONLY("delete bond9 bond8"),
	AS_USER_ONLY("failover bond9"),
	AS_USER_ONLY("failover bond9 eth5"),
};
/* clang-format on */

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static json_t *make_world(void)
{
	ip_batch("link add eth0 type veth peer name eth0p\n"
		 "link add eth1 type veth peer name eth1p\n"
		 "link add eth2 type veth peer name eth2p\n"
		 "link add eth3 type veth peer name eth3p\n"
		 "link add eth4 type veth peer name eth4p\n"
		 "link add eth5 type veth peer name eth5p\n"
		 "link add eth6 type veth peer name eth6p\n"
		 "link add eth7 type veth peer name eth7p\n"
		 "link set eth0p up\nlink set eth1p up\nlink set eth2p up\n"
		 "link set eth4p up\nlink set eth5p up\nlink set eth7p up\n"
		 "link add mac2 link eth2 type macvlan mode passthru\n"
		 "link add bond9 type bond mode active-backup miimon 100\n"
		 "link property add dev bond9 altname backbone9\n"
		 "link set eth4 master bond9\nlink set eth5 master bond9\n"
		 "link set bond9 up\n"
		 "link add bond8 type bond mode balance-rr miimon 100\n"
		 "link set bond8 up\n"
		 "link add bond7 type bond mode active-backup miimon 100\n"
		 "link set eth3 master bond7\nlink set bond7 up\n"
		 "link add br0 type bridge\nlink set eth6 master br0\n"
		 "link property add dev eth7 altname uplink7\n"
		 "addr add 10.7.0.5/24 dev eth7\nlink set eth7 up\n"
		 "link set eth0 up\nlink set eth1 up\nlink set eth2 up\n"
		 "route add default via 10.7.0.1\n");
	ip("link set bond9 type bond active_slave eth4");
	return dump_settled();
}

/* What is true of every refusal; NULL, or what is not. */
static const char *form_fault(const struct ran *r)
{
	size_t n = strlen(r->err);

	if (r->out[0])
		return "something is on standard output";
	if (strncmp(r->err, "bondnl: ", 8) != 0)
		return "does not begin with the program's name";
	if (r->err[n - 1] != '\n')
		return "does not end its line";
	if (n > 1 && r->err[n - 2] == '.' && !strstr(r->err, "..."))
		return "ends with a full stop";
	if (strstr(r->err, "(null)") || strstr(r->err, "Success"))
		return "tells of the program's insides";
	return NULL;
}

/* The number of things that are wrong with it, which are told. */
static int check_row(const struct row *row, const struct ran *r, int status,
	const char *text, bool hinted)
{
	const char *fault = form_fault(r);
	int wrong = 0;

	if (r->status != status && ++wrong)
		fprintf(stderr, "bondnl %s: ends with %d, not %d\n", row->words,
			r->status, status);
	if (!strstr(r->err, text) && ++wrong)
		fprintf(stderr, "bondnl %s: lacks '%s'\n", row->words, text);
	if (hinted && !strstr(r->err, row->hint) && ++wrong)
		fprintf(stderr, "bondnl %s: lacks '%s'\n", row->words, row->hint);
	if (fault && ++wrong)
		fprintf(stderr, "bondnl %s: %s\n", row->words, fault);
	if (wrong)
		fprintf(stderr, "  it said:\n%s%s", r->out, r->err);
	return wrong;
}

static int run_row(const struct row *row, int uid)
{
	bool other = uid >= 0 && row->user_status;
	struct ran *r;

	if (uid < 0 && row->status == NOT_AS_ROOT)
		return 0;
	r = run_as(uid, bondnl_path(), row->words);
	return check_row(row, r, other ? row->user_status : row->status,
		other ? row->user_text : row->text,
		row->hint && (!other || row->status == NOT_AS_ROOT));
}

static void every_row(int uid)
{
	json_t *before = make_world();
	char what[200];
	int wrong = 0;

	for (size_t i = 0; i < N_ROWS; i++) {
		wrong += run_row(&rows[i], uid);
		if ((i + 1) % TOGETHER && i + 1 < N_ROWS)
			continue;
		snprintf(what, sizeof(what),
			"after the rows from %zu ('%.60s') to '%.60s'",
			i / TOGETHER * TOGETHER, rows[i / TOGETHER * TOGETHER].words,
			rows[i].words);
		ck_unchanged(before, what);
	}
	json_decref(before);
	ck_assert_msg(!wrong, "%d faults, told above", wrong);
}

START_TEST(as_root)
{
	every_row(-1);
}
END_TEST

START_TEST(as_user)
{
	every_row(NOBODY);
}
END_TEST

/* A name or a word may come from elsewhere: what is in it must not command a terminal. */
START_TEST(control_characters)
{
	static const char *const lines[] = {
		"'\033[31mx'",
		"show '--\033[31mx'",
		"show -n '\033[31mx'",
		"show '\033[31mx'",
		"del '\033[31mx'",
		"add '\033[31mx' eth0",
		"create '\033[31mx/'",
		NEW "'\033[31mx'",
		NEW "mode '\033[31mx'",
		NEW "miimon '\033[31mx'",
		NEW "primary '\033[31mx'",
		NEW "arp_ip_target '\033[31mx'",
		NEW "address '\033[31mx'",
		NEW "gateway '\033[31mx'",
		NEW "lladdr '\033[31mx'",
		NEW "slave '\033[31mx'",
		NEW "slave '\r\033[31mx\177\a'",
		"failover bond0 '\033[31mx'",
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct ran *r = run(bondnl_path(), lines[i]);
		const char *bad = strpbrk(r->err, "\033\r\177\a\b\t");

		ck_assert_int_ne(r->status, 0);
		if (!bad && !r->out[0] &&
			(strstr(r->err, "?[31mx") || !strstr(r->err, "[31mx")))
			continue;
		wrong++;
		fprintf(stderr, "line %zu lets 0x%02x pass, or hides it:\n%s\n", i,
			bad ? (unsigned char)*bad : 0, r->err);
	}
	ck_assert_msg(!wrong, "%d of them, told above", wrong);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("bad input");
	TCase *c = world_case(s, "rows");

	(void)argc;
	/* two hundred processes each, on an emulated CPU */
	tcase_set_timeout(c, 200);
	tcase_add_test(c, as_root);
	c = world_case_tagged(s, "rows again", AGAIN);
	tcase_set_timeout(c, 200);
	tcase_add_test(c, as_user);
	c = world_case(s, "control characters");
	tcase_add_test(c, control_characters);
	return world_main(argv[0], s);
}
