/*
 * check for programs: one document, bond -> findings, written bond by bond. Its schema is
 * docs/check.schema.json.
 */
#include "check/check.h"
#include "output/json_writer.h"

static void write_finding(const struct bondnl_findings *f, size_t i)
{
	jsonw_object(NULL);
	jsonw_text("id", bondnl_finding_id(f, i));
	jsonw_text("severity", bondnl_severity_name(bondnl_finding_severity(f, i)));
	jsonw_text("slave", bondnl_finding_slave(f, i));
	jsonw_text("evidence", bondnl_finding_evidence(f, i));
	jsonw_text("remedy", bondnl_finding_remedy(f, i));
	jsonw_end();
}

static void write_bond(const struct check_bond *b)
{
	jsonw_object(NULL);
	jsonw_text("name", bondnl_link_name(b->bond));
	jsonw_text("status", check_status_word(check_status(b->of)));
	jsonw_list("findings");
	for (size_t i = b->first; i < b->first + b->n; i++)
		write_finding(b->findings, i);
	jsonw_end();
	jsonw_end();
}

void check_json(const struct bondnl_state *state, const struct bondnl_findings *findings,
	int status)
{
	struct check_bond b = { 0 };

	jsonw_begin();
	jsonw_text("status", check_status_word(status));
	jsonw_list("bonds");
	for (size_t at = 0; check_next(state, findings, &at, &b);)
		write_bond(&b);
	jsonw_end();
	jsonw_end();
}
