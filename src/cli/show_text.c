/*
 * show for people: a block for each bond, what is not well in words and in colour.
 * It reads the state, and asks the kernel nothing.
 */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "term.h"

#define OUT 1

static const char *option(const struct bondnl_link *l, enum bondnl_option id)
{
	const char *text = bondnl_link_option(l, id);

	return text ? text : "";
}

/* The name of a device, of at most 15 bytes, fit for a terminal. */
struct name {
	char text[16];
};

static struct name plain(const char *name)
{
	struct name n = { "" };

	for (size_t i = 0; i < sizeof(n.text) - 1 && name[i]; i++)
		n.text[i] = plain_at(name, i);
	return n;
}

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static void line(const char *what, const char *text)
{
	printf("  %-16s %s\n", what, text);
}

/* A line that is there only if the kernel says something. */
static void line_of(const struct bondnl_link *l, const char *what, enum bondnl_option id)
{
	if (*option(l, id))
		line(what, option(l, id));
}

static void print_monitor(const struct bondnl_link *l)
{
	const char *miimon = option(l, BONDNL_OPT_MIIMON);
	const char *arp = option(l, BONDNL_OPT_ARP_INTERVAL);
	char text[96];

	if (*miimon && !is(miimon, "0")) {
		snprintf(text, sizeof(text),
			"miimon %s ms, updelay %s ms, downdelay %s ms", miimon,
			option(l, BONDNL_OPT_UPDELAY), option(l, BONDNL_OPT_DOWNDELAY));
		line("monitor", text);
	} else if (*arp && !is(arp, "0")) {
		snprintf(text, sizeof(text), "arp_interval %s ms, arp_validate %s", arp,
			option(l, BONDNL_OPT_ARP_VALIDATE));
		line("monitor", text);
		line_of(l, "targets", BONDNL_OPT_ARP_IP_TARGET);
		line_of(l, "targets", BONDNL_OPT_NS_IP6_TARGET);
	} else {
		printf("  %-16s %snone: a slave without link is not noticed%s\n",
			"monitor", term_colour(OUT, COLOUR_BAD), term_plain(OUT));
	}
}

static void print_active(const struct bondnl_link *l, const char *mode)
{
	const char *active = option(l, BONDNL_OPT_ACTIVE_SLAVE);
	const char *primary = option(l, BONDNL_OPT_PRIMARY);

	if (!bondnl_option_in_mode(BONDNL_OPT_ACTIVE_SLAVE, mode))
		return;
	printf("  %-16s %s%s%s\n", "active_slave",
		term_colour(OUT, *active ? COLOUR_STRONG : COLOUR_BAD),
		*active ? plain(active).text : "none", term_plain(OUT));
	if (*primary)
		printf("  %-16s %s (primary_reselect %s)\n", "primary",
			plain(primary).text, option(l, BONDNL_OPT_PRIMARY_RESELECT));
}

static void print_mode_options(const struct bondnl_link *l, const char *mode)
{
	if (is(mode, "active-backup"))
		line_of(l, "fail_over_mac", BONDNL_OPT_FAIL_OVER_MAC);
	if (is(mode, "balance-xor") || is(mode, "802.3ad") || is(mode, "balance-tlb"))
		line_of(l, "xmit_hash_policy", BONDNL_OPT_XMIT_HASH_POLICY);
	if (!is(mode, "802.3ad"))
		return;
	line_of(l, "lacp_rate", BONDNL_OPT_LACP_RATE);
	line_of(l, "min_links", BONDNL_OPT_MIN_LINKS);
	line_of(l, "ad_aggregator", BONDNL_OPT_AD_AGGREGATOR);
	line_of(l, "ad_partner_mac", BONDNL_OPT_AD_PARTNER_MAC);
}

static void print_option(const struct bondnl_link *l, enum bondnl_option id)
{
	const char *unit = bondnl_option_unit(id);

	printf("    %-26s ", bondnl_option_name(id));
	print_plain(option(l, id));
	printf("%s%s\n", unit ? " " : "", unit ? unit : "");
}

/* What can be set, and only what the mode has: the driver reports much more. */
static void print_all_options(const struct bondnl_link *l, const char *mode)
{
	printf("  options\n");
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (bondnl_link_option(l, id) && bondnl_option_settable(id) &&
			!bondnl_option_of_slave(id) && bondnl_option_in_mode(id, mode))
			print_option(l, id);
		else if (bondnl_link_option_hidden(l, id))
			printf("    %-26s not visible (needs CAP_NET_ADMIN)\n",
				bondnl_option_name(id));
	}
}

