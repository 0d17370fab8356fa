package dsl.model;

import dsl.word.Block;
import dsl.word.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import stages.api.*;

/** What the repository holds, as {@code project { }} says. */
public record Project(
        @Help("name of the project") String name,

        @Help("where images go: a registry's host and a path")
        Optional<String> registry,

        @Help("platforms that every image is built for") @Default("linux/amd64")
        List<Platform> platforms,

        @Help("file of accepted vulnerabilities, each with a reason and an expiry date")
        Optional<String> waivers,

        @Help("the default branch, where git and the event do not tell it")
        Optional<String> defaultBranch,

        @Help("a container service") @Block("service") List<Service> services,

        @Help("a compose file that is brought up and tested") @Block("compose")
        List<ComposeFile> composeFiles,

        @Help("what is watched, and where it is defined") @Block("observability")
        Optional<Observability> observability,

        @Help("paths of tools: NAME: 'path'") Map<String, String> tools) {

    /** @throws NoSuchElementException with a suggestion */
    public Service service(String name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> {
            var names = services.stream().map(Service::name).toList();
            var hint = Suggestion.of(name, names);
            return new NoSuchElementException("no service '" + name + "' in project '" + this.name + "'; "
                    + (hint.isEmpty() ? "there are " + String.join(", ", names) : hint));
        });
    }

    /** What it says of an option of stages that a script did not give; nothing where it says nothing of it. */
    public Optional<Object> option(String name) {
        return switch (name) {
            case "platforms" -> Optional.of(platforms);
            case "registry" -> registry.map(r -> r);
            case "waivers" -> waivers.map(w -> w);
            default -> Optional.empty();
        };
    }

    public static Project empty() {
        return new Project(
                "",
                Optional.empty(),
                List.of(new Platform("linux/amd64")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of());
    }
}
