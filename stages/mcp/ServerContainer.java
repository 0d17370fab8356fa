package stages.mcp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stages.api.*;

/**
 * A container of a server, made and not yet started. It is gone when this is closed, whatever became of it. Its health is
 * not checked: what is asked here says more, and a check by emulation takes the server's time.
 */
final class ServerContainer implements AutoCloseable {
    private final StageContext context;
    private final String id;

    private ServerContainer(StageContext context, String id) {
        this.context = context;
        this.id = id;
    }

    /** @param options of {@code docker create} */
    static ServerContainer create(
            StageContext context,
            Image image,
            Platform platform,
            Service.Mcp mcp,
            List<String> options,
            List<String> command)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("--pull=never", "--no-healthcheck", "--platform", platform.value()));
        context.labels().forEach((name, value) -> all.addAll(List.of("--label", name + "=" + value)));
        mcp.environment().forEach((name, value) -> all.addAll(List.of("--env", name + "=" + value)));
        all.addAll(options);
        all.add(image.reference());
        all.addAll(command);
        var exit =
                context.commands().read(context.tool("docker").command("create").and(all));
        exit.orFail("cannot make a container of '" + image.name() + "' (" + platform + ")");
        return new ServerContainer(context, exit.out().strip());
    }

    /** {@code docker VERB OPTIONS... CONTAINER MORE...} */
    Command docker(List<String> verb, String... more) {
        return context.tool("docker").command().and(verb).and(id).and(more);
    }

    /** An interrupt is put off until the container is gone. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            context.commands()
                    .read(docker(List.of("rm", "--force", "--volumes")))
                    .orFail("cannot remove " + id);
        } catch (IOException e) {
            throw new StageFailure("cannot remove container '" + id + "': " + e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
