package stages.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import stages.TestContext;
import stages.api.Image;

/** An image with packages that the lab's database knows: one for both platforms, and a worse one on arm64 alone. */
final class ScannedImage {
    private ScannedImage() {}

    static Image build(Path root, TestContext context) throws IOException, InterruptedException {
        Builds.dockerfile(root, "FROM scratch\nARG TARGETARCH\nCOPY both/ /app/\nCOPY ${TARGETARCH}/ /app/\n");
        install(root.resolve("both"), "ms", "1.0.0");
        install(root.resolve("amd64"), "lodash", "4.17.21");
        install(root.resolve("arm64"), "lodash", "4.17.4");
        Files.writeString(root.resolve("arm64/settings"), "token = ghp_" + "0123456789abcdefABCDEF0123456789abcd\n");
        return Builds.build(Builds.stage("app"), context, Builds.AMD64, Builds.ARM64);
    }

    private static void install(Path folder, String name, String version) throws IOException {
        var home = Files.createDirectories(folder.resolve("node_modules").resolve(name));
        Files.writeString(
                home.resolve("package.json"),
                "{\"name\": \"" + name + "\", \"version\": \"" + version + "\", \"license\": \"MIT\"}");
    }
}
