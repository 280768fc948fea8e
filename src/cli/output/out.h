/*
 * Standard output in many small pieces: a thousand bonds are a million of them, and stdio
 * takes its time over each. What is written here waits in a buffer of its own, so whoever
 * uses it writes nothing else until out_flush(). Errors are stdio's to keep: see
 * ferror().
 */
#ifndef CLI_OUTPUT_OUT_H
#define CLI_OUTPUT_OUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "output/term.h"

/* Into another file than standard output, until out_flush(). */
void out_to(FILE *file);
void out_bytes(const char *s, size_t n);
void out_text(const char *s);
/* Texts, one behind the other. */
#define out_texts(...) out_list((const char *const[]){ __VA_ARGS__, NULL })
void out_list(const char *const texts[]);
void out_char(char c);
/* What may hold any bytes, for people: see print_plain(). */
void out_plain(const char *s);
void out_number(uint64_t n);
/* None if @n is not above 0. */
void out_blanks(int n);
/* Text, filled up with blanks to a width. */
void out_wide(const char *s, int wide);
/* Text in colour, where standard output has colours. */
void out_coloured(enum colour c, const char *s);
void out_flush(void);

#endif
