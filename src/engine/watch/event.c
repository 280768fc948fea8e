/*
 * What an event says, as the public header shows it. It makes none: see watch.c.
 */
#include "internal.h"

const char *bondnl_event_kind_name(enum bondnl_event_kind kind)
{
	return events_kind_name(kind);
}

enum bondnl_event_kind bondnl_event_kind(const struct bondnl_event *event)
{
	return event->event->kind;
}

/* An empty name is none. */
static const char *or_null(const char *name)
{
	return *name ? name : NULL;
}

const char *bondnl_event_bond(const struct bondnl_event *event)
{
	return or_null(event->event->bond_name);
}

const char *bondnl_event_slave(const struct bondnl_event *event)
{
	return or_null(event->event->slave_name);
}

const char *bondnl_event_what(const struct bondnl_event *event)
{
	return event->event->what;
}

const char *bondnl_event_from(const struct bondnl_event *event)
{
	return event->event->from;
}

const char *bondnl_event_to(const struct bondnl_event *event)
{
	return event->event->to;
}

const char *bondnl_event_reason(const struct bondnl_event *event)
{
	return event->event->reason;
}

int64_t bondnl_event_duration(const struct bondnl_event *event)
{
	return event->event->duration;
}

int64_t bondnl_event_time(const struct bondnl_event *event)
{
	return event->time;
}

int64_t bondnl_event_monotonic(const struct bondnl_event *event)
{
	return event->monotonic;
}

uint64_t bondnl_event_number(const struct bondnl_event *event)
{
	return event->number;
}
