/*
 * Values between words and numbers. What a row of the table accepts in general is
 * test_option's; here are the forms of words: times, MACs, lists, names, flags.
 */
#include <errno.h>
#include <inttypes.h>

#include "option/value.h"
#include "support/unit.h"

static int parse(enum bondnl_option id, const char *word, struct value *v,
	struct bondnl_error *err)
{
	return value_parse(option_get(id), word, v, err);
}

/* --------------------------------------------------------------- accepted numbers */

/* clang-format off */
static const struct {
	enum bondnl_option id;
	const char *word;
	int64_t number;
} accepted[] = {
	{ BONDNL_OPT_MIIMON, "100", 100 },
	{ BONDNL_OPT_MIIMON, "100ms", 100 },
	{ BONDNL_OPT_MIIMON, "0", 0 },
	{ BONDNL_OPT_MIIMON, "0ms", 0 },
	{ BONDNL_OPT_MIIMON, "0s", 0 },
	{ BONDNL_OPT_MIIMON, "1s", 1000 },
	{ BONDNL_OPT_MIIMON, "1.5s", 1500 },
	{ BONDNL_OPT_MIIMON, "0.1s", 100 },
	{ BONDNL_OPT_MIIMON, "0.001s", 1 },
	{ BONDNL_OPT_MIIMON, "1.25s", 1250 },
	{ BONDNL_OPT_MIIMON, "1.250s", 1250 },
	{ BONDNL_OPT_MIIMON, "1.0s", 1000 },
	{ BONDNL_OPT_MIIMON, "2147483647", INT32_MAX },
	{ BONDNL_OPT_MIIMON, "2147483.647s", INT32_MAX },
	{ BONDNL_OPT_MIIMON, "010", 10 }, /* decimal, not octal */
	{ BONDNL_OPT_PEER_NOTIF_DELAY, "300s", 300000 },
	{ BONDNL_OPT_LP_INTERVAL, "1", 1 },
	{ BONDNL_OPT_LP_INTERVAL, "1s", 1 },
	{ BONDNL_OPT_LP_INTERVAL, "90s", 90 },
	{ BONDNL_OPT_LP_INTERVAL, "1000ms", 1 },
	{ BONDNL_OPT_LP_INTERVAL, "5000ms", 5 },
	{ BONDNL_OPT_SLAVE_PRIO, "-5", -5 },
	{ BONDNL_OPT_SLAVE_PRIO, "-2147483648", INT32_MIN },
	{ BONDNL_OPT_RESEND_IGMP, "255", 255 },
	{ BONDNL_OPT_MODE, "802.3ad", 4 },
	{ BONDNL_OPT_MODE, "4", 4 },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:01", 0x020000000001 },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "00-1A-2b-FF-fe-09", 0x001a2bfffe09 },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "00:00:00:00:00:00", 0 },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "fe:ff:ff:ff:ff:ff", 0xfeffffffffff },
};
/* clang-format on */

START_TEST(test_accepted)
{
	struct bondnl_error err = { 0 };
	struct value v;

	memset(&v, 0xff, sizeof(v));
	ck_assert_int_eq(parse(accepted[_i].id, accepted[_i].word, &v, &err), 0);
	ck_assert_int_eq(v.number, accepted[_i].number);
	ck_assert_int_eq(err.code, 0);
	ck_assert_str_eq(v.link_name, "");
	ck_assert_int_eq(v.targets.n, 0);
}
END_TEST

/* ------------------------------------------------------------------------- refused */

#define IP4_17                                                                           \
	"1.0.0.1,1.0.0.2,1.0.0.3,1.0.0.4,1.0.0.5,1.0.0.6,1.0.0.7,1.0.0.8,1.0.0.9,"       \
	"1.0.0.10,1.0.0.11,1.0.0.12,1.0.0.13,1.0.0.14,1.0.0.15,1.0.0.16,1.0.0.17"

#define NOT_A_VALUE "is not a value it can have"
#define TIME_HINT   "0 to 2147483647 ms, such as 100, 100ms or 1s"

