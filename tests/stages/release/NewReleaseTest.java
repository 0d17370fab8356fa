package stages.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.*;
import stages.changes.GitFixture;

class NewReleaseTest {
    @TempDir
    Path folder;

    private GitFixture repository;

    @BeforeEach
    void project() throws Exception {
        repository = GitFixture.init(folder.resolve("project"))
                .write("packages/api/Dockerfile", "FROM scratch\nCOPY packages/api/src /src\nCOPY shared /shared\n")
                .write("packages/core/Dockerfile", "FROM scratch\nCOPY packages/core /core\n")
                .write("packages/api/src/a", "")
                .write("shared/a", "")
                .write("docs/a", "")
                .service("api", List.of("packages/api/package.json"), "core")
                .service("core", List.of());
        repository.commit("chore: begin");
    }

    private Service api() {
        return repository.services().getFirst();
    }

    private Release release(String version) throws Exception {
        return release(version, "");
    }

    private Release release(String version, String pre) throws Exception {
        return newRelease(version, pre, Optional.empty(), Dependencies.PATCH).evaluate(repository);
    }

    private NewRelease newRelease(String version, String pre, Optional<String> branch, Dependencies dependencies) {
        return new NewRelease(api(), Optional.of(version), Optional.of(pre), Optional.empty(), branch, dependencies);
    }

    private String change(String path, String message) throws Exception {
        var old = repository.tree().read(path).orElse("");
        return repository.write(path, old + "x").commit(message);
    }

    private void tag(String version) throws Exception {
        repository.git("tag", "--annotate", "--message", "x", "api-v" + version);
    }

    private void assertNext(String version) throws Exception {
        assertEquals(version, release("next").version());
    }

    private StageFailure refused(String version) {
        return assertThrows(StageFailure.class, () -> release(version));
    }

    @Test
    void theFirstReleaseHasNoPreviousAndAllItsCommits() throws Exception {
        change("docs/a", "docs: not of the service");
        var head = change("shared/a", "feat(shared): more");
        var release = release("1.0.0");
        assertEquals("1.0.0", release.version());
        assertEquals(head, release.commit());
        assertEquals(Optional.empty(), release.previous());
        assertEquals("api-v1.0.0", release.gitTag());
        assertEquals(List.of("1.0.0", "1.0", "1", "latest"), release.tags());
        assertEquals(
                List.of("more", "begin"),
                release.changes().stream().map(Change::subject).toList());
        assertEquals(List.of("t"), release.changes().getFirst().authors());
        assertEquals(release, Json.read(Json.line(release), Release.class));
        assertNext("0.1.0");
    }

    @Test
    void theCommitsThatTouchTheServiceSayWhatIsNext() throws Exception {
        tag("1.2.3");
        change("docs/a", "feat!: not of the service");
        assertEquals(
                "nothing that concerns 'api' was committed since 1.2.3",
                refused("next").getMessage());
        change("packages/api/src/a", "chore: tidy");
        assertNext("1.2.4");
        change("packages/api/package.json", "feat: its own path");
        assertNext("1.3.0");
        change("packages/api/Dockerfile", "fix: gone\n\nMore.\n\nBREAKING CHANGE: no shell any more");
        assertNext("2.0.0");
        assertEquals(List.of("2.0.0", "2.0", "2", "latest"), release("next").tags());
    }

    @Test
    void belowOneWhatBreaksIsMinor() throws Exception {
        tag("0.1.0");
        change("shared/a", "feat!: other");
        assertNext("0.2.0");
        assertEquals(List.of("0.2.0", "0.2", "latest"), release("next").tags());
    }

    @Test
    void aChangeThatWasTakenBackCountsForNothing() throws Exception {
        tag("1.0.0");
        var bad = change("shared/a", "feat!: bad");
        change("shared/a", "Revert \"feat!: bad\"\n\nThis reverts commit " + bad + ".");
        assertNext("1.0.1");
    }

    @Test
    void whatItDependsOnCountsAsTheOptionSays() throws Exception {
        tag("1.0.0");
        change("packages/core/x", "feat: of the core");
        assertNext("1.0.1");
        assertEquals("of the core", release("next").changes().getFirst().subject());
        var full = newRelease("next", "", Optional.empty(), Dependencies.FULL).evaluate(repository);
        assertEquals("1.1.0", full.version());
        var none = newRelease("next", "", Optional.empty(), Dependencies.NONE);
        assertThrows(StageFailure.class, () -> none.evaluate(repository));
    }

    @Test
    void preReleasesAreNumberedAndFloatNothing() throws Exception {
        tag("1.0.0");
        change("shared/a", "feat: one");
        var first = release("next", "rc");
        assertEquals("1.1.0-rc.1", first.version());
        assertEquals(List.of("1.1.0-rc.1"), first.tags());
        tag("1.1.0-rc.1");
        assertEquals("1.1.0-rc.1", release("next", "rc").version());
        assertEquals("1.1.0", release("next").version());
        change("shared/a", "fix: two");
        var second = release("next", "rc");
        assertEquals("1.1.0-rc.2", second.version());
        assertEquals(Optional.of("1.1.0-rc.1"), second.previous());
        assertEquals(1, second.changes().size());
        assertEquals("1.1.0-beta.1", numbered("beta"));
        var proper = release("1.1.0");
        assertEquals(Optional.of("1.0.0"), proper.previous());
        assertEquals(2, proper.changes().size());
    }

