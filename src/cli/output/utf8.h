/*
 * Is it UTF-8? A device name is bytes, and need not be.
 */
#ifndef CLI_OUTPUT_UTF8_H
#define CLI_OUTPUT_UTF8_H

#include <stddef.h>

/* How many bytes the character at @s has; 0 if it is not UTF-8. It reads no byte behind
 * the first one that does not belong. */
size_t utf8_length(const char *s);

#endif
