package dsl.cli;

import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * One invocation: what was asked for, and what it is answered with.
 *
 * @param halt ends the process at once
 */
record Session(Console console, Options options, Workspace workspace, Parsed parsed, IntConsumer halt) {
    /** An answer of a verb. */
    @FunctionalInterface
    interface Answer {
        /** @return the exit code */
        int to(Session session) throws IOException, InterruptedException;
    }

    boolean json() {
        return options.json();
    }

    void answer(String text) {
        console.answer(text);
    }
}
