/*
 * What the driver decided by itself, see side_effects.h. Each reason names its source in
 * the driver; a change without one is told all the same.
 */
#include <string.h>

#include "option/value.h"
#include "verify/side_effects.h"

static void print(const struct optset *o, enum bondnl_option id, struct text *t)
{
	struct value v;

	optset_take(o, id, &v);
	value_print(option_get(id), &v, t);
}

/* Why an option changes together with another one that was asked for. */
static const struct {
	enum bondnl_option changed, by;
	const char *why;
} reasons[] = {
	/* bond_options.c, bond_option_miimon_set() */
	{ BONDNL_OPT_ARP_INTERVAL, BONDNL_OPT_MIIMON, "miimon ends ARP monitoring" },
	{ BONDNL_OPT_ARP_VALIDATE, BONDNL_OPT_MIIMON, "miimon ends ARP monitoring" },
	/* bond_options.c, bond_option_arp_interval_set() */
	{ BONDNL_OPT_MIIMON, BONDNL_OPT_ARP_INTERVAL, "ARP monitoring ends miimon" },
	{ BONDNL_OPT_UPDELAY, BONDNL_OPT_ARP_INTERVAL, "it needs miimon" },
	{ BONDNL_OPT_DOWNDELAY, BONDNL_OPT_ARP_INTERVAL, "it needs miimon" },
	{ BONDNL_OPT_PEER_NOTIF_DELAY, BONDNL_OPT_ARP_INTERVAL, "it needs miimon" },
	{ BONDNL_OPT_UPDELAY, BONDNL_OPT_MIIMON, "it needs miimon" },
	{ BONDNL_OPT_DOWNDELAY, BONDNL_OPT_MIIMON, "it needs miimon" },
	{ BONDNL_OPT_PEER_NOTIF_DELAY, BONDNL_OPT_MIIMON, "it needs miimon" },
	/* bond_options.c, bond_option_mode_set() */
	{ BONDNL_OPT_ARP_INTERVAL, BONDNL_OPT_MODE,
		"the new mode has no ARP monitoring" },
	{ BONDNL_OPT_ARP_VALIDATE, BONDNL_OPT_MODE, "every change of mode resets it" },
	{ BONDNL_OPT_BROADCAST_NEIGHBOR, BONDNL_OPT_MODE,
		"every change of mode resets it" },
	{ BONDNL_OPT_TLB_DYNAMIC_LB, BONDNL_OPT_MODE, "balance-alb needs it" },
	{ BONDNL_OPT_MIIMON, BONDNL_OPT_MODE, "the new mode has no other link monitor" },
	/* bond_main.c, bond_enslave() */
	{ BONDNL_OPT_FAIL_OVER_MAC, BONDNL_OPT_COUNT_,
		"the first slave cannot change its MAC" },
};

static const char *why(const struct target_link *t, enum bondnl_option id)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].changed == id &&
			(reasons[i].by == BONDNL_OPT_COUNT_ ||
				optset_has(&t->options, reasons[i].by)))
			return reasons[i].why;
	return NULL;
}

static void note_change(const struct target_link *t, enum bondnl_option id,
	const struct optset *old, const struct optset *now, struct notes *notes)
{
	_cleanup_text_ struct text before = { 0 }, after = { 0 };
	const char *reason = why(t, id);

	print(old, id, &before);
	print(now, id, &after);
	if (option_get(id)->flags & OPTION_LATE)
		notes_add(notes, BONDNL_REPORT_NOTE,
			"the driver made %s the active slave", text_str(&after));
	else
		notes_add(notes, BONDNL_REPORT_NOTE,
			"%s changed, unasked, from %s to %s%s%s", option_get(id)->name,
			text_str(&before), text_str(&after), reason ? ": " : "",
			reason ? reason : "");
}

static void of_bond(const struct target_link *t, const struct link *was,
	const struct link *is, struct notes *notes)
{
	_cleanup_text_ struct text mode = { 0 };
	optmask mask;

	if (!was) {
		if (!optset_has(&t->options, BONDNL_OPT_MODE) &&
			optset_has(&is->options, BONDNL_OPT_MODE)) {
			print(&is->options, BONDNL_OPT_MODE, &mode);
			notes_add(notes, BONDNL_REPORT_NOTE,
				"mode %s, because no mode was said", text_str(&mode));
		}
		if (optset_number(&is->options, BONDNL_OPT_FAIL_OVER_MAC, 0) ==
				FAIL_OVER_MAC_ACTIVE &&
			!optset_has(&t->options, BONDNL_OPT_FAIL_OVER_MAC))
			notes_add(notes, BONDNL_REPORT_NOTE,
				"fail_over_mac active, set by the driver because the "
				"first "
				"slave cannot change its MAC");
		return;
	}
	mask = t->options.present & link_hidden_options(is);
	for (enum bondnl_option id; optmask_next(&mask, &id);)
		notes_add(notes, BONDNL_REPORT_NOTE,
			"%s was taken, but is not visible here, so that it is not "
			"verified "
			"(needs CAP_NET_ADMIN in the initial user namespace)",
			option_get(id)->name);
	mask = was->options.present & is->options.present & ~t->options.present &
		optmask_level(OPTION_BOND);
	for (enum bondnl_option id; optmask_next(&mask, &id);)
		if (!optset_same(&was->options, &is->options, id))
			note_change(t, id, &was->options, &is->options, notes);
}

void side_effects_notes(const struct target *target, const struct snapshot *before,
	const struct snapshot *after, struct notes *notes)
{
	for (size_t i = 0; i < target->n; i++) {
		const struct target_link *t = &target->links[i];
		const struct link *is = snapshot_by_ifindex(after, t->ifindex);

		if (t->named && !t->absent && is)
			of_bond(t, snapshot_by_ifindex(before, t->ifindex), is, notes);
	}
}
