package stages.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import stages.api.Commands;

/**
 * MCP over the standard input and output of a process that the runner started: one JSON-RPC message a line, and nothing
 * else. The SDK's own transport would start the process itself, and passes over lines that are no message.
 */
final class StdioTransport implements McpClientTransport {
    static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(new ObjectMapper());

    private static final int LONGEST_MESSAGE = 16 << 20;
    private static final int LONGEST_QUOTE = 200;

    private final Commands.Dialogue process;
    private final ExecutorService threads;
    private final Scheduler scheduler;
    private final ReentrantLock turn = new ReentrantLock();
    private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();

    StdioTransport(Commands.Dialogue process, ExecutorService threads) {
        this.process = process;
        this.threads = threads;
        this.scheduler = Schedulers.fromExecutor(threads);
    }

    /**
     * Done when standard output ended, or when something that is no protocol stood there: that text, shortened. No message
     * is taken any more then.
     */
    CompletableFuture<Optional<String>> end() {
        return end;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> threads.execute(() -> listen(handler)));
    }

    private void listen(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try (var in = new BufferedInputStream(process.output())) {
            for (var line = line(in); line.isPresent(); line = line(in)) {
                var message = message(line.get());
                if (message.isEmpty()) {
                    end.complete(Optional.of(quote(line.get())));
                    return;
                }
                handler.apply(Mono.just(message.get())).toFuture().exceptionally(this::broken);
            }
            end.complete(Optional.empty());
        } catch (IOException e) {
            end.completeExceptionally(e);
        }
    }

    private JSONRPCMessage broken(Throwable why) {
        end.completeExceptionally(why);
        throw new CompletionException(why);
    }

    /** Up to the next LF, without it; what is longer than a message may be is cut, and so is none. */
    private static Optional<String> line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) return Optional.empty();
        for (; b >= 0 && b != '\n' && bytes.size() < LONGEST_MESSAGE; b = in.read()) bytes.write(b);
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    private static Optional<JSONRPCMessage> message(String line) {
        try {
            return Optional.of(McpSchema.deserializeJsonRpcMessage(MAPPER, line));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String quote(String line) {
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.<Void>fromCallable(() -> {
                    send(MAPPER.writeValueAsString(message));
                    return null;
                })
                .subscribeOn(scheduler);
    }

    private void send(String line) throws IOException {
        turn.lock();
        try {
            process.input().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.input().flush();
        } finally {
            turn.unlock();
        }
    }

    /** Closes standard input, as the specification has a client end a server. */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.<Void>fromCallable(() -> {
                    process.input().close();
                    return null;
                })
                .subscribeOn(scheduler);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return MAPPER.convertValue(data, type);
    }
}
