# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, progress lines, and what to do when a tool is missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-target}
# Absolute, because tests run in the directory of their crate.
case $target in /*) ;; *) target=$root/$target ;; esac

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# phase NAME COMMAND…: runs the command between two lines that say what is going on and how long it took. A failure is
# reported by an EXIT trap, not by `|| …`, which would switch `set -e` off inside the command when it is a function.
phase() {
    phase_name=$1 phase_start=$SECONDS
    shift
    say "== $phase_name"
    "$@"
    say "== $phase_name: ok, $((SECONDS - phase_start)) s"
    phase_name=
}
phase_name='' phase_start=0
phase_failed() { [ -z "$phase_name" ] || say "== $phase_name: FAILED after $((SECONDS - phase_start)) s"; }
trap phase_failed EXIT

can_apt() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

# apt_install WHY PACKAGE…: installs as root on Debian and says so; anybody else is told the one command to run.
apt_install() {
    local why=$1 log
    local -x DEBIAN_FRONTEND=noninteractive
    shift
    if ! can_apt; then
        die "$why: run 'sudo apt-get install -y --no-install-recommends $*' (or your system's way) and try again"
    fi
    say "$why: installing $* with apt-get"
    log=$(mktemp)
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } \
        >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        die "$why: apt-get could not install $*"
    fi
    rm -f "$log"
}

# need_rust: what no script here can install, before anything long has begun.
need_rust() {
    command -v cargo >/dev/null || die "Rust is needed, 1.94 or newer: https://rustup.rs installs it"
    command -v "${CC:-cc}" >/dev/null || apt_install "SQLite is compiled in, which needs a C compiler" gcc libc6-dev
}
