package dsl.report;

import dsl.word.Parameter;
import dsl.word.StageType;
import java.lang.reflect.Type;
import java.util.*;
import stages.api.Json;
import stages.api.Uses;

/**
 * The reference of the words, from their records; {@code slipway.stages/1}.
 *
 * @param runner options that every stage has
 */
public record Reference(String schema, List<Word> words, List<Option> runner) {
    /**
     * @param kind {@code fact}, {@code cached}, {@code plain}, {@code effect}
     * @param perPlatform whether a task is made for each platform
     */
    public record Word(
            String word,
            String kind,
            String help,
            List<Option> options,
            String yields,
            List<Output> outputs,
            List<Tool> tools,
            boolean perPlatform,
            String code) {}

    /**
     * @param type as the reference shows it
     * @param standard the default, as a script would write it
     * @param policy whether it is judged by, and so no part of the cache key
     * @param holds names of the results of which its list must have one each
     */
    public record Option(
            String name,
            String type,
            boolean required,
            Optional<String> standard,
            boolean policy,
            List<String> holds,
            String help) {}

    public record Output(String name, String type) {}

    public record Tool(String name, String version, boolean optional) {}

    public static Reference of(Collection<StageType> types) {
        var words = types.stream().map(Reference::word).toList();
        return new Reference(
                "slipway.stages/1",
                words,
                Parameter.of(dsl.word.Controls.class).stream()
                        .map(Reference::option)
                        .toList());
    }

    public String json() {
        return Json.pretty(this) + "\n";
    }

    private static Word word(StageType t) {
        return new Word(
                t.word(),
                t.kind().name().toLowerCase(Locale.ROOT),
                t.help(),
                t.parameters().stream().map(Reference::option).toList(),
                t.yieldsName(),
                outputs(t.outputs()),
                t.uses().stream().map(Reference::tool).toList(),
                t.part().isPresent(),
                t.code());
    }

    private static Option option(Parameter p) {
        return new Option(
                p.name(),
                p.typeName(),
                p.required(),
                standard(p),
                p.policy(),
                p.holds().stream().map(Class::getSimpleName).toList(),
                p.help());
    }

    private static Optional<String> standard(Parameter p) {
        if (p.standard().isPresent()) return p.standard().map(String::valueOf);
        return p.raw() == boolean.class ? Optional.of("false") : Optional.empty();
    }

    private static List<Output> outputs(Map<String, Type> outputs) {
        var all = new ArrayList<Output>();
        outputs.forEach((name, type) -> all.add(new Output(name, typeName(type))));
        return all;
    }

    private static String typeName(Type type) {
        return new Parameter("", type, "", Optional.empty(), false, List.of(), Optional.empty()).typeName();
    }

    private static Tool tool(Uses u) {
        return new Tool(u.value(), u.version(), u.optional());
    }
}
