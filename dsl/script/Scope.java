package dsl.script;

import java.util.*;
import org.jspecify.annotations.Nullable;

/** The names that a place in a script can see, innermost first. */
final class Scope {
    /**
     * @param late what is known of a value that a stage yields
     * @param text whether it holds a text that the script itself wrote
     * @param closure whether it holds a closure
     */
    record Variable(Optional<Late> late, boolean text, boolean closure) {
        static final Variable UNKNOWN = new Variable(Optional.empty(), false, false);
    }

    private final @Nullable Scope outer;
    private final Map<String, Variable> variables = new HashMap<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    Optional<Scope> outer() {
        return Optional.ofNullable(outer);
    }

    void declare(String name, Variable variable) {
        variables.put(name, variable);
    }

    /** Gives a name another value; forgets what was known where the two differ. */
    void assign(String name, Variable variable) {
        for (var at = this; at != null; at = at.outer)
            if (at.variables.containsKey(name)) {
                at.variables.merge(name, variable, (a, b) -> a.equals(b) ? a : Variable.UNKNOWN);
                return;
            }
    }

    Optional<Variable> find(String name) {
        for (var at = this; at != null; at = at.outer) {
            var found = at.variables.get(name);
            if (found != null) return Optional.of(found);
        }
        return Optional.empty();
    }

    Set<String> names() {
        var names = new HashSet<String>();
        for (var at = this; at != null; at = at.outer) names.addAll(at.variables.keySet());
        return names;
    }
}
