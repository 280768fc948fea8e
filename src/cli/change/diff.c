/*
 * What a spec would change, for people: per bond and slave, what is and what would be,
 * and the steps to it. It carries nothing out.
 */
#include <stdio.h>
#include <string.h>

#include "change/change.h"
#include "change/diff.h"
#include "change/managers.h"
#include "output/say.h"
#include "output/term.h"
#include "owned.h"

static const char *or_none(const char *value)
{
	return value && *value ? value : "(none)";
}

static void print_change(const struct bondnl_result *r, size_t i)
{
	const char *from = bondnl_result_change_from(r, i),
		   *to = bondnl_result_change_to(r, i);
	const char *slave = bondnl_result_change_slave(r, i);
	char what[80];

	snprintf(what, sizeof(what), "%s%s%s", slave ? slave : "", slave ? " " : "",
		bondnl_result_change_what(r, i));
	printf("  %s",
		term_colour(1,
			!from	      ? COLOUR_GOOD
				: !to ? COLOUR_BAD
				      : COLOUR_WARN));
	printf("%c%s ", !from ? '+' : !to ? '-' : '~', term_plain(1));
	for (size_t k = 0; what[k]; k++)
		putchar(plain_at(what, k));
	printf("%*s", strlen(what) < 28 ? (int)(28 - strlen(what)) : 1, "");
	print_plain(or_none(from));
	printf(" -> ");
	print_plain(or_none(to));
	putchar('\n');
}

static bool is_of(const struct bondnl_result *r, size_t i, const char *bond)
{
	return strcmp(bondnl_result_change_bond(r, i), bond) == 0;
}

/* Bonds in the order in which something of them was first found to differ. */
static void print_changes(const struct bondnl_result *r)
{
	size_t n = bondnl_result_changes(r);

	for (size_t i = 0; i < n; i++) {
		const char *bond = bondnl_result_change_bond(r, i);
		bool first = true;

		for (size_t k = 0; k < i && first; k++)
			first = !is_of(r, k, bond);
		if (!first)
			continue;
		print_plain(bond);
		putchar('\n');
		for (size_t k = i; k < n; k++)
			if (is_of(r, k, bond))
				print_change(r, k);
	}
}

static int print(const struct flags *f, const struct bondnl_result *r)
{
	if (f->json) {
		diff_json(r);
	} else if (!f->quiet) {
		print_changes(r);
		if (bondnl_result_steps(r))
			printf("steps\n");
		change_print_steps(r, "  ");
	}
	return bondnl_result_changes(r) || bondnl_result_steps(r) ? DIFF_DIFFERS
								  : DIFF_SAME;
}

int diff_show(
	const struct flags *f, const struct bondnl_spec *spec, struct bondnl_error *err)
{
	_cleanup_result_ struct bondnl_result *result = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;
	int rc = bondnl_open(&ctx, f->netns, err), status;

	if (rc == 0) {
		change_listen(ctx, f);
		rc = bondnl_run(ctx, spec, BONDNL_DRY_RUN, &result, err);
	}
	if (rc < 0) {
		say_error(err);
		return BONDNL_REFUSED;
	}
	status = print(f, result);
	managers_warn(f, ctx, result);
	return status;
}
