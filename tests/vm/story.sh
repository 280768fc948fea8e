# shellcheck shell=bash
# What the stories share: a board with a cable eth0 and wireless wlan0, a host that both
# lead to, the host's ping, and waiting for what should come. Sourced, never run: the
# namespace that it is in becomes the board. It makes no bond.
board=192.168.1.211
host=192.168.1.104

tmp=$(mktemp -d)
pids=()
cleanup() {
	[ "${#pids[@]}" = 0 ] || kill "${pids[@]}" 2>/dev/null || true
	rm -rf "$tmp"
}
trap cleanup EXIT

say() { printf '\n%s\n' "$*"; }

fail() {
	printf '\nThe story does not hold: %s\n' "$*"
	for f in "$tmp"/*.log; do
		printf -- '--- %s\n' "${f##*/}"
		tail -n 15 "$f"
	done
	ip -d address show || true
	exit 1
}

# until_true SECONDS WHAT COMMAND...: waits for a state, never just for time to pass.
until_true() {
	local end=$((SECONDS + $1)) what=$2

	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || fail "no $what"
		sleep 0.1
	done
}

in_host() { ip netns exec host "$@"; }
has_link_up() { ip link show dev "$1" | grep -q 'state UP'; }
slave_is_up() { ip -d link show dev "$1" | grep -q 'mii_status UP'; }
active_is() { ip -d link show dev bond0 | grep -q " active_slave $1 "; }
replies() { grep -c 'bytes from' "$tmp/ping.log" || true; }
replies_reach() { [ "$(replies)" -ge "$1" ]; }

# set_up_wire NAME...: the cables, and the host behind them.
set_up_wire() {
	local name

	ip link set dev lo up
	# A private place for the names of namespaces: the one of the machine stays as it is.
	mkdir -p /run/netns
	mount -t tmpfs netns /run/netns
	ip netns add host
	in_host ip link set dev lo up
	in_host ip link add name br0 type bridge
	in_host ip address add "$host/24" dev br0
	in_host ip link set dev br0 up
	for name; do
		cable "$name"
	done
}

cable() {
	ip link add name "$1" type veth peer name "to-$1" netns host
	in_host ip link set dev "to-$1" master br0 up
	ip link set dev "$1" up
}

set_up_air() {
	modprobe mac80211_hwsim radios=2
	iw phy "$(cat /sys/class/net/wlan1/phy80211/name)" set netns name host
	cat >"$tmp/hostapd.conf" <<-'END'
		interface=wlan1
		bridge=br0
		driver=nl80211
		ssid=bondnl
		hw_mode=g
		channel=1
		wpa=2
		wpa_key_mgmt=WPA-PSK
		rsn_pairwise=CCMP
		wpa_passphrase=a bond of air and wire
	END
	cat >"$tmp/wpa.conf" <<-'END'
		network={
			ssid="bondnl"
			scan_freq=2412
			psk="a bond of air and wire"
		}
	END
	ip netns exec host hostapd "$tmp/hostapd.conf" >"$tmp/hostapd.log" 2>&1 &
	pids+=($!)
	wpa_supplicant -i wlan0 -D nl80211 -c "$tmp/wpa.conf" >"$tmp/wpa.log" 2>&1 &
	pids+=($!)
	until_true 30 "association of wlan0 with the host's access point" has_link_up wlan0
}

# ping_by_both SECOND: the host pings the board, which is active on eth0 and has a second
# slave that is ready.
ping_by_both() {
	local second=$1

	printf 'host$ ping -i 0.2 %s\n' "$board"
	# Not by in_host: in the background that is a shell, and a signal would end only that.
	ip netns exec host ping -n -O -i 0.2 "$board" >"$tmp/ping.log" 2>&1 &
	ping=$!
	pids+=("$ping")
	until_true 10 "reply to the host's ping" replies_reach 1
	until_true 30 "link of $second after it was enslaved" slave_is_up "$second"
	# A bond sees a radio's link as soon as it is associated, and the keys come a moment later.
	[ "$second" != wlan0 ] || until_true 30 "new association of wlan0" has_link_up wlan0
	until_true 10 "bond that is active on eth0" active_is eth0
	until_true 10 "steady ping" replies_reach 5
}

# pull_the_cable SECOND: the ping goes on by the second one.
pull_the_cable() {
	local at_failover

	printf 'host$ ip link set dev to-eth0 down\n'
	in_host ip link set dev to-eth0 down
	until_true 10 "failover to $1" active_is "$1"
	at_failover=$(replies)
	until_true 20 "reply after the failover" replies_reach "$((at_failover + 10))"
}

# end_of_ping: how many pings there were and how many were lost; not too many.
end_of_ping() {
	local sent received

	kill -INT "$ping"
	wait "$ping" || true
	sent=$(sed -n 's/^\([0-9]*\) packets transmitted.*/\1/p' "$tmp/ping.log")
	received=$(sed -n 's/.* \([0-9]*\) received.*/\1/p' "$tmp/ping.log")
	[ -n "$sent$received" ] || fail "ping gave no summary"
	say "Of $sent pings, $received were answered; $((sent - received)) got lost while the cable was pulled ($1 were answered before)."
	# miimon 100 sees the cable within 0.2 s; the rest is for a slow, busy machine.
	[ "$((sent - received))" -le 10 ] || fail "too many pings were lost"
}
