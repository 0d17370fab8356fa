package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Digest;
import stages.registry.RegistryClient.Arrival;

@Timeout(60)
class PushTest {
    @TempDir
    Path folder;

    @AutoClose
    private final Fixture.Clients clients = new Fixture.Clients();

    private final Map<String, byte[]> held = new ConcurrentHashMap<>();

    /** Keeps what it is sent, by path; hands out upload addresses with a query. */
    private void keep(FakeRegistry.Request request, FakeRegistry.Wire wire) throws IOException {
        String path = request.path();
        if (request.method().equals("HEAD") && held.containsKey(path)) {
            byte[] bytes = held.get(path);
            wire.head(
                    200, bytes.length, "Docker-Content-Digest", Digest.of(bytes).toString(), "Content-Type", "x/y");
        } else if (request.method().equals("HEAD")) {
            wire.head(404, 0);
        } else if (request.method().equals("POST")) {
            wire.answer(202, "", "Location", path + "session?state=a%3D");
        } else if (path.endsWith("/uploads/session")) {
            String digest =
                    URLDecoder.decode(request.target().replaceFirst(".*[?&]digest=", ""), StandardCharsets.UTF_8);
            held.put(path.replace("uploads/session", digest), request.body());
            wire.answer(201, "");
        } else {
            held.put(path, request.body());
            wire.answer(
                    201, "", "Docker-Content-Digest", Digest.of(request.body()).toString());
        }
    }

