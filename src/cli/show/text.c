/*
 * show for people: a block for each bond, what is not well in words and in colour.
 * It reads the state, and asks the kernel nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "output/lines.h"
#include "output/out.h"
#include "output/term.h"
#include "show/show.h"
#include "watch/rates.h"

#define OUT 1

#define WIDE_NAME 26 /* of an option */

#define GOES_ON "                   " /* as wide as what begins a line */

static uint64_t bit(enum bondnl_option id)
{
	return UINT64_C(1) << id;
}

static void begin(struct lines *l, const char *what, const char *between)
{
	char first[] = GOES_ON;
	size_t n = strlen(what);

	memcpy(first + 2, what, n < sizeof(first) - 4 ? n : sizeof(first) - 4);
	lines_begin(l, first, GOES_ON, between);
}

/* A line of one item. */
static void line(const char *what, enum colour c, const char *text)
{
	struct lines l;

	begin(&l, what, ", ");
	lines_add(&l, c, 0, text);
	lines_end(&l);
}

static void add_option(struct lines *l, const struct bondnl_link *bond,
	enum bondnl_option id, uint64_t *shown)
{
	const char *unit = bondnl_option_unit(id), *text = show_option(bond, id);

	*shown |= bit(id);
	if (*text)
		lines_add(l, COLOUR_NONE, 0, bondnl_option_name(id), " ", text,
			unit ? " " : "", unit ? unit : "");
}

/* A list of addresses, each an item. */
static void print_targets(
	const struct bondnl_link *bond, enum bondnl_option id, uint64_t *shown)
{
	const char *text = show_option(bond, id);
	struct lines l;

	*shown |= bit(id);
	if (!*text || show_is(text, "none"))
		return;
	begin(&l, bondnl_option_name(id), ", ");
	while (*text) {
		size_t n = strcspn(text, ",");
		char one[64];

		snprintf(one, sizeof(one), "%.*s", (int)n, text);
		lines_add(&l, COLOUR_NONE, 0, one);
		text += n + (text[n] == ',');
	}
	lines_end(&l);
}

static bool is_on(const struct bondnl_link *bond, enum bondnl_option id)
{
	const char *text = show_option(bond, id);

	return *text && !show_is(text, "0");
}

static void print_monitor(const struct bondnl_link *bond, uint64_t *shown)
{
	struct lines l;

	begin(&l, "monitor", ", ");
	if (is_on(bond, BONDNL_OPT_MIIMON)) {
		add_option(&l, bond, BONDNL_OPT_MIIMON, shown);
		add_option(&l, bond, BONDNL_OPT_UPDELAY, shown);
		add_option(&l, bond, BONDNL_OPT_DOWNDELAY, shown);
	}
	if (is_on(bond, BONDNL_OPT_ARP_INTERVAL)) {
		add_option(&l, bond, BONDNL_OPT_ARP_INTERVAL, shown);
		add_option(&l, bond, BONDNL_OPT_ARP_VALIDATE, shown);
		add_option(&l, bond, BONDNL_OPT_ARP_ALL_TARGETS, shown);
		add_option(&l, bond, BONDNL_OPT_ARP_MISSED_MAX, shown);
	}
	if (l.empty)
		lines_add(&l, COLOUR_BAD, 0, "none: a slave without link is not noticed");
	lines_end(&l);
	if (is_on(bond, BONDNL_OPT_ARP_INTERVAL)) {
		print_targets(bond, BONDNL_OPT_ARP_IP_TARGET, shown);
		print_targets(bond, BONDNL_OPT_NS_IP6_TARGET, shown);
	}
}

static void print_active(
	const struct bondnl_link *bond, const char *mode, uint64_t *shown)
{
	const char *active = show_option(bond, BONDNL_OPT_ACTIVE_SLAVE);
	const char *primary = show_option(bond, BONDNL_OPT_PRIMARY);
	struct lines l;

	if (!bondnl_option_in_mode(BONDNL_OPT_ACTIVE_SLAVE, mode))
		return;
	line("active_slave", *active ? COLOUR_STRONG : COLOUR_BAD,
		*active ? active : "none");
	*shown |= bit(BONDNL_OPT_PRIMARY) | bit(BONDNL_OPT_PRIMARY_RESELECT);
	if (!*primary)
		return;
	begin(&l, "primary", ", ");
	lines_add(&l, COLOUR_NONE, 0, primary, " (primary_reselect ",
		show_option(bond, BONDNL_OPT_PRIMARY_RESELECT), ")");
	lines_end(&l);
}

