/*
 * monitor for people: a sentence for each event, with its time, in colour where something
 * got worse or better. It decides nothing: what an event says is the library's.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "output/say.h"
#include "output/term.h"
#include "show/show.h"
#include "watch/monitor.h"

#define OUT 1

void monitor_time(int64_t ms, bool zone, char ret[MONITOR_TIME_SIZE])
{
	time_t s = (time_t)(ms / 1000);
	struct tm tm = { 0 };
	long east;
	size_t n;

	localtime_r(&s, &tm);
	n = strftime(ret, MONITOR_TIME_SIZE, zone ? "%Y-%m-%dT%H:%M:%S" : "%F %T", &tm);
	n += (size_t)snprintf(ret + n, MONITOR_TIME_SIZE - n, ".%03d", (int)(ms % 1000));
	if (!zone)
		return;
	/* RFC 3339 has the zone in hours and minutes, with a colon */
	east = tm.tm_gmtoff / 60;
	snprintf(ret + n, MONITOR_TIME_SIZE - n, "%c%02d:%02d", east < 0 ? '-' : '+',
		(int)((east < 0 ? -east : east) / 60 % 100),
		(int)((east < 0 ? -east : east) % 60));
}

/* Two units are enough: "1.250 s", "3 min 20 s", "2 h 5 min", "40 d 3 h". */
static void print_duration(int64_t ms)
{
	static const struct {
		int64_t s;
		const char *word;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	int64_t s = ms / 1000;

	if (s < 60) {
		printf("%d.%03d s", (int)s, (int)(ms % 1000));
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(units) - 1; i++) {
		if (s < units[i].s)
			continue;
		printf("%lld %s %lld %s", (long long)(s / units[i].s), units[i].word,
			(long long)(s % units[i].s / units[i + 1].s), units[i + 1].word);
		return;
	}
}

static const char *or_none(const char *text)
{
	return text ? text : "none";
}

/* Of a reason, a clause; the name is that of the slave that it is about. */
static const struct reason {
	const char *word, *clause;
	bool of_new; /* of the new slave rather than of the old */
} reasons[] = {
	{ "no_carrier", "no carrier", false },
	{ "set_down", "it was set down", false },
	{ "no_answer", "no answer from the targets", false },
	{ "mii_down", "its mii_status is not up", false },
	{ "left", "it left the bond", false },
	{ "first_usable", "the first that is usable", true },
	{ "primary_back", "the primary came back", true },
	{ "primary_set", "it was made the primary", true },
	{ "prio", "it has the higher prio", true },
};

/* One that is not known is its own clause. */
static struct reason find_reason(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (strcmp(reasons[i].word, word) == 0)
			return reasons[i];
	return (struct reason){ word, word, false };
}

static void print_from_to(const struct bondnl_event *e)
{
	print_plain(or_none(bondnl_event_from(e)));
	printf(" -> ");
	print_plain(or_none(bondnl_event_to(e)));
}

static void print_active(const struct bondnl_event *e)
{
	const char *word = bondnl_event_reason(e);
	struct reason r;

	printf("active_slave ");
	print_from_to(e);
	if (!word) {
		printf(": asked for, no other reason to be seen");
		return;
	}
	r = find_reason(word);
	printf(": ");
	print_plain(or_none(r.of_new ? bondnl_event_to(e) : bondnl_event_from(e)));
	printf(": %s", r.clause);
}

/* What the sentence of a kind says; NULL where it has a way of its own. */
static const struct {
	const char *words; /* behind the names */
	const char *state; /* what it was before, for how long it was */
	enum colour colour;
} kinds[BONDNL_EVENT_COUNT_] = {
	[BONDNL_EVENT_BOND_CREATED] = { "created", NULL, COLOUR_STRONG },
	[BONDNL_EVENT_BOND_DELETED] = { "deleted", NULL, COLOUR_BAD },
	[BONDNL_EVENT_BOND_RENAMED] = { "renamed", NULL, COLOUR_NONE },
	[BONDNL_EVENT_BOND_UP] = { "set up", NULL, COLOUR_GOOD },
	[BONDNL_EVENT_BOND_DOWN] = { "set down", NULL, COLOUR_BAD },
	[BONDNL_EVENT_CARRIER_LOST] = { "carrier lost: no usable slave left", "had it",
		COLOUR_BAD },
	[BONDNL_EVENT_CARRIER_BACK] = { "carrier", "was without", COLOUR_GOOD },
	[BONDNL_EVENT_ADDRESS_ADDED] = { "address added", NULL, COLOUR_NONE },
	[BONDNL_EVENT_ADDRESS_REMOVED] = { "address removed", NULL, COLOUR_WARN },
	[BONDNL_EVENT_SLAVE_JOINED] = { "joined", NULL, COLOUR_STRONG },
	[BONDNL_EVENT_SLAVE_LEFT] = { "left", NULL, COLOUR_WARN },
	[BONDNL_EVENT_SLAVE_RENAMED] = { "renamed", NULL, COLOUR_NONE },
	[BONDNL_EVENT_LINK_DOWN] = { "link down", "was up", COLOUR_BAD },
	[BONDNL_EVENT_LINK_UP] = { "link up", "was down", COLOUR_GOOD },
	[BONDNL_EVENT_MII_STATUS] = { "mii_status", "was so", COLOUR_NONE },
	[BONDNL_EVENT_ACTIVE_SLAVE] = { NULL, NULL, COLOUR_STRONG },
	[BONDNL_EVENT_OPTION] = { NULL, NULL, COLOUR_NONE },
	[BONDNL_EVENT_AGGREGATOR] = { "aggregator", NULL, COLOUR_NONE },
	[BONDNL_EVENT_PARTNER] = { "LACP partner", NULL, COLOUR_NONE },
	[BONDNL_EVENT_LACP] = { "LACP", "was so", COLOUR_NONE },
	[BONDNL_EVENT_LLADDR] = { "lladdr", NULL, COLOUR_NONE },
	[BONDNL_EVENT_MTU] = { "mtu", NULL, COLOUR_NONE },
	[BONDNL_EVENT_RESYNCHRONISED] = { "resynchronised: the kernel said more than the "
					  "buffer holds",
		NULL, COLOUR_WARN },
};

/* A kind whose colour depends on what it has come to. */
static enum colour colour_of(const struct bondnl_event *e)
{
	enum bondnl_event_kind kind = bondnl_event_kind(e);
	const char *to = bondnl_event_to(e);

	if (kind == BONDNL_EVENT_MII_STATUS || kind == BONDNL_EVENT_LACP)
		return !to ? COLOUR_NONE
			: strcmp(to, "up") == 0 || strcmp(to, "in_sync") == 0
			? COLOUR_GOOD
			: COLOUR_BAD;
	if ((kind == BONDNL_EVENT_PARTNER || kind == BONDNL_EVENT_ACTIVE_SLAVE) && !to)
		return COLOUR_BAD;
	return kinds[kind].colour;
}

static void print_rest(const struct bondnl_event *e)
{
	enum bondnl_event_kind kind = bondnl_event_kind(e);
	const char *from = bondnl_event_from(e), *to = bondnl_event_to(e);
	const char *reason = bondnl_event_reason(e);
	int64_t duration = bondnl_event_duration(e);

	switch (kind) {
	case BONDNL_EVENT_ACTIVE_SLAVE:
		print_active(e);
		return;
	case BONDNL_EVENT_OPTION:
		printf("%s ", or_none(bondnl_event_what(e)));
		print_from_to(e);
		return;
	case BONDNL_EVENT_BOND_CREATED:
		printf("created, mode %s", or_none(to));
		return;
	case BONDNL_EVENT_SLAVE_JOINED:
		printf("joined%s%s", to ? ", mii_status " : "", to ? to : "");
		break;
	case BONDNL_EVENT_ADDRESS_ADDED:
	case BONDNL_EVENT_ADDRESS_REMOVED:
		printf("%s: %s", kinds[kind].words, from ? from : or_none(to));
		return;
	default:
		printf("%s", kinds[kind].words ? kinds[kind].words : "");
		if (from || to) {
			putchar(' ');
			print_from_to(e);
		}
	}
	if (reason)
		printf(": %s", find_reason(reason).clause);
	if (duration >= 0) {
		printf(" (%s for ", kinds[kind].state ? kinds[kind].state : "was so");
		print_duration(duration);
		putchar(')');
	}
}

void monitor_text(const struct bondnl_event *e)
{
	const char *bond = bondnl_event_bond(e), *slave = bondnl_event_slave(e);
	char time[MONITOR_TIME_SIZE];

	monitor_time(bondnl_event_time(e), false, time);
	printf("%s ", time);
	if (bond) {
		print_plain(bond);
		printf(": ");
	}
	if (slave) {
		print_plain(slave);
		printf(": ");
	}
	fputs(term_colour(OUT, colour_of(e)), stdout);
	print_rest(e);
	/* no sequence where there is no colour */
	fputs(colour_of(e) == COLOUR_NONE ? "" : term_plain(OUT), stdout);
	putchar('\n');
}

void monitor_state(const struct bondnl_state *state)
{
	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(state, i);
		bool up = bondnl_link_is_up(bond);

		print_plain(bondnl_link_name(bond));
		printf(": %s, %s, slaves:", show_option(bond, BONDNL_OPT_MODE),
			!up					? "down"
				: bondnl_link_has_carrier(bond) ? "up"
								: "up, no carrier");
		for (size_t k = 0; k < bondnl_link_slaves(bond); k++) {
			const struct bondnl_link *s = bondnl_link_slave(bond, k);
			bool active = strcmp(show_option(bond, BONDNL_OPT_ACTIVE_SLAVE),
					      bondnl_link_name(s)) == 0;

			putchar(' ');
			print_plain(bondnl_link_name(s));
			printf(" (%s%s)", show_option(s, BONDNL_OPT_SLAVE_MII_STATUS),
				active ? ", active" : "");
		}
		printf("%s\n", bondnl_link_slaves(bond) ? "" : " none");
	}
}
