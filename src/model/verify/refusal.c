/*
 * Why the kernel refused a step, see refusal.h. It only explains.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "option/value.h"
#include "verify/refusal.h"

static const struct step *step_of(const struct refusal *r)
{
	return &r->plan->steps[r->step];
}

static const struct target_link *link_of(const struct refusal *r)
{
	return &r->plan->target->links[step_of(r)->link];
}

static const char *spelled(const struct refusal *r, enum bondnl_option id)
{
	if (r->wanted && r->wanted->option_word[id])
		return r->wanted->option_word[id];
	return option_get(id)->name;
}

static bool said(const struct reply *a, const char *words)
{
	return strstr(a->text, words) != NULL;
}

/* --------------------------------------------------------------- any step, by errno */

static bool no_privilege(const struct refusal *r, struct bondnl_error *err)
{
	/* EPERM is three things, and with words it is something else again */
	if (r->reply->error != -EPERM || r->reply->text[0] || r->privileged)
		return false;
	error_set(err, -EPERM, NULL, "needs CAP_NET_ADMIN");
	error_hint(err, "run it as root, for example with sudo");
	return true;
}

/* Others may put their devices into any group, at any moment. */
static bool group_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct step *s = step_of(r);

	if (s->kind != STEP_DELETE_GROUP)
		return false;
	if (r->reply->error == -ENODEV) {
		error_set(err, -ENODEV, NULL,
			"none of the %zu bonds is in group %u, into which they were put: "
			"something else takes them out, or deleted them",
			s->many, s->group);
		return true;
	}
	if (r->reply->error != -EOPNOTSUPP)
		return false;
	error_set(err, -EOPNOTSUPP, NULL,
		"a device that cannot be deleted was put into group %u, in which the %zu "
		"bonds are to be deleted together",
		s->group, s->many);
	error_hint(err, "'ip link show group %u' shows it", s->group);
	return true;
}

static bool gone(const struct refusal *r, struct bondnl_error *err)
{
	if (r->reply->error != -ENODEV || step_of(r)->kind == STEP_OPTIONS)
		return false;
	error_set(err, -ENODEV, link_of(r)->name, "the device vanished meanwhile");
	return true;
}

/* ---------------------------------------------------------------------- by the step */

static bool create_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct reply *a = r->reply;
	const char *name = link_of(r)->name;

	if (step_of(r)->kind != STEP_CREATE)
		return false;
	if (a->error == -EOPNOTSUPP && (said(a, "Unknown device type") || !a->text[0])) {
		error_set(err, a->error, NULL, "this kernel has no bonding driver");
		error_hint(err,
			"install the module 'bonding' of the running kernel, or build it "
			"with CONFIG_BONDING");
		return true;
	}
	if (a->error == -EEXIST) {
		error_set(err, a->error, NULL, "a device called %s was made meanwhile",
			name);
		error_hint(err, "'bondnl show %s' shows it, if it is a bond", name);
		return true;
	}
	if (a->error == -EADDRNOTAVAIL) {
		error_set(err, a->error, "lladdr", "the driver does not take this MAC");
		return true;
	}
	return false;
}

static bool option_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct reply *a = r->reply;
	const struct option *o;
	_cleanup_text_ struct text value = { 0 };
	struct value v;

	if (a->option == BONDNL_OPT_COUNT_)
		return false;
	o = option_get(a->option);
	optset_take(&link_of(r)->options, o->id, &v);
	value_print(o, &v, &value);

	switch (a->error) {
	case -EACCES:
		error_set(err, a->error, spelled(r, o->id),
			"the bond's mode does not have this option");
		if (step_of(r)->kind == STEP_CREATE &&
			!optset_has(&link_of(r)->options, BONDNL_OPT_MODE))
			error_hint(err,
				"say mode, too: a new bond is balance-rr unless the "
				"module was told otherwise");
		return true;
	case -EBUSY:
		error_set(err, a->error, spelled(r, o->id),
			"the kernel changes it only while the bond is down");
		return true;
	case -ENOTEMPTY:
		error_set(err, a->error, spelled(r, o->id),
			"the kernel changes it only while the bond has no slaves");
		return true;
	case -EINVAL:
	case -ERANGE:
		error_set(err, a->error, spelled(r, o->id), "the kernel does not take %s",
			text_str(&value));
		return true;
	default:
		error_set(err, a->error, spelled(r, o->id), "the kernel refused %s",
			text_str(&value));
		return true;
	}
}

