/*
 * What does not go together, see rules.h. Each rule names its source in the driver.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "option/value.h"
#include "resolve/rules.h"

static const char *spelled(const struct rule_case *c, const struct option *o)
{
	return c->wanted->option_word[o->id] ? c->wanted->option_word[o->id] : o->name;
}

static void print_modes(const struct option *o, struct text *t)
{
	const char *comma = "";

	for (int m = 0; m <= 6; m++) {
		if (!(o->modes & MODE(m)))
			continue;
		text_add(t, "%s%s", comma, option_mode_name(m));
		comma = ", ";
	}
}

/* The number that an option will have; 0 if nobody says. */
static int64_t will_be(const struct rule_case *c, enum bondnl_option id)
{
	return optset_number(c->options, id, optset_number(c->have, id, 0));
}

/* ... of miimon: ARP monitoring ends it (bond_options.c, bond_option_arp_interval_set).
 */
static int64_t miimon_to_be(const struct rule_case *c)
{
	if (!optset_has(c->options, BONDNL_OPT_MIIMON) &&
		optset_number(c->options, BONDNL_OPT_ARP_INTERVAL, 0) > 0)
		return 0;
	return will_be(c, BONDNL_OPT_MIIMON);
}

/* The slaves that the bond has now, with blanks between them. */
static void print_slaves(const struct rule_case *c, struct text *t)
{
	for (const struct link *l = NULL;
		c->bond && (l = snapshot_next_slave(c->now, c->bond->ifindex, l));)
		text_add(t, "%s%s", t->len ? " " : "", l->name);
}

static int in_mode(const struct rule_case *c, const struct option *o, const char *subject,
	struct bondnl_error *err)
{
	_cleanup_text_ struct text modes = { 0 };

	if (option_in_mode(o, c->mode))
		return 0;
	print_modes(o, &modes);
	return error_set(err, -EACCES, subject,
		"only in mode %s, and the mode here is %s", text_str(&modes),
		option_mode_name(c->mode));
}

/* bond_options.c, bond_opt_check_deps(): unsuppmodes */
static int options_in_mode(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	optmask mask = c->options->present;
	char subject[ALTNAME_SIZE + 40];
	int rc;

	(void)notes;
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		rc = in_mode(c, option_get(id), spelled(c, option_get(id)), err);
		if (rc < 0)
			return rc;
	}
	for (size_t i = 0; i < c->wanted->n_slaves; i++) {
		const struct spec_slave *s = &c->wanted->slaves[i];

		mask = s->options.present;
		for (enum bondnl_option id; optmask_next(&mask, &id);) {
			snprintf(subject, sizeof(subject), "slave %s: %s", s->name,
				option_get(id)->name);
			rc = in_mode(c, option_get(id), subject, err);
			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

/*
 * rtnetlink takes an attribute that it does not know without a word; but what a kernel
 * knows it reports, so that it can be told beforehand of a bond that is there.
 */
static int option_is_known(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	optmask mask = c->wanted->options.present;

	(void)notes;
	if (!c->bond || !optset_has(c->have, BONDNL_OPT_MODE))
		return 0;
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		const struct option *o = option_get(id);

		if (optset_has(c->have, id) || option_may_be_none(o) ||
			o->flags & (OPTION_PRIVILEGED | OPTION_LATE))
			continue;
		error_set(err, -EOPNOTSUPP, spelled(c, o), "this kernel does not know %s",
			o->name);
		error_hint(
			err, "leave out %s, or use a kernel that has it", spelled(c, o));
		return -EOPNOTSUPP;
	}
	return 0;
}

/* @slaves is empty if the bond only has to be down. */
static int refuse_not_bare(const struct rule_case *c, const struct option *o,
	const char *slaves, struct bondnl_error *err)
{
	int rc = *slaves ? -ENOTEMPTY : -EBUSY;

	error_set(err, rc, spelled(c, o),
		"the kernel changes it only on a bond that is %s (%s%s)",
		!(o->flags & OPTION_NEEDS_EMPTY)       ? "down"
			: o->flags & OPTION_NEEDS_DOWN ? "down and without slaves"
						       : "without slaves",
		*slaves ? "slaves: " : "it is up", slaves);
	error_hint(err,
		"with --disrupt %s, addresses and routes kept; traffic is "
		"interrupted meanwhile",
		*slaves ? "the slaves are released and added again"
			: "it is taken down and brought up again");
	return rc;
}

/* bond_options.c, bond_opt_check_deps(): BOND_OPTFLAG_NOSLAVES, BOND_OPTFLAG_IFDOWN */
static int bare_bond(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	_cleanup_text_ struct text slaves = { 0 };
	optmask mask;

	(void)notes;
	if (!c->bond || c->allow & BONDNL_DISRUPT || spec_makes(c->wanted))
		return 0;
	print_slaves(c, &slaves);
	mask = optset_differing(c->options, c->have, c->options->present) &
		optmask_flags(OPTION_NEEDS_DOWN | OPTION_NEEDS_EMPTY);
	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		const struct option *o = option_get(id);
		if (o->flags & OPTION_NEEDS_EMPTY && slaves.len)
			return refuse_not_bare(c, o, text_str(&slaves), err);
		if (o->flags & OPTION_NEEDS_DOWN && link_is_up(c->bond) &&
			c->wanted->admin != ADMIN_DOWN)
			return refuse_not_bare(c, o, "", err);
	}
	return 0;
}

