/*
 * What the real kernel refuses: that the message says why in people's words, what the
 * exit status is, and that all links, addresses and routes are as before.
 * Refusals that bondnl finds by itself before it asks are judged only where the kernel
 * would refuse, too; faults that no kernel makes on purpose are for it_undo.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/world.h"

/* --------------------------------------------------------------------------- worlds */

/* A slave to be, up, with all that it could lose. */
#define RICH(name, n)                                                                    \
	"link add " name " type veth peer name " name "p\n"                              \
	"link set " name "p addrgenmode none up\n"                                       \
	"link set " name " address 02:00:00:00:00:e" n " mtu 1480 up\n"                  \
	"addr add 10." n ".0.5/24 brd + dev " name "\n"                                  \
	"addr add 2001:db8:" n "::5/64 dev " name " nodad\n"                             \
	"route add 10.10" n ".0.0/16 via 10." n ".0.1 metric 7\n"                        \
	"route add 10.11" n ".0.0/16 via 10." n ".0.1 table 10" n "\n"                   \
	"route add 2001:db8:10" n "::/48 via 2001:db8:" n "::1 table 10" n "\n"          \
	"route add 2001:db8:20" n "::/48 dev " name "\n"

#define PLAIN(name)                                                                      \
	"link add " name " type veth peer name " name "p\n"                              \
	"link set " name "p addrgenmode none up\n"

/* A bond of somebody's, up, with a slave. */
#define BOND7(words)                                                                     \
	"link add bond7 type bond miimon 100 " words                                     \
	"\n" PLAIN("eth7") "link set eth7 master bond7\n"                                \
			   "link set bond7 up\n"                                         \
			   "addr add 10.37.0.5/24 brd + dev bond7\n"

#define CREATE "create bond0 mode active-backup slave eth0 slave "

