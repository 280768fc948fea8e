/*
 * What independent witnesses say of the world: ip, /proc/net/bonding, and the whole of
 * links, addresses and routes, to be compared. See world.h; it changes nothing.
 */
#include "support/world.h"
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ----------------------------------------------------------------------- witnesses */

static json_t *ip_json_line(const char *line)
{
	char all[512];
	struct ran *r;

	snprintf(all, sizeof(all), "-j %s", line);
	r = run("ip", all);
	return r->status == 0 ? json_loads(*r->out ? r->out : "[]", 0, NULL) : NULL;
}

json_t *ip_json(const char *fmt, ...)
{
	va_list ap;
	json_t *j;
	char *line;

	va_start(ap, fmt);
	line = world_vformat(fmt, ap);
	va_end(ap);
	j = ip_json_line(line);
	free(line);
	return j;
}

static void print_value(const json_t *v, char *to, size_t size)
{
	size_t n = strlen(to), i;
	json_t *item;

	switch (json_typeof(v)) {
	case JSON_STRING:
		snprintf(to + n, size - n, "%s", json_string_value(v));
		return;
	case JSON_INTEGER:
		snprintf(to + n, size - n, "%lld", (long long)json_integer_value(v));
		return;
	case JSON_ARRAY:
		json_array_foreach(v, i, item)
		{
			n = strlen(to);
			snprintf(to + n, size - n, "%s", i ? "," : "");
			print_value(item, to, size);
		}
		return;
	case JSON_OBJECT:
		snprintf(to + n, size - n, "{}");
		return;
	default:
		snprintf(to + n, size - n, "%s",
			json_is_true(v)		   ? "true"
				: json_is_false(v) ? "false"
						   : "null");
	}
}

const char *json_value(const json_t *root, const char *path)
{
	char *text = world_keep(calloc(1, 1024));
	const json_t *v = root;

	while (v && *path) {
		char key[64];
		size_t n = strcspn(path, ".");

		snprintf(key, sizeof(key), "%.*s", (int)n, path);
		v = json_is_array(v) ? json_array_get(v, strtoul(key, NULL, 10))
				     : json_object_get(v, key);
		path += n + (path[n] == '.');
	}
	if (v)
		print_value(v, text, 1024);
	return text;
}

const char *link_value(const char *name, const char *path)
{
	const char *value = route_value(name, path);
	json_t *all;

	if (value)
		return value;
	all = ip_json("-d addr show dev %s", name);
	value = json_value(all ? json_array_get(all, 0) : NULL, path);
	json_decref(all);
	return value;
}

bool link_is_there(const char *name)
{
	return *link_value(name, "ifname") != 0;
}

bool link_has_flag(const char *name, const char *flag)
{
	char all[1100], word[64];

	if (!strcmp(flag, "UP"))
		return route_flags(name) & IFF_UP;
	snprintf(all, sizeof(all), ",%s,", link_value(name, "flags"));
	snprintf(word, sizeof(word), ",%s,", flag);
	return strstr(all, word) != NULL;
}

void ck_link(const char *name, const char *path, const char *want)
{
	const char *have = "";

	until_soon()
	{
		have = link_value(name, path);
		if (strcmp(have, want) == 0)
			return;
	}
	ck_abort_msg("%s: %s is '%s', not '%s'", name, path, have, want);
}

const char *file_text(const char *path)
{
	char *text = world_keep(calloc(1, 65536));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;
	size_t len = 0;

	if (fd < 0)
		return text;
	while ((n = read(fd, text + len, 65535 - len)) > 0)
		len += (size_t)n;
	text[len] = 0;
	close(fd);
	return text;
}

void file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	ssize_t n = (ssize_t)strlen(text);

	ck_assert_msg(fd >= 0, "%s: %s", path, strerror(errno));
	ck_assert_msg(write(fd, text, (size_t)n) == n, "%s: %s", path, strerror(errno));
	close(fd);
}

static const char *proc_text(const char *bond)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/net/bonding/%s", bond);
	return file_text(path);
}

static const char *line_end(const char *p)
{
	return p + strcspn(p, "\n");
}

