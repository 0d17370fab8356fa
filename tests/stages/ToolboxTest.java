package stages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolboxTest {
    /** What the tools of the lab really answer, and some others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Docker version 28.2.2, build e6534b4 | 28.2.2",
                "github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4 | 0.29.1",
                "github.com/docker/buildx v0.13.1 788433953af10f2a698f5c07611dddce2e08c7a0 | 0.13.1",
                "Docker Compose version 2.40.3-3 | 2.40.3-3",
                "Docker Compose version v2.24.5 | 2.24.5",
                "Version: 0.59.1 | 0.59.1",
                "Haskell Dockerfile Linter 2.12.0 | 2.12.0",
                "git version 2.39.5 | 2.39.5",
                "GitVersion:    v3.1.1 | 3.1.1",
                "'promtool, version 3.5.3 (branch: HEAD, revision: abc)' | 3.5.3",
                "syft 1.18.0 | 1.18.0",
                "Terraform v1.9.5 | 1.9.5",
                "Client Version: v1.31.0 | 1.31.0",
            })
    void versions(String answer, String version) {
        assertEquals(Optional.of(version), Toolbox.version(answer));
    }

    @Test
    void noVersion() {
        assertEquals(Optional.empty(), Toolbox.version("unknown command"));
        assertEquals(Optional.empty(), Toolbox.version("usage: tool2.exe"));
    }

    @Test
    void families() {
        assertEquals(Toolbox.Family.MAC, Toolbox.Family.of("Mac OS X", ""));
        assertEquals(
                Toolbox.Family.DEBIAN, Toolbox.Family.of("Linux", "PRETTY_NAME=\"x\"\nID=ubuntu\nID_LIKE=debian\n"));
        assertEquals(
                Toolbox.Family.FEDORA, Toolbox.Family.of("Linux", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"));
        assertEquals(Toolbox.Family.ALPINE, Toolbox.Family.of("Linux", "ID=alpine\n"));
        assertEquals(Toolbox.Family.OTHER, Toolbox.Family.of("Linux", ""));
    }

    @Test
    void everyToolHasAHintEverywhere() {
        for (var tool : Toolbox.TOOLS)
            for (var family : Toolbox.Family.values())
                assertFalse(tool.hint(family).isBlank(), tool.name());
        assertEquals(
                "apt-get install docker-buildx",
                Toolbox.find("docker buildx").orElseThrow().hint(Toolbox.Family.DEBIAN));
        assertTrue(
                Toolbox.find("trivy").orElseThrow().hint(Toolbox.Family.DEBIAN).startsWith("see https://"));
    }

    /** Only digests that were resolved: no tag stands in for one. */
    @Test
    void imagesArePinnedByDigest() {
        for (var tool : Toolbox.TOOLS) tool.image().ifPresent(i -> assertTrue(i.matches(".+@sha256:[0-9a-f]{64}"), i));
    }
}
