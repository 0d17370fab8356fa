package stages.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.*;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import stages.api.Artifact;
import stages.api.ContentStore;
import stages.api.Digest;

/** What the tests of this package share: a clock that moves by sleeping, content, a store. */
final class Fixture {
    static final DockerConfig ANONYMOUS =
            new DockerConfig(Path.of("/nonexistent/config.json"), (p, s) -> Optional.empty());

    private Fixture() {}

    /** Opens clients that share one clock, and closes them. */
    static final class Clients implements AutoCloseable {
        final Time time = new Time();
        private final List<RegistryClient> open = new CopyOnWriteArrayList<>();

        RegistryClient anonymous() {
            return with(ANONYMOUS);
        }

        RegistryClient with(DockerConfig config) {
            return open(config, Duration.ofSeconds(20), 6);
        }

        /** One that waits 700 ms and tries three times. */
        RegistryClient impatient() {
            return open(ANONYMOUS, Duration.ofMillis(700), 3);
        }

        private RegistryClient open(DockerConfig config, Duration stall, int attempts) {
            Duration budget = Duration.ofMinutes(2);
            Patience patience = new Patience(
                    Duration.ofSeconds(10), stall, budget, attempts, Duration.ofMillis(500), time, time::sleep);
            RegistryClient client = new RegistryClient(config, patience);
            open.add(client);
            return client;
        }

        @Override
        public void close() {
            open.forEach(RegistryClient::close);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Descriptor blob(byte[] bytes) {
        return new Descriptor("application/octet-stream", Digest.of(bytes), bytes.length);
    }

    static DockerConfig config(Path folder, String json) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), json);
        return new DockerConfig(file, (program, server) -> Optional.empty());
    }

    /** Moves only when somebody sleeps. */
    static final class Time extends Clock {
        final List<Duration> sleeps = new CopyOnWriteArrayList<>();
        private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

        void sleep(Duration duration) {
            sleeps.add(duration);
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Content by digest in one folder. */
    record Store(Path folder) implements ContentStore {
        @Override
        public Artifact add(Path file, String mediaType, String name) throws IOException {
            return add(Files.readAllBytes(file), mediaType, name);
        }

        @Override
        public Artifact add(byte[] bytes, String mediaType, String name) throws IOException {
            Digest digest = Digest.of(bytes);
            Files.createDirectories(folder.resolve("sha256"));
            Files.write(folder.resolve("sha256").resolve(digest.hex()), bytes);
            return new Artifact(digest, mediaType, name, bytes.length);
        }

        @Override
        public boolean has(Digest digest) {
            return Files.exists(folder.resolve("sha256").resolve(digest.hex()));
        }

        @Override
        public boolean intact(Digest digest) {
            return has(digest);
        }

        @Override
        public Path file(Digest digest) {
            return folder.resolve("sha256").resolve(digest.hex());
        }

        @Override
        public Path blobs() {
            return folder;
        }

        Descriptor put(String mediaType, byte[] bytes) throws IOException {
            return new Descriptor(mediaType, add(bytes, mediaType, "x").digest(), bytes.length);
        }

        /** An index of two platforms that share a layer. */
        Descriptor index(String seed) throws IOException {
            Descriptor shared = put("application/vnd.oci.image.layer.v1.tar+gzip", Fixture.bytes("shared " + seed));
            Descriptor amd64 = image(seed + "amd64", shared);
            Descriptor arm64 = image(seed + "arm64", shared);
            return put(Manifest.OCI_INDEX, Fixture.bytes("""
                    {"schemaVersion":2,"mediaType":"%s","manifests":[%s,%s]}""".formatted(Manifest.OCI_INDEX, json(amd64), json(arm64))));
        }

        private Descriptor image(String seed, Descriptor shared) throws IOException {
            Descriptor config =
                    put("application/vnd.oci.image.config.v1+json", Fixture.bytes("{\"seed\":\"" + seed + "\"}"));
            Descriptor own = put("application/vnd.oci.image.layer.v1.tar+gzip", Fixture.bytes("own " + seed));
            return put(Manifest.OCI_MANIFEST, Fixture.bytes("""
                    {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,%s]}""".formatted(
                            Manifest.OCI_MANIFEST, json(config), json(shared), json(own))));
        }

        private static String json(Descriptor descriptor) {
            return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                    .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
        }
    }
}
