package dsl.cli;

import java.util.List;
import java.util.function.IntConsumer;

/** The program, but for its end: {@code pipeline.java} passes the code on. */
public final class Main {
    private Main() {}

    /**
     * @param halt ends the process at once with a code, after a signal
     * @return the exit code
     */
    public static int run(String[] arguments, IntConsumer halt) {
        var environment = System.getenv();
        var console = Console.system(environment);
        return Cli.run(List.of(arguments), console, (o, note) -> new EngineWorkspace(o, environment, note), halt);
    }
}
