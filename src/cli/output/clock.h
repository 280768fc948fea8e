/*
 * The clock that is never set, for how long something takes and when it is over. Nothing
 * else is told by it: what people read has the time of day.
 */
#ifndef CLI_OUTPUT_CLOCK_H
#define CLI_OUTPUT_CLOCK_H

#include <stdint.h>

/* CLOCK_MONOTONIC, ms: the same for all programs until the machine is started again. */
int64_t clock_ms(void);

#endif
