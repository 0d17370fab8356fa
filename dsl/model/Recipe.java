package dsl.model;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import stages.api.Digest;

/**
 * All that a result depends on, each input by a name that a person understands. Names begin with a kind: {@code stage},
 * {@code option }NAME, {@code file }PATH, {@code env }NAME, {@code tool }NAME, {@code upstream }TASK; at run time
 * {@code late }NAME joins, and upstream recipe keys give way to result digests.
 *
 * @param uncached why nothing is looked up or kept, where it is so
 */
public record Recipe(SortedMap<String, String> inputs, Optional<String> uncached) {
    public static final String UPSTREAM = "upstream ";
    public static final String LATE = "late ";
    public static final String TOOL = "tool ";

    public Recipe {
        inputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }

    /** Whether an input is the same in a recipe and in the final inputs that it led to. */
    public static boolean isPlanned(String name) {
        return !name.startsWith(UPSTREAM) && !name.startsWith(LATE) && !name.startsWith(TOOL);
    }

    /** Digest of the names and values. */
    public Digest key() {
        return key(inputs);
    }

    public static Digest key(SortedMap<String, String> inputs) {
        var hash = Digest.sha256();
        inputs.forEach((name, value) -> {
            for (var part : new String[] {name, value}) {
                var bytes = part.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                hash.update((bytes.length + ":").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                hash.update(bytes);
            }
        });
        return Digest.finished(hash);
    }
}