    private String numbered(String kind) {
        var failure = assertThrows(StageFailure.class, () -> release("next", kind));
        assertEquals("1.1.0-beta.1 is lower than 1.1.0-rc.1, the last version of 'api'", failure.getMessage());
        return "1.1.0-beta.1";
    }

    @Test
    void aPreReleaseThatIsFurtherAlongIsWhatComesNext() throws Exception {
        tag("1.0.0");
        change("shared/a", "fix: small");
        tag("2.0.0-rc.1");
        change("shared/a", "fix: small too");
        assertNext("2.0.0");
        assertEquals("2.0.0-rc.2", release("next", "rc").version());
    }

    @Test
    void theSameCommitGoesOnWithItsRelease() throws Exception {
        tag("1.0.0");
        change("shared/a", "feat: one");
        var before = release("next");
        tag("1.1.0");
        assertEquals(before, release("next"));
        assertEquals(before, release("1.1.0"));
        assertTrue(repository.notes.getFirst().contains("api-v1.1.0"), repository.notes.toString());
        repository.git("checkout", "--quiet", "api-v1.0.0");
        var old = release("1.0.0");
        assertEquals(List.of("1.0.0", "1.0"), old.tags());
    }

    @Test
    void aMaintainedLineMovesNoTagOfAHigherOne() throws Exception {
        tag("1.2.3");
        change("shared/a", "feat!: two");
        tag("2.0.0");
        change("shared/a", "feat: more");
        tag("1.3.0");
        repository.git("checkout", "--quiet", "-b", "release/1.2", "api-v1.2.3");
        change("shared/b", "fix: old");
        var line = Optional.of("release/1.2");
        var fix = newRelease("next", "", line, Dependencies.PATCH).evaluate(repository);
        assertEquals("1.2.4", fix.version());
        assertEquals(Optional.of("1.2.3"), fix.previous());
        assertEquals(List.of("1.2.4", "1.2"), fix.tags());
        var other = newRelease("1.1.0", "", line, Dependencies.PATCH);
        assertThrows(StageFailure.class, () -> other.evaluate(repository));
        assertThrows(StageFailure.class, () -> release("1.2.4"));
    }

    @Test
    void aTagThatStartedTheRunIsTheVersion() throws Exception {
        tag("1.0.0-rc.1");
        var absent = new NewRelease(
                api(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Dependencies.PATCH);
        assertThrows(StageFailure.class, () -> absent.evaluate(repository));
        repository.event(push("refs/tags/api-v1.0.0-rc.1"));
        assertEquals("1.0.0-rc.1", absent.evaluate(repository).version());
        assertEquals("1.0.0-rc.1", release("next").version());
        assertThrows(StageFailure.class, () -> release("1.0.0"));
        repository.event(push("refs/tags/core-v3.0.0"));
        assertThrows(StageFailure.class, () -> absent.evaluate(repository));
        assertEquals("1.0.0", release("1.0.0").version());
    }

    private static Event push(String ref) {
        return new Event("push", ref, Optional.empty(), Optional.empty(), Optional.of("main"), false);
    }

    @Test
    void aShallowCloneIsCompleted() throws Exception {
        tag("1.0.0");
        change("shared/a", "feat: one");
        change("shared/a", "feat: two");
        var url = "file://" + repository.root;
        var clone = GitFixture.clone(url, folder.resolve("clone"), "--depth=1", "--no-tags");
        var release =
                newRelease("next", "", Optional.empty(), Dependencies.PATCH).evaluate(with(clone));
        assertEquals("1.1.0", release.version());
        assertEquals(2, release.changes().size());
        change("shared/a", "fix: three");
        var cut = GitFixture.clone(url, folder.resolve("cut"), "--depth=1");
        cut.git("remote", "remove", "origin");
        var failure = assertThrows(
                StageFailure.class,
                () -> newRelease("next", "", Optional.empty(), Dependencies.PATCH)
                        .evaluate(with(cut)));
        assertTrue(failure.getMessage().startsWith("this clone is shallow"), failure.getMessage());
    }

    private static GitFixture with(GitFixture clone) {
        return clone.service("api", List.of("packages/api/package.json"), "core")
                .service("core", List.of());
    }

    @Test
    void whatIsNotPushedIsNotReleased() throws Exception {
        var bare = folder.resolve("bare.git").toString();
        repository.git("clone", "--quiet", "--bare", ".", bare);
        repository.git("remote", "add", "origin", bare);
        repository.git("fetch", "--quiet", "origin");
        change("shared/a", "feat: here alone");
        assertEquals("git push origin main", refused("1.0.0").hint());
        repository.git("push", "--quiet", "origin", "main");
        assertEquals("1.0.0", release("1.0.0").version());
    }
}
