package stages.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dsl.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;

class ReleaseNotesTest {
    private static final String MCP = "{\"command\": [\"node\", \"dist/index.js\"]}";

    @TempDir
    Path folder;

    private TestContext context;

    @BeforeEach
    void repository() throws Exception {
        var root = Files.createDirectories(folder.resolve("repository"));
        context = TestContext.of(root, folder.resolve("out"));
        context.commands().run(Command.of("git", "init", "--quiet")).orFail("git");
        context.commands()
                .run(Command.of("git", "remote", "add", "origin", "https://me:secret@github.com/acme/cortex.git"))
                .orFail("git");
    }

    private static ReleaseNotes notes(Release release, Optional<Sbom> sbom, Optional<Handshake> handshake) {
        return new ReleaseNotes(
                release, Samples.verified(), sbom, handshake, Optional.empty(), "cosign.pub", Optional.empty());
    }

    private static Release full() {
        return Samples.release("1.1.0", Optional.of("1.0.0"), MCP, Samples.changes(), "1.1.0", "1.1", "1", "latest");
    }

    @Test
    void byDefaultTheyTellAllOfAnMcpServer() throws Exception {
        var notes = notes(full(), Optional.of(Samples.sbom()), Optional.of(Samples.handshake()))
                .run(context);
        assertEquals("1.1.0", notes.version());
        Golden.check("release/notes.md", notes.text());
        assertEquals(notes.text(), new String(context.kept().get("notes.md"), StandardCharsets.UTF_8));
    }

    @Test
    void aFirstPreReleaseOfAPlainServiceIsToldBriefly() throws Exception {
        context.commands().run(Command.of("git", "remote", "remove", "origin")).orFail("git");
        var release = Samples.release("0.1.0-rc.1", Optional.empty(), "null", List.of(), "0.1.0-rc.1");
        Golden.check(
                "release/notes-brief.md",
                notes(release, Optional.empty(), Optional.empty()).run(context).text());
    }

    private String with(String template) throws Exception {
        var file = new RepositoryFile("notes.mustache", template);
        return new ReleaseNotes(
                        full(),
                        Samples.verified(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(file),
                        "it's.pub",
                        Optional.of("https://git.example.org/a/b/"))
                .run(context)
                .text();
    }

    @Test
    void aTemplateOfTheRepositoryIsFilledIn() throws Exception {
        assertEquals(
                "mcp-server 1.1.0 (mcp-server-v1.1.0)\n- Breaking changes: 1\n",
                with("{{service}} {{version}} ({{gitTag}})\n\n\n\n{{#changes}}{{#-first}}- {{heading}}: {{-index}}{{/-first}}{{/changes}}")
                        .replace("\n\n", "\n"));
        assertEquals(
                "https://git.example.org/a/b/compare/mcp-server-v1.0.0...mcp-server-v1.1.0\n", with("{{comparison}}"));
        assertEquals(
                "cosign verify --key 'it'\\''s.pub' --insecure-ignore-tlog=true registry.example.org/acme/mcp-server@"
                        + Samples.DIGEST + "\n",
                with("{{#verification}}{{#commands}}{{#-first}}{{command}}{{/-first}}{{/commands}}{{/verification}}"));
    }

    @Test
    void whatATemplateDoesWrongIsSaid() {
        var text = new StringBuilder();
        for (var template :
                List.of("\n{{versio}}", "{{#chnges}}{{/chnges}}", "{{#changes}}", "{{/changes}}", "{{> other}}")) {
            var failure = assertThrows(StageFailure.class, () -> with(template), template);
            text.append(failure.getMessage())
                    .append("\n  ")
                    .append(failure.hint())
                    .append('\n');
        }
        Golden.check("release/template-errors.txt", text.toString());
    }

    @Test
    void whatBelongsToAnotherImageIsRefused() {
        var other = new Handshake(Digest.of("other"), false, new TreeMap<>());
        assertThrows(
                StageFailure.class,
                () -> notes(full(), Optional.empty(), Optional.of(other)).run(context));
        var sbom = new Sbom(Digest.of("other"), "t", new TreeMap<>(), new TreeMap<>(), List.of());
        assertThrows(
                StageFailure.class,
                () -> notes(full(), Optional.of(sbom), Optional.empty()).run(context));
    }

    @Test
    void remotesHavePages() {
        var page = Optional.of("https://github.com/acme/cortex");
        for (var remote : List.of(
                "https://github.com/acme/cortex.git",
                "https://x:token@github.com/acme/cortex",
                "git@github.com:acme/cortex.git",
                "ssh://git@github.com:22/acme/cortex.git",
                "git://github.com/acme/cortex/"))
            assertEquals(page, Links.of(remote).page(), remote);
        for (var remote : List.of("/srv/git/cortex.git", "../cortex", "file:///srv/cortex", "", "https://a b/c"))
            assertEquals(Optional.empty(), Links.of(remote).page(), remote);
        var links = Links.at("https://git.example.org:8443/acme/cortex");
        assertEquals("[a/b#3](https://git.example.org:8443/a/b/issues/3)", links.issue("a/b#3"));
    }

    @Test
    void clientsReadWhatTheyAreGiven() {
        var clients = new Clients("a.b \"c\"", "r/i@sha256:0", List.of("say", "\"x\"\n"));
        var server = Json.<Map<String, Map<String, Map<String, Object>>>>read(clients.claudeDesktop(), Map.class)
                .get("mcpServers")
                .get("a.b \"c\"");
        assertEquals(List.of("run", "--interactive", "--rm", "r/i@sha256:0", "say", "\"x\"\n"), server.get("args"));
        assertEquals(
                "[mcp_servers.\"a.b \\\"c\\\"\"]\ncommand = \"docker\"\n"
                        + "args = [\"run\", \"--interactive\", \"--rm\", \"r/i@sha256:0\", \"say\", \"\\\"x\\\"\\n\"]",
                clients.codex());
    }

    @Test
    void keysOfOtherKindsAreNamedAsTheyAre() {
        var verified = Samples.verified();
        var kms = new Verified(verified.staged(), "awskms:///alias/a", List.of(), List.of());
        assertEquals(
                List.of("cosign verify --key awskms:///alias/a --insecure-ignore-tlog=true i"),
                new Verification(kms, "i", "cosign.pub").commands());
        var keyless = new Verified(verified.staged(), "ann@example.org", List.of(), List.of());
        assertEquals(List.of(), new Verification(keyless, "i", "cosign.pub").commands());
    }
}
