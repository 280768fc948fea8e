/*
 * A file of bonds, to the spec, see parse_file.h. It opens nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "spec/parse_file.h"
#include "spec/parse_words.h"
#include "str.h"

#define BLANKS " \t\r\f\v"

struct file {
	struct bondnl_spec *spec;
	struct bondnl_spec
		lost; /* takes the words of a block that has no name of its own */
	const char *origin;
	unsigned line;
	bool in_block, block_is_lost;
	bondnl_fault_fn *fn;
	void *data;
	struct bondnl_error *first;
	int rc;
};

/* One error for each thing that is wrong; the caller of all gets the first. */
static void fault(struct file *f, struct bondnl_error *err)
{
	snprintf(err->where, sizeof(err->where), "%s:%u", f->origin, f->line);
	if (f->fn)
		f->fn(f->data, err);
	if (!f->rc && f->first && !f->first->code)
		*f->first = *err;
	f->rc = err->code;
}

static struct bondnl_spec *current(struct file *f)
{
	return f->block_is_lost ? &f->lost : f->spec;
}

/* Where each word stood, so that what is found later can be led back to it. */
static void keep_places(struct file *f, size_t n, const char *const words[])
{
	struct bondnl_spec *spec = current(f);
	struct spec_bond *b = &spec->bonds[spec->n - 1];

	for (size_t i = 0; i < n; i++) {
		struct spec_place *p = array_add(b->places, b->n_places, b->cap_places);

		if (!p)
			return; /* only the line is missing then, in a message */
		p->line = f->line;
		str_copy(p->word, sizeof(p->word), words[i]);
	}
}

static void begin_block(struct file *f, enum bondnl_intent intent, const char *name)
{
	struct bondnl_error err = { 0 };
	struct spec_bond *b;

	f->in_block = true;
	f->block_is_lost = false;
	if (words_bond(f->spec, intent, name, &err) < 0) {
		if (!err.subject[0])
			str_copy(err.subject, sizeof(err.subject), name);
		fault(f, &err);
		spec_clear(&f->lost);
		f->block_is_lost = true;
		/* a name that no slave has */
		if (words_bond(&f->lost, intent, "-", NULL) < 0)
			f->in_block = false;
		else
			f->lost.bonds[0].origin = f->origin;
		return;
	}
	b = &f->spec->bonds[f->spec->n - 1];
	b->origin = f->origin;
	b->line = f->line;
}

static void read_words(struct file *f, size_t n, const char *const words[])
{
	struct bondnl_error err = { 0 };

	if (!n)
		return;
	if (!f->in_block) {
		error_usage(&err, words[0], "stands before the first bond");
		error_hint(&err, "a block begins with bond NAME");
		fault(f, &err);
		return;
	}
	keep_places(f, n, words);
	if (words_read(current(f), n, words, &err) < 0)
		fault(f, &err);
}

static void read_line(struct file *f, size_t n, const char *const words[])
{
	struct bondnl_error err = { 0 };
	bool bond = n && str_eq(words[0], "bond"),
	     absent = n && str_eq(words[0], "absent");

	if ((bond || absent) && n == 1) {
		error_usage(&err, words[0], "the name of a bond is missing after it");
		fault(f, &err);
		f->in_block = false;
		return;
	}
	if (bond) {
		begin_block(f, BONDNL_APPLY, words[1]);
		read_words(f, n - 2, words + 2);
	} else if (absent) {
		for (size_t i = 1; i < n; i++)
			begin_block(f, BONDNL_ABSENT, words[i]);
		f->in_block = false;
	} else {
		read_words(f, n, words);
	}
}

/* Divides @line, which it writes into; what follows a '#' that begins a word is remark.
 */
static int divide(char *line, const char ***words, size_t *cap, size_t *ret_n)
{
	char *p = line;
	size_t n = 0;

	for (;;) {
		const char **word;

		p += strspn(p, BLANKS);
		if (!*p || *p == '#')
			break;
		word = array_add(*words, n, *cap);
		if (!word)
			return -ENOMEM;
		*word = p;
		p += strcspn(p, BLANKS);
		if (*p)
			*p++ = 0;
	}
	*ret_n = n;
	return 0;
}

int file_read(struct bondnl_spec *spec, const char *origin, const char *text, size_t n,
	bondnl_fault_fn *fn, void *data, struct bondnl_error *err)
{
	struct file f = { .spec = spec, .fn = fn, .data = data, .first = err };
	_cleanup_free_ char *copy = malloc(n + 1);
	_cleanup_free_ const char **words = NULL;
	size_t cap = 0, n_words;
	char *p = copy, *end;

	f.origin = spec_keep_origin(spec, origin);
	if (!copy || !f.origin)
		return error_nomem(err);
	memcpy(copy, text, n);
	copy[n] = 0;
	for (; p < copy + n; p = end + 1) {
		struct bondnl_error bad = { 0 };
		size_t length;

		end = memchr(p, '\n', (size_t)(copy + n - p));
		if (!end)
			end = copy + n;
		*end = 0;
		f.line++;
		length = strlen(p);
		if (p + length != end) {
			error_usage(&bad, NULL, "a byte of zero: this is no text");
			fault(&f, &bad);
			break;
		}
		if (divide(p, &words, &cap, &n_words) < 0)
			return error_nomem(err);
		read_line(&f, n_words, words);
	}
	spec_clear(&f.lost);
	return f.rc;
}
