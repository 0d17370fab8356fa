package stages.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A pattern over repository paths, in picomatch's syntax with dot files; a leading {@code !} excludes. */
public record Glob(@JsonValue String pattern) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Glob {
        if (pattern.isEmpty()) throw new IllegalArgumentException("a pattern must not be empty");
    }

    @Override
    public String toString() {
        return pattern;
    }
}
