/*
 * Links, their addresses and routes, as the kernel reported them at one moment.
 * Holds what was read and finds it again; it never asks the kernel.
 */
#ifndef MODEL_LINK_SNAPSHOT_H
#define MODEL_LINK_SNAPSHOT_H

#include <net/if.h>

#include "cleanup.h"
#include "link/objects.h"
#include "link/scalar.h"
#include "option/optset.h"

/*
 * An attribute of the driver that the option table has no row for: a newer kernel's. Of a
 * long one the first bytes; so many of a link, what is beyond is left out.
 */
#define UNKNOWN_BYTES 16
#define UNKNOWNS_MAX  12

struct unknown {
	uint16_t attr; /* its number inside its nest */
	uint16_t len;  /* as the kernel sent it */
	uint8_t level; /* enum option_level */
	uint8_t bytes[UNKNOWN_BYTES];
};

/* linux/if_bonding.h: BOND_LINK_UP, and BOND_LINK_BACK, which is in updelay */
enum {
	MII_UP = 0,
	MII_GOING_BACK = 3,
};

/* linux/if_bonding.h, LACP_STATE_*: of a port's state, those that mean something here */
enum {
	PORT_SHORT_TIMEOUT = 0x02,
	PORT_IN_SYNC = 0x08,
	PORT_DEFAULTED = 0x40,
	PORT_EXPIRED = 0x80,
};

/* What passed a link since it was made, as IFLA_STATS64 counts it. */
struct traffic {
	uint64_t rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors,
		rx_dropped, tx_dropped;
};

/* LACP and marker packets, by their numbers in linux/if_bonding.h (BOND_3AD_STAT_*). */
#define LACP_COUNTERS 9

struct lacp_traffic {
	bool known;
	uint64_t n[LACP_COUNTERS];
};

#define LINK_SPEED_UNKNOWN  UINT32_MAX
#define LINK_DUPLEX_UNKNOWN 0xff /* linux/ethtool.h; 0 is half, 1 full */

/* The device by which the kernel sends to a host; 0 if it has no route there. */
struct egress {
	uint8_t family;
	uint8_t ip[16];
	int ifindex;
};

/* Since when, in ms of the watcher's clock; 0: it did not see that begin. */
struct since {
	int64_t link, mii, lacp, carrier;
};

/*
 * Members that are assigned together under a name, and read without it: l->mtu belongs to
 * l->said. The kernel's own headers call it struct_group() (linux/stddef.h).
 */
#define part_of_link(name, ...)                                                          \
	union {                                                                          \
		struct {                                                                 \
			__VA_ARGS__                                                      \
		};                                                                       \
		struct link_##name {                                                     \
			__VA_ARGS__                                                      \
		} name;                                                                  \
	}

/* clang-format off */
struct link {
	int ifindex;

	/* What the message about the link says: each new one replaces all of it. */
	part_of_link(said,
		char name[IFNAMSIZ];
		char kind[16];	     /* "bond", "veth"; empty for hardware */
		char slave_kind[16]; /* "bond", "bridge"; empty without a master */
		unsigned flags;	     /* IFF_* */
		unsigned type;	     /* ARPHRD_* */
		int master;	     /* ifindex, 0 for none */
		int lower; /* the device that a VLAN and the like sits on, 0 for none */
		SCALARS_HERE;
		bool carrier;
		uint8_t operstate; /* IF_OPER_*, linux/if.h */
		uint8_t perm_mac[HWADDR_MAX]; /* the hardware's, where it has one */
		uint8_t perm_mac_len;
		struct traffic traffic;
		struct optset options; /* of a bond, of a bond's slave, or both */
		struct unknown unknown[UNKNOWNS_MAX];
		uint8_t n_unknown;
	);

	/* What other queries found out, as far as they were asked. */
	part_of_link(asked,
		bool wireless, wireless_known;
		bool fixed_mac; /* it was found that it cannot change its MAC */
		bool untouched; /* a bond as the module makes it */
		bool speed_known;
		uint8_t duplex;
		uint32_t speed; /* Mb/s */
		struct lacp_traffic lacp, slave_lacp; /* as a bond, and as a slave */
	);

	/* What the watcher keeps of it: events.h. */
	struct since since;

