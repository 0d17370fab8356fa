package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.registry.OwnRegistry;

/** A registry that does not do as it should: one clear failure within bounds, and nothing that was made is lost. */
@Tag("lab")
class RegistryTest {
    /** What a server does with each connection. */
    private enum Fault {
        RESET("broke"),
        ERROR("it answered 500"),
        STALL("timeout of 3s");

        final String said;

        Fault(String said) {
            this.said = said;
        }

        void on(Socket socket) throws IOException {
            switch (this) {
                case RESET -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                case ERROR -> {
                    socket.getInputStream().read(new byte[65536]);
                    socket.getOutputStream()
                            .write(
                                    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                    socket.close();
                }
                case STALL -> socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    @TempDir
    Path folder;

    private static ServerSocket server(Fault fault, ExecutorService threads) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit((Callable<Object>) () -> {
            while (true) {
                var socket = server.accept();
                threads.submit(() -> {
                    fault.on(socket);
                    return fault;
                });
            }
        });
        return server;
    }

    private static String pipeline(String name, String registry) {
        return """
                pipeline('%s') { stages {
                    def image = buildImage(project.service('tiny'))
                    publishBranch(image, evidence: [sbom(image), scanImage(image)], tags: ['t'], registry: '%s') { timeout '%s' }
                } }
                """.formatted(name, registry, name.equals("stall") ? "3s" : "60s");
    }

    @Test
    void thatBreaksOffFailsOrStallsIsSaidWithinBoundsAndNothingIsLost() throws Exception {
        var servers = new ArrayList<ServerSocket>();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try (var registry = OwnRegistry.start(folder)) {
            var script = new StringBuilder(
                    "project('tiny') { platforms 'linux/amd64'; service('tiny') { dockerfile 'Dockerfile' } }\n");
            for (var fault : Fault.values()) {
                servers.add(server(fault, threads));
                var at = "127.0.0.1:" + servers.getLast().getLocalPort();
                script.append(pipeline(fault.name().toLowerCase(java.util.Locale.ROOT), at + "/x"));
            }
            script.append(pipeline("good", registry.host() + "/x"));
            var tiny = Checkout.tiny(folder)
                    .write("pipeline.groovy", script.toString())
                    .commit();
            for (var ended : all(tiny, threads).entrySet()) expect(ended.getKey(), ended.getValue());
            var good = tiny.pipeline("good", "--json").with(0);
            assertEquals(List.of("publishBranch:tiny"), good.tasks("passed", false), "the rest was kept");
            var built = good.events("task-ended").stream()
                    .filter(e -> e.path("task").asText().equals("buildImage:tiny"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(built.path("restored").asBoolean());
        } finally {
            for (var server : servers) server.close();
            threads.shutdownNow();
        }
    }

    /** Runs of one repository at the same time, after one has built the image for all. */
    private static Map<Fault, Checkout.Ended> all(Checkout tiny, ExecutorService threads) throws Exception {
        var ended = new LinkedHashMap<Fault, Checkout.Ended>();
        ended.put(Fault.STALL, tiny.pipeline("stall"));
        var others = new LinkedHashMap<Fault, Future<Checkout.Ended>>();
        for (var fault : List.of(Fault.RESET, Fault.ERROR))
            others.put(fault, threads.submit(() -> tiny.pipeline(fault.name().toLowerCase(java.util.Locale.ROOT))));
        for (var other : others.entrySet())
            ended.put(other.getKey(), other.getValue().get());
        return ended;
    }

    private static void expect(Fault fault, Checkout.Ended run) {
        var said = run.with(1).err();
        var lines = said.lines()
                .filter(l -> l.contains("publishBranch:tiny  failed"))
                .toList();
        assertEquals(1, lines.size(), said);
        assertTrue(lines.get(0).contains(fault.said), said);
        assertTrue(fault == Fault.STALL || lines.get(0).contains("127.0.0.1:"), said);
        assertTrue(said.contains("again: ") && !said.contains("\tat "), said);
    }
}
