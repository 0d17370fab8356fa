package dsl.script;

import dsl.model.*;
import dsl.syntax.Compiler;
import dsl.syntax.Problems;
import dsl.syntax.ScriptErrors;
import dsl.word.Parameter;
import dsl.word.StageType;
import groovy.lang.Closure;
import java.nio.file.Path;
import java.util.*;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import stages.api.Service;

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
     * @param places where the words of services stand, by {@code service word}
     * @param problems all that was found, in the order of file and line
     */
    public record Loaded(
            Project project,
            List<LoadedPipeline> pipelines,
            Map<String, StageType> types,
            Map<String, Location> places,
            List<Problem> problems) {}

    private final Map<String, StageType> types;
    private final Set<String> reserved;
    private final Optional<Path> cache;
    private final Consumer<String> said;
    private final List<Problem> problems = new ArrayList<>();
    /** Words of custom stages that could not be loaded: calls of them are no further problem. */
    private final Set<String> broken = new HashSet<>();

    private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
    private Optional<Project> project = Optional.empty();
    private final Map<String, Location> places = new HashMap<>();

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

    /** Starts Groovy, which takes as long as to read the words: for a thread beside that. */
    public static void ahead() {
        groovy.lang.GroovySystem.getMetaClassRegistry();
    }

    /**
     * @param customStages files that each hold {@code stage { }}; the file's name is the word
     * @param scripts those of the repository first: the project must be known before a pipeline is declared, and of two
     *     pipelines with one name in different files the first counts
     */
    public Loaded load(List<Source> customStages, List<Source> scripts) {
        customStages.forEach(this::custom);
        var top = Level.top(types);
        var compiler = compiler(top, vocabulary());
        scripts.forEach(s -> script(s, top, compiler));
        problems.removeIf(p -> p.code().equals("unknown-word")
                && broken.stream().anyMatch(w -> p.message().contains("'" + w + "'")));
        problems.sort(Comparator.comparing(Problem::location));
        return new Loaded(
                project(),
                List.copyOf(pipelines.values()),
                Collections.unmodifiableMap(types),
                Map.copyOf(places),
                List.copyOf(problems));
    }

    private void custom(Source source) {
        var found = new Problems(source.name(), source.text());
        var stage = new CustomStage(source, found);
        compiler(Level.CUSTOM, "custom")
                .compile(source.name(), source.text(), found)
                .flatMap(stage::load)
                .ifPresentOrElse(t -> add(t, found, source), () -> broken.add(stage.word()));
        problems.addAll(found.taken());
    }

    private Compiler<ScriptBase> compiler(Level top, String vocabulary) {
        Compiler.Check check = (source, tree, found) -> new Checker(source, tree, top, found).check();
        return new Compiler<>(ScriptBase.class, check, vocabulary, cache);
    }

    private void add(StageType type, Problems found, Source source) {
        if (types.putIfAbsent(type.word(), type) != null)
            found.add(Problem.of(
                    "duplicate-word",
                    Location.of(source.name()),
                    "'" + type.word() + "' is a word already",
                    "give the file another name"));
    }

    private void script(Source source, Level top, Compiler<ScriptBase> compiler) {
        var found = new Problems(source.name(), source.text());
        var door = new Door(top, found, this::project, said);
        compiler.compile(source.name(), source.text(), found)
                .flatMap(script -> evaluated(script, door, Blocks.Script.class, found))
                .ifPresent(script -> {
                    script.project().ifPresent(p -> project(p, door, found));
                    script.pipelines().forEach(p -> pipeline(p, door, found));
                });
        problems.addAll(found.taken());
    }

    /** What a script says; an exception of its own becomes a problem at its line. */
    static <T extends Record> Optional<T> evaluated(ScriptBase script, Door door, Class<T> type, Problems found) {
        script.open(door);
        return guarded(found, () -> {
                    script.run();
                    return Optional.of(script);
                })
                .flatMap(ran -> door.said(type));
    }

    private static <T> Optional<T> guarded(Problems found, Supplier<Optional<T>> what) {
        try {
            return what.get();
        } catch (Problem.Found e) {
            e.problems().forEach(found::add);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            found.add(ScriptErrors.of(e, found.file()));
        }
        return Optional.empty();
    }

    private Project project() {
        return project.orElseGet(Project::empty);
    }

    /** All that a compiled script depends on beside its text. */
    private String vocabulary() {
        var words = new StringBuilder();
        types.values().forEach(t -> words.append(t.identity()));
        Level.top(Map.of()).all().forEach(level -> words.append(level.words().keySet()));
        return words.toString();
    }

    private void project(Project given, Door door, Problems found) {
        if (project.isPresent())
            found.add("second-project", door.place(given, ""), "a repository has one", "a second project");
        project = Optional.of(given);
        for (var s : given.services())
            for (var p : Parameter.of(Service.class))
                places.put(s.name() + " " + p.name(), door.place(s, p.name()).location());
        new ProjectCheck(given, door, found).check();
    }

    private void pipeline(Blocks.Pipeline given, Door door, Problems found) {
        var name = given.name();
        var at = door.place(given, "");
        var taken = reserved.contains(name);
        var hint = taken ? "it is a verb of the command line" : "use lower-case letters, digits and '-'";
        if (taken || !name.matches("[a-z][a-z0-9-]*"))
            found.add("pipeline-name", at, hint, "a pipeline cannot be named {}", name);
        var inputs = Stream.of(
                        inputs(PipelineSpec.Input.Kind.ARGUMENT, given.arguments(), door),
                        inputs(PipelineSpec.Input.Kind.FLAG, given.flags(), door),
                        inputs(PipelineSpec.Input.Kind.OPTION, given.options(), door))
                .flatMap(s -> s)
                .sorted(Comparator.comparing(PipelineSpec.Input::location))
                .toList();
        var names = new HashSet<String>();
        for (var i : inputs)
            if (!names.add(i.name()))
                found.add(
                        "duplicate-input",
                        new Problems.Place(i.location(), i.kind().name().length()),
                        "",
                        "a second input {}",
                        i.name());
        var spec = new PipelineSpec(name, given.describe().orElse(""), inputs, at.location());
        var before = pipelines.putIfAbsent(name, new Pipeline(spec, given.stages(), door, found));
        if (before != null && before.spec().location().file().equals(found.file()))
            found.add(
                    "duplicate-pipeline",
                    at,
                    "",
                    "a second pipeline {}; the first stands at %s",
                    name,
                    before.spec().location());
    }

    private static Stream<PipelineSpec.Input> inputs(
            PipelineSpec.Input.Kind kind, List<Blocks.Input> given, Door door) {
        return given.stream()
                .map(i -> new PipelineSpec.Input(
                        kind,
                        i.name(),
                        i.help().orElse(""),
                        i.choices(),
                        i.default_(),
                        door.place(i, "").location()));
    }

    /** A pipeline of a script that was loaded. */
    private record Pipeline(PipelineSpec spec, Closure<?> stages, Door door, Problems found) implements LoadedPipeline {
        @Override
        public Declared declare(Map<String, Object> inputs, Facts facts) {
            var declared = guarded(found, () -> Optional.of(door.declare(stages, inputs, facts)));
            if (found.none() && declared.isPresent()) return declared.get();
            throw new Problem.Found(found.taken());
        }
    }
}
