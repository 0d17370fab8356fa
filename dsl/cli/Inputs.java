package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.PipelineSpec.Input;
import dsl.model.Problem;
import dsl.word.Suggestion;
import java.util.*;
import java.util.regex.Pattern;

/** The arguments, flags and options that a script declares, as options of the command line. */
final class Inputs {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private Inputs() {}

    /** What the command line cannot offer as the script has it. */
    static List<Problem> problems(PipelineSpec pipeline) {
        var problems = new ArrayList<Problem>();
        var optional = "";
        for (var i : pipeline.inputs()) {
            var argument = i.kind() == Input.Kind.ARGUMENT;
            if (!NAME.matcher(i.name()).matches())
                problems.add(problem(
                        i,
                        "input-name",
                        "'" + i.name() + "' cannot be a name on the command line",
                        "use letters, digits and '-'"));
            else if (!argument && CommonOptions.names().contains("--" + i.name()))
                problems.add(problem(
                        i,
                        "reserved-option",
                        "'--" + i.name() + "' is an option of every pipeline",
                        "give it another name"));
            if (argument && i.standard().isEmpty() && !optional.isEmpty())
                problems.add(problem(
                        i,
                        "argument-order",
                        "argument '" + i.name() + "' is required, but '" + optional + "' before it is not",
                        "give it a default, or move it to the front"));
            if (argument && i.standard().isPresent()) optional = i.name();
            if (i.standard().isPresent()
                    && !i.choices().isEmpty()
                    && !i.choices().contains(i.standard().get()))
                problems.add(problem(
                        i,
                        "default-choice",
                        "the default " + choice(i, i.standard().get()),
                        ""));
        }
        return problems;
    }

    private static Problem problem(Input i, String code, String message, String hint) {
        return new Problem(code, i.location(), i.kind().name().length(), message, hint);
    }

    static List<Grammar.Positional> positionals(PipelineSpec pipeline) {
        return pipeline.inputs(Input.Kind.ARGUMENT).stream()
                .map(i -> new Grammar.Positional(label(i), i.standard().isEmpty(), false, i.choices(), text(i)))
                .toList();
    }

    static Grammar.Group options(PipelineSpec pipeline) {
        var options = pipeline.inputs().stream()
                .filter(i -> i.kind() != Input.Kind.ARGUMENT)
                .map(Inputs::option)
                .toList();
        return new Grammar.Group("Options of " + pipeline.name(), options);
    }

    private static Grammar.Option option(Input i) {
        var label = i.kind() == Input.Kind.FLAG ? "" : i.choices().isEmpty() ? "VALUE" : label(i);
        return new Grammar.Option(List.of("--" + i.name()), label, false, i.choices(), text(i));
    }

    static String label(Input i) {
        return i.name().toUpperCase(java.util.Locale.ROOT);
    }

    private static String text(Input i) {
        var text = new StringBuilder(i.help());
        if (!i.choices().isEmpty())
            text.append(text.isEmpty() ? "" : ": ").append("one of ").append(String.join(", ", i.choices()));
        i.standard()
                .ifPresent(s -> text.append(text.isEmpty() ? "" : " ")
                        .append("(default: ")
                        .append(s)
                        .append(')'));
        return text.toString();
    }

    /**
     * What was given, as a plan takes it.
     *
     * @throws Usage where a value is none of its choices
     */
    static Map<String, Object> values(PipelineSpec pipeline, Parsed parsed) {
        var values = new LinkedHashMap<String, Object>();
        for (var i : pipeline.inputs())
            switch (i.kind()) {
                case FLAG -> {
                    if (parsed.has("--" + i.name())) values.put(i.name(), true);
                }
                case OPTION -> put(values, i, parsed.value("--" + i.name()));
                case ARGUMENT -> put(values, i, parsed.argument(label(i)));
            }
        return values;
    }

    private static void put(Map<String, Object> values, Input i, Optional<String> given) {
        var text = given.or(i::standard);
        if (text.isEmpty()) return;
        if (!i.choices().isEmpty() && !i.choices().contains(text.get()))
            throw new Usage(what(i) + ": " + choice(i, text.get()), Suggestion.of(text.get(), i.choices()));
        values.put(i.name(), text.get());
    }

    private static String what(Input i) {
        return i.kind() == Input.Kind.ARGUMENT ? "argument " + label(i) : "option '--" + i.name() + "'";
    }

    private static String choice(Input i, String value) {
        return "'" + value + "' is none of " + String.join(", ", i.choices());
    }
}
