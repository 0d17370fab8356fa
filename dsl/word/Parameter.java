package dsl.word;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.*;
import stages.api.*;

/**
 * An option of a stage, a fact, or a block: a component of its record.
 *
 * @param standard the value where none is given, as a script would write it
 * @param holds results of which its list must have one each
 * @param block the word that fills it, where that has a block of its own
 */
public record Parameter(
        String name,
        Type type,
        String help,
        Optional<Object> standard,
        boolean policy,
        List<Class<? extends Result>> holds,
        Optional<String> block) {

    /** Reflection parses signatures and annotations anew each time it is asked. */
    private static final ClassValue<List<Parameter>> OF = new ClassValue<>() {
        @Override
        protected List<Parameter> computeValue(Class<?> record) {
            return Arrays.stream(Objects.requireNonNull(record.getRecordComponents()))
                    .map(Parameter::of)
                    .toList();
        }
    };

    /** The parameters of a record, in the order of its components. */
    public static List<Parameter> of(Class<? extends Record> record) {
        return OF.get(record);
    }

    private static Parameter of(RecordComponent c) {
        return new Parameter(
                nameOf(c),
                c.getGenericType(),
                Optional.ofNullable(c.getAnnotation(Help.class))
                        .map(Help::value)
                        .orElse(""),
                Optional.ofNullable(c.getAnnotation(Default.class)).map(d -> (Object) d.value()),
                c.isAnnotationPresent(Policy.class),
                Optional.ofNullable(c.getAnnotation(Holds.class))
                        .map(h -> List.of(h.value()))
                        .orElse(List.of()),
                Optional.ofNullable(c.getAnnotation(Block.class)).map(Block::value));
    }

    /** The name in scripts; a component that would be a Java keyword ends in an underscore. */
    static String nameOf(RecordComponent c) {
        return c.getName().endsWith("_") ? c.getName().substring(0, c.getName().length() - 1) : c.getName();
    }

    /** Whether a script must give it: nothing else says what its absence would mean. */
    public boolean required() {
        return standard.isEmpty()
                && type != boolean.class
                && raw() != Optional.class
                && !Collection.class.isAssignableFrom(raw())
                && !Map.class.isAssignableFrom(raw());
    }

    public Class<?> raw() {
        return raw(type);
    }

    /** The type inside {@code Optional}, {@code List}, {@code Set}; the value's type of a {@code Map}; else itself. */
    public Type element() {
        return element(type);
    }

    /** Whether it takes several values. */
    public boolean several() {
        return Collection.class.isAssignableFrom(raw()) || Map.class.isAssignableFrom(raw());
    }

    /** Whether {@code name: value} is its value: it takes a map, or a record. */
    public boolean pairs() {
        return Map.class.isAssignableFrom(raw()) || raw(element()).isRecord();
    }

    /** One of its values. */
    public Parameter item() {
        return new Parameter(name, element(), help, Optional.empty(), policy, List.of(), Optional.empty());
    }

    /** Whether it takes what a stage yields. */
    public boolean takesResult() {
        return Result.class.isAssignableFrom(raw(element(element())));
    }

    public static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) return c;
        if (type instanceof ParameterizedType p) return (Class<?>) p.getRawType();
        return Object.class;
    }

    public static Type element(Type type) {
        if (!(type instanceof ParameterizedType p)) return type;
        var arguments = p.getActualTypeArguments();
        return arguments[arguments.length - 1];
    }

    /** The type as the reference shows it: {@code list of Image}, {@code CRITICAL, HIGH, ...}. */
    public String typeName() {
        return typeName(type);
    }

    private static String typeName(Type type) {
        var raw = raw(type);
        if (raw == Optional.class) return typeName(element(type));
        if (raw == List.class || Collection.class.isAssignableFrom(raw)) return "list of " + typeName(element(type));
        if (Map.class.isAssignableFrom(raw)) return "map of " + typeName(element(type));
        if (raw.isEnum())
            return String.join(
                    " | ",
                    Arrays.<Object>stream(Objects.requireNonNull(raw.getEnumConstants()))
                            .map(Object::toString)
                            .toList());
        return switch (raw.getSimpleName()) {
            case "int", "long", "Integer", "Long" -> "number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "text";
            default -> raw.getSimpleName();
        };
    }
}
