package stages.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import stages.api.Digest;

/**
 * A release as GitHub tells it, draft or public.
 *
 * @param upload template of the address that takes its assets
 * @param assets by name
 */
record Hosted(
        long id,
        String tag,
        boolean draft,
        String body,
        Optional<String> page,
        String upload,
        SortedMap<String, Asset> assets) {
    /** Last thing of the text, where no commit message can stand. */
    private static final Pattern MARK = Pattern.compile("<!-- slipway sha256:[0-9a-f]{64} [0-9a-f]{40,64} -->\\s*\\z");

    /** @param digest nothing where GitHub tells none, as of files from before 2025 */
    record Asset(long id, String name, boolean whole, long size, Optional<Digest> digest) {
        /** Whether it holds these bytes, as far as GitHub tells. */
        boolean holds(AssetFile file) {
            return whole
                    && size == file.size()
                    && digest.map(d -> d.equals(file.digest())).orElse(true);
        }

        private static Asset of(JsonNode json) {
            var digest = Optional.of(json.path("digest").asText(""))
                    .filter(d -> d.matches("sha256:[0-9a-f]{64}"))
                    .map(Digest::new);
            return new Asset(
                    json.path("id").asLong(),
                    json.path("name").asText(),
                    json.path("state").asText().equals("uploaded"),
                    json.path("size").asLong(),
                    digest);
        }
    }

    /** @throws GitHubException where it is no release */
    static Hosted of(JsonNode json) throws GitHubException {
        if (!json.path("id").canConvertToLong() || !json.path("draft").isBoolean())
            throw GitHubException.lasting(
                    "GitHub answered something that is no release", "check the API's address and what stands between");
        var assets = new TreeMap<String, Asset>();
        for (var asset : json.path("assets")) assets.put(asset.path("name").asText(), Asset.of(asset));
        return new Hosted(
                json.path("id").asLong(),
                json.path("tag_name").asText(),
                json.path("draft").asBoolean(),
                json.path("body").asText(""),
                page(json.path("html_url").asText("")),
                json.path("upload_url").asText(""),
                assets);
    }

    private static Optional<String> page(String address) {
        try {
            return Optional.of(URI.create(address)).filter(Site::speaks).map(URI::toString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String mark(Digest image, String commit) {
        return "<!-- slipway " + image + " " + commit + " -->";
    }

    /** Whether Slipway made it, for whichever image. */
    boolean ours() {
        return MARK.matcher(body).find();
    }

    /** Whether it was made for this image of this commit. */
    boolean of(Digest image, String commit) {
        return body.stripTrailing().endsWith(mark(image, commit));
    }

    /** Where a person finds it. */
    String place() {
        return page.orElse("release " + id);
    }
}
