/*
 * In the place of what writes JSON, where the program is built without
 * jansson: says so.
 */
#include <errno.h>

#include "change/diff.h"
#include "check/check.h"
#include "options/options.h"
#include "show/show.h"
#include "watch/monitor.h"

int show_json(const struct bondnl_state *state)
{
	(void)state;
	return -EOPNOTSUPP;
}

int options_json(
	size_t n, const enum bondnl_option ids[], const enum bondnl_known known[])
{
	(void)n, (void)ids, (void)known;
	return -EOPNOTSUPP;
}

int diff_json(const struct bondnl_result *result)
{
	(void)result;
	return -EOPNOTSUPP;
}

int check_json(const struct bondnl_state *state, const struct bondnl_findings *findings,
	int status)
{
	(void)state, (void)findings, (void)status;
	return -EOPNOTSUPP;
}

int monitor_json(const struct bondnl_event *event)
{
	(void)event;
	return -EOPNOTSUPP;
}

int monitor_json_begin(void)
{
	return -EOPNOTSUPP;
}
