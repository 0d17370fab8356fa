package stages.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.*;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import stages.api.Handshake;
import stages.api.Service;

/** What a server is asked, step by step, whatever carries it. */
final class Interview {
    private final McpAsyncClient client;
    private final CompletableFuture<?> over;
    private final Scene scene;

    /** @param over is done when no answer can come any more, exceptionally, with the reason as its message */
    Interview(McpClientTransport transport, CompletableFuture<?> over, Scene scene) {
        this.over = over;
        this.scene = scene;
        var patience = scene.within().plusSeconds(30); // the scene's limit comes first
        this.client = McpClient.async(transport)
                .clientInfo(Implementation.builder("slipway", "1").build())
                .requestTimeout(patience)
                .initializationTimeout(patience)
                .jsonSchemaValidator(new DefaultJsonSchemaValidator())
                .enableCallToolSchemaCaching(true)
                .build();
    }

    Handshake.Answer answer(Service.Mcp mcp) throws InterruptedException {
        var greeting = step("initialize", client.initialize());
        var tools = tools(greeting);
        if (!mcp.tools().isEmpty() && !new TreeSet<>(mcp.tools()).equals(new TreeSet<>(tools)))
            throw scene.failure("tools/list", "it offers " + tools + ", and declared is " + mcp.tools(), "");
        for (var call : mcp.calls()) check(call);
        var server = greeting.serverInfo();
        return new Handshake.Answer(server.name(), server.version(), greeting.protocolVersion(), tools);
    }

    /** The session's end; what carries it ends too. */
    void close() throws InterruptedException {
        step("the end", client.closeGracefully(), new CompletableFuture<>());
    }

    private List<String> tools(InitializeResult greeting) throws InterruptedException {
        if (greeting.capabilities().tools() == null) return List.of();
        return step("tools/list", client.listTools()).tools().stream()
                .map(Tool::name)
                .sorted()
                .toList();
    }

    private void check(Service.Mcp.Call call) throws InterruptedException {
        var step = "tools/call '" + call.tool() + "'";
        var request =
                CallToolRequest.builder(call.tool()).arguments(call.given()).build();
        var result = step(step, client.callTool(request));
        var text = text(result);
        if (Boolean.TRUE.equals(result.isError()) != call.error())
            throw scene.failure(step, (call.error() ? "it is no error: '" : "an error: '") + text + "'", "");
        if (call.answer().isPresent() && !text.contains(call.answer().get()))
            throw scene.failure(
                    step,
                    "it answered '" + text + "', which lacks '" + call.answer().get() + "'",
                    "");
    }

    private static String text(CallToolResult result) {
        return result.content().stream()
                .map(content -> content instanceof TextContent text ? text.text() : "")
                .collect(Collectors.joining("\n"));
    }

    private <T> T step(String name, Mono<T> request) throws InterruptedException {
        return step(name, request, over);
    }

    private <T> T step(String name, Mono<T> request, CompletableFuture<?> over) throws InterruptedException {
        scene.at(name);
        var reply = request.toFuture();
        try {
            CompletableFuture.anyOf(reply, over).get(scene.within().toMillis(), TimeUnit.MILLISECONDS);
            return reply.get();
        } catch (TimeoutException e) {
            throw scene.silent(name);
        } catch (ExecutionException e) {
            throw scene.failure(name, reason(e), "");
        } finally {
            reply.cancel(true);
        }
    }

    private static String reason(Throwable error) {
        var cause = error;
        while (cause.getCause() != null) cause = cause.getCause();
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
