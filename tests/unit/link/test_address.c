/*
 * Addresses: parsed, printed, told apart, and what their networks cover. No link has
 * them here.
 */
#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "support/unit.h"

/* clang-format off */
static const struct {
	const char *word;
	const char *printed;   /* NULL: as it was said */
	const char *broadcast; /* NULL: none */
	int scope;
} accepted[] = {
	{ "192.168.1.211/24", NULL, "192.168.1.255", RT_SCOPE_UNIVERSE },
	{ "10.1.2.3/8", NULL, "10.255.255.255", RT_SCOPE_UNIVERSE },
	{ "192.0.2.1/25", NULL, "192.0.2.127", RT_SCOPE_UNIVERSE },
	{ "192.0.2.129/25", NULL, "192.0.2.255", RT_SCOPE_UNIVERSE },
	{ "192.0.2.1/30", NULL, "192.0.2.3", RT_SCOPE_UNIVERSE },
	/* a network of two hosts or one has no broadcast address (RFC 3021) */
	{ "192.0.2.1/31", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "192.0.2.1/32", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "192.0.2.1/1", NULL, "255.255.255.255", RT_SCOPE_UNIVERSE },
	{ "192.0.2.1/0", NULL, "255.255.255.255", RT_SCOPE_UNIVERSE },
	{ "192.0.2.1/024", "192.0.2.1/24", "192.0.2.255", RT_SCOPE_UNIVERSE },
	{ "127.0.0.1/8", NULL, "127.255.255.255", RT_SCOPE_UNIVERSE },
	{ "223.255.255.255/32", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "2001:db8::1/64", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "2001:DB8:0:0::1/128", "2001:db8::1/128", NULL, RT_SCOPE_UNIVERSE },
	{ "::1/128", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "::ffff:192.0.2.1/128", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "fe80::1/64", NULL, NULL, RT_SCOPE_LINK },
	{ "febf::1/64", NULL, NULL, RT_SCOPE_LINK },
	{ "fec0::1/64", NULL, NULL, RT_SCOPE_UNIVERSE },
	{ "fd00::1/8", NULL, NULL, RT_SCOPE_UNIVERSE },
};
/* clang-format on */

START_TEST(test_accepted)
{
	char text[ADDRESS_TEXT_SIZE], broadcast[INET_ADDRSTRLEN];
	static const uint8_t none[4];
	struct address a;

	ck_assert_ptr_null(address_parse(accepted[_i].word, &a));
	address_print(&a, text);
	ck_assert_str_eq(
		text, accepted[_i].printed ? accepted[_i].printed : accepted[_i].word);
	ck_assert_int_eq(a.family, strchr(accepted[_i].word, ':') ? AF_INET6 : AF_INET);
	ck_assert_int_eq(a.scope, accepted[_i].scope);
	ck_assert_mem_eq(a.local, a.peer, 16);
	ck_assert_uint_eq(a.valid, UINT32_MAX);
	ck_assert_uint_eq(a.preferred, UINT32_MAX);
	ck_assert_uint_eq(a.flags | a.proto | a.metric, 0);
	ck_assert_str_eq(a.label, "");
	if (accepted[_i].broadcast) {
		inet_ntop(AF_INET, a.broadcast, broadcast, sizeof(broadcast));
		ck_assert_str_eq(broadcast, accepted[_i].broadcast);
	} else {
		ck_assert_mem_eq(a.broadcast, none, 4);
	}
}
END_TEST

/* clang-format off */
static const struct {
	const char *word, *fault;
} refused[] = {
	{ "", "not an address such as" },
	{ "/24", "not an address such as" },
	{ "eth0", "not an address such as" },
	{ "192.0.2/24", "not an address such as" },
	{ "192.0.2.256/24", "not an address such as" },
	{ "192.0.2.1.1/24", "not an address such as" },
	{ " 192.0.2.1/24", "not an address such as" },
	{ "2001:db8:::1/64", "not an address such as" },
	{ "fe80::1%eth0/64", "not an address such as" },
	{ "an-address-with-more-letters-than-any-other-has-got/24", "not an address" },
	{ "192.0.2.1", "length of the network is missing" },
	{ "fe80::1", "length of the network is missing" },
	{ "192.0.2.1/", "is not a number" },
	{ "192.0.2.1/x", "is not a number" },
	{ "192.0.2.1/-1", "is not a number" },
	{ "192.0.2.1/+8", "is not a number" },
	{ "192.0.2.1/2 ", "is not a number" },
	{ "192.0.2.1/24/24", "is not a number" },
	{ "192.0.2.1/0024", "is not a number" },
	{ "192.0.2.1/255.255.255.0", "is not a number" },
	{ "192.0.2.1/33", "at most /32" },
	{ "192.0.2.1/999", "at most /32" },
	{ "fe80::1/129", "at most /128" },
	{ "0.0.0.0/0", "that a host can have" },
	{ "0.1.2.3/8", "that a host can have" },
	{ "224.0.0.1/4", "that a host can have" },
	{ "255.255.255.255/32", "that a host can have" },
	{ "::/0", "that a host can have" },
	{ "ff02::1/16", "that a host can have" },
};
/* clang-format on */

START_TEST(test_refused)
{
	struct address a;
	const char *fault = address_parse(refused[_i].word, &a);

	ck_assert_msg(fault && strstr(fault, refused[_i].fault), "'%s'", unit_or(fault));
}
END_TEST

static struct address address(const char *word)
{
	struct address a;

	ck_assert_msg(!address_parse(word, &a), "%s", word);
	return a;
}

