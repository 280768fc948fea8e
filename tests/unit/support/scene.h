/*
 * A state of the kernel from a few lines of text, one for each link, and routes as the
 * kernel sends them. It holds still: what changes by messages is fake.h's.
 */
#ifndef UNIT_SCENE_H
#define UNIT_SCENE_H

#include "link/snapshot.h"
#include "str.h"

/*
 * A line: "2 eth0 up" is link 2. What may follow:
 *   bond, bridge, dummy ...     its kind, see the list in scene.c
 *   up, nocarrier, loopback, infiniband, wireless, fixed_mac, untouched
 *   master N, mtu N, mac MAC, alt NAME
 *   on N                        a VLAN: the device that it sits on
 *   lease CIDR                  an address with a lifetime
 *   addr CIDR, temp CIDR (made by the kernel), tentative CIDR (not in use yet)
 *   duplicate CIDR              an address that another host has, too
 *   speed N, half               what ethtool would tell
 *   way HOST N                  of a bond: the kernel sends to HOST by the device N
 *   route DST [via IP]          DST may be default
 *   neigh IP MAC, proxy IP      a permanent neighbour; one that it answers for
 *   group N, addrgenmode NAME   and other values, see link/scalar.h
 *   OPTION VALUE                of the bond, or of the slave of one
 *   no OPTION                   the kernel does not report it
 * A bond has all options of a new one, as a 6.1 kernel knows them; a slave of a bond
 * is usable, and has the bond's MAC where the mode says so. All names are asked for.
 * With addr, route or the like, or just "known", all kinds of objects are known.
 */
void scene_read(struct snapshot *s, const char *const lines[]);

/* The lines of a scene. */
#define SCENE(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* The options of a new bond, of all modes; what is reported, scene_settle() says. */
void scene_new_bond(struct optset *o);
/* The options of a new slave, with its own MAC. */
void scene_new_slave(struct optset *o, const uint8_t mac[6]);
/* What is reported in this mode only: presence follows it. */
void scene_settle(struct optset *o);

/* A route as the kernel sends it; @via may be NULL. The caller frees ->payload. */
void scene_route(struct route *ret, const char *dst, const char *via, int ifindex);
/* A neighbour as it is kept; without a MAC, a proxy. The caller frees ->payload. */
void scene_neighbour(struct as_sent *ret, const char *host, const uint8_t mac[6]);
/* Adds an attribute to a payload that has room for it. */
void scene_attr(
	unsigned char *payload, size_t *len, unsigned type, const void *data, size_t n);

#endif
