package dsl.word;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.*;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stages.api.*;

/**
 * From what a script gives to what an option takes. Used for literals at load and for every value at plan, so both say
 * the same. Results are checked by {@link Yields}, which knows what a task yields.
 */
public final class Conversion {
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)h)?\\s*(?:(\\d+)m)?\\s*(?:(\\d+)s)?\\s*(?:(\\d+)ms)?");

    /** The type that a task's output has. */
    public interface Yields {
        Type of(Value.Output output);
    }

    private final Yields yields;

    public Conversion(Yields yields) {
        this.yields = yields;
    }

    /** @throws Mismatch where it does not fit */
    public Value convert(Type type, Object given) {
        var raw = Parameter.raw(type);
        var element = Parameter.element(type);
        if (raw == Optional.class) return new Value.Maybe(optional(element, given));
        if (given instanceof Value.Output output) return output(type, output);
        if (Map.class.isAssignableFrom(raw)) return named(element, given);
        if (Collection.class.isAssignableFrom(raw)) return many(element, given, Set.class.isAssignableFrom(raw));
        if (raw == CommandLine.class) return command(given);
        if (given instanceof Text text && text.late())
            throw new Mismatch(
                    "a value that is known only when its stage ran cannot stand in this text", "only 'sh' takes one");
        return new Value.Known(scalar(raw, given instanceof Text text ? text.joined() : given));
    }

    /** An output that may be absent itself fills an option that may be. */
    private Value optional(Type element, Object given) {
        if (!(given instanceof Value.Output output) || Parameter.raw(yields.of(output)) != Optional.class)
            return convert(element, given);
        return new Conversion(o -> Parameter.element(yields.of(o))).convert(element, output);
    }

    /** The value of an option that was not given. */
    public Value absent(Parameter p) {
        if (p.standard().isPresent()) return convert(p.type(), p.standard().get());
        if (p.raw() == Optional.class) return new Value.Known(Optional.empty());
        if (p.raw() == boolean.class) return new Value.Known(false);
        if (Map.class.isAssignableFrom(p.raw())) return new Value.Named(Map.of());
        return new Value.Many(List.of(), Set.class.isAssignableFrom(p.raw()));
    }

    private Value output(Type type, Value.Output output) {
        var have = yields.of(output);
        var raw = Parameter.raw(type);
        if (Collection.class.isAssignableFrom(raw) && !Collection.class.isAssignableFrom(Parameter.raw(have)))
            return new Value.Many(List.of(output(Parameter.element(type), output)), Set.class.isAssignableFrom(raw));
        if (!fits(raw, Parameter.raw(have)))
            throw new Mismatch("expects " + name(raw) + ", got " + describe(output, have), "");
        return output;
    }

    private static String describe(Value.Output output, Type have) {
        var word = output.task().replaceFirst(":.*", "");
        return output.path().isEmpty()
                ? "the result of '" + word + "' (" + name(Parameter.raw(have)) + ")"
                : "'" + String.join(".", output.path()) + "' of '" + word + "' (" + name(Parameter.raw(have)) + ")";
    }

    private Value many(Type element, Object given, boolean set) {
        if (given instanceof Collection<?> all)
            return new Value.Many(
                    all.stream().map(i -> convert(element, item(i))).toList(), set);
        if (given instanceof String text && Parameter.raw(element).isEnum())
            return new Value.Many(
                    Arrays.stream(text.split(","))
                            .map(String::strip)
                            .filter(s -> !s.isEmpty())
                            .map(s -> convert(element, s))
                            .toList(),
                    set);
        return new Value.Many(List.of(convert(element, given)), set);
    }

    private static Object item(Object item) {
        if (item == null) throw new Mismatch("the list holds null", "");
        return item;
    }

    private Value named(Type element, Object given) {
        if (!(given instanceof Map<?, ?> map)) throw new Mismatch("expects NAME: value pairs, got " + show(given), "");
        var entries = new LinkedHashMap<String, Value>();
        map.forEach((k, v) -> entries.put(String.valueOf(k), convert(element, item(v))));
        return new Value.Named(entries);
    }

    private Value command(Object given) {
        return switch (given) {
            case CommandLine done -> new Value.Known(done);
            case Text text ->
                new Value.Shell(
                        text.literals(), text.values().stream().map(this::word).toList());
            case String text -> new Value.Shell(List.of(text), List.of());
            case Collection<?> argv -> arguments(argv);
            default -> throw new Mismatch("expects a command: text or a list of arguments, got " + show(given), "");
        };
    }

    private Value arguments(Collection<?> argv) {
        if (argv.isEmpty()) throw new Mismatch("the list of arguments is empty", "");
        return new Value.Arguments(
                argv.stream().map(a -> convert(String.class, item(a))).toList());
    }

    private Value word(Object value) {
        return value instanceof Value.Output o ? o : new Value.Known(String.valueOf(value));
    }

    private static Object scalar(Class<?> raw, Object given) {
        if (raw.isInstance(given) && !(given instanceof Collection)) return given;
        try {
            return known(raw, given);
        } catch (IllegalArgumentException e) {
            throw new Mismatch(String.valueOf(e.getMessage()), "");
        }
    }

    private static Object known(Class<?> raw, Object given) {
        if (raw.isEnum()) return constant(raw, given);
        if (raw == boolean.class && given instanceof Boolean) return given;
        if ((raw == int.class || raw == Integer.class) && given instanceof Integer) return given;
        if ((raw == long.class || raw == Long.class) && given instanceof Number n) return n.longValue();
        if (raw == double.class && given instanceof Number n) return n.doubleValue();
        if ((raw == int.class || raw == Integer.class) && given instanceof String s && s.matches("-?\\d{1,9}"))
            return Integer.valueOf(s);
        if (raw == boolean.class && given instanceof String s && s.matches("true|false")) return Boolean.valueOf(s);
        if (raw.isRecord() && given instanceof Map<?, ?> map) return record(raw.asSubclass(Record.class), map);
        var parser = parsers().get(raw);
        if (parser != null && given instanceof String s) return parser.apply(s);
        if (raw == Object.class) return given;
        if (Result.class.isAssignableFrom(raw))
            throw new Mismatch(
                    "expects " + name(raw) + ", got " + show(given), "pass what the stage that makes it returned");
        throw new Mismatch("expects " + name(raw) + ", got " + show(given), "");
    }

    private static Map<Class<?>, Function<String, Object>> parsers() {
        return Map.of(
                Duration.class, Conversion::duration,
                Platform.class, Platform::new,
                Digest.class, Digest::new,
                Glob.class, Glob::new,
                RepositoryFile.class, path -> new RepositoryFile(path, ""));
    }

    /** A record written as {@code name: value} pairs. */
    public static Object record(Class<? extends Record> type, Map<?, ?> given) {
        var conversion = new Conversion(o -> Object.class);
        var values = new LinkedHashMap<String, Object>();
        var parameters = Parameter.of(type);
        for (var key : given.keySet())
            if (parameters.stream().noneMatch(p -> p.name().equals(String.valueOf(key))))
                throw new Mismatch(
                        "unknown option '" + key + "'",
                        Suggestion.of(
                                String.valueOf(key),
                                parameters.stream().map(Parameter::name).toList()));
        for (var p : parameters) {
            var value = given.get(p.name());
            if (value == null && p.required()) throw new Mismatch("'" + p.name() + "' is missing", "");
            values.put(p.name(), plain(value == null ? conversion.absent(p) : conversion.convert(p.type(), value)));
        }
        return StageType.construct(type, values);
    }

    /** The Java value of a value that holds no outputs. */
    public static Object plain(Value value) {
        return Resolution.resolve(value, o -> {
            throw new Mismatch("'" + o.task() + "' is known only when it ran", "");
        });
    }

    private static Object constant(Class<?> type, Object given) {
        var text = String.valueOf(given);
        Object[] constants = java.util.Objects.requireNonNull(type.getEnumConstants());
        var names = Arrays.stream(constants).map(Object::toString).toList();
        for (var constant : constants)
            if (constant.toString().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) return constant;
        var hint = Suggestion.of(text, names);
        throw new Mismatch(
                "'" + text + "' is none of "
                        + String.join(
                                ", ",
                                names.stream()
                                        .map(n -> n.toLowerCase(Locale.ROOT))
                                        .toList()),
                hint);
    }

    static Duration duration(String text) {
        var m = DURATION.matcher(text.strip());
        if (text.isBlank() || !m.matches())
            throw new Mismatch("'" + text + "' is no duration", "write it as '90s', '10m' or '1h30m'");
        return Duration.ofHours(number(m.group(1)))
                .plusMinutes(number(m.group(2)))
                .plusSeconds(number(m.group(3)))
                .plusMillis(number(m.group(4)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static boolean fits(Class<?> want, Class<?> have) {
        return want.isAssignableFrom(have)
                || have == Object.class
                || want == Object.class
                || (want == String.class && (have == Digest.class || have == Platform.class))
                || (want == CommandLine.class && have == String.class)
                || wrap(want) == wrap(have);
    }

    private static Class<?> wrap(Class<?> type) {
        return type.isPrimitive()
                ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
                : type;
    }

    private static String name(Class<?> raw) {
        return switch (raw.getSimpleName()) {
            case "int", "long", "Integer", "Long", "double" -> "a number";
            case "boolean" -> "true or false";
            case "String" -> "text";
            case "Class" -> "a type such as Image, without quotes";
            case "Duration" -> "a duration such as '10m'";
            default ->
                raw.isRecord() && raw.getPackageName().startsWith("dsl.")
                        ? "pairs of "
                                + String.join(
                                        ", ",
                                        Parameter.of(raw.asSubclass(Record.class)).stream()
                                                .map(p -> p.name() + ": ..")
                                                .toList())
                        : raw.getSimpleName();
        };
    }

    private static String show(Object given) {
        return switch (given) {
            case String s -> "'" + s + "'";
            case Number n -> "the number " + n;
            case Boolean b -> b.toString();
            case Collection<?> c -> "a list";
            case Map<?, ?> m -> "NAME: value pairs";
            case Enum<?> e -> "'" + e + "'";
            default -> "a " + given.getClass().getSimpleName();
        };
    }
}
