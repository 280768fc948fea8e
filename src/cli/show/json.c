/*
 * show for programs: one document, bond -> slaves, in the words of the command line.
 * What the kernel does not report is absent; texts are the library's, plain ASCII but
 * for names, which the kernel keeps as they were given. The schema's number changes when
 * a reader would have to; docs/show.schema.json has every key.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/json_writer.h"
#include "show/show.h"

/* The library had no memory for a text of its own. */
static bool incomplete;

/* ------------------------------------------------------------------------- options */

/* A list is the texts between its commas; "none" is an empty one. */
static void put_list(const char *key, const char *text)
{
	jsonw_list(key);
	while (*text && strcmp(text, "none") != 0) {
		size_t n = strcspn(text, ",");

		jsonw_text_n(NULL, text, n);
		text += n + (text[n] == ',');
	}
	jsonw_end();
}

static void put_option(enum bondnl_option id, const char *text)
{
	const char *key = bondnl_option_name(id);

	switch (bondnl_option_type(id)) {
	case BONDNL_TYPE_LIST:
		put_list(key, text);
		break;
	case BONDNL_TYPE_NUMBER:
		jsonw_number_text(key, text);
		break;
	default:
		jsonw_text(key, text);
	}
}

static void put_options(const struct bondnl_link *l, bool settable)
{
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;
		const char *text = bondnl_link_option(l, id);

		if (text && bondnl_option_settable(id) == settable)
			put_option(id, text);
	}
}

static size_t unknowns_of(const struct bondnl_link *l, enum bondnl_level level)
{
	size_t n = 0;

	for (size_t i = 0; i < bondnl_link_unknowns(l); i++)
		n += bondnl_link_unknown_level(l, i) == level;
	return n;
}

static void put_unknowns(const struct bondnl_link *l, enum bondnl_level level)
{
	char key[16];

	for (size_t i = 0; i < bondnl_link_unknowns(l); i++) {
		const char *text = bondnl_link_unknown(l, i);

		if (bondnl_link_unknown_level(l, i) != level)
			continue;
		snprintf(key, sizeof(key), "%u", bondnl_link_unknown_number(l, i));
		jsonw_number_text(key, text);
		incomplete |= !text;
	}
}

/* What this program has no name for, by number; of the aggregator inside its own. */
static void put_unknown(const struct bondnl_link *l, bool of_slave)
{
	enum bondnl_level level = of_slave ? BONDNL_LEVEL_SLAVE : BONDNL_LEVEL_BOND;
	size_t info = of_slave ? 0 : unknowns_of(l, BONDNL_LEVEL_AD_INFO);

	if (!unknowns_of(l, level) && !info)
		return;
	jsonw_object("unknown");
	put_unknowns(l, level);
	if (info) {
		jsonw_object("ad_info");
		put_unknowns(l, BONDNL_LEVEL_AD_INFO);
		jsonw_end();
	}
	jsonw_end();
}

static void put_hidden(const struct bondnl_link *l)
{
	bool any = false;

	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (!bondnl_option_privileged(id) || !bondnl_link_option_hidden(l, id))
			continue;
		if (!any)
			jsonw_list("not_visible");
		any = true;
		jsonw_text(NULL, bondnl_option_name(id));
	}
	if (any)
		jsonw_end();
}

/* --------------------------------------------------------------------------- links */

static void put_counters(const struct bondnl_link *l)
{
	uint64_t n;

	jsonw_object("counters");
	for (int i = 0; i < BONDNL_COUNTER_COUNT_; i++)
		if (bondnl_link_counter(l, (enum bondnl_counter)i, &n))
			jsonw_counter(bondnl_counter_name((enum bondnl_counter)i), n);
	jsonw_end();
}

/* What neither the driver nor rtnetlink's link tells: absent where nobody does. */
static void put_hardware(const struct bondnl_link *s)
{
	const char *mac = bondnl_link_permanent_mac(s), *duplex = bondnl_link_duplex(s);
	int wireless = bondnl_link_is_wireless(s);

	if (*mac)
		jsonw_text("permanent_lladdr", mac);
	if (bondnl_link_speed(s))
		jsonw_integer("speed", bondnl_link_speed(s));
	if (duplex)
		jsonw_text("duplex", duplex);
	if (wireless >= 0)
		jsonw_bool("wireless", wireless);
}

/* What can be set stands under "options"; what is only reported, beside it. */
static void put_link(const struct bondnl_link *l, bool as_slave)
{
	jsonw_text("name", bondnl_link_name(l));
	jsonw_integer("ifindex", bondnl_link_ifindex(l));
	jsonw_bool("up", bondnl_link_is_up(l));
	jsonw_bool("carrier", bondnl_link_has_carrier(l));
	jsonw_text("operstate", bondnl_link_operstate(l));
	jsonw_text("lladdr", bondnl_link_mac(l));
	jsonw_integer("mtu", bondnl_link_mtu(l));
	put_options(l, false);
	jsonw_object("options");
	put_options(l, true);
	jsonw_end();
	put_counters(l);
	if (as_slave)
		put_hardware(l);
	put_unknown(l, as_slave);
	if (!as_slave)
		put_hidden(l);
}

static void put_addresses(const struct bondnl_link *bond)
{
	size_t n = bondnl_link_addresses(bond);
	bool any = false;

	jsonw_list("addresses");
	for (size_t i = 0; i < n; i++) {
		const char *address = bondnl_link_address(bond, i);

		jsonw_text(NULL, address);
		incomplete |= !address;
	}
	jsonw_end();
	for (size_t i = 0; i < n; i++) {
		const char *how = bondnl_link_address_state(bond, i);

		if (!how)
			continue;
		if (!any)
			jsonw_object("address_states");
		any = true;
		jsonw_text(bondnl_link_address(bond, i), how);
	}
	if (any)
		jsonw_end();
}

static void write_bond(const struct bondnl_link *bond)
{
	const struct bondnl_link *giver = bondnl_link_mac_giver(bond);

	jsonw_object(NULL);
	put_link(bond, false);
	if (giver)
		jsonw_text("lladdr_of", bondnl_link_name(giver));
	put_addresses(bond);
	jsonw_list("slaves");
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		jsonw_object(NULL);
		put_link(bondnl_link_slave(bond, i), true);
		jsonw_end();
	}
	jsonw_end();
	jsonw_end();
}

int show_json(const struct bondnl_state *state)
{
	incomplete = false;
	jsonw_begin();
	jsonw_list("bonds");
	for (size_t i = 0; i < bondnl_state_bonds(state) && !incomplete; i++)
		write_bond(bondnl_state_bond(state, i));
	jsonw_end();
	jsonw_end();
	return incomplete ? -ENOMEM : 0;
}
