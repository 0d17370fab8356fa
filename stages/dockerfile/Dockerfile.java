package stages.dockerfile;

import java.util.*;
import java.util.regex.Pattern;

/**
 * The instructions of a Dockerfile, as BuildKit's front end parts them: parser directives, comments, continuation lines,
 * heredocs. What they mean is for {@link BuildStages}.
 *
 * @param escape the escape character, {@code \} or {@code `}
 * @param syntax image of another front end, where a {@code # syntax=} directive names one
 */
record Dockerfile(List<Instruction> instructions, char escape, Optional<String> syntax) {
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*[a-zA-Z][a-zA-Z0-9]*\\s*=.*\\S.*");
    private static final Pattern HEREDOC = Pattern.compile("\\d*<<-?[^<]+");
    private static final Set<String> DIRECTIVES = Set.of("syntax", "escape", "check");
    private static final Set<String> WITH_HEREDOC = Set.of("run", "copy", "add");

    Dockerfile {
        instructions = List.copyOf(instructions);
    }

    static Dockerfile parse(String text) {
        return new Reader(text).read();
    }

    /** Reads line by line; {@code at} is the index of the next line. */
    private static final class Reader {
        private final List<String> lines;
        private final List<Instruction> instructions = new ArrayList<>();
        private int at;
        private char escape = '\\';
        private Optional<String> syntax = Optional.empty();

        Reader(String text) {
            this.lines = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        }

        Dockerfile read() {
            directives();
            while (at < lines.size()) {
                int line = at + 1;
                String text = logicalLine();
                if (!text.isBlank()) {
                    var instruction = Instruction.of(text, escape, line);
                    instructions.add(instruction);
                    skipHeredocs(instruction);
                }
            }
            return new Dockerfile(instructions, escape, syntax);
        }

        /** Directives are the first lines, up to one that is none. */
        private void directives() {
            if (!lines.isEmpty() && lines.get(0).startsWith("#!")) {
                at++;
            }
            for (; at < lines.size(); at++) {
                String[] directive = lines.get(at)
                        .substring(Math.min(1, lines.get(at).length()))
                        .split("=", 2);
                String name = directive[0].strip().toLowerCase(Locale.ROOT);
                if (!DIRECTIVE.matcher(lines.get(at)).matches() || !DIRECTIVES.contains(name)) {
                    return;
                }
                String value = directive[1].strip();
                switch (name) {
                    case "escape" -> escape = value.charAt(0);
                    case "syntax" -> syntax = Optional.of(value);
                    default -> {
                        // 'check' configures the linter
                    }
                }
            }
        }

        /** The next instruction, its continuation lines joined; empty for a blank line or a comment. */
        private String logicalLine() {
            var text = new StringBuilder();
            boolean begun = false;
            while (at < lines.size()) {
                String line = lines.get(at++);
                boolean nothing = line.isBlank() || line.strip().startsWith("#");
                if (nothing && !begun) {
                    return "";
                }
                if (!nothing) {
                    begun = true;
                    String trimmed = line.stripTrailing();
                    if (!isContinued(trimmed)) {
                        return text.append(line).toString().strip();
                    }
                    text.append(trimmed, 0, trimmed.length() - 1);
                }
            }
            return text.toString().strip();
        }

        private boolean isContinued(String line) {
            int last = line.length() - 1;
            return line.charAt(last) == escape && (last == 0 || line.charAt(last - 1) != escape);
        }

        private void skipHeredocs(Instruction instruction) {
            var inner = instruction.triggered(escape).orElse(instruction);
            if (!WITH_HEREDOC.contains(inner.keyword())) {
                return;
            }
            Deque<String> open = new ArrayDeque<>();
            for (String word : Instruction.words(inner.arguments(), escape)) {
                if (isHeredoc(word)) {
                    open.add(word.substring(word.indexOf("<<") + 2).replaceAll("[\"']", ""));
                }
            }
            while (!open.isEmpty() && at < lines.size()) {
                String line = lines.get(at++);
                boolean indented = open.element().startsWith("-");
                String end = indented ? "-" + line.replaceFirst("^\\t+", "") : line;
                if (end.equals(open.element())) {
                    open.remove();
                }
            }
        }
    }

    /** Tells whether a word of {@code COPY}, {@code ADD} or {@code RUN} begins a heredoc. */
    static boolean isHeredoc(String word) {
        return HEREDOC.matcher(word).matches();
    }
}
