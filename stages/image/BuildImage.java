package stages.image;

import java.io.IOException;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.*;

/**
 * Builds an image, one task per platform, and assembles the index that BuildKit would make of the parts. Nothing leaves
 * the machine, no registry is needed, and nothing is left in the engine but its layer cache.
 *
 * <p>Base images are resolved once per run and built from by digest, so that what the key names is what is built on.
 * Labels that name the commit and its time are set only together with a version: otherwise every commit would change the
 * digest of every image.
 */
@Word("buildImage")
@Help("Builds an image for every platform and assembles its index; all platforms or no image")
@Cached
@Uses(value = "docker buildx", version = ">=0.12")
@Takes(engine = 1)
public record BuildImage(
        @Help("service to build") Service service,

        @Help("platforms to build for, instead of those of the project")
        List<Platform> platforms,

        @Help("version for the labels of a release, which then name commit and time too")
        Optional<String> version,

        @Help("build arguments, beside those of the service")
        Map<String, String> args,

        @Help("secrets of the task that RUN --mount=type=secret,id=NAME can read")
        List<String> buildSecrets,

        @Help("labels of the image") Map<String, String> labels,

        @Help("OCI annotations of the image's manifests") Map<String, String> annotations,

        @Help("address of the source code, for the label org.opencontainers.image.source")
        Optional<String> source,

        @Help("take all timestamps from the commit, so that it gives the same bytes again where its commands do")
        boolean reproducible,

        @Help("where to keep BuildKit's cache beside the builder: local, registry or gha")
        Optional<BuildCache> cache,

        @Help("repository for a registry cache, such as ghcr.io/acme/cache")
        Optional<String> cacheRepository)
        implements PerPlatform<PlatformImage, Image>, ReadsSources, NeedsFiles, LateInputs {
    private static final Pattern SECRET = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public BuildImage {
        platforms = List.copyOf(platforms);
        args = Map.copyOf(args);
        buildSecrets = List.copyOf(buildSecrets);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        for (var name : buildSecrets)
            if (!SECRET.matcher(name).matches())
                throw new IllegalArgumentException("'" + name + "' is no name of a secret, such as NPM_TOKEN");
        if (cache.equals(Optional.of(BuildCache.REGISTRY)) && cacheRepository.isEmpty())
            throw new IllegalArgumentException("a registry cache needs 'cacheRepository', such as ghcr.io/acme/cache");
    }

    @Override
    public Map<String, String> files() {
        return Map.of("dockerfile", service.dockerfile());
    }

    @Override
    public Sources sources(SourceTree tree) {
        return DockerfileInputs.sources(service, tree);
    }

    /** The digests of the base images, and the commit where timestamps or labels name it. */
    @Override
    public SortedMap<String, String> lateInputs(StageContext context) throws IOException, InterruptedException {
        var inputs = new TreeMap<String, String>();
        for (var base : BaseImages.of(this, context)) inputs.put("base " + base.reference(), base.text());
        if (reproducible || version.isPresent())
            inputs.put("commit", context.commit().orElse("none"));
        return inputs;
    }

    @Override
    public PlatformImage runOn(Platform platform, StageContext context) throws IOException, InterruptedException {
        var layout = Layout.forBuild(context.work(), context.store());
        var metadata = context.work().resolve("metadata.json");
        var dockerfile = DockerfileCopy.of(service, context);
        var bases = BaseImages.of(this, context);
        var command = new BuildCommand(this, platform, context).command(dockerfile, layout, metadata, bases);
        build(command, platform, context);
        // once for a manifest, once for what it names
        for (int again = 0; again < 2 && !layout.whole(metadata); again++) {
            context.log("bytes that were kept are damaged; they are made again");
            build(command, platform, context);
        }
        return layout.built(service.name(), platform, metadata);
    }

    private void build(Command command, Platform platform, StageContext context)
            throws IOException, InterruptedException {
        var exit = context.commands().run(command, new BuildProgress(context::progress));
        if (exit.code() != 0) throw BuildFailure.of(this, platform, exit);
        BuildFailure.refuseForeignBase(this, platform, exit);
    }

    @Override
    public Image join(SortedMap<Platform, PlatformImage> parts, StageContext context) throws IOException {
        var index = context.store()
                .add(ImageIndex.bytes(parts.values()), ImageIndex.MEDIA_TYPE, service.name() + "-index.json");
        return new Image(service.name(), index.digest(), List.copyOf(parts.values()), index);
    }
}
