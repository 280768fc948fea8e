/*
 * What went by per second, see rates.h. It is told the time, and opens nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "watch/rates.h"

static int by_ifindex(const void *a, const void *b)
{
	const struct rate *x = a, *y = b;

	return (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

static const struct rate *find(const struct rate *all, size_t n, int ifindex)
{
	const struct rate key = { .ifindex = ifindex };

	return n ? bsearch(&key, all, n, sizeof(key), by_ifindex) : NULL;
}

/* @n of @ms, by the second: no product is larger than it has to be. */
static bool per_second(uint64_t n, uint64_t unit, uint64_t ms, uint64_t *ret)
{
	uint64_t per = unit * 1000, most = UINT64_MAX / per;

	if (n / ms >= most || ms > most)
		return false;
	*ret = n / ms * per + n % ms * per / ms;
	return true;
}

/* A counter that went back is of another device, or was reset: it tells nothing. */
static struct rate between(
	const struct rate *before, const struct rate *counted, int64_t ms)
{
	struct rate r = { .ifindex = counted->ifindex, .known = before && ms > 0 };

	for (int i = 0; i < RATE_COUNT_ && r.known; i++) {
		bool bits = i == RATE_RX_BITS || i == RATE_TX_BITS;

		r.known = counted->n[i] >= before->n[i] &&
			per_second(counted->n[i] - before->n[i], bits ? 8 : 1,
				(uint64_t)ms, &r.n[i]);
	}
	return r;
}

int rates_look(struct rates *r, int64_t ms, struct rate *counted, size_t n, bool keep)
{
	int64_t passed = ms - r->since_ms;

	qsort(counted, n, sizeof(*counted), by_ifindex);
	if (r->since && passed >= r->least_ms) {
		struct rate *now = calloc(n + 1, sizeof(*now));

		if (!now) {
			free(counted);
			return -ENOMEM;
		}
		for (size_t i = 0; i < n; i++)
			now[i] = between(find(r->since, r->n_since, counted[i].ifindex),
				&counted[i], passed);
		free(r->now);
		r->now = now;
		r->n = n;
	}
	if (r->since && !keep) {
		free(counted);
		return 0;
	}
	free(r->since);
	r->since = counted;
	r->n_since = n;
	r->since_ms = ms;
	return 0;
}

const struct rate *rates_of(const struct rates *r, int ifindex)
{
	const struct rate *found = find(r->now, r->n, ifindex);

	return found && found->known ? found : NULL;
}

void rates_free(struct rates *r)
{
	free(r->since);
	free(r->now);
	*r = (struct rates){ .least_ms = r->least_ms };
}

void rate_text(uint64_t n, const char *unit, char ret[RATE_TEXT_SIZE])
{
	static const char prefixes[] = "kMGTPE";
	const char *blank = *unit ? " " : "";
	uint64_t one = 1, whole;
	const char *prefix = NULL;
	unsigned hundredths;

	for (; n / one >= 1000; prefix = prefix ? prefix + 1 : prefixes)
		one *= 1000;
	whole = n / one;
	if (!prefix || whole >= 100) {
		snprintf(ret, RATE_TEXT_SIZE, "%u%s%.*s%s", (unsigned)whole, blank,
			prefix != NULL, prefix ? prefix : "", unit);
		return;
	}
	hundredths = (unsigned)(n % one / (one / 100));
	snprintf(ret, RATE_TEXT_SIZE, "%u.%0*u%s%.1s%s", (unsigned)whole,
		whole < 10 ? 2 : 1, whole < 10 ? hundredths : hundredths / 10, blank,
		prefix, unit);
}

int rate_cells(uint64_t n, uint64_t full)
{
	uint64_t tenth = full / RATE_CELLS + (full % RATE_CELLS != 0);
	uint64_t cells = tenth ? n / tenth + (n % tenth != 0) : 0;

	return cells < RATE_CELLS ? (int)cells : RATE_CELLS;
}
