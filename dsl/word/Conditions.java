package dsl.word;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stages.api.StageFailure;

/** Answers a condition, once the tasks that it names have ended. */
public record Conditions(Function<Value.Output, Object> outputs) {
    public boolean holds(Condition condition) {
        return switch (condition) {
            case Condition.And a -> holds(a.left()) && holds(a.right());
            case Condition.Or o -> holds(o.left()) || holds(o.right());
            case Condition.Not n -> !holds(n.inner());
            case Condition.Truth t -> truth(value(t.value()));
            case Condition.Compare c -> compare(c, value(c.left()), value(c.right()));
        };
    }

    private @Nullable Object value(Value value) {
        return plain(Resolution.resolve(value, outputs));
    }

    /** Numbers by their value; what is neither a number, a truth, nor a collection as its text. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> o -> plain(o.orElse(null));
            case Number n -> new BigDecimal(n.toString()).stripTrailingZeros();
            case Boolean b -> b;
            case Collection<?> c -> c.stream().map(Conditions::plain).toList();
            case Map<?, ?> m -> m.keySet().stream().map(Conditions::plain).toList();
            default -> value.toString();
        };
    }

    private static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case BigDecimal n -> n.signum() != 0;
            case Collection<?> c -> !c.isEmpty();
            default -> !value.toString().isEmpty();
        };
    }

    private static boolean compare(Condition.Compare condition, @Nullable Object left, @Nullable Object right) {
        return switch (condition.operator()) {
            case "==" -> java.util.Objects.equals(left, right);
            case "!=" -> !java.util.Objects.equals(left, right);
            case "in" -> right instanceof Collection<?> all && all.contains(left);
            case "<" -> order(condition, left, right) < 0;
            case ">" -> order(condition, left, right) > 0;
            case "<=" -> order(condition, left, right) <= 0;
            default -> order(condition, left, right) >= 0;
        };
    }

    private static int order(Condition condition, @Nullable Object left, @Nullable Object right) {
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) return a.compareTo(b);
        if (left instanceof String a && right instanceof String b) return a.compareTo(b);
        throw new StageFailure("'" + condition.text() + "' compares '" + left + "' with '" + right + "'");
    }
}
