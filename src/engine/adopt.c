/*
 * Is a bond as the driver makes it? See adopt.h. Adopts nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adopt.h"

static bool same_options(const struct optset *a, const struct optset *b)
{
	optmask mask = (a->present | b->present) & optmask_level(OPTION_BOND);

	for (enum bondnl_option id; optmask_next(&mask, &id);)
		if (!optset_has(a, id) || !optset_has(b, id) || !optset_same(a, b, id))
			return false;
	return true;
}

/* @ret_told: whether an answer came, so that a refusal is known to be one. */
static int send_one(struct door *door, enum step_kind kind, struct target_link *link,
	bool *ret_told, struct bondnl_error *err)
{
	const struct step step = { .kind = kind };
	const struct order order = {
		.step = &step, .link = link, .ifindex = link->ifindex
	};
	struct answer answer = { 0 };
	int rc;

	rc = door->send(door, &order, 1, &answer, err);
	*ret_told = answer.told;
	if (rc < 0)
		return rc;
	if (answer.error == -EPERM) {
		error_set(err, -EPERM, NULL, "needs CAP_NET_ADMIN");
		error_hint(err, "run it as root, for example with sudo");
		return -EPERM;
	}
	if (answer.error)
		return error_set(err, answer.error, link->name,
			"cannot %s a bond to compare with: %s",
			kind == STEP_CREATE ? "make" : "remove", strerror(-answer.error));
	if (kind == STEP_CREATE)
		link->ifindex = answer.ifindex;
	return 0;
}

static bool is_there(struct door *door, struct target_link *sample)
{
	const struct question q = { .kind = ASK_NAME, .name = sample->name };
	struct snapshot now = { 0 };
	const struct link *l = NULL;

	if (door->ask(door, &q, 1, &now, NULL) == 0)
		l = snapshot_asked(&now, sample->name);
	sample->ifindex = l && link_is_bond(l) ? l->ifindex : 0;
	snapshot_free(&now);
	return sample->ifindex;
}

/* Nobody else knows of it: it is looked for by its name, and removed, when all went
 * wrong. */
static void forget_sample(
	struct door *door, struct target_link *sample, char ret_left[IFNAMSIZ])
{
	bool told;

	if (!is_there(door, sample))
		return;
	send_one(door, STEP_DELETE, sample, &told, NULL);
	if (is_there(door, sample))
		str_copy(ret_left, IFNAMSIZ, sample->name);
}

int adopt_sample(struct door *door, struct optset *ret, char ret_left[IFNAMSIZ],
	struct bondnl_error *err)
{
	struct target_link sample = { .master = -1 };
	struct question q = { .kind = ASK_LINK };
	struct snapshot now = { 0 };
	const struct link *l;
	int rc, removed;
	bool told;

	ret_left[0] = 0;
	snprintf(sample.name, sizeof(sample.name), "bondnl-%d", (int)getpid() % 10000000);
	rc = send_one(door, STEP_CREATE, &sample, &told, err);
	if (rc < 0) {
		/* one that was refused is not ours, if there is a bond of that name */
		if (!told)
			forget_sample(door, &sample, ret_left);
		return rc;
	}

	q.ifindex = sample.ifindex;
	rc = door->ask(door, &q, 1, &now, err);
	l = snapshot_by_ifindex(&now, sample.ifindex);
	if (rc == 0 && l)
		*ret = l->options;
	snapshot_free(&now);

	removed = send_one(door, STEP_DELETE, &sample, &told, err);
	if (removed < 0)
		forget_sample(door, &sample, ret_left);
	return rc < 0 ? rc : removed;
}

int adopt_examine(struct door *door, struct link *bond, char ret_left[IFNAMSIZ],
	struct bondnl_error *err)
{
	struct optset fresh = { 0 };
	int rc = adopt_sample(door, &fresh, ret_left, err);

	if (rc == 0)
		bond->untouched = same_options(&bond->options, &fresh);
	return rc;
}