/* bond_options.c, _bond_option_delay_set(): the reason is in the kernel log only */
static bool delay_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct step *s = step_of(r);
	optmask mask = s->mask & optmask_flags(OPTION_NEEDS_MIIMON);
	enum bondnl_option id;

	if ((s->kind != STEP_OPTIONS && s->kind != STEP_CREATE) ||
		r->reply->error != -EPERM || r->reply->text[0] ||
		!optmask_next(&mask, &id))
		return false;
	error_set(err, -EPERM, spelled(r, id), "needs miimon, and miimon is 0");
	error_hint(err, "say miimon 100, or leave out %s", spelled(r, id));
	return true;
}

static bool active_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct step *s = step_of(r);
	char *name;

	if (s->kind != STEP_OPTIONS || !(s->mask & OPTBIT(BONDNL_OPT_ACTIVE_SLAVE)) ||
		(r->reply->error != -EINVAL && r->reply->error != -ENODEV))
		return false;
	name = optset_link(
		(struct optset *)&link_of(r)->options, BONDNL_OPT_ACTIVE_SLAVE);
	error_set(err, r->reply->error, name,
		"the driver cannot make it the active slave: it must be up, with "
		"carrier, and "
		"held for up by the link monitor");
	error_hint(
		err, "'bondnl show %s' shows the state of its slaves", link_of(r)->name);
	return true;
}

static bool slave_option_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct step *s = step_of(r);
	const struct optset *o = &link_of(r)->options;

	if (s->kind != STEP_SLAVE_OPTIONS)
		return false;
	/* bond_options.c, bond_option_queue_id_set(): the reason is in the kernel log
	 * only */
	if (r->reply->error == -EPERM && s->mask & OPTBIT(BONDNL_OPT_SLAVE_QUEUE_ID)) {
		error_set(err, -EPERM, "queue_id",
			"%" PRId64
			" for slave %s: another slave has it, or the bond has fewer "
			"queues (16 unless it was made with more)",
			o->number[BONDNL_OPT_SLAVE_QUEUE_ID], link_of(r)->name);
		return true;
	}
	if (r->reply->error == -EACCES) {
		error_set(err, -EACCES, link_of(r)->name,
			"the mode of its bond does not have %s",
			s->mask & OPTBIT(BONDNL_OPT_SLAVE_PRIO) ? "prio"
								: "this slave option");
		return true;
	}
	return false;
}

/* What bond_main.c, bond_enslave() says, and what it leaves unsaid. */
static bool enslave_refused(const struct refusal *r, struct bondnl_error *err)
{
	static const struct {
		int error;
		const char *words;
		const char *text, *hint;
	} known[] = {
		{ -EOPNOTSUPP, "does not support setting the MAC",
			"it cannot change its MAC, and the bond wants one MAC for all "
			"slaves",
			"say fail_over_mac active: the bond then has the MAC of its "
			"active slave" },
		{ -EOPNOTSUPP, "Only active-backup",
			"an infiniband slave wants mode active-backup", NULL },
		{ -EOPNOTSUPP, "XDP",
			"the bond has an XDP program, and it does not go with that",
			"take the XDP program off: ip link set dev BOND xdp off" },
		{ -EPERM, "while up", "it came up again before it could be enslaved",
			"a VLAN comes up with the device below it; otherwise something "
			"else manages it" },
		{ -EBUSY, "in use",
			"another device sits on it (a bridge, macvlan, ipvlan ...)",
			"remove that device first: 'ip -d link' shows it" },
		{ -EPERM, "master device",
			"a device that is a master itself cannot be a slave", NULL },
		{ -EPERM, "VLAN challenged",
			"it cannot do VLANs, and there is a VLAN on the bond", NULL },
		{ -EINVAL, "different from other slaves",
			"its type differs from that of the other slaves", NULL },
		{ -EINVAL, "requires Ethernet",
			"mode 802.3ad takes Ethernet devices only", NULL },
		{ -ERFKILL, "", "its radio is switched off",
			"to switch it on: rfkill unblock wifi" },
		{ -EINVAL, "", "its kind of device takes no master", NULL },
		{ -EMLINK, "", "bonds are nested too deeply", NULL },
		{ -EADDRNOTAVAIL, "", "it has no MAC that a bond could use", NULL },
		{ -EBUSY, "",
			"it or the bond is in use by something else, or they would be "
			"slaves of one another",
			NULL },
		{ -EOPNOTSUPP, "",
			"it cannot change its MAC, or its driver cannot be a slave, or "
			"its master has none",
			NULL },
	};
	const struct reply *a = r->reply;
	int master = step_of(r)->master;
	const struct target_link *m =
		master >= 0 ? &r->plan->target->links[master] : NULL;

	if (step_of(r)->kind != STEP_ENSLAVE)
		return false;
	/* the bond's MTU is given to its slaves (bond_main.c, bond_enslave) */
	if (m && m->parts & TARGET_MTU && !a->text[0] &&
		(a->error == -EINVAL || a->error == -ERANGE)) {
		error_set(err, a->error, link_of(r)->name,
			"cannot be a slave of %s: it may not take its mtu, %u", m->name,
			m->mtu);
		error_hint(err, "'ip -d link' shows the maxmtu of a device");
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		/* without words of the kernel the errno has to do */
		if (a->error != known[i].error ||
			(known[i].words[0] ? !said(a, known[i].words) : a->text[0]))
			continue;
		error_set(err, a->error, link_of(r)->name, "cannot be a slave of %s: %s",
			m ? m->name : "the bond", known[i].text);
		if (known[i].hint)
			error_hint(err, "%s", known[i].hint);
		return true;
	}
	error_set(err, a->error, link_of(r)->name, "cannot be a slave of %s",
		m ? m->name : "the bond");
	return true;
}

