package stages.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stages.api.ComposeFile;
import stages.composefile.Interpolation;

/** What planning reads of a compose file's text. */
class ComposeFilesTest {
    @TempDir
    Path folder;

    private LocalContext context;

    @BeforeEach
    void repository() throws IOException {
        context = new LocalContext(folder);
    }

    static ComposeFile file(String name, Map<String, String> variables) {
        return new ComposeFile(name, List.of(), List.of(), variables, Duration.ofSeconds(30));
    }

    private static ComposeTest stage(String name, Map<String, String> variables) {
        return new ComposeTest(file(name, variables), List.of());
    }

    @Test
    void allFilesThatATestReadsAreItsSources() throws IOException {
        context.file("deploy/app.yml", """
                include:
                  - infra.yml
                  - path: [more/extra.yml]
                    env_file: extra.env
                services:
                  web:
                    extends: {file: base.yml, service: web}
                    env_file: [web.env, {path: other.env, required: false}]
                    volumes:
                      - ./conf:/etc/conf:ro
                      - data:/data
                      - {type: bind, source: ../top.txt, target: /top}
                    configs: [nginx]
                configs: {nginx: {file: nginx.conf}}
                secrets: {key: {file: "${DIR:-.}/key.txt"}}
                volumes: {data: {}}
                """);
        for (var name :
                List.of("infra.yml", "more/extra.yml", "base.yml", "extra.env", "web.env", "other.env", "conf/a/b"))
            context.file("deploy/" + name, "");
        context.file("deploy/nginx.conf", "")
                .file("deploy/key.txt", "")
                .file("top.txt", "")
                .file("unrelated", "");
        var sources = stage("deploy/app.yml", Map.of()).sources(context.tree());
        assertEquals(Optional.empty(), sources.unknown());
        var all = new TreeSet<>(context.tree().files());
        all.remove("unrelated");
        assertEquals(all, sources.files());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            /var/run/docker.sock:/s | '/var/run/docker.sock' lies outside of the repository
            ../x:/s                 | '../x' lies outside of the repository
            ${HERE}/x:/s            | `c.yml` refers to '${HERE}/x', where 'HERE' has no value here
            ./ignored:/s            | 'ignored' is missing or ignored by git
            """)
    void whatCannotBeKnownIsNotCached(String volume, String why) throws IOException {
        context.file("c.yml", "services: {web: {image: a, volumes: ['" + volume + "']}}");
        var sources = stage("c.yml", Map.of()).sources(context.tree());
        assertEquals(Optional.of(why), sources.unknown());
    }

    @Test
    void onlyImagesOfItsServicesAreNeeded() throws IOException {
        context.file("c.yml", "include: [i.yml]\nservices: {web: {build: .}}")
                .file("i.yml", "services: {db: {image: x}}");
        var stage = stage("c.yml", Map.of());
        assertTrue(stage.needs("images", "web", context.tree()));
        assertTrue(stage.needs("images", "db", context.tree()));
        assertFalse(stage.needs("images", "other", context.tree()));
    }

    @Test
    void publishedPortsAreLocks() throws IOException {
        context.file("c.yml", """
                services:
                  web:
                    ports:
                      - 90
                      - "8080:80"
                      - 127.0.0.1:8443:443
                      - "[::1]:8444:444"
                      - "53:53/udp"
                      - "9000-9001:80-81"
                      - "${PORT:-7000}:70"
                      - "${UNKNOWN}:70"
                      - {target: 1, published: "1000"}
                      - {target: 1}
                """);
        var ports = Set.of("8080", "8443", "8444", "53/udp", "9000", "9001", "7001", "1000");
        var locks = new TreeSet<String>();
        ports.forEach(port -> locks.add("port:" + port));
        assertEquals(locks, stage("c.yml", Map.of("PORT", "7001")).locks(context.tree()));
    }

    @Test
    void theExampleIsKnownWhole() throws IOException {
        var files = List.of("docker-compose.yml", "docker-compose.infra.yml");
        for (var name : files) context.file(name, Files.readString(Path.of("examples/cortex", name)));
        var stage = stage("docker-compose.yml", Map.of());
        assertEquals(Optional.empty(), stage.sources(context.tree()).unknown());
        assertEquals(Set.copyOf(files), stage.sources(context.tree()).files());
        assertEquals(
                Set.of("port:4222", "port:8222", "port:8480", "port:8481", "port:8482"), stage.locks(context.tree()));
        for (var service : List.of("mcp-server", "memory-core", "memory-rest-api", "nats"))
            assertTrue(stage.needs("images", service, context.tree()));
    }

    @Test
    void aFileThatIsNoYamlOrMissingIsLeftToTheRun() throws IOException {
        context.file("c.yml", "services: [\n");
        var broken = stage("c.yml", Map.of());
        assertTrue(broken.sources(context.tree()).unknown().isPresent());
        assertEquals(Set.of(), broken.locks(context.tree()));
        assertTrue(stage("none.yml", Map.of()).sources(context.tree()).unknown().isPresent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            a$A-${A}            | a1-1
            $$A ${E:-x}         | $A x
            b${E-x}             | b
            ${N:-${A}b}         | 1b
            ${A:+on}${N:+on}    | on
            ${N:?say}           | none
            ${N}                | none
            ${E:?}              | none
            b${E?}              | b
            a ${                | a ${
            """)
    void variables(String text, String expanded) {
        assertEquals(Optional.ofNullable(expanded), Interpolation.expand(text, Map.of("A", "1", "E", "")));
    }
}
