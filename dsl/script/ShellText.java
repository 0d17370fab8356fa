package dsl.script;

import java.util.List;
import org.codehaus.groovy.ast.expr.*;

/** The rules for a command's text: whatever would mix its words with its values is a problem. */
final class ShellText {
    static final String HINT = "write it as one text with ${}: the values are quoted for you";

    private ShellText() {}

    /** @param e what is given to {@code sh} */
    static void check(Expression e, Problems problems) {
        switch (e) {
            case GStringExpression g -> text(g, problems);
            case BinaryExpression b -> {
                if (b.getOperation().getText().equals("+")
                        || b.getOperation().getText().equals("<<"))
                    problems.add(
                            "shell-text",
                            b,
                            "'" + b.getOperation().getText() + "' would mix the command with its values",
                            HINT);
            }
            case MethodCallExpression c -> {
                if (c.getObjectExpression() instanceof GStringExpression
                        || c.getObjectExpression() instanceof ConstantExpression)
                    problems.add(
                            "shell-text",
                            c.getMethod(),
                            "'" + c.getMethodAsString() + "' would mix the command with its values",
                            HINT);
            }
            default -> {}
        }
    }

    private static void text(GStringExpression text, Problems problems) {
        var quotes = new Quotes();
        var literals = text.getStrings();
        List<Expression> values = text.getValues();
        for (int i = 0; i < values.size(); i++) {
            quotes.read(String.valueOf(literals.get(i).getValue()));
            var value = values.get(i);
            if (value instanceof ClosureExpression)
                problems.add("shell-text", value, "'${->}' is read too late for a command", "write '${}'");
            if (quotes.open() != 0)
                problems.add(
                        "quoted-value",
                        value,
                        "'${}' stands inside " + quotes.open() + " quotes",
                        "drop the quotes: values are quoted for you");
        }
    }

    /** Follows the quotes of POSIX shell text (2.2), comments and here-documents apart. */
    private static final class Quotes {
        private char open;
        private boolean escaped;

        void read(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (escaped) escaped = false;
                else if (c == '\\' && open != '\'') escaped = true;
                else if (open == 0 && (c == '\'' || c == '"' || c == '`')) open = c;
                else if (c == open) open = 0;
            }
        }

        char open() {
            return open;
        }
    }
}
