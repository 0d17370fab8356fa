package dsl.store;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which files were found to have the bytes of their digest, so that a run in which nothing changed does not read
 * all of them again. As in git's index, a file counts as the one that was read while its inode, size, time of change and
 * of status change (POSIX {@code ctime}, which no program can set) are the same. Whoever writes this memory vouches for
 * bytes, so it lies beside the key of the cache and never in it. Lines of {@code FILE TAB STATE}, the last of a file counts.
 */
final class Compared {
    /** A file that changed this shortly before it was looked at may change again without a sign of it. */
    private static final Duration RACY = Duration.ofSeconds(2);

    /** Where it is longer, it begins anew. */
    private static final int LONGEST = 4 << 20;

    private final Optional<Path> memory;
    private final InstantSource clock;
    private @Nullable Map<String, String> known;

    /**
     * @param memory its file; nothing is remembered without one, or where the file system has no such times
     * @param clock tells the time
     */
    Compared(Optional<Path> memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
    }

    /** What a file is like now, for {@link #keep} once it was compared. */
    String look(Path file) throws IOException {
        return memory.isEmpty() ? "" : state(file, clock.instant());
    }

    /** Identifies a file's state; empty where it cannot be told, or is so new that it tells nothing. */
    static String state(Path file, Instant now) throws IOException {
        try {
            var all = Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
            var changed = (FileTime) Objects.requireNonNull(all.get("ctime"));
            if (changed.toInstant().isAfter(now.minus(RACY))) return "";
            return all.get("ino") + " " + all.get("size") + " " + all.get("lastModifiedTime") + " " + changed;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return "";
        }
    }

    /** Whether the file is in a state in which it was compared. */
    boolean holds(Path file) throws IOException {
        var now = look(file);
        return !now.isEmpty() && now.equals(known().get(file.toString()));
    }

    /** Best effort: what is not kept is read again. */
    synchronized void keep(Path file, String state) {
        if (memory.isEmpty() || state.isEmpty() || file.toString().matches("(?s).*[\t\n].*")) return;
        try {
            Files.writeString(memory.get(), file + "\t" + state + "\n", CREATE, APPEND);
        } catch (IOException e) {
            return;
        }
    }

    private synchronized Map<String, String> known() throws IOException {
        if (known != null) return known;
        known = new HashMap<>();
        var file = memory.orElseThrow();
        if (!Files.exists(file)) return known;
        if (Files.size(file) > LONGEST) Files.deleteIfExists(file);
        else
            for (var line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                var tab = line.indexOf('\t');
                if (tab > 0) known.put(line.substring(0, tab), line.substring(tab + 1));
            }
        return known;
    }
}
