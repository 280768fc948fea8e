/*
 * show for programs: one document, bond -> slaves, in the words of the command line.
 * What the kernel does not report is absent; texts are the library's, plain ASCII but
 * for names, which the kernel keeps as they were given. The schema's number changes when
 * a reader would have to.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "json.h"

/* A list is the texts between its commas; "none" is an empty one. */
static json_t *list_value(const char *text)
{
	json_t *list = json_array();

	if (strcmp(text, "none") == 0)
		return list;
	while (*text) {
		size_t n = strcspn(text, ",");

		json_add(list, json_stringn_nocheck(text, n));
		text += n + (text[n] == ',');
	}
	return list;
}

static json_t *option_value(enum bondnl_option id, const char *text)
{
	char *end;
	long long n;

	switch (bondnl_option_type(id)) {
	case BONDNL_TYPE_LIST:
		return list_value(text);
	case BONDNL_TYPE_NUMBER:
		n = strtoll(text, &end, 10);
		return *end ? json_string_nocheck(text) : json_integer(n);
	default:
		return json_name(text);
	}
}

/* What many readers of JSON can hold of a whole number: 53 bits. */
#define WHOLE_MAX ((json_int_t)1 << 53)

/* What this program has no name for, by number; of the aggregator inside its own. */
static json_t *unknown_value(const struct bondnl_link *l, bool of_slave)
{
	json_t *o = json_object(), *info = json_object();
	char key[16], *end;

	for (size_t i = 0; i < bondnl_link_unknowns(l); i++) {
		enum bondnl_level level = bondnl_link_unknown_level(l, i);
		const char *text = bondnl_link_unknown(l, i);
		json_int_t n;

		if ((level == BONDNL_LEVEL_SLAVE) != of_slave)
			continue;
		n = text ? strtoll(text, &end, 10) : 0;
		snprintf(key, sizeof(key), "%u", bondnl_link_unknown_number(l, i));
		json_put(level == BONDNL_LEVEL_AD_INFO ? info : o, key,
			!text ? NULL
				: !*text || *end || n > WHOLE_MAX
				? json_string_nocheck(text)
				: json_integer(n));
	}
	json_put_filled(o, "ad_info", info);
	return o;
}

static json_t *hidden_value(const struct bondnl_link *l)
{
	json_t *list = json_array();

	for (size_t i = 0; i < bondnl_option_count(); i++)
		if (bondnl_link_option_hidden(l, (enum bondnl_option)i))
			json_add(list,
				json_string_nocheck(
					bondnl_option_name((enum bondnl_option)i)));
	return list;
}

/* What can be set stands under "options"; what is only reported, beside it. */
static json_t *link_value(const struct bondnl_link *l, bool as_slave)
{
	json_t *o = json_object(), *options = json_object();

	json_put(o, "name", json_name(bondnl_link_name(l)));
	json_put(o, "ifindex", json_integer(bondnl_link_ifindex(l)));
	json_put(o, "up", json_boolean(bondnl_link_is_up(l)));
	json_put(o, "carrier", json_boolean(bondnl_link_has_carrier(l)));
	json_put(o, "lladdr", json_string_nocheck(bondnl_link_mac(l)));
	json_put(o, "mtu", json_integer(bondnl_link_mtu(l)));
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;
		const char *text = bondnl_link_option(l, id);

		if (text)
			json_put(bondnl_option_settable(id) ? options : o,
				bondnl_option_name(id), option_value(id, text));
	}
	json_put(o, "options", options);
	json_put_filled(o, "unknown", unknown_value(l, as_slave));
	if (!as_slave)
		json_put_filled(o, "not_visible", hidden_value(l));
	return o;
}

static json_t *bond_value(const struct bondnl_link *bond)
{
	json_t *o = link_value(bond, false), *slaves = json_array(),
	       *addresses = json_array();

	for (size_t i = 0; i < bondnl_link_addresses(bond); i++)
		json_add(addresses, json_string_nocheck(bondnl_link_address(bond, i)));
	json_put(o, "addresses", addresses);
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++)
		json_add(slaves, link_value(bondnl_link_slave(bond, i), true));
	json_put(o, "slaves", slaves);
	return o;
}

/* A text that grows to the largest bond, and is used again for the next. */
struct room {
	char *bytes;
	size_t size;
};

static int write_bond(json_t *bond, struct room *r)
{
	size_t n = json_dumpb(bond, r->bytes, r->size, JSON_COMPACT);

	if (n > r->size) {
		char *bytes = realloc(r->bytes, 2 * n);

		if (!bytes)
			return -ENOMEM;
		r->bytes = bytes;
		r->size = 2 * n;
		n = json_dumpb(bond, r->bytes, r->size, JSON_COMPACT);
	}
	if (!n)
		return -ENOMEM; /* an object that memory ran out for while it was made */
	fwrite(r->bytes, 1, n, stdout);
	return 0;
}

/*
 * One document, but written bond by bond, so that a machine with a thousand of them
 * needs the memory of one.
 */
int show_json(const struct bondnl_state *state)
{
	struct room room = { 0 };
	int rc = 0;

	printf("{\"schema\":%d,\"bonds\":[", SCHEMA);
	for (size_t i = 0; i < bondnl_state_bonds(state) && rc == 0; i++) {
		json_t *bond = bond_value(bondnl_state_bond(state, i));

		if (i)
			putchar(',');
		rc = json_failed ? -ENOMEM : write_bond(bond, &room);
		json_decref(bond);
	}
	if (rc == 0)
		printf("]}\n");
	free(room.bytes);
	return rc;
}
