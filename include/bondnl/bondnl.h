/* SPDX-License-Identifier: MIT */
/*
 * libbondnl: make, change and read Linux bonds over rtnetlink alone.
 *
 * This header is the manual of the library. It never opens a file below /sys or
 * /proc/net, never calls ioctl(2), starts no process and prints nothing.
 *
 * Conventions
 * - Every function that can fail returns 0, or a negative errno. The optional last
 *   argument, a struct bondnl_error, then holds the reason in words; NULL is allowed.
 * - What a *_new, *_open, *_run or *_read function hands out belongs to the caller,
 *   who frees it with the *_free function of the same noun; those accept NULL.
 *   Strings and objects that a getter returns are lent: they live as long as the
 *   object they were asked from, and are never freed by the caller.
 * - Text in and out uses the words of bondnl(8): the kernel's own option names and
 *   value names. Times are milliseconds unless a unit says otherwise.
 * - Nothing is kept outside the objects: two contexts may be used by two threads,
 *   one context, and one state, only by one thread at a time. A context without a
 *   netns is for a thread that stays in its network namespace.
 *
 * "Since" gives the first release of bondnl that has a function. Where a rule is the
 * kernel's, the place in its source is named.
 */
#ifndef BONDNL_BONDNL_H
#define BONDNL_BONDNL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BONDNL_API __attribute__((visibility("default")))

struct bondnl_ctx;    /* a connection to the kernel, in one network namespace */
struct bondnl_error;  /* the details of one error */
struct bondnl_spec;   /* what one or several bonds should be */
struct bondnl_result; /* what became of a spec */
struct bondnl_state;  /* bonds as the kernel reports them, at one moment */
struct bondnl_link;   /* one bond or slave inside a state */
struct bondnl_watch;  /* bonds that are watched */
struct bondnl_event;  /* one thing that happened to one of them */

/* The release of the library, such as "0.1.0". Since 0.1. */
BONDNL_API const char *bondnl_version(void);

/*
 * The word of @words (@n of them) that @wrong was probably meant to be; NULL if none is
 * near. Lent from @words. Since 0.1.
 */
BONDNL_API const char *bondnl_nearest(
	const char *wrong, size_t n, const char *const words[]);

/* --------------------------------------------------------------------- errors */

/*
 * An error with nothing recorded, or NULL if there is no memory; the functions below
 * take that NULL for one with nothing in it. Since 0.1.
 */
BONDNL_API struct bondnl_error *bondnl_error_new(void);
BONDNL_API void bondnl_error_free(struct bondnl_error *err);

/* Forgets what was recorded, so that the object can be used for the next call. Since 0.1. */
BONDNL_API void bondnl_error_clear(struct bondnl_error *err);

/* The negative errno, 0 while there is nothing to tell. Since 0.1. */
BONDNL_API int bondnl_error_code(const struct bondnl_error *err);

/* True if the words of the spec were wrong and nothing could be tried. Since 0.1. */
BONDNL_API bool bondnl_error_is_usage(const struct bondnl_error *err);

/* What was being done, such as "create bond0"; "" if nothing was. Since 0.1. */
BONDNL_API const char *bondnl_error_where(const struct bondnl_error *err);

/* The word or device it is about; "" if it is about none. Since 0.1. */
BONDNL_API const char *bondnl_error_subject(const struct bondnl_error *err);

/* The cause, one clause without a full stop. Since 0.1. */
BONDNL_API const char *bondnl_error_text(const struct bondnl_error *err);

/* What the kernel said: its extended ack or errno's text; "" if not asked. Since 0.1. */
BONDNL_API const char *bondnl_error_kernel(const struct bondnl_error *err);

/* The way out; "" if none is known. Since 0.1. */
BONDNL_API const char *bondnl_error_hint(const struct bondnl_error *err);

/* -------------------------------------------------------------------- options */

/*
 * The options of bonds and slaves. The numbers are the library's own (not the
 * kernel's IFLA_BOND_*) and are only ever appended to. Since 0.1.
 */
enum bondnl_option {
	BONDNL_OPT_MODE,
	BONDNL_OPT_ACTIVE_SLAVE,
	BONDNL_OPT_MIIMON,
	BONDNL_OPT_UPDELAY,
	BONDNL_OPT_DOWNDELAY,
	BONDNL_OPT_PEER_NOTIF_DELAY,
	BONDNL_OPT_USE_CARRIER,
	BONDNL_OPT_ARP_INTERVAL,
	BONDNL_OPT_ARP_IP_TARGET,
	BONDNL_OPT_NS_IP6_TARGET,
	BONDNL_OPT_ARP_VALIDATE,
	BONDNL_OPT_ARP_ALL_TARGETS,
	BONDNL_OPT_ARP_MISSED_MAX,
	BONDNL_OPT_PRIMARY,
	BONDNL_OPT_PRIMARY_RESELECT,
	BONDNL_OPT_FAIL_OVER_MAC,
	BONDNL_OPT_XMIT_HASH_POLICY,
	BONDNL_OPT_RESEND_IGMP,
	BONDNL_OPT_NUM_PEER_NOTIF,
	BONDNL_OPT_ALL_SLAVES_ACTIVE,
	BONDNL_OPT_MIN_LINKS,
	BONDNL_OPT_LP_INTERVAL,
	BONDNL_OPT_PACKETS_PER_SLAVE,
	BONDNL_OPT_LACP_ACTIVE,
	BONDNL_OPT_LACP_RATE,
	BONDNL_OPT_AD_SELECT,
	BONDNL_OPT_AD_ACTOR_SYS_PRIO,
	BONDNL_OPT_AD_USER_PORT_KEY,
	BONDNL_OPT_AD_ACTOR_SYSTEM,
	BONDNL_OPT_TLB_DYNAMIC_LB,
	BONDNL_OPT_COUPLED_CONTROL,
	BONDNL_OPT_BROADCAST_NEIGHBOR,
	BONDNL_OPT_LACP_STRICT,
	BONDNL_OPT_SLAVE_QUEUE_ID,
	BONDNL_OPT_SLAVE_PRIO,
	BONDNL_OPT_SLAVE_ACTOR_PORT_PRIO,
	BONDNL_OPT_SLAVE_STATE,
	BONDNL_OPT_SLAVE_MII_STATUS,
	BONDNL_OPT_SLAVE_LINK_FAILURE_COUNT,
	BONDNL_OPT_SLAVE_PERM_HWADDR,
	BONDNL_OPT_SLAVE_AD_AGGREGATOR_ID,
	BONDNL_OPT_SLAVE_AD_ACTOR_OPER_PORT_STATE,
	BONDNL_OPT_SLAVE_AD_PARTNER_OPER_PORT_STATE,
	BONDNL_OPT_SLAVE_AD_CHURN_ACTOR_STATE,
	BONDNL_OPT_SLAVE_AD_CHURN_PARTNER_STATE,
	BONDNL_OPT_AD_AGGREGATOR,
	BONDNL_OPT_AD_NUM_PORTS,
	BONDNL_OPT_AD_ACTOR_KEY,
	BONDNL_OPT_AD_PARTNER_KEY,
	BONDNL_OPT_AD_PARTNER_MAC,
	BONDNL_OPT_COUNT_, /* not an option; grows with releases */
};

