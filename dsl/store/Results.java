package dsl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.NullSerializer;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
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
public final class Results {
    private static final ObjectMapper TIMELESS = Json.MAPPER
            .copy()
            .registerModule(new SimpleModule("timeless")
                    .addSerializer(Instant.class, NullSerializer.instance)
                    .addSerializer(Duration.class, NullSerializer.instance)
                    .addSerializer(Set.class, new StdDelegatingSerializer(new Sorted())));

    private Results() {}

    /** Digest of a result's JSON, without times and durations, members of a set in the order of their JSON. */
    public static Digest identity(Result result) {
        return Digest.of(line(result));
    }

    private static String line(Object value) {
        try {
            return TIMELESS.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName(), e);
        }
    }

    private static final class Sorted extends StdConverter<Set<?>, List<String>> {
        @Override
        public List<String> convert(Set<?> set) {
            return set.stream().map(Results::line).sorted().toList();
        }
    }

    /** All artifacts that a result's JSON names. */
    static Stream<Artifact> artifacts(JsonNode node) {
        if (node.size() == 4 && Stream.of("digest", "mediaType", "name", "size").allMatch(node::has))
            return Stream.of(Json.<Artifact>from(node, Artifact.class));
        return StreamSupport.stream(node.spliterator(), false).flatMap(Results::artifacts);
    }
}
