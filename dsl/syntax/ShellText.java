package dsl.syntax;

import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.expr.*;

/** The rules for a command's text: whatever would mix its words with its values is a problem. */
public final class ShellText {
    public static final String HINT = "write it as one text with ${}: the values are quoted for you";

    private static final String UNQUOTED = "drop the quotes: values are quoted for you";

    private ShellText() {}

    /** @param e what is given to {@code sh} */
    public static void check(Expression e, Problems problems) {
        switch (e) {
            case GStringExpression g -> text(g, problems);
            case BinaryExpression b
            when Set.of("+", "<<").contains(b.getOperation().getText()) ->
                mixed(b, b.getOperation().getText(), problems);
            case MethodCallExpression c
            when c.getObjectExpression() instanceof GStringExpression
                    || c.getObjectExpression() instanceof ConstantExpression ->
                mixed(c.getMethod(), c.getMethodAsString(), problems);
            default -> {}
        }
    }

    private static void mixed(Expression at, String by, Problems problems) {
        problems.add("shell-text", at, HINT, "{} would mix the command with its values", by);
    }

    private static void text(GStringExpression text, Problems problems) {
        var quotes = new Quotes();
        var literals = text.getStrings();
        List<Expression> values = text.getValues();
        for (int i = 0; i < values.size(); i++) {
            quotes.read(String.valueOf(literals.get(i).getValue()));
            var value = values.get(i);
            if (value instanceof ClosureExpression)
                problems.add("shell-text", value, "write '${}'", "{} is read too late for a command", "${->}");
            if (quotes.open() != 0)
                problems.add("quoted-value", value, UNQUOTED, "{} stands inside %s quotes", "${}", quotes.open());
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
