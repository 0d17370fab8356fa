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
    if engine_answers && [[ $ENGINE_FACTS != *"//$LAB_MIRROR"* ]]; then
        MIRROR_USED=
    fi
}

mirror_is_used() { [ -n "$MIRROR_USED" ]; }

# Whether the lab may start an engine where none answers.
may_start_engine() {
    engine_answers && return 0
    if [ "$(id -u)" -ne 0 ]; then
        missing engine 'start the Docker engine, or: sudo tests/lab/up'
    elif [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1 && [ ! -f "$LAB_HOME/installed-engine" ]; then
        missing engine 'systemctl start docker'
    fi
}

engine_answers_or_ended() { engine_answers || ! kill -0 "$1"; }

# Starts an engine with settings and data of the lab's own: nothing under /etc/docker or /var/lib/docker is touched.
start_engine() {
    local pid
    printf '{"features":{"containerd-snapshotter":true},"registry-mirrors":["http://%s"]}\n' "$LAB_MIRROR" >"$LAB_HOME/daemon.json"
    engine_is_ours || rm -f "$ENGINE_PID"
    setsid dockerd --config-file "$LAB_HOME/daemon.json" --data-root "$LAB_HOME/docker" --pidfile "$ENGINE_PID" \
        >"$LAB_LOG/dockerd.log" 2>&1 </dev/null 9>&- &
    pid=$!
    until_true 60 engine_answers_or_ended "$pid" && engine_answers && return 0
    say "the engine ended, or did not answer within 60 s; the end of $LAB_LOG/dockerd.log:"
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
    [[ $ENGINE_FACTS == *io.containerd.snapshotter.* ]] ||
        missing 'containerd image store' "set {\"features\":{\"containerd-snapshotter\":true}} in the engine's daemon.json and restart it"
    plugin_path buildx >/dev/null || missing buildx 'apt-get install docker-buildx (0.15 or newer)'
    plugin_path compose >/dev/null || missing compose 'apt-get install docker-compose (2.26 or newer)'
}

# Whether an engine that was here already reaches the base images and runs both platforms; asked once, as it takes seconds.
foreign_engine_serves() {
    [ -f "$LAB_RUN/foreign-engine" ] && [ "$(cat "$LAB_RUN/foreign-engine")" = "$ENGINE_FACTS" ] && return 0
    docker buildx imagetools inspect debian:bookworm-slim >/dev/null 2>&1 || missing 'base images' \
        'let the engine reach Docker Hub, or stop it and let tests/lab/up start one of its own with a mirror'
    docker buildx inspect default 2>/dev/null | grep -q "linux/$(other_platform)" || missing "emulation of linux/$(other_platform)" \
        "docker run --privileged --rm tonistiigi/binfmt --install $(other_platform)"
    stop_if_missing
    printf '%s' "$ENGINE_FACTS" >"$LAB_RUN/foreign-engine"
}

# Containers of the other architecture run by an interpreter that the kernel holds open (flag F).
foreign_architecture_runs() {
    local entry=/proc/sys/fs/binfmt_misc/qemu-$1
    [ -r "$entry" ] && grep -q '^enabled' "$entry" && grep -q '^flags:.*F' "$entry"
}

other_machine() {
    case $(uname -m) in aarch64 | arm64) echo x86_64 ;; *) echo aarch64 ;; esac
}

other_platform() { if [ "$(other_machine)" = aarch64 ]; then echo arm64; else echo amd64; fi; }

enable_foreign_architecture() {
    local machine
    machine=$(other_machine)
    foreign_architecture_runs "$machine" && return 0
    [ -e /proc/sys/fs/binfmt_misc/register ] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc ||
        { missing "binfmt for $machine" 'mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc'; return; }
    update-binfmts --enable "qemu-$machine" >&2 || true
    foreign_architecture_runs "$machine" || missing "binfmt for $machine" "update-binfmts --enable qemu-$machine"
}
