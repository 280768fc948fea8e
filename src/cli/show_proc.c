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

#include "show.h"

#define OUT 1

/* What a program reads is given as it is; a terminal is spared. */
static void name(const char *s)
{
	static int spare = -1;

	if (spare < 0)
		spare = term_is_terminal(OUT);
	if (spare)
		print_plain(s);
	else
		fputs(s, stdout);
}

static void line(const char *what, const struct bondnl_link *l, enum bondnl_option id)
{
	if (bondnl_link_option(l, id))
		printf("%s: %s\n", what, show_option(l, id));
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

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (show_is(names[i][0], mode))
			return names[i][1];
	return "unknown";
}

/* The number of a value's name, of flags the sum of them. */
static long long number_of(enum bondnl_option id, const char *text)
{
	long long sum = 0;

	while (*text) {
		size_t n = strcspn(text, ",");
		const char *word;
		int64_t number;
		size_t i = 0;

		while ((word = bondnl_option_value(id, i++, &number)))
			if (strlen(word) == n && strncmp(word, text, n) == 0)
				break;
		sum += word ? number : strtoll(text, NULL, 0);
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

static void ip6(const char *text)
{
	unsigned group[8];
	int zeros, length, n;
	bool colon = false;
	uint8_t a[16];

	if (inet_pton(AF_INET6, text, a) != 1) {
		fputs(text, stdout);
		return;
	}
	for (int i = 0; i < 8; i++)
		group[i] = (unsigned)a[2 * i] << 8 | a[2 * i + 1];
	n = ends_in_ip4(a) ? 6 : 8;
	zeros = longest_zeros(group, n, &length);
	for (int i = 0; i < n; i++) {
		if (i == zeros) {
			fputs("::", stdout);
			i += length - 1;
			colon = false;
			continue;
		}
		printf("%s%x", colon ? ":" : "", group[i]);
		colon = true;
	}
	if (n == 6)
		printf("%s%u.%u.%u.%u", colon ? ":" : "", a[12], a[13], a[14], a[15]);
}

static void ip4(const char *text)
{
	fputs(text, stdout);
}

static void targets(const char *what, const char *list, void (*print)(const char *))
{
	const char *before = " ";
	char one[64];

	printf("%s:", what);
	while (*list && !show_is(list, "none")) {
		size_t n = strcspn(list, ",");

		snprintf(one, sizeof(one), "%.*s", (int)n, list);
		fputs(before, stdout);
		print(one);
		before = ", ";
		list += n + (list[n] == ',');
	}
	putchar('\n');
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

	printf("Bonding Mode: %s", long_mode(mode));
	if (show_is(mode, "active-backup") && *mac && !show_is(mac, "none"))
		printf(" (fail_over_mac %s)", mac);
	putchar('\n');
	if (uses_hash(bond, mode)) {
		const char *hash = show_option(bond, BONDNL_OPT_XMIT_HASH_POLICY);

		printf("Transmit Hash Policy: %s (%lld)\n", hash,
			number_of(BONDNL_OPT_XMIT_HASH_POLICY, hash));
	}
}

static void print_active(const struct bondnl_link *bond, const char *mode)
{
	const char *primary = show_option(bond, BONDNL_OPT_PRIMARY);
	const char *active = show_option(bond, BONDNL_OPT_ACTIVE_SLAVE);

	if (!bondnl_option_in_mode(BONDNL_OPT_ACTIVE_SLAVE, mode))
		return;
	printf("Primary Slave: ");
	name(*primary ? primary : "None");
	if (*primary)
		printf(" (primary_reselect %s)",
			show_option(bond, BONDNL_OPT_PRIMARY_RESELECT));
	printf("\nCurrently Active Slave: ");
	name(*active ? active : "None");
	putchar('\n');
}

static void print_arp(const struct bondnl_link *bond)
{
	const char *interval = show_option(bond, BONDNL_OPT_ARP_INTERVAL);

	if (!*interval || show_is(interval, "0"))
		return;
	line("ARP Polling Interval (ms)", bond, BONDNL_OPT_ARP_INTERVAL);
	line("ARP Missed Max", bond, BONDNL_OPT_ARP_MISSED_MAX);
	targets("ARP IP target/s (n.n.n.n form)",
		show_option(bond, BONDNL_OPT_ARP_IP_TARGET), ip4);
	targets("NS IPv6 target/s (xx::xx form)",
		show_option(bond, BONDNL_OPT_NS_IP6_TARGET), ip6);
}

/*
 * The system is what the driver noted when the first slave came; its MAC, unless one was
 * given, is the one that the bond had then.
 */
static void print_system(const struct bondnl_link *bond)
{
	const char *mac = show_option(bond, BONDNL_OPT_AD_ACTOR_SYSTEM);

	if (!bondnl_link_slaves(bond))
		return;
	line("System priority", bond, BONDNL_OPT_AD_ACTOR_SYS_PRIO);
	if (*mac && !show_is(mac, "00:00:00:00:00:00"))
		line("System MAC address", bond, BONDNL_OPT_AD_ACTOR_SYSTEM);
}

static bool is_shown_all(const struct bondnl_link *bond)
{
	return !bondnl_link_option_hidden(bond, BONDNL_OPT_AD_ACTOR_SYS_PRIO);
}

static void print_lacp(const struct bondnl_link *bond, const char *mode)
{
	if (!show_is(mode, "802.3ad"))
		return;
	printf("\n802.3ad info\n");
	line("LACP active", bond, BONDNL_OPT_LACP_ACTIVE);
	line("LACP rate", bond, BONDNL_OPT_LACP_RATE);
	line("Min links", bond, BONDNL_OPT_MIN_LINKS);
	line("Aggregator selection policy (ad_select)", bond, BONDNL_OPT_AD_SELECT);
	/* the file, too, tells the rest to CAP_NET_ADMIN only */
	if (!is_shown_all(bond))
		return;
	print_system(bond);
	if (!bondnl_link_option(bond, BONDNL_OPT_AD_AGGREGATOR)) {
		printf("bond ");
		name(bondnl_link_name(bond));
		printf(" has no active aggregator\n");
		return;
	}
	printf("Active Aggregator Info:\n");
	line("\tAggregator ID", bond, BONDNL_OPT_AD_AGGREGATOR);
	line("\tNumber of ports", bond, BONDNL_OPT_AD_NUM_PORTS);
	line("\tActor Key", bond, BONDNL_OPT_AD_ACTOR_KEY);
	line("\tPartner Key", bond, BONDNL_OPT_AD_PARTNER_KEY);
	line("\tPartner Mac Address", bond, BONDNL_OPT_AD_PARTNER_MAC);
}

/* ---------------------------------------------------------------------------- slaves */

/* The driver takes neither without the other (bond_update_speed_duplex). */
static void print_speed(const struct bondnl_link *s)
{
	const char *duplex = bondnl_link_duplex(s);
	uint32_t speed = bondnl_link_speed(s);

	if (speed && duplex)
		printf("Speed: %u Mbps\nDuplex: %s\n", speed, duplex);
	else
		printf("Speed: Unknown\nDuplex: Unknown\n");
}

static void print_port_state(const struct bondnl_link *s, enum bondnl_option id)
{
	const char *text = bondnl_link_option(s, id);

	if (text)
		printf("    port state: %lld\n", number_of(id, text));
}

static void print_port(const struct bondnl_link *bond, const struct bondnl_link *s)
{
	if (!bondnl_link_option(s, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID)) {
		printf("Aggregator ID: N/A\n");
		return;
	}
	line("Aggregator ID", s, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID);
	line("Actor Churn State", s, BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE);
	line("Partner Churn State", s, BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE);
	if (!is_shown_all(bond))
		return;
	printf("details actor lacp pdu:\n");
	line("    port priority", s, BONDNL_OPT_SLAVE_ACTOR_PORT_PRIO);
	print_port_state(s, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE);
	printf("details partner lacp pdu:\n");
	print_port_state(s, BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE);
}

static void print_slave(
	const struct bondnl_link *bond, const struct bondnl_link *s, const char *mode)
{
	printf("\nSlave Interface: ");
	name(bondnl_link_name(s));
	putchar('\n');
	line("MII Status", s, BONDNL_OPT_SLAVE_MII_STATUS);
	print_speed(s);
	line("Link Failure Count", s, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT);
	line("Permanent HW addr", s, BONDNL_OPT_SLAVE_PERM_HWADDR);
	line("Slave queue ID", s, BONDNL_OPT_SLAVE_QUEUE_ID);
	if (show_is(mode, "802.3ad"))
		print_port(bond, s);
}

static void print_bond(const struct bondnl_link *bond, const char *release)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);

	printf("Ethernet Channel Bonding Driver: v%s\n\n", release);
	print_mode(bond, mode);
	print_active(bond, mode);
	printf("MII Status: %s\n", bondnl_link_has_carrier(bond) ? "up" : "down");
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
	return 0;
}
