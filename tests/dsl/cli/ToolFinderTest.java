package dsl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stages.Toolbox;

class ToolFinderTest {
    @TempDir
    Path root;

    private FakeWorkspace workspace;

    @BeforeEach
    void start() {
        workspace = new FakeWorkspace(root);
    }

    @ParameterizedTest
    @CsvSource({
        ">=0.15, 0.15.0, true",
        ">=0.15, 0.9.1, false",
        ">=0.15, 1.0, true",
        "'>=1.2,<2', 1.2.3, true",
        "'>=1.2,<2', 2.0.0, false",
        "'>=1.2,<2', 2.0.0-rc1, true",
        ">=2.0, 2.0.0-rc1, false",
        "<3, 2.99.99, true",
        "'', 0.0.1, true",
        ">=1.10, 1.9, false",
        ">=0.29, 0.29.1+ds1, true",
    })
    void ranges(String range, String version, boolean holds) {
        assertEquals(holds, VersionRange.of(range).holds(version), range + " " + version);
    }

    @Test
    void noRange() {
        assertThrows(IllegalArgumentException.class, () -> VersionRange.of("~1.2"));
        assertThrows(IllegalArgumentException.class, () -> VersionRange.of("<=1.2"));
    }

    @Test
    void onThePath() throws Exception {
        workspace.tool("trivy", "Version: 0.59.1\nVulnerability DB:\n  Version: 2\n");
        var tool = workspace.tools().find("trivy", ">=0.50").orElseThrow();
        assertEquals("0.59.1", tool.version());
        assertEquals(List.of(root.resolve("bin/trivy").toString()), tool.argv());
        var unfit =
                assertInstanceOf(ToolFinder.Found.Unfit.class, workspace.tools().look("trivy", ">=1"));
        assertEquals("0.59.1", unfit.version());
        assertInstanceOf(ToolFinder.Found.Absent.class, workspace.tools().look("syft", ""));
    }

    @Test
    void whereTheProjectHasIt() throws Exception {
        workspace.tool("my-trivy", "trivy 0.60.0");
        var versions = new ToolVersions(workspace.commands(), root, n -> {});
        var given = Map.of("trivy", "bin/my-trivy", "syft", "bin/none");
        var finder = new ToolFinder(given, Map.of("PATH", ""), root, versions, Toolbox.Family.DEBIAN);
        assertEquals("0.60.0", finder.find("trivy", "").orElseThrow().version());
        var absent = assertInstanceOf(ToolFinder.Found.Absent.class, finder.look("syft", ""));
        assertEquals("is no executable at 'bin/none', where the project has it", absent.why());
    }

    @Test
    void pluginsOfDocker() throws Exception {
        workspace.tool("docker", "Docker version 28.2.2, build e6534b4");
        var home = root.resolve("home");
        var plugins = Files.createDirectories(home.resolve(".docker/cli-plugins"));
        Files.copy(
                root.resolve("bin/docker"),
                plugins.resolve("docker-buildx"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        workspace.environment = Map.of("PATH", root.resolve("bin").toString(), "HOME", home.toString());
        var found =
                assertInstanceOf(ToolFinder.Found.Fits.class, workspace.tools().look("docker buildx", ""));
        assertEquals(plugins.resolve("docker-buildx"), found.path());
        assertEquals(
                List.of(root.resolve("bin/docker").toString(), "buildx"),
                found.tool().argv());
        workspace.environment = Map.of("PATH", "");
        assertInstanceOf(ToolFinder.Found.Absent.class, workspace.tools().look("docker buildx", ""));
    }

    @Test
    void versionsAreAskedOnceForEachFile() throws Exception {
        workspace.tool("trivy", "Version: 0.59.1");
        workspace.tools().find("trivy", "");
        workspace.tools().find("trivy", "");
        assertEquals(1, workspace.asked.size());
        workspace.tool("trivy", "Version: 0.60.0");
        Files.setLastModifiedTime(root.resolve("bin/trivy"), FileTime.fromMillis(1));
        assertEquals("0.60.0", workspace.tools().find("trivy", "").orElseThrow().version());
        assertEquals(2, workspace.asked.size());
    }

    @Test
    void aDamagedMemoryIsSaidAndCostsTimeAlone() throws Exception {
        workspace.tool("trivy", "Version: 0.59.1");
        var memory = Files.writeString(root.resolve("tools.json"), "{\"cut");
        var notes = new ArrayList<String>();
        var versions = new ToolVersions(workspace.commands(), root, notes::add);
        var file = root.resolve("bin/trivy");
        assertEquals("0.59.1", versions.ask(file, List.of(file.toString()), List.of("--version")));
        assertEquals(1, notes.size());
        assertTrue(Files.readString(memory).contains("0.59.1"));
    }

    @Test
    void severalThatAreMissing() {
        Golden.check("cli/missing-several.txt", workspace.run("docker-ci").all().replace(root.toString(), "ROOT"));
        assertFalse(Files.exists(root.resolve(".pipeline")));
    }

    @Test
    void aToolThatIsTooOld() throws Exception {
        workspace.tool("trivy", "Version: 0.59.1");
        workspace.tool("docker", "Docker version 0.14.0");
        Golden.check("cli/unfit-tool.txt", workspace.run("docker-ci").all().replaceAll("\\(/[^)]*\\)", "(PATH)"));
    }

    @Test
    void doctor() throws Exception {
        workspace.tool("docker", "Docker version 28.2.2");
        workspace.engine = Optional.empty();
        var said = workspace.run("doctor");
        assertEquals(3, said.code());
        assertTrue(said.out().contains("not reachable: Cannot connect to the Docker daemon"), said.out());
        assertTrue(said.out().contains("see https://trivy.dev/"), said.out());
        var json = workspace.run("doctor", "--json").out();
        assertTrue(json.contains("slipway.doctor/1") && json.contains("\"state\" : \"missing\""), json);
    }
}
