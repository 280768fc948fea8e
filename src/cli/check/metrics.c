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

static bool put(uint64_t *ret, uint64_t value)
{
	*ret = value;
	return true;
}

static bool up(const struct bondnl_link *l, uint64_t *ret)
{
	return put(ret, bondnl_link_is_up(l));
}

static bool carrier(const struct bondnl_link *l, uint64_t *ret)
{
	return put(ret, bondnl_link_has_carrier(l));
}

static bool mtu(const struct bondnl_link *l, uint64_t *ret)
{
	return put(ret, bondnl_link_mtu(l));
}

static bool slaves(const struct bondnl_link *l, uint64_t *ret)
{
	return put(ret, bondnl_link_slaves(l));
}

static bool mii_up(const struct bondnl_link *l, uint64_t *ret)
{
	const char *status = show_option(l, BONDNL_OPT_SLAVE_MII_STATUS);

	return *status && put(ret, show_is(status, "up"));
}

static bool usable(const struct bondnl_link *l, uint64_t *ret)
{
	return put(ret, show_slaves_up(l));
}

static bool active(const struct bondnl_link *l, uint64_t *ret)
{
	const char *state = show_option(l, BONDNL_OPT_SLAVE_STATE);

	return *state && put(ret, show_is(state, "active"));
}

/* Prometheus has bytes for its unit, and so has node_exporter for speeds. */
static bool speed(const struct bondnl_link *l, uint64_t *ret)
{
	return bondnl_link_speed(l) &&
		put(ret, (uint64_t)bondnl_link_speed(l) * (1000000 / 8));
}

static bool full_duplex(const struct bondnl_link *l, uint64_t *ret)
{
	const char *duplex = bondnl_link_duplex(l);

	return duplex && put(ret, show_is(duplex, "full"));
}

static bool partner_of_bond(const struct bondnl_link *l, uint64_t *ret)
{
	return *show_option(l, BONDNL_OPT_AD_PARTNER_MAC) &&
		put(ret, show_has_partner(l));
}

/* Is this one of the words of a port's state, which have commas between them? */
static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (; *list; list += strcspn(list, ","), list += *list == ',')
		if (strcspn(list, ",") == n && strncmp(list, word, n) == 0)
			return true;
	return false;
}

static bool partner_of_slave(const struct bondnl_link *l, uint64_t *ret)
{
	const char *state = show_option(l, BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE);

	return *state &&
		put(ret, !has_word(state, "defaulted") && !has_word(state, "expired"));
}

static const struct measure {
	const char *name, *type, *help;
	/* false: there is none */
	bool (*value)(const struct bondnl_link *l, uint64_t *ret);
	enum bondnl_option option; /* whose number it is, without ->value */
} of_bonds[] = {
	{ "bondnl_bond_up", "gauge", "1 if the bond is set up.", up, 0 },
	{ "bondnl_bond_carrier", "gauge", "1 if the bond has carrier.", carrier, 0 },
	{ "bondnl_bond_mtu_bytes", "gauge", "MTU of the bond.", mtu, 0 },
	{ "bondnl_bond_slaves", "gauge", "Slaves of the bond.", slaves, 0 },
	{ "bondnl_bond_usable_slaves", "gauge",
		"Slaves that are set up, with carrier, and up for the monitor.", usable,
		0 },
	{ "bondnl_bond_active_aggregator_id", "gauge", "Active LACP aggregator.", NULL,
		BONDNL_OPT_AD_AGGREGATOR },
	{ "bondnl_bond_aggregator_ports", "gauge",
		"Slaves in the active LACP aggregator.", NULL, BONDNL_OPT_AD_NUM_PORTS },
	{ "bondnl_bond_partner_present", "gauge", "1 if the bond has an LACP partner.",
		partner_of_bond, 0 },
};

static const struct measure of_slaves[] = {
	{ "bondnl_slave_up", "gauge", "1 if the slave is set up.", up, 0 },
	{ "bondnl_slave_carrier", "gauge", "1 if the slave has carrier.", carrier, 0 },
	{ "bondnl_slave_active", "gauge",
		"1 if the driver sends by the slave, 0 if it is a backup.", active, 0 },
	{ "bondnl_slave_mii_up", "gauge", "1 if the monitor holds the slave for up.",
		mii_up, 0 },
	{ "bondnl_slave_link_failures_total", "counter",
		"Times that the link of the slave was lost.", NULL,
		BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT },
	{ "bondnl_slave_speed_bytes_per_second", "gauge", "Speed of the slave's link.",
		speed, 0 },
	{ "bondnl_slave_full_duplex", "gauge", "1 if the slave's link is full duplex.",
		full_duplex, 0 },
	{ "bondnl_slave_aggregator_id", "gauge", "LACP aggregator of the slave.", NULL,
		BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID },
	{ "bondnl_slave_partner_present", "gauge",
		"1 if the slave has heard of its LACP partner of late.", partner_of_slave,
		0 },
};

/* --------------------------------------------------------------------------- writing */

/*
 * The bonds, and the labels of each bond and slave, made once: a thousand bonds have a
 * hundred thousand lines.
 */
struct exposition {
	const struct bondnl_state *state;
	char (*labels)[200]; /* of a bond, then of its slaves, bond by bond */
};

/* A line for each link that has a value; what stands above them only if there is one. */
struct series {
	const struct exposition *e;
	const char *name, *type, *help;
	bool begun;
};

static void begin(struct series *s)
{
	if (s->begun)
		return;
	out_text("# HELP ");
	out_text(s->name);
	out_char(' ');
	out_text(s->help);
	out_text("\n# TYPE ");
	out_text(s->name);
	out_char(' ');
	out_text(s->type);
	out_char('\n');
	s->begun = true;
}

