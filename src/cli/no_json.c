/*
 * In the place of show_json.c where the program is built without jansson: says so.
 */
#include <errno.h>

#include "cli.h"

int show_json(const struct bondnl_state *state)
{
	(void)state;
	return -EOPNOTSUPP;
}
