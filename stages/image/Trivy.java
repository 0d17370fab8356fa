package stages.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stages.api.*;

/**
 * Trivy over the one-platform layout of an image. It works in the task's folder, so that neither a {@code .trivyignore}
 * nor a {@code trivy.yaml} of the repository changes what is found, and no path of this machine stands in its answers.
 */
record Trivy(Tool tool, StageContext context) {
    private static final String NAME = "trivy";

    static Trivy of(StageContext context) {
        return new Trivy(context.tool(NAME), context);
    }

    /** Its name and version. */
    String named() {
        return NAME + " " + tool.version();
    }

    /**
     * @param layout a folder in the work folder, as {@link Layout#view} made it
     * @return the file of Trivy's answer
     */
    Path image(Path layout, String format, List<String> options) throws IOException, InterruptedException {
        var answer = context.work().resolve(format + ".json");
        var name = context.work().relativize(layout).toString();
        var command = command("image", "--input", name, "--format", format, "--output", answer.toString())
                .and("--cache-backend", "memory", "--timeout", "24h")
                .and(options);
        context.commands().run(command).orFail("trivy cannot read image '" + name + "'");
        return answer;
    }

    /**
     * Identifies the vulnerability database, bringing it up to date once per run where it says that it is due.
     *
     * @return for example {@code 2, updated 2026-11-01T00:00:00Z}
     */
    String database() throws IOException, InterruptedException {
        return context.once("trivy database", () -> {
            var held = held();
            if (held.isPresent() && held.get().next().isAfter(context.clock().instant()))
                return held.get().text();
            var update = context.commands().run(command("image", "--download-db-only"));
            if (update.code() != 0 && held.isEmpty())
                throw new StageFailure(
                        "trivy cannot get its vulnerability database",
                        "look at the network, or set TRIVY_DB_REPOSITORY to a mirror",
                        update.tail());
            if (update.code() != 0) context.log("trivy's database is due for an update and could not be updated");
            return held().map(Database::text).orElse("unknown");
        });
    }

    private record Database(String text, Instant next) {}

    private Optional<Database> held() throws IOException, InterruptedException {
        var exit = context.commands().read(command("version", "--format", "json"));
        var database = Answers.json(
                        NAME, exit.orFail("trivy does not tell its version").out())
                .path("VulnerabilityDB");
        if (!database.has("UpdatedAt")) return Optional.empty();
        var text = database.path("Version").asText() + ", updated "
                + database.path("UpdatedAt").asText();
        return Optional.of(
                new Database(text, Instant.parse(database.path("NextUpdate").asText())));
    }

    private Command command(String... arguments) {
        return tool.command(arguments)
                .in(context.work())
                .with("TRIVY_SKIP_VERSION_CHECK", "true")
                .with("TRIVY_DISABLE_TELEMETRY", "true")
                .with("TRIVY_NO_PROGRESS", "true");
    }

    /**
     * Holds what a scanner says it looked at against what it was asked: of an index, it may silently take another platform.
     *
     * @param config digest of the image's configuration, as the scanner tells it
     */
    static void agree(String image, PlatformImage asked, String architecture, String config) {
        var platform = asked.platform();
        if (!architecture.equals(platform.architecture()))
            throw new StageFailure("the scanner was asked for " + image + " on " + platform + " and looked at "
                    + (architecture.isEmpty() ? "no architecture it names" : architecture));
        if (!config.equals(asked.config().digest().value()))
            throw new StageFailure("the scanner was asked for " + image + " on " + platform
                    + ", whose configuration is " + asked.config().digest() + ", and looked at '" + config + "'");
    }

    /** The architecture that an image's configuration names. */
    static String architecture(PlatformImage image, StageContext context) throws IOException {
        return Answers.json(
                        "the image",
                        Files.readString(context.store().file(image.config().digest())))
                .path("architecture")
                .asText();
    }

    static PlatformImage part(stages.api.Image image, Platform platform) {
        return image.platforms().stream()
                .filter(part -> part.platform().equals(platform))
                .findFirst()
                .orElseThrow(() -> new StageFailure("image '" + image.name() + "' has no platform " + platform));
    }
}
