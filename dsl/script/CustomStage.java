package dsl.script;

import dsl.model.Location;
import dsl.model.Problem;
import dsl.model.Project;
import dsl.syntax.Problems;
import dsl.word.*;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.*;
import stages.api.*;

/** A stage in a Groovy file of its own: {@code stage { input ..; option ..; output ..; run { } }}. */
final class CustomStage {
    private final Scripts.Source source;
    private final Problems problems;
    private final Door door;

    CustomStage(Scripts.Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.door = new Door(Level.CUSTOM, problems, Project::empty, line -> {});
    }

    String word() {
        return source.name().replaceAll(".*/", "").replaceAll("\\.groovy$", "");
    }

    Optional<StageType> load(ScriptBase script) {
        if (!word().matches("[a-z][A-Za-z0-9]*"))
            problems.add(Problem.of(
                    "stage-name",
                    Location.of(source.name()),
                    Quoted.text("the file's name is the word of its stage, and {} is no word", word()),
                    "name it as in 'licenseCheck.groovy'"));
        return Scripts.evaluated(script, door, Blocks.StageFile.class, problems)
                .map(file -> type(file.stage()))
                .filter(t -> problems.none());
    }

    private StageType type(Blocks.Stage stage) {
        var word = word();
        var parameters = new LinkedHashMap<String, Parameter>();
        for (var slot : stage.inputs()) input(slot, parameters);
        for (var slot : stage.options()) option(slot, parameters);
        var outputs = new LinkedHashMap<String, Type>();
        for (var slot : stage.outputs())
            if (outputs.putIfAbsent(slot.name(), value(slot)) != null) wrong(slot, "", "a second {}", slot.name());
        return new StageType(
                word,
                stage.cached() ? StageType.Kind.CACHED : StageType.Kind.PLAIN,
                stage.describe().orElse(""),
                List.copyOf(parameters.values()),
                CustomRun.Outcome.class,
                Optional.empty(),
                outputs,
                List.of(),
                0,
                0,
                false,
                Digest.of(source.text()).value(),
                values -> new CustomRun(source.name(), word, values, outputs, stage.run()));
    }

    private void input(Blocks.Slot slot, Map<String, Parameter> all) {
        if (!Result.class.isAssignableFrom(slot.type()))
            wrong(
                    slot,
                    "use 'option' for values",
                    "{} must be what a stage yields, such as Image; %s is not",
                    slot.name(),
                    slot.type().getSimpleName());
        add(slot, slot.type(), Optional.empty(), all);
    }

    private void option(Blocks.Slot slot, Map<String, Parameter> all) {
        var type = value(slot);
        var standard = slot.default_().map(Handle::plain);
        try {
            standard.ifPresent(value -> new Conversion(o -> Object.class).convert(type, value));
        } catch (Mismatch m) {
            wrong(slot, m.hint(), "the default of {}: %s", slot.name(), m.getMessage());
        }
        add(slot, type, standard.map(s -> s), all);
    }

    private void add(Blocks.Slot slot, Type type, Optional<Object> standard, Map<String, Parameter> all) {
        if (RUNNERS.words().containsKey(slot.name()))
            wrong(slot, "give it another name", "{} is an option of every stage already", slot.name());
        var parameter = new Parameter(slot.name(), type, "", standard, false, List.of(), Optional.empty());
        if (all.putIfAbsent(slot.name(), parameter) != null) wrong(slot, "", "a second {}", slot.name());
    }

    /** What the type of an option or an output is inside. */
    private Type value(Blocks.Slot slot) {
        if (!slot.type().isEnum() && !TYPES.containsKey(slot.type()))
            wrong(slot, KNOWN, "{} cannot be a %s", slot.name(), slot.type().getSimpleName());
        return TYPES.getOrDefault(slot.type(), slot.type());
    }

    private void wrong(Blocks.Slot slot, String hint, String message, Object... values) {
        problems.add("wrong-value", door.place(slot, ""), hint, message, values);
    }

    private static final Level RUNNERS = Level.of("", Controls.class);

    /** What options and outputs may be, and what that is inside. */
    private static final Map<Class<?>, Type> TYPES = types();

    private static final String KNOWN = "use "
            + String.join(
                    ", ", TYPES.keySet().stream().map(Class::getSimpleName).toList())
            + " or an enum of stages.api";

    private static Map<Class<?>, Type> types() {
        var types = new LinkedHashMap<Class<?>, Type>();
        for (var t : List.of(String.class, Duration.class, Platform.class, Glob.class, RepositoryFile.class))
            types.put(t, t);
        types.put(Integer.class, int.class);
        types.put(Boolean.class, boolean.class);
        types.put(List.class, Parameter.of(Raw.class).get(0).type());
        types.put(Map.class, Parameter.of(Raw.class).get(1).type());
        return types;
    }

    /** Its components' types are those of lists and maps without a parameter. */
    private record Raw(List<String> list, Map<String, String> map) {}
}
