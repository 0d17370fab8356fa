package stages.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.Golden;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stages.api.Release;

class ChangelogTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 24);

    private static Release release(String version) {
        return Samples.release(version, Optional.empty(), "null", Samples.changes());
    }

    private static String with(String file, String version) {
        return Changelog.with(file, release(version), "## [" + version + "] - new\n\n### Fixed\n\n- x\n");
    }

    @Test
    void aSectionTellsWhatUsersNotice() {
        var section = Changelog.section(release("1.1.0"), DATE, Links.at("https://github.com/acme/cortex"));
        Golden.check("release/changelog.md", Changelog.with("", release("1.1.0"), section));
        var empty = Samples.release("1.1.1", Optional.empty(), "null", List.of());
        assertEquals(
                "## [1.1.1] - 2026-11-24\n\nNothing that users notice.\n", Changelog.section(empty, DATE, Links.NONE));
    }

    @Test
    void theNewestStandsFirstBelowWhatIsUnreleased() {
        var file = "# Changelog\n\nIntro.\n\n## [Unreleased]\n\n- y\n\n## 1.0.0 (2020-01-01)\n\n- z\n";
        var next = with(file, "1.1.0");
        assertEquals(
                "# Changelog\n\nIntro.\n\n## [Unreleased]\n\n- y\n\n## [1.1.0] - new\n\n### Fixed\n\n- x\n\n"
                        + "## 1.0.0 (2020-01-01)\n\n- z\n",
                next);
        assertEquals(next, with(next, "1.1.0"));
        assertTrue(with(next, "1.0.0").endsWith("## [1.0.0] - new\n\n### Fixed\n\n- x\n"));
        assertTrue(with("no headings", "1.0.0").startsWith("no headings\n\n## [1.0.0]"));
    }
}
