package dsl.script;

import dsl.model.*;
import dsl.word.StageType;
import groovy.lang.Closure;
import java.nio.file.Path;
import java.util.*;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stages.api.Changes;

/** Loads scripts: compiled, checked and evaluated, all but their {@code stages { }} blocks. Starts no process. */
public final class Scripts {
    /**
     * @param name as problems name it, relative to where the user stands
     * @param text UTF-8
     */
    public record Source(String name, String text) {}

    /**
     * @param project what the repository holds; empty where nothing says
     * @param types all words that do something, those of custom stages included
     * @param problems all that was found, in the order of file and line
     */
    public record Loaded(
            Project project, List<LoadedPipeline> pipelines, Map<String, StageType> types, List<Problem> problems) {}

    private final Map<String, StageType> types;
    private final Set<String> reserved;
    private final Optional<Path> cache;
    private final Consumer<String> said;
    private final List<Problem> problems = new ArrayList<>();
    /** Words of custom stages that could not be loaded: calls of them are no further problem. */
    private final List<String> broken = new ArrayList<>();

    private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
    private Optional<Project> project = Optional.empty();

    /**
     * @param types the words of stages and facts
     * @param reserved names that no pipeline may have
     * @param cache a folder of the user's own for compiled scripts
     * @param said gets what scripts print
     */
    public Scripts(Map<String, StageType> types, Set<String> reserved, Optional<Path> cache, Consumer<String> said) {
        this.types = new LinkedHashMap<>(types);
        this.reserved = reserved;
        this.cache = cache;
        this.said = said;
    }

    /**
     * @param customStages files that each hold {@code stage { }}; the file's name is the word
     * @param scripts those of the repository first: the project must be known before a pipeline is declared, and of two
     *     pipelines with one name in different files the first counts
     */
    public Loaded load(List<Source> customStages, List<Source> scripts) {
        for (var s : customStages) custom(s);
        var top = Level.top(types);
        var compiler = new Compiler(top, vocabulary(), cache);
        for (var s : scripts) script(s, top, compiler);
        problems.removeIf(p -> p.code().equals("unknown-word")
                && broken.stream().anyMatch(w -> p.message().contains("'" + w + "'")));
        problems.sort(java.util.Comparator.comparing(Problem::location));
        return new Loaded(
                project(), List.copyOf(pipelines.values()), Collections.unmodifiableMap(types), List.copyOf(problems));
    }

    private void custom(Source source) {
        var found = new Problems(source.name(), source.text());
        new Compiler(Level.CUSTOM, "custom", cache)
                .compile(source.name(), source.text(), found)
                .flatMap(script -> new CustomStage(source, found).load(script))
                .ifPresentOrElse(t -> add(t, found, source), () -> broken.add(CustomStage.word(source)));
        problems.addAll(found.found());
    }

    private void add(StageType type, Problems found, Source source) {
        if (types.putIfAbsent(type.word(), type) != null)
            found.add(Problem.of(
                    "duplicate-word",
                    Location.of(source.name()),
                    "'" + type.word() + "' is a word already",
                    "give the file another name"));
    }

    private void script(Source source, Level top, Compiler compiler) {
        var found = new Problems(source.name(), source.text());
        compiler.compile(source.name(), source.text(), found).ifPresent(script -> evaluate(script, top, found));
        problems.addAll(found.found());
    }

    private void evaluate(ScriptBase script, Level top, Problems found) {
        var door = new Door(top, found, this::project, this::special, said);
        script.open(door);
        guarded(found, () -> {
            script.run();
            return true;
        });
    }

    private Project project() {
        return project.orElseGet(Project::empty);
    }

    /** All that a compiled script depends on beside its text. */
    private String vocabulary() {
        var words = new StringBuilder();
        types.values()
                .forEach(t -> words.append(t.word())
                        .append(t.code())
                        .append(t.parameters())
                        .append(t.outputs()));
        for (var level : Level.top(Map.of()).all()) words.append(level.words().keySet());
        return words.toString();
    }

