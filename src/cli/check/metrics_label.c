/*
 * Names of devices as labels of metrics, see metrics.h: UTF-8, whatever the name is.
 */
#include "check/metrics.h"
#include "output/utf8.h"

struct label metrics_label(const char *name)
{
	struct label l = { "" };
	size_t at = 0;

	for (size_t i = 0; name[i] && i < 15;) {
		size_t n = utf8_length(name + i);

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
