package dsl.script;

import dsl.word.Controls;
import dsl.word.Parameter;
import dsl.word.StageType;
import groovy.lang.Closure;
import java.util.*;
import java.util.stream.Stream;

/**
 * A place in a script where certain words may stand.
 *
 * @param name as messages say it: {@code project { }}
 * @param closed whether a statement must be a word: options hold values, tasks are declared in the flow
 */
record Level(String name, boolean closed, Map<String, Meaning> words) {
    private static final String OPTIONS = "the options of ";
    private static final String TOP = "the top level";
    /** Of a custom stage's file. */
    static final Level CUSTOM = of(TOP, Blocks.StageFile.class, new Level("run { }", false, Map.of()));

    /** The levels of pipelines, given the words of stages and facts. */
    static Level top(Map<String, StageType> types) {
        var flow = new Level("stages { }", false, of("", Blocks.Flow.class).words());
        types.values().forEach(t -> flow.words().put(t.word(), new Meaning.Call(t, options(t))));
        return of(TOP, Blocks.Script.class, flow);
    }

    /** A block that fills a record. */
    static Level of(String name, Class<? extends Record> type) {
        return of(name, type, new Level("", false, Map.of()));
    }

    /** @param body what stands in a block that is kept */
    private static Level of(String name, Class<? extends Record> type, Level body) {
        var level = new Level(name, true, new LinkedHashMap<>());
        for (var p : Parameter.of(type)) level.words().put(p.block().orElse(p.name()), meaning(p, body));
        return level;
    }

    private static Meaning meaning(Parameter p, Level body) {
        if (p.raw() == Closure.class) return new Meaning.Body(p, body);
        if (p.block().isEmpty()) return new Meaning.Option(p);
        var nested = ((Class<?>) p.element()).asSubclass(Record.class);
        return new Meaning.Nested(p, nested, of(p.block().get() + " { }", nested, body));
    }

    /** The block of a stage: its own options, and the runner's words. */
    private static Level options(StageType type) {
        var level = of(OPTIONS + "'" + type.word() + "'", Controls.class);
        for (var p : type.parameters()) level.words().put(p.name(), new Meaning.Option(p));
        return level;
    }

    /** Whether it is the block of a stage. */
    boolean options() {
        return name.startsWith(OPTIONS);
    }

    /** All levels within, itself first. */
    Stream<Level> all() {
        var inner = words.values().stream().flatMap(m -> m.block().stream()).flatMap(Level::all);
        return Stream.concat(Stream.of(this), inner);
    }

    /** Where tasks are declared, or a custom stage does its work: helper methods are called from there. */
    Level flow() {
        return all().filter(l -> l.name().equals("stages { }") || l.name().equals("run { }"))
                .findFirst()
                .orElse(this);
    }
}
