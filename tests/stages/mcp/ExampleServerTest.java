package stages.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.api.Service.Mcp;
import stages.compose.BuiltImages;

/** The example's server, made with the official SDK of another language, over both transports. */
@Tag("lab")
@Timeout(90)
class ExampleServerTest {
    private static final Path CORTEX = Path.of("examples/cortex").toAbsolutePath();

    private static final Handshake.Answer CORTEX_1 =
            new Handshake.Answer("cortex", "1.0.0", "2025-11-25", List.of("forget", "recall", "remember"));

    @TempDir
    static Path temporary;

    private static TestContext run;
    private static Image image;

    @BeforeAll
    static void build() throws Exception {
        run = TestContext.of(temporary, temporary.resolve("run"));
        var dockerfile = CORTEX.resolve("packages/mcp-server/Dockerfile");
        var name = "mcp-example-" + Long.toHexString(System.nanoTime());
        image = BuiltImages.read(run, name, BuiltImages.layout(run, CORTEX, dockerfile));
    }

    @AfterAll
    static void remove() throws Exception {
        var tag = "slipway/" + image.name() + ":" + image.digest().brief();
        run.commands().run(Command.of("docker", "image", "rm", "--force", tag));
    }

    @Test
    void itSpeaksOverBothTransports() throws Exception {
        var http = new Mcp.Http(8080, "/mcp", List.of());
        assertEquals(CORTEX_1, answer("linux/amd64", Optional.of(http)));
    }

    @Test
    void itSpeaksByEmulation() throws Exception {
        assertEquals(CORTEX_1, answer("linux/arm64", Optional.empty()));
    }

    private static Handshake.Answer answer(String name, Optional<Mcp.Http> http) throws Exception {
        var calls = List.of(new Mcp.Call("remember", "{\"text\":\"\"}", Optional.of("text"), true));
        var mcp = new Mcp(List.of("node", "dist/index.js"), http, Map.of(), List.of(), calls);
        var none = Optional.<String>empty();
        var service = new Service(
                "cortex", "Dockerfile", ".", none, Map.of(), List.of(), List.of(), List.of(), Optional.of(mcp));
        var platform = new Platform(name);
        var stage = new McpHandshake(image, service, Duration.ofSeconds(60));
        return stage.runOn(platform, run.task()).answers().values().iterator().next();
    }
}