/* bond_netlink.c, bond_changelink(): "ARP monitoring cannot be used with MII monitoring"
 */
static int one_monitor(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	(void)notes;
	if (optset_number(c->options, BONDNL_OPT_MIIMON, 0) <= 0 ||
		optset_number(c->options, BONDNL_OPT_ARP_INTERVAL, 0) <= 0)
		return 0;
	error_set(err, -EINVAL, "arp_interval",
		"a bond is watched by miimon or by ARP, not by both");
	error_hint(err, "leave out one of miimon and arp_interval");
	return -EINVAL;
}

/*
 * bond_netlink.c, bond_changelink(): "ARP validating cannot be used with MII monitoring",
 * if both come in one message; one after the other is taken, and of no use.
 */
static int validate_needs_arp(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	if (optset_number(c->options, BONDNL_OPT_ARP_VALIDATE, 0) == 0 ||
		miimon_to_be(c) == 0)
		return 0;
	if (optset_number(c->options, BONDNL_OPT_MIIMON, 0) == 0) {
		notes_add(notes, BONDNL_REPORT_WARNING,
			"%s is of no use while the bond is watched by miimon %" PRId64,
			spelled(c, option_get(BONDNL_OPT_ARP_VALIDATE)), miimon_to_be(c));
		return 0;
	}
	error_set(err, -EINVAL, spelled(c, option_get(BONDNL_OPT_ARP_VALIDATE)),
		"only with ARP monitoring, and the bond is watched by miimon %" PRId64,
		will_be(c, BONDNL_OPT_MIIMON));
	error_hint(err, "say arp_interval 1000 arp_ip_target ADDRESS instead of miimon");
	return -EINVAL;
}

/* bond_options.c, _bond_option_delay_set(): -EPERM without a word while miimon is 0 */
static int delay_needs_miimon(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	optmask mask = c->options->present & optmask_flags(OPTION_NEEDS_MIIMON);
	int64_t miimon = miimon_to_be(c);

	for (enum bondnl_option id; optmask_next(&mask, &id);) {
		const struct option *o = option_get(id);
		int64_t n = c->options->number[id];

		if (miimon == 0) {
			error_set(err, -EPERM, spelled(c, o),
				"needs miimon, and miimon is %s here",
				optset_has(c->options, BONDNL_OPT_MIIMON) ? "0" : "off");
			error_hint(err, "say miimon 100, or leave out %s", spelled(c, o));
			return -EPERM;
		}
		if (!(n % miimon))
			continue;
		if (optset_has(&c->wanted->options, id))
			notes_add(notes, BONDNL_REPORT_WARNING,
				"%s: requested %" PRId64 ", got %" PRId64
				": the driver keeps it as a multiple of miimon %" PRId64,
				spelled(c, o), n, n - n % miimon, miimon);
		else
			notes_add(notes, BONDNL_REPORT_WARNING,
				"%s was %" PRId64 " and is %" PRId64
				": the driver keeps it as a multiple of miimon %" PRId64,
				o->name, n, n - n % miimon, miimon);
	}
	return 0;
}

