/*
 * SPDX-License-Identifier: MIT
 * Prints what happens to bonds, through libbondnl, in a loop of poll(2). No privilege:
 *	cc watch.c $(pkg-config --cflags --libs libbondnl) -o watch
 *	./watch bond0
 */
#include <bondnl/bondnl.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>

static const char *or_none(const char *text)
{
	return text ? text : "-";
}

/* Called for each event; all of it is lent for the call. */
static void print(void *data, const struct bondnl_event *event)
{
	(void)data;
	printf("%s bond %s slave %s what %s from %s to %s reason %s\n",
		bondnl_event_kind_name(bondnl_event_kind(event)),
		or_none(bondnl_event_bond(event)), or_none(bondnl_event_slave(event)),
		or_none(bondnl_event_what(event)), or_none(bondnl_event_from(event)),
		or_none(bondnl_event_to(event)), or_none(bondnl_event_reason(event)));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const char *const *bonds = (const char *const *)argv + 1;
	struct bondnl_error *err = bondnl_error_new();
	struct bondnl_watch *watch = NULL;
	struct bondnl_ctx *ctx = NULL;
	int rc;

	rc = bondnl_open(&ctx, NULL, err);
	if (rc == 0)
		rc = bondnl_watch_open(
			ctx, argc > 1 ? (size_t)argc - 1 : 0, bonds, 0, &watch, err);
	if (rc == 0) {
		printf("watching\n");
		fflush(stdout);
	}
	while (rc == 0) {
		struct pollfd p = { .fd = bondnl_watch_fd(watch), .events = POLLIN };

		/* Other descriptors of the program would stand beside it. */
		if (poll(&p, 1, bondnl_watch_timeout(watch)) < 0 && errno != EINTR)
			break;
		rc = bondnl_watch_read(watch, print, NULL, err);
	}
	fprintf(stderr, "%s %s\n", bondnl_error_subject(err), bondnl_error_text(err));
	bondnl_watch_close(watch);
	bondnl_close(ctx);
	bondnl_error_free(err);
	return 1;
}
