/*
 * The grammar against any words: lines of the input are words, the first byte says what
 * is asked_for. It looks at nothing but the public functions, and at values one by one.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "option/value.h"

/* What was understood is printed in words that are understood the same. */
static void check_value(const struct option *o, const char *word)
{
	_cleanup_text_ struct text said = { 0 }, again = { 0 };
	struct bondnl_error err = { 0 };
	struct value v, w;

	if (value_parse(o, word, &v, &err) < 0) {
		FUZZ_CHECK(err.code < 0 && err.text[0]);
		return;
	}
	value_print(o, &v, &said);
	FUZZ_CHECK(value_parse(o, text_str(&said), &w, NULL) == 0);
	value_print(o, &w, &again);
	FUZZ_CHECK(str_eq(text_str(&said), text_str(&again)));
	FUZZ_CHECK(v.number == w.number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *words[64];
	struct bondnl_error err = { 0 };
	struct bondnl_spec *spec;
	char *text, *rest;
	size_t n = 0;

	if (!size || size > 4096)
		return 0;
	text = malloc(size);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = 0;
	rest = text;
	while (rest && n < 64)
		words[n++] = strsep(&rest, "\n");

	if (bondnl_spec_new(&spec, &err) == 0) {
		bondnl_spec_allow(spec, data[0] >> 4);
		if (bondnl_spec_bond(spec,
			    (enum bondnl_intent)(data[0] % (BONDNL_MIGRATE_BACK + 1)),
			    words[0], &err) == 0 &&
			bondnl_spec_words(spec, n - 1, words + 1, &err) < 0)
			FUZZ_CHECK(err.usage && err.text[0]);
		bondnl_spec_free(spec);
	}
	for (size_t i = 0; i < BONDNL_OPT_COUNT_ && n > 1; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (option_settable(o))
			check_value(o, words[1]);
	}
	free(text);
	return 0;
}
