package stages.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stages.api.Changes;
import stages.api.StageFailure;

class DetectChangesTest {
    private static final String ZEROS = "0".repeat(40);

    @TempDir
    Path folder;

    private GitFixture repository;
    private String first;

    /** Three services as in the example: the first and the last depend on the second. */
    @BeforeEach
    void commitThreeServices() throws Exception {
        repository = describe(GitFixture.init(folder.resolve("work")));
        for (String name : List.of("mcp-server", "memory-core", "memory-rest-api")) {
            repository.write(
                    "packages/" + name + "/Dockerfile", "FROM node\nCOPY packages/%s/src /app\n".formatted(name));
            repository.write("packages/" + name + "/src/index.ts", "1\n2\n3\n4\n5\n");
        }
        repository
                .write("packages/shared/log.ts", "")
                .write("README.md", "")
                .write(
                        "docker-compose.infra.yml",
                        "services: {nats: {image: nats, volumes: ['./infra/nats.conf:/n:ro']}}\n")
                .write(
                        "docker-compose.yml",
                        "include: [docker-compose.infra.yml]\nservices: {memory-rest-api: {image: x}}\n")
                .write("infra/nats.conf", "")
                .write("infra/rules/api.yml", "");
        first = repository.commit("first");
    }

    private static GitFixture describe(GitFixture fixture) {
        return fixture.service("mcp-server", List.of("packages/shared/**", "!**/*.md"), "memory-core")
                .service("memory-core", List.of())
                .service("memory-rest-api", List.of("packages/shared/**"), "memory-core")
                .compose("docker-compose.infra.yml")
                .compose("docker-compose.yml")
                .observability("infra/rules/*.yml");
    }

    private static Changes detect(GitFixture fixture) throws Exception {
        return new DetectChanges(Optional.empty()).evaluate(fixture);
    }

    private Changes detect() throws Exception {
        return detect(repository);
    }

    private Changes since(String revision) throws Exception {
        return new DetectChanges(Optional.of(revision)).evaluate(repository);
    }

    private void branchOff() throws Exception {
        repository.git("switch", "--quiet", "--create", "feature");
    }

    private static void assertEverything(String why, Changes changes) {
        assertEquals(Optional.of(why), changes.everything());
        assertEquals(Map.of(), changes.reasons());
    }

    private static void assertReached(Set<String> subjects, Changes changes) {
        assertEquals(Optional.empty(), changes.everything());
        assertEquals(subjects, changes.reasons().keySet());
    }

    @Test
    void selectsEverythingOnTheDefaultBranchWithACleanTree() throws Exception {
        assertEverything("on the default branch 'main' with a clean tree", detect());
    }

    @Test
    void selectsWhatIsNotCommittedOnTheDefaultBranch() throws Exception {
        repository.write("packages/memory-rest-api/src/index.ts", "x");
        var changes = detect();
        assertEquals(Optional.of(first), changes.base());
        assertEquals(List.of("packages/memory-rest-api/src/index.ts"), changes.paths());
        assertEquals(
                Map.of(
                        "memory-rest-api",
                        List.of("`packages/memory-rest-api/src/index.ts` changed, matched by"
                                + " `packages/memory-rest-api/src/**`"),
                        "docker-compose.yml",
                        List.of("it runs `memory-rest-api`: `packages/memory-rest-api/src/index.ts` changed, matched by"
                                + " `packages/memory-rest-api/src/**`")),
                changes.reasons());
    }

    @Test
    void carriesAChangeOnToWhatDependsOnIt() throws Exception {
        branchOff();
        repository.write("packages/memory-core/Dockerfile", "FROM node\n");
        repository.commit("change");
        String why = "depends on `memory-core`: `packages/memory-core/Dockerfile` changed, matched by"
                + " `packages/memory-core/Dockerfile`";
        var changes = detect();
        assertReached(Set.of("mcp-server", "memory-core", "memory-rest-api", "docker-compose.yml"), changes);
        assertEquals(List.of(why), changes.reasons().get("mcp-server"));
        assertEquals(
                List.of("it runs `memory-rest-api`, which " + why),
                changes.reasons().get("docker-compose.yml"));
    }

    @Test
    void countsFilesThatAreNotTrackedButNotThoseThatAreIgnored() throws Exception {
        branchOff();
        repository.write("packages/shared/new.ts", "").write("packages/shared/new.md", "");
        repository.write(".gitignore", "*.log\n").write("packages/shared/a.log", "");
        var changes = detect();
        assertReached(Set.of("mcp-server", "memory-rest-api", "docker-compose.yml"), changes);
        assertEquals(List.of(".gitignore", "packages/shared/new.md", "packages/shared/new.ts"), changes.paths());
        assertEquals(1, changes.reasons().get("mcp-server").size());
        assertEquals(2, changes.reasons().get("memory-rest-api").size());
    }

