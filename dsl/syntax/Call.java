package dsl.syntax;

import java.util.*;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.*;

/**
 * A call as it stands in a script: {@code name key: value, value { block }}.
 *
 * @param at its name
 * @param keys where the name of each named value stands
 */
public record Call(
        Expression at,
        String name,
        Map<String, Expression> named,
        Map<String, Expression> keys,
        List<Expression> positional,
        Optional<ClosureExpression> block) {

    public static Call of(MethodCallExpression c, Problems problems) {
        var call = new Call(
                c.getMethod(),
                String.valueOf(c.getMethodAsString()),
                new LinkedHashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                Optional.empty());
        var arguments = ((TupleExpression) c.getArguments()).getExpressions();
        for (int i = 0; i < arguments.size(); i++) {
            var e = arguments.get(i);
            if (i == 0 && e instanceof MapExpression m && isPairs(m, problems)) call.add(m);
            else if (i == arguments.size() - 1 && e instanceof ClosureExpression b) return call.with(b);
            else call.positional.add(e);
        }
        return call;
    }

    /** A word alone, which is {@code true}. */
    public static Call flag(VariableExpression v) {
        return new Call(v, v.getName(), Map.of(), Map.of(), List.of(ConstantExpression.TRUE), Optional.empty());
    }

    /** Whether it is {@code name: value} of a call rather than a map in brackets. */
    private static boolean isPairs(MapExpression m, Problems problems) {
        var entries = m.getMapEntryExpressions();
        return m instanceof NamedArgumentListExpression
                || !entries.isEmpty()
                        && !problems.between(m, entries.get(0).getKeyExpression())
                                .strip()
                                .equals("[");
    }

    private void add(MapExpression map) {
        for (var entry : map.getMapEntryExpressions()) {
            named.put(entry.getKeyExpression().getText(), entry.getValueExpression());
            keys.put(entry.getKeyExpression().getText(), entry.getKeyExpression());
        }
    }

    private Call with(ClosureExpression b) {
        return new Call(at, name, named, keys, positional, Optional.of(b));
    }

    public boolean isSpread() {
        return positional.stream().anyMatch(SpreadExpression.class::isInstance);
    }

    public boolean isEmpty() {
        return named.isEmpty() && positional.isEmpty() && block.isEmpty();
    }

    /** Its named values as a map. */
    public MapExpression pairs() {
        var map = new MapExpression();
        named.forEach((k, v) -> {
            map.addMapEntryExpression(new ConstantExpression(k), v);
            map.setSourcePosition(v);
        });
        return map;
    }

    /** The names of all that is called within its block. */
    public Set<String> calledWithin() {
        var names = new HashSet<String>();
        block.ifPresent(b -> b.getCode().visit(new CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression c) {
                names.add(String.valueOf(c.getMethodAsString()));
                super.visitMethodCallExpression(c);
            }
        }));
        return names;
    }

    /** {@code this.word(place, name, named, positional, block)}; a place is {@code line << 12 | column}. */
    public MethodCallExpression rewritten(UnaryOperator<Expression> value) {
        var named = new Call(at, name, new LinkedHashMap<>(this.named), keys, positional, block);
        named.named.replaceAll((k, v) -> value.apply(v));
        var place = at.getLineNumber() << 12 | Math.min(at.getColumnNumber(), 4095);
        return method(
                "word",
                at,
                new ConstantExpression(place),
                new ConstantExpression(name),
                named.pairs(),
                new ListExpression(positional.stream().map(value).toList()),
                block.<Expression>map(Call::free).orElse(ConstantExpression.NULL));
    }

    /** A block without parameters has none at all, not even {@code it}. */
    private static ClosureExpression free(ClosureExpression block) {
        if (block.isParameterSpecified()) return block;
        var result = new ClosureExpression(null, block.getCode());
        result.setVariableScope(block.getVariableScope());
        result.setSourcePosition(block);
        return result;
    }

    /** The same, with one more value in the place of its block. */
    public Call withoutBlock(Expression more) {
        var all = new ArrayList<>(positional);
        all.add(more);
        return new Call(at, name, named, keys, all, Optional.empty());
    }

    /** {@code this.method(arguments)}. */
    public static MethodCallExpression method(String method, Expression at, Expression... arguments) {
        var call = new MethodCallExpression(
                VariableExpression.THIS_EXPRESSION, method, new ArgumentListExpression(arguments));
        call.setSourcePosition(at);
        call.setImplicitThis(false);
        return call;
    }
}