/* How the text of a value is meant to be read. Since 0.1. */
enum bondnl_type {
	BONDNL_TYPE_NUMBER, /* a decimal number */
	BONDNL_TYPE_TEXT,   /* a value name, a device name or a MAC */
	BONDNL_TYPE_LIST,   /* texts with commas between them, perhaps none */
};

/* How many options this library knows: valid ids are below it. Since 0.1. */
BONDNL_API size_t bondnl_option_count(void);

/* The kernel's name of an option, such as "miimon"; NULL for an unknown id. Since 0.1. */
BONDNL_API const char *bondnl_option_name(enum bondnl_option id);

/* How its values read. Since 0.1. */
BONDNL_API enum bondnl_type bondnl_option_type(enum bondnl_option id);

/* True if it belongs to a slave rather than to the bond. Since 0.1. */
BONDNL_API bool bondnl_option_of_slave(enum bondnl_option id);

/* True if it can be set; false for what the driver only reports. Since 0.1. */
BONDNL_API bool bondnl_option_settable(enum bondnl_option id);

/* True if the driver uses it in the mode of that name (or number, as text). Since 0.1. */
BONDNL_API bool bondnl_option_in_mode(enum bondnl_option id, const char *mode);

/* The unit of its number, "ms" or "s"; NULL if it has none. Since 0.1. */
BONDNL_API const char *bondnl_option_unit(enum bondnl_option id);

/* One line on what it does. Since 0.1. */
BONDNL_API const char *bondnl_option_help(enum bondnl_option id);

/* What an option belongs to. Since 0.1. */
enum bondnl_level {
	BONDNL_LEVEL_BOND,
	BONDNL_LEVEL_SLAVE,
	BONDNL_LEVEL_AD_INFO, /* of a bond in 802.3ad: its active aggregator, read only */
};

/* BONDNL_LEVEL_BOND for an unknown id, too. Since 0.1. */
BONDNL_API enum bondnl_level bondnl_option_level(enum bondnl_option id);

/* What a value of an option is. Since 0.1. */
enum bondnl_takes {
	BONDNL_TAKES_NUMBER,
	BONDNL_TAKES_NAME, /* one of bondnl_option_value(), or its number */
	BONDNL_TAKES_MAC,
	BONDNL_TAKES_DEVICE, /* the name of a slave, or "none" */
	BONDNL_TAKES_IP4,    /* IPv4 addresses with commas between them, or "none" */
	BONDNL_TAKES_IP6,
	BONDNL_TAKES_FLAGS, /* of a read-only one: any of its value names, with commas */
};

/* BONDNL_TAKES_NUMBER for an unknown id, too. Since 0.1. */
BONDNL_API enum bondnl_takes bondnl_option_takes(enum bondnl_option id);

/*
 * The least and the greatest number that it takes. False for what is no plain number:
 * a value with a name, a device, a MAC, a list. Both pointers may be NULL. Since 0.1.
 */
BONDNL_API bool bondnl_option_range(
	enum bondnl_option id, int64_t *ret_min, int64_t *ret_max);

/*
 * The @i-th name of its values, and its number in @ret_number, which may be NULL; of
 * flags the number is one bit. NULL behind the last one. Since 0.1.
 */
BONDNL_API const char *bondnl_option_value(
	enum bondnl_option id, size_t i, int64_t *ret_number);

/* The @i-th other spelling of its name; NULL behind the last one. Since 0.1. */
BONDNL_API const char *bondnl_option_alias(enum bondnl_option id, size_t i);

/* What the driver needs to be so before it changes an option. Since 0.1. */
enum {
	BONDNL_NEEDS_DOWN = 1 << 0,   /* the bond is down */
	BONDNL_NEEDS_EMPTY = 1 << 1,  /* the bond has no slaves */
	BONDNL_NEEDS_MIIMON = 1 << 2, /* miimon is not 0 */
};

/* Any of BONDNL_NEEDS_*, or 0. Since 0.1. */
BONDNL_API unsigned bondnl_option_needs(enum bondnl_option id);

