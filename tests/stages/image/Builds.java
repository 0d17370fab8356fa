package stages.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import stages.TestContext;
import stages.api.*;

/** Small repositories, and stages run over them as the runner would: one task per platform, then the join. */
final class Builds {
    static final Platform AMD64 = new Platform("linux/amd64");
    static final Platform ARM64 = new Platform("linux/arm64");

    private Builds() {}

    static Service service(String name) {
        return new Service(
                name, "Dockerfile", ".", Optional.empty(), Map.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    static BuildImage stage(String name) {
        return new BuildImage(
                service(name),
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    static Path dockerfile(Path root, String text) throws IOException {
        Files.createDirectories(root);
        return Files.writeString(root.resolve("Dockerfile"), text);
    }

    static Image build(BuildImage stage, TestContext context, Platform... platforms)
            throws IOException, InterruptedException {
        return run(stage, context, platforms);
    }

    static <P extends Result, R extends Result> R run(
            PerPlatform<P, R> stage, TestContext context, Platform... platforms)
            throws IOException, InterruptedException {
        SortedMap<Platform, P> parts = new TreeMap<>();
        for (var platform : platforms) parts.put(platform, stage.runOn(platform, context.task()));
        return stage.join(parts, context.task());
    }
}
