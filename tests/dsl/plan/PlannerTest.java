package dsl.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.model.Plan;
import dsl.model.Problem;
import dsl.model.Task.Edge;
import dsl.report.PlanJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Platform;

class PlannerTest {
    private static final String ALL = """
            def images = project.services.collect { s ->
                def lint = lint(s)
                def image = build(s) { after lint }
                scan(image, waivers: 'waivers.yml')
                image
            }
            project.composeFiles.each { file -> together(file, images: images) }
            """;

    @TempDir
    Path folder;

    private Repo repo;

    @BeforeEach
    void repository() throws Exception {
        repo = Repo.demo(folder);
    }

    @Test
    void aStagePerPlatformBecomesAPartForEachAndAJoin() throws Exception {
        var plan = repo.plan("scan(build(project.service('a')))");
        assertEquals(List.of("build:a@linux/amd64", "build:a@linux/arm64", "build:a", "scan:a"), Repo.ids(plan));
        assertEquals(
                List.of(
                        new Edge("build:a@linux/amd64", Edge.Kind.PART),
                        new Edge("build:a@linux/arm64", Edge.Kind.PART)),
                Repo.task(plan, "build:a").edges());
        assertEquals(
                List.of(new Edge("build:a", Edge.Kind.DATA)),
                Repo.task(plan, "scan:a").edges());
        assertEquals(new Platform("linux/arm64"), plan.tasks().get(1).platform().orElseThrow());
    }

    @Test
    void theSameScriptAndFilesGiveTheSamePlanByteForByteElsewhereToo(@TempDir Path other) throws Exception {
        var json = PlanJson.of(repo.plan(ALL), Map.of());
        assertEquals(json, PlanJson.of(repo.plan(ALL), Map.of()));
        assertEquals(json, PlanJson.of(Repo.demo(other).plan(ALL), Map.of()));
    }

    @Test
    void aChangeReachesWhatIsAboutItWhatTakesItsResultAndWhatTheseNeed() throws Exception {
        var plan = repo.plan("select changed(services: ['a'])\n" + ALL);
        assertEquals(
                List.of(
                        "lint:a",
                        "build:a@linux/amd64",
                        "build:a@linux/arm64",
                        "build:a",
                        "scan:a",
                        "build:b@linux/amd64",
                        "build:b@linux/arm64",
                        "build:b",
                        "together:one.yml"),
                Repo.ids(plan));
        assertEquals("selected because `a/x` changed", Repo.task(plan, "lint:a").reason());
        assertEquals("needed by together:one.yml", Repo.task(plan, "build:b").reason());
        assertEquals(
                "selected because it takes the result of build:a, which is selected",
                Repo.task(plan, "together:one.yml").reason());
        assertEquals(
                List.of(
                        new Plan.Skipped(
                                "b",
                                "no change reaches it since 0123456789ab; build alone is needed by together:one.yml"),
                        new Plan.Skipped("c", "no change reaches it since 0123456789ab")),
                plan.skipped());
    }

    @Test
    void whatIsOnlyNeededDoesNotBringWhatItComesAfter() throws Exception {
        var plan = repo.plan("select changed(services: ['a'])\n" + ALL);
        assertEquals(List.of(), Repo.task(plan, "build:b@linux/amd64").edges());
        assertEquals(
                List.of(new Edge("lint:a", Edge.Kind.AFTER)),
                Repo.task(plan, "build:a@linux/amd64").edges());
    }

    @Test
    void aTaskFollowsAllThatItNames() throws Exception {
        var plan = repo.plan("""
                def one = lint(project.service('a'))
                def two = lint(project.service('b'))
                lint(project.service('c')) { after one, two }
                """);
        assertEquals(
                List.of(new Edge("lint:a", Edge.Kind.AFTER), new Edge("lint:b", Edge.Kind.AFTER)),
                Repo.task(plan, "lint:c").edges());
    }

    @Test
    void nothingChangedIsNothingToDoButWhatIsAboutNothing() throws Exception {
        assertEquals(List.of(), Repo.ids(repo.plan("select changed(services: [])\n" + ALL)));
    }

    @Test
    void aListIsNarrowedToWhatIsUsedAndLocksJoin() throws Exception {
        var plan = repo.plan(ALL);
        var together = Repo.task(plan, "together:one.yml");
        assertEquals(
                List.of("build:a", "build:b"),
                together.edges().stream().map(Edge::to).toList());
        assertEquals(List.of("file:one.yml"), together.controls().lock());
    }

    @Test
    void aKeyDependsOnOptionsFilesAndWhatComesBeforeAndOnNoPolicy() throws Exception {
        var before = repo.plan(ALL);
        repo.write("waivers.yml", "more\n");
        same(before, repo.plan(ALL), "scan:a", true);
        repo.write("a/x", "other");
        var changed = repo.plan(ALL);
        same(before, changed, "build:a@linux/amd64", false);
        same(before, changed, "scan:a", false);
        same(before, changed, "build:b", true);
        repo.commit();
        same(changed, repo.plan(ALL), "build:a@linux/amd64", true);
        same(changed, repo.plan(ALL.replace("build(s)", "build(s, note: 'x')")), "build:b@linux/amd64", false);
        same(changed, repo.plan(ALL.replace("after lint", "after lint; env A: 'x'")), "build:b@linux/amd64", false);
    }

    private static void same(Plan one, Plan other, String task, boolean expected) {
        var keys = List.of(
                Repo.task(one, task).recipe().key(),
                Repo.task(other, task).recipe().key());
        if (expected) assertEquals(keys.get(0), keys.get(1), task);
        else assertNotEquals(keys.get(0), keys.get(1), task);
    }

    @Test
    void factsAreRecordedAndTakenAsRecorded() throws Exception {
        var plan = repo.plan("build(project.service('a'), note: \"${fileCount()}\")");
        assertEquals("8", plan.facts().get(0).value().toString());
        repo.write("new", "file");
        var again = repo.plan("build(project.service('a'), note: \"${fileCount()}\")", plan.facts());
        assertEquals(PlanJson.of(plan, Map.of()), PlanJson.of(again, Map.of()));
    }

    @Test
    void anOptionThatNamesNoFileIsAProblemWithItsPlace() {
        var problems = assertThrows(
                        Problem.Found.class, () -> repo.plan("scan(build(project.service('a')), waivers: 'none.yml')"))
                .problems();
        assertEquals("no file 'none.yml' in the repository", problems.get(0).message());
        assertEquals("ci.groovy:9:1", problems.get(0).location().toString());
    }

    /** All of them, whatever is selected, each once. */
    @Test
    void aFileThatAServiceLacksIsAProblemAtItsWord() throws Exception {
        repo.git("rm", "-q", "a/Dockerfile", "c/Dockerfile");
        var stages = "select changed(services: [])\nbuild(project.service('a')) { named 'again' }\n" + ALL;
        var problems =
                assertThrows(Problem.Found.class, () -> repo.plan(stages)).problems();
        assertEquals(
                List.of("ci.groovy:3:20", "ci.groovy:5:20"),
                problems.stream().map(p -> p.location().toString()).toList());
        assertEquals(
                "no file 'a/Dockerfile' in the repository, which service 'a' names",
                problems.get(0).message());
        assertEquals("dockerfile".length(), problems.get(0).length());
    }

    @Test
    void whatIsNotCachedSaysWhy() throws Exception {
        assertTrue(Repo.task(repo.plan(ALL), "lint:a").recipe().uncached().isPresent());
        assertTrue(Repo.task(repo.plan(ALL), "build:a@linux/amd64")
                .recipe()
                .uncached()
                .isEmpty());
    }
}