static bool target_allowed(const struct targets *t, size_t i, bool v6)
{
	static const uint8_t zero[16], ones[4] = { 255, 255, 255, 255 },
				       loopback[16] = { [15] = 1 };
	const uint8_t *ip = t->ip[i];

	if (!v6)
		return memcmp(ip, zero, 4) && memcmp(ip, ones, 4);
	return memcmp(ip, zero, 16) && memcmp(ip, loopback, 16) && ip[0] != 0xff;
}

static bool is_no_host(const struct targets *t, size_t i, bool v6)
{
	return !target_allowed(t, i, v6);
}

static bool is_repeated(const struct targets *t, size_t i, bool v6)
{
	(void)v6;
	for (size_t k = 0; k < i; k++)
		if (memcmp(t->ip[k], t->ip[i], sizeof(t->ip[i])) == 0)
			return true;
	return false;
}

/* Refuses the first target of either list that has a fault; @what says which. */
static int no_target(const struct rule_case *c, const char *what,
	bool (*fault)(const struct targets *t, size_t i, bool v6),
	struct bondnl_error *err)
{
	static const enum bondnl_option lists[] = { BONDNL_OPT_ARP_IP_TARGET,
		BONDNL_OPT_NS_IP6_TARGET };
	char ip[ADDRESS_TEXT_SIZE];

	for (size_t v6 = 0; v6 < ARRAY_SIZE(lists); v6++) {
		const struct targets *t = &c->options->targets[v6];

		for (size_t i = 0; optset_has(c->options, lists[v6]) && i < t->n; i++) {
			if (!fault(t, i, v6))
				continue;
			ip_print(v6 ? AF_INET6 : AF_INET, t->ip[i], ip);
			return error_set(err, -EINVAL, spelled(c, option_get(lists[v6])),
				"%s %s", ip, what);
		}
	}
	return 0;
}

/* bond_options.c, bond_option_arp_ip_target_add() and slave_can_set_ns_maddr() */
static int target_is_host(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	(void)notes;
	return no_target(
		c, "is not the address of a host that could answer", is_no_host, err);
}

/* bond_options.c, _bond_options_arp_ip_target_set(): the list would stay half filled */
static int targets_fit(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	optmask lists = c->options->present &
		(optmask_type(OPTION_IP4_LIST) | optmask_type(OPTION_IP6_LIST));
	struct value v;

	(void)notes;
	for (enum bondnl_option id; optmask_next(&lists, &id);) {
		optset_take(c->options, id, &v);
		if (v.targets.n > TARGETS_MAX)
			return error_set(err, -EINVAL, spelled(c, option_get(id)),
				"%d targets at most", TARGETS_MAX);
	}
	return no_target(c, "is named twice", is_repeated, err);
}

/* ARP monitoring asks nobody without targets: every slave would be taken for dead or
 * alive */
static int arp_needs_target(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	(void)err;
	if (optset_number(c->options, BONDNL_OPT_ARP_INTERVAL, 0) > 0 &&
		!optset_has(c->options, BONDNL_OPT_ARP_IP_TARGET) &&
		!optset_has(c->options, BONDNL_OPT_NS_IP6_TARGET) &&
		!optset_has(c->have, BONDNL_OPT_ARP_IP_TARGET) &&
		!optset_has(c->have, BONDNL_OPT_NS_IP6_TARGET))
		notes_add(notes, BONDNL_REPORT_WARNING,
			"arp_interval without arp_ip_target or ns_ip6_target asks "
			"nobody");
	return 0;
}

/* bond_options.c, bond_option_ad_actor_system_set() */
static int system_mac_is_unicast(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	const struct option *o = option_get(BONDNL_OPT_AD_ACTOR_SYSTEM);

	(void)notes;
	if (!optset_has(c->options, o->id) || !(c->options->number[o->id] >> 40 & 1))
		return 0;
	return error_set(
		err, -EINVAL, spelled(c, o), "a system MAC is no multicast address");
}

