package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stages.api.Commands;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** Lines as buildx 0.29 and BuildKit 0.25 wrote them. */
class BuildFailureTest {
    @Test
    void theClassicStoreIsToldWhatToDo() {
        var failure = assertInstanceOf(
                StageFailure.class,
                of(
                        "ERROR: failed to build: OCI exporter is not supported for the docker driver.",
                        "Switch to a different driver, or turn on the containerd image store, and try again."));
        assertTrue(failure.getMessage().startsWith("the engine's classic image store cannot export an OCI layout"));
        assertTrue(failure.hint().contains("--driver docker-container"));
    }

    @Test
    void anEngineThatIsAwayIsAMissingTool() {
        assertInstanceOf(
                ToolMissing.class,
                of("ERROR: Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?"));
    }

    @Test
    void theLinesAboutLockedLayersAreLeftOut() {
        var failure = assertInstanceOf(
                StageFailure.class,
                of(
                        "ERROR: (*service).Write failed: ref layer-sha256:1f locked for 1s (since x): unavailable",
                        "Dockerfile:7",
                        "--------------------",
                        "ERROR: failed to build: failed to solve: process \"/bin/sh -c npm ci\" did not complete"));
        assertEquals(
                "image 'app' does not build for linux/amd64: Dockerfile:7: process \"/bin/sh -c npm ci\" did not complete",
                failure.getMessage());
        assertFalse(failure.details().toString().contains("locked"));
    }

    @Test
    void silenceIsNamedByItsExitCode() {
        assertEquals("image 'app' does not build for linux/amd64: buildx ended with exit code 1", of().getMessage());
    }

    @Test
    void theStepAtWorkIsTold() {
        var steps = new ArrayList<String>();
        var progress = new BuildProgress(steps::add);
        for (var line : List.of(
                "#1 [internal] load build definition from Dockerfile",
                "#8 [build 3/7] RUN npm ci",
                "#8 1.2 added 3 packages [4/4] done",
                "#9 [linux/arm64 build 4/7] COPY . .",
                "#9 CACHED",
                "#10 exporting to oci image format")) progress.accept(line);
        assertEquals(List.of("3/7 RUN npm ci", "4/7 COPY . .", "exporting"), steps);
    }

    private static RuntimeException of(String... lines) {
        return BuildFailure.of(
                Builds.stage("app"), Builds.AMD64, new Commands.Exit(List.of("docker"), 1, "", List.of(lines)));
    }
}
