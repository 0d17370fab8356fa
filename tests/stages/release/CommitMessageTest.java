package stages.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stages.api.Change;

class CommitMessageTest {
    private static List<Change> parse(String message) {
        return CommitMessage.parse("c0ffee", "Ann", message);
    }

    private static Change one(String message) {
        var changes = parse(message);
        assertEquals(1, changes.size(), changes.toString());
        return changes.getFirst();
    }

    private static String brief(String message) {
        return parse(message).stream()
                .map(c -> c.type() + c.scope().map(s -> "(" + s + ")").orElse("")
                        + (c.breaking().isPresent() ? "!" : "") + ": " + c.subject())
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "feat: x ~ feat: x",
                "FEAT(API): X ~ feat(API): X",
                "fix(a/b, c): x ~ fix(a/b, c): x",
                "feat!: x ~ feat!: x",
                "feat(api)!: x ~ feat(api)!: x",
                "feat(): x ~ feat: x",
                "build-deps: x ~ build-deps: x",
                "feat:x ~ : feat:x",
                "feat : x ~ : feat : x",
                "feat: ~ : feat:",
                "fixup! feat: x ~ : fixup! feat: x",
                "see http://a.b/c ~ : see http://a.b/c",
                "add a thing ~ : add a thing",
                "Revert \"feat(a): x\" ~ revert(a): x",
                "Revert \"x\" ~ revert: x",
                "Revert \"Revert \"feat: x\"\" ~ revert: Revert \"feat: x\"",
                "Reapply \"feat(a): x\" ~ feat(a): x",
                "revert: feat: x ~ revert: feat: x",
            })
    void firstLinesAreRead(String line, String expected) {
        assertEquals(expected, brief(line));
    }

    @Test
    void emptyMessagesAreAChangeWithoutAnything() {
        assertEquals(": ", brief(""));
        assertEquals(": ", brief("\n \r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            nullValues = "-",
            value = {
                "feat: x;;BREAKING CHANGE: it broke ~ it broke",
                "feat: x;;BREAKING-CHANGE: it broke ~ it broke",
                "feat: x;;BREAKING CHANGE #12 ~ 12",
                "feat: x;;body;BREAKING CHANGE: in the body;;more of it;Refs: #3 ~ in the body more of it",
                "feat: x;;BREAKING CHANGE:;  - one;  - two ~ - one - two",
                "feat!: x ~ x",
                "feat!: x;;BREAKING CHANGE: said so ~ said so",
                "feat: x;;* BREAKING CHANGE: in a list ~ in a list",
                "feat: x;;breaking change: lower case ~ -",
                "feat: x;;no BREAKING CHANGE: here ~ -",
                "not conventional;;BREAKING CHANGE: all the same ~ all the same",
            })
    void whatBreaksIsRead(String message, String expected) {
        assertEquals(
                Optional.ofNullable(expected), one(message.replace(";", "\n")).breaking());
    }

    @Test
    void revertsSayWhatTheyTakeBack() {
        var hash = "0123456789abcdef0123456789abcdef01234567";
        assertEquals(
                Optional.of(hash),
                one("Revert \"x\"\n\nThis reverts commit " + hash + ".").reverts());
        assertEquals(
                Optional.of("676104e"),
                one("revert: y\n\nRefs: 676104e, a215868").reverts());
        assertEquals(Optional.empty(), one("fix: y\n\nRefs: 676104e").reverts());
        assertEquals(
                Optional.empty(),
                one("Revert \"feat: x (#12)\" (#13)\n\nReverts acme/a#12").reverts());
    }

    @Test
    void aSquashedMessageHoldsSeveralChanges() {
        var github = "Better things (#7)\n\n* feat(a): one\n\nwhy\n\n* wip\n\n* fix!: two\n\n---------\n\n"
                + "Co-authored-by: Bob B. <bob@example.org>\nco-authored-by: Ann <a@example.org>";
        assertEquals("feat(a): one | fix!: two", brief(github));
        for (var change : parse(github)) {
            assertEquals(List.of("#7"), change.references());
            assertEquals(List.of("Ann", "Bob B."), change.authors());
        }
        assertEquals("feat: a | fix: b | perf: c", brief("feat: a\n\nfix: b\nperf: c"));
        assertEquals("feat!: a (#7) | fix: b", brief("feat: a (#7)\n\n* feat: a\n\nBREAKING CHANGE: x\n\n* fix: b"));
        assertEquals("feat: a", brief("feat: a\n\nas in\n```\n\nfix: no\n* fix: no\n```"));
        assertEquals("feat: a", brief("feat: a\n\nwhich is a\nfix: for nobody"));
        assertEquals("feat: a", brief("Merge pull request #12 from acme/topic\n\nfeat: a"));
        assertEquals(
                List.of("#12"),
                one("Merge pull request #12 from acme/topic\n\nfeat: a").references());
    }

    @Test
    void referencesAreReadOnce() {
        var message = "fix: x (#12)\n\nCloses #3, acme/other#4; GH-5, #3. Not a#b, &#38; nor x/#6.\n"
                + "https://git.example.org/acme/other/pull/7 https://git.example.org/a/b/-/issues/8#note";
        assertEquals(
                List.of("#12", "#3", "acme/other#4", "#5", "acme/other#7", "a/b#8"),
                one(message).references());
        assertEquals("fix: x (#12)", brief(message));
        assertEquals("x", References.without("x (#12) (acme/a#3)"));
    }

    /** Whatever the text, there is a change, and what was written is in it. */
    @Test
    void noTextFails() {
        var parts = List.of(
                "feat",
                "fix",
                "Revert \"",
                "\"",
                "(",
                ")",
                "!",
                ":",
                ": ",
                " ",
                "\n",
                "\n\n",
                "\r",
                "* ",
                "- ",
                "#",
                "#1",
                "GH-2",
                "BREAKING CHANGE",
                "BREAKING-CHANGE: ",
                "This reverts commit 0123456",
                "Co-authored-by: ",
                "<",
                ">",
                "```",
                "a/b#3",
                "https://x/a/b/issues/1",
                "\u0000",
                "é",
                "\ud83d\ude00",
                "\ud800",
                "---",
                "Merge pull request #1 from x",
                "Reapply \"");
        var random = new Random(4);
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(16); n > 0; n--) text.append(parts.get(random.nextInt(parts.size())));
            var changes = parse(text.toString());
            assertFalse(changes.isEmpty());
            changes.forEach(change -> assertEquals("c0ffee", change.commit()));
        }
    }

    @Test
    void longTextTakesNoTime() {
        for (var part : List.of(
                "a",
                "(",
                "feat(a)",
                "* ",
                "BREAKING CHANGE: ",
                " ",
                "\n",
                "#1 ",
                "a/",
                "a.",
                "<",
                "co-authored-by: a ",
                "(#1)")) assertFalse(parse("feat: " + part.repeat(20_000) + "!").isEmpty(), part);
    }

    /** Messages that are written by the convention come out as they went in. */
    @Test
    void whatIsWrittenIsRead() {
        var random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            var type = List.of("feat", "fix", "docs", "x-y").get(random.nextInt(4));
            var scope = List.of("", "api", "a/b", "a b").get(random.nextInt(4));
            var bang = random.nextBoolean();
            var note = random.nextBoolean() ? "note " + i : "";
            var subject = "does " + i;
            var text = type + (scope.isEmpty() ? "" : "(" + scope + ")") + (bang ? "!" : "") + ": " + subject
                    + (random.nextBoolean() ? "\n\nA body\nof two lines." : "")
                    + (note.isEmpty() ? "" : "\n\nBREAKING CHANGE: " + note) + "\n";
            var change = one(text);
            assertEquals(type, change.type());
            assertEquals(scope, change.scope().orElse(""));
            assertEquals(subject, change.subject());
            assertEquals(
                    note.isEmpty() ? bang ? subject : "" : note,
                    change.breaking().orElse(""));
        }
    }
}
