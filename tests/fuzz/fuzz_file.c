/*
 * The grammar of files against any bytes: the input is the text of a file. Each thing
 * that is wrong has its line, and what was understood keeps to the limits of its places.
 * It looks at no device.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "option/value.h"
#include "spec/parse_file.h"

#define ORIGIN "bondnl.conf"

struct faults {
	size_t n;
	unsigned lines;
};

/* "bondnl.conf:4", a line that the text has, and words for it. */
static void check_fault(void *data, const struct bondnl_error *fault)
{
	const char *where = bondnl_error_where(fault);
	struct faults *f = data;
	unsigned long line;
	char *end;

	f->n++;
	FUZZ_CHECK(bondnl_error_is_usage(fault) && bondnl_error_code(fault) < 0);
	FUZZ_CHECK(*bondnl_error_text(fault));
	FUZZ_CHECK(strncmp(where, ORIGIN ":", sizeof(ORIGIN)) == 0);
	line = strtoul(where + sizeof(ORIGIN), &end, 10);
	FUZZ_CHECK(!*end && line >= 1 && line <= f->lines);
}

static void print_options(const struct optset *set)
{
	optmask mask = set->present;

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		_cleanup_text_ struct text t = { 0 };
		struct value v;

		FUZZ_CHECK(option_settable(option_get(id)));
		optset_take(set, id, &v);
		value_print(option_get(id), &v, &t);
		FUZZ_CHECK(!t.failed && *text_str(&t));
	}
}

static void print_bond(
	const struct bondnl_spec *spec, const struct spec_bond *b, unsigned lines)
{
	char text[ADDRESS_TEXT_SIZE];

	FUZZ_CHECK(*b->name && b->origin && strcmp(b->origin, ORIGIN) == 0);
	FUZZ_CHECK(b->line >= 1 && b->line <= lines);
	FUZZ_CHECK(b->intent->absent != b->intent->replace);
	for (size_t i = 0; i < spec->n; i++)
		FUZZ_CHECK(&spec->bonds[i] == b || !str_eq(spec->bonds[i].name, b->name));
	print_options(&b->options);
	for (size_t i = 0; i < b->n_addresses; i++)
		address_print(&b->addresses[i].address, text);
	for (size_t i = 0; i < b->n_slaves; i++) {
		unsigned line = spec_line_of(b, b->slaves[i].name);

		FUZZ_CHECK(spec_find_slave(b, b->slaves[i].name) == &b->slaves[i]);
		FUZZ_CHECK(line >= b->line && line <= lines);
		print_options(&b->slaves[i].options);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bondnl_error first = { 0 };
	struct bondnl_spec spec = { 0 };
	struct faults faults = { .lines = 1 };
	char *text;
	int rc;

	if (size > 8192)
		return 0;
	/* of its own size, so that a step too far is seen */
	text = malloc(size + !size);
	if (!text)
		return 0;
	memcpy(text, data, size);
	for (size_t i = 0; i < size; i++)
		faults.lines += text[i] == '\n';

	rc = file_read(&spec, ORIGIN, text, size, check_fault, &faults, &first);
	FUZZ_CHECK((rc < 0) == (faults.n > 0));
	FUZZ_CHECK((rc < 0) == (bondnl_error_code(&first) < 0));
	for (size_t i = 0; i < spec.n; i++)
		print_bond(&spec, &spec.bonds[i], faults.lines);
	spec_clear(&spec);
	free(text);
	return 0;
}