static void put_line(struct series *s, const char *label, uint64_t value)
{
	begin(s);
	out_text(s->name);
	out_text(label);
	out_number(value);
	out_char('\n');
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

static bool number_of(const char *text, uint64_t *ret)
{
	char *end;

	*ret = strtoull(text, &end, 10);
	return *text && !*end;
}

static bool measured(const struct measure *m, const struct bondnl_link *l, uint64_t *ret)
{
	return m->value ? m->value(l, ret) : number_of(show_option(l, m->option), ret);
}

/* Lines of one measure, or, if that is NULL, of one counter. */
static void put_series(const struct exposition *e, struct series *s,
	const struct measure *m, enum bondnl_counter counter, bool slave)
{
	const char(*label)[200] = (const char(*)[200])e->labels;
	uint64_t value;

	for (size_t i = 0; i < bondnl_state_bonds(e->state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(e->state, i);
		size_t n = bondnl_link_slaves(bond);

		for (size_t k = slave; k <= (slave ? n : 0); k++) {
			const struct bondnl_link *l =
				k ? bondnl_link_slave(bond, k - 1) : bond;

			if (m ? measured(m, l, &value)
			      : bondnl_link_counter(l, counter, &value))
				put_line(s, label[k], value);
		}
		label += 1 + n;
	}
}

static void put_measure(const struct exposition *e, const struct measure *m, bool slave)
{
	struct series s = { .e = e, .name = m->name, .type = m->type, .help = m->help };

	put_series(e, &s, m, BONDNL_COUNTER_COUNT_, slave);
}

static void put_counter(
	const struct exposition *e, enum bondnl_counter counter, bool slave)
{
	const char *what = bondnl_counter_name(counter), *of = slave ? "slave" : "bond";
	char name[64], help[80];
	struct series s = { .e = e, .name = name, .type = "counter", .help = help };

	snprintf(name, sizeof(name), "bondnl_%s_%s_total", of, what);
	snprintf(help, sizeof(help), "Counter %s of the %s.", what, of);
	put_series(e, &s, NULL, counter, slave);
}

/* The name of a series, and the labels of one bond with another one. */
static void put_labels(const struct series *s, const struct bondnl_link *bond,
	const char *label, const char *value)
{
	out_text(s->name);
	out_text("{bond=\"");
	out_text(metrics_label(bondnl_link_name(bond)).text);
	out_text("\",");
	out_text(label);
	out_text("=\"");
	out_text(value);
	out_text("\"} ");
}

static void put_info(const struct exposition *e)
{
	const struct bondnl_state *state = e->state;
	struct series s = { .e = e,
		.name = "bondnl_bond_info",
		.type = "gauge",
		.help = "What the bond is; the value is 1." };

	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		const struct bondnl_link *bond = bondnl_state_bond(state, i);

		begin(&s);
		put_labels(&s, bond, "mode", show_option(bond, BONDNL_OPT_MODE));
		out_text("1\n");
	}
}

static void put_findings(
	const struct exposition *e, const struct bondnl_findings *findings)
{
	const struct bondnl_state *state = e->state;
	struct series s = { .e = e,
		.name = "bondnl_bond_findings",
		.type = "gauge",
		.help = "What bondnl check finds, by severity." };
	struct check_bond b = { 0 };

	for (size_t at = 0; check_next(state, findings, &at, &b);)
		for (int severity = 0; severity <= BONDNL_SEVERITY_CRITICAL; severity++) {
			begin(&s);
			put_labels(&s, b.bond, "severity",
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
static void put_each_finding(
	const struct exposition *e, const struct bondnl_findings *findings)
{
	size_t n = bondnl_findings_count(findings);
	struct series s = { .e = e,
		.name = "bondnl_bond_finding",
		.type = "gauge",
		.help = "How often bondnl check finds this." };

	for (size_t i = 0, next; i < n; i = next) {
		const char *slave = bondnl_finding_slave(findings, i);

		for (next = i + 1; next < n && !is_another(findings, i, next);)
			next++;
		begin(&s);
		out_text(s.name);
		out_text("{bond=\"");
		out_text(metrics_label(bondnl_finding_bond(findings, i)).text);
		out_text("\",id=\"");
		out_text(bondnl_finding_id(findings, i));
		out_text("\",severity=\"");
		out_text(bondnl_severity_name(bondnl_finding_severity(findings, i)));
		out_text(slave ? "\",slave=\"" : "");
		out_text(slave ? metrics_label(slave).text : "");
		out_text("\"} ");
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
	out_text("# HELP bondnl_build_info The program; the value is 1.\n"
		 "# TYPE bondnl_build_info gauge\n"
		 "bondnl_build_info{version=\"");
	out_text(bondnl_version());
	out_text("\"} 1\n");
	put_info(&e);
	for (size_t i = 0; i < ARRAY_SIZE(of_bonds); i++)
		put_measure(&e, &of_bonds[i], false);
	put_findings(&e, findings);
	put_each_finding(&e, findings);
	for (size_t i = 0; i < ARRAY_SIZE(of_slaves); i++)
		put_measure(&e, &of_slaves[i], true);
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

	if (f->dry_run) {
		say_usage("--dry-run", "metrics changes no bond anyway", NULL);
		return BONDNL_USAGE;
	}
	if (!err)
		return say_nomem(c->name);
	status = read_and_write(f, n, args, err);
	return bondnl_error_code(err) ? say_failure(err) : status;
}
