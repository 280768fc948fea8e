/*
 * options for programs: one document, an object for each option. What an option does not
 * have (a range, a unit) is absent.
 */
#include <errno.h>
#include <stdio.h>

#include "options/options.h"
#include "output/json.h"

static json_t *aliases_value(enum bondnl_option id)
{
	json_t *list = json_array();
	const char *alias;

	for (size_t i = 0; (alias = bondnl_option_alias(id, i)); i++)
		json_add(list, json_string_nocheck(alias));
	return list;
}

static json_t *values_value(enum bondnl_option id)
{
	json_t *list = json_array();
	const char *name;
	int64_t number;

	for (size_t i = 0; (name = bondnl_option_value(id, i, &number)); i++) {
		json_t *o = json_object();

		json_put(o, "name", json_string_nocheck(name));
		json_put(o, "number", json_integer(number));
		json_add(list, o);
	}
	return list;
}

static json_t *modes_value(enum bondnl_option id)
{
	json_t *list = json_array();
	const char *mode;

	for (size_t i = 0; (mode = bondnl_option_value(BONDNL_OPT_MODE, i, NULL)); i++)
		if (bondnl_option_in_mode(id, mode))
			json_add(list, json_string_nocheck(mode));
	return list;
}

static json_t *needs_value(enum bondnl_option id)
{
	static const struct {
		unsigned bit;
		const char *name;
	} needs[] = {
		{ BONDNL_NEEDS_DOWN, "down" },
		{ BONDNL_NEEDS_EMPTY, "empty" },
		{ BONDNL_NEEDS_MIIMON, "miimon" },
	};
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (bondnl_option_needs(id) & needs[i].bit)
			json_add(list, json_string_nocheck(needs[i].name));
	return list;
}

static json_t *option_value(enum bondnl_option id, enum bondnl_known known)
{
	static const char *const levels[] = {
		[BONDNL_LEVEL_BOND] = "bond",
		[BONDNL_LEVEL_SLAVE] = "slave",
		[BONDNL_LEVEL_AD_INFO] = "ad_info",
	};
	const char *unit = bondnl_option_unit(id), *reason = bondnl_known_reason(known);
	json_t *o = json_object();
	int64_t min, max;

	json_put(o, "name", json_string_nocheck(bondnl_option_name(id)));
	json_put(o, "of", json_string_nocheck(levels[bondnl_option_level(id)]));
	json_put(o, "settable", json_boolean(bondnl_option_settable(id)));
	json_put(o, "aliases", aliases_value(id));
	json_put(o, "values", values_value(id));
	if (bondnl_option_range(id, &min, &max)) {
		json_put(o, "min", json_integer(min));
		json_put(o, "max", json_integer(max));
	}
	if (unit)
		json_put(o, "unit", json_string_nocheck(unit));
	json_put(o, "modes", modes_value(id));
	json_put(o, "needs", needs_value(id));
	json_put(o, "help", json_string_nocheck(bondnl_option_help(id)));
	json_put(o, "kernel", json_string_nocheck(options_known_word(known)));
	if (reason)
		json_put(o, "reason", json_string_nocheck(reason));
	return o;
}

int options_json(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[])
{
	json_t *root = json_object(), *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_add(list, option_value(ids[i], known[ids[i]]));
	json_put(root, "schema", json_integer(SCHEMA));
	json_put(root, "options", list);
	return json_print(root);
}
