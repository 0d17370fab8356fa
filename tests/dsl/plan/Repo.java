package dsl.plan;

import dsl.host.GitTree;
import dsl.host.Masks;
import dsl.host.Processes;
import dsl.model.Plan;
import dsl.model.Task;
import dsl.script.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import stages.api.Command;
import stages.api.Commands;
import stages.api.Event;

/** A git repository of a test, and plans of a script over it. */
public record Repo(Path root) {
    public static final String PROJECT = """
            project('demo') {
                platforms 'linux/amd64', 'linux/arm64'
                service('a') { dockerfile 'a/Dockerfile' }
                service('b') { dockerfile 'b/Dockerfile' }
                service('c') { dockerfile 'c/Dockerfile' }
                compose('one.yml')
            }
            """;

    public Commands commands() {
        return new Processes(root, Processes.scrub(System.getenv(), List.of()), new Masks(List.of()), line -> {});
    }

    public Repo git(String... arguments) throws IOException, InterruptedException {
        var identity =
                List.of("git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main");
        commands().read(Command.of(identity).and(arguments)).orFail("git " + List.of(arguments));
        return this;
    }

    public Repo write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
        return this;
    }

    public Repo commit() throws IOException, InterruptedException {
        return git("add", "-A").git("commit", "-q", "-m", "c");
    }

    /** Three services, one compose file that runs two of them. */
    public static Repo demo(Path root) throws IOException, InterruptedException {
        var repo = new Repo(root).git("init", "-q");
        for (var service : List.of("a", "b", "c"))
            repo.write(service + "/Dockerfile", "FROM scratch\n").write(service + "/x", service);
        return repo.write("one.yml", "services: { a: {}, b: {} }\n")
                .write("waivers.yml", "none\n")
                .commit();
    }

    public GitTree tree() throws IOException, InterruptedException {
        return new GitTree(root, commands());
    }

    public Plan plan(String stages) throws IOException, InterruptedException {
        return plan(stages, List.of());
    }

    public Plan plan(String stages, List<Plan.FactValue> recorded) throws IOException, InterruptedException {
        var text = PROJECT + "pipeline('ci') { stages {\n" + stages + "\n} }\n";
        var loaded = new Scripts(Words.all(), Set.of(), Optional.empty(), line -> {})
                .load(List.of(), List.of(new Scripts.Source("ci.groovy", text)));
        if (!loaded.problems().isEmpty()) throw new AssertionError(loaded.problems());
        var around = new Surroundings(root, loaded.project(), Event.none(), tree(), commands());
        return new Planner(around, loaded.places()).plan(loaded.pipelines().get(0), Map.of(), recorded);
    }

    public static Task task(Plan plan, String id) {
        return plan.tasks().stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + ids(plan)));
    }

    public static List<String> ids(Plan plan) {
        return new ArrayList<>(plan.tasks().stream().map(Task::id).toList());
    }
}
