package stages.api;

import java.util.List;
import java.util.SortedMap;

/**
 * The bill of materials of every platform of an image.
 *
 * @param tool who made it, with its version
 * @param spdx SPDX 2.3, JSON, by platform
 * @param cyclonedx CycloneDX 1.6, JSON, by platform
 * @param packages of all platforms, without repetition, sorted
 */
public record Sbom(
        Digest subject,
        String tool,
        SortedMap<Platform, Artifact> spdx,
        SortedMap<Platform, Artifact> cyclonedx,
        List<Package> packages)
        implements Evidence {
    public Sbom {
        packages = List.copyOf(packages);
    }

    /**
     * @param purl package URL, empty where the tool gives none
     * @param license SPDX expression, {@code NOASSERTION} where unknown
     */
    public record Package(String name, String version, String purl, String license) {}
}