    @Test
    void countsBothNamesOfARename() throws Exception {
        branchOff();
        repository.git("mv", "packages/memory-rest-api/src/index.ts", "packages/mcp-server/src/moved.ts");
        repository.commit("move");
        assertReached(Set.of("mcp-server", "memory-rest-api", "docker-compose.yml"), detect());
    }

    @Test
    void reachesComposeFilesAndWhatIsWatched() throws Exception {
        branchOff();
        repository.write("infra/nats.conf", "x").write("infra/rules/api.yml", "x");
        repository.commit("change");
        var changes = detect();
        assertReached(Set.of("docker-compose.infra.yml", "docker-compose.yml", "observability"), changes);
        assertEquals(
                List.of("`infra/rules/api.yml` changed, matched by `infra/rules/*.yml`"),
                changes.reasons().get("observability"));
    }

    @Test
    void reachesNothingWhereNothingThatCountsChanged() throws Exception {
        branchOff();
        repository.write("README.md", "x");
        repository.commit("change");
        var changes = detect();
        assertReached(Set.of(), changes);
        assertEquals(Optional.of(first), changes.base());
        assertEquals(List.of("README.md"), changes.paths());
    }

    @Test
    void selectsEverythingWhereTheProjectItselfIsDescribedAnew() throws Exception {
        branchOff();
        repository.write("pipeline.groovy", "project('x') { }");
        var changes = detect();
        assertEverything("`pipeline.groovy` changed, which describes the project", changes);
        assertEquals(List.of("pipeline.groovy"), changes.paths());
    }

    @Test
    void readsAnyName() throws Exception {
        branchOff();
        for (String name : List.of("a b", "\"q\" 'r'", "new\nline", "tab\t", "日本é", "-n", "$(x);`y`", " ")) {
            repository.write("packages/memory-core/src/" + name + "/" + name, "x");
        }
        repository.commit("names");
        var changes = detect();
        assertEquals(8, changes.paths().size());
        assertTrue(changes.paths().contains("packages/memory-core/src/new\nline/new\nline"));
        assertEquals(8, changes.reasons().get("memory-core").size());
    }

    @Test
    void comparesWithWhereABranchWasLeft() throws Exception {
        branchOff();
        repository.write("packages/memory-core/src/index.ts", "x");
        repository.commit("ours");
        repository.git("switch", "--quiet", "main");
        repository.write("packages/mcp-server/src/index.ts", "x");
        repository.commit("theirs");
        repository.git("switch", "--quiet", "feature");
        assertEquals(List.of("packages/memory-core/src/index.ts"), detect().paths());
        assertEquals(List.of("packages/memory-core/src/index.ts"), since("main").paths());
        assertEquals(List.of(), since("feature").paths());
    }

