/*
 * From words to the spec, see parse_words.h. A table has the words that are not options,
 * the option table has the others, and the row of the intent says which of them a command
 * takes. What is there is not its concern.
 */
#include <errno.h>
#include <inttypes.h>
#include <net/if.h>
#include <stddef.h>
#include <string.h>

#include "array.h"
#include "option/value.h"
#include "spec/parse_words.h"
#include "str.h"

#define MTU_MAX 65535 /* the driver: ETH_MAX_MTU */

struct reader {
	struct spec_bond *bond;
	struct spec_slave *slave; /* the one that slave options belong to */
	size_t n, at;
	const char *const *words;
	bool force; /* numbers beyond the table's range are taken, too */
	struct bondnl_error *err;
};

static const char *next(struct reader *r)
{
	return r->at < r->n ? r->words[r->at++] : NULL;
}

/* The value of the word just read. @what: "a value", for the message. */
static const char *argument(struct reader *r, const char *word, const char *what)
{
	const char *arg = next(r);

	if (!arg)
		error_usage(r->err, word, "%s is missing after it", what);
	return arg;
}

static int twice(struct reader *r, const char *word)
{
	error_usage(r->err, word, "is said twice");
	error_hint(r->err, "say it once");
	return -EINVAL;
}

/* Does the command take these words? A TAKES_ bit. */
static bool takes(const struct reader *r, unsigned what)
{
	return r->bond->intent->takes & what;
}

/* ------------------------------------------------------- words that are no options */

/* What becomes of the device that is named next. */
static unsigned device_role(const struct spec_bond *b)
{
	return b->intent->first && !b->n_slaves ? b->intent->first : b->intent->others;
}

static int read_device(struct reader *r, const char *name)
{
	struct spec_bond *b = r->bond;
	const char *fault = altname_fault(name);
	unsigned role = device_role(b);
	struct spec_slave *s;

	if (fault)
		return error_usage(r->err, name, "%s", fault);
	if (str_eq(name, b->name))
		return error_usage(r->err, name,
			role == DEVICE_RELEASED ? "is the bond itself, not a slave of it"
						: "a bond cannot be its own slave");
	if (spec_nic(b) && str_eq(spec_nic(b)->name, name)) {
		error_usage(r->err, name, "is a slave already: it is what is migrated");
		error_hint(r->err,
			"leave out slave %s; what belongs to it stands right "
			"behind the bond: migrate %s %s prio 5 ...",
			name, name, b->name);
		return -EINVAL;
	}
	for (size_t i = 0; i < b->n_slaves; i++)
		if (str_eq(b->slaves[i].name, name))
			return twice(r, name);

	s = array_add(b->slaves, b->n_slaves, b->cap_slaves);
	if (!s)
		return error_nomem(r->err);
	str_copy(s->name, sizeof(s->name), name);
	s->release = role & DEVICE_RELEASED;
	s->flush = role & DEVICE_FLUSHED;
	s->stay = role & DEVICE_KEPT;
	r->slave = s;
	return 0;
}

/* The spec of a failover is an option: there is no other way to make a slave active. */
static int read_active(struct reader *r, const char *name)
{
	struct optset *set = &r->bond->options;
	const char *fault = altname_fault(name);
	struct value v = { 0 };

	if (fault)
		return error_usage(r->err, name, "%s", fault);
	if (optset_has(set, BONDNL_OPT_ACTIVE_SLAVE))
		return error_usage(r->err, name, "%s", r->bond->intent->excess);
	str_copy(v.link_name, sizeof(v.link_name), name);
	optset_put(set, BONDNL_OPT_ACTIVE_SLAVE, &v);
	return 0;
}

static int read_slave(struct reader *r)
{
	const char *name = argument(r, "slave", "the name of a device");

	return name ? read_device(r, name) : -EINVAL;
}

