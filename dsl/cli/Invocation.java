package dsl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line before any script is loaded: which verb or pipeline is meant, and all the rest in its order. Options
 * may stand before and after it.
 *
 * @param verb absent where a pipeline is to be run
 * @param pipeline name of a pipeline; absent where none is given
 * @param rest everything else
 */
record Invocation(
        Optional<Verb> verb, Optional<String> pipeline, List<String> rest, boolean plain, boolean debug, boolean help) {
    /** Options of ours that take the next argument. */
    private static final Set<String> WITH_VALUE = Set.of("-C", "--force", "--jobs", "--cache", "--format");

    static Invocation of(List<String> arguments) {
        var rest = new ArrayList<>(arguments);
        var first = take(rest);
        var verb = first.flatMap(Verb::of);
        var pipeline = verb.isEmpty() ? first : verb.get().plans() ? take(rest) : Optional.<String>empty();
        var ours = rest.contains("--") ? rest.subList(0, rest.indexOf("--")) : rest;
        return new Invocation(
                verb,
                pipeline,
                List.copyOf(rest),
                ours.contains("--plain"),
                ours.contains("--debug"),
                ours.contains("--help") || ours.contains("-h"));
    }

    /** Takes the first that is no option and no option's value. */
    private static Optional<String> take(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            var a = arguments.get(i);
            if (a.equals("--")) return Optional.empty();
            if (WITH_VALUE.contains(a)) i++;
            else if (!a.startsWith("-")) return Optional.of(arguments.remove(i));
        }
        return Optional.empty();
    }
}
