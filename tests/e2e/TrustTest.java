package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run on the default branch uses of what others wrote, and what no sink may show. */
@Tag("lab")
class TrustTest {
    @TempDir
    Path folder;

    private Checkout tiny;
    private String key;

    @BeforeEach
    void repository() throws Exception {
        tiny = Checkout.tiny(folder);
        key = Base64.getEncoder()
                .encodeToString(KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded());
    }

    private Checkout pullRequest() throws Exception {
        var payload = folder.resolve("pull.json");
        Files.writeString(
                payload,
                "{\"pull_request\":{\"number\":7,\"base\":{\"sha\":\"\"},\"head\":{\"repo\":{\"full_name\":\"x/y\"}}},\"repository\":{\"full_name\":\"x/y\",\"default_branch\":\"main\"}}");
        return tiny.with("GITHUB_EVENT_NAME", "pull_request")
                .with("GITHUB_REF", "refs/pull/7/merge")
                .with("GITHUB_EVENT_PATH", payload.toString());
    }

    private Checkout defaultBranch() throws Exception {
        var payload = folder.resolve("push.json");
        Files.writeString(payload, "{\"repository\":{\"full_name\":\"x/y\",\"default_branch\":\"main\"}}");
        return tiny.with("GITHUB_EVENT_NAME", "push")
                .with("GITHUB_REF", "refs/heads/main")
                .with("GITHUB_EVENT_PATH", payload.toString())
                .with("SLIPWAY_CACHE_KEY", key);
    }

    @Test
    void whatAPullRequestKeptIsNotUsedAndWhatTheDefaultBranchKeptIs() throws Exception {
        pullRequest().pipeline("ci").with(0);
        assertEquals(
                List.of("buildImage:tiny@linux/amd64", "buildImage:tiny"),
                pullRequest().pipeline("ci", "--json").with(0).tasks("passed", true));
        assertEquals(List.of(), defaultBranch().pipeline("ci", "--json").with(0).tasks("passed", true));
        assertEquals(
                2,
                defaultBranch()
                        .pipeline("ci", "--json")
                        .with(0)
                        .tasks("passed", true)
                        .size());
    }

    /** In the folder of compiled scripts lies code, which whoever may write there can exchange. */
    @Test
    void aScriptThatAPullRequestCompiledIsCompiledAnew() throws Exception {
        tiny.write("pipeline.groovy", "pipeline('ci') { describe 'ours'; stages { sh 'true' } }\n")
                .commit();
        pullRequest().pipeline("check").with(0);
        var exchanged = 0;
        try (var kept = Files.list(tiny.cache().resolve("scripts"))) {
            for (var file : kept.filter(Files::isRegularFile).toList()) {
                var code = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (code.contains("ours")) exchanged++;
                Files.writeString(file, code.replace("ours", "evil"), StandardCharsets.ISO_8859_1);
            }
        }
        assertEquals(1, exchanged);
        assertTrue(pullRequest().pipeline("pipelines").with(0).out().contains("evil"), "so it would be read");
        assertTrue(defaultBranch().pipeline("pipelines").with(0).out().contains("ours"));
    }

    /** Versions of tools stand in keys, so that who may write the cache must not say them. */
    @Test
    void whatIsKnownOfToolsIsSharedByNoCache() throws Exception {
        tiny = tiny.with("XDG_CONFIG_HOME", folder.resolve("config").toString());
        pullRequest().pipeline("ci").with(0);
        assertFalse(Files.exists(tiny.cache().resolve("tools.json")));
        assertTrue(Files.exists(folder.resolve("config/slipway/tools.json")));
    }

    @Test
    void withoutItsKeyATrustedRunSaysThatItKeepsNothing() throws Exception {
        var run = defaultBranch().with("SLIPWAY_CACHE_KEY", "").pipeline("ci").with(0);
        assertTrue(run.err().contains("SLIPWAY_CACHE_KEY"), run.err());
        assertEquals(
                List.of(),
                defaultBranch()
                        .with("SLIPWAY_CACHE_KEY", "")
                        .pipeline("ci", "--json")
                        .with(0)
                        .tasks("passed", true));
    }

    @Test
    void aLayerThatAPullRequestBuiltIsNotUsedByTheDefaultBranch() throws Exception {
        tiny.write(
                        "Dockerfile",
                        "FROM debian:bookworm-slim\nRUN echo " + folder.getFileName() + " && date +%s%N > /made\n")
                .commit();
        var theirs = digest(pullRequest().pipeline("ci", "--json").with(0));
        var ours = digest(defaultBranch().pipeline("ci", "--json").with(0));
        assertNotEquals(theirs, ours);
        assertEquals(
                ours,
                digest(defaultBranch().pipeline("ci", "--json", "--no-cache").with(0)),
                "its own layer it uses");
    }

    private static String digest(Checkout.Ended run) {
        return run.events("task-ended").stream()
                .filter(e -> e.path("task").asText().equals("buildImage:tiny"))
                .map(e -> e.path("result").asText())
                .collect(Collectors.joining());
    }

    @Test
    void aSecretIsMaskedWhereverItIsShown() throws Exception {
        var secret = "s3cret-value-0815";
        var base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        tiny.script(
                "sh('echo $TOKEN; printf s3cret-; printf value-; echo 0815; printf %s \"$TOKEN\" | base64; echo \"fails with $TOKEN\" >&2; exit 3') { named 'leak'; secrets 'TOKEN' }");
        var run = tiny.with("TOKEN", secret).pipeline("ci", "--json").with(1);
        var shown = new StringBuilder(run.out()).append(run.err());
        try (var files = Files.walk(tiny.root().resolve(".pipeline"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) shown.append(Files.readString(file));
        }
        for (var form : List.of(secret, base64)) assertFalse(shown.toString().contains(form), form);
        assertTrue(shown.toString().contains("***"));
        var plain = tiny.with("TOKEN", secret).pipeline("ci", "--verbose").with(1);
        assertFalse(plain.err().contains(secret) || plain.out().contains(secret));
    }

    @Test
    void aProcessGetsNoVariableThatNobodyAskedFor() throws Exception {
        tiny.script("sh('env | sort; test -z \"${NPM_TOKEN:-}${TRIVY_PASSWORD:-}\"') { named 'env' }");
        tiny.with("NPM_TOKEN", "abc")
                .with("TRIVY_PASSWORD", "def")
                .pipeline("ci")
                .with(0);
    }
}
