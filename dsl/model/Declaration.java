package dsl.model;

import dsl.word.Controls;
import dsl.word.StageType;
import dsl.word.Value;
import java.util.Map;

/**
 * One call of a stage's word, as the script made it.
 *
 * @param id {@code word:subject}, unique in its pipeline
 * @param subject what the task is about: a service, a compose file, a name; empty where there is none
 * @param values by option, all that were given or have a default
 */
public record Declaration(
        String id, StageType type, String subject, Map<String, Value> values, Controls controls, Location location) {
    public Declaration {
        values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
    }
}
