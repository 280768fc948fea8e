/*
 * What went by per second, of what was counted at two looks; as numbers, and as a bar.
 * Pure: it reads no clock, asks nothing and prints nothing.
 */
#ifndef CLI_WATCH_RATES_H
#define CLI_WATCH_RATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rate_kind {
	RATE_RX_BITS,
	RATE_RX_PACKETS,
	RATE_TX_BITS,
	RATE_TX_PACKETS,
	RATE_COUNT_,
};

/* Of a link: what was counted until then (bytes and packets), or its rates. */
struct rate {
	int ifindex;
	bool known;
	uint64_t n[RATE_COUNT_];
};

struct rates {
	int64_t least_ms; /* of a shorter time nothing is made: it would say little */
	int64_t since_ms;
	struct rate *since; /* what was counted then */
	size_t n_since;
	struct rate *now; /* the rates */
	size_t n;
};

/*
 * One more look: @counted, @n of them, is taken. Rates are made of it and of the look
 * that was kept last, and with @keep it is the next to be compared with. 0 or -ENOMEM.
 */
int rates_look(struct rates *r, int64_t ms, struct rate *counted, size_t n, bool keep);
/* NULL if they are not known: it was not there before, or its counters went back. */
const struct rate *rates_of(const struct rates *r, int ifindex);
void rates_free(struct rates *r);

#define RATE_TEXT_SIZE 32
/* Three digits: "0 bit/s", "1.02 kpkt/s", "12.3 Mbit/s"; without @unit "12.3M". */
void rate_text(uint64_t n, const char *unit, char ret[RATE_TEXT_SIZE]);

#define RATE_CELLS 10
/* Cells of a bar for @n of @full: one for each tenth that is begun. */
int rate_cells(uint64_t n, uint64_t full);

#endif