    @Test
    void countsAManyTimesChangedSubjectsFirstReasonsOnly() throws Exception {
        branchOff();
        for (int i = 0; i < 15; i++) {
            repository.write("packages/shared/" + i, "");
        }
        var reasons = detect().reasons().get("mcp-server");
        assertEquals(11, reasons.size());
        assertEquals("and 5 more", reasons.getLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nowhere", "--output=x", "-h", "HEAD;touch x", "$(touch x)", "a\nb", ":/", "refs/heads/nowhere"})
    void takesARevisionAsDataOnly(String revision) throws Exception {
        var failure = assertThrows(StageFailure.class, () -> since(revision));
        assertTrue(failure.getMessage().startsWith("the revision '" + revision + "' is not in this repository"));
        assertFalse(Files.exists(repository.root.resolve("x")));
    }

    @Test
    void comparesWithTheGivenRevision() throws Exception {
        repository.write("packages/memory-core/src/index.ts", "x");
        repository.commit("second");
        assertEquals(
                List.of("packages/memory-core/src/index.ts"), since("HEAD~1").paths());
        assertEquals(Optional.of(first), since(first).base());
    }

    @Test
    void saysWhyThereIsNothingToCompare() throws Exception {
        var none = describe(new GitFixture(Files.createDirectory(folder.resolve("none"))));
        assertEverything("this is no git repository, so that nothing can be compared", detect(none));
        var unborn = describe(GitFixture.init(folder.resolve("unborn")));
        assertEverything("the branch has no commit yet", detect(unborn));
        var failure = assertThrows(StageFailure.class, () -> new DetectChanges(Optional.of("main")).evaluate(unborn));
        assertEquals("nothing can be compared with 'main': the branch has no commit yet", failure.getMessage());
        repository.git("branch", "--move", "trunk");
        assertEverything("no default branch is known: there is no 'origin/HEAD', 'main' or 'master'", detect());
    }

    @Test
    void comparesAPushWithTheCommitBeforeIt() throws Exception {
        repository.write("packages/memory-core/src/index.ts", "x");
        String second = repository.commit("second");
        repository.write("packages/untracked-by-a-step", "");
        repository.event(RecordedEvent.push("refs/heads/main", first, second));
        var changes = detect();
        assertEquals(Optional.of(first), changes.base());
        assertEquals(List.of("packages/memory-core/src/index.ts"), changes.paths());
    }

    @Test
    void comparesTheFirstPushOfABranchWithWhereItWasLeft() throws Exception {
        repository.event(RecordedEvent.push("refs/heads/main", ZEROS, first));
        assertEverything("the default branch was pushed for the first time", detect());
        branchOff();
        repository.write("packages/memory-core/src/index.ts", "x");
        String second = repository.commit("second");
        repository.event(RecordedEvent.push("refs/heads/feature", ZEROS, second));
        assertEquals(List.of("packages/memory-core/src/index.ts"), detect().paths());
    }

    @Test
    void selectsEverythingWhereAForcePushDroppedTheCommitBefore() throws Exception {
        String gone = "1234567890".repeat(4);
        repository.event(RecordedEvent.push("refs/heads/main", gone, first));
        var changes = detect();
        assertTrue(changes.everything()
                .orElseThrow()
                .startsWith("the commit before this push, '" + gone + "', is gone: fatal: 'origin' does not appear"));
    }

    @Test
    void selectsEverythingForATagAndForAnEventWithoutABase() throws Exception {
        repository.event(RecordedEvent.push("refs/tags/v1.0.0", ZEROS, first));
        assertEverything("a tag was pushed, 'v1.0.0'", detect());
        repository.event(RecordedEvent.other("schedule", "refs/heads/main"));
        assertEverything("the event 'schedule' has no base to compare with", detect());
    }

    @Test
    void takesAPullRequestAsWhatItsMergeCommitBringsIn() throws Exception {
        branchOff();
        repository.write("packages/memory-core/src/index.ts", "x");
        String head = repository.commit("theirs");
        repository.git("switch", "--quiet", "main");
        repository.write("packages/mcp-server/src/index.ts", "x");
        repository.commit("another pull request, merged since");
        repository.git("switch", "--quiet", "--detach", "main");
        repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "feature");
        var event = RecordedEvent.pullRequest(first, head);
        assertTrue(event.fork() && event.untrusted());
        repository.event(event);
        assertEquals(List.of("packages/memory-core/src/index.ts"), detect().paths());
    }

    @Test
    void comparesAPullRequestsOwnCommitWithWhereItLeftItsBase() throws Exception {
        branchOff();
        repository.write("packages/memory-core/src/index.ts", "x");
        String head = repository.commit("theirs");
        repository.git("switch", "--quiet", "main");
        repository.write("packages/mcp-server/src/index.ts", "x");
        String base = repository.commit("ours");
        repository.git("switch", "--quiet", "feature");
        repository.event(RecordedEvent.pullRequest(base, head));
        assertEquals(List.of("packages/memory-core/src/index.ts"), detect().paths());
    }

    @Test
    void comparesAMergeGroupWithItsBase() throws Exception {
        branchOff();
        repository.write("packages/memory-core/src/index.ts", "x");
        String head = repository.commit("queued");
        repository.event(RecordedEvent.mergeGroup(first, head));
        assertEquals(List.of("packages/memory-core/src/index.ts"), detect().paths());
    }

    @Test
    void countsASubmoduleForItsPathAndForWhatIsNamedBelowIt() throws Exception {
        var library = GitFixture.init(folder.resolve("library"));
        library.write("a.ts", "1").commit("one");
        repository.git("submodule", "--quiet", "add", library.root.toString(), "packages/shared/library");
        repository.write("packages/by-file/Dockerfile", "FROM x\n");
        repository.service("by-file", List.of("packages/shared/library/src/*.c"));
        String added = repository.commit("submodule");
        library.write("a.ts", "2").commit("two");
        repository.git("-C", "packages/shared/library", "pull", "--quiet");
        var changes = since(added);
        assertEquals(List.of("packages/shared/library"), changes.paths());
        assertEquals(
                List.of("`packages/shared/library` changed, matched by `packages/shared/**`"),
                changes.reasons().get("mcp-server"));
        assertEquals(
                List.of("`packages/shared/library` changed, which holds `packages/shared/library/src/*.c`"),
                changes.reasons().get("by-file"));
        repository.commit("taken in");
        assertEquals(changes.paths(), since(added).paths());
    }

    @Test
    void looksAtItsOwnFolderOfALargerRepository() throws Exception {
        branchOff();
        repository.write("packages/mcp-server/src/index.ts", "x").write("outside", "x");
        repository.git("add", "outside");
        var inner = new GitFixture(repository.root.resolve("packages/mcp-server"));
        inner.service("s", List.of("src/**"));
        var changes = detect(inner);
        assertEquals(List.of("src/index.ts"), changes.paths());
        assertEquals(Set.of("s"), changes.reasons().keySet());
    }

    @Test
    void doesNotTakeATouchedFileForAChangedOne() throws Exception {
        branchOff();
        Path file = repository.root.resolve("packages/memory-core/src/index.ts");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
        assertEquals(List.of(), detect().paths());
    }
}
