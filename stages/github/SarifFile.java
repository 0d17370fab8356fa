package stages.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.zip.GZIPOutputStream;
import stages.api.Json;
import stages.api.StageFailure;

/**
 * A SARIF 2.1.0 file that is within what GitHub takes (docs.github.com, "SARIF results exceed one or more limits").
 *
 * @param packed base64 of its gzip
 */
record SarifFile(String name, int runs, int results, String packed) {
    private static final int RUNS = 20;
    private static final int RESULTS = 25_000;
    private static final int RULES = 25_000;
    private static final int BYTES = 10 << 20;

    /** @throws StageFailure where GitHub would refuse it, or drop a part without a word */
    static SarifFile of(String name, String text) throws IOException {
        var runs = parse(name, text).path("runs");
        limit(name, "runs", runs.size(), RUNS);
        int results = 0;
        var categories = new HashSet<String>();
        for (var run : runs) {
            var tool = run.at("/tool/driver/name").asText();
            var category = run.at("/automationDetails/id").asText();
            if (!categories.add(tool + " " + category))
                throw new StageFailure(
                        "two runs of '" + tool + "' in '" + name + "' have the category '" + category + "'",
                        "give each run its own automationDetails.id, or GitHub refuses the file");
            limit(name, "results in a run", run.path("results").size(), RESULTS);
            limit(name, "rules in a run", run.at("/tool/driver/rules").size(), RULES);
            results += run.path("results").size();
        }
        return new SarifFile(name, runs.size(), results, packed(name, text));
    }

    private static JsonNode parse(String name, String text) {
        try {
            var json = Json.<JsonNode>read(text, JsonNode.class);
            if (json.path("version").asText().equals("2.1.0")
                    && json.path("runs").isArray()) return json;
        } catch (IllegalArgumentException e) {
            // Said below: what the parser says would quote a file that may be anything.
        }
        throw new StageFailure("'" + name + "' is no SARIF 2.1.0", "make it anew");
    }

    private static void limit(String name, String what, long count, int limit) {
        if (count > limit)
            throw new StageFailure(
                    "'" + name + "' has " + count + " " + what + ", GitHub takes " + limit,
                    "split the file, or report less");
    }

    private static String packed(String name, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        limit(name, "bytes when packed", bytes.size(), BYTES);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
