package dsl.cli;

import java.io.IOException;

/** One invocation: what was asked for, and what it is answered with. */
record Session(Console console, Options options, Workspace workspace, Parsed parsed, Interrupts interrupts) {
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
