/*
 * A set of option values, see optset.h. It checks nothing.
 */
#include <string.h>

#include "option/optset.h"
#include "str.h"

static size_t list_index(enum bondnl_option id)
{
	return option_get(id)->type == OPTION_IP6_LIST;
}

static bool is_list(enum bondnl_option id)
{
	enum option_type t = option_get(id)->type;

	return t == OPTION_IP4_LIST || t == OPTION_IP6_LIST;
}

char *optset_link(struct optset *s, enum bondnl_option id)
{
	/* its rank among the links, of which there are as many as places */
	return s->link_name[__builtin_popcountll(
		optmask_type(OPTION_LINK) & (OPTBIT(id) - 1))];
}

void optset_put(struct optset *s, enum bondnl_option id, const struct value *v)
{
	s->present |= OPTBIT(id);
	s->number[id] = v->number;
	if (is_list(id))
		s->targets[list_index(id)] = v->targets;
	if (option_get(id)->type == OPTION_LINK)
		str_copy(optset_link(s, id), ALTNAME_SIZE, v->link_name);
}

void optset_put_number(struct optset *s, enum bondnl_option id, int64_t number)
{
	s->present |= OPTBIT(id);
	s->number[id] = number;
}

void optset_take(const struct optset *s, enum bondnl_option id, struct value *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->number = s->number[id];
	if (is_list(id))
		ret->targets = s->targets[list_index(id)];
	if (option_get(id)->type == OPTION_LINK)
		str_copy(ret->link_name, sizeof(ret->link_name),
			optset_link((struct optset *)s, id));
}

int64_t optset_number(const struct optset *s, enum bondnl_option id, int64_t otherwise)
{
	return optset_has(s, id) ? s->number[id] : otherwise;
}

void optset_merge(struct optset *s, const struct optset *from, optmask mask)
{
	struct value v;

	mask &= from->present;
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		optset_take(from, id, &v);
		optset_put(s, id, &v);
	}
}

static bool targets_hold(const struct targets *t, const uint8_t *ip)
{
	for (size_t i = 0; i < t->n; i++)
		if (memcmp(t->ip[i], ip, sizeof(t->ip[i])) == 0)
			return true;
	return false;
}

bool optset_same(const struct optset *a, const struct optset *b, enum bondnl_option id)
{
	const struct targets *ta, *tb;

	if (!is_list(id))
		return a->number[id] == b->number[id];

	ta = &a->targets[list_index(id)];
	tb = &b->targets[list_index(id)];
	if (ta->n != tb->n)
		return false;
	for (size_t i = 0; i < ta->n; i++)
		if (!targets_hold(tb, ta->ip[i]))
			return false;
	return true;
}

optmask optset_differing(
	const struct optset *want, const struct optset *have, optmask mask)
{
	optmask left = mask;

	for (enum bondnl_option id; optmask_next(&left, &id);)
		if (optset_has(have, id) ? optset_same(want, have, id)
					 : optset_is_none(want, id))
			mask &= ~OPTBIT(id);
	return mask;
}

bool optset_is_none(const struct optset *s, enum bondnl_option id)
{
	if (!option_may_be_none(option_get(id)))
		return false;
	return is_list(id) ? s->targets[list_index(id)].n == 0 : s->number[id] == 0;
}

bool optmask_next(optmask *mask, enum bondnl_option *id)
{
	if (!*mask)
		return false;
	*id = (enum bondnl_option)__builtin_ctzll(*mask);
	*mask &= *mask - 1;
	return true;
}

optmask optmask_in_mode(optmask mask, int64_t mode)
{
	optmask left = mask;

	for (enum bondnl_option id; optmask_next(&left, &id);)
		if (!option_in_mode(option_get(id), mode))
			mask &= ~OPTBIT(id);
	return mask;
}

/* Of the table, made once: some are asked for with each link that is read. */
static struct {
	optmask level[OPTION_AD_INFO + 1], type[OPTION_FLAGS16 + 1], flag[16];
} masks;

__attribute__((constructor)) static void fill_masks(void)
{
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		masks.level[o->level] |= OPTBIT(i);
		masks.type[o->type] |= OPTBIT(i);
		for (size_t bit = 0; bit < ARRAY_SIZE(masks.flag); bit++)
			if (o->flags & 1u << bit)
				masks.flag[bit] |= OPTBIT(i);
	}
}

optmask optmask_level(enum option_level level)
{
	return masks.level[level];
}

optmask optmask_type(enum option_type type)
{
	return masks.type[type];
}

optmask optmask_flags(unsigned flags)
{
	optmask m = 0;

	for (size_t bit = 0; bit < ARRAY_SIZE(masks.flag); bit++)
		if (flags & 1u << bit)
			m |= masks.flag[bit];
	return m;
}

size_t optset_targets(const struct optset *s)
{
	return (size_t)s->targets[0].n + s->targets[1].n;
}

int64_t optset_mac_policy(const struct optset *bond)
{
	return option_mac_policy(optset_number(bond, BONDNL_OPT_MODE, -1),
		optset_number(bond, BONDNL_OPT_FAIL_OVER_MAC, FAIL_OVER_MAC_NONE));
}