/* True if the kernel reports it to CAP_NET_ADMIN only, in the initial user namespace
 * (drivers/net/bonding/bond_netlink.c, bond_fill_info). Since 0.1. */
BONDNL_API bool bondnl_option_privileged(enum bondnl_option id);

/*
 * The option of exactly this name or alias: one of bonds, else of slaves, else of the
 * aggregator. False if there is none; *ret is untouched then. Since 0.1.
 */
BONDNL_API bool bondnl_option_find(const char *word, enum bondnl_option *ret);

/* -------------------------------------------------------------------- context */

/*
 * Connects to rtnetlink, in the network namespace @netns: a name as `ip netns` uses
 * it, an absolute path, or NULL for the caller's own. The calling thread stays in its
 * namespace. Entering another one needs CAP_SYS_ADMIN. Errors: -ENOENT if there is no
 * such namespace, -EINVAL if that is no name, -EPERM, -ENOMEM. Since 0.1.
 */
BONDNL_API int bondnl_open(
	struct bondnl_ctx **ret, const char *netns, struct bondnl_error *err);
BONDNL_API void bondnl_close(struct bondnl_ctx *ctx);

/*
 * A number that no other network namespace of this machine has, until it is restarted:
 * for what two programs share that act in the same one. Errors: -ENOPROTOOPT from a
 * kernel before Linux 5.14 (net/core/sock.c, SO_NETNS_COOKIE). Since 0.1.
 */
BONDNL_API int bondnl_netns_cookie(struct bondnl_ctx *ctx, uint64_t *ret);

/*
 * Whether it is the network namespace of process 1, which the programs that manage the
 * devices of the machine, or of the container, share: what they write into /run speaks of
 * its links. Needs CAP_SYS_ADMIN. Errors: -EPERM, -ENOSYS or -EINVAL from a kernel before
 * Linux 5.8, which enters no namespace by a pidfd, and those of bondnl_netns_cookie();
 * *ret is untouched then. Since 0.1.
 */
BONDNL_API int bondnl_netns_is_of_init(struct bondnl_ctx *ctx, bool *ret);

/* What is reported while a spec is carried out. Since 0.1. */
enum bondnl_report {
	BONDNL_REPORT_STEP,    /* a step was done; the text says which */
	BONDNL_REPORT_NOTE,    /* something was decided that was not asked for */
	BONDNL_REPORT_WARNING, /* it is done, but may not work as hoped */
	BONDNL_REPORT_UNDO,    /* a step of putting things back was done */
	BONDNL_REPORT_PLAN,    /* it begins; the text is the number of its steps */
};

/* @text is lent for the call. */
typedef void bondnl_report_fn(void *data, enum bondnl_report what, const char *text);
/* @line is lent for the call and has no line end. */
typedef void bondnl_trace_fn(void *data, const char *line);

/* Calls @fn for each report as it happens; NULL for none. Since 0.1. */
BONDNL_API void bondnl_on_report(
	struct bondnl_ctx *ctx, bondnl_report_fn *fn, void *data);

/* Calls @fn for each line of the decoded netlink messages; NULL for none. Since 0.1. */
BONDNL_API void bondnl_on_trace(struct bondnl_ctx *ctx, bondnl_trace_fn *fn, void *data);

/* Whether the running kernel's bonding driver knows an option. Since 0.1. */
enum bondnl_known {
	BONDNL_KNOWN_NO,
	BONDNL_KNOWN_YES,
	/* It cannot be known: */
	BONDNL_KNOWN_NO_DRIVER,	   /* the driver is not loaded, and is not for asking */
	BONDNL_KNOWN_NO_PRIVILEGE, /* asking needs CAP_NET_ADMIN */
	BONDNL_KNOWN_NO_SLAVE,	   /* only a slave could be asked, and there is none */
	BONDNL_KNOWN_NOT_SEEN,	   /* it is only reported, and no slave reports it now */
	BONDNL_KNOWN_UNTOLD,	   /* the kernel's answer says neither */
};

/*
 * Which options the running kernel knows: ret[id] for each id below @n, of which
 * bondnl_option_count() are of use. What a bond or a slave reports is known; for the rest
 * the kernel is sent requests that it is bound to refuse, and where it refuses them
 * tells. No device is made or changed, no event is sent, no module is loaded; the
 * kernel's log may get up to ten lines on attributes of an invalid length. The version of
 * a kernel would not tell: distributions carry options back.
 *
 * Needs no privilege, but knows less without CAP_NET_ADMIN. Returns 0, -ENOMEM or what
 * the socket fails with; @ret is untouched then. Since 0.1.
 */
BONDNL_API int bondnl_kernel_options(struct bondnl_ctx *ctx, size_t n,
	enum bondnl_known ret[], struct bondnl_error *err);

/* Why it cannot be known, a clause without a full stop; NULL for yes and no. Since 0.1. */
BONDNL_API const char *bondnl_known_reason(enum bondnl_known known);

/* ----------------------------------------------------------------------- specs */

/* What a spec asks for a bond. Since 0.1. */
enum bondnl_intent {
	BONDNL_CREATE, /* it must not exist yet; words: options, addresses, slaves ... */
	BONDNL_ADD,    /* it must exist; words: slaves to enslave, with their options */
	BONDNL_REMOVE, /* it must exist; words: slaves to release */
	BONDNL_DELETE, /* it must exist; no words */
	BONDNL_FAILOVER, /* it must exist; words: at most one, the slave to make active */
	BONDNL_SET, /* it must exist; words: as for create, its slaves' options, too */
	/*
	 * It is made so, whether it exists or not; words: as for create. What they do not
	 * name goes back to what a new bond has, slaves that they do not list are
	 * released; addresses stay unless they name one.
	 */
	BONDNL_APPLY,
	BONDNL_ABSENT, /* it is deleted if it exists; no words */
	/*
	 * It must not exist yet; words: a device in use, then as for create (but down).
	 * The device becomes its first slave, and what addresses and routes it has become
	 * the bond's.
	 */
	BONDNL_MIGRATE,
	/*
	 * It must exist; word: a slave of it, which gets its addresses and routes. The
	 * bond is deleted.
	 */
	BONDNL_MIGRATE_BACK,
};

