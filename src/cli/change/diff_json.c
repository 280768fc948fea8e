/*
 * diff for programs: one document. What is not there is absent.
 */
#include "change/diff.h"
#include "output/json_writer.h"

static void write_change(const struct bondnl_result *r, size_t i)
{
	jsonw_object(NULL);
	jsonw_text("bond", bondnl_result_change_bond(r, i));
	jsonw_text("slave", bondnl_result_change_slave(r, i));
	jsonw_text("what", bondnl_result_change_what(r, i));
	jsonw_text("from", bondnl_result_change_from(r, i));
	jsonw_text("to", bondnl_result_change_to(r, i));
	jsonw_end();
}

static void write_step(const struct bondnl_result *r, size_t i)
{
	jsonw_object(NULL);
	jsonw_text("step", bondnl_result_step(r, i));
	jsonw_bool("interrupts", bondnl_result_step_interrupts(r, i));
	jsonw_end();
}

void diff_json(const struct bondnl_result *r)
{
	jsonw_begin();
	jsonw_list("changes");
	for (size_t i = 0; i < bondnl_result_changes(r); i++)
		write_change(r, i);
	jsonw_end();
	jsonw_list("steps");
	for (size_t i = 0; i < bondnl_result_steps(r); i++)
		write_step(r, i);
	jsonw_end();
	jsonw_end();
}
