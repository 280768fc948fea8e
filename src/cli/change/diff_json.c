/*
 * diff for programs: one document. What is not there is absent.
 */
#include <errno.h>
#include <stdio.h>

#include "change/diff.h"
#include "output/json.h"

static void put_text(json_t *object, const char *key, const char *text)
{
	if (text)
		json_put(object, key, json_name(text));
}

static json_t *change(const struct bondnl_result *r, size_t i)
{
	json_t *c = json_object();

	put_text(c, "bond", bondnl_result_change_bond(r, i));
	put_text(c, "slave", bondnl_result_change_slave(r, i));
	put_text(c, "what", bondnl_result_change_what(r, i));
	put_text(c, "from", bondnl_result_change_from(r, i));
	put_text(c, "to", bondnl_result_change_to(r, i));
	return c;
}

static json_t *step(const struct bondnl_result *r, size_t i)
{
	json_t *s = json_object();

	put_text(s, "step", bondnl_result_step(r, i));
	json_put(s, "interrupts", json_boolean(bondnl_result_step_interrupts(r, i)));
	return s;
}

int diff_json(const struct bondnl_result *r)
{
	json_t *root = json_object(), *changes = json_array(), *steps = json_array();

	json_failed = false;
	for (size_t i = 0; i < bondnl_result_changes(r); i++)
		json_add(changes, change(r, i));
	for (size_t i = 0; i < bondnl_result_steps(r); i++)
		json_add(steps, step(r, i));
	json_put(root, "schema", json_integer(SCHEMA));
	json_put(root, "changes", changes);
	json_put(root, "steps", steps);
	return json_print(root);
}