/* What a spec is allowed beyond the ordinary. Since 0.1. */
enum {
	/*
	 * Traffic may be interrupted: a bond is taken down, or its slaves released and
	 * added again, for options that the driver changes only then. All else of them
	 * is kept.
	 */
	BONDNL_DISRUPT = 1 << 0,
	/*
	 * What a rule of the library forbids is sent all the same, and numbers beyond the
	 * range of the table: the kernel judges.
	 */
	BONDNL_FORCE = 1 << 1,
};

/* An empty spec. Since 0.1. */
BONDNL_API int bondnl_spec_new(struct bondnl_spec **ret, struct bondnl_error *err);
BONDNL_API void bondnl_spec_free(struct bondnl_spec *spec);

/* Allows what @what says, BONDNL_DISRUPT and the like; before the words. Since 0.1. */
BONDNL_API void bondnl_spec_allow(struct bondnl_spec *spec, unsigned what);

/* Begins one more bond of the spec; the words that follow belong to it. Since 0.1. */
BONDNL_API int bondnl_spec_bond(struct bondnl_spec *spec, enum bondnl_intent intent,
	const char *bond, struct bondnl_error *err);

/*
 * Adds words in the grammar of bondnl(8), such as { "mode", "active-backup",
 * "address", "192.168.1.211/24", "slave", "eth0" }. An option and its value, or a
 * slave and what belongs to it, are given in one call. The words are copied. On
 * failure the spec must not be used again. Since 0.1.
 */
BONDNL_API int bondnl_spec_words(struct bondnl_spec *spec, size_t n,
	const char *const words[], struct bondnl_error *err);

/* @fault is lent for the call: where it is, as "bondnl.conf:4", the word, the cause. */
typedef void bondnl_fault_fn(void *data, const struct bondnl_error *fault);

/*
 * Adds the bonds of a file in the grammar of bondnl.conf(5): each block is a spec of
 * BONDNL_APPLY, a line "absent bond1" one of BONDNL_ABSENT. One that holds no bonds makes
 * a spec of nothing, which is always done. @text has @n bytes and is copied, @origin is
 * its name in messages. All of it is read, and @fn, which may be NULL, is called for each
 * thing that is wrong. Returns 0, or a negative errno with the first of them in @err; the
 * spec must not be used again then. Since 0.1.
 */
BONDNL_API int bondnl_spec_text(struct bondnl_spec *spec, const char *origin,
	const char *text, size_t n, bondnl_fault_fn *fn, void *data,
	struct bondnl_error *err);

/*
 * Adds to the spec that each bond of @state which it does not name shall be absent
 * (BONDNL_ABSENT). With a state of all bonds, read a moment before, that means: no bond
 * but those named. Since 0.1.
 */
BONDNL_API int bondnl_spec_prune(struct bondnl_spec *spec,
	const struct bondnl_state *state, struct bondnl_error *err);

/* How it ended; also the exit status of bondnl(8). Since 0.1. */
enum bondnl_outcome {
	BONDNL_DONE = 0,    /* done and read back, or there was nothing to do */
	BONDNL_REFUSED = 1, /* refused, and nothing was changed */
	BONDNL_USAGE = 2,   /* the words were wrong, nothing was tried */
	BONDNL_UNDONE = 3,  /* failed; everything was put back, and that was verified */
	BONDNL_LEFT = 4,    /* failed, left different: bondnl_result_difference() */
};

/* Flags of bondnl_run(). Since 0.1. */
enum {
	BONDNL_DRY_RUN = 1 << 0, /* decide and plan, but send nothing that changes */
	BONDNL_KEEP = 1 << 1,	 /* the result keeps what bondnl_undo() needs */
};

/*
 * Carries a spec out: reads what is, decides, sends, reads again and compares. If any
 * part fails, everything is put back as it was. Returns 0 for BONDNL_DONE, else a
 * negative errno. A result is handed out in every case but lack of memory (*ret is
 * NULL then). Needs CAP_NET_ADMIN in the user namespace that owns the network
 * namespace, but for a dry run.
 *
 * Errors: -EINVAL for words or devices that do not fit, -EEXIST, -ENODEV, -EACCES for
 * an option that the mode does not have, -EBUSY for a slave that has another master,
 * -EPERM without the privilege, -EOPNOTSUPP without the driver, -EIO if what was read
 * back is not what was asked for; else the errno with which the kernel refused. Since 0.1.
 */
BONDNL_API int bondnl_run(struct bondnl_ctx *ctx, const struct bondnl_spec *spec,
	unsigned flags, struct bondnl_result **ret, struct bondnl_error *err);
BONDNL_API void bondnl_result_free(struct bondnl_result *result);

/*
 * Makes everything that a spec touched as it was before it, whatever became of it since:
 * links that were made go, those that went are made again. @done is the result of a
 * bondnl_run() that ended with BONDNL_DONE, had something to do, and was asked to
 * BONDNL_KEEP, in the network namespace of @ctx. What was not touched stays as it is.
 *
 * Returns 0 with BONDNL_UNDONE, if all is as it was, which was read back; -EIO with
 * BONDNL_LEFT if not: bondnl_result_difference() tells of what. -EINVAL and no result
 * if @done keeps nothing, -ENOMEM. Since 0.1.
 */
