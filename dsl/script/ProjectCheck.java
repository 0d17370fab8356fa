package dsl.script;

import dsl.model.Location;
import dsl.model.Project;
import dsl.word.Suggestion;
import java.util.*;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stages.api.ComposeFile;
import stages.api.Service;

/** What must hold between the parts of a project. */
final class ProjectCheck {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
    private final Project project;
    private final Map<String, Location> places;
    private final Location at;
    private final Problems problems;

    /** @param places of the words, by {@code component value word} */
    ProjectCheck(Project project, Map<String, Location> places, Location at, Problems problems) {
        this.project = project;
        this.places = places;
        this.at = at;
        this.problems = problems;
    }

    void check() {
        unique("service", project.services().stream().map(Service::name).toList());
        unique("compose", project.composeFiles().stream().map(ComposeFile::file).toList());
        project.services().forEach(this::name);
        project.services().forEach(this::dependencies);
        cycles();
    }

    private void unique(String what, List<String> names) {
        var seen = new HashSet<String>();
        for (var name : names)
            if (!seen.add(name))
                problems.add("duplicate-name", place(name, ""), what, "a second " + what + " '" + name + "'", "");
    }

    /** It is part of the image's name (OCI distribution specification, pulling manifests). */
    private void name(Service s) {
        if (!NAME.matcher(s.name()).matches())
            problems.add(
                    "service-name",
                    place(s.name(), ""),
                    "service",
                    "'" + s.name() + "' cannot name an image",
                    "use lower-case letters and digits, with '.', '_' or '-' between them");
    }

    private void dependencies(Service s) {
        var names = project.services().stream().map(Service::name).collect(Collectors.toSet());
        for (var other : s.dependsOn())
            if (!names.contains(other))
                problems.add(
                        "unknown-service",
                        place(s.name(), " dependsOn"),
                        "dependsOn",
                        "service '" + s.name() + "' depends on '" + other + "', which is no service",
                        Suggestion.of(other, names));
    }

    private void cycles() {
        var byName = project.services().stream().collect(Collectors.toMap(Service::name, s -> s, (a, b) -> a));
        var done = new HashSet<String>();
        for (var s : project.services()) walk(s, byName, new LinkedHashSet<>(), done);
    }

    private void walk(Service s, Map<String, Service> byName, Set<String> path, Set<String> done) {
        if (done.contains(s.name())) return;
        path.add(s.name());
        for (var next : s.dependsOn())
            if (path.contains(next)) {
                var cycle = new ArrayList<>(path).subList(new ArrayList<>(path).indexOf(next), path.size());
                problems.add(
                        "cycle",
                        place(s.name(), " dependsOn"),
                        "dependsOn",
                        "services depend on each other in a cycle: " + String.join(" -> ", cycle) + " -> " + next,
                        "");
            } else if (byName.get(next) != null) walk(byName.get(next), byName, path, done);
        path.remove(s.name());
        done.add(s.name());
    }

    private Location place(String name, String word) {
        return places.getOrDefault("services " + name + word, places.getOrDefault("composeFiles " + name + word, at));
    }
}
