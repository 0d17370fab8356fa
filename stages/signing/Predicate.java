package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import stages.api.*;
import stages.api.StageFailure;

/**
 * What is to be attested.
 *
 * @param type URI of the predicate's type
 * @param platform whose manifest it is said of, beside the index; of every platform where absent
 * @param json as it goes into the statement, byte for byte
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to be written; never compared nor changed
record Predicate(String type, Optional<Platform> platform, byte[] json) {
    static final String SPDX = "https://spdx.dev/Document";
    static final String CYCLONEDX = "https://cyclonedx.org/bom";
    static final String VULNERABILITIES = "https://cosign.sigstore.dev/attestation/vuln/v1";
    static final String SLSA = "https://slsa.dev/provenance/v1";
    /** Of a bundle that is an image's signature; its predicate is empty (sigstore/cosign, pkg/types). */
    static final String SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

    /** @throws StageFailure a piece of evidence is of another image, lacks a platform, or is of no kind that can be attested */
    static List<Predicate> of(Staged staged, List<Evidence> evidence, ContentStore store) throws IOException {
        var all = new ArrayList<Predicate>();
        for (var piece : evidence) {
            if (!piece.subject().equals(staged.subject()))
                throw new StageFailure(
                        "the " + piece.getClass().getSimpleName() + " is of " + piece.subject() + ", what is signed is "
                                + staged.subject(),
                        "pass the evidence that was made of this image");
            switch (piece) {
                case Sbom bill -> {
                    all.addAll(each(SPDX, staged, bill.spdx(), store));
                    all.addAll(each(CYCLONEDX, staged, bill.cyclonedx(), store));
                }
                case ScanReport report -> all.addAll(scans(staged, report, store));
                case Provenance provenance ->
                    all.add(new Predicate(SLSA, Optional.empty(), bytes(provenance.predicate(), store)));
                default ->
                    throw new StageFailure(
                            "there is no predicate for a " + piece.getClass().getSimpleName(),
                            "attest takes what sbom, scanImage and provenance yield");
            }
        }
        return List.copyOf(all);
    }

    private static List<Predicate> each(
            String type, Staged staged, SortedMap<Platform, Artifact> parts, ContentStore store) throws IOException {
        complete(type, staged, parts);
        var all = new ArrayList<Predicate>();
        for (var part : parts.entrySet())
            all.add(new Predicate(type, Optional.of(part.getKey()), bytes(part.getValue(), store)));
        return all;
    }

    private static void complete(String type, Staged staged, Map<Platform, Artifact> parts) {
        var missing = new TreeSet<>(staged.platforms().keySet());
        missing.removeAll(parts.keySet());
        if (!missing.isEmpty())
            throw new StageFailure("the evidence for '" + type + "' lacks the platform '" + missing.first() + "'");
        var foreign = new TreeSet<>(parts.keySet());
        foreign.removeAll(staged.platforms().keySet());
        if (!foreign.isEmpty())
            throw new StageFailure(
                    "the evidence for '" + type + "' is of '" + foreign.first() + "' too, which the image lacks");
    }

    /** The bytes of a JSON object; a statement around anything else would be no JSON. */
    private static byte[] bytes(Artifact artifact, ContentStore store) throws IOException {
        var bytes = store.bytes(artifact.digest());
        object(bytes, artifact.name());
        return bytes;
    }

    private static JsonNode object(byte[] bytes, String name) {
        try {
            JsonNode json = Json.read(new String(bytes, StandardCharsets.UTF_8), JsonNode.class);
            if (json.isObject()) return json;
        } catch (IllegalArgumentException e) {
            throw new StageFailure("'" + name + "' is not JSON: " + e.getMessage());
        }
        throw new StageFailure("'" + name + "' is no JSON object");
    }

    private static List<Predicate> scans(Staged staged, ScanReport report, ContentStore store) throws IOException {
        complete(VULNERABILITIES, staged, report.raw());
        var all = new ArrayList<Predicate>();
        for (var part : report.raw().entrySet()) {
            var name = part.getValue().name();
            var raw = object(store.bytes(part.getValue().digest()), name);
            all.add(new Predicate(VULNERABILITIES, Optional.of(part.getKey()), scan(report, raw)));
        }
        return all;
    }

    /** cosign's form (sigstore/cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md); the times are the scanner's own. */
    private static byte[] scan(ScanReport report, JsonNode raw) {
        var tool = report.tool().split(" ", 2);
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("invocation").put("uri", "").put("event_id", "").put("builder.id", "");
        var scanner = json.putObject("scanner")
                .put("uri", "pkg:generic/" + tool[0] + (tool.length > 1 ? "@" + tool[1] : ""))
                .put("version", tool.length > 1 ? tool[1] : "");
        scanner.putObject("db").put("uri", "").put("version", report.database());
        scanner.set("result", raw);
        var time = raw.path("CreatedAt").asText();
        if (!time.isEmpty())
            json.putObject("metadata").put("scanStartedOn", time).put("scanFinishedOn", time);
        return Json.line(json).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is said of this manifest: of the index everything is. */
    boolean concerns(Optional<Platform> manifest) {
        return manifest.isEmpty() || platform.isEmpty() || platform.equals(manifest);
    }
}
