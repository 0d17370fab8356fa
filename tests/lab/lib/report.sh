# The closing table: one line per thing, with its version and place. Sourced, never run.

line() { printf '%-16s %-22s %s\n' "$1" "$2" "$3"; }

tool_line() {
    local name=$1 version
    version=$(version_of "$@") || version='not there'
    shift
    line "$name" "$version" "$(command -v "$1")"
}

image_lines() {
    local image digest note
    if ! is_own_engine; then
        line 'base images' '' 'Docker Hub, by the engine'
        return
    fi
    for image in $BASE_IMAGES; do
        digest=$(registry_digest "$LAB_MIRROR" "$image")
        note=
        [ "$image" != library/node:22-bookworm-slim ] || [ "$digest" = "$(cat "$LAB_RUN/node.digest")" ] ||
            note=' (moved by a test; back with: tests/lab/base-image first)'
        line "${image#library/}" "${digest:0:19}" "$LAB_MIRROR$note"
    done
}

report() {
    local whose='as found on this machine'
    engine_is_ours && whose="the lab's own, data in $LAB_HOME/docker"
    line engine "${ENGINE_FACTS%% *}" "$whose"
    line registry "$LAB_PUSH" 'to push to'
    ! is_own_engine || line registry "$LAB_MIRROR" 'mirror of Docker Hub'
    image_lines
    tool_line docker docker --version
    tool_line buildx docker buildx version
    tool_line compose docker compose version
    tool_line hadolint hadolint --version
    tool_line trivy trivy --version
    line 'trivy database' "$(sed -n 's/.*"UpdatedAt":"\([^"]*\)".*/\1/p' "$LAB_HOME/trivy/db/metadata.json")" "$LAB_HOME/trivy"
    tool_line cosign cosign version
    tool_line promtool promtool --version
    tool_line oras oras version
    tool_line skopeo skopeo --version
    tool_line jbang jbang version
    tool_line java "$JAVA_HOME/bin/java" --version
    tool_line mvn mvn --version
    tool_line node node --version
    tool_line npm npm --version
    tool_line jq jq --version
    tool_line hyperfine hyperfine --version
    tool_line haproxy haproxy -v
}
