package stages.github;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.stream.Collectors;
import stages.api.*;

/**
 * The files of a release: bills of materials, provenance and scanner's answers as they are, other evidence as JSON, and
 * what is made here: {@code notes.md}, {@code release.json} and {@code SHA256SUMS} in the form of {@code sha256sum}.
 */
final class AssetFiles {
    static final String RECORD = "release.json";
    private static final String NOTES = "notes.md";
    private static final String SUMS = "SHA256SUMS";
    private static final String JSON = "application/json";

    private final GithubRelease stage;
    private final StageContext context;
    private final SortedMap<String, AssetFile> files = new TreeMap<>();

    private AssetFiles(GithubRelease stage, StageContext context) {
        this.stage = stage;
        this.context = context;
    }

    /** By name; those that may differ from one time to the next are the record and the sums, which hold a time. */
    static List<AssetFile> of(GithubRelease stage, StageContext context) throws IOException {
        var made = new AssetFiles(stage, context);
        for (var evidence : stage.assets()) made.add(evidence);
        made.text(NOTES, stage.body(), "text/markdown", true);
        made.text(RECORD, Json.pretty(made.record()) + "\n", JSON, false);
        made.text(SUMS, made.sums(), "text/plain", false);
        return List.copyOf(made.files.values());
    }

    private void add(Evidence evidence) throws IOException {
        switch (evidence) {
            case Sbom sbom -> {
                sbom.spdx().forEach((platform, file) -> put(platform, "spdx.json", file));
                sbom.cyclonedx().forEach((platform, file) -> put(platform, "cdx.json", file));
            }
            case ScanReport scan -> scan.raw().forEach((platform, file) -> put(platform, "scan.json", file));
            case Provenance provenance -> put(name("provenance.json"), provenance.predicate());
            default -> text(name(word(evidence) + ".json"), Json.pretty(evidence) + "\n", JSON, true);
        }
    }

    private static String word(Evidence evidence) {
        return evidence.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private void put(Platform platform, String kind, Artifact file) {
        put(name(platform.toString().replace('/', '-') + "." + kind), file);
    }

    private void put(String name, Artifact file) {
        if (files.put(name, AssetFile.of(name, file, true)) != null)
            throw new StageFailure("two files of the release are named '" + name + "'", "give each evidence once");
    }

    /** GitHub gives other names to files with other characters, and then finds them no more. */
    private String name(String kind) {
        var release = stage.release();
        return (release.service().name() + "-" + release.version() + "-" + kind).replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private void text(String name, String text, String type, boolean stable) throws IOException {
        var file = context.store().add(text.getBytes(StandardCharsets.UTF_8), type, name);
        if (files.put(name, AssetFile.of(name, file, stable)) != null)
            throw new StageFailure("two files of the release are named '" + name + "'", "give each evidence once");
    }

    private Map<String, Object> record() {
        var release = stage.release();
        var record = new LinkedHashMap<String, Object>();
        record.put("schema", "slipway.release/1");
        record.put("service", release.service().name());
        record.put("version", release.version());
        record.put("commit", release.commit());
        record.put("gitTag", release.gitTag());
        record.put(
                "image",
                stage.published().repository() + "@" + stage.published().subject());
        record.put("tags", stage.published().tags());
        record.put("time", context.clock().instant());
        for (var evidence : stage.assets()) add(record, evidence);
        record.put("files", files.values().stream().collect(Collectors.toMap(AssetFile::name, AssetFile::digest)));
        return record;
    }

    private static void add(Map<String, Object> record, Evidence evidence) {
        switch (evidence) {
            case Sbom sbom -> record.put("sbom", Map.of("tool", sbom.tool()));
            case ScanReport scan -> record.put("scan", Map.of("tool", scan.tool(), "database", scan.database()));
            case Staged staged -> record.put("platforms", staged.platforms());
            case Signed signed -> {
                record.put("platforms", signed.staged().platforms());
                record.put("signed", Map.of("key", signed.key(), "predicates", signed.predicates()));
            }
            case Verified verified -> {
                record.put("platforms", verified.staged().platforms());
                record.put(
                        "verified",
                        Map.of(
                                "key", verified.key(),
                                "predicates", verified.predicates(),
                                "judges", verified.judges()));
            }
            default -> {}
        }
    }

    private String sums() {
        return files.values().stream()
                .map(file -> file.digest().hex() + "  " + file.name() + "\n")
                .collect(Collectors.joining());
    }
}
