package stages.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.CompletableFuture;
import stages.api.*;

/** A real repository in a folder, what a project says of it, and a context for facts. */
public final class GitFixture implements FactContext {
    public final Path root;
    public final List<String> notes = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<ComposeFile> composeFiles = new ArrayList<>();
    private final List<Glob> observability = new ArrayList<>();
    private Event event = Event.none();

    GitFixture(Path root) {
        this.root = root;
    }

    /** An empty repository on the branch {@code main}. */
    public static GitFixture init(Path folder) throws Exception {
        Files.createDirectories(folder);
        var fixture = new GitFixture(folder);
        fixture.git("init", "--quiet", "--initial-branch=main");
        return fixture;
    }

    public static GitFixture clone(String url, Path folder, String... options) throws Exception {
        Files.createDirectories(folder);
        var fixture = new GitFixture(folder);
        var arguments = new ArrayList<>(List.of("clone", "--quiet"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(url, "."));
        fixture.git(arguments.toArray(String[]::new));
        return fixture;
    }

    public String git(String... arguments) throws Exception {
        return git(Optional.empty(), arguments);
    }

    /** A linear history, made at once: in commit {@code i} of {@code count} the file holds {@code i}. */
    void history(String branch, String from, int count, String file) throws Exception {
        var stream = new StringBuilder("feature done\n");
        for (int i = 0; i < count; i++) {
            stream.append("commit refs/heads/%s\ncommitter t <t@example.org> %d +0000\n".formatted(branch, i));
            stream.append("data 1\nx\n").append(i == 0 && !from.isEmpty() ? "from " + from + "\n" : "");
            String text = Integer.toString(i);
            stream.append("M 644 inline %s%d\ndata %d\n%s\n".formatted(file, i % 2, text.length(), text));
        }
        byte[] input = stream.append("done\n").toString().getBytes(StandardCharsets.UTF_8);
        git(Optional.of(input), "fast-import", "--quiet");
    }

    private String git(Optional<byte[]> input, String... arguments) throws Exception {
        var command = Command.of(
                        "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgSign=false")
                .and("-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false")
                .and(arguments);
        var exit = commands().read(input.isPresent() ? command.input(input.get()) : command);
        assertEquals(0, exit.code(), () -> String.join(" ", arguments) + ": " + exit.tail());
        return exit.out().strip();
    }

    public GitFixture write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Commits all that is in the tree, and answers the commit. */
    public String commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return git("rev-parse", "HEAD");
    }

    public GitFixture service(String name, List<String> paths, String... dependsOn) {
        services.add(new Service(
                name,
                "packages/" + name + "/Dockerfile",
                ".",
                Optional.empty(),
                Map.of(),
                paths.stream().map(Glob::new).toList(),
                List.of(dependsOn),
                List.of(),
                Optional.empty()));
        return this;
    }

    GitFixture compose(String file) {
        composeFiles.add(new ComposeFile(file, List.of(), List.of(), Map.of(), java.time.Duration.ofMinutes(2)));
        return this;
    }

    GitFixture observability(String... patterns) {
        for (String pattern : patterns) {
            observability.add(new Glob(pattern));
        }
        return this;
    }

    public GitFixture event(Event started) {
        this.event = started;
        return this;
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Event event() {
        return event;
    }

    @Override
    public SourceTree tree() {
        return new SourceTree() {
            @Override
            public SortedSet<String> files() {
                return new TreeSet<>();
            }

            @Override
            public Optional<String> read(String path) {
                try {
                    Path file = root.resolve(path);
                    return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public Commands commands() {
        return new Commands() {
            @Override
            public Exit run(Command command) throws IOException, InterruptedException {
                return read(command);
            }

            @Override
            public Exit read(Command command) throws IOException, InterruptedException {
                var builder = new ProcessBuilder(command.argv())
                        .directory(command.folder().orElse(root).toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
                builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
                builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
                builder.environment().putAll(command.environment());
                Process process = builder.start();
                try (var in = process.getOutputStream()) {
                    in.write(command.input().orElse(new byte[0]));
                }
                var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
                String log = text(process.getErrorStream());
                return new Exit(
                        command.argv(),
                        process.waitFor(),
                        out.join(),
                        log.lines().toList());
            }
        };
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public List<Service> services() {
        return services;
    }

    @Override
    public List<ComposeFile> composeFiles() {
        return composeFiles;
    }

    @Override
    public List<Glob> observabilityFiles() {
        return observability;
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }
}
