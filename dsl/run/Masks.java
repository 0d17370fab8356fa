package dsl.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stages.api.Json;

/**
 * Replaces secrets by {@code ***}: each as it is, without the white space around it; each line of it; its base64 forms
 * (both alphabets, padded or not, wrapped, and within other text at all three alignments); its URL-encoded form; as it
 * stands in JSON. Lines and forms of fewer than four characters mask nothing, nor does a blank secret.
 */
public final class Masks {
    private static final String MASK = "***";
    private static final int SHORTEST = 4;
    private static final Pattern HEX = Pattern.compile("%[0-9A-F]{2}");

    /** By first character, longest first. */
    private final Map<Character, List<String>> needles = new HashMap<>();

    public Masks(Collection<String> secrets) {
        var all =
                new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));
        for (var secret : secrets) {
            if (secret.isBlank()) continue;
            all.add(secret.strip());
            Stream.concat(Stream.of(secret, secret.strip()), secret.lines().map(String::strip))
                    .flatMap(Masks::forms)
                    .filter(form -> form.length() >= SHORTEST)
                    .forEach(all::add);
        }
        for (var needle : all)
            needles.computeIfAbsent(needle.charAt(0), c -> new ArrayList<>()).add(needle);
    }

    private static Stream<String> forms(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        var json = Json.line(text);
        var forms = Stream.<String>builder();
        for (var form : List.of(url, url.replace("+", "%20")))
            forms.add(form).add(HEX.matcher(form).replaceAll(m -> m.group().toLowerCase(java.util.Locale.ROOT)));
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            forms.add(encoder.encodeToString(bytes))
                    .add(encoder.withoutPadding().encodeToString(bytes));
            for (int before = 0; before < 3; before++) forms.add(within(encoder, bytes, before));
        }
        for (int width : new int[] {64, 76})
            Base64.getMimeEncoder(width, new byte[] {'\n'})
                    .encodeToString(bytes)
                    .lines()
                    .forEach(forms::add);
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);
        return forms.add(text)
                .add(raw)
                .add(json.substring(1, json.length() - 1))
                .build();
    }

    /** The characters that stand for these bytes alone, where others come before and after them. */
    private static String within(Base64.Encoder encoder, byte[] bytes, int before) {
        var padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        var whole = encoder.withoutPadding().encodeToString(padded);
        int start = (before * 8 + 5) / 6;
        return whole.substring(start, Math.max(start, padded.length * 8 / 6));
    }

    public String mask(String text) {
        if (needles.isEmpty()) return text;
        var stream = new Streaming();
        return stream.next(text) + stream.end();
    }

    /** Text of any encoding, or none: secrets in it are found as UTF-8. */
    byte[] mask(byte[] bytes) {
        return mask(new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All texts of a tree, names of fields apart. */
    JsonNode mask(JsonNode node) {
        if (needles.isEmpty()) return node;
        if (node instanceof TextNode text) return TextNode.valueOf(mask(text.textValue()));
        if (node instanceof ArrayNode array) {
            var copy = array.arrayNode();
            array.forEach(item -> copy.add(mask(item)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) return node;
        var copy = object.objectNode();
        object.properties().forEach(field -> copy.set(field.getKey(), mask(field.getValue())));
        return copy;
    }

    /** Masks text that comes in pieces. Holds back only what may be the beginning of a secret. */
    final class Streaming {
        private String held = "";
        /** How many characters of what is held belong to a secret found before. */
        private int covered;

        String next(String piece) {
            return pass(held + piece, false);
        }

        String end() {
            return pass(held, true);
        }

        private String pass(String text, boolean last) {
            if (needles.isEmpty()) return text;
            var out = new StringBuilder(text.length());
            int at = 0;
            for (; at < text.length(); at++) {
                var candidates = needles.getOrDefault(text.charAt(at), List.of());
                if (!last && mayGoOn(candidates, text, at)) break;
                int length = found(candidates, text, at);
                if (length > covered) {
                    if (covered == 0) out.append(MASK);
                    covered = length;
                }
                if (covered == 0) out.append(text.charAt(at));
                else covered--;
            }
            held = text.substring(at);
            return out.toString();
        }

        private static boolean mayGoOn(List<String> candidates, String text, int at) {
            int rest = text.length() - at;
            for (var needle : candidates) {
                if (needle.length() <= rest) return false;
                if (needle.startsWith(text.substring(at))) return true;
            }
            return false;
        }

        private static int found(List<String> candidates, String text, int at) {
            for (var needle : candidates) if (text.startsWith(needle, at)) return needle.length();
            return 0;
        }
    }
}
