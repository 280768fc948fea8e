/*
 * save: the kernel's bonds as a file that apply takes. What a new bond has, and what the
 * driver chooses by itself, is left out. It changes nothing.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "output/say.h"
#include "owned.h"

static bool is_set(const struct bondnl_link *l, enum bondnl_option id)
{
	const char *text = bondnl_link_option(l, id);

	return text && strcmp(text, "0") != 0;
}

/* Which slave is active is the driver's choice; all else is as it was said. */
static bool is_saved(const struct bondnl_link *l, enum bondnl_option id, const char *mode,
	bool of_slave)
{
	if (!bondnl_link_option(l, id) || !bondnl_option_settable(id) ||
		bondnl_option_of_slave(id) != of_slave ||
		!bondnl_option_in_mode(id, mode) || id == BONDNL_OPT_ACTIVE_SLAVE)
		return false;
	/* apply would choose a monitor for who has none, unless it is said */
	if (id == BONDNL_OPT_MIIMON)
		return !is_set(l, BONDNL_OPT_ARP_INTERVAL);
	if (bondnl_option_needs(id) & BONDNL_NEEDS_MIIMON)
		return is_set(l, id);
	return id == BONDNL_OPT_MODE || !bondnl_link_option_is_default(l, id);
}

static void print_option(const struct bondnl_link *l, enum bondnl_option id)
{
	printf("%s ", bondnl_option_name(id));
	print_plain(bondnl_link_option(l, id));
}

/* Its own, and not the one that its bond gave it. */
static const char *own_mac(const struct bondnl_link *l)
{
	const char *perm = bondnl_link_option(l, BONDNL_OPT_SLAVE_PERM_HWADDR);

	return perm ? perm : bondnl_link_mac(l);
}

/* A MAC that is no slave's was given; what fail_over_mac decides is the slaves'. */
static bool mac_was_given(const struct bondnl_link *bond)
{
	const char *policy = bondnl_link_option(bond, BONDNL_OPT_FAIL_OVER_MAC);
	const char *mode = bondnl_link_option(bond, BONDNL_OPT_MODE);

	if (mode && strcmp(mode, "active-backup") == 0 && policy &&
		strcmp(policy, "none") != 0)
		return false;
	return strlen(own_mac(bond)) == strlen("02:00:00:00:00:01") &&
		bondnl_link_slaves(bond) && !bondnl_link_mac_giver(bond);
}

static void print_slave(const struct bondnl_link *slave, const char *mode)
{
	printf("    slave ");
	print_plain(bondnl_link_name(slave));
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (!is_saved(slave, id, mode, true))
			continue;
		putchar(' ');
		print_option(slave, id);
	}
	putchar('\n');
}

static void print_bond(const struct bondnl_link *bond)
{
	const char *mode = bondnl_link_option(bond, BONDNL_OPT_MODE);
	const struct bondnl_link *first = bondnl_link_mac_giver(bond);

	printf("bond ");
	print_plain(bondnl_link_name(bond));
	putchar('\n');
	for (size_t i = 0; i < bondnl_option_count(); i++) {
		enum bondnl_option id = (enum bondnl_option)i;

		if (bondnl_link_option_hidden(bond, id))
			printf("    # %s is not visible (needs CAP_NET_ADMIN)\n",
				bondnl_option_name(id));
		if (!is_saved(bond, id, mode ? mode : "", false))
			continue;
		printf("    ");
		print_option(bond, id);
		putchar('\n');
	}
	if (mac_was_given(bond))
		printf("    lladdr %s\n", own_mac(bond));
	if (bondnl_link_mtu(bond) != 1500)
		printf("    mtu %u\n", bondnl_link_mtu(bond));
	for (size_t i = 0; i < bondnl_link_addresses(bond); i++)
		if (bondnl_link_address_is_given(bond, i))
			printf("    address %s\n", bondnl_link_address(bond, i));
	for (size_t i = 0; i < bondnl_link_gateways(bond); i++)
		printf("    gateway %s\n", bondnl_link_gateway(bond, i));
	if (!bondnl_link_is_up(bond))
		printf("    down\n");
	/* a new bond takes the MAC of its first one */
	if (first)
		print_slave(first, mode ? mode : "");
	for (size_t i = 0; i < bondnl_link_slaves(bond); i++)
		if (bondnl_link_slave(bond, i) != first)
			print_slave(bondnl_link_slave(bond, i), mode ? mode : "");
}

int save_run(
	const struct command *c, const struct flags *f, int n, const char *const *args)
{
	_cleanup_error_ struct bondnl_error *err = bondnl_error_new();
	_cleanup_state_ struct bondnl_state *state = NULL;
	_cleanup_ctx_ struct bondnl_ctx *ctx = NULL;

	(void)c;
	if (say_open(f, &ctx, err) < 0 ||
		bondnl_state_read(ctx, (size_t)n, args, &state, err) < 0 ||
		bondnl_state_read_gateways(ctx, state, err) < 0)
		return say_failure(err);
	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		if (i)
			putchar('\n');
		print_bond(bondnl_state_bond(state, i));
	}
	return 0;
}
