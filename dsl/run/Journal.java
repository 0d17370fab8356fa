package dsl.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.Json;

/**
 * The events of a run as JSON lines, {@code {"runner", "seq", "event", ...}}, each handed to the system as it comes.
 * Written through a stream, because a channel would be closed by the interrupt of any thread that writes.
 */
public final class Journal implements Closeable {
    private final FileOutputStream out;
    private final String runner;
    private long seq;

    /** @param problem what is wrong with the file, in one sentence */
    public record Content(List<RunEvent> events, Optional<String> problem) {}

    Journal(Path file, String runner) throws IOException {
        this.out = new FileOutputStream(file.toString(), true);
        this.runner = runner;
    }

    void write(RunEvent event) throws IOException {
        if (event instanceof RunEvent.LogLine || event instanceof RunEvent.Progress) return;
        var line = Json.MAPPER.createObjectNode().put("runner", runner).put("seq", ++seq);
        line.setAll((ObjectNode) Json.tree(event));
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns when all is on the disk. */
    void force() throws IOException {
        out.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Reads up to the first line that is cut or damaged. */
    public static Content read(Path file) throws IOException {
        var events = new ArrayList<RunEvent>();
        var lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++)
            try {
                events.add(Json.read(lines[i], RunEvent.class));
            } catch (IllegalArgumentException e) {
                var what = i == lines.length - 1 ? "its last line is cut" : "it cannot be read from here on";
                return new Content(events, Optional.of("journal '" + file + "', line " + (i + 1) + ": " + what));
            }
        return new Content(events, Optional.empty());
    }
}
