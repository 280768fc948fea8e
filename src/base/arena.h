/*
 * Many small things that live as long as one large one: they are given out of blocks, and
 * freed together. Nothing is taken back by itself.
 */
#ifndef BASE_KEEP_H
#define BASE_KEEP_H

#include <stddef.h>

struct keep_block;

/* Starts as {0}. */
struct keep {
	struct keep_block *blocks; /* the one that is given from is the first */
	size_t left;		   /* bytes of it */
};

/* @n zeroed bytes, aligned for pointers and numbers; NULL if there is no memory. */
void *keep_room(struct keep *k, size_t n);
/* A copy of the first @n bytes of @s, and an end; NULL if there is no memory. */
char *keep_text(struct keep *k, const char *s, size_t n);
void keep_free(struct keep *k);

#endif