    @Test
    void sendsBlobsThenChildrenThenTheIndexAndNothingTwice() throws Exception {
        Fixture.Store store = new Fixture.Store(folder);
        Descriptor index = store.index("a");
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> keep(request, wire))) {
            RegistryClient client = clients.anonymous();
            RegistryClient.Pushed pushed = client.pushImage(fake.at("acme/x:1"), index, store, Optional.empty());
            assertEquals(index.digest(), pushed.digest());
            assertEquals(5, pushed.uploaded());
            List<String> puts =
                    fake.lines().stream().filter(l -> l.startsWith("PUT")).toList();
            assertEquals(8, puts.size());
            assertTrue(puts.subList(0, 5).stream()
                    .allMatch(l -> l.contains("/uploads/session?state=a%3D&digest=sha256%3A")));
            assertTrue(puts.subList(5, 7).stream().allMatch(l -> l.contains("/manifests/sha256:")), "" + puts);
            assertEquals("PUT /v2/acme/x/manifests/1", puts.get(7));
            assertArrayEquals(store.bytes(index.digest()), held.get("/v2/acme/x/manifests/1"));
            for (Map.Entry<String, byte[]> entry : held.entrySet()) {
                String name = entry.getKey().replaceFirst(".*/", "");
                assertTrue(
                        name.equals("1")
                                || name.equals(Digest.of(entry.getValue()).toString()),
                        name);
            }

            int before = fake.requests().size();
            RegistryClient.Pushed again = client.pushImage(fake.at("acme/x:1"), index, store, Optional.empty());
            assertEquals(new RegistryClient.Pushed(index.digest(), 0, 0, 5, 0), again);
            assertTrue(fake.lines().stream().skip(before).allMatch(l -> l.startsWith("HEAD")));
        }
    }

    @Test
    void aFailedUploadEndsThePushBeforeAnyManifest() throws Exception {
        Fixture.Store store = new Fixture.Store(folder);
        Descriptor index = store.index("b");
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.path().endsWith("/uploads/session") && request.body().length > 12) {
                wire.answer(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\"}]}");
            } else {
                keep(request, wire);
            }
        })) {
            RegistryException e = assertThrows(
                    RegistryException.class,
                    () -> clients.anonymous().pushImage(fake.at("x:1"), index, store, Optional.empty()));
            assertEquals("upload blob", e.operation());
            assertEquals(List.of("DIGEST_INVALID"), e.codes());
            assertFalse(fake.lines().stream().anyMatch(l -> l.contains("/manifests/")));
        }
    }

    @Test
    void anUploadThatBreaksBeginsAnew() throws Exception {
        byte[] bytes = new byte[2_000_000];
        Path file = Files.write(folder.resolve("blob"), bytes);
        AtomicInteger begun = new AtomicInteger();
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.method().equals("POST") && begun.incrementAndGet() == 1) {
                wire.answer(202, "", "Location", "/lost");
            } else if (request.path().equals("/lost")) {
                wire.answer(404, "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\"}]}");
            } else if (request.method().equals("PUT") && begun.get() == 2) {
                wire.reset();
            } else {
                keep(request, wire);
            }
        })) {
            // Begun once, forgotten; begun again, reset; begun a third time, taken.
            Arrival arrival = clients.anonymous().putBlob(fake.at("x"), Fixture.blob(bytes), file, Optional.empty());
            assertEquals(Arrival.UPLOADED, arrival);
            assertEquals(3, begun.get());
            assertArrayEquals(bytes, held.get("/v2/x/blobs/" + Digest.of(bytes)));
        }
    }

    @Test
    void mountsWhatASiblingHoldsAndUploadsWhereThatIsRefused() throws Exception {
        byte[] bytes = Fixture.bytes("blob");
        Path file = Files.write(folder.resolve("blob"), bytes);
        AtomicInteger status = new AtomicInteger(201);
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.method().equals("POST") && request.target().contains("mount=") && status.get() != 202) {
                wire.answer(status.get(), "");
            } else {
                keep(request, wire);
            }
        })) {
            RegistryClient client = clients.anonymous();
            Optional<String> sibling = Optional.of("acme/sibling");
            assertEquals(Arrival.MOUNTED, client.putBlob(fake.at("a"), Fixture.blob(bytes), file, sibling));
            assertTrue(fake.lines()
                    .getLast()
                    .endsWith("/uploads/?mount=sha256%3A" + Digest.of(bytes).hex() + "&from=acme%2Fsibling"));
            for (int refused : List.of(202, 401, 403)) {
                status.set(refused);
                Reference at = fake.at("b" + refused);
                assertEquals(Arrival.UPLOADED, client.putBlob(at, Fixture.blob(bytes), file, sibling));
                assertEquals(Arrival.PRESENT, client.putBlob(at, Fixture.blob(bytes), file, sibling));
            }
        }
    }

    @Test
    void aRegistryThatStoresOtherBytesIsCaught() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) ->
                wire.answer(201, "", "Docker-Content-Digest", Digest.of("other").toString()))) {
            Manifest manifest = Manifest.of(Manifest.OCI_MANIFEST, Fixture.bytes("{}"));
            RegistryException e = assertThrows(
                    RegistryException.class, () -> clients.anonymous().put(fake.at("x:1"), manifest));
            assertTrue(e.detail().startsWith("expected the digest '" + manifest.digest() + "'"), e.detail());
            Reference other = fake.at("x@" + Digest.of("other"));
            assertThrows(RegistryException.class, () -> clients.anonymous().put(other, manifest));
        }
    }

    @Test
    void aStoreThatLacksAFileIsALocalError() throws Exception {
        Fixture.Store store = new Fixture.Store(folder);
        Descriptor index = store.index("c");
        Files.delete(store.file(Digest.of("shared c")));
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> keep(request, wire))) {
            assertThrows(
                    IOException.class,
                    () -> clients.anonymous().pushImage(fake.at("x:1"), index, store, Optional.empty()));
            assertFalse(fake.lines().stream().anyMatch(l -> l.contains("/manifests/")));
        }
    }

    @Test
    void aSilentUploadEnds() throws Exception {
        byte[] bytes = new byte[5_000_000];
        Path file = Files.write(folder.resolve("blob"), bytes);
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.method().equals("PUT")) {
                wire.hang();
            } else {
                keep(request, wire);
            }
        })) {
            RegistryException e = assertThrows(
                    RegistryException.class,
                    () -> clients.impatient().putBlob(fake.at("x"), Fixture.blob(bytes), file, Optional.empty()));
            assertEquals("no answer from '" + fake.host() + "' for 700 ms (3 attempts)", e.detail());
            assertEquals("upload blob", e.operation());
        }
    }
}
