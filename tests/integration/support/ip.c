/*
 * ip, as a witness who stays: see world.h. For each set of its flags one process of it
 * takes line after line, by `ip FLAGS -force -batch -`: one that starts costs as much as
 * fifty answers. It never tells more than ip does.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/world.h"

/*
 * ip keeps the numbers of the names that it was asked for. A bond that was made anew has
 * another one, so once a link has gone, ip looks at all of them before each line. None is
 * in this group, which keeps it from printing them.
 */
#define LOOK_ANEW     "addr show group 2147483646\n"
#define LOOK_AT_LINKS "link show group 2147483646\n"
/* No object of ip has this name, and so it answers, when it is through with the line. */
#define END	   "="
#define END_ANSWER "Object \"" END "\" is unknown, try \"ip help\".\nCommand failed -:"
#define FAILURE	   "Command failed -:"
#define MANY	   8192 /* characters of lines: to start ip is quicker than to ask it */
#define WAIT_MS	   60000

struct place {
	dev_t dev;
	ino_t ino;
};

static struct witness {
	char flags[64];
	bool for_links;		 /* see shows_links() */
	pid_t pid, owner;	 /* 0: none */
	struct place net, files; /* its namespaces */
	int to, err;
	int out; /* a file, so that it never waits for us */
	off_t seen;
	int changes; /* tells of links that change; -1: not known, in another namespace */
	bool stale;  /* may it know a name that is another link's by now? */
} witnesses[8];
#define COUNT (sizeof(witnesses) / sizeof(witnesses[0]))

/* ------------------------------------------------------------------------- its process
 */

static struct place place_of(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct place){ 0 };
	return (struct place){ st.st_dev, st.st_ino };
}

/* Of -n NAME, the one of that name now. */
static struct place net_of(const char *flags)
{
	const char *name = strstr(flags, "-n ");
	char path[128];

	if (!name)
		return place_of("/proc/self/ns/net");
	name += strlen("-n ");
	snprintf(path, sizeof(path), "/run/netns/%.*s", (int)strcspn(name, " "), name);
	return place_of(path);
}

static bool same_place(struct place a, struct place b)
{
	return a.dev == b.dev && a.ino == b.ino;
}

static bool is_of_here(const struct witness *w)
{
	return w->owner == getpid() && same_place(w->net, net_of(w->flags)) &&
		same_place(w->files, place_of("/proc/self/ns/mnt"));
}

/* Its exit status; what was inherited from another process is only closed. */
static int witness_end(struct witness *w)
{
	int status = 0;

	close(w->to);
	close(w->err);
	close(w->out);
	if (w->changes >= 0)
		close(w->changes);
	if (w->owner == getpid())
		status = spawn_wait(w->pid);
	memset(w, 0, sizeof(*w));
	return status;
}

static void be_ip(const char *flags, int in, int out, int err)
{
	char line[128];
	struct argv a;

	/* also where a process that outlives the test has the other side of @in */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	snprintf(line, sizeof(line), "%s -force -batch -", flags);
	a = argv_of("ip", line);
	execvp(a.words[0], a.words);
	_exit(127);
}

static int hear_changes(const char *flags)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
	int fd;

	if (strstr(flags, "-n "))
		return -1;
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static bool is_stale(struct witness *w)
{
	struct nlmsghdr m;
	ssize_t n;

	while (w->changes >= 0 && !w->stale &&
		((n = recv(w->changes, &m, sizeof(m), 0)) > 0 || errno == ENOBUFS))
		w->stale = n < 0 || m.nlmsg_type == RTM_DELLINK;
	return w->changes < 0 || w->stale;
}

static void witness_begin(struct witness *w, const char *flags, bool for_links)
{
	int in[2], err[2];

	snprintf(w->flags, sizeof(w->flags), "%s", flags);
	w->for_links = for_links;
	w->net = net_of(flags);
	w->files = place_of("/proc/self/ns/mnt");
	w->owner = getpid();
	w->seen = 0;
	w->changes = hear_changes(flags);
	w->out = memfd_create("ip", MFD_CLOEXEC);
	ck_assert_int_ge(w->out, 0);
	/* a socket, since writing to a pipe that is closed ends the process */
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in), 0);
	ck_assert_int_eq(pipe2(err, O_CLOEXEC), 0);
	fflush(NULL);
	w->pid = fork();
	ck_assert_int_ge(w->pid, 0);
	if (!w->pid)
		be_ip(flags, in[1], w->out, err[1]);
	close(in[1]);
	close(err[1]);
	w->to = in[0];
	w->err = err[0];
}

/* Having shown links, ip shows no addresses any more (ipaddress.c, do_link). */
static bool shows_links(const char *lines)
{
	return strncmp(lines, "link", 4) == 0 &&
		(!lines[4] || strncmp(lines + 4, " show", 5) == 0);
}

static struct witness *witness_of(const char *flags, bool for_links)
{
	struct witness *w, *free = NULL;

	for (w = witnesses; w < witnesses + COUNT; w++) {
		if (w->owner && !is_of_here(w))
			witness_end(w);
		if (w->owner && strcmp(w->flags, flags) == 0 && w->for_links == for_links)
			return w;
		if (!w->owner)
			free = w;
	}
	if (!free) {
		free = witnesses;
		witness_end(free);
	}
	witness_begin(free, flags, for_links);
	return free;
}

/* ------------------------------------------------------------------------ its answers */

