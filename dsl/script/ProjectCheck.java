package dsl.script;

import dsl.model.Location;
import dsl.model.Problem;
import dsl.model.Project;
import dsl.model.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import stages.api.ComposeFile;
import stages.api.Service;

/** What must hold between the parts of a project. */
final class ProjectCheck {
    private final Project project;
    private final Map<String, Location> places;
    private final Location at;
    private final List<Problem> problems = new ArrayList<>();

    private ProjectCheck(Project project, Map<String, Location> places, Location at) {
        this.project = project;
        this.places = places;
        this.at = at;
    }

    /** @param places of the words, by {@code component value word} */
    static List<Problem> of(Project project, Map<String, Location> places, Location at) {
        var check = new ProjectCheck(project, places, at);
        check.unique("service", project.services().stream().map(Service::name).toList());
        check.unique(
                "compose file",
                project.composeFiles().stream().map(ComposeFile::file).toList());
        project.services().forEach(check::dependencies);
        check.cycles();
        return check.problems;
    }

    private void unique(String what, List<String> names) {
        var seen = new HashSet<String>();
        for (var name : names)
            if (!seen.add(name)) add("duplicate-name", place(name, ""), 7, "a second " + what + " '" + name + "'", "");
    }

    private void dependencies(Service s) {
        var names = project.services().stream().map(Service::name).collect(Collectors.toSet());
        for (var other : s.dependsOn())
            if (!names.contains(other))
                add(
                        "unknown-service",
                        place(s.name(), " dependsOn"),
                        9,
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
                add(
                        "cycle",
                        place(s.name(), " dependsOn"),
                        9,
                        "services depend on each other in a cycle: " + String.join(" -> ", cycle) + " -> " + next,
                        "");
            } else if (byName.get(next) != null) walk(byName.get(next), byName, path, done);
        path.remove(s.name());
        done.add(s.name());
    }

    private Location place(String name, String word) {
        return places.getOrDefault("services " + name + word, places.getOrDefault("composeFiles " + name + word, at));
    }

    private void add(String code, Location where, int length, String message, String hint) {
        problems.add(new Problem(code, where, length, message, hint));
    }
}
