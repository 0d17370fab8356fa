package stages.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a registry client that is not ours. */
final class Peer {
    private Peer() {}

    /** Returns standard output of a command that must end well. */
    static byte[] run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            byte[] out = process.getInputStream().readAllBytes();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> List.of(command) + " does not end");
            assertEquals(0, process.exitValue(), () -> String.join(" ", command));
            return out;
        } finally {
            process.destroyForcibly();
        }
    }

    static byte[] skopeoRaw(Object reference) throws IOException, InterruptedException {
        return run("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + reference);
    }

    static byte[] orasBlob(Reference at, Descriptor blob) throws IOException, InterruptedException {
        return run(
                "oras",
                "blob",
                "fetch",
                "--plain-http",
                "--output",
                "-",
                at.withDigest(blob.digest()).toString());
    }

    static String orasManifest(Reference at) throws IOException, InterruptedException {
        return new String(run("oras", "manifest", "fetch", "--plain-http", at.toString()), StandardCharsets.UTF_8);
    }
}
