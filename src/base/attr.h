/*
 * Attributes read where they lie. libnl has these as functions in its library; a dump
 * of many links reads hundreds of thousands, and the calls were half of the time.
 * Every length is checked before anything is touched; nothing is copied or kept.
 */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A run of attributes that is being walked: start with attr_in() or attr_after(). */
struct attr_walk {
	const struct nlattr *next;
	size_t left;
};

static inline unsigned attr_type(const struct nlattr *a)
{
	return a->nla_type & NLA_TYPE_MASK;
}

static inline const void *attr_data(const struct nlattr *a)
{
	return (const char *)a + NLA_HDRLEN;
}

static inline size_t attr_len(const struct nlattr *a)
{
	return (size_t)(a->nla_len - NLA_HDRLEN);
}

/* A number of 4 bytes, or of the first 4; @otherwise where there is none. */
static inline uint32_t attr_u32(const struct nlattr *a, uint32_t otherwise)
{
	uint32_t v;

	if (!a || attr_len(a) < sizeof(v))
		return otherwise;
	memcpy(&v, attr_data(a), sizeof(v));
	return v;
}

/* Those inside a nest; none if @nest is NULL. */
static inline struct attr_walk attr_in(const struct nlattr *nest)
{
	if (!nest)
		return (struct attr_walk){ 0 };
	return (struct attr_walk){ attr_data(nest), attr_len(nest) };
}

/* Those of a payload, behind a head of @size bytes. */
static inline struct attr_walk attr_behind(const void *payload, size_t len, size_t size)
{
	size_t skip = NLMSG_ALIGN(size);

	if (!payload || len <= skip)
		return (struct attr_walk){ 0 };
	return (struct attr_walk){ (const struct nlattr *)((const char *)payload + skip),
		len - skip };
}

/* Those of a message, behind a head of @size bytes. */
static inline struct attr_walk attr_after(const struct nlmsghdr *h, size_t size)
{
	size_t skip = NLMSG_HDRLEN + NLMSG_ALIGN(size);

	if (h->nlmsg_len <= skip)
		return (struct attr_walk){ 0 };
	return (struct attr_walk){ (const struct nlattr *)((const char *)h + skip),
		h->nlmsg_len - skip };
}

/* The next one, or NULL at the end, and where the rest is no attribute. */
static inline const struct nlattr *attr_next(struct attr_walk *w)
{
	const struct nlattr *a = w->next;
	size_t n;

	if (w->left < NLA_HDRLEN || a->nla_len < NLA_HDRLEN || a->nla_len > w->left)
		return NULL;
	n = NLA_ALIGN(a->nla_len);
	w->next = (const struct nlattr *)((const char *)a + n);
	w->left = n < w->left ? w->left - n : 0;
	return a;
}

/* The first of a type; NULL if there is none. */
static inline const struct nlattr *attr_find(struct attr_walk w, unsigned type)
{
	const struct nlattr *a;

	while ((a = attr_next(&w)) && attr_type(a) != type)
		;
	return a;
}

/* Are both there, with the same bytes, or none of them? */
static inline bool attr_same(const struct nlattr *a, const struct nlattr *b)
{
	if (!a || !b)
		return a == b;
	return attr_len(a) == attr_len(b) &&
		!memcmp(attr_data(a), attr_data(b), attr_len(a));
}

/* Fills a table by type, up to @max; the last of several wins, as in the kernel. */
static inline void attr_table(const struct nlattr *tb[], unsigned max, struct attr_walk w)
{
	memset(tb, 0, sizeof(*tb) * (max + 1));
	for (const struct nlattr *a; (a = attr_next(&w));)
		if (attr_type(a) <= max)
			tb[attr_type(a)] = a;
}

/* Has it so many bytes at least? */
static inline bool attr_holds(const struct nlattr *a, size_t n)
{
	return a && attr_len(a) >= n;
}

static inline uint8_t attr_u8(const struct nlattr *a, uint8_t otherwise)
{
	return attr_holds(a, 1) ? *(const uint8_t *)attr_data(a) : otherwise;
}

/* What is too long for @ret is cut; without an attribute it stays. */
static inline void attr_string(const struct nlattr *a, char *ret, size_t size)
{
	size_t n = a ? strnlen(attr_data(a), attr_len(a)) : 0;

	if (!a)
		return;
	if (n >= size)
		n = size - 1;
	memcpy(ret, attr_data(a), n);
	ret[n] = 0;
}

/* What is behind the header of a message, and its length. */
static inline const void *message_payload(const struct nlmsghdr *h)
{
	return (const char *)h + NLMSG_HDRLEN;
}

static inline size_t message_len(const struct nlmsghdr *h)
{
	return h->nlmsg_len > NLMSG_HDRLEN ? h->nlmsg_len - NLMSG_HDRLEN : 0;
}

#endif
