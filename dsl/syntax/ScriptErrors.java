package dsl.syntax;

import dsl.model.Location;
import dsl.model.Problem;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.io.IOException;
import java.util.Arrays;

/** What a script threw, as a problem at its line. */
public final class ScriptErrors {
    private ScriptErrors() {}

    public static Problem of(Throwable e, String file) {
        var at = new Location(file, line(e), 0);
        return e instanceof LateUse
                ? Problem.of("late-value", at, message(e), LateUse.HINT)
                : Problem.of("script-error", at, what(e), hint(e));
    }

    /** Where in a script an exception came from. */
    private static int line(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(f -> f.getClassName().startsWith("Script_") && f.getLineNumber() > 0)
                .findFirst()
                .map(StackTraceElement::getLineNumber)
                .orElse(0);
    }

    private static String what(Throwable e) {
        return switch (e) {
            case MissingMethodException m ->
                "no method '" + m.getMethod() + "' for " + name(m.getType()) + " with " + arguments(m.getArguments());
            case MissingPropertyException m when isType(m) -> "unknown type '" + m.getProperty() + "'";
            case MissingPropertyException m -> "no property '" + m.getProperty() + "' in " + name(m.getType());
            case NullPointerException n -> "the script uses a value that is not there (null)";
            case StackOverflowError s -> "the script calls itself without end";
            case AssertionError a ->
                "assertion failed: "
                        + message(a)
                                .replaceFirst("^assert ", "")
                                .lines()
                                .findFirst()
                                .orElse("")
                                .strip();
            case IOException i -> i.getClass().getSimpleName() + ": " + message(i);
            case UnsupportedOperationException u -> "the script changes what cannot be changed";
            default -> message(e);
        };
    }

    private static String hint(Throwable e) {
        return switch (e) {
            case MissingPropertyException m
            when isType(m) ->
                "known are those of Java and Groovy, and what stages take and yield, such as Image and Sbom";
            case UnsupportedOperationException u -> "declare a variable of its own";
            default -> "";
        };
    }

    private static boolean isType(MissingPropertyException e) {
        return Character.isUpperCase(e.getProperty().charAt(0));
    }

    private static String message(Throwable e) {
        var message = e.getMessage();
        return message == null || message.isBlank()
                ? "the script threw a " + e.getClass().getSimpleName()
                : message.strip();
    }

    private static String name(Class<?> type) {
        return Script.class.isAssignableFrom(type) ? "the script" : article(type);
    }

    private static String arguments(Object[] arguments) {
        if (arguments.length == 0) return "no arguments";
        return String.join(
                ", ",
                Arrays.stream(arguments)
                        .map(a -> a == null ? "null" : article(a.getClass()))
                        .toList());
    }

    private static String article(Class<?> type) {
        return ("AEIO".indexOf(type.getSimpleName().charAt(0)) < 0 ? "a " : "an ") + type.getSimpleName();
    }
}
