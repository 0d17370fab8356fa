package toolchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that are committed or about to be, relative to the root, which is the working directory of every test. */
final class Repository {
    private Repository() {}

    static List<Path> files() throws IOException {
        var git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (names.isEmpty()) throw new IOException("git lists no file");
        return Stream.of(names.split("\0"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** Java and Groovy of the project itself. */
    static List<Path> sources() throws IOException {
        return files().stream()
                .filter(file -> file.toString().matches(".*\\.(java|groovy)"))
                .filter(file -> !file.startsWith("examples") && !file.startsWith("tests/golden"))
                .toList();
    }

    static int lines(Path file) {
        try (var lines = Files.lines(file)) {
            return Math.toIntExact(lines.count());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
