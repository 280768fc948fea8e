/*
 * What is to be said beside the result, see notes.h. It only collects.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "resolve/notes.h"

void notes_add(struct notes *notes, enum bondnl_report kind, const char *fmt, ...)
{
	struct note *n;
	char *text;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		return;

	/* what is true of several bonds of a spec is said once */
	for (size_t i = 0; i < notes->n; i++)
		if (notes->items[i].kind == kind && strcmp(notes->items[i].text, text) == 0) {
			free(text);
			return;
		}
	n = array_add(notes->items, notes->n, notes->cap);
	if (!n) {
		free(text);
		return;
	}
	n->kind = kind;
	n->text = text;
}

void notes_free(struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++)
		free(notes->items[i].text);
	free(notes->items);
	memset(notes, 0, sizeof(*notes));
}