/*
 * bond_options.c, bond_option_active_slave_set(): -EINVAL without a word of which is
 * amiss.
 */
static int active_is_usable(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	int64_t n = optset_number(c->options, BONDNL_OPT_ACTIVE_SLAVE, 0);
	const struct link *l = c->bond && n ? snapshot_by_ifindex(c->now, (int)n) : NULL;
	/* failover takes a slave without the name of the option */
	bool by_option = c->wanted->option_word[BONDNL_OPT_ACTIVE_SLAVE] != NULL;

	(void)notes;
	/* one that comes with this spec is seen when it is there */
	if (!l || l->master != c->bond->ifindex || link_can_carry(l))
		return 0;
	error_set(err, -EINVAL, by_option ? "active_slave" : l->name,
		"%s cannot carry traffic now: %s", by_option ? l->name : "it",
		!link_is_up(l)	      ? "it is down"
			: !l->carrier ? "it has no carrier"
				      : "the link monitor holds it for down");
	if (!link_is_up(l))
		error_hint(err, "ip link set %s up", l->name);
	return -EINVAL;
}

static bool is_of_spec(
	const struct spec_bond *w, const struct snapshot *now, const struct link *l)
{
	for (size_t i = 0; i < w->n_slaves; i++)
		if (optset_has(&w->slaves[i].options, BONDNL_OPT_SLAVE_QUEUE_ID) &&
			snapshot_asked(now, w->slaves[i].name) == l)
			return true;
	return false;
}

/* The slave that has this queue already, and keeps it. */
static const struct link *owner_of_queue(const struct rule_case *c, int64_t queue)
{
	for (const struct link *l = NULL;
		c->bond && (l = snapshot_next_slave(c->now, c->bond->ifindex, l));)
		if (optset_number(&l->options, BONDNL_OPT_SLAVE_QUEUE_ID, 0) == queue &&
			!is_of_spec(c->wanted, c->now, l))
			return l;
	return NULL;
}

/* bond_options.c, bond_option_queue_id_set(): -EPERM without a word */
static int queue_id_once(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	const struct spec_bond *w = c->wanted;

	(void)notes;
	for (size_t i = 0; i < w->n_slaves; i++) {
		int64_t q = optset_number(
			&w->slaves[i].options, BONDNL_OPT_SLAVE_QUEUE_ID, 0);

		for (size_t k = 0; q && k < i; k++)
			if (optset_number(&w->slaves[k].options,
				    BONDNL_OPT_SLAVE_QUEUE_ID, 0) == q)
				return error_set(err, -EPERM, "queue_id",
					"%" PRId64 " is said for two slaves, %s and %s",
					q, w->slaves[k].name, w->slaves[i].name);
		if (q && owner_of_queue(c, q)) {
			error_set(err, -EPERM, "queue_id",
				"%" PRId64 " for slave %s: %s has it already", q,
				w->slaves[i].name, owner_of_queue(c, q)->name);
			return -EPERM;
		}
	}
	return 0;
}

/* bond_main.c, bond_set_mac_address(): returns 0 and does nothing */
static int lladdr_is_ours(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	int64_t policy = option_mac_policy(c->mode, will_be(c, BONDNL_OPT_FAIL_OVER_MAC));
	bool said = optset_has(&c->wanted->options, BONDNL_OPT_FAIL_OVER_MAC);

	(void)notes;
	if (!c->wanted->has_mac || policy == FAIL_OVER_MAC_NONE)
		return 0;
	error_set(err, -EINVAL, "lladdr",
		"with fail_over_mac %s the bond's MAC is that of a slave",
		policy == FAIL_OVER_MAC_ACTIVE ? "active" : "follow");
	error_hint(err, "leave out %s",
		said ? "lladdr or fail_over_mac"
			: c->bond
			? "lladdr: the bond has this policy, as 'bondnl show' tells"
			: "lladdr: a slave here is wireless, or cannot change its own "
			  "MAC");
	return -EINVAL;
}

