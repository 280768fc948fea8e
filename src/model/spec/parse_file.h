/*
 * A file of bonds, to the spec: blocks of words, as on the command line. It is given the
 * text and opens nothing; whether what is asked for can be is not its concern.
 */
#ifndef MODEL_SPEC_PARSE_FILE_H
#define MODEL_SPEC_PARSE_FILE_H

#include "spec/spec.h"

/*
 * Reads all of @text, called @origin in messages, and calls @fn for each thing that is
 * wrong in it. 0, or -EINVAL with the first of them in @err.
 */
int file_read(struct bondnl_spec *spec, const char *origin, const char *text, size_t n,
	bondnl_fault_fn *fn, void *data, struct bondnl_error *err) _must_check_;

#endif
