/*
 * The wish, see spec.h. It decides nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "spec.h"

const char *spec_intent_name(enum bondnl_intent intent)
{
	static const char *const names[] = {
		[BONDNL_CREATE] = "create",
		[BONDNL_ADD] = "add",
		[BONDNL_REMOVE] = "remove",
		[BONDNL_DELETE] = "del",
		[BONDNL_FAILOVER] = "failover",
		[BONDNL_SET] = "set",
	};

	return names[intent];
}

void spec_clear(struct bondnl_spec *spec)
{
	for (size_t i = 0; i < spec->n; i++) {
		struct spec_bond *b = &spec->bonds[i];

		for (size_t k = 0; k < b->n_addresses; k++)
			free(b->addresses[k].word);
		free(b->addresses);
		free(b->slaves);
	}
	free(spec->bonds);
	memset(spec, 0, sizeof(*spec));
}
