package stages.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Command;
import stages.api.Glob;
import stages.api.Service;
import stages.api.StageFailure;
import stages.compose.LocalContext;

class ServiceChecksTest {
    private static final String IMAGE = "debian:bookworm-slim";

    @TempDir
    Path folder;

    private final String run = "checks-" + UUID.randomUUID();
    private LocalContext context;

    @BeforeEach
    void repository() throws IOException {
        context = new LocalContext(folder);
        context.labels = Map.of("slipway.run", run);
        context.file("packages/web/Dockerfile", "FROM scratch\n").file("packages/web/a b.txt", "text\n");
    }

    private static ServiceChecks stage(Optional<String> image, String... checks) {
        var service = new Service(
                "web",
                "packages/web/Dockerfile",
                ".",
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(checks),
                Optional.empty());
        return new ServiceChecks(service, image, List.of());
    }

    @Test
    void checksRunInOrderInTheServicesFolder() throws Exception {
        var result = stage(Optional.empty(), "cat *.txt", "test -f Dockerfile && echo found")
                .run(context);
        assertEquals(
                List.of(
                        new ChecksResult.Ran("cat *.txt", 0),
                        new ChecksResult.Ran("test -f Dockerfile && echo found", 0)),
                result.commands());
        assertEquals(List.of("$ cat *.txt", "text", "$ test -f Dockerfile && echo found", "found"), context.log);
    }

    @Test
    void theFirstThatFailsIsNamedWithItsLastLines() {
        var stage = stage(Optional.empty(), "true", "echo no >&2; exit 7", "touch never");
        var failure = assertThrows(StageFailure.class, () -> stage.run(context));
        assertEquals("check 'echo no >&2; exit 7' of 'web' ended with exit code 7", failure.getMessage());
        assertEquals(List.of("no"), failure.details());
        assertFalse(Files.exists(context.root().resolve("packages/web/never")));
    }

    @Test
    void withoutInputsNothingIsCached() {
        assertEquals(
                Optional.of("it declares no inputs"),
                stage(Optional.empty()).sources(context.tree()).unknown());
        var inputs = List.of(new Glob("packages/web/*.txt"));
        var service = stage(Optional.empty()).service();
        assertEquals(
                Set.of("packages/web/a b.txt"),
                new ServiceChecks(service, Optional.empty(), inputs)
                        .sources(context.tree())
                        .files());
        assertTrue(new ServiceChecks(service, Optional.of(IMAGE), inputs)
                .sources(context.tree())
                .unknown()
                .isPresent());
    }

    @Test
    @Tag("lab")
    void inAnImageTheyWorkOnACopy() throws Exception {
        git("init", "-q");
        context.file(".gitignore", "ignored\n").file("packages/web/ignored", "");
        var result = stage(
                        Optional.of(IMAGE), "cat 'a b.txt' && ! test -e ignored", "touch made", "test -f made && pwd")
                .run(context);
        assertEquals(3, result.commands().size());
        assertTrue(context.log.contains("/work/packages/web"), context.log.toString());
        assertFalse(Files.exists(context.root().resolve("packages/web/made")));
        assertEquals("", left());
    }

    @Test
    @Tag("lab")
    void anInterruptRemovesTheContainer() throws Exception {
        git("init", "-q");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var stage = stage(Optional.of(IMAGE), "echo begun; sleep 1000");
            var checks = executor.submit(() -> stage.run(context));
            while (!context.log.contains("begun")) assertFalse(checks.isDone());
            executor.shutdownNow();
        }
        assertEquals("", left());
    }

    private void git(String... arguments) throws Exception {
        context.commands().run(Command.of("git", arguments)).orFail("git");
    }

    private String left() throws Exception {
        return context.commands()
                .read(Command.of(
                        "docker", "container", "ls", "--all", "--quiet", "--filter", "label=slipway.run=" + run))
                .orFail("list")
                .out();
    }
}
