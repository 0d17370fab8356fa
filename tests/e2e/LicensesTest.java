package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's own stage, {@code stages/licenseCheck.groovy}, by the example's own pipeline. */
@Tag("lab")
class LicensesTest {
    @TempDir
    Path folder;

    @Test
    void theLicencesOfAServiceAreAcceptedOrRefusedByName() throws Exception {
        var cortex = Checkout.cortex(folder, folder.resolve("cache"));
        assertTrue(cortex.pipeline("stages", "licenseCheck").with(0).out().contains("licenseCheck(sbom)"));
        var accepted = cortex.pipeline("licenses", "memory-core", "--json").with(0);
        assertTrue(accepted.tasks("passed", false).contains("licenseCheck:memory-core"));

        var stricter = "pipeline('licenses') { argument 'service', choices: project.services*.name\n"
                + "stages { licenseCheck(sbom(buildImage(project.service(arguments.service))), allow: 'MIT') } }\n";
        var refused = cortex.write("pipelines/licenses.groovy", stricter)
                .commit()
                .pipeline("licenses", "memory-core", "--json")
                .with(4);
        assertEquals(List.of("licenseCheck:memory-core"), refused.tasks("refused", false));
        var findings = refused.events("finding").toString();
        assertTrue(findings.contains("@cortex/memory-core 1.0.0 is Apache-2.0"), findings);
        assertFalse(findings.contains(" is MIT\""), findings);
        assertEquals(
                List.of(),
                refused.tasks("passed", false).stream()
                        .filter(t -> t.startsWith("sbom") || t.startsWith("buildImage"))
                        .toList(),
                "the image and its bill come from the cache");
    }
}
