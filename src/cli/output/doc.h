/*
 * A JSON document that is written as it goes, without a tree of it in memory: of a
 * thousand bonds that would be most of the time. Written by out.h, which is to be flushed
 * at its end; json_failed tells that memory ran out.
 */
#ifndef CLI_OUTPUT_DOC_H
#define CLI_OUTPUT_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* '{' or '[', and its end. */
void doc_open(char bracket);
void doc_close(char bracket);
/* Before each value of a list; a key does it by itself. */
void doc_separate(void);
/* Keys are ours: nothing in them is to be escaped. */
void doc_key(const char *key);

/* A string of at most 1023 bytes; a device may be called by any: see json_name(). */
void doc_text(const char *s, size_t n);
/* What the library gives as text and is a number, written as one; or else as a string. */
void doc_number_text(const char *s);

/* A key with its value. */
void doc_put_text(const char *key, const char *s);
void doc_put_bool(const char *key, bool b);
/* As a string, where it is more than many readers can hold: 53 bits. */
void doc_put_number(const char *key, uint64_t n);

#endif
