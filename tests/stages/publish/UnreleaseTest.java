package stages.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.registry.OwnRegistry;

/** Against a docker-registry of its own; judged by skopeo. */
@Tag("lab")
class UnreleaseTest {
    @TempDir
    static Path shared;

    @AutoClose
    private static OwnRegistry registry;

    @TempDir
    Path folder;

    private TestContext context;
    private Images images;
    private Image good;
    private Image bad;

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    @BeforeEach
    void twoVersions() throws Exception {
        context = TestContext.of(folder, folder);
        images =
                new Images(context, registry.host() + "/test", UUID.randomUUID().toString());
        good = released("1.0.0", "1.0", "1", "latest");
        bad = released("1.1.0", "1.1", "1", "latest");
    }

    private Image released(String... tags) throws Exception {
        var image = images.image(tags[0]);
        new StageImage(image, Images.evidence(image.digest()), Optional.of(images.at())).run(context);
        new PublishTags(images.verified(image), List.of(tags)).run(context);
        return image;
    }

    private Unrelease stage(String version, Map<String, String> floats) {
        return new Unrelease(Services.named(images.name()), version, floats, Optional.of(images.at()));
    }

    private void assertStands(Image image, String... tags) throws Exception {
        for (var tag : tags) assertEquals(Optional.of(image.digest().value()), images.standing(tag), tag);
    }

    @Test
    void floatsGoBackAndNothingElseChanges() throws Exception {
        var before = images.tags();
        var stage = stage("1.1.0", Map.of("1", "1.0.0", "latest", "1.0.0"));
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        var result = stage.run(context);
        assertStands(good, "1.0.0", "1.0", "1", "latest");
        assertStands(bad, "1.1.0", "1.1");
        assertEquals(before, images.tags());
        assertEquals(Map.of("1", good.digest(), "latest", good.digest()), result.floats());
        assertTrue(context.summary().contains("`" + images.at() + "/" + images.name() + ":1.1.0` stays"));
        assertEquals(new Observation.Identical<>(result), stage.observe(context));
    }

    @Test
    void whatWentBackBeforeAKillIsSaid() throws Exception {
        stage("1.1.0", Map.of("1", "1.0.0")).run(context);
        var stage = stage("1.1.0", Map.of("1", "1.0.0", "latest", "1.0.0"));
        var begun = assertInstanceOf(Observation.Begun.class, stage.observe(context));
        assertEquals("1 went back already", begun.what());
        stage.run(context);
        assertStands(good, "1", "latest");
    }

    @Test
    void aFloatThatStandsElsewhereStays() throws Exception {
        var next = released("1.2.0", "latest");
        var stage = stage("1.1.0", Map.of("1", "1.0.0", "latest", "1.0.0"));
        stage.run(context);
        assertStands(good, "1");
        assertStands(next, "latest");
        assertTrue(context.lines().contains("'latest' stays: it does not stand at 1.1.0"), "" + context.lines());
    }

    @Test
    void versionsThatAreNotThereAreConflicts() throws Exception {
        for (var stage : List.of(
                stage("1.3.0", Map.of("latest", "1.0.0")), stage("1.1.0", Map.of("latest", "0.9.0", "1", "1.0.0")))) {
            assertInstanceOf(Observation.Conflicting.class, stage.observe(context));
            assertThrows(StageFailure.class, () -> stage.run(context));
        }
        assertStands(bad, "1", "latest");
    }

    @Test
    void aVersionNeverMovesAndNothingGoesForward() {
        for (var stage : List.of(
                stage("1.1.0", Map.of()),
                stage("1.1.0", Map.of("1.1.0", "1.0.0")),
                stage("1.1.0", Map.of("latest", "1.1.0")),
                stage("1.0.0", Map.of("latest", "1.1.0")),
                stage("1.1.0", Map.of("1.1", "1.0.0")),
                stage("1.1.0", Map.of("latest", "first"))))
            assertThrows(StageFailure.class, () -> stage.observe(context));
    }
}
