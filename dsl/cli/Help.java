package dsl.cli;

import dsl.report.ExitCode;
import dsl.report.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of a command, by picocli. */
final class Help {
    private Help() {}

    /** @param ends whether it ends with one of the exit codes of a run */
    static String text(Grammar grammar, boolean ends, Style style) {
        var spec = spec(grammar);
        var words = grammar.positionals().stream().map(Help::word).reduce("", String::concat);
        spec.usageMessage()
                .description(format(grammar.help()))
                .customSynopsis(Cli.PROGRAM + " " + grammar.name() + words + " [OPTIONS]")
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments%n")
                .sortOptions(false)
                .width(Console.WIDTH)
                .footer(footer(grammar, ends));
        return new CommandLine(spec)
                .setInterpolateVariables(false)
                .setSeparator(" ")
                .getUsageMessage(style == Style.COLOUR ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF);
    }

    private static String word(Grammar.Positional p) {
        return " " + (p.required() ? p.label() : "[" + p.label() + "]") + (p.many() ? "..." : "");
    }

    private static String[] footer(Grammar grammar, boolean ends) {
        var lines = new ArrayList<String>();
        if (!grammar.examples().isEmpty()) lines.add("%nExamples");
        grammar.examples().forEach(e -> lines.add("  " + format(e)));
        if (ends) lines.add("%n" + exitCodes());
        return lines.toArray(String[]::new);
    }

    static String exitCodes() {
        return "Exit codes: "
                + String.join(
                        ", ",
                        Arrays.stream(ExitCode.values())
                                .sorted(Comparator.comparingInt(ExitCode::code))
                                .map(e -> e.code() + " " + e.meaning())
                                .toList());
    }

    static CommandSpec spec(Grammar grammar) {
        var spec = CommandSpec.create().name(grammar.name());
        for (int i = 0; i < grammar.positionals().size(); i++)
            spec.addPositional(positional(i, grammar.positionals().get(i)));
        for (int i = 0; i < grammar.groups().size(); i++) {
            var group = ArgGroupSpec.builder()
                    .heading("%n" + grammar.groups().get(i).heading() + "%n")
                    .order(i)
                    .validate(false);
            grammar.groups().get(i).options().forEach(o -> group.addArg(option(o)));
            spec.addArgGroup(group.build());
        }
        return spec;
    }

    private static PositionalParamSpec positional(int index, Grammar.Positional p) {
        return PositionalParamSpec.builder()
                .index(p.many() ? index + "..*" : String.valueOf(index))
                .paramLabel(p.label())
                .type(p.many() ? List.class : String.class)
                .auxiliaryTypes(String.class)
                .arity(p.required() ? "1" : "0..1")
                .hideParamSyntax(true)
                .completionCandidates(p.choices())
                .description(literal(p.help()))
                .build();
    }

    private static OptionSpec option(Grammar.Option o) {
        return OptionSpec.builder(o.names().toArray(String[]::new))
                .type(o.flag() ? boolean.class : String.class)
                .paramLabel(o.label())
                .completionCandidates(o.choices())
                .description(literal(o.help()))
                .build();
    }

    /** Here {@code @|} begins a style. */
    private static String literal(String text) {
        return text.replace("@|", "@ |");
    }

    /** As {@link #literal}, for the parts that are formats. */
    private static String format(String text) {
        return literal(text).replace("%", "%%");
    }
}
