/*
 * What goes by a bond and its slaves, for people: rates, and of a slave a bar that says
 * how much of its speed that is. It counts nothing itself, and asks the kernel nothing.
 */
#include <stdio.h>
#include <string.h>

#include "output/lines.h"
#include "output/out.h"
#include "output/term.h"
#include "show/show.h"
#include "watch/rates.h"

static void add_way(struct lines *l, const char *way, const struct rate *r,
	enum rate_kind bits, enum rate_kind packets)
{
	char bit[RATE_TEXT_SIZE], packet[RATE_TEXT_SIZE], both[2 * RATE_TEXT_SIZE + 24];

	if (!r) {
		lines_add(l, COLOUR_NONE, 0, way, " -");
		return;
	}
	rate_text(r->n[bits], "bit/s", bit);
	rate_text(r->n[packets], "pkt/s", packet);
	snprintf(both, sizeof(both), " %11s %11s", bit, packet);
	lines_add(l, COLOUR_NONE, 0, way, both);
}

static void begin(struct lines *l, const struct rate *r, const char *first)
{
	lines_begin(l, first, first, "  ");
	add_way(l, "rx", r, RATE_RX_BITS, RATE_RX_PACKETS);
	add_way(l, "tx", r, RATE_TX_BITS, RATE_TX_PACKETS);
}

void show_traffic(
	const struct bondnl_link *bond, const struct rates *rates, const char *first)
{
	struct lines l;

	begin(&l, rates_of(rates, bondnl_link_ifindex(bond)), first);
	lines_end(&l);
}

/* The way that is busier: each has the speed for itself. */
static uint64_t busy(const struct rate *r)
{
	if (!r)
		return 0;
	return r->n[RATE_RX_BITS] > r->n[RATE_TX_BITS] ? r->n[RATE_RX_BITS]
						       : r->n[RATE_TX_BITS];
}

/* What the whole bar is: the speed, or what the busiest slave does. */
static uint64_t full_of(const struct bondnl_link *bond, const struct bondnl_link *slave,
	const struct rates *rates)
{
	uint64_t most = (uint64_t)bondnl_link_speed(slave) * 1000000;

	for (size_t i = 0; i < bondnl_link_slaves(bond) && !bondnl_link_speed(slave);
		i++) {
		uint64_t n = busy(
			rates_of(rates, bondnl_link_ifindex(bondnl_link_slave(bond, i))));

		most = n > most ? n : most;
	}
	return most;
}

void show_slave_traffic(const struct bondnl_link *bond, const struct bondnl_link *slave,
	const struct rates *rates, const char *first)
{
	const struct rate *r = rates_of(rates, bondnl_link_ifindex(slave));
	/* a full block and a light one, which most fonts have, that of the console too */
	const char *on = term_is_utf8() ? "\xe2\x96\x88" : "#";
	const char *off = term_is_utf8() ? "\xe2\x96\x91" : ".";
	struct lines l;
	int cells;

	begin(&l, r, first);
	if (r) {
		cells = rate_cells(busy(r), full_of(bond, slave, rates));
		out_blanks(2);
		for (int i = 0; i < RATE_CELLS; i++)
			out_text(i < cells ? on : off);
	}
	lines_end(&l);
}

static void print_brief(const char *way, const struct rate *r, enum rate_kind bits)
{
	char text[RATE_TEXT_SIZE] = "-";

	if (r)
		rate_text(r->n[bits], "", text);
	out_texts(" ", way, " ");
	out_blanks(5 - (int)strlen(text));
	out_text(text);
}

void show_brief_traffic(const struct bondnl_link *bond, const struct rates *rates)
{
	const struct rate *r = rates_of(rates, bondnl_link_ifindex(bond));

	out_char(' ');
	print_brief("rx", r, RATE_RX_BITS);
	print_brief("tx", r, RATE_TX_BITS);
}
