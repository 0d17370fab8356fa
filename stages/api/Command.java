package stages.api;

import java.nio.file.Path;
import java.util.*;

/**
 * A process to run: an argument vector, never a shell string.
 *
 * @param folder working directory; the repository's root where absent
 * @param environment added to the scrubbed environment
 * @param input given on standard input, closed at once where absent
 */
public record Command(
        List<String> argv, Optional<Path> folder, Map<String, String> environment, Optional<byte[]> input) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static Command of(String program, String... arguments) {
        var argv = new ArrayList<String>();
        argv.add(program);
        argv.addAll(List.of(arguments));
        return of(argv);
    }

    public static Command of(List<String> argv) {
        return new Command(argv, Optional.empty(), Map.of(), Optional.empty());
    }

    public Command and(List<String> more) {
        var all = new ArrayList<>(argv);
        all.addAll(more);
        return new Command(all, folder, environment, input);
    }

    public Command and(String... more) {
        return and(List.of(more));
    }

    public Command in(Path directory) {
        return new Command(argv, Optional.of(directory), environment, input);
    }

    public Command with(String name, String value) {
        var all = new TreeMap<>(environment);
        all.put(name, value);
        return new Command(argv, folder, all, input);
    }

    public Command with(Map<String, String> more) {
        var all = new TreeMap<>(environment);
        all.putAll(more);
        return new Command(argv, folder, all, input);
    }

    public Command input(byte[] bytes) {
        return new Command(argv, folder, environment, Optional.of(bytes));
    }
}
