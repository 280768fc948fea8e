/*
 * check for programs: one document, bond -> findings, written bond by bond. Its schema is
 * docs/check.schema.json.
 */
#include <errno.h>
#include <string.h>

#include "check/check.h"
#include "output/doc.h"
#include "output/json.h"
#include "output/out.h"

static void write_finding(const struct bondnl_findings *f, size_t i)
{
	const char *slave = bondnl_finding_slave(f, i);

	doc_separate();
	doc_open('{');
	doc_put_text("id", bondnl_finding_id(f, i));
	doc_put_text("severity", bondnl_severity_name(bondnl_finding_severity(f, i)));
	if (slave)
		doc_put_text("slave", slave);
	doc_put_text("evidence", bondnl_finding_evidence(f, i));
	doc_put_text("remedy", bondnl_finding_remedy(f, i));
	doc_close('}');
}

static void write_bond(const struct check_bond *b)
{
	doc_separate();
	doc_open('{');
	doc_put_text("name", bondnl_link_name(b->bond));
	doc_put_text("status", check_status_word(check_status(b->of)));
	doc_key("findings");
	doc_open('[');
	for (size_t i = b->first; i < b->first + b->n; i++)
		write_finding(b->findings, i);
	doc_close(']');
	doc_close('}');
}

int check_json(const struct bondnl_state *state, const struct bondnl_findings *findings,
	int status)
{
	struct check_bond b = { 0 };

	json_failed = false;
	doc_open('{');
	doc_put_number("schema", SCHEMA);
	doc_put_text("status", check_status_word(status));
	doc_key("bonds");
	doc_open('[');
	for (size_t at = 0; !json_failed && check_next(state, findings, &at, &b);)
		write_bond(&b);
	if (!json_failed)
		out_text("]}\n");
	out_flush();
	return json_failed ? -ENOMEM : 0;
}
