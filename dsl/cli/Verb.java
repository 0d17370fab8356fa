package dsl.cli;

import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of the command line that are no pipelines, in the order of the help. */
enum Verb {
    PLAN("Look before", "what would run, in which order, and why", true),
    GRAPH("Look before", "the plan as mermaid, dot or json", true),
    EXPLAIN("Look before", "why a task is or is not in the plan; what its cache key is made of", true),
    CHECK("Look before", "load every script, report every problem", false),
    PIPELINES("Know what there is", "what this repository can run", false),
    STAGES("Know what there is", "the reference of stages and facts", false),
    DOCTOR("Know what there is", "tools: found, versions, what needs them, how to install", false),
    RUNS("Look back", "the runs of this repository", false),
    SHOW("Look back", "how a run ended", false),
    LOGS("Look back", "what a task of a run logged", false),
    RESUME("Look back", "go on with a run that did not end well", false),
    CLEAN("Look back", "remove what killed runs left, and old runs", false),
    COMPLETION("For your shell", "completion for bash", false);

    /** Names that no pipeline may have, though some do nothing yet. */
    private static final List<String> KEPT =
            List.of("init", "run", "join", "export", "verify", "unrelease", "new", "test", "cache", "help");

    private final String group;
    private final String help;
    private final boolean plans;

    Verb(String group, String help, boolean plans) {
        this.group = group;
        this.help = help;
        this.plans = plans;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String group() {
        return group;
    }

    String help() {
        return help;
    }

    /** Whether it takes a pipeline and what that takes. */
    boolean plans() {
        return plans;
    }

    static List<Verb> shown() {
        return List.of(values());
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(v -> v.word().equals(word)).findFirst();
    }

    /** Names that a script cannot give to a pipeline. */
    static Set<String> reserved() {
        return Stream.concat(Arrays.stream(values()).map(Verb::word), KEPT.stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