/* The active aggregator, which only 802.3ad has, and who is at its other end. */
static void print_aggregator(const struct bondnl_link *bond, const char *mode)
{
	static const enum bondnl_option numbers[] = { BONDNL_OPT_AD_NUM_PORTS,
		BONDNL_OPT_AD_ACTOR_KEY, BONDNL_OPT_AD_PARTNER_KEY };
	const char *id = show_option(bond, BONDNL_OPT_AD_AGGREGATOR);
	struct lines l;

	if (!bondnl_option_in_mode(BONDNL_OPT_AD_AGGREGATOR, mode))
		return;
	if (!*id) {
		line("ad_aggregator", COLOUR_BAD, "none is active");
		return;
	}
	begin(&l, "ad_aggregator", ", ");
	lines_add(&l, COLOUR_NONE, 0, id);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		lines_add(&l, COLOUR_NONE, 0, bondnl_option_name(numbers[i]), " ",
			show_option(bond, numbers[i]));
	lines_end(&l);
	if (show_has_partner(bond))
		line("ad_partner_mac", COLOUR_NONE,
			show_option(bond, BONDNL_OPT_AD_PARTNER_MAC));
	else
		line("ad_partner_mac", COLOUR_BAD, "none: no partner speaks LACP");
}

/* What makes the mode what it is, whatever its value. */
static bool is_key(
	const struct bondnl_link *bond, enum bondnl_option id, const char *mode)
{
	switch (id) {
	case BONDNL_OPT_FAIL_OVER_MAC:
		return show_is(mode, "active-backup");
	case BONDNL_OPT_XMIT_HASH_POLICY:
		return show_is(mode, "balance-xor") || show_is(mode, "802.3ad") ||
			show_is(show_option(bond, BONDNL_OPT_TLB_DYNAMIC_LB), "off");
	case BONDNL_OPT_AD_SELECT:
	case BONDNL_OPT_MIN_LINKS:
		return show_is(mode, "802.3ad");
	default:
		return id == BONDNL_OPT_LACP_RATE || id == BONDNL_OPT_TLB_DYNAMIC_LB ||
			id == BONDNL_OPT_PACKETS_PER_SLAVE;
	}
}

static bool is_of_bond(
	const struct bondnl_link *bond, enum bondnl_option id, const char *mode)
{
	return bondnl_link_option(bond, id) && bondnl_option_settable(id) &&
		!bondnl_option_of_slave(id) && bondnl_option_in_mode(id, mode);
}

/* What makes the mode, and all else that is not as a new bond has it. */
static void print_options(
	const struct bondnl_link *bond, const char *mode, uint64_t shown)
{
	struct lines l;

	shown |= bit(BONDNL_OPT_MODE) | bit(BONDNL_OPT_ACTIVE_SLAVE);
	begin(&l, "options", ", ");
	for (int key = 1; key >= 0; key--)
		for (size_t i = 0; i < bondnl_option_count(); i++) {
			enum bondnl_option id = (enum bondnl_option)i;

			if (!(shown & bit(id)) && is_of_bond(bond, id, mode) &&
				(key ? is_key(bond, id, mode)
				     : !bondnl_link_option_is_default(bond, id)))
				add_option(&l, bond, id, &shown);
		}
	if (l.empty)
		lines_add(&l, COLOUR_NONE, 0, "as a new bond has them");
	lines_end(&l);
}

void show_option_line(
	const struct bondnl_link *l, enum bondnl_option id, const char *indent)
{
	const char *unit = bondnl_option_unit(id);

	out_text(indent);
	out_wide(bondnl_option_name(id), WIDE_NAME);
	out_char(' ');
	out_plain(show_option(l, id));
	out_texts(unit ? " " : "", unit ? unit : "", "\n");
}

