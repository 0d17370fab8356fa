package stages.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.*;

/**
 * Runs the commands that a service declares as its {@code checks}, in order, in the folder of its Dockerfile, until one
 * fails: on the host, or in a container that holds a copy of the repository's files and whose changes are thrown away.
 * Cached where inputs are declared and it runs on the host or in an image named by digest.
 */
@Help("runs the checks of a service: its build, its tests, its linters")
@Word("serviceChecks")
@Cached
@Uses(value = "docker", optional = true)
public record ServiceChecks(
        @Help("the service") Service service,

        @Help("image to run them in, instead of on the host")
        Optional<String> in,

        @Help("all the files that the checks read") List<Glob> inputs)
        implements Stage<ChecksResult>, ReadsSources {
    public ServiceChecks {
        inputs = List.copyOf(inputs);
    }

    @Override
    public Sources sources(SourceTree tree) {
        if (inputs.isEmpty()) return Sources.unknown("it declares no inputs");
        if (in.isPresent() && !in.get().contains("@sha256:"))
            return Sources.unknown("image '" + in.get() + "' is not named by digest");
        return Inputs.of(inputs, tree);
    }

    @Override
    public ChecksResult run(StageContext context) throws IOException, InterruptedException {
        var folder =
                Optional.ofNullable(Path.of(service.dockerfile()).getParent()).orElse(Path.of(""));
        if (in.isEmpty())
            return checks(
                    context,
                    text -> Command.of("sh", "-ceu", text).in(context.root().resolve(folder)));
        try (var container = CheckContainer.start(context, in.get())) {
            return checks(context, text -> container.command(folder, text));
        }
    }

    private interface Form {
        Command command(String text);
    }

    private ChecksResult checks(StageContext context, Form form) throws IOException, InterruptedException {
        var ran = new ArrayList<ChecksResult.Ran>();
        for (var text : service.checks()) {
            context.progress((ran.size() + 1) + "/" + service.checks().size() + " " + text);
            context.log("$ " + text);
            var exit = context.commands().run(form.command(text));
            if (exit.code() != 0)
                throw new StageFailure(
                        "check '" + text + "' of '" + service.name() + "' ended with exit code " + exit.code(),
                        "",
                        exit.tail());
            ran.add(new ChecksResult.Ran(text, exit.code()));
        }
        return new ChecksResult(service.name(), ran);
    }
}
