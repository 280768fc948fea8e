# shellcheck shell=bash
# Completion of bondnl(8) for bash. What options there are and what they take is asked of
# bondnl itself; bonds are those that are there, devices those that ip knows.

_bondnl_options() { bondnl options --brief 2>/dev/null; }

# _bondnl_names LEVEL: the options of a bond or of a slave.
_bondnl_names() { _bondnl_options | awk -F '\t' -v of="$1" '$1 == of { print $2 }'; }

# _bondnl_field NAME N: what the table says of an option.
_bondnl_field() { _bondnl_options | awk -F '\t' -v name="$1" -v n="$2" '$2 == name { print $n }'; }

_bondnl_bonds() { bondnl show --brief 2>/dev/null | cut -d ' ' -f 1; }

_bondnl_devices() {
	command -v ip >/dev/null || return 0
	ip -o link 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\)[:@].*/\1/p'
}

# What may follow the word before the cursor, or nothing if that word wants no value.
_bondnl_value() {
	local type values

	case $1 in
	slave) _bondnl_devices && return ;;
	address | gateway | mtu | lladdr) echo && return ;;
	esac
	type=$(_bondnl_field "$1" 3)
	values=$(_bondnl_field "$1" 4)
	case $type in
	'') return 1 ;;
	device) _bondnl_devices && echo none ;;
	*) tr , '\n' <<<"$values" ;;
	esac
}

_bondnl() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local commands="create add remove release del delete set apply diff save migrate
		failover show monitor check metrics options confirm revert help"
	local flags="--netns --json --brief --proc --verbose --quiet --dry-run --confirm --debug --disrupt
		--force --file --prune --back --nagios --textfile --exec --buffer --watch --help --version"
	local command='' bond='' i words

	COMPREPLY=()
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur")
		return
	fi
	if [[ $before == -n || $before == --netns ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(ip netns list 2>/dev/null | awk '{ print $1 }')" -- "$cur")
		return
	fi
	if [[ $before == -f || $before == --file || $before == --textfile ]]; then
		# a folder is one, too, and goes on
		compopt -o filenames 2>/dev/null || true
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
	fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-n | --netns | -f | --file | --confirm | --exec | --buffer | --textfile) ((i++)) ;;
		# a time may stand behind it
		--watch) [[ ${COMP_WORDS[i + 1]} != [0-9]* ]] || ((i++)) ;;
		-*) ;;
		*)
			if [[ -z $command ]]; then
				command=${COMP_WORDS[i]}
			elif [[ -z $bond ]]; then
				bond=${COMP_WORDS[i]}
			fi
			;;
		esac
	done

	case $command in
	'') words=$commands ;;
	help) words=$commands ;;
	options) words=$(_bondnl_options | cut -f 2) ;;
	show | monitor | check | metrics | save | del | delete) words=$(_bondnl_bonds) ;;
	migrate)
		# NIC BOND WORDS, or BOND NIC to undo it
		if [[ " ${COMP_WORDS[*]} " == *" --back "* ]]; then
			[[ -z $bond ]] && words=$(_bondnl_bonds) || words=$(_bondnl_devices)
		elif [[ -z $bond ]]; then
			words=$(_bondnl_devices)
		elif [[ $before == "$bond" ]]; then
			words="bond0"
		elif ! words=$(_bondnl_value "$before"); then
			words="slave address gateway mtu lladdr up move flush
				$(_bondnl_names bond) $(_bondnl_names slave)"
		fi
		;;
	create | add | remove | release | set | apply | diff | failover)
		if [[ -z $bond && $command == create ]]; then
			words="bond0"
		elif [[ -z $bond ]]; then
			words=$(_bondnl_bonds)
		elif ! words=$(_bondnl_value "$before"); then
			case $command in
			create)
				words="slave address gateway mtu lladdr up down move flush
					$(_bondnl_names bond) $(_bondnl_names slave)"
				;;
			apply | diff)
				words="slave address gateway mtu lladdr up down move flush
					optional
					$(_bondnl_names bond) $(_bondnl_names slave)"
				;;
			set)
				words="slave address gateway mtu lladdr up down
					clear_active_slave
					$(_bondnl_names bond) $(_bondnl_names slave)"
				;;
			add) words="$(_bondnl_devices) move flush $(_bondnl_names slave)" ;;
			*) words=$(_bondnl_devices) ;;
			esac
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _bondnl bondnl
