/*
 * The spec, see spec.h. It decides nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "spec/spec.h"
#include "str.h"

bool spec_lists_address(const struct spec_bond *w, const struct address *a)
{
	for (size_t i = 0; i < w->n_addresses; i++)
		if (address_same(&w->addresses[i].address, a))
			return true;
	return false;
}

const struct spec_slave *spec_find_slave(const struct spec_bond *w, const char *name)
{
	for (size_t i = 0; i < w->n_slaves; i++)
		if (str_eq(w->slaves[i].name, name))
			return &w->slaves[i];
	return NULL;
}

bool spec_moves(const struct spec_bond *w)
{
	return w->intent->first & DEVICE_MOVES;
}

const struct spec_slave *spec_nic(const struct spec_bond *w)
{
	return spec_moves(w) && w->n_slaves ? &w->slaves[0] : NULL;
}

bool spec_makes(const struct spec_bond *w)
{
	return w->intent->expect == EXPECT_ABSENT;
}

const char *spec_keep_origin(struct bondnl_spec *spec, const char *origin)
{
	char **p = array_add(spec->origins, spec->n_origins, spec->cap_origins);

	return p ? *p = strdup(origin) : NULL;
}

/* A word that was kept is the whole of @word, the part before ':', or was cut. */
static bool begins_with(const char *word, const char *kept)
{
	size_t n = strlen(kept);

	return strncmp(word, kept, n) == 0 &&
		(!word[n] || word[n] == ':' ||
			n == sizeof(((struct spec_place *)0)->word) - 1);
}

unsigned spec_line_of(const struct spec_bond *w, const char *word)
{
	unsigned line = w->line;

	/* what is said of an option of a slave begins with the slave */
	if (strncmp(word, "slave ", 6) == 0)
		word += 6;
	/* the last one: a word that is repeated is wrong where it is said again */
	for (size_t i = 0; *word && i < w->n_places; i++)
		if (begins_with(word, w->places[i].word))
			line = w->places[i].line;
	return line;
}

void spec_clear(struct bondnl_spec *spec)
{
	for (size_t i = 0; i < spec->n_origins; i++)
		free(spec->origins[i]);
	free(spec->origins);
	for (size_t i = 0; i < spec->n; i++) {
		struct spec_bond *b = &spec->bonds[i];

		for (size_t k = 0; k < b->n_addresses; k++)
			free(b->addresses[k].word);
		free(b->addresses);
		free(b->slaves);
		free(b->places);
	}
	free(spec->bonds);
	memset(spec, 0, sizeof(*spec));
}
