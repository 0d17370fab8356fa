package toolchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A checkout with the real launcher and pom.xml, and a small program in place of ours. */
record Checkout(Path root) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Prints its process, its folder and each argument on lines of their own; ends with their number. */
    private static final String MAIN = """
            package dsl.cli;
            public final class Main {
                public static int run(String[] arguments, java.util.function.IntConsumer halt) {
                    System.out.println(ProcessHandle.current().pid());
                    System.out.println(System.getProperty("user.dir"));
                    for (String argument : arguments) System.out.println('<' + argument + '>');
                    return Answer.of(arguments);
                }
            }
            """;

    private static final String TRAINING = """
            package dsl.cli;
            final class Training {
                public static void main(String[] arguments) { Main.run(arguments, code -> {}); }
            }
            """;

    /** How a start ended. */
    record Start(long pid, int code, String out, String err) {}

    /** A start that goes on, its output in files. */
    record Running(Process process, Path folder) {
        Start end() throws IOException, InterruptedException {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end within " + LIMIT + ": " + Files.readString(folder.resolve("err")));
            }
            String out = Files.readString(folder.resolve("out"));
            return new Start(process.pid(), process.exitValue(), out, Files.readString(folder.resolve("err")));
        }
    }

    static Checkout in(Path root) throws IOException {
        var checkout = new Checkout(root);
        Files.createDirectories(root);
        for (String file : List.of("pipeline", "pom.xml", ".mvn/jvm.config", "pipeline.java")) {
            Path target = root.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(Path.of(file), target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        checkout.write("dsl/cli/Main.java", MAIN);
        checkout.write("dsl/cli/Training.java", TRAINING);
        checkout.answer("arguments.length");
        checkout.write("stages/api/Stage.java", "package stages.api; public interface Stage {}\n");
        checkout.write("scripts/release.groovy", "pipeline('release') {}\n");
        return checkout;
    }

    /** Gives it the libraries of this test, as if they had been resolved. */
    Checkout resolved() throws IOException {
        String jars = Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> entry.endsWith(".jar"))
                .reduce((first, second) -> first + ":" + second)
                .orElseThrow();
        write("target/pipeline/classpath", jars);
        return this;
    }

    /** Makes the program's exit code that Java expression. */
    void answer(String expression) throws IOException {
        write(
                "dsl/cli/Answer.java",
                "package dsl.cli; final class Answer { static int of(String[] arguments) { return " + expression
                        + "; } }\n");
    }

    void write(String file, String text) throws IOException {
        Path target = root.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    Path state() {
        return root.resolve("target/pipeline");
    }

    /** What lies in the state folder, but for archives. */
    List<String> kept() throws IOException {
        try (var files = Files.list(state())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".archive"))
                    .sorted()
                    .toList();
        }
    }

    Start start(String... arguments) throws IOException, InterruptedException {
        return begin(root, Map.of(), command(root.resolve("pipeline"), arguments))
                .end();
    }

    static List<String> command(Path launcher, String... arguments) {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** @param environment on top of that of the test, which has its JDK as JAVA_HOME and makes no archive */
    Running begin(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path output = Files.createTempDirectory(root.getParent(), "start");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.resolve("out").toFile())
                .redirectError(output.resolve("err").toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "SLIPWAY_ARCHIVE", "off"));
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }

    boolean isLocked() {
        return Files.exists(state().resolve("lock"), LinkOption.NOFOLLOW_LINKS);
    }
}
