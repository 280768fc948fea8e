/*
 * Addresses of a link, see address.h. It sends nothing.
 */
#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "link/objects.h"
#include "str.h"

bool ip_parse(const char *word, uint8_t *ret_family, uint8_t ret[16])
{
	memset(ret, 0, 16);
	*ret_family = strchr(word, ':') ? AF_INET6 : AF_INET;
	return inet_pton(*ret_family, word, ret) == 1;
}

void ip_print(uint8_t family, const uint8_t ip[16], char ret[ADDRESS_TEXT_SIZE])
{
	inet_ntop(family, ip, ret, ADDRESS_TEXT_SIZE);
}

const char *address_parse(const char *word, struct address *ret)
{
	const char *slash = strchr(word, '/');
	char host[INET6_ADDRSTRLEN];
	size_t n = slash ? (size_t)(slash - word) : strlen(word);
	unsigned prefix = 0, max;

	memset(ret, 0, sizeof(*ret));
	if (n >= sizeof(host))
		return "not an address";
	memcpy(host, word, n);
	host[n] = 0;
	if (!ip_parse(host, &ret->family, ret->local))
		return "not an address such as 192.168.1.211/24 or 2001:db8::1/64";
	if (!slash)
		return "the length of the network is missing, such as /24";

	max = ret->family == AF_INET ? 32 : 128;
	if (!slash[1] || strlen(slash + 1) > 3)
		return "the length of the network is not a number";
	for (const char *p = slash + 1; *p; p++) {
		if (*p < '0' || *p > '9')
			return "the length of the network is not a number";
		prefix = prefix * 10 + (unsigned)(*p - '0');
	}
	if (prefix > max)
		return max == 32 ? "a v4 network has at most /32"
				 : "a v6 network has at most /128";
	ret->prefix = (uint8_t)prefix;

	if (ret->family == AF_INET
			? ret->local[0] == 0 || ret->local[0] >= 224
			: ret->local[0] == 0xff || !memcmp(ret->local, &in6addr_any, 16))
		return "not an address that a host can have";

	memcpy(ret->peer, ret->local, sizeof(ret->peer));
	ret->valid = ret->preferred = UINT32_MAX;
	if (ret->family == AF_INET6 && ret->local[0] == 0xfe &&
		(ret->local[1] & 0xc0) == 0x80)
		ret->scope = RT_SCOPE_LINK;
	/* the kernel computes no broadcast address for netlink (net/ipv4/devinet.c) */
	if (ret->family == AF_INET && prefix < 31) {
		uint32_t ip, mask = prefix ? 0xffffffffu << (32 - prefix) : 0;

		memcpy(&ip, ret->local, 4);
		ip |= htonl(~mask);
		memcpy(ret->broadcast, &ip, 4);
	}
	return NULL;
}

void address_print(const struct address *a, char ret[ADDRESS_TEXT_SIZE])
{
	size_t n;

	ip_print(a->family, a->local, ret);
	n = strlen(ret);
	snprintf(ret + n, ADDRESS_TEXT_SIZE - n, "/%u", a->prefix);
}

bool address_same(const struct address *a, const struct address *b)
{
	return a->family == b->family && a->prefix == b->prefix &&
		!memcmp(a->local, b->local, sizeof(a->local)) &&
		!memcmp(a->peer, b->peer, sizeof(a->peer));
}

struct address *address_find(
	const struct address *list, size_t n, const struct address *a)
{
	for (size_t i = 0; i < n; i++)
		if (address_same(&list[i], a))
			return (struct address *)&list[i];
	return NULL;
}

bool address_is_kernels(const struct address *a)
{
	/* 3 is IFAPROT_KERNEL_LL; 1 is lo's, 2 is from a router's advertisement */
	return a->proto == 1 || a->proto == 3;
}

bool address_is_given(const struct address *a)
{
	return !address_is_kernels(a) && a->scope != RT_SCOPE_LINK &&
		a->valid == UINT32_MAX;
}

bool address_is_lost_when_down(const struct address *a)
{
	return a->family == AF_INET6;
}

bool address_covers(const struct address *a, uint8_t family, const uint8_t ip[16])
{
	unsigned whole = a->prefix / 8, bits = a->prefix % 8;

	if (a->family != family)
		return false;
	if (memcmp(a->peer, ip, whole) != 0)
		return false;
	return !bits || !((a->peer[whole] ^ ip[whole]) >> (8 - bits));
}

/* ------------------------------------------------------------- as a kind of object */

static bool same(const void *a, const void *b)
{
	return address_same(a, b);
}

static void print(const void *o, char ret[OBJECT_TEXT_SIZE])
{
	address_print(o, ret);
}

static unsigned lost_by(const void *o)
{
	return address_is_lost_when_down(o) ? LOST_DOWN : 0;
}

static bool is_kernels(const void *o)
{
	return address_is_kernels(o);
}

/*
 * Of v4 addresses the first is the primary one; a v6 address is put before the others of
 * its scope (net/ipv6/addrconf.c, ipv6_link_dev_addr).
 */
static bool is_stacked(const void *o)
{
	return ((const struct address *)o)->family == AF_INET6;
}

/*
 * A v4 address is labelled with the name of its device, and perhaps more behind a colon:
 * on another device with that one's. One that does not fit is the bare name.
 */
static void relabel(char label[16], const char *from, const char *to)
{
	size_t n = strlen(from);
	char rest[16];

	if (strncmp(label, from, n) != 0 || (label[n] && label[n] != ':'))
		return;
	str_copy(rest, sizeof(rest), label + n);
	n = strlen(to);
	str_copy(label, sizeof(rest), to);
	if (n + strlen(rest) < sizeof(rest))
		str_copy(label + n, sizeof(rest) - n, rest);
}

static void move(void *o, const char *from, const char *to)
{
	struct address *a = o;

	relabel(a->label, from, to);
	a->proven = a->family == AF_INET6 &&
		!(a->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED));
}

extern const struct object_row object_address;
const struct object_row object_address = {
	.word = "address",
	.size = sizeof(struct address),
	.is_taken = true,
	.losses = LOST_DOWN,
	.same = same,
	.print = print,
	.lost_by = lost_by,
	.is_kernels = is_kernels,
	.is_stacked = is_stacked,
	.move = move,
};
