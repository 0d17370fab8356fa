package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that do not end as they should, and what can be gone on with; two at once. */
@Tag("lab")
class EndsTest {
    @TempDir
    Path folder;

    private Checkout tiny;

    @BeforeEach
    void repository() throws Exception {
        tiny = Checkout.tiny(folder).write(".gitignore", "one\ntwo\nready\nbegun\n");
    }

    private String text(String file) throws Exception {
        return Files.readString(tiny.root().resolve(file));
    }

    @Test
    void killedInTheMiddleOfABuildLeavesNothingAfterTheNextRun() throws Exception {
        tiny.write(
                        "Dockerfile",
                        "FROM debian:bookworm-slim\nCOPY file /file\nRUN echo begun-$(cat /file) && sleep 60\n")
                .commit();
        var process = tiny.started("ci");
        Checkout.await("the build begins", () -> tiny.logs("begun-content"));
        var killed = tiny.lastRun();
        var run = killed.getFileName().toString();
        process.destroyForcibly().waitFor();
        assertFalse(Checkout.processes(run).isEmpty(), "the kill left its children");
        tiny.write("Dockerfile", "FROM scratch\nCOPY file /file\n").commit();
        var next = tiny.pipeline("ci").with(0);
        assertTrue(next.err().contains("run " + run + " died"), next.err());
        assertEquals(List.of(), Checkout.processes(run));
        assertEquals("", Checkout.leftInEngine(run));
        assertFalse(Files.exists(killed.resolve("work")));
    }

    @Test
    void aKilledRunIsGoneOnWithFromWhereItWas() throws Exception {
        tiny.script("""
                def image = buildImage(project.service('tiny'))
                def one = sh('echo x >> one') { named 'one'; after image }
                sh('test -e ready || { touch begun; sleep 60; }') { named 'two'; after one }
                """);
        var process = tiny.started("ci", "--no-cache");
        Checkout.await("the second begins", () -> Files.exists(tiny.root().resolve("begun")));
        process.destroyForcibly().waitFor();
        tiny.write("ready", "");
        var resumed = tiny.pipeline("resume", "--json").with(0);
        assertEquals(
                List.of("buildImage:tiny@linux/amd64", "buildImage:tiny", "sh:one"), resumed.tasks("passed", true));
        assertEquals(List.of("sh:two"), resumed.tasks("passed", false));
        assertEquals("x\n", text("one"));
    }

    @Test
    void aFailedRunIsGoneOnWithAndAnEditedTreeIsRefused() throws Exception {
        tiny.script("def one = sh('echo x >> one') { named 'one' }\nsh('test -e ready') { named 'two'; after one }");
        tiny.pipeline("ci").with(1);
        tiny.write("ready", "");
        assertEquals(
                List.of("sh:one"), tiny.pipeline("resume", "--json").with(0).tasks("passed", true));
        assertEquals("x\n", text("one"));
        Files.delete(tiny.root().resolve("ready"));
        tiny.pipeline("ci").with(1);
        tiny.script("sh('true')");
        var refused = tiny.pipeline("resume").with(2);
        assertTrue(refused.err().contains("edited since"), refused.err());
    }

    @Test
    void whatACutFileNoLongerTellsIsDoneAgain() throws Exception {
        tiny.script("""
                def one = sh('echo x >> one') { named 'one' }
                def two = sh('echo x >> two') { named 'two'; after one }
                sh('test -e ready') { named 'three'; after two }
                """);
        tiny.pipeline("ci").with(1);
        for (var name : List.of("results.jsonl", "journal.jsonl")) {
            var file = tiny.lastRun().resolve(name);
            var text = Files.readString(file);
            Files.writeString(file, text.substring(0, text.length() - 20));
        }
        var shown = tiny.pipeline("show").with(0);
        assertTrue(shown.out().contains("sh:three"), shown.out());
        assertTrue(shown.err().contains("cut"), shown.err());
        tiny.write("ready", "");
        assertEquals(
                List.of("sh:one"), tiny.pipeline("resume", "--json").with(0).tasks("passed", true));
        assertEquals("x\n", text("one"));
        assertEquals("x\nx\n", text("two"));
    }

    @Test
    void twoRunsAtOnceDoNotDisturbEachOther() throws Exception {
        var one = tiny.started("ci", "--no-cache");
        var two = tiny.started("ci", "--no-cache");
        assertEquals(0, one.waitFor());
        assertEquals(0, two.waitFor());
        assertEquals(
                2, tiny.pipeline("runs", "--json").with(0).json().path("runs").size());
    }

    /** Each keeps the port for two seconds. */
    @Test
    void twoRunsAtOnceTakeTurnsWithAPort() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        tiny.write("compose.yml", """
                services:
                  web:
                    image: debian:bookworm-slim
                    command: [sh, -c, 'sleep 2; touch /up; exec sleep 60']
                    stop_signal: SIGKILL
                    ports: ['127.0.0.1:%d:80']
                    healthcheck: { test: [CMD, test, -e, /up], interval: 500ms, retries: 100 }
                """.formatted(port))
                .write("pipeline.groovy", """
                project('tiny') { compose('compose.yml') }
                pipeline('ci') { stages { composeTest(project.composeFiles[0]) } }
                """)
                .commit();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Checkout.Ended> run = () -> tiny.pipeline("ci", "--no-cache");
            var said = new StringBuilder();
            for (var ended : threads.invokeAll(List.of(run, run)))
                said.append(ended.get().with(0).err());
            var waits =
                    "'composeTest:compose.yml' waits for 'port:" + port + "', which another run on this machine holds";
            assertEquals(2, said.toString().split(waits, -1).length, said.toString());
        }
    }
}
