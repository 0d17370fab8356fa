# Two registries on loopback: one to push to, one that stands for Docker Hub. Sourced, never run.

registry_answers() { curl -sf -m 5 -o /dev/null "http://$1/v2/"; }

# start_registry NAME ADDRESS: serves $LAB_HOME/registry/NAME at ADDRESS; one that answers there already is used as it is.
start_registry() {
    local name=$1 address=$2 settings=$LAB_HOME/registry/$1.yml
    registry_answers "$address" && return 0
    mkdir -p "$LAB_HOME/registry/$name"
    cat >"$settings" <<YML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $LAB_HOME/registry/$name}, delete: {enabled: true}}
http: {addr: $address}
YML
    setsid docker-registry serve "$settings" >"$LAB_LOG/registry-$name.log" 2>&1 </dev/null 9>&- &
    echo $! >"$LAB_RUN/registry-$name.pid"
    until_true 20 registry_answers "$address" && return 0
    say "the registry at $address did not answer within 20 s; the end of $LAB_LOG/registry-$name.log:"
    tail -n 15 "$LAB_LOG/registry-$name.log" >&2
    exit 3
}

# Prints the digest that REPOSITORY:TAG has at ADDRESS; fails where there is none.
registry_digest() {
    local address=$1 repository=${2%%:*} tag=${2##*:}
    curl -sf -m 5 -o /dev/null -I -w '%header{docker-content-digest}' \
        -H 'Accept: application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json' \
        "http://$address/v2/$repository/manifests/$tag"
}
