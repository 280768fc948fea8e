/*
 * metrics: what is counted and measured of bonds and slaves, in the text format of
 * Prometheus: to standard output, or into a file for node_exporter. What the kernel does
 * not report has no line. It changes no bond.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/metrics.h"
#include "output/out.h"
#include "output/say.h"
#include "owned.h"
#include "show/show.h"

/* -------------------------------------------------------------------------- measures */

/* What there is a number of; which option, or counter, is said beside it. */
enum what {
	OPTION,
	COUNTER,
	UP,
	CARRIER,
	MTU,
	SLAVES,
	USABLE,
	PARTNER,
	MII_UP,
	ACTIVE,
	SPEED,
	FULL_DUPLEX,
	PARTNER_HEARD,
};

static const struct measure {
	const char *name, *type, *help;
	enum what what;
	int id; /* of an option or a counter */
} of_bonds[] = {
	{ "bondnl_bond_up", "gauge", "1 if the bond is set up.", UP, 0 },
	{ "bondnl_bond_carrier", "gauge", "1 if the bond has carrier.", CARRIER, 0 },
	{ "bondnl_bond_mtu_bytes", "gauge", "MTU of the bond.", MTU, 0 },
	{ "bondnl_bond_slaves", "gauge", "Slaves of the bond.", SLAVES, 0 },
	{ "bondnl_bond_usable_slaves", "gauge",
		"Slaves that are set up, with carrier, and up for the monitor.", USABLE,
		0 },
	{ "bondnl_bond_active_aggregator_id", "gauge", "Active LACP aggregator.", OPTION,
		BONDNL_OPT_AD_AGGREGATOR },
	{ "bondnl_bond_aggregator_ports", "gauge",
		"Slaves in the active LACP aggregator.", OPTION,
		BONDNL_OPT_AD_NUM_PORTS },
	{ "bondnl_bond_partner_present", "gauge", "1 if the bond has an LACP partner.",
		PARTNER, 0 },
};

static const struct measure of_slaves[] = {
	{ "bondnl_slave_up", "gauge", "1 if the slave is set up.", UP, 0 },
	{ "bondnl_slave_carrier", "gauge", "1 if the slave has carrier.", CARRIER, 0 },
	{ "bondnl_slave_active", "gauge",
		"1 if the driver sends by the slave, 0 if it is a backup.", ACTIVE, 0 },
	{ "bondnl_slave_mii_up", "gauge", "1 if the monitor holds the slave for up.",
		MII_UP, 0 },
	{ "bondnl_slave_link_failures_total", "counter",
		"Times that the link of the slave was lost.", OPTION,
		BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT },
	{ "bondnl_slave_speed_bytes_per_second", "gauge", "Speed of the slave's link.",
		SPEED, 0 },
	{ "bondnl_slave_full_duplex", "gauge", "1 if the slave's link is full duplex.",
		FULL_DUPLEX, 0 },
	{ "bondnl_slave_aggregator_id", "gauge", "LACP aggregator of the slave.", OPTION,
		BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID },
	{ "bondnl_slave_partner_present", "gauge",
		"1 if the slave has heard of its LACP partner of late.", PARTNER_HEARD,
		0 },
};

/* False if there is none. */
static bool measure(const struct measure *m, const struct bondnl_link *l, uint64_t *ret)
{
	const char *text;
	char *end;

	switch (m->what) {
	case OPTION:
		text = show_option(l, (enum bondnl_option)m->id);
		*ret = strtoull(text, &end, 10);
		return *text && !*end;
	case COUNTER:
		return bondnl_link_counter(l, (enum bondnl_counter)m->id, ret);
	case UP:
		*ret = bondnl_link_is_up(l);
		return true;
	case CARRIER:
		*ret = bondnl_link_has_carrier(l);
		return true;
	case MTU:
		*ret = bondnl_link_mtu(l);
		return true;
	case SLAVES:
		*ret = bondnl_link_slaves(l);
		return true;
	case USABLE:
		*ret = show_slaves_up(l);
		return true;
	case PARTNER:
		*ret = show_has_partner(l);
		return *show_option(l, BONDNL_OPT_AD_PARTNER_MAC);
	case MII_UP:
		text = show_option(l, BONDNL_OPT_SLAVE_MII_STATUS);
		*ret = show_is(text, "up");
		return *text;
	case ACTIVE:
		text = show_option(l, BONDNL_OPT_SLAVE_STATE);
		*ret = show_is(text, "active");
		return *text;
	case SPEED: /* Prometheus has bytes for its unit, and so has node_exporter */
		*ret = (uint64_t)bondnl_link_speed(l) * (1000000 / 8);
		return *ret;
	case FULL_DUPLEX:
		text = bondnl_link_duplex(l);
		*ret = text && show_is(text, "full");
		return text;
	case PARTNER_HEARD:
		text = show_option(l, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE);
		*ret = !show_has_word(text, "defaulted") &&
			!show_has_word(text, "expired");
		return *text;
	}
	return false;
}

