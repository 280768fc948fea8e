/*
 * What the running kernel's bonding driver knows of the option table, as the public
 * header tells it. Found out by looking and asking: it makes no bond and changes none.
 */
#include <errno.h>
#include <string.h>

#include "ctx.h"
#include "spec/spec.h"

/*
 * As old as the netlink side of the driver itself, and refused without a line in the
 * kernel's log. Were one of them not known, then it is the asking that went wrong.
 */
#define CONTROL_BOND  BONDNL_OPT_AD_AGGREGATOR
#define CONTROL_SLAVE BONDNL_OPT_SLAVE_PERM_HWADDR

struct asking {
	struct probe probes[BONDNL_OPT_COUNT_ + 2];
	int replies[BONDNL_OPT_COUNT_ + 2];
	size_t n;
	int slave; /* the ifindex of some slave; 0 if there is none */
};

static void add(struct asking *a, enum bondnl_option id)
{
	bool of_slave = option_get(id)->level == OPTION_SLAVE;

	a->probes[a->n++] =
		(struct probe){ .id = id, .ifindex = of_slave ? a->slave : 0 };
}

/* What is only reported of a slave has no place in a request. */
static bool can_be_asked(const struct asking *a, const struct option *o)
{
	if (o->level == OPTION_SLAVE)
		return option_settable(o) && a->slave;
	return true;
}

static enum bondnl_known meaning(const struct asking *a, size_t i)
{
	bool slave = option_get(a->probes[i].id)->level == OPTION_SLAVE;
	int control = a->replies[slave ? 1 : 0];

	if (a->replies[i] == PROBE_YES)
		return BONDNL_KNOWN_YES;
	if (a->replies[i] == -EPERM)
		return BONDNL_KNOWN_NO_PRIVILEGE;
	if (a->replies[i] == PROBE_NO && control == PROBE_YES)
		return BONDNL_KNOWN_NO;
	return BONDNL_KNOWN_UNTOLD;
}

/* What was not seen: asked for where that is possible. */
static int ask_unseen(struct bondnl_ctx *ctx, struct asking *a, optmask seen,
	enum bondnl_known *known, struct bondnl_error *err)
{
	int rc;

	add(a, CONTROL_BOND);
	if (a->slave)
		add(a, CONTROL_SLAVE);
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++) {
		const struct option *o = option_get((enum bondnl_option)i);

		if (seen & OPTBIT(i))
			known[i] = BONDNL_KNOWN_YES;
		else if (can_be_asked(a, o))
			add(a, o->id);
		else
			known[i] =
				a->slave ? BONDNL_KNOWN_NOT_SEEN : BONDNL_KNOWN_NO_SLAVE;
	}
	rc = ctx->backend->probe(ctx->backend, a->probes, a->n, a->replies, err);
	if (rc < 0)
		return rc;
	for (size_t i = a->slave ? 2 : 1; i < a->n; i++)
		known[a->probes[i].id] = meaning(a, i);
	return 0;
}

static optmask seen_in(const struct snapshot *s, int *ret_slave)
{
	optmask seen = 0;

	*ret_slave = 0;
	for (size_t i = 0; i < s->n; i++) {
		seen |= s->links[i].options.present;
		if (!*ret_slave && link_is_bond_slave(&s->links[i]))
			*ret_slave = s->links[i].ifindex;
	}
	return seen;
}

int bondnl_kernel_options(struct bondnl_ctx *ctx, size_t n, enum bondnl_known ret[],
	struct bondnl_error *err)
{
	const struct query all = { .kind = QUERY_BONDS };
	enum bondnl_known known[BONDNL_OPT_COUNT_];
	_cleanup_snapshot_ struct snapshot s = { 0 };
	struct asking a = { 0 };
	optmask seen;
	int rc;

	rc = ctx->backend->query(ctx->backend, &all, 1, &s, err);
	if (rc < 0)
		return rc;
	seen = seen_in(&s, &a.slave);
	for (size_t i = 0; i < BONDNL_OPT_COUNT_; i++)
		known[i] = BONDNL_KNOWN_NO_DRIVER;
	/* newer kernels would load it for being asked */
	if (!s.driver_missing)
		rc = ask_unseen(ctx, &a, seen, known, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		ret[i] = i < BONDNL_OPT_COUNT_ ? known[i] : BONDNL_KNOWN_UNTOLD;
	return 0;
}

const char *bondnl_known_reason(enum bondnl_known known)
{
	switch (known) {
	case BONDNL_KNOWN_NO:
	case BONDNL_KNOWN_YES:
		return NULL;
	case BONDNL_KNOWN_NO_DRIVER:
		return "the bonding driver is not loaded";
	case BONDNL_KNOWN_NO_PRIVILEGE:
		return "asking needs CAP_NET_ADMIN";
	case BONDNL_KNOWN_NO_SLAVE:
		return "no bond has a slave that could be asked";
	case BONDNL_KNOWN_NOT_SEEN:
		return "no slave reports it now";
	default:
		return "the kernel gives no clear answer";
	}
}