static int read_address(struct reader *r)
{
	const char *word = argument(r, "address", "an address such as 192.168.1.211/24");
	struct spec_bond *b = r->bond;
	struct spec_address *a;
	struct address parsed;
	const char *fault;

	if (!word)
		return -EINVAL;
	fault = address_parse(word, &parsed);
	if (fault) {
		error_usage(r->err, "address", "'%s': %s", word, fault);
		error_hint(r->err, "say it as address 192.168.1.211/24");
		return -EINVAL;
	}
	if (spec_lists_address(b, &parsed))
		return error_usage(r->err, "address", "%s is said twice", word);

	a = array_add(b->addresses, b->n_addresses, b->cap_addresses);
	if (!a)
		return error_nomem(r->err);
	a->address = parsed;
	a->word = strdup(word);
	return a->word ? 0 : error_nomem(r->err);
}

static int read_gateway(struct reader *r)
{
	const char *word = argument(r, "gateway", "an address such as 192.168.1.1");
	struct spec_gateway *g;
	uint8_t family, ip[16];

	if (!word)
		return -EINVAL;
	if (!ip_parse(word, &family, ip)) {
		error_usage(r->err, "gateway", "'%s' is not an address", word);
		error_hint(r->err,
			"say it as gateway 192.168.1.1, without a network length");
		return -EINVAL;
	}
	g = &r->bond->gateways[strchr(word, ':') != NULL];
	if (g->family)
		return error_usage(
			r->err, "gateway", "one for each of v4 and v6 is enough");
	g->family = family;
	memcpy(g->ip, ip, sizeof(g->ip));
	return 0;
}

static int read_mtu(struct reader *r)
{
	/* read by the same rules as any number of the table */
	static const struct option number = {
		.name = "mtu", .type = OPTION_U32, .min = 68, .max = MTU_MAX
	};
	const char *word = argument(r, "mtu", "a number of bytes");
	struct value v;
	int rc;

	if (!word)
		return -EINVAL;
	if (r->bond->mtu)
		return twice(r, "mtu");
	rc = value_parse(&number, word, &v, r->err);
	if (rc < 0)
		return rc;
	r->bond->mtu = (uint32_t)v.number;
	return 0;
}

static int read_lladdr(struct reader *r)
{
	static const uint8_t zero[6];
	const char *word = argument(r, "lladdr", "a MAC such as 02:00:00:00:00:01");
	struct spec_bond *b = r->bond;

	if (!word)
		return -EINVAL;
	if (b->has_mac)
		return twice(r, "lladdr");
	if (!mac_parse(word, b->mac)) {
		error_usage(r->err, "lladdr", "'%s' is not a MAC", word);
		error_hint(r->err, "say it as lladdr 02:00:00:00:00:01");
		return -EINVAL;
	}
	/* the driver refuses both without a word (bond_netlink.c, bond_validate) */
	if (b->mac[0] & 1 || !memcmp(b->mac, zero, sizeof(zero)))
		return error_usage(r->err, "lladdr",
			"%s is no MAC that a device can have%s", word,
			b->mac[0] & 1 ? " (it is a multicast address)" : "");
	b->has_mac = true;
	return 0;
}

static int read_admin(struct reader *r, enum spec_admin admin)
{
	if (r->bond->admin != ADMIN_UNSET)
		return r->bond->admin == admin
			? twice(r, admin == ADMIN_UP ? "up" : "down")
			: error_usage(r->err, "up, down", "both are said; one is enough");
	r->bond->admin = admin;
	return 0;
}

static int read_up(struct reader *r)
{
	return read_admin(r, ADMIN_UP);
}

static int read_down(struct reader *r)
{
	return read_admin(r, ADMIN_DOWN);
}

/* iproute2's word for it, which takes no value. */
static int read_clear_active(struct reader *r)
{
	struct optset *set = &r->bond->options;
	const struct value none = { 0 };

	if (optset_has(set, BONDNL_OPT_ACTIVE_SLAVE))
		return error_usage(
			r->err, "clear_active_slave", "the active slave is said already");
	optset_put(set, BONDNL_OPT_ACTIVE_SLAVE, &none);
	r->bond->option_word[BONDNL_OPT_ACTIVE_SLAVE] = "clear_active_slave";
	return 0;
}

