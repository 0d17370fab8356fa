package stages.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Changes;

/** Clones that hold one commit, as CI makes them, of a bare remote with a long history. */
class ShallowCloneTest {
    private static final int HISTORY = 70;

    @TempDir
    Path folder;

    private String url;
    private GitFixture origin;
    private String main;
    private String head;

    @BeforeEach
    void pushABranchToARemote() throws Exception {
        origin = GitFixture.init(folder.resolve("origin"));
        origin.history("main", "", HISTORY, "before/file");
        origin.history("feature", "refs/heads/main^0", HISTORY, "service/file");
        origin.history("main", "refs/heads/main^0", HISTORY, "other/file");
        origin.git("reset", "--quiet", "--hard");
        head = origin.git("rev-parse", "feature");
        main = origin.git("rev-parse", "main");
        GitFixture.clone(origin.root.toUri().toString(), folder.resolve("bare"), "--bare", "--no-local");
        url = folder.resolve("bare").toUri().toString();
    }

    private GitFixture shallow(String name, String branch) throws Exception {
        return GitFixture.clone(url, folder.resolve(name), "--depth=1", "--branch=" + branch)
                .service("s", List.of("service/**"));
    }

    private static Changes detect(GitFixture fixture) throws Exception {
        return new DetectChanges(Optional.empty()).evaluate(fixture);
    }

    private static void assertServiceOnly(Changes changes) {
        assertEquals(Optional.empty(), changes.everything());
        assertEquals(List.of("service/file0", "service/file1"), changes.paths());
        assertEquals(2, changes.reasons().get("s").size());
    }

    @Test
    void deepensUntilItKnowsWhereABranchWasLeft() throws Exception {
        var clone = shallow("clone", "feature");
        clone.event(RecordedEvent.push("refs/heads/feature", "0".repeat(40), head));
        assertServiceOnly(detect(clone));
    }

    @Test
    void deepensToThePullRequestsBase() throws Exception {
        var clone = shallow("clone", "feature");
        clone.event(RecordedEvent.pullRequest(main, head));
        assertServiceOnly(detect(clone));
    }

    @Test
    void fetchesOneCommitWhereThatIsEnough() throws Exception {
        String before = origin.git("rev-parse", "feature~40");
        var clone = shallow("clone", "feature");
        clone.event(RecordedEvent.push("refs/heads/feature", before, head));
        var changes = detect(clone);
        assertEquals(Optional.of(before), changes.base());
        assertServiceOnly(changes);
        assertEquals("2", clone.git("rev-list", "--all", "--count", before, head));
    }

    @Test
    void fetchesTheTargetOfAPullRequestsMergeCommit() throws Exception {
        origin.git("merge", "--quiet", "--no-ff", "--message", "merge", "feature");
        origin.git("push", "--quiet", url, "HEAD:refs/pull/7/merge", "HEAD:refs/heads/merged");
        var clone = shallow("clone", "merged");
        clone.event(RecordedEvent.pullRequest(main, head));
        var changes = detect(clone);
        assertEquals(Optional.of(main), changes.base());
        assertServiceOnly(changes);
    }

    @Test
    void findsACommitThatAForcePushDropped() throws Exception {
        origin.git("switch", "--quiet", "feature");
        origin.git("reset", "--quiet", "--hard", "feature~2");
        String forced = origin.write("service/file0", "forced")
                .write("service/file1", "forced")
                .commit("forced");
        origin.git("push", "--quiet", "--force", url, "feature");
        var clone = GitFixture.clone(url, folder.resolve("clone"), "--branch=feature")
                .service("s", List.of("service/**"));
        clone.event(RecordedEvent.push("refs/heads/feature", head, forced));
        var changes = detect(clone);
        assertEquals(Optional.of(head), changes.base());
        assertServiceOnly(changes);
        assertEquals("false", clone.git("rev-parse", "--is-shallow-repository"));
    }

    @Test
    void selectsEverythingWhereItCannotBeDeepened() throws Exception {
        var clone = shallow("clone", "feature");
        clone.git("remote", "set-url", "origin", folder.resolve("gone").toUri().toString());
        clone.event(RecordedEvent.push("refs/heads/feature", "0".repeat(40), head));
        String unknown = detect(clone).everything().orElseThrow();
        assertTrue(unknown.startsWith("the default branch 'main' is not in this repository: "), unknown);
        clone.git("update-ref", "refs/remotes/origin/main", "HEAD");
        clone.event(RecordedEvent.pullRequest(main, head));
        String gone = detect(clone).everything().orElseThrow();
        assertTrue(gone.startsWith("the base of this 'pull_request', '" + main + "', is gone: "), gone);
    }

    @Test
    void selectsEverythingWhereHistoriesHaveNothingInCommon() throws Exception {
        origin.git("switch", "--quiet", "--orphan", "new-world");
        String other = origin.write("service/x", "").commit("new world");
        origin.git("push", "--quiet", url, "new-world");
        var clone = shallow("clone", "new-world");
        clone.event(RecordedEvent.pullRequest(main, other));
        assertEquals(
                Optional.of("there is no common history with the base of this 'pull_request'"),
                detect(clone).everything());
        assertEquals("false", clone.git("rev-parse", "--is-shallow-repository"));
    }

    @Test
    void knowsTheDefaultBranchByTheRemotesHead() throws Exception {
        origin.git("branch", "develop", "main");
        origin.git("push", "--quiet", url, "develop");
        new GitFixture(folder.resolve("bare")).git("symbolic-ref", "HEAD", "refs/heads/develop");
        var clone = GitFixture.clone(url, folder.resolve("clone")).service("s", List.of("service/**"));
        assertEquals(
                Optional.of("on the default branch 'develop' with a clean tree"),
                detect(clone).everything());
        clone.git("switch", "--quiet", "--detach", "HEAD~3");
        assertEquals(
                Optional.of("on the default branch 'develop' with a clean tree"),
                detect(clone).everything());
        clone.git("switch", "--quiet", "feature");
        assertServiceOnly(detect(clone));
    }
}
