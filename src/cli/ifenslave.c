/*
 * The program under the name ifenslave: the flags, messages and exit statuses of the tool
 * that the kernel's tree once had, so that what calls it goes on working. It makes specs
 * of the library like every other command, and never changes anything itself.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "change/change.h"
#include "change/managers.h"
#include "confirm/change_lock.h"
#include "confirm/lock.h"
#include "ifenslave.h"
#include "output/say.h"
#include "owned.h"
#include "show/show.h"

/* What ifenslave.c ends with; a device that is not there is its errno, or -1. */
enum {
	FAILED = 1,
	WRONG_USAGE = 2,
	NO_SLAVE = ENODEV,
	NO_FLAGS = 255,
	LEFT_DIFFERENT = BONDNL_LEFT,
};

enum job {
	JOB_ENSLAVE,
	JOB_DETACH,
	JOB_CHANGE_ACTIVE,
};

struct slave {
	const char *name;
	bool out; /* not to be tried any more */
	int status;
};

struct ifenslave {
	enum job job;
	bool force;
	struct flags flags;
	const char *master;
	struct slave *slaves;
	size_t n;
	struct bondnl_ctx *ctx;
	struct bondnl_error *err;
	const struct bondnl_link *bond;
};

/* A line that scripts know to the letter, but for the names in it. */
__attribute__((format(printf, 1, 2))) static void tell(const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	say_verbatim(line);
}

/* ------------------------------------------------------------------------- pages */

static void usage(FILE *to)
{
	fputs("Usage: ifenslave [-f] <master-if> <slave-if> [<slave-if>...]\n"
	      "       ifenslave -d   <master-if> <slave-if> [<slave-if>...]\n"
	      "       ifenslave -c   <master-if> <slave-if>\n"
	      "       ifenslave --help\n",
		to);
}

static int wrong_usage(void)
{
	usage(stderr);
	return WRONG_USAGE;
}

static void help(void)
{
	usage(stdout);
	printf("\n"
	       "  ifenslave bond0 eth0 eth1    put slaves into a bond that is up; each "
	       "is\n"
	       "                               taken down first and loses its addresses\n"
	       "  ifenslave -d bond0 eth1      take slaves out; they are left down\n"
	       "  ifenslave -c bond0 eth0      make another slave the active one\n"
	       "  ifenslave bond0              show a bond\n"
	       "  ifenslave -a                 show all bonds\n"
	       "\n"
	       "  -a, --all-interfaces  -c, --change-active  -d, --detach\n"
	       "  -f, --force           the master need not be like Ethernet\n"
	       "  -v, --verbose         each step, as it is done\n"
	       "  -u, --usage   -h, --help   -V, --version\n"
	       "\n"
	       "Slaves that cannot be used are skipped. Exit status: 0 done, 1 failed,\n"
	       "2 wrong usage, 19 or 255 a slave was not there, 4 failed and left\n"
	       "different. A bond is made by bondnl(8), with all that belongs to it:\n"
	       "\n"
	       "  bondnl create bond0 mode active-backup miimon 100 \\\n"
	       "    address 192.168.1.211/24 slave eth0 slave wlan0\n");
}

static void version(void)
{
	printf("ifenslave (bondnl %s), by the command line of ifenslave.c v1.1.0\n",
		bondnl_version());
}

/* ------------------------------------------------------------------------- checks */

static bool is_slave_of_it(const struct ifenslave *e, const char *name)
{
	for (size_t i = 0; i < bondnl_link_slaves(e->bond); i++)
		if (strcmp(bondnl_link_name(bondnl_link_slave(e->bond, i)), name) == 0)
			return true;
	return false;
}

