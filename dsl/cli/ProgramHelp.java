package dsl.cli;

import dsl.report.Style;
import dsl.report.Texts;

/** What {@code ./pipeline --help} says. Loads no script. */
final class ProgramHelp {
    private ProgramHelp() {}

    static String text(Style style) {
        var text = new StringBuilder("Usage: " + Cli.PROGRAM + " [-C DIR] PIPELINE [ARGUMENTS] [OPTIONS]\n       "
                + Cli.PROGRAM + " [-C DIR] VERB ...\n\n"
                + "Release pipelines for container services: the same on a laptop and in CI.\n");
        verbs(text, style);
        return text.append('\n')
                .append(style.bold("Examples"))
                .append('\n')
                .append("  " + Cli.PROGRAM + " pipelines            what there is to run\n")
                .append("  " + Cli.PROGRAM + " docker-ci            run it\n")
                .append("  " + Cli.PROGRAM + " docker-ci --help     what it takes\n")
                .append("  " + Cli.PROGRAM + " plan docker-ci       what it would do, and why\n\n")
                .append(Help.exitCodes().replace(", 3 ", ",\n            3 "))
                .append('\n')
                .toString();
    }

    private static void verbs(StringBuilder text, Style style) {
        var group = "";
        var column = Verb.shown().stream().mapToInt(v -> left(v).length()).max().orElse(0);
        for (var v : Verb.shown()) {
            if (!v.group().equals(group))
                text.append('\n').append(style.bold(v.group())).append('\n');
            group = v.group();
            text.append("  ")
                    .append(Texts.pad(left(v), column))
                    .append("  ")
                    .append(v.help())
                    .append('\n');
        }
    }

    private static String left(Verb verb) {
        return switch (verb) {
            case PLAN, GRAPH -> verb.word() + " PIPELINE ...";
            case EXPLAIN -> "explain PIPELINE TASK ...";
            case CHECK -> "check [FILES]";
            case STAGES -> "stages [WORD]";
            case SHOW, RESUME -> verb.word() + " [RUN]";
            case LOGS -> "logs RUN TASK";
            case PIPELINES, DOCTOR, RUNS, CLEAN, COMPLETION -> verb.word();
        };
    }
}
