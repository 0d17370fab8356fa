package stages.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.*;
import stages.api.*;
import stages.engine.EngineImages;

/**
 * Starts an image on each of its platforms, by emulation where the engine's own is another, and speaks MCP with it: over
 * standard input and output without a network, and over streamable HTTP where the service declares that. Each step has the
 * same time limit. A service that declares no {@code mcp} passes as such.
 */
@Word("mcpHandshake")
@Help("Proves on every platform of an image that it speaks MCP: greeting, tools, calls, a clean end")
@Cached
@Takes(engine = 1)
@Uses("docker")
public record McpHandshake(
        @Help("image to start, as another stage built it") Image image,

        @Help("the service, which declares how it speaks MCP")
        Service service,

        @Help("time limit of each step, of the start and of the end too") @Default("60s")
        Duration within)
        implements PerPlatform<Handshake, Handshake> {

    @Override
    public Handshake runOn(Platform platform, StageContext context) throws IOException, InterruptedException {
        if (service.mcp().isEmpty()) return undeclared();
        var mcp = service.mcp().get();
        EngineImages.load(context, image, platform);
        var stdio = new OverStdio(context, image, platform, mcp, within).answer();
        context.log(stdio.name() + " " + stdio.version() + " speaks MCP " + stdio.protocol() + " and offers "
                + String.join(", ", stdio.tools()));
        if (mcp.http().isPresent())
            agree(
                    "over HTTP",
                    new OverHttp(context, image, platform, mcp, mcp.http().get(), within).answer(),
                    stdio);
        return new Handshake(image.digest(), true, new TreeMap<>(Map.of(platform, stdio)));
    }

    @Override
    public Handshake join(SortedMap<Platform, Handshake> parts, StageContext context) {
        if (service.mcp().isEmpty()) return undeclared();
        var answers = new TreeMap<Platform, Handshake.Answer>();
        parts.values().forEach(part -> answers.putAll(part.answers()));
        var first = answers.values().iterator().next();
        answers.forEach((platform, answer) -> agree("on " + platform, answer, first));
        return new Handshake(image.digest(), true, answers);
    }

    private Handshake undeclared() {
        return new Handshake(image.digest(), false, new TreeMap<>());
    }

    /** One image is one server, however it is reached. */
    private void agree(String where, Handshake.Answer other, Handshake.Answer one) {
        if (!other.equals(one))
            throw new StageFailure(
                    "'" + image.name() + "' is another server " + where,
                    "",
                    List.of("here: " + other, "there: " + one));
    }
}
