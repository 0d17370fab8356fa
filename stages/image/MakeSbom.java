package stages.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import stages.api.*;

/**
 * Makes the bill of materials of every platform with Trivy: SPDX 2.3 and CycloneDX 1.6, each from a scan of its own, for
 * what Trivy converts from its findings lacks the hashes of the files. Serial numbers and times in them are Trivy's.
 */
@Word("sbom")
@Help("Makes an SPDX 2.3 and a CycloneDX 1.6 bill of materials for every platform of an image")
@Cached
@Uses(value = "trivy", version = ">=0.55")
@Takes(memory = 600)
public record MakeSbom(
        @Help("image, as another stage built it") Image image) implements PerPlatform<Sbom, Sbom> {
    private static final String SPDX = "application/spdx+json";
    private static final String CYCLONEDX = "application/vnd.cyclonedx+json";
    private static final Comparator<Sbom.Package> ORDER = Comparator.comparing(Sbom.Package::name)
            .thenComparing(Sbom.Package::version)
            .thenComparing(Sbom.Package::purl)
            .thenComparing(Sbom.Package::license);

    @Override
    public Sbom runOn(Platform platform, StageContext context) throws IOException, InterruptedException {
        var part = Trivy.part(image, platform);
        var trivy = Trivy.of(context);
        var layout = Layout.view(context.work(), image.name(), part, context.store());
        var cyclonedx = trivy.image(layout, "cyclonedx", List.of());
        var spdx = trivy.image(layout, "spdx-json", List.of());
        var bill = Answers.json("trivy", Files.readString(cyclonedx));
        Trivy.agree(
                image.name(), part, Trivy.architecture(part, context), property(bill, "aquasecurity:trivy:ImageID"));
        expect(bill.path("specVersion").asText(), "1.6", "CycloneDX");
        expect(Answers.json("trivy", Files.readString(spdx)).path("spdxVersion").asText(), "SPDX-2.3", "SPDX");
        var name = image.name() + "-" + platform.value().replace('/', '-');
        return new Sbom(
                image.digest(),
                trivy.named(),
                of(platform, context.store().add(spdx, SPDX, name + ".spdx.json")),
                of(platform, context.store().add(cyclonedx, CYCLONEDX, name + ".cdx.json")),
                packages(bill));
    }

    @Override
    public Sbom join(SortedMap<Platform, Sbom> parts, StageContext context) {
        var spdx = new TreeMap<Platform, Artifact>();
        var cyclonedx = new TreeMap<Platform, Artifact>();
        for (var part : parts.values()) {
            spdx.putAll(part.spdx());
            cyclonedx.putAll(part.cyclonedx());
        }
        var packages = parts.values().stream()
                .flatMap(part -> part.packages().stream())
                .distinct()
                .sorted(ORDER)
                .toList();
        var tool = parts.values().iterator().next().tool();
        return new Sbom(image.digest(), tool, spdx, cyclonedx, packages);
    }

    private static SortedMap<Platform, Artifact> of(Platform platform, Artifact artifact) {
        return new TreeMap<>(Map.of(platform, artifact));
    }

    private static void expect(String version, String wanted, String format) {
        if (!version.equals(wanted))
            throw new StageFailure(
                    "this trivy writes " + format + " '" + version + "', and " + wanted + " is wanted",
                    "use a trivy from 0.55 on");
    }

    private static String property(JsonNode bill, String name) {
        return StreamSupport.stream(
                        bill.path("metadata")
                                .path("component")
                                .path("properties")
                                .spliterator(),
                        false)
                .filter(property -> property.path("name").asText().equals(name))
                .map(property -> property.path("value").asText())
                .findFirst()
                .orElse("");
    }

    /** The components of CycloneDX but for the operating system itself. */
    private static List<Sbom.Package> packages(JsonNode bill) {
        var packages = new ArrayList<Sbom.Package>();
        for (var component : bill.path("components")) {
            if (!component.path("type").asText().equals("library")) continue;
            var group = component.path("group").asText();
            packages.add(new Sbom.Package(
                    (group.isEmpty() ? "" : group + "/")
                            + component.path("name").asText(),
                    component.path("version").asText(),
                    component.path("purl").asText(),
                    license(component.path("licenses"))));
        }
        return packages.stream().distinct().sorted(ORDER).toList();
    }

    private static String license(JsonNode licenses) {
        var names = StreamSupport.stream(licenses.spliterator(), false)
                .map(entry -> entry.has("expression")
                        ? entry.path("expression").asText()
                        : entry.path("license")
                                .path("id")
                                .asText(entry.path("license").path("name").asText()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.joining(" AND "));
        return names.isEmpty() ? "NOASSERTION" : names;
    }
}