static const struct refusal {
	const char *name;
	const char *needs; /* a module; a kernel without it has nothing to refuse here */
	const char *world;
	const char *command;
	int status;
	const char *cause, *kernel, *hint; /* parts of the message; "" for none */
} refusals[] = {
	{ "a slave with a macvlan on top", "macvlan",
		RICH("eth0", "1")
			RICH("eth1", "2") "link add link eth1 name mv1 type macvlan\n",
		CREATE "eth1", 3,
		"create bond0: eth1: cannot be a slave of bond0: another device sits on "
		"it",
		"(kernel: Device is in use and cannot be enslaved)",
		"remove that device first" },
	/* opened once before: only then the driver says that it does no ARP (ipvlan_open)
	 */
	{ "an ipvlan as slave", "ipvlan",
		RICH("eth0", "1")
			RICH("eth1", "2") "link add link eth1 name iv1 type ipvlan\n"
					  "link set iv1 up\nlink set iv1 down\n",
		CREATE "iv1", 3,
		"iv1: cannot be a slave of bond0: its kind of device takes no master",
		"(kernel: Invalid argument)", "" },
	{ "the loopback device", NULL, RICH("eth0", "1"), CREATE "lo", 1,
		"lo: the loopback device cannot be a slave", "", "" },
	{ "types that differ", "nlmon", RICH("eth0", "1") "link add nlmon0 type nlmon\n",
		"create bond0 mode balance-rr slave eth0 slave nlmon0", 3,
		"nlmon0: cannot be a slave of bond0: its type differs from that of the "
		"other slaves",
		"(kernel: Device type is different from other slaves)", "" },
	{ "another type, on a bond with a VLAN", "nlmon",
		"link add bond6 type bond mode balance-rr miimon 100\n"
		"link add link bond6 name vlan6 type vlan id 7\n"
		"link add nlmon0 type nlmon\n",
		"add bond6 nlmon0", 1,
		"nlmon0: cannot be a slave of bond6: it or the bond is in use by "
		"something else",
		"(kernel: Device or resource busy)", "" },
	{ "no Ethernet in 802.3ad", "nlmon",
		"link add nlmon0 type nlmon\nlink set nlmon0 up\n",
		"create bond0 mode 802.3ad slave nlmon0", 3,
		"nlmon0: cannot be a slave of bond0: mode 802.3ad takes Ethernet "
		"devices only",
		"(kernel: 8023AD mode requires Ethernet devices)", "" },
	{ "a master of another kind", "vrf",
		RICH("eth0", "1") "link add vrf0 type vrf table 55\n", CREATE "vrf0", 3,
		"vrf0: cannot be a slave of bond0: a device that is a master itself "
		"cannot be a slave",
		"(kernel: Device type (master device) cannot be enslaved)", "" },
	{ "no VLANs, on a bond with a VLAN", "hsr",
		BOND7("mode active-backup") PLAIN("eth1") PLAIN("eth2") RICH(
			"eth0", "1") "link add link bond7 name vlan7 type vlan id 7\n"
				     "link set eth1 up\nlink set eth2 up\n"
				     "link add hsr0 type hsr slave1 eth1 slave2 eth2\n",
		"add bond7 eth0 hsr0", 3,
		"hsr0: cannot be a slave of bond7: it cannot do VLANs, and there is a "
		"VLAN on the bond",
		"(kernel: Can not enslave VLAN challenged device to VLAN enabled bond)",
		"" },
	{ "a MAC that cannot be changed", "ifb",
		BOND7("mode active-backup") RICH("eth0", "1") "link add ifb0 type ifb\n",
		"add bond7 eth0 ifb0", 3,
		"ifb0: cannot be a slave of bond7: it cannot change its MAC",
		"(kernel: ", "say fail_over_mac active" },
	{ "a gateway beside a default route", NULL,
		RICH("eth0", "1") RICH("eth1", "2")
			PLAIN("eth2") "addr add 10.9.0.5/24 dev eth2\nlink set eth2 up\n"
				      "route add default via 10.9.0.1\n",
		CREATE "eth1 address 192.168.1.211/24 gateway 192.168.1.1", 3,
		"create bond0: gateway: there is a default route already",
		"(kernel: File exists)", "'ip route show default' shows it" },
	{ "a queue that another slave has", NULL,
		BOND7("mode active-backup")
			RICH("eth0", "1") "link set eth7 type bond_slave queue_id 3\n",
		"--force add bond7 eth0 queue_id 3", 3,
		"queue_id: 3 for slave eth0: another slave has it", "(kernel: ", "" },
	{ "a queue that the bond does not have", NULL, RICH("eth0", "1"),
		"create bond0 mode active-backup slave eth0 queue_id 17", 3,
		"queue_id: 17 for slave eth0: ", "(kernel: ",
		"fewer queues (16 unless it was made with more)" },
	{ "prio in a mode without", NULL, BOND7("mode balance-rr") RICH("eth0", "1"),
		"add bond7 eth0 prio 5", 1,
		"slave eth0: prio: only in mode active-backup, balance-tlb, "
		"balance-alb, and the mode here is balance-rr",
		"", "" },
	{ "an MTU too large for a slave", "8021q",
		RICH("eth0", "1") RICH(
			"eth1", "2") "link add link eth1 name vlan1 type vlan id 5\n",
		"create bond0 mode active-backup mtu 4000 slave eth0 slave vlan1", 3,
		"vlan1: cannot be a slave of bond0", "(kernel: Numerical result", "" },
	{ "a bond that is there", NULL, RICH("eth0", "1") BOND7("mode active-backup"),
		"create bond7 mtu 1400 slave eth0", 1, "this bond is there already", "",
		"'bondnl show bond7' shows it" },
	/* ifb has no way to set its MAC: the kernel says no more than its errno */
	{ "a MAC that the driver refuses", "ifb",
		RICH("eth0", "1") "link add ifb0 type ifb\n",
		"create bond0 mode balance-rr lladdr 02:00:00:00:00:09 slave eth0 slave "
		"ifb0",
		3, "ifb0: cannot be a slave of bond0: ",
		"(kernel: Operation not supported)", "" },
	{ "lladdr where slaves keep theirs", NULL, RICH("eth0", "1"),
		"create bond0 mode active-backup fail_over_mac active lladdr "
		"02:00:00:00:00:09 slave eth0",
		1, "lladdr: with fail_over_mac active the bond's MAC is that of a slave",
		"", "leave out lladdr or fail_over_mac" },
	{ "an option that this kernel does not know", NULL,
		RICH("eth0", "1") RICH("eth1", "2"),
		"create bond0 mode 802.3ad lacp_strict on slave eth0 slave eth1", 3,
		"this kernel does not know", "", "leave out lacp_strict" },
	{ "another that this kernel does not know", NULL, RICH("eth0", "1"),
		"create bond0 mode 802.3ad broadcast_neighbor on slave eth0", 3,
		"this kernel does not know", "", "leave out broadcast_neighbor" },
	{ "an active slave without carrier", NULL,
		RICH("eth0", "1") PLAIN("eth1") "link set eth1p down\n",
		CREATE "eth1 active_slave eth1", 3,
		"eth1: the driver cannot make it the active slave: it must be up, with "
		"carrier",
		"(kernel: ", "'bondnl show bond0' shows the state of its slaves" },
	{ "failover to a slave without carrier", NULL,
		BOND7("mode active-backup")
			PLAIN("eth1") "link set eth1p down\nlink set eth1 master bond7\n",
		"failover bond7 eth1", 1,
		"eth1: it cannot carry traffic now: it has no "
		"carrier",
		"", "" },
	{ "a name that is taken", NULL, RICH("eth0", "1") "link add bond0 type dummy\n",
		"create bond0 mode active-backup slave eth0", 1,
		"a device of this name is there already (dummy)", "",
		"choose another name" },
	{ "bonds in a loop", NULL,
		RICH("eth0", "1")
			BOND7("mode balance-rr") "link add bond6 type bond miimon "
						 "100\nlink set bond7 down\n"
						 "link set bond7 master bond6\n"
						 "link add bond5 type bond miimon "
						 "100\nlink set bond6 master bond5\n",
		"add bond7 eth0 bond5", 3,
		"bond5: cannot be a slave of bond7: ", "(kernel: ", "" },
	{ "a bond in its own slave", NULL,
		BOND7("mode balance-rr") "link add bond6 type bond miimon 100\n"
					 "link set bond7 down\n"
					 "link set bond7 master bond6\n",
		"add bond7 bond6", 1, "bond6: it is the master of bond7", "", "" },
	{ "bonds nested too deep", NULL,
		RICH("eth0",
			"1") "link add b1 type bond miimon 100\nlink add b2 type bond "
			     "miimon 100\n"
			     "link add b3 type bond miimon 100\nlink add b4 type bond "
			     "miimon 100\n"
			     "link add b5 type bond miimon 100\nlink add b6 type bond "
			     "miimon 100\n"
			     "link add b7 type bond miimon 100\nlink add b8 type bond "
			     "miimon 100\n"
			     "link set b1 master b2\nlink set b2 down\nlink set b2 "
			     "master b3\n"
			     "link set b3 down\nlink set b3 master b4\nlink set b4 down\n"
			     "link set b4 master b5\nlink set b5 down\nlink set b5 "
			     "master b6\n"
			     "link set b6 down\nlink set b6 master b7\nlink set b7 down\n"
			     "link set b7 master b8\nlink set b8 down\n",
		"create bond0 mode balance-rr slave eth0 slave b8", 3,
		"b8: cannot be a slave of bond0: bonds are nested too deeply",
		"(kernel: Too many links)", "" },
	{ "del of what is no bond, second of two", NULL,
		BOND7("mode active-backup") RICH("eth0", "1"), "del bond7 eth0", 1,
		"it is no bond (veth)", "", "" },
	{ "a slave that is none", NULL, BOND7("mode active-backup") RICH("eth0", "1"),
		"remove bond7 eth7 eth0", 1, "eth0: it is no slave of bond7", "",
		"'bondnl show bond7' lists its slaves" },
};

