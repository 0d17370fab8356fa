package dsl.host;

import dsl.word.StageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import stages.api.Digest;
import stages.api.Stage;

/**
 * Identifies the code of a stage: the classes of its package and of {@link stages.api}. In a jar, by the checksums that
 * its directory holds, so that nothing is read.
 */
public final class StageCode {
    private final Map<String, String> known = new HashMap<>();

    public String of(StageType type) {
        if (type.code().startsWith("sha256:")) return type.code();
        try {
            var stage = Class.forName(type.code(), false, Thread.currentThread().getContextClassLoader());
            return known.computeIfAbsent(
                    stage.getPackageName(),
                    p -> Digest.of(classes(stage) + " " + classes(Stage.class)).brief());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> classes(Class<?> type) {
        var folder = type.getPackageName().replace('.', '/') + "/";
        var url = type.getResource(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class");
        if (url == null) throw new IllegalStateException("no class file of " + type.getName());
        try {
            return url.openConnection() instanceof JarURLConnection jar
                    ? inJar(jar, folder)
                    : inFolder(Path.of(url.toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> inJar(JarURLConnection connection, String folder) throws IOException {
        var found = new TreeMap<String, String>();
        connection.getJarFile().stream()
                .filter(e -> e.getName().startsWith(folder) && e.getName().endsWith(".class"))
                .forEach(e -> found.put(e.getName().substring(folder.length()), Long.toHexString(e.getCrc())));
        return found;
    }

    /** With the checksum that a jar would hold, so that a key is the same in both. */
    private static Map<String, String> inFolder(Path file) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.list(java.util.Objects.requireNonNull(file.getParent()))) {
            for (var f : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                var crc = new java.util.zip.CRC32();
                crc.update(Files.readAllBytes(f));
                found.put(String.valueOf(f.getFileName()), Long.toHexString(crc.getValue()));
            }
        }
        return found;
    }
}
