package stages.composefile;

import java.util.ArrayDeque;
import java.util.Optional;

/** Paths with {@code /}, relative to the repository's root; that of the root itself is empty. */
final class RepositoryPath {
    private RepositoryPath() {}

    /** A path as it stands in a file of that folder; nothing where it leads out of the repository. */
    static Optional<String> of(String folder, String path) {
        if (path.isEmpty() || path.startsWith("/") || path.startsWith("~") || path.contains("://"))
            return Optional.empty();
        var parts = new ArrayDeque<String>();
        for (var part : (folder + "/" + path).split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) continue;
            if (!part.equals("..")) parts.add(part);
            else if (parts.pollLast() == null) return Optional.empty();
        }
        return Optional.of(String.join("/", parts));
    }

    static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }
}
