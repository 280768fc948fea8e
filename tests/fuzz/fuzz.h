/*
 * What the fuzzers share: the entry that libFuzzer and replay.c call, and a check that
 * ends the program, so that either takes it for a finding.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(true_)                                                                \
	do {                                                                             \
		if (true_)                                                               \
			break;                                                           \
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #true_);      \
		abort();                                                                 \
	} while (0)

#endif
