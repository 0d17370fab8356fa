package dsl.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.NullSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import stages.api.Artifact;
import stages.api.Digest;
import stages.api.Json;
import stages.api.Result;

/** What makes two results equal, and which bytes they name. */
final class Results {
    private static final ObjectMapper TIMELESS = Json.MAPPER
            .copy()
            .registerModule(new SimpleModule("timeless")
                    .addSerializer(Instant.class, NullSerializer.instance)
                    .addSerializer(Duration.class, NullSerializer.instance)
                    .addSerializer(Set.class, new Sorted()));

    private Results() {}

    /** Digest of a result's JSON without times and durations, sets in order of their members' JSON. */
    static Digest identity(Result result) {
        try {
            return Digest.of(TIMELESS.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no JSON for " + result.getClass().getName(), e);
        }
    }

    /** All artifacts that a result's JSON names. */
    static Stream<Artifact> artifacts(JsonNode node) {
        if (node.size() == 4 && Stream.of("digest", "mediaType", "name", "size").allMatch(node::has))
            return Stream.of(Json.<Artifact>from(node, Artifact.class));
        return StreamSupport.stream(node.spliterator(), false).flatMap(Results::artifacts);
    }

    @SuppressWarnings("rawtypes") // Jackson knows no other class of a set
    private static final class Sorted extends StdSerializer<Set> {
        private static final long serialVersionUID = 1;

        Sorted() {
            super(Set.class);
        }

        @Override
        public void serialize(Set set, JsonGenerator out, SerializerProvider provider) throws IOException {
            List<String> members = ((Set<?>) set)
                    .stream()
                            .map(m -> {
                                try {
                                    return TIMELESS.writeValueAsString(m);
                                } catch (JsonProcessingException e) {
                                    throw new IllegalArgumentException(e);
                                }
                            })
                            .sorted()
                            .toList();
            out.writeObject(members);
        }
    }
}
