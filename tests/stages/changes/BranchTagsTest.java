package stages.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stages.api.Event;
import stages.api.StageFailure;

class BranchTagsTest {
    @TempDir
    Path folder;

    private GitFixture repository;
    private String sha;

    @BeforeEach
    void commit() throws Exception {
        repository = GitFixture.init(folder);
        sha = "sha-" + repository.write("a", "").commit("first").substring(0, 12);
    }

    private List<String> tags() throws Exception {
        return new BranchTags().evaluate(repository);
    }

    private void assertTags(Event event, String... tags) throws Exception {
        repository.event(event);
        var expected = new ArrayList<>(List.of(tags));
        expected.replaceAll(tag -> tag.replace("SHA", sha));
        assertEquals(expected, tags());
    }

    @Test
    void givesLatestFromTheDefaultBranchAlone() throws Exception {
        String zeros = "0".repeat(40);
        assertTags(RecordedEvent.push("refs/heads/main", zeros, zeros), "main", "SHA", "latest");
        assertTags(RecordedEvent.other("schedule", "refs/heads/main"), "main", "SHA", "latest");
        assertTags(RecordedEvent.push("refs/heads/feature/x", zeros, zeros), "feature-x", "SHA");
        assertTags(RecordedEvent.pullRequest(zeros, zeros), "pr-7", "SHA");
        assertTags(RecordedEvent.mergeGroup(zeros, zeros), "SHA");
        assertTags(RecordedEvent.push("refs/tags/v1.2.3", zeros, zeros), "1.2.3", "SHA");
        assertTags(RecordedEvent.push("refs/tags/v1.2.3-rc.1+5", zeros, zeros), "1.2.3-rc.1", "SHA");
        assertTags(RecordedEvent.push("refs/tags/mcp-server-v1.0.0", zeros, zeros), "mcp-server-v1.0.0", "SHA");
        assertTags(RecordedEvent.push("refs/tags/latest", zeros, zeros), "branch-latest-bdd88f87", "SHA");
    }

    @ParameterizedTest
    @CsvSource({
        "feature/x, feature-x",
        "latest, branch-latest-",
        "Latest, branch-Latest-",
        "pr-8, branch-pr-8-",
        "sha-0123, branch-sha-0123-",
        "1.2, branch-1.2-",
        "v2.0.0, branch-v2.0.0-",
        "feature/ü, feature---",
        ".x, x-",
        "a+b, a-b-",
        "$(touch x), touch-x--",
    })
    void turnsANameIntoATagOfItsOwn(String branch, String start) throws Exception {
        repository.event(RecordedEvent.other("push", "refs/heads/" + branch));
        String tag = tags().get(0);
        assertTrue(tag.startsWith(start), tag);
        assertTrue(tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"), tag);
        assertEquals(start.endsWith("-"), !tag.equals(start), tag);
    }

    @Test
    void keepsLongNamesApart() throws Exception {
        repository.event(RecordedEvent.other("push", "refs/heads/" + "x".repeat(200)));
        String one = tags().get(0);
        repository.event(RecordedEvent.other("push", "refs/heads/" + "x".repeat(201)));
        assertEquals(128, one.length());
        assertTrue(!one.equals(tags().get(0)));
    }

    @Test
    void namesNoCommitOnALaptopWhoseTreeDiffersFromIt() throws Exception {
        assertEquals(List.of("main", sha, "latest"), tags());
        repository.write("b", "");
        assertEquals(List.of("main"), tags());
        assertEquals(1, repository.notes.size());
    }

    @Test
    void needsACommit() throws Exception {
        var failure = assertThrows(
                StageFailure.class, () -> new BranchTags().evaluate(GitFixture.init(folder.resolve("unborn"))));
        assertEquals("there are no tags for an image: the branch has no commit yet", failure.getMessage());
    }
}
