package dsl.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.junit.jupiter.api.Test;
import stages.api.Json;

final class MasksTest {
    private static final String ALPHABET = "abcXYZ019+/=._-%& \"\\äß漢\n";

    @Test
    void masksNothingForAnEmptyOrBlankSecret() {
        var text = "a b  c\n\t";
        assertEquals(text, new Masks(List.of("", "  ", "\n")).mask(text));
    }

    @Test
    void masksALineOfAKeyButNotItsShortLines() {
        var masks = new Masks(List.of("-----BEGIN-----\nabcd\nxyz\n-----END-----\n"));
        assertEquals("*** xyz ***", masks.mask("abcd xyz -----END-----"));
    }

    @Test
    void coversWhatOverlaps() {
        assertEquals("<***>", new Masks(List.of("abcd", "cdef")).mask("<abcdef>"));
        assertEquals("<***>", new Masks(List.of("token", "token-long")).mask("<token-long>"));
    }

    @Test
    void findsEverySecretInEveryForm() {
        for (long seed = 1; seed <= 400; seed++) {
            var random = new Random(seed);
            var secret = text(random, 4 + random.nextInt(90));
            if (secret.strip().length() < 4) continue;
            var masks = new Masks(List.of(text(random, random.nextInt(9)), secret));
            for (var form : forms(secret, random)) {
                var masked = masks.mask("«" + form + "»");
                assertFalse(masked.contains(form), "seed " + seed + ": " + form + " in " + masked);
            }
        }
    }

    @Test
    void findsASecretWithinOtherBytesInBase64() {
        for (long seed = 1; seed <= 400; seed++) {
            var random = new Random(seed);
            var secret = text(random, 9 + random.nextInt(40)).strip().getBytes(StandardCharsets.UTF_8);
            if (secret.length < 9) continue;
            var before = random.nextInt(9);
            var all = new byte[before + secret.length + random.nextInt(9)];
            random.nextBytes(all);
            System.arraycopy(secret, 0, all, before, secret.length);
            var masked = new Masks(List.of(new String(secret, StandardCharsets.UTF_8)))
                    .mask(Base64.getEncoder().withoutPadding().encodeToString(all));
            int hidden = secret.length * 8 / 6 - 2;
            assertFalse(
                    masked.replace("***", "").length() > (all.length * 8 + 5) / 6 - hidden,
                    "seed " + seed + ": " + masked);
        }
    }

    @Test
    void saysTheSameWhereverTheTextIsCut() {
        for (long seed = 1; seed <= 400; seed++) {
            var random = new Random(seed);
            var secrets = List.of(text(random, 1 + random.nextInt(12)), text(random, 1 + random.nextInt(12)));
            var masks = new Masks(secrets);
            var parts = new ArrayList<String>();
            for (int i = 0; i < 6; i++)
                parts.add(random.nextBoolean() ? secrets.get(random.nextInt(2)) : text(random, random.nextInt(6)));
            var whole = String.join("", parts);
            var stream = masks.new Streaming();
            var out = new StringBuilder();
            for (int at = 0; at < whole.length(); ) {
                int next = Math.min(whole.length(), at + 1 + random.nextInt(5));
                out.append(stream.next(whole.substring(at, next)));
                at = next;
            }
            assertEquals(masks.mask(whole), out.append(stream.end()).toString(), "seed " + seed);
        }
    }

    @Test
    void masksBytesOfAnyEncoding() {
        var masks = new Masks(List.of("grün-schlüssel"));
        var bytes = new byte[] {(byte) 0xff, 0, 'x'};
        var secret = "grün-schlüssel".getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(bytes, bytes.length + secret.length);
        System.arraycopy(secret, 0, all, bytes.length, secret.length);
        assertEquals("\u00ff\u0000x***", new String(masks.mask(all), StandardCharsets.ISO_8859_1));
    }

    @Test
    void masksTextsOfATreeAndKeepsItsNames() {
        var masked =
                new Masks(List.of("text")).mask(Json.tree(List.of(java.util.Map.of("text", List.of("a text", 7)))));
        assertEquals("[{\"text\":[\"a ***\",7]}]", masked.toString());
    }

    private static List<String> forms(String secret, Random random) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var json = Json.line(secret);
        var url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var forms = new ArrayList<>(List.of(
                secret.strip(),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                url,
                url.replace("+", "%20"),
                json.substring(1, json.length() - 1)));
        secret.lines().map(String::strip).filter(l -> l.length() >= 4).forEach(forms::add);
        Base64.getMimeEncoder()
                .encodeToString(bytes)
                .lines()
                .filter(l -> l.length() >= 4)
                .forEach(forms::add);
        return forms;
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return text.toString();
    }
}
