package dsl.cli;

import java.util.*;

/** What was given of what a {@link Grammar} takes. */
final class Parsed {
    private final Grammar grammar;
    private final List<String> positionals = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();

    Parsed(Grammar grammar) {
        this.grammar = grammar;
    }

    void add(String positional) {
        positionals.add(positional);
    }

    void add(Grammar.Option option, String value) {
        options.computeIfAbsent(option.name(), n -> new ArrayList<>()).add(value);
    }

    List<String> positionals() {
        return positionals;
    }

    /** A verb's own, which come before those of a pipeline. */
    Optional<String> positional(String label) {
        return at(labels().indexOf(label));
    }

    /** A pipeline's, which come last. */
    Optional<String> argument(String label) {
        return at(labels().lastIndexOf(label));
    }

    private List<String> labels() {
        return grammar.positionals().stream().map(Grammar.Positional::label).toList();
    }

    private Optional<String> at(int i) {
        return i < 0 || i >= positionals.size() ? Optional.empty() : Optional.of(positionals.get(i));
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The last value that was given. */
    Optional<String> value(String option) {
        var all = all(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }
}
