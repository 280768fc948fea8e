/*
 * Arrays that grow: a pointer, a count and a capacity kept by their owner.
 * Never shrinks; on failure the array is as it was.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stddef.h>
#include <string.h>

/* The array with room for one more element of @item bytes; NULL if there is no memory. */
void *array_room(void *items, size_t *cap, size_t n, size_t item);

/* The address of a new, zeroed last element of an array, or NULL. */
#define array_add(items, n, cap)                                                         \
	({                                                                               \
		__typeof__(items) p_ =                                                   \
			array_room((items), &(cap), (n), sizeof(*(items)));              \
		if (p_)                                                                  \
			(items) = p_;                                                    \
		p_ ? (__typeof__(items))memset(&(items)[(n)++], 0, sizeof(*(items)))     \
		   : NULL;                                                               \
	})

#endif
