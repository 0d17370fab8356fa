package stages.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;

class MakeProvenanceTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String NODE = "sha256:" + "1".repeat(64);

    @TempDir
    Path folder;

    private TestContext context;
    private Image image;

    @BeforeEach
    void image() throws Exception {
        context = StagedImage.context(folder)
                .without("cosign")
                .tool(new Tool("docker buildx", List.of("docker", "buildx"), "0.13.1"))
                .commit(COMMIT, 1);
        image = StagedImage.image(context, "text");
    }

    private static Service service(Map<String, String> arguments) {
        return new Service(
                "app",
                "app/Dockerfile",
                ".",
                Optional.of("run"),
                arguments,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private JsonNode make(Optional<Service> service) throws Exception {
        var stage =
                new MakeProvenance(image, service, Map.of("B", "2"), Optional.empty(), "https://example.com/builder");
        var made = stage.run(context);
        assertEquals(image.digest(), made.subject());
        assertEquals(made, stage.run(context.task()), "the same bytes again");
        return Json.read(
                new String(context.store().bytes(made.predicate().digest()), StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void itNamesCommitDockerfileBasesParametersAndTools() throws Exception {
        var text = """
                ARG A=22
                FROM node:$A AS run
                FROM --platform=$BUILDPLATFORM busybox@%s AS unused
                """.formatted(NODE);
        Files.writeString(Files.createDirectory(folder.resolve("app")).resolve("Dockerfile"), text);
        context.once("digest of node:20", () -> NODE);
        var made = make(Optional.of(service(Map.of("A", "20"))));
        var parameters = made.at("/buildDefinition/externalParameters");
        assertEquals("{\"A\":\"20\",\"B\":\"2\"}", parameters.path("buildArgs").toString());
        assertEquals(
                "[\"linux/amd64\",\"linux/arm64\"]",
                parameters.path("platforms").toString());
        assertEquals("run", parameters.path("target").asText());
        var dependencies = made.at("/buildDefinition/resolvedDependencies");
        assertEquals(
                "{\"uri\":\"git+https://example.com/a/b\",\"digest\":{\"gitCommit\":\"" + COMMIT + "\"}}",
                dependencies.path(0).toString());
        assertEquals(
                "{\"name\":\"app/Dockerfile\",\"digest\":{\"sha256\":\""
                        + Digest.of(text).hex() + "\"}}",
                dependencies.path(1).toString());
        assertEquals(
                "{\"uri\":\"docker-image://docker.io/library/node:20\",\"digest\":{\"sha256\":\"" + "1".repeat(64)
                        + "\"}}",
                dependencies.path(2).toString());
        assertEquals(3, dependencies.size());
        assertEquals(
                "0.13.1", made.at("/runDetails/builder/version/docker buildx").asText());
        assertEquals(
                "https://example.com/builder", made.at("/runDetails/builder/id").asText());
    }

    @Test
    void aBaseThatThisRunDidNotResolveHasNoDigest() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("app")).resolve("Dockerfile"), "FROM node:22 AS run\n");
        var made = make(Optional.of(service(Map.of())));
        var base = made.at("/buildDefinition/resolvedDependencies/2");
        assertEquals(
                "docker-image://docker.io/library/node:22", base.path("uri").asText());
        assertFalse(base.has("digest"));
    }

    @Test
    void withoutItsServiceItTellsWhatTheImageTells() throws Exception {
        var made = make(Optional.empty());
        assertEquals(1, made.at("/buildDefinition/resolvedDependencies").size());
        assertEquals(
                "app", made.at("/buildDefinition/externalParameters/service").asText());
    }

    @Test
    void aDockerfileThatIsGoneIsSaid() {
        var failure = assertThrows(StageFailure.class, () -> make(Optional.of(service(Map.of()))));
        assertEquals("there is no Dockerfile 'app/Dockerfile'", failure.getMessage());
    }
}
