package stages.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs processes: scrubbed environment, masked output, the whole tree ended on cancel and timeout. A program that cannot
 * be started is a {@link StageFailure}.
 */
public interface Commands {
    /** Streams standard output and error to the task's log, line by line. */
    Exit run(Command command) throws IOException, InterruptedException;

    /**
     * As {@link #run(Command)}, and gives each line to {@code lines} too, masked, in the order in which it was logged. An
     * implementation that cannot tell lines apart gives none.
     */
    default Exit run(Command command, Consumer<String> lines) throws IOException, InterruptedException {
        return run(command);
    }

    /** Keeps standard output apart (up to 256 MiB, not logged); standard error goes to the log. */
    Exit read(Command command) throws IOException, InterruptedException;

    /**
     * As {@link #read}, and streams standard output to the task's log too, line by line. An implementation that cannot do
     * both keeps it.
     */
    default Exit tee(Command command) throws IOException, InterruptedException {
        return read(command);
    }

    /**
     * Starts a process to talk with; its input, if the command has one, is not given. An implementation that cannot hold a
     * dialogue refuses.
     */
    default Dialogue open(Command command) throws IOException {
        throw new UnsupportedOperationException(
                "no dialogue with '" + command.argv().get(0) + "'");
    }

    /** A running process. Its standard input and output are the caller's, raw; standard error goes to the log, masked. */
    interface Dialogue extends AutoCloseable {
        /** Its standard input; closing it is how it learns that nothing more comes. */
        OutputStream input();

        /** Its standard output, until it ends. */
        InputStream output();

        /** The last lines that it wrote to standard error, 40 at most. */
        List<String> tail();

        /** Waits until it ends; nothing where it still runs after {@code limit}. */
        Optional<Exit> await(Duration limit) throws IOException, InterruptedException;

        /** Ends it, and all below it, where it still runs. */
        @Override
        void close();
    }

    /**
     * @param out standard output as UTF-8 where it was read, else empty
     * @param tail the last lines of what was logged, 40 at most
     */
    record Exit(List<String> argv, int code, String out, List<String> tail) {
        /** @throws StageFailure naming the program and its last lines unless it ended with 0 */
        public Exit orFail(String what) {
            if (code == 0) return this;
            throw new StageFailure(what + ": '" + argv.get(0) + "' ended with exit code " + code, "", tail);
        }
    }
}
