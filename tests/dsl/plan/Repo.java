package dsl.plan;

import dsl.model.Plan;
import dsl.model.Task;
import dsl.run.Masks;
import dsl.run.Processes;
import dsl.script.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stages.api.Command;
import stages.api.Commands;
import stages.api.Event;

/** A git repository of a test, and plans of a script over it. */
record Repo(Path root) {
    static final String PROJECT = """
            project('demo') {
                platforms 'linux/amd64', 'linux/arm64'
                service('a') { dockerfile 'a/Dockerfile' }
                service('b') { dockerfile 'b/Dockerfile' }
                service('c') { dockerfile 'c/Dockerfile' }
                compose('one.yml')
            }
            """;

    Commands commands() {
        return new Processes(root, Processes.scrub(System.getenv(), List.of()), new Masks(List.of()), line -> {});
    }

    Repo git(String... arguments) throws IOException, InterruptedException {
        var identity =
                List.of("git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main");
        commands().read(Command.of(identity).and(arguments)).orFail("git " + List.of(arguments));
        return this;
    }

    Repo write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
        return this;
    }

    Repo commit() throws IOException, InterruptedException {
        return git("add", "-A").git("commit", "-q", "-m", "c");
    }

    /** Three services, one compose file that runs two of them. */
    static Repo demo(Path root) throws IOException, InterruptedException {
        var repo = new Repo(root).git("init", "-q");
        for (var service : List.of("a", "b", "c"))
            repo.write(service + "/Dockerfile", "FROM scratch\n").write(service + "/x", service);
        return repo.write("one.yml", "services: { a: {}, b: {} }\n")
                .write("waivers.yml", "none\n")
                .commit();
    }

    GitTree tree() throws IOException, InterruptedException {
        return new GitTree(root, commands());
    }

    Plan plan(String stages) throws IOException, InterruptedException {
        return plan(stages, List.of());
    }

    Plan plan(String stages, List<Plan.FactValue> recorded) throws IOException, InterruptedException {
        var text = PROJECT + "pipeline('ci') { stages {\n" + stages + "\n} }\n";
        var loaded = new Scripts(Words.all(), Set.of(), Optional.empty(), line -> {})
                .load(List.of(), List.of(new Scripts.Source("ci.groovy", text)));
        if (!loaded.problems().isEmpty()) throw new AssertionError(loaded.problems());
        var around = new Surroundings(root, Event.none(), tree(), commands());
        return new Planner(around, loaded.project()).plan(loaded.pipelines().get(0), Map.of(), recorded);
    }

    static Task task(Plan plan, String id) {
        return plan.tasks().stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + ids(plan)));
    }

    static List<String> ids(Plan plan) {
        return new ArrayList<>(plan.tasks().stream().map(Task::id).toList());
    }
}
