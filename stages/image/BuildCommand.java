package stages.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stages.api.Command;
import stages.api.Platform;
import stages.api.StageContext;
import stages.api.Tier;

/** The one call of buildx that builds an image for one platform. */
record BuildCommand(BuildImage stage, Platform platform, StageContext context) {
    /** How buildx finds GitHub's cache. A step of a workflow has them only where an action hands them on. */
    private static final List<String> GHA = List.of("ACTIONS_RESULTS_URL", "ACTIONS_RUNTIME_TOKEN");

    Command command(Path dockerfile, Layout layout, Path metadata, List<BaseImages.Base> bases) {
        var options = new ArrayList<String>();
        options.add("--file=" + dockerfile);
        options.add("--platform=" + platform);
        options.add("--progress=plain");
        options.addAll(List.of("--provenance=false", "--sbom=false"));
        options.add("--metadata-file=" + metadata);
        options.add("--output=" + output(layout));
        stage.service().target().ifPresent(target -> options.add("--target=" + target));
        for (var base : bases) base.pin().ifPresent(pin -> options.add("--build-context=" + pin));
        arguments().forEach((name, value) -> options.add("--build-arg=" + name + "=" + value));
        labels().forEach((name, value) -> options.add("--label=" + name + "=" + value));
        new TreeMap<>(stage.annotations())
                .forEach((name, value) -> options.add("--annotation=manifest:" + name + "=" + value));
        for (var secret : stage.buildSecrets()) options.add("--secret=id=" + secret + ",env=" + secret);
        options.addAll(cache());
        options.add("./" + stage.service().context());
        return context.tool("docker buildx").command("build").and(options).with(environment());
    }

    private String output(Layout layout) {
        var fixed = Csv.line("type=oci", "dest=" + layout.folder(), "tar=false", "oci-mediatypes=true");
        return stage.reproducible() ? fixed + ",rewrite-timestamp=true" : fixed;
    }

    /**
     * The namespace of cache mounts is of the tier (Dockerfile reference, BUILDKIT_CACHE_MOUNT_NS); it leaves no trace in
     * the image.
     */
    private Map<String, String> arguments() {
        var all = new TreeMap<>(stage.service().buildArgs());
        all.putAll(stage.args());
        all.put("BUILDKIT_CACHE_MOUNT_NS", context.tier().word());
        if (stage.reproducible()) all.put("SOURCE_DATE_EPOCH", Long.toString(context.commitTime()));
        return all;
    }

    /** Keys of the OCI image specification, annotations.md. */
    private Map<String, String> labels() {
        var all = new TreeMap<String, String>();
        stage.source().ifPresent(address -> all.put("org.opencontainers.image.source", address));
        stage.version().ifPresent(version -> {
            all.put("org.opencontainers.image.version", version);
            context.commit().ifPresent(commit -> {
                all.put("org.opencontainers.image.revision", commit);
                all.put(
                        "org.opencontainers.image.created",
                        Instant.ofEpochSecond(context.commitTime()).toString());
            });
        });
        all.putAll(stage.labels());
        return all;
    }

    /**
     * An additional host is part of the cache key of every RUN step and leaves no trace in the image: so an engine that
     * serves both kinds of run never gives a trusted one a layer that an untrusted one made.
     */
    private List<String> cache() {
        var options = new ArrayList<String>();
        if (context.tier() == Tier.UNTRUSTED) options.add("--add-host=slipway-tier-untrusted:127.0.0.1");
        stage.cache()
                .ifPresent(cache -> options.addAll(cache.options(
                        context.tier(),
                        stage.service().name(),
                        platform,
                        context.cacheFolder("buildkit"),
                        stage.cacheRepository())));
        return options;
    }

    private Map<String, String> environment() {
        var all = new TreeMap<String, String>();
        all.put("BUILDX_METADATA_PROVENANCE", "disabled");
        for (var name : stage.buildSecrets()) all.put(name, context.secret(name));
        if (stage.cache().filter(BuildCache.GHA::equals).isPresent())
            for (var name : GHA) all.put(name, context.secret(name));
        return all;
    }
}
