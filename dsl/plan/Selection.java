package dsl.plan;

import dsl.model.Declaration;
import dsl.model.Plan;
import dsl.word.Value;
import java.util.*;
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
        if (changes.flatMap(Changes::everything).isPresent() || changes.isEmpty()) everything();
        else reached(changes.get());
    }

    /** Why a declaration is in the plan; nothing where it is not. */
    Optional<String> reason(Declaration d) {
        return Optional.ofNullable(reasons.get(d.id()));
    }

    private void everything() {
        var why = changes.flatMap(Changes::everything)
                .map(w -> "everything is selected: " + w)
                .orElse("the pipeline declares it");
        declarations.forEach(d -> reasons.put(d.id(), why));
    }

    private void reached(Changes what) {
        var chosen = new LinkedHashSet<String>();
        for (var d : declarations)
            direct(d, what).or(() -> through(d, chosen)).ifPresent(why -> {
                reasons.put(d.id(), why);
                chosen.add(d.id());
            });
        for (int i = declarations.size() - 1; i >= 0; i--) needs(declarations.get(i), chosen);
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

    private static Optional<String> through(Declaration d, Set<String> chosen) {
        return upstream(d)
                .filter(chosen::contains)
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
        var out = new ArrayList<Plan.Skipped>();
        var since = changes.flatMap(Changes::base)
                .map(b -> " since " + b.substring(0, Math.min(12, b.length())))
                .orElse("");
        var seen = new HashSet<String>();
        for (var d : declarations) {
            if (reasons.containsKey(d.id()) || !seen.add(d.subject())) continue;
            var kept = declarations.stream()
                    .filter(k -> k.subject().equals(d.subject()) && reasons.containsKey(k.id()))
                    .toList();
            var but = kept.isEmpty()
                    ? ""
                    : "; "
                            + String.join(
                                    ", ",
                                    kept.stream().map(k -> k.type().word()).toList()) + " alone is "
                            + reasons.get(kept.get(0).id());
            out.add(new Plan.Skipped(
                    d.subject().isEmpty() ? d.id() : d.subject(), "no change reaches it" + since + but));
        }
        return out;
    }
}
