package stages.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import stages.api.*;

/**
 * Runs a command at the repository's root: an argument vector as it is, shell text by {@code sh -ceu}, so that an unset
 * variable or a command that fails ends it.
 *
 * <p>It is cached where it declares both inputs and outputs. Outputs are kept in the content store, and written back into
 * the repository where the result is restored.
 */
@Help("runs a command, each value of its text being one argument")
@Word("sh")
@Cached
public record Sh(
        @Help("shell text, or a list of arguments") CommandLine command,
        @Help("files it reads") List<Glob> inputs,

        @Help("files and folders it makes, relative to the repository's root")
        List<String> outputs,

        @Help("exit codes that are no failure") @Default("0")
        List<Integer> accepts)
        implements Stage<ShResult>, ReadsSources, Restores<ShResult> {
    private static final int TEXT = 64 * 1024;
    private static final String DATA = "application/octet-stream";
    private static final String PROGRAM = "application/x-executable";

    public Sh {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        accepts = List.copyOf(accepts);
    }

    @Override
    public Sources sources(SourceTree tree) {
        return inputs.isEmpty() || outputs.isEmpty()
                ? Sources.unknown("it does not declare both inputs and outputs")
                : Inputs.of(inputs, tree);
    }

    @Override
    public ShResult run(StageContext context) throws IOException, InterruptedException {
        var argv = argv();
        var exit = context.commands().tee(Command.of(argv));
        if (!accepts.contains(exit.code()) && !(accepts.isEmpty() && exit.code() == 0))
            throw new StageFailure("command ended with exit code " + exit.code(), "", exit.tail());
        var text = exit.out().strip();
        var kept = text.length() > TEXT ? text.substring(0, TEXT) : text;
        return new ShResult(exit.code(), kept, collect(context));
    }

    private List<String> argv() {
        var argv = switch (command) {
            case CommandLine.Arguments arguments -> arguments.argv();
            case CommandLine.Shell shell ->
                List.of("sh", "-ceu", ShellText.unindented(shell).quoted());
        };
        boolean empty = command instanceof CommandLine.Shell ? argv.getLast().isBlank() : argv.isEmpty();
        if (empty) throw new StageFailure("the command is empty");
        if (argv.stream().anyMatch(word -> word.indexOf('\0') >= 0))
            throw new StageFailure("a value of the command holds a NUL character, which no argument can");
        return argv;
    }

    private List<Artifact> collect(StageContext context) throws IOException {
        var artifacts = new ArrayList<Artifact>();
        for (var output : outputs) {
            var path = inside(context.root(), output);
            if (Files.notExists(path)) throw new StageFailure("the command did not make its output '" + output + "'");
            try (var files = Files.walk(path)) {
                for (var file : files.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS))
                        .sorted()
                        .toList()) {
                    var name = context.root().relativize(file).toString().replace('\\', '/');
                    artifacts.add(context.store().add(file, Files.isExecutable(file) ? PROGRAM : DATA, name));
                }
            }
        }
        return artifacts;
    }

    @Override
    public void restore(ShResult result, StageContext context) throws IOException {
        for (var output : result.outputs()) {
            var path = inside(context.root(), output.name());
            var folder = Files.createDirectories(path.resolveSibling(""));
            var fresh = Files.createTempFile(folder, ".restored", ".tmp");
            Files.copy(context.store().file(output.digest()), fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(
                    fresh,
                    PosixFilePermissions.fromString(output.mediaType().equals(PROGRAM) ? "rwxr-xr-x" : "rw-r--r--"));
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A link may lead out of the repository, so it is the real place that counts. */
    private static Path inside(Path root, String output) throws IOException {
        var path = root.resolve(output).normalize();
        var real = Files.exists(path) ? path.toRealPath() : path;
        if (!path.startsWith(root) || (Files.exists(path) && !real.startsWith(root.toRealPath())))
            throw new StageFailure("output '" + output + "' lies outside of the repository");
        return path;
    }
}
