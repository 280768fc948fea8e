/*
 * SPDX-License-Identifier: MIT
 * Makes an active-backup bond of the devices named, through libbondnl. As root:
 *	cc example.c $(pkg-config --cflags --libs libbondnl) -o example
 *	./example bond0 eth0 wlan0
 */
#include <bondnl/bondnl.h>
#include <stdio.h>

static void tell(const char *what, const char *text)
{
	if (*text) /* "" where there is nothing to say */
		fprintf(stderr, "%-8s %s\n", what, text);
}

int main(int argc, char **argv)
{
	static const char *const options[] = { "mode", "active-backup", "miimon", "100" };
	struct bondnl_error *err = bondnl_error_new();
	struct bondnl_spec *spec = NULL;
	struct bondnl_ctx *ctx = NULL;
	struct bondnl_result *result = NULL;
	int rc, status = BONDNL_USAGE;

	if (argc < 3 || !err) {
		fprintf(stderr, "usage: example BOND SLAVE...\n");
		return status;
	}
	/* The spec, in the words of the command line. Nothing is changed yet. */
	rc = bondnl_spec_new(&spec, err);
	if (rc == 0)
		rc = bondnl_spec_bond(spec, BONDNL_CREATE, argv[1], err);
	if (rc == 0)
		rc = bondnl_spec_words(spec, 4, options, err);
	for (int i = 2; i < argc && rc == 0; i++) {
		const char *const slave[] = { "slave", argv[i] };
		rc = bondnl_spec_words(spec, 2, slave, err);
	}
	/* All of it or nothing: what fails half-way is undone before this returns. */
	if (rc == 0)
		rc = bondnl_open(&ctx, NULL, err);
	if (rc == 0)
		rc = bondnl_run(ctx, spec, 0, &result, err);
	if (rc < 0) {
		tell("failed", bondnl_error_where(err));
		tell("about", bondnl_error_subject(err));
		tell("cause", bondnl_error_text(err));
		tell("kernel", bondnl_error_kernel(err));
		tell("way out", bondnl_error_hint(err));
	}
	/* What the devices are like now. bondnl(8) exits with the same numbers. */
	if (result || !bondnl_error_is_usage(err))
		status = result ? (int)bondnl_result_outcome(result) : BONDNL_REFUSED;
	bondnl_result_free(result);
	bondnl_close(ctx);
	bondnl_spec_free(spec);
	bondnl_error_free(err);
	return status;
}
