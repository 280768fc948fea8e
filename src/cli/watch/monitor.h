/*
 * monitor: events as they come, in its two forms.
 */
#ifndef CLI_WATCH_MONITOR_H
#define CLI_WATCH_MONITOR_H

#include <bondnl/bondnl.h>
#include <stdbool.h>
#include <stdint.h>

#include "commands.h"

/* A line for each event. */
void monitor_text(const struct bondnl_event *event);
void monitor_json(const struct bondnl_event *event);
/* The present state, a line for each bond. */
void monitor_state(const struct bondnl_state *state);
#define MONITOR_TIME_SIZE 40
/* "2026-11-24T09:30:00.123+01:00"; with a blank and without the zone for people. */
void monitor_time(int64_t ms, bool zone, char ret[MONITOR_TIME_SIZE]);

#endif
