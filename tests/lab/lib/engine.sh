# The Docker engine: the one that is there, or one of the lab's own. Sourced, never run.

ENGINE_PID=$LAB_RUN/dockerd.pid
ENGINE_FACTS=
MIRROR_USED=

# Sets ENGINE_FACTS to "VERSION STORE MIRROR,..." of the engine that answers. One that answered is not asked again.
engine_answers() {
    local facts
    [ -z "$ENGINE_FACTS" ] || return 0
    facts=$(docker info --format \
        '{{.ServerVersion}} {{range .DriverStatus}}{{if eq (index . 0) "driver-type"}}{{index . 1}}{{end}}{{end}} {{range .RegistryConfig.Mirrors}}{{.}},{{end}}' \
        2>/dev/null) || return 1
    [ -n "${facts%% *}" ] && ENGINE_FACTS=$facts
}

engine_is_ours() { alive "$ENGINE_PID"; }

# Sets MIRROR_USED: whether the engine is, or is going to be, one that pulls through the lab's mirror.
find_engine() {
    MIRROR_USED=yes
    engine_answers && ! engine_uses_mirror && MIRROR_USED=
    return 0
}

mirror_is_used() { [ -n "$MIRROR_USED" ]; }

# Whether an engine that was here already reaches the base images; asked once, as it takes seconds.
hub_answers() {
    [ -f "$LAB_RUN/hub.stamp" ] && return 0
    docker buildx imagetools inspect debian:bookworm-slim >/dev/null 2>&1 && touch "$LAB_RUN/hub.stamp"
}

engine_uses_mirror() {
    case $ENGINE_FACTS in *"//$LAB_MIRROR"*) return 0 ;; esac
    return 1
}

engine_has_containerd_store() {
    case $ENGINE_FACTS in *io.containerd.snapshotter.*) return 0 ;; esac
    return 1
}

# Starts an engine with settings and data of the lab's own: nothing under /etc/docker or /var/lib/docker is touched.
start_engine() {
    if [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1 && [ ! -f "$LAB_HOME/installed-engine" ]; then
        missing engine 'systemctl start docker'
        return
    fi
    printf '{"features":{"containerd-snapshotter":true},"registry-mirrors":["http://%s"]}\n' "$LAB_MIRROR" >"$LAB_HOME/daemon.json"
    engine_is_ours || rm -f "$ENGINE_PID"
    setsid dockerd --config-file "$LAB_HOME/daemon.json" --data-root "$LAB_HOME/docker" --pidfile "$ENGINE_PID" \
        >"$LAB_LOG/dockerd.log" 2>&1 </dev/null 9>&- &
    until_true 60 engine_answers && return 0
    say "the engine did not answer within 60 s; the end of $LAB_LOG/dockerd.log:"
    tail -n 15 "$LAB_LOG/dockerd.log" >&2
    exit 3
}

# Prints where docker's plugin NAME lies.
plugin_path() {
    local folder
    for folder in "${HOME:-/root}/.docker" /usr/local/lib/docker /usr/local/libexec/docker /usr/lib/docker /usr/libexec/docker \
        /Applications/Docker.app/Contents/Resources; do
        [ -x "$folder/cli-plugins/docker-$1" ] && printf '%s\n' "$folder/cli-plugins/docker-$1" && return 0
    done
    return 1
}

# What stands between an engine that answers and the tests.
check_engine() {
    engine_has_containerd_store ||
        missing 'containerd image store' "set {\"features\":{\"containerd-snapshotter\":true}} in the engine's daemon.json and restart it"
    plugin_path buildx >/dev/null || missing buildx 'apt-get install docker-buildx (0.15 or newer)'
    plugin_path compose >/dev/null || missing compose 'apt-get install docker-compose (2.26 or newer)'
}

# Containers of the other architecture run by an interpreter that the kernel holds open (flag F).
foreign_architecture_runs() {
    local entry=/proc/sys/fs/binfmt_misc/qemu-$1
    [ -r "$entry" ] && grep -q '^enabled' "$entry" && grep -q '^flags:.*F' "$entry"
}

other_machine() {
    case $(uname -m) in aarch64 | arm64) echo x86_64 ;; *) echo aarch64 ;; esac
}

enable_foreign_architecture() {
    local machine
    machine=$(other_machine)
    foreign_architecture_runs "$machine" && return 0
    [ -e /proc/sys/fs/binfmt_misc/register ] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc ||
        { missing "binfmt for $machine" 'mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc'; return; }
    update-binfmts --enable "qemu-$machine" >&2 || true
    foreign_architecture_runs "$machine" || missing "binfmt for $machine" "update-binfmts --enable qemu-$machine"
}
