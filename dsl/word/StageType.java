package dsl.word;

import java.lang.reflect.*;
import java.util.*;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stages.api.*;

/**
 * A word of the language that does something: a stage or a fact. Derived once, from a record or from a custom stage's
 * file; help, checks, conversion and keys come from here.
 *
 * @param yields type of what it yields
 * @param part type of what it yields for one platform, where it works on one at a time
 * @param outputs what scripts can read of the result, by name
 * @param late whether it has inputs that are known only just before it runs
 * @param code identifies the implementation: the class name, or the digest of a custom stage's text
 * @param make makes the record from a value for each parameter
 */
public record StageType(
        String word,
        Kind kind,
        String help,
        List<Parameter> parameters,
        Type yields,
        Optional<Class<?>> part,
        Map<String, Type> outputs,
        List<Uses> uses,
        int engineSlots,
        int memory,
        boolean late,
        String code,
        Function<Map<String, Object>, Object> make) {
    /** What the runner may do with it. */
    public enum Kind {
        /** Evaluated while planning. */
        FACT,
        /** May be restored. */
        CACHED,
        /** Runs each time. */
        PLAIN,
        /** Looks at the world first. */
        EFFECT
    }

    /** @throws IllegalArgumentException where the class is no stage: a mistake of its author, who is told what is missing */
    public static StageType of(Class<?> type) {
        if (!type.isRecord()) throw mistake(type, "it must be a record");
        var word = type.getAnnotation(Word.class);
        if (word == null) throw mistake(type, "it lacks @Word");
        var fact = Fact.class.isAssignableFrom(type);
        if (!fact && !Stage.class.isAssignableFrom(type)) throw mistake(type, "it implements neither Stage nor Fact");
        var perPlatform = argumentsOf(type, PerPlatform.class);
        var yields =
                fact ? argumentsOf(type, Fact.class)[0] : perPlatform.length == 2 ? perPlatform[1] : stageResult(type);
        var takes = type.getAnnotation(Takes.class);
        return new StageType(
                word.value(),
                kindOf(type, fact),
                Optional.ofNullable(type.getAnnotation(Help.class))
                        .map(Help::value)
                        .orElse(""),
                Parameter.of(type.asSubclass(Record.class)),
                yields,
                perPlatform.length == 2 ? Optional.of(Parameter.raw(perPlatform[0])) : Optional.empty(),
                outputsOf(Parameter.raw(yields)),
                List.of(type.getAnnotationsByType(Uses.class)),
                takes == null ? 0 : takes.engine(),
                takes == null ? 0 : takes.memory(),
                LateInputs.class.isAssignableFrom(type),
                type.getName(),
                values -> construct(type, values));
    }

    /** All of it that a compiled script depends on. A record's own text would cost a start 40 ms. */
    public String identity() {
        var text = new StringBuilder(word).append(code).append(outputs);
        for (var p : parameters)
            text.append(p.name())
                    .append(p.type())
                    .append(p.standard())
                    .append(p.policy())
                    .append(p.holds())
                    .append(p.block());
        return text.toString();
    }

    public boolean fact() {
        return kind == Kind.FACT;
    }

    public Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** @param path names of outputs, from the result inwards; {@code Object} where one is not known */
    public Type yields(List<String> path) {
        var type = yields;
        var at = outputs;
        for (var name : path) {
            type = at.getOrDefault(name, Object.class);
            at = type instanceof Class<?> c ? outputsOf(c) : Map.of();
        }
        return type;
    }

    /** The name of what it yields, as scripts and messages know it. */
    public String yieldsName() {
        return Parameter.raw(yields).getSimpleName();
    }

    /** Components and methods marked {@link Output}, of a record. */
    public static Map<String, Type> outputsOf(Class<?> result) {
        var outputs = new LinkedHashMap<String, Type>();
        if (!result.isRecord()) return outputs;
        for (RecordComponent c : Objects.requireNonNull(result.getRecordComponents()))
            outputs.put(c.getName(), c.getGenericType());
        Arrays.stream(result.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Output.class))
                .sorted(java.util.Comparator.comparing(java.lang.reflect.Method::getName))
                .forEach(m -> outputs.put(m.getName(), m.getGenericReturnType()));
        return outputs;
    }

    private static Kind kindOf(Class<?> type, boolean fact) {
        if (fact) return Kind.FACT;
        if (Effect.class.isAssignableFrom(type)) return Kind.EFFECT;
        return type.isAnnotationPresent(Cached.class) ? Kind.CACHED : Kind.PLAIN;
    }

    private static Type stageResult(Class<?> type) {
        for (var face : List.of(Stage.class, Effect.class, Gate.class)) {
            var arguments = argumentsOf(type, face);
            if (arguments.length == 1) return arguments[0];
        }
        throw mistake(type, "it must say what it yields: Stage<SomeResult>");
    }

    private static Type[] argumentsOf(Class<?> type, Class<?> face) {
        return Arrays.stream(type.getGenericInterfaces())
                .filter(t -> t instanceof ParameterizedType p && p.getRawType() == face)
                .findFirst()
                .map(t -> ((ParameterizedType) t).getActualTypeArguments())
                .orElse(new Type[0]);
    }

    /** How a record is made; reflection parses what it tells anew each time it is asked. */
    private record Maker(Constructor<?> constructor, List<String> names, List<Type> types) {
        static final ClassValue<Maker> OF = new ClassValue<>() {
            @Override
            protected Maker computeValue(Class<?> type) {
                var components = Arrays.asList(Objects.requireNonNull(type.getRecordComponents()));
                var raw = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
                try {
                    var constructor = type.getDeclaredConstructor(raw);
                    constructor.setAccessible(true);
                    return new Maker(
                            constructor,
                            components.stream().map(Parameter::nameOf).toList(),
                            components.stream()
                                    .map(RecordComponent::getGenericType)
                                    .toList());
                } catch (NoSuchMethodException e) {
                    throw new IllegalStateException("cannot make a " + type.getName(), e);
                }
            }
        };
    }

    /** Makes a record from a value for each component. */
    public static Object construct(Class<?> type, Map<String, Object> values) {
        var maker = Maker.OF.get(type);
        var arguments = new @Nullable Object[maker.names().size()];
        for (int i = 0; i < arguments.length; i++)
            arguments[i] =
                    fitting(maker.types().get(i), values.get(maker.names().get(i)));
        try {
            return maker.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    /** A digest or a platform that a stage yielded may fill a text. */
    private static @Nullable Object fitting(Type type, @Nullable Object value) {
        if (type == String.class && value != null) return value.toString();
        if (value instanceof List<?> items && Parameter.element(type) == String.class)
            return items.stream().map(String::valueOf).toList();
        return value;
    }

    private static IllegalArgumentException mistake(Class<?> type, String what) {
        return new IllegalArgumentException("'" + type.getName() + "' cannot be a stage: " + what);
    }
}