/* The addresses that the bond will have: those of the spec, then those it has now, or
 * gets from what is migrated. */
static const struct address *address_to_be(const struct rule_case *c, size_t i)
{
	const struct link *l = spec_nic(c->wanted)
		? snapshot_asked(c->now, spec_nic(c->wanted)->name)
		: c->bond;

	if (i < c->wanted->n_addresses)
		return &c->wanted->addresses[i].address;
	i -= c->wanted->n_addresses;
	return l && i < l->n_addresses ? &l->addresses[i] : NULL;
}

static bool is_covered(const struct rule_case *c, const struct spec_gateway *g)
{
	const struct address *a;

	for (size_t i = 0; (a = address_to_be(c, i)); i++)
		if (address_covers(a, g->family, g->ip))
			return true;
	return false;
}

static bool is_own_address(const struct rule_case *c, const struct spec_gateway *g)
{
	const struct address *a;

	for (size_t i = 0; (a = address_to_be(c, i)); i++)
		if (a->family == g->family && !memcmp(a->local, g->ip, sizeof(g->ip)))
			return true;
	return false;
}

/* fib_semantics.c, fib_check_nh(): a gateway must be on the link */
static int gateway_is_near(
	const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	char ip[ADDRESS_TEXT_SIZE];

	(void)notes;
	for (size_t i = 0; i < ARRAY_SIZE(c->wanted->gateways); i++) {
		const struct spec_gateway *g = &c->wanted->gateways[i];

		if (!g->family)
			continue;
		ip_print(g->family, g->ip, ip);
		if (is_own_address(c, g))
			return error_set(err, -EINVAL, "gateway",
				"%s is the address of the bond itself", ip);
		if (c->wanted->admin == ADMIN_DOWN ||
			(c->bond && c->wanted->intent->patch &&
				c->wanted->admin == ADMIN_UNSET && !link_is_up(c->bond)))
			return error_set(err, -ENETDOWN, "gateway",
				"a bond that is down can have no route via %s", ip);
		/* fe80::/10 is on every link */
		if (g->family == AF_INET6 && g->ip[0] == 0xfe &&
			(g->ip[1] & 0xc0) == 0x80)
			continue;
		if (is_covered(c, g))
			continue;
		error_set(err, -ENETUNREACH, "gateway",
			"%s is in no network of an address %s", ip,
			c->bond ? "that the bond has" : "given here");
		error_hint(err, "say address and its network length so that it holds %s",
			ip);
		return -ENETUNREACH;
	}
	return 0;
}

static const struct {
	const char *name;
	int (*check)(
		const struct rule_case *c, struct notes *notes, struct bondnl_error *err);
} rules[] = {
	{ "option_is_known", option_is_known },
	{ "option_in_mode", options_in_mode },
	{ "bare_bond", bare_bond },
	{ "one_monitor", one_monitor },
	{ "validate_needs_arp", validate_needs_arp },
	{ "delay_needs_miimon", delay_needs_miimon },
	{ "targets_fit", targets_fit },
	{ "target_is_host", target_is_host },
	{ "arp_needs_target", arp_needs_target },
	{ "system_mac_is_unicast", system_mac_is_unicast },
	{ "active_is_usable", active_is_usable },
	{ "queue_id_once", queue_id_once },
	{ "lladdr_is_ours", lladdr_is_ours },
	{ "gateway_is_near", gateway_is_near },
};

const char *rules_name(size_t i)
{
	return i < ARRAY_SIZE(rules) ? rules[i].name : NULL;
}

int rules_check(const struct rule_case *c, struct notes *notes, struct bondnl_error *err)
{
	struct bondnl_error forced;
	int rc;

	if (!(c->allow & BONDNL_FORCE)) {
		for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
			rc = rules[i].check(c, notes, err);
			if (rc < 0)
				return rc;
		}
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		error_clear(&forced);
		if (rules[i].check(c, notes, &forced) < 0)
			notes_add(notes, BONDNL_REPORT_WARNING,
				"%s: %s (sent all the same)", forced.subject,
				forced.text);
	}
	return 0;
}
