package dsl.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import stages.Toolbox;
import stages.api.Command;
import stages.api.Commands;
import stages.api.Json;
import stages.api.StageFailure;

/**
 * Asks tools for their versions, which costs 50 to 300 ms each, and remembers the answers in a file by path, size and
 * time of change. A memory that cannot be read or written is said and costs time alone.
 */
final class ToolVersions {
    private final Commands commands;
    private final Path folder;
    private final Path memory;
    private final Consumer<String> note;
    private final Map<String, String> answers = new TreeMap<>();
    private boolean read;

    /** @param folder of the user's own, as keys of results hold these answers; need not be there */
    ToolVersions(Commands commands, Path folder, Consumer<String> note) {
        this.commands = commands;
        this.folder = folder;
        this.memory = folder.resolve("tools.json");
        this.note = note;
    }

    /**
     * @param file what the answer depends on
     * @param tool how it is started
     * @param ask its arguments
     * @return empty where it does not say
     */
    synchronized String ask(Path file, List<String> tool, List<String> ask) {
        load();
        var key = identity(file, tool);
        var answer = answers.get(key);
        if (answer != null) return answer;
        var fresh = fresh(tool, ask);
        answers.put(key, fresh);
        if (!fresh.isEmpty()) save();
        return fresh;
    }

    private static String identity(Path file, List<String> tool) {
        try {
            var real = file.toRealPath();
            return String.join(" ", tool) + " " + real + " " + Files.size(real) + " "
                    + Files.getLastModifiedTime(real).toMillis();
        } catch (IOException e) {
            return String.join(" ", tool) + " " + file;
        }
    }

    private String fresh(List<String> tool, List<String> ask) {
        try {
            var exit = commands.read(Command.of(tool).and(ask));
            if (exit.code() != 0) return "";
            return Toolbox.version(exit.out())
                    .or(() -> Toolbox.version(String.join("\n", exit.tail())))
                    .orElse("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (IOException | StageFailure e) {
            note.accept("'" + tool.get(0) + "' could not be asked for its version: " + e.getMessage());
            return "";
        }
    }

    private void load() {
        if (read) return;
        read = true;
        if (!Files.exists(memory)) return;
        try {
            Map<String, String> kept =
                    Json.read(Files.readString(memory), new TypeReference<Map<String, String>>() {}.getType());
            answers.putAll(kept);
        } catch (IOException | IllegalArgumentException e) {
            note.accept("versions of tools are asked anew, '" + memory + "' could not be read: " + e.getMessage());
        }
    }

    private void save() {
        var kept = new TreeMap<>(answers);
        kept.values().removeIf(String::isEmpty);
        try {
            Files.createDirectories(folder);
            var fresh = Files.createTempFile(folder, "tools", ".new");
            Files.writeString(fresh, Json.pretty(kept));
            Files.move(fresh, memory, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            note.accept("versions of tools could not be kept in '" + memory + "': " + e.getMessage());
        }
    }
}
