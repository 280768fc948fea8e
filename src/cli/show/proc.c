/*
 * show as the text of /proc/net/bonding/BOND, for programs that read that: the same
 * bytes (drivers/net/bonding/bond_procfs.c of Linux 6.1 and later), without the lines
 * that netlink does not carry, which bondnl(8) lists. It never opens that file.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "cleanup.h"
#include "output/out.h"
#include "output/term.h"
#include "show/show.h"

#define OUT 1

/* What a program reads is given as it is; a terminal is spared. */
static void name(const char *s)
{
	static int spare = -1;

	if (spare < 0)
		spare = term_is_terminal(OUT);
	if (spare)
		out_plain(s);
	else
		out_text(s);
}

static void text_line(const char *what, const char *text)
{
	out_texts(what, ": ", text, "\n");
}

static void line(const char *what, const struct bondnl_link *l, enum bondnl_option id)
{
	if (bondnl_link_option(l, id))
		text_line(what, show_option(l, id));
}

/* bond_mode_name() in bond_main.c */
static const char *long_mode(const char *mode)
{
	static const char *const names[][2] = {
		{ "balance-rr", "load balancing (round-robin)" },
		{ "active-backup", "fault-tolerance (active-backup)" },
		{ "balance-xor", "load balancing (xor)" },
		{ "broadcast", "fault-tolerance (broadcast)" },
		{ "802.3ad", "IEEE 802.3ad Dynamic link aggregation" },
		{ "balance-tlb", "transmit load balancing" },
		{ "balance-alb", "adaptive load balancing" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (show_is(names[i][0], mode))
			return names[i][1];
	return "unknown";
}

/* The number of a value's name, of flags the sum of them. */
static uint64_t number_of(enum bondnl_option id, const char *text)
{
	uint64_t sum = 0;

	while (*text) {
		size_t n = strcspn(text, ",");
		const char *word;
		int64_t number;
		size_t i = 0;

		while ((word = bondnl_option_value(id, i++, &number)))
			if (strlen(word) == n && strncmp(word, text, n) == 0)
				break;
		sum += word ? (uint64_t)number : strtoull(text, NULL, 0);
		text += n + (text[n] == ',');
	}
	return sum;
}

/* ------------------------------------------------------------------------- addresses */

/*
 * Where the kernel's "%pI6c" ends in an IPv4 address, which is not where libc's does
 * (lib/vsprintf.c, ip6_compressed_string): what is mapped, and ISATAP.
 */
static bool ends_in_ip4(const uint8_t a[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t isatap[3] = { 0x00, 0x5e, 0xfe };

	return memcmp(a, mapped, sizeof(mapped)) == 0 ||
		((a[8] & ~2u) == 0 && memcmp(a + 9, isatap, sizeof(isatap)) == 0);
}

/* The longest run of groups that are 0, the first of several; none of one group. */
static int longest_zeros(const unsigned group[8], int n, int *ret_length)
{
	int best = -1, length = 1;

	for (int i = 0; i < n; i++) {
		int k = i;

		while (k < n && !group[k])
			k++;
		if (k - i > length) {
			best = i;
			length = k - i;
		}
		i = k > i ? k - 1 : i;
	}
	*ret_length = length;
	return best;
}

static void address(const char *text)
{
	unsigned group[8];
	int zeros, length, n;
	bool colon = false;
	char piece[24];
	uint8_t a[16];

	if (inet_pton(AF_INET6, text, a) != 1) {
		out_text(text);
		return;
	}
	for (int i = 0; i < 8; i++)
		group[i] = (unsigned)a[2 * i] << 8 | a[2 * i + 1];
	n = ends_in_ip4(a) ? 6 : 8;
	zeros = longest_zeros(group, n, &length);
	for (int i = 0; i < n; i++) {
		if (i == zeros) {
			out_text("::");
			i += length - 1;
			colon = false;
			continue;
		}
		snprintf(piece, sizeof(piece), "%s%x", colon ? ":" : "", group[i]);
		out_text(piece);
		colon = true;
	}
	if (n < 8) {
		snprintf(piece, sizeof(piece), "%s%u.%u.%u.%u", colon ? ":" : "", a[12],
			a[13], a[14], a[15]);
		out_text(piece);
	}
}

static void targets(const char *what, const char *list)
{
	const char *before = " ";
	char one[64];

	out_texts(what, ":");
	while (*list && !show_is(list, "none")) {
		size_t n = strcspn(list, ",");

		snprintf(one, sizeof(one), "%.*s", (int)n, list);
		out_text(before);
		address(one);
		before = ", ";
		list += n + (list[n] == ',');
	}
	out_char('\n');
}

/* ------------------------------------------------------------------------------ bond */

static bool uses_hash(const struct bondnl_link *bond, const char *mode)
{
	return show_is(mode, "802.3ad") || show_is(mode, "balance-xor") ||
		(bondnl_option_in_mode(BONDNL_OPT_TLB_DYNAMIC_LB, mode) &&
			show_is(show_option(bond, BONDNL_OPT_TLB_DYNAMIC_LB), "off"));
}

static void print_mode(const struct bondnl_link *bond, const char *mode)
{
	const char *mac = show_option(bond, BONDNL_OPT_FAIL_OVER_MAC);

	out_texts("Bonding Mode: ", long_mode(mode));
	if (show_is(mode, "active-backup") && *mac && !show_is(mac, "none")) {
		out_texts(" (fail_over_mac ", mac, ")");
	}
	out_char('\n');
	if (uses_hash(bond, mode)) {
		const char *hash = show_option(bond, BONDNL_OPT_XMIT_HASH_POLICY);

		out_texts("Transmit Hash Policy: ", hash, " (");
		out_number(number_of(BONDNL_OPT_XMIT_HASH_POLICY, hash));
		out_text(")\n");
	}
}

static void print_active(const struct bondnl_link *bond, const char *mode)
{
	const char *primary = show_option(bond, BONDNL_OPT_PRIMARY);
	const char *active = show_option(bond, BONDNL_OPT_ACTIVE_SLAVE);

	if (!bondnl_option_in_mode(BONDNL_OPT_ACTIVE_SLAVE, mode))
		return;
	out_text("Primary Slave: ");
	name(*primary ? primary : "None");
	if (*primary) {
		out_texts(" (primary_reselect ",
			show_option(bond, BONDNL_OPT_PRIMARY_RESELECT), ")");
	}
	out_text("\nCurrently Active Slave: ");
	name(*active ? active : "None");
	out_char('\n');
}

static void print_arp(const struct bondnl_link *bond)
{
	const char *interval = show_option(bond, BONDNL_OPT_ARP_INTERVAL);

	if (!*interval || show_is(interval, "0"))
		return;
	line("ARP Polling Interval (ms)", bond, BONDNL_OPT_ARP_INTERVAL);
	line("ARP Missed Max", bond, BONDNL_OPT_ARP_MISSED_MAX);
	targets("ARP IP target/s (n.n.n.n form)",
		show_option(bond, BONDNL_OPT_ARP_IP_TARGET));
	targets("NS IPv6 target/s (xx::xx form)",
		show_option(bond, BONDNL_OPT_NS_IP6_TARGET));
}

static bool is_shown_all(const struct bondnl_link *bond)
{
	return !bondnl_link_option_hidden(bond, BONDNL_OPT_AD_ACTOR_SYS_PRIO);
}

static void print_lacp(const struct bondnl_link *bond, const char *mode)
{
	const char *system = show_option(bond, BONDNL_OPT_AD_ACTOR_SYSTEM);

	if (!show_is(mode, "802.3ad"))
		return;
	out_text("\n802.3ad info\n");
	line("LACP active", bond, BONDNL_OPT_LACP_ACTIVE);
	line("LACP rate", bond, BONDNL_OPT_LACP_RATE);
	line("Min links", bond, BONDNL_OPT_MIN_LINKS);
	line("Aggregator selection policy (ad_select)", bond, BONDNL_OPT_AD_SELECT);
	/* the file, too, tells the rest to CAP_NET_ADMIN only */
	if (!is_shown_all(bond))
		return;
	/*
	 * The system is what the driver noted when the first slave came; its MAC, unless
	 * one was given, is the one that the bond had then.
	 */
	if (bondnl_link_slaves(bond)) {
		line("System priority", bond, BONDNL_OPT_AD_ACTOR_SYS_PRIO);
		if (*system && !show_is(system, "00:00:00:00:00:00"))
			text_line("System MAC address", system);
	}
	if (!bondnl_link_option(bond, BONDNL_OPT_AD_AGGREGATOR)) {
		out_text("bond ");
		name(bondnl_link_name(bond));
		out_text(" has no active aggregator\n");
		return;
	}
	out_text("Active Aggregator Info:\n");
	line("\tAggregator ID", bond, BONDNL_OPT_AD_AGGREGATOR);
	line("\tNumber of ports", bond, BONDNL_OPT_AD_NUM_PORTS);
	line("\tActor Key", bond, BONDNL_OPT_AD_ACTOR_KEY);
	line("\tPartner Key", bond, BONDNL_OPT_AD_PARTNER_KEY);
	line("\tPartner Mac Address", bond, BONDNL_OPT_AD_PARTNER_MAC);
}

/* ---------------------------------------------------------------------------- slaves */

static void print_port_state(const struct bondnl_link *s, enum bondnl_option id)
{
	const char *text = bondnl_link_option(s, id);

	if (!text)
		return;
	out_text("    port state: ");
	out_number(number_of(id, text));
	out_char('\n');
}

static void print_port(const struct bondnl_link *bond, const struct bondnl_link *s)
{
	if (!bondnl_link_option(s, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID)) {
		out_text("Aggregator ID: N/A\n");
		return;
	}
	line("Aggregator ID", s, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID);
	line("Actor Churn State", s, BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE);
	line("Partner Churn State", s, BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE);
	if (!is_shown_all(bond))
		return;
	out_text("details actor lacp pdu:\n");
	line("    port priority", s, BONDNL_OPT_SLAVE_ACTOR_PORT_PRIO);
	print_port_state(s, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE);
	out_text("details partner lacp pdu:\n");
	print_port_state(s, BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE);
}

static void print_slave(
	const struct bondnl_link *bond, const struct bondnl_link *s, const char *mode)
{
	const char *duplex = bondnl_link_duplex(s);
	uint32_t speed = bondnl_link_speed(s);

	out_text("\nSlave Interface: ");
	name(bondnl_link_name(s));
	out_char('\n');
	line("MII Status", s, BONDNL_OPT_SLAVE_MII_STATUS);
	/* the driver takes neither without the other (bond_update_speed_duplex) */
	if (speed && duplex) {
		out_text("Speed: ");
		out_number(speed);
		out_texts(" Mbps\nDuplex: ", duplex, "\n");
	} else {
		out_text("Speed: Unknown\nDuplex: Unknown\n");
	}
	line("Link Failure Count", s, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT);
	line("Permanent HW addr", s, BONDNL_OPT_SLAVE_PERM_HWADDR);
	line("Slave queue ID", s, BONDNL_OPT_SLAVE_QUEUE_ID);
	if (show_is(mode, "802.3ad"))
		print_port(bond, s);
}

static void print_bond(const struct bondnl_link *bond, const char *release)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);

	out_texts("Ethernet Channel Bonding Driver: v", release, "\n\n");
	print_mode(bond, mode);
	print_active(bond, mode);
	text_line("MII Status", bondnl_link_has_carrier(bond) ? "up" : "down");
	line("MII Polling Interval (ms)", bond, BONDNL_OPT_MIIMON);
	line("Up Delay (ms)", bond, BONDNL_OPT_UPDELAY);
	line("Down Delay (ms)", bond, BONDNL_OPT_DOWNDELAY);
	line("Peer Notification Delay (ms)", bond, BONDNL_OPT_PEER_NOTIF_DELAY);
	print_arp(bond);
	print_lacp(bond, mode);
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++)
		print_slave(bond, bondnl_link_slave(bond, i), mode);
}

int show_proc(const struct bondnl_state *state)
{
	struct utsname host;

	/* the driver's version is that of the kernel that it was built for */
	if (uname(&host) < 0)
		return -1;
	for (size_t i = 0; i < bondnl_state_bonds(state); i++)
		print_bond(bondnl_state_bond(state, i), host.release);
	out_flush();
	return 0;
}
