package dsl.script;

import dsl.syntax.Problems;
import dsl.word.*;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fits what is given to what is asked: at load what the source tells, at plan every value, so that both say the same.
 *
 * @param flow the level whose words make results
 * @param yields the type of a result or output; {@code Object} where nothing is known of it, which fits everywhere
 */
record Fitting(Problems problems, Level flow, Conversion.Yields yields) {
    Optional<Value> value(Parameter p, Object given, Problems.Place at) {
        try {
            return Optional.of(new Conversion(yields).convert(p.type(), RunnerWords.expanded(p, given)));
        } catch (Mismatch m) {
            problems.add("wrong-value", at, m.hint(), "{}: %s", p.name(), m.getMessage());
            return Optional.empty();
        }
    }

    /** The value where none is given. */
    Optional<Value> absent(String word, Parameter p, Problems.Place at) {
        if (!p.required()) return Optional.of(new Conversion(yields).absent(p));
        problems.add("option-missing", at, p.help(), "{} needs {}", word, p.name());
        return Optional.empty();
    }

    /** Whether these hold one of each result that is asked for. */
    void proofs(Parameter p, Stream<Value.Output> given, Problems.Place at) {
        var types = given.map(yields::of).toList();
        for (var wanted : p.holds())
            if (types.stream().noneMatch(t -> t == Object.class || isA(wanted, t)))
                problems.add("missing-proof", at, maker(wanted), "{} lacks a %s", p.name(), wanted.getSimpleName());
    }

    private static boolean isA(Class<?> wanted, Type type) {
        return wanted.isAssignableFrom(Parameter.raw(type));
    }

    private String maker(Class<?> wanted) {
        return flow.words().entrySet().stream()
                .filter(w -> w.getValue() instanceof Meaning.Call c
                        && isA(wanted, c.type().yields()))
                .map(w -> "pass what '" + w.getKey() + "' returned")
                .findFirst()
                .orElse("");
    }
}
