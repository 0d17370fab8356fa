package stages;

import java.util.*;
import stages.api.SourceTree;

/** Files with their text, in memory. */
public final class FakeTree implements SourceTree {
    private final Map<String, String> texts = new HashMap<>();
    private final TreeSet<String> ignored = new TreeSet<>();

    public FakeTree with(String path, String text) {
        texts.put(path, text);
        return this;
    }

    public FakeTree with(String... paths) {
        for (String path : paths) {
            texts.put(path, "");
        }
        return this;
    }

    public FakeTree ignoring(String... paths) {
        ignored.addAll(java.util.List.of(paths));
        return this;
    }

    @Override
    public SortedSet<String> ignored() {
        return ignored;
    }

    @Override
    public SortedSet<String> files() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(texts.keySet()));
    }

    @Override
    public Optional<String> read(String path) {
        return Optional.ofNullable(texts.get(path));
    }
}
