/*
 * Bonds to be shown, see modes.h.
 */
#include <stdio.h>

#include "support/modes.h"

/* No answer to ARP is due while a test runs: the states stay as they are. */
static const char three_modes[] = BOND("bond0",
	"mode active-backup miimon 100 updelay 200 downdelay 300 primary_reselect "
	"better num_grat_arp 3 all_slaves_active 1 fail_over_mac follow "
	"peer_notify_delay 100") SLAVE("eth0", "bond0") SLAVE("eth1",
	"bond0") "link set eth1 type bond_slave queue_id 3 prio 7\n"
		 "link set bond0 type bond primary eth0\n"
		 "link set bond0 up\n"
		 "addr add 10.0.0.1/24 brd + dev bond0\naddr add 10.0.0.2/32 dev bond0\n"
		 "addr add 2001:db8::1/64 dev bond0 nodad\n" BOND("bond1",
			 "mode 802.3ad miimon 50 lacp_rate fast min_links 1 ad_select "
			 "count "
			 "xmit_hash_policy layer3+4 ad_actor_sys_prio 77 "
			 "ad_user_port_key 5 "
			 "ad_actor_system 02:00:00:00:00:aa lp_interval 9 use_carrier 1")
			 SLAVE("eth2", "bond1") SLAVE(
				 "eth3", "bond1") "link set bond1 up\n" BOND("bond2",
				 "mode balance-rr arp_interval 100000 arp_validate "
				 "active "
				 "arp_ip_target 10.0.0.5,10.0.0.6 arp_all_targets all "
				 "resend_igmp 4 "
				 "packets_per_slave 6 arp_missed_max 5")
				 SLAVE("eth4", "bond2") SLAVE(
					 "eth5", "bond2") "link set bond2 up mtu 1400\n";

const char *const modes[N_MODES] = { "bond0", "bond1", "bond2" };

void make_modes(void)
{
	ip_batch(three_modes);
	for (size_t i = 0; i < 6; i++) {
		char name[8];

		snprintf(name, sizeof(name), "eth%zu", i);
		ck_link(name, "linkinfo.info_slave_data.mii_status", "UP");
	}
	for (size_t i = 0; i < N_MODES; i++)
		ck_link(modes[i], "operstate", "UP");
}

json_t *document(const struct ran *r)
{
	json_t *doc = json_loads(r->out, 0, NULL);

	ck_assert_int_eq(r->status, 0);
	ck_assert_msg(doc != NULL, "no JSON: %s", r->out);
	ck_assert_str_eq(json_value(doc, "schema"), "1");
	return doc;
}
