package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import stages.api.Json;

/**
 * A repository of a test and a cache of its own, and the program run over it.
 *
 * @param environment beside what the lab gives
 */
record Checkout(Path root, Path cache, Map<String, String> environment) {
    private static final Path PROGRAM = Path.of("pipeline").toAbsolutePath();
    private static final long LIMIT = 300;
    /** The lab's, so that no test writes into the user's, and all take turns with ports. */
    private static final Path CONFIG = Path.of(Objects.requireNonNull(System.getenv("SLIPWAY_LAB")), "config");

    /** How the program ended. */
    record Ended(int code, String out, String err) {
        Ended with(int expected) {
            assertEquals(expected, code, () -> "exit code\n" + out + "\n" + err);
            return this;
        }

        /** The events of {@code --json}. */
        List<JsonNode> events() {
            return out.lines().<JsonNode>map(l -> Json.read(l, JsonNode.class)).toList();
        }

        List<JsonNode> events(String kind) {
            return events().stream()
                    .filter(e -> e.path("event").asText().equals(kind))
                    .toList();
        }

        /** The tasks that ended so, those restored apart from those that worked. */
        List<String> tasks(String outcome, boolean restored) {
            return events("task-ended").stream()
                    .filter(e -> e.at("/outcome/kind").asText().equals(outcome)
                            && e.path("restored").asBoolean() == restored)
                    .map(e -> e.path("task").asText())
                    .toList();
        }

        JsonNode json() {
            return Json.read(out, JsonNode.class);
        }
    }

    /** A copy of the example, committed. */
    static Checkout cortex(Path folder, Path cache) throws IOException, InterruptedException {
        var checkout = new Checkout(folder.resolve("cortex"), cache, Map.of());
        copy(Path.of("examples/cortex"), checkout.root);
        return checkout.git("init", "-q", "-b", "main").commit();
    }

    /** One service that is built from nothing, for one platform. */
    static Checkout tiny(Path folder) throws IOException, InterruptedException {
        var checkout = new Checkout(Files.createDirectories(folder.resolve("tiny")), folder.resolve("cache"), Map.of());
        checkout.write("Dockerfile", "FROM scratch\nCOPY file /file\n")
                .write("file", "content " + folder.getFileName());
        return checkout.git("init", "-q", "-b", "main").script("buildImage(project.service('tiny'))");
    }

    /** Replaces its pipeline {@code ci}, and commits. */
    Checkout script(String stages) throws IOException, InterruptedException {
        var project =
                "project('tiny') { platforms 'linux/amd64'; registry '127.0.0.1:5000/slipway-test'; service('tiny') { dockerfile 'Dockerfile' } }\n";
        return write("pipeline.groovy", project + "pipeline('ci') { stages {\n" + stages + "\n} }\n")
                .commit();
    }

    Checkout with(String name, String value) {
        var all = new HashMap<>(environment);
        all.put(name, value);
        return new Checkout(root, cache, all);
    }

    Checkout withCache(Path other) {
        return new Checkout(root, other, environment);
    }

    Checkout write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).resolveSibling(""));
        Files.writeString(root.resolve(file), text);
        return this;
    }

    Checkout append(String file, String text) throws IOException {
        return write(file, Files.readString(root.resolve(file)) + text);
    }

    Checkout git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("git", "-C", root.toString(), "-c", "user.name=T", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        assertEquals(0, run(new ProcessBuilder(command)).code(), () -> String.join(" ", command));
        return this;
    }

    Checkout commit() throws IOException, InterruptedException {
        return git("add", "-A").git("commit", "-q", "--allow-empty", "-m", "change");
    }

    Ended pipeline(String... arguments) throws IOException, InterruptedException {
        return run(builder(arguments));
    }

    ProcessBuilder builder(String... arguments) {
        var command = new ArrayList<>(List.of(PROGRAM.toString(), "-C", root.toString()));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("SLIPWAY_CACHE", cache.toString());
        builder.environment().put("XDG_CONFIG_HOME", CONFIG.toString());
        builder.environment().put("SLIPWAY_ARCHIVE", "now");
        builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** The program at work; whatever it says is dropped. */
    Process started(String... arguments) throws IOException {
        return builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The folder of the last run. */
    Path lastRun() throws IOException {
        try (Stream<Path> runs = Files.list(root.resolve(".pipeline/runs"))) {
            return runs.filter(Files::isDirectory).max(Path::compareTo).orElseThrow();
        }
    }

    /** Whether a task of any run has logged this. */
    boolean logs(String text) {
        try (Stream<Path> files = Files.walk(root.resolve(".pipeline/runs"))) {
            return files.filter(f -> f.endsWith("log.txt")).toList().stream().anyMatch(f -> contains(f, text));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    static void signal(Process process, String signal) throws IOException, InterruptedException {
        peer("bash", "-c", "kill -$0 $1", signal, Long.toString(process.pid())); // a bare Debian has no other kill
    }

    /** Containers, networks, volumes of a run in the engine. */
    static String leftInEngine(String run) throws IOException, InterruptedException {
        var label = "label=slipway.run=" + run;
        return peer("docker", "ps", "-aq", "--filter", label)
                + peer("docker", "network", "ls", "-q", "--filter", label)
                + peer("docker", "volume", "ls", "-q", "--filter", label);
    }

    /** Processes that a run started. */
    static List<String> processes(String run) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> contains(p.resolve("environ"), "SLIPWAY_RUN=" + run))
                    .map(Path::toString)
                    .toList();
        }
    }

    static Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
        var out = Files.createTempFile("out", ".txt");
        var err = Files.createTempFile("err", ".txt");
        try {
            var process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) process.destroyForcibly();
            return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a command of the lab says. */
    static String peer(String... command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command)).with(0).out().strip();
    }

    /** Polls until it holds. */
    static void await(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            if (holds.getAsBoolean()) return;
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(holds.getAsBoolean(), what);
    }

    static boolean contains(Path file, String text) {
        try {
            return Files.exists(file)
                    && Files.readString(file, StandardCharsets.UTF_8).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (var file : all.filter(f -> !f.toString().contains("node_modules")
                            && !f.toString().contains("/.pipeline"))
                    .toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
