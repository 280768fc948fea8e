/*
 * check for programs: one document, bond -> findings, written bond by bond. Its schema is
 * docs/check.schema.json.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "json.h"

static json_t *finding_value(const struct bondnl_findings *f, size_t i)
{
	const char *slave = bondnl_finding_slave(f, i);
	json_t *o = json_object();

	json_put(o, "id", json_string_nocheck(bondnl_finding_id(f, i)));
	json_put(o, "severity",
		json_string_nocheck(bondnl_severity_name(bondnl_finding_severity(f, i))));
	if (slave)
		json_put(o, "slave", json_name(slave));
	json_put(o, "evidence", json_name(bondnl_finding_evidence(f, i)));
	json_put(o, "remedy", json_name(bondnl_finding_remedy(f, i)));
	return o;
}

static json_t *bond_value(const struct check_bond *b)
{
	json_t *o = json_object(), *list = json_array();

	json_put(o, "name", json_name(bondnl_link_name(b->bond)));
	json_put(
		o, "status", json_string_nocheck(check_status_word(check_status(b->of))));
	for (size_t i = b->first; i < b->first + b->n; i++)
		json_add(list, finding_value(b->findings, i));
	json_put(o, "findings", list);
	return o;
}

int check_json(const struct bondnl_state *state, const struct bondnl_findings *findings,
	int status)
{
	struct check_bond b = { 0 };
	int rc = 0;

	printf("{\"schema\":%d,\"status\":\"%s\",\"bonds\":[", SCHEMA,
		check_status_word(status));
	for (size_t at = 0; rc == 0 && check_next(state, findings, &at, &b);) {
		json_t *bond = bond_value(&b);
		char *text = json_failed ? NULL : json_dumps(bond, JSON_COMPACT);

		if (text)
			printf("%s%s", at > 1 ? "," : "", text);
		else
			rc = -ENOMEM;
		free(text);
		json_decref(bond);
	}
	if (rc == 0)
		printf("]}\n");
	return rc;
}
