package dsl.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dsl.word.Controls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.StageFailure;

final class EnvironmentTest {
    @TempDir
    Path root;

    private Environment environment;

    @BeforeEach
    void variables() throws IOException {
        Files.writeString(root.resolve("key"), "of-a-file\n");
        var variables = Map.of("PATH", "/bin", "OTHER", "other", "TRIVY_DB", "db", "TOKEN", "of-a-variable");
        environment = new Environment(root, variables, List.of("TRIVY_"));
    }

    @Test
    void aTaskGetsWhatAllGetAndItsOwn() {
        var task = controls(Map.of("OTHER", "", "ABSENT", "", "MODE", "fast"), Map.of("TOKEN", "", "KEY", "file:key"));
        assertEquals(Map.of("PATH", "/bin", "TRIVY_DB", "db"), environment.of(Controls.NONE));
        assertEquals(
                Map.of(
                        "PATH",
                        "/bin",
                        "TRIVY_DB",
                        "db",
                        "OTHER",
                        "other",
                        "MODE",
                        "fast",
                        "TOKEN",
                        "of-a-variable",
                        "KEY",
                        "of-a-file"),
                environment.of(task));
    }

    @Test
    void aSecretThatCannotBeHadSaysWhatToDo() {
        var task = controls(Map.of(), Map.of("A", "env:NOT_SET", "B", "file:none"));
        assertFailure("secret 'A': the variable 'NOT_SET' is not set", "set it", task, "A");
        assertFailure("secret 'B': cannot read 'none'", "make the file readable", task, "B");
        assertFailure("the task declares no secret 'C'", "add: secrets C: 'env:NAME'", task, "C");
    }

    private void assertFailure(String message, String hint, Controls task, String name) {
        var failure = assertThrows(StageFailure.class, () -> environment.secret(task, name));
        assertEquals(message, failure.getMessage());
        assertEquals(hint, failure.hint());
    }

    @Test
    void allThatCanBeHadIsMasked() {
        var one = controls(Map.of(), Map.of("A", "env:NOT_SET", "TOKEN", ""));
        var masks = environment.masks(Stream.of(one, controls(Map.of(), Map.of("K", "file:key"))), Optional.of("more"));
        assertEquals("*** *** *** other", masks.mask("of-a-variable of-a-file more other"));
    }

    private static Controls controls(Map<String, String> env, Map<String, String> secrets) {
        return new Controls(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                env,
                secrets);
    }
}
