/*
 * Programs, namespaces and what witnesses say, see world.h. It judges nothing that is
 * bondnl's: the tests do.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/world.h"

/* ------------------------------------------------------------- what lives for a test */

/* Tests are processes of their own and short: what they read is freed by their end. */
void *world_keep(void *p)
{
	static void **all;
	static size_t n;

	ck_assert_ptr_nonnull(p);
	all = realloc(all, (n + 1) * sizeof(*all));
	ck_assert_ptr_nonnull(all);
	all[n++] = p; /* so that a leak checker finds them in use */
	return p;
}

static char *text_of_fd(int fd)
{
	struct stat st;
	char *text;

	ck_assert_int_eq(fstat(fd, &st), 0);
	text = calloc(1, (size_t)st.st_size + 1);
	ck_assert_ptr_nonnull(text);
	if (st.st_size)
		ck_assert_int_eq(pread(fd, text, (size_t)st.st_size, 0), st.st_size);
	return text;
}

/* ------------------------------------------------------------------------ programs */

void document_keep(const char *of, const char *text, size_t len)
{
	const char *folder = getenv("BONDNL_DOCUMENTS");
	static int n;
	char *path;
	FILE *f;

	if (!folder || !*folder)
		return;
	ck_assert_int_ge(asprintf(&path, "%s/%s-%s-%d-%d.json", folder, of,
				 program_invocation_short_name, (int)getpid(), n++),
		0);
	f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(text, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
	free(path);
}

/* By what it begins with, which the schemas say. */
static void keep_document(const char *program, const struct ran *r)
{
	static const char check[] = "{\"schema\":1,\"status\":";

	if (strcmp(program, bondnl_path()) != 0 ||
		strncmp(r->out, "{\"schema\":", 10) != 0 ||
		!strstr(r->out, "\"bonds\":["))
		return;
	if (!strncmp(r->out, check, strlen(check)))
		document_keep("check", r->out, strlen(r->out));
	else if (r->status == 0)
		document_keep("show", r->out, strlen(r->out));
}

struct ran *run_as(int uid, const char *program, const char *line)
{
	struct ran *r = uid < 0 && !strcmp(program, "ip") ? ip_answer(line) : NULL;
	int out, err;
	struct argv a;

	if (r)
		return r;

	r = world_keep(calloc(1, sizeof(*r)));
	a = argv_of(program, line);
	out = memfd_create("out", MFD_CLOEXEC);
	err = memfd_create("err", MFD_CLOEXEC);

	ck_assert_int_ge(out, 0);
	ck_assert_int_ge(err, 0);
	r->status = spawn_wait(spawn(a.words, out, err, uid, NULL));
	r->out = world_keep(text_of_fd(out));
	r->err = world_keep(text_of_fd(err));
	close(out);
	close(err);
	argv_free(&a);
	keep_document(program, r);
	return r;
}

struct ran *run(const char *program, const char *line)
{
	return run_as(-1, program, line);
}

char *world_vformat(const char *fmt, va_list ap)
{
	char *text;

	ck_assert_int_ge(vasprintf(&text, fmt, ap), 0);
	return text;
}

struct ran *bondnl(const char *fmt, ...)
{
	struct ran *r;
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = world_vformat(fmt, ap);
	va_end(ap);
	r = run(bondnl_path(), line);
	free(line);
	return r;
}

struct ran *bondnl_ends(int status, const char *fmt, ...)
{
	struct ran *r;
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = world_vformat(fmt, ap);
	va_end(ap);
	r = run(bondnl_path(), line);
	ck_assert_msg(r->status == status, "bondnl %s\nended with %d, not %d:\n%s%s",
		line, r->status, status, r->out, r->err);
	free(line);
	return r;
}

void own_mounts(void)
{
	ck_assert_int_eq(unshare(CLONE_NEWNS), 0);
	ck_assert_int_eq(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
}

/* `ip netns` without a trace on the machine: its folder is ours, and ends with us. */
static void netns_folder(void)
{
	mkdir("/run/netns", 0755);
	own_mounts();
	ck_assert_int_eq(mount("none", "/run/netns", "tmpfs", 0, NULL), 0);
}

void netns_new(const char *name)
{
	netns_folder();
	ip("netns add %s", name);
}

void cable(const char *name)
{
	char lines[256];

	/* the far end makes no address of its own: nothing there is of interest */
	snprintf(lines, sizeof(lines),
		"link add %s type veth peer name %sp\n"
		"link set %sp addrgenmode none up\n",
		name, name, name);
	ip_batch(lines);
}

void world_has(const char *file, int line, const char *text, const char *part, bool want)
{
	if (!strstr(text, part) != want)
		return;
	ck_abort_msg("%s:%d: this %s '%s':\n%s", file, line, want ? "lacks" : "holds",
		part, text);
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

bool deadline_left(struct deadline *d, int ms)
{
	if (!d->begun) {
		d->begun = true;
		d->end_ms = now_ms() + ms;
		return true;
	}
	usleep(20000);
	return now_ms() < d->end_ms;
}

/* ------------------------------------------------------------------- a test program */

/* Not by ip, which is not started for this alone: some tests need nothing more of it. */
static void lo_up(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &lo), 0);
	close(fd);
}

void world_renew(void)
{
	/* without a namespace of its own a test would take the machine's links down */
	if (unshare(CLONE_NEWNET) < 0) {
		fprintf(stderr, "no network namespace: %s\n", strerror(errno));
		exit(1);
	}
	/* no waiting for duplicate addresses: there is nobody who could have them */
	file_write("/proc/sys/net/ipv6/conf/all/accept_dad", "0");
	file_write("/proc/sys/net/ipv6/conf/default/accept_dad", "0");
	lo_up();
}

TCase *world_case(Suite *suite, const char *name)
{
	TCase *c = tcase_create(name);

	tcase_set_timeout(c, 120);
	tcase_add_checked_fixture(c, world_renew, NULL);
	suite_add_tcase(suite, c);
	return c;
}

TCase *world_case_tagged(Suite *suite, const char *name, const char *tag)
{
	TCase *c = world_case(suite, name);

	tcase_set_tags(c, tag);
	return c;
}

bool world_is_vm(void)
{
	return access("/run/bondnl-vm/job", F_OK) == 0;
}

bool world_is_board(void)
{
	return getenv("BONDNL_BOARD");
}

/* Asked of the kernel by ip, in a namespace that ends with the asking. */
static bool has_driver(void)
{
	pid_t pid = fork();
	int status, null;

	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, 2);
		if (unshare(CLONE_NEWNET) < 0)
			_exit(1);
		execlp("ip", "ip", "link", "add", "bond0", "type", "bond", (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int world_main(const char *program, Suite *suite)
{
	const char *name = strrchr(program, '/');
	SRunner *runner;
	int failed;

	setvbuf(stdout, NULL, _IOLBF, 0);
	/* what a caller has set must not change what the programs print */
	unsetenv("NO_COLOR");
	unsetenv("COLUMNS");
	setenv("LC_ALL", "C.UTF-8", 1);
	if (!has_driver()) {
		printf("SKIP %s: no bonding driver\n", name ? name + 1 : program);
		return 77;
	}
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
