/*
 * A backend that fails once, see faults.h. What it does not fail goes to the real kernel.
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ctx.h"
#include "support/faults.h"
#include "support/world.h"

struct faulty {
	struct backend backend;
	struct backend *real;
	enum fault fault;
	unsigned k, seen;
	bool happened;
};

const char *fault_name(enum fault f)
{
	static const char *const names[] = {
		[FAULT_REFUSED] = "message refused",
		[FAULT_DEAD] = "socket broken before message",
		[FAULT_LOST] = "answers lost from message",
		[FAULT_BLIND] = "look failed",
		[FAULT_GONE] = "gone before message",
		[FAULT_JOINED] = "another device in the group",
	};

	return names[f];
}

static bool is_gone(const struct faulty *f)
{
	return f->fault == FAULT_GONE && f->happened;
}

static int faulty_ask(struct backend *d, const struct query *q, size_t n,
	struct snapshot *s, struct bondnl_error *err)
{
	struct faulty *f = (struct faulty *)d;

	if (is_gone(f))
		return error_set(err, -EIO, NULL, "told to be gone");
	if (f->fault == FAULT_BLIND && ++f->seen == f->k) {
		f->happened = true;
		return error_set(err, -EIO, NULL, "told not to look");
	}
	return f->real->query(f->real, q, n, s, err);
}

static int pass_on(struct faulty *f, const struct request *requests, size_t n,
	struct reply *replies, struct bondnl_error *err)
{
	return n ? f->real->send(f->real, requests, n, replies, err) : 0;
}

static int faulty_send(struct backend *d, const struct request *requests, size_t n,
	struct reply *replies, struct bondnl_error *err)
{
	struct faulty *f = (struct faulty *)d;
	size_t hit = f->k - 1 - f->seen; /* wraps to a large one, if it is over */
	int rc;

	if (is_gone(f))
		return error_set(err, -EIO, NULL, "told to be gone");
	for (size_t i = 0; f->fault == FAULT_JOINED && i < n; i++)
		if (requests[i].step->kind == STEP_DELETE_GROUP) {
			ip("link set lo group %u", requests[i].step->group);
			f->happened = true;
		}
	f->seen += (unsigned)n;
	if (f->fault == FAULT_BLIND || f->fault == FAULT_JOINED || f->happened ||
		hit >= n)
		return pass_on(f, requests, n, replies, err);

	f->happened = true;
	switch (f->fault) {
	case FAULT_REFUSED:
		rc = pass_on(f, requests, hit, replies, err);
		/* the kernel goes on after a message that it refused */
		if (rc == 0)
			rc = pass_on(f, requests + hit + 1, n - hit - 1,
				replies + hit + 1, err);
		replies[hit] = (struct reply){
			.error = -EIO, .received = true, .option = BONDNL_OPT_COUNT_
		};
		return rc;
	case FAULT_GONE:
		/* what is made only to be looked at is made and deleted in one call of
		 * the kernel: there is no end between the two */
		if (requests[hit].step->kind == STEP_DELETE && !requests[hit].ifindex)
			hit++;
		rc = pass_on(f, requests, hit, replies, err);
		break;
	case FAULT_DEAD:
		rc = pass_on(f, requests, hit, replies, err);
		break;
	default:
		rc = pass_on(f, requests, n, replies, err);
	}
	if (rc < 0)
		return rc;
	for (size_t i = hit; i < n; i++)
		replies[i] =
			(struct reply){ .received = false, .option = BONDNL_OPT_COUNT_ };
	return error_set(err, -EIO, NULL, "told to break");
}

static void faulty_trace(struct backend *d, bondnl_trace_fn *fn, void *data)
{
	(void)d, (void)fn, (void)data;
}

static void faulty_close(struct backend *d)
{
	struct faulty *f = (struct faulty *)d;

	f->real->close(f->real);
}

static void add_text(struct outcome *o, const char *a, const char *b)
{
	size_t n = strlen(o->text);

	snprintf(o->text + n, sizeof(o->text) - n, "  %s%s\n", a, b);
}

static void note(void *data, enum bondnl_report what, const char *text)
{
	if (what == BONDNL_REPORT_PLAN)
		return;
	add_text(data,
		what == BONDNL_REPORT_UNDO	     ? "undo: "
			: what == BONDNL_REPORT_STEP ? ""
						     : "note: ",
		text);
}

static struct bondnl_spec *spec_of_words(
	enum bondnl_intent intent, const char *bonds, const char *words)
{
	struct bondnl_spec *spec;
	struct argv b, w;

	ck_assert_int_eq(bondnl_spec_new(&spec, NULL), 0);
	if (intent == BONDNL_APPLY) {
		ck_assert_int_eq(bondnl_spec_text(spec, "file", words, strlen(words),
					 NULL, NULL, NULL),
			0);
		return spec;
	}
	b = argv_of("", bonds);
	w = argv_of("", words);
	for (int i = 1; i < b.n; i++)
		ck_assert_int_eq(bondnl_spec_bond(spec, intent, b.words[i], NULL), 0);
	ck_assert_int_eq(bondnl_spec_words(spec, (size_t)w.n - 1,
				 (const char *const *)w.words + 1, NULL),
		0);
	argv_free(&b);
	argv_free(&w);
	return spec;
}

void fault_run(struct outcome *ret, enum fault fault, unsigned k,
	enum bondnl_intent intent, const char *bonds, const char *words)
{
	struct bondnl_spec *spec = spec_of_words(intent, bonds, words);

	fault_run_spec(ret, fault, k, spec);
	bondnl_spec_free(spec);
}

void fault_run_spec(
	struct outcome *ret, enum fault fault, unsigned k, const struct bondnl_spec *spec)
{
	struct bondnl_error *err = bondnl_error_new();
	struct bondnl_result *result;
	struct bondnl_ctx *ctx;
	struct faulty f = {
		.backend = { .query = faulty_ask,
			.send = faulty_send,
			.trace = faulty_trace,
			.close = faulty_close },
		.fault = fault,
		.k = k,
	};

	memset(ret, 0, sizeof(*ret));
	ck_assert_int_eq(bondnl_open(&ctx, NULL, NULL), 0);
	bondnl_on_report(ctx, note, ret);
	f.real = ctx->backend;
	ctx->backend = &f.backend;

	bondnl_run(ctx, spec, 0, &result, err);
	ck_assert_ptr_nonnull(result);
	ret->outcome = bondnl_result_outcome(result);
	ret->happened = f.happened;
	add_text(ret, "error: ", bondnl_error_text(err));
	for (size_t i = 0; i < bondnl_result_differences(result); i++)
		add_text(ret, "left: ", bondnl_result_difference(result, i));

	bondnl_result_free(result);
	bondnl_close(ctx);
	bondnl_error_free(err);
}
