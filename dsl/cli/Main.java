package dsl.cli;

import java.util.List;

/** The program, but for its end: {@code pipeline.java} passes the code on. */
public final class Main {
    private Main() {}

    /** @return the exit code */
    public static int run(String[] arguments) {
        var environment = System.getenv();
        return Cli.run(
                List.of(arguments),
                Console.system(environment),
                (options, note) -> new EngineWorkspace(options, environment, note));
    }
}
