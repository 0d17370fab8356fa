package stages.release;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dsl.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Event;
import stages.api.StageFailure;
import stages.changes.GitFixture;

/** What a user reads where a release is refused, all of it in one golden file. */
class RefusalsTest {
    private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{12}\\b");

    @TempDir
    Path folder;

    private final StringBuilder text = new StringBuilder();
    private GitFixture repository;

    private void refused(String title, String version, String pre, String tag, String branch) {
        var release = new NewRelease(
                repository.services().getFirst(),
                Optional.of(version),
                Optional.of(pre),
                Optional.of(tag),
                Optional.of(branch),
                Dependencies.PATCH);
        var failure = assertThrows(StageFailure.class, () -> release.evaluate(repository), title);
        text.append("# ").append(title).append('\n');
        text.append(COMMIT.matcher(failure.getMessage()).replaceAll("COMMIT")).append('\n');
        text.append("  ").append(failure.hint()).append('\n');
        failure.details().forEach(line -> text.append("  | ").append(line).append('\n'));
        text.append('\n');
    }

    private void refused(String title, String version) {
        refused(title, version, "", "", "");
    }

    @Test
    void eachRefusalSaysWhatAndWhatToDo() throws Exception {
        repository = GitFixture.init(folder).service("api", List.of());
        repository.write("packages/api/Dockerfile", "FROM scratch\nCOPY a /\n").write("a", "");
        refused("nothing committed", "1.0.0");
        repository.commit("feat: first");
        versions();
        repository.write("b", "").write("c", "");
        refused("a dirty tree", "1.0.0");
        repository.commit("docs: second");
        history();
        Golden.check("release/refusals.txt", text.toString());
    }

    private void versions() throws Exception {
        refused("no version", "");
        refused("no semantic version", "one");
        refused("a version with v", "v1.0.0");
        refused("a tag for a version", "api-v1.0.0");
        refused("half a version", "1.0");
        refused("build metadata", "1.0.0+5");
        refused("a version that no ref can hold", "1.0.0-a.lock");
        refused("no pre-release", "1.0.0", "rc 1", "", "");
        refused("two pre-releases", "1.0.0-rc.1", "rc", "", "");
        refused("a tag of something else", "", "", "core-v1.0.0", "");
        refused("a tag that is not here", "", "", "api-v1.0.0", "");
        refused("a version that is not the tag's", "1.0.1", "", "api-v1.0.0", "");
        refused("a pre-release that is not the tag's", "", "rc", "api-v1.0.0", "");
        refused("a branch that is not here", "1.0.0", "", "", "release");
        refused("no name of a branch", "1.0.0", "", "", "a..b");
    }

    private void history() throws Exception {
        repository.git("tag", "api-v1.0.0");
        repository.write("d", "").commit("docs: third");
        refused("nothing to release", "next");
        refused("a version of another commit", "1.0.0");
        refused("a tag of another commit", "", "", "refs/tags/api-v1.0.0", "");
        refused("a lower version", "0.9.0");
        repository.git("tag", "api-v1.4.2");
        repository.git("tag", "api-v2.0.0");
        repository.write("e", "").commit("docs: fourth");
        refused("a lower version of a line", "1.4.1");
        refused("a lower version of no line", "1.3.0");
        repository.git("checkout", "--quiet", "-b", "topic");
        repository.write("f", "").commit("docs: fifth");
        refused("another branch", "3.0.0");
        repository.event(new Event(
                "push", "refs/tags/core-v1", Optional.empty(), Optional.empty(), Optional.of("trunk"), false));
        refused("a default branch that is not here", "3.0.0");
    }
}
