package dsl.script;

import dsl.model.Location;
import dsl.model.Problem;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import java.util.Arrays;

/** What a script threw, as a problem at its line. */
final class ScriptErrors {
    private ScriptErrors() {}

    static Problem of(Throwable e, String file) {
        var at = new Location(file, Compiler.line(e), 0);
        return switch (e) {
            case Handle.LateUse late ->
                Problem.of(
                        "late-value",
                        at,
                        message(late),
                        "pass it to another stage, read it in 'when { }', or put it into 'sh'");
            case MissingMethodException m ->
                Problem.of(
                        "script-error",
                        at,
                        "no method '" + m.getMethod() + "' for " + name(m.getType()) + " with "
                                + arguments(m.getArguments()),
                        "");
            case MissingPropertyException m ->
                Problem.of("script-error", at, "no property '" + m.getProperty() + "' in " + name(m.getType()), "");
            case NullPointerException n ->
                Problem.of("script-error", at, "the script uses a value that is not there (null)", "");
            case StackOverflowError s -> Problem.of("script-error", at, "the script calls itself without end", "");
            case AssertionError a ->
                Problem.of(
                        "script-error",
                        at,
                        "assertion failed: "
                                + message(a)
                                        .replaceFirst("^assert ", "")
                                        .lines()
                                        .findFirst()
                                        .orElse("")
                                        .strip(),
                        "");
            default -> Problem.of("script-error", at, message(e), "");
        };
    }

    private static String message(Throwable e) {
        var message = e.getMessage();
        return message == null || message.isBlank()
                ? "the script threw a " + e.getClass().getSimpleName()
                : message.strip();
    }

    private static String name(Class<?> type) {
        return ScriptBase.class.isAssignableFrom(type) ? "the script" : "a " + type.getSimpleName();
    }

    private static String arguments(Object[] arguments) {
        if (arguments.length == 0) return "no arguments";
        return String.join(
                ", ",
                Arrays.stream(arguments)
                        .map(a -> a == null ? "null" : "a " + a.getClass().getSimpleName())
                        .toList());
    }
}
