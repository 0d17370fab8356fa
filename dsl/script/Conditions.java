package dsl.script;

import dsl.word.Condition;
import dsl.word.Value;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.expr.*;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Makes data of {@code when { }}: at load a list of operators and operands, at plan a {@link Condition}. */
final class Conditions {
    private static final String HINT = "a condition compares outputs and values: == != < > <= >= in && || !";

    private Conditions() {}

    /** @param operand transforms an operand as any other expression */
    static Expression data(ClosureExpression block, Problems problems, UnaryOperator<Expression> operand) {
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

    /** @param value turns what the script gave into a plan's value */
    static Condition of(Object data, Function<Object, Value> value) {
        if (!(data instanceof List<?> list)) return new Condition.Truth(new Value.Known(data));
        var operator = String.valueOf(list.get(0));
        var left = Objects.requireNonNull(list.get(1));
        var right = Objects.requireNonNull(list.get(list.size() - 1));
        return switch (operator) {
            case "&&" -> new Condition.And(of(left, value), of(right, value));
            case "||" -> new Condition.Or(of(left, value), of(right, value));
            case "!" -> new Condition.Not(of(left, value));
            case "truth" -> new Condition.Truth(value.apply(left));
            default -> new Condition.Compare(operator, value.apply(left), value.apply(right));
        };
    }
}
