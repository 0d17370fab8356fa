package dsl.report;

import dsl.model.Plan;
import dsl.model.Task;
import dsl.store.Outcome;
import java.util.*;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import stages.api.Digest;
import stages.api.Finding;
import stages.api.Json;

/**
 * The findings of a run as SARIF 2.1.0: one SARIF run for each tool and category. A category is {@code
 * slipway/WORD/SUBJECT/}, and {@code slipway/WORD/NAME@PLATFORM/} for each platform of an image, so that results of one
 * platform never replace another's. A gate that found nothing still gives its runs, empty: that is what closes alerts.
 */
public final class FindingsSarif {
    /** Runs that GitHub takes in one file. */
    private static final int RUNS = 20;

    private final Predicate<Task> gate;
    private final Predicate<String> file;

    /**
     * @param gate whether what a task yields is judged
     * @param file whether a finding's subject is a file of the repository
     */
    public FindingsSarif(Predicate<Task> gate, Predicate<String> file) {
        this.gate = gate;
        this.file = file;
    }

    private record Scope(String tool, String category) {}

    /** One text, and further ones where a file would hold more runs than GitHub takes. */
    public List<String> of(RunRecord run, Plan plan) {
        var runs = new ArrayList<Sarif.Run>();
        scopes(run, plan).forEach((scope, found) -> runs.add(run(scope, found)));
        var files = new ArrayList<String>();
        for (int i = 0; i < Math.max(1, runs.size()); i += RUNS)
            files.add(Json.pretty(Sarif.of(runs.subList(i, Math.min(runs.size(), i + RUNS)))) + "\n");
        return files;
    }

    private Map<Scope, Set<Finding>> scopes(RunRecord run, Plan plan) {
        var scopes = new LinkedHashMap<Scope, Set<Finding>>();
        var records = run.tasks().stream().collect(Collectors.toMap(TaskRecord::id, t -> t));
        for (var task : plan.tasks()) {
            var record = records.get(task.id());
            if (record == null) continue;
            if (gate.test(task) && worked(record.outcome()))
                declared(task).forEach(s -> scopes.computeIfAbsent(s, n -> new LinkedHashSet<>()));
            for (var f : record.findings())
                scopes.computeIfAbsent(new Scope(f.tool(), category(task, f)), n -> new LinkedHashSet<>())
                        .add(f);
        }
        return scopes;
    }

    private static boolean worked(Outcome outcome) {
        return outcome instanceof Outcome.Passed || outcome instanceof Outcome.Refused;
    }

    /** What a task would report under if it found something. */
    private static List<Scope> declared(Task task) {
        var parts = task.edges().stream()
                .filter(e -> e.kind() == Task.Edge.Kind.PART)
                .map(e -> TaskName.of(e.to()).about())
                .toList();
        var subjects = parts.isEmpty() ? List.of(TaskName.of(task.id()).about()) : parts;
        return task.type().uses().stream()
                .flatMap(u -> subjects.stream()
                        .map(s -> new Scope(u.value(), category(task.type().word(), s))))
                .toList();
    }

    private String category(Task task, Finding f) {
        var subject = f.place().subject();
        return category(
                task.type().word(),
                isFile(f) || !subject.contains("@") ? TaskName.of(task.id()).about() : subject);
    }

    private static String category(String word, String subject) {
        return "slipway/" + word + "/" + subject + "/";
    }

    private boolean isFile(Finding f) {
        return f.place().line() > 0 || file.test(f.place().subject());
    }

    private Sarif.Run run(Scope scope, Set<Finding> found) {
        var rules = found.stream().map(Finding::rule).distinct().sorted().toList();
        var numbers = new LinkedHashMap<String, Integer>();
        rules.forEach(r -> numbers.put(r, numbers.size()));
        var results = found.stream()
                .map(f -> result(f, numbers.getOrDefault(f.rule(), 0)))
                .toList();
        return Sarif.Run.of(scope.tool(), scope.category(), rules, results);
    }

    private Sarif.Result result(Finding f, int rule) {
        return new Sarif.Result(
                f.rule(),
                rule,
                f.level().name().toLowerCase(java.util.Locale.ROOT),
                new Sarif.Message(f.message()),
                List.of(location(f)),
                isFile(f) ? Map.of() : Map.of("primaryLocationLineHash", fingerprint(f)),
                f.waiver().map(Sarif.Suppression::accepted).map(List::of).orElse(List.of()));
    }

    private Sarif.Location location(Finding f) {
        var place = f.place();
        var artifact = new Sarif.Artifact(Sarif.uri(place.subject()));
        if (isFile(f))
            return new Sarif.Location(
                    new Sarif.Physical(artifact, Sarif.Region.at(place.line(), place.column(), 0)), List.of());
        return new Sarif.Location(
                new Sarif.Physical(artifact, Sarif.Region.at(1, 0, 0)), List.of(new Sarif.Logical(place.subject())));
    }

    /** GitHub takes fingerprints of files from their lines; what is no file needs one that stays the same. */
    private static String fingerprint(Finding f) {
        var text = String.join("\n", f.rule(), f.place().subject(), f.message());
        return Digest.of(text).hex().substring(0, 16) + ":1";
    }
}
