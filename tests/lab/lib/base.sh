# What every part of the lab shares: its folders, its messages, its background steps. Sourced after env, never run.

LAB_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LAB_HOME=$SLIPWAY_LAB
LAB_BIN=$LAB_HOME/bin
LAB_RUN=$LAB_HOME/run
LAB_LOG=$LAB_HOME/log
LAB_PUSH=$SLIPWAY_LAB_REGISTRY
LAB_MIRROR=$SLIPWAY_LAB_MIRROR
MISSING=

# Progress goes to standard error: standard output holds the closing table alone.
say() { printf 'lab: %s\n' "$*" >&2; }

# missing NAME COMMAND: notes what this machine lacks and what would provide it; the lab ends with 3.
missing() { MISSING="$MISSING  $1: $2"$'\n'; }

stop_if_missing() {
    [ -z "$MISSING" ] && return 0
    say "cannot provide the following here; do it yourself, then run tests/lab/up again:"
    printf '%s' "$MISSING" >&2
    exit 3
}

has() { command -v "$1" >/dev/null 2>&1; }

# alive PIDFILE: whether the process this lab started still runs. Its command line names the lab's folder, which guards
# against a number used anew.
alive() {
    local pid
    [ -s "$1" ] && pid=$(cat "$1") && [ -r "/proc/$pid/cmdline" ] && grep -qzF "$LAB_HOME/" "/proc/$pid/cmdline"
}

# until_true SECONDS COMMAND...: polls every 0.1 s until the command succeeds or the deadline passes.
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# background NAME FUNCTION [ARGUMENT...]: starts a step whose output goes to a log of its own.
background() {
    local name=$1
    shift
    (set -euo pipefail; "$@") >"$LAB_LOG/$name.log" 2>&1 </dev/null &
    printf '%s' "$!" >"$LAB_RUN/step.$name"
}

# join NAME...: waits for background steps; one that failed ends the lab with the tail of its log.
join() {
    local name failed=
    for name in "$@"; do
        [ -f "$LAB_RUN/step.$name" ] || continue
        wait "$(cat "$LAB_RUN/step.$name")" || failed="$failed $name"
        rm -f "$LAB_RUN/step.$name"
    done
    [ -z "$failed" ] && return 0
    for name in $failed; do
        say "step '$name' failed; the end of $LAB_LOG/$name.log:"
        tail -n 15 "$LAB_LOG/$name.log" >&2
    done
    exit 3
}

# Whatever ends the lab, no step of it works on unseen.
await_steps() {
    local file
    for file in "$LAB_RUN"/step.*; do
        [ -f "$file" ] && wait "$(cat "$file")"
        rm -f "$file"
    done 2>/dev/null || true
}