/* 0, or the exit status. */
static int master_fits(const struct ifenslave *e)
{
	const char *miimon = bondnl_link_option(e->bond, BONDNL_OPT_MIIMON);
	const char *arp = bondnl_link_option(e->bond, BONDNL_OPT_ARP_INTERVAL);

	if (!bondnl_link_is_up(e->bond)) {
		tell("Illegal operation; the specified master interface '%s' is not up.",
			e->master);
		return FAILED;
	}
	if (e->job != JOB_ENSLAVE)
		return 0;
	/* a MAC of six bytes, as text; a bond has the kind of device of its slaves */
	if (!e->force &&
		strlen(bondnl_link_mac(e->bond)) != strlen("02:00:00:00:00:01")) {
		tell("Illegal operation: The specified master interface '%s' is not "
		     "ethernet-like.",
			e->master);
		say_more("-f puts slaves into it all the same");
		return FAILED;
	}
	if (miimon && arp && strcmp(miimon, "0") == 0 && strcmp(arp, "0") == 0)
		say_line("warning",
			"%s has no link monitor, so that it never notices a dead slave: "
			"bondnl set %s miimon 100",
			e->master, e->master);
	return 0;
}

/* ---------------------------------------------------------------------- one spec */

/* A spec for all slaves that are not out, or for this one alone. */
static int make_spec(
	const struct ifenslave *e, struct bondnl_spec *spec, const struct slave *only)
{
	static const enum bondnl_intent intents[] = {
		[JOB_ENSLAVE] = BONDNL_ADD,
		[JOB_DETACH] = BONDNL_REMOVE,
		[JOB_CHANGE_ACTIVE] = BONDNL_FAILOVER,
	};
	int rc = bondnl_spec_bond(spec, intents[e->job], e->master, e->err);

	for (size_t i = 0; i < e->n && rc == 0; i++) {
		const struct slave *s = &e->slaves[i];
		/* a slave has no addresses of its own afterwards, as ever */
		const char *words[] = { "slave", s->name, "flush" };

		if (only ? s != only : s->out)
			continue;
		if (e->job == JOB_CHANGE_ACTIVE)
			rc = bondnl_spec_words(spec, 1, words + 1, e->err);
		else
			rc = bondnl_spec_words(
				spec, e->job == JOB_ENSLAVE ? 3 : 2, words, e->err);
	}
	return rc;
}

/* The result may be NULL: nothing was tried. */
static int try(
	const struct ifenslave *e, const struct slave *only, struct bondnl_result **ret)
{
	_cleanup_spec_ struct bondnl_spec *spec = NULL;
	int rc;

	*ret = NULL;
	bondnl_error_clear(e->err);
	rc = bondnl_spec_new(&spec, e->err);
	if (rc == 0)
		rc = make_spec(e, spec, only);
	if (rc == 0)
		rc = bondnl_run(e->ctx, spec, 0, ret, e->err);
	return rc;
}

/* --------------------------------------------------------------------- its failure */

static int tell_missing(const struct ifenslave *e, const char *slave)
{
	if (e->job == JOB_ENSLAVE)
		tell("Slave '%s': Error: get settings failed: %s. Skipping", slave,
			strerror(ENODEV));
	else
		tell("Slave '%s': Error: get flags failed. %s", slave,
			e->job == JOB_DETACH ? "Skipping" : "Aborting");
	return e->job == JOB_ENSLAVE ? NO_SLAVE : NO_FLAGS;
}

static void tell_slave(const char *slave, bool is_one)
{
	tell("Illegal operation: The specified slave interface '%s' is %s a slave", slave,
		is_one ? "already" : "not");
}

static void tell_failed(const struct ifenslave *e, const char *slave)
{
	static const char *const what[] = {
		[JOB_ENSLAVE] = "Enslave",
		[JOB_DETACH] = "Release",
		[JOB_CHANGE_ACTIVE] = "Change active",
	};

	tell("Master '%s', Slave '%s': Error: %s failed", e->master, slave, what[e->job]);
}

static bool came_to(const struct bondnl_result *result, enum bondnl_outcome outcome)
{
	return result && bondnl_result_outcome(result) == outcome;
}

/* It has a master already; the way out that other commands have is no word here. */
static void tell_taken(const struct ifenslave *e, const struct slave *s)
{
	tell_slave(s->name, true);
	tell_failed(e, s->name);
	say_more("%s: %s", s->name, bondnl_error_text(e->err));
	say_more("to take it from there: bondnl add %s %s move", e->master, s->name);
}

