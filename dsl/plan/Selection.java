package dsl.plan;

import dsl.model.Declaration;
import dsl.model.Plan;
import dsl.word.Value;
import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.Changes;
import stages.api.ComposeFile;
import stages.api.Service;

/**
 * Which declarations a change reaches: those about a service or file that changed, those that take a result of such a
 * one, and what these need.
 */
final class Selection {
    private final List<Declaration> declarations;
    private final Optional<Changes> changes;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    Selection(List<Declaration> declarations, Optional<Changes> changes) {
        this.declarations = declarations;
        this.changes = changes;
        var everything = changes.isEmpty()
                ? Optional.of("the pipeline declares it")
                : changes.get().everything().map(why -> "everything is selected: " + why);
        if (everything.isPresent()) declarations.forEach(d -> reasons.put(d.id(), everything.get()));
        else reached(changes.get());
    }

    /** Why a declaration is in the plan; nothing where it is not. */
    Optional<String> reason(Declaration d) {
        return Optional.ofNullable(reasons.get(d.id()));
    }

    private void reached(Changes what) {
        for (var d : declarations) direct(d, what).or(() -> through(d)).ifPresent(why -> reasons.put(d.id(), why));
        var chosen = Set.copyOf(reasons.keySet());
        for (var d : declarations.reversed()) needs(d, chosen);
    }

    private static Optional<String> direct(Declaration d, Changes what) {
        var about = about(d).toList();
        for (var subject : about.isEmpty() ? List.of(d.subject()) : about) {
            var why = what.reasons().get(subject);
            if (why != null && !why.isEmpty()) return Optional.of("selected because " + String.join("; ", why));
        }
        var free = about.isEmpty() && upstream(d).findAny().isEmpty();
        return free ? Optional.of("selected because it is about no service and no file") : Optional.empty();
    }

    private Optional<String> through(Declaration d) {
        return upstream(d)
                .filter(reasons::containsKey)
                .findFirst()
                .map(u -> "selected because it takes the result of " + u + ", which is selected");
    }

    /** Walked from the last declaration to the first, so that a need is passed on to the end. */
    private void needs(Declaration d, Set<String> chosen) {
        if (!reasons.containsKey(d.id())) return;
        var needed = chosen.contains(d.id()) ? Stream.concat(upstream(d), d.controls().after().stream()) : upstream(d);
        needed.forEach(u -> reasons.putIfAbsent(u, "needed by " + d.id()));
    }

    /** Services and files that a declaration is about by itself. */
    static Stream<String> about(Declaration d) {
        return d.values().values().stream().flatMap(v -> switch (v) {
            case Value.Known k when k.value() instanceof Service s -> Stream.of(s.name());
            case Value.Known k when k.value() instanceof ComposeFile f -> Stream.of(f.file());
            default -> Stream.empty();
        });
    }

    static Stream<String> upstream(Declaration d) {
        var conditions = d.controls().when().stream().flatMap(c -> c.outputs());
        return Stream.concat(d.values().values().stream().flatMap(Value::outputs), conditions)
                .map(Value.Output::task)
                .distinct();
    }

    /** What was left out, by subject, in the order of the script. */
    List<Plan.Skipped> skipped() {
        var kept = declarations.stream()
                .filter(d -> reasons.containsKey(d.id()))
                .collect(Collectors.groupingBy(Declaration::subject));
        var out = new LinkedHashMap<String, Plan.Skipped>();
        for (var d : declarations)
            if (!reasons.containsKey(d.id()))
                out.computeIfAbsent(d.subject(), s -> skipped(d, kept.getOrDefault(s, List.of())));
        return List.copyOf(out.values());
    }

    /** @param kept what else is about the same, and is in the plan */
    private Plan.Skipped skipped(Declaration d, List<Declaration> kept) {
        var reason = "no change reaches it"
                + changes.flatMap(Changes::base)
                        .map(b -> " since " + b.substring(0, Math.min(12, b.length())))
                        .orElse("");
        if (!kept.isEmpty()) {
            var words = kept.stream().map(k -> k.type().word()).collect(Collectors.joining(", "));
            reason += "; " + words + " alone is " + reasons.get(kept.get(0).id());
        }
        return new Plan.Skipped(d.subject().isEmpty() ? d.id() : d.subject(), reason);
    }
}
