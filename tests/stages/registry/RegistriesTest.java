package stages.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.Commands;
import stages.api.StageFailure;

class RegistriesTest {
    private static final String HELPER = "docker-credential-x";

    @TempDir
    Path folder;

    private TestContext answering(int code, String out) {
        return TestContext.of(folder, folder)
                .answer(command -> Optional.of(new Commands.Exit(command.argv(), code, out, List.of())));
    }

    private Optional<Credentials> ask(int code, String out) throws Exception {
        return Registries.ask(answering(code, out).commands(), HELPER, "ghcr.io");
    }

    @Test
    void aHelperIsAskedByItsProtocol() throws Exception {
        var context = answering(0, "{\"ServerURL\":\"ghcr.io\",\"Username\":\"u\",\"Secret\":\"hunter2\"}");
        var found = Registries.ask(context.commands(), HELPER, "ghcr.io");
        assertEquals(Optional.of(new Credentials("u", "hunter2")), found);
        var command = context.ran().get(0);
        assertEquals(List.of(HELPER, "get"), command.argv());
        assertEquals("ghcr.io", new String(command.input().orElseThrow(), StandardCharsets.UTF_8));
        assertFalse(String.join("", context.lines()).contains("hunter2"));
        assertEquals(Optional.empty(), ask(1, "credentials not found in native keychain\n"));
    }

    @Test
    void whatIsNoAnswerIsSaidWithoutQuotingIt() {
        for (var out : List.of("hunter2", "{\"Username\":\"hunter2\"}", "[\"hunter2\"]", "")) {
            var failure = assertThrows(StageFailure.class, () -> ask(0, out));
            assertEquals("'docker-credential-x' gave no user name and secret", failure.getMessage());
            assertNull(failure.getCause());
        }
        assertThrows(StageFailure.class, () -> ask(2, "hunter2"));
    }
}
