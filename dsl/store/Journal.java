package dsl.store;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stages.api.Json;

/**
 * The events of a run, {@code {"runner", "seq", "event", ...}}, or its results, as JSON lines, each handed to the system
 * as it comes. Written through a stream: a channel would be closed by the interrupt of a thread that writes.
 */
public final class Journal implements Closeable {
    private final Path file;
    private final FileOutputStream out;
    private long seq;

    /** @param problem what is wrong with the file, in one sentence */
    public record Content<T>(List<T> lines, Optional<String> problem) {}

    public Journal(Path file) throws IOException {
        this.file = file;
        this.out = new FileOutputStream(file.toString(), true);
    }

    /** Not for two threads at a time. */
    public void write(String runner, RunEvent event) throws IOException {
        if (event instanceof RunEvent.LogLine || event instanceof RunEvent.Progress) return;
        var line = Json.line(event).substring(1);
        write("{\"runner\":" + Json.line(runner) + ",\"seq\":" + ++seq + "," + line);
    }

    public void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns when all is on the disk. */
    public void force() throws IOException {
        boolean interrupted = Thread.interrupted();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            force();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Reads up to the first line that is cut or damaged. */
    static <T> Content<T> read(Path file, Class<T> type) throws IOException {
        return read(file, type, line -> true);
    }

    /** @param wanted spares the others the reading of their JSON */
    static <T> Content<T> read(Path file, Class<T> type, Predicate<String> wanted) throws IOException {
        if (!Files.exists(file)) return new Content<>(List.of(), Optional.of("'" + file + "' is not there"));
        var read = new ArrayList<T>();
        var lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(wanted)
                .toList();
        for (var line : lines)
            try {
                read.add(Json.read(line, type));
            } catch (IllegalArgumentException e) {
                var what = read.size() == lines.size() - 1 ? "its last line is cut" : "it is damaged from here on";
                return new Content<>(read, Optional.of("'" + file + "', line " + (read.size() + 1) + ": " + what));
            }
        return new Content<>(read, Optional.empty());
    }
}
