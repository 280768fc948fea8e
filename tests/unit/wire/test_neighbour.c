/*
 * Neighbours and proxies as messages of the kernel, and back into messages to it: those
 * that somebody gave, those that are none of ours, and torn ones.
 */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdlib.h>

#include "encode.h"
#include "objects.h"
#include "query_encode.h"
#include "support/message.h"
#include "support/scene.h"
#include "support/unit.h"

static const uint8_t v4[4] = { 192, 0, 2, 9 }, v6[16] = { 0x20, 1, 0xd, 0xb8, [15] = 9 };
static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 0x99 };

static void put(struct nl_msg *m, int type, const void *data, int n)
{
	ck_assert_int_eq(nla_put(m, type, n, data), 0);
}

/* As neigh_fill_info() and pneigh_fill_info() build them. */
static struct nl_msg *message(uint8_t family, unsigned state, unsigned flags)
{
	struct ndmsg head = { .ndm_family = family,
		.ndm_ifindex = 5,
		.ndm_state = (uint16_t)state,
		.ndm_flags = (uint8_t)flags,
		.ndm_type = RTN_UNICAST };
	const struct nda_cacheinfo cache = { .ndm_used = 7 };
	const uint32_t probes = 4;
	struct nl_msg *m = nlmsg_alloc_simple(RTM_NEWNEIGH, 0);

	ck_assert_ptr_nonnull(m);
	ck_assert_int_eq(nlmsg_append(m, &head, sizeof(head), NLMSG_ALIGNTO), 0);
	put(m, NDA_DST, family == AF_INET ? v4 : v6, family == AF_INET ? 4 : 16);
	if (flags & NTF_PROXY)
		return m;
	put(m, NDA_LLADDR, mac, sizeof(mac));
	put(m, NDA_CACHEINFO, &cache, sizeof(cache));
	put(m, NDA_PROBES, &probes, sizeof(probes));
	return m;
}

/* clang-format off */
static const struct {
	const char *what;
	uint8_t family;
	unsigned state, flags;
	enum object_kind kind; /* OBJECT_KINDS: it is not kept */
	const char *text, *given;
} rows[] = {
	{ "permanent", AF_INET, NUD_PERMANENT, 0, OBJECT_NEIGHBOUR,
		"192.0.2.9 lladdr 02:00:00:00:00:99",
		"family 2 ifindex 7 state 128 flags 0 dst c0000209 address "
		"020000000099" },
	{ "of v6, a router", AF_INET6, NUD_PERMANENT, NTF_ROUTER, OBJECT_NEIGHBOUR,
		"2001:db8::9 lladdr 02:00:00:00:00:99",
		"family 10 ifindex 7 state 128 flags 128 dst "
		"20010db8000000000000000000000009 address 020000000099" },
	{ "a proxy", AF_INET, 0, NTF_PROXY, OBJECT_PROXY, "192.0.2.9",
		"family 2 ifindex 7 state 128 flags 8 dst c0000209" },
	{ "a proxy of v6", AF_INET6, 0, NTF_PROXY, OBJECT_PROXY, "2001:db8::9",
		"family 10 ifindex 7 state 128 flags 8 dst "
		"20010db8000000000000000000000009" },
	{ "learned", AF_INET, NUD_REACHABLE, 0, OBJECT_KINDS, NULL, NULL },
	{ "stale", AF_INET6, NUD_STALE, NTF_ROUTER, OBJECT_KINDS, NULL, NULL },
	{ "of multicast", AF_INET6, NUD_NOARP, 0, OBJECT_KINDS, NULL, NULL },
	{ "learned elsewhere", AF_INET, NUD_PERMANENT, NTF_EXT_LEARNED, OBJECT_KINDS,
		NULL, NULL },
	{ "of a bridge", AF_BRIDGE, NUD_PERMANENT, 0, OBJECT_KINDS, NULL, NULL },
};
/* clang-format on */

/* On another link, as ip would give it; and taken from there. */
static void check_given(enum object_kind kind, const void *o, const char *expected)
{
	for (int take = 0; take <= 1; take++) {
		const struct target_link l = { .name = "bond0" };
		const struct step step = {
			.kind = take ? STEP_TAKE : STEP_GIVE, .of = kind, .object = o
		};
		const struct request r = { .step = &step, .link = &l, .ifindex = 7 };
		struct nl_msg *m = encode_request(&r);
		_cleanup_text_ struct text given = { 0 }, text = { 0 };

		ck_assert_ptr_nonnull(m);
		text_add(&text, "%s %s",
			take ? "DELNEIGH ack" : "NEWNEIGH ack create replace", expected);
		message_print(nlmsg_hdr(m), &given);
		ck_assert_str_eq(text_str(&given), text_str(&text));
		nlmsg_free(m);
	}
}

