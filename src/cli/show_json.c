/*
 * show for programs: one document, bond -> slaves, in the words of the command line.
 * What the kernel does not report is absent; texts are the library's, plain ASCII but
 * for names, which the kernel keeps as they were given. The schema's number changes when
 * a reader would have to; docs/show.schema.json has every key.
 *
 * It is written as it goes, without a tree of it in memory: of a thousand bonds that
 * would be most of the time.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "json.h"
#include "out.h"

/* What many readers of JSON can hold of a whole number: 53 bits. */
#define WHOLE_MAX (UINT64_C(1) << 53)

/* ------------------------------------------------------------------------- writing */

/* Something is before it in its list or object. */
static bool comma;

static void separate(void)
{
	if (comma)
		out_char(',');
	comma = true;
}

static void open_with(char bracket)
{
	out_char(bracket);
	comma = false;
}

static void close_with(char bracket)
{
	out_char(bracket);
	comma = true;
}

/* Keys are ours: nothing in them is to be escaped. */
static void put_key(const char *key)
{
	separate();
	out_char('"');
	out_text(key);
	out_bytes("\":", 2);
}

static bool is_simple(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\')
			return false;
	return true;
}

/* A string; what is not simple, jansson knows how to write. */
static void write_text(const char *s, size_t n)
{
	char copy[256], *escaped;
	json_t *value;

	if (is_simple(s, n)) {
		out_char('"');
		out_bytes(s, n);
		out_char('"');
		return;
	}
	snprintf(copy, sizeof(copy), "%.*s", (int)n, s);
	value = json_name(copy);
	escaped = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	if (escaped)
		out_text(escaped);
	else
		json_failed = true;
	free(escaped);
	json_decref(value);
}

static void put_text(const char *key, const char *s)
{
	put_key(key);
	write_text(s, strlen(s));
}

static void put_bool(const char *key, bool b)
{
	put_key(key);
	out_text(b ? "true" : "false");
}

static void put_number(const char *key, uint64_t n)
{
	bool quoted = n > WHOLE_MAX;

	put_key(key);
	if (quoted)
		out_char('"');
	out_number(n);
	if (quoted)
		out_char('"');
}

/* What the library gives as text and is a number, written as one; or else as a string. */
static void write_number_text(const char *s)
{
	size_t sign = *s == '-', n = strspn(s + sign, "0123456789");

	/* of so many digits each number has less than 53 bits */
	if (n && n <= 15 && !s[sign + n])
		out_bytes(s, sign + n);
	else if (n && n <= 19 && !s[sign + n] &&
		llabs(strtoll(s, NULL, 10)) <= (long long)WHOLE_MAX)
		out_bytes(s, sign + n);
	else
		write_text(s, strlen(s));
}

/* ------------------------------------------------------------------------- options */

/* A list is the texts between its commas; "none" is an empty one. */
static void write_list(const char *text)
{
	open_with('[');
	while (*text && strcmp(text, "none") != 0) {
		size_t n = strcspn(text, ",");

		separate();
		write_text(text, n);
		text += n + (text[n] == ',');
	}
	close_with(']');
}

static void put_option(enum bondnl_option id, const char *text)
{
	put_key(bondnl_option_name(id));
	switch (bondnl_option_type(id)) {
	case BONDNL_TYPE_LIST:
		write_list(text);
		break;
	case BONDNL_TYPE_NUMBER:
		write_number_text(text);
		break;
	default:
		write_text(text, strlen(text));
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
		put_key(key);
		if (text)
			write_number_text(text);
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
	put_key("unknown");
	open_with('{');
	put_unknowns(l, level);
	if (info) {
		put_key("ad_info");
		open_with('{');
		put_unknowns(l, BONDNL_LEVEL_AD_INFO);
		close_with('}');
	}
	close_with('}');
}

static void put_hidden(const struct bondnl_link *l)
{
	bool any = false;

	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (!bondnl_option_privileged(id) || !bondnl_link_option_hidden(l, id))
			continue;
		if (!any) {
			put_key("not_visible");
			open_with('[');
		}
		any = true;
		separate();
		write_text(bondnl_option_name(id), strlen(bondnl_option_name(id)));
	}
	if (any)
		close_with(']');
}

/* --------------------------------------------------------------------------- links */

static void put_counters(const struct bondnl_link *l)
{
	uint64_t n;

	put_key("counters");
	open_with('{');
	for (int i = 0; i < BONDNL_COUNTER_COUNT_; i++)
		if (bondnl_link_counter(l, (enum bondnl_counter)i, &n))
			put_number(bondnl_counter_name((enum bondnl_counter)i), n);
	close_with('}');
}

/* What neither the driver nor rtnetlink's link tells: absent where nobody does. */
static void put_hardware(const struct bondnl_link *s)
{
	const char *mac = bondnl_link_permanent_mac(s), *duplex = bondnl_link_duplex(s);
	int wireless = bondnl_link_is_wireless(s);

	if (*mac)
		put_text("permanent_lladdr", mac);
	if (bondnl_link_speed(s))
		put_number("speed", bondnl_link_speed(s));
	if (duplex)
		put_text("duplex", duplex);
	if (wireless >= 0)
		put_bool("wireless", wireless);
}

/* What can be set stands under "options"; what is only reported, beside it. */
static void put_link(const struct bondnl_link *l, bool as_slave)
{
	put_text("name", bondnl_link_name(l));
	put_number("ifindex", (uint64_t)bondnl_link_ifindex(l));
	put_bool("up", bondnl_link_is_up(l));
	put_bool("carrier", bondnl_link_has_carrier(l));
	put_text("operstate", bondnl_link_operstate(l));
	put_text("lladdr", bondnl_link_mac(l));
	put_number("mtu", bondnl_link_mtu(l));
	put_options(l, false);
	put_key("options");
	open_with('{');
	put_options(l, true);
	close_with('}');
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

	put_key("addresses");
	open_with('[');
	for (size_t i = 0; i < n; i++) {
		const char *address = bondnl_link_address(bond, i);

		separate();
		write_text(address ? address : "", address ? strlen(address) : 0);
		json_failed |= !address;
	}
	close_with(']');
	for (size_t i = 0; i < n; i++) {
		const char *how = bondnl_link_address_state(bond, i);

		if (!how)
			continue;
		if (!any) {
			put_key("address_states");
			open_with('{');
		}
		any = true;
		put_text(bondnl_link_address(bond, i), how);
	}
	if (any)
		close_with('}');
}

static void write_bond(const struct bondnl_link *bond)
{
	const struct bondnl_link *giver = bondnl_link_mac_giver(bond);

	separate();
	open_with('{');
	put_link(bond, false);
	if (giver)
		put_text("lladdr_of", bondnl_link_name(giver));
	put_addresses(bond);
	put_key("slaves");
	open_with('[');
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		separate();
		open_with('{');
		put_link(bondnl_link_slave(bond, i), true);
		close_with('}');
	}
	close_with(']');
	close_with('}');
}

int show_json(const struct bondnl_state *state)
{
	json_failed = false;
	open_with('{');
	put_number("schema", SCHEMA);
	put_key("bonds");
	open_with('[');
	for (size_t i = 0; i < bondnl_state_bonds(state) && !json_failed; i++)
		write_bond(bondnl_state_bond(state, i));
	out_text("]}\n");
	out_flush();
	return json_failed ? -ENOMEM : 0;
}
