package stages.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stages.api.Command;
import stages.api.StageContext;
import stages.api.StageFailure;

/**
 * A container with a copy of the repository's files under {@code /work}: those that git tracks or would track. It is
 * copied and not mounted, so that it works with an engine on another machine and the repository stays as it is.
 */
final class CheckContainer implements AutoCloseable {
    private final StageContext context;
    private final String id;

    private CheckContainer(StageContext context, String id) {
        this.context = context;
        this.id = id;
    }

    static CheckContainer start(StageContext context, String image) throws IOException, InterruptedException {
        var options = new ArrayList<>(List.of("--detach", "--init", "--workdir", "/work", "--entrypoint", "sleep"));
        context.labels().forEach((name, value) -> options.addAll(List.of("--label", name + "=" + value)));
        var run = context.tool("docker").command("run").and(options).and(image, "infinity");
        var container = new CheckContainer(
                context,
                context.commands()
                        .read(run)
                        .orFail("cannot start '" + image + "'")
                        .out()
                        .strip());
        try {
            var copy = copy(context);
            var cp = context.tool("docker").command("cp", "--quiet", copy + "/.", container.id + ":/work");
            context.commands().run(cp).orFail("cannot copy the repository into a container");
        } catch (IOException | InterruptedException | RuntimeException e) {
            container.close();
            throw e;
        }
        return container;
    }

    Command command(Path folder, String text) {
        var place = Path.of("/work").resolve(folder).toString();
        return context.tool("docker").command("exec", "--workdir", place, id, "sh", "-ceu", text);
    }

    private static Path copy(StageContext context) throws IOException, InterruptedException {
        var list = Command.of("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        var names = context.commands()
                .read(list)
                .orFail("cannot list the repository's files")
                .out();
        var copy = Files.createTempDirectory(context.work(), "checks");
        for (var name : names.split("\0", -1)) {
            var from = context.root().resolve(name);
            if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(from)) continue;
            var to = copy.resolve(name);
            Files.createDirectories(to.resolveSibling(""));
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        }
        return copy;
    }

    /** An interrupt is put off until the container is gone. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            context.commands()
                    .read(context.tool("docker").command("rm", "--force", "--volumes", id))
                    .orFail("cannot remove container '" + id + "'");
        } catch (IOException e) {
            throw new StageFailure("cannot remove container '" + id + "': " + e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
