package dsl.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dsl.model.LoadedPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stages.api.Changes;

class ScriptsTest {
    static Scripts.Loaded load(String... files) throws IOException {
        var sources = new java.util.ArrayList<Scripts.Source>();
        for (var f : files) sources.add(new Scripts.Source(f, Files.readString(Path.of(f))));
        return new Scripts(Words.all(), Set.of("plan"), Optional.empty()).load(List.of(), sources);
    }

    @Test
    void theExampleAndDockerCiLoadAndDeclareTheirTasks() throws IOException {
        var loaded = load("examples/cortex/pipeline.groovy", "scripts/docker-ci.groovy");
        assertEquals(List.of(), loaded.problems());
        LoadedPipeline p = loaded.pipelines().get(0);
        var declared = p.declare(Map.of("publish", true), (type, options) -> Changes.all("a test"));
        assertEquals(
                "",
                String.join(
                        "\n",
                        declared.declarations().stream()
                                .map(d ->
                                        d.id() + " " + d.values() + d.controls().after())
                                .toList()));
    }
}
