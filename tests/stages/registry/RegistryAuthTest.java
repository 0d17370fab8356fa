package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.*;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryAuthTest {
    private static final byte[] BLOB = Fixture.bytes("content");
    private static final String BASIC = "Basic " + Base64.getEncoder().encodeToString(Fixture.bytes("me:s3cret"));

    @TempDir
    Path folder;

    @AutoClose
    private final Fixture.Clients clients = new Fixture.Clients();

    private RegistryClient knowing(FakeRegistry fake) throws IOException {
        return clients.with(Fixture.config(
                folder, "{\"auths\":{\"" + fake.host() + "\":{\"username\":\"me\",\"password\":\"s3cret\"}}}"));
    }

    private static String bearer(FakeRegistry.Request request) {
        return "Bearer realm=\"http://" + request.header("Host")
                + "/token?a=b\",service=\"reg\",scope=\"repository:x:pull\"";
    }

    /** Answers only who holds the newest token; tokens are numbered. */
    private static FakeRegistry.Handler tokens(AtomicInteger issued, String life) {
        return (request, count, wire) -> {
            if (request.path().equals("/token")) {
                wire.answer(200, "{\"token\":\"t" + issued.incrementAndGet() + "\"" + life + "}");
            } else if (request.header("Authorization").equals("Bearer t" + issued.get())) {
                wire.answer(200, BLOB);
            } else {
                wire.answer(401, "", "WWW-Authenticate", bearer(request));
            }
        };
    }

    private static void get(RegistryClient client, FakeRegistry fake) throws Exception {
        client.getBlob(fake.at("x"), Fixture.blob(BLOB), OutputStream.nullOutputStream());
    }

    @Test
    void asksForATokenOnceAndAgainWhenItExpires() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        try (FakeRegistry fake = new FakeRegistry(tokens(issued, ",\"expires_in\":300"))) {
            RegistryClient client = knowing(fake);
            get(client, fake);
            get(client, fake);
            assertEquals(1, issued.get());
            clients.time.sleep(Duration.ofSeconds(291));
            get(client, fake);
            assertEquals(2, issued.get());
            List<FakeRegistry.Request> requests = fake.requests();
            assertEquals(6, requests.size(), "a token about to expire is renewed before it is refused");
            assertEquals(
                    "/token?a=b&service=reg&scope=repository%3Ax%3Apull",
                    requests.get(1).target());
            assertEquals(BASIC, requests.get(1).header("Authorization"));
            assertEquals("", requests.get(0).header("Authorization"));
        }
    }

    @Test
    void aTokenRefusedEarlyIsRenewedOnce() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        try (FakeRegistry fake = new FakeRegistry(tokens(issued, ""))) {
            RegistryClient client = clients.anonymous();
            get(client, fake);
            issued.incrementAndGet();
            get(client, fake);
            assertEquals(3, issued.get());
            assertTrue(fake.requests().stream()
                    .filter(r -> r.path().equals("/token"))
                    .allMatch(r -> r.header("Authorization").isEmpty()));
        }
    }

    @Test
    void anEndlessRefusalEndsAfterOneRenewal() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.path().equals("/token")) {
                wire.answer(200, "{\"access_token\":\"t" + count + "\"}");
            } else {
                String body = "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no: "
                        + request.header("Authorization") + "\"}]}";
                wire.answer(401, body, "WWW-Authenticate", bearer(request));
            }
        })) {
            RegistryClient client = knowing(fake);
            RegistryException e = assertThrows(RegistryException.class, () -> get(client, fake));
            assertEquals(3, fake.requests().size());
            assertEquals(OptionalInt.of(401), e.status());
            assertEquals("it answered 401: UNAUTHORIZED no: Bearer ***", e.detail());
            assertEquals("check the rights, or log in with 'docker login " + fake.host() + "'", e.hint());
        }
    }

    @Test
    void passwordsAreSentWhereTheyAreAskedFor() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.header("Authorization").equals(BASIC)) {
                wire.answer(200, BLOB);
            } else {
                wire.answer(401, "", "WWW-Authenticate", "Basic realm=\"x\"");
            }
        })) {
            RegistryClient client = knowing(fake);
            get(client, fake);
            get(client, fake);
            assertEquals(3, fake.requests().size());
            assertThrows(RegistryException.class, () -> get(clients.anonymous(), fake));
            assertEquals(4, fake.requests().size());
        }
    }

    @Test
    void aWrongPasswordIsSentOnceAndNeverShown() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> wire.answer(
                401,
                "bad password s3cret in " + request.header("Authorization"),
                "WWW-Authenticate",
                "Basic realm=\"x\""))) {
            RegistryClient client = knowing(fake);
            RegistryException e = assertThrows(RegistryException.class, () -> get(client, fake));
            assertEquals(2, fake.requests().size());
            assertNoSecret(e);
            assertEquals("it answered 401: bad password *** in Basic ***", e.detail());
        }
    }

    @Test
    void anIdentityTokenIsExchangedInTheBody() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.path().equals("/token")) {
                wire.answer(200, "{\"access_token\":\"t\"}");
            } else if (request.header("Authorization").equals("Bearer t")) {
                wire.answer(200, BLOB);
            } else {
                wire.answer(401, "", "WWW-Authenticate", bearer(request));
            }
        })) {
            String json = "{\"auths\":{\"" + fake.host() + "\":{\"identitytoken\":\"s3cret+\"}}}";
            get(clients.with(Fixture.config(folder, json)), fake);
            FakeRegistry.Request token = fake.requests().get(1);
            assertEquals("POST /token?a=b", token.method() + " " + token.target());
            assertEquals("", token.header("Authorization"));
            assertEquals(
                    "grant_type=refresh_token&client_id=slipway&service=reg&scope=repository%3Ax%3Apull"
                            + "&refresh_token=s3cret%2B",
                    new String(token.body()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"token\":\"a\\r\\nX-Evil: s3cret\"}", "{\"token\": s3cret}", "s3cret", "{}"})
    void aTokenThatIsNoneIsNotUsedAndNotShown(String body) throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.path().equals("/token")) {
                wire.answer(200, body);
            } else {
                wire.answer(401, "", "WWW-Authenticate", bearer(request));
            }
        })) {
            RegistryException e = assertThrows(RegistryException.class, () -> get(clients.anonymous(), fake));
            assertTrue(e.detail().startsWith("the token server's answer"), e.detail());
            assertNoSecret(e);
        }
    }

    @Test
    void aTokenServerThatRefusesIsNamedWithoutTheSecret() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.path().equals("/token")) {
                wire.answer(403, "denied: " + request.header("Authorization") + " s3cret");
            } else {
                wire.answer(401, "", "WWW-Authenticate", bearer(request));
            }
        })) {
            RegistryClient client = knowing(fake);
            RegistryException e = assertThrows(RegistryException.class, () -> get(client, fake));
            assertTrue(e.getMessage().startsWith("get token for 'x@sha256:"), e.getMessage());
            assertNoSecret(e);
        }
    }

    @Test
    void aRedirectElsewhereCarriesNoProof() throws Exception {
        try (FakeRegistry storage = new FakeRegistry((request, count, wire) -> wire.answer(200, BLOB));
                FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
                    if (request.path().endsWith("/moved")) {
                        wire.answer(302, "", "Location", "http://" + storage.host() + "/b?signature=s3cret");
                    } else if (request.header("Authorization").isEmpty()) {
                        wire.answer(401, "", "WWW-Authenticate", "Basic realm=\"x\"");
                    } else {
                        wire.answer(307, "", "Location", "/moved");
                    }
                })) {
            get(knowing(fake), fake);
            assertEquals(
                    List.of("", BASIC, BASIC),
                    fake.requests().stream().map(r -> r.header("Authorization")).toList());
            FakeRegistry.Request there = storage.requests().getFirst();
            assertEquals("/b?signature=s3cret", there.target());
            assertEquals("", there.header("Authorization"));
        }
    }

    @Test
    void aChallengeFromElsewhereIsNotMet() throws Exception {
        try (FakeRegistry storage = new FakeRegistry(
                        (request, count, wire) -> wire.answer(401, "", "WWW-Authenticate", "Basic realm=\"x\""));
                FakeRegistry fake = new FakeRegistry((request, count, wire) ->
                        wire.answer(302, "", "Location", "http://" + storage.host() + "/b"))) {
            RegistryClient client = knowing(fake);
            assertThrows(RegistryException.class, () -> get(client, fake));
            assertEquals(1, storage.requests().size());
            assertEquals(1, fake.requests().size());
        }
    }

    @Test
    void redirectsInACircleEnd() throws Exception {
        try (FakeRegistry fake =
                new FakeRegistry((request, count, wire) -> wire.answer(302, "", "Location", "/again"))) {
            RegistryException e = assertThrows(RegistryException.class, () -> get(clients.anonymous(), fake));
            assertEquals("redirected more than 5 times", e.detail());
            assertEquals(6, fake.requests().size());
        }
    }

    @Test
    void aRedirectFromTlsToPlainHttpIsRefused() {
        Call call = Call.read(Reference.parse("ghcr.io/acme/x:1"), "get blob", "GET", "/blobs/y");
        RegistryException e = assertThrows(
                RegistryException.class, () -> Transport.resolve(call, "http://ghcr.io/x?signature=s3cret"));
        assertEquals("it points from HTTPS to plain HTTP at 'ghcr.io:80'", e.detail());
        assertNoSecret(e);
        assertThrows(RegistryException.class, () -> Transport.resolve(call, "ftp://ghcr.io/x"));
        assertThrows(RegistryException.class, () -> Transport.resolve(call, "http://[x"));
        assertEquals(URI.create("https://ghcr.io/x"), Transport.resolve(call, "/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/token", "", "file:///etc/passwd", "http://localhost.evil.com/t"})
    void credentialsGoToNoUnsafeTokenServer(String realm) throws Exception {
        try (FakeRegistry fake = new FakeRegistry(
                (request, count, wire) -> wire.answer(401, "", "WWW-Authenticate", "Bearer realm=\"" + realm + "\""))) {
            RegistryClient client = knowing(fake);
            RegistryException e = assertThrows(RegistryException.class, () -> get(client, fake));
            assertEquals(1, fake.requests().size());
            assertTrue(e.detail().contains("token server") || e.detail().contains("address"), e.detail());
        }
    }

    @Test
    void eachRepositoryHasItsOwnToken() throws Exception {
        try (FakeRegistry fake = new FakeRegistry((request, count, wire) -> {
            if (request.path().equals("/token")) {
                boolean y = request.target().contains("repository%3Ay%3Apull");
                wire.answer(200, "{\"token\":\"" + (y ? "y" : "x") + "\"}");
            } else if (request.header("Authorization")
                    .equals("Bearer " + request.path().charAt(4))) {
                wire.answer(200, BLOB);
            } else {
                wire.answer(401, "", "WWW-Authenticate", bearer(request).replace("repository:x:pull", ""));
            }
        })) {
            RegistryClient client = clients.anonymous();
            for (String repository : List.of("x", "y", "x", "y")) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                client.getBlob(fake.at(repository), Fixture.blob(BLOB), out);
                assertArrayEquals(BLOB, out.toByteArray());
            }
            assertEquals(7, fake.requests().size());
        }
    }

    private static void assertNoSecret(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("s3cret"), trace.toString());
    }
}