BONDNL_API int bondnl_undo(struct bondnl_ctx *ctx, const struct bondnl_result *done,
	struct bondnl_result **ret, struct bondnl_error *err);

BONDNL_API enum bondnl_outcome bondnl_result_outcome(const struct bondnl_result *result);

/* The steps planned, in order, and whether one interrupts traffic. Since 0.1. */
BONDNL_API size_t bondnl_result_steps(const struct bondnl_result *result);
BONDNL_API const char *bondnl_result_step(const struct bondnl_result *result, size_t i);
BONDNL_API bool bondnl_result_step_interrupts(
	const struct bondnl_result *result, size_t i);

/*
 * The link that a step changes: its name, and in *ret_ifindex its number, 0 if it was not
 * there before. Of a step that enslaves or releases it is the slave. NULL behind the last
 * one; *ret_ifindex is untouched then. Since 0.1.
 */
BONDNL_API const char *bondnl_result_step_link(
	const struct bondnl_result *result, size_t i, int *ret_ifindex);

/*
 * How long traffic was interrupted, in microseconds: from sending the first step that
 * interrupts it to the answer to the last one. 0 if none did. What the link monitor and
 * LACP take after that to use a slave again is not in it. Since 0.1.
 */
BONDNL_API uint64_t bondnl_result_interruption(const struct bondnl_result *result);

/*
 * What a dry run found that would change, in no certain order: of a bond, or of a slave
 * of it (NULL: of the bond itself). What changes is the name of an option, or "bond"
 * (there or not), "master", "admin" (up or down), "mtu", "lladdr", "address", "route";
 * the values are texts, NULL for nothing. All NULL behind the last one. Since 0.1.
 */
BONDNL_API size_t bondnl_result_changes(const struct bondnl_result *result);
BONDNL_API const char *bondnl_result_change_bond(
	const struct bondnl_result *result, size_t i);
BONDNL_API const char *bondnl_result_change_slave(
	const struct bondnl_result *result, size_t i);
BONDNL_API const char *bondnl_result_change_what(
	const struct bondnl_result *result, size_t i);
BONDNL_API const char *bondnl_result_change_from(
	const struct bondnl_result *result, size_t i);
BONDNL_API const char *bondnl_result_change_to(
	const struct bondnl_result *result, size_t i);

/* After BONDNL_LEFT: what is not as it was, one sentence each. Since 0.1. */
BONDNL_API size_t bondnl_result_differences(const struct bondnl_result *result);
BONDNL_API const char *bondnl_result_difference(
	const struct bondnl_result *result, size_t i);

/* ---------------------------------------------------------------------- state */

/*
 * Reads bonds with their slaves and addresses: those named, or all if @n is 0. A name
 * that is no bond is an error. Errors: -ENODEV, -EINVAL. Needs no privilege; without
 * CAP_NET_ADMIN the kernel leaves out ad_actor_sys_prio, ad_user_port_key and
 * ad_actor_system (drivers/net/bonding/bond_netlink.c, bond_fill_info). Since 0.1.
 */
BONDNL_API int bondnl_state_read(struct bondnl_ctx *ctx, size_t n,
	const char *const bonds[], struct bondnl_state **ret, struct bondnl_error *err);
BONDNL_API void bondnl_state_free(struct bondnl_state *state);

/* The bonds: in the order they were named, or of their ifindex. Since 0.1. */
BONDNL_API size_t bondnl_state_bonds(const struct bondnl_state *state);
BONDNL_API const struct bondnl_link *bondnl_state_bond(
	const struct bondnl_state *state, size_t i);

/* The slaves of a bond, in the order of their ifindex. Since 0.1. */
BONDNL_API size_t bondnl_link_slaves(const struct bondnl_link *bond);
BONDNL_API const struct bondnl_link *bondnl_link_slave(
	const struct bondnl_link *bond, size_t i);

BONDNL_API const char *bondnl_link_name(const struct bondnl_link *link);
BONDNL_API int bondnl_link_ifindex(const struct bondnl_link *link);
/* Set up by the administrator (IFF_UP). Since 0.1. */
BONDNL_API bool bondnl_link_is_up(const struct bondnl_link *link);
/* Has carrier: cable in, radio associated, a bond with a usable slave. Since 0.1. */
BONDNL_API bool bondnl_link_has_carrier(const struct bondnl_link *link);
BONDNL_API uint32_t bondnl_link_mtu(const struct bondnl_link *link);
/* The MAC in use, as text. Since 0.1. */
BONDNL_API const char *bondnl_link_mac(const struct bondnl_link *link);
/* Addresses of a bond, as "192.168.1.211/24", v4 first; a slave's are not read. Since
 * 0.1. */
BONDNL_API size_t bondnl_link_addresses(const struct bondnl_link *link);
BONDNL_API const char *bondnl_link_address(const struct bondnl_link *link, size_t i);

/* True for one that somebody gave for good: the kernel did not make it, and it has no
 * lifetime. Since 0.1. */
BONDNL_API bool bondnl_link_address_is_given(const struct bondnl_link *link, size_t i);

/*
 * The gateways of the default routes by a bond, v4 first, once they were read: which
 * costs a look at all routes of the machine. Since 0.1.
 */
BONDNL_API int bondnl_state_read_gateways(
	struct bondnl_ctx *ctx, struct bondnl_state *state, struct bondnl_error *err);
BONDNL_API size_t bondnl_link_gateways(const struct bondnl_link *link);
BONDNL_API const char *bondnl_link_gateway(const struct bondnl_link *link, size_t i);

