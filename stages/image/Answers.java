package stages.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import stages.api.Json;
import stages.api.StageFailure;

/** What tools answer. */
final class Answers {
    private Answers() {}

    /** @throws StageFailure naming who answered what is no JSON */
    static JsonNode json(String who, String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var where = at == null ? "" : " (line " + at.getLineNr() + ")";
            throw new StageFailure("what " + who + " answered is no JSON" + where + ": " + e.getOriginalMessage());
        }
    }
}
