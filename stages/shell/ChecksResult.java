package stages.shell;

import java.util.List;
import stages.api.Result;

/**
 * The checks of a service, all of them passed.
 *
 * @param service its name
 * @param commands in the order in which they ran
 */
public record ChecksResult(String service, List<Ran> commands) implements Result {
    public ChecksResult {
        commands = List.copyOf(commands);
    }

    /** @param exit the command's exit code */
    public record Ran(String command, int exit) {}
}