/*
 * The value of an option as text, in the words that the command line takes. NULL if
 * the kernel did not report it: it is not in use, not known to this kernel, or not
 * visible without CAP_NET_ADMIN. Since 0.1.
 */
BONDNL_API const char *bondnl_link_option(
	const struct bondnl_link *link, enum bondnl_option id);

/*
 * True for an option that has the value that new bonds or slaves have, unless the module
 * was told otherwise; and for one that is not reported. Since 0.1.
 */
BONDNL_API bool bondnl_link_option_is_default(
	const struct bondnl_link *link, enum bondnl_option id);

/*
 * True for an option of this bond that the kernel has, but does not report to who asked:
 * see bondnl_option_privileged(). Its value is not known, and no default either. Since
 * 0.1.
 */
BONDNL_API bool bondnl_link_option_hidden(
	const struct bondnl_link *link, enum bondnl_option id);

/*
 * What bondnl_state_read() leaves out, since each costs questions of its own: say which,
 * or several. What the kernel does not tell is not known afterwards, and no error. Since
 * 0.1.
 */
enum bondnl_detail {
	BONDNL_DETAIL_SPEED = 1 << 0,	 /* speed and duplex of slaves: ethtool */
	BONDNL_DETAIL_WIRELESS = 1 << 1, /* which slaves are wireless: nl80211 */
	BONDNL_DETAIL_LACP = 1 << 2,	 /* counters of LACP, of bonds in mode 802.3ad */
};
BONDNL_API int bondnl_state_read_details(struct bondnl_ctx *ctx,
	struct bondnl_state *state, unsigned details, struct bondnl_error *err);

/* Mb/s; 0 if it is not known, or was not read. A bond's is not read. Since 0.1. */
BONDNL_API uint32_t bondnl_link_speed(const struct bondnl_link *link);
/* "full" or "half"; NULL if it is not known, or was not read. Since 0.1. */
BONDNL_API const char *bondnl_link_duplex(const struct bondnl_link *link);
/* 1 or 0; -1 if it was not read. Since 0.1. */
BONDNL_API int bondnl_link_is_wireless(const struct bondnl_link *link);
/*
 * The MAC that is the device's own: the hardware's, or of what has none, as most that is
 * made by software, the one that it had before it became a slave. "" if there is neither.
 * Since 0.1.
 */
BONDNL_API const char *bondnl_link_permanent_mac(const struct bondnl_link *link);
/*
 * The slave whose MAC a bond has: its first one, or with fail_over_mac its active one.
 * NULL if it is none's: it was given, or its giver has left. Since 0.1.
 */
BONDNL_API const struct bondnl_link *bondnl_link_mac_giver(
	const struct bondnl_link *bond);
/* RFC 2863, as ip(8) has it: "up", "down", "lowerlayerdown", "dormant" ... Since 0.1. */
BONDNL_API const char *bondnl_link_operstate(const struct bondnl_link *link);
/*
 * "tentative" while it is being checked for a duplicate, "duplicate" if one was found,
 * "deprecated" if it is no more used for what begins; NULL if it is well. Since 0.1.
 */
BONDNL_API const char *bondnl_link_address_state(
	const struct bondnl_link *link, size_t i);

/*
 * What is counted of a bond or a slave since it was made. A slave of a bond in mode
 * 802.3ad has LACP's as that: see BONDNL_DETAIL_LACP. Since 0.1.
 */
enum bondnl_counter {
	BONDNL_COUNTER_RX_PACKETS,
	BONDNL_COUNTER_TX_PACKETS,
	BONDNL_COUNTER_RX_BYTES,
	BONDNL_COUNTER_TX_BYTES,
	BONDNL_COUNTER_RX_ERRORS,
	BONDNL_COUNTER_TX_ERRORS,
	BONDNL_COUNTER_RX_DROPPED,
	BONDNL_COUNTER_TX_DROPPED,
	BONDNL_COUNTER_LACPDU_RX,
	BONDNL_COUNTER_LACPDU_TX,
	BONDNL_COUNTER_LACPDU_UNKNOWN_RX,
	BONDNL_COUNTER_LACPDU_ILLEGAL_RX,
	BONDNL_COUNTER_MARKER_RX,
	BONDNL_COUNTER_MARKER_TX,
	BONDNL_COUNTER_MARKER_RESP_RX,
	BONDNL_COUNTER_MARKER_RESP_TX,
	BONDNL_COUNTER_MARKER_UNKNOWN_RX,
	BONDNL_COUNTER_COUNT_, /* how many there are now: it grows */
};
/* "rx_packets", "lacpdu_tx" ...; NULL for what is none. Since 0.1. */
BONDNL_API const char *bondnl_counter_name(enum bondnl_counter counter);
/* False if the link has no such counter, or it was not read. Since 0.1. */
BONDNL_API bool bondnl_link_counter(
	const struct bondnl_link *link, enum bondnl_counter counter, uint64_t *ret);

/* --------------------------------------------------------------------- findings */

/* How bad a finding is. Since 0.1. */
enum bondnl_severity {
	BONDNL_SEVERITY_NOTE,	  /* worth to know */
	BONDNL_SEVERITY_WARNING,  /* it works, but not as it should or could */
	BONDNL_SEVERITY_CRITICAL, /* traffic does not get through, or not as a bond's */
};
/* "note", "warning", "critical"; NULL for what is none. Since 0.1. */
BONDNL_API const char *bondnl_severity_name(enum bondnl_severity severity);

struct bondnl_findings; /* what is wrong with bonds */

