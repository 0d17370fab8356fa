package dsl.plan;

import dsl.host.GitTree;
import dsl.host.StageCode;
import dsl.model.Declaration;
import dsl.model.Recipe;
import dsl.model.Task;
import dsl.word.Resolution;
import dsl.word.Value;
import java.util.*;
import org.jspecify.annotations.Nullable;
import stages.api.Json;
import stages.api.Platform;
import stages.api.ReadsSources;

/**
 * Works out what a task's result depends on.
 *
 * @param tasks those planned so far, by id
 */
record Recipes(GitTree tree, Map<String, Task> tasks, StageCode code) {
    /** The stage as it would be, without the results it takes: lists of them empty, single ones null. */
    @SuppressWarnings("NullAway") // a single result is null in a draft, as ReadsSources says
    static Object draft(Declaration d) {
        var known = new HashMap<String, Object>();
        d.values().forEach((name, value) -> known.put(name, draft(value)));
        return d.type().make().apply(known);
    }

    private static @Nullable Object draft(Value value) {
        if (value.outputs().findAny().isEmpty()) return Resolution.resolve(value, o -> o);
        return switch (value) {
            case Value.Many m -> m.set() ? Set.of() : List.of();
            case Value.Maybe m -> Optional.empty();
            case Value.Named n -> Map.of();
            default -> null;
        };
    }

    Recipe of(Declaration d, Object draft, Task.Role role, Optional<Platform> platform, List<Task.Edge> edges) {
        SortedMap<String, String> inputs = new TreeMap<>();
        inputs.put("stage", d.type().word() + " " + code.of(d.type()));
        platform.ifPresent(p -> inputs.put("platform", p.value()));
        for (var p : d.type().parameters())
            if (!p.policy())
                inputs.put(
                        "option " + p.name(),
                        text(Objects.requireNonNull(d.values().get(p.name()))));
        d.controls().env().forEach((name, value) -> inputs.put("env " + name, value));
        d.controls().secrets().keySet().forEach(name -> inputs.put("secret " + name, "declared"));
        for (var e : edges)
            if (e.kind() != Task.Edge.Kind.AFTER)
                inputs.put(
                        Recipe.UPSTREAM + e.to(),
                        Objects.requireNonNull(tasks.get(e.to())).recipe().key().value());
        return new Recipe(inputs, uncached(d, draft, role, inputs));
    }

    private Optional<String> uncached(Declaration d, Object draft, Task.Role role, SortedMap<String, String> inputs) {
        return switch (d.type().kind()) {
            case PLAIN -> Optional.of("it runs each time");
            case EFFECT -> Optional.of("it looks at the world outside instead");
            case CACHED, FACT -> {
                if (role == Task.Role.JOIN || !(draft instanceof ReadsSources reads)) yield Optional.empty();
                var sources = reads.sources(tree);
                sources.files().forEach(f -> inputs.put("file " + f, tree.id(f)));
                yield sources.unknown();
            }
        };
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Known k -> Json.line(k.value());
            case Value.Output o -> "output " + o.task() + o.path();
            case Value.Many m -> m.items().stream().map(Recipes::text).toList().toString();
            case Value.Named n -> {
                var sorted = new TreeMap<String, String>();
                n.entries().forEach((k, v) -> sorted.put(k, text(v)));
                yield sorted.toString();
            }
            case Value.Shell s ->
                Json.line(s.literals()) + s.values().stream().map(Recipes::text).toList();
            case Value.Arguments a ->
                a.argv().stream().map(Recipes::text).toList().toString();
            case Value.Maybe m -> text(m.value());
        };
    }
}
