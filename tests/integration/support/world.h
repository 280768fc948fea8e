/*
 * A world for a test: an empty network namespace, programs run in it, and what
 * independent witnesses say of it (ip, /proc/net/bonding).
 * It never looks at anything through bondnl's own code, and never touches the
 * namespace that the test was started in.
 */
#ifndef IT_WORLD_H
#define IT_WORLD_H

#include <check.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How long a state may take to come, on an emulated CPU that others use, too. */
#define SOON_MS 8000

/* --------------------------------------------------------------- a test program */

/* A case of @suite whose tests begin in an empty namespace, with time for a slow CPU. */
TCase *world_case(Suite *suite, const char *name);
/*
 * The same for tests that tests/run picks, or leaves out, by a tag. UNSANITIZED: what the
 * runtime of a sanitizer would break, by what it reads and calls itself. AGAIN: rows that
 * pass the same lines of the program once more, which is for builds and machines that are
 * quick enough.
 */
#define UNSANITIZED "unsanitized"
#define AGAIN	    "again"
TCase *world_case_tagged(Suite *suite, const char *name, const char *tag);
/* Another empty namespace: what was in the last one is forgotten. */
void world_renew(void);
/* The main() of a test program: its exit status; 77 where there is no driver to test. */
int world_main(const char *program, Suite *suite);
/* Is this the throw-away machine of tests/vm? Only there may modules be touched. */
bool world_is_vm(void);
/* Is this a board: slow, since it is emulated, and with few programs? */
bool world_is_board(void);

/* --------------------------------------------------------------------- programs */

#define NOBODY 65534

struct ran {
	int status; /* exit status; 128 + N for a signal */
	char *out, *err;
};

/* Splits at blanks into at most 63 words, '...' keeps what is between it together. */
struct argv {
	char *text;
	char *words[64];
	int n;
};
struct argv argv_of(const char *program, const char *line);
void argv_free(struct argv *a);

/*
 * Starts a program, its output into @out and @err (-1: as ours); @uid -1: as we are.
 * @before runs in the new process, just before the program; NULL for nothing.
 *
 * bondnl is a part of each test program. Under the path of bondnl_path(), or a link to
 * it, the new process calls it and does not exec the file. What would tell the difference
 * must exec: a test of system calls (strace starts the file anyway, but seccomp does
 * not), of closed standard files, of memory, or of what the kernel does at exec(). Such a
 * test sets BONDNL_EXEC=1 in its environment. Set from outside, each start of bondnl
 * execs BONDNL_PROGRAM: so another program than the one linked here is tested, such as
 * the board's. Never call the program in the test's own process: what is static in it
 * must be as at its start.
 */
pid_t spawn(char *const argv[], int out, int err, int uid, void (*before)(void));
/* Waits for it: the exit status as in struct ran. */
int spawn_wait(pid_t pid);

/* Runs a program to its end. The result belongs to the world, until the test ends. */
struct ran *run(const char *program, const char *line);
struct ran *run_as(int uid, const char *program, const char *line);
/* bondnl with these words. */
struct ran *bondnl(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* bondnl with these words; the test fails unless it ends with @status. */
struct ran *bondnl_ends(int status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
const char *bondnl_path(void);

/*
 * ip.c: one process of ip for each set of flags takes the lines of a test, as long as the
 * test stays in its namespaces. It is started when it is needed, and again when it has
 * ended.
 *
 * ip with these words; the test fails if ip does.
 */
void ip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Several lines of ip's words. */
void ip_batch(const char *lines);
/* What ip with these flags says of a line; the status is not 0 if it failed. */
struct ran *ip_ask(const char *flags, const char *line);
#define IP_JSON "-j -d"
/* As run("ip", line), by such a process; NULL for what needs one of its own. */
struct ran *ip_answer(const char *line);
/* What is mounted from here on is there for this test only. */
void own_mounts(void);
/* One more network namespace for `ip netns`, without a trace on the machine. Once. */
void netns_new(const char *name);
/* A cable: @name and its other end @name"p", which is up. */
void cable(const char *name);

/* Does @text hold @part? If not the test fails and shows both. */
#define ck_has(text, part)     world_has(__FILE__, __LINE__, text, part, true)
#define ck_has_not(text, part) world_has(__FILE__, __LINE__, text, part, false)
void world_has(const char *file, int line, const char *text, const char *part, bool want);

/* -------------------------------------------------------------------- witnesses */

/*
 * route_witness.c: the same by libnl-route, of what it knows. A value of a link as text by
 * its name in ip's JSON; "" if it is not there; NULL if ip has to be asked.
 */
const char *route_value(const char *name, const char *what);
/* IFF_UP and so on; 0 if there is no such link. */
unsigned route_flags(const char *name);

/* What ip says, as JSON; NULL if it fails. The caller's to json_decref(). */
json_t *ip_json(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/*
 * One value of a link as text, by the path in `ip -j -d addr show`, such as
 * "linkinfo.info_data.miimon"; "" if it is not there. Lists have commas between.
 */
const char *link_value(const char *name, const char *path);
/* The same in any JSON: "bonds.0.slaves.1.name". */
const char *json_value(const json_t *root, const char *path);
bool link_is_there(const char *name);
bool link_has_flag(const char *name, const char *flag);
/* Fails unless the value is, or soon becomes, @want. */
void ck_link(const char *name, const char *path, const char *want);
/* A line of /proc/net/bonding/@bond after "KEY: "; of that slave's part, or the bond's.
 */
const char *proc_value(const char *bond, const char *slave, const char *key);
/* The slaves in the order of /proc/net/bonding, with blanks between. */
const char *proc_slaves(const char *bond);
/* A file's content; "" if it cannot be read. Belongs to the world. */
const char *file_text(const char *path);
void file_write(const char *path, const char *text);

/* ------------------------------------------------------------------- everything */

/*
 * All links, addresses, routes and neighbours of the namespace, without what changes by
 * itself: statistics, timers and numbers of links.
 */
json_t *dump_take(void);
/* The first place where two differ, as text; NULL if they are the same. */
char *dump_difference(const json_t *a, const json_t *b);
/* Waits until nothing changes any more, then takes the dump. */
json_t *dump_settled(void);
/* Fails unless all is, or soon becomes, as in @before. @what: for the message. */
void ck_unchanged(const json_t *before, const char *what);

/* True until the deadline; sleeps a little at each call but the first. */
struct deadline {
	long long end_ms;
	bool begun;
};
bool deadline_left(struct deadline *d, int ms);
#define until_soon() for (struct deadline d_ = { 0 }; deadline_left(&d_, SOON_MS);)

/* Between world.c and witness.c: what is read belongs to the world until the test ends. */
void *world_keep(void *p);
/*
 * A document of this command is kept where BONDNL_DOCUMENTS says, for tests/schema to
 * judge outside of the VM, where the validator is quick. run() keeps those of show and
 * check.
 */
void document_keep(const char *of, const char *text, size_t len);
char *world_vformat(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

#endif
