/*
 * A plan sent to the kernel, see commit.h. It puts nothing back.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "change/commit.h"

static int ifindex_of(const struct commit *c, int at)
{
	return at >= 0 ? c->target->links[at].ifindex : 0;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void report_step(const struct commit *c, size_t i)
{
	_cleanup_text_ struct text t = { 0 };

	if (!c->ctx->report)
		return;
	plan_print_step(c->plan, i, &t);
	ctx_report(c->ctx, c->say, text_str(&t));
}

/* It was made, but nobody told us its number: what follows would miss it. */
static bool lacks_number(const struct step *s, const struct reply *r)
{
	return s->kind == STEP_CREATE && !r->error && !r->ifindex;
}

/* The steps @from to @to: sent together, since none of them needs the reply to another.
 */
static int send_steps(struct commit *c, size_t from, size_t to, struct bondnl_error *err)
{
	size_t n = to - from;
	_cleanup_free_ struct request *requests = calloc(n, sizeof(*requests));
	_cleanup_free_ struct reply *replies = calloc(n, sizeof(*replies));
	int rc, first = 0;

	if (!requests || !replies)
		return error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		const struct step *s = &c->plan->steps[from + i];

		requests[i].step = s;
		requests[i].link = &c->target->links[s->link];
		requests[i].ifindex = ifindex_of(c, s->link);
		requests[i].master = ifindex_of(c, s->master);
		/* all that follows the first step that interrupts traffic is part of it
		 */
		if (s->interrupts && !c->interrupted_from)
			c->interrupted_from = now_ns();
	}
	rc = c->ctx->backend->send(c->ctx->backend, requests, n, replies, err);
	if (c->interrupted_from)
		c->interrupted_to = now_ns();

	for (size_t i = 0; i < n; i++) {
		const struct step *s = &c->plan->steps[from + i];

		if (!replies[i].received) {
			c->doubtful = true;
			continue;
		}
		if (lacks_number(s, &replies[i])) {
			c->doubtful = true;
			if (!rc)
				rc = error_set(err, -EIO, c->target->links[s->link].name,
					"the kernel made it, but does not show it");
		}
		if (replies[i].ifindex && !replies[i].error)
			target_set_ifindex(c->target, s->link, replies[i].ifindex);
		if (!replies[i].error) {
			c->done++;
			report_step(c, from + i);
		} else if (!first) {
			first = replies[i].error;
			c->refused = from + i;
			c->reply = replies[i];
		}
	}
	return rc < 0 ? rc : first;
}

int commit_run(struct commit *c, struct bondnl_error *err)
{
	const struct plan *p = c->plan;
	size_t from = 0;
	int rc, first = 0;

	for (size_t i = 1; i <= p->n; i++) {
		if (i < p->n &&
			!plan_is_barrier(p->steps[i - 1].phase, p->steps[i].phase))
			continue;
		rc = send_steps(c, from, i, err);
		if (rc < 0 && (!c->carry_on || c->doubtful))
			return rc;
		if (rc < 0 && !first)
			first = rc;
		from = i;
	}
	return first;
}
