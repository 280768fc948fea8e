# shellcheck shell=bash
# What the scripts of this folder share: progress lines, checks, packages, folders, builds.
# Sourced, never run; sourcing it creates the folders and changes nothing else.

# A caller may have closed stdin; then the next file opened would take its place.
exec </dev/null

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=${BONDNL_BUILD:-$top/.build}
log_dir=$build/log
# The one folder that a test in the VM can write to and the host reads afterwards.
out_dir=$build/out
# Nested scripts count from the start of the outermost one.
export BONDNL_T0=${BONDNL_T0:-$(date +%s)}
log=$log_dir/setup.log

# A service or a CI runner may have no HOME at all.
if [ -n "${BONDNL_CACHE:-}" ]; then
	cache=$BONDNL_CACHE
elif [ -n "${XDG_CACHE_HOME:-}" ]; then
	cache=$XDG_CACHE_HOME/bondnl
else
	home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
	cache=${home:-$build}/.cache/bondnl
fi
mkdir -p "$cache" "$log_dir" "$out_dir"

# Progress goes to stderr: the stdout of a script belongs to its result.
stage() {
	printf '[%4ds] %s\n' "$(($(date +%s) - BONDNL_T0))" "$*" >&2
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# logged FILE COMMAND...: keeps a command's chatter in a log, and shows its end if it fails.
logged() {
	local file=$1

	shift
	printf '\n$ %s\n' "$*" >>"$file"
	if "$@" >>"$file" 2>&1; then
		return 0
	fi
	printf '%s: failed: %s\n' "${0##*/}" "$*" >&2
	tail -n 30 "$file" | sed 's/^/    /' >&2
	printf '    (all of it: %s)\n' "$file" >&2
	return 1
}

# check WHAT COMMAND...: a test that is one command.
check() {
	local what=$1

	shift
	printf '$ %s\n' "$*"
	if "$@" 2>&1; then
		printf 'PASS %s\n' "$what"
	else
		printf 'FAIL %s (status %d)\n' "$what" "$?"
	fi
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "needs root, or sudo, for: $*"
	fi
}

# has_package PKG[:ARCH]: is it there, for this machine, or for that architecture?
has_package() {
	local name=${1%%:*} arch native known

	native=$(dpkg --print-architecture)
	case $1 in
	*:*) arch=${1#*:} ;;
	*) arch=$native ;;
	esac
	# A package of several architectures is listed once for each. One that is installed may
	# be "held" instead of "install", so only the end counts.
	known=$(dpkg-query -W -f '${Architecture} ${Status}\n' "$name" 2>/dev/null) || return 1
	grep -qE "^($arch|all) .* installed\$" <<<"$known"
}

# need_packages PKG[:ARCH]...: asks apt only for what is missing; does nothing when nothing
# is. Packages of a foreign architecture come beside this machine's own, as Debian means it.
need_packages() {
	local missing=() p

	for p in "$@"; do
		has_package "$p" || missing+=("$p")
	done
	[ "${#missing[@]}" -gt 0 ] || return 0

	command -v apt-get >/dev/null ||
		die "needs these Debian packages, and there is no apt-get: ${missing[*]}"
	for p in "${missing[@]}"; do
		case $p in
		*:*) need_architecture "${p#*:}" ;;
		esac
	done
	stage "installing packages: ${missing[*]}"
	# A failing update is not fatal: one broken third-party source must not stop us, and
	# what cannot be had is named by the installation itself.
	logged "$log" as_root apt-get update -q || true
	logged "$log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy \
		--no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" ||
		die "could not install: ${missing[*]}"
}

# need_architecture ARCH: from the next update on apt knows its packages, too.
need_architecture() {
	local known

	known=$(dpkg --print-architecture && dpkg --print-foreign-architectures)
	if ! grep -qx "$1" <<<"$known"; then
		stage "letting apt know of the architecture $1"
		logged "$log" as_root dpkg --add-architecture "$1" ||
			die "could not add the architecture $1"
	fi
}

# build_tree NAME MESON_ARGS...: builds the checkout in $build/NAME. A tree is made anew when
# it was made with other arguments or another compiler, otherwise it is brought up to date.
# The array build_targets names those of meson's to build, if not all.
build_targets=()
build_tree() {
	local dir=$build/$1 file=$log_dir/build-$1.log want

	shift
	want="CC=${CC:-} CFLAGS=${CFLAGS:-} LDFLAGS=${LDFLAGS:-} $*"
	: >"$file"
	if [ "$(cat "$dir/.made-with" 2>/dev/null)" != "$want" ]; then
		rm -rf "$dir"
		logged "$file" meson setup "$dir" "$top" "$@" || return 1
		printf '%s\n' "$want" >"$dir/.made-with"
	fi
	logged "$file" meson compile -C "$dir" -j "$(nproc)" "${build_targets[@]}"
}

# build_example SOURCE PROGRAM: as a reader of the example builds it.
build_example() {
	local flags

	flags=$(pkg-config --cflags --libs libbondnl) || return 1
	# shellcheck disable=SC2086 # flags are words
	gcc -Wall -Wextra -Werror -o "$2" "$1" $flags
}
