/*
 * Values between words and numbers: one option's value, and the few values that are
 * no options (addresses, MACs, device names). Parses and prints; it never judges one
 * value against another.
 */
#ifndef MODEL_OPTION_VALUE_H
#define MODEL_OPTION_VALUE_H

#include "error.h"
#include "option/optset.h"
#include "str.h"

#define MAC_TEXT_SIZE (32 * 3) /* the longest link-layer address, and its end */

/*
 * Reads @word as a value of @o, with the row's names, range and unit. On failure @err
 * says what would have been right, and returns -EINVAL (a wrong usage).
 */
int value_parse(const struct option *o, const char *word, struct value *ret,
	struct bondnl_error *err) _must_check_;
/* Makes a copy of a row take every number that its width can hold. */
void value_widen(struct option *o);
/* Adds the value in the words that value_parse() takes. */
void value_print(const struct option *o, const struct value *v, struct text *t);
/* The name of one value among several; NULL if it has none. */
const char *value_name(const struct option *o, int64_t number);
/* Adds what the row accepts: "off, on" or "0 to 255". */
void value_print_range(const struct option *o, struct text *t);

/* "aa:bb:cc:dd:ee:ff" into six bytes. */
bool mac_parse(const char *word, uint8_t ret[6]) _must_check_;
void mac_print(const uint8_t *mac, size_t len, char ret[MAC_TEXT_SIZE]);

/*
 * Is this a name that a device can have? The kernel's rule (net/core/dev.c,
 * dev_valid_name): 1 to 15 bytes, not "." or "..", no '/', ':' or white space. Says
 * what is wrong, or NULL. '%' is refused too: the kernel reads it as a pattern.
 */
const char *name_fault(const char *name);
/* The same for a device that is there and may be called by an altname, up to 127 bytes.
 */
const char *altname_fault(const char *name);

#endif