/* What it complained of, until its answer to END; false if it ended. */
static bool read_complaints(struct witness *w, char *to, size_t size)
{
	size_t len = 0;
	char *end;

	for (;;) {
		struct pollfd p = { .fd = w->err, .events = POLLIN };
		ssize_t n;

		ck_assert_msg(poll(&p, 1, WAIT_MS) > 0, "ip does not answer: %s", to);
		n = read(w->err, to + len, size - 1 - len);
		if (n <= 0)
			return false;
		len += (size_t)n;
		to[len] = 0;
		ck_assert_uint_lt(len, size - 1);
		end = strstr(to, END_ANSWER);
		if (end && strchr(end + strlen(END_ANSWER), '\n')) {
			*end = 0;
			return true;
		}
	}
}

/* What it printed since the last time; what looking anew prints in JSON is a line. */
static char *read_output(struct witness *w, bool looked)
{
	struct stat st;
	size_t size;
	char *text, *line;

	ck_assert_int_eq(fstat(w->out, &st), 0);
	size = (size_t)(st.st_size - w->seen);
	text = world_keep(calloc(1, size + 1));
	if (size)
		ck_assert_int_eq(pread(w->out, text, size, w->seen), (ssize_t)size);
	w->seen = st.st_size;
	line = looked && strstr(w->flags, "-j") ? strchr(text, '\n') : NULL;
	return line ? line + 1 : text;
}

/* The complaints alone: by "Command failed" each line is known that was in vain. */
static bool cut_failures(char *text)
{
	bool any = false;
	char *p;

	while ((p = strstr(text, FAILURE))) {
		char *end = p + strcspn(p, "\n");

		end += *end == '\n';
		memmove(p, end, strlen(end) + 1);
		any = true;
	}
	return any;
}

struct ran *ip_ask(const char *flags, const char *line)
{
	struct witness *w = witness_of(flags, shows_links(line));
	struct ran *r = world_keep(calloc(1, sizeof(*r)));
	const size_t size = 1 << 14;
	bool look = is_stale(w);
	char *text;
	int n;

	n = asprintf(&text, "%s%s\n" END "\n",
		!look		       ? ""
			: w->for_links ? LOOK_AT_LINKS
				       : LOOK_ANEW,
		line);
	ck_assert_int_ge(n, 0);
	send(w->to, text, (size_t)n, MSG_NOSIGNAL);
	free(text);
	r->err = world_keep(calloc(1, size));
	if (read_complaints(w, r->err, size)) {
		r->out = read_output(w, look);
		r->status = cut_failures(r->err);
	} else {
		/* a word that is wrong ends ip, also in a batch */
		r->out = read_output(w, look);
		r->status = witness_end(w);
		cut_failures(r->err);
	}
	if (strstr(line, " name "))
		for (w = witnesses; w < witnesses + COUNT; w++)
			w->stale = true;
	return r;
}

/* ------------------------------------------------------------------------- what it gets
 */

/*
 * The length of the flags at the beginning of a line, with the blank before the object.
 * It ends at -o, since a line with it is not for us: there the look anew would print.
 */
static size_t flags_of(const char *line)
{
	const char *p = line;

	while (*p == '-' && strncmp(p, "-o", 2) != 0) {
		bool has_word = strncmp(p, "-n ", 3) == 0;

		for (int words = has_word ? 2 : 1; words; words--) {
			p += strcspn(p, " ");
			p += strspn(p, " ");
		}
	}
	return (size_t)(p - line);
}

/* Of these it is known that they print all before they answer the next line. */
static bool is_answered(const char *object)
{
	static const char *const all[] = { "addr", "link", "neigh", "nexthop", "route",
		"rule" };
	size_t n = strcspn(object, " ");

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strlen(all[i]) == n && strncmp(object, all[i], n) == 0)
			return true;
	return false;
}

struct ran *ip_answer(const char *line)
{
	size_t n = flags_of(line);
	char flags[64];

	/* '#' begins a comment, and quotes mean less to ip than to argv_of() */
	if (!is_answered(line + n) || n >= sizeof(flags) || strpbrk(line, "#\\\"'\n"))
		return NULL;
	while (n && line[n - 1] == ' ')
		n--;
	snprintf(flags, sizeof(flags), "%.*s", (int)n, line);
	return ip_ask(flags, line + n + strspn(line + n, " "));
}

void ip(const char *fmt, ...)
{
	struct ran *r;
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = world_vformat(fmt, ap);
	va_end(ap);
	/* what changes something prints nothing: the process that is there takes it */
	r = *line == '-' || !is_answered(line) ? run("ip", line) : ip_ask(IP_JSON, line);
	ck_assert_msg(r->status == 0, "ip %s: %s", line, r->err);
	free(line);
}

/* By a process of its own, which does not answer each. */
static void ip_file(const char *lines)
{
	int fd = memfd_create("batch", 0);
	ssize_t n = (ssize_t)strlen(lines);
	char line[64];
	struct ran *r;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, lines, (size_t)n), n);
	snprintf(line, sizeof(line), "-batch /proc/self/fd/%d", fd);
	r = run("ip", line);
	ck_assert_msg(r->status == 0, "ip -batch: %s\n%s", r->err, lines);
	close(fd);
}

void ip_batch(const char *lines)
{
	char *all, *next, *line;

	if (strlen(lines) > MANY) {
		ip_file(lines);
		return;
	}
	all = next = strdup(lines);
	ck_assert_ptr_nonnull(all);
	while ((line = strsep(&next, "\n")))
		if (*line)
			ip("%s", line);
	free(all);
}
