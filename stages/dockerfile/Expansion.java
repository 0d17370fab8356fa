package stages.dockerfile;

import java.util.Optional;
import java.util.function.Function;

/**
 * A word of a Dockerfile with its variables replaced and its quotes removed.
 *
 * @param missing the first variable that has no value that could be told here
 */
public record Expansion(String text, Optional<String> missing) {

    /** @param values of variables; empty where one cannot be told */
    public static Expansion of(String word, char escape, Function<String, Optional<String>> values) {
        return new Expander(word, escape, values).expand();
    }

    private static final class Expander {
        private final String word;
        private final char escape;
        private final Function<String, Optional<String>> values;
        private final StringBuilder text = new StringBuilder();
        private Optional<String> missing = Optional.empty();
        private int at;
        private boolean quoted;

        Expander(String word, char escape, Function<String, Optional<String>> values) {
            this.word = word;
            this.escape = escape;
            this.values = values;
        }

        Expansion expand() {
            while (at < word.length()) {
                char c = word.charAt(at++);
                if (c == '\'' && !quoted) {
                    literal();
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == '$') {
                    variable();
                } else if (c == escape && at < word.length()) {
                    text.append(word.charAt(at++));
                } else {
                    text.append(c);
                }
            }
            return new Expansion(text.toString(), missing);
        }

        private void literal() {
            int end = word.indexOf('\'', at);
            int to = end < 0 ? word.length() : end;
            text.append(word, at, to);
            at = Math.min(word.length(), to + 1);
        }

        private void variable() {
            boolean braces = at < word.length() && word.charAt(at) == '{';
            int start = braces ? at + 1 : at;
            int end = start;
            while (end < word.length() && isName(word.charAt(end), end == start)) {
                end++;
            }
            String name = word.substring(start, end);
            if (name.isEmpty() && !braces) {
                text.append('$');
                return;
            }
            int close = braces ? closingBrace(end) : end;
            String modifier = braces ? word.substring(end, close) : "";
            at = braces ? Math.min(word.length(), close + 1) : end;
            replace(name, modifier);
        }

        /** {@code ${name:-word}} and its siblings; of others, such as {@code ${name#pattern}}, nothing can be told. */
        private void replace(String name, String modifier) {
            Optional<String> value = values.apply(name);
            boolean colon = modifier.startsWith(":");
            String operator = modifier.substring(colon ? 1 : 0);
            boolean set = value.isPresent() && !(colon && value.get().isEmpty());
            if (operator.startsWith("-")) {
                append(set ? value : nested(operator), name);
            } else if (operator.startsWith("+")) {
                append(set ? nested(operator) : Optional.of(""), name);
            } else if (operator.isEmpty() || operator.startsWith("?")) {
                append(value, name);
            } else {
                append(Optional.empty(), name);
            }
        }

        private Optional<String> nested(String operator) {
            Expansion inner = of(operator.substring(1), escape, values);
            return inner.missing().isPresent() ? Optional.empty() : Optional.of(inner.text());
        }

        private void append(Optional<String> value, String name) {
            value.ifPresent(text::append);
            if (value.isEmpty() && missing.isEmpty()) {
                missing = Optional.of(name);
            }
        }

        private int closingBrace(int from) {
            int depth = 1;
            for (int i = from; i < word.length(); i++) {
                if (word.charAt(i) == '{') {
                    depth++;
                } else if (word.charAt(i) == '}' && --depth == 0) {
                    return i;
                }
            }
            return word.length();
        }

        private static boolean isName(char c, boolean first) {
            return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !first && c >= '0' && c <= '9';
        }
    }
}
