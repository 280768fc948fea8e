/*
 * The rules by their tables, and the findings that they add, see findings.h. What is
 * found stands in the other files of this folder: a rule is a function and a row there.
 *
 * Two things that are wrong no rule can see. Delays that the driver rounded down to a
 * multiple of miimon are kept and reported as that multiple: what was asked for is gone
 * (bond_options.c, _bond_option_delay_set). And ARP monitoring in a mode that cannot:
 * the driver refuses it there, and ends it when the mode changes to such a one.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "internal.h"
#include "option/value.h"

/* What they find stands in this order. */
static const struct finding_table *const tables[] = {
	&check_bond,
	&check_links,
	&check_lacp,
	&check_frames,
	&check_settings,
};

void finding_soften(struct finding *f, enum bondnl_severity severity)
{
	if (f)
		f->severity = severity;
}

static void add_quoted(struct text *t, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-.@+/";

	if (!s[strspn(s, plain)]) {
		text_put(t, s);
		return;
	}
	text_put(t, "'");
	for (; *s; s++)
		if (*s == '\'')
			text_put(t, "'\\''");
		else
			text_add(t, "%c", *s);
	text_put(t, "'");
}

/*
 * The command goes there by itself, if it can: bondnl, and ip where the namespace has a
 * name. What is behind that of the command is at the result.
 */
static const char *add_namespace(struct text *t, const char *line, const char *netns)
{
	bool path = strchr(netns, '/');

	if (strncmp(line, "bondnl ", strlen("bondnl ")) == 0) {
		text_put(t, "bondnl -n ");
		line += strlen("bondnl ");
	} else if (!path && strncmp(line, "ip ", strlen("ip ")) == 0) {
		text_put(t, "ip -n ");
		line += strlen("ip ");
	} else {
		text_put(t, path ? "nsenter --net=" : "ip netns exec ");
	}
	add_quoted(t, netns);
	text_put(t, " ");
	return line;
}

/* Each of the commands, which "&&" is between, is to act in the network namespace. */
static void add_commands(struct text *t, const char *line, const char *netns)
{
	for (const char *next; line; line = next) {
		next = strstr(line, "&& ");
		next = next ? next + strlen("&& ") : NULL;
		line = add_namespace(t, line, netns);
		text_add(t, "%.*s", next ? (int)(next - line) : (int)strlen(line), line);
	}
}

struct remedy remedy_line(const char *fmt, ...)
{
	struct remedy ret;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(ret.s, sizeof(ret.s), fmt, ap);
	va_end(ap);
	return ret;
}

struct finding *finding_add(struct check *c, const struct link *slave, const char *remedy,
	const char *evidence, ...)
{
	struct findings *all = c->found;
	struct finding *f = array_add(all->items, all->n, all->cap);
	char line[512];
	va_list ap;

	if (!f) {
		all->failed = true;
		return NULL;
	}
	f->rule = c->rule;
	f->severity = c->rule->severity;
	str_copy(f->bond, sizeof(f->bond), c->bond->name);
	if (slave)
		str_copy(f->slave, sizeof(f->slave), slave->name);
	va_start(ap, evidence);
	vsnprintf(line, sizeof(line), evidence, ap);
	va_end(ap);
	text_put(&f->evidence, line);
	if (c->netns)
		add_commands(&f->remedy, remedy, c->netns);
	else
		text_put(&f->remedy, remedy);
	all->failed |= f->evidence.failed || f->remedy.failed;
	return f;
}

struct shell_name shell_name(const char *name)
{
	struct shell_name ret = { "" };
	_cleanup_text_ struct text t = { 0 };

	add_quoted(&t, name);
	str_copy(ret.s, sizeof(ret.s), text_str(&t));
	return ret;
}

int64_t finding_number(const struct link *l, enum bondnl_option id)
{
	return optset_number(&l->options, id, 0);
}

const char *finding_name(const struct link *l, enum bondnl_option id)
{
	const char *name = value_name(option_get(id), finding_number(l, id));

	return name ? name : "unknown";
}

static bool applies(const struct finding_rule *r, const struct link *bond)
{
	int64_t mode = optset_number(&bond->options, BONDNL_OPT_MODE, -1);

	/* a mode of a newer kernel may be anything: only what is said of all */
	if (mode < 0 || mode > 6)
		return r->modes == MODES_ALL && (!r->up || link_is_up(bond));
	return r->modes & MODE(mode) && (!r->up || link_is_up(bond));
}

const struct finding_rule *findings_rule(size_t i)
{
	for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
		if (i < tables[t]->n)
			return &tables[t]->rules[i];
		i -= tables[t]->n;
	}
	return NULL;
}

void findings_check(struct check *c)
{
	c->mode = optset_number(&c->bond->options, BONDNL_OPT_MODE, -1);
	for (size_t i = 0; (c->rule = findings_rule(i)); i++)
		if (applies(c->rule, c->bond))
			c->rule->look(c);
}

unsigned findings_looks(const struct link *bond)
{
	const struct finding_rule *r;
	unsigned looks = 0;

	for (size_t i = 0; (r = findings_rule(i)); i++)
		if (applies(r, bond))
			looks |= r->looks;
	return looks;
}

void findings_free(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		text_free(&f->items[i].evidence);
		text_free(&f->items[i].remedy);
	}
	free(f->items);
	memset(f, 0, sizeof(*f));
}
