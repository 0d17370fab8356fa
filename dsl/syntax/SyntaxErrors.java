package dsl.syntax;

import dsl.model.Location;
import dsl.model.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Groovy's own errors, as a person would say them. */
final class SyntaxErrors {
    private SyntaxErrors() {}

    static List<Problem> of(MultipleCompilationErrorsException e, String file, String text) {
        var problems = new ArrayList<Problem>();
        for (var message : e.getErrorCollector().getErrors())
            if (message instanceof SyntaxErrorMessage s) problems.add(of(s.getCause(), file, text));
            else problems.add(other(message, file));
        return problems;
    }

    private static Problem other(Message message, String file) {
        var large = message instanceof ExceptionMessage e
                && e.getCause().getClass().getSimpleName().equals("MethodTooLargeException");
        return large
                ? Problem.of(
                        "too-large",
                        Location.of(file),
                        "a block of the script is too large for the JVM",
                        "move parts of it into helper methods, or make them in a loop")
                : Problem.of(
                        "syntax",
                        Location.of(file),
                        "the script cannot be read: " + message.getClass().getSimpleName(),
                        "");
    }

    private static Problem of(SyntaxException e, String file, String text) {
        var message = e.getOriginalMessage().strip();
        var at = new Location(file, Math.max(1, e.getLine()), Math.max(1, e.getStartColumn()));
        if (!message.startsWith("Unexpected")
                && !message.startsWith("Missing")
                && !message.contains("token recognition")) return Problem.of("groovy", at, firstLine(message), "");
        return new Brackets(file, text)
                .unbalanced()
                .orElseGet(() -> Problem.of("syntax", at, "unexpected " + token(text, at), ""));
    }

    private static String firstLine(String message) {
        var line = message.lines().findFirst().orElse("").strip();
        if (line.startsWith("unable to resolve class"))
            return "unknown class '"
                    + line.substring("unable to resolve class".length()).strip() + "'";
        return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    private static String token(String text, Location at) {
        var lines = text.split("\n", -1);
        if (at.line() > lines.length) return "end of the script";
        var rest = lines[at.line() - 1]
                .substring(Math.min(at.column() - 1, lines[at.line() - 1].length()))
                .strip();
        if (rest.isEmpty()) return "end of the line";
        var word = rest.split("(?<=\\W)|(?=\\W)", 2)[0];
        return "'" + (word.isEmpty() ? rest.substring(0, 1) : word) + "'";
    }

    /**
     * Finds the bracket or quote that is never closed. Where a closing bracket stands further left than the line that
     * opened the innermost block, an inner one was forgotten: that one is named.
     */
    private static final class Brackets {
        private record Open(char bracket, int line, int column, int indent) {}

        private final String file;
        private final String text;
        private final ArrayDeque<Open> open = new ArrayDeque<>();
        private int line = 1;
        private int start;

        Brackets(String file, String text) {
            this.file = file;
            this.text = text;
        }

        Optional<Problem> unbalanced() {
            for (int i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                if (c == '\n') {
                    line++;
                    start = i + 1;
                } else if (text.startsWith("//", i)) i = until("\n", i) - 1;
                else if (text.startsWith("/*", i)) i = skip(i, until("*/", i + 2) + 1);
                else if (c == '"' || c == '\'') {
                    var end = quoted(i, c);
                    if (end < 0) return problem("the text that begins here is never closed", line, i - start + 1);
                    i = skip(i, end);
                } else if ("([{".indexOf(c) >= 0) open.push(new Open(c, line, i - start + 1, indent()));
                else if (")]}".indexOf(c) >= 0) {
                    var wrong = close(c, i);
                    if (wrong.isPresent()) return wrong;
                }
            }
            if (open.isEmpty()) return Optional.empty();
            var last = open.getFirst();
            return problem("'" + last.bracket() + "' is never closed", last.line(), last.column());
        }

        private Optional<Problem> close(char c, int i) {
            if (open.isEmpty()) return problem("'" + c + "' closes nothing", line, i - start + 1);
            var last = open.pop();
            var first = text.substring(start, i).isBlank();
            if (c != "}])".charAt("{[(".indexOf(last.bracket())) || first && last.indent() > indent())
                return problem("'" + last.bracket() + "' is never closed", last.line(), last.column());
            return Optional.empty();
        }

        private int indent() {
            int i = start;
            while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) i++;
            return i - start;
        }

        private int quoted(int from, char quote) {
            var triple = String.valueOf(quote).repeat(3);
            if (text.startsWith(triple, from)) {
                var end = text.indexOf(triple, from + 3);
                return end < 0 ? -1 : end + 2;
            }
            for (int i = from + 1; i < text.length() && text.charAt(i) != '\n'; i++)
                if (text.charAt(i) == '\\') i++;
                else if (text.charAt(i) == quote) return i;
            return -1;
        }

        private int until(String end, int from) {
            var found = text.indexOf(end, from);
            return found < 0 ? text.length() : found;
        }

        private int skip(int from, int to) {
            for (int i = from; i < Math.min(to, text.length()); i++)
                if (text.charAt(i) == '\n') {
                    line++;
                    start = i + 1;
                }
            return to;
        }

        private Optional<Problem> problem(String message, int atLine, int column) {
            return Optional.of(Problem.of("syntax", new Location(file, atLine, column), message, ""));
        }
    }
}
