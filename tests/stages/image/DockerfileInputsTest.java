package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerfileInputsTest {
    @Test
    void stagesAndScratchAreNoBasesAndArgumentsAreFilledIn() {
        var text = """
                # syntax=docker/dockerfile:1
                ARG TAG=22
                ARG SUFFIX
                FROM --platform=$BUILDPLATFORM node:${TAG}-${SUFFIX:-slim} AS Build
                RUN echo \\
                  FROM nothing
                FROM build AS test
                from debian:$TAG
                FROM scratch
                FROM node:${TAG}-slim
                """;
        assertEquals(List.of("node:22-slim", "debian:22"), DockerfileInputs.bases(text, Map.of()));
        assertEquals(
                List.of("node:24-slim", "debian:24"), DockerfileInputs.bases(text, Map.of("TAG", "24", "OTHER", "x")));
    }
}
