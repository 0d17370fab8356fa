package stages.image;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stages.api.*;

/** hadolint, with the configuration nearest to the Dockerfile and none of the user's own. */
record Hadolint(String dockerfile) implements Linter {
    private static final List<String> NAMES = List.of(".hadolint.yaml", ".hadolint.yml");
    private static final String UNPARSED = "DL1000";

    /** Where a configuration may lie, nearest first: beside the Dockerfile, at the root. */
    static List<String> configurations(String dockerfile) {
        var end = dockerfile.lastIndexOf('/') + 1;
        return Stream.of(dockerfile.substring(0, end), "")
                .distinct()
                .flatMap(folder -> NAMES.stream().map(name -> folder + name))
                .toList();
    }

    @Override
    public String tool() {
        return "hadolint";
    }

    @Override
    public List<Finding> lint(Tool tool, StageContext context) throws IOException, InterruptedException {
        var configuration = configurations(dockerfile).stream()
                .filter(path -> Files.isRegularFile(context.root().resolve(path)))
                .findFirst();
        var exit = context.commands().read(command(tool, configuration, context));
        var broken = exit.tail().stream().anyMatch(line -> line.contains("Error parsing your config file"));
        if (broken)
            throw new StageFailure(
                    "'" + configuration.orElse("") + "' is no configuration of hadolint", "", exit.tail());
        if (exit.out().isBlank()) exit.orFail("'" + dockerfile + "' cannot be linted");
        var findings = new ArrayList<Finding>();
        for (var finding : Answers.json("hadolint", exit.out().isBlank() ? "[]" : exit.out())) {
            var place = new Finding.Place(
                    dockerfile,
                    finding.path("line").asInt(),
                    finding.path("column").asInt());
            var message = finding.path("message").asText();
            var rule = finding.path("code").asText();
            if (rule.equals(UNPARSED))
                throw new StageFailure(dockerfile + ":" + place.line() + ":" + place.column()
                        + ": the Dockerfile does not parse: " + message);
            findings.add(
                    new Finding(level(finding.path("level").asText()), rule, tool(), message, place, Optional.empty()));
        }
        return findings;
    }

    /** The home folder is one without a configuration: the same Dockerfile gives the same findings everywhere. */
    private Command command(Tool tool, Optional<String> configuration, StageContext context) {
        var work = context.work().toString();
        var command = tool.command("--no-fail", "--format", "json");
        if (configuration.isPresent()) command = command.and("--config", configuration.get());
        return command.and("--", dockerfile).with("HOME", work).with("XDG_CONFIG_HOME", work);
    }

    private static Finding.Level level(String level) {
        return switch (level) {
            case "error" -> Finding.Level.ERROR;
            case "warning" -> Finding.Level.WARNING;
            default -> Finding.Level.NOTE;
        };
    }
}
