package dsl.script;

import dsl.word.Text;
import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.Script;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What every script is: the methods that its rewritten words call. */
public abstract class ScriptBase extends Script {
    private @Nullable Door door;

    void open(Door behind) {
        door = behind;
    }

    /**
     * The door: every call of a word.
     *
     * @param at line and column of the word, {@code line << 12 | column}
     */
    public @Nullable Object word(
            int at, String name, Map<String, Object> named, List<Object> positional, @Nullable Closure<?> block) {
        return door().word(at, name, named, positional, block);
    }

    /** Marks a text that the script wrote itself. */
    public Object literal(Object text) {
        return text instanceof GString ? text : new Text(List.of(String.valueOf(text)), List.of());
    }

    @Override
    public Object getProperty(String name) {
        return switch (name) {
            case "project" -> door().project();
            case "options", "arguments" -> door().inputs();
            default -> super.getProperty(name);
        };
    }

    private Door door() {
        return Objects.requireNonNull(door);
    }

    /** From Groovy's text to ours; {@code GString.toString} would load half of the compiler. */
    static Text text(GString g) {
        var values = Arrays.stream(g.getValues()).map(v -> Objects.requireNonNullElse(Handle.plain(v), ""));
        return new Text(List.of(g.getStrings()), values.toList());
    }
}
