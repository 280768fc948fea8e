/*
 * metrics: what promtool makes of it, whether it is what ip says, and that a file of it
 * is there whole or not at all.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/world.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

/* Both ends of a cable are bonds in 802.3ad; the other pair is active-backup. */
static const char bonds[] =
	"link add eth0 type veth peer name eth0p\nlink add eth1 type veth peer name "
	"eth1p\n"
	"link add eth2 type veth peer name eth2p\nlink set eth2p up\n"
	"link add bond0 type bond mode 802.3ad miimon 100 lacp_rate fast\n"
	"link add bond9 type bond mode 802.3ad miimon 100 lacp_rate fast\n"
	"link add bond1 type bond mode active-backup miimon 100\n"
	"link set eth0 master bond0\nlink set eth1 master bond0\n"
	"link set eth0p master bond9\nlink set eth1p master bond9\n"
	"link set eth2 master bond1\n"
	"link set bond0 up\nlink set bond9 up\nlink set bond1 up\n";

/* ------------------------------------------------------------------------- promtool */

/* A file for a shell's line; both go with the test. */
static char folder[] = "/tmp/bondnl-metrics-XXXXXX";

static void make_folder(void)
{
	strcpy(folder, "/tmp/bondnl-metrics-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void drop_folder(void)
{
	char line[64];

	umount2(folder, MNT_DETACH);
	snprintf(line, sizeof(line), "-rf %s", folder);
	run("rm", line);
}

static char *in_folder(const char *name)
{
	char *path = world_keep(malloc(256));

	snprintf(path, 256, "%s/%s", folder, name);
	return path;
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

static struct ran *promtool(const char *text)
{
	const char *script = in_folder("script");
	char line[512];

	put_file(in_folder("text"), text);
	snprintf(line, sizeof(line), "promtool check metrics <%s\n", in_folder("text"));
	put_file(script, line);
	return run("sh", script);
}

/* A board has no promtool. */
static void ck_valid(const char *text)
{
	struct ran *r;

	if (world_is_board())
		return;
	r = promtool(text);
	ck_assert_msg(r->status == 0 && !*r->out && !*r->err, "%s%s in %.2000s", r->out,
		r->err, text);
}

/* The text with the first @from replaced. */
static char *changed(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *ret;

	ck_assert_msg(at != NULL, "no '%s' in %s", from, text);
	ret = world_keep(malloc(strlen(text) + strlen(to) + 1));
	sprintf(ret, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return ret;
}

/* A line, or soon. */
static const char *metrics_with(const char *line)
{
	struct ran *r = NULL;

	until_soon()
	{
		r = bondnl_ends(0, "metrics");
		if (strstr(r->out, line))
			return r->out;
	}
	ck_abort_msg("no '%s' in %s", line, r->out);
	return NULL;
}

START_TEST(promtool_takes_it)
{
	static const char *const broken[][2] = {
		{ "bond=\"bond0\"", "bond=\"bo\"nd0\"" },
		{ "bond=\"bond0\"", "bond=\"bond0\\q\"" },
		{ "# TYPE bondnl_bond_up gauge", "# TYPE bondnl_bond_up gouge" },
		{ "bondnl_bond_up{bond=\"bond0\"} 1",
			"bondnl_bond_up{bond=\"bond0\"} one" },
		{ "bondnl_bond_up{bond=\"bond1\"}", "bondnl_bond_up{bond=\"bond1\"" },
		{ "# HELP bondnl_bond_up", "# HULP bondnl_bond_up" },
	};
	const char *text;

	ip_batch(bonds);
	metrics_with("bondnl_bond_partner_present{bond=\"bond0\"} 1\n");
	text = metrics_with(
		"bondnl_slave_partner_present{bond=\"bond0\",slave=\"eth1\"} 1\n");
	ck_valid(text);
	/* and so it would be noticed if it were wrong */
	for (size_t i = 0; i < N_OF(broken); i++)
		ck_assert_msg(
			promtool(changed(text, broken[i][0], broken[i][1]))->status != 0,
			"taken: %s", broken[i][1]);
	/* without bonds, too */
	ip_batch("link del bond0\nlink del bond1\nlink del bond9\n");
	text = bondnl_ends(0, "metrics")->out;
	ck_valid(text);
	ck_has_not(text, "bondnl_bond");
}
END_TEST

/* --------------------------------------------------------------------------- values */

START_TEST(values)
{
	const char *text;

	ip_batch(bonds);
	metrics_with("bondnl_bond_partner_present{bond=\"bond0\"} 1\n");
	ip_batch("link set eth2p down\n");
	text = metrics_with(
		"bondnl_slave_link_failures_total{bond=\"bond1\",slave=\"eth2\"} 1\n");
	ck_assert_str_eq(
		link_value("eth2", "linkinfo.info_slave_data.link_failure_count"), "1");
	ck_has(text, "bondnl_bond_info{bond=\"bond0\",mode=\"802.3ad\"} 1\n");
	ck_has(text, "bondnl_bond_slaves{bond=\"bond0\"} 2\n");
	ck_has(text, "bondnl_bond_usable_slaves{bond=\"bond0\"} 2\n");
	ck_has(text, "bondnl_bond_usable_slaves{bond=\"bond1\"} 0\n");
	ck_has(text, "bondnl_bond_mtu_bytes{bond=\"bond0\"} 1500\n");
	ck_has(text, "bondnl_slave_up{bond=\"bond1\",slave=\"eth2\"} 1\n");
	ck_has(text, "bondnl_slave_carrier{bond=\"bond1\",slave=\"eth2\"} 0\n");
	ck_has(text, "bondnl_slave_mii_up{bond=\"bond1\",slave=\"eth2\"} 0\n");
	/* 10000 Mb/s, as a veth has it */
	ck_has(text,
		"bondnl_slave_speed_bytes_per_second{bond=\"bond0\",slave=\"eth0\"} "
		"1250000000\n");
	ck_has(text, "bondnl_slave_full_duplex{bond=\"bond0\",slave=\"eth0\"} 1\n");
	ck_has(text, "bondnl_bond_findings{bond=\"bond1\",severity=\"critical\"} 1\n");
	ck_has(text, "bondnl_bond_findings{bond=\"bond0\",severity=\"critical\"} 0\n");
	/* counted of what LACP does, and of none that has no LACP */
	ck_has(text, "# TYPE bondnl_slave_lacpdu_rx_total counter\n");
	ck_has(text, "bondnl_slave_lacpdu_rx_total{bond=\"bond0\",slave=\"eth0\"} ");
	ck_has_not(text, "bondnl_slave_lacpdu_rx_total{bond=\"bond1\"");
	ck_has_not(text, "bondnl_bond_partner_present{bond=\"bond1\"");
	ck_has(text, "bondnl_bond_rx_bytes_total{bond=\"bond0\"} ");
	ck_has(text, "bondnl_slave_tx_dropped_total{bond=\"bond1\",slave=\"eth2\"} ");
	ck_has_not(bondnl_ends(0, "metrics bond1")->out, "bond0");
	bondnl_ends(1, "metrics bond7");
	bondnl_ends(2, "metrics --nagios");
	bondnl_ends(2, "metrics --json");
	bondnl_ends(2, "show --textfile x");
}
END_TEST

/* So many that what LACP counts is read at once: the same of each as alone. */
START_TEST(lacp_of_many)
{
	static const char name[] =
		"bondnl_slave_lacpdu_tx_total{bond=\"b%d\",slave=\"s%d\"} ";
	const char *all = NULL;
	char line[96];

	for (int i = 0; i < 20; i++) {
		ip("link add s%d type veth peer name p%d", i, i);
		ip("link add b%d type bond mode 802.3ad miimon 100", i);
		ip("link set s%d master b%d", i, i);
	}
	/* one only sends */
	ip_batch("link set p7 up\nlink set b7 up\n");
	until_soon()
	{
		all = bondnl_ends(0, "metrics")->out;
		snprintf(line, sizeof(line), name, 7, 7);
		ck_has(all, line);
		if (strstr(all, line)[strlen(line)] != '0')
			break;
	}
	ck_assert_int_ne(strstr(all, line)[strlen(line)], '0');
	ck_valid(all);
	for (int i = 0; i < 20; i++) {
		snprintf(line, sizeof(line), name, i, i);
		ck_has(all, line);
		if (i != 7)
			ck_assert_int_eq(strstr(all, line)[strlen(line)], '0');
	}
}
END_TEST

START_TEST(names_of_any_bytes)
{
	const char *text;

	ip_batch("link add \"b\\\\d'\" type bond\nlink add 'q\"t' type bond\n"
		 "link add '\303\244\377\302' type bond\n");
	text = bondnl_ends(0, "metrics")->out;
	ck_valid(text);
	ck_has(text, "{bond=\"q\\\"t\"} ");
	ck_has(text, "{bond=\"\303\244\\\\xff\\\\xc2\"} ");
}
END_TEST

/* ----------------------------------------------------------------------------- files */

static int files_in_folder(void)
{
	DIR *d = opendir(folder);
	int n = 0;

	ck_assert_ptr_nonnull(d);
	for (struct dirent *e; (e = readdir(d));)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

START_TEST(into_a_file)
{
	const char *path = in_folder("bondnl.prom");
	struct stat first, second;

	ip_batch(bonds);
	umask(077);
	ck_assert_str_eq(bondnl_ends(0, "metrics --textfile %s", path)->out, "");
	ck_assert_int_eq(stat(path, &first), 0);
	ck_assert_int_eq(first.st_mode & 07777, 0644);
	ck_assert_int_eq(files_in_folder(), 1);
	ck_has(file_text(path), "bondnl_bond_up{bond=\"bond0\"} 1\n");
	/* put in its place, never written over: who reads the old one reads it to its end
	 */
	ck_assert_int_eq(link(path, in_folder("old")), 0);
	bondnl_ends(0, "metrics --textfile=%s", path);
	ck_assert_int_eq(stat(path, &second), 0);
	ck_assert_uint_ne(first.st_ino, second.st_ino);
	ck_assert_int_eq(files_in_folder(), 2);
	ck_valid(file_text(path));
}
END_TEST

START_TEST(file_that_cannot_be)
{
	struct ran *r;
	struct stat st;

	ip_batch(bonds);
	r = bondnl_ends(1, "metrics --textfile %s/none/x.prom", folder);
	ck_has(r->err, "cannot be written: No such file or directory");
	/* what would be another thing then stays what it is */
	r = bondnl_ends(1, "metrics --textfile /dev/null");
	ck_has(r->err, "/dev/null: is no regular file");
	ck_assert(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
	ck_has(bondnl_ends(2, "metrics --textfile -")->err, "'-' is no file");
	ck_assert_int_eq(mkdir(in_folder("is-one"), 0755), 0);
	bondnl_ends(1, "metrics --textfile %s", in_folder("is-one"));
	ck_assert_int_eq(files_in_folder(), 1);
	bondnl_ends(2, "metrics --textfile");
	bondnl_ends(2, "metrics --textfile=");
	bondnl_ends(2, "metrics --textfile a --textfile b");
	/* what is asked for is not there: an old file stays as it is */
	bondnl_ends(1, "metrics bond7 --textfile %s", in_folder("x.prom"));
	ck_assert_int_eq(files_in_folder(), 1);
}
END_TEST

/* A disk that fills up: the old file stays, and nothing is left behind. */
START_TEST(full_disk)
{
	const char *path = in_folder("bondnl.prom");
	struct ran *r;

	ck_assert_int_eq(mount("none", folder, "tmpfs", 0, "size=4k"), 0);
	ip_batch(bonds);
	put_file(path, "old\n");
	r = bondnl_ends(1, "metrics --textfile %s", path);
	ck_has(r->err, "No space left on device");
	ck_assert_str_eq(file_text(path), "old\n");
	ck_assert_int_eq(files_in_folder(), 1);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("metrics");
	TCase *c = world_case(s, "text");

	(void)argc;
	tcase_add_checked_fixture(c, make_folder, drop_folder);
	tcase_add_test(c, promtool_takes_it);
	tcase_add_test(c, values);
	tcase_add_test(c, lacp_of_many);
	tcase_add_test(c, names_of_any_bytes);
	c = world_case(s, "files");
	tcase_add_checked_fixture(c, make_folder, drop_folder);
	tcase_add_test(c, into_a_file);
	tcase_add_test(c, file_that_cannot_be);
	if (world_is_vm())
		tcase_add_test(c, full_disk);
	return world_main(argv[0], s);
}
