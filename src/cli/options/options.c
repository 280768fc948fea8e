/*
 * options: the option table, and what the kernel knows of it, handed to one of its forms.
 * It reads no bond for anybody, and changes none.
 */
#include <stdio.h>

#include "options/options.h"
#include "output/say.h"
#include "owned.h"

const char *options_known_word(enum bondnl_known known)
{
	switch (known) {
	case BONDNL_KNOWN_NO:
		return "no";
	case BONDNL_KNOWN_YES:
		return "yes";
	default:
		return "unknown";
	}
}

/* --------------------------------------------------------------------- for completion */

static const char *type_word(enum bondnl_option id)
{
	switch (bondnl_option_takes(id)) {
	case BONDNL_TAKES_NUMBER:
		return "number";
	case BONDNL_TAKES_MAC:
		return "mac";
	case BONDNL_TAKES_DEVICE:
		return "device";
	case BONDNL_TAKES_IP4:
		return "ip4";
	case BONDNL_TAKES_IP6:
		return "ip6";
	default:
		return "name";
	}
}

static void print_spelling(enum bondnl_option id, const char *name)
{
	const char *value;

	printf("%s\t%s\t%s\t", bondnl_option_of_slave(id) ? "slave" : "bond", name,
		type_word(id));
	for (size_t i = 0; (value = bondnl_option_value(id, i, NULL)); i++)
		printf("%s%s", i ? "," : "", value);
	printf("\t%s\n", bondnl_option_help(id));
}

/* The library's table alone: a shell asks for it at each press of a key. */
static int print_brief(const struct flags *f, int n)
{
	if (n || f->json)
		return say_usage("--brief", "is for all options, and not for JSON", NULL);
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;
		const char *alias;

		if (!bondnl_option_settable(id))
			continue;
		print_spelling(id, bondnl_option_name(id));
		for (size_t k = 0; (alias = bondnl_option_alias(id, k)); k++)
			print_spelling(id, alias);
	}
	return 0;
}

/* --------------------------------------------------------------------------- the names
 */

static int unknown(const char *word)
{
	const char *names[256], *alias;
	const size_t room = sizeof(names) / sizeof(names[0]);
	size_t n = 0;

	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (n < room)
			names[n++] = bondnl_option_name(id);
		for (size_t k = 0; n < room && (alias = bondnl_option_alias(id, k)); k++)
			names[n++] = alias;
	}
	return say_unknown(word, "no such option", bondnl_nearest(word, n, names),
		"'bondnl options' lists them");
}

/* Each once, in the order they were asked for; all of them if none was. */
static int read_names(
	int n, const char *const *args, enum bondnl_option *ids, size_t *ret_n)
{
	*ret_n = 0;
	for (size_t i = 0; n == 0 && i < bondnl_option_count(); i++)
		ids[(*ret_n)++] = (enum bondnl_option)i;
	for (int i = 0; i < n; i++) {
		enum bondnl_option id;
		bool there = false;

		if (!bondnl_option_find(args[i], &id))
			return unknown(args[i]);
		for (size_t k = 0; k < *ret_n; k++)
			there |= ids[k] == id;
		if (!there)
			ids[(*ret_n)++] = id;
	}
	return 0;
}

/* ----------------------------------------------------------------------------- running
 */

static int query_kernel(
	const struct flags *f, enum bondnl_known *known, struct bondnl_error *err)
{
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;
	int rc = say_open(f, &ctx, err);

	return rc < 0 ? rc
		      : bondnl_kernel_options(ctx, bondnl_option_count(), known, err);
}

static int print_forms(
	const struct flags *f, int n, const char *const *args, struct bondnl_error *err)
{
	enum bondnl_known known[BONDNL_OPT_COUNT_];
	enum bondnl_option ids[BONDNL_OPT_COUNT_];
	size_t n_ids;
	int status = read_names(n, args, ids, &n_ids);

	if (status)
		return status;
	if (query_kernel(f, known, err) < 0)
		return say_failure(err);
	if (f->json)
		options_json(n_ids, ids, known);
	else if (n)
		options_blocks(n_ids, ids, known);
	else
		options_table(known);
	return 0;
}

int options_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();

	if (f->brief)
		return print_brief(f, n);
	return err ? print_forms(f, n, args, err) : say_nomem(c->name);
}
