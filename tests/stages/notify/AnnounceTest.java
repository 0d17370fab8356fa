package stages.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Digest;
import stages.api.Observation;
import stages.api.Published;
import stages.api.StageFailure;
import stages.compose.LocalContext;

class AnnounceTest {
    @TempDir
    Path folder;

    private LocalContext context;

    @BeforeEach
    void repository() throws IOException {
        context = new LocalContext(folder);
    }

    @Test
    void whatWasPublishedIsSaidInLogAndSummary() {
        var published = new Published(Digest.of("x"), "ghcr.io/acme/web", List.of("1.0.0", "a_b"));
        var stage = new Announce(Optional.of(published), Optional.empty());
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        var text = "published ghcr.io/acme/web (1.0.0, a_b) " + Digest.of("x");
        assertEquals(new Announced(text), stage.run(context));
        assertEquals(List.of(text), context.log);
        assertEquals(List.of("published ghcr.io/acme/web \\(1.0.0, a\\_b\\) " + Digest.of("x")), context.summaries);
    }

    @Test
    void aMessageIsOneLineAndNoMarkup() {
        var stage = new Announce(Optional.empty(), Optional.of("**bold**\n <b>"));
        assertEquals("**bold** <b>", stage.run(context).text());
        assertEquals(List.of("\\*\\*bold\\*\\* \\<b\\>"), context.summaries);
    }

    @Test
    void nothingToSayIsAnError() {
        var stage = new Announce(Optional.empty(), Optional.empty());
        assertThrows(StageFailure.class, () -> stage.run(context));
    }
}
