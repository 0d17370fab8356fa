package stages.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stages.FakeTree;
import stages.api.ComposeFile;

class ComposeInputsTest {
    private static ComposeInputs inputs(FakeTree tree) {
        var file = new ComposeFile("deploy/a.yml", List.of(), List.of(), Map.of("X", "given"), Duration.ofMinutes(1));
        return ComposeInputs.of(file, tree);
    }

    private static ComposeInputs inputs(String text) {
        return inputs(new FakeTree().with("deploy/a.yml", text));
    }

    @Test
    void readsWhatTheFileNamesInTheRepository() {
        var inputs = inputs(new FakeTree()
                .with("deploy/a.yml", """
                        include:
                          - more.yml
                          - {path: [../one.yml, two.yml], env_file: ./include.env}
                        services:
                          web:
                            extends: {file: base/web.yml, service: web}
                            env_file: [./web.env, {path: other.env, required: false}]
                            volumes:
                              - ./conf:/etc/conf:ro
                              - ${X:-default}/x:/x
                              - ./${Y:-preset}:/y
                              - data:/data
                              - /var/run/docker.sock:/var/run/docker.sock
                              - {type: bind, source: ../src, target: /src}
                              - {type: volume, source: named, target: /n}
                            ports: !reset []
                        configs: {c: {file: ./c.txt}}
                        secrets: {s: {file: ../../outside.txt}, e: {environment: E}}
                        """)
                .with("deploy/more.yml", "services: {db: {volumes: !override ['./db.conf:/db.conf']}}"));
        assertEquals(Optional.empty(), inputs.unknown());
        assertEquals(Set.of("web", "db"), inputs.services());
        for (String path : List.of(
                "deploy/a.yml",
                "deploy/more.yml",
                "one.yml",
                "deploy/two.yml",
                "deploy/include.env",
                "deploy/base/web.yml",
                "deploy/web.env",
                "deploy/other.env",
                "deploy/conf/x/y",
                "deploy/given/x",
                "deploy/preset/z",
                "src/a.ts",
                "deploy/c.txt",
                "deploy/db.conf")) {
            assertTrue(inputs.files().includes(path), path);
        }
        for (String path :
                List.of("b", "deploy/data", "deploy/named", "var/run/docker.sock", "outside.txt", "conf/x")) {
            assertFalse(inputs.files().includes(path), path);
        }
    }

    @Test
    void countsTheWholeRepositoryWhereAPathIsUnknown() {
        var variable = inputs("services: {a: {volumes: ['./${NONE}/x:/x']}}");
        assertEquals(
                Optional.of("`deploy/a.yml` refers to './${NONE}/x', where 'NONE' has no value here"),
                variable.unknown());
        assertTrue(variable.files().includes("any/file"));
        assertEquals(
                Optional.of("`deploy/a.yml` is no YAML that can be read"),
                inputs("a: [").unknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "text",
                "services: [a]",
                "services: {a: }",
                "services: {a: {volumes: x, env_file: 1}}",
                "include: {path: x}",
                "configs: {a: [1]}",
                "a: &a {b: *a}",
                "? [x]\n: y"
            })
    void survivesWhateverTheFileHolds(String text) {
        assertTrue(inputs(text).files().includes("deploy/a.yml"));
    }
}
