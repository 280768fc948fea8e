/*
 * What libnl-route says: a decoder that is neither ours nor ip's, and needs no process.
 * It knows nothing of bonds' own options, and is asked anew each time.
 */
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/world.h"

/* A new one each time: it belongs to the namespace that the test is in now. */
static struct nl_sock *connected(void)
{
	struct nl_sock *sock = nl_socket_alloc();

	ck_assert_ptr_nonnull(sock);
	ck_assert_int_eq(nl_connect(sock, NETLINK_ROUTE), 0);
	return sock;
}

/* As ip writes it. */
static void print_operstate(struct rtnl_link *link, char *to, size_t size)
{
	rtnl_link_operstate2str(rtnl_link_get_operstate(link), to, size);
	for (; *to; to++)
		*to = (char)(*to >= 'a' && *to <= 'z' ? *to - 'a' + 'A' : *to);
}

/* "" where the link has no such thing; false for what is not known here. */
static bool print_value(struct nl_sock *sock, struct rtnl_link *link, const char *what,
	char *to, size_t size)
{
	struct rtnl_link *master;

	if (!strcmp(what, "ifname")) {
		snprintf(to, size, "%s", rtnl_link_get_name(link));
	} else if (!strcmp(what, "ifindex")) {
		snprintf(to, size, "%d", rtnl_link_get_ifindex(link));
	} else if (!strcmp(what, "mtu")) {
		snprintf(to, size, "%u", rtnl_link_get_mtu(link));
	} else if (!strcmp(what, "address")) {
		nl_addr2str(rtnl_link_get_addr(link), to, size);
	} else if (!strcmp(what, "operstate")) {
		print_operstate(link, to, size);
	} else if (!strcmp(what, "master")) {
		if (rtnl_link_get_master(link) &&
			rtnl_link_get_kernel(
				sock, rtnl_link_get_master(link), NULL, &master) == 0) {
			snprintf(to, size, "%s", rtnl_link_get_name(master));
			rtnl_link_put(master);
		}
	} else {
		return false;
	}
	return true;
}

const char *route_value(const char *name, const char *what)
{
	struct nl_sock *sock = connected();
	struct rtnl_link *link = NULL;
	char text[128] = "";
	bool known = true;

	if (rtnl_link_get_kernel(sock, 0, name, &link) == 0)
		known = print_value(sock, link, what, text, sizeof(text));
	rtnl_link_put(link);
	nl_socket_free(sock);
	return known ? world_keep(strdup(text)) : NULL;
}

unsigned route_flags(const char *name)
{
	struct nl_sock *sock = connected();
	struct rtnl_link *link = NULL;
	unsigned flags = 0;

	if (rtnl_link_get_kernel(sock, 0, name, &link) == 0)
		flags = rtnl_link_get_flags(link);
	rtnl_link_put(link);
	nl_socket_free(sock);
	return flags;
}
