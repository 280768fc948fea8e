/*
 * The commands of the program, a row each: name, help and what runs it.
 * What a command does is elsewhere.
 */
#include "commands.h"

/* A line here is a line of the page. */
/* clang-format off */

const struct command commands[] = {
	{
		.name = "create",
		.synopsis = "BOND [WORDS]",
		.summary = "make a bond: options, addresses, slaves, up; all or nothing",
		.help =
			"Makes BOND, which must not exist yet, with everything in one go. If any\n"
			"part fails, all is put back as it was.\n"
			"\n"
			"WORDS, in any order:\n"
			"  OPTION VALUE       any option of the driver: mode active-backup, miimon 100,\n"
			"                     primary eth0, lacp_rate fast ... (as ip link has them)\n"
			"  slave DEV          a slave; after it: prio N, queue_id N, actor_port_prio N,\n"
			"                     move (take it even from another master),\n"
			"                     flush (take its own addresses off)\n"
			"  address CIDR       192.168.1.211/24 or 2001:db8::1/64; may be repeated\n"
			"  gateway IP         the default route goes that way\n"
			"  mtu N, lladdr MAC  of the bond, and so of its slaves\n"
			"  up, down           bring the bond up (the default), or leave it down\n"
			"\n"
			"Times take 100, 100ms or 1s. Without a link monitor chosen, miimon is 100.\n"
			"\n"
			"  bondnl create bond0 mode active-backup miimon 100 \\\n"
			"    address 192.168.1.211/24 slave eth0 slave wlan0\n",
		.takes = FLAG_CONFIRM,
		.intent = BONDNL_CREATE,
		.run = change_run,
	},
	{
		.name = "add",
		.synopsis = "BOND SLAVE [WORDS] [SLAVE ...]",
		.summary = "enslave: a slave that is up is taken down first",
		.help =
			"Adds slaves to BOND. A slave that is in it already stays; what is said for\n"
			"it is set.\n"
			"\n"
			"WORDS, after the slave that they are for:\n"
			"  prio N             higher is preferred as the active slave\n"
			"  queue_id N         the bond's transmit queue that goes out by it\n"
			"  actor_port_prio N  LACP port priority\n"
			"  move               take it even from another master\n"
			"  flush              take its own addresses off\n"
			"\n"
			"  bondnl add bond0 eth0 prio 10 eth1\n",
		.takes = FLAG_CONFIRM,
		.intent = BONDNL_ADD,
		.run = change_run,
	},
	{
		.name = "remove",
		.alias = "release",
		.synopsis = "BOND SLAVE...",
		.summary = "release slaves; the kernel leaves them down",
		.help =
			"Takes slaves out of BOND. The kernel gives each its own MAC and MTU back and\n"
			"leaves it down.\n"
			"\n"
			"  bondnl remove bond0 eth1\n",
		.takes = FLAG_CONFIRM,
		.intent = BONDNL_REMOVE,
		.run = change_run,
	},
	{
		.name = "del",
		.alias = "delete",
		.synopsis = "BOND...",
		.summary = "delete bonds; their slaves are released",
		.help =
			"Deletes bonds, with their addresses and routes. Their slaves are released and\n"
			"left down. A name that is no bond is refused.\n"
			"\n"
			"  bondnl del bond0\n",
		.takes = FLAG_CONFIRM,
		.intent = BONDNL_DELETE,
		.many_bonds = true,
		.run = change_run,
	},
	{
		.name = "set",
		.synopsis = "BOND [WORDS]",
		.summary = "change options of a bond and its slaves; the rest stays",
		.help =
			"Changes what is said of BOND; what is not named stays. Only what differs is\n"
			"sent, then it is read back. If any part fails, all is put back as it was.\n"
			"\n"
			"WORDS, in any order:\n"
			"  OPTION VALUE       any option of the driver, see 'bondnl options'\n"
			"  slave DEV          one of its slaves; after it: prio N, queue_id N,\n"
			"                     actor_port_prio N\n"
			"  address CIDR       one more address; may be repeated\n"
			"  gateway IP         the default route goes that way\n"
			"  mtu N, lladdr MAC, up, down\n"
			"\n"
			"Some options (mode, fail_over_mac, lacp_rate ...) the kernel changes only on a\n"
			"bond that is down or without slaves. --disrupt consents to that: all is there\n"
			"again afterwards, and how long it took is said.\n"
			"\n"
			"  bondnl set bond0 miimon 50 updelay 200 slave eth0 prio 10\n"
			"  bondnl set bond0 mode 802.3ad --disrupt\n",
		.takes = FLAG_CONFIRM,
		.intent = BONDNL_SET,
		.run = change_run,
	},
	{
		.name = "apply",
		.synopsis = "[-f FILE | BOND [WORDS]]",
		.summary = "make bonds as a file or the words say, whatever they are now",
		.help =
			"Makes bonds so: creates, changes, adds and removes until the kernel has what is\n"
			"said. Where it has that already nothing is sent: it is safe to run again.\n"
			"\n"
			"  -f, --file FILE    blocks as in bondnl.conf(5); - is standard input, a folder\n"
			"                     stands for its *.conf; may be repeated; without it\n"
			"                     /etc/bondnl.conf and /etc/bondnl.d\n"
			"      --prune        bonds that no block names are deleted\n"
			"\n"
			"WORDS are those of create, and slave DEV optional: skipped as long as it is not\n"
			"there. What is not said goes back to what a new bond has, slaves that are not\n"
			"listed are released; addresses stay unless one is said. Changes that interrupt a\n"
			"bond in use want --disrupt.\n"
			"\n"
			"  bond bond0\n"
			"      mode active-backup\n"
			"      address 192.168.1.211/24\n"
			"      slave eth0 prio 10\n"
			"      slave wlan0 optional\n"
			"  absent bond1\n",
		.takes = FLAG_FILE | FLAG_PRUNE | FLAG_CONFIRM,
		.intent = BONDNL_APPLY,
		.run = apply_run,
	},
	{
		.name = "diff",
		.synopsis = "[-f FILE | BOND [WORDS]]",
		.summary = "what apply would change; exit status 1 if anything",
		.help =
			"Shows what is and what apply, with the same arguments, would make of it, and the\n"
			"steps. Changes nothing and needs no privilege.\n"
			"\n"
			"Exit status: 0 nothing differs, 1 something does, 2 it could not be told.\n"
			"\n"
			"  bondnl diff -f /etc/bondnl.conf\n",
		.takes = FLAG_JSON | FLAG_FILE | FLAG_PRUNE,
		.intent = BONDNL_APPLY,
		.run = diff_run,
	},
	{
		.name = "save",
		.synopsis = "[BOND...]",
		.summary = "the kernel's bonds as a file that apply takes",
		.help =
			"Prints the bonds named, or all, as blocks of bondnl.conf(5). What a new bond has\n"
			"is left out, and so are addresses of the kernel's own and leased ones.\n"
			"\n"
			"  bondnl save > /etc/bondnl.conf\n",
		.run = save_run,
	},
	{
		.name = "migrate",
		.synopsis = "NIC BOND [WORDS] | --back BOND NIC",
		.summary =
			"turn a NIC in use into a bond: addresses and routes move along",
		.help =
			"Makes BOND, with NIC as its first slave. The bond has the MAC and the MTU of\n"
			"NIC, and gets all its addresses and routes, default routes, other tables and\n"
			"leases among them. What disturbs nobody is done first, then traffic is\n"
			"interrupted for some milliseconds; it is said how long. If any part fails, all\n"
			"is put back as it was.\n"
			"\n"
			"WORDS are those of create: options, more slaves, more addresses. What belongs\n"
			"to NIC as a slave stands right behind BOND: prio N, queue_id N.\n"
			"\n"
			"      --back         gives addresses and routes of BOND to its slave NIC, and\n"
			"                     deletes BOND; its other slaves are left down\n"
			"\n"
			"What waits for a change by name, such as a DHCP client, is to be told of BOND.\n"
			"\n"
			"  bondnl migrate eth0 bond0 mode active-backup slave eth1\n"
			"  bondnl migrate --back bond0 eth0\n",
		.takes = FLAG_BACK | FLAG_CONFIRM,
		.intent = BONDNL_MIGRATE,
		.back = BONDNL_MIGRATE_BACK,
		.device_first = true,
		.run = change_run,
	},
	{
		.name = "failover",
		.synopsis = "BOND [SLAVE]",
		.summary = "make another slave the active one",
		.help =
			"Makes SLAVE the active slave of BOND; without SLAVE, the usable one with the\n"
			"highest prio that is not active now. Modes active-backup, balance-tlb and\n"
			"balance-alb have an active slave.\n"
			"\n"
			"  bondnl failover bond0 wlan0\n",
		.takes = FLAG_CONFIRM,
		.intent = BONDNL_FAILOVER,
		.run = change_run,
	},
	{
		.name = "show",
		.synopsis = "[BOND...]",
		.summary = "bonds, slaves, addresses; --watch to go on, --json for programs",
		.help =
			"Shows the bonds named, or all: what is set, and how each slave is. The slave\n"
			"that carries traffic is marked by *.\n"
			"\n"
			"  -v, --verbose      every option that the mode has, all that the driver tells\n"
			"                     of each slave, and counters\n"
			"      --brief        one line for each bond\n"
			"  -j, --json         one document for programs\n"
			"      --proc         the text of /proc/net/bonding/BOND, for programs that read\n"
			"                     that; lines that netlink does not carry are left out\n"
			"      --watch[=TIME] again each TIME (1s), or when something happens, with rates\n"
			"                     and a bar for each slave: how much of its speed they are;\n"
			"                     Enter or Ctrl-C ends it. --watch TIME will do, too: a word\n"
			"                     behind it that is no time is a BOND\n"
			"\n"
			"  bondnl show bond0\n"
			"  bondnl show --watch=500ms bond0\n"
			"  bondnl show --json | jq '.bonds[].slaves[].name'\n",
		.takes = FLAG_JSON | FLAG_BRIEF | FLAG_PROC | FLAG_WATCH,
		.no_dry_run = "show changes nothing anyway",
		.run = show_run,
	},
	{
		.name = "check",
		.synopsis = "[BOND...]",
		.summary = "what is wrong with bonds, and what to do about it",
		.help =
			"Looks at the bonds named, or all, for what is wrong: each finding has a\n"
			"severity (note, warning, critical), what was seen, its id, and a command line\n"
			"that helps. A word in capitals there is yours to fill in. Changes nothing and\n"
			"needs no privilege. bondnl(8) lists the ids.\n"
			"\n"
			"      --nagios       one line with numbers, as a plugin of a monitoring system\n"
			"  -q, --quiet        the exit status only\n"
			"\n"
			"Exit status: 0 nothing worse than notes, 1 warnings, 2 critical, 3 it could not\n"
			"be told, or wrong usage.\n"
			"\n"
			"  bondnl check bond0\n"
			"  bondnl check --json | jq -r '.bonds[].findings[].remedy'\n",
		.takes = FLAG_JSON | FLAG_NAGIOS,
		.untold = 3,
		.no_dry_run = "check changes nothing anyway",
		.run = check_run,
	},
	{
		.name = "monitor",
		.synopsis = "[BOND...]",
		.summary = "what happens to bonds and slaves, a line each, as it happens",
		.help =
			"Says what happens to the bonds named, or to all, until it is ended (Ctrl-C,\n"
			"SIGTERM, or nobody reads on): a line with the time for each slave that joins,\n"
			"leaves, loses or gets its link, becomes the active one and why, for each option,\n"
			"MAC or MTU that changes, for LACP partners, addresses, carrier. A name that is\n"
			"no bond yet is waited for. With -v it begins with what is.\n"
			"\n"
			"  --json             a line of JSON for each\n"
			"  --exec CMD         runs CMD by sh for each, one after the other: BONDNL_EVENT,\n"
			"                     BONDNL_BOND, _SLAVE, _WHAT, _FROM, _TO, _REASON, _TIME\n"
			"  --buffer SIZE      of the socket: what does not fit is read anew\n"
			"\n"
			"  bondnl monitor bond0\n"
			"  bondnl monitor --exec 'logger \"$BONDNL_BOND $BONDNL_EVENT $BONDNL_SLAVE\"'\n",
		.takes = FLAG_JSON | FLAG_EXEC | FLAG_BUFFER,
		.no_dry_run = "monitor changes nothing anyway",
		.run = monitor_run,
	},
	{
		.name = "metrics",
		.synopsis = "[BOND...]",
		.summary = "counters and states for Prometheus",
		.help =
			"Prints what is counted and measured of the bonds named, or all, and of their\n"
			"slaves, in the text format of Prometheus; also how much check finds. Needs no\n"
			"privilege.\n"
			"\n"
			"      --textfile PATH  into a file, for the textfile collector of\n"
			"                     node_exporter: it is there whole, or as it was\n"
			"\n"
			"  bondnl metrics --textfile /var/lib/node_exporter/bondnl.prom\n",
		.takes = FLAG_TEXTFILE,
		.no_dry_run = "metrics changes no bond anyway",
		.run = metrics_run,
	},
	{
		.name = "options",
		.synopsis = "[NAME...]",
		.summary = "every option: values, modes, what it needs, what this kernel knows",
		.help =
			"Lists the options of bonds and slaves, and what is only reported of them; with\n"
			"NAME (or another spelling of it) tells all about that one. With --json one\n"
			"document for programs.\n"
			"\n"
			"Whether this kernel's bonding driver knows an option is found out without making\n"
			"or changing anything; where it cannot be told, it is said why. With --brief the\n"
			"kernel is not asked: a line for each spelling of what can be set, with tabs\n"
			"between level, name, type, values and help.\n"
			"\n"
			"  bondnl options lacp_rate\n"
			"  bondnl options --json | jq -r '.options[]|select(.kernel==\"no\").name'\n",
		.takes = FLAG_JSON | FLAG_BRIEF,
		.no_dry_run = "options changes nothing anyway",
		.run = options_run,
	},
	{
		.name = "confirm",
		.synopsis = "",
		.summary = "keep a change that was made with --confirm",
		.help =
			"Keeps the change that is pending in this network namespace, from any session.\n"
			"Where nothing is pending (any more) the exit status is 1.\n"
			"\n"
			"  bondnl --confirm 60 set bond0 mode 802.3ad --disrupt\n"
			"  bondnl confirm\n",
		.run = confirm_run,
	},
	{
		.name = "revert",
		.synopsis = "",
		.summary = "undo at once a change that was made with --confirm",
		.help =
			"Undoes the change that is pending in this network namespace, before its time\n"
			"runs out. Exit status: 0 all is as it was, which was verified; 4 what is not is\n"
			"told; 1 nothing is pending.\n"
			"\n"
			"  bondnl revert\n",
		.run = confirm_run,
	},
	{ 0 },
};

/* clang-format on */