/* clang-format off */
static const struct {
	enum bondnl_option id;
	const char *word, *text, *hint;
} refused[] = {
	{ BONDNL_OPT_MIIMON, "1.5", "'1.5' " NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1us", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "-1", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "-1s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "-1.5s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "-0.5s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "ms", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, ".s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1.s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, ".5s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1.5.5s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1.-5s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1.5ms", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1.0005s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1.0000s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "99999999999999999", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "99999999999999999s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "999999999999999s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "2147483648", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "2147483648ms", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "2147484s", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "4294967396", NOT_A_VALUE, TIME_HINT }, /* 100 in 32 bits */
	{ BONDNL_OPT_MIIMON, "100 ", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, " 100", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "+100", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "--1", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "-", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "0x64", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1e3", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1S", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_MIIMON, "1min", NOT_A_VALUE, TIME_HINT },
	{ BONDNL_OPT_PEER_NOTIF_DELAY, "301s", NOT_A_VALUE, "0 to 300000 ms" },
	{ BONDNL_OPT_LP_INTERVAL, "0", NOT_A_VALUE,
		"1 to 2147483647 s, such as 1 or 1s" },
	{ BONDNL_OPT_LP_INTERVAL, "1.5s", NOT_A_VALUE, "1 or 1s" },
	{ BONDNL_OPT_LP_INTERVAL, "1500ms", NOT_A_VALUE, "1 or 1s" },
	{ BONDNL_OPT_LP_INTERVAL, "0ms", NOT_A_VALUE, "1 or 1s" },
	/* a unit only where the row has one */
	{ BONDNL_OPT_RESEND_IGMP, "1s", NOT_A_VALUE, "it takes 0 to 255" },
	{ BONDNL_OPT_RESEND_IGMP, "256", NOT_A_VALUE, "it takes 0 to 255" },
	{ BONDNL_OPT_SLAVE_PRIO, "2147483648", NOT_A_VALUE, "-2147483648 to 2147483647" },
	{ BONDNL_OPT_SLAVE_PRIO, "-2147483649", NOT_A_VALUE,
		"-2147483648 to 2147483647" },
	/* names, exactly */
	{ BONDNL_OPT_MODE, "active", NOT_A_VALUE,
		"did you mean active-backup? it takes bal" },
	{ BONDNL_OPT_MODE, "active-backpu", NOT_A_VALUE, "did you mean active-backup?" },
	{ BONDNL_OPT_MODE, "802.3AD", NOT_A_VALUE, "did you mean 802.3ad?" },
	{ BONDNL_OPT_MODE, "7", NOT_A_VALUE, "it takes balance-rr, active-backup, " },
	{ BONDNL_OPT_MODE, "-1", NOT_A_VALUE, "it takes balance-rr, active-backup, " },
	{ BONDNL_OPT_MODE, "", NOT_A_VALUE, "it takes balance-rr, active-backup, " },
	{ BONDNL_OPT_XMIT_HASH_POLICY, "layer3_4", NOT_A_VALUE,
		"did you mean layer3+4?" },
	{ BONDNL_OPT_LACP_RATE, "fsat", NOT_A_VALUE,
		"did you mean fast? it takes slow, fast" },
	/* MACs */
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "", NOT_A_VALUE, "a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00", NOT_A_VALUE, "a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:0", NOT_A_VALUE, "a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:001", NOT_A_VALUE,
		"a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:0g", NOT_A_VALUE,
		"a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02.00.00.00.00.01", NOT_A_VALUE,
		"a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "02:00:00:00:00:01:", NOT_A_VALUE,
		"a MAC such as " },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, "2:0:0:0:0:1", NOT_A_VALUE, "a MAC such as " },
	/* lists */
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.256", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1,", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, ",192.0.2.1", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, ",", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1,,192.0.2.2", NOT_A_VALUE,
		"16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1,none", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1/24", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "2001:db8::1", NOT_A_VALUE, "16 IPv4 addresses" },
	{ BONDNL_OPT_NS_IP6_TARGET, "192.0.2.1", NOT_A_VALUE, "16 IPv6 addresses" },
	{ BONDNL_OPT_NS_IP6_TARGET, "fe80::1%eth0", NOT_A_VALUE, "16 IPv6 addresses" },
	{ BONDNL_OPT_ARP_IP_TARGET, "0000000000000000000000000000000000000000000000001",
		NOT_A_VALUE, "16 IPv4 addresses" },
	/* one too many is for a rule to judge */
	{ BONDNL_OPT_ARP_IP_TARGET, IP4_17 ",192.0.2.99", "16 targets at most", NULL },
	/* links are known by name */
	{ BONDNL_OPT_PRIMARY, "", "'': a device name cannot be empty", NULL },
	{ BONDNL_OPT_PRIMARY, "a/b", "no '/'", NULL },
};
/* clang-format on */

