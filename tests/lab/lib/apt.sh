# Debian packages: sources, pins and one install of what is missing. Sourced, never run.

APT_SOURCES=/etc/apt/sources.list.d/slipway-lab.sources
APT_PINS=/etc/apt/preferences.d/slipway-lab

# Prints "ADDRESS KEYRING" of this machine's own bookworm entry, in either of apt's two formats; nothing where there is none.
bookworm_entry() {
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    {
        (cat /etc/apt/sources.list.d/*.sources 2>/dev/null || true) | awk -v keyring="$keyring" '
            function flush() { if (suites ~ / bookworm( |$)/) print uri, key; uri = ""; suites = ""; key = keyring }
            BEGIN { key = keyring }
            /^URIs:/ { uri = $2 } /^Suites:/ { $1 = ""; suites = $0 } /^Signed-By: *\// { key = $2 }
            /^[ \t]*$/ { flush() } END { flush() }'
        (cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true) | awk -v keyring="$keyring" '
            $1 == "deb" {
                key = keyring
                if (match($0, /signed-by=[^] ]+/)) key = substr($0, RSTART + 10, RLENGTH - 10)
                sub(/\[[^]]*\]/, "")
                if ($3 == "bookworm") print $2, key
            }'
    } | sed -n 1p
}

# Newer suites stay far below the machine's own: nothing is taken from them that is not asked for by name.
add_suites() {
    local entry=$1 uri keyring
    read -r uri keyring <<<"$entry"
    [ -f "$APT_SOURCES" ] && [ -f "$APT_PINS" ] && return 0
    {
        printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n\n' "$uri" "$keyring"
        printf 'Types: deb\nURIs: %s\nSuites: forky\nComponents: main\nSigned-By: %s\n' "$uri" "$keyring"
        printf 'Check-Valid-Until: no\n'
    } >"$APT_SOURCES"
    {
        printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n\n'
        printf 'Package: *\nPin: release n=forky\nPin-Priority: 40\n'
    } >"$APT_PINS"
}

# A package must not start its service: what the lab needs it starts itself, and stops again.
without_services() {
    local policy=/usr/sbin/policy-rc.d status=0
    if [ -e "$policy" ]; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    "$@" || status=$?
    rm -f "$policy"
    return "$status"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive without_services \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 --no-install-recommends install "$@"
}
