/*
 * The exported functions that only hand through: errors, options, specs. What they
 * mean is written in include/bondnl/bondnl.h.
 */
#include <errno.h>
#include <string.h>

#include "option/value.h"
#include "spec/parse_file.h"
#include "spec/parse_words.h"
#include "str.h"
#include "version.h"

const char *bondnl_version(void)
{
	return BONDNL_VERSION;
}

const char *bondnl_nearest(const char *wrong, size_t n, const char *const words[])
{
	struct nearest near = { 0 };

	for (size_t i = 0; i < n; i++)
		nearest_try(&near, wrong, words[i]);
	return near.word;
}

/* -------------------------------------------------------------------------- errors */

struct bondnl_error *bondnl_error_new(void)
{
	return calloc(1, sizeof(struct bondnl_error));
}

void bondnl_error_free(struct bondnl_error *err)
{
	free(err);
}

void bondnl_error_clear(struct bondnl_error *err)
{
	error_clear(err);
}

int bondnl_error_code(const struct bondnl_error *err)
{
	return err ? err->code : 0;
}

bool bondnl_error_is_usage(const struct bondnl_error *err)
{
	return err && err->usage;
}

const char *bondnl_error_where(const struct bondnl_error *err)
{
	return err ? err->where : "";
}

const char *bondnl_error_subject(const struct bondnl_error *err)
{
	return err ? err->subject : "";
}

const char *bondnl_error_text(const struct bondnl_error *err)
{
	return err ? err->text : "";
}

const char *bondnl_error_kernel(const struct bondnl_error *err)
{
	return err ? err->kernel : "";
}

const char *bondnl_error_hint(const struct bondnl_error *err)
{
	return err ? err->hint : "";
}

/* ------------------------------------------------------------------------- options */

static const struct option *known(enum bondnl_option id)
{
	return (unsigned)id < BONDNL_OPT_COUNT_ ? option_get(id) : NULL;
}

size_t bondnl_option_count(void)
{
	return BONDNL_OPT_COUNT_;
}

const char *bondnl_option_name(enum bondnl_option id)
{
	return known(id) ? known(id)->name : NULL;
}

enum bondnl_type bondnl_option_type(enum bondnl_option id)
{
	const struct option *o = known(id);

	if (!o)
		return BONDNL_TYPE_TEXT;
	switch (o->type) {
	case OPTION_IP4_LIST:
	case OPTION_IP6_LIST:
	case OPTION_FLAGS8:
	case OPTION_FLAGS16:
		return BONDNL_TYPE_LIST;
	case OPTION_MAC:
	case OPTION_LINK:
		return BONDNL_TYPE_TEXT;
	default:
		return o->names ? BONDNL_TYPE_TEXT : BONDNL_TYPE_NUMBER;
	}
}

bool bondnl_option_of_slave(enum bondnl_option id)
{
	return known(id) && known(id)->level == OPTION_SLAVE;
}

bool bondnl_option_settable(enum bondnl_option id)
{
	return known(id) && option_settable(known(id));
}

bool bondnl_option_in_mode(enum bondnl_option id, const char *mode)
{
	int n = mode ? option_mode_number(mode) : -1;

	return known(id) && n >= 0 && known(id)->modes & MODE(n);
}

const char *bondnl_option_unit(enum bondnl_option id)
{
	return known(id) ? known(id)->unit : NULL;
}

const char *bondnl_option_help(enum bondnl_option id)
{
	return known(id) ? known(id)->help : NULL;
}

enum bondnl_level bondnl_option_level(enum bondnl_option id)
{
	static const enum bondnl_level levels[] = {
		[OPTION_BOND] = BONDNL_LEVEL_BOND,
		[OPTION_SLAVE] = BONDNL_LEVEL_SLAVE,
		[OPTION_AD_INFO] = BONDNL_LEVEL_AD_INFO,
	};

	return known(id) ? levels[known(id)->level] : BONDNL_LEVEL_BOND;
}

enum bondnl_takes bondnl_option_takes(enum bondnl_option id)
{
	const struct option *o = known(id);

