/*
 * What all unit tests share: suites of rows, words out of a line, a spec as a text.
 * It knows no kernel: a state to start from is scene.h's, one that replies is fake.h's.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <check.h>
#include <string.h>

#include "error.h"
#include "resolve/notes.h"
#include "spec/spec.h"
#include "str.h"

/*
 * One test of a suite, once for each of its @rows; _i in the test is the row. Its name
 * is what CK_RUN_CASE chooses by.
 */
void unit_rows(Suite *s, const char *name, const TTest *test, size_t rows);
void unit_one(Suite *s, const char *name, const TTest *test);
/* Runs the suite; the exit status of the program. */
int unit_run(Suite *s);

/* The words of a line, divided at blanks; '' is an empty word. */
struct split {
	size_t n;
	const char *words[256];
	char store[1024];
};

void split(struct split *ret, const char *line);

/*
 * The spec of a line that begins with the bond; of several bonds for BONDNL_DELETE, and a
 * file for BONDNL_APPLY: "bond0 mode 1; slave eth0; bond bond1; absent bond2".
 */
int unit_spec(struct bondnl_spec *spec, enum bondnl_intent intent, const char *line,
	struct bondnl_error *err);
/* All that a spec says, in one order whatever the words' was. */
void unit_print_spec(const struct bondnl_spec *spec, struct text *t);
/* The options of @mask as "mode active-backup miimon 100". */
void unit_print_options(const struct optset *set, optmask mask, struct text *t);
/* "note: ..." and "warning: ...", a line each. */
void unit_print_notes(const struct notes *notes, struct text *t);

/* A name for people; "-" for NULL. */
#define unit_or(s) ((s) ? (s) : "-")

/* Holds @text what is expected? NULL expects that it is empty. */
#define ck_assert_part(text, part)                                                       \
	do {                                                                             \
		const char *text_ = (text), *part_ = (part);                             \
		ck_assert_msg(part_ ? strstr(text_, part_) != NULL : !*text_,            \
			"'%s' is said, not '%s'", text_, part_ ? part_ : "");            \
	} while (0)

/* The error of a failure, part by part. */
#define ck_assert_error(err, subject_, text_, hint_)                                     \
	do {                                                                             \
		ck_assert_str_eq((err)->subject, subject_);                              \
		ck_assert_part((err)->text, text_);                                      \
		ck_assert_part((err)->hint, hint_);                                      \
	} while (0)

#endif
