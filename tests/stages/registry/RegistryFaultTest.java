package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stages.api.Digest;

@Timeout(60)
class RegistryFaultTest {
    private static final byte[] MANIFEST =
            Fixture.bytes("{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\"}");

    @AutoClose
    private final Fixture.Clients clients = new Fixture.Clients();

    private final Fixture.Time time = clients.time;
    private final RegistryClient client = clients.anonymous();

    private static void manifest(FakeRegistry.Wire wire) throws IOException {
        wire.answer(200, MANIFEST, "Content-Type", Manifest.OCI_MANIFEST);
    }

    @Test
    void refusedOnThisMachineIsSaidAtOnce() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        Reference at = Reference.parse("127.0.0.1:" + port + "/acme/x:1");
        RegistryException e = assertThrows(RegistryException.class, () -> client.get(at));
        assertEquals(
                "get manifest 'acme/x:1' at registry '127.0.0.1:" + port + "' failed: cannot connect to '127.0.0.1:"
                        + port + "'",
                e.getMessage());
        assertTrue(e.hint().contains("is up"), e.hint());
        assertEquals(List.of(), time.sleeps);
        assertEquals(OptionalInt.empty(), e.status());
    }

    @Test
    void serverErrorsAreRepeatedWithGrowingDelays() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (count < 3) {
                wire.answer(500 + count, "");
            } else {
                manifest(wire);
            }
        })) {
            // 500, then 501, which lasts.
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")));
            assertEquals(OptionalInt.of(501), e.status());
            assertTrue(e.getMessage().endsWith("it answered 501 (2 attempts)"), e.getMessage());
            // 502, then an answer.
            assertArrayEquals(MANIFEST, client.get(fake.at("x:1")).bytes());
            assertTrue(
                    time.sleeps.stream().allMatch(d -> d.toMillis() >= 250 && d.toMillis() <= 500), "" + time.sleeps);
        }
    }

    @Test
    void givesUpAfterSomeAttemptsWithWhatTheRegistrySaid() throws Exception {
        String body = "{\"errors\":[{\"code\":\"UNAVAILABLE\",\"message\":\"disk\\u001b[31m\\nfull " + "x".repeat(9999)
                + "\"}]}";
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> wire.answer(503, body))) {
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("acme/x:1")));
            assertEquals(6, fake.requests().size());
            assertEquals(List.of("UNAVAILABLE"), e.codes());
            assertTrue(e.detail().startsWith("it answered 503: UNAVAILABLE disk [31m full xxx"), e.detail());
            assertTrue(e.detail().endsWith("(6 attempts)"), e.detail());
            assertTrue(e.getMessage().length() < 600, e.getMessage());
            assertEquals(
                    fake.host() + " acme/x get manifest", e.registry() + " " + e.repository() + " " + e.operation());
            assertTrue(time.sleeps.getLast().compareTo(Duration.ofSeconds(4)) >= 0, "" + time.sleeps);
            assertEquals(e.getMessage(), e.toFailure().getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "Tue, 01 Jan 2030 00:00:07 GMT"})
    void waitsAsLongAsTheRegistryAsks(String value) throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (count == 0) {
                wire.answer(429, "", "Retry-After", value);
            } else {
                manifest(wire);
            }
        })) {
            client.get(fake.at("x:1"));
            assertEquals(List.of(Duration.ofSeconds(7)), time.sleeps);
        }
    }

    @Test
    void doesNotWaitLongerThanItsBudget() throws Exception {
        try (FakeRegistry fake =
                new FakeRegistry((request, count, wire) -> wire.answer(429, "", "Retry-After", "3600"))) {
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")));
            assertEquals(1, fake.requests().size());
            assertEquals("the registry limits requests: try again in 3600 s", e.hint());
        }
    }

    @Test
    void aPageThatIsNoErrorOfTheSpecificationIsQuotedAsText() throws Exception {
        String page = "<html><body><h1>Forbidden</h1>\r\nby policy</body></html>";
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> wire.answer(403, page))) {
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")));
            assertEquals("it answered 403: Forbidden by policy", e.detail());
            assertEquals("check the rights, or log in with 'docker login " + fake.host() + "'", e.hint());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before any answer", "in the headers", "in the body"})
    void silenceEndsInOneErrorInTime(String where) throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (where.equals("in the headers")) {
                wire.write(Fixture.bytes("HTTP/1.1 200 OK\r\nContent-"));
            } else if (where.equals("in the body")) {
                wire.head(200, 1000, "Content-Type", Manifest.OCI_MANIFEST);
                wire.write(Fixture.bytes("{"));
            }
            wire.hang();
        })) {
            RegistryException e = assertTimeoutPreemptively(
                    Duration.ofSeconds(15),
                    () -> assertThrows(
                            RegistryException.class, () -> clients.impatient().get(fake.at("x:1"))));
            assertEquals("no answer from '" + fake.host() + "' for 700 ms (3 attempts)", e.detail());
            assertTrue(
                    e.getMessage().startsWith("get manifest 'x:1' at registry '" + fake.host() + "'"), e.getMessage());
        }
    }

    @Test
    void slowIsNotSilent() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            wire.head(200, MANIFEST.length, "Content-Type", Manifest.OCI_MANIFEST);
            CountDownLatch never = new CountDownLatch(1);
            int step = MANIFEST.length / 6 + 1;
            for (int from = 0; from < MANIFEST.length; from += step) {
                // The pace of the server is what is tested here: six pieces, 200 ms apart, against a stall time of 400
                // ms.
                assertFalse(never.await(200, TimeUnit.MILLISECONDS));
                wire.write(Arrays.copyOfRange(MANIFEST, from, Math.min(MANIFEST.length, from + step)));
            }
        })) {
            assertArrayEquals(MANIFEST, clients.impatient().get(fake.at("x:1")).bytes());
            assertEquals(1, fake.requests().size());
        }
    }

    @Test
    void aManifestWithAnotherDigestIsRefused() throws Exception {
        String other = Digest.of("other").toString();
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) ->
                wire.answer(200, MANIFEST, "Content-Type", Manifest.OCI_MANIFEST, "Docker-Content-Digest", other))) {
            String detail = "expected the digest '" + other + "', but it is '" + Digest.of(MANIFEST) + "'";
            Reference byDigest = fake.at("x@" + other);
            assertEquals(
                    detail,
                    assertThrows(RegistryException.class, () -> client.get(byDigest))
                            .detail());
            assertEquals(
                    detail,
                    assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")))
                            .detail());
            Reference own = fake.at("x@" + Digest.of(MANIFEST));
            assertThrows(RegistryException.class, () -> client.head(own));
            assertArrayEquals(MANIFEST, client.get(own).bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>login</html>", "[]", "{\"a\":1,\"a\":2}", "{} {}", "", "{\"mediaType\":\"text/x\"}"})
    void garbageIsNoManifest(String body) throws Exception {
        try (FakeRegistry fake = new FakeRegistry(
                (request, count, wire) -> wire.answer(200, body, "Content-Type", Manifest.OCI_INDEX))) {
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")));
            assertTrue(e.detail().contains("JSON") || e.detail().contains("'text/x'"), e.detail());
            assertEquals(1, fake.requests().size());
        }
    }

    @Test
    void anEndlessManifestIsRefused() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            wire.head(200, 1L << 40);
            while (true) {
                wire.write(new byte[100_000]);
            }
        })) {
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")));
            assertTrue(e.detail().startsWith("the answer is longer than"), e.detail());
        }
    }

    @Test
    void anUnknownManifestIsAbsent() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) ->
                wire.answer(404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"))) {
            assertEquals(Optional.empty(), client.resolve(fake.at("x:1")));
            RegistryException e = assertThrows(RegistryException.class, () -> client.get(fake.at("x:1")));
            assertEquals(List.of("MANIFEST_UNKNOWN"), e.codes());
            assertEquals("it answered 404: MANIFEST_UNKNOWN manifest unknown", e.detail());
            assertEquals(List.of(), client.tags(fake.at("x")));
        }
    }

    @Test
    void aRegistryThatStatesNoDigestIsAskedForTheBytes() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.method().equals("HEAD")) {
                wire.head(200, MANIFEST.length, "Content-Type", Manifest.OCI_MANIFEST);
            } else {
                manifest(wire);
            }
        })) {
            assertEquals(Optional.of(Digest.of(MANIFEST)), client.resolve(fake.at("x:1")));
        }
    }

    @Test
    void tagsComePageByPage() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            switch (request.target()) {
                case "/v2/a/x/tags/list?n=1000" ->
                    wire.answer(
                            200, "{\"tags\":[\"1\",\"2\"]}", "Link", "</v2/a/x/tags/list?last=2&n=1000>; rel=\"next\"");
                case "/v2/a/x/tags/list?last=2&n=1000" -> wire.answer(200, "{\"tags\":[\"3\"]}");
                default -> throw new AssertionError(request.target());
            }
        })) {
            assertEquals(List.of("1", "2", "3"), client.tags(fake.at("a/x")));
        }
    }

    @Test
    void aTagThatIsNoneIsNotPassedOn() throws Exception {
        try (FakeRegistry fake =
                new FakeRegistry((request, count, wire) -> wire.answer(200, "{\"tags\":[\"a;rm\"]}"))) {
            assertEquals(
                    "the answer is not a list of tags",
                    assertThrows(RegistryException.class, () -> client.tags(fake.at("x")))
                            .detail());
        }
    }
}
