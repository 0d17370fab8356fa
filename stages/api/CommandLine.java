package stages.api;

import java.util.List;

/** What {@code sh} runs. */
public sealed interface CommandLine {
    /** An argument vector: no shell. */
    record Arguments(List<String> argv) implements CommandLine {
        public Arguments {
            argv = List.copyOf(argv);
        }
    }

    /**
     * Shell text with its values kept apart, {@code literals.size() == values.size() + 1}. Each value is one word of the
     * command, whatever it holds.
     */
    record Shell(List<String> literals, List<String> values) implements CommandLine {
        public Shell {
            literals = List.copyOf(literals);
            values = List.copyOf(values);
        }

        /** The text for {@code sh -c}, each value in single quotes (POSIX 2.2.2). */
        public String quoted() {
            var text = new StringBuilder(literals.get(0));
            for (int i = 0; i < values.size(); i++)
                text.append('\'')
                        .append(values.get(i).replace("'", "'\\''"))
                        .append('\'')
                        .append(literals.get(i + 1));
            return text.toString();
        }
    }
}