START_TEST(test_refused)
{
	struct bondnl_error err = { 0 };
	struct value v;

	ck_assert_int_eq(parse(refused[_i].id, refused[_i].word, &v, &err), -EINVAL);
	ck_assert_int_eq(err.code, -EINVAL);
	ck_assert(err.usage);
	ck_assert_error(&err, option_get(refused[_i].id)->name, refused[_i].text,
		refused[_i].hint);
	/* the error is not needed to refuse */
	ck_assert_int_eq(parse(refused[_i].id, refused[_i].word, &v, NULL), -EINVAL);
}
END_TEST

/* ---------------------------------------------------------------- lists and names */

/* clang-format off */
static const struct {
	enum bondnl_option id;
	const char *word, *printed;
	int n;
} lists[] = {
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.1", "192.0.2.1", 1 },
	{ BONDNL_OPT_ARP_IP_TARGET, "192.0.2.2,192.0.2.1", "192.0.2.2,192.0.2.1", 2 },
	{ BONDNL_OPT_ARP_IP_TARGET, "none", "none", 0 },
	{ BONDNL_OPT_ARP_IP_TARGET,
		"1.0.0.1,1.0.0.2,1.0.0.3,1.0.0.4,1.0.0.5,1.0.0.6,1.0.0.7,1.0.0.8,"
		"1.0.0.9,1.0.0.10,1.0.0.11,1.0.0.12,1.0.0.13,1.0.0.14,1.0.0.15,1.0.0.16",
		"1.0.0.1,1.0.0.2,1.0.0.3,1.0.0.4,1.0.0.5,1.0.0.6,1.0.0.7,1.0.0.8,"
		"1.0.0.9,1.0.0.10,1.0.0.11,1.0.0.12,1.0.0.13,1.0.0.14,1.0.0.15,1.0.0.16",
		16 },
	{ BONDNL_OPT_NS_IP6_TARGET, "2001:DB8:0::1,fe80::1", "2001:db8::1,fe80::1", 2 },
	{ BONDNL_OPT_NS_IP6_TARGET, "none", "none", 0 },
};
/* clang-format on */

START_TEST(test_lists)
{
	_cleanup_text_ struct text t = { 0 };
	struct value v;

	ck_assert_int_eq(parse(lists[_i].id, lists[_i].word, &v, NULL), 0);
	ck_assert_int_eq(v.targets.n, lists[_i].n);
	value_print(option_get(lists[_i].id), &v, &t);
	ck_assert_str_eq(text_str(&t), lists[_i].printed);
}
END_TEST

START_TEST(test_link)
{
	struct value v;

	ck_assert_int_eq(parse(BONDNL_OPT_PRIMARY, "fifteen-letters", &v, NULL), 0);
	ck_assert_str_eq(v.link_name, "fifteen-letters");
	ck_assert_int_eq(v.number, 0);
	/* it may be known by an altname */
	ck_assert_int_eq(
		parse(BONDNL_OPT_PRIMARY, "enx020000000001-and-more", &v, NULL), 0);
	ck_assert_str_eq(v.link_name, "enx020000000001-and-more");
}
END_TEST

/* clang-format off */
static const struct {
	const char *name;
	const char *fault, *alt_fault;
} names[] = {
	{ "eth0", NULL, NULL },
	{ "a", NULL, NULL },
	{ "bond0.100", NULL, NULL },
	{ "...", NULL, NULL },
	{ "-eth", NULL, NULL },
	{ "b\xc3\xbcndel", NULL, NULL },
	{ "fifteen-letters", NULL, NULL },
	{ "sixteen-letters-", "at most 15 bytes", NULL },
	{ "enx0123456789ab-and-more", "at most 15 bytes", NULL },
	{ "", "cannot be empty", "cannot be empty" },
	{ ".", "no device can have", "no device can have" },
	{ "..", "no device can have", "no device can have" },
	{ "a/b", "no '/'", "no '/'" },
	{ "eth0:1", "no '/', ':'", "no '/', ':'" },
	{ "a b", "white space", "white space" },
	{ "a\n", "white space", "white space" },
	{ "\ta", "white space", "white space" },
	{ "bond%d", "a pattern to the kernel", "a pattern to the kernel" },
};
/* clang-format on */

