/*
 * Names of devices as labels of metrics, see metrics.h: UTF-8, whatever the name is.
 */
#include "check/metrics.h"

/* The length of the character of UTF-8 at @s; 0 if it is none. */
static size_t utf8_length(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1
		: s[0] < 0xc2  ? 0
		: s[0] < 0xe0  ? 2
		: s[0] < 0xf0  ? 3
		: s[0] < 0xf5  ? 4
			       : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* too long for what it says, a surrogate, beyond the last one */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
		(s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

struct label metrics_label(const char *name)
{
	struct label l = { "" };
	size_t at = 0;

	for (size_t i = 0; name[i] && i < 15;) {
		size_t n = utf8_length((const unsigned char *)name + i);

		if (name[i] == '\\' || name[i] == '"')
			l.text[at++] = '\\';
		if (name[i] == '\n') {
			l.text[at++] = '\\';
			l.text[at++] = 'n';
			i++;
			continue;
		}
		/* two names must not become one label */
		if (!n)
			at += (size_t)sprintf(
				l.text + at, "\\\\x%02x", (unsigned char)name[i]);
		for (size_t k = 0; k < n; k++)
			l.text[at++] = name[i + k];
		i += n ? n : 1;
	}
	return l;
}
