/*
 * monitor for programs: a line of JSON for each event, whose form is
 * docs/monitor.schema.json. What is not known of an event is absent.
 */
#include "output/json.h"
#include "watch/monitor.h"

static void put_name(json_t *o, const char *key, const char *text)
{
	if (text)
		json_put(o, key, json_name(text));
}

int monitor_json_begin(void)
{
	return 0;
}

int monitor_json(const struct bondnl_event *event)
{
	enum bondnl_event_kind kind = bondnl_event_kind(event);
	int64_t duration = bondnl_event_duration(event);
	char time[MONITOR_TIME_SIZE];
	json_t *o = json_object();

	monitor_time(bondnl_event_time(event), true, time);
	json_put(o, "schema", json_integer(SCHEMA));
	json_put(o, "number", json_integer((json_int_t)bondnl_event_number(event)));
	json_put(o, "time", json_string(time));
	json_put(o, "monotonic_ms", json_integer(bondnl_event_monotonic(event)));
	json_put(o, "event", json_string(bondnl_event_kind_name(kind)));
	put_name(o, "bond", bondnl_event_bond(event));
	put_name(o, "slave", bondnl_event_slave(event));
	put_name(o, "what", bondnl_event_what(event));
	put_name(o, "from", bondnl_event_from(event));
	put_name(o, "to", bondnl_event_to(event));
	put_name(o, "reason", bondnl_event_reason(event));
	if (duration >= 0)
		json_put(o, "duration_ms", json_integer(duration));
	return json_print(o);
}
