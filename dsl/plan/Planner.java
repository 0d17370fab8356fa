package dsl.plan;

import dsl.host.StageCode;
import dsl.model.*;
import dsl.word.*;
import java.util.*;
import java.util.stream.Stream;
import stages.api.*;

/** Makes a plan of a pipeline. The same script, inputs, facts and files give the same plan. */
public final class Planner {
    private final Surroundings around;
    private final Map<String, Location> places;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Recipes recipes;
    private final Conversion plain = new Conversion(o -> Object.class);
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, List<Platform>> platforms = new HashMap<>();

    /** @param places where the words of services stand, by {@code service word} */
    public Planner(Surroundings around, Map<String, Location> places) {
        this.around = around;
        this.places = places;
        this.recipes = new Recipes(around.tree(), tasks, new StageCode());
    }

    /**
     * @param recorded facts of an earlier plan that are to be taken as they are
     * @throws Problem.Found where the script or what it names is wrong
     */
    public Plan plan(LoadedPipeline pipeline, Map<String, Object> inputs, List<Plan.FactValue> recorded) {
        var facts = new FactBook(around, recorded);
        var declared = pipeline.declare(inputs, facts);
        var ready = new LinkedHashMap<String, Declaration>();
        for (var d : declared.declarations()) ready.put(d.id(), narrowed(filled(d), ready));
        if (!problems.isEmpty()) throw new Problem.Found(List.copyOf(problems));
        var selection = new Selection(List.copyOf(ready.values()), declared.selection());
        for (var d : ready.values()) selection.reason(d).ifPresent(why -> add(d, why));
        SortedMap<String, String> given = new TreeMap<>();
        inputs.forEach((k, v) -> given.put(k, String.valueOf(v)));
        return new Plan(
                pipeline.spec().name(), given, facts.values(), List.copyOf(tasks.values()), selection.skipped());
    }

    /** With what the project says of options that were not given, and the content of the files that options name. */
    private Declaration filled(Declaration d) {
        var values = new LinkedHashMap<String, Value>();
        for (var p : d.type().parameters())
            values.put(
                    p.name(),
                    filled(d, given(p, Objects.requireNonNull(d.values().get(p.name())))));
        return with(d, values);
    }

    private Value given(Parameter p, Value value) {
        var absent = value.equals(new Value.Known(Optional.empty())) || value.equals(new Value.Many(List.of(), false));
        var standard = absent ? around.project().option(p.name()) : Optional.empty();
        return standard.map(said -> plain.convert(p.type(), said)).orElse(value);
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
        var draft = Recipes.draft(d);
        if (draft instanceof NeedsFiles files) files.files().forEach((word, file) -> needed(d, word, file));
        if (!(draft instanceof NeedsSubjects needs)) return d;
        var values = new LinkedHashMap<>(d.values());
        values.replaceAll((name, value) -> {
            if (!(value instanceof Value.Many m)) return value;
            var used = m.items().stream().filter(i -> used(needs, name, i, before));
            return new Value.Many(used.toList(), m.set());
        });
        return with(d, values);
    }

    /** Notes a problem at the word of the service, where it is known. */
    private void needed(Declaration d, String word, String file) {
        if (around.tree().files().contains(file) || around.tree().read(file).isPresent()) return;
        var service = Selection.about(d).findFirst().orElse("");
        var at = places.get(service + " " + word);
        problems.add(new Problem(
                "no-file",
                at == null ? d.location() : at,
                at == null ? d.type().word().length() : word.length(),
                "no file '" + file + "' in the repository, which service '" + service + "' names",
                "name it relative to the repository's root"));
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
            if (d.type().part().isEmpty()) add(d, Task.Role.WHOLE, Optional.empty(), reason, List.of());
            else split(d, reason);
        } catch (Mismatch m) {
            throw new Problem.Found(
                    new Problem("plan", d.location(), d.type().word().length(), m.getMessage(), m.hint()));
        }
    }

    private void split(Declaration d, String reason) {
        var on = platformsOf(d);
        platforms.put(d.id(), on);
        var parts = on.stream()
                .map(p -> add(d, Task.Role.PART, Optional.of(p), reason, List.of()))
                .map(part -> new Task.Edge(part, Task.Edge.Kind.PART))
                .toList();
        add(d, Task.Role.JOIN, Optional.empty(), reason, parts);
    }

    private List<Platform> platformsOf(Declaration d) {
        if (d.values().get("platforms") instanceof Value.Many m && !m.items().isEmpty())
            return m.items().stream()
                    .map(i -> (Platform) ((Value.Known) i).value())
                    .distinct()
                    .sorted()
                    .toList();
        return Selection.upstream(d)
                .flatMap(t -> Stream.ofNullable(platforms.get(t)))
                .findFirst()
                .orElseThrow(() -> new Mismatch(
                        "'" + d.type().word() + "' cannot tell its platforms",
                        "give it 'platforms', or a result that has some"));
    }

    /** @return the task's id */
    private String add(
            Declaration d, Task.Role role, Optional<Platform> platform, String reason, List<Task.Edge> parts) {
        var id = d.id() + platform.map(p -> "@" + p).orElse("");
        var edges = Stream.concat(edges(d), parts.stream()).distinct().toList();
        var draft = Recipes.draft(d);
        var controls = draft instanceof NeedsLocks n ? locked(d.controls(), n) : d.controls();
        var recipe = recipes.of(d, draft, role, platform, edges);
        var task = new Task(
                id, d.type(), role, d.subject(), platform, d.values(), edges, controls, d.location(), reason, recipe);
        tasks.put(id, task);
        return id;
    }

    private Stream<Task.Edge> edges(Declaration d) {
        var after = d.controls().after().stream().filter(tasks::containsKey);
        return Stream.concat(
                Selection.upstream(d).map(t -> new Task.Edge(t, Task.Edge.Kind.DATA)),
                after.map(t -> new Task.Edge(t, Task.Edge.Kind.AFTER)));
    }

    private Controls locked(Controls controls, NeedsLocks needs) {
        var locks = new LinkedHashSet<>(controls.lock());
        locks.addAll(needs.locks(around.tree()));
        return controls.withLocks(List.copyOf(locks));
    }
}
