package dsl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.store.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stages.api.Image;
import stages.api.Published;

/** Which images a run made and published, from the results that it kept. */
final class Digests {
    private Digests() {}

    /** A line for each image: its name or repository, its digest, its tags. */
    static List<String> of(RunFolder run) throws IOException {
        var lines = new LinkedHashSet<String>();
        for (var stored : run.results(Set.of(Image.class, Published.class))) {
            if (stored.type().equals(Image.class.getName())) lines.add(image(stored.result()));
            if (stored.type().equals(Published.class.getName())) lines.add(published(stored.result()));
        }
        return List.copyOf(lines);
    }

    private static String image(JsonNode image) {
        return image.path("name").asText() + "  " + image.path("digest").asText();
    }

    private static String published(JsonNode published) {
        var tags = new ArrayList<String>();
        published.path("tags").forEach(t -> tags.add(t.asText()));
        return published.path("repository").asText() + "  "
                + published.path("subject").asText() + "  " + String.join(", ", tags);
    }
}
