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

# npm_file NAME VERSION: what npm names the packed archive of a package.
npm_file() {
    local name=${1#@}
    printf '%s-%s.tgz\n' "${name//\//-}" "$2"
}

# fetch_npm NAME VERSION SHA256: packs the package into the cache, as npm_file names it.
fetch_npm() {
    local file work
    file=$(npm_file "$1" "$2")
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

# GitHub's description of its REST API, out of its npm package. A pin of its own: those of npm are unpacked into an image.
openapi_is_there() {
    [ -f "$LAB_HOME/openapi/api.github.com.json" ] && [ "$(cat "$LAB_HOME/openapi/version" 2>/dev/null)" = "$(pins openapi)" ]
}

fetch_openapi() {
    local name version sum
    read -r name version sum < <(pins openapi)
    fetch_npm "$name" "$version" "$sum"
    mkdir -p "$LAB_HOME/openapi"
    tar -xzf "$LAB_DOWNLOADS/$(npm_file "$name" "$version")" -C "$LAB_HOME/openapi" --strip-components=2 --no-same-owner \
        package/generated/api.github.com.json
    pins openapi >"$LAB_HOME/openapi/version"
}
