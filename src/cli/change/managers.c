/*
 * Who else manages the links that a change touches, and may undo it: NetworkManager and
 * systemd-networkd, by the files that they keep in /run for each link. It talks to
 * neither and never judges the change. The files are private to those programs: what is
 * not exactly as known says nothing.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "change/managers.h"
#include "cleanup.h"
#include "output/say.h"

#define NETWORKD_LINKS "/run/systemd/netif/links"
#define NM_DEVICES     "/run/NetworkManager/devices"
#define NM_PROFILES    "/run/NetworkManager/system-connections"
#define NM_PID	       "/run/NetworkManager/NetworkManager.pid"
/* systemd's, for each service as long as it runs: a link to nothing */
#define NM_UNIT "/run/systemd/units/invocation:NetworkManager.service"

/* Theirs have some hundred bytes, with many servers and addresses a few thousand. */
#define FILE_SIZE 16384
#define PATH_SIZE 256
#define NAMED	  2 /* so many links are named, the others are counted */

struct touched {
	int ifindex;
	const char *name; /* the result's */
};

struct manager {
	const char *name, *folder;
	/*
	 * Does it manage the link, by the @text of its file? What it goes by, or "", into
	 * @ret_by.
	 */
	bool (*manages)(
		const struct touched *link, const char *text, char ret_by[PATH_SIZE]);
	/* Does it run? NULL: it takes its files away when it ends. */
	bool (*runs)(void);
	void (*way_out)(const struct touched *only, char *ret, size_t size);
};

/* ------------------------------------------------------------------------ their files */

/* A file of text that is wholly in @ret. One that is none must not hold us up. */
static bool read_file(const char *path, char ret[FILE_SIZE])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	size_t n = 0;
	struct stat st;
	ssize_t got = -1;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		do {
			got = read(fd, ret + n, FILE_SIZE - n);
			n += got > 0 ? (size_t)got : 0;
		} while (got > 0 && n < FILE_SIZE);
	}
	close(fd);
	if (got != 0 || n == FILE_SIZE || memchr(ret, 0, n))
		return false;
	ret[n] = 0;
	return true;
}

/*
 * The value of @key in [@group], or in a file that has no groups if that is NULL. False
 * if it is not there, or does not fit. A line without an end was cut off: it is not read.
 */
static bool find_value(
	const char *text, const char *group, const char *key, char *ret, size_t size)
{
	size_t n = strlen(key);
	bool inside = !group;

	for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
		size_t len = (size_t)(end - text);

		if (*text == '[')
			inside = group && len == strlen(group) + 2 &&
				strncmp(text + 1, group, len - 2) == 0 &&
				text[len - 1] == ']';
		if (!inside || len <= n || strncmp(text, key, n) != 0 || text[n] != '=')
			continue;
		len -= n + 1;
		if (len >= size)
			return false;
		memcpy(ret, text + n + 1, len);
		ret[len] = 0;
		return true;
	}
	return false;
}

static bool has_value(
	const char *text, const char *group, const char *key, const char *want)
{
	char value[PATH_SIZE];

	return find_value(text, group, key, value, sizeof(value)) &&
		strcmp(value, want) == 0;
}

/* ------------------------------------------------------------------- systemd-networkd */

/*
 * Each link has a file; of those that it leaves alone the state is unmanaged, and pending
 * or initialized as long as it does not know (networkd-link.c, link_state_table).
 */
static bool networkd_manages(
	const struct touched *link, const char *text, char ret_by[PATH_SIZE])
{
	(void)link;
	return (has_value(text, NULL, "ADMIN_STATE", "configured") ||
		       has_value(text, NULL, "ADMIN_STATE", "configuring")) &&
		find_value(text, NULL, "NETWORK_FILE", ret_by, PATH_SIZE) &&
		ret_by[0] == '/';
}

static void networkd_way_out(const struct touched *only, char *ret, size_t size)
{
	(void)only;
	snprintf(ret, size,
		"Unmanaged=yes below [Link] in a .network file, then: networkctl reload");
}

/* --------------------------------------------------------------------- NetworkManager */

/*
 * A device that was set up without it is managed, too, by a profile of its own making
 * that only shows what is there. True in doubt: the profiles are for root.
 */
static bool nm_only_looks_on(const struct touched *link, const char *uuid)
{
	char path[PATH_SIZE], text[FILE_SIZE];

	/* the second where the first is another profile's */
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s%s%s.nmconnection", NM_PROFILES,
			link->name, i ? "-" : "", i ? uuid : "");
		if (access(path, F_OK) < 0)
			continue;
		if (!read_file(path, text))
			return true;
		if (has_value(text, "connection", "uuid", uuid))
			return has_value(text, ".nmmeta", "external", "true");
	}
	return access(NM_PROFILES, X_OK) < 0;
}

