package dsl.cli;

import dsl.word.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import stages.Toolbox;
import stages.api.Tool;

/**
 * Finds tools: a path given in the project, then the {@code PATH}. A docker CLI plugin is found in docker's own folders
 * and started through {@code docker}. May be asked from several threads.
 */
final class ToolFinder implements dsl.run.RunSettings.Tools {
    /** What was found under a name. */
    sealed interface Found {
        /** @param path the file that is the tool */
        record Fits(Tool tool, Path path) implements Found {}

        /** @param version empty where the tool did not say one */
        record Unfit(Path path, String version, String range) implements Found {}

        /** @param why one clause, such as {@code is not on the PATH} */
        record Absent(String why) implements Found {}
    }

    /** @param version empty where it cannot be told */
    private record Candidate(List<String> argv, Path path, String version) {}

    private final Map<String, String> given;
    private final Map<String, String> environment;
    private final Path root;
    private final ToolVersions versions;
    private final Toolbox.Family family;
    private final Map<String, Found> known = new ConcurrentHashMap<>();

    /** @param given paths by name, as the project has them, relative to its root */
    ToolFinder(
            Map<String, String> given,
            Map<String, String> environment,
            Path root,
            ToolVersions versions,
            Toolbox.Family family) {
        this.given = given;
        this.environment = environment;
        this.root = root;
        this.versions = versions;
        this.family = family;
    }

    /** @param range of semantic versions; any where empty */
    @Override
    public Optional<Tool> find(String name, String range) {
        return look(name, range) instanceof Found.Fits f ? Optional.of(f.tool()) : Optional.empty();
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** What installs it. */
    @Override
    public String hint(String name) {
        return Toolbox.find(name).map(t -> t.hint(family)).orElseGet(() -> unknown(name));
    }

    Found look(String name, String range) {
        var found = known.computeIfAbsent(name, this::locate);
        if (!(found instanceof Found.Fits fits) || range.isEmpty()) return found;
        var version = fits.tool().version();
        if (!version.isEmpty() && VersionRange.of(range).holds(version)) return found;
        return new Found.Unfit(fits.path(), version, range);
    }

    private Found locate(String name) {
        var entry = Toolbox.find(name).orElse(null);
        var path = given.get(name);
        if (path != null) return atGivenPath(name, path, entry);
        if (entry == null) return plain(name);
        return entry.plugin().isEmpty() ? program(entry) : plugin(entry);
    }

    private Found atGivenPath(String name, String path, Toolbox.@org.jspecify.annotations.Nullable Entry entry) {
        var file = root.resolve(path);
        if (!Files.isExecutable(file))
            return new Found.Absent("is no executable at '" + path + "', where the project has it");
        var ask = entry == null ? List.of("--version") : entry.ask();
        return found(
                name, new Candidate(List.of(file.toString()), file, versions.ask(file, List.of(file.toString()), ask)));
    }

    /** A tool that the table lacks: a custom stage's. */
    private Found plain(String name) {
        return onPath(name)
                .map(file -> found(
                        name,
                        new Candidate(
                                List.of(file.toString()),
                                file,
                                versions.ask(file, List.of(file.toString()), List.of("--version")))))
                .orElseGet(() -> new Found.Absent("is not on the PATH"));
    }

    private Found program(Toolbox.Entry entry) {
        return onPath(entry.program())
                .map(file -> {
                    var argv = List.of(file.toString());
                    return found(entry.name(), new Candidate(argv, file, versions.ask(file, argv, entry.ask())));
                })
                .orElseGet(() -> new Found.Absent("is not on the PATH"));
    }

    private Found plugin(Toolbox.Entry entry) {
        if (!(look(entry.program(), "") instanceof Found.Fits docker))
            return new Found.Absent("needs docker, which is not on the PATH");
        var file = pluginFolders().stream()
                .map(f -> f.resolve("docker-" + entry.plugin()))
                .filter(Files::isExecutable)
                .findFirst();
        var argv = new ArrayList<>(docker.tool().argv());
        argv.add(entry.plugin());
        var version = versions.ask(file.orElse(docker.path()), argv, entry.ask());
        if (file.isEmpty() && version.isEmpty()) return new Found.Absent("is no plugin of " + docker.path());
        return found(entry.name(), new Candidate(argv, file.orElse(docker.path()), version));
    }

    private static Found found(String name, Candidate c) {
        return new Found.Fits(new Tool(name, c.argv(), c.version()), c.path());
    }

    private Optional<Path> onPath(String program) {
        var separator = String.valueOf(System.getProperty("path.separator"));
        return Arrays.stream(environment.getOrDefault("PATH", "").split(separator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> file(folder, program).stream())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Optional<Path> file(String folder, String program) {
        try {
            return Optional.of(Path.of(folder, program));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Where docker's command line looks, in its order (docker/cli, cli-plugins/manager). */
    private List<Path> pluginFolders() {
        var folders = new ArrayList<Path>();
        var config = environment.get("DOCKER_CONFIG");
        var home = environment.get("HOME");
        if (config != null) folders.add(Path.of(config, "cli-plugins"));
        else if (home != null) folders.add(Path.of(home, ".docker", "cli-plugins"));
        for (var base : List.of("/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"))
            folders.add(Path.of(base, "docker", "cli-plugins"));
        return folders;
    }

    private static String unknown(String name) {
        var near = Suggestion.of(
                name, Toolbox.TOOLS.stream().map(Toolbox.Entry::name).toList());
        return near.isEmpty()
                ? "put it on the PATH, or give its path in the project: tools '" + name + "': 'PATH'"
                : near;
    }

    /** Reads what kind of machine this is. */
    static Toolbox.Family family() {
        var release = Path.of("/etc/os-release");
        try {
            return Toolbox.Family.of(
                    String.valueOf(System.getProperty("os.name")),
                    Files.exists(release) ? Files.readString(release) : "");
        } catch (IOException e) {
            return Toolbox.Family.OTHER;
        }
    }
}
