/*
 * The options of bonds, and which this kernel knows.
 */
#ifndef CLI_OPTIONS_OPTIONS_H
#define CLI_OPTIONS_OPTIONS_H

#include <bondnl/bondnl.h>
#include <stddef.h>

#include "commands.h"

/* options for programs; @known has each option, by its id. */
void options_json(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[]);
/* options for people: the table of all, and all about some. */
void options_table(const enum bondnl_known known[]);
void options_blocks(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[]);
/* "yes", "no" or "unknown". */
const char *options_known_word(enum bondnl_known known);

#endif
