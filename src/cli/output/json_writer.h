/*
 * The one writer of JSON. It writes as it goes, through out.h: a tree of a thousand bonds
 * in memory would take most of the time. Commas, brackets and the end of the line are its
 * own affair. The prefix is not json_, which is jansson's: the tests use both.
 *
 * Every value takes a key inside an object, and NULL inside a list. Keys are ours, so
 * nothing in them is escaped.
 */
#ifndef CLI_OUTPUT_JSON_WRITER_H
#define CLI_OUTPUT_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A document: an object, whose first key is the number of the schema. The end of the
 * object ends the line, too, and flushes out.h. */
void jsonw_begin(void);

void jsonw_object(const char *key);
void jsonw_list(const char *key);
/* Ends the innermost object or list. */
void jsonw_end(void);

/*
 * A string. What is absent has no key: nothing is written for NULL. A byte that is not
 * UTF-8 becomes "/xff": no device name has a '/', and no other text has "/x", so two
 * different texts never look alike. Control characters are escaped, U+007F to U+009F too.
 */
void jsonw_text(const char *key, const char *s);
void jsonw_text_n(const char *key, const char *s, size_t n);
void jsonw_bool(const char *key, bool b);
void jsonw_integer(const char *key, int64_t n);
/* A string if it has more than the 53 bits that many readers can hold. */
void jsonw_counter(const char *key, uint64_t n);
/* The same for a number that the library gives as text. Other text is a string. */
void jsonw_number_text(const char *key, const char *s);

#endif
