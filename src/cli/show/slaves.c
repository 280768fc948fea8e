/*
 * show for people: the slaves as a tree below their bond, the one that carries traffic
 * marked, what is not well in words and in colour. It asks the kernel nothing.
 */
#include <stdio.h>
#include <string.h>

#include "output/lines.h"
#include "output/out.h"
#include "output/term.h"
#include "show/show.h"
#include "watch/rates.h"

#define OUT 1

#define SLAVES "  slaves           "

static const char *speed_text(const struct bondnl_link *s, char text[static 40])
{
	const char *duplex = bondnl_link_duplex(s);

	if (!bondnl_link_speed(s))
		return "speed unknown";
	snprintf(text, 40, "%u Mb/s%s%s", bondnl_link_speed(s), duplex ? " " : "",
		duplex ? duplex : "");
	return text;
}

/* What sorts slaves into aggregators, or weighs them, needs to know the speed. */
static enum colour speed_colour(
	const struct bondnl_link *bond, const struct bondnl_link *s)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);
	const char *duplex = bondnl_link_duplex(s);
	bool needed = show_is(mode, "802.3ad") || show_is(mode, "balance-tlb") ||
		show_is(mode, "balance-alb");

	if (duplex && show_is(duplex, "half"))
		return COLOUR_WARN;
	return needed && !bondnl_link_speed(s) ? COLOUR_BAD : COLOUR_NONE;
}

/* The widest of its slaves' names, and of their speeds. */
static void measure(const struct bondnl_link *bond, int *ret_name, int *ret_speed)
{
	char text[40];

	*ret_name = *ret_speed = 0;
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++) {
		const struct bondnl_link *s = bondnl_link_slave(bond, i);
		int name = (int)strlen(bondnl_link_name(s));
		int speed = (int)strlen(speed_text(s, text));

		*ret_name = name > *ret_name ? name : *ret_name;
		*ret_speed = speed > *ret_speed ? speed : *ret_speed;
	}
}

/* What is to be seen at a glance. */
static void print_first(const struct bondnl_link *bond, const struct bondnl_link *s,
	int name, int speed, const char *first, const char *rest)
{
	const char *failures = show_option(s, BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT);
	const char *link = show_slave_link(s);
	bool active = show_is_active(bond, s);
	char text[40];
	struct lines l;

	lines_begin(&l, first, rest, "  ");
	lines_add(&l, active ? COLOUR_STRONG : COLOUR_NONE, name, bondnl_link_name(s));
	lines_add(&l, active ? COLOUR_STRONG : COLOUR_NONE, 6,
		show_option(s, BONDNL_OPT_SLAVE_STATE));
	lines_add(&l, show_is(link, "up") ? COLOUR_GOOD : COLOUR_BAD, 10, link);
	lines_add(&l, speed_colour(bond, s), speed, speed_text(s, text));
	if (*failures)
		lines_add(&l, show_is(failures, "0") ? COLOUR_NONE : COLOUR_WARN, 0,
			"failures ", failures);
	lines_end(&l);
}

/* The monitor may not have noticed yet, or never will; the radio may be on its way. */
static void add_states(struct lines *l, const struct bondnl_link *s)
{
	const char *mii = show_option(s, BONDNL_OPT_SLAVE_MII_STATUS);
	const char *oper = bondnl_link_operstate(s);

	if (*mii && !show_is(mii, show_slave_link(s)))
		lines_add(l, COLOUR_WARN, 0, "mii_status ", mii);
	if (show_is(oper, "dormant") || show_is(oper, "testing") ||
		show_is(oper, "notpresent"))
		lines_add(l, COLOUR_WARN, 0, "operstate ", oper);
}

static void add_unless(struct lines *l, const struct bondnl_link *s, const char *mode,
	enum bondnl_option id, const char *usual)
{
	const char *text = show_option(s, id);

	if (*text && !show_is(text, usual) && bondnl_option_in_mode(id, mode))
		lines_add(l, COLOUR_NONE, 0, bondnl_option_name(id), " ", text);
}

static void print_second(
	const struct bondnl_link *bond, const struct bondnl_link *s, const char *rest)
{
	const char *mode = show_option(bond, BONDNL_OPT_MODE);
	const char *permanent = bondnl_link_permanent_mac(s), *mac = bondnl_link_mac(s);
	const char *inner = show_option(s, BONDNL_OPT_MODE);
	struct lines l;

	lines_begin(&l, rest, rest, ", ");
	if (*permanent)
		lines_add(&l, COLOUR_NONE, 0, "permanent MAC ", permanent);
	if (!show_is(mac, bondnl_link_mac(bond)))
		lines_add(&l, COLOUR_NONE, 0, "lladdr ", mac);
	if (bondnl_link_is_wireless(s) == 1)
		lines_add(&l, COLOUR_NONE, 0, "wireless");
	if (*inner)
		lines_add(&l, COLOUR_NONE, 0, "a bond, ", inner);
	add_unless(&l, s, mode, BONDNL_OPT_SLAVE_QUEUE_ID, "0");
	add_unless(&l, s, mode, BONDNL_OPT_SLAVE_PRIO, "0");
	add_unless(&l, s, mode, BONDNL_OPT_SLAVE_ACTOR_PORT_PRIO, "255");
	add_states(&l, s);
	lines_end(&l);
}

