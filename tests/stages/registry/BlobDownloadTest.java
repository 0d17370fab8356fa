package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.*;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Digest;

@Timeout(60)
class BlobDownloadTest {
    private static final byte[] BLOB = new byte[300_000];

    static {
        new Random(1).nextBytes(BLOB);
    }

    @TempDir
    Path folder;

    @AutoClose
    private final Fixture.Clients clients = new Fixture.Clients();

    private final RegistryClient client = clients.anonymous();

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (count == 0) {
                wire.head(200, BLOB.length);
                wire.write(Arrays.copyOf(BLOB, 100_000));
                return;
            }
            int from = Integer.parseInt(request.header("Range").replaceAll("bytes=(\\d*)-", "0$1"));
            byte[] rest = Arrays.copyOfRange(BLOB, from, BLOB.length);
            wire.answer(from == 0 ? 200 : 206, rest, "Content-Range", "bytes " + from + "-299999/300000");
        })) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            client.getBlob(fake.at("x"), Fixture.blob(BLOB), out);
            assertArrayEquals(BLOB, out.toByteArray());
            assertEquals(2, fake.requests().size());
            assertEquals("bytes=100000-", fake.requests().get(1).header("Range"));
        }
    }

    @Test
    void aResetInTheMiddleIsSurvived() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (count < 2) {
                wire.head(200, BLOB.length);
                wire.write(Arrays.copyOf(BLOB, 100_000));
                wire.reset();
            } else {
                wire.answer(200, BLOB);
            }
        })) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            client.getBlob(fake.at("x"), Fixture.blob(BLOB), out);
            assertArrayEquals(BLOB, out.toByteArray());
            assertEquals(3, fake.requests().size());
        }
    }

    @Test
    void aRegistryWithoutRangesSendsAllAgain() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (count < 2) {
                wire.head(200, BLOB.length);
                wire.write(Arrays.copyOf(BLOB, 200_000 + count * 50_000));
            } else {
                wire.answer(200, BLOB);
            }
        })) {
            Path file = folder.resolve("blob");
            client.getBlob(fake.at("x"), Fixture.blob(BLOB), file);
            assertArrayEquals(BLOB, Files.readAllBytes(file));
            assertEquals(3, fake.requests().size());
        }
    }

    @Test
    void aTruncatedBlobLeavesNoFile() throws Exception {
        try (FakeRegistry fake =
                new FakeRegistry((request, count, wire) -> wire.answer(200, Arrays.copyOf(BLOB, 1000)))) {
            Path file = folder.resolve("blob");
            RegistryException e =
                    assertThrows(RegistryException.class, () -> client.getBlob(fake.at("x"), Fixture.blob(BLOB), file));
            assertEquals("the answer ended after 1000 of 300000 bytes (6 attempts)", e.detail());
            assertEmpty();
        }
    }

    @Test
    void wrongBytesLeaveNoFile() throws Exception {
        byte[] other = BLOB.clone();
        other[7]++;
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> wire.answer(200, other))) {
            RegistryException e = assertThrows(
                    RegistryException.class,
                    () -> client.getBlob(fake.at("x"), Fixture.blob(BLOB), folder.resolve("blob")));
            assertEquals(
                    "the bytes of '" + Digest.of(BLOB) + "' have the digest '" + Digest.of(other) + "'", e.detail());
            assertEquals(1, fake.requests().size());
            assertEmpty();
        }
    }

    @Test
    void tooManyBytesAreNotTaken() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> wire.answer(200, BLOB))) {
            Descriptor small = new Descriptor("x", Digest.of("x"), 10);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            RegistryException e = assertThrows(RegistryException.class, () -> client.getBlob(fake.at("x"), small, out));
            assertTrue(e.detail().startsWith("the answer is longer than the 10 bytes"), e.detail());
            assertEquals(0, out.size());
        }
    }

    @Test
    void aFullDiskIsNotTheRegistrysFault() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> wire.answer(200, BLOB))) {
            OutputStream full = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                }
            };
            IOException e =
                    assertThrows(IOException.class, () -> client.getBlob(fake.at("x"), Fixture.blob(BLOB), full));
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            assertEquals(1, fake.requests().size());
        }
    }

    @Test
    void interruptEndsARequestAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
                    wire.head(200, BLOB.length);
                    wire.write(new byte[1]);
                    asked.countDown();
                    wire.hang();
                });
                RegistryClient patient = new RegistryClient(Fixture.ANONYMOUS, Patience.byDefault(clients.time));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Throwable> outcome = threads.submit(() -> {
                try {
                    patient.getBlob(fake.at("x"), Fixture.blob(BLOB), folder.resolve("blob"));
                    return new AssertionError("it should not end well");
                } catch (InterruptedException e) {
                    return e;
                }
            });
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            threads.shutdownNow();
            assertInstanceOf(InterruptedException.class, outcome.get(2, TimeUnit.SECONDS));
            assertEmpty();
        }
    }

    private void assertEmpty() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
