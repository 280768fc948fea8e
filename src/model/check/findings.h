/*
 * What is wrong with a bond and what to do about it: a table of rules, each a function
 * over what was read of one bond. They read a snapshot and add findings; they ask nothing
 * and change nothing.
 */
#ifndef MODEL_CHECK_FINDINGS_H
#define MODEL_CHECK_FINDINGS_H

#include "cleanup.h"
#include "link/snapshot.h"
#include "str.h"

struct finding {
	const struct finding_rule *rule;
	enum bondnl_severity severity;
	char bond[IFNAMSIZ], slave[IFNAMSIZ]; /* slave: "" if it is about none */
	struct text evidence, remedy;
};

struct findings {
	struct finding *items;
	size_t n, cap;
	bool failed; /* memory ran out: something may be missing */
};

/* What was read of one bond, for the rules. */
struct check {
	const struct snapshot *now;
	const struct link *bond;
	const struct link *const *slaves; /* in the order of their ifindex */
	size_t n_slaves;
	/* VLANs, bridges, the devices by which the kernel sends to ARP targets, and the
	 * addresses and routes of the slaves */
	const struct snapshot *around;
	const struct link *const *vlans; /* those that sit right on the bond */
	size_t n_vlans;
	const char *netns; /* where its remedies are to be carried out; NULL: here */
	int64_t mode;
	const struct finding_rule *rule; /* the one that is looking now */
	struct findings *found;
};

/* What a rule looks at beyond bonds and their slaves, each a query of its own. */
enum {
	LOOK_ADDRESSES = 1 << 0, /* of the slaves */
	LOOK_ROUTES = 1 << 1,	 /* of the slaves */
	LOOK_EGRESSES = 1 << 2,	 /* to the ARP targets */
	LOOK_VLANS = 1 << 3,
	LOOK_SPEED = 1 << 4,
	LOOK_WIRELESS = 1 << 5,
	LOOK_MASTER = 1 << 6,
};

struct finding_rule {
	const char *id;
	enum bondnl_severity severity; /* the worst that it tells */
	unsigned looks;		       /* LOOK_* */
	uint8_t modes;		       /* where it may find something */
	bool up;		       /* ... only of a bond that is set up */
	void (*look)(struct check *c);
	const char *help; /* one line */
};

/* The rules, ending with a NULL id. */
extern const struct finding_rule finding_rules[];

/* Lets all rules look at one bond; ->mode, ->rule need not be filled in. */
void findings_check(struct check *c);
/* What the rules want to look at, of a bond like this one. */
unsigned findings_looks(const struct link *bond);
void findings_free(struct findings *f);

/* For the rules, in findings_*.c: begins a finding; @slave may be NULL. */
void finding_add(struct check *c, enum bondnl_severity severity, const struct link *slave,
	const char *evidence, ...) _printf_(4, 5);
/* What to do about the one that was added last: a command line. */
void finding_remedy(struct check *c, const char *remedy, ...) _printf_(2, 3);

/* A name as a shell takes it: quoted, if it has to be. */
struct shell_name {
	char s[4 * IFNAMSIZ + 3];
};
struct shell_name shell_name(const char *name);
#define SHELL(link) (shell_name((link)->name).s)

#define NOTE	 BONDNL_SEVERITY_NOTE
#define WARNING	 BONDNL_SEVERITY_WARNING
#define CRITICAL BONDNL_SEVERITY_CRITICAL

#define each_slave(c, l)                                                                 \
	for (size_t i_ = 0; i_ < (c)->n_slaves && ((l) = (c)->slaves[i_], true); i_++)

/* The number of an option of a link; 0 if it is not reported. */
int64_t finding_number(const struct link *l, enum bondnl_option id);
/* The name of its value in the option table; "unknown" if it has none there. */
const char *finding_name(const struct link *l, enum bondnl_option id);

/* bond.c: the bond, and how its slaves are watched */
void find_no_slave(struct check *c);
void find_one_slave(struct check *c);
void find_no_usable_slave(struct check *c);
void find_not_primary(struct check *c);
void find_bond_down(struct check *c);
void find_no_link_monitor(struct check *c);
void find_arp_no_target(struct check *c);
void find_arp_target_route(struct check *c);
void find_option_ignored(struct check *c);
void find_address_duplicate(struct check *c);
void find_address_tentative(struct check *c);
void find_vlan_mtu(struct check *c);
void find_bridge_mtu(struct check *c);

/* slave.c */
void find_slave_down(struct check *c);
void find_slave_no_carrier(struct check *c);
void find_slave_mii_down(struct check *c);
void find_slave_mtu(struct check *c);
void find_slave_mac(struct check *c);
void find_same_mac(struct check *c);
void find_slave_address(struct check *c);
void find_slave_route(struct check *c);
void find_wireless_mac(struct check *c);

/* lacp.c */
void find_below_min_links(struct check *c);
void find_lacp_no_partner(struct check *c);
void find_lacp_defaulted(struct check *c);
void find_lacp_expired(struct check *c);
void find_lacp_not_in_sync(struct check *c);
void find_lacp_aggregators(struct check *c);
void find_lacp_churned(struct check *c);
void find_lacp_speed(struct check *c);
void find_lacp_off(struct check *c);
void find_lacp_rate(struct check *c);

#endif
