package stages.image;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stages.api.Commands;
import stages.api.Platform;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** Says what the last lines of a failed buildx mean. */
final class BuildFailure {
    private static final Pattern ERROR = Pattern.compile("ERROR: (?:failed to build: )?(?:failed to solve: )?(.*)");
    private static final Pattern PARSE = Pattern.compile("dockerfile parse error on line (\\d+): (.*)");
    private static final Pattern FOREIGN = Pattern.compile("InvalidBaseImagePlatform: (.*)");
    /** Two platforms that share a layer make buildx say this, and succeed. */
    private static final Pattern NOISE = Pattern.compile(".*ref .* locked.*unavailable.*");

    private BuildFailure() {}

    static RuntimeException of(BuildImage stage, Platform platform, Commands.Exit exit) {
        var lines = exit.tail().stream()
                .filter(line -> !NOISE.matcher(line).matches())
                .toList();
        var cause = cause(lines).orElse("buildx ended with exit code " + exit.code());
        return known(stage, cause).orElseGet(() -> {
            var where = line(stage.service().dockerfile(), lines)
                    .map(number -> stage.service().dockerfile() + ":" + number + ": ")
                    .orElse("");
            return new StageFailure(
                    "image '" + stage.service().name() + "' does not build for " + platform + ": " + where + cause,
                    "",
                    lines);
        });
    }

    /**
     * BuildKit takes a base image of another platform with a warning, and calls what it builds on it by the platform asked
     * for.
     */
    static void refuseForeignBase(BuildImage stage, Platform platform, Commands.Exit exit) {
        for (var line : exit.tail()) {
            var foreign = FOREIGN.matcher(line);
            if (!foreign.find()) continue;
            throw new StageFailure(
                    "image '" + stage.service().name() + "' cannot be built for " + platform + ": " + foreign.group(1),
                    "where that is meant, say so in the Dockerfile: FROM --platform=...",
                    exit.tail());
        }
    }

    /** The failures that are no fault of the image's commands. */
    static Optional<RuntimeException> known(BuildImage stage, String cause) {
        return noEngine(cause)
                .or(() -> unparsed(stage.service().dockerfile(), cause))
                .or(() -> builder(cause));
    }

    /** No engine answers. */
    static Optional<RuntimeException> noEngine(String text) {
        var absent = text.contains("Cannot connect to the Docker daemon")
                || text.contains("failed to connect to the docker API")
                || text.contains("error during connect");
        if (!absent) return Optional.empty();
        return Optional.of(new ToolMissing(
                "no Docker engine answers: " + text, "start the engine; 'docker info' shows whether it is there"));
    }

    /** The Dockerfile is none. */
    static Optional<RuntimeException> unparsed(String dockerfile, String text) {
        var parse = PARSE.matcher(text);
        if (!parse.find()) return Optional.empty();
        return Optional.of(new StageFailure(
                dockerfile + ":" + parse.group(1) + ": the Dockerfile does not parse: " + parse.group(2)));
    }

    private static Optional<RuntimeException> builder(String cause) {
        if (cause.contains("is not supported for the docker driver"))
            return Optional.of(
                    new StageFailure(
                            "the engine's classic image store cannot export an OCI layout: " + cause,
                            "turn on the containerd image store ({\"features\": {\"containerd-snapshotter\": true}} in the engine's"
                                    + " daemon.json), or make a builder: docker buildx create --use --driver docker-container"));
        if (cause.contains("no space left on device"))
            return Optional.of(
                    new StageFailure(
                            "the disk is full: " + cause,
                            "free space where the task works and where the cache lies; 'docker buildx prune' frees the builder's"));
        return Optional.empty();
    }

    private static Optional<String> cause(List<String> lines) {
        return lines.reversed().stream()
                .map(ERROR::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
    }

    /** BuildKit names the failing instruction as {@code Dockerfile:12}, without its folder. */
    private static Optional<String> line(String dockerfile, List<String> lines) {
        var name = dockerfile.substring(dockerfile.lastIndexOf('/') + 1);
        var pointer = Pattern.compile(Pattern.quote(name) + ":(\\d+)");
        return lines.stream()
                .map(pointer::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
    }
}
