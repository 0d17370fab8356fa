package stages.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import stages.api.*;

/**
 * The checks of BuildKit's Dockerfile frontend, by {@code docker buildx build --call=check,format=json}; they need an
 * engine and run nothing.
 */
record DockerCheck(Service service) implements Linter {
    @Override
    public String tool() {
        return "docker buildx";
    }

    @Override
    public List<Finding> lint(Tool tool, StageContext context) throws IOException, InterruptedException {
        var exit = context.commands().read(command(tool));
        if (exit.out().isBlank()) throw failure(String.join("\n", exit.tail()), exit);
        var answer = Answers.json("docker buildx", exit.out());
        var error = answer.path("buildError");
        if (!error.isMissingNode()) throw failure(error.path("message").asText(), exit);
        var findings = new ArrayList<Finding>();
        for (var warning : answer.path("warnings")) findings.add(finding(warning));
        return findings;
    }

    private Command command(Tool tool) {
        var command = tool.command("build", "--call=check,format=json", "--file=" + service.dockerfile());
        if (service.target().isPresent())
            command = command.and("--target=" + service.target().get());
        for (var argument : new TreeMap<>(service.buildArgs()).entrySet())
            command = command.and("--build-arg=" + argument.getKey() + "=" + argument.getValue());
        return command.and("./" + service.context());
    }

    private RuntimeException failure(String text, Commands.Exit exit) {
        return BuildFailure.noEngine(text)
                .or(() -> BuildFailure.unparsed(service.dockerfile(), text))
                .orElseGet(() -> new StageFailure(
                        "'" + service.dockerfile() + "' cannot be checked: "
                                + text.lines().reduce((first, last) -> last).orElse("no reason given"),
                        "",
                        exit.tail()));
    }

    private Finding finding(JsonNode warning) {
        var line = warning.path("location")
                .path("ranges")
                .path(0)
                .path("start")
                .path("line")
                .asInt();
        return new Finding(
                Finding.Level.WARNING,
                warning.path("ruleName").asText(),
                tool(),
                warning.path("detail").asText(warning.path("description").asText()),
                new Finding.Place(service.dockerfile(), line, 0),
                Optional.empty());
    }
}
