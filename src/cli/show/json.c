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

#include "output/doc.h"
#include "output/json.h"
#include "output/out.h"
#include "show/show.h"

/* ------------------------------------------------------------------------- options */

/* A list is the texts between its commas; "none" is an empty one. */
static void write_list(const char *text)
{
	doc_open('[');
	while (*text && strcmp(text, "none") != 0) {
		size_t n = strcspn(text, ",");

		doc_separate();
		doc_text(text, n);
		text += n + (text[n] == ',');
	}
	doc_close(']');
}

static void put_option(enum bondnl_option id, const char *text)
{
	doc_key(bondnl_option_name(id));
	switch (bondnl_option_type(id)) {
	case BONDNL_TYPE_LIST:
		write_list(text);
		break;
	case BONDNL_TYPE_NUMBER:
		doc_number_text(text);
		break;
	default:
		doc_text(text, strlen(text));
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
		doc_key(key);
		if (text)
			doc_number_text(text);
		else
			json_failed = true;
	}
}

/* What this program has no name for, by number; of the aggregator inside its own. */
static void put_unknown(const struct bondnl_link *l, bool of_slave)
{
	enum bondnl_level level = of_slave ? BONDNL_LEVEL_SLAVE : BONDNL_LEVEL_BOND;
	size_t info = of_slave ? 0 : unknowns_of(l, BONDNL_LEVEL_AD_INFO);

	if (!unknowns_of(l, level) && !info)
		return;
	doc_key("unknown");
	doc_open('{');
	put_unknowns(l, level);
	if (info) {
		doc_key("ad_info");
		doc_open('{');
		put_unknowns(l, BONDNL_LEVEL_AD_INFO);
		doc_close('}');
	}
	doc_close('}');
}

static void put_hidden(const struct bondnl_link *l)
{
	bool any = false;

	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (!bondnl_option_privileged(id) || !bondnl_link_option_hidden(l, id))
			continue;
		if (!any) {
			doc_key("not_visible");
			doc_open('[');
		}
		any = true;
		doc_separate();
		doc_text(bondnl_option_name(id), strlen(bondnl_option_name(id)));
	}
	if (any)
		doc_close(']');
}

/* --------------------------------------------------------------------------- links */

static void put_counters(const struct bondnl_link *l)
{
	uint64_t n;

	doc_key("counters");
	doc_open('{');
	for (int i = 0; i < BONDNL_COUNTER_COUNT_; i++)
		if (bondnl_link_counter(l, (enum bondnl_counter)i, &n))
			doc_put_number(bondnl_counter_name((enum bondnl_counter)i), n);
	doc_close('}');
}

/* What neither the driver nor rtnetlink's link tells: absent where nobody does. */
static void put_hardware(const struct bondnl_link *s)
{
	const char *mac = bondnl_link_permanent_mac(s), *duplex = bondnl_link_duplex(s);
	int wireless = bondnl_link_is_wireless(s);

	if (*mac)
		doc_put_text("permanent_lladdr", mac);
	if (bondnl_link_speed(s))
		doc_put_number("speed", bondnl_link_speed(s));
	if (duplex)
		doc_put_text("duplex", duplex);
	if (wireless >= 0)
		doc_put_bool("wireless", wireless);
}

/* What can be set stands under "options"; what is only reported, beside it. */
static void put_link(const struct bondnl_link *l, bool as_slave)
{
	doc_put_text("name", bondnl_link_name(l));
	doc_put_number("ifindex", (uint64_t)bondnl_link_ifindex(l));
	doc_put_bool("up", bondnl_link_is_up(l));
	doc_put_bool("carrier", bondnl_link_has_carrier(l));
	doc_put_text("operstate", bondnl_link_operstate(l));
	doc_put_text("lladdr", bondnl_link_mac(l));
	doc_put_number("mtu", bondnl_link_mtu(l));
	put_options(l, false);
	doc_key("options");
	doc_open('{');
	put_options(l, true);
	doc_close('}');
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

	doc_key("addresses");
	doc_open('[');
	for (size_t i = 0; i < n; i++) {
		const char *address = bondnl_link_address(bond, i);

		doc_separate();
		doc_text(address ? address : "", address ? strlen(address) : 0);
		json_failed |= !address;
	}
	doc_close(']');
	for (size_t i = 0; i < n; i++) {
		const char *how = bondnl_link_address_state(bond, i);

		if (!how)
			continue;
		if (!any) {
			doc_key("address_states");
			doc_open('{');
		}
		any = true;
		doc_put_text(bondnl_link_address(bond, i), how);
	}
	if (any)
		doc_close('}');
}

static void write_bond(const struct bondnl_link *bond)
{
	const struct bondnl_link *giver = bondnl_link_mac_giver(bond);

	doc_separate();
	doc_open('{');
	put_link(bond, false);
	if (giver)
		doc_put_text("lladdr_of", bondnl_link_name(giver));
	put_addresses(bond);
	doc_key("slaves");
	doc_open('[');
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		doc_separate();
		doc_open('{');
		put_link(bondnl_link_slave(bond, i), true);
		doc_close('}');
	}
	doc_close(']');
	doc_close('}');
}

int show_json(const struct bondnl_state *state)
{
	json_failed = false;
	doc_open('{');
	doc_put_number("schema", SCHEMA);
	doc_key("bonds");
	doc_open('[');
	for (size_t i = 0; i < bondnl_state_bonds(state) && !json_failed; i++)
		write_bond(bondnl_state_bond(state, i));
	out_text("]}\n");
	out_flush();
	return json_failed ? -ENOMEM : 0;
}
