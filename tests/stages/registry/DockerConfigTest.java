package stages.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
    @TempDir
    Path folder;

    private static String auth(String pair) {
        return Base64.getEncoder().encodeToString(Fixture.bytes(pair));
    }

    private Optional<Credentials> find(String json, String reference) throws Exception {
        return Fixture.config(folder, json).find(Reference.parse(reference));
    }

    @Test
    void isFoundWhereDockerLooks() {
        Path home = Path.of("/home/a");
        assertEquals(Path.of("/home/a/.docker/config.json"), DockerConfig.locate(Map.of(), home));
        assertEquals(Path.of("/home/a/.docker/config.json"), DockerConfig.locate(Map.of("DOCKER_CONFIG", ""), home));
        assertEquals(Path.of("/c/config.json"), DockerConfig.locate(Map.of("DOCKER_CONFIG", "/c"), home));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ghcr.io", "https://ghcr.io", "https://ghcr.io/v2/", "http://ghcr.io/v1/"})
    void readsAnEntryUnderAllItsNames(String key) throws Exception {
        String json = "{\"auths\":{\"other.io\":{\"auth\":\"" + auth("x:y") + "\"},\"" + key + "\":{\"auth\":\""
                + auth("me:a:b") + "\"}}}";
        assertEquals(Optional.of(new Credentials("me", "a:b")), find(json, "ghcr.io/acme/x"));
        assertEquals(Optional.empty(), find(json, "ghcr.io:443/acme/x"));
    }

    @Test
    void knowsDockerHubByItsOldName() throws Exception {
        String json = "{\"auths\":{\"https://index.docker.io/v1/\":{\"username\":\"me\",\"password\":\"p\"}}}";
        assertEquals(Optional.of(new Credentials("me", "p")), find(json, "node"));
    }

    @Test
    void readsIdentityTokens() throws Exception {
        String json = "{\"auths\":{\"a.io\":{\"auth\":\"" + auth("me:") + "\",\"identitytoken\":\"t\"}}}";
        assertTrue(find(json, "a.io/x").orElseThrow().isIdentityToken());
    }

    @Test
    void asksTheHelperOfTheRegistryThenTheStoreThenTheFile() throws Exception {
        String json = "{\"credHelpers\":{\"a.io\":\"one\"},\"credsStore\":\"two\"," + "\"auths\":{\"c.io\":{\"auth\":\""
                + auth("me:p") + "\"}, \"b.io\":{}}}";
        Path file = Files.writeString(folder.resolve("config.json"), json);
        DockerConfig config = new DockerConfig(
                file,
                (program, server) ->
                        server.equals("c.io") ? Optional.empty() : Optional.of(new Credentials(program, server)));
        assertEquals(
                Optional.of(new Credentials("docker-credential-one", "a.io")), config.find(Reference.parse("a.io/x")));
        assertEquals(
                Optional.of(new Credentials("docker-credential-two", "b.io")), config.find(Reference.parse("b.io/x")));
        assertEquals(
                Optional.of(new Credentials("docker-credential-two", "https://index.docker.io/v1/")),
                config.find(Reference.parse("x")));
        assertEquals(Optional.of(new Credentials("me", "p")), config.find(Reference.parse("c.io/x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../bin/sh", "a b", "-x", "a/b"})
    void runsNoHelperWithAnOddName(String name) {
        String json = "{\"credsStore\":\"" + name + "\"}";
        assertTrue(assertThrows(IOException.class, () -> find(json, "a.io/x"))
                .getMessage()
                .contains("is not the name of a credential helper"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\": {\"a.io\": {\"auth\": s3cret}}}",
                "{\"auths\": {\"a.io\": {\"auth\": \"s3cret!\"}}}",
                "{\"auths\": {\"a.io\": {\"auth\": \"czNjcmV0\"}}}",
                "[\"s3cret\"]",
                ""
            })
    void saysWhichFileIsBrokenButNotWhatIsInIt(String json) {
        IOException e = assertThrows(IOException.class, () -> find(json, "a.io/x"));
        assertTrue(e.getMessage().contains(folder.resolve("config.json").toString()), e.getMessage());
        assertTrue(e.getMessage().contains("docker login"), e.getMessage());
        assertFalse(e.toString().contains("s3cret"), e.toString());
        assertNull(e.getCause());
    }

    @Test
    void isAnonymousWithoutAFile() throws Exception {
        assertEquals(Optional.empty(), Fixture.ANONYMOUS.find(Reference.parse("node")));
    }

    @Test
    void printsNoSecret() {
        assertFalse(new Credentials("me", "s3cret").toString().contains("s3cret"));
    }
}
