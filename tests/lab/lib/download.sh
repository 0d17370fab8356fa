# Downloads by the registries' own clients, each checked against a pinned SHA-256. Sourced, never run.

LAB_DOWNLOADS=$LAB_HOME/downloads

has_sum() { [ -f "$2" ] && printf '%s  %s\n' "$1" "$2" | sha256sum --check --status 2>/dev/null; }

# Prints the pins of pins/FILE without comments, one a line.
pins() { grep -v -e '^#' -e '^$' "$LAB_SOURCE/pins/$1"; }

# keep SHA256 FILE FOLDER: moves a fresh download into the cache, or refuses it.
keep() {
    has_sum "$1" "$2" || { say "refused: '${2##*/}' has not the pinned SHA-256 $1 but $(sha256sum "$2" | cut -d ' ' -f 1)"; return 1; }
    mv "$2" "$3/"
}

# fetch_npm NAME VERSION SHA256: packs NAME-VERSION.tgz into the cache.
fetch_npm() {
    local file=$1-$2.tgz work
    has_sum "$3" "$LAB_DOWNLOADS/$file" && return 0
    work=$(mktemp -d "$LAB_DOWNLOADS/.npm.XXXXXX")
    (cd "$work" && npm pack --loglevel=error --ignore-scripts "$1@$2" >/dev/null) && keep "$3" "$work/$file" "$LAB_DOWNLOADS"
    rm -rf "$work"
    [ -f "$LAB_DOWNLOADS/$file" ]
}

# fetch_wheel NAME VERSION FILE SHA256: the wheel FILE of a PyPI package into the cache.
fetch_wheel() {
    local work
    has_sum "$4" "$LAB_DOWNLOADS/$3" && return 0
    work=$(mktemp -d "$LAB_DOWNLOADS/.pip.XXXXXX")
    python3 -m pip --quiet download --no-deps --only-binary :all: --dest "$work" "$1==$2" && keep "$4" "$work/$3" "$LAB_DOWNLOADS"
    rm -rf "$work"
    [ -f "$LAB_DOWNLOADS/$3" ]
}
