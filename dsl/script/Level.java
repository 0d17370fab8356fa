package dsl.script;

import dsl.model.Project;
import dsl.word.Controls;
import dsl.word.Parameter;
import dsl.word.StageType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.Help;

/**
 * A place in a script where certain words may stand.
 *
 * @param name as messages say it: {@code project { }}
 * @param closed whether a statement must be a word: options hold values, tasks are declared in the flow
 */
record Level(String name, boolean closed, Map<String, Meaning> words) {
    /** {@code describe 'text'} and {@code select changes}. */
    record One(@Help("") Object value) {}

    /** {@code argument}, {@code flag} and {@code option} of a pipeline. */
    record Input(String name, Optional<String> help, List<String> choices, Optional<String> default_) {}

    /** {@code input}, {@code option} and {@code output} of a custom stage. */
    record Slot(String name, Class<?> type, Optional<Object> default_) {}

    /** A name and a block. */
    record Named(String name) {}

    private static final String OPTIONS = "the options of ";
    static final Level TOP = new Level("the top level", true, new LinkedHashMap<>());
    static final Level CUSTOM = customStage();

    /** The levels of pipelines, given the words of stages and facts. */
    static Level top(Map<String, StageType> types) {
        var project = of("project { }", Project.class);
        var stages = new Level("stages { }", false, new LinkedHashMap<>());
        types.values().forEach(t -> stages.words().put(t.word(), new Meaning.Call(t, options(t))));
        stages.words().put("select", special(One.class, Optional.empty()));
        var pipeline = new Level("pipeline { }", true, new LinkedHashMap<>());
        pipeline.words().put("describe", special(One.class, Optional.empty()));
        for (var word : List.of("argument", "flag", "option"))
            pipeline.words().put(word, special(Input.class, Optional.empty()));
        pipeline.words().put("stages", new Meaning.Special(List.of(), Optional.of(stages)));
        var top = new Level(TOP.name(), true, new LinkedHashMap<>());
        top.words().put("project", new Meaning.Special(Parameter.of(Named.class), Optional.of(project)));
        top.words().put("pipeline", new Meaning.Special(Parameter.of(Named.class), Optional.of(pipeline)));
        return top;
    }

    private static Level customStage() {
        var stage = new Level("stage { }", true, new LinkedHashMap<>());
        stage.words().put("describe", special(One.class, Optional.empty()));
        for (var word : List.of("input", "option", "output"))
            stage.words().put(word, special(Slot.class, Optional.empty()));
        stage.words().put("cached", new Meaning.Special(List.of(), Optional.empty()));
        stage.words().put("run", new Meaning.Special(List.of(), Optional.of(new Level("run { }", false, Map.of()))));
        return new Level(TOP.name(), true, Map.of("stage", new Meaning.Special(List.of(), Optional.of(stage))));
    }

    /** A block that fills a record. */
    static Level of(String name, Class<? extends Record> type) {
        var level = new Level(name, true, new LinkedHashMap<>());
        for (var p : Parameter.of(type)) {
            if (p.block().isEmpty()) level.words().put(p.name(), new Meaning.Option(p));
            else {
                var nested = ((Class<?>) p.element()).asSubclass(Record.class);
                var word = p.block().get();
                level.words().put(word, new Meaning.Nested(p, nested, of(word + " { }", nested)));
            }
        }
        return level;
    }

    /** The block of a stage: its own options, and the runner's words. */
    private static Level options(StageType type) {
        var level = of(OPTIONS + "'" + type.word() + "'", Controls.class);
        for (var p : type.parameters()) level.words().put(p.name(), new Meaning.Option(p));
        return level;
    }

    private static Meaning special(Class<? extends Record> type, Optional<Level> block) {
        return new Meaning.Special(Parameter.of(type), block);
    }

    /** Whether it is the block of a stage. */
    boolean options() {
        return name.startsWith(OPTIONS);
    }

    /** All levels within, itself first. */
    List<Level> all() {
        var inner = words.values().stream().flatMap(m -> m.block().stream()).flatMap(l -> l.all().stream());
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(this), inner)
                .toList();
    }
}
