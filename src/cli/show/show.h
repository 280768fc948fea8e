/*
 * What the forms of show share. They read the state, and ask the kernel nothing.
 */
#ifndef CLI_SHOW_SHOW_H
#define CLI_SHOW_SHOW_H

#include <bondnl/bondnl.h>
#include <stdbool.h>
#include <stddef.h>

#include "commands.h"
#include "output/term.h"
#include "watch/rates.h"

/* show in its forms; all return 0 or a negative errno. */
int show_text(const struct bondnl_state *state, bool verbose);
int show_brief(const struct bondnl_state *state);
int show_proc(const struct bondnl_state *state);
int show_json(const struct bondnl_state *state);

/* The text of an option; "" if the kernel did not report it. */
const char *show_option(const struct bondnl_link *l, enum bondnl_option id);
bool show_is(const char *a, const char *b);

/* Is @word one of @words, which have commas between them? */
bool show_has_word(const char *words, const char *word);

/* What the administrator, the cable and the monitor say, the first that is not well. */
const char *show_slave_link(const struct bondnl_link *slave);
/* Is it well in all of that? And how many slaves of a bond are? */
bool show_is_usable(const struct bondnl_link *slave);
size_t show_slaves_up(const struct bondnl_link *bond);
/* Carries traffic now: the active slave, where the mode has one. */
bool show_is_active(const struct bondnl_link *bond, const struct bondnl_link *slave);
/* "up", "no carrier" or "down". */
const char *show_bond_state(const struct bondnl_link *bond);
/* Has this bond's LACP a partner? Then it is one with a MAC. */
bool show_has_partner(const struct bondnl_link *bond);

/* What is counted, folded; LACP's, too, if it was read. */
void show_counters(const struct bondnl_link *l, const char *first, const char *rest);
/* One option on a line of its own, behind @indent. */
void show_option_line(
	const struct bondnl_link *l, enum bondnl_option id, const char *indent);
/* What this program has no name for, of a bond, or of the slave that it may be, too. */
void show_unknown(const struct bondnl_link *l, bool of_slave, const char *indent);

/* One bond for people. @rates is NULL where nothing is watched, here and below. */
void show_bond(const struct bondnl_link *bond, bool verbose, const struct rates *rates);
/* One line, with so many columns for the name. */
void show_brief_bond(const struct bondnl_link *bond, int wide, const struct rates *rates);
int show_brief_wide(const struct bondnl_state *state);

/* slaves.c: the tree below a bond. */
void show_slaves(const struct bondnl_link *bond, bool verbose, const struct rates *rates);

/* traffic.c: what goes by, behind @first: of a bond, of a slave with its bar. */
void show_traffic(
	const struct bondnl_link *bond, const struct rates *rates, const char *first);
void show_slave_traffic(const struct bondnl_link *bond, const struct bondnl_link *slave,
	const struct rates *rates, const char *first);
/* The same in few columns. */
void show_brief_traffic(const struct bondnl_link *bond, const struct rates *rates);

/* What a form wants to know beyond the state: BONDNL_DETAIL_*. */
unsigned show_details(const struct flags *f);
/* show_watch.c: until it is ended; the exit status. */
int show_watch(
	const struct flags *f, int n, const char *const *args, struct bondnl_error *err);

#endif