/* A spec failed because of this slave: the lines that scripts know, then the reason. */
static void drop(struct ifenslave *e, struct slave *s, const struct bondnl_result *result)
{
	int code = bondnl_error_code(e->err);
	bool asked = *bondnl_error_kernel(e->err);

	s->out = true;
	s->status = came_to(result, BONDNL_LEFT) ? LEFT_DIFFERENT : FAILED;
	/* what cannot be a name is no device either */
	if (!asked && e->job == JOB_ENSLAVE && code == -EBUSY) {
		tell_taken(e, s);
		return;
	}
	if (!asked && strcmp(s->name, e->master) != 0 &&
		(code == -ENODEV || bondnl_error_is_usage(e->err))) {
		s->status = tell_missing(e, s->name);
	} else {
		if (!asked && e->job != JOB_ENSLAVE && code == -EINVAL &&
			!is_slave_of_it(e, s->name))
			tell_slave(s->name, false);
		tell_failed(e, s->name);
	}
	say_cause(e->err);
	if (result)
		change_tell_outcome(&e->flags, result);
}

/* The slave that an error is about; NULL if it does not say. */
static struct slave *find_bad(const struct ifenslave *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (!e->slaves[i].out &&
			strcmp(e->slaves[i].name, bondnl_error_subject(e->err)) == 0)
			return &e->slaves[i];
	return NULL;
}

static struct slave *next_slave(const struct ifenslave *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (!e->slaves[i].out)
			return &e->slaves[i];
	return NULL;
}

static void tell_untried(const struct ifenslave *e)
{
	for (size_t i = 0; i < e->n; i++) {
		if (e->slaves[i].out)
			continue;
		tell_failed(e, e->slaves[i].name);
		say_more("not tried any more");
	}
}

/*
 * All of them by one spec, which is done or leaves everything as it was. One that cannot
 * be used is skipped, and the spec is made again of the others. Each is tried for itself
 * where it is not said which it was, and where the others were disturbed by it.
 */
static void carry_out(struct ifenslave *e)
{
	bool singly = false, end = false;
	struct slave *s;

	while (!end && (s = next_slave(e))) {
		_cleanup_result_ struct bondnl_result *result = NULL;
		int rc = try(e, singly ? s : NULL, &result);
		struct slave *bad = rc == 0 ? NULL : singly ? s : find_bad(e);

		end = came_to(result, BONDNL_LEFT) || (rc == 0 && !singly);
		if (rc == 0) {
			s->out = true;
			managers_warn(&e->flags, e->ctx, result);
		} else if (bad || end) {
			drop(e, bad ? bad : s, result);
		} else {
			singly = true;
		}
		/* the others went in and out with the one that was refused */
		singly |= came_to(result, BONDNL_UNDONE);
		if (came_to(result, BONDNL_LEFT))
			tell_untried(e);
	}
}

/* ---------------------------------------------------------------------- the program */

/* What is known beforehand: slaves that are in it already, and those said twice. */
static void sort_out(struct ifenslave *e)
{
	for (size_t i = 0; i < e->n; i++) {
		struct slave *s = &e->slaves[i];
		bool twice = false;

		for (size_t k = 0; k < i; k++)
			twice |= strcmp(e->slaves[k].name, s->name) == 0;
		if (!twice && (e->job != JOB_ENSLAVE || !is_slave_of_it(e, s->name)))
			continue;
		tell_slave(s->name, e->job == JOB_ENSLAVE);
		tell_failed(e, s->name);
		s->out = true;
		s->status = FAILED;
	}
}

