/*
 * options for programs: one document, an object for each option. What an option does not
 * have (a range, a unit) is absent.
 */
#include "cleanup.h"
#include "options/options.h"
#include "output/json_writer.h"

static void put_aliases(enum bondnl_option id)
{
	const char *alias;

	jsonw_list("aliases");
	for (size_t i = 0; (alias = bondnl_option_alias(id, i)); i++)
		jsonw_text(NULL, alias);
	jsonw_end();
}

static void put_values(enum bondnl_option id)
{
	const char *name;
	int64_t number;

	jsonw_list("values");
	for (size_t i = 0; (name = bondnl_option_value(id, i, &number)); i++) {
		jsonw_object(NULL);
		jsonw_text("name", name);
		jsonw_integer("number", number);
		jsonw_end();
	}
	jsonw_end();
}

static void put_modes(enum bondnl_option id)
{
	const char *mode;

	jsonw_list("modes");
	for (size_t i = 0; (mode = bondnl_option_value(BONDNL_OPT_MODE, i, NULL)); i++)
		if (bondnl_option_in_mode(id, mode))
			jsonw_text(NULL, mode);
	jsonw_end();
}

static void put_needs(enum bondnl_option id)
{
	static const struct {
		unsigned bit;
		const char *name;
	} needs[] = {
		{ BONDNL_NEEDS_DOWN, "down" },
		{ BONDNL_NEEDS_EMPTY, "empty" },
		{ BONDNL_NEEDS_MIIMON, "miimon" },
	};

	jsonw_list("needs");
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		if (bondnl_option_needs(id) & needs[i].bit)
			jsonw_text(NULL, needs[i].name);
	jsonw_end();
}

static void write_option(enum bondnl_option id, enum bondnl_known known)
{
	static const char *const levels[] = {
		[BONDNL_LEVEL_BOND] = "bond",
		[BONDNL_LEVEL_SLAVE] = "slave",
		[BONDNL_LEVEL_AD_INFO] = "ad_info",
	};
	int64_t min, max;

	jsonw_object(NULL);
	jsonw_text("name", bondnl_option_name(id));
	jsonw_text("of", levels[bondnl_option_level(id)]);
	jsonw_bool("settable", bondnl_option_settable(id));
	put_aliases(id);
	put_values(id);
	if (bondnl_option_range(id, &min, &max)) {
		jsonw_integer("min", min);
		jsonw_integer("max", max);
	}
	jsonw_text("unit", bondnl_option_unit(id));
	put_modes(id);
	put_needs(id);
	jsonw_text("help", bondnl_option_help(id));
	jsonw_text("kernel", options_known_word(known));
	jsonw_text("reason", bondnl_known_reason(known));
	jsonw_end();
}

void options_json(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[])
{
	jsonw_begin();
	jsonw_list("options");
	for (size_t i = 0; i < n; i++)
		write_option(ids[i], known[ids[i]]);
	jsonw_end();
	jsonw_end();
}
