package dsl.cli;

import dsl.script.Scripts.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;

/** Finds scripts: those of a repository, and ours, which lie on the class path. */
final class ScriptFiles {
    /** Our pipelines, each in {@code scripts/NAME.groovy}. */
    static final List<String> OURS = List.of("docker-ci", "release");

    private final Path root;
    private final Map<String, String> texts = new LinkedHashMap<>();

    ScriptFiles(Path root) {
        this.root = root;
    }

    /** {@code pipeline.groovy}, which holds the project, then {@code pipelines/*.groovy}. */
    List<Source> repository() throws IOException {
        var files = new ArrayList<Path>();
        if (Files.exists(root.resolve("pipeline.groovy"))) files.add(root.resolve("pipeline.groovy"));
        files.addAll(groovy(root.resolve("pipelines")));
        return sources(files);
    }

    /** {@code stages/*.groovy}: the file's name is the word. */
    List<Source> stages() throws IOException {
        return sources(groovy(root.resolve("stages")));
    }

    /** @param name of one of {@link #OURS} */
    Optional<Source> ours(String name) throws IOException {
        if (!OURS.contains(name)) return Optional.empty();
        try (var in = ScriptFiles.class.getResourceAsStream("/scripts/" + name + ".groovy")) {
            if (in == null) throw new IOException("scripts/" + name + ".groovy is not on the class path");
            return Optional.of(
                    source("scripts/" + name + ".groovy", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    List<Source> sources(List<Path> files) throws IOException {
        var sources = new ArrayList<Source>();
        for (var f : files) sources.add(source(shown(f), Files.readString(f)));
        return sources;
    }

    private Source source(String name, String text) {
        texts.put(name, text);
        return new Source(name, text);
    }

    /** As the user would name it from where they stand. */
    private static String shown(Path file) {
        var here = Path.of("").toAbsolutePath();
        var absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
    }

    private static List<Path> groovy(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".groovy")).sorted().toList();
        }
    }

    /** Of all that were read, in that order. */
    List<String> names() {
        return List.copyOf(texts.keySet());
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }
}
