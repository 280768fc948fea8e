/*
 * Small things out of blocks, see arena.h. It knows nothing of what they are.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

#define BLOCK 16384

struct arena_block {
	struct arena_block *next;
	_Alignas(uint64_t) char bytes[];
};

/* Given from its end, so that how much is left says where. */
static char *take(struct arena *a, size_t n, size_t align)
{
	struct arena_block *b = a->blocks;
	size_t size = n > BLOCK ? n : BLOCK;

	if (n > SIZE_MAX - sizeof(*b) - BLOCK)
		return NULL;
	if (!b || n > a->left) {
		b = calloc(1, sizeof(*b) + size);
		if (!b)
			return NULL;
		b->next = a->blocks;
		a->left = size;
		a->blocks = b;
	}
	a->left -= n;
	a->left -= a->left % align;
	return b->bytes + a->left;
}

void *arena_room(struct arena *a, size_t n)
{
	return take(a, n, sizeof(uint64_t));
}

char *arena_text(struct arena *a, const char *s, size_t n)
{
	char *text = take(a, n + 1, 1);

	if (text && n)
		memcpy(text, s, n);
	return text;
}

void arena_free(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	memset(a, 0, sizeof(*a));
}
