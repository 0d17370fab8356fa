package dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares with a file of {@code tests/golden/}; {@code -Dgolden=update} writes what came out instead. */
public final class Golden {
    private Golden() {}

    /** @param name file below {@code tests/golden/}, for example {@code cli/help.txt} */
    public static void check(String name, String actual) {
        var file = Path.of("tests/golden").resolve(name);
        try {
            if (System.getProperty("golden", "").equals("update")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            var expected = Files.exists(file) ? Files.readString(file) : "(no file " + file + ")";
            assertEquals(expected, actual, file + " (-Dgolden=update refreshes it)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
