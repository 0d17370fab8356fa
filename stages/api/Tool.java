package stages.api;

import java.util.List;

/**
 * A tool as it was found.
 *
 * @param argv how it is started
 * @param version as it says itself, for example {@code 0.59.1}
 */
public record Tool(String name, List<String> argv, String version) {
    public Tool {
        argv = List.copyOf(argv);
    }

    public Command command(String... arguments) {
        return Command.of(argv).and(arguments);
    }
}
