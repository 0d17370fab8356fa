package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tag that moves in the registry behind a base image. Nothing else may build on that image meanwhile. */
@Tag("lab")
class BaseImageTest {
    @TempDir
    Path folder;

    @Test
    void aBaseImageThatMovedIsBuiltOnAndExplainNamesBothDigests() throws Exception {
        var tiny = Checkout.tiny(folder)
                .write("Dockerfile", "FROM node:22-bookworm-slim\nCOPY file /file\n")
                .commit();
        var first = digest("first");
        tiny.pipeline("ci").with(0);
        assertEquals(
                2, tiny.pipeline("ci", "--json").with(0).tasks("passed", true).size());
        try {
            var moved = digest("moved");
            assertNotEquals(first, moved);
            var run = tiny.pipeline("ci", "--json").with(0);
            assertTrue(run.tasks("passed", false).contains("buildImage:tiny@linux/amd64"), run.out());
            var explained =
                    tiny.pipeline("explain", "ci", "buildImage:tiny").with(0).out();
            for (var digest : List.of(first, moved))
                assertTrue(explained.contains(digest.substring(0, 19)), digest + " in " + explained);
            assertTrue(explained.contains("base node:22-bookworm-slim"), explained);
        } finally {
            digest("first");
        }
        assertEquals(
                2, tiny.pipeline("ci", "--json").with(0).tasks("passed", true).size(), "the first bytes are known");
    }

    private static String digest(String which) throws Exception {
        var said = Checkout.peer("tests/lab/base-image", which);
        var at = said.indexOf("sha256:");
        assertTrue(at >= 0, said);
        return said.substring(at, at + 71);
    }
}
