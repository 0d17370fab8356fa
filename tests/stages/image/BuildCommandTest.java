package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;

class BuildCommandTest {
    @TempDir
    Path temporary;

    private TestContext context;

    @BeforeEach
    void tools() {
        context = TestContext.of(temporary, temporary.resolve("run, \"one\""));
        context.tool(new Tool("docker buildx", List.of("docker", "buildx"), "0.29.1"));
    }

    @Test
    void whatTheServiceSaysIsDataInTheArguments() throws Exception {
        var service = new Service(
                "app",
                "packages/a b/Dockerfile",
                "packages/a b",
                Optional.of("--privileged"),
                Map.of("A", "service", "B", "x=y; rm -rf /"),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        var argv =
                command(stage(service, Map.of("A", "stage"), Optional.empty())).argv();
        assertTrue(argv.containsAll(List.of(
                "--file=app/Dockerfile",
                "--target=--privileged",
                "--build-arg=A=stage",
                "--build-arg=B=x=y; rm -rf /",
                "--build-arg=BUILDKIT_CACHE_MOUNT_NS=laptop",
                "--platform=linux/amd64")));
        assertEquals("./packages/a b", argv.getLast());
    }

    @Test
    void aPathWithACommaOrAQuoteStaysOneField() throws Exception {
        var output = option(command(Builds.stage("app")), "--output=");
        assertTrue(output.contains("\"dest=" + temporary + "/run, \"\"one\"\"/work"), output);
    }

    @Test
    void everyCacheReferenceCarriesTheTier() throws Exception {
        for (var tier : Tier.values()) {
            var scope = tier.word() + "-app-linux-amd64";
            var registry = command(cached(BuildCache.REGISTRY), tier);
            assertEquals(
                    "--cache-from=type=registry,ref=ghcr.io/acme/cache:" + scope, option(registry, "--cache-from="));
            assertEquals(
                    "--cache-to=type=registry,ref=ghcr.io/acme/cache:" + scope + ",mode=max,ignore-error=true",
                    option(registry, "--cache-to="));
            assertTrue(option(command(cached(BuildCache.LOCAL), tier), "--cache-to=")
                    .contains("/" + scope));
            context.secret("ACTIONS_RESULTS_URL", "https://results.invalid").secret("ACTIONS_RUNTIME_TOKEN", "token");
            var gha = command(cached(BuildCache.GHA), tier);
            assertEquals("--cache-from=type=gha,scope=" + scope, option(gha, "--cache-from="));
            assertEquals("token", gha.environment().get("ACTIONS_RUNTIME_TOKEN"));
            assertFalse(gha.argv().toString().contains("token"));
        }
    }

    @Test
    void onlyAnUntrustedRunIsSalted() throws Exception {
        var salt = "--add-host=slipway-tier-untrusted:127.0.0.1";
        for (var tier : Tier.values())
            assertEquals(
                    tier == Tier.UNTRUSTED,
                    command(Builds.stage("app"), tier).argv().contains(salt));
    }

    @Test
    void whatCannotWorkIsRefusedBeforeItRuns() {
        assertThrows(
                IllegalArgumentException.class,
                () -> stage(Builds.service("app"), Map.of(), Optional.of(BuildCache.REGISTRY), Optional.empty(), "T"));
        assertThrows(
                IllegalArgumentException.class,
                () -> stage(Builds.service("app"), Map.of(), Optional.empty(), Optional.empty(), "A,src=/etc/passwd"));
        var undeclared = stage(Builds.service("app"), Map.of(), Optional.empty(), Optional.empty(), "NPM_TOKEN");
        assertThrows(StageFailure.class, () -> command(undeclared));
    }

    @Test
    void withoutBuildxItSaysSo() {
        context.without("docker buildx");
        assertThrows(ToolMissing.class, () -> command(Builds.stage("app")));
    }

    private Command command(BuildImage stage) throws Exception {
        return command(stage, Tier.LAPTOP);
    }

    private Command command(BuildImage stage, Tier tier) throws Exception {
        var task = context.task().tier(tier);
        var layout = Layout.forBuild(task.work(), task.store());
        return new BuildCommand(stage, Builds.AMD64, task)
                .command(Path.of("app/Dockerfile"), layout, task.work().resolve("m"), List.of());
    }

    private static String option(Command command, String start) {
        return command.argv().stream()
                .filter(argument -> argument.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static BuildImage cached(BuildCache cache) {
        return stage(Builds.service("app"), Map.of(), Optional.of(cache));
    }

    private static BuildImage stage(Service service, Map<String, String> args, Optional<BuildCache> cache) {
        return stage(service, args, cache, Optional.of("ghcr.io/acme/cache"));
    }

    private static BuildImage stage(
            Service service,
            Map<String, String> args,
            Optional<BuildCache> cache,
            Optional<String> repository,
            String... secrets) {
        return new BuildImage(
                service,
                List.of(),
                Optional.empty(),
                args,
                List.of(secrets),
                Map.of(),
                Map.of(),
                Optional.empty(),
                false,
                cache,
                repository);
    }
}