/*
 * Looks for what is wrong with bonds: those named, or all if @n is 0. Reads their slaves,
 * addresses, routes, speed and more, as far as the rules need it. What the kernel does not
 * tell is not found. Errors and privilege: as of bondnl_state_read(). Since 0.1.
 */
BONDNL_API int bondnl_check(struct bondnl_ctx *ctx, size_t n, const char *const bonds[],
	struct bondnl_findings **ret, struct bondnl_error *err);
/*
 * The same of bonds that were read already, a moment before and in the network namespace
 * of @ctx; what the rules need beyond it is read, and kept in @state. Since 0.1.
 */
BONDNL_API int bondnl_check_state(struct bondnl_ctx *ctx, struct bondnl_state *state,
	struct bondnl_findings **ret, struct bondnl_error *err);
BONDNL_API void bondnl_findings_free(struct bondnl_findings *findings);

/* How many there are: bond by bond, in the order of the rules. Since 0.1. */
BONDNL_API size_t bondnl_findings_count(const struct bondnl_findings *findings);
/* The rule, such as "no-link-monitor": it stays the same. NULL behind the last one.
 * Since 0.1. */
BONDNL_API const char *bondnl_finding_id(
	const struct bondnl_findings *findings, size_t i);
BONDNL_API enum bondnl_severity bondnl_finding_severity(
	const struct bondnl_findings *findings, size_t i);
BONDNL_API const char *bondnl_finding_bond(
	const struct bondnl_findings *findings, size_t i);
/* The slave that it is about; NULL if it is about none. Since 0.1. */
BONDNL_API const char *bondnl_finding_slave(
	const struct bondnl_findings *findings, size_t i);
/* A clause with what was seen, without a full stop; a name in it may hold any bytes.
 * Since 0.1. */
BONDNL_API const char *bondnl_finding_evidence(
	const struct bondnl_findings *findings, size_t i);
/*
 * A command line for a shell, of bondnl(8) or ip(8), or several with && between them, for
 * the network namespace of the look. A word in capitals stands for what cannot be known
 * here, as in "bondnl add bond0 DEVICE". Since 0.1.
 */
BONDNL_API const char *bondnl_finding_remedy(
	const struct bondnl_findings *findings, size_t i);

/* The rules, in their order: NULL behind the last one. Since 0.1. */
BONDNL_API const char *bondnl_rule_id(size_t i);
/* The worst that a rule tells, and a line on what it finds. Since 0.1. */
BONDNL_API enum bondnl_severity bondnl_rule_severity(size_t i);
BONDNL_API const char *bondnl_rule_help(size_t i);

/* ------------------------------------------------------------------ beyond the table */

/*
 * What the driver reports and this library does not know: attributes of a newer kernel,
 * by the number that the driver gives them at their level (linux/if_link.h). A dozen of a
 * link are kept, and 16 bytes of each. Since 0.1.
 */
BONDNL_API size_t bondnl_link_unknowns(const struct bondnl_link *link);
BONDNL_API unsigned bondnl_link_unknown_number(const struct bondnl_link *link, size_t i);
BONDNL_API enum bondnl_level bondnl_link_unknown_level(
	const struct bondnl_link *link, size_t i);
/* 1, 2, 4 or 8 bytes as a decimal number, others as "0x0a0b0c", none as "". Since 0.1. */
BONDNL_API const char *bondnl_link_unknown(const struct bondnl_link *link, size_t i);

/* --------------------------------------------------------------------- watching */

/*
 * What can happen. The numbers are only ever appended to. @slave, @what, @from, @to,
 * @reason and the duration of an event are there where this says so. Since 0.1.
 */
enum bondnl_event_kind {
	BONDNL_EVENT_BOND_CREATED, /* to: its mode */
	BONDNL_EVENT_BOND_DELETED, /* its slaves left with it: no event for each */
	BONDNL_EVENT_BOND_RENAMED, /* from, to */
	BONDNL_EVENT_BOND_UP,	   /* set up; reason: no_carrier, if it has none yet */
	BONDNL_EVENT_BOND_DOWN,	   /* set down */
	/* A bond that is up, as a whole. Duration: how long it was so before. */
	BONDNL_EVENT_CARRIER_LOST,
	BONDNL_EVENT_CARRIER_BACK,
	BONDNL_EVENT_ADDRESS_ADDED,   /* to: the address, which the kernel did not make */
	BONDNL_EVENT_ADDRESS_REMOVED, /* from */
	/* slave; to: its mii_status; reason: no_carrier, if it has none */
	BONDNL_EVENT_SLAVE_JOINED,
	BONDNL_EVENT_SLAVE_LEFT,    /* slave */
	BONDNL_EVENT_SLAVE_RENAMED, /* slave: its new name; from, to */
	/*
	 * slave: the device itself, at once. Reason of LINK_DOWN: no_carrier, set_down.
	 * Duration: how long it was so before.
	 */
	BONDNL_EVENT_LINK_DOWN,
	BONDNL_EVENT_LINK_UP,
	/*
	 * slave; from, to: up, going down, down, going back: what the bond's link monitor
	 * makes of it. Reason if it gets worse: no_carrier, set_down, no_answer (ARP
	 * monitoring). Duration: of from.
	 */
	BONDNL_EVENT_MII_STATUS,
	/*
	 * from, to: slaves. Reason, as far as the kernel tells. Of the old one:
	 * no_carrier, set_down, no_answer, mii_down, left. Of the new one: first_usable,
	 * primary_back, primary_set, prio. None: neither is to be seen, so it was asked
	 * for.
	 */
	BONDNL_EVENT_ACTIVE_SLAVE,
	BONDNL_EVENT_OPTION,	 /* what: its name; from, to; slave for one of slaves */
	BONDNL_EVENT_AGGREGATOR, /* from, to: the active one of the bond, or its slave's
				  */
	BONDNL_EVENT_PARTNER,	 /* from, to: the MAC of the bond's LACP partner */
	/*
	 * slave; from, to: negotiating, in_sync, expired (nothing heard of the partner in
	 * time), defaulted (nothing at all any more). Duration: of from.
	 */
	BONDNL_EVENT_LACP,
	BONDNL_EVENT_LLADDR, /* slave, or the bond itself; from, to: MACs */
	BONDNL_EVENT_MTU,    /* the same; from, to */
	/*
	 * The kernel had more to say than the socket's buffer held, and all was read
	 * anew. Of no bond. The events behind it are what that came to: what was between
	 * is lost.
	 */
	BONDNL_EVENT_RESYNCHRONISED,
	BONDNL_EVENT_COUNT_, /* how many there are now: it grows */
};

