/*
 * From words to the spec: the one grammar of the command line and the file.
 * Reads words only; what is there, and whether it fits together, is not its concern.
 */
#ifndef MODEL_SPEC_PARSE_WORDS_H
#define MODEL_SPEC_PARSE_WORDS_H

#include "spec/spec.h"

/* Begins a bond in @spec; its name is checked as its intent asks for. */
int words_bond(struct bondnl_spec *spec, enum bondnl_intent intent, const char *name,
	struct bondnl_error *err) _must_check_;
/* Reads words into the last bond of @spec. */
int words_read(struct bondnl_spec *spec, size_t n, const char *const words[],
	struct bondnl_error *err) _must_check_;
/* Does the spec say enough to be tried? To be asked when all words are read. */
int words_end(const struct bondnl_spec *spec, struct bondnl_error *err) _must_check_;

#endif