/* A word without a value, of the slave before it; what is migrated takes none. */
static int read_mark(struct reader *r, const char *word, size_t place)
{
	if (!r->slave || r->slave == spec_nic(r->bond))
		return error_usage(r->err, word, "belongs to a slave: say it after one");
	*(bool *)((char *)r->slave + place) = true;
	return 0;
}

static const struct {
	const char *word;
	unsigned takes; /* TAKES_ bit of the commands that have the word */
	int (*read)(struct reader *r);
	size_t mark; /* without @read: place of a bool in the slave */
} grammar[] = {
	{ .word = "slave", .takes = TAKES_SLAVES, .read = read_slave },
	{ .word = "move",
		.takes = TAKES_MOVE,
		.mark = offsetof(struct spec_slave, move) },
	{ .word = "flush",
		.takes = TAKES_MOVE,
		.mark = offsetof(struct spec_slave, flush) },
	{ .word = "optional",
		.takes = TAKES_OPTIONAL,
		.mark = offsetof(struct spec_slave, optional) },
	{ .word = "address", .takes = TAKES_LINK, .read = read_address },
	{ .word = "gateway", .takes = TAKES_LINK, .read = read_gateway },
	{ .word = "mtu", .takes = TAKES_LINK, .read = read_mtu },
	{ .word = "lladdr", .takes = TAKES_LINK, .read = read_lladdr },
	{ .word = "up", .takes = TAKES_LINK, .read = read_up },
	{ .word = "down", .takes = TAKES_DOWN, .read = read_down },
	{ .word = "clear_active_slave", .takes = TAKES_CLEAR, .read = read_clear_active },
};

/* --------------------------------------------------------------------- options */

static int read_option(struct reader *r, const struct option *o, const char *word)
{
	bool of_slave = o->level == OPTION_SLAVE;
	struct optset *set;
	_cleanup_text_ struct text range = { 0 };
	struct option as_said = *o;
	struct value v;
	const char *arg;
	int rc;

	if (!option_settable(o))
		return error_usage(r->err, word, "is reported by the driver, not set");
	set = of_slave ? &r->slave->options : &r->bond->options;
	if (optset_has(set, o->id)) {
		const char *first = of_slave ? o->name : r->bond->option_word[o->id];

		if (first && !str_eq(first, word))
			return error_usage(r->err, word,
				"is the same option as %s, which is said already", first);
		return twice(r, word);
	}
	arg = next(r);
	if (!arg) {
		value_print_range(o, &range);
		error_usage(r->err, word, "a value is missing after it");
		error_hint(r->err, "it takes %s", text_str(&range));
		return -EINVAL;
	}
	/* by the name that was typed, for what may be told of it */
	as_said.name = word;
	if (r->force)
		value_widen(&as_said);
	rc = value_parse(&as_said, arg, &v, r->err);
	if (rc < 0)
		return rc;
	optset_put(set, o->id, &v);
	if (!of_slave)
		r->bond->option_word[o->id] = option_spelling(o, word);
	return 0;
}

static bool in_grammar(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(grammar); i++)
		if (str_eq(grammar[i].word, word))
			return true;
	return false;
}

/* The nearest word that would have been understood here. */
static int unknown(struct reader *r, const char *word)
{
	struct nearest near = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(grammar); i++)
		if (takes(r, grammar[i].takes))
			nearest_try(&near, word, grammar[i].word);
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (option_settable(o))
			nearest_try(&near, word, o->name);
	}
	error_usage(r->err, word, "no such option or word");
	if (strchr(word, '='))
		error_hint(r->err,
			"an option and its value are two words: mode active-backup");
	else if (str_eq(word, "type") || str_eq(word, "bond") || str_eq(word, "dev"))
		error_hint(r->err, "leave it out: bondnl makes nothing but bonds");
	else if (near.word)
		error_hint(r->err, "did you mean %s?", near.word);
	else
		error_hint(r->err,
			"slaves are said as slave DEV; 'bondnl %s --help' lists the "
			"words",
			r->bond->intent->name);
	return -EINVAL;
}

/* ------------------------------------------------------------------------- readers */

