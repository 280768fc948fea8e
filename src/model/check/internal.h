/*
 * What the files of rules share: each has a table of its rules, which findings.c lists,
 * and adds findings. See findings.h; nothing outside of this folder includes this.
 */
#ifndef MODEL_CHECK_INTERNAL_H
#define MODEL_CHECK_INTERNAL_H

#include "check/findings.h"

struct finding_table {
	const struct finding_rule *rules;
	size_t n;
};

extern const struct finding_table check_bond, check_links, check_lacp, check_frames,
	check_settings;

/* What to do about a finding: a command line, made for the call that adds it. */
struct remedy {
	char s[512];
};
struct remedy remedy_line(const char *fmt, ...) _printf_(1, 2);
#define REMEDY(...) (remedy_line(__VA_ARGS__).s)

/*
 * A finding of the rule that is looking now, with its severity; @slave may be NULL.
 * Returns NULL without memory.
 */
struct finding *finding_add(struct check *c, const struct link *slave, const char *remedy,
	const char *evidence, ...) _printf_(4, 5);
/* This one is less bad than what the rule finds at the worst; @f may be NULL. */
void finding_soften(struct finding *f, enum bondnl_severity severity);

/* A name as a shell takes it: quoted, if it has to be. */
struct shell_name {
	char s[4 * IFNAMSIZ + 3];
};
struct shell_name shell_name(const char *name);
#define SHELL(link) (shell_name((link)->name).s)

#define NOTE	 BONDNL_SEVERITY_NOTE
#define WARNING	 BONDNL_SEVERITY_WARNING
#define CRITICAL BONDNL_SEVERITY_CRITICAL

/* Lends each slave to the statement behind it, as @l. */
#define each_slave(c, l)                                                                 \
	for (const struct link *const *i_ = (c)->slaves, *l;                             \
		i_ < (c)->slaves + (c)->n_slaves && (l = *i_, true); i_++)

/* The number of an option of a link; 0 if it is not reported. */
int64_t finding_number(const struct link *l, enum bondnl_option id);
/* The name of its value in the option table; "unknown" if it has none there. */
const char *finding_name(const struct link *l, enum bondnl_option id);

#endif