/* The exit status: that of the last slave that could not be used, unless one was left. */
static int change(struct ifenslave *e)
{
	struct lock lock;
	sigset_t before;
	int status = master_fits(e);

	if (status)
		return status;
	if (e->job == JOB_CHANGE_ACTIVE && e->n > 1) {
		say_line("warning", "-c takes one slave; the others are passed over");
		e->n = 1;
	}
	change_listen(e->ctx, &e->flags);
	if (change_lock_take(&lock, &e->flags, e->ctx))
		return FAILED;
	change_hold_signals(&before);
	sort_out(e);
	carry_out(e);
	change_lock_end(&lock);
	sigprocmask(SIG_SETMASK, &before, NULL);
	for (size_t i = 0; i < e->n; i++)
		if (e->slaves[i].status && status != LEFT_DIFFERENT)
			status = e->slaves[i].status;
	return status;
}

static int no_master(const struct ifenslave *e)
{
	switch (bondnl_error_code(e->err)) {
	case -ENODEV:
		tell("Master '%s': Error: handshake with driver failed. Aborting",
			e->master);
		say_more("no such bond; to make it: bondnl create BOND mode "
			 "active-backup, or: modprobe bonding max_bonds=1 "
			 "mode=active-backup miimon=100");
		return FAILED;
	case -EINVAL:
		tell("Illegal operation; the specified interface '%s' is not a master. "
		     "Aborting",
			e->master);
		break;
	default:
		break;
	}
	say_cause(e->err);
	return FAILED;
}

/* With a master: shows it, or does the job. Without: shows all. */
static int act(struct ifenslave *e)
{
	_cleanup_state_ struct bondnl_state *state = NULL;
	int status;

	if (bondnl_open(&e->ctx, NULL, e->err) < 0) {
		say_error(e->err);
		return FAILED;
	}
	if (bondnl_state_read(e->ctx, e->master ? 1 : 0, &e->master, &state, e->err) <
		0) {
		status = no_master(e);
	} else if (!e->n && e->job != JOB_ENSLAVE) {
		status = wrong_usage();
	} else if (!e->n) {
		if (!bondnl_state_bonds(state))
			say_line("", "no bonds");
		status = show_text(state, e->flags.verbose) < 0 ? FAILED : 0;
	} else {
		e->bond = bondnl_state_bond(state, 0);
		status = change(e);
	}
	bondnl_close(e->ctx);
	return status;
}

static const struct option long_options[] = {
	{ "all-interfaces", no_argument, NULL, 'a' },
	{ "change-active", no_argument, NULL, 'c' },
	{ "detach", no_argument, NULL, 'd' },
	{ "force", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "usage", no_argument, NULL, 'u' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ 0 },
};

int ifenslave_main(int argc, char **argv)
{
	struct ifenslave e = { 0 };
	int only = 0, status = FAILED, c;
	bool verbose = false;

	say_as("ifenslave");
	while ((c = getopt_long(argc, argv, "acdfhuvV", long_options, NULL)) != -1) {
		/* all but -v exclude one another, and themselves */
		if (c == '?' || (c != 'v' && only))
			return wrong_usage();
		if (c == 'v')
			verbose = true;
		else
			only = c;
	}
	argc -= optind;
	argv += optind;

	if (verbose || only == 'V')
		version();
	if (only == 'V')
		return 0;
	if (only == 'h' || only == 'u') {
		only == 'h' ? help() : usage(stdout);
		return 0;
	}
	if ((only == 'a') != (argc == 0))
		return wrong_usage();

	e.job = only == 'd' ? JOB_DETACH : only == 'c' ? JOB_CHANGE_ACTIVE : JOB_ENSLAVE;
	e.force = only == 'f';
	e.flags.verbose = verbose;
	e.flags.words = (const char *const *)argv;
	e.flags.n_words = argc;
	e.master = argv[0];
	e.n = argc > 0 ? (size_t)argc - 1 : 0;
	e.slaves = calloc(e.n + 1, sizeof(*e.slaves));
	e.err = bondnl_error_new();
	for (size_t i = 0; e.slaves && i < e.n; i++)
		e.slaves[i].name = argv[i + 1];
	if (e.slaves && e.err)
		status = act(&e);
	else
		say_nomem(NULL);
	bondnl_error_free(e.err);
	free(e.slaves);
	return status;
}