const char *proc_value(const char *bond, const char *slave, const char *key)
{
	static const char begins[] = "Slave Interface: ";
	const char *p = proc_text(bond);
	bool here = !slave;
	size_t n = strlen(key);

	for (; *p; p = line_end(p) + (*line_end(p) == '\n')) {
		const char *line = p + strspn(p, " \t");

		if (strncmp(line, begins, strlen(begins)) == 0) {
			const char *name = line + strlen(begins);

			here = slave &&
				strlen(slave) == (size_t)(line_end(name) - name) &&
				strncmp(name, slave, strlen(slave)) == 0;
		}
		if (here && strncmp(line, key, n) == 0 && line[n] == ':') {
			line += n + 1;
			line += strspn(line, " ");
			return world_keep(strndup(line, (size_t)(line_end(line) - line)));
		}
	}
	return "";
}

const char *proc_slaves(const char *bond)
{
	static const char begins[] = "Slave Interface: ";
	char *list = world_keep(calloc(1, 4096));
	const char *p = proc_text(bond);

	while ((p = strstr(p, begins))) {
		size_t n = strlen(list);

		p += strlen(begins);
		snprintf(list + n, 4096 - n, "%s%.*s", n ? " " : "",
			(int)(line_end(p) - p), p);
	}
	return list;
}

/* ---------------------------------------------------------------------- everything */

/*
 * A link is UNKNOWN until the kernel has cause to look at it, which is up for all
 * purposes (Documentation/networking/operstates.rst).
 */
static void normalise_operstate(json_t *link)
{
	const char *state = json_string_value(json_object_get(link, "operstate"));

	if (state && strcmp(state, "UNKNOWN") == 0)
		json_object_set_new(link, "operstate", json_string("UP"));
}

/* What changes by itself, or is only a number for a name that is there, too. */
static void normalise_link(json_t *link)
{
	static const char *const own[] = { "ifindex", "link_index", "stats", "stats64" };
	json_t *info = json_object_get(link, "linkinfo"), *a;
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		json_object_del(link, own[i]);
	normalise_operstate(link);
	/* a device that was up once has its queue for good (sch_generic.c, dev_activate)
	 */
	if (strcmp(json_string_value(json_object_get(link, "qdisc")) ?: "", "noop") == 0)
		json_object_set_new(link, "qdisc", json_string("noqueue"));
	json_object_del(json_object_get(info, "info_slave_data"), "link_failure_count");
	/* a bond keeps the segment limits of the slaves it had (bond_compute_features) */
	for (const char *const *k = (const char *const[]){ "tso_max_size", "tso_max_segs",
		     "gso_max_size", "gso_max_segs", "gro_max_size", "gso_ipv4_max_size",
		     "gro_ipv4_max_size", NULL };
		*k; k++)
		json_object_del(link, *k);
	/* balance-alb listens to all for ten seconds after a change (bond_alb.c) */
	if (json_object_get(info, "info_slave_kind"))
		json_object_del(link, "promiscuity");
	/* LACP goes through its states by itself, with and without a partner */
	for (const char *const *k = (const char *const[]){ "ad_actor_oper_port_state",
		     "ad_actor_oper_port_state_str", "ad_partner_oper_port_state",
		     "ad_partner_oper_port_state_str", "churn_actor_state",
		     "churn_partner_state", NULL };
		*k; k++)
		json_object_del(json_object_get(info, "info_slave_data"), *k);
	/* a bridge: its timers and counters */
	for (const char *const *k = (const char *const[]){ "hello_timer", "tcn_timer",
		     "topology_change_timer", "gc_timer", "mcast_querier_interval",
		     NULL };
		*k; k++)
		json_object_del(json_object_get(info, "info_data"), *k);
	for (const char *const *k = (const char *const[]){ "hold_timer",
		     "message_age_timer", "forward_delay_timer", NULL };
		*k; k++)
		json_object_del(json_object_get(info, "info_slave_data"), *k);

	json_array_foreach(json_object_get(link, "addr_info"), i, a)
	{
		static const char *const times[] = { "valid_life_time",
			"preferred_life_time" };

		for (size_t t = 0; t < 2; t++)
			if (json_integer_value(json_object_get(a, times[t])) !=
				4294967295LL)
				json_object_set_new(a, times[t], json_string("counting"));
	}
}

