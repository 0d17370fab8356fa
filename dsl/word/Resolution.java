package dsl.word;

import java.lang.reflect.InvocationTargetException;
import java.util.*;
import java.util.function.Function;
import stages.api.CommandLine;

/** From a plan's values to the values of a record, once the tasks they name have run. */
public final class Resolution {
    private Resolution() {}

    /** @param outputs gives what an output stands for */
    public static Object resolve(Value value, Function<Value.Output, Object> outputs) {
        return switch (value) {
            case Value.Known k -> k.value();
            case Value.Output o -> outputs.apply(o);
            case Value.Maybe m -> maybe(resolve(m.value(), outputs));
            case Value.Many m -> many(m, outputs);
            case Value.Arguments a ->
                new CommandLine.Arguments(a.argv().stream()
                        .map(v -> String.valueOf(resolve(v, outputs)))
                        .toList());
            case Value.Named n -> {
                var map = new LinkedHashMap<String, Object>();
                n.entries().forEach((k, v) -> map.put(k, resolve(v, outputs)));
                yield map;
            }
            case Value.Shell s ->
                new CommandLine.Shell(
                        s.literals(),
                        s.values().stream()
                                .map(v -> String.valueOf(resolve(v, outputs)))
                                .toList());
        };
    }

    /** What a stage yields may be absent too. */
    private static Optional<?> maybe(Object value) {
        return value instanceof Optional<?> there ? there : Optional.of(value);
    }

    private static Object many(Value.Many many, Function<Value.Output, Object> outputs) {
        var items = many.items().stream().map(v -> resolve(v, outputs)).toList();
        return many.set() ? new LinkedHashSet<>(items) : items;
    }

    /** Follows names of outputs from a result inwards. */
    public static Object follow(Object result, List<String> path) {
        var at = result;
        for (var name : path) at = read(at, name);
        return at;
    }

    private static Object read(Object of, String name) {
        if (of instanceof Outputs custom) return custom.output(name);
        try {
            var method = of.getClass().getMethod(name);
            method.setAccessible(true);
            return Objects.requireNonNull(method.invoke(of));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("output '" + name + "' could not be read", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "no output '" + name + "' in " + of.getClass().getName(), e);
        }
    }

    /** A result whose outputs are no components. */
    public interface Outputs {
        Object output(String name);
    }
}
