/*
 * show in a line for each bond, in columns: name, mode, state, slaves, and behind them
 * the active slave and the addresses. It reads the state, and asks the kernel nothing.
 */
#include <stdio.h>
#include <string.h>

#include "output/out.h"
#include "output/term.h"
#include "show/show.h"
#include "watch/rates.h"

int show_brief_wide(const struct bondnl_state *state)
{
	size_t n = 0;

	for (size_t i = 0; i < bondnl_state_bonds(state); i++) {
		size_t len = strlen(bondnl_link_name(bondnl_state_bond(state, i)));

		n = len > n ? len : n;
	}
	return (int)n;
}

static void coloured(bool well, int wide, const char *text)
{
	out_text("  ");
	out_coloured(well ? COLOUR_GOOD : COLOUR_BAD, text);
	out_blanks(wide - (int)strlen(text));
}

void show_brief_bond(const struct bondnl_link *bond, int wide, const struct rates *rates)
{
	const char *name = bondnl_link_name(bond), *state = show_bond_state(bond);
	const char *mode = show_option(bond, BONDNL_OPT_MODE);
	size_t up = show_slaves_up(bond), n = bondnl_link_slaves(bond);
	char slaves[48];

	out_plain(name);
	out_blanks(wide + 2 - (int)strlen(name));
	out_wide(mode, 13);
	coloured(show_is(state, "up"), 10, state);
	snprintf(slaves, sizeof(slaves), n ? "%zu/%zu up" : "no slaves", up, n);
	coloured(n && up == n, 9, slaves);
	if (rates)
		show_brief_traffic(bond, rates);
	if (bondnl_option_in_mode(BONDNL_OPT_ACTIVE_SLAVE, mode)) {
		const char *active = show_option(bond, BONDNL_OPT_ACTIVE_SLAVE);

		out_text("  active ");
		out_plain(*active ? active : "none");
	}
	/* beside rates there is no room, and one that is cut would be another one */
	for (size_t i = 0; !rates && i < bondnl_link_addresses(bond); i++) {
		const char *address = bondnl_link_address(bond, i);
		const char *how = bondnl_link_address_state(bond, i);

		/* nearly all have one for their link only, which tells little */
		if (!address || strncmp(address, "fe80:", 5) == 0)
			continue;
		out_texts("  ", address, how ? " " : "", how ? how : "");
	}
	out_char('\n');
}

int show_brief(const struct bondnl_state *state)
{
	int wide = show_brief_wide(state);

	for (size_t i = 0; i < bondnl_state_bonds(state); i++)
		show_brief_bond(bondnl_state_bond(state, i), wide, NULL);
	out_flush();
	return 0;
}
