package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.*;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Digest;
import stages.registry.RegistryClient.Arrival;
import stages.registry.RegistryClient.Pushed;

/** Against docker-registry 2.8, one of its own and the lab's mirror; judged by skopeo and oras. */
@Tag("lab")
@Timeout(120)
class RegistryLabTest {
    private static final String MIRROR = "127.0.0.1:5001";

    @TempDir
    static Path shared;

    @AutoClose
    private static @Nullable OwnRegistry registry;

    @TempDir
    Path folder;

    private final String seed = UUID.randomUUID().toString();
    private final Reference repository =
            Reference.parse(Objects.requireNonNull(registry).host() + "/slipway-test/" + seed);

    @AutoClose
    private final RegistryClient client = new RegistryClient(Fixture.ANONYMOUS, Clock.systemUTC());

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    @Test
    void pushesAnIndexThatOthersReadByteForByte() throws Exception {
        Fixture.Store store = new Fixture.Store(folder);
        Descriptor index = store.index(seed);
        Pushed pushed = client.pushImage(repository.withTag("1.0.0"), index, store, Optional.empty());
        assertEquals(5, pushed.uploaded());

        assertArrayEquals(store.bytes(index.digest()), Peer.skopeoRaw(repository.withTag("1.0.0")));
        Manifest read = client.get(repository.withTag("1.0.0"));
        assertEquals(index, read.descriptor());
        for (Descriptor child : read.children()) {
            Reference at = repository.withDigest(child.digest());
            assertEquals(new String(store.bytes(child.digest()), StandardCharsets.UTF_8), Peer.orasManifest(at));
            for (Descriptor blob : client.get(at).blobs()) {
                assertArrayEquals(store.bytes(blob.digest()), Peer.orasBlob(repository, blob));
            }
        }
        assertEquals(
                new Pushed(index.digest(), 0, 0, 5, 0),
                client.pushImage(repository.withTag("1.0.0"), index, store, Optional.empty()));
    }

    @Test
    void pushesByDigestFirstAndTagsTheSameBytesLater() throws Exception {
        Fixture.Store store = new Fixture.Store(folder);
        Descriptor index = store.index(seed);
        client.pushImage(repository, index, store, Optional.empty());
        assertEquals(List.of(), client.tags(repository));
        assertEquals(Optional.empty(), client.resolve(repository.withTag("1.0.0")));

        Manifest staged = client.get(repository.withDigest(index.digest()));
        client.put(repository.withTag("1.0.0"), staged);
        client.put(repository.withTag("1.0"), staged);
        assertEquals(
                List.of("1.0", "1.0.0"),
                client.tags(repository).stream().sorted().toList());
        assertEquals(Optional.of(index), client.head(repository.withTag("1.0")));
        assertArrayEquals(store.bytes(index.digest()), Peer.skopeoRaw(repository.withTag("1.0")));
    }

    @Test
    void mountsBlobsOfASibling() throws Exception {
        Fixture.Store store = new Fixture.Store(folder);
        Descriptor index = store.index(seed);
        client.pushImage(repository.withTag("1"), index, store, Optional.empty());
        Reference sibling = Reference.parse(repository + "-sibling:1");
        Pushed pushed = client.pushImage(sibling, index, store, Optional.of(repository.repository()));
        assertEquals(new Pushed(index.digest(), 0, 5, 0, 0), pushed);
        assertArrayEquals(store.bytes(index.digest()), Peer.skopeoRaw(sibling));
    }

    @Test
    void readsWhatOthersPushed() throws Exception {
        Reference debian = Reference.parse(MIRROR + "/library/debian:bookworm-slim");
        byte[] raw = Peer.skopeoRaw(debian);
        Manifest index = client.get(debian);
        assertArrayEquals(raw, index.bytes());
        assertEquals(Optional.of(index.descriptor()), client.head(debian));
        assertEquals(Optional.of(Digest.of(raw)), client.resolve(debian.withDigest(index.digest())));
        Manifest image =
                client.get(debian.withDigest(index.children().getFirst().digest()));
        Descriptor layer = image.blobs().getLast();
        Path file = folder.resolve("layer");
        client.getBlob(debian, layer, file);
        assertEquals(layer.size(), Files.size(file));
        try (InputStream in = Files.newInputStream(file)) {
            assertEquals(layer.digest(), Digest.of(in));
        }
    }

    @Test
    void saysWhatTheRegistrySaid() throws Exception {
        assertEquals(Optional.empty(), client.head(repository.withTag("none")));
        RegistryException e = assertThrows(RegistryException.class, () -> client.get(repository.withTag("none")));
        assertEquals(List.of("MANIFEST_UNKNOWN"), e.codes());

        Path file = Files.write(folder.resolve("blob"), Fixture.bytes("other"));
        Descriptor lie = new Descriptor("x/y", Digest.of(seed), 5);
        e = assertThrows(RegistryException.class, () -> client.putBlob(repository, lie, file, Optional.empty()));
        assertEquals(List.of("DIGEST_INVALID"), e.codes());

        Fixture.Store store = new Fixture.Store(folder);
        Manifest index =
                Manifest.of(Manifest.OCI_INDEX, store.bytes(store.index(seed).digest()));
        e = assertThrows(RegistryException.class, () -> client.put(repository.withTag("1"), index));
        assertEquals("MANIFEST_BLOB_UNKNOWN", e.codes().getFirst(), e.getMessage());
    }

    @Test
    void uploadsLargeBlobsWhole() throws Exception {
        byte[] bytes = new byte[16 * 1024 * 1024];
        // The same bytes each time, so that the registry keeps them but once.
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("blob"), bytes);
        Descriptor blob = Fixture.blob(bytes);
        assertEquals(Arrival.UPLOADED, client.putBlob(repository, blob, file, Optional.empty()));
        assertEquals(Arrival.PRESENT, client.putBlob(repository, blob, file, Optional.empty()));
        assertEquals(blob.digest(), Digest.of(Peer.orasBlob(repository, blob)));
    }
}
