/*
 * One spec carried out, see recorder.h.
 */
#include <stdlib.h>

#include "support/recorder.h"

static void receive(void *data, enum bondnl_report what, const char *text)
{
	static const char *const kinds[] = { [BONDNL_REPORT_STEP] = "step",
		[BONDNL_REPORT_NOTE] = "note",
		[BONDNL_REPORT_WARNING] = "warning",
		[BONDNL_REPORT_UNDO] = "undo" };
	struct heard *h = data;

	/* how many there will be shows in how many there are */
	if (what != BONDNL_REPORT_PLAN)
		text_add(&h->said, "%s: %s\n", kinds[what], text);
}

/* Without the sample of pristine.h, which has a test of its own. */
static void print_state(struct heard *h, struct text *t)
{
	_cleanup_text_ struct text all = { 0 };
	char *line, *rest;

	text_put(&all, "\n"); /* there may be no link at all */
	fake_print(&h->fake, &all);
	h->sample_left = strstr(text_str(&all), "bondnl-") != NULL;
	for (line = strtok_r(all.s, "\n", &rest); line;
		line = strtok_r(NULL, "\n", &rest))
		if (strncmp(line, "bondnl-", 7) != 0)
			text_add(t, "%s\n", line);
}

void heard_run(
	struct heard *h, enum bondnl_intent intent, const char *line, unsigned flags)
{
	struct bondnl_ctx ctx = { .backend = &h->fake.backend };
	struct bondnl_spec spec = { 0 };

	ck_assert_msg(unit_spec(&spec, intent, line, &h->err) == 0, "%s: %s",
		h->err.subject, h->err.text);
	/* where it is not needed it is of no account */
	bondnl_spec_allow(&spec, intent == BONDNL_SET ? BONDNL_DISRUPT : 0);
	print_state(h, &h->before);
	bondnl_on_report(&ctx, receive, h);
	h->rc = bondnl_run(&ctx, &spec, flags, &h->result, &h->err);
	ck_assert_ptr_nonnull(h->result);
	ck_assert_int_eq(h->rc, h->err.code);
	ck_assert_int_eq(h->rc == 0, bondnl_result_outcome(h->result) == BONDNL_DONE);
	print_state(h, &h->after);
	spec_clear(&spec);
}

void heard_undo(struct heard *h)
{
	struct bondnl_ctx ctx = { .backend = &h->fake.backend };
	struct bondnl_result *done = h->result;

	bondnl_on_report(&ctx, receive, h);
	error_clear(&h->err);
	text_free(&h->after);
	h->rc = bondnl_undo(&ctx, done, &h->result, &h->err);
	bondnl_result_free(done);
	ck_assert_ptr_nonnull(h->result);
	ck_assert_int_eq(h->rc, h->err.code);
	ck_assert_int_eq(h->rc == 0, bondnl_result_outcome(h->result) == BONDNL_UNDONE);
	print_state(h, &h->after);
}

void heard_free(struct heard *h)
{
	bondnl_result_free(h->result);
	text_free(&h->before);
	text_free(&h->after);
	text_free(&h->said);
	fake_close(&h->fake);
}

void heard_outcome(const struct heard *h, enum bondnl_outcome expected)
{
	ck_assert_msg(bondnl_result_outcome(h->result) == expected,
		"outcome %d, not %d: %s %s: %s; %s\n%s\nbefore:\n%s\nafter:\n%s",
		bondnl_result_outcome(h->result), expected, h->err.where, h->err.subject,
		h->err.text, h->err.hint, text_str(&h->said), text_str(&h->before),
		text_str(&h->after));
}

void heard_same_state(const struct heard *h)
{
	ck_assert_msg(str_eq(text_str(&h->before), text_str(&h->after)),
		"before:\n%s\nafter:\n%s\n%s", text_str(&h->before), text_str(&h->after),
		text_str(&h->said));
}
