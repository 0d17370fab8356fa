package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.registry.OwnRegistry;

/** A service of the example is released, into a registry of the test's own, with a remote of its own. */
@Tag("lab")
class ReleaseTest {
    @TempDir
    Path folder;

    @Test
    void aServiceIsReleasedOnceAndCosignAgrees() throws Exception {
        try (var registry = OwnRegistry.start(Files.createDirectories(folder.resolve("registry")))) {
            var where = registry.host() + "/shop";
            var cortex = checkout(where);
            var released =
                    cortex.pipeline("release", "memory-core", "1.0.0", "--json").with(0);
            assertTrue(released.tasks("passed", false).contains("publishTags:memory-core"), released.out());
            var image = where + "/memory-core:1.0.0";
            var verified = Checkout.peer(
                    "cosign",
                    "verify",
                    "--key",
                    cortex.root().resolve("cosign.pub").toString(),
                    "--insecure-ignore-tlog=true",
                    "--allow-http-registry",
                    image);
            assertTrue(verified.contains("docker-manifest-digest"), verified);
            for (var tag : List.of("1.0", "1", "latest"))
                assertEquals(digest(image), digest(image.replace("1.0.0", tag)));
            var again =
                    cortex.pipeline("release", "memory-core", "1.0.0", "--json").with(0);
            for (var effect : List.of("stageImage:memory-core", "signImage:memory-core", "publishTags:memory-core"))
                assertTrue(again.tasks("passed", true).contains(effect), again.out());
        }
    }

    private static String digest(String image) throws Exception {
        return Checkout.peer("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", "docker://" + image);
    }

    /** The example, pushed to a bare remote, with a key that is no part of it. */
    private Checkout checkout(String registry) throws Exception {
        var cortex = Checkout.cortex(folder, folder.resolve("cache")).with("COSIGN_PASSWORD", "secret");
        var project = Files.readString(cortex.root().resolve("pipeline.groovy"));
        cortex.write("pipeline.groovy", project.replace("127.0.0.1:5000/cortex", registry))
                .commit();
        Checkout.peer(
                "git",
                "init",
                "-q",
                "--bare",
                "-b",
                "main",
                folder.resolve("remote.git").toString());
        cortex.git("remote", "add", "origin", folder.resolve("remote.git").toString())
                .git("push", "-q", "-u", "origin", "main")
                .write(".git/info/exclude", "cosign.*\n");
        var keys = new ProcessBuilder("cosign", "generate-key-pair")
                .directory(cortex.root().toFile());
        keys.environment().putAll(Map.of("COSIGN_PASSWORD", "secret"));
        Checkout.run(keys).with(0);
        return cortex;
    }
}
