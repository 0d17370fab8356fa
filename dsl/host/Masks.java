package dsl.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stages.api.Finding;
import stages.api.Json;

/**
 * Replaces secrets by {@code ***}: each without the white space around it, each of its lines, and of both the base64
 * forms (both alphabets, padded or not, in lines, within other bytes), the URL-encoded forms and what stands in JSON.
 * Lines and forms of fewer than four characters mask nothing, nor does a blank secret.
 */
public final class Masks {
    private static final int SHORTEST = 4;
    private static final Pattern HEX = Pattern.compile("%[0-9A-F]{2}");

    /** By first character, longest first. */
    private final Map<Character, List<String>> needles = new HashMap<>();

    public Masks(Collection<String> secrets) {
        var all =
                new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));
        for (var secret : secrets) {
            if (secret.isBlank()) continue;
            Stream.concat(Stream.of(secret, secret.strip()), secret.lines().map(String::strip))
                    .flatMap(Masks::forms)
                    .filter(form -> form.length() >= SHORTEST)
                    .forEach(all::add);
            all.add(secret.strip());
        }
        for (var needle : all)
            needles.computeIfAbsent(needle.charAt(0), c -> new ArrayList<>()).add(needle);
    }

    private static Stream<String> forms(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var json = Json.line(text);
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);
        var forms = new ArrayList<>(List.of(text, raw, json.substring(1, json.length() - 1)));
        var url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (var form : List.of(url, url.replace("+", "%20")))
            forms.addAll(List.of(
                    form, HEX.matcher(form).replaceAll(m -> m.group().toLowerCase(Locale.ROOT))));
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            forms.add(encoder.encodeToString(bytes));
            forms.add(encoder.withoutPadding().encodeToString(bytes));
            for (int before = 0; before < 3; before++) forms.add(within(encoder, bytes, before));
        }
        for (int width : new int[] {64, 76})
            forms.addAll(Base64.getMimeEncoder(width, new byte[] {'\n'})
                    .encodeToString(bytes)
                    .lines()
                    .toList());
        return forms.stream();
    }

    /** The characters that these bytes alone decide, where others stand before and after them. */
    private static String within(Base64.Encoder encoder, byte[] bytes, int before) {
        var padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        int start = (before * 8 + 5) / 6;
        return encoder.encodeToString(padded).substring(start, Math.max(start, padded.length * 8 / 6));
    }

    public String mask(String text) {
        var stream = new Streaming();
        return stream.next(text) + stream.end();
    }

    /** Of any encoding, or none; secrets in it are found as UTF-8. */
    public byte[] mask(byte[] bytes) {
        return mask(new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All values, names apart. */
    public SortedMap<String, String> mask(SortedMap<String, String> values) {
        var masked = new TreeMap<>(values);
        masked.replaceAll((name, value) -> mask(value));
        return masked;
    }

    public Finding mask(Finding f) {
        var place = new Finding.Place(
                mask(f.place().subject()), f.place().line(), f.place().column());
        return new Finding(
                f.level(),
                f.rule(),
                f.tool(),
                mask(f.message()),
                place,
                f.waiver().map(this::mask));
    }

    /** All texts of a tree, names of fields apart. */
    public JsonNode mask(JsonNode node) {
        if (needles.isEmpty() || node.isEmpty() && !node.isTextual()) return node;
        return switch (node) {
            case ObjectNode object -> {
                var copy = object.objectNode();
                object.properties().forEach(field -> copy.set(field.getKey(), mask(field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = array.arrayNode();
                array.forEach(item -> copy.add(mask(item)));
                yield copy;
            }
            default -> TextNode.valueOf(mask(node.textValue()));
        };
    }

    /** Masks text that comes in pieces; holds back only what may be the beginning of a secret. */
    final class Streaming {
        private String held = "";
        /** How many of the characters to come belong to a secret that was found. */
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
                if (length > covered && covered == 0) out.append("***");
                covered = Math.max(covered, length);
                if (covered == 0) out.append(text.charAt(at));
                else covered--;
            }
            held = text.substring(at);
            return out.toString();
        }

        private static boolean mayGoOn(List<String> candidates, String text, int at) {
            int rest = text.length() - at;
            for (var n : candidates) if (n.length() > rest && n.regionMatches(0, text, at, rest)) return true;
            return false;
        }

        private static int found(List<String> candidates, String text, int at) {
            for (var needle : candidates) if (text.startsWith(needle, at)) return needle.length();
            return 0;
        }
    }
}
