package stages.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** An operating system and an architecture as OCI writes them: {@code linux/arm64}, {@code linux/arm/v7}. */
public record Platform(@JsonValue String value) implements Comparable<Platform> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+/[a-z0-9]+(/[a-z0-9]+)?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Platform {
        if (!FORM.matcher(value).matches())
            throw new IllegalArgumentException("'" + value + "' is no platform, such as linux/amd64");
    }

    public String os() {
        return value.split("/", -1)[0];
    }

    public String architecture() {
        return value.split("/", -1)[1];
    }

    /** {@code v7} of {@code linux/arm/v7}, empty where there is none. */
    public String variant() {
        var parts = value.split("/", -1);
        return parts.length > 2 ? parts[2] : "";
    }

    @Override
    public int compareTo(Platform other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
