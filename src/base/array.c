/*
 * Arrays that grow, see array.h. Never shrinks; on failure the array is as it was.
 */
#include <stdint.h>
#include <stdlib.h>

#include "array.h"

void *array_room(void *items, size_t *cap, size_t n, size_t item)
{
	size_t more = *cap ? *cap * 2 : 4;
	void *p;

	if (n < *cap)
		return items;
	if (more > SIZE_MAX / item)
		return NULL;

	p = realloc(items, more * item);
	if (p)
		*cap = more;
	return p;
}
