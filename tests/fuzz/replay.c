/*
 * A fuzzer without its fuzzing: runs the entry on each file that is named, or is in a
 * folder that is named. So a corpus is a test like others, with any compiler, under
 * valgrind and sanitizers.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static size_t files;

/* For nftw(): not 0 ends the walk. */
static int replay(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	static uint8_t data[65536];
	FILE *f;
	size_t n;

	(void)st, (void)at;
	if (kind == FTW_D)
		return 0;
	f = fopen(path, "rb");
	if (!f)
		return 1;
	n = fread(data, 1, sizeof(data), f);
	fclose(f);
	LLVMFuzzerTestOneInput(data, n);
	files++;
	return 0;
}

int main(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		if (nftw(argv[i], replay, 8, 0) == 0)
			continue;
		perror(argv[i]);
		bad = 1;
	}
	printf("%zu files\n", files);
	return bad || !files;
}