struct text_of {
	char *text;
	json_t *item;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(
		((const struct text_of *)a)->text, ((const struct text_of *)b)->text);
}

/* The same things in the order of their texts: the kernel's order is that of numbers. */
static json_t *sorted(json_t *list)
{
	size_t n = json_array_size(list), i;
	struct text_of *all = calloc(n + 1, sizeof(*all));
	json_t *ret = json_array();

	ck_assert_ptr_nonnull(all);
	for (i = 0; i < n; i++) {
		all[i].item = json_array_get(list, i);
		all[i].text = json_dumps(all[i].item, JSON_COMPACT | JSON_SORT_KEYS);
	}
	qsort(all, n, sizeof(*all), by_text);
	for (i = 0; i < n; i++) {
		json_array_append(ret, all[i].item);
		free(all[i].text);
	}
	free(all);
	json_decref(list);
	return ret;
}

/*
 * The kernel's route for IPv6 multicast comes with the first carrier of a link and stays
 * until the link goes down (addrconf.c, addrconf_add_mroute): nobody's to put back.
 */
static json_t *without_multicast(json_t *routes)
{
	size_t i = 0;

	while (i < json_array_size(routes)) {
		const json_t *dst = json_object_get(json_array_get(routes, i), "dst");

		if (dst && !strcmp(json_string_value(dst), "ff00::/8"))
			json_array_remove(routes, i);
		else
			i++;
	}
	return routes;
}

/*
 * The kernel makes a link-local address when a bond first has carrier, and it stays when
 * the carrier goes (addrconf.c): on a bond without, it tells only that there was one once.
 */
static bool is_idle_bond(const json_t *link)
{
	return strcmp(json_value(link, "linkinfo.info_kind"), "bond") == 0 &&
		!strstr(json_value(link, "flags"), "LOWER_UP");
}

static void drop_idle_addresses(json_t *link)
{
	json_t *all = json_object_get(link, "addr_info");
	size_t i = 0;

	while (i < json_array_size(all)) {
		const json_t *a = json_array_get(all, i);

		if (strcmp(json_value(a, "family"), "inet6") == 0 &&
			strcmp(json_value(a, "scope"), "link") == 0)
			json_array_remove(all, i);
		else
			i++;
	}
}

/* The same of its routes: that to the link-local network, and to the address. */
static json_t *without_idle(json_t *routes, const json_t *links)
{
	size_t i = 0;

	while (i < json_array_size(routes)) {
		const json_t *r = json_array_get(routes, i);
		const json_t *link = json_object_get(links, json_value(r, "dev"));

		if (link && is_idle_bond(link) &&
			strncmp(json_value(r, "dst"), "fe80::", 6) == 0)
			json_array_remove(routes, i);
		else
			i++;
	}
	return routes;
}

/* Links by their names, so that a difference names the one that it is about. */
static json_t *by_name(json_t *links)
{
	json_t *ret = json_object(), *link;
	size_t i;

	json_array_foreach(links, i, link)
	{
		const char *name = json_string_value(json_object_get(link, "ifname"));

		if (!name)
			continue; /* ip leaves an empty object for what it filtered */
		if (is_idle_bond(link))
			drop_idle_addresses(link);
		normalise_link(link);
		json_object_set(ret, name, link);
	}
	json_decref(links);
	return ret;
}

json_t *dump_take(void)
{
	json_t *links = ip_json("-d addr show"), *ret = json_object();
	json_t *routes = ip_json("-d route show table all");

	ck_assert_msg(links && routes, "ip tells nothing");
	json_object_set_new(ret, "links", by_name(links));
	routes = without_idle(without_multicast(routes), json_object_get(ret, "links"));
	json_object_set_new(ret, "routes", sorted(routes));
	json_object_set_new(
		ret, "neighbours", sorted(ip_json("-d neigh show nud permanent")));
	json_object_set_new(ret, "proxies", sorted(ip_json("-d neigh show proxy")));
	return ret;
}