/* A reader that returns this leaves the word to the next one. */
#define NOT_MINE 1

/* The device that comes before all words may have any name. */
static int read_first_device(struct reader *r, const char *word)
{
	return r->bond->intent->first && !r->bond->n_slaves ? read_device(r, word)
							    : NOT_MINE;
}

static int refuse_excess(struct reader *r, const char *word)
{
	return r->bond->intent->takes
		? NOT_MINE
		: error_usage(r->err, word, "%s", r->bond->intent->excess);
}

static int read_grammar(struct reader *r, const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(grammar); i++)
		if (str_eq(grammar[i].word, word) && takes(r, grammar[i].takes))
			return grammar[i].read ? grammar[i].read(r)
					       : read_mark(r, word, grammar[i].mark);
	return NOT_MINE;
}

static int read_slave_option(struct reader *r, const char *word)
{
	const struct option *o = option_find(OPTION_SLAVE, word);

	if (!o || !takes(r, TAKES_SLAVE_OPTIONS))
		return NOT_MINE;
	if (r->slave || !option_settable(o))
		return read_option(r, o, word);
	error_usage(r->err, word, "belongs to a slave: say it after one");
	error_hint(r->err, "%s %s N",
		takes(r, TAKES_NAMES) ? "add BOND DEV" : "slave DEV", word);
	return -EINVAL;
}

static int read_bond_option(struct reader *r, const char *word)
{
	const struct option *o = option_find(OPTION_BOND, word);

	return o && takes(r, TAKES_OPTIONS) ? read_option(r, o, word) : NOT_MINE;
}

/* Where a device needs the word slave before it, no word is left that could be one. */
static int refuse_unknown(struct reader *r, const char *word)
{
	const char *command = r->bond->intent->name;

	if (takes(r, TAKES_NAMES))
		return NOT_MINE;
	if (!in_grammar(word))
		return unknown(r, word);
	error_usage(r->err, word, "is no word for %s", command);
	error_hint(r->err, "'bondnl %s --help' lists the words", command);
	return -EINVAL;
}

/*
 * A word of another command was probably not meant as a name. The word slave says that it
 * is one; failover does not have that, and takes any name.
 */
static int refuse_foreign(struct reader *r, const char *word)
{
	const struct option *o = option_find(OPTION_SLAVE, word);

	if (!takes(r, TAKES_SLAVES))
		return NOT_MINE;
	if (option_find(OPTION_BOND, word) || in_grammar(word))
		error_usage(r->err, word,
			"is a word for create and set; %s takes slaves only",
			r->bond->intent->name);
	else if (o && option_settable(o))
		error_usage(
			r->err, word, "is an option of a slave, for create, add and set");
	else
		return NOT_MINE;
	error_hint(r->err, "a device called %s would be said as slave %s", word, word);
	return -EINVAL;
}

static int read_name(struct reader *r, const char *word)
{
	return device_role(r->bond) & DEVICE_ACTIVE ? read_active(r, word)
						    : read_device(r, word);
}

/* A word can mean several things; the first reader that takes or refuses it decides. */
static int read_word(struct reader *r, const char *word)
{
	static int (*const readers[])(struct reader * r, const char *word) = {
		read_first_device,
		refuse_excess,
		read_grammar,
		read_slave_option,
		read_bond_option,
		refuse_unknown,
		refuse_foreign,
		read_name,
	};
	int rc = NOT_MINE;

	for (size_t i = 0; i < ARRAY_SIZE(readers) && rc == NOT_MINE; i++)
		rc = readers[i](r, word);
	return rc;
}

/* ------------------------------------------------------------------- what is called */

/* A word where the name should be was probably not meant as the name. */
static bool is_word(const char *name)
{
	return in_grammar(name) || option_find(OPTION_BOND, name) ||
		option_find(OPTION_SLAVE, name);
}

