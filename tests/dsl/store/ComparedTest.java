package dsl.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedTest {
    @TempDir
    private Path folder;

    private Path memory;
    private Path file;

    @BeforeEach
    void writeAFile() throws IOException {
        memory = folder.resolve("compared.tsv");
        file = Files.writeString(folder.resolve("bytes"), "one");
    }

    @Test
    void aFileThatJustChangedIsNotRemembered() throws IOException {
        assertEquals("", Compared.state(file, Instant.now()));
        assertFalse(Compared.state(file, Instant.now().plusSeconds(3)).isEmpty());
    }

    @Test
    void aFileIsKnownByLaterRunsUntilItChanges() throws IOException {
        new Compared(Optional.of(memory), this::later).keep(file, Compared.state(file, later()));
        assertTrue(new Compared(Optional.of(memory), this::later).holds(file));

        var before = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, before);
        assertFalse(new Compared(Optional.of(memory), this::later).holds(file));
    }

    @Test
    void aCopyIsAnotherFile() throws IOException {
        new Compared(Optional.of(memory), this::later).keep(file, Compared.state(file, later()));
        var copy = Files.writeString(folder.resolve("copy"), "one");
        Files.setLastModifiedTime(
                copy, FileTime.from(Files.getLastModifiedTime(file).toInstant()));
        Files.delete(file);
        Files.move(copy, file);
        assertFalse(new Compared(Optional.of(memory), this::later).holds(file));
    }

    @Test
    void aMemoryThatIsDamagedOrMissingRemembersNothing() throws IOException {
        assertFalse(new Compared(Optional.empty(), this::later).holds(file));
        assertFalse(new Compared(Optional.of(memory), this::later).holds(file));
        Files.write(memory, new byte[] {0, -1, '\t', '\n', '\t', 7});
        assertFalse(new Compared(Optional.of(memory), this::later).holds(file));
    }

    private Instant later() {
        return Instant.now().plusSeconds(10);
    }
}