#define N_REFUSALS ((int)(sizeof(refusals) / sizeof(refusals[0])))

/* Some kernels lack a kind of device: then there is nothing to be refused. */
static bool kind_is_there(const char *module)
{
	return !module || run("modprobe", module)->status == 0;
}

static void ck_refusal(const struct refusal *r)
{
	json_t *before = dump_settled();
	struct ran *ran = bondnl_ends(r->status, "%s", r->command);

	ck_has(ran->err, r->cause);
	ck_has(ran->err, r->kernel);
	ck_has(ran->err, r->hint);
	if (r->status == 3)
		ck_has(ran->err, "everything was put back as it was");
	else
		ck_has_not(ran->err, "put back");
	ck_assert_str_eq(ran->out, "");
	ck_unchanged(before, r->name);
	json_decref(before);
}

/* The kernel tells of a carrier up to a second late (link_watch.c): not a change. */
static void wait_for_carrier(const char *world)
{
	if (strstr(world, "link add bond7"))
		ck_link("bond7", "operstate", "UP");
}

/*
 * Bonds that stand on one another hear of a carrier one after the other, each up to a
 * second late: at rest is what has not changed for longer than that.
 */
static void wait_for_tower(const char *world)
{
	json_t *last;

	if (!strstr(world, "link add b8"))
		return;
	last = dump_take();
	until_soon()
	{
		json_t *now;
		bool same;

		usleep(2500000);
		now = dump_take();
		same = json_equal(last, now);
		json_decref(last);
		last = now;
		if (same)
			break;
	}
	json_decref(last);
}

START_TEST(refused)
{
	const struct refusal *r = &refusals[_i];

	if (!kind_is_there(r->needs)) {
		printf("    not on this kernel: %s (no %s)\n", r->name, r->needs);
		return;
	}
	ip_batch(r->world);
	wait_for_carrier(r->world);
	wait_for_tower(r->world);
	ck_refusal(r);
}
END_TEST

/* ------------------------------------------------------------- not in ip's words alone
 */

START_TEST(no_ipv6)
{
	static const struct refusal r = { "a v6 address without IPv6", NULL, NULL,
		CREATE "eth1 address 10.9.9.9/24 address 2001:db8:9::1/64", 3,
		"create bond0: address: the kernel does not take 2001:db8:9::1/64 on "
		"bond0",
		"(kernel: ", "IPv6 is switched off there" };

	ip_batch(RICH("eth0", "1") RICH("eth1", "2"));
	file_write("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	ck_refusal(&r);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("refused");
	TCase *c = world_case(s, "by the kernel");

	(void)argc;
	tcase_add_loop_test(c, refused, 0, N_REFUSALS);
	tcase_add_test(c, no_ipv6);
	return world_main(argv[0], s);
}
