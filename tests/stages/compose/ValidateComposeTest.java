package stages.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stages.api.Verdict;

/** Against the real compose, which needs no engine for this. */
@Tag("lab")
class ValidateComposeTest {
    @TempDir
    Path folder;

    private LocalContext context;

    @BeforeEach
    void repository() throws IOException {
        context = new LocalContext(folder);
        context.environment.put("DOCKER_HOST", "unix:///nowhere.sock");
    }

    private List<String> findings(String text, Map<String, String> variables) throws IOException, InterruptedException {
        context.file("c.yml", text);
        var stage = new ValidateCompose(ComposeFilesTest.file("c.yml", variables));
        var report = stage.run(context);
        var verdict = stage.judge(report, Instant.EPOCH);
        assertEquals(report.errors() > 0, verdict instanceof Verdict.Refused);
        return report.findings().stream()
                .map(one -> one.place().subject() + ":" + one.place().line() + ":"
                        + one.place().column() + " " + one.rule() + " " + one.message())
                .toList();
    }

    @Test
    void aRightFileHasItsServices() throws Exception {
        context.file("c.yml", "services: {b: {image: x}, a: {image: x}}");
        var report = new ValidateCompose(ComposeFilesTest.file("c.yml", Map.of())).run(context);
        assertEquals(List.of("a", "b"), report.services());
        assertEquals(List.of(), report.findings());
    }

    @Test
    void theExampleIsRight() throws Exception {
        for (var name : List.of("docker-compose.yml", "docker-compose.infra.yml"))
            context.file(name, Files.readString(Path.of("examples/cortex", name)));
        var report = new ValidateCompose(ComposeFilesTest.file("docker-compose.yml", Map.of())).run(context);
        assertEquals(List.of(), report.findings());
        assertEquals(List.of("mcp-server", "memory-core", "memory-rest-api", "nats", "redis"), report.services());
    }

    @Test
    void allUnknownKeysOfOnePlaceAreNamed() throws Exception {
        var text = """
                services:
                  web:
                    image: nats:2
                    foo: 1
                    zoo: 2
                """;
        assertEquals(
                List.of(
                        "c.yml:4:5 unknown-key unknown key 'foo' in 'services.web'",
                        "c.yml:5:5 unknown-key unknown key 'zoo' in 'services.web'"),
                findings(text, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            servces: {}~ | 1:1 unknown-key unknown key 'servces' at the top
            services:~  a.b:~    image: x~    depends_on: [ nope ] | 4:19 model service "a.b" depends on undefined service "nope"
            services:~  web:~    image: x~    depends_on:~      nope: {condition: service_healthy} | 5:7 model service "web" depends on undefined service "nope"
            services:~  web:~    image: x~    volumes: [ "data:/x" ] | 4:16 model service "web" refers to undefined volume data
            services:~  web:~    image: x~    environment: 3 | 4:5 model services.web.environment must be a mapping
            services:~  web:~    ports: [] | 2:3 model service "web" has neither an image nor a build context specified
            services:~  web:~    image: x~    env_file: [ no.env ] | 4:17 model env file no.env not found: stat no.env: no such file or directory
            services:~  web: {image: x, depends_on: [b]}~  b: {image: x, depends_on: [web]} | 3:17 model dependency cycle detected: b -> web -> b
            include: [no.yml]~ | 1:11 model open no.yml: no such file or directory
            services:~  web: {image: x}~  web: {image: y} | 3:0 model failed to parse c.yml: line 3: mapping key "web" already defined at line 2
            services:~  web:~    image: x~   ports: 3 | 4:4 syntax not valid YAML: expected <block end>, but found '<block mapping start>'
            services:~  web:~    image: "a:${B" | 3:5 model invalid interpolation format for services.web.image. You may need to escape any $ with another $. a:${B
            services:~  web:~    image: x~    deploy: {replicas: y} | 4:14 model error while interpolating services.web.deploy.replicas: failed to cast to expected type: strconv.Atoi: parsing "y": invalid syntax
            services:~  web:~    image: x~    ports: ["80:80/foo"] | 0:0 model Invalid proto: foo
            - a | 0:0 model top-level object must be a mapping
            # nothing | 0:0 model empty compose file
            """)
    void modelErrorsHaveTheirPlace(String text, String finding) throws Exception {
        assertEquals(List.of("c.yml:" + finding), findings(text.replace("~", "\n"), Map.of()));
    }

    @Test
    void everyMissingVariableIsNamedWhereItStands() throws Exception {
        var text = """
                services:
                  web:
                    image: "nats:${TAG:?give a tag}"
                    environment:
                      A: x${B:?}
                      C: ${D}
                      E: ${F:-f} ${G:-${H:?}}
                      I: |
                        text
                        ${J?}
                """;
        assertEquals(
                List.of(
                        "c.yml:3:18 missing-variable required variable 'TAG' has no value: give a tag; give it in"
                                + " 'variables'",
                        "c.yml:5:11 missing-variable required variable 'B' has no value; give it in 'variables'",
                        "c.yml:6:10 unset-variable variable 'D' has no value and no default, it becomes empty",
                        "c.yml:7:23 missing-variable required variable 'H' has no value; give it in 'variables'",
                        "c.yml:8:10 missing-variable required variable 'J' has no value; give it in 'variables'"),
                findings(text, Map.of()));
        context.environment.put("H", "of the task");
        assertEquals(
                List.of("c.yml:6:10 unset-variable variable 'D' has no value and no default, it becomes empty"),
                findings(text, Map.of("TAG", "1", "B", "1", "J", "")));
    }

    @Test
    void variablesOfTheMachineAreNotRead() throws Exception {
        context.file(".env", "X=1");
        assertEquals(1, findings("services: {a: {image: 'a:${X:?}'}}", Map.of()).size());
    }

    @Test
    void aPortIsPublishedOnce() throws Exception {
        var text = """
                services:
                  a:
                    image: x
                    ports: ["8080:80", "127.0.0.1:8081:80", "8082:1", "8082:1/udp"]
                  b:
                    image: x
                    ports:
                      - "127.0.0.2:8081:80"
                      - target: 9
                        published: "8080"
                      - 90
                """;
        assertEquals(
                List.of("c.yml:9:9 port-clash port 8080/tcp is published by 'a' and again by 'b'"),
                findings(text, Map.of()));
    }

    @Test
    void anIncludedFileIsNamed() throws Exception {
        context.file("deep/i.yml", "services:\n  db:\n    image: x\n    wrong: 1\n");
        assertEquals(
                List.of("deep/i.yml:4:5 unknown-key unknown key 'wrong' in 'services.db'"),
                findings("include: [deep/i.yml]\n", Map.of()));
    }

    @Test
    void whatIsNoComposeAtAllIsSaid() throws Exception {
        assertTrue(findings("\t", Map.of()).get(0).startsWith("c.yml:1:1 syntax not valid YAML"));
    }
}
