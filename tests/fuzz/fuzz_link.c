/*
 * The decoders against any bytes: the input is netlink messages one after the other, as
 * a kernel might send them that is newer than us, or wrong. Nothing is sent.
 */
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "fuzz.h"
#include "objects.h"
#include "option/value.h"
#include "trace.h"

static void ignore_line(void *data, const char *line)
{
	*(size_t *)data += strlen(line);
}

static void print_options(const struct link *l)
{
	optmask mask = l->options.present;

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		_cleanup_text_ struct text t = { 0 };
		struct value v;

		optset_take(&l->options, id, &v);
		value_print(option_get(id), &v, &t);
		FUZZ_CHECK(!t.failed); /* empty where no flag is set */
		FUZZ_CHECK(v.targets.n <= TARGETS_MAX);
	}
}

static void take_link(const struct nlmsghdr *h, struct snapshot *s)
{
	int ifindex = decode_link_index(h);
	struct link *l;

	(void)!decode_is_bond_or_slave(h);
	l = ifindex ? snapshot_place(s, ifindex) : NULL;
	if (!l)
		return;
	decode_link(h, l);
	FUZZ_CHECK(strnlen(l->name, sizeof(l->name)) < sizeof(l->name));
	FUZZ_CHECK(strnlen(l->kind, sizeof(l->kind)) < sizeof(l->kind));
	FUZZ_CHECK(l->mac_len <= HWADDR_MAX);
	print_options(l);
}

static void take(const struct nlmsghdr *h, struct snapshot *s)
{
	char text[OBJECT_TEXT_SIZE];
	union any_object o;
	int ifindex = 0;

	/* as who reads it does: by its type, once there is a header to look at */
	if (h->nlmsg_type == RTM_NEWLINK &&
		h->nlmsg_len >= NLMSG_LENGTH(sizeof(struct ifinfomsg)))
		take_link(h, s);
	if (h->nlmsg_type == RTM_NEWSTATS && s->n)
		decode_lacp(h, &s->links[0]);
	for (enum object_kind i = 0; i < OBJECT_KINDS; i++) {
		if (object_wire(i)->decode(h, &o, &ifindex) <= 0)
			continue;
		object_row(i)->print(&o, text);
		FUZZ_CHECK(object_row(i)->same(&o, &o));
		object_free(i, &o);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct snapshot s = { 0 };
	unsigned char *copy;
	size_t at = 0, lines = 0;
	const struct sock sock = { .trace = ignore_line, .trace_data = &lines };

	if (size > 32768)
		return 0;
	/* aligned, and of its own size, so that a step too far is seen */
	copy = malloc(size + !size);
	if (!copy)
		return 0;
	memcpy(copy, data, size);
	while (at + NLMSG_HDRLEN <= size) {
		const struct nlmsghdr *h = (const struct nlmsghdr *)(copy + at);

		if (h->nlmsg_len < NLMSG_HDRLEN || h->nlmsg_len > size - at)
			break;
		take(h, &s);
		trace_message(&sock, "recv", h);
		at += NLMSG_ALIGN(h->nlmsg_len);
	}
	snapshot_sort(&s);
	snapshot_name_links(&s);
	snapshot_free(&s);
	free(copy);
	return 0;
}
