package dsl.cli;

import dsl.cli.Grammar.Group;
import dsl.cli.Grammar.Option;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The options that verbs share, in groups as the help shows them. */
final class CommonOptions {
    static final Group EVERYWHERE = new Group(
            "Everywhere",
            List.of(
                    Option.value("-C", "DIR", "the repository's folder (default: this one)"),
                    Option.flag("--plain", "no colours and no live lines"),
                    Option.flag("--debug", "show stack traces"),
                    new Option(List.of("-h", "--help"), "", false, List.of(), "this text")));

    static final Group CACHING = new Group(
            "What the cache may answer",
            List.of(
                    Option.flag("--no-cache", "look nothing up; results are kept all the same"),
                    new Option(
                            List.of("--force"),
                            "TASK",
                            true,
                            List.of(),
                            "do not look this task up; may be given several times"),
                    Option.value("--cache", "DIR", "the cache's folder (default: the user's own)")));

    static final Group RUNNING = new Group(
            "How to run",
            List.of(
                    Option.value("--jobs", "N", "tasks at once"),
                    Option.flag("--fail-fast", "stop all at the first failure or refusal"),
                    Option.flag("--verbose", "show what tasks log"),
                    Option.flag("--json", "events as JSON lines on standard output")));

    private static final List<Group> ALL = List.of(EVERYWHERE, CACHING, RUNNING);

    private CommonOptions() {}

    /** Names that no script can give to an option. */
    static Set<String> names() {
        var names = new HashSet<>(Set.of("--format", "--sarif", "--version"));
        ALL.forEach(g -> g.options().forEach(o -> names.addAll(o.names())));
        return names;
    }

    /** What is given of them, before it is known what else a pipeline takes. */
    static Options read(String pipeline, List<String> arguments) {
        return read(new Grammar(pipeline, "", List.of(), ALL, List.of()).known(arguments));
    }

    /** @throws Usage where a value cannot be */
    static Options read(Parsed parsed) {
        var directory = path(parsed.value("-C").orElse(""));
        if (!Files.isDirectory(directory))
            throw new Usage("no folder '" + directory + "'", "-C takes the repository's folder");
        return new Options(
                directory,
                parsed.has("--json"),
                parsed.has("--verbose"),
                parsed.has("--no-cache"),
                new LinkedHashSet<>(parsed.all("--force")),
                parsed.has("--fail-fast"),
                parsed.value("--jobs").map(CommonOptions::jobs),
                parsed.value("--cache").map(CommonOptions::path));
    }

    private static int jobs(String text) {
        if (text.length() < 6 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int n = Integer.parseInt(text);
            if (n > 0) return n;
        }
        throw new Usage("option '--jobs': '" + text + "' is no number above 0", "");
    }

    private static Path path(String text) {
        try {
            return Path.of(text.isEmpty() ? "." : text);
        } catch (InvalidPathException e) {
            throw new Usage("'" + text + "' is no path: " + e.getReason(), "");
        }
    }
}
