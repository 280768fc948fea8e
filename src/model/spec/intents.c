/*
 * The rows of the table of intents, see intents.h.
 */
#include "spec/intents.h"
#include "cleanup.h"

#define NO_SLAVE  "the name of a slave is missing"
#define NO_DEVICE "the device whose addresses move is missing"

/* Words for a bond with all its parts. */
#define TAKES_BOND (TAKES_OPTIONS | TAKES_LINK | TAKES_SLAVES | TAKES_SLAVE_OPTIONS)

static const struct intent intents[] = {
	[BONDNL_CREATE] = {
		.name = "create",
		.expect = EXPECT_ABSENT,
		.others = DEVICE_ENSLAVED,
		.takes = TAKES_BOND | TAKES_MOVE | TAKES_DOWN,
		.passes = { PASS_FIND, PASS_OPTIONS, PASS_SLAVES, PASS_MONITOR,
			PASS_MAC_POLICY, PASS_LINKS, PASS_RULES, PASS_PARTS },
	},
	[BONDNL_ADD] = {
		.name = "add",
		.expect = EXPECT_PRESENT,
		.others = DEVICE_ENSLAVED,
		.takes = TAKES_NAMES | TAKES_SLAVES | TAKES_SLAVE_OPTIONS | TAKES_MOVE,
		.least = 1,
		.missing = NO_SLAVE,
		.passes = { PASS_FIND, PASS_SLAVES, PASS_MAC_POLICY, PASS_RULES },
	},
	[BONDNL_REMOVE] = {
		.name = "remove",
		.expect = EXPECT_PRESENT,
		.others = DEVICE_RELEASED,
		.takes = TAKES_NAMES | TAKES_SLAVES,
		.least = 1,
		.missing = NO_SLAVE,
		.passes = { PASS_FIND, PASS_SLAVES, PASS_RULES },
	},
	[BONDNL_DELETE] = {
		.name = "del",
		.expect = EXPECT_PRESENT,
		.absent = true,
		.mistaken_for_remove = true,
		.excess = "del takes the names of bonds only",
		.passes = { PASS_FIND, PASS_DELETE },
	},
	[BONDNL_FAILOVER] = {
		.name = "failover",
		.expect = EXPECT_PRESENT,
		.others = DEVICE_ACTIVE,
		.takes = TAKES_NAMES,
		.excess = "only one slave can be made the active one",
		.passes = { PASS_FIND, PASS_OPTIONS, PASS_FAILOVER, PASS_RULES },
	},
	[BONDNL_SET] = {
		.name = "set",
		.expect = EXPECT_PRESENT,
		.patch = true,
		.others = DEVICE_KEPT,
		.takes = TAKES_BOND | TAKES_DOWN | TAKES_CLEAR,
		.passes = { PASS_FIND, PASS_OPTIONS, PASS_PRESENT, PASS_SLAVES,
			PASS_COUPLINGS, PASS_DOWN, PASS_LINKS, PASS_RULES, PASS_PARTS,
			PASS_DISRUPT },
	},
	[BONDNL_APPLY] = {
		.name = "apply",
		.expect = EXPECT_EITHER,
		.replace = true,
		.others = DEVICE_ENSLAVED,
		.takes = TAKES_BOND | TAKES_MOVE | TAKES_OPTIONAL | TAKES_DOWN,
		.passes = { PASS_FIND, PASS_OPTIONS, PASS_UNLISTED, PASS_PRESENT,
			PASS_SLAVES, PASS_MONITOR, PASS_MAC_POLICY, PASS_DEFAULTS,
			PASS_COUPLINGS, PASS_DOWN, PASS_LINKS, PASS_RULES, PASS_PARTS,
			PASS_DISRUPT },
	},
	[BONDNL_ABSENT] = {
		.name = "absent",
		.expect = EXPECT_EITHER,
		.absent = true,
		.excess = "absent takes the names of bonds only",
		.passes = { PASS_FIND, PASS_DELETE },
	},
	[BONDNL_MIGRATE] = {
		.name = "migrate",
		.expect = EXPECT_ABSENT,
		.first = DEVICE_ENSLAVED | DEVICE_FLUSHED | DEVICE_MOVES,
		.others = DEVICE_ENSLAVED,
		.takes = TAKES_BOND | TAKES_MOVE,
		.least = 1,
		.missing = NO_DEVICE,
		.passes = { PASS_NIC, PASS_FIND, PASS_OPTIONS, PASS_SLAVES, PASS_MONITOR,
			PASS_MAC_POLICY, PASS_LINKS, PASS_RULES, PASS_TAKE_OVER,
			PASS_PARTS },
	},
	[BONDNL_MIGRATE_BACK] = {
		.name = "migrate --back",
		.expect = EXPECT_PRESENT,
		.absent = true,
		.first = DEVICE_RELEASED | DEVICE_MOVES,
		.least = 1,
		.missing = NO_DEVICE,
		.excess = "one slave of the bond is all it takes",
		.passes = { PASS_FIND, PASS_DELETE, PASS_GIVE_BACK },
	},
};

const struct intent *intent_get(enum bondnl_intent id)
{
	return (unsigned)id < ARRAY_SIZE(intents) ? &intents[id] : NULL;
}

bool intent_has_pass(const struct intent *in, enum pass pass)
{
	for (size_t i = 0; in->passes[i] != PASS_END; i++)
		if (in->passes[i] == pass)
			return true;
	return false;
}
