/*
 * Many small things that live as long as one large one: they are given out of blocks, and
 * freed together. Nothing is taken back by itself.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "cleanup.h"

struct arena_block;

/* Starts as {0}. */
struct arena {
	struct arena_block *blocks; /* the one that is given from is the first */
	size_t left;		   /* bytes of it */
};

/* @n zeroed bytes, aligned for pointers and numbers; NULL if there is no memory. */
void *arena_room(struct arena *a, size_t n);
/* A copy of the first @n bytes of @s, and an end; NULL if there is no memory. */
char *arena_text(struct arena *a, const char *s, size_t n);
void arena_free(struct arena *a);

#define _cleanup_arena_ _cleanup_(arena_free)

#endif
