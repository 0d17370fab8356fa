package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stages.image.Builds.AMD64;
import static stages.image.Builds.ARM64;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.Artifact;
import stages.api.ToolMissing;

@Tag("lab")
class MakeSbomTest {
    private static final Path SCHEMAS = Path.of("tests/stages/image/schemas");

    @TempDir
    Path temporary;

    @Test
    void everyPlatformGetsBothFormatsValidByTheOfficialSchemas() throws Exception {
        var root = temporary.resolve("repository");
        var context = TestContext.of(root, temporary.resolve("run"));
        var image = ScannedImage.build(root, context);
        var sbom = Builds.run(new MakeSbom(image), context, AMD64, ARM64);
        assertEquals(image.digest(), sbom.subject());
        assertTrue(sbom.tool().matches("trivy \\d+\\.\\d+\\.\\d+"), sbom.tool());
        assertEquals(Set.of(AMD64, ARM64), sbom.spdx().keySet());
        assertEquals(Set.of(AMD64, ARM64), sbom.cyclonedx().keySet());
        assertEquals(
                List.of("lodash 4.17.21 MIT", "lodash 4.17.4 MIT", "ms 1.0.0 MIT"),
                sbom.packages().stream()
                        .map(p -> p.name() + " " + p.version() + " " + p.license())
                        .toList());
        assertEquals("pkg:npm/ms@1.0.0", sbom.packages().getLast().purl());
        for (var platform : List.of(AMD64, ARM64)) {
            valid(context, sbom.cyclonedx().get(platform), "http://cyclonedx.org/schema/bom-1.6.schema.json");
            valid(context, sbom.spdx().get(platform), "http://spdx.org/rdf/terms/2.3");
        }
        var text = new String(context.store().bytes(sbom.cyclonedx().get(ARM64).digest()));
        assertTrue(text.contains("lodash@4.17.4"));
        assertFalse(text.contains("lodash@4.17.21"));
    }

    @Test
    void withoutTrivyItSaysSo() throws Exception {
        var root = temporary.resolve("repository");
        var context = TestContext.of(root, temporary.resolve("run"));
        var image = ScannedImage.build(root, context);
        assertThrows(ToolMissing.class, () -> new MakeSbom(image).runOn(AMD64, context.without("trivy")));
        assertThrows(
                ToolMissing.class,
                () -> new ScanImage(image, Set.of(), java.util.Optional.empty()).lateInputs(context));
    }

    private static void valid(TestContext context, Artifact artifact, String schema) throws Exception {
        var texts = Map.of(
                "http://cyclonedx.org/schema/bom-1.6.schema.json", text("bom-1.6"),
                "http://cyclonedx.org/schema/jsf-0.82.schema.json", text("jsf-0.82"),
                "http://cyclonedx.org/schema/spdx.schema.json", text("spdx"),
                "http://spdx.org/rdf/terms/2.3", text("spdx-2.3"));
        var registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, builder -> builder.schemas(texts::get));
        var document = new String(context.store().bytes(artifact.digest()));
        assertEquals(
                List.of(),
                registry.getSchema(SchemaLocation.of(schema)).validate(document, InputFormat.JSON),
                artifact::name);
        var broken = document.replaceFirst("\"(specVersion|spdxVersion)\"", "\"sheep\"");
        assertFalse(registry.getSchema(SchemaLocation.of(schema))
                .validate(broken, InputFormat.JSON)
                .isEmpty());
    }

    private static String text(String name) throws Exception {
        return Files.readString(SCHEMAS.resolve(name + ".schema.json"));
    }
}
