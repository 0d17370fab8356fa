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
            case MissingPropertyException m
            when Character.isUpperCase(m.getProperty().charAt(0)) ->
                Problem.of(
                        "script-error",
                        at,
                        "unknown type '" + m.getProperty() + "'",
                        "known are those of Java and Groovy, and what stages take and yield, such as Image and Sbom");
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
            case java.io.IOException i ->
                Problem.of("script-error", at, i.getClass().getSimpleName() + ": " + message(i), "");
            case UnsupportedOperationException u ->
                Problem.of(
                        "script-error",
                        at,
                        "the script changes what cannot be changed",
                        "declare a variable of its own");
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
