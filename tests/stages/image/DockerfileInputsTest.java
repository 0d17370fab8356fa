package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stages.FakeTree;
import stages.api.Platform;
import stages.api.Service;
import stages.dockerfile.BuildInputs;

class DockerfileInputsTest {
    private static final List<Platform> BOTH = List.of(new Platform("linux/amd64"), new Platform("linux/arm64"));

    private static List<String> bases(String text, Map<String, String> arguments) {
        var service = new Service(
                "a", "Dockerfile", ".", Optional.empty(), arguments, List.of(), List.of(), List.of(), Optional.empty());
        return BuildInputs.bases(service, text, BOTH);
    }

    @Test
    void stagesAndScratchAreNoBasesAndArgumentsAreFilledIn() {
        var text = """
                ARG TAG=22
                ARG SUFFIX
                FROM --platform=$BUILDPLATFORM node:${TAG}-${SUFFIX:-slim} AS Build
                RUN echo \\
                  FROM nothing
                FROM build AS test
                from debian:$TAG
                COPY --from=test /a /a
                """;
        assertEquals(List.of("node:22-slim", "debian:22"), bases(text, Map.of()));
        assertEquals(List.of("node:24-slim", "debian:24"), bases(text, Map.of("TAG", "24", "OTHER", "x")));
    }

    @Test
    void aFileThatGitIgnoresAndTheBuildCopiesKeepsItFromTheCache() {
        var service = new Service(
                "a", "Dockerfile", ".", Optional.empty(), Map.of(), List.of(), List.of(), List.of(), Optional.empty());
        var tree = new FakeTree()
                .with("Dockerfile", "FROM scratch\nCOPY dist /\n")
                .with("src/a", "dist/kept")
                .ignoring("dist/made", "node_modules/");
        assertEquals(
                Optional.of("it copies 'dist/made', which git ignores; list it in .dockerignore, or commit it"),
                DockerfileInputs.sources(service, tree).unknown());
        var clean = new FakeTree()
                .with("Dockerfile", "FROM scratch\nCOPY src /\n")
                .with("src/a", "")
                .ignoring("dist/made", "node_modules/", ".pipeline/");
        assertEquals(Optional.empty(), DockerfileInputs.sources(service, clean).unknown());
        assertEquals(
                java.util.Set.of("Dockerfile", "src/a"),
                DockerfileInputs.sources(service, clean).files());
    }

    @Test
    void aBaseThatIsNamedByPlatformIsOneForEach() {
        assertEquals(List.of("a:amd64", "a:arm64"), bases("FROM a:${TARGETARCH}\n", Map.of()));
    }
}