static char *tell_difference(const char *path, const json_t *a, const json_t *b)
{
	char *x = a ? json_dumps(a, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	char *y = b ? json_dumps(b, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	char *text;

	ck_assert_int_ge(asprintf(&text, "%s\n  was: %s\n  is:  %s", path,
				 x ? x : "not there", y ? y : "not there"),
		0);
	free(x);
	free(y);
	return text;
}

static char *difference_at(const char *path, const json_t *a, const json_t *b)
{
	char below[256], *found;
	const char *key;
	json_t *item;
	size_t i;

	if (!a || !b || json_typeof(a) != json_typeof(b))
		return tell_difference(path, a, b);
	if (json_is_object(a)) {
		json_object_foreach((json_t *)a, key, item)
		{
			snprintf(below, sizeof(below), "%s/%s", path, key);
			found = difference_at(below, item, json_object_get(b, key));
			if (found)
				return found;
		}
		json_object_foreach((json_t *)b, key, item)
		{
			snprintf(below, sizeof(below), "%s/%s", path, key);
			if (!json_object_get(a, key))
				return tell_difference(below, NULL, item);
		}
		return NULL;
	}
	if (json_is_array(a)) {
		size_t n = json_array_size(a), m = json_array_size(b);

		for (i = 0; i < n && i < m; i++) {
			if (json_equal(json_array_get(a, i), json_array_get(b, i)))
				continue;
			snprintf(below, sizeof(below), "%s/%zu", path, i);
			return tell_difference(
				below, json_array_get(a, i), json_array_get(b, i));
		}
		return n == m ? NULL : tell_difference(path, a, b);
	}
	return json_equal(a, b) ? NULL : tell_difference(path, a, b);
}

char *dump_difference(const json_t *a, const json_t *b)
{
	return difference_at("", a, b);
}

/* The kernel works out "no carrier" up to a second after a link lost or never had one;
 * until then the two flags contradict each other. */
static bool is_between(const char *flags)
{
	char all[1100];
	bool up, lower_up, no_carrier;

	snprintf(all, sizeof(all), ",%s,", flags);
	up = strstr(all, ",UP,") != NULL;
	lower_up = strstr(all, ",LOWER_UP,") != NULL;
	no_carrier = strstr(all, ",NO-CARRIER,") != NULL;
	return up && lower_up == no_carrier;
}

/* Is a link's carrier not told yet, or does a bond still lack that of its slave? */
static bool carrier_is_due(const json_t *dump)
{
	const json_t *links = json_object_get(dump, "links"), *l, *other;
	const char *name, *key;

	json_object_foreach((json_t *)links, key, l)
	{
		bool bond = strcmp(json_value(l, "linkinfo.info_kind"), "bond") == 0;

		if (is_between(json_value(l, "flags")))
			return true;
		name = json_string_value(json_object_get(l, "ifname"));
		if (!bond || !strstr(json_value(l, "flags"), "NO-CARRIER"))
			continue;
		json_object_foreach((json_t *)links, key, other)
		{
			const char *master = json_value(other, "master");

			if (name && strcmp(master, name) == 0 &&
				strstr(json_value(other, "flags"), "LOWER_UP"))
				return true;
		}
	}
	return false;
}

json_t *dump_settled(void)
{
	/* a bond without a link monitor, or in 802.3ad, may have none for good */
	struct deadline carrier = { 0 };
	json_t *last = dump_take();

	until_soon()
	{
		json_t *now;
		bool same;

		/* the kernel tells of a link's state a moment after it changed
		 * (linkwatch) */
		usleep(150000);
		now = dump_take();
		same = json_equal(last, now);
		json_decref(last);
		last = now;
		if (same && !(carrier_is_due(last) && deadline_left(&carrier, 2000)))
			return last;
	}
	ck_abort_msg("the namespace does not come to rest");
}

void ck_unchanged(const json_t *before, const char *what)
{
	char *difference = NULL;

	until_soon()
	{
		json_t *now = dump_take();

		free(difference);
		difference = dump_difference(before, now);
		json_decref(now);
		if (!difference)
			return;
	}
	ck_abort_msg("%s: not as it was: %s", what, difference);
}
