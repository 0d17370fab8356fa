package dsl.plan;

import dsl.model.*;
import dsl.word.Conversion;
import dsl.word.Mismatch;
import dsl.word.Value;
import java.util.*;
import java.util.stream.Stream;
import stages.api.NeedsLocks;
import stages.api.NeedsSubjects;
import stages.api.Platform;
import stages.api.RepositoryFile;

/** Makes a plan of a pipeline. The same script, inputs, facts and files give the same plan. */
public final class Planner {
    private final Surroundings around;
    private final Project project;
    private final Recipes recipes;
    private final Conversion plain = new Conversion(o -> Object.class);
    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, Task> byId = new HashMap<>();
    private final Map<String, List<Platform>> platforms = new HashMap<>();

    public Planner(Surroundings around, Project project) {
        this.around = around;
        this.project = project;
        this.recipes = new Recipes(around.tree(), byId);
    }

    /**
     * @param recorded facts of an earlier plan that are to be taken as they are
     * @throws Problem.Found where the script or what it names is wrong
     */
    public Plan plan(LoadedPipeline pipeline, Map<String, Object> inputs, List<Plan.FactValue> recorded) {
        var facts = new FactBook(around, project, recorded);
        var declared = pipeline.declare(inputs, facts);
        var ready = new LinkedHashMap<String, Declaration>();
        for (var d : declared.declarations()) ready.put(d.id(), narrowed(filled(d), ready));
        var selection = new Selection(List.copyOf(ready.values()), declared.selection());
        for (var d : ready.values()) selection.reason(d).ifPresent(why -> add(d, why));
        SortedMap<String, String> given = new TreeMap<>();
        inputs.forEach((k, v) -> given.put(k, String.valueOf(v)));
        return new Plan(pipeline.spec().name(), given, facts.values(), List.copyOf(tasks), selection.skipped());
    }

    /** With what the project says of options that were not given, and the content of the files that options name. */
    private Declaration filled(Declaration d) {
        var values = new LinkedHashMap<String, Value>();
        for (var p : d.type().parameters()) {
            var given = Objects.requireNonNull(d.values().get(p.name()));
            var standard = project.option(p.name());
            var absent =
                    given.equals(new Value.Known(Optional.empty())) || given.equals(new Value.Many(List.of(), false));
            values.put(
                    p.name(),
                    filled(d, absent && standard.isPresent() ? plain.convert(p.type(), standard.get()) : given));
        }
        return with(d, values);
    }

    private Value filled(Declaration d, Value value) {
        return switch (value) {
            case Value.Known k
            when k.value() instanceof RepositoryFile f ->
                new Value.Known(new RepositoryFile(
                        f.path(), around.tree().read(f.path()).orElseThrow(() -> missing(d, f.path()))));
            case Value.Maybe m -> new Value.Maybe(filled(d, m.value()));
            case Value.Many m ->
                new Value.Many(m.items().stream().map(i -> filled(d, i)).toList(), m.set());
            default -> value;
        };
    }

    private static Problem.Found missing(Declaration d, String path) {
        return new Problem.Found(Problem.of(
                "no-file",
                d.location(),
                "no file '" + path + "' in the repository",
                "name it relative to the repository's root"));
    }

    /** Without the results in its lists that it does not use. */
    private Declaration narrowed(Declaration d, Map<String, Declaration> before) {
        if (!(recipes.draft(d.type(), d.values()) instanceof NeedsSubjects needs)) return d;
        var values = new LinkedHashMap<String, Value>();
        d.values()
                .forEach((name, value) -> values.put(
                        name,
                        value instanceof Value.Many m
                                ? new Value.Many(
                                        m.items().stream()
                                                .filter(i -> used(needs, name, i, before))
                                                .toList(),
                                        m.set())
                                : value));
        return with(d, values);
    }

    private boolean used(NeedsSubjects needs, String component, Value item, Map<String, Declaration> before) {
        if (!(item instanceof Value.Output o)) return true;
        var made = before.get(o.task());
        return made == null || needs.needs(component, made.subject(), around.tree());
    }

    private static Declaration with(Declaration d, Map<String, Value> values) {
        return new Declaration(d.id(), d.type(), d.subject(), values, d.controls(), d.location());
    }

    private void add(Declaration d, String reason) {
        try {
            if (d.type().part().isEmpty()) add(d, d.id(), Task.Role.WHOLE, Optional.empty(), reason, List.of());
            else split(d, reason);
        } catch (Mismatch m) {
            throw new Problem.Found(
                    new Problem("plan", d.location(), d.type().word().length(), m.getMessage(), m.hint()));
        }
    }

    private void split(Declaration d, String reason) {
        var on = platformsOf(d);
        platforms.put(d.id(), on);
        var parts = new ArrayList<Task.Edge>();
        for (var p : on) {
            add(d, d.id() + "@" + p, Task.Role.PART, Optional.of(p), reason, List.of());
            parts.add(new Task.Edge(d.id() + "@" + p, Task.Edge.Kind.PART));
        }
        add(d, d.id(), Task.Role.JOIN, Optional.empty(), reason, parts);
    }

    private List<Platform> platformsOf(Declaration d) {
        if (d.values().get("platforms") instanceof Value.Many m && !m.items().isEmpty())
            return m.items().stream()
                    .map(i -> (Platform) ((Value.Known) i).value())
                    .distinct()
                    .sorted()
                    .toList();
        return Selection.upstream(d)
                .map(platforms::get)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new Mismatch(
                        "'" + d.type().word() + "' cannot tell its platforms",
                        "give it 'platforms', or a result that has some"));
    }

    private void add(
            Declaration d,
            String id,
            Task.Role role,
            Optional<Platform> platform,
            String reason,
            List<Task.Edge> parts) {
        var data = Selection.upstream(d).map(t -> new Task.Edge(t, Task.Edge.Kind.DATA));
        var after = d.controls().after().stream()
                .filter(byId::containsKey)
                .map(t -> new Task.Edge(t, Task.Edge.Kind.AFTER));
        var edges = Stream.of(data, after, parts.stream())
                .flatMap(s -> s)
                .distinct()
                .toList();
        var draft = recipes.draft(d.type(), d.values());
        var controls = draft instanceof NeedsLocks n ? locked(d, n) : d.controls();
        var recipe = recipes.of(d, draft, role, platform, edges);
        var task = new Task(
                id, d.type(), role, d.subject(), platform, d.values(), edges, controls, d.location(), reason, recipe);
        tasks.add(task);
        byId.put(id, task);
    }

    private dsl.word.Controls locked(Declaration d, NeedsLocks needs) {
        var locks = new LinkedHashSet<>(d.controls().lock());
        locks.addAll(needs.locks(around.tree()));
        return d.controls().withLocks(List.copyOf(locks));
    }
}