START_TEST(test_whose)
{
	struct nl_msg *m = message(rows[_i].family, rows[_i].state, rows[_i].flags);

	for (enum object_kind k = OBJECT_NEIGHBOUR; k <= OBJECT_PROXY; k++) {
		char text[OBJECT_TEXT_SIZE];
		union any_object o;
		int ifindex = 0;

		ck_assert_msg(object_wire(k)->decode(nlmsg_hdr(m), &o, &ifindex) ==
				(rows[_i].kind == k),
			"%s", rows[_i].what);
		if (rows[_i].kind != k)
			continue;
		ck_assert_int_eq(ifindex, 5);
		object_row(k)->print(&o, text);
		ck_assert_str_eq(text, rows[_i].text);
		check_given(k, &o, rows[_i].given);
		object_free(k, &o);
	}
	nlmsg_free(m);
}
END_TEST

/* What it was used for last is of no account; its MAC is. */
START_TEST(test_same)
{
	const struct object_row *row = object_row(OBJECT_NEIGHBOUR);
	struct nl_msg *m = message(AF_INET, NUD_PERMANENT, 0);
	struct as_sent other[4];
	union any_object o;
	int ifindex;

	ck_assert_int_eq(
		object_wire(OBJECT_NEIGHBOUR)->decode(nlmsg_hdr(m), &o, &ifindex), 1);
	scene_neighbour(&other[0], "192.0.2.9", mac);
	scene_neighbour(&other[1], "192.0.2.9", (const uint8_t[6]){ 2 });
	scene_neighbour(&other[2], "192.0.2.8", mac);
	scene_neighbour(&other[3], "2001:db8::9", mac);
	ck_assert(row->same(&o, &other[0]) && !row->same_place(&o, &other[0]));
	ck_assert(!row->same(&o, &other[1]) && row->same_place(&o, &other[1]));
	for (int i = 2; i < 4; i++)
		ck_assert(!row->same(&o, &other[i]) && !row->same_place(&o, &other[i]));
	for (int i = 0; i < 4; i++)
		as_sent_clear(&other[i]);
	object_free(OBJECT_NEIGHBOUR, &o);
	nlmsg_free(m);
}
END_TEST

/* In the head an ifindex would be refused. */
START_TEST(test_query)
{
	static const struct {
		struct query query;
		const char *message;
	} queries[] = {
		{ { .kind = QUERY_OBJECTS + OBJECT_NEIGHBOUR, .ifindex = 7 },
			"GETNEIGH dump family 0 ifindex 0 state 0 flags 0 ifindex u32 "
			"7" },
		{ { .kind = QUERY_OBJECTS + OBJECT_PROXY, .ifindex = 7 },
			"GETNEIGH dump family 0 ifindex 0 state 0 flags 8 ifindex u32 "
			"7" },
		{ { .kind = QUERY_OBJECTS + OBJECT_PROXY },
			"GETNEIGH dump family 0 ifindex 0 state 0 flags 8" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(queries); i++) {
		struct nl_msg *m = query_encode(&queries[i].query);
		_cleanup_text_ struct text t = { 0 };

		ck_assert_ptr_nonnull(m);
		message_print(nlmsg_hdr(m), &t);
		ck_assert_str_eq(text_str(&t), queries[i].message);
		nlmsg_free(m);
	}
}
END_TEST

static void read_one(void *data, const struct nlmsghdr *h)
{
	size_t *read = data;

	for (enum object_kind k = OBJECT_NEIGHBOUR; k <= OBJECT_PROXY; k++) {
		char text[OBJECT_TEXT_SIZE];
		union any_object o;
		int ifindex;

		if (object_wire(k)->decode(h, &o, &ifindex) <= 0)
			continue;
		object_row(k)->print(&o, text);
		ck_assert(object_row(k)->same(&o, &o));
		object_free(k, &o);
		++*read;
	}
}

START_TEST(test_damaged)
{
	struct nl_msg *messages[] = { message(AF_INET6, NUD_PERMANENT, 0),
		message(AF_INET, 0, NTF_PROXY) };

	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		size_t read = 0;

		message_damage(nlmsg_hdr(messages[i]), read_one, &read);
		ck_assert_uint_gt(read, 0);
		nlmsg_free(messages[i]);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("neighbour");

	unit_rows(s, "whose", test_whose, ARRAY_SIZE(rows));
	unit_one(s, "same", test_same);
	unit_one(s, "query", test_query);
	unit_one(s, "damaged", test_damaged);
	return unit_run(s);
}