/* What can be set, and only what the mode has: the driver reports much more. */
static void print_all_options(const struct bondnl_link *bond, const char *mode)
{
	out_text("  options\n");
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (is_of_bond(bond, id, mode))
			show_option_line(bond, id, "    ");
		else if (bondnl_option_privileged(id) &&
			bondnl_link_option_hidden(bond, id)) {
			out_text("    ");
			out_wide(bondnl_option_name(id), WIDE_NAME);
			out_text(" not visible (needs CAP_NET_ADMIN)\n");
		}
	}
	show_unknown(bond, false, "    ");
}

void show_unknown(const struct bondnl_link *l, bool of_slave, const char *indent)
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
		out_text(indent);
		out_wide(name, WIDE_NAME);
		out_texts(" ", text && *text ? text : "(empty)", "\n");
	}
}

void show_counters(const struct bondnl_link *link, const char *first, const char *rest)
{
	char text[80];
	struct lines l;
	uint64_t n;

	lines_begin(&l, first, rest, ", ");
	for (int i = 0; i < BONDNL_COUNTER_COUNT_; i++) {
		if (!bondnl_link_counter(link, (enum bondnl_counter)i, &n))
			continue;
		snprintf(text, sizeof(text), "%s %" PRIu64,
			bondnl_counter_name((enum bondnl_counter)i), n);
		lines_add(&l, COLOUR_NONE, 0, text);
	}
	lines_end(&l);
}

/* The MAC, and whose it is. */
static void print_lladdr(const struct bondnl_link *bond)
{
	const struct bondnl_link *giver = bondnl_link_mac_giver(bond);
	struct lines l;
	char mtu[24];

	snprintf(mtu, sizeof(mtu), "mtu %u", bondnl_link_mtu(bond));
	begin(&l, "lladdr", ", ");
	lines_add(&l, COLOUR_NONE, 0, bondnl_link_mac(bond));
	if (giver)
		lines_add(&l, COLOUR_NONE, 0, "that of ", bondnl_link_name(giver));
	else if (bondnl_link_slaves(bond))
		lines_add(&l, COLOUR_NONE, 0, "that of no slave");
	lines_add(&l, COLOUR_NONE, 0, mtu);
	lines_end(&l);
}

static void print_addresses(const struct bondnl_link *bond)
{
	for (size_t i = 0; i < bondnl_link_addresses(bond); i++) {
		const char *address = bondnl_link_address(bond, i);
		const char *how = bondnl_link_address_state(bond, i);
		struct lines l;

		begin(&l, i ? "" : "address", " ");
		lines_add(&l, COLOUR_NONE, 0, address ? address : "(null)");
		if (how)
			lines_add(&l,
				show_is(how, "duplicate") ? COLOUR_BAD : COLOUR_WARN, 0,
				how);
		lines_end(&l);
	}
}

void show_bond(const struct bondnl_link *bond, bool verbose, const struct rates *rates)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);
	bool up = bondnl_link_is_up(bond), carrier = bondnl_link_has_carrier(bond);
	uint64_t shown = 0;

	out_text(term_colour(OUT, COLOUR_STRONG));
	out_plain(bondnl_link_name(bond));
	out_texts(term_plain(OUT), ": ", mode, ", ");
	out_coloured(up && carrier ? COLOUR_GOOD : COLOUR_BAD,
		up && !carrier ? "up, no carrier" : show_bond_state(bond));
	out_char('\n');
	print_lladdr(bond);
	print_addresses(bond);
	print_active(bond, mode, &shown);
	print_monitor(bond, &shown);
	print_aggregator(bond, mode);
	if (verbose) {
		print_all_options(bond, mode);
		show_counters(bond, "  counters         ", GOES_ON);
	} else {
		print_options(bond, mode, shown);
	}
	if (rates)
		show_traffic(bond, rates, "  traffic          ");
	show_slaves(bond, verbose, rates);
}

int show_text(const struct bondnl_state *state, bool verbose)
{
	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		if (i)
			out_char('\n');
		show_bond(bondnl_state_bond(state, i), verbose, NULL);
	}
	out_flush();
	return 0;
}