static bool address_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct step *s = step_of(r);
	char text[ADDRESS_TEXT_SIZE];

	if (s->kind != STEP_GIVE || s->of != OBJECT_ADDRESS)
		return false;
	address_print(s->address, text);
	error_set(err, r->reply->error, "address", "the kernel does not take %s on %s",
		text, link_of(r)->name);
	if (s->address->family == AF_INET6 &&
		(r->reply->error == -EACCES || r->reply->error == -EOPNOTSUPP ||
			r->reply->error == -EAFNOSUPPORT))
		error_hint(err,
			"IPv6 is switched off there (sysctl disable_ipv6, or a kernel "
			"without it)");
	return true;
}

static bool route_refused(const struct refusal *r, struct bondnl_error *err)
{
	const struct step *s = step_of(r);
	char text[ROUTE_TEXT_SIZE];

	if (s->kind != STEP_GIVE || s->of != OBJECT_ROUTE)
		return false;
	route_print(s->route, text);
	if (r->reply->error == -EEXIST && !s->route->payload) {
		error_set(err, -EEXIST, "gateway", "there is a default route already");
		error_hint(err,
			"'ip route show default' shows it; remove it first, or leave out "
			"gateway");
		return true;
	}
	error_set(err, r->reply->error, s->route->payload ? link_of(r)->name : "gateway",
		"the kernel does not take the route %s", text);
	return true;
}

static bool link_refused(const struct refusal *r, struct bondnl_error *err)
{
	_cleanup_text_ struct text what = { 0 };
	const struct step *s = step_of(r);
	enum scalar id;

	if (s->kind != STEP_LINK)
		return false;
	for (unsigned parts = s->parts; scalar_next(&parts, &id);)
		text_add(&what, "%s%s", what.len ? " or " : "", scalar_row(id)->name);
	error_set(err, r->reply->error, link_of(r)->name, "cannot have this %s",
		text_str(&what));
	return true;
}

static bool (*const reasons[])(const struct refusal *r, struct bondnl_error *err) = {
	active_refused,
	option_refused,
	no_privilege,
	group_refused,
	delay_refused,
	gone,
	create_refused,
	slave_option_refused,
	enslave_refused,
	address_refused,
	route_refused,
	link_refused,
};

int refusal_explain(const struct refusal *r, struct bondnl_error *err)
{
	_cleanup_text_ struct text step = { 0 };
	bool explained = false;

	error_kernel(
		err, r->reply->text[0] ? r->reply->text : strerror(-r->reply->error));
	for (size_t i = 0; i < ARRAY_SIZE(reasons) && !explained; i++)
		explained = reasons[i](r, err);
	if (!explained) {
		plan_print_step(r->plan, r->step, &step);
		error_set(err, r->reply->error, link_of(r)->name,
			"the kernel refused to %s", text_str(&step));
	}
	return r->reply->error;
}
