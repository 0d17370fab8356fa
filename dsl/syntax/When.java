package dsl.syntax;

import dsl.word.Condition;
import java.util.List;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.expr.*;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Makes data of {@code when { }}: a list of an operator and its operands, as {@link Condition#of} reads it. */
public final class When {
    private static final String HINT = "a condition compares outputs and values: == != < > <= >= in && || !";

    private When() {}

    /** @param operand transforms an operand as any other expression */
    public static Expression data(ClosureExpression block, Problems problems, UnaryOperator<Expression> operand) {
        var expression = single(block.getCode());
        if (expression != null) return data(expression, problems, operand);
        problems.add("condition", block, HINT, "{} takes one condition", "when");
        return new ConstantExpression(true);
    }

    private static @org.jspecify.annotations.Nullable Expression single(Statement code) {
        return switch (code) {
            case BlockStatement b ->
                b.getStatements().size() == 1 ? single(b.getStatements().get(0)) : null;
            case ExpressionStatement e -> e.getExpression();
            case ReturnStatement r -> r.getExpression();
            default -> null;
        };
    }

    private static Expression data(Expression e, Problems problems, UnaryOperator<Expression> operand) {
        return switch (e) {
            case BinaryExpression b -> binary(b, problems, operand);
            case NotExpression n -> list("!", data(n.getExpression(), problems, operand));
            case BooleanExpression b -> data(b.getExpression(), problems, operand);
            case MethodCallExpression c -> {
                problems.add("condition", c, HINT, "a condition calls nothing");
                yield e;
            }
            default -> list("truth", operand.apply(e));
        };
    }

    private static Expression binary(BinaryExpression b, Problems problems, UnaryOperator<Expression> operand) {
        var operator = b.getOperation().getText();
        var left = b.getLeftExpression();
        var right = b.getRightExpression();
        if (operator.equals("&&") || operator.equals("||"))
            return list(operator, data(left, problems, operand), data(right, problems, operand));
        if (!Condition.operators().contains(operator))
            problems.add("condition", b, HINT, "{} cannot stand in a condition", operator);
        for (var side : List.of(left, right))
            if (side instanceof MethodCallExpression)
                problems.add("condition", side, HINT, "a condition calls nothing");
        return list(operator, operand.apply(left), operand.apply(right));
    }

    private static ListExpression list(String operator, Expression... operands) {
        var list = new ListExpression();
        list.addExpression(new ConstantExpression(operator));
        for (var o : operands) list.addExpression(o);
        return list;
    }
}
