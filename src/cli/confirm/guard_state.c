/*
 * What a guard writes down for others, and the texts of its time: as guard.h has them.
 * It waits for nobody.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "confirm/guard.h"
#include "confirm/lock.h"

#define DAY_MS (24 * 3600 * INT64_C(1000))

/* The numbers on one line, the words on the next, then differences. */
void guard_write(const struct lock *l, const struct guard_record *r)
{
	char *text;

	if (asprintf(&text, "%d %d %" PRId64 " %" PRId64 "\n%s\n%s", (int)r->state,
		    (int)r->outcome, r->since_ms, r->until_ms, r->words, r->rest) < 0)
		return;
	lock_write(l, LOCK_GUARD, text);
	free(text);
}

bool guard_read(const struct lock *l, struct guard_record *ret)
{
	char text[LOCK_GUARD_SIZE];
	int state, outcome, n = 0;
	char *words, *rest;

	memset(ret, 0, sizeof(*ret));
	lock_read(l, LOCK_GUARD, sizeof(text), text);
	if (sscanf(text, "%d %d %" SCNd64 " %" SCNd64 "%n", &state, &outcome,
		    &ret->since_ms, &ret->until_ms, &n) != 4 ||
		text[n] != '\n' || state < GUARD_CHANGING || state > GUARD_REVERTED)
		return false;
	ret->state = (enum guard_state)state;
	ret->outcome = (enum bondnl_outcome)outcome;
	words = text + n + 1;
	rest = words + strcspn(words, "\n");
	if (*rest)
		*rest++ = 0;
	snprintf(ret->words, sizeof(ret->words), "%s", words);
	snprintf(ret->rest, sizeof(ret->rest), "%s", rest);
	return true;
}

int64_t guard_time(const char *text)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = { { "", 1000 }, { "s", 1000 }, { "ms", 1 }, { "m", 60000 },
		{ "h", 3600000 } };
	int64_t number = 0, part = 1;
	bool point = false, digit = false;

	for (; (*text >= '0' && *text <= '9') || (*text == '.' && !point); text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		digit = true;
		number = 10 * number + (*text - '0');
		part = point ? 10 * part : part;
		if (number > 1000 * DAY_MS || part > 1000)
			return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(units) && digit; i++) {
		int64_t ms = number * units[i].ms / part;

		if (strcmp(text, units[i].unit) == 0)
			return ms >= 1 && ms <= DAY_MS ? ms : 0;
	}
	return 0;
}

const char *guard_time_text(int64_t ms, char ret[32])
{
	if (ms < 0)
		ms = 0;
	if (ms < 10000 && ms % 1000)
		snprintf(ret, 32, "%" PRId64 " ms", ms);
	else if (ms < 120000)
		snprintf(ret, 32, "%" PRId64 " s", ms / 1000);
	else
		snprintf(ret, 32, "%" PRId64 " min %" PRId64 " s", ms / 60000,
			ms % 60000 / 1000);
	return ret;
}

const char *guard_way(const struct flags *f, const char *command, char ret[160])
{
	snprintf(ret, 160, "bondnl %s%s%s%s", f->netns ? "-n " : "",
		f->netns ? f->netns : "", f->netns ? " " : "", command);
	return ret;
}
