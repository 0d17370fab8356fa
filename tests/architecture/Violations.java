package architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Ways to break the rules, one after the other, and what looks alike and is allowed. Compiled by the test. */
final class Violations {
    /** A class by its full name; {@code NAME} in the body stands for its simple name. */
    record Source(String name, String body) {
        String text() {
            int dot = name.lastIndexOf('.');
            String declaration = body.replace("NAME", name.substring(dot + 1));
            return "package %s;%npublic %s".formatted(name.substring(0, dot), declaration);
        }

        Path file(Path folder, String extension) {
            return folder.resolve(name.replace('.', '/') + extension);
        }
    }

    /** Classes that break one rule together, and no other rule. */
    record Violation(String rule, List<Source> classes) {
        @Override
        public String toString() {
            return classes.getFirst().name() + " breaks '" + rule + "'";
        }
    }

    static final List<Violation> ALL = List.of(
            breaks("dsl.model", uses("dsl.model.KnowsRun", "dsl.run.Clean")),
            breaks("dsl.model", uses("dsl.model.KnowsStages", "stages.image.Clean")),
            breaks("dsl.script", uses("dsl.script.KnowsPlan", "dsl.plan.Clean")),
            breaks("dsl.syntax", uses("dsl.syntax.KnowsScript", "dsl.script.Clean")),
            breaks("dsl.plan", uses("dsl.plan.KnowsScript", "dsl.script.Clean")),
            breaks("dsl.run", uses("dsl.run.KnowsPlan", "dsl.plan.Clean")),
            breaks("dsl.word", uses("dsl.word.KnowsModel", "dsl.model.Clean")),
            breaks("dsl.host", uses("dsl.host.KnowsRun", "dsl.run.Clean")),
            breaks("dsl.store", uses("dsl.store.KnowsRun", "dsl.run.Clean")),
            breaks("dsl.report", uses("dsl.report.KnowsRun", "dsl.run.Clean")),
            breaks("dsl.report", uses("dsl.report.KnowsCli", "dsl.cli.Clean")),
            breaks("stages know no interpreter", uses("stages.image.KnowsModel", "dsl.model.Clean")),
            breaks("stages.api knows no other package", uses("stages.api.KnowsImage", "stages.image.Clean")),
            breaks(
                    "libraries of stages know stages.api alone",
                    uses("stages.engine.KnowsCompose", "stages.compose.Clean")),
            breaks("areas of stages do not call each other", uses("stages.image.KnowsCompose", "stages.compose.Clean")),
            breaks(
                    "no cycles",
                    uses("stages.image.one.KnowsTwo", "stages.image.two.KnowsOne"),
                    uses("stages.image.two.KnowsOne", "stages.image.one.KnowsTwo")),
            breaks(
                    "no result has a path",
                    new Source(
                            "stages.image.PathResult",
                            "record NAME(java.util.List<java.nio.file.Path> files) implements stages.api.Result {}")),
            breaks(
                    "stages throw no Exception",
                    new Source("stages.image.Throws", "class NAME { void run() throws Exception {} }")),
            breaks("groovy in dsl.syntax and dsl.script alone", uses("dsl.cli.KnowsGroovy", "groovy.lang.Closure<?>")),
            breaks("picocli in dsl.cli alone", uses("dsl.script.KnowsPicocli", "picocli.CommandLine")),
            breaks("no java.util.logging, java.util.Date", uses("dsl.cli.KnowsLogger", "java.util.logging.Logger")),
            breaks("no java.util.logging, java.util.Date", uses("dsl.cli.KnowsDate", "java.util.Date")),
            breaks("standard streams in one class of dsl.cli", does("stages.image.Prints", "System.out.println();")),
            breaks(
                    "standard streams in one class of dsl.cli",
                    does("dsl.cli.FirstConsole", "System.out.println();"),
                    does("dsl.cli.SecondConsole", "System.err.println();")),
            breaks("processes in one class of dsl.host", does("stages.image.Starts", "new ProcessBuilder(\"ls\");")),
            breaks(
                    "processes in one class of dsl.host",
                    new Source(
                            "dsl.plan.Executes",
                            "class NAME { void act() throws java.io.IOException { Runtime.getRuntime().exec(\"ls\"); } }")),
            breaks(
                    "no java.io.File but for processes",
                    does("stages.image.ToFile", "java.nio.file.Path.of(\"a\").toFile();")),
            breaks("exit in Pipeline alone", does("dsl.cli.Exits", "System.exit(0);")),
            breaks("exit in Pipeline alone", does("dsl.run.Halts", "Runtime.getRuntime().halt(0);")),
            breaks("no new Thread", does("dsl.run.Threads", "new Thread(() -> {}).start();")),
            breaks("an injected clock", does("dsl.run.Now", "java.time.Instant.now();")),
            breaks("an injected clock", does("stages.image.Millis", "System.currentTimeMillis();")));

    static final List<Source> ALLOWED = List.of(
            uses("dsl.script.KnowsModel", "dsl.model.Clean"),
            uses("dsl.plan.KnowsModel", "dsl.model.Clean"),
            uses("dsl.run.KnowsStore", "dsl.store.Clean"),
            uses("dsl.report.KnowsStore", "dsl.store.Clean"),
            uses("dsl.cli.KnowsReport", "dsl.report.Clean"),
            uses("dsl.cli.KnowsStages", "stages.image.Clean"),
            uses("dsl.model.KnowsApi", "stages.api.Result"),
            uses("stages.image.KnowsApi", "stages.api.Result"),
            uses("dsl.script.KnowsGroovy", "groovy.lang.Closure<?>"),
            uses("dsl.cli.KnowsPicocli", "picocli.CommandLine"),
            does("dsl.cli.OneConsole", "System.out.println();"),
            does("dsl.host.OneStarter", "new ProcessBuilder(\"ls\").directory(java.nio.file.Path.of(\"a\").toFile());"),
            does("dsl.run.Clocked", "java.time.Instant.now(java.time.Clock.systemUTC());"));

    /** What the others refer to. */
    static final List<Source> TARGETS = Stream.concat(
                    Stream.of("word", "model", "syntax", "script", "plan", "host", "store", "run", "report", "cli")
                            .map(name -> "dsl." + name),
                    Stream.of("stages.image", "stages.compose"))
            .map(home -> new Source(home + ".Clean", "class NAME {}"))
            .toList();

    private Violations() {}

    static void compile(Path folder) throws IOException {
        var arguments = new ArrayList<>(List.of("-proc:none", "-XDsuppressNotes", "-d", folder.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        var sources = Stream.of(ALL.stream().flatMap(one -> one.classes().stream()), ALLOWED.stream(), TARGETS.stream())
                .flatMap(part -> part)
                .toList();
        for (Source source : sources) {
            Path file = source.file(folder, ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.text());
            arguments.add(file.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) throw new IOException("the planted classes do not compile");
    }

    private static Violation breaks(String rule, Source... classes) {
        return new Violation(rule, List.of(classes));
    }

    private static Source uses(String name, String type) {
        return new Source(name, "class NAME { " + type + " used; }");
    }

    private static Source does(String name, String statement) {
        return new Source(name, "class NAME { void act() { " + statement + " } }");
    }
}
