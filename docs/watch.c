/*
 * SPDX-License-Identifier: MIT
 * Prints what is wrong with bonds, what happens to them, and what is wrong then: through
 * libbondnl, in a loop of poll(2). No privilege:
 *	cc watch.c $(pkg-config --cflags --libs libbondnl) -o watch
 *	./watch bond0
 */
#include <bondnl/bondnl.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>

static const char *or_none(const char *text)
{
	return text ? text : "-";
}

/* Called for each event; all of it is lent for the call. */
static void print(void *data, const struct bondnl_event *event)
{
	bool *happened = data;

	*happened = true;
	printf("%s bond %s slave %s what %s from %s to %s reason %s\n",
		bondnl_event_kind_name(bondnl_event_kind(event)),
		or_none(bondnl_event_bond(event)), or_none(bondnl_event_slave(event)),
		or_none(bondnl_event_what(event)), or_none(bondnl_event_from(event)),
		or_none(bondnl_event_to(event)), or_none(bondnl_event_reason(event)));
}

/* A bond that is not there (yet, or any more) has nothing wrong. */
static int print_findings(struct bondnl_ctx *ctx, size_t n, const char *const bonds[],
	struct bondnl_error *err)
{
	struct bondnl_findings *found = NULL;
	int rc = bondnl_check(ctx, n, bonds, &found, err);

	for (size_t i = 0; rc == 0 && i < bondnl_findings_count(found); i++)
		printf("%s %s bond %s slave %s: %s; try: %s\n",
			bondnl_severity_name(bondnl_finding_severity(found, i)),
			bondnl_finding_id(found, i), bondnl_finding_bond(found, i),
			or_none(bondnl_finding_slave(found, i)),
			bondnl_finding_evidence(found, i),
			bondnl_finding_remedy(found, i));
	fflush(stdout);
	bondnl_findings_free(found);
	return rc == -ENODEV ? 0 : rc;
}

int main(int argc, char **argv)
{
	const char *const *bonds = (const char *const *)argv + 1;
	size_t n = argc > 1 ? (size_t)argc - 1 : 0;
	struct bondnl_error *err = bondnl_error_new();
	struct bondnl_watch *watch = NULL;
	struct bondnl_ctx *ctx = NULL;
	bool happened = true; /* what is wrong at first is told, too */
	int rc;

	rc = bondnl_open(&ctx, NULL, err);
	if (rc == 0)
		rc = bondnl_watch_open(ctx, n, bonds, 0, &watch, err);
	if (rc == 0)
		printf("watching\n");
	while (rc == 0) {
		struct pollfd p = { .fd = bondnl_watch_fd(watch), .events = POLLIN };

		if (happened)
			rc = print_findings(ctx, n, bonds, err);
		if (rc < 0)
			break;
		happened = false;
		/* Other descriptors of the program would stand beside it. */
		if (poll(&p, 1, bondnl_watch_timeout(watch)) < 0 && errno != EINTR)
			break;
		rc = bondnl_watch_read(watch, print, &happened, err);
	}
	fprintf(stderr, "%s %s\n", bondnl_error_subject(err), bondnl_error_text(err));
	bondnl_watch_close(watch);
	bondnl_close(ctx);
	bondnl_error_free(err);
	return 1;
}
