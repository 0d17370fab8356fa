package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything around a run that may be missing or broken: one clear message, the right exit code, nothing lost. */
@Tag("lab")
class FaultsTest {
    private static final String SCAN = "scanImage(buildImage(project.service('tiny')))";
    private static final String PUBLISH =
            "def image = buildImage(project.service('tiny'))\npublishBranch(image, evidence: [sbom(image), scanImage(image)], tags: ['t'], registry: '%s')";

    @TempDir
    Path folder;

    private Checkout tiny;

    @BeforeEach
    void repository() throws Exception {
        tiny = Checkout.tiny(folder);
    }

    /** A PATH with these programs of the machine alone. */
    private String path(String... programs) throws Exception {
        var bin = Files.createDirectories(folder.resolve("bin-" + programs.length));
        for (var program : programs)
            Files.createSymbolicLink(bin.resolve(program), Path.of(Checkout.peer("sh", "-c", "command -v " + program)));
        return bin.toString();
    }

    private static final String[] BASICS = {
        "bash",
        "sh",
        "env",
        "git",
        "dirname",
        "basename",
        "readlink",
        "find",
        "cat",
        "mkdir",
        "flock",
        "ls",
        "stat",
        "uname",
        "rm",
        "mv",
        "ln"
    };

    private static void says(Checkout.Ended run, String... words) {
        for (var word : words)
            assertTrue((run.out() + run.err()).contains(word), () -> word + " in\n" + run.out() + run.err());
        assertFalse((run.out() + run.err()).contains("\tat "), () -> "a stack trace\n" + run.err());
    }

    @Test
    void withoutAnEngineNothingRunsButWhatTheCacheGives() throws Exception {
        var away = tiny.with("DOCKER_HOST", "unix:///nowhere.sock");
        tiny.script("sh('touch ran')\nbuildImage(project.service('tiny'))");
        says(
                away.pipeline("ci").with(3),
                "the docker engine does not answer, which buildImage needs",
                "unix:///nowhere.sock",
                "DOCKER_HOST");
        assertFalse(Files.exists(tiny.root().resolve("ran")));
        assertFalse(Files.exists(tiny.root().resolve(".pipeline")));
        tiny.pipeline("ci").with(0);
        assertEquals(
                List.of("buildImage:tiny@linux/amd64", "buildImage:tiny"),
                away.pipeline("ci", "--json").with(0).tasks("passed", true));
    }

    @Test
    void anEngineThatNeverAnswersIsNoEngine() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var host = "tcp://127.0.0.1:" + silent.getLocalPort();
            says(tiny.with("DOCKER_HOST", host).pipeline("ci").with(3), "the docker engine does not answer");
        }
    }

    @Test
    void withoutAToolNothingRuns() throws Exception {
        tiny.script("sh('touch ran')\n" + SCAN);
        var programs = Stream.concat(Stream.of(BASICS), Stream.of("docker")).toArray(String[]::new);
        says(tiny.with("PATH", path(programs)).pipeline("ci").with(3), "'trivy' is not on the PATH");
        says(tiny.with("PATH", path(BASICS)).pipeline("ci").with(3), "docker buildx");
        assertFalse(Files.exists(tiny.root().resolve("ran")));
    }

    @Test
    void withoutARepositoryOrACommitItSaysSo() throws Exception {
        var plain = new Checkout(
                Files.createDirectories(folder.resolve("plain")), folder.resolve("cache"), java.util.Map.of());
        plain.write("pipeline.groovy", "pipeline('ci') { stages { sh 'true' } }\n");
        says(
                plain.with("GIT_CEILING_DIRECTORIES", folder.toString())
                        .pipeline("ci")
                        .with(2),
                "no git repository",
                "git init");
        plain.git("init", "-q");
        plain.pipeline("ci").with(0);
    }

    @Test
    void aDockerfileThatIsNotThereIsAProblemOfTheScript() throws Exception {
        tiny.git("rm", "-q", "Dockerfile");
        for (var verb : List.of(List.of("plan", "ci"), List.of("ci")))
            says(
                    tiny.pipeline(verb.toArray(String[]::new)).with(2),
                    "pipeline.groovy:1:",
                    "no file 'Dockerfile' in the repository, which service 'tiny' names",
                    "^^^^^^^^^^");
        assertFalse(Files.exists(tiny.root().resolve(".pipeline")));
    }

    @Test
    void aDockerfileThatDoesNotParseIsNamedWithItsLine() throws Exception {
        tiny.write("Dockerfile", "FROM scratch\nCOPPY file /file\n").commit();
        says(tiny.pipeline("ci").with(1), "Dockerfile:2", "COPPY");
        tiny.script("lintDockerfile(project.service('tiny'))");
        says(tiny.pipeline("ci").with(1), "Dockerfile");
    }

    @Test
    void aComposeFileWithoutItsVariableIsNamedWithItsLine() throws Exception {
        tiny.write("compose.yml", "services:\n  web:\n    image: debian:${TAG:?set the tag}\n");
        tiny.write(
                        "pipeline.groovy",
                        "project('tiny') { compose('compose.yml') }\npipeline('ci') { stages { project.composeFiles.each { validateCompose(it) } } }\n")
                .commit();
        var run = tiny.pipeline("ci", "--json").with(4);
        assertTrue(run.events("finding").toString().contains("\"line\":3"), run.out());
        says(run, "TAG", "set the tag");
    }

    @Test
    void aRegistryThatRefusesOrFailsIsOneClearFailure() throws Exception {
        tiny.script(PUBLISH.formatted("127.0.0.1:1/x"));
        says(tiny.pipeline("ci").with(1), "127.0.0.1:1");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        try {
            var at = "127.0.0.1:" + server.getAddress().getPort();
            tiny.script(PUBLISH.formatted(at + "/x"));
            says(tiny.pipeline("ci").with(1), at, "403");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aFullDiskInTheWorkFolderIsSaid() throws Exception {
        var runs = Files.createDirectories(tiny.root().resolve(".pipeline"));
        Checkout.peer("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", runs.toString());
        try {
            tiny.script("sh('dd if=/dev/zero of=.pipeline/fill bs=1M count=8') { named 'fill'; allowFailure }\n"
                    + "def image = buildImage(project.service('tiny')) { named 'after' }");
            Checkout.peer("dd", "if=/dev/urandom", "of=" + tiny.root().resolve("file"), "bs=1M", "count=6");
            tiny.commit();
            var run = tiny.pipeline("ci");
            assertEquals(1, run.code(), run.err());
            says(run, "space");
        } finally {
            Checkout.peer("umount", runs.toString());
        }
    }

    @Test
    void aCacheThatCannotBeWrittenOrHoldsHalfAnEntryFailsNoRun() throws Exception {
        var file = Files.writeString(folder.resolve("no-folder"), "a file where the cache should be");
        says(tiny.withCache(file).pipeline("ci").with(0), "cache");
        tiny.pipeline("ci").with(0);
        try (Stream<Path> entries = Files.walk(tiny.cache().resolve("results"))) {
            for (var e : entries.filter(Files::isRegularFile).toList())
                Files.writeString(e, Files.readString(e).substring(0, 40));
        }
        var run = tiny.pipeline("ci", "--json").with(0);
        assertEquals(List.of(), run.tasks("passed", true));
        assertTrue(run.events("cache").toString().contains("the entry was not used"), run.out());
    }
}
