/*
 * Output in small pieces, see out.h. It knows nothing of what they say.
 */
#include <string.h>

#include "output/out.h"
#include "output/say.h"
#include "output/term.h"

#define OUT 1

static struct {
	FILE *file; /* NULL: standard output */
	size_t n;
	char bytes[4096];
} out;

static void empty(void)
{
	if (out.n)
		fwrite(out.bytes, 1, out.n, out.file ? out.file : stdout);
	out.n = 0;
}

void out_to(FILE *file)
{
	empty();
	out.file = file;
}

void out_flush(void)
{
	out_to(NULL);
}

void out_bytes(const char *s, size_t n)
{
	while (n > sizeof(out.bytes) - out.n) {
		size_t fits = sizeof(out.bytes) - out.n;

		memcpy(out.bytes + out.n, s, fits);
		out.n += fits;
		s += fits;
		n -= fits;
		empty();
	}
	memcpy(out.bytes + out.n, s, n);
	out.n += n;
}

void out_text(const char *s)
{
	out_bytes(s, strlen(s));
}

void out_list(const char *const texts[])
{
	for (; *texts; texts++)
		out_text(*texts);
}

void out_char(char c)
{
	if (out.n == sizeof(out.bytes))
		empty();
	out.bytes[out.n++] = c;
}

/* Nearly all is printable ASCII, which is plain wherever it stands. */
void out_plain(const char *s)
{
	for (size_t i = 0; s[i]; i++)
		out_char(s[i] >= ' ' && s[i] <= '~' ? s[i] : plain_at(s, i));
}

void out_number(uint64_t n)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	out_bytes(digits + at, sizeof(digits) - at);
}

void out_blanks(int n)
{
	static const char blanks[] = "                                ";

	for (; n > 0; n -= (int)sizeof(blanks) - 1)
		out_bytes(blanks,
			n < (int)sizeof(blanks) - 1 ? (size_t)n : sizeof(blanks) - 1);
}

void out_wide(const char *s, int wide)
{
	size_t n = strlen(s);

	out_bytes(s, n);
	out_blanks(n < (size_t)wide ? wide - (int)n : 0);
}

void out_coloured(enum colour c, const char *s)
{
	out_texts(term_colour(OUT, c), s, term_plain(OUT));
}
