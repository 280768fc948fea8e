/*
 * show: reads the bonds, with what its form wants of them, and hands them to that.
 */
#include <errno.h>
#include <string.h>

#include "output/say.h"
#include "owned.h"
#include "show/show.h"

static int print_state(const struct flags *f, const struct bondnl_state *state)
{
	int rc;

	if (f->json)
		return show_json(state) < 0 ? say_nomem(NULL) : 0;
	if (!bondnl_state_bonds(state)) {
		if (!f->quiet)
			say_line("", "no bonds");
		return 0;
	}
	if (f->brief)
		rc = show_brief(state);
	else if (f->proc)
		rc = show_proc(state);
	else
		rc = show_text(state, f->verbose);
	return rc < 0 ? BONDNL_REFUSED : 0;
}

/* Each costs queries of its own, so only what will be shown. */
unsigned show_details(const struct flags *f)
{
	if (f->brief)
		return 0;
	if (f->proc)
		return BONDNL_DETAIL_SPEED;
	return BONDNL_DETAIL_SPEED | BONDNL_DETAIL_WIRELESS |
		(f->json || f->verbose ? BONDNL_DETAIL_LACP : 0);
}

int show_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	_cleanup_state_ struct bondnl_state *state = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;

	if (f->watch_ms && f->json + f->proc)
		return say_usage("--watch", "is for people, without --json and --proc",
			"'bondnl monitor --json' tells programs what happens");
	if (f->json + f->brief + f->proc > 1)
		return say_usage(
			"--json, --brief, --proc", "one of them, not several", NULL);
	if (!err)
		return say_nomem(c->name);
	if (f->watch_ms)
		return show_watch(f, n, args, err);
	if (say_open(f, &ctx, err) < 0 ||
		bondnl_state_read(ctx, (size_t)n, args, &state, err) < 0 ||
		(show_details(f) &&
			bondnl_state_read_details(ctx, state, show_details(f), err) < 0))
		return say_failure(err);
	return print_state(f, state);
}

/* ----------------------------------------------------------------- what its forms share
 */

const char *show_option(const struct bondnl_link *l, enum bondnl_option id)
{
	const char *text = bondnl_link_option(l, id);

	return text ? text : "";
}

bool show_is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool show_has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = words; *p; p += strcspn(p, ","), p += *p == ',')
		if (strcspn(p, ",") == n && strncmp(p, word, n) == 0)
			return true;
	return false;
}

const char *show_slave_link(const struct bondnl_link *s)
{
	if (!bondnl_link_is_up(s))
		return "set down";
	if (!bondnl_link_has_carrier(s))
		return "no carrier";
	return show_option(s, BONDNL_OPT_SLAVE_MII_STATUS);
}

bool show_is_usable(const struct bondnl_link *s)
{
	return show_is(show_slave_link(s), "up");
}

size_t show_slaves_up(const struct bondnl_link *bond)
{
	size_t up = 0;

	for (size_t i = 0; i < bondnl_link_slaves(bond); i++)
		up += show_is_usable(bondnl_link_slave(bond, i));
	return up;
}

bool show_is_active(const struct bondnl_link *bond, const struct bondnl_link *s)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);

	if (bondnl_option_in_mode(BONDNL_OPT_ACTIVE_SLAVE, mode))
		return show_is(
			show_option(bond, BONDNL_OPT_ACTIVE_SLAVE), bondnl_link_name(s));
	return show_is(show_option(s, BONDNL_OPT_SLAVE_STATE), "active");
}

const char *show_bond_state(const struct bondnl_link *bond)
{
	if (!bondnl_link_is_up(bond))
		return "down";
	return bondnl_link_has_carrier(bond) ? "up" : "no carrier";
}

bool show_has_partner(const struct bondnl_link *bond)
{
	const char *mac = show_option(bond, BONDNL_OPT_AD_PARTNER_MAC);

	return *mac && !show_is(mac, "00:00:00:00:00:00");
}
