package dsl.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Locks among all processes of a user on this machine, which end with the process that holds them. Within one process the
 * caller sees to it that none is asked for twice at once: the system would drop it with the first that lets go.
 *
 * @param folder the user's own; need not be there
 */
public record MachineLocks(Path folder) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Waits until no other process holds it.
     *
     * @param waits told once, where one does
     * @return gives it back
     */
    public Closeable take(String name, Runnable waits) throws IOException, InterruptedException {
        var file = Files.createDirectories(folder).resolve(name.replaceAll("[^A-Za-z0-9._-]+", "-"));
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (taken(channel)) return channel;
            waits.run();
            while (!taken(channel)) Thread.sleep(PAUSE);
            return channel;
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Asked again and again, for a thread that waits in the system for a lock cannot be interrupted everywhere. */
    private static boolean taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