	/* Lists, which the link owns. */
	OBJECTS_HERE;
	struct egress *egresses;
	size_t n_egresses, cap_egresses;
};
/* clang-format on */

/* A name that was asked for, as it was asked: the link may have another by now. */
struct asked {
	char name[ALTNAME_SIZE];
	int ifindex; /* 0: there is none */
};

struct snapshot {
	/* all bonds were asked for, and there is no bonding driver */
	bool driver_missing;
	struct link *links;
	size_t n, cap;
	/* the options of a new bond, if they were asked for: else none is present */
	struct optset fresh;
	bool privileged; /* the caller may change links; as far as it was asked for */
	bool sorted;	 /* by ifindex, so that finding one is quick */
	bool complete;	 /* all links were read: what is not here is not there */
	/* of many links, made by snapshot_index(), gone when links come, change or go: */
	size_t *by_name;     /* places in the order of names */
	size_t *next_slave;  /* place of the next slave of the same master, or SIZE_MAX */
	size_t *first_slave; /* of each place, its first slave, or SIZE_MAX */
	struct asked *asked;
	size_t n_asked, cap_asked;
};

bool link_is_bond(const struct link *l);
/* Is it up, and has it carrier? */
bool link_is_usable(const struct link *l);
bool link_is_up(const struct link *l);
/*
 * Can this slave of a bond carry traffic? It is usable, and the link monitor holds it for
 * up: only such a one can be the active slave (bond_options.c,
 * bond_option_active_slave_set). What reports no mii_status is taken for up.
 */
bool link_can_carry(const struct link *slave);
/*
 * Options that the bond has and the kernel did not tell: it does so only to
 * CAP_NET_ADMIN in the initial user namespace (bond_netlink.c, bond_fill_info).
 */
optmask link_hidden_options(const struct link *l);
/* Is it a slave of a bond (rather than of a bridge, or of nothing)? */
bool link_is_bond_slave(const struct link *l);
/* The kernel takes it down and up with the device that it sits on. */
bool link_is_vlan(const struct link *l);
/* Keeps an attribute that no row knows; of several with a number the last, as drivers do.
 */
void link_keep_unknown(struct link *l, enum option_level level, unsigned attr,
	const void *data, size_t len);

struct link *snapshot_by_ifindex(const struct snapshot *s, int ifindex);
/* By the name or altname that was asked for; NULL if there is none. */
struct link *snapshot_asked(const struct snapshot *s, const char *name);
/*
 * The place for a link that was read: the one with this ifindex, of which all is kept but
 * what the message says, or a new one; NULL without memory.
 */
struct link *snapshot_place(struct snapshot *s, int ifindex);
/* A new place, for a caller that knows that the link is not there yet. */
struct link *snapshot_append(struct snapshot *s, int ifindex);
/* Remembers the way to the host of this text; what is no address is passed over. */
bool link_note_egress(struct link *l, const char *host, int ifindex);
/* Remembers what was found under a name. */
bool snapshot_note_asked(struct snapshot *s, const char *name, int ifindex);
void snapshot_sort(struct snapshot *s);
/* Sorts them, and makes names and slaves quick to find. Without memory it is only slow.
 */
void snapshot_index(struct snapshot *s);
/* Takes out the link at place @i; the order of the others may change. */
void snapshot_drop(struct snapshot *s, size_t i);
/* Is it a VLAN on the device of this ifindex, or on one that is? */
bool snapshot_sits_on(const struct snapshot *s, const struct link *l, int ifindex);
/* The next slave of @master after @last (NULL to begin), in their order here. */
struct link *snapshot_next_slave(
	const struct snapshot *s, int master, const struct link *last);
/* The name of a link that may be unknown: "" then. */
const char *snapshot_name(const struct snapshot *s, int ifindex);
/* Puts names to the ifindexes among the options: the kernel reports only numbers. */
void snapshot_name_links(struct snapshot *s);
/* The names of links that are not in @s, as they were in @before. */
void snapshot_borrow_names(struct snapshot *s, const struct snapshot *before);
/*
 * All that is known of each link. Which names were asked for is not copied. 0 or -ENOMEM.
 */
int snapshot_copy(struct snapshot *ret, const struct snapshot *from) _must_check_;
void snapshot_free(struct snapshot *s);

#define _cleanup_snapshot_ _cleanup_(snapshot_free)

#endif
