/*
 * Is a bond as the driver makes it? See pristine.h. Adopts nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "change/pristine.h"

static bool same_options(const struct optset *a, const struct optset *b)
{
	optmask mask = (a->present | b->present) & optmask_level(OPTION_BOND);

	for (enum bondnl_option id; optmask_next(&mask, &id);)
		if (!optset_has(a, id) || !optset_has(b, id) || !optset_same(a, b, id))
			return false;
	return true;
}

static int refused(enum step_kind kind, const char *name, const struct reply *a,
	struct bondnl_error *err)
{
	if (a->error == -EPERM) {
		error_set(err, -EPERM, NULL, "needs CAP_NET_ADMIN");
		error_hint(err, "run it as root, for example with sudo");
		return -EPERM;
	}
	return error_set(err, a->error, name, "cannot %s a bond to compare with: %s",
		kind == STEP_CREATE ? "make" : "remove", strerror(-a->error));
}

/* Whether there is a device of this name; and if it is a bond, its ifindex. */
static int look_for(struct backend *backend, const char *name, bool *ret_there,
	int *ret_bond, struct bondnl_error *err)
{
	const struct query q = { .kind = QUERY_NAME, .name = name };
	_cleanup_snapshot_ struct snapshot now = { 0 };
	int rc = backend->query(backend, &q, 1, &now, err);
	const struct link *l = rc == 0 ? snapshot_asked(&now, name) : NULL;

	*ret_there = l;
	*ret_bond = l && link_is_bond(l) ? l->ifindex : 0;
	return rc;
}

/* Nobody else knows of it: it is looked for by its name, and removed, when all went
 * wrong. */
static void forget_sample(
	struct backend *backend, struct target_link *sample, char ret_left[IFNAMSIZ])
{
	const struct step step = { .kind = STEP_DELETE };
	struct request request = { .step = &step, .link = sample };
	struct reply reply;
	bool there;

	(void)!look_for(backend, sample->name, &there, &request.ifindex, NULL);
	if (!request.ifindex)
		return;
	(void)!backend->send(backend, &request, 1, &reply, NULL);
	(void)!look_for(backend, sample->name, &there, &request.ifindex, NULL);
	if (request.ifindex)
		str_copy(ret_left, IFNAMSIZ, sample->name);
}

/*
 * Made and deleted by one send: who ends the program ends it before or behind that, so
 * that no sample stays. It is deleted by its name, which is nobody's: that was asked.
 */
int pristine_sample(struct backend *backend, struct optset *ret, char ret_left[IFNAMSIZ],
	struct bondnl_error *err)
{
	static const struct step make = { .kind = STEP_CREATE },
				 remove = { .kind = STEP_DELETE };
	struct target_link sample = { .master = -1 };
	struct optset made = { 0 };
	const struct request requests[] = {
		{ .step = &make, .link = &sample, .ret_made = &made },
		{ .step = &remove, .link = &sample },
	};
	struct reply replies[2] = { 0 };
	bool there;
	int rc, bond;

	ret_left[0] = 0;
	snprintf(sample.name, sizeof(sample.name), "bondnl-%d", (int)getpid() % 10000000);
	rc = look_for(backend, sample.name, &there, &bond, err);
	if (rc < 0)
		return rc;
	if (there)
		return error_set(err, -EEXIST, sample.name,
			"cannot make a bond to compare with: there is a device of this "
			"name");
	rc = backend->send(backend, requests, 2, replies, err);
	if (rc == 0 && replies[0].error)
		return refused(STEP_CREATE, sample.name, &replies[0], err);
	if (rc == 0 && replies[1].error)
		rc = refused(STEP_DELETE, sample.name, &replies[1], err);
	if (rc < 0)
		forget_sample(backend, &sample, ret_left);
	else
		*ret = made;
	return rc;
}

int pristine_examine(struct backend *backend, struct link *bond, char ret_left[IFNAMSIZ],
	struct bondnl_error *err)
{
	struct optset fresh = { 0 };
	int rc = pristine_sample(backend, &fresh, ret_left, err);

	if (rc == 0)
		bond->untouched = same_options(&bond->options, &fresh);
	return rc;
}
