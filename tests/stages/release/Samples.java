package stages.release;

import java.util.*;
import stages.api.*;

/** A release of an MCP server, and what its stages told. */
final class Samples {
    static final Digest DIGEST = new Digest("sha256:" + "ab".repeat(32));
    static final List<String> PREDICATES = List.of(
            "https://cosign.sigstore.dev/attestation/vuln/v1",
            "https://cyclonedx.org/bom",
            "https://example.org/gate/v1",
            "https://sigstore.dev/cosign/sign/v1",
            "https://slsa.dev/provenance/v1",
            "https://spdx.dev/Document");

    private static final String MESSAGES = """
            feat(tools): search by `tag` (#41)

            Co-authored-by: Bob <bob@example.org>
            ====
            fix!: no more than 100 results

            BREAKING CHANGE: a search without a limit answers 100 results, where it answered all. Closes #40
            ====
            Better answers (#38)

            * fix(memory): forget nothing, see acme/other#3
            * perf: answer from the index
            * docs: say how
            ====
            chore(release): mcp-server 1.1.0
            ====
            Revert "feat: telemetry"

            This reverts commit 7777777777777777777777777777777777777777.
            ====
            feat: telemetry
            ====
            # [click](http://evil.example) <img src=x> @everyone | a_b *c* &amp; 1. `code` $x$
            ====
            revert: half of the cache

            Refs: 0123456
            """;

    private Samples() {}

    static Service service(String mcp) {
        return Json.read("""
                {"name": "mcp-server", "dockerfile": "Dockerfile", "context": ".", "target": null, "buildArgs": {}, "paths": [],
                 "dependsOn": [], "checks": [], "mcp": %s}""".formatted(mcp), Service.class);
    }

    static List<Change> changes() {
        var changes = new ArrayList<Change>();
        int number = 2;
        for (var message : MESSAGES.split("====\n"))
            changes.addAll(
                    CommitMessage.parse(Integer.toString(number++).repeat(40).substring(0, 40), "Ann", message));
        return changes;
    }

    static Release release(
            String version, Optional<String> previous, String mcp, List<Change> changes, String... tags) {
        return new Release(
                service(mcp), version, "1".repeat(40), previous, "mcp-server-v" + version, List.of(tags), changes);
    }

    static Verified verified() {
        var platforms = new TreeMap<>(Map.of(
                new Platform("linux/amd64"), new Digest("sha256:" + "01".repeat(32)),
                new Platform("linux/arm64"), new Digest("sha256:" + "02".repeat(32))));
        var staged = new Staged(DIGEST, "mcp-server", "registry.example.org/acme/mcp-server", platforms);
        return new Verified(staged, "sha256:" + "cd".repeat(32), PREDICATES, List.of("slipway", "cosign 2.5.0"));
    }

    static Sbom sbom() {
        var one = new Sbom.Package("node", "22.1.0", "pkg:generic/node@22.1.0", "MIT");
        return new Sbom(DIGEST, "trivy 0.69.3", new TreeMap<>(), new TreeMap<>(), List.of(one, one));
    }

    static Handshake handshake() {
        var answer = new Handshake.Answer("memory", "1.1.0", "2025-06-18", List.of("forget", "search"));
        return new Handshake(DIGEST, true, new TreeMap<>(Map.of(new Platform("linux/amd64"), answer)));
    }
}
