/*
 * What the rooms of the fake kernel share, and what each does for the others: for
 * fake*.c only, the tests know fake.h.
 */
#ifndef UNIT_INTERNAL_H
#define UNIT_INTERNAL_H

#include "support/fake.h"

struct fake_hidden *fake_hidden(struct fake *f, const struct link *l);
struct link *fake_by_ifindex(const struct fake *f, int ifindex);
struct link *fake_next_slave(
	const struct fake *f, const struct link *bond, const struct link *last);

/* The errno of a refusal, with the kernel's words, and where they point. */
int fake_refuse(struct reply *a, int error, const char *words, enum bondnl_option option);
int fake_plainly(struct reply *a, int error, const char *words);

/* fake_link.c: links, addresses, routes */
/* With what a link loses when it goes down. */
void fake_set_up(struct link *l, bool up);
int fake_change_link(
	struct fake *f, struct link *l, const struct request *o, struct reply *a);
/* With what it loses when it gets another one. */
void fake_set_mac(struct link *l, const uint8_t mac[6]);
int fake_change_admin(struct fake *f, struct link *l, bool up);
int fake_give(struct fake *f, struct link *l, const struct step *s, struct reply *a);
int fake_take(struct link *l, const struct step *s);

/* fake_bond.c: the options of bonds, and what follows from them */
int64_t fake_mode_of(const struct link *bond);
/* Has the bond the MAC of its active slave? */
bool fake_active_gives_mac(const struct link *bond);
/* A random MAC, as of a bond without slaves. */
void fake_new_mac(struct fake *f, struct link *bond);
int fake_change_options(struct fake *f, struct link *bond, const struct optset *from,
	optmask mask, struct reply *a);
/* What follows from all the rest: the active slave, carrier, what is reported. */
void fake_settle(struct fake *f, struct link *bond, bool reselect);

/* fake_slave.c: bonds and slaves as they come and go */
int fake_create(struct fake *f, const struct request *o, struct reply *a);
int fake_delete(struct fake *f, struct link *l, struct reply *a);
/* All links of the group, or none. */
int fake_delete_group(struct fake *f, uint32_t group, struct reply *a);
int fake_enslave(struct fake *f, struct link *l, struct link *m, struct reply *a);
void fake_release(struct fake *f, struct link *l);
int fake_change_slave(
	struct fake *f, struct link *l, const struct request *o, struct reply *a);

#endif
