/*
 * Text as a frame in place: for a terminal, over what it shows. It knows nothing of
 * what the text says.
 */
#ifndef CLI_WATCH_FRAME_H
#define CLI_WATCH_FRAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Lines that are too long are cut, and of those that are too many is said how many they
 * are. @hide: the cursor, first of all. @lines is at least 3. The caller frees *ret. 0 or
 * -ENOMEM.
 */
int layout(
	const char *text, bool hide, int width, int lines, char **ret, size_t *ret_size);

#endif
