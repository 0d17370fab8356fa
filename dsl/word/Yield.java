package dsl.word;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage yields, or an output of it.
 *
 * @param path names of outputs from the result inwards; empty for the whole result
 */
public record Yield(StageType stage, List<String> path, Type type) {
    public static Yield of(StageType stage) {
        return new Yield(stage, List.of(), stage.yields());
    }

    /** The output of this name. */
    public Optional<Yield> read(String name) {
        var further = new ArrayList<>(path);
        further.add(name);
        return Optional.ofNullable(outputs().get(name)).map(t -> new Yield(stage, List.copyOf(further), t));
    }

    private Map<String, Type> outputs() {
        return path.isEmpty() ? stage.outputs() : StageType.outputsOf(Parameter.raw(type));
    }

    /** What to say where there is no output of this name. */
    public String hint(String name) {
        var near = Suggestion.of(name, outputs().keySet());
        return near.isEmpty() ? "it has " + String.join(", ", outputs().keySet()) : near;
    }

    @Override
    public String toString() {
        return path.isEmpty()
                ? "the result of '" + stage.word() + "'"
                : "'" + String.join(".", path) + "' of '" + stage.word() + "'";
    }
}
