package dsl.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dsl.model.Declaration;
import dsl.model.LoadedPipeline;
import dsl.word.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Changes;

class ScriptsTest {
    static Scripts.Loaded load(String... files) throws IOException {
        var sources = new java.util.ArrayList<Scripts.Source>();
        for (var f : files) sources.add(new Scripts.Source(f, Files.readString(Path.of(f))));
        return new Scripts(Words.all(), Set.of("plan"), Optional.empty(), line -> {}).load(List.of(), sources);
    }

    @Test
    void theExampleAndDockerCiLoadAndDeclareTheirTasks() throws IOException {
        var loaded = load("examples/cortex/pipeline.groovy", "scripts/docker-ci.groovy");
        assertEquals(List.of(), loaded.problems());
        LoadedPipeline p = loaded.pipelines().get(0);
        var declared = p.declare(
                Map.of("publish", true),
                (type, o) -> type.word().equals("branchTags") ? List.of("main") : Changes.all("a test"));
        dsl.Golden.check(
                "script/docker-ci-tasks.txt",
                declared.declarations().stream().map(ScriptsTest::line).collect(Collectors.joining("\n", "", "\n")));
    }

    /** A cache is shared by all JDKs that Slipway runs on. */
    @Test
    void whatIsKeptRunsOnJdk21(@TempDir Path cache) throws IOException {
        var source = new Scripts.Source("x.groovy", "pipeline('x') { stages { println 'x' } }");
        new Scripts(Words.all(), Set.of(), Optional.of(cache), line -> {}).load(List.of(), List.of(source));
        try (var kept = Files.list(cache)) {
            var text = Files.readString(kept.findFirst().orElseThrow(), StandardCharsets.ISO_8859_1);
            int magic = text.indexOf("\u00ca\u00fe\u00ba\u00be");
            assertEquals(65, text.charAt(magic + 7), "the class file's major version (JVMS 4.1)");
        }
    }

    private static String line(Declaration d) {
        var after =
                d.controls().after().isEmpty() ? "" : " after " + d.controls().after();
        return d.id() + " takes "
                + d.values().values().stream()
                        .flatMap(Value::outputs)
                        .map(Value.Output::task)
                        .toList() + after;
    }
}