/* The kernel must take the name of a bond that may be made. */
static int check_new_name(
	const struct intent *in, const char *name, struct bondnl_error *err)
{
	const char *fault = name_fault(name);

	if (fault) {
		error_usage(err, NULL, "%s", fault);
		if (strlen(name) >= IFNAMSIZ)
			error_hint(err, "choose a shorter name, such as bond0");
		return -EINVAL;
	}
	/* an option where the name should be: 'create mode ...' */
	if (is_word(name)) {
		error_usage(err, NULL, "the name of the bond is missing before it");
		error_hint(err, "bondnl %s%s bond0 %s ...", in->name,
			in->first ? " NIC" : "", name);
		return -EINVAL;
	}
	return 0;
}

int words_bond(struct bondnl_spec *spec, enum bondnl_intent intent, const char *name,
	struct bondnl_error *err)
{
	const struct intent *in = intent_get(intent);
	bool may_be_new = in->expect != EXPECT_PRESENT && !in->absent;
	const char *fault = altname_fault(name);
	struct spec_bond *b;

	/* the caller names the bond: it is what is being done */
	if (may_be_new && check_new_name(in, name, err) < 0)
		return -EINVAL;
	if (!may_be_new && fault)
		return error_usage(err, NULL, "%s", fault);
	for (size_t i = 0; i < spec->n; i++)
		if (str_eq(spec->bonds[i].name, name)) {
			error_usage(err, NULL, "is said twice");
			error_hint(err, "say it once");
			return -EINVAL;
		}

	b = array_add(spec->bonds, spec->n, spec->cap);
	if (!b)
		return error_nomem(err);
	str_copy(b->name, sizeof(b->name), name);
	b->intent = in;
	return 0;
}

int words_read(struct bondnl_spec *spec, size_t n, const char *const words[],
	struct bondnl_error *err)
{
	struct reader r = {
		.n = n, .words = words, .force = spec->allow & BONDNL_FORCE, .err = err
	};
	const char *word;
	int rc;

	if (!spec->n)
		return error_usage(err, NULL, "no bond was named before the words");
	r.bond = &spec->bonds[spec->n - 1];
	/* in a file, what belongs to a slave may stand on the lines below it; what is
	 * migrated is named apart from the words */
	if ((r.bond->origin && r.bond->n_slaves) ||
		(spec_nic(r.bond) && r.bond->n_slaves == 1))
		r.slave = &r.bond->slaves[r.bond->n_slaves - 1];
	while ((word = next(&r))) {
		rc = read_word(&r, word);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* A spec that changes something says what. */
static int set_end(const struct spec_bond *b, struct bondnl_error *err)
{
	for (size_t i = 0; i < b->n_slaves; i++) {
		if (b->slaves[i].options.present)
			continue;
		error_usage(err, b->slaves[i].name, "nothing is said to be set for it");
		error_hint(err,
			"say slave %s prio N or the like; to put it into the bond: "
			"bondnl add %s %s",
			b->slaves[i].name, b->name, b->slaves[i].name);
		return -EINVAL;
	}
	if (b->options.present || b->n_slaves || b->n_addresses || b->mtu || b->has_mac ||
		b->admin != ADMIN_UNSET || b->gateways[0].family || b->gateways[1].family)
		return 0;
	error_usage(err, NULL, "nothing is said to be set");
	error_hint(err, "bondnl set %s miimon 100", b->name);
	return -EINVAL;
}

static int bond_end(const struct spec_bond *b, struct bondnl_error *err)
{
	const struct intent *in = b->intent;

	if (in->patch)
		return set_end(b, err);
	if (b->n_slaves >= in->least)
		return 0;
	error_usage(err, NULL, "%s", in->missing);
	if (!in->first)
		error_hint(err, "bondnl %s %s eth0", in->name, b->name);
	return -EINVAL;
}

int words_end(const struct bondnl_spec *spec, struct bondnl_error *err)
{
	int rc;

	/* a file may hold no bonds: nothing is asked for then */
	if (!spec->n && !spec->n_origins)
		return error_usage(err, NULL, "the name of a bond is missing");
	for (size_t i = 0; i < spec->n; i++) {
		rc = bond_end(&spec->bonds[i], err);
		if (rc < 0)
			return rc;
	}
	return 0;
}