    /** Runs what a script says; an exception of its own becomes a problem at its line. */
    static <T> Optional<T> guarded(Problems found, java.util.function.Supplier<T> what) {
        try {
            return Optional.ofNullable(what.get());
        } catch (Problem.Found e) {
            e.problems().forEach(found::add);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            found.add(ScriptErrors.of(e, found.file()));
        }
        return Optional.empty();
    }

    private void special(
            Door door, String name, Door.Frame outer, Door.Frame given, @Nullable Closure<?> block, Location at) {
        switch (name) {
            case "project" -> project(door, given, block, at);
            case "pipeline" -> pipeline(door, given, block, at);
            case "argument", "flag", "option" -> input(door, name, outer, given, at);
            case "select" -> select(door, given.values().get("value"), at);
            case "stages" -> outer.values().put("stages", Objects.requireNonNull(block));
            default ->
                outer.values().put(name, Objects.requireNonNull(given.values().get("value")));
        }
    }

    private void project(Door door, Door.Frame frame, @Nullable Closure<?> block, Location at) {
        door.within(frame, block);
        if (project.isPresent())
            door.problems().add("second-project", at, "project", "a second project", "a repository has one");
        var made = door.record(Project.class, frame, at).map(Project.class::cast);
        if (made.isEmpty()) throw new Problem.Found(List.of());
        project = made;
        new ProjectCheck(made.get(), frame.places(), at, door.problems()).check();
    }

    private void pipeline(Door door, Door.Frame frame, @Nullable Closure<?> block, Location at) {
        door.within(frame, block);
        var problems = door.problems();
        var name = String.valueOf(frame.values().get("name"));
        var taken = reserved.contains(name);
        if (taken || !name.matches("[a-z][a-z0-9-]*"))
            problems.add(
                    "pipeline-name",
                    at,
                    "pipeline",
                    "a pipeline cannot be named '" + name + "'",
                    taken ? "it is a verb of the command line" : "use lower-case letters, digits and '-'");
        if (!(frame.values().get("stages") instanceof Closure<?> stages)) {
            problems.add("stages-missing", at, "pipeline", "pipeline '" + name + "' has no stages { }", "");
            return;
        }
        var inputs = frame.values().values().stream()
                .filter(PipelineSpec.Input.class::isInstance)
                .map(PipelineSpec.Input.class::cast)
                .toList();
        var spec = new PipelineSpec(name, String.valueOf(frame.values().getOrDefault("describe", "")), inputs, at);
        var before = pipelines.putIfAbsent(name, new Pipeline(spec, stages, door));
        if (before != null && before.spec().location().file().equals(at.file()))
            problems.add(
                    "duplicate-pipeline",
                    at,
                    "pipeline",
                    "a second pipeline '" + name + "'; the first stands at "
                            + before.spec().location(),
                    "");
    }

    private void input(Door door, String kind, Door.Frame outer, Door.Frame given, Location at) {
        door.record(Level.Input.class, given, at).map(Level.Input.class::cast).ifPresent(i -> {
            var which = PipelineSpec.Input.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
            var input = new PipelineSpec.Input(which, i.name(), i.help().orElse(""), i.choices(), i.default_(), at);
            if (outer.values().putIfAbsent("input " + i.name(), input) != null)
                door.problems().add("duplicate-input", at, kind, "a second input '" + i.name() + "'", "");
        });
    }

    private static void select(Door door, @Nullable Object value, Location at) {
        if (value instanceof Changes changes) door.select(changes);
        else door.problems().add("wrong-value", at, "select", "'select' expects what 'detectChanges' found", "");
    }

    /** A pipeline of a script that was loaded. */
    private record Pipeline(PipelineSpec spec, Closure<?> stages, Door door) implements LoadedPipeline {
        @Override
        public Declared declare(Map<String, Object> inputs, Facts facts) {
            var found = door.problems();
            found.found().clear();
            var declared = guarded(found, () -> door.declare(stages, inputs, facts));
            if (!found.found().isEmpty() || declared.isEmpty()) throw new Problem.Found(found.found());
            return declared.get();
        }
    }
}