/* What a newer driver says of a bond, or of the slave that the same device may be. */
static void print_unknown(const struct bondnl_link *l, bool of_slave)
{
	for (size_t i = 0; i < bondnl_link_unknowns(l); i++) {
		enum bondnl_level level = bondnl_link_unknown_level(l, i);
		const char *text = bondnl_link_unknown(l, i);
		char name[32];

		if ((level == BONDNL_LEVEL_SLAVE) != of_slave)
			continue;
		snprintf(name, sizeof(name), "%sattribute %u",
			level == BONDNL_LEVEL_AD_INFO ? "ad_info " : "",
			bondnl_link_unknown_number(l, i));
		printf("    %-26s %s\n", name, text && *text ? text : "(empty)");
	}
}

/* All that the line of the slave does not show. */
static void print_slave_options(const struct bondnl_link *s)
{
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (bondnl_option_of_slave(id) && bondnl_link_option(s, id) &&
			id != BONDNL_OPT_SLAVE_STATE &&
			id != BONDNL_OPT_SLAVE_MII_STATUS &&
			id != BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT)
			print_option(s, id);
	}
	print_unknown(s, true);
}

/* What the administrator, the cable and the monitor say, the first that is not well. */
static const char *slave_link(const struct bondnl_link *s)
{
	if (!bondnl_link_is_up(s))
		return "set down";
	if (!bondnl_link_has_carrier(s))
		return "no carrier";
	return option(s, BONDNL_OPT_SLAVE_MII_STATUS);
}

static int widest_name(const struct bondnl_link *bond)
{
	size_t widest = strlen("SLAVE");

	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		size_t n = strlen(bondnl_link_name(bondnl_link_slave(bond, i)));

		if (n > widest)
			widest = n;
	}
	return (int)widest;
}

static void print_slaves(const struct bondnl_link *bond, bool verbose)
{
	int w = widest_name(bond);

	if (!bondnl_link_slaves(bond)) {
		printf("  %-16s %snone%s\n", "slaves", term_colour(OUT, COLOUR_BAD),
			term_plain(OUT));
		return;
	}
	printf("  %-*s  %-6s  %-10s  %8s  %s\n", w, "SLAVE", "STATE", "LINK", "FAILURES",
		"MAC");
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		const struct bondnl_link *s = bondnl_link_slave(bond, i);
		const char *state = option(s, BONDNL_OPT_SLAVE_STATE),
			   *link = slave_link(s);
		bool active = is(state, "active"), up = is(link, "up");

		printf("  %s%-*s%s  %-6s  %s%-10s%s  %8s  %s\n",
			term_colour(OUT, active ? COLOUR_STRONG : COLOUR_NONE), w,
			plain(bondnl_link_name(s)).text, term_plain(OUT), state,
			term_colour(OUT, up ? COLOUR_GOOD : COLOUR_BAD), link,
			term_plain(OUT), option(s, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT),
			bondnl_link_mac(s));
		if (verbose)
			print_slave_options(s);
	}
}

static void print_bond(const struct bondnl_link *bond, bool verbose)
{
	const char *mode = option(bond, BONDNL_OPT_MODE);
	bool up = bondnl_link_is_up(bond), carrier = bondnl_link_has_carrier(bond);

	printf("%s%s%s: %s, %s%s%s, MAC %s, mtu %u\n", term_colour(OUT, COLOUR_STRONG),
		plain(bondnl_link_name(bond)).text, term_plain(OUT), mode,
		term_colour(OUT, up && carrier ? COLOUR_GOOD : COLOUR_BAD),
		!up		  ? "down"
			: carrier ? "up"
				  : "up, no carrier",
		term_plain(OUT), bondnl_link_mac(bond), bondnl_link_mtu(bond));
	for (size_t i = 0; i < bondnl_link_addresses(bond); i++)
		line(i ? "" : "address", bondnl_link_address(bond, i));
	print_active(bond, mode);
	print_monitor(bond);
	print_mode_options(bond, mode);
	if (verbose) {
		print_all_options(bond, mode);
		print_unknown(bond, false);
	}
	print_slaves(bond, verbose);
}

int show_text(const struct bondnl_state *state, bool verbose)
{
	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		if (i)
			putchar('\n');
		print_bond(bondnl_state_bond(state, i), verbose);
	}
	return 0;
}