/* "bond_created", "link_down" ...; NULL for what is none. Since 0.1. */
BONDNL_API const char *bondnl_event_kind_name(enum bondnl_event_kind kind);

/*
 * Watches the bonds named, by name or altname, or all if @n is 0. A name that nobody has
 * yet is watched for; one of a device that is no bond is an error. @buffer is the size of
 * the socket's receive buffer in bytes, 0 for one that is large enough for thousands of
 * changes at once. What happens from this call on is reported by bondnl_watch_read().
 *
 * The watch uses @ctx, also to ask the kernel, and must be closed before it. Errors:
 * -EINVAL, -ENOMEM, what a socket fails with. Needs no privilege. Since 0.1.
 */
BONDNL_API int bondnl_watch_open(struct bondnl_ctx *ctx, size_t n,
	const char *const bonds[], unsigned buffer, struct bondnl_watch **ret,
	struct bondnl_error *err);
BONDNL_API void bondnl_watch_close(struct bondnl_watch *watch);

/*
 * True while no bond has had the @i-th of the names that it was opened with; of an
 * altname only what was so when it was opened. Since 0.1.
 */
BONDNL_API bool bondnl_watch_is_waiting(const struct bondnl_watch *watch, size_t i);

/* For poll(2): readable when bondnl_watch_read() has something to do. Since 0.1. */
BONDNL_API int bondnl_watch_fd(const struct bondnl_watch *watch);
/*
 * How long to wait for that at most, in milliseconds as poll(2) takes them, before
 * bondnl_watch_read() is to be called all the same; -1: for ever. The kernel does not
 * announce what LACP does, so bonds of mode 802.3ad are looked at once a second. Since
 * 0.1.
 */
BONDNL_API int bondnl_watch_timeout(const struct bondnl_watch *watch);

/* @event is lent for the call. */
typedef void bondnl_event_fn(void *data, const struct bondnl_event *event);

/*
 * Takes what the kernel has announced, without waiting for more, and calls @fn for each
 * event, in order. Changes that belong together are one: that a slave's MAC and MTU
 * become the bond's is part of its joining. What came and went again is two events.
 * Errors: -ENOMEM, what the socket fails with; the watch is of no more use then.
 * Since 0.1.
 */
BONDNL_API int bondnl_watch_read(struct bondnl_watch *watch, bondnl_event_fn *fn,
	void *data, struct bondnl_error *err);

/*
 * Has the next bondnl_watch_read() ask the kernel for the bonds that are watched and
 * their slaves, each by its number, whatever else there is on the machine: counters are
 * never announced, and are those of then in the next bondnl_watch_state(). What else has
 * become of them is reported as an event. bondnl_watch_timeout() is 0 until then. Since 0.1.
 */
BONDNL_API void bondnl_watch_refresh(struct bondnl_watch *watch);

/*
 * The bonds as the events reported so far have left them, in the order of their ifindex: a
 * copy, without asking the kernel. The caller frees it. Errors: -ENOMEM. Since 0.1.
 */
BONDNL_API int bondnl_watch_state(const struct bondnl_watch *watch,
	struct bondnl_state **ret, struct bondnl_error *err);

BONDNL_API enum bondnl_event_kind bondnl_event_kind(const struct bondnl_event *event);
/* NULL only of BONDNL_EVENT_RESYNCHRONISED. Since 0.1. */
BONDNL_API const char *bondnl_event_bond(const struct bondnl_event *event);
/* NULL if it happened to the bond itself. Since 0.1. */
BONDNL_API const char *bondnl_event_slave(const struct bondnl_event *event);
/* The name of the option of BONDNL_EVENT_OPTION, else NULL. Since 0.1. */
BONDNL_API const char *bondnl_event_what(const struct bondnl_event *event);
/* What was before and what is now; NULL for nothing. Since 0.1. */
BONDNL_API const char *bondnl_event_from(const struct bondnl_event *event);
BONDNL_API const char *bondnl_event_to(const struct bondnl_event *event);
/* One of the words above, or NULL. Since 0.1. */
BONDNL_API const char *bondnl_event_reason(const struct bondnl_event *event);
/* How long what ended had lasted, in ms; -1 if that is not known: it began before the
 * watch. Since 0.1. */
BONDNL_API int64_t bondnl_event_duration(const struct bondnl_event *event);
/* When it was read: ms since 1970 (CLOCK_REALTIME), and of CLOCK_MONOTONIC. Since 0.1. */
BONDNL_API int64_t bondnl_event_time(const struct bondnl_event *event);
BONDNL_API int64_t bondnl_event_monotonic(const struct bondnl_event *event);
/* 1 for the first event of the watch, and one more for each. Since 0.1. */
BONDNL_API uint64_t bondnl_event_number(const struct bondnl_event *event);

#ifdef __cplusplus
}
#endif

#endif