	if (!o)
		return BONDNL_TAKES_NUMBER;
	switch (o->type) {
	case OPTION_MAC:
		return BONDNL_TAKES_MAC;
	case OPTION_LINK:
		return BONDNL_TAKES_DEVICE;
	case OPTION_IP4_LIST:
		return BONDNL_TAKES_IP4;
	case OPTION_IP6_LIST:
		return BONDNL_TAKES_IP6;
	case OPTION_FLAGS8:
	case OPTION_FLAGS16:
		return BONDNL_TAKES_FLAGS;
	default:
		return o->names ? BONDNL_TAKES_NAME : BONDNL_TAKES_NUMBER;
	}
}

bool bondnl_option_range(enum bondnl_option id, int64_t *ret_min, int64_t *ret_max)
{
	if (!known(id) || bondnl_option_takes(id) != BONDNL_TAKES_NUMBER)
		return false;
	if (ret_min)
		*ret_min = known(id)->min;
	if (ret_max)
		*ret_max = known(id)->max;
	return true;
}

const char *bondnl_option_value(enum bondnl_option id, size_t i, int64_t *ret_number)
{
	const struct option_name *n = known(id) ? known(id)->names : NULL;

	/* step by step: what is behind the end is not to be looked at */
	while (n && n->name && i) {
		n++;
		i--;
	}
	if (!n || !n->name)
		return NULL;
	if (ret_number)
		*ret_number = n->value;
	return n->name;
}

const char *bondnl_option_alias(enum bondnl_option id, size_t i)
{
	const struct option *o = known(id);

	return o && i < ARRAY_SIZE(o->aliases) ? o->aliases[i] : NULL;
}

unsigned bondnl_option_needs(enum bondnl_option id)
{
	unsigned flags = known(id) ? known(id)->flags : 0;

	return (flags & OPTION_NEEDS_DOWN ? BONDNL_NEEDS_DOWN : 0) |
		(flags & OPTION_NEEDS_EMPTY ? BONDNL_NEEDS_EMPTY : 0) |
		(flags & OPTION_NEEDS_MIIMON ? BONDNL_NEEDS_MIIMON : 0);
}

bool bondnl_option_privileged(enum bondnl_option id)
{
	return known(id) && known(id)->flags & OPTION_PRIVILEGED;
}

bool bondnl_option_find(const char *word, enum bondnl_option *ret)
{
	static const enum option_level levels[] = { OPTION_BOND, OPTION_SLAVE,
		OPTION_AD_INFO };

	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		const struct option *o = option_find(levels[i], word);

		if (!o)
			continue;
		*ret = o->id;
		return true;
	}
	return false;
}

/* -------------------------------------------------------------------------- specs */

int bondnl_spec_new(struct bondnl_spec **ret, struct bondnl_error *err)
{
	*ret = calloc(1, sizeof(**ret));
	return *ret ? 0 : error_nomem(err);
}

void bondnl_spec_free(struct bondnl_spec *spec)
{
	if (!spec)
		return;
	spec_clear(spec);
	free(spec);
}

void bondnl_spec_allow(struct bondnl_spec *spec, unsigned what)
{
	spec->allow |= what;
}

int bondnl_spec_bond(struct bondnl_spec *spec, enum bondnl_intent intent,
	const char *bond, struct bondnl_error *err)
{
	int rc;

	if (!intent_get(intent))
		return error_usage(err, NULL, "no such intent");
	rc = words_bond(spec, intent, bond, err);
	if (rc < 0)
		error_where(err, intent_get(intent)->name, bond);
	return rc;
}

int bondnl_spec_words(struct bondnl_spec *spec, size_t n, const char *const words[],
	struct bondnl_error *err)
{
	const struct spec_bond *b = spec->n ? &spec->bonds[spec->n - 1] : NULL;
	int rc;

	rc = words_read(spec, n, words, err);
	if (rc < 0 && b)
		error_where(err, b->intent->name, b->name);
	return rc;
}

int bondnl_spec_text(struct bondnl_spec *spec, const char *origin, const char *text,
	size_t n, bondnl_fault_fn *fn, void *data, struct bondnl_error *err)
{
	return file_read(spec, origin, text, n, fn, data, err);
}

int bondnl_spec_prune(struct bondnl_spec *spec, const struct bondnl_state *state,
	struct bondnl_error *err)
{
	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		const char *name = bondnl_link_name(bondnl_state_bond(state, i));
		bool named = false;
		int rc;

		for (size_t k = 0; k < spec->n && !named; k++)
			named = str_eq(spec->bonds[k].name, name);
		rc = named ? 0 : words_bond(spec, BONDNL_ABSENT, name, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}
