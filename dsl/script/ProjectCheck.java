package dsl.script;

import dsl.model.Project;
import dsl.syntax.Problems;
import dsl.word.Suggestion;
import java.util.*;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stages.api.ComposeFile;
import stages.api.Service;

/** What must hold between the parts of a project. */
record ProjectCheck(Project project, Door door, Problems problems) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");

    void check() {
        unique("service", project.services(), Service::name);
        unique("compose", project.composeFiles(), ComposeFile::file);
        project.services().forEach(this::name);
        var names = project.services().stream().map(Service::name).collect(Collectors.toSet());
        project.services().forEach(s -> dependencies(s, names));
        cycles();
    }

    private <T> void unique(String what, List<T> all, Function<T, String> name) {
        var seen = new HashSet<String>();
        for (var one : all)
            if (!seen.add(name.apply(one)))
                problems.add("duplicate-name", door.place(one, ""), "", "a second %s {}", what, name.apply(one));
    }

    /** It is part of the image's name (OCI distribution specification, pulling manifests). */
    private void name(Service s) {
        var hint = "use lower-case letters and digits, with '.', '_' or '-' between them";
        if (!NAME.matcher(s.name()).matches())
            problems.add("service-name", door.place(s, ""), hint, "{} cannot name an image", s.name());
    }

    private void dependencies(Service s, Set<String> names) {
        for (var other : s.dependsOn())
            if (!names.contains(other))
                problems.add(
                        "unknown-service",
                        door.place(s, "dependsOn"),
                        Suggestion.of(other, names),
                        "service {} depends on {}, which is no service",
                        s.name(),
                        other);
    }

    private void cycles() {
        var byName = project.services().stream().collect(Collectors.toMap(Service::name, s -> s, (a, b) -> a));
        var done = new HashSet<String>();
        for (var s : project.services()) walk(s, byName, new ArrayList<>(), done);
    }

    private void walk(Service s, Map<String, Service> byName, List<String> path, Set<String> done) {
        if (done.contains(s.name())) return;
        path.add(s.name());
        for (var next : s.dependsOn())
            if (path.contains(next)) {
                var cycle = String.join(" -> ", path.subList(path.indexOf(next), path.size())) + " -> " + next;
                var at = door.place(s, "dependsOn");
                problems.add("cycle", at, "", "services depend on each other in a cycle: %s", cycle);
            } else if (byName.get(next) != null) walk(byName.get(next), byName, path, done);
        path.removeLast();
        done.add(s.name());
    }
}