/* --------------------------------------------------------------------------- writing */

/*
 * The bonds, and the labels of each bond and slave, made once: a thousand bonds have a
 * hundred thousand lines.
 */
struct exposition {
	const struct bondnl_state *state;
	char (*labels)[200]; /* of a bond, then of its slaves, bond by bond */
};

static void begin(const char *name, const char *type, const char *help)
{
	out_texts("# HELP ", name, " ", help, "\n# TYPE ", name, " ", type, "\n");
}

static bool make_labels(struct exposition *e)
{
	size_t n = 1, at = 0;

	for (size_t i = 0; i < bondnl_state_bonds(e->state); i++)
		n += 1 + bondnl_link_slaves(bondnl_state_bond(e->state, i));
	e->labels = calloc(n, sizeof(*e->labels));
	for (size_t i = 0; e->labels && i < bondnl_state_bonds(e->state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(e->state, i);
		struct label of_bond = metrics_label(bondnl_link_name(bond));

		snprintf(e->labels[at++], sizeof(*e->labels), "{bond=\"%s\"} ",
			of_bond.text);
		for (size_t k = 0; k < bondnl_link_slaves(bond); k++)
			snprintf(e->labels[at++], sizeof(*e->labels),
				"{bond=\"%s\",slave=\"%s\"} ", of_bond.text,
				metrics_label(
					bondnl_link_name(bondnl_link_slave(bond, k)))
					.text);
	}
	return e->labels != NULL;
}

/* A line for each link that has a value; what stands above them only if there is one. */
static void put_series(const struct exposition *e, const struct measure *m, bool slave)
{
	const char(*label)[200] = (const char(*)[200])e->labels;
	bool begun = false;
	uint64_t value;

	for (size_t i = 0; i < bondnl_state_bonds(e->state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(e->state, i);
		size_t n = bondnl_link_slaves(bond);

		for (size_t k = slave; k <= (slave ? n : 0); k++) {
			if (!measure(
				    m, k ? bondnl_link_slave(bond, k - 1) : bond, &value))
				continue;
			if (!begun)
				begin(m->name, m->type, m->help);
			begun = true;
			out_texts(m->name, label[k]);
			out_number(value);
			out_char('\n');
		}
		label += 1 + n;
	}
}

static void put_counter(
	const struct exposition *e, enum bondnl_counter counter, bool slave)
{
	const char *what = bondnl_counter_name(counter), *of = slave ? "slave" : "bond";
	char name[64], help[80];
	const struct measure m = { name, "counter", help, COUNTER, (int)counter };

	snprintf(name, sizeof(name), "bondnl_%s_%s_total", of, what);
	snprintf(help, sizeof(help), "Counter %s of the %s.", what, of);
	put_series(e, &m, slave);
}

/* The name of a series, and the labels of one bond with another one. */
static void put_labels(const char *name, const struct bondnl_link *bond,
	const char *label, const char *value)
{
	struct label of_bond = metrics_label(bondnl_link_name(bond));

	out_texts(name, "{bond=\"", of_bond.text, "\",", label, "=\"", value, "\"} ");
}

static void put_info(const struct exposition *e)
{
	static const char name[] = "bondnl_bond_info";

	if (bondnl_state_bonds(e->state))
		begin(name, "gauge", "What the bond is; the value is 1.");
	for (size_t i = 0; i < bondnl_state_bonds(e->state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(e->state, i);

		put_labels(name, bond, "mode", show_option(bond, BONDNL_OPT_MODE));
		out_text("1\n");
	}
}

static void put_findings(
	const struct exposition *e, const struct bondnl_findings *findings)
{
	static const char name[] = "bondnl_bond_findings";
	struct check_bond b = { 0 };

	if (bondnl_state_bonds(e->state))
		begin(name, "gauge", "What bondnl check finds, by severity.");
	for (size_t at = 0; check_next(e->state, findings, &at, &b);)
		for (int severity = 0; severity <= BONDNL_SEVERITY_CRITICAL; severity++) {
			put_labels(name, b.bond, "severity",
				bondnl_severity_name((enum bondnl_severity)severity));
			out_number(b.of[severity]);
			out_char('\n');
		}
}

static bool is_another(const struct bondnl_findings *f, size_t i, size_t k)
{
	const char *a = bondnl_finding_slave(f, i), *b = bondnl_finding_slave(f, k);

	return !show_is(bondnl_finding_bond(f, i), bondnl_finding_bond(f, k)) ||
		!show_is(bondnl_finding_id(f, i), bondnl_finding_id(f, k)) ||
		bondnl_finding_severity(f, i) != bondnl_finding_severity(f, k) ||
		!show_is(a ? a : "", b ? b : "");
}

/* One line for what differs in its evidence only: such stand side by side. */
static void put_each_finding(const struct bondnl_findings *f)
{
	static const char name[] = "bondnl_bond_finding";
	size_t n = bondnl_findings_count(f);

	if (n)
		begin(name, "gauge", "How often bondnl check finds this.");
	for (size_t i = 0, next; i < n; i = next) {
		const char *slave = bondnl_finding_slave(f, i);
		struct label bond = metrics_label(bondnl_finding_bond(f, i));
		struct label of_slave = metrics_label(slave ? slave : "");

		for (next = i + 1; next < n && !is_another(f, i, next);)
			next++;
		out_texts(name, "{bond=\"", bond.text, "\",id=\"",
			bondnl_finding_id(f, i), "\",severity=\"",
			bondnl_severity_name(bondnl_finding_severity(f, i)),
			slave ? "\",slave=\"" : "", of_slave.text, "\"} ");
		out_number(next - i);
		out_char('\n');
	}
}

int metrics_write(FILE *file, const struct bondnl_state *state,
	const struct bondnl_findings *findings)
{
	struct exposition e = { .state = state };

	if (!make_labels(&e))
		return -ENOMEM;
	out_to(file);
	out_texts("# HELP bondnl_build_info The program; the value is 1.\n"
		  "# TYPE bondnl_build_info gauge\n"
		  "bondnl_build_info{version=\"",
		bondnl_version(), "\"} 1\n");
	put_info(&e);
	for (size_t i = 0; i < ARRAY_SIZE(of_bonds); i++)
		put_series(&e, &of_bonds[i], false);
	put_findings(&e, findings);
	put_each_finding(findings);
	for (size_t i = 0; i < ARRAY_SIZE(of_slaves); i++)
		put_series(&e, &of_slaves[i], true);
	for (int slave = 0; slave <= 1; slave++)
		for (int i = 0; i < BONDNL_COUNTER_COUNT_; i++)
			put_counter(&e, (enum bondnl_counter)i, slave);
	out_flush();
	free(e.labels);
	return 0;
}

/* --------------------------------------------------------------------------- the run */

static int read_and_write(
	const struct flags *f, int n, const char *const *args, struct bondnl_error *err)
{
	_cleanup_findings_ struct bondnl_findings *findings = NULL;
	_cleanup_state_ struct bondnl_state *state = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;

	if (say_open(f, &ctx, err) < 0 ||
		bondnl_state_read(ctx, (size_t)n, args, &state, err) < 0 ||
		bondnl_state_read_details(
			ctx, state, BONDNL_DETAIL_SPEED | BONDNL_DETAIL_LACP, err) < 0 ||
		bondnl_check_state(ctx, state, &findings, err) < 0)
		return BONDNL_REFUSED;
	if (f->textfile)
		return metrics_file(f->textfile, state, findings);
	return metrics_write(stdout, state, findings) < 0 ? say_nomem(NULL) : 0;
}

int metrics_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	int status;

	if (!err)
		return say_nomem(c->name);
	status = read_and_write(f, n, args, err);
	return bondnl_error_code(err) ? say_failure(err) : status;
}