static void check_fault(const char *fault, const char *expected)
{
	ck_assert_msg(expected ? fault && strstr(fault, expected) : !fault,
		"'%s', not '%s'", unit_or(fault), unit_or(expected));
}

START_TEST(test_names)
{
	check_fault(name_fault(names[_i].name), names[_i].fault);
	check_fault(altname_fault(names[_i].name), names[_i].alt_fault);
}
END_TEST

START_TEST(test_long_names)
{
	char name[129];

	memset(name, 'x', sizeof(name));
	name[127] = 0;
	ck_assert_ptr_null(altname_fault(name));
	name[127] = 'x';
	name[128] = 0;
	check_fault(altname_fault(name), "at most 127 bytes");
}
END_TEST

/* ------------------------------------------------------------------------- printing */

/* clang-format off */
static const struct {
	enum bondnl_option id;
	int64_t number;
	const char *name;
	const char *text;
} printed[] = {
	{ BONDNL_OPT_MIIMON, 100, "", "100" },
	{ BONDNL_OPT_MODE, 1, "", "active-backup" },
	/* a value of tomorrow's kernel is a number */
	{ BONDNL_OPT_MODE, 7, "", "7" },
	{ BONDNL_OPT_AD_SELECT, 200, "", "200" },
	{ BONDNL_OPT_MIN_LINKS, 4294967295, "", "4294967295" },
	{ BONDNL_OPT_SLAVE_PRIO, -5, "", "-5" },
	{ BONDNL_OPT_SLAVE_MII_STATUS, 1, "", "going down" },
	{ BONDNL_OPT_SLAVE_MII_STATUS, 9, "", "9" },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, 0x02ab00000001, "", "02:ab:00:00:00:01" },
	{ BONDNL_OPT_AD_ACTOR_SYSTEM, 0, "", "00:00:00:00:00:00" },
	{ BONDNL_OPT_AD_PARTNER_MAC, 0xffffffffffff, "", "ff:ff:ff:ff:ff:ff" },
	{ BONDNL_OPT_PRIMARY, 5, "eth0", "eth0" },
	{ BONDNL_OPT_PRIMARY, 0, "eth0", "eth0" },
	{ BONDNL_OPT_PRIMARY, 5, "", "5" },
	{ BONDNL_OPT_PRIMARY, 0, "", "none" },
	{ BONDNL_OPT_ARP_IP_TARGET, 0, "", "none" },
	{ BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE, 0, "", "" },
	{ BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE, 0x01, "", "active" },
	{ BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE, 0x3d, "",
		"active,aggregating,in_sync,collecting,distributing" },
	{ BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE, 0xc2, "",
		"short_timeout,defaulted,expired" },
	/* bits without a name are shown, too */
	{ BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE, 0x101, "", "active,0x100" },
	{ BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE, 0x8000, "", "0x8000" },
};
/* clang-format on */

START_TEST(test_printed)
{
	_cleanup_text_ struct text t = { 0 };
	struct value v = { .number = printed[_i].number };

	str_copy(v.link_name, sizeof(v.link_name), printed[_i].name);
	value_print(option_get(printed[_i].id), &v, &t);
	ck_assert_str_eq(text_str(&t), printed[_i].text);
}
END_TEST

/* clang-format off */
static const struct {
	size_t len;
	const char *text;
} macs[] = {
	{ 0, "" },
	{ 1, "00" },
	{ 6, "00:01:02:03:04:05" },
	/* infiniband */
	{ 20, "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13" },
	{ 32, "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:"
	      "10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f" },
	{ 40, "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:"
	      "10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f" },
};
/* clang-format on */

START_TEST(test_mac_print)
{
	char text[MAC_TEXT_SIZE];
	uint8_t mac[40];

	for (size_t i = 0; i < sizeof(mac); i++)
		mac[i] = (uint8_t)i;
	mac_print(mac, macs[_i].len, text);
	ck_assert_str_eq(text, macs[_i].text);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("value");

	unit_rows(s, "accepted", test_accepted, ARRAY_SIZE(accepted));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refused));
	unit_rows(s, "lists", test_lists, ARRAY_SIZE(lists));
	unit_one(s, "link", test_link);
	unit_rows(s, "names", test_names, ARRAY_SIZE(names));
	unit_one(s, "long names", test_long_names);
	unit_rows(s, "printed", test_printed, ARRAY_SIZE(printed));
	unit_rows(s, "mac print", test_mac_print, ARRAY_SIZE(macs));
	return unit_run(s);
}
