/*
 * The kernel's words in an acknowledgement, with and without the copy of the request
 * that older kernels put between, and libnl's error numbers. No socket is opened.
 */
#include <errno.h>
#include <netlink/attr.h>
#include <stdlib.h>

#include "sock.h"
#include "support/message.h"
#include "support/unit.h"

/* An acknowledgement as the kernel builds it (af_netlink.c, netlink_ack). */
struct ack {
	int type; /* NLMSG_ERROR or NLMSG_DONE */
	int flags;
	size_t copied; /* bytes of the request behind its header */
	const char *text;
	bool ended;	 /* the text has its NUL */
	uint32_t offset; /* 0: none */
};

static struct nlmsghdr *build(const struct ack *k)
{
	struct nlmsghdr *h = calloc(1, 4096);
	struct nlmsgerr *e;
	struct nlattr *a;
	char *at;

	ck_assert_ptr_nonnull(h);
	h->nlmsg_type = (uint16_t)k->type;
	h->nlmsg_flags = (uint16_t)k->flags;
	at = (char *)h + NLMSG_HDRLEN;
	if (k->type == NLMSG_DONE) {
		at += sizeof(int);
	} else {
		e = (struct nlmsgerr *)at;
		e->error = -EINVAL;
		e->msg.nlmsg_len = (uint32_t)(NLMSG_HDRLEN + k->copied);
		at += sizeof(*e);
		if (!(k->flags & NLM_F_CAPPED)) {
			memset(at, 0x11, k->copied);
			at += NLMSG_ALIGN(k->copied);
		}
	}
	if (k->text) {
		size_t n = strlen(k->text) + k->ended;

		a = (struct nlattr *)at;
		a->nla_type = NLMSGERR_ATTR_MSG;
		a->nla_len = (uint16_t)(NLA_HDRLEN + n);
		memcpy(a + 1, k->text, n);
		at += NLA_ALIGN(a->nla_len);
	}
	if (k->offset) {
		a = (struct nlattr *)at;
		a->nla_type = NLMSGERR_ATTR_OFFS;
		a->nla_len = NLA_HDRLEN + sizeof(k->offset);
		memcpy(a + 1, &k->offset, sizeof(k->offset));
		at += NLA_ALIGN(a->nla_len);
	}
	h->nlmsg_len = (uint32_t)(at - (char *)h);
	return h;
}

#define TLVS   NLM_F_ACK_TLVS
#define CAPPED (NLM_F_ACK_TLVS | NLM_F_CAPPED)

/* clang-format off */
static const struct {
	struct ack ack;
	const char *text;
	uint32_t offset;
} rows[] = {
	{ { NLMSG_ERROR, CAPPED, 0, "invalid option value", true, 60 },
		"invalid option value", 60 },
	{ { NLMSG_ERROR, CAPPED, 500, "invalid option value", true, 60 },
		"invalid option value",
		60 },
	{ { NLMSG_ERROR, TLVS, 0, "invalid option value", true, 60 },
		"invalid option value", 60 },
	{ { NLMSG_ERROR, TLVS, 32, "invalid option value", true, 60 },
		"invalid option value", 60 },
	/* a request that does not end on a border of four */
	{ { NLMSG_ERROR, TLVS, 33, "invalid option value", true, 60 },
		"invalid option value", 60 },
	{ { NLMSG_ERROR, TLVS, 1000, "invalid option value", true, 60 },
		"invalid option value",
		60 },
	/* one without the other, and neither */
	{ { NLMSG_ERROR, CAPPED, 32, "Unknown device type", true, 0 },
		"Unknown device type", 0 },
	{ { NLMSG_ERROR, CAPPED, 32, NULL, true, 60 }, "", 60 },
	{ { NLMSG_ERROR, CAPPED, 32, NULL, true, 0 }, "", 0 },
	{ { NLMSG_ERROR, TLVS, 32, NULL, true, 0 }, "", 0 },
	/* without the flag there is nothing, whatever follows */
	{ { NLMSG_ERROR, 0, 32, "no words", true, 60 }, "", 0 },
	{ { NLMSG_ERROR, NLM_F_CAPPED, 32, "no words", true, 60 }, "", 0 },
	/* a dump ends with them, too */
	{ { NLMSG_DONE, TLVS, 0, "Invalid values in header", true, 0 },
		"Invalid values in header",
		0 },
	{ { NLMSG_DONE, 0, 0, "no words", true, 0 }, "", 0 },
	/* texts that are not what a text should be */
	{ { NLMSG_ERROR, CAPPED, 0, "unended", false, 0 }, "unended", 0 },
	{ { NLMSG_ERROR, CAPPED, 0, "", true, 60 }, "", 60 },
	{ { NLMSG_ERROR, CAPPED, 0, "", false, 60 }, "", 60 },
	/* and one with more words than there is room for */
	{ { NLMSG_ERROR, CAPPED, 0, "a text of so many words that it does not fit", true,
		60 },
		"a text of so many words that it", 60 },
};
/* clang-format on */

