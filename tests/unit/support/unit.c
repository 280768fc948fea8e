/*
 * What all unit tests share, see unit.h. It knows no kernel.
 */
#include <stdio.h>
#include <stdlib.h>

#include "option/value.h"
#include "spec/parse_file.h"
#include "spec/parse_words.h"
#include "support/unit.h"

void unit_rows(Suite *s, const char *name, const TTest *test, size_t rows)
{
	TCase *tc = tcase_create(name);

	/* valgrind and the sanitizers are slow, and a machine may be busy */
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, test, 0, (int)rows);
	suite_add_tcase(s, tc);
}

void unit_one(Suite *s, const char *name, const TTest *test)
{
	unit_rows(s, name, test, 1);
}

int unit_run(Suite *s)
{
	SRunner *runner = srunner_create(s);
	int failed, run;

	/* thousands of rows, none of which should crash: CK_FORK=yes tells which one did
	 */
	if (!getenv("CK_FORK"))
		srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	run = srunner_ntests_run(runner);
	srunner_free(runner);
	/* CK_RUN_CASE with a wrong name would run nothing and be content */
	return failed || !run ? EXIT_FAILURE : EXIT_SUCCESS;
}

void split(struct split *ret, const char *line)
{
	char *rest, *word;

	ret->n = 0;
	ck_assert(str_copy(ret->store, sizeof(ret->store), line));
	for (word = strtok_r(ret->store, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest)) {
		ck_assert_uint_lt(ret->n, ARRAY_SIZE(ret->words));
		ret->words[ret->n++] = str_eq(word, "''") ? "" : word;
	}
}

/* As a file: "bond0 mode 1; slave eth0; bond bond1; absent bond2". */
static int unit_file(struct bondnl_spec *spec, const char *line, struct bondnl_error *err)
{
	_cleanup_text_ struct text t = { 0 };
	int rc;

	text_add(&t, "bond %s", line);
	for (char *p = t.s; p && *p; p++)
		if (*p == ';')
			*p = '\n';
	rc = file_read(spec, "test", text_str(&t), t.len, NULL, NULL, err);
	return rc < 0 ? rc : words_end(spec, err);
}

int unit_spec(struct bondnl_spec *spec, enum bondnl_intent intent, const char *line,
	struct bondnl_error *err)
{
	struct split s;
	int rc = 0;

	split(&s, line);
	if (intent == BONDNL_APPLY)
		return unit_file(spec, line, err);
	if (intent == BONDNL_DELETE) {
		for (size_t i = 0; i < s.n && rc == 0; i++)
			rc = words_bond(spec, intent, s.words[i], err);
	} else {
		rc = words_bond(spec, intent, s.n ? s.words[0] : "", err);
		if (rc == 0)
			rc = words_read(spec, s.n - 1, s.words + 1, err);
	}
	return rc < 0 ? rc : words_end(spec, err);
}

void unit_print_options(const struct optset *set, optmask mask, struct text *t)
{
	struct value v;
	const char *blank = "";

	mask &= set->present;
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		text_add(t, "%s%s ", blank, option_get(id)->name);
		optset_take(set, id, &v);
		value_print(option_get(id), &v, t);
		blank = " ";
	}
}

static void print_words(const struct spec_bond *b, struct text *t)
{
	char text[ADDRESS_TEXT_SIZE], mac[MAC_TEXT_SIZE];

	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		ck_assert_int_eq(b->option_word[i] != NULL,
			optset_has(&b->options, (enum bondnl_option)i) &&
				(spec_makes(b) || b->intent->replace));
		if (b->option_word[i] &&
			!str_eq(b->option_word[i],
				option_get((enum bondnl_option)i)->name))
			text_add(t, " (%s)", b->option_word[i]);
	}
	if (b->admin != ADMIN_UNSET)
		text_add(t, b->admin == ADMIN_UP ? " up" : " down");
	if (b->mtu)
		text_add(t, " mtu %u", b->mtu);
	if (b->has_mac) {
		mac_print(b->mac, sizeof(b->mac), mac);
		text_add(t, " lladdr %s", mac);
	}
	for (size_t i = 0; i < b->n_addresses; i++) {
		address_print(&b->addresses[i].address, text);
		text_add(t, " address %s", text);
		if (!str_eq(text, b->addresses[i].word))
			text_add(t, " (%s)", b->addresses[i].word);
	}
	for (size_t i = 0; i < ARRAY_SIZE(b->gateways); i++) {
		if (!b->gateways[i].family)
			continue;
		ip_print(b->gateways[i].family, b->gateways[i].ip, text);
		text_add(t, " gateway %s", text);
	}
}

void unit_print_spec(const struct bondnl_spec *spec, struct text *t)
{
	for (size_t i = 0; i < spec->n; i++) {
		const struct spec_bond *b = &spec->bonds[i];

		text_add(t, "%s%s %s", i ? "; " : "", b->intent->name, b->name);
		if (spec_makes(b))
			text_add(t, " new");
		if (b->intent->absent)
			text_add(t, " absent");
		text_add(t, ":");
		if (b->options.present)
			text_add(t, " ");
		unit_print_options(&b->options, b->options.present, t);
		print_words(b, t);
		for (size_t k = 0; k < b->n_slaves; k++) {
			const struct spec_slave *s = &b->slaves[k];

			text_add(t, " %s %s%s%s", s->release ? "release" : "slave",
				s->name, s->move ? " move" : "",
				s->flush ? " flush" : "");
			text_add(t, "%s", s->optional ? " optional" : "");
			if (s->options.present)
				text_add(t, " ");
			unit_print_options(&s->options, s->options.present, t);
		}
	}
}

void unit_print_notes(const struct notes *notes, struct text *t)
{
	for (size_t i = 0; i < notes->n; i++)
		text_add(t, "%s: %s\n",
			notes->items[i].kind == BONDNL_REPORT_WARNING ? "warning"
								      : "note",
			notes->items[i].text);
}