/* The state of a port, each bit a word; also what it lacks to carry traffic. */
static void print_port(const char *whose, const struct bondnl_link *s,
	enum bondnl_option id, const char *rest)
{
	const char *words = show_option(s, id);
	char next[48];
	struct lines l;

	if (!*words)
		return;
	snprintf(next, sizeof(next), "%s        ", rest);
	lines_begin(&l, rest, next, " ");
	lines_add(&l, COLOUR_NONE, 7, whose);
	for (const char *p = words; *p; p += strcspn(p, ","), p += *p == ',') {
		size_t n = strcspn(p, ",");
		char word[32];
		bool bad;

		if (n >= sizeof(word))
			n = sizeof(word) - 1;
		memcpy(word, p, n);
		word[n] = 0;
		bad = show_is(word, "defaulted") || show_is(word, "expired");
		lines_add(&l, bad ? COLOUR_BAD : COLOUR_NONE, 0, word);
	}
	if (!show_has_word(words, "in_sync"))
		lines_add(&l, COLOUR_BAD, 0, "(not in_sync)");
	lines_end(&l);
}

static void add_churn(struct lines *l, const struct bondnl_link *s, const char *whose,
	enum bondnl_option id)
{
	const char *text = show_option(s, id);

	if (*text)
		lines_add(l, show_is(text, "churned") ? COLOUR_BAD : COLOUR_NONE, 0,
			whose, " churn ", text);
}

static void print_lacp(
	const struct bondnl_link *bond, const struct bondnl_link *s, const char *rest)
{
	const char *id = show_option(s, BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID);
	const char *active = show_option(bond, BONDNL_OPT_AD_AGGREGATOR);
	struct lines l;

	lines_begin(&l, rest, rest, ", ");
	if (!*id)
		lines_add(&l, COLOUR_BAD, 0, "in no aggregator");
	else if (show_is(id, active))
		lines_add(&l, COLOUR_NONE, 0, "aggregator ", id);
	else
		lines_add(&l, COLOUR_BAD, 0, "aggregator ", id,
			", which is not the active one");
	add_churn(&l, s, "actor", BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE);
	add_churn(&l, s, "partner", BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE);
	lines_end(&l);
	print_port("actor", s, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE, rest);
	print_port("partner", s, BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE, rest);
}

/* All that the lines of the slave do not show. */
static void print_all(const struct bondnl_link *s, const char *rest)
{
	char first[24];

	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (bondnl_option_of_slave(id) && bondnl_link_option(s, id) &&
			id != BONDNL_OPT_SLAVE_STATE &&
			id != BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT &&
			id != BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE &&
			id != BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE)
			show_option_line(s, id, rest);
	}
	show_unknown(s, true, rest);
	snprintf(first, sizeof(first), "%scounters ", rest);
	show_counters(s, first, rest);
}

void show_slaves(const struct bondnl_link *bond, bool verbose, const struct rates *rates)
{
	size_t n = bondnl_link_slaves(bond), up = show_slaves_up(bond);
	int name, speed;

	if (!n) {
		out_text(SLAVES);
		out_coloured(COLOUR_BAD, "none");
		out_char('\n');
		return;
	}
	measure(bond, &name, &speed);
	out_texts(SLAVES, term_colour(OUT, up == n ? COLOUR_GOOD : COLOUR_BAD));
	out_number(up);
	out_text(" of ");
	out_number(n);
	out_texts(" up", term_plain(OUT), "\n");
	for (size_t i = 0; i < n; i++) {
		const struct bondnl_link *s = bondnl_link_slave(bond, i);
		bool last = i + 1 == n;
		const char *rest = last ? "       " : "  |    ";
		char first[] = "  |-   ";

		if (last)
			first[2] = '`';
		if (show_is_active(bond, s))
			first[5] = '*';
		print_first(bond, s, name, speed, first, rest);
		print_second(bond, s, rest);
		if (rates)
			show_slave_traffic(bond, s, rates, rest);
		if (bondnl_option_in_mode(BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID,
			    show_option(bond, BONDNL_OPT_MODE)))
			print_lacp(bond, s, rest);
		if (verbose)
			print_all(s, rest);
	}
}
