/*
 * Small things out of blocks, see keep.h. It knows nothing of what they are.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

#define BLOCK 16384

struct keep_block {
	struct keep_block *next;
	_Alignas(uint64_t) char bytes[];
};

/* Given from its end, so that how much is left says where. */
static char *take(struct keep *k, size_t n, size_t align)
{
	struct keep_block *b = k->blocks;
	size_t size = n > BLOCK ? n : BLOCK;

	if (n > SIZE_MAX - sizeof(*b) - BLOCK)
		return NULL;
	if (!b || n > k->left) {
		b = calloc(1, sizeof(*b) + size);
		if (!b)
			return NULL;
		b->next = k->blocks;
		k->left = size;
		k->blocks = b;
	}
	k->left -= n;
	k->left -= k->left % align;
	return b->bytes + k->left;
}

void *keep_room(struct keep *k, size_t n)
{
	return take(k, n, sizeof(uint64_t));
}

char *keep_text(struct keep *k, const char *s, size_t n)
{
	char *text = take(k, n + 1, 1);

	if (text && n)
		memcpy(text, s, n);
	return text;
}

void keep_free(struct keep *k)
{
	while (k->blocks) {
		struct keep_block *b = k->blocks;

		k->blocks = b->next;
		free(b);
	}
	memset(k, 0, sizeof(*k));
}
