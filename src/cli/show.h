/*
 * What the forms of show share. They read the state, and ask the kernel nothing.
 */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli.h"
#include "term.h"

/* The text of an option; "" if the kernel did not report it. */
const char *show_option(const struct bondnl_link *l, enum bondnl_option id);
bool show_is(const char *a, const char *b);

/* What the administrator, the cable and the monitor say, the first that is not well. */
const char *show_slave_link(const struct bondnl_link *slave);
/* How many slaves are well in that. */
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

/* show_slaves.c: the tree below a bond. */
void show_slaves(const struct bondnl_link *bond, bool verbose);

#endif