/* clang-format off */
static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{ "192.0.2.1/24", "192.0.2.1/24", true },
	{ "192.0.2.1/24", "192.0.2.1/25", false },
	{ "192.0.2.1/24", "192.0.2.2/24", false },
	{ "2001:db8::1/64", "2001:db8:0::1/64", true },
	{ "2001:db8::1/64", "2001:db8::2/64", false },
	/* the same bytes in another family */
	{ "32.1.13.184/32", "2001:db8::/32", false },
};
/* clang-format on */

START_TEST(test_same)
{
	struct address a = address(pairs[_i].a), b = address(pairs[_i].b);

	ck_assert_int_eq(address_same(&a, &b), pairs[_i].same);
	ck_assert_int_eq(address_same(&b, &a), pairs[_i].same);
}
END_TEST

/* The first of each pair is looked for among others, before and behind them. */
START_TEST(test_find)
{
	struct address a = address(pairs[_i].a),
		       list[] = { address("198.51.100.1/24"), address(pairs[_i].b),
			       address("198.51.100.2/24") };

	ck_assert_ptr_eq(address_find(list, ARRAY_SIZE(list), &a),
		pairs[_i].same ? &list[1] : NULL);
	ck_assert_ptr_null(address_find(list, 1, &a));
	ck_assert_ptr_null(address_find(NULL, 0, &a));
}
END_TEST

/* What ages, and what the kernel adds, does not make it another address. */
START_TEST(test_same_but_older)
{
	struct address a = address("192.0.2.1/24"), b = a;

	b.valid = b.preferred = 100;
	b.flags = IFA_F_PERMANENT;
	str_copy(b.label, sizeof(b.label), "eth0:1");
	b.proto = 4;
	ck_assert(address_same(&a, &b));
	b.peer[3] = 9;
	ck_assert(!address_same(&a, &b));
}
END_TEST

START_TEST(test_whose)
{
	struct address v4 = address("192.0.2.1/24"), v6 = address("fe80::1/64");
	static const bool kernels[] = { false, true, false, true, false };

	for (uint8_t proto = 0; proto < ARRAY_SIZE(kernels); proto++) {
		v6.proto = proto;
		ck_assert_int_eq(address_is_kernels(&v6), kernels[proto]);
	}
	ck_assert(address_is_lost_when_down(&v6));
	ck_assert(!address_is_lost_when_down(&v4));
}
END_TEST

/* clang-format off */
static const struct {
	const char *network, *host;
	bool covers;
} covers[] = {
	{ "192.0.2.5/24", "192.0.2.1", true },
	{ "192.0.2.5/24", "192.0.2.255", true },
	{ "192.0.2.5/24", "192.0.3.1", false },
	{ "192.0.2.5/32", "192.0.2.5", true },
	{ "192.0.2.5/32", "192.0.2.4", false },
	{ "192.0.2.5/31", "192.0.2.4", true },
	{ "192.0.2.5/31", "192.0.2.6", false },
	{ "192.0.2.129/25", "192.0.2.200", true },
	{ "192.0.2.129/25", "192.0.2.100", false },
	{ "10.1.0.1/12", "10.15.255.255", true },
	{ "10.1.0.1/12", "10.16.0.0", false },
	{ "10.1.0.1/0", "192.0.2.1", true },
	{ "2001:db8::1/64", "2001:db8::ffff", true },
	{ "2001:db8::1/64", "2001:db8:0:1::1", false },
	{ "2001:db8::1/127", "2001:db8::", true },
	{ "2001:db8::1/128", "2001:db8::1", true },
	{ "2001:db8::1/128", "2001:db8::3", false },
	{ "2001:db8::1/33", "2001:db8:7fff::", true },
	{ "2001:db8::1/33", "2001:db8:8000::", false },
	{ "2001:db8::1/0", "fe80::1", true },
	{ "10.1.0.1/0", "::1", false },
	{ "2001:db8::1/0", "10.1.0.1", false },
};
/* clang-format on */

START_TEST(test_covers)
{
	struct address a = address(covers[_i].network);
	uint8_t family, ip[16];

	ck_assert(ip_parse(covers[_i].host, &family, ip));
	ck_assert_int_eq(address_covers(&a, family, ip), covers[_i].covers);
}
END_TEST

/* clang-format off */
static const struct {
	const char *word;
	const char *printed; /* NULL: refused */
} ips[] = {
	{ "192.0.2.1", "192.0.2.1" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "FE80::0:1", "fe80::1" },
	{ "::", "::" },
	{ "", NULL },
	{ "192.0.2.1/24", NULL },
	{ "192.0.2", NULL },
	{ "router", NULL },
	{ "fe80::1%2", NULL },
};
/* clang-format on */

START_TEST(test_ip)
{
	char text[ADDRESS_TEXT_SIZE];
	uint8_t family, ip[16];

	memset(ip, 0xff, sizeof(ip));
	ck_assert_int_eq(ip_parse(ips[_i].word, &family, ip), ips[_i].printed != NULL);
	if (!ips[_i].printed)
		return;
	ip_print(family, ip, text);
	ck_assert_str_eq(text, ips[_i].printed);
	/* the rest is zero: whole addresses are compared */
	for (size_t i = family == AF_INET ? 4 : 16; i < 16; i++)
		ck_assert_int_eq(ip[i], 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("address");

	unit_rows(s, "accepted", test_accepted, ARRAY_SIZE(accepted));
	unit_rows(s, "refused", test_refused, ARRAY_SIZE(refused));
	unit_rows(s, "same", test_same, ARRAY_SIZE(pairs));
	unit_rows(s, "find", test_find, ARRAY_SIZE(pairs));
	unit_one(s, "same but older", test_same_but_older);
	unit_one(s, "whose", test_whose);
	unit_rows(s, "covers", test_covers, ARRAY_SIZE(covers));
	unit_rows(s, "ip", test_ip, ARRAY_SIZE(ips));
	return unit_run(s);
}
