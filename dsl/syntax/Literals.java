package dsl.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.*;

/** The value of an expression that is all literals. */
public final class Literals {
    private Literals() {}

    public static Optional<Object> value(Expression e) {
        return switch (e) {
            case ConstantExpression c -> Optional.ofNullable(c.getValue());
            case UnaryMinusExpression u -> value(u.getExpression()).map(v -> v instanceof Integer i ? -i : v);
            case MapExpression m -> map(m);
            case ListExpression l -> list(l);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> list(ListExpression list) {
        var values = new ArrayList<Object>();
        for (var item : list.getExpressions()) {
            var value = value(item);
            if (value.isEmpty()) return Optional.empty();
            values.add(value.get());
        }
        return Optional.of(values);
    }

    private static Optional<Object> map(MapExpression map) {
        var values = new LinkedHashMap<Object, Object>();
        for (var entry : map.getMapEntryExpressions()) {
            var key = value(entry.getKeyExpression());
            var value = value(entry.getValueExpression());
            if (key.isEmpty() || value.isEmpty()) return Optional.empty();
            values.put(key.get(), value.get());
        }
        return Optional.of(values);
    }
}
