/*
 * monitor for programs: a line of JSON for each event, whose form is
 * docs/monitor.schema.json. What is not known of an event is absent.
 */
#include "output/json_writer.h"
#include "watch/monitor.h"

void monitor_json(const struct bondnl_event *event)
{
	int64_t duration = bondnl_event_duration(event);
	char time[MONITOR_TIME_SIZE];

	monitor_time(bondnl_event_time(event), true, time);
	jsonw_begin();
	jsonw_integer("number", (int64_t)bondnl_event_number(event));
	jsonw_text("time", time);
	jsonw_integer("monotonic_ms", bondnl_event_monotonic(event));
	jsonw_text("event", bondnl_event_kind_name(bondnl_event_kind(event)));
	jsonw_text("bond", bondnl_event_bond(event));
	jsonw_text("slave", bondnl_event_slave(event));
	jsonw_text("what", bondnl_event_what(event));
	jsonw_text("from", bondnl_event_from(event));
	jsonw_text("to", bondnl_event_to(event));
	jsonw_text("reason", bondnl_event_reason(event));
	if (duration >= 0)
		jsonw_integer("duration_ms", duration);
	jsonw_end();
}
