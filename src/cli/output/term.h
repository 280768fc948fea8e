/*
 * What the output is: a terminal or not, in colour or not, how wide. Known without
 * asking the terminal, which would take an ioctl: by its device number and COLUMNS.
 */
#ifndef CLI_OUTPUT_TERM_H
#define CLI_OUTPUT_TERM_H

#include <stdbool.h>

enum colour {
	COLOUR_NONE,
	COLOUR_GOOD,
	COLOUR_BAD,
	COLOUR_WARN,
	COLOUR_STRONG,
};

/* Gives stdio buffers of our own: left to itself it asks whether it writes to a terminal.
 */
void term_start(void);
bool term_is_terminal(int fd);
/* Can what is written be placed? Not on a terminal that says it is dumb, or nothing. */
bool term_moves(int fd);
/* Are characters of UTF-8 shown as such, by the locale? */
bool term_is_utf8(void);
/* What is written goes elsewhere first from here on: it is made for what is there now. */
void term_keep(void);
/* Columns of the terminal, as COLUMNS says, or 80; 0 if it is none. */
int term_width(int fd);
/* Its lines, as LINES says, or 24. */
int term_height(void);
/* Escape sequences for @fd, or "" where colour is not wanted. Since colour never stands
   alone, what is printed reads the same without. */
const char *term_colour(int fd, enum colour c);
const char *term_plain(int fd);

#endif
