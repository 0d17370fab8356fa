package dsl.cli;

import dsl.report.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The only place that prints. What was asked for goes to standard output: JSON and the like, and the answer of a verb
 * that answers. Everything else goes to standard error: errors, notes, how a run goes.
 */
public final class Console {
    /** Columns of what is laid out in columns. */
    static final int WIDTH = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean outColour;
    private final boolean errColour;
    private final boolean live;

    /** @param live whether lines on standard error may be drawn again */
    Console(PrintStream out, PrintStream err, boolean outColour, boolean errColour, boolean live) {
        this.out = out;
        this.err = err;
        this.outColour = outColour;
        this.errColour = errColour;
        this.live = live;
    }

    /** This process's streams, in UTF-8. Honours {@code NO_COLOR} (no-color.org) and {@code TERM=dumb}. */
    public static Console system(Map<String, String> environment) {
        var term = environment.getOrDefault("TERM", "");
        var able = !term.isEmpty() && !term.equals("dumb");
        var colour = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Console(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                colour && terminal(1),
                colour && terminal(2),
                able && terminal(2));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** Where the system names the file behind a descriptor, by its name; elsewhere where the whole console is one. */
    private static boolean terminal(int descriptor) {
        var link = Path.of("/proc/self/fd/" + descriptor);
        try {
            var target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.ofNullable(System.console())
                    .map(Console::interactive)
                    .orElse(false);
        }
    }

    /** From JDK 22 on there is a console without a terminal too, and it says which it is. */
    private static boolean interactive(java.io.Console console) {
        try {
            return Boolean.TRUE.equals(
                    java.io.Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** The same without colours and live lines. */
    Console plain() {
        return new Console(out, err, false, false, false);
    }

    Style answerStyle() {
        return outColour ? Style.COLOUR : Style.PLAIN;
    }

    Style style() {
        return errColour ? Style.COLOUR : Style.PLAIN;
    }

    boolean live() {
        return live;
    }

    /** What was asked for, to standard output, as it is. */
    void answer(String text) {
        out.print(text);
        out.flush();
    }

    /** A part of an answer, which may stay in the buffer. */
    void line(String text) {
        out.print(text);
        out.print('\n');
        out.flush();
    }

    /** To standard error, as it is. */
    void say(String text) {
        err.print(text);
        err.flush();
    }

    void note(String text) {
        say(style().yellow("note:") + " " + text + "\n");
    }

    /** @param hint what to do; empty where there is nothing to say */
    void error(String message, String hint) {
        say(style().red("error:") + " " + message + "\n"
                + (hint.isEmpty() ? "" : "  " + hint.replace("\n", "\n  ") + "\n"));
    }

    void trace(Throwable thrown) {
        thrown.printStackTrace(err);
        err.flush();
    }

    /** Whether standard output can take no more: the reader is gone. */
    boolean broken() {
        return out.checkError();
    }
}
