package stages.github;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stages.api.Json;

/** Our part of GitHub's description is as the pinned package of npm has it; {@code -Dgolden=update} cuts it out anew. */
@Tag("lab")
class OpenApiSliceTest {
    @Test
    void theSliceIsGitHubsOwn() throws Exception {
        var whole = Path.of(System.getenv("SLIPWAY_LAB"), "openapi/api.github.com.json");
        var slice = Json.pretty(OpenApi.slice(Json.read(Files.readString(whole), JsonNode.class))) + "\n";
        if (System.getProperty("golden", "").equals("update")) Files.writeString(OpenApi.SLICE, slice);
        assertEquals(slice, Files.readString(OpenApi.SLICE));
    }
}