/* Nothing of "managed" says that it does not manage the device, but was not told so. */
static bool nm_manages(
	const struct touched *link, const char *text, char ret_by[PATH_SIZE])
{
	char uuid[64];

	ret_by[0] = 0;
	if (!has_value(text, "device", "managed", "true"))
		return false;
	return !find_value(text, "device", "connection-uuid", uuid, sizeof(uuid)) ||
		!nm_only_looks_on(link, uuid);
}

/*
 * It leaves its files for its next start. As a service of systemd it has no file with its
 * pid, as a daemon of others no unit.
 */
static bool nm_runs(void)
{
	char text[FILE_SIZE];
	struct stat st;
	long pid;

	if (lstat(NM_UNIT, &st) == 0)
		return true;
	if (!read_file(NM_PID, text))
		return false;
	pid = strtol(text, NULL, 10);
	return pid > 1 && pid <= 1 << 22 && kill((pid_t)pid, 0) == 0;
}

static void nm_way_out(const struct touched *only, char *ret, size_t size)
{
	snprintf(ret, size, "nmcli device set %s managed no%s",
		only ? only->name : "DEVICE", only ? "" : ", for each");
}

/* --------------------------------------------------------------------------- warnings */

static const struct manager managers[] = {
	{ "systemd-networkd", NETWORKD_LINKS, networkd_manages, NULL, networkd_way_out },
	{ "NetworkManager", NM_DEVICES, nm_manages, nm_runs, nm_way_out },
};

#define N_MANAGERS ARRAY_SIZE(managers)

static int by_ifindex(const void *a, const void *b)
{
	const struct touched *x = a, *y = b;

	return (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

/* Those that were there before, each once. NULL if there are none. */
static struct touched *find_touched(const struct bondnl_result *result, size_t *ret_n)
{
	size_t steps = bondnl_result_steps(result), n = 0, once = 0;
	struct touched *all = steps ? calloc(steps, sizeof(*all)) : NULL;

	for (size_t i = 0; all && i < steps; i++) {
		struct touched t = { 0 };

		t.name = bondnl_result_step_link(result, i, &t.ifindex);
		if (t.ifindex > 0)
			all[n++] = t;
	}
	if (n)
		qsort(all, n, sizeof(*all), by_ifindex);
	for (size_t i = 0; i < n; i++)
		if (!i || all[i].ifindex != all[i - 1].ifindex)
			all[once++] = all[i];
	*ret_n = once;
	return all;
}

/* "eth0 is", "eth0 and eth1 are", "eth0, eth1 and 7 more are" */
static void say_managed(const struct manager *m, const struct touched *first,
	size_t found, const char *by, bool others)
{
	char names[64], way[160];

	if (found == 1)
		snprintf(names, sizeof(names), "%s is", first[0].name);
	else if (found == 2)
		snprintf(names, sizeof(names), "%s and %s are", first[0].name,
			first[1].name);
	else
		snprintf(names, sizeof(names), "%s, %s and %zu more are", first[0].name,
			first[1].name, found - NAMED);
	m->way_out(found == 1 ? first : NULL, way, sizeof(way));
	say_line("warning",
		"%s managed by %s%s%s%s%s, which may undo this; to keep it off: %s",
		names, m->name, *by ? " (" : "", by, others ? " and others" : "",
		*by ? ")" : "", way);
}

static void ask_manager(const struct manager *m, const struct touched *links, size_t n)
{
	char path[PATH_SIZE], text[FILE_SIZE], by[PATH_SIZE] = "", one[PATH_SIZE];
	struct touched first[NAMED];
	size_t found = 0;
	bool others = false;

	if (m->runs && !m->runs())
		return;
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%d", m->folder, links[i].ifindex);
		if (!read_file(path, text) || !m->manages(&links[i], text, one))
			continue;
		if (!found)
			memcpy(by, one, sizeof(by));
		others |= strcmp(by, one) != 0;
		if (found < NAMED)
			first[found] = links[i];
		found++;
	}
	if (found)
		say_managed(m, first, found, by, others);
}

void managers_warn(
	const struct flags *f, struct bondnl_ctx *ctx, const struct bondnl_result *result)
{
	_cleanup_free_ struct touched *links = NULL;
	bool here = false;
	size_t n = 0;

	for (size_t i = 0; i < N_MANAGERS && !f->quiet; i++) {
		if (access(managers[i].folder, X_OK) < 0)
			continue;
		if (!links) {
			/* numbers of links are those of one network namespace */
			links = find_touched(result, &n);
			if (!n || bondnl_netns_is_of_init(ctx, &here) < 0 || !here)
				break;
		}
		ask_manager(&managers[i], links, n);
	}
}