START_TEST(test_extack)
{
	struct nlmsghdr *h = build(&rows[_i].ack);
	uint32_t offset = 77;
	char text[32] = "before";

	sock_extack(h, text, sizeof(text), &offset);
	ck_assert_str_eq(text, rows[_i].text);
	ck_assert_uint_eq(offset, rows[_i].offset);
	free(h);
}
END_TEST

/* An reply that was one message has no acknowledgement. */
START_TEST(test_no_ack)
{
	uint32_t offset = 77;
	char text[32] = "before";

	sock_extack(NULL, text, sizeof(text), &offset);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(offset, 0);
}
END_TEST

/* -------------------------------------------------------------------- torn messages */

static void read_extack(void *data, const struct nlmsghdr *h)
{
	uint32_t offset;
	char text[32];

	(void)data;
	sock_extack(h, text, sizeof(text), &offset);
	ck_assert_uint_lt(strnlen(text, sizeof(text)), sizeof(text));
}

/* As sock_talk() hands them on: not shorter than their head. */
static void read_whole_head(void *data, const struct nlmsghdr *h)
{
	if (h->nlmsg_type == NLMSG_DONE ||
		h->nlmsg_len >= NLMSG_HDRLEN + sizeof(struct nlmsgerr))
		read_extack(data, h);
}

static void damage(const struct ack *k, void (*fn)(void *data, const struct nlmsghdr *h))
{
	struct nlmsghdr *h = build(k);

	message_damage(h, fn, NULL);
	free(h);
}

START_TEST(test_extack_damaged)
{
	static const struct ack acks[] = {
		{ NLMSG_ERROR, CAPPED, 0, "invalid option value", true, 60 },
		{ NLMSG_DONE, TLVS, 0, "invalid option value", true, 60 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(acks); i++)
		damage(&acks[i], read_whole_head);
}
END_TEST

/*
 * With the request between, its length is in the message: one that lies leads beyond
 * the end, or before the beginning.
 */
START_TEST(test_extack_uncapped_damaged)
{
	static const struct ack ack = { NLMSG_ERROR, TLVS, 32, "invalid option value",
		true, 60 };

	damage(&ack, read_whole_head);
}
END_TEST

/* The trace asks for the words of an error of any length. */
START_TEST(test_extack_short)
{
	static const struct ack ack = { NLMSG_ERROR, TLVS, 0, NULL, true, 0 };

	damage(&ack, read_extack);
}
END_TEST

/* --------------------------------------------------------------------------- errors */

START_TEST(test_errno)
{
	static const struct {
		int nle, error;
	} errors[] = {
		{ NLE_NOMEM, -ENOMEM },
		{ NLE_PERM, -EPERM },
		{ NLE_NOACCESS, -EPERM },
		{ NLE_PROTO_MISMATCH, -EAFNOSUPPORT },
		{ NLE_AF_NOSUPPORT, -EAFNOSUPPORT },
		{ NLE_MSGSIZE, -EMSGSIZE },
		{ NLE_FAILURE, -EIO },
		{ 9999, -EIO },
	};

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		ck_assert_int_eq(sock_errno(errors[i].nle), errors[i].error);
		ck_assert_int_eq(sock_errno(-errors[i].nle), errors[i].error);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("sock");

	unit_rows(s, "extack", test_extack, ARRAY_SIZE(rows));
	unit_one(s, "no ack", test_no_ack);
	unit_one(s, "extack damaged", test_extack_damaged);
	unit_one(s, "extack uncapped damaged", test_extack_uncapped_damaged);
	unit_one(s, "extack short", test_extack_short);
	unit_one(s, "errno", test_errno);
	return unit_run(s);
}
