# The closing table: one line per thing, with its version and place. Sourced, never run.

line() { printf '%-22s %-21s %s\n' "$1" "$2" "$3"; }

# Prints what the tool says about itself. Debian's build of cosign calls itself "devel": its package knows better.
ask_version() {
    case $1 in
        buildx | compose) docker "$1" version ;;
        cosign) dpkg-query --show --showformat='${Version}' cosign 2>/dev/null || cosign version ;;
        oras | jbang) "$1" version ;;
        haproxy) haproxy -v ;;
        java) "$JAVA_HOME/bin/java" --version ;;
        mvn) mvn --batch-mode --version ;;
        *) "$1" --version ;;
    esac
}

# version_of NAME PROGRAM: the version that NAME prints; asked again only when the file of PROGRAM changed.
version_of() {
    local file=$LAB_RUN/versions/$1 path key version=
    path=$(command -v "$2") || return 1
    key=$(ls -lLn "$path")
    if [ -f "$file" ] && { IFS= read -r version && [ "$(cat)" = "$key" ]; } <"$file"; then
        printf '%s\n' "$version"
        return 0
    fi
    version=$(ask_version "$1" 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | grep -o -E 'v?[0-9]+\.[0-9]+[^ ,)]*' | sed -n 1p) || version=unknown
    mkdir -p "$LAB_RUN/versions"
    printf '%s\n%s\n' "$version" "$key" >"$file"
    printf '%s\n' "$version"
}

# tool_line NAME [PROGRAM]
tool_line() {
    local program=${2-$1}
    line "$1" "$(version_of "$1" "$program" || echo 'not there')" "$(command -v "$program")"
}

image_lines() {
    local image digest note
    if ! mirror_is_used; then
        line 'base images' '' 'Docker Hub, by the engine'
        return
    fi
    for image in $BASE_IMAGES; do
        digest=$(registry_digest "$LAB_MIRROR" "$image")
        note=
        [ "$image" != library/node:22-bookworm-slim ] || [ "$digest" = "$(cat "$NODE_DIGEST")" ] ||
            note=' (moved by a test; back with: tests/lab/base-image first)'
        line "${image#library/}" "${digest:0:19}" "$LAB_MIRROR$note"
    done
}

report() {
    local whose='as found on this machine' tool
    ! engine_is_ours || whose="the lab's own, data in $LAB_HOME/docker"
    line engine "${ENGINE_FACTS%% *}" "$whose"
    line registry "$LAB_PUSH" 'to push to'
    ! mirror_is_used || line registry "$LAB_MIRROR" 'mirror of Docker Hub'
    image_lines
    ! mirror_is_used || line binfmt "$(other_machine)" /proc/sys/fs/binfmt_misc
    line 'trivy database' "$(sed -n 's/.*"UpdatedAt":"\([^"T]*\).*/\1/p' "$LAB_HOME/trivy/db/metadata.json")" "$TRIVY_CACHE_DIR"
    for tool in docker hadolint trivy cosign promtool oras skopeo jbang mvn node npm jq hyperfine haproxy; do
        tool_line "$tool"
    done
    tool_line buildx "$(plugin_path buildx)"
    tool_line compose "$(plugin_path compose)"
    tool_line java "$JAVA_HOME/bin/java"
}
